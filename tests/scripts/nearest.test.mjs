import assert from 'node:assert/strict';
import {test} from 'node:test';
import {nearest} from '../../dashboard/scripts/page/nearest.js';

const HERE = {x: 0, y: 0};
const POINTS = [{x: 10, y: 0}, {x: 5, y: 4}, {x: -20, y: 1}, {x: 0, y: 30}, {x: 2, y: -9}, null];

test('an arrow leads to the nearest mark in its direction, straight ahead before aside', () => {
  for (const [key, index] of [
    ['ArrowRight', 0],
    ['ArrowLeft', 2],
    ['ArrowDown', 1],
    ['ArrowUp', 4],
  ]) {
    assert.equal(nearest(HERE, POINTS, key), index, key);
  }
});

test('an arrow leads nowhere when nothing lies that way', () => {
  assert.equal(nearest(HERE, [{x: -5, y: 0}, {x: 0.5, y: 0}, null], 'ArrowRight'), -1);
  assert.equal(nearest(HERE, [], 'ArrowUp'), -1);
});
