// The clock bar: which moment is shown, how to choose another, and what else the keys do.
import {turn} from '../following/turning.js';
import {showWall} from '../live/wall.js';
import {all, byId, closest, isPlain, written} from '../page/dom.js';
import {change, current, go} from '../page/navigation.js';
import {mode} from './mode.js';
import {sayMoment} from './mode-words.js';
import {CLOCK, close, closeAll, KEYS, toggle} from './panels.js';
import {pause} from './pause.js';
import {now} from './server-clock.js';

const DAY_MS = 86400000;
const PAGE_WAIT_MS = 1500;
let goingSince = 0;

/**
 * A view has come: show which moment it is.
 * @param {Record<string, string>} parameters
 */
export function shown(parameters) {
  mode.isPast = Boolean(parameters.as_of || parameters.known_at || parameters.whatif || parameters.clock);
  mode.waiting = 0;
  document.body.dataset.mode = mode.isPast ? 'past' : 'live';
  document.body.dataset.whatif = parameters.whatif ? '1' : '';
  byId('back-to-live').hidden = !mode.isPast;
  sayMoment(parameters);
  close(CLOCK);
  showWall(parameters);
}

// ----- choosing
const typed = () => ({as_of: written('as-of'), known_at: written('known-at')});
/** Leave the past, a what-if and a replay: what is shown is now. */
export const backToLive = () => change({as_of: null, known_at: null, from_at: null, whatif: null, clock: null});
const compare = () => go('/review', {body: current().body || null, ...typed(), from_at: written('from-at')});

/** @param {number} days */
const shift = days => change({as_of: `${new Date(now() + days * DAY_MS).toISOString().slice(0, 16)}Z`});

/** @type {Record<string, () => void>} */
const clicks = {
  live: () => toggle(CLOCK, 'as-of'),
  'compare-clocks': compare,
  'back-to-live': backToLive,
  'keys-open': () => toggle(KEYS),
  'keys-close': () => void close(KEYS),
  pause,
  'replay-live': backToLive,
};

/** @param {Event} event */
function clicked(event) {
  const button = closest(event.target, 'button');
  if (button && clicks[button.id]) return clicks[button.id]();
  if (button?.dataset.shiftDays) return shift(Number(button.dataset.shiftDays));
  if (!closest(event.target, '.popover')) closeAll();
}

// ----- keys, never while somebody writes
/** @type {Record<string, () => void>} */
const keys = {
  t: () => toggle(CLOCK, 'as-of'),
  l: backToLive,
  p: () => (current().clock ? turn('play') : pause()),
  g: () => {
    goingSince = Date.now();
  },
  '?': () => toggle(KEYS),
};

/** @param {string} letter */
function goTo(letter) {
  const link = all('#nav .nav-link').find(one => one.textContent?.toLowerCase().startsWith(letter));
  link?.click();
  return Boolean(link);
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  if (event.key === 'Escape' && (close(CLOCK) || close(KEYS))) return event.preventDefault();
  if (!isPlain(event) || closest(event.target, 'input, textarea, select, [contenteditable]')) return;
  if (Date.now() - goingSince < PAGE_WAIT_MS && goTo(event.key.toLowerCase())) {
    goingSince = 0;
    return event.preventDefault();
  }
  if (!keys[event.key]) return;
  keys[event.key]();
  event.preventDefault();
}

/** Choose moments at clicks and keys. */
export function start() {
  document.addEventListener('submit', event => {
    if (/** @type {Element} */ (event.target).id !== 'clock-bar') return;
    event.preventDefault();
    change({clock: null, ...typed()});
  });
  document.addEventListener('click', clicked);
  document.addEventListener('keydown', keyed);
}
