// What is chosen on a page, in a selector or on a mark of a chart, goes into the address.
import {chosen} from './address.js';
import {noUpdate, triggeredId} from './dash.js';
import {change, current} from './navigation.js';

/**
 * @param {string} name
 * @param {string | null | undefined} value
 * @param {import('./address.js').Parameters} [besides] what the choice makes void
 */
function put(name, value, besides = {}) {
  const wanted = chosen(value);
  if ((current()[name] || null) !== wanted) change({[name]: wanted, ...besides});
  return noUpdate();
}

/**
 * @param {string | null} body
 * @param {{body: string} | null} head what the page shows now
 */
export function chooseBody(body, head) {
  if (body && head && body !== head.body) change({body, pair: null, actor: null});
  return noUpdate();
}

/** @param {string} [value] */
export const choose = value => put(triggeredId().replace('choose-', ''), value, {seq: null});

/** @param {string} [value] */
export const filterBy = value => put(triggeredId().split('-filter-')[1], value, {skip: null});

/** @param {string | null} value */
export const pick = value => (value ? put(triggeredId().split('-')[1], value) : noUpdate());

/** @param {{points?: {customdata?: [string, string | null]}[]} | null} click */
export function pickPoint(click) {
  const data = click?.points?.[0]?.customdata;
  return data ? put(data[0], data[1]) : noUpdate();
}

/**
 * The members to compare go into the address as one list.
 * @param {string[] | null} value
 */
export const chooseActors = value => put('actors', value?.length ? value.join(',') : null, {actor: null});
