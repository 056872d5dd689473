/** States and lanes as text, so that a test's expectation can be read. */
import { standingWords } from '../../static/js/stage/words.js';

/** @param {import('../../static/js/replay/state.js').MachineState} s */
export function showState(s) {
  const lines = [];
  for (const t of s.threads) {
    if (!t) continue;
    const where =
      t.status === 'running' ? ` on core ${t.core}` : t.status === 'blocked' ? ` for ${t.cause}, seat ${t.row}` : '';
    const vars = t.frames.flatMap((f) => [...f.vars].map(([k, v]) => `${k}=${v}`));
    lines.push(
      `${t.name}: ${t.status}${where}; cpu ${t.cpu / 1000}, held ${t.held / 1000}${t.line ? `; line ${t.line}` : ''}${standingWords(t) && `; ${standingWords(t)}`}${vars.length ? `; ${vars.join(' ')}` : ''}`,
    );
  }
  for (const k of s.tasks)
    if (k)
      lines.push(
        `${k.coroutine}: ${k.status}${k.until === undefined ? '' : ` until ${k.until / 1000}`}${k.line ? `; line ${k.line}` : ''}`,
      );
  if (s.ready.length) lines.push(`ready: ${s.ready.map((i) => s.threads[i]?.name).join(', ')}`);
  for (const g of s.gils)
    if (g?.holder !== undefined)
      lines.push(`GIL: ${s.threads[g.holder]?.name}${g.request ? `, asked by ${s.threads[g.request.by]?.name}` : ''}`);
  for (const l of s.loops)
    lines.push(
      `loop: ${l.mode}, turn ${l.turn}${l.current === undefined ? '' : `, runs ${s.tasks[l.current]?.coroutine}`}${l.blocking ? `, blocked by ${l.blocking.what}` : ''}${l.ready.length ? `, ready ${l.ready.map((i) => s.tasks[i]?.coroutine).join(', ')}` : ''}`,
    );
  for (const [, v] of s.variables) lines.push(`${v.name} = ${v.value} by ${s.threads[v.thread ?? 0]?.name}`);
  for (const o of s.objects)
    if (o)
      lines.push(
        `${o.name}: ${o.holders.length ? `held by ${o.holders.map((h) => s.threads[h.thread]?.name).join(', ')}` : 'free'}${o.waiters.length ? `, wanted by ${o.waiters.map((w) => s.threads[w]?.name).join(', ')}` : ''}${o.items.length ? `, ${o.size} items` : ''}`,
      );
  return lines.join('\n');
}

/** A lane: state and its span in µs. @param {Iterable<import('../../static/js/replay/lanes.js').Segment> | undefined} lane */
export const showLane = (lane) =>
  [...(lane ?? [])].map((g) => `${g.state} ${g.t0 / 1000}-${g.t1 === Infinity ? '' : g.t1 / 1000}`).join(', ');

/** Takes the indentation off an expectation. @param {string} text */
export const flat = (text) =>
  text
    .trim()
    .split('\n')
    .map((l) => l.trim())
    .join('\n');
