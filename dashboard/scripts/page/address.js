// Addresses: every choice is in one, and a person can read it. dashboard/view.py writes them by the same rule, and a test
// runs one table of cases through both.

/** @typedef {Record<string, string | null>} Parameters */

/**
 * Give the address of a path with parameters; those without a value are left out.
 * @param {string} path
 * @param {Parameters} parameters
 */
export function address(path, parameters) {
  const parts = Object.entries(parameters)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${encoded(name, String(value))}`);
  return parts.length ? `${path}?${parts.join('&')}` : path;
}

/**
 * @param {string} name
 * @param {string} value
 */
function encoded(name, value) {
  const text = encodeURIComponent(value).replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%2C/g, ',');
  return name === 'pair' ? text.replace(/%2B/g, '+') : text;
}

/**
 * Give the parameters in the question part of an address.
 * @param {string} search
 * @returns {Record<string, string>}
 */
export const parametersOf = search => Object.fromEntries(new URLSearchParams(search));

/**
 * Give what a choice puts into the address: the default is left out of it.
 * @param {string | null | undefined} value
 */
export const chosen = value => (value === 'ALL' || value === undefined ? null : value);
