// The form in which somebody types in an event: drawn from the schemas, checked while it is typed, sent once.
import {now} from '../clock/server-clock.js';
import {noUpdate} from '../page/dash.js';
import {all, byId, closest, findById} from '../page/dom.js';
import {say} from '../page/texts.js';
import {dataOf, emptyDraft, placeOf, readDraft, withoutRow} from './draft.js';
import {fieldOf, inWords, recordsOf, selectOf} from './fields.js';
import {follow, forgetReceipt} from './receipt.js';
import {check, send} from './sending.js';

/** @typedef {import('./fields.js').Form} Form */
/** @typedef {import('./sending.js').Fault} Fault */
/** @typedef {{forms: Form[], classifications: string[]}} Model */

const KEPT_AS = 'muster-record';
const CHECK_AFTER_MS = 250;
const BESIDE = ['/time', '/classification', '/releasableto'];
/** @type {Model} */
let model = {forms: [], classifications: []};
let draft = emptyDraft('');
let isSending = false;
/** Whether all faults are shown, or only those of what was typed. */
let isTried = false;
/** @type {Set<string>} */
let touched = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let due;
let asked = 0;

const keep = () => sessionStorage.setItem(KEPT_AS, JSON.stringify(draft));

/**
 * Dash gives what the form is made of.
 * @param {Model | null} given
 */
export function drawRecording(given) {
  if (given && findById('record-form')) {
    model = given;
    draft = readDraft(sessionStorage.getItem(KEPT_AS)) || emptyDraft('');
    isTried = false;
    touched = new Set(Object.keys(draft.values));
    drawChoice();
    draw();
    follow();
  }
  return noUpdate();
}

const formOf = () => model.forms.find(({type}) => type === draft.type);

function drawChoice() {
  const select = selectOf(
    model.forms.map(({type, name}) => [type, `${name} (${type})`]),
    say('record.choose'),
  );
  select.id = 'record-type';
  select.value = formOf() ? draft.type : '';
  byId('record-choice').replaceChildren(select);
}

function draw() {
  const form = formOf();
  byId('record-says').textContent = form?.says || '';
  const fields = form ? [...form.fields.map(drawn), ...besideOf(form)] : [];
  byId('record-fields').replaceChildren(...fields);
  /** @type {HTMLButtonElement} */ (byId('record-send')).disabled = !form;
  if (!form) byId('record-event').textContent = '';
  fill();
  tell('');
  checkSoon();
}

/** @param {import('./fields.js').Field} field */
function drawn(field) {
  const at = `/data/${field.name}`;
  if (!field.parts?.length) return fieldOf(field, at);
  if (field.input === 'records') draft.rows[at] ??= field.is_required ? 1 : 0;
  return recordsOf(field, at, draft.rows[at] || 0);
}

/** @param {Form} form */
function besideOf(form) {
  const otherwise = form.last_day ? say('record.when_day', {field: inWords(form.last_day)}) : say('record.when_now');
  const one = (/** @type {Partial<import('./fields.js').Field>} */ about) => ({
    name: '',
    takes: '',
    input: 'text',
    ...about,
  });
  const words = /** @type {[string, string][]} */ (model.classifications.map(word => [word, '']));
  return [
    fieldOf(one({input: 'word', words, is_required: true}), '/classification', {
      label: say('record.classification'),
      takes: say('record.classification_takes'),
    }),
    fieldOf(one({}), '/releasableto', {label: say('record.releasable'), takes: say('record.releasable_takes')}),
    fieldOf(one({}), '/time', {label: say('record.when'), takes: say('record.when_takes', {otherwise})}),
  ];
}

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */
const controls = () => /** @type {Control[]} */ (/** @type {unknown} */ (all('#record-fields [data-at]')));

/** @param {Control} control */
const isBox = control => control instanceof HTMLInputElement && control.type === 'checkbox';

function fill() {
  for (const control of controls()) {
    const value = draft.values[control.dataset.at || ''];
    if (isBox(control)) /** @type {HTMLInputElement} */ (control).checked = (value || []).includes(control.value);
    else control.value = typeof value === 'string' ? value : '';
  }
}

/** @param {Control} control */
function take(control) {
  const at = control.dataset.at || '';
  if (isBox(control)) {
    const boxes = controls().filter(one => one.dataset.at === at);
    draft.values[at] = boxes.filter(one => /** @type {HTMLInputElement} */ (one).checked).map(one => one.value);
  } else draft.values[at] = control.value;
  touched.add(at);
  keep();
  checkSoon();
}

const typed = () => ({
  type: draft.type,
  data: dataOf(draft),
  now: draft.now || new Date(now()).toISOString(),
  ...Object.fromEntries(
    ['time', 'classification', 'releasable_to'].map((name, n) => [name, draft.values[BESIDE[n]] || '']),
  ),
});

// ----- what is wrong stands beside its field
function checkSoon() {
  clearTimeout(due);
  if (formOf()) due = setTimeout(checkNow, CHECK_AFTER_MS);
}

async function checkNow() {
  const mine = ++asked;
  const found = await check(typed(), draft.key).catch(() => null);
  if (!found || mine !== asked || isSending || !findById('record-form')) return;
  byId('record-event').textContent = JSON.stringify(found.event, null, 2);
  showFaults(found.faults);
}

/** @param {Fault[]} faults */
function showFaults(faults) {
  const places = all('#record-fields [data-fault-at]');
  /** @type {Map<string, string[]>} */
  const said = new Map();
  for (const {pointer, detail} of faults) {
    const at = placeOf(pointer, place => places.some(one => one.dataset.faultAt === place));
    if (isTried || !at || touched.has(at)) said.set(at, [...(said.get(at) || []), detail]);
  }
  for (const place of places) place.textContent = (said.get(place.dataset.faultAt || '') || []).join('; ');
  for (const control of controls()) control.setAttribute('aria-invalid', String(said.has(control.dataset.at || '')));
  const others = said.get('');
  tell(
    others ? others.join('; ') : isTried && faults.length ? say('record.faults') : '',
    faults.length ? 'failed' : '',
  );
}

/**
 * @param {string} words
 * @param {string} [how]
 */
function tell(words, how = '') {
  const place = byId('record-state');
  if (place.textContent !== words) place.textContent = words;
  place.dataset.state = how;
}

// ----- sending: once, however often it is clicked
async function record() {
  if (isSending || !formOf()) return;
  if (document.body.dataset.whatif) return tell(say('record.whatif'), 'failed');
  isSending = true;
  isTried = true;
  asked += 1;
  const button = /** @type {HTMLButtonElement} */ (byId('record-send'));
  button.disabled = true;
  tell(say('record.sending'));
  // From here on it says the same however often it is sent.
  draft.now ||= new Date(now()).toISOString();
  keep();
  try {
    const tried = await check(typed(), draft.key);
    const found = tried.faults.length ? tried : await send(typed(), draft.key);
    if (found.faults.length) {
      draft.now = '';
      keep();
      showFaults(found.faults);
      const wrong = controls().find(one => one.getAttribute('aria-invalid') === 'true');
      wrong?.focus();
    } else accepted(found);
  } catch (error) {
    tell(/** @type {Error} */ (error).message, 'failed');
  } finally {
    isSending = false;
    button.disabled = !formOf();
  }
}

/** @param {import('./sending.js').Said} found */
function accepted(found) {
  follow({key: draft.key, id: found.id});
  begin(draft.type);
  clearTimeout(due);
  byId('record-event').textContent = JSON.stringify(found.event, null, 2);
  byId('record-type').focus();
}

/** @param {string} type */
function begin(type) {
  draft = emptyDraft(type);
  touched = new Set();
  isTried = false;
  keep();
  draw();
}

// ----- clicks and keys
/** @param {Event} event */
function clicked(event) {
  const add = closest(event.target, '[data-add-row]')?.dataset.addRow;
  const remove = closest(event.target, '[data-remove-row]')?.dataset.removeRow;
  if (closest(event.target, '#record-clear')) {
    forgetReceipt();
    begin(draft.type);
  }
  if (add) draft.rows[add] = (draft.rows[add] || 0) + 1;
  if (remove) {
    const cut = remove.lastIndexOf('/');
    draft = withoutRow(draft, remove.slice(0, cut), Number(remove.slice(cut + 1)));
  }
  if (!add && !remove) return;
  keep();
  draw();
  const next = add
    ? `[data-at^="${add}/${draft.rows[add] - 1}/"]`
    : `[data-add-row="${remove?.slice(0, remove.lastIndexOf('/'))}"]`;
  /** @type {HTMLElement | null} */ (document.querySelector(next))?.focus();
}

/** @param {Event} event */
function changed(event) {
  const target = event.target;
  if (!(target instanceof Element) || !target.closest('#record-form')) return;
  if (target.id === 'record-type') {
    forgetReceipt();
    begin(/** @type {HTMLSelectElement} */ (target).value);
  } else if (target.hasAttribute('data-at')) take(/** @type {Control} */ (/** @type {unknown} */ (target)));
}

/** Listen to the form, wherever it is drawn. */
export function start() {
  document.addEventListener('click', clicked);
  document.addEventListener('input', changed);
  document.addEventListener('submit', event => {
    if (/** @type {Element} */ (event.target).id !== 'record-form') return;
    event.preventDefault();
    void record();
  });
}
