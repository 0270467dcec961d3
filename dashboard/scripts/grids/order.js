// How columns are sorted: by what a value means, and what has no value stays at the end.

/** @param {any} value */
export const isNone = value => value === undefined || value === null || value === '';

/**
 * @param {unknown} one
 * @param {unknown} other
 */
const byWords = (one, other) => String(one).localeCompare(String(other), 'en', {numeric: true});

/**
 * Compare two values of a column. The grid turns the order round for us when it descends; what has no value stays at
 * the end either way.
 * @param {any} one
 * @param {any} other
 * @param {{isText: boolean, isDescending: boolean}} how
 */
export function compared(one, other, {isText, isDescending}) {
  const last = isDescending ? -1 : 1;
  if (isNone(one) && isNone(other)) return 0;
  if (isNone(one)) return last;
  if (isNone(other)) return -last;
  if (isText) return byWords(one, other);
  if (one < other) return -1;
  return one > other ? 1 : 0;
}
