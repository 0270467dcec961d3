// The clock is the server's, as its heartbeat tells it: a computer's own may be wrong.
import {dateTimeGroup, exactly} from './instants.js';

let aheadMs = 0;

/** Give by how much the server's clock is ahead of this computer's. */
export const ahead = () => aheadMs;

/**
 * Set by how much it is ahead.
 * @param {number} ms
 */
export function setAhead(ms) {
  aheadMs = ms;
}

/** Give the present instant, in milliseconds. */
export const now = () => Date.now() + aheadMs;

/**
 * Give the server's time at a moment of this computer's clock.
 * @param {number} ms
 */
export const serverTime = ms => new Date(ms + aheadMs);

const presentYear = () => new Date(now()).getUTCFullYear();

/**
 * Give the date-time group of an instant, as it is read now.
 * @param {Date} when
 */
export const dtg = when => dateTimeGroup(when, presentYear());

/**
 * Give an instant as it may be typed, to the second.
 * @param {number} ms
 */
export const exact = ms => exactly(ms, presentYear());
