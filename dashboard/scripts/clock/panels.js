// What opens over the page, one at a time; Escape closes it and the focus goes back.
import {byId, findById, focusAgain} from '../page/dom.js';

export const CLOCK = 'clock-panel';
export const KEYS = 'keys';
const PANELS = [CLOCK, KEYS];
/** @type {Element | null} */
let openedFrom = null;

/** @param {string} id */
const tellButton = id => {
  if (id === CLOCK) byId('live').setAttribute('aria-expanded', String(!byId(id).hidden));
};

/**
 * @param {string} id
 * @param {string} focusOn
 */
function open(id, focusOn) {
  for (const other of PANELS) if (other !== id) close(other);
  openedFrom = document.activeElement;
  byId(id).hidden = false;
  tellButton(id);
  byId(focusOn).focus();
}

/**
 * Close a panel; tell whether it was open.
 * @param {string} id
 */
export function close(id) {
  const panel = findById(id);
  if (!panel || panel.hidden) return false;
  panel.hidden = true;
  tellButton(id);
  if (panel.contains(document.activeElement)) focusAgain(openedFrom);
  return true;
}

/** Close whatever is open. */
export const closeAll = () => PANELS.forEach(close);

/**
 * Open a panel, or close it.
 * @param {string} id
 * @param {string} [focusOn]
 */
export function toggle(id, focusOn = id) {
  if (byId(id).hidden) open(id, focusOn);
  else close(id);
}
