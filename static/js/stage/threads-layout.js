/**
 * Where everything stands on the threads stage, from the room there is: READY left, RUNNING centre, WAITING right;
 * what only the interpreter knows inside the process box, what the kernel knows outside. Pure numbers.
 */
import { clamp } from '../ui/dom.js';

/**
 * @typedef {{ x: number, y: number, w: number, h: number }} Box
 *
 * @typedef {object} Needs  What a run will want room for.
 * @property {number} cores
 * @property {number} processes
 * @property {boolean} gil
 * @property {{ gil: number, lock: number, join: number }} seats  Most threads that ever wait inside Python at once, by what for.
 * @property {number} locks  Things that are held, besides the GIL.
 * @property {number} cells  Memory cells.
 * @property {number} tracks  Most threads waiting off the cores at once.
 *
 * @typedef {object} ProcessPlan
 * @property {Box} box
 * @property {Box[]} cells
 * @property {{ x: number, y: number }} gil
 * @property {{ x: number, y: number }[]} locks
 * @property {Box | undefined} gilTray
 * @property {Box | undefined} lockTray
 * @property {Box | undefined} joinTray
 * @property {{ x: number, y: number }} ended
 * @property {number} labels  Baseline of the labels inside; 0: none.
 *
 * @typedef {object} Plan
 * @property {number} W
 * @property {number} H
 * @property {boolean} wide
 * @property {boolean} short
 * @property {number} r  Token radius.
 * @property {ProcessPlan[]} processes
 * @property {Box & { cy: number }} ready
 * @property {{ x: number, y: number }[]} dials
 * @property {number} R  Dial radius.
 * @property {{ y: number, x0: number, x1: number, left: number, right: number }[]} tracks
 */

/** With more processes than this their boxes show the GIL and who waits, no memory. */
const FEW = 4;
/** Narrower than this the stage is a phone's. */
const WIDE = 560;
/** Lower than this notes are dropped and memory is one row. */
const TALL = 440;

/** @param {number} width @param {number} height @param {Needs} needs @returns {Plan} */
export function planThreads(width, height, needs) {
  const W = Math.max(300, width);
  const H = Math.max(240, height);
  const wide = W >= WIDE;
  const short = wide && H < TALL;
  const r = wide ? 19 : 16;
  const pad = wide ? 28 : 14;
  const many = needs.processes > 1;
  const top = short ? 28 : wide ? 40 : 26;
  const tall = many
    ? short
      ? needs.processes > FEW
        ? 116
        : 100
      : wide
        ? 172
        : 112
    : short
      ? 88
      : wide
        ? clamp(H * 0.25, 118, 152)
        : 104;
  const outer = { x: pad, y: top, w: W - pad * 2, h: tall };
  const processes =
    needs.processes > FEW
      ? planCrowd(outer, needs)
      : many
        ? planMany(outer, needs, wide, short)
        : [planOne(outer, needs, wide, short, r)];
  return { W, H, wide, short, r, processes, ...planHardware(W, H, top + tall, pad, r, needs, wide, short) };
}

/** One process: memory, the GIL, locks, trays, side by side.
 * @param {Box} box @param {Needs} needs @param {boolean} wide @param {boolean} short @param {number} r @returns {ProcessPlan} */
function planOne(box, needs, wide, short, r) {
  const inner = box.y + (short ? 20 : wide ? 26 : 28);
  const memory =
    wide && needs.cells > 0
      ? box.w * (short ? (needs.cells > 1 && !needs.locks ? 0.4 : 0.28) : needs.locks ? 0.3 : 0.34)
      : 0;
  const cells = [];
  if (wide) {
    const rows = short ? 1 : Math.max(1, Math.min(3, Math.floor((box.h - 40) / 36)));
    const columns = needs.cells > rows && memory > (short ? 220 : 300) ? 2 : 1;
    const w = (memory - 26 - 8 * (columns - 1)) / columns;
    const step = Math.min(40, (box.h - 46) / Math.max(1, Math.min(rows, needs.cells)));
    for (let i = 0; i < Math.min(needs.cells, rows * columns); i++) {
      const row = short ? 0 : i % rows;
      const column = short ? i : Math.floor(i / rows);
      cells.push({
        x: box.x + 18 + column * (w + 8),
        y: inner + (short ? 16 : 18) + row * step,
        w,
        h: Math.min(32, step - 6),
      });
    }
  }
  const gilX = wide ? box.x + memory + (memory ? 52 : 56) : box.x + 40;
  const middle = inner + (short ? 34 : wide ? 50 : 32);
  let x = needs.gil ? gilX + (wide ? 46 : 36) : wide ? box.x + memory + 18 : box.x + 14;
  if (!needs.gil && wide) x += needs.locks || needs.seats.lock || needs.seats.join ? 0 : 40;
  const locks = [];
  const across = short ? Math.min(2, needs.locks) : needs.locks > 2 ? 2 : 1;
  const lockStep = wide ? 38 : 30;
  for (let i = 0; i < Math.min(needs.locks, wide && !short ? 4 : 2); i++) {
    const column = short ? i : wide ? Math.floor(i / 2) : 0;
    const y = short || needs.locks === 1 ? middle : middle - 17 + (i % 2) * 38;
    locks.push({ x: x + 16 + column * lockStep, y });
  }
  if (locks.length) x += 16 + (wide ? across : 1) * lockStep;
  const right = box.x + box.w - (wide ? 18 : 12);
  const y = inner + (short ? 12 : wide ? 18 : 8);
  const h = short ? 48 : wide ? Math.min(76, box.h - 60) : 56;
  const shares = /** @type {[keyof ProcessPlan & ('gilTray' | 'lockTray' | 'joinTray'), number][]} */ ([
    ...(needs.gil ? [['gilTray', widthFor(needs.seats.gil, wide ? r * 2 + 22 : r * 2 + 8, wide ? 132 : 96)]] : []),
    ...(needs.seats.lock ? [['lockTray', widthFor(needs.seats.lock, r * 2 + 8, wide ? 84 : 56)]] : []),
    ...(needs.seats.join ? [['joinTray', widthFor(needs.seats.join, r * 2 + 8, wide ? 84 : 56)]] : []),
  ]);
  const gap = wide ? 10 : 6;
  const room = right - x - gap * Math.max(0, shares.length - 1);
  const sum = shares.reduce((a, b) => a + b[1], 0);
  const floor = (/** @type {string} */ name) =>
    name === 'lockTray' && needs.seats.lock > 1 ? r * 4 + 20 : wide ? (name === 'gilTray' ? 72 : 60) : 52;
  const least = shares.reduce((a, b) => a + floor(b[0]), 0);
  /** @type {ProcessPlan} */
  const plan = {
    box,
    cells,
    gil: { x: gilX, y: middle },
    locks,
    gilTray: undefined,
    lockTray: undefined,
    joinTray: undefined,
    ended: { x: box.x + box.w - 16, y: box.y },
    labels: inner + 6,
  };
  for (const [name, share] of shares) {
    // Narrow ones keep what they need; what is over goes by what each would like.
    const w =
      sum <= room || least >= room
        ? (room * share) / sum
        : floor(name) + ((room - least) * (share - floor(name))) / Math.max(1, sum - least);
    plan[name] = { x, y, w, h };
    x += w + gap;
  }
  return plan;
}

/** What a tray would like to be wide, for this many tokens. @param {number} seats @param {number} each @param {number} least */
const widthFor = (seats, each, least) => Math.max(least, Math.min(seats, 8) * each + 20);

/** Several processes: boxes side by side, each with its own memory, GIL and one tray.
 * @param {Box} outer @param {Needs} needs @param {boolean} wide @param {boolean} short @returns {ProcessPlan[]} */
function planMany(outer, needs, wide, short) {
  const n = needs.processes;
  const gap = wide ? 14 : 8;
  const w = (outer.w - gap * (n - 1)) / n;
  return Array.from({ length: n }, (_, i) => {
    const box = { x: outer.x + i * (w + gap), y: outer.y, w, h: outer.h };
    const narrow = w < 190;
    const inner = box.y + (short ? 18 : wide ? 24 : 18);
    const rows = wide && !short ? 2 : 1;
    const cellW = narrow ? w - 20 : w * 0.56;
    const cells = Array.from({ length: Math.min(needs.cells, rows) }, (__, k) => ({
      x: box.x + (narrow ? 10 : 15),
      y: inner + (short || !wide ? 2 : 16) + k * 33,
      w: cellW,
      h: 28,
    }));
    const trayH = narrow ? 40 : 42;
    const tray = {
      x: box.x + (narrow ? 8 : 15),
      y: box.y + box.h - (narrow ? 46 : short ? 47 : 56),
      w: narrow ? w - 58 : w - 30,
      h: trayH,
    };
    const gil = narrow
      ? { x: box.x + w - 24, y: box.y + box.h - 26 }
      : { x: box.x + w - 34, y: inner + (short ? 14 : 34) };
    const locks = Array.from({ length: narrow ? 0 : Math.min(needs.locks, 2) }, (__, k) => ({
      x: box.x + w - 80 - k * 36,
      y: gil.y,
    }));
    return {
      box,
      cells,
      gil,
      locks,
      gilTray: tray,
      lockTray: tray,
      joinTray: tray,
      ended: { x: box.x + w - 16, y: box.y },
      labels: wide && !short ? inner + 6 : 0,
    };
  });
}

/** Many processes: two rows of small boxes, each with its GIL and a tray.
 * @param {Box} outer @param {Needs} needs @returns {ProcessPlan[]} */
function planCrowd(outer, needs) {
  const rows = outer.w < 500 && needs.processes > 6 ? 3 : 2;
  const columns = Math.ceil(needs.processes / rows);
  const gap = { x: Math.max(4, Math.min(12, outer.w / columns / 10)), y: 16 };
  const w = (outer.w - gap.x * (columns - 1)) / columns;
  const h = (outer.h - gap.y * (rows - 1)) / rows;
  return Array.from({ length: needs.processes }, (_, i) => {
    const box = { x: outer.x + (i % columns) * (w + gap.x), y: outer.y + Math.floor(i / columns) * (h + gap.y), w, h };
    const inner = Math.min(40, h - 18);
    const y = box.y + (h - inner) / 2 + 3;
    const free = w >= 100 && needs.gil;
    const tray = { x: box.x + 8, y, w: w - (free ? 52 : 16), h: inner };
    return {
      box,
      cells: [],
      gil: free ? { x: box.x + w - 24, y: y + inner / 2 } : { x: box.x + w - 12, y: box.y },
      locks: [],
      gilTray: tray,
      lockTray: tray,
      joinTray: tray,
      ended: { x: box.x + w - 16, y: box.y },
      labels: 0,
    };
  });
}

/** The ready queue, the cores' dials, and the tracks of what waits off the cores.
 * @param {number} W @param {number} H @param {number} above @param {number} pad @param {number} r @param {Needs} needs @param {boolean} wide @param {boolean} short */
function planHardware(W, H, above, pad, r, needs, wide, short) {
  const n = needs.cores;
  const top = above + (short ? 16 : wide ? 34 : 26);
  const bottom = H - (short ? 10 : wide ? 24 : 22);
  const height = bottom - top;
  const leftW = wide ? clamp(W * 0.135, 88, 128) : 56;
  const rightW = wide ? clamp(W * 0.175, 112, 164) : 74;
  const x0 = pad + leftW + (wide ? 14 : 6);
  const x1 = needs.tracks === 0 ? W - pad : W - pad - rightW - (wide ? 14 : 6);
  const cy = top + height / 2 - (wide ? 2 : 0);
  // Of the ways to put them in rows, the one with the largest dials.
  const choices =
    n <= 2 ? [n] : n <= 4 ? (short ? [n] : [2, n]) : !wide ? [4] : n <= 8 ? [4, n] : [Math.ceil(n / 2), n];
  const sized = (/** @type {number} */ columns) => {
    const rows = Math.ceil(n / columns);
    const [cw, ch] = [(x1 - x0) / columns, height / rows];
    const side = wide ? (rows === 1 && n > 2 ? 15 : n > 8 ? 6 : 24) : n > 4 ? 4 : 13;
    const below = short
      ? n > 2
        ? 34
        : 20
      : wide
        ? rows > 1
          ? needs.gil && n <= 4
            ? 40
            : 27
          : 46
        : rows > 1
          ? 20
          : 30;
    const R = clamp(Math.min(cw / 2 - side, ch / 2 - below), n > 8 || !wide ? 12 : 22, 118);
    return { columns, rows, cw, ch, R };
  };
  const { columns, rows, cw, ch, R } = choices.map(sized).reduce((a, b) => (b.R > a.R ? b : a));
  const dials = Array.from({ length: n }, (_, i) => ({
    x: x0 + cw * ((i % columns) + 0.5),
    y: rows === 1 ? cy : top + ch * (Math.floor(i / columns) + 0.5),
  }));
  const queueH = wide ? 54 : Math.min(height - 20, 150);
  const rowH = wide ? 62 : 52;
  const count = needs.tracks === 0 ? 0 : clamp(needs.tracks, 1, Math.max(1, Math.floor((height - 16) / rowH)));
  const tracks = Array.from({ length: count }, (_, i) => {
    const left = W - pad - rightW + 2;
    const right = left + rightW - 2;
    return { y: cy + (i - (count - 1) / 2) * rowH, x0: left + 12 + r + 3, x1: right - 8 - r, left, right };
  });
  return { ready: { x: pad, y: cy - queueH / 2, w: leftW, h: queueH, cy }, dials, R, tracks };
}
