// What a check says: counts and plan, the first events, every refused row.
import {byId, part} from '../page/dom.js';
import {say} from '../page/texts.js';

/** @typedef {import('./asking.js').Checked} Checked */
/** @typedef {import('./asking.js').Stage} Stage */

const MOST_ROWS = 200;
const PREFIX = 'org.muster.';

/** @param {number} n */
const counted = n => n.toLocaleString('en');

/** @param {Checked} found */
export const toSend = found =>
  found.plan ? (found.plan.new || 0) + (found.plan.corrected || 0) + (found.plan.restored || 0) : 0;

/** @param {Checked} found */
export function showChecked(found) {
  byId('import-plan').replaceChildren(...planOf(found));
  byId('import-first').replaceChildren(...found.first.map(eventOf));
  byId('import-refused').replaceChildren(...refusedOf(found));
}

/** Show nothing of an earlier check. */
export function clear() {
  for (const id of ['import-plan', 'import-first', 'import-refused']) byId(id).replaceChildren();
}

/** @param {Checked} found */
function planOf(found) {
  const counts = say('importing.counts', {
    rows: counted(found.rows),
    events: counted(found.events),
    skipped: counted(found.skipped_rows),
    refused: counted(found.refused_rows),
  });
  const types = Object.entries(found.by_type).map(([type, count]) =>
    say('importing.of_type', {count: counted(count), type: type.replace(PREFIX, '')}),
  );
  const lines = [part('p', 'import-counts', counts), part('p', 'muted', types.join(', '))];
  const plan = found.plan;
  if (!plan) return lines;
  const of = (/** @type {string} */ name) => counted(plan[name] || 0);
  lines.push(
    part(
      'p',
      '',
      say('importing.plan', {new: of('new'), same: of('same'), corrected: of('corrected'), gone: of('gone')}),
    ),
  );
  if (plan['retracted before']) lines.push(part('p', '', say('importing.retracted', {count: of('retracted before')})));
  return lines;
}

/** @param {{row: number, event: Record<string, any>}} one */
function eventOf({row, event}) {
  const place = part('details', 'import-event', '');
  const head = part('summary', '', '');
  const words = [event.type.replace(PREFIX, ''), event.subject, event.time.slice(0, 10)];
  head.append(part('span', 'muted', `${say('importing.events', {row})} `), words.join(' · '));
  place.append(head, part('pre', 'raw', JSON.stringify(event, null, 2)));
  return place;
}

/** @param {Checked} found */
function refusedOf(found) {
  const groups = found.refused_by_reason.map(({says, count}) =>
    part('p', 'import-reason', say('importing.reason', {count: counted(count), says})),
  );
  const rows = [
    ...found.refused.map(({row, says}) => say('importing.refused', {row, says})),
    ...found.corrected.map(({row, says}) => say('importing.corrected', {row, says})),
  ];
  const list = part('ul', 'import-rows', '');
  list.append(...rows.slice(0, MOST_ROWS).map(one => part('li', '', one)));
  const all = found.refused_rows + found.corrected.length;
  if (all > Math.min(rows.length, MOST_ROWS))
    list.append(part('li', 'muted', say('importing.more', {count: counted(all - Math.min(rows.length, MOST_ROWS))})));
  const others = [
    ...found.skipped.map(({says, count}) => say('importing.skipped', {count: counted(count), says})),
    ...found.notes.map(({says, count}) => say('importing.note', {count: counted(count), says})),
    ...found.gone.slice(0, MOST_ROWS),
  ].map(one => part('p', 'muted', one));
  const fine = found.refused_rows ? [] : [part('p', '', say('importing.all_fine'))];
  return [...fine, ...groups, list, ...others];
}

/**
 * Give how far an import is in words.
 * @param {Stage} stage
 */
export function stageWords({stage, done = 0, of = 0, why = '', ...became}) {
  const sofar = {done: counted(done), of: counted(of)};
  if (stage === 'sending') return say('importing.sending', sofar);
  if (stage === 'storing') return say('importing.storing', sofar);
  if (stage === 'failed') return say('importing.failed', {why});
  if (stage !== 'done') return say('importing.under_way');
  if (became.failed) return say('importing.failed', {why});
  const [first] = became.dead_letters || [];
  return [
    say('importing.stored', {stored: counted(became.stored || 0)}),
    ...(became.dead ? [say('importing.dead', {dead: counted(became.dead), ...first})] : []),
    ...(became.unread ? [say('importing.unread', {unread: counted(became.unread)})] : []),
  ].join(' · ');
}
