// What a cell of a replay shows: the same looks as the matrices of the other pages.

/** @typedef {import('./frames.js').Value} Value */
/**
 * @typedef {object} Look
 * @property {string} look
 * @property {string} sign
 * @property {'nothing' | 'no_test' | 'nd' | 'lapsed' | 'pair' | 'pair_lapsed' | 'cell' | 'cell_weak'} words
 * @property {number | null} [level]
 * @property {number | string} [index]
 * @property {boolean} [isWeak]
 */

const ND = 9;
const LAPSED_PAIR = -2;
const LOOK_OF_LEVEL = ['none', 'l3', 'l2', 'l1', 'l0', 'l0'];

/**
 * What has lapsed shows hollow what was known last.
 * @param {Value} value
 * @param {'lapsed' | 'pair_lapsed'} words
 * @returns {Look}
 */
const hollow = ({lastLevel}, words) => ({look: 'lapsed', sign: String(lastLevel), words, level: lastLevel});

/**
 * Give the look of a pair.
 * @param {Value | null} value
 * @returns {Look}
 */
export function pairLook(value) {
  if (value?.level === LAPSED_PAIR) return hollow(value, 'pair_lapsed');
  if (!value || value.level < 0) return {look: 'none', sign: '', words: 'no_test'};
  return {look: `l${value.level}`, sign: String(value.level), words: 'pair', level: value.level};
}

/**
 * Give the look of a reading.
 * @param {Value | null} value
 * @returns {Look}
 */
export function readingLook(value) {
  if (!value || value.level === 0) return {look: 'none', sign: '', words: 'nothing'};
  if (value.level === ND && value.lastLevel !== ND) return hollow(value, 'lapsed');
  if (value.level === ND) return {look: 'nd', sign: 'ND', words: 'nd'};
  return {
    look: LOOK_OF_LEVEL[value.level],
    sign: String(value.level),
    isWeak: value.isWeak,
    words: value.isWeak ? 'cell_weak' : 'cell',
    level: value.level,
    index: value.index ?? '–',
  };
}

/**
 * Count how many of the values that are shown are good: pairs from a level on, readings up to one.
 * @param {(Value | null)[]} values
 * @param {boolean} isPairs
 * @param {{compatible: number, readyLevel: number}} method
 */
export function counted(values, isPairs, {compatible, readyLevel}) {
  const levels = values.filter(value => value !== null).map(({level}) => level);
  const shown = levels.filter(level => (isPairs ? level >= 0 || level === LAPSED_PAIR : level > 0));
  const good = shown.filter(level => (isPairs ? level >= compatible : level <= readyLevel));
  return {good: good.length, n: shown.length};
}
