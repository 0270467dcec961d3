import assert from 'node:assert/strict';
import {test} from 'node:test';
import {counted, pairLook, readingLook} from '../../dashboard/scripts/review/looks.js';

const value = (level, others = {}) => ({
  level,
  index: null,
  isWeak: false,
  lastLevel: null,
  lastIndex: null,
  ...others,
});

test('a reading looks like its level: 1 is the best', () => {
  const looks = [1, 2, 3, 4, 5].map(level => readingLook(value(level)).look);
  assert.deepEqual(looks, ['l3', 'l2', 'l1', 'l0', 'l0']);
  assert.equal(readingLook(value(2, {index: 71})).index, 71);
  assert.equal(readingLook(value(2)).index, '–');
  assert.equal(readingLook(value(2, {isWeak: true})).words, 'cell_weak');
});

test('nothing known, not demonstrated and lapsed look different', () => {
  assert.deepEqual(
    [null, value(0)].map(one => readingLook(one).words),
    ['nothing', 'nothing'],
  );
  assert.deepEqual(readingLook(value(9, {lastLevel: 9})), {look: 'nd', sign: 'ND', words: 'nd'});
  assert.deepEqual(readingLook(value(9, {lastLevel: 2})), {look: 'lapsed', sign: '2', words: 'lapsed', level: 2});
});

test('a pair without a test is unknown, level 0 is not, and what has lapsed shows what was known last', () => {
  assert.deepEqual(
    [null, value(-1)].map(one => pairLook(one).words),
    ['no_test', 'no_test'],
  );
  assert.deepEqual(pairLook(value(0)), {look: 'l0', sign: '0', words: 'pair', level: 0});
  assert.deepEqual(pairLook(value(-2, {lastLevel: 3})), {look: 'lapsed', sign: '3', words: 'pair_lapsed', level: 3});
});

test('what is good is counted of what is shown: pairs from a level on, readings up to one', () => {
  const method = {compatible: 2, readyLevel: 2};
  const readings = [null, ...[0, 1, 2, 3, 9].map(level => value(level))];
  const pairs = [null, ...[-1, -2, 0, 2, 3].map(level => value(level))];
  assert.deepEqual(counted(readings, false, method), {good: 2, n: 4});
  assert.deepEqual(counted(pairs, true, method), {good: 2, n: 4});
});
