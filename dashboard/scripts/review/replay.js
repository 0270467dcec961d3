// The replay: frames are fetched once for a period, then a whole screen is played in the browser.

import {publish} from '../notes/publishing.js';
import {address} from '../page/address.js';
import {noUpdate, setProps} from '../page/dash.js';
import {byId, closest, isPlain, written} from '../page/dom.js';
import {current, go, moment} from '../page/navigation.js';
import {say} from '../page/texts.js';
import {Frames} from './frames.js';
import {drawReplay} from './painting.js';
import {moved, stop, toEvent, toggle} from './playing.js';
import {scrub, setTyped, showPeriod} from './scrubber.js';
import {clocksAt, hasReview, show} from './showing.js';
import {isPairs, replay, shown} from './state.js';

/** @typedef {import('./state.js').Model} Model */
/** @typedef {import('./state.js').Payload} Payload */

const CELL = '#review-matrix .m-cell[data-key]';

// ----- the frames of a period come in one answer
/** @param {Model} model */
async function load(model) {
  replay.key = model.key;
  replay.frames = null;
  byId('replay-subtitle').textContent = say('review.loading');
  try {
    const answer = await fetch(model.address);
    const payload = await answer.json();
    if (!answer.ok) throw new Error(payload.error);
    if (replay.key === model.key && hasReview()) take(payload);
  } catch (error) {
    if (replay.key !== model.key) return;
    replay.key = null;
    byId('replay-subtitle').textContent = say('review.failed', {why: /** @type {Error} */ (error).message});
  }
}

/** @param {Payload} payload */
function take(payload) {
  replay.payload = payload;
  replay.frames = new Frames(payload);
  replay.eventsAt = Map.groupBy(payload.events, ([frame]) => frame);
  draw();
}

function draw() {
  const {frames} = shown();
  byId('replay').dataset.screen = isPairs() ? 'pairs' : 'readings';
  frames.go(frames.frameAt(scrub.t));
  drawReplay();
  show(scrub.t);
  byId('replay').dataset.ready = 'true';
}

/**
 * Dash gives the period to replay.
 * @param {Model | null} model
 */
export function review(model) {
  if (!model || !hasReview()) return noUpdate();
  const isAnother = !replay.model || replay.model.key !== model.key;
  if (isAnother && replay.isPlaying) stop('');
  replay.model = model;
  if (isAnother && !(scrub.t && scrub.t >= model.start && scrub.t <= model.end)) scrub.t = model.b;
  showPeriod(model);
  // The page may have been left and come back to: its matrix is empty then.
  if (replay.key !== model.key || !replay.frames) load(model);
  else if (!byId('review-matrix').firstChild) draw();
  else show(scrub.t);
  return noUpdate();
}

// ----- keys and presses of the page
/** @type {Record<string, () => void>} */
const keys = {' ': toggle, ',': () => toEvent(-1), '.': () => toEvent(1)};
/** @type {Record<string, () => void>} */
const buttons = {'review-play': toggle, 'review-previous': () => toEvent(-1), 'review-next': () => toEvent(1)};
const TAKE_KEYS = 'input, textarea, select, button, a, summary, [contenteditable]';

/** @param {KeyboardEvent} event */
function keyed(event) {
  if (!hasReview() || !isPlain(event) || closest(event.target, TAKE_KEYS)) return;
  if (!keys[event.key] || event.defaultPrevented) return;
  event.preventDefault();
  keys[event.key]();
}

/** @param {Event} event */
function clicked(event) {
  const button = closest(event.target, 'button');
  if (button && hasReview()) buttons[button.id]?.();
}

/**
 * A cell opens its history at the moment shown, not at the clocks of the page.
 * @param {MouseEvent | KeyboardEvent} event
 */
function openCell(event) {
  const cell = closest(event.target, CELL);
  const key = event instanceof KeyboardEvent ? event.key : 'Enter';
  if (!cell || !['Enter', ' '].includes(key)) return;
  event.stopPropagation();
  event.preventDefault();
  if (key === ' ') return toggle();
  const [first, second] = (cell.dataset.key || '').split('|');
  const {frames, payload} = shown();
  const clocks = clocksAt(frames.at);
  if (isPairs()) go('/interoperability', {...clocks, dimension: payload.dimension, pair: `${first}+${second}`});
  else go('/trends', {...clocks, actor: second, area: first});
}

async function name() {
  const state = byId('review-name-state');
  try {
    // Of a replay that is followed the moment is kept: its clock will be gone.
    const about = current().clock
      ? address(location.pathname, {...current(), ...moment(), clock: null})
      : location.pathname + location.search;
    await publish({kind: 'review', about, text: written('review-name-text')});
    state.textContent = say('review.named');
    setProps('review-name-text', {value: ''});
  } catch (error) {
    state.textContent = say('review.not_named', {why: /** @type {Error} */ (error).message});
  }
}

/** @param {Event} event */
function submitted(event) {
  const {id} = /** @type {Element} */ (event.target);
  if (id === 'review-moments') setTyped();
  if (id === 'review-name') name();
}

/** Play, step, open and name at keys and clicks. */
export function start() {
  scrub.onMoment = moved;
  document.addEventListener('keydown', keyed);
  document.addEventListener('click', clicked);
  window.addEventListener('click', openCell, true);
  window.addEventListener('keydown', openCell, true);
  document.addEventListener('submit', submitted);
}
