/**
 * Fetches runs, one at a time: a new one ends the one before. A first run is shown from its first step; one that
 * replaces another is shown once it has reached the moment the reader is looking at.
 */
import { Run } from '../replay/run.js';
import { readRun } from '../trace/stream.js';

/**
 * @typedef {import('../trace/stream.js').Request} Request
 *
 * @typedef {object} Events
 * @property {(run: Run, hello: any) => void} show  This run is the one to show from now on.
 * @property {(run: Run) => void} grow  It has more steps.
 * @property {(run: Run, summary: any) => void} done
 * @property {(error: unknown, run: Run | undefined) => void} fail  It was refused or broke off; `run` is what there is.
 */

/** However far the new run has come, the old one is not shown longer than this. */
const PATIENCE_MS = 700;
/** A growing run is looked at again after so long, or after as long as SHARE times what the last look cost: most of the
 * time of a long run goes into receiving it, and the page still answers. */
const LOOK_MS = 100;
const SHARE = 3;

export class Loader {
  /** @param {Events} on @param {() => number} moment  the virtual time the reader looks at */
  constructor(on, moment) {
    this.on = on;
    this.moment = moment;
    /** @type {AbortController | undefined} */ this.abort = undefined;
  }

  /** @param {Request} request @param {boolean} replaces  whether another run is on show */
  async start(request, replaces) {
    this.abort?.abort();
    const abort = (this.abort = new AbortController());
    const { on } = this;
    /** @type {Run | undefined} */ let run;
    /** @type {any} */ let hello;
    let shown = false;
    const begun = performance.now();
    let next = 0;
    /** Shows that the run has grown, now and then. @param {Run} grown */
    const look = (grown) => {
      const now = performance.now();
      if (now < next) return;
      next = Infinity;
      on.grow(grown);
      // Drawing happens in the frame that follows.
      requestAnimationFrame(() =>
        setTimeout(() => (next = performance.now() + Math.max(LOOK_MS, SHARE * (performance.now() - now)))),
      );
    };
    const show = () => {
      if (shown || !run) return;
      shown = true;
      on.show(run, hello);
    };
    try {
      await readRun(
        request,
        {
          hello: (h) => {
            hello = h;
            run = new Run(h.machine);
            if (!replaces) show();
          },
          steps: (steps) => {
            if (!run) return;
            run.append(steps);
            if (shown) look(run);
            else if (run.end >= this.moment() || performance.now() - begun > PATIENCE_MS) show();
          },
          summary: (summary) => {
            if (!run) return;
            run.complete = true;
            show();
            on.done(run, summary);
          },
        },
        abort.signal,
      );
    } catch (error) {
      if (abort.signal.aborted) return;
      if (shown && run) on.grow(run);
      else if (run?.steps.length) show();
      on.fail(error, shown ? run : undefined);
    }
  }
}
