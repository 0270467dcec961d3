// Which replay is followed, and what is known of it. Tests read it as `muster.followed`.

/**
 * @typedef {object} Followed
 * @property {string} name none: no replay is followed
 * @property {import('./beats.js').Clock | null} clock
 * @property {import('../page/view.js').View | null} view what was asked for last
 * @property {number} asked the moment of the replay it was asked for
 * @property {number} askedIn the beat it was asked for in
 * @property {number | undefined} bells how often some replay had been moved when this one was looked at
 * @property {boolean} isGone it was stopped
 * @property {boolean} isAway the server did not answer
 */

/** @type {Followed} */
export const followed = {
  name: '',
  clock: null,
  view: null,
  asked: Number.NaN,
  askedIn: Number.NEGATIVE_INFINITY,
  bells: undefined,
  isGone: false,
  isAway: false,
};
