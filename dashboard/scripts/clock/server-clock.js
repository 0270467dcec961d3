// The clock is the server's, as its heartbeat tells it: a computer's own may be wrong.
import {dateTimeGroup, exactly} from './instants.js';
import {best} from './reference.js';

let aheadMs = 0;
/** @type {import('./reference.js').Sample[]} */
let samples = [];

/** Give by how much the server's clock is ahead of this computer's. */
export const ahead = () => aheadMs;

/**
 * Set by how much it is ahead.
 * @param {number} ms
 */
export function setAhead(ms) {
  aheadMs = ms;
}

/**
 * Learn from a question and its answer how far the server's clock is ahead, closer than a heartbeat tells it.
 * @param {number} sentAt
 * @param {number} heardAt
 * @param {number} serverMs what the server's clock said meanwhile
 */
export function learn(sentAt, heardAt, serverMs) {
  samples = best(samples, {at: heardAt, tookMs: heardAt - sentAt, aheadMs: serverMs - (sentAt + heardAt) / 2});
}

/** Give the present instant as closely as it is known. */
export const exactNow = () => Date.now() + (samples.length ? samples[0].aheadMs : aheadMs);

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
