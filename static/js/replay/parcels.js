/**
 * Parcels: pickled bytes on their way from one process to another. Knows pipes and bytes, not what they mean.
 */

/**
 * @typedef {import('./state.js').MachineState} MachineState
 * @typedef {import('../trace/trace.d.ts').Step} Step
 *
 * @typedef {object} Parcel  A message in a pipe, or as much of it as has been written and not read.
 * @property {number} id  In order of sending, over all pipes.
 * @property {number} pipe
 * @property {number} from  The thread that sent it.
 * @property {number} process  Whose process that is.
 * @property {number | undefined} to  The process that will read it, when only one can.
 * @property {number} message  Bytes of the whole message.
 * @property {number} written
 * @property {number} read
 * @property {number} at  When it was sent.
 */

/** Somebody wrote into a pipe, or read from it.
 * @param {MachineState} s @param {Step} e */
export function applyPipe(s, e) {
  const thread = s.thread(e.thread);
  if (!thread) return;
  if (e.type === 'bytes_sent') {
    const last = s.parcels.findLast((p) => p.pipe === e.pipe && p.from === thread.id && p.written < p.message);
    if (last) last.written += e.bytes;
    else {
      const { process, id: from } = thread;
      const { pipe, message, to, bytes: written } = e;
      s.parcels.push({ id: s.sent, pipe, from, process, to, message, written, read: 0, at: e.time_ns });
      s.sent += 1;
    }
  } else if (e.type === 'bytes_received') {
    let { bytes } = e;
    for (const parcel of s.parcels.filter((p) => p.pipe === e.pipe)) {
      const n = Math.min(bytes, parcel.written - parcel.read);
      bytes -= n;
      parcel.read += n;
      if (parcel.read < parcel.message) break;
      s.watch?.parcel(parcel, thread);
    }
    s.parcels = s.parcels.filter((p) => p.read < p.message);
  }
}
