// The parts of a matrix: real cells, with names and words for every one of them.
import {dtg, serverTime} from '../clock/server-clock.js';
import {all, part} from '../page/dom.js';
import {say} from '../page/texts.js';
import {keyOf, signOf} from './model.js';

/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./model.js').Named} Named */
/** @typedef {{row: string, column: string, cell: HTMLElement}} Place */

/**
 * @typedef {object} Drawn a matrix as it stands on the page
 * @property {string} id
 * @property {Model} model
 * @property {HTMLElement} place
 * @property {Map<string, import('./model.js').Change>} changes
 * @property {Map<string, Place[]>} places the cells of each key
 * @property {Map<string, HTMLElement>} notes
 * @property {Named[]} rows
 * @property {Named[]} columns
 * @property {boolean} isFlipped
 * @property {boolean} hasNotes
 * @property {HTMLElement} grid
 * @property {ReturnType<typeof setTimeout>} [timer]
 */

/**
 * @param {string} className
 * @param {string} role
 * @param {string} [text]
 */
function element(className, role, text = '') {
  const made = part('div', className, text);
  made.setAttribute('role', role);
  return made;
}

/**
 * @param {Drawn} drawn
 * @param {string} code
 */
function nameOf({model}, code) {
  const row = model.rows.find(([one]) => one === code);
  return (row ? row[1] : model.columnNames[code]) || code;
}

/**
 * @param {import('./model.js').Change} change
 * @param {import('./model.js').Cell} cell
 */
function changeWords(change, cell) {
  const was = change.was ? `was ${change.was[1]}` : 'new';
  return ` · ${signOf(change, cell)} ${was}, changed ${dtg(serverTime(change.at))}`;
}

/**
 * Give the cell of a row and a column.
 * @param {Drawn} drawn
 * @param {string} row
 * @param {string} column
 */
export function cellOf(drawn, row, column) {
  const {model} = drawn;
  if (model.symmetric && row === column) return element('m-cell self', 'gridcell');
  const key = drawn.isFlipped ? keyOf(model, column, row) : keyOf(model, row, column);
  const cell = model.cells[key];
  const made = cell ? knownCell(drawn, key) : element('m-cell none', 'gridcell');
  made.dataset.key = key;
  made.tabIndex = -1;
  if (!cell) made.setAttribute('aria-label', `${nameOf(drawn, row)}, ${nameOf(drawn, column)}: ${model.absent}`);
  if (key === model.selected) {
    made.classList.add('is-selected');
    made.setAttribute('aria-selected', 'true');
  }
  return made;
}

/**
 * @param {Drawn} drawn
 * @param {string} key
 */
function knownCell({model, changes}, key) {
  const cell = model.cells[key];
  const [look, sign, words, weak, reading] = cell;
  const made = element(`m-cell ${look}${weak ? ' weak' : ''}`, 'gridcell', sign);
  // Enter on a pair chooses it, so its own number is asked for by the key w.
  if (reading) made.dataset.reading = reading;
  const change = changes.get(key);
  if (change) {
    made.classList.add('is-changed');
    made.dataset.change = signOf(change, cell);
  }
  made.setAttribute('aria-label', change ? words + changeWords(change, cell) : words);
  return made;
}

/**
 * Give what stands at the end of a row.
 * @param {Model} model
 * @param {string} code
 */
export function noteOf(model, code) {
  const note = element('m-note', 'gridcell', model.rowNotes[code] || '–');
  if (model.rowWhys[code]) {
    note.dataset.why = model.rowWhys[code];
    note.tabIndex = -1;
  }
  return note;
}

/** @param {Drawn} drawn */
function headRow(drawn) {
  const row = element('m-row', 'row');
  const corner = element('m-head', 'columnheader');
  corner.setAttribute('aria-label', say('matrix.name'));
  row.append(corner);
  for (const [code, text] of drawn.columns) {
    const head = element('m-head m-column-head', 'columnheader');
    head.title = nameOf(drawn, code);
    head.append(part('span', '', text));
    row.append(head);
  }
  if (drawn.hasNotes) row.append(element('m-head m-note', 'columnheader', say('matrix.ready')));
  return row;
}

/**
 * @param {Drawn} drawn
 * @param {Named} named
 */
function bodyRow(drawn, [row, name]) {
  const made = element('m-row', 'row');
  made.append(element('m-head m-row-head', 'rowheader', name));
  for (const [column] of drawn.columns) {
    const cell = cellOf(drawn, row, column);
    made.append(cell);
    const {key} = cell.dataset;
    if (key) drawn.places.set(key, [...(drawn.places.get(key) || []), {row, column, cell}]);
  }
  if (drawn.hasNotes) {
    const note = noteOf(drawn.model, row);
    made.append(note);
    drawn.notes.set(row, note);
  }
  return made;
}

/**
 * Give a whole matrix anew; its cells are noted in it.
 * @param {Drawn} drawn
 */
export function gridOf(drawn) {
  const grid = element('m-grid', 'grid');
  grid.setAttribute('aria-label', say('matrix.keys', {label: drawn.model.label}));
  const notes = drawn.hasNotes ? ' max-content' : '';
  grid.style.gridTemplateColumns = `max-content repeat(${drawn.columns.length}, var(--cell))${notes}`;
  grid.append(headRow(drawn), ...drawn.rows.map(row => bodyRow(drawn, row)));
  return grid;
}

/**
 * Give the cells that a key names, on the page.
 * @param {ParentNode} within
 */
export const keyedCells = within => all('.m-cell[data-key]', within);
