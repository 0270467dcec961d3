import assert from 'node:assert/strict';
import {test} from 'node:test';
import {feedState} from '../../dashboard/scripts/live/feed-state.js';
import {merged} from '../../dashboard/scripts/live/merging.js';
import {rest, silence, silenceAtWaking, untilRetry} from '../../dashboard/scripts/live/patience.js';
import {everyMs, kept, nextPath} from '../../dashboard/scripts/live/turns.js';

test('the chip says late after 12 s of silence and stale after 30 s', () => {
  const heard = {heardAt: 1000, startedAt: 0, trouble: '', complaints: 0};
  for (const [silentFor, state] of [
    [0, 'ok'],
    [11999, 'ok'],
    [12000, 'late'],
    [29999, 'late'],
    [30000, 'stale'],
  ]) {
    assert.equal(feedState(heard, 1000 + silentFor), state, `${silentFor} ms`);
  }
});

test('before anything is heard it connects, and one complaint is not yet worth a word', () => {
  const heard = {heardAt: null, startedAt: 0, trouble: '', complaints: 0};
  assert.equal(feedState(heard, 500), 'connecting');
  assert.equal(feedState({...heard, trouble: 'no answer', complaints: 1}, 500), 'connecting');
  assert.equal(feedState({...heard, trouble: 'no answer', complaints: 2}, 500), 'late');
  assert.equal(feedState({...heard, heardAt: 400, trouble: 'no answer', complaints: 1}, 500), 'late');
  assert.equal(feedState(heard, 30000), 'stale');
});

test('a stream that says nothing at first is given up sooner, then later and later', () => {
  assert.deepEqual([0, 1, 2, 3, 9].map(silence), [15000, 4000, 8000, 15000, 15000]);
  assert.deepEqual([0, 1, 2].map(silenceAtWaking), [6000, 4000, 6000]);
});

test('at most a fifth of the time goes to asking, at most once a second, on a wall once in two', () => {
  assert.deepEqual([rest(0, false), rest(100, false), rest(1000, false)], [1000, 1000, 5000]);
  assert.deepEqual([rest(0, true), rest(1000, true)], [2000, 5000]);
});

test('a server that could not answer is asked again soon, then later and later', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 9].map(untilRetry), [2000, 4000, 8000, 16000, 30000, 30000]);
});

test('a list has each event once, the newest first, of its body only, and not more than 60', () => {
  const event = (seq, bodies = ['NATO'], what = 'x') => ({seq, bodies, what});
  const had = [event(2), event(1)];
  const list = merged(had, [event(3), event(2, ['NATO'], 'corrected'), event(4, ['EU'])], 'NATO');
  assert.deepEqual(
    list.map(({seq, what}) => [seq, what]),
    [
      [3, 'x'],
      [2, 'corrected'],
      [1, 'x'],
    ],
  );
  assert.deepEqual(
    merged(had, [event(4, ['EU'])], null).map(({seq}) => seq),
    [4, 2, 1],
  );
  const many = Array.from({length: 100}, (_, seq) => event(seq));
  assert.deepEqual([merged([], many, null).length, merged([], many, null)[59].seq], [60, 40]);
});

test('pages of a wall follow each other, those that do not exist are left out', () => {
  const exists = path => ['/', '/trends', '/summits'].includes(path);
  assert.equal(nextPath({}, '/', exists), '/trends');
  assert.equal(nextPath({}, '/trends', exists), '/');
  assert.equal(nextPath({pages: 'summits,nothing,overview'}, '/summits', exists), '/');
  assert.equal(nextPath({pages: 'summits,overview'}, '/elsewhere', exists), '/summits');
  assert.equal(nextPath({pages: 'summits'}, '/summits', exists), null);
});

test('what a wall shows goes along from page to page, and what was chosen on one does not', () => {
  assert.deepEqual(kept({wall: '1', every: '5', body: 'EU', actor: 'EST', pages: ''}), {
    body: 'EU',
    wall: '1',
    every: '5',
  });
  assert.deepEqual([everyMs({}), everyMs({every: '5'}), everyMs({every: 'x'})], [30000, 5000, 30000]);
});
