// Pause: what arrives is counted, not applied.
import {ask} from '../live/asking.js';
import {byId} from '../page/dom.js';
import {say} from '../page/texts.js';
import {openAll} from '../page/twins.js';
import {mode} from './mode.js';
import {sayMode} from './mode-words.js';
import {now} from './server-clock.js';

/** Pause the page, or let it go on. */
export function pause() {
  mode.isPaused = !mode.isPaused;
  mode.pausedAt = mode.isPaused ? new Date(now()) : null;
  mode.waiting = 0;
  const button = byId('pause');
  button.textContent = mode.isPaused ? say('feed.go_on') : say('feed.pause');
  button.setAttribute('aria-pressed', String(mode.isPaused));
  document.body.dataset.paused = String(mode.isPaused);
  sayMode();
  if (mode.isPaused) openAll();
  else ask();
}
