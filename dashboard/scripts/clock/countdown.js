// Counts deadlines down while the page is live, and asks the server again when one is reached:
// what the clock then decides comes without an event.
import {setProps} from '../page/dash.js';
import {all, write} from '../page/dom.js';
import {say} from '../page/texts.js';
import {mode} from './mode.js';
import {now} from './server-clock.js';
import {isNear, left} from './spans.js';

const EVERY_MS = 1000;
/** @type {Set<string>} */
const reached = new Set();

/** @param {number} seconds */
function words(seconds) {
  const {unit, first, second} = left(seconds);
  if (unit === 'over') return say('summits.over');
  if (unit === 'days') return say('summits.days', {days: first, hours: second});
  if (unit === 'hours') return say('summits.hours', {hours: first, minutes: second});
  return say('summits.minutes', {minutes: first, seconds: second});
}

function count() {
  // The past stands still.
  if (mode.isPast) return;
  for (const mark of all('[data-deadline]')) {
    const deadline = mark.dataset.deadline || '';
    const seconds = (Date.parse(deadline) - now()) / 1000;
    write(mark, words(seconds));
    mark.classList.toggle('is-near', isNear(seconds));
    if (seconds > 0 || reached.has(deadline)) continue;
    reached.add(deadline);
    setProps('tick', {data: Date.now()});
  }
}

/** Count, from now on. */
export const start = () => void setInterval(count, EVERY_MS);
