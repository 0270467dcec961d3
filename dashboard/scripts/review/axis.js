// The axis of the scrubber: where a moment lies in a period, and which moment a key or a press means.
const DAY_MS = 86400000;
const WEEK = 7;
/** @type {Record<string, number>} */
const DAYS = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1};

/** @typedef {{start: number, end: number}} Period */

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/**
 * Give where a moment lies in a period, as a share of it.
 * @param {Period} period
 * @param {number} time
 */
export const share = ({start, end}, time) => (time - start) / (end - start);

/**
 * Give the days from the start of a period to a moment.
 * @param {Period} period
 * @param {number} time
 */
export const daysIn = ({start}, time) => Math.round((time - start) / DAY_MS);

/**
 * Give the moment at a share of a period: a midnight, except at its ends.
 * @param {Period} period
 * @param {number} part
 */
export function timeAt({start, end}, part) {
  const inside = clamp(part, 0, 1);
  const time = start + inside * (end - start);
  return inside === 0 || inside === 1 ? time : Math.round(time / DAY_MS) * DAY_MS;
}

/**
 * Whole days: from wherever it stands to the midnights before and after.
 * @param {number} time
 * @param {number} days
 */
export function shifted(time, days) {
  const midnight = Math.floor(time / DAY_MS) * DAY_MS;
  const from = days < 0 && midnight < time ? midnight + DAY_MS : midnight;
  return from + days * DAY_MS;
}

/**
 * Whole months: to the same day of another one, or its last.
 * @param {number} time
 * @param {number} months
 */
export function monthShifted(time, months) {
  const at = new Date(time);
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + months);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, last));
  return at.getTime();
}

/**
 * Give the moment that a key leads to, or null when it leads nowhere.
 * @param {Period} period
 * @param {number} now
 * @param {{key: string, shiftKey?: boolean}} event
 */
export function keyed({start, end}, now, {key, shiftKey}) {
  if (key in DAYS) return shifted(now, DAYS[key] * (shiftKey ? WEEK : 1));
  if (key === 'PageUp') return monthShifted(now, 1);
  if (key === 'PageDown') return monthShifted(now, -1);
  if (key === 'Home') return start;
  return key === 'End' ? end : null;
}
