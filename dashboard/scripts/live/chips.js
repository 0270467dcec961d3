// The chips of the frame: the feed, the clocks, and up to which event the data goes.
import {mode} from '../clock/mode.js';
import {ahead, dtg, now, serverTime} from '../clock/server-clock.js';
import {whole} from '../clock/spans.js';
import {byId, findById, write} from '../page/dom.js';
import {say} from '../page/texts.js';
import {feedState} from './feed-state.js';
import {state as live} from './state.js';

const CLOCKS_APART_MS = 5000;

/** @param {string} state */
function feedWords(state) {
  if (state === 'ok') return say('feed.current');
  if (state === 'late') return say('feed.late');
  if (state === 'connecting') return say('feed.connecting');
  return say('feed.stale', {since: dtg(serverTime(live.heardAt || live.startedAt))});
}

// The clock is the server's; a computer whose own differs is told so.
function clockWords() {
  if (Math.abs(ahead()) < CLOCKS_APART_MS) return '';
  const {unit, n} = whole(Math.round(Math.abs(ahead()) / 1000));
  const words = {
    days: () => say('feed.days', {n}),
    hours: () => say('feed.hours', {n}),
    minutes: () => say('feed.minutes', {n}),
    seconds: () => say('feed.seconds', {n}),
  };
  const by = words[unit]();
  return ahead() > 0 ? say('feed.clock_slow', {by}) : say('feed.clock_fast', {by});
}

/** Say what is known of the feed now. */
export function showFeed() {
  const chip = findById('feed');
  if (!chip) return;
  const state = feedState(live, Date.now());
  document.body.dataset.feed = state;
  chip.dataset.state = state;
  write(chip, feedWords(state));
  const trouble = live.trouble && state !== 'connecting' ? say('feed.trouble', {why: live.trouble}) : '';
  write(byId('feed-notice'), trouble || clockWords());
  showTime();
  showAge();
}

function showTime() {
  const present = new Date(now());
  const zulu = /** @type {HTMLTimeElement} */ (byId('zulu'));
  write(zulu, dtg(present));
  zulu.dateTime = present.toISOString();
  const time = present.toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'});
  write(byId('local-time'), say('feed.local', {time}));
}

function showAge() {
  // A past view ends with what was known then, whatever has come since.
  const {seq, recordedAt} = mode.isPast && live.shown ? live.shown : live;
  const place = byId('data-age');
  if (!seq) return write(place, say('feed.nothing'));
  write(place, recordedAt ? say('feed.data_to', {at: dtg(new Date(recordedAt)), seq}) : say('feed.event', {seq}));
}
