// What the page about imports asks of the dashboard.
import {address} from '../page/address.js';
import {say} from '../page/texts.js';

const PATH = '/api/imports';

/** @typedef {{name: string, examples: string[], looks: string, formats?: string[], words?: string[]}} Column */
/** @typedef {{columns: Column[], rows: number, is_whole: boolean}} Sample */
/** @typedef {{sample: Sample, fitting: {name: string, title: string}[], guess: import('./mapping.js').Guess | null}} Looked */
/** @typedef {Looked & {file: string, name: string}} Dropped */
/** @typedef {{says: string, count: number, rows: number[]}} Group */
/** @typedef {{row: number, says: string}} RowSaid */
/**
 * @typedef {{
 *   rows: number, events: number, skipped_rows: number, refused_rows: number, by_type: Record<string, number>,
 *   first: {row: number, event: Record<string, any>}[], refused: RowSaid[], refused_by_reason: Group[],
 *   skipped: Group[], notes: Group[], plan: Record<string, number> | null, corrected: RowSaid[], gone: string[],
 *   mapping: import('./mapping.js').Mapping, toml: string, wrong?: string,
 * }} Checked
 */
/** @typedef {{stage: string, done?: number, of?: number, why?: string, [name: string]: any}} Stage */
/** @typedef {{mapping?: object, toml?: string, shipped?: string, retract_gone?: boolean, restore?: boolean}} By */

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function ask(path, init) {
  const answer = await fetch(path, init).catch(() => null);
  if (!answer) throw new Error(say('importing.no_server'));
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || String(answer.status));
  return said;
}

/** @param {object} body */
const json = body => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: {'Content-Type': 'application/json'},
});

/**
 * @param {File} file
 * @param {string} sheet
 * @returns {Promise<Dropped>}
 */
export const drop = (file, sheet) =>
  ask(address(`${PATH}/file`, {name: file.name, ...(sheet && {sheet})}), {
    method: 'POST',
    body: file,
    headers: {'Content-Type': 'application/octet-stream'},
  });

/**
 * @param {string} file
 * @param {{type?: string, sheet?: string}} how
 * @returns {Promise<Looked>}
 */
export const look = (file, how) => ask(`${PATH}/look`, json({file, ...how}));

/**
 * @param {string} file
 * @param {By} by
 * @returns {Promise<Checked>}
 */
export const check = (file, by) => ask(`${PATH}/check`, json({file, ...by}));

/**
 * @param {string} file
 * @param {By} by
 * @returns {Promise<Stage>}
 */
export const record = (file, by) => ask(PATH, json({file, ...by}));

/**
 * @param {string} file
 * @returns {Promise<Stage>}
 */
export const became = file => ask(address(PATH, {file}));
