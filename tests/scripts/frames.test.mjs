import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Frames, placeIn} from '../../dashboard/scripts/review/frames.js';

const DAY = 86400000;
// Three cells over six days: one from the first frame on, one that begins later, one that never changes again.
const PAYLOAD = {
  moments: [0, 1, 2, 3, 4, 5].map(day => day * DAY),
  cells: {
    'isr|EST': [
      [1, 3, 6],
      [4, 2, 9],
      [12.5, 71, null],
      [1, 0, 0],
      [null, null, 2],
      [null, null, 71],
    ],
    'isr|LVA': [[4], [3], [50], [0], [null], [null]],
    'EST|LVA': [[2, 5], [1, -2], null, null, [null, 1], null],
  },
};

/** Give what all cells show. */
const shown = frames => Object.fromEntries(frames.keys.map(key => [key, frames.value(key)]));

/** Give what a cell shows at a frame, looked up in the plainest way. */
function plainly(key, frame) {
  const [frames, levels, indexes, weak, lastLevels, lastIndexes] = PAYLOAD.cells[key];
  const k = frames.filter(one => one <= frame).length - 1;
  if (k < 0) return null;
  const of = values => values?.[k] ?? null;
  return {
    level: levels[k],
    index: of(indexes),
    isWeak: Boolean(of(weak)),
    lastLevel: of(lastLevels),
    lastIndex: of(lastIndexes),
  };
}

test('every way through the frames shows the same at each of them', () => {
  const ways = [
    [1, 2, 3, 4, 5, 6],
    [6, 5, 4, 3, 2, 1],
    [3, 1, 6, 2, 2, 5],
    [0, 6, 0, 4],
  ];
  for (const way of ways) {
    const frames = new Frames(PAYLOAD);
    for (const frame of way) {
      frames.go(frame);
      const wanted = Object.fromEntries(frames.keys.map(key => [key, plainly(key, frame)]));
      assert.equal(frames.at, frame);
      assert.deepEqual(shown(frames), wanted, `frame ${frame} of ${way}`);
    }
  }
});

test('going tells which cells change, and no others', () => {
  const frames = new Frames(PAYLOAD);
  assert.deepEqual([...frames.go(1)], ['isr|EST']);
  assert.deepEqual([...frames.go(1)], []);
  assert.deepEqual([...frames.go(4)].sort(), ['EST|LVA', 'isr|EST', 'isr|LVA']);
  assert.deepEqual([...frames.go(3)], ['isr|LVA']);
});

test('a cell that is in no frame shows nothing', () => {
  assert.equal(new Frames(PAYLOAD).value('isr|POL'), null);
});

test('the frame of a moment is the last that is not after it, and the first when all are', () => {
  const frames = new Frames(PAYLOAD);
  for (const [time, frame] of [
    [-1, 1],
    [0, 1],
    [DAY - 1, 1],
    [DAY, 2],
    [4.5 * DAY, 5],
    [99 * DAY, 6],
  ]) {
    assert.equal(frames.frameAt(time), frame, `at ${time}`);
  }
  assert.equal(frames.last, 6);
});

test('a place in sorted numbers is that of the last one that is not after', () => {
  for (const [one, place] of [
    [0, -1],
    [1, 0],
    [2, 0],
    [3, 1],
    [7, 2],
    [8, 2],
  ])
    assert.equal(placeIn([1, 3, 7], one), place);
  assert.equal(placeIn([], 5), -1);
});
