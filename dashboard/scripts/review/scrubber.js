// The scrubber: a period with its events behind it, moments A and B, and the moment shown.
import {inAddress} from '../clock/instants.js';
import {dtg, exact} from '../clock/server-clock.js';
import {setProps} from '../page/dash.js';
import {byId, closest, findById, isPlain, written} from '../page/dom.js';
import {change} from '../page/navigation.js';
import {clamp, daysIn, keyed, share, timeAt} from './axis.js';
import {densityOf, HEIGHT} from './density.js';

/** @typedef {'a' | 'b' | 't'} Handle */
/**
 * @typedef {object} Period
 * @property {number} start
 * @property {number} end
 * @property {number} a
 * @property {number} b
 * @property {boolean} is_now
 * @property {number} buckets
 * @property {import('./density.js').Count[]} density
 * @property {Record<string, string>} kinds
 */

const SETTLE_MS = 500;
/** Where the handles stand: A, B, and the moment shown. */
export const scrub = {
  a: 0,
  b: 0,
  t: 0,
  /** @type {(time: number, isEnd?: boolean) => void} */
  onMoment: () => {},
};
const kept = {
  model: /** @type {Period | null} */ (null),
  moved: /** @type {Set<Handle>} */ (new Set()),
  typed: /** @type {Record<string, string>} */ ({}),
  dragged: /** @type {Handle | null} */ (null),
  settling: /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined),
};
const period = () => /** @type {Period} */ (kept.model);

/** @param {Period} model */
function drawDensity(model) {
  const drawn = densityOf(model);
  const paths = drawn.map(([kind, d]) => `<path class="kind-${kind}" d="${d}"></path>`).join('');
  byId('review-density').innerHTML =
    `<svg viewBox="0 0 ${model.buckets} ${HEIGHT}" preserveAspectRatio="none">${paths}</svg>`;
  byId('review-kinds').replaceChildren(
    ...drawn.map(([kind]) => {
      const item = document.createElement('li');
      const swatch = document.createElement('span');
      swatch.className = `swatch kind-${kind}`;
      item.append(swatch, model.kinds[kind]);
      return item;
    }),
  );
}

// ----- where the handles stand
/** @param {Handle} id */
function place(id) {
  const handle = byId(`review-${id}`);
  handle.style.left = `${100 * share(period(), scrub[id])}%`;
  handle.setAttribute('aria-valuemin', '0');
  handle.setAttribute('aria-valuemax', String(daysIn(period(), period().end)));
  handle.setAttribute('aria-valuenow', String(daysIn(period(), scrub[id])));
  handle.setAttribute('aria-valuetext', dtg(new Date(scrub[id])));
}

function placeAll() {
  if (!findById('review-t')) return;
  /** @type {Handle[]} */ (['a', 'b', 't']).forEach(place);
  const range = byId('review-range').style;
  range.left = `${100 * share(period(), scrub.a)}%`;
  range.width = `${100 * (share(period(), scrub.b) - share(period(), scrub.a))}%`;
  fill('a', exact(scrub.a));
  fill('b', momentB() === null ? '' : exact(scrub.b));
}

/**
 * @param {Handle} id
 * @param {string} words
 */
function fill(id, words) {
  const field = `review-typed-${id}`;
  if (document.activeElement === byId(field)) return;
  kept.typed[id] = words;
  setProps(field, {value: words});
}

/** Put the handle of the moment shown where it belongs. */
export const placeMoment = () => place('t');

// ----- moving them
const momentB = () => (period().is_now && scrub.b === period().b ? null : inAddress(scrub.b));

/**
 * @param {Handle} id
 * @param {number} time
 */
function move(id, time) {
  const {start, end} = period();
  scrub[id] = clamp(time, id === 'b' ? scrub.a : start, id === 'a' ? scrub.b : end);
  if (id === 't') return scrub.onMoment(scrub.t);
  placeAll();
  scrub.onMoment(scrub[id], true);
  kept.moved.add(id);
  clearTimeout(kept.settling);
  kept.settling = setTimeout(settle, SETTLE_MS);
}

function settle() {
  kept.moved.clear();
  if (findById('review-t')) change({from_at: inAddress(scrub.a), as_of: momentB()});
}

/** What was written into the fields and left there means the very moments it was written for. */
export function setTyped() {
  const text = (/** @type {Handle} */ id) => written(`review-typed-${id}`);
  const isLeft = (/** @type {Handle} */ id) => text(id) === kept.typed[id];
  change({
    from_at: isLeft('a') ? inAddress(scrub.a) : text('a'),
    as_of: isLeft('b') ? momentB() : text('b'),
  });
}

/** @param {Element | null} handle */
const handleOf = handle => /** @type {Handle} */ (handle instanceof HTMLElement ? handle.dataset.handle : 't');

/** @param {KeyboardEvent} event */
function pressed(event) {
  const handle = closest(event.target, '.scrub-handle');
  if (!handle || !kept.model || !isPlain(event)) return;
  const id = handleOf(handle);
  const time = keyed(period(), scrub[id], event);
  if (time === null) return;
  event.preventDefault();
  move(id, time);
}

// ----- by pointer: a handle is dragged, a press on the track brings the moment shown
/** @param {PointerEvent} event */
function pointed(event) {
  const box = byId('review-track').getBoundingClientRect();
  return timeAt(period(), (event.clientX - box.left) / box.width);
}

/** @param {PointerEvent} event */
function grab(event) {
  if (!closest(event.target, '#review-track') || !kept.model || event.button !== 0) return;
  const handle = closest(event.target, '.scrub-handle');
  kept.dragged = handleOf(handle);
  byId(`review-${kept.dragged}`).focus({preventScroll: true});
  if (!handle) move('t', pointed(event));
  event.preventDefault();
}

/**
 * Show a period.
 * @param {Period} model
 */
export function showPeriod(model) {
  kept.model = model;
  // A handle that is still being moved stays where the hand is: an answer to an earlier move comes late.
  for (const id of /** @type {const} */ (['a', 'b'])) if (!kept.moved.has(id)) scrub[id] = model[id];
  scrub.t = clamp(scrub.t || model.b, model.start, model.end);
  drawDensity(model);
  placeAll();
}

/** Move handles by key and by pointer. */
export function start() {
  document.addEventListener('keydown', pressed);
  document.addEventListener('pointerdown', grab);
  document.addEventListener('pointermove', event => {
    if (kept.dragged && findById('review-track')) move(kept.dragged, pointed(event));
  });
  document.addEventListener('pointerup', () => {
    kept.dragged = null;
  });
}
