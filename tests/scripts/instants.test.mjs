import assert from 'node:assert/strict';
import {test} from 'node:test';
import {dateTimeGroup, dayOf, exactly, inAddress} from '../../dashboard/scripts/clock/instants.js';
import {cases} from './cases.mjs';

const tables = cases('instants');

test('an instant is a date-time group, with all digits of another year', () => {
  for (const [at, year, words] of tables['date-time groups']) assert.equal(dateTimeGroup(new Date(at), year), words);
});

test('a day has the name of its month', () => {
  for (const [text, words] of tables.days) assert.equal(dayOf(text), words);
  assert.equal(dayOf('2026-11-23T23:59:59Z'), '23 Nov 2026');
});

test('what may be typed reads back as the very same instant: seconds need the longer form', () => {
  assert.equal(exactly(Date.parse('2026-11-23T03:56:00Z'), 2026), '230356ZNOV26');
  assert.equal(exactly(Date.parse('2026-11-23T03:56:07Z'), 2026), '2026-11-23T03:56:07Z');
  assert.equal(exactly(Date.parse('2026-11-23T03:56:07.250Z'), 2026), '2026-11-23T03:56:07.250Z');
});

test('an address has no digits that say nothing', () => {
  for (const [at, written] of [
    ['2026-11-23T03:56:00.000Z', '2026-11-23T03:56Z'],
    ['2026-11-23T03:56:07.000Z', '2026-11-23T03:56:07Z'],
    ['2026-11-23T03:56:07.250Z', '2026-11-23T03:56:07.250Z'],
    ['2026-11-23T00:00:00.000Z', '2026-11-23T00:00Z'],
  ]) {
    assert.equal(inAddress(Date.parse(at)), written);
    assert.equal(Date.parse(written), Date.parse(at));
  }
});
