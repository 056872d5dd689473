/** The moment in the link: a run opens at it, and the address follows the reader from one to the next. */
import { formatLink } from '../trace/link.js';

/** The address is written when the reader has stayed so long, which spares the history. */
const STAYED_MS = 250;

/** What makes another moment. @type {import('../player/player.js').Cause[]} */
const CAUSES = ['pause', 'step', 'back', 'seek', 'scrub'];

export class Moment {
  /** @param {import('../trace/link.js').Link} link @param {import('../player/player.js').Player} player @param {() => boolean} [hidden]  the link is not to tell it */
  constructor(link, player, hidden = () => false) {
    this.link = link;
    this.player = player;
    this.hidden = hidden;
    /** The id in the link, until the run has got there. */
    this.awaited = link.at;
    this.timer = 0;
    player.on((cause) => CAUSES.includes(cause) && this.remember());
  }

  /** The address of what is on the screen. */
  address() {
    const { link, player } = this;
    link.at = this.hidden() ? undefined : player.run?.stepAt(player.position)?.id;
    return location.origin + formatLink(link);
  }

  /** Keeps the address on what is on the screen. */
  remember() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => history.replaceState(history.state, '', this.address()), STAYED_MS);
  }

  /** Another run begins. */
  leave() {
    clearTimeout(this.timer);
    this.awaited = this.link.at = undefined;
    history.replaceState(null, '', formatLink(this.link));
  }

  /** The run has grown: maybe to the step of the link. @param {import('../replay/run.js').Run} run @returns {boolean} whether the player is there now */
  arrive(run) {
    if (this.awaited === undefined) return false;
    const last = run.steps.at(-1);
    if (!run.complete && (last?.id ?? -1) < this.awaited) return false;
    this.player.place(run.positionOfId(this.awaited));
    this.awaited = undefined;
    return true;
  }
}
