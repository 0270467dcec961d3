// Numbers as words: dashboard/wording/numbers.py says the same values by the same rules, and a test runs one table of cases
// through both.
const NO_BREAK = '\u00a0';
const MINUS = '−';
const MOST_DIGITS = 2;

/**
 * @param {number} value
 * @param {number} places
 */
const write = (value, places) =>
  value.toLocaleString('en-GB', {minimumFractionDigits: places, maximumFractionDigits: places});

/**
 * Round as Python does: what is exactly between two goes to the even one.
 * @param {number} value
 * @param {number} places
 */
export function rounded(value, places) {
  const size = 10 ** places;
  const isBetween = Number.isInteger(value * 2 ** (places + 1)) && Math.abs(value * size) % 1 === 0.5;
  return isBetween ? (2 * Math.round((value * size) / 2)) / size : Number(value.toFixed(places));
}

/**
 * Give a number with so many decimals. It never says the other side of a step than it is on: it takes one more digit
 * where that is enough, and else the last number on its own side.
 * @param {number} value
 * @param {number} digits
 * @param {number[]} [steps]
 */
export function inDecimals(value, digits, steps = []) {
  const most = Math.max(digits + 1, MOST_DIGITS);
  const crossed = (/** @type {number} */ shown) => steps.find(step => shown >= step !== value >= step);
  for (const places of [digits, most]) {
    const shown = rounded(value, places);
    // What rounds to nothing has no sign.
    if (crossed(shown) === undefined) return write(shown + 0, places);
  }
  const step = /** @type {number} */ (crossed(rounded(value, most)));
  const turn = value >= step ? Math.ceil : Math.floor;
  return write(turn(value * 10 ** digits) / 10 ** digits, digits);
}

/**
 * Give a number with one decimal at most, one more where a step asks for it.
 * @param {number} value
 * @param {number[]} [steps]
 */
export const oneDecimal = (value, steps) => inDecimals(value, 1, steps).replace(/\.0$/, '');

/**
 * Give what is a percentage already, never broken over two lines: 62.5 %.
 * @param {number} value
 * @param {number[]} [steps]
 */
export const percent = (value, steps) => `${oneDecimal(value, steps)}${NO_BREAK}%`;

/**
 * Give a change with its sign; what rounds to nothing has none: +3.2, −0.4, 0.
 * @param {number} value
 */
export function signed(value) {
  if (rounded(value, 1) === 0) return '0';
  return (value > 0 ? '+' : MINUS) + oneDecimal(Math.abs(value));
}

/**
 * Give a count: 1,234.
 * @param {number} value
 */
export const count = value => value.toLocaleString('en-GB');
