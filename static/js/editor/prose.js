/** The text before a scenario's code, as paragraphs and lists. Pure. */

const QUOTES = /^(?:\"\"\"|''')/;

/** The metadata block and the docstring right after it: their last line (from 1) and the docstring's text. Nothing when the
 * program does not begin with a metadata block.
 * @param {string} source @returns {{ last: number, text: string } | undefined} */
export function preambleOf(source) {
  const lines = source.split('\n');
  if (lines[0]?.trim() !== '# /// script') return undefined;
  const end = lines.findIndex((l, i) => i > 0 && l.trim() === '# ///');
  if (end < 0 || !lines.slice(0, end).every((l) => l.startsWith('#'))) return undefined;
  let first = end + 1;
  while (lines[first]?.trim() === '') first += 1;
  const quote = QUOTES.exec(lines[first] ?? '')?.[0];
  if (!quote) return { last: end + 1, text: '' };
  const opening = (lines[first] ?? '').slice(3);
  if (opening.trimEnd().endsWith(quote)) return { last: first + 1, text: opening.trimEnd().slice(0, -3) };
  const close = lines.findIndex((l, i) => i > first && l.trimEnd().endsWith(quote));
  if (close < 0) return { last: end + 1, text: '' };
  const text = [opening, ...lines.slice(first + 1, close), (lines[close] ?? '').trimEnd().slice(0, -3)].join('\n');
  let last = close + 1;
  while (lines[last]?.trim() === '' && last < lines.length - 1) last += 1;
  return { last, text: text.trim() };
}

/** Paragraphs as text, lists as arrays of text. @param {string} text @returns {(string | string[])[]} */
export function prose(text) {
  /** @type {(string | string[])[]} */
  const out = [];
  let open = false;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const last = out.at(-1);
    if (line === '') open = false;
    else if (/^[-*] /.test(line)) {
      if (Array.isArray(last)) last.push(line.slice(2));
      else out.push([line.slice(2)]);
      open = true;
    } else if (open && Array.isArray(last)) last[last.length - 1] += ` ${line}`;
    else if (open) out[out.length - 1] += ` ${line}`;
    else {
      out.push(line);
      open = true;
    }
  }
  return out;
}
