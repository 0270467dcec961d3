// What the page knows of the feed. Tests read it as `muster.live`.

/** @typedef {{seq: number | null, recordedAt: string | null}} Known */

/**
 * @typedef {object} Live
 * @property {number | null} heardAt when the feed was last heard of, without a complaint
 * @property {number} startedAt
 * @property {number | null} seq the newest event
 * @property {string | null} recordedAt when that was recorded
 * @property {Known | null} shown up to which event the page's data goes
 * @property {string} trouble what the server complains of
 * @property {number} complaints in how many heartbeats in a row
 * @property {boolean} isDown
 */

/** @type {Live} */
export const state = {
  heardAt: null,
  startedAt: Date.now(),
  seq: null,
  recordedAt: null,
  shown: null,
  trouble: '',
  complaints: 0,
  isDown: false,
};
