// Alerts of the viewer: their number in the frame of every page, and buttons that acknowledge or shelve one.
import {ask} from '../live/asking.js';
import {all, byId, closest, write} from '../page/dom.js';

const PATH = '/api/alerts';
const EVERY_MS = 10_000;
let isAsking = false;
// The document brings the first number along.
let countedAt = Date.now();

/** Ask how many are open, if that was a while ago; nobody rings for it, so that nobody hears of the alerts of others. */
export async function count() {
  if (isAsking || document.hidden || Date.now() - countedAt < EVERY_MS) return;
  isAsking = true;
  countedAt = Date.now();
  try {
    const answer = await fetch(PATH, {cache: 'no-store'});
    if (answer.ok) show(await answer.json());
  } catch {
    // The feed says that the server is away.
  } finally {
    isAsking = false;
  }
}

/** @param {{open: number, waiting: number, highest: string | null, words: string}} told */
function show(told) {
  const chip = byId('alerts-chip');
  chip.hidden = told.open === 0;
  chip.dataset.priority = told.waiting ? told.highest || '' : '';
  write(chip, told.words);
}

/**
 * Say what was refused, where it was clicked; nothing when all went well.
 * @param {string} words
 */
function say(words) {
  const list = byId('open-alerts-list');
  if (words) list.dataset.said = words;
  else delete list.dataset.said;
  if (words) write(byId('digest'), words);
}

/** @param {MouseEvent} event */
async function clicked(event) {
  const {alert: act, episode} = closest(event.target, '[data-alert]')?.dataset || {};
  if (!act || !episode) return;
  const buttons = all(`[data-episode="${episode}"]`);
  for (const one of buttons) one.setAttribute('disabled', '');
  try {
    const headers = {'Content-Type': 'application/json'};
    const answer = await fetch(PATH, {method: 'POST', headers, body: JSON.stringify({act, episode})});
    say(answer.ok ? '' : (await answer.json()).error);
  } catch (error) {
    say(/** @type {Error} */ (error).message);
  } finally {
    for (const one of buttons) one.removeAttribute('disabled');
  }
  countedAt = 0;
  count();
  ask();
}

/** The feed has alerts counted when the server says that it lives. */
export function start() {
  document.addEventListener('click', clicked);
}
