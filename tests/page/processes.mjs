/** Traces of several processes: a parent that hands work to workers over pipes, each with its own memory and GIL. */

/** A parent and `n` workers on as many cores as there are threads; the first worker has a second thread.
 * @param {number} n @returns {string} in the language of `text.mjs` */
export function parentAndWorkers(n) {
  /** @type {[number, string][]} */
  const lines = [];
  const say = (/** @type {number} */ at, /** @type {string} */ line) => lines.push([at, `${at} ${line}`]);
  const begin = (/** @type {number} */ at, /** @type {number} */ p, /** @type {number} */ t, by = '') => {
    const core = p % 4;
    say(
      at,
      `- process_started process=${p} pid=${1000 + p} name=${p === 0 ? 'python' : `Process-${p}`}${p ? ' parent=0' : ''}`,
    );
    say(at, `t${t} thread_created process=${p} name=MainThread function=${p ? 'work' : '<module>'} daemon=false${by}`);
    say(at, `t${t} thread_ready reason=created`);
    say(at + 5, `t${t}/c${core} dispatched switch_ns=5`);
    say(at + 10, `t${t}/c${core} gil_taken`);
  };
  begin(0, 0, 0);
  say(20, 't0/c0 var_written scope=global name=rows value=[1,_2,_3]');
  for (let p = 1; p <= Math.min(n, 3); p++) {
    begin(100 * p, p, p, ' by=0');
    say(100 * p + 20, `t${p}/c${p} line line=5 function=work depth=1`);
    say(100 * p + 30, `t${p}/c${p} var_written scope=global name=total value=${p}`);
  }
  for (let p = 4; p <= n; p++) {
    say(100 * p, `- process_started process=${p} pid=${1000 + p} name=Process-${p} parent=0`);
    say(100 * p, `t${p} thread_created process=${p} name=MainThread function=work daemon=false by=0`);
    say(100 * p, `t${p} thread_ready reason=created`);
  }
  const at = 100 * (n + 1);
  say(at, `t${n + 1} thread_created process=1 name=Thread-1_(send) function=send daemon=true by=1`);
  say(at, `t${n + 1} thread_ready reason=created`);
  say(at, 't0/c0 gil_dropped reason=blocking');
  say(at, 't0/c0 blocked cause=pipe');
  say(at, 'c0 core_idle');
  say(at + 10, `t${n + 1}/c0 dispatched switch_ns=5 prev=0`);
  say(at + 20, `t${n + 1}/c0 gil_wanted holder=1 interval_ns=5000`);
  say(at + 20, `t${n + 1}/c0 blocked cause=gil on=1`);
  say(at + 2000, 't1/c1 var_written scope=global name=total value=85246');
  for (let p = 1; p <= Math.min(n, 3); p++) {
    say(at + 4000 + p, `t${p}/c${p} gil_dropped reason=exit`);
    say(at + 4000 + p, `t${p}/c${p} thread_exited`);
    say(at + 4000 + p, `- process_exited process=${p} status=0`);
    say(at + 4000 + p, `c${p} core_idle`);
  }
  say(at + 5000, 't0 thread_ready reason=woken by=1');
  say(at + 5000, 't0/c0 dispatched switch_ns=5');
  say(at + 5005, 't0/c0 gil_taken');
  say(at + 5100, 't0/c0 gil_dropped reason=exit');
  say(at + 5100, 't0/c0 thread_exited');
  say(at + 5100, '- run_ended status=0');
  return lines
    .sort((a, b) => a[0] - b[0])
    .map(([, line]) => line)
    .join('\n');
}
