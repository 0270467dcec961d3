import assert from 'node:assert/strict';
import {test} from 'node:test';
import {leavesOf, objectOf, withValue} from '../../dashboard/scripts/letters/leaves.js';

test('every value has its place', () => {
  assert.deepEqual(leavesOf({id: 'a', data: {'a/b': 1, list: [{rank: null}, true], none: []}}), [
    ['/id', 'a'],
    ['/data/a~1b', 1],
    ['/data/list/0/rank', null],
    ['/data/list/1', true],
  ]);
});

test('another value at a place changes nothing else', () => {
  const event = {id: 'a', data: {rank: 1, list: [{rank: 2}]}};

  assert.deepEqual(withValue(event, '/data/list/0/rank', '3'), {id: 'a', data: {rank: 1, list: [{rank: 3}]}});
  assert.deepEqual(withValue(event, '/id', '7').id, '7');
  assert.deepEqual(withValue(event, '/data/area', 'land').data.area, 'land');
  assert.deepEqual(withValue(event, '/label/policy', 'MUSTER').label, {policy: 'MUSTER'});
  assert.deepEqual(event, {id: 'a', data: {rank: 1, list: [{rank: 2}]}});
});

test('only an object has fields', () => {
  assert.deepEqual(objectOf('{"a": 1}'), {a: 1});
  assert.deepEqual(['[]', 'nonsense', 'null', '"text"', ''].map(objectOf), [null, null, null, null, null]);
});
