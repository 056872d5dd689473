/** What the textures of the lanes mean, in words. */
import { h } from '../ui/dom.js';

/** @type {Record<'threads' | 'loop', [string, string][]>} */
export const LEGEND = {
  threads: [
    ['run', 'running'],
    ['ready', 'ready'],
    ['gil', 'waits for the GIL'],
    ['lock', 'lock'],
    ['io', 'I/O'],
    ['sleep', 'timer'],
    ['join', 'join'],
  ],
  loop: [
    ['run', 'running'],
    ['ready', 'ready'],
    ['io', 'socket'],
    ['sleep', 'timer'],
    ['lock', 'worker, lock'],
    ['late', 'overdue'],
    ['block', 'loop blocked'],
  ],
};

/** A texture and its meaning. @param {string} texture @param {string} text */
export const keyTo = (texture, text) => h('span', {}, h('i', { class: `key k-${texture}` }), text);
