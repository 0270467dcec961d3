// How far the server's clock is ahead, from questions and their answers: the quicker the answer, the surer it is.
const HOLDS_MS = 300000; // clocks of computers drift
const KEPT = 8;

/**
 * @typedef {object} Sample
 * @property {number} at when it was taken, by this computer's clock
 * @property {number} tookMs
 * @property {number} aheadMs
 */

/**
 * Give the samples that are worth keeping with a new one, the surest first.
 * @param {Sample[]} samples
 * @param {Sample} added
 */
export const best = (samples, added) =>
  [...samples.filter(one => added.at - one.at < HOLDS_MS), added].sort((a, b) => a.tookMs - b.tookMs).slice(0, KEPT);
