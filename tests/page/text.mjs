/**
 * Traces as text, for tests that fit on a screen. One step per line:
 *
 *     <time in µs> <who> <type> [name=value ...]
 *
 * `who` names what the step is about: `t1` a thread, `c0` a core, `k2` a task, joined by `/` (`t0/c0/k2`), `-` nothing.
 * Values are JSON where they parse as JSON, else text; `_` stands for a space. Times ending in `_ns` are µs too.
 */

/** @param {string} text @returns {any[]} */
export function steps(text) {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
    .map((line, id) => {
      const [time, who, type, ...fields] = line.split(/\s+/);
      /** @type {any} */
      const step = { id, time_ns: Number(time) * 1000, type };
      for (const part of (who ?? '-').split('/')) {
        const name = { t: 'thread', c: 'core', k: 'task' }[part[0] ?? ''];
        if (name) step[name] = Number(part.slice(1));
      }
      for (const f of fields) {
        const [name, raw = ''] = f.split(/=(.*)/s);
        if (!name) continue;
        const value = name === 'value' ? raw.replaceAll('_', ' ') : parse(raw);
        step[name] = name.endsWith('_ns') && typeof value === 'number' ? value * 1000 : value;
      }
      return step;
    });
}

/** @param {string} raw */
function parse(raw) {
  try {
    return JSON.parse(raw);
  } catch {
    return raw.replaceAll('_', ' ');
  }
}

/** A machine for tests. @param {object} [o] */
export const machine = (o = {}) => ({
  cores: 2,
  policy: 'rr',
  quantum_ns: 4e6,
  switch_cost_ns: 5000,
  gil: true,
  switch_interval_ns: 5e6,
  ...o,
});

/** Two threads under the GIL: the main one starts another and joins it. */
export const TWO_THREADS = `
0     -      process_started process=0 pid=7 name=p.py
0     t0     thread_created process=0 name=MainThread function=<module> daemon=false
0     t0     thread_ready reason=created
0     t0/c0  dispatched switch_ns=10
10    t0/c0  gil_taken
10    t0/c0  line line=1 function=<module> depth=0
20    t0/c0  var_written scope=global name=n value=0
100   t1     thread_created process=0 name=Thread-1_(work) function=work daemon=false by=0
100   t1     thread_ready reason=created by=0
100   t1/c1  dispatched switch_ns=10
110   t1/c1  gil_wanted holder=0 interval_ns=5000
110   t1/c1  blocked cause=gil
200   t0/c0  line line=2 function=<module> depth=0
250   t0/c0  gil_dropped reason=blocking
250   t1     thread_ready reason=woken by=0
250   t0/c0  blocked cause=join on=1 what=join()
250   t1/c0  dispatched switch_ns=10 prev=0
260   t1/c0  gil_taken prev=0
260   t1/c0  line line=5 function=work depth=1
260   t1/c0  var_written scope=local name=i value=1
300   t1/c0  var_written scope=global name=n value=1
400   t1/c0  output stream=stdout text=done
500   t1/c0  gil_dropped reason=exit
500   t1/c0  thread_exited
500   t0     thread_ready reason=woken by=1
500   t0/c0  dispatched switch_ns=10 prev=1
510   t0/c0  gil_taken prev=1
600   t0/c0  gil_dropped reason=exit
600   t0/c0  thread_exited
600   -      run_ended status=0
`;

/** A loop with two tasks, one of which blocks it until the other is late. */
export const BLOCKED_LOOP = `
0     -         process_started process=0 pid=7 name=p.py
0     t0        thread_created process=0 name=MainThread function=<module> daemon=false
0     t0        thread_ready reason=created
0     t0/c0     dispatched switch_ns=0
0     t0/c0     loop_started name=loop
0     t0/c0     task_created created=0 name=Task-1 coroutine=main
10    t0/c0     loop_turn turn=1 ready=1
10    t0/c0/k0  task_stepped line=9
20    t0/c0/k0  task_created created=1 name=Task-2 coroutine=tick
30    t0/c0/k0  task_suspended state=task line=10 what=tick on=[1]
40    t0/c0/k1  task_stepped line=3
50    t0/c0/k1  task_suspended state=timer line=4 what=asyncio.sleep(0.001) until_ns=1050
60    t0/c0     select_started timeout_ns=990
1060  t0/c0     select_returned timers=1 events=0
1060  t0/c0     task_woken woken=1 reason=timer late_ns=10
1070  t0/c0     loop_turn turn=2 ready=1
1070  t0/c0/k1  task_stepped line=4
1080  t0/c0/k1  blocking_call_started what=time.sleep(2) line=5
1080  t0/c0/k1  blocked cause=sleep until_ns=3080
3080  t0        thread_ready reason=timed_out
3080  t0/c0     dispatched switch_ns=0
3080  t0/c0/k1  blocking_call_ended what=time.sleep(2) ns=2000
3090  t0/c0/k1  task_done outcome=result detail=None
3090  t0/c0     task_woken woken=0 reason=task late_ns=0
3100  t0/c0/k0  task_stepped line=10
3110  t0/c0/k0  task_done outcome=result detail=None
3110  t0/c0     loop_stopped
3120  t0/c0     thread_exited
3120  -         run_ended status=0
`;
