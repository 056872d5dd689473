/**
 * The link is the document: scenario or program, machine settings and position, all in the address, readable and
 * editable by hand where they can be.
 */

/** Parameters that make the run; the last three say how finely and where it is told. In the order they are written. */
export const MACHINE_PARAMS = [
  'cores',
  'policy',
  'quantum',
  'switch_cost',
  'gil',
  'switch_interval',
  'python',
  'speed',
  'io_latency',
  'net_latency',
  'net_jitter',
  'net_bandwidth',
  'net_failures',
  'seed',
  'schedule',
  'level',
  'from_ns',
  'to_ns',
];

/** Settings that this engine has besides. @param {string[]} names */
export function learnSettings(names) {
  for (const name of names)
    if (!MACHINE_PARAMS.includes(name)) MACHINE_PARAMS.splice(MACHINE_PARAMS.indexOf('seed'), 0, name);
}

/** A setting of a single host: `net_latency.api.example.com`. */
const OF_A_HOST = /^net_[a-z]+\./;

/**
 * @typedef {object} Link
 * @property {string | undefined} slug  The scenario, when the program is one of the course.
 * @property {string | undefined} code  The compressed program, when it is the reader's own.
 * @property {string | undefined} [table]  The compressed workload, when it is the reader's own.
 * @property {Record<string, string>} machine  Settings that differ from what the scenario or the default says.
 * @property {number | undefined} at  Id of the step shown.
 * @property {Record<string, string>} rest  Parameters of the page itself (`theme`, `view`).
 */

/** @param {string} pathname @param {string} search @returns {Link} */
export function parseLink(pathname, search) {
  const params = new URLSearchParams(search);
  const slug = /^\/run\/([^/]+)\/?$/.exec(pathname)?.[1];
  /** @type {Link} */
  const link = {
    slug: slug && decodeURIComponent(slug),
    code: params.get('code') ?? undefined,
    table: params.get('table') ?? undefined,
    machine: {},
    at: undefined,
    rest: {},
  };
  for (const [name, value] of params) {
    if (name === 'code' || name === 'table') continue;
    if (name === 'at') link.at = /^\d+$/.test(value) ? Number(value) : undefined;
    else if (MACHINE_PARAMS.includes(name) || OF_A_HOST.test(name)) link.machine[name] = value;
    else link.rest[name] = value;
  }
  return link;
}

/** @param {Link} link */
export function formatLink(link) {
  const path =
    link.slug && !isOwn(link) ? `/run/${encodeURIComponent(link.slug)}` : link.table === undefined ? '/run' : '/lab';
  const q = query(link);
  if (link.at !== undefined) q.push(`at=${link.at}`);
  for (const [k, v] of Object.entries(link.rest)) q.push(v === '' ? k : `${k}=${encodeURIComponent(v)}`);
  return path + (q.length ? `?${q.join('&')}` : '');
}

/** It brings its own program or workload. @param {Link} link */
const isOwn = (link) => link.code !== undefined || link.table !== undefined;

/** Addresses longer than this are not understood everywhere. */
export const LONGEST_ADDRESS = 7000;

/** What to ask the engine for: the run itself, without position or anything of the page.
 * @param {Link} link @param {string} source  the program, for when it does not fit an address @returns {import('./stream.js').Request} */
export function requestOf(link, source) {
  const q = query(link);
  if (link.slug && !isOwn(link)) q.unshift(`scenario=${encodeURIComponent(link.slug)}`);
  const address = `/api/run?${q.join('&')}`;
  if (address.length <= LONGEST_ADDRESS) return { address };
  const { schedule, level, from_ns, to_ns, ...settings } = link.machine;
  const ns = (/** @type {string | undefined} */ text) => (text === undefined ? undefined : Number(text));
  return {
    address: '/api/run',
    body: JSON.stringify({
      ...(link.table === undefined ? { source } : { table: source }),
      settings,
      schedule,
      level,
      from_ns: ns(from_ns),
      to_ns: ns(to_ns),
    }),
  };
}

/** @param {Link} link */
function query(link) {
  const q = [];
  const ofHosts = Object.keys(link.machine).filter((name) => OF_A_HOST.test(name));
  for (const name of [...MACHINE_PARAMS, ...ofHosts]) {
    const value = link.machine[name];
    if (value !== undefined)
      q.push(`${name}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':')}`);
  }
  if (link.code) q.push(`code=${link.code}`);
  if (link.table) q.push(`table=${link.table}`);
  return q;
}

/** A program as it stands in a link: deflated, base64url.
 * @param {string} source */
export async function packProgram(source) {
  const stream = new Blob([source]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (const b of bytes) binary += String.fromCharCode(b);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} code @returns {Promise<string>} @throws when it is not a packed program */
export async function unpackProgram(code) {
  const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}

/** A duration as written in links (`4ms`, `5us`, `1.5s`, `0`), in nanoseconds; undefined when it is none.
 * @param {string} text */
export function parseDuration(text) {
  const m = /^\s*(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|)\s*$/.exec(text);
  if (!m) return undefined;
  const unit = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, '': 1 }[m[2] ?? ''] ?? 1;
  return Math.round(Number(m[1]) * unit);
}

/** @param {number} ns */
export function formatDuration(ns) {
  for (const [unit, size] of /** @type {[string, number][]} */ ([
    ['s', 1e9],
    ['ms', 1e6],
    ['us', 1e3],
  ])) {
    if (ns >= size && Number.isInteger((ns / size) * 1000)) return `${ns / size}${unit}`;
  }
  return ns === 0 ? '0us' : `${ns}ns`;
}
