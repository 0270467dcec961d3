import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isNear, left, whole} from '../../dashboard/scripts/clock/spans.js';

test('a span is said in the largest unit that it has whole ones of', () => {
  for (const [seconds, unit, n] of [
    [5, 'seconds', 5],
    [59, 'seconds', 59],
    [60, 'minutes', 1],
    [3599, 'minutes', 59],
    [7200, 'hours', 2],
    [86400, 'days', 1],
    [0, 'seconds', 0],
  ]) {
    assert.deepEqual(whole(seconds), {unit, n}, `${seconds} s`);
  }
});

test('what is left until a deadline is said in its two largest units', () => {
  for (const [seconds, unit, first, second] of [
    [-1, 'over', 0, 0],
    [0, 'over', 0, 0],
    [0.5, 'minutes', 0, 0],
    [61.9, 'minutes', 1, 1],
    [3600, 'hours', 1, 0],
    [86399, 'hours', 23, 59],
    [86400, 'days', 1, 0],
    [200000, 'days', 2, 7],
  ])
    assert.deepEqual(left(seconds), {unit, first, second}, `${seconds} s`);
});

test('a deadline is near in its last day', () => {
  assert.deepEqual([86400, 86399, -5].map(isNear), [false, true, true]);
});
