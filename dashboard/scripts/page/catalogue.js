// What a text of the catalogue says: dashboard/wording/catalogue.py says texts by the same rule.

/** @typedef {Record<string, string | number | null | undefined>} Values */

/**
 * Give a text with its places filled; a count `n` chooses between its two forms.
 * @param {Record<string, string>} texts
 * @param {string} key
 * @param {Values} values
 */
export function textOf(texts, key, values) {
  const form = 'n' in values ? key + (values.n === 1 ? '.one' : '.other') : key;
  return (texts[form] || texts[key] || key).replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** @param {Values[string]} value */
const shown = value => (typeof value === 'number' ? value.toLocaleString('en-GB') : String(value));
