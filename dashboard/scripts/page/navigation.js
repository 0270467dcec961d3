// The address is the state: every choice goes into it, and every page is read from it.
import {address, parametersOf} from './address.js';

/** Give what the present address says. */
export const current = () => parametersOf(location.search);

/**
 * Go to an address; the document stays.
 * @param {string} path
 * @param {import('./address.js').Parameters} parameters
 */
export function go(path, parameters) {
  const target = address(path, parameters);
  if (target === location.pathname + location.search) return;
  history.pushState(null, '', target);
  window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
}

/**
 * Change some of what the present address says.
 * @param {import('./address.js').Parameters} changes
 */
export const change = changes => go(location.pathname, {...current(), ...changes});

/** Give the clocks and the body of the present address, for a link elsewhere. */
export function clocks() {
  const {as_of = null, known_at = null, body = null, whatif = null} = current();
  return {as_of, known_at, body, whatif};
}
