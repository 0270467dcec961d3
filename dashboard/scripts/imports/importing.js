// The page on which a table is brought in: dropped, mapped by example, checked at each change, recorded once.
import {noUpdate} from '../page/dash.js';
import {all, byId, closest, findById, part, write} from '../page/dom.js';
import {say} from '../page/texts.js';
import {inWords, selectOf} from '../record/fields.js';
import {became, check, drop, look, record} from './asking.js';
import {columnsOf} from './columns.js';
import {formOf} from './fields.js';
import {
  codesOf,
  constantOf,
  fitsForm,
  formatsOf,
  lacking,
  placed,
  withEvent,
  withField,
  withMeaning,
  withSource,
} from './mapping.js';
import {clear, showChecked, stageWords, toSend} from './told.js';

/** @typedef {import('../record/fields.js').Form} Form */
/** @typedef {import('./asking.js').Dropped} Dropped */
/** @typedef {import('./asking.js').By} By */
/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
/**
 * @typedef {{
 *   file: Dropped | null, type: string, guess: import('./mapping.js').Guess | null, by: By,
 *   checked: import('./asking.js').Checked | null, isRunning: boolean,
 * }} State
 */

const CHECK_AFTER_MS = 500;
const POLL_MS = 400;
const LARGEST_BYTES = 32 * 1024 * 1024;
/** @type {{forms: Form[], classifications: string[]}} */
let model = {forms: [], classifications: []};
/** @returns {State} */
const nothing = () => ({file: null, type: '', guess: null, by: {}, checked: null, isRunning: false});
let state = nothing();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let due;
let asked = 0;

/**
 * Dash gives what the forms are made of.
 * @param {typeof model | null} given
 */
export function drawImport(given) {
  if (given && findById('import-drop')) {
    model = given;
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'import-file';
    byId('import-choose').replaceChildren(input);
    if (state.file) draw();
  }
  return noUpdate();
}

const mapping = () => /** @type {import('./mapping.js').Mapping} */ (state.by.mapping);

/**
 * @param {string} words
 * @param {string} [how]
 */
function tell(words, how = '') {
  const place = findById('import-state');
  write(place, words);
  if (place) place.dataset.state = how;
}

// ----- the file
/**
 * @param {File | undefined} file
 * @param {string} [sheet]
 */
async function taken(file, sheet = '') {
  if (!file || state.isRunning) return;
  if (file.size > LARGEST_BYTES) return tell(say('importing.large'), 'failed');
  state = nothing();
  asked += 1;
  clearTimeout(due);
  clear();
  byId('import-begin').replaceChildren();
  byId('import-columns').replaceChildren();
  byId('import-mapping').replaceChildren();
  write(byId('import-outcome'), '');
  showButtons();
  tell(say('importing.reading', {name: file.name}));
  try {
    state.file = await drop(file, sheet);
    draw();
  } catch (error) {
    tell(/** @type {Error} */ (error).message, 'failed');
    if (/\.(xlsx|ods)$/i.test(file.name)) askForSheet(file);
  }
}

/**
 * Of a workbook with several sheets somebody has to say which.
 * @param {File} file
 */
function askForSheet(file) {
  const label = part('label', 'record-field', '');
  const input = document.createElement('input');
  input.spellcheck = false;
  input.addEventListener('change', () => void taken(file, input.value.trim()));
  label.append(part('span', 'record-label', say('importing.sheet')), input);
  byId('import-begin').replaceChildren(label);
}

function draw() {
  const {file} = state;
  if (!file) return;
  const {columns, rows, is_whole} = file.sample;
  const said = {name: file.name, rows: rows.toLocaleString('en'), columns: columns.length};
  tell(is_whole ? say('importing.read', said) : say('importing.read_more', said));
  byId('import-columns').replaceChildren(columnsOf(columns));
  byId('import-begin').replaceChildren(...beginOf(file));
  drawMapping();
}

/** @param {Dropped} file */
function beginOf(file) {
  const label = part('label', 'record-field', '');
  const select = selectOf([], say('importing.choose'));
  select.id = 'import-type';
  const group = (/** @type {string} */ words, /** @type {[string, string][]} */ options) => {
    const one = document.createElement('optgroup');
    one.label = words;
    one.append(...options.map(([value, said]) => new Option(said, value)));
    if (options.length) select.append(one);
  };
  group(
    say('importing.shipped'),
    file.fitting.map(({name, title}) => [`@${name}`, title]),
  );
  group(
    say('importing.types'),
    model.forms.map(({type, name}) => [type, `${name} (${type})`]),
  );
  select.value = state.by.shipped ? `@${state.by.shipped}` : state.type;
  label.append(part('span', 'record-label', say('importing.begin')), select);
  const saved = part('label', 'record-field', '');
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.toml';
  input.id = 'import-saved';
  saved.append(part('span', 'record-label', say('importing.saved')), input);
  return [label, saved];
}

/** @param {string} chosen */
async function begun(chosen) {
  const {file} = state;
  if (!file) return;
  Object.assign(state, {type: '', guess: null, by: {}, checked: null});
  if (chosen.startsWith('@')) state.by = {shipped: chosen.slice(1)};
  else if (chosen) {
    state.type = chosen;
    try {
      state.guess = (await look(file.file, {type: chosen})).guess;
      state.by = {mapping: state.guess?.mapping};
    } catch (error) {
      return tell(/** @type {Error} */ (error).message, 'failed');
    }
  }
  drawMapping();
  checkSoon(0);
}

/** @param {File | undefined} file */
async function savedTaken(file) {
  if (!file || !state.file) return;
  Object.assign(state, {type: '', guess: null, by: {toml: await file.text()}, checked: null});
  drawMapping();
  checkSoon(0);
}

// ----- what fills which field
function drawMapping() {
  const place = byId('import-mapping');
  const fields = model.forms.find(({type}) => type === state.type)?.fields;
  if (state.guess && fields && state.by.mapping) {
    const {columns} = /** @type {Dropped} */ (state.file).sample;
    const {guess} = state;
    const shown = {mapping: mapping(), guess, columns, fields, classifications: model.classifications};
    place.replaceChildren(...formOf(shown), ...switches());
  } else if (state.checked) {
    place.replaceChildren(
      part('p', 'muted', say('importing.as_text')),
      part('pre', 'raw', state.checked.toml),
      ...switches(),
    );
  } else place.replaceChildren();
  showButtons();
}

function switches() {
  const one = (/** @type {'retract_gone' | 'restore'} */ name, /** @type {string} */ words) => {
    const label = part('label', 'import-switch', '');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = Boolean(state.by[name]);
    box.dataset.sets = name;
    label.append(box, words);
    return label;
  };
  const place = part('div', 'import-switches', '');
  place.append(one('retract_gone', say('importing.retract')), one('restore', say('importing.restore')));
  return [place];
}

/** @param {Control} control */
function changed(control) {
  const {sets = '', field = '', value: meant = ''} = control.dataset;
  const box = control instanceof HTMLInputElement && control.type === 'checkbox';
  if (sets === 'retract_gone' || sets === 'restore') {
    state.by = {...state.by, [sets]: box && control.checked};
    return checkSoon();
  }
  if (!state.guess || !state.by.mapping) return;
  state.by = {...state.by, mapping: edited(sets, field, control.value, meant)};
  if (['source', 'time'].includes(sets)) {
    drawMapping();
    /** @type {HTMLElement | null} */ (
      document.querySelector(`[data-sets="${sets}"]${field && `[data-field="${field}"]`}`)
    )?.focus();
  }
  checkSoon();
}

/**
 * @param {string} sets
 * @param {string} field
 * @param {string} text
 * @param {string} meant
 */
function edited(sets, field, text, meant) {
  const now = mapping();
  const [event] = now.events;
  const guess = /** @type {import('./mapping.js').Guess} */ (state.guess);
  const rule = event.fields[field];
  switch (sets) {
    case 'classification':
      return {...now, label: {...now.label, classification: text}};
    case 'releasable':
      return {...now, label: {...now.label, releasable_to: codesOf(text)}};
    case 'name':
      return {...now, name: text.trim()};
    case 'time':
      return withEvent(now, {time: guess.times[text] || (text ? {column: text} : null)});
    case 'formats':
      return withEvent(now, {time: {...event.time, formats: formatsOf(text)}});
    case 'key': {
      const boxes = /** @type {HTMLInputElement[]} */ (/** @type {unknown} */ (all('[data-sets="key"]')));
      return withEvent(now, {key: boxes.filter(one => one.checked).map(one => one.value)});
    }
    case 'source':
      return withSource(now, field, text, guess);
    case 'date':
      return withField(now, field, {...rule, formats: formatsOf(text)});
    case 'split':
      return withField(now, field, {...rule, split: text});
    case 'meaning':
      return withField(now, field, withMeaning(rule, wordsOf(rule.column), meant, text));
    case 'constant': {
      const about = model.forms.find(({type}) => type === state.type)?.fields.find(({name}) => name === field);
      const isList = Object.values(guess.rules[field] || {}).some(one => one.split);
      return about ? withField(now, field, constantOf(about, text, isList)) : now;
    }
    default:
      return now;
  }
}

/** @param {string} column */
const wordsOf = column => state.file?.sample.columns.find(({name}) => name === column)?.words || [];

// ----- the check
function checkSoon(afterMs = CHECK_AFTER_MS) {
  clearTimeout(due);
  state.checked = null;
  showButtons();
  if (!isWhole()) return;
  due = setTimeout(() => void checkNow(), afterMs);
}

/** Tell whether a mapping can be checked; what it lacks is named. */
function isWhole() {
  const fields = model.forms.find(({type}) => type === state.type)?.fields;
  if (!state.guess || !state.by.mapping || !fields) return true;
  const lacks = lacking(mapping(), fields);
  showFault('', '');
  if (!lacks.length) return true;
  asked += 1;
  clear();
  tellOutcome(say('importing.lacking', {names: lacks.map(inWords).join(', ')}), '');
  return false;
}

/**
 * Say what is wrong beside its field, else below; nothing where nothing is.
 * @param {string} at
 * @param {string} words
 */
function showFault(at, words) {
  let isPlaced = false;
  for (const place of all('#import-form [data-fault-at]')) {
    const isHere = Boolean(at) && place.dataset.faultAt === at;
    isPlaced ||= isHere;
    place.textContent = isHere ? words : '';
  }
  tellOutcome(isPlaced ? say('importing.faulty') : words, words ? 'failed' : '');
}

/** @param {boolean} [isQuiet] of what was recorded nothing more is said than that */
async function checkNow(isQuiet = false) {
  const {file, by} = state;
  if (!file || !(by.mapping || by.toml || by.shipped)) return;
  const mine = ++asked;
  if (!isQuiet) tellOutcome(say('importing.checking'), '');
  try {
    const found = await check(file.file, by);
    if (mine !== asked || !findById('import-plan')) return;
    if (found.wrong) {
      clear();
      return showFault(...placed(found.wrong));
    }
    state.checked = found;
    showChecked(found);
    if (isQuiet) return showButtons();
    showFault('', '');
    if (!toSend(found) && !found.refused_rows) tellOutcome(say('importing.nothing_new'), '');
    if (!state.guess) await adopt(found);
  } catch (error) {
    if (mine !== asked || !findById('import-plan')) return;
    clear();
    tellOutcome(/** @type {Error} */ (error).message, 'failed');
  }
  showButtons();
}

/**
 * A mapping that was saved here is drawn as the form it was made in.
 * @param {import('./asking.js').Checked} found
 */
async function adopt(found) {
  const {file, by} = state;
  const type = found.mapping.events[0]?.type.replace('org.muster.', '');
  if (file && by.toml && fitsForm(found.mapping) && model.forms.some(one => one.type === type)) {
    state.guess = (await look(file.file, {type})).guess;
    state.type = type;
    state.by = {...by, toml: undefined, mapping: found.mapping};
    checkSoon(0);
  }
  drawMapping();
}

function showButtons() {
  const {checked, isRunning} = state;
  const button = /** @type {HTMLButtonElement | null} */ (findById('import-record'));
  if (!button) return;
  const count = checked ? toSend(checked) : 0;
  const gone = checked && state.by.retract_gone ? (checked.plan?.gone ?? 0) : 0;
  button.disabled = isRunning || !(count + gone);
  button.textContent = say('importing.record', {count: (count + gone).toLocaleString('en')});
  /** @type {HTMLButtonElement} */ (byId('import-save')).disabled = !checked;
}

/**
 * @param {string} words
 * @param {string} how
 */
function tellOutcome(words, how) {
  const place = byId('import-outcome');
  write(place, words);
  place.dataset.state = how;
}

// ----- recording, and saving the mapping
async function recorded() {
  const {file, by} = state;
  if (!file || state.isRunning || !state.checked) return;
  if (document.body.dataset.whatif) return tellOutcome(say('importing.whatif'), 'failed');
  state.isRunning = true;
  asked += 1;
  showButtons();
  try {
    let stage = await record(file.file, by);
    while (!['done', 'failed'].includes(stage.stage)) {
      if (findById('import-outcome')) tellOutcome(stageWords(stage), '');
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
      stage = await became(file.file);
    }
    const isWell = stage.stage === 'done' && !stage.exit_code;
    if (findById('import-outcome')) tellOutcome(stageWords(stage), isWell ? 'done' : 'failed');
  } catch (error) {
    if (findById('import-outcome')) tellOutcome(/** @type {Error} */ (error).message, 'failed');
  } finally {
    state.isRunning = false;
    if (findById('import-plan')) await checkNow(true);
  }
}

function save() {
  if (!state.checked) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([state.checked.toml], {type: 'application/toml'}));
  link.download = `${state.checked.mapping.name}.toml`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// ----- what is clicked, chosen and dropped
/** @param {Event} event */
function heard(event) {
  const target = event.target;
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  if (target.id === 'import-file') void taken(/** @type {HTMLInputElement} */ (target).files?.[0]);
  else if (target.id === 'import-saved') void savedTaken(/** @type {HTMLInputElement} */ (target).files?.[0]);
  else if (target.id === 'import-type') void begun(target.value);
  else if (target.closest('#import-form') && target.dataset.sets) changed(target);
}

/** Listen to the page, wherever it is drawn. */
export function start() {
  document.addEventListener('change', heard);
  document.addEventListener('submit', event => {
    if (/** @type {Element} */ (event.target).id === 'import-form') event.preventDefault();
  });
  document.addEventListener('click', event => {
    if (closest(event.target, '#import-record')) void recorded();
    if (closest(event.target, '#import-save')) save();
  });
  for (const kind of ['dragover', 'dragleave', 'drop'])
    document.addEventListener(kind, event => {
      const place = closest(event.target, '#import-drop');
      if (!place) return;
      event.preventDefault();
      place.classList.toggle('is-over', kind === 'dragover');
      if (kind === 'drop') void taken(/** @type {DragEvent} */ (event).dataTransfer?.files[0]);
    });
}
