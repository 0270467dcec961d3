import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compared} from '../../dashboard/scripts/grids/order.js';

// The grid sorts by a comparison, and turns the order round itself when it descends.
const sorted = (values, {isText = false, isDescending = false} = {}) =>
  [...values].sort((a, b) => (isDescending ? -1 : 1) * compared(a, b, {isText, isDescending}));

test('a column is sorted by its values, not by how they are written', () => {
  assert.deepEqual(sorted([10, 9, 100]), [9, 10, 100]);
  assert.deepEqual(sorted(['b10', 'b9', 'a'], {isText: true}), ['a', 'b9', 'b10']);
});

test('what has no value stands at the end, whichever way the column is sorted', () => {
  assert.deepEqual(sorted([3, null, 1, '']), [1, 3, null, '']);
  assert.deepEqual(sorted([3, null, 1, ''], {isDescending: true}), [3, 1, null, '']);
});

test('equal values keep their order', () => {
  assert.equal(compared(3, 3, {isText: false, isDescending: false}), 0);
  assert.equal(compared(null, '', {isText: false, isDescending: true}), 0);
});
