// What every file says of itself; a live view is pinned by the clocks of its data.
import {mode} from '../clock/mode.js';
import {dtg, now} from '../clock/server-clock.js';
import {state as live} from '../live/state.js';
import {address} from '../page/address.js';
import {closest, findById} from '../page/dom.js';
import {current, moment} from '../page/navigation.js';

/** @param {string} id */
const textOf = id => findById(id)?.textContent || '';

function shownBody() {
  const select = /** @type {HTMLInputElement | null} */ (findById('body'));
  return current().body || (select ? select.value.split(' ')[0] : '');
}

/** Give the facts of what the page shows now. */
export function facts() {
  const {as_of, known_at} = moment();
  const present = new Date(now()).toISOString();
  const shown = mode.isPast && live.shown ? live.shown : live;
  const knownAt = known_at || (shown.recordedAt || present).replace('+00:00', 'Z');
  const pinned = {...current(), as_of: as_of || present, known_at: knownAt, body: shownBody(), clock: null};
  return {
    as_of: dtg(new Date(pinned.as_of)),
    known_at: dtg(new Date(pinned.known_at)),
    body: pinned.body,
    viewer: document.querySelector('.viewer')?.textContent || '',
    marking: textOf('banner-top'),
    taken: dtg(new Date(now())),
    link: location.origin + address(location.pathname, pinned),
  };
}

/**
 * Give the name of a file made of a card.
 * @param {HTMLElement} card
 * @param {string} ending
 */
export function fileName(card, ending) {
  const at = dtg(new Date(moment().as_of || now()));
  return ['muster', pageOf(card), card.id, at].join('-') + ending;
}

/**
 * Give which page a card is on.
 * @param {HTMLElement} card
 */
export const pageOf = card => closest(card, '.page')?.id || '';
