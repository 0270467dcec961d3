// A digest for those who hear the page: at most one sentence in half a minute.
import {findById, write} from '../page/dom.js';
import {say} from '../page/texts.js';

/** @typedef {import('./merging.js').Event} Event */

const EVERY_MS = 30000;
const digest = {n: 0, what: '', toldAt: 0};

/**
 * Note what has come.
 * @param {{count: number, events: Event[]}} body
 */
export function note({count, events: [last]}) {
  digest.n += count;
  if (last) digest.what = `${last.kind} ${last.what}`;
}

/** Tell it, when it is time. */
export function tellDigest() {
  if (!digest.n || Date.now() - digest.toldAt < EVERY_MS) return;
  write(findById('digest'), say('feed.digest', {n: digest.n, what: digest.what}));
  Object.assign(digest, {n: 0, what: '', toldAt: Date.now()});
}
