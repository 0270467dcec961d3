// The dialog about a card or a reading: what others wrote, and a field to add to it.
import {mode} from '../clock/mode.js';
import {address} from '../page/address.js';
import {byId, closest, findById, focusAgain, isPlain, part, written} from '../page/dom.js';
import {clocks} from '../page/navigation.js';
import {say} from '../page/texts.js';
import {readingOf} from '../page/why.js';
import {aboutOf, readingIn} from './about.js';
import {isMissing, keepNotes, notesOf} from './notes.js';
import {publish} from './publishing.js';

const DIALOG = 'notes-dialog';
let about = '';
/** @type {Element | null} */
let opener = null;

const dialog = () => /** @type {HTMLDialogElement | null} */ (findById(DIALOG));

/** @param {string} text */
const fill = text => {
  /** @type {HTMLTextAreaElement} */ (byId('notes-text')).value = text;
};

/**
 * @param {string} what
 * @param {string} title
 */
function open(what, title) {
  const place = dialog();
  // A note is a fact about what it is written on; a what-if is none.
  if (!place || place.open || document.body.dataset.whatif) return;
  about = what;
  opener = document.activeElement;
  byId('notes-about').textContent = title;
  fill('');
  tell('', '');
  box().checked = false;
  drawList();
  place.showModal();
  byId('notes-text').focus();
}

function box() {
  const place = byId('notes-acknowledge');
  if (!place.firstChild) {
    const input = document.createElement('input');
    input.type = 'checkbox';
    place.append(input);
  }
  return /** @type {HTMLInputElement} */ (place.firstChild);
}

/** @param {import('./notes.js').Note} note */
function drawn(note) {
  const item = document.createElement('li');
  const line = part('div', 'notes-line', '');
  const link = part('a', 'mono', note.when);
  link.href = address('/events', {...clocks(), seq: String(note.seq)});
  line.append(link, part('span', '', note.author));
  if (note.kind === 'acknowledgement') line.append(part('span', 'notes-seen', say('notes.seen')));
  const why = readingIn(note.about);
  if (why) line.append(part('span', '', why));
  item.append(line);
  if (note.text) item.append(part('p', '', note.text));
  return item;
}

function drawList() {
  const found = notesOf(about);
  const nobody = mode.isPast ? say('notes.none_past') : say('notes.none');
  const empty = isMissing() ? say('notes.missing') : nobody;
  byId('notes-list').replaceChildren(...(found.length ? found.map(drawn) : [part('li', 'muted', empty)]));
}

/**
 * @param {string} words
 * @param {string} how
 */
function tell(words, how) {
  byId('notes-state').textContent = words;
  byId('notes-state').dataset.state = how;
}

async function send() {
  const kind = box().checked ? 'acknowledgement' : 'note';
  const text = written('notes-text');
  tell(say('notes.sending'), '');
  try {
    const {marking = ''} = await publish({kind, about, text});
    if (!dialog()) return;
    fill('');
    box().checked = false;
    tell(mode.isPast ? say('notes.stored_past', {marking}) : say('notes.stored', {marking}), 'stored');
  } catch (error) {
    tell(/** @type {Error} */ (error).message, 'failed');
  }
}

/** @param {Event} event */
function clicked(event) {
  const card = closest(event.target, '[data-note]')?.dataset.note;
  if (card) open(aboutOf(location.pathname, card), findById(`${card}-title`)?.textContent || '');
  else if (closest(event.target, '#notes-close')) dialog()?.close();
}

/**
 * The key n on a reading: a note about that very number.
 * @param {KeyboardEvent} event
 */
function keyed(event) {
  if (event.key !== 'n' || !isPlain(event)) return;
  const reading = readingOf(event.target);
  const card = reading && closest(event.target, '.card');
  if (!reading || !card) return;
  event.preventDefault();
  open(aboutOf(location.pathname, card.id, reading), reading.replace(/:/g, ' '));
}

/** Open it at clicks and keys. */
export function start() {
  document.addEventListener('click', clicked);
  document.addEventListener('keydown', keyed);
  document.addEventListener('submit', event => {
    if (/** @type {Element} */ (event.target).id !== 'notes-form') return;
    event.preventDefault();
    send();
  });
  document.addEventListener(
    'close',
    event => {
      if (/** @type {Element} */ (event.target).id === DIALOG) focusAgain(opener);
    },
    true,
  );
  keepNotes(() => {
    if (dialog()?.open) drawList();
  });
}
