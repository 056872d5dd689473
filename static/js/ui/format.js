/** Numbers as the page writes them: µs below 0.1 ms, thin spaces between thousands. Times are nanoseconds. */

const THIN = '\u2009';

/** A duration for people.
 * @param {number} ns */
export function duration(ns) {
  const ms = ns / 1e6;
  if (ms < 0.0995) {
    const us = ns / 1e3;
    return `${us < 9.95 && us > 0 ? +us.toFixed(1) : Math.round(us)} µs`;
  }
  if (ms < 10) return `${+ms.toFixed(ms < 1 ? 2 : 1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${+(ms / 1000).toFixed(2)} s`;
}

/** A whole number with thin spaces.
 * @param {number} n */
export const thousands = (n) =>
  Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, THIN);

/** The clock: as many digits as the length of the run deserves.
 * @param {number} ns @param {number} total */
export function clock(ns, total) {
  if (total >= 10e9) return (ns / 1e9).toFixed(3);
  const ms = ns / 1e6;
  return ms.toFixed(total > 300e6 ? 1 : total > 0 && total < 1e6 ? 4 : 3);
}

/** @param {number} total */
export const clockUnit = (total) => (total >= 10e9 ? 's' : 'ms');

/** A number of bytes for a narrow place: `48 B`, `1.1 MB`.
 * @param {number} n */
export function amount(n) {
  if (n < 1e3) return `${n} B`;
  return n < 999_950 ? `${+(n / 1e3).toFixed(1)} kB` : `${+(n / 1e6).toFixed(1)} MB`;
}

/** How much slower than life: `40`, `19 000`.
 * @param {number} rate virtual nanoseconds per second shown */
export function slowdown(rate) {
  const f = 1e9 / rate;
  if (f < 10) return f.toFixed(1);
  if (f < 100) return String(Math.round(f));
  const digits = 10 ** (Math.floor(Math.log10(f)) - 1);
  return thousands(Math.round(f / digits) * digits);
}

/** A value for a narrow cell: long reprs lose their middle.
 * @param {string} text @param {number} room */
export function elide(text, room) {
  if (/^-?\d{5,}$/.test(text) && text.length <= room) return text.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
  if (text.length <= room) return text;
  const tail = Math.max(1, Math.floor(room / 4));
  return `${text.slice(0, Math.max(1, room - tail - 1))}…${text.slice(-tail)}`;
}

/** A share of a whole.
 * @param {number} part @param {number} whole */
export const percent = (part, whole) => `${whole > 0 ? Math.round((part / whole) * 100) : 0}%`;
