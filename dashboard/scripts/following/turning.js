// What the holder of a replay does to it, by the bar over the page or by key; whoever follows sees it.
import {exactNow} from '../clock/server-clock.js';
import {byId, closest, findById, isPlain, write} from '../page/dom.js';
import {isOver, positionAt} from './beats.js';
import {accept, PATH} from './follow.js';
import {followed} from './state.js';

const DAY_S = 86400;
const RATES = [1, 10, 60, 600, 3600];
const SAID_FOR_MS = 8000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let saying;

/** @param {string} words */
function refuse(words) {
  clearTimeout(saying);
  write(findById('replay-refused'), words);
  if (words) saying = setTimeout(() => refuse(''), SAID_FOR_MS);
}

/** @param {number} by */
function otherRate(by) {
  const rate = followed.clock?.rate || 1;
  const rates = RATES.filter(one => (by > 0 ? one > rate : one < rate));
  return by > 0 ? rates[0] || rate : rates.at(-1) || rate;
}

function playOrPause() {
  const {clock} = followed;
  const isRunning = clock?.is_playing && !isOver(clock, positionAt(clock, exactNow()));
  return {act: isRunning ? 'pause' : 'play'};
}

/** @type {Record<string, () => object>} */
const turns = {
  play: playOrPause,
  back: () => ({act: 'step', step_s: -DAY_S}),
  on: () => ({act: 'step', step_s: DAY_S}),
  slower: () => ({act: 'speed', rate: otherRate(-1)}),
  faster: () => ({act: 'speed', rate: otherRate(1)}),
  stop: () => ({act: 'stop'}),
};
/** @type {Record<string, string>} */
const keys = {b: 'back', f: 'on', '-': 'slower', '+': 'faster'};

/**
 * Do one of these to the replay that is followed.
 * @param {string} name
 */
export const turn = name => send(turns[name]());

/** @param {object} what */
async function send(what) {
  const headers = {'Content-Type': 'application/json'};
  try {
    const body = JSON.stringify({clock: followed.name, ...what});
    const answer = await fetch(PATH, {method: 'POST', headers, body});
    const told = await answer.json();
    refuse(answer.ok ? '' : told.error);
    if (answer.ok && told.name) accept(told);
  } catch (error) {
    refuse(/** @type {Error} */ (error).message);
  }
}

/** @param {MouseEvent} event */
function clicked(event) {
  const name = closest(event.target, '[data-replay]')?.dataset.replay || '';
  if (turns[name]) turn(name);
  else if (closest(event.target, '#replay-way')) seek(event);
}

/**
 * A click on the way brings the moment that lies there.
 * @param {MouseEvent} event
 */
function seek(event) {
  const {clock} = followed;
  if (!clock?.is_mine) return;
  const box = byId('replay-way').getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  send({act: 'seek', to: new Date(Math.round(clock.from + share * (clock.to - clock.from))).toISOString()});
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  if (!followed.name || event.defaultPrevented || !isPlain(event) || !keys[event.key]) return;
  if (closest(event.target, 'input, textarea, select, [contenteditable]')) return;
  turn(keys[event.key]);
  event.preventDefault();
}

/** Do it at clicks and keys. */
export function start() {
  document.addEventListener('click', clicked);
  document.addEventListener('keydown', keyed);
}
