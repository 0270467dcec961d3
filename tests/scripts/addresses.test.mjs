import assert from 'node:assert/strict';
import {test} from 'node:test';
import {address, chosen, parametersOf} from '../../dashboard/scripts/page/address.js';
import {cases} from './cases.mjs';

const table = cases('addresses');

test('an address is written as the server writes it', () => {
  for (const [path, parameters, written] of table) assert.equal(address(path, parameters), written);
});

test('an address reads back as what was chosen, a pair with its plus sign as a space', () => {
  for (const [, parameters, written] of table) {
    const read = parametersOf(written.slice(written.indexOf('?')));
    if (parameters.pair) read.pair = read.pair.replace(' ', '+');
    if (written.includes('?')) assert.deepEqual(read, parameters);
  }
});

test('what has no value is left out', () => {
  assert.equal(address('/trends', {actor: null, area: '', span: 'all'}), '/trends?span=all');
  assert.equal(address('/trends', {actor: null, area: ''}), '/trends');
});

test('choosing all, or nothing, is the default', () => {
  assert.deepEqual(['ALL', undefined, null, 'EST'].map(chosen), [null, null, null, 'EST']);
});
