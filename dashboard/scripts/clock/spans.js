// Spans of time in the units that people count in.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Give the largest unit that a span has whole ones of, and how many.
 * @param {number} seconds
 */
export function whole(seconds) {
  const sizes = /** @type {const} */ ([
    ['days', DAY],
    ['hours', HOUR],
    ['minutes', MINUTE],
    ['seconds', 1],
  ]);
  const [unit, size] = sizes.find(([, one]) => seconds >= one) || sizes[3];
  return {unit, n: Math.floor(seconds / size)};
}

/**
 * Give what is left until a deadline, in its two largest units.
 * @param {number} seconds
 */
export function left(seconds) {
  if (seconds <= 0) return {unit: /** @type {const} */ ('over'), first: 0, second: 0};
  if (seconds >= DAY) return counted('days', seconds, DAY, HOUR);
  if (seconds >= HOUR) return counted('hours', seconds, HOUR, MINUTE);
  return counted('minutes', seconds, MINUTE, 1);
}

/**
 * @template {string} Unit
 * @param {Unit} unit
 * @param {number} seconds
 * @param {number} large
 * @param {number} small
 */
const counted = (unit, seconds, large, small) => ({
  unit,
  first: Math.floor(seconds / large),
  second: Math.floor((seconds % large) / small),
});

/**
 * Tell whether a deadline is less than a day away.
 * @param {number} seconds
 */
export const isNear = seconds => seconds < DAY;
