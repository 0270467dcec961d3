// Following a replay clock: where it stands is worked out here, and the page asks when something may have changed.
import {mode} from '../clock/mode.js';
import {pause} from '../clock/pause.js';
import {exactNow, learn} from '../clock/server-clock.js';
import {askAbout, isAsked, servedMs} from '../live/asking.js';
import {address} from '../page/address.js';
import {hideBar, showBar} from './bar.js';
import {beatOf, isDue, isRested, joined, positionAt, untilBeat} from './beats.js';
import {followed} from './state.js';

/** @typedef {import('../page/view.js').View} View */

export const PATH = '/api/replay';
const RETRY_MS = 2000;
const LEAST_WAIT_MS = 20;
// What may change is told for so long ahead; it is asked again before that is over.
const AHEAD_BEATS = 30;
// A computer's clock is set by the quickest of some answers.
const QUICK_MS = 40;
const MOST_TRIES = 3;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let beat;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;
let asking = 0;

/**
 * A view has come: follow its replay, or none.
 * @param {View} view
 */
export function followReplay(view) {
  const name = view.parameters.clock || '';
  const isNew = name !== followed.name;
  Object.assign(followed, {name, view, asked: Date.parse(view.parameters.as_of)});
  document.body.dataset.replay = name ? '1' : '0';
  if (!name) return leave();
  if (mode.isPaused) pause();
  if (isNew) {
    Object.assign(followed, {clock: null, isGone: false, isAway: false});
    refresh(MOST_TRIES);
  }
  look();
}

function leave() {
  clearTimeout(beat);
  clearTimeout(retry);
  followed.clock = null;
  hideBar();
}

/**
 * Tell whether a view is only the next moment of the replay that is followed.
 * @param {View} view
 */
export const isStep = view =>
  followed.name !== '' &&
  followed.view?.path === view.path &&
  view.parameters.clock === followed.name &&
  JSON.stringify(view) === JSON.stringify(followed.view);

/**
 * Some replay was moved: is it this one?
 * @param {number | undefined} bells
 */
export function bell(bells) {
  if (bells === undefined || bells === followed.bells) return;
  followed.bells = bells;
  if (followed.name) refresh();
}

/**
 * Ask where it stands.
 * @param {number} [tries]
 */
async function refresh(tries = 1) {
  const own = ++asking;
  const {name} = followed;
  const sentAt = Date.now();
  clearTimeout(retry);
  try {
    const answer = await fetch(address(PATH, {clock: name}), {cache: 'no-store'});
    const heardAt = Date.now();
    if (own !== asking || name !== followed.name) return;
    if (answer.status === 404) return gone();
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    learn(sentAt, heardAt, told.now);
    accept(told);
    if (tries > 1 && heardAt - sentAt > QUICK_MS) await refresh(tries - 1);
  } catch {
    if (own !== asking || name !== followed.name) return;
    followed.isAway = true;
    retry = setTimeout(refresh, RETRY_MS);
    look();
  }
}

function gone() {
  followed.isGone = true;
  clearTimeout(beat);
  showBar(followed.asked);
}

/**
 * Take what the server tells of the clock, unless something newer is known.
 * @param {import('./beats.js').Clock} told
 */
export function accept(told) {
  if (told.name !== followed.name || (followed.clock && told.version < followed.clock.version)) return;
  // Beats are counted anew, and whoever moved it is answered at once.
  if (told.version !== followed.clock?.version) followed.askedIn = Number.NEGATIVE_INFINITY;
  Object.assign(followed, {clock: joined(followed.clock, told), isGone: false, isAway: false});
  look();
}

// At every beat: say where it stands, ask for what has changed, and now and then what will.
function look() {
  clearTimeout(beat);
  const {clock, asked} = followed;
  if (!clock || followed.isGone) return;
  const now = exactNow();
  const at = positionAt(clock, now);
  showBar(at);
  const isFree = !document.hidden && !isAsked() && isRested(beatOf(clock, now), followed.askedIn, servedMs());
  if (isFree && isDue(clock, asked, at)) show(at, beatOf(clock, now));
  const isShort = at + AHEAD_BEATS * clock.rate * 1000 > clock.changes_to && clock.changes_to < clock.to;
  if (clock.is_playing && isShort && !followed.isAway) refresh();
  beat = setTimeout(look, Math.max(LEAST_WAIT_MS, untilBeat(clock, now)));
}

/** Look again as soon as somebody looks at the page: timers of a page that is hidden are slow. */
export const start = () =>
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && followed.name) look();
  });

/**
 * @param {number} at
 * @param {number} askedIn
 */
function show(at, askedIn) {
  const {clock, view} = followed;
  if (!clock || !view) return;
  const asOf = new Date(at).toISOString();
  const parameters = {...view.parameters, as_of: asOf, known_at: clock.known_at || asOf};
  const next = {...view, parameters};
  Object.assign(followed, {asked: at, askedIn, view: next});
  askAbout(next);
}
