import assert from 'node:assert/strict';
import {test} from 'node:test';
import {dataOf, emptyDraft, nested, placeOf, readDraft, withoutRow} from '../../dashboard/scripts/record/draft.js';

const draft = (values, rows = {}) => ({...emptyDraft('meeting.held'), values, rows});

test('values stand in the event where their places say', () => {
  const values = {
    '/data/actor': 'EST',
    '/data/kinds': ['cax'],
    '/data/people/1/rank': '2',
    '/data/cost/amount': '5',
    '/time': '2026',
  };

  const nobodyThenRank = [];
  nobodyThenRank[1] = {rank: '2'};
  assert.deepEqual(nested(values, '/data'), {
    actor: 'EST',
    kinds: ['cax'],
    people: nobodyThenRank,
    cost: {amount: '5'},
  });
});

test('what is empty is not said', () => {
  assert.deepEqual(nested({'/data/actor': '', '/data/kinds': []}, '/data'), {});
});

test('a row in which nothing is typed is there, and what it lacks is said', () => {
  const made = dataOf(draft({'/data/people/1/rank': '2'}, {'/data/people': 3, '/data/others': 0}));

  assert.deepEqual(made, {people: [{}, {rank: '2'}, {}]});
});

test('when a row goes those after it move up', () => {
  const values = {'/data/a/0/x': '0', '/data/a/1/x': '1', '/data/a/2/x': '2', '/data/ab/1/x': 'other', '/time': 'now'};
  const left = withoutRow(draft(values, {'/data/a': 3, '/data/ab': 2}), '/data/a', 1);

  assert.deepEqual(left.values, {'/data/a/0/x': '0', '/data/a/1/x': '2', '/data/ab/1/x': 'other', '/time': 'now'});
  assert.deepEqual(left.rows, {'/data/a': 2, '/data/ab': 2});
});

test('a fault is shown at its place, or at the nearest around it', () => {
  const there = place => ['/data/people', '/data/people/0/rank', '/time'].includes(place);

  assert.equal(placeOf('/data/people/0/rank', there), '/data/people/0/rank');
  assert.equal(placeOf('/data/people/0/rank/more', there), '/data/people/0/rank');
  assert.equal(placeOf('/data/people/7', there), '/data/people');
  assert.equal(placeOf('/data/nothing', there), '');
  assert.equal(placeOf('', there), '');
});

test('each form has a key of its own, which is kept with what is typed', () => {
  const one = emptyDraft('a');

  assert.match(one.key, /^[0-9a-f]{32}$/);
  assert.notEqual(one.key, emptyDraft('a').key);
  assert.deepEqual(readDraft(JSON.stringify(one)), one);
});

test('what is kept and is no draft is no draft', () => {
  for (const text of [null, '', 'null', '{', '5', '{"key": 5}', '{"key": "x"}'])
    assert.equal(readDraft(text), null, String(text));
});
