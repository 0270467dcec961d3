// The columns of a table: what each is called, what it looks like, and some of its values.
import {part} from '../page/dom.js';
import {say} from '../page/texts.js';

/** @returns {Record<string, string>} */
const looksInWords = () => ({
  nothing: say('importing.nothing'),
  date: say('importing.date'),
  whole: say('importing.whole'),
  number: say('importing.number'),
  'yes-no': say('importing.yes_no'),
  country: say('importing.country'),
  text: say('importing.text'),
});

/** @param {import('./asking.js').Column[]} columns */
export function columnsOf(columns) {
  const table = part('table', 'import-table', '');
  const head = part('tr', '', '');
  const heads = [say('importing.column'), say('importing.looks'), say('importing.examples')];
  head.append(...heads.map(words => part('th', '', words)));
  const inWords = looksInWords();
  for (const cell of head.children) cell.setAttribute('scope', 'col');
  const rows = columns.map(({name, looks, formats, examples}) => {
    const row = part('tr', '', '');
    const first = part('th', '', name);
    first.setAttribute('scope', 'row');
    const said = [inWords[looks], ...(formats || [])].join(' ');
    row.append(first, part('td', '', said), part('td', '', examples.slice(0, 3).join(' · ')));
    return row;
  });
  const [top, body] = [document.createElement('thead'), document.createElement('tbody')];
  top.append(head);
  body.append(...rows);
  table.append(top, body);
  return table;
}
