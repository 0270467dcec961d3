// Words of grids: columns carry values, and here they are said and sorted.
import {dayOf} from '../clock/instants.js';
import {dtg} from '../clock/server-clock.js';
import {say} from '../page/texts.js';
import {count, inDecimals, oneDecimal, percent, signed} from './numbers.js';
import {compared, isNone} from './order.js';

/** @typedef {Record<string, any>} Row */

const NONE = '–';
const SAID = '_words';
const STEPS = '_steps';
/** @type {Record<string, (value: any, steps: number[]) => string>} */
const WORDS = {
  count,
  number: oneDecimal,
  hundredths: (value, steps) => inDecimals(value, 2, steps),
  percent,
  signed,
  days: value => `${count(value)} d`,
  seconds: value => `${oneDecimal(value)} s`,
  day: dayOf,
  instant: value => dtg(new Date(value)),
  flag: value => (value ? say('grid.yes') : say('grid.no')),
};

/**
 * The grid asks for the words of a cell.
 * @param {{value: any, data?: Row, colDef: {field: string}}} params
 * @param {string} kind
 * @param {number[]} [steps]
 */
export function inWords({value, data, colDef}, kind, steps = []) {
  const own = data?.[colDef.field + SAID];
  if (own !== undefined && own !== null) return own;
  if (value === undefined) return '';
  if (isNone(value)) return NONE;
  const words = WORDS[kind];
  return words ? words(value, data?.[colDef.field + STEPS] || steps) : value;
}

/**
 * The grid asks how a column is sorted: texts by what stands there.
 * @param {string} kind
 * @param {string} field
 */
export function byValue(kind, field) {
  const isText = kind === 'text' || kind === 'code';
  /**
   * @param {any} value
   * @param {{data?: Row}} [node]
   */
  const read = (value, node) => (isText && !isNone(value) && node?.data?.[field + SAID]) || value;
  /**
   * @param {any} a
   * @param {any} b
   * @param {{data?: Row}} [nodeA]
   * @param {{data?: Row}} [nodeB]
   * @param {boolean} [isDescending]
   */
  return (a, b, nodeA, nodeB, isDescending = false) => compared(read(a, nodeA), read(b, nodeB), {isText, isDescending});
}
