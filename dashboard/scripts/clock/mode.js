// Which moment the page shows: now, now but paused, or the past. Whoever shows something reads it here.

/**
 * @typedef {object} Mode
 * @property {boolean} isPast
 * @property {boolean} isPaused
 * @property {Date | null} pausedAt
 * @property {number} waiting how many events came while the page was paused
 */

/** @type {Mode} */
export const mode = {isPast: false, isPaused: false, pausedAt: null, waiting: 0};
