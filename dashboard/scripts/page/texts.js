// What scripts say, and the constants of the method that they count by, come with the page.
import {textOf} from './catalogue.js';
import {byId} from './dom.js';

/** @typedef {{compatible: number, readyLevel: number, readyWords: string}} Method */

/** @type {Record<string, string> | null} */
let texts = null;
/** @type {Method | null} */
let constants = null;

/** @param {string} id */
const brought = id => JSON.parse(byId(id).textContent || '');

/**
 * Give a text of the catalogue with its places filled.
 * @param {string} key
 * @param {import('./catalogue.js').Values} [values]
 */
export function say(key, values = {}) {
  texts = texts || brought('texts');
  return textOf(/** @type {Record<string, string>} */ (texts), key, values);
}

/** @returns {Method} */
export function method() {
  constants = constants || brought('method');
  return /** @type {Method} */ (constants);
}
