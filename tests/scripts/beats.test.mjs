import assert from 'node:assert/strict';
import {test} from 'node:test';
import {best} from '../../dashboard/scripts/clock/reference.js';
import {beatOf, isDue, isRested, joined, positionAt, untilBeat} from '../../dashboard/scripts/following/beats.js';
import {cases} from './cases.mjs';

const HOUR = 3600000;
const clock = {
  name: 'amber',
  holder: 'operator',
  is_mine: true,
  is_playing: true,
  rate: 3600,
  from: 0,
  to: 100 * HOUR,
  known_at: null,
  anchor: 1000,
  position: 0,
  version: 1,
  now: 1000,
  changes: [2 * HOUR, 5 * HOUR],
  changes_from: 0,
  changes_to: 50 * HOUR,
};

test('a replay stands where the server says it stands', () => {
  for (const [running, now, at] of cases('beats'))
    assert.equal(positionAt(running, now), at, JSON.stringify([running, now]));
});

test('beats are whole seconds since the clock was changed last, on every screen', () => {
  assert.equal(untilBeat(clock, 1000), 1000);
  assert.equal(untilBeat(clock, 1999), 1);
  assert.equal(untilBeat(clock, 900), 100);
  assert.equal(beatOf(clock, 3999), 2);
});

test('a page asks when the clock has passed a change, and not before', () => {
  for (const [asked, at, due] of [
    [0, HOUR, false],
    [0, 2 * HOUR, true],
    [2 * HOUR, 4 * HOUR, false],
    [2 * HOUR, 6 * HOUR, true],
    [6 * HOUR, 2 * HOUR, true],
    [6 * HOUR, 60 * HOUR, true],
    [Number.NaN, HOUR, true],
    [6 * HOUR, 100 * HOUR, true],
    [100 * HOUR, 100 * HOUR, false],
  ])
    assert.equal(isDue(clock, asked, at), due, `${asked} to ${at}`);
});

test('of a clock that stands the very moment is shown', () => {
  const standing = {...clock, is_playing: false, changes: []};
  assert.equal(isDue(standing, HOUR, HOUR + 1), true);
  assert.equal(isDue(standing, HOUR, HOUR), false);
});

test('what was told of changes is kept until the clock is moved', () => {
  const later = {...clock, changes: [5 * HOUR, 70 * HOUR], changes_from: 4 * HOUR, changes_to: 90 * HOUR};
  const both = joined(clock, later);
  assert.deepEqual(both.changes, [2 * HOUR, 5 * HOUR, 70 * HOUR]);
  assert.deepEqual([both.changes_from, both.changes_to], [0, 90 * HOUR]);
  assert.equal(isDue(both, HOUR, 3 * HOUR), true);
  assert.deepEqual(joined(clock, {...later, version: 2}), {...later, version: 2});
  assert.deepEqual(joined(clock, {...later, changes_from: 60 * HOUR}).changes_from, 60 * HOUR);
});

test('screens that were given the same slow answer rest as long', () => {
  assert.equal(isRested(1, Number.NEGATIVE_INFINITY, 5000), true);
  for (const [beat, servedMs, rested] of [
    [1, 0, true],
    [1, 500, true],
    [1, 501, false],
    [2, 501, true],
    [3, 1700, false],
    [4, 1700, true],
  ])
    assert.equal(isRested(beat, 0, servedMs), rested, `${servedMs} ms, beat ${beat}`);
});

test('the quickest answer tells the time best, until it is old', () => {
  const first = {at: 0, tookMs: 10, aheadMs: 500};
  const slow = {at: 1000, tookMs: 900, aheadMs: 90};
  assert.deepEqual(best([first], slow), [first, slow]);
  assert.deepEqual(best([first], {...slow, at: 400000}), [{...slow, at: 400000}]);
  const many = Array.from({length: 20}, (_, n) => ({at: n, tookMs: 20 - n, aheadMs: n}));
  assert.deepEqual(
    many.reduce(
      (kept, one) => best(kept, one),
      /** @type {import('../../dashboard/scripts/clock/reference.js').Sample[]} */ ([]),
    )[0],
    many[19],
  );
});
