// The address is the state: every choice goes into it, and every page is read from it.
import {address, parametersOf} from './address.js';
import {page} from './shown.js';

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
 * Change some of what the present address says; who chooses a moment leaves the replay.
 * @param {import('./address.js').Parameters} changes
 */
export function change(changes) {
  const {clock = null, ...others} = current();
  const kept = changes.as_of || changes.known_at ? null : clock;
  go(location.pathname, {...others, clock: kept, ...changes});
}

/** Give the clocks and the body of the present address, for a link elsewhere. */
export function clocks() {
  const {as_of = null, known_at = null, body = null, whatif = null, clock = null} = current();
  return {as_of, known_at, body, whatif, clock};
}

/** Give the two clocks of what is shown: those of the address, or where the replay stood that is followed. */
export function moment() {
  const {as_of = null, known_at = null} = current().clock ? page.parameters : current();
  return {as_of, known_at};
}
