/**
 * Who is who: the tag, hue and spoken name of every thread, task and object.
 *
 * Hues go out in order of creation and are never reused in a run; the main one is grey. Beyond eight the hue
 * names the function, not the individual.
 */

/**
 * @typedef {object} Who
 * @property {string} key  `t<id>`, `k<id>`.
 * @property {'thread' | 'task'} kind
 * @property {number} id
 * @property {string} tag  Two to five characters for a token.
 * @property {string} name  For sentences.
 * @property {string} function
 * @property {number} hue  0 to 8.
 */

const HUES = 8;

/** Threads of one process bear their own names. With several processes the first thread of each bears the process's,
 * and the others say whose they are.
 * @param {{ id: number, name: string, function: string, process: number }[]} threads @param {{ name: string }[]} [processes] */
export function nameThreads(threads, processes = []) {
  const many = processes.length > 1;
  /** @type {Map<number, number[]>} */
  const of = new Map();
  for (const t of threads) if (t) of.set(t.process, [...(of.get(t.process) ?? []), t.id]);
  const nth = (/** @type {{ id: number, process: number }} */ t) => of.get(t.process)?.indexOf(t.id) ?? 0;
  const processName = (/** @type {number} */ p) =>
    /^python/.test(processes[p]?.name ?? 'python') ? `Process-${p}` : (processes[p]?.name ?? '');
  const hue = hues(threads.filter(Boolean).map((t) => t.function));
  const tag = tags(
    threads.filter(Boolean).map((t) => {
      if (t.id === 0) return 'M';
      if (many && t.process > 0)
        return `P${t.process}${nth(t) === 0 ? '' : String.fromCharCode(97 + Math.min(25, nth(t)))}`;
      const numbered = /^Thread-(\d+)/.exec(t.name) ?? /_(\d+)$/.exec(t.name);
      if (numbered)
        return (
          (t.name.startsWith('Thread-') ? 'T' : 'W') +
          (t.name.startsWith('Thread-') ? numbered[1] : Number(numbered[1]) + 1)
        );
      return shorten(t.name, 3);
    }),
  );
  return threads.filter(Boolean).map(
    (t, i) =>
      /** @type {Who} */ ({
        key: `t${t.id}`,
        kind: 'thread',
        id: t.id,
        tag: tag[i] ?? '?',
        function: t.function,
        hue: hue[i] ?? 0,
        name:
          !many || t.process === 0
            ? t.name.replace(/ \(.*\)$/, '')
            : nth(t) === 0
              ? processName(t.process)
              : `${t.name.replace(/ \(.*\)$/, '')} of ${processName(t.process)}`,
      }),
  );
}

/** Processes of a workload bear the names of its rows and, in turn, the hues of who has work of its own. The jobs of a
 * periodic process (`A_1`, `A_2`) have its hue, and its name as their function.
 * @param {{ id: number, name: string, function: string }[]} threads @param {string[]} rows  names, in the order of the table */
export function nameWorkload(threads, rows) {
  const list = threads.filter(Boolean);
  const place = new Map(rows.map((name, i) => [name, i]));
  const processOf = (/** @type {string} */ name) => (place.has(name) ? name : name.replace(/_\d+$/, ''));
  const tag = tags(
    list.map((t) => {
      const process = processOf(t.name);
      return process === t.name ? shorten(t.name, 3) : `${shorten(process, 2)}.${t.name.slice(process.length + 1)}`;
    }),
  );
  return list.map(
    (t, i) =>
      /** @type {Who} */ ({
        key: `t${t.id}`,
        kind: 'thread',
        id: t.id,
        tag: tag[i] ?? '?',
        name: t.name,
        function: processOf(t.name),
        hue: hueOfRow(place.get(processOf(t.name)) ?? i),
      }),
  );
}

/** The hue of the process in a row of a workload. @param {number} row */
export const hueOfRow = (row) => (row % HUES) + 1;

/** Tasks that asyncio makes for itself, to accept a connection or to end: nobody's work, so nobody is shown doing it.
 * @param {{ coroutine: string }} task */
export const isAsynciosOwn = (task) =>
  task.coroutine.startsWith('BaseEventLoop.') ||
  task.coroutine === 'Server._accept_connection2' ||
  task.coroutine === '_create_server_getaddrinfo';

/** Where a task waits; asyncio's own take nobody's seat. @param {import('./state.js').Task} task */
export const placeOf = (task) => `${isAsynciosOwn(task) ? 'own' : 'task'}:${task.status}`;

/** @param {{ id: number, name: string, coroutine: string }[]} tasks */
export function nameTasks(tasks) {
  const list = tasks.filter((t) => t && !isAsynciosOwn(t));
  const of = new Map();
  for (const t of list) of.set(t.coroutine, (of.get(t.coroutine) ?? 0) + 1);
  const seen = new Map();
  const hue = hues(list.map((t) => t.coroutine));
  const numbered = list.map((t) => {
    const n = (seen.get(t.coroutine) ?? 0) + 1;
    seen.set(t.coroutine, n);
    return n;
  });
  const own = (/** @type {string} */ name) => !/^Task-\d+$/.test(name);
  const tag = tags(
    list.map((t, i) => {
      if (own(t.name)) return shorten(t.name, 4);
      const base = bare(t.coroutine);
      return of.get(t.coroutine) > 1 ? `${base.slice(0, 1)}${numbered[i]}` : base.length <= 5 ? base : base.slice(0, 3);
    }),
  );
  return list.map(
    (t, i) =>
      /** @type {Who} */ ({
        key: `k${t.id}`,
        kind: 'task',
        id: t.id,
        tag: tag[i] ?? '?',
        function: t.coroutine,
        hue: hue[i] ?? 0,
        name: own(t.name)
          ? t.name
          : of.get(t.coroutine) > 1
            ? `${bare(t.coroutine)} ${numbered[i]}`
            : bare(t.coroutine),
      }),
  );
}

/** The name of a function without what contains it.
 * @param {string} qualified */
export const bare = (qualified) => qualified.split('.').at(-1)?.replace(/[<>]/g, '') || 'task';

/** @param {string} name @param {number} n */
function shorten(name, n) {
  const digits = /(\d+)$/.exec(name)?.[1] ?? '';
  const word = name.replace(/[^\p{L}\p{N}]/gu, '');
  return word.length <= n + 1 ? word : word.slice(0, Math.max(1, n - digits.length)) + digits;
}

/** Makes tags unique by counting up.
 * @param {string[]} list */
function tags(list) {
  const taken = new Set();
  return list.map((tag) => {
    let t = tag;
    for (let n = 2; taken.has(t); n++) t = `${tag.replace(/\d+$/, '').slice(0, 3)}${n}`;
    taken.add(t);
    return t;
  });
}

/** @param {string[]} functions  in order of creation */
function hues(functions) {
  if (functions.length <= HUES + 1) return functions.map((_, i) => i);
  const groups = new Map();
  return functions.map((f, i) => {
    if (i === 0) return 0;
    if (!groups.has(f)) groups.set(f, (groups.size % HUES) + 1);
    return groups.get(f);
  });
}
