// The values of an event by where they stand, and the event with another value there.

/**
 * @param {unknown} value
 * @param {string} [at]
 * @returns {[string, unknown][]}
 */
export function leavesOf(value, at = '') {
  if (value === null || typeof value !== 'object') return [[at, value]];
  return Object.entries(value).flatMap(([name, one]) => leavesOf(one, `${at}/${escaped(name)}`));
}

/** @param {string} name */
const escaped = name => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** @param {string} step */
const plain = step => step.replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * Give the event with what was typed at a place: of the kind that stood there, else what JSON makes of it.
 * @param {any} document
 * @param {string} pointer
 * @param {string} text
 */
export function withValue(document, pointer, text) {
  const [first, ...rest] = pointer.split('/').slice(1).map(plain);
  return changed(document, first, rest, text);
}

/**
 * @param {any} value
 * @param {string} name
 * @param {string[]} rest
 * @param {string} text
 * @returns {any}
 */
function changed(value, name, rest, text) {
  const now = Array.isArray(value) ? [...value] : {...value};
  const old = now[name];
  now[name] = rest.length ? changed(old ?? {}, rest[0], rest.slice(1), text) : asTyped(text, old);
  return now;
}

/**
 * @param {string} text
 * @param {unknown} old
 */
export function asTyped(text, old) {
  if (typeof old === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Give a text as a JSON object, or null.
 * @param {string} text
 * @returns {Record<string, unknown> | null}
 */
export function objectOf(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
