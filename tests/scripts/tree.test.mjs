import assert from 'node:assert/strict';
import {test} from 'node:test';
import {attributesOf, childrenOf, differing, isSame, tagOf} from '../../dashboard/scripts/page/tree.js';

const item = (text, attributes = null) => ['li', attributes, text];

test('nodes are the same when tag, attributes and all that is in them are', () => {
  const one = ['ul', {class: 'list'}, item('a'), ['b', null, 'c']];
  assert.ok(isSame(one, structuredClone(one)));
  assert.ok(isSame(['p', null, 'a'], ['p', {}, 'a']));
  for (const other of [
    'text',
    ['ol', {class: 'list'}, item('a'), ['b', null, 'c']],
    ['ul', {class: 'other'}, item('a'), ['b', null, 'c']],
    ['ul', {class: 'list', id: 'x'}, item('a'), ['b', null, 'c']],
    ['ul', {class: 'list'}, item('a'), ['b', null, 'd']],
    ['ul', {class: 'list'}, item('a')],
  ])
    assert.ok(!isSame(one, other), JSON.stringify(other));
});

test('only what lies between the same beginning and the same end differs', () => {
  const [a, b, c, d, x] = ['a', 'b', 'c', 'd', 'x'].map(text => item(text));
  for (const [before, after, wanted] of [
    [
      [a, b, c],
      [a, b, c],
      [3, 3, 3],
    ],
    [
      [a, b, c],
      [a, x, c],
      [1, 2, 2],
    ],
    [
      [a, b, c],
      [x, a, b, c],
      [0, 0, 1],
    ],
    [
      [a, b, c],
      [a, b, c, d],
      [3, 3, 4],
    ],
    [
      [a, b, c],
      [b, c],
      [0, 1, 0],
    ],
    [
      [a, a, a],
      [a, a],
      [2, 3, 2],
    ],
    [[], [a], [0, 0, 1]],
    [[a], [], [0, 1, 0]],
  ]) {
    const {start, last, until} = differing(before, after);
    assert.deepEqual([start, last, until], wanted);
    assert.deepEqual([...before.slice(0, start), ...after.slice(start, until), ...before.slice(last)], after);
  }
});

test('a text has neither tag nor attributes nor anything in it', () => {
  assert.deepEqual([tagOf('words'), attributesOf('words'), childrenOf('words')], ['', {}, []]);
  assert.deepEqual([tagOf(item('a')), attributesOf(item('a')), childrenOf(item('a'))], ['li', {}, ['a']]);
});
