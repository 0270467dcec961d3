// What people write about a page: one question for all its cards, and how many there are on each.

import {whenEvents} from '../live/told.js';
import {address} from '../page/address.js';
import {all, write} from '../page/dom.js';
import {moment} from '../page/navigation.js';
import {say} from '../page/texts.js';
import {aboutOf, isAbout} from './about.js';
import {PATH} from './publishing.js';

/** @typedef {{about: string, author: string, kind: string, seq: number, text: string | null, when: string}} Note */

const LOOK_EVERY_MS = 1000;
const TYPES = ['org.muster.note.added', 'org.muster.alert.acknowledged'];
const state = {page: '', notes: /** @type {Note[]} */ ([]), isMissing: false, show: () => {}};

/**
 * Give what was written about a card or a reading.
 * @param {string} about
 */
export const notesOf = about => state.notes.filter(note => isAbout(note.about, about));

/** Tell whether the last question had no answer. */
export const isMissing = () => state.isMissing;

function where() {
  const page = document.querySelector('.page');
  const {as_of, known_at} = moment();
  return page ? address(PATH, {page: location.pathname, as_of, known_at}) : '';
}

async function look() {
  const page = where();
  state.page = page;
  if (!page) return;
  try {
    const answer = await fetch(page);
    if (!answer.ok) throw new Error(String(answer.status));
    const {notes} = await answer.json();
    if (state.page !== page) return;
    state.notes = notes;
    state.isMissing = false;
  } catch {
    state.isMissing = true;
  }
  showCounts();
  state.show();
}

function showCounts() {
  for (const button of all('[data-note]')) {
    const n = notesOf(aboutOf(location.pathname, button.dataset.note || '')).length;
    write(button, n ? say('notes.button_n', {n}) : say('notes.button'));
  }
}

/**
 * Ask for the notes of each page, and again when the feed brings one; `show` is called when they are there.
 * @param {() => void} show
 */
export function keepNotes(show) {
  state.show = show;
  whenEvents(events => {
    if (events.some(one => TYPES.includes(one.type))) look();
  });
  setInterval(() => {
    if (where() !== state.page) look();
  }, LOOK_EVERY_MS);
}
