// The bar over a page that follows a replay.
import {dtg} from '../clock/server-clock.js';
import {byId, findById, write} from '../page/dom.js';
import {say} from '../page/texts.js';
import {isOver} from './beats.js';
import {followed} from './state.js';

/** No replay is followed any more. */
export function hideBar() {
  const bar = findById('replay-bar');
  if (bar) bar.hidden = true;
}

/**
 * Say where the replay stands.
 * @param {number} at
 */
export function showBar(at) {
  const {name, clock, isGone} = followed;
  byId('replay-bar').hidden = false;
  write(byId('replay-name'), clock ? `${name} · ${knownWords()}` : name);
  write(byId('replay-now'), Number.isFinite(at) ? dtg(new Date(at)) : '');
  write(byId('replay-state'), stateWords(at));
  byId('replay-controls').hidden = isGone || !clock?.is_mine;
  if (!clock) return;
  byId('replay-done').style.width = `${(100 * (at - clock.from)) / (clock.to - clock.from)}%`;
  const isRunning = clock.is_playing && !isOver(clock, at);
  write(byId('replay-play'), isRunning ? say('replay.pause') : say('replay.play'));
  byId('replay-bar').dataset.state = isRunning ? 'playing' : 'standing';
}

function knownWords() {
  const knownAt = followed.clock?.known_at;
  return knownAt ? say('replay.known_now', {at: dtg(new Date(knownAt))}) : say('replay.known_then');
}

/** @param {number} at */
function stateWords(at) {
  const {clock, isGone, isAway} = followed;
  if (isGone) return say('replay.gone');
  if (isAway) return say('replay.away');
  if (!clock) return '';
  const {holder, rate} = clock;
  if (at >= clock.to) return say('replay.ended', {holder});
  return clock.is_playing ? say('replay.playing', {rate, holder}) : say('replay.standing', {rate, holder});
}
