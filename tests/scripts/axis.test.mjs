import assert from 'node:assert/strict';
import {test} from 'node:test';
import {clamp, daysIn, keyed, monthShifted, share, shifted, timeAt} from '../../dashboard/scripts/review/axis.js';
import {densityOf, HEIGHT} from '../../dashboard/scripts/review/density.js';

const at = text => Date.parse(text);
const iso = ms => new Date(ms).toISOString().replace(':00.000Z', 'Z');
const PERIOD = {start: at('2026-01-01T00:00Z'), end: at('2026-01-11T12:00Z')};

test('a moment lies where its share of the period is, and back', () => {
  assert.equal(share(PERIOD, PERIOD.start), 0);
  assert.equal(share(PERIOD, PERIOD.end), 1);
  assert.equal(daysIn(PERIOD, at('2026-01-04T00:00Z')), 3);
  assert.equal(timeAt(PERIOD, share(PERIOD, at('2026-01-06T00:00Z'))), at('2026-01-06T00:00Z'));
});

test('a press means a midnight, except at the ends, and never outside', () => {
  for (const [part, time] of [
    [0, '2026-01-01T00:00Z'],
    [-3, '2026-01-01T00:00Z'],
    [0.31, '2026-01-04T00:00Z'],
    [1, '2026-01-11T12:00Z'],
    [1.2, '2026-01-11T12:00Z'],
  ]) {
    assert.equal(iso(timeAt(PERIOD, part)), time, `at ${part}`);
  }
  assert.deepEqual([clamp(-1, 0, 9), clamp(4, 0, 9), clamp(12, 0, 9)], [0, 4, 9]);
});

test('an arrow goes to the midnights around, a day at a time, a week with Shift', () => {
  for (const [from, days, to] of [
    ['2026-03-05T00:00Z', 1, '2026-03-06T00:00Z'],
    ['2026-03-05T13:00Z', 1, '2026-03-06T00:00Z'],
    ['2026-03-05T13:00Z', -1, '2026-03-05T00:00Z'],
    ['2026-03-05T00:00Z', -7, '2026-02-26T00:00Z'],
  ])
    assert.equal(iso(shifted(at(from), days)), to, `${from} by ${days}`);
});

test('a month on is the same day of it, or its last', () => {
  for (const [from, months, to] of [
    ['2026-01-31T06:00Z', 1, '2026-02-28T06:00Z'],
    ['2024-01-31T06:00Z', 1, '2024-02-29T06:00Z'],
    ['2026-03-15T00:00Z', -1, '2026-02-15T00:00Z'],
    ['2026-12-01T00:00Z', 1, '2027-01-01T00:00Z'],
  ])
    assert.equal(iso(monthShifted(at(from), months)), to, `${from} by ${months}`);
});

test('each key leads where it says, and no other key anywhere', () => {
  const now = at('2026-01-05T00:00Z');
  const to = (key, shiftKey = false) => {
    const time = keyed(PERIOD, now, {key, shiftKey});
    return time === null ? null : iso(time);
  };
  assert.deepEqual(
    ['ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowUp'].map(key => to(key)),
    ['2026-01-04T00:00Z', '2026-01-04T00:00Z', '2026-01-06T00:00Z', '2026-01-06T00:00Z'],
  );
  assert.equal(to('ArrowRight', true), '2026-01-12T00:00Z');
  assert.deepEqual(
    ['PageUp', 'PageDown'].map(key => to(key)),
    ['2026-02-05T00:00Z', '2025-12-05T00:00Z'],
  );
  assert.deepEqual(
    ['Home', 'End'].map(key => to(key)),
    ['2026-01-01T00:00Z', '2026-01-11T12:00Z'],
  );
  assert.equal(to('a'), null);
});

test('bars stand on each other, the highest as high as the drawing, and kinds without events have none', () => {
  const drawn = densityOf({
    buckets: 2,
    density: [
      [1, 'report', 9],
      [1, 'lesson', 7],
      [2, 'report', 4],
    ],
  });
  assert.deepEqual(drawn, [
    ['report', `M0 ${HEIGHT}V14h0.85V${HEIGHT}ZM1 ${HEIGHT}V28h0.85V${HEIGHT}Z`],
    ['lesson', 'M0 14V0h0.85V14Z'],
  ]);
  assert.deepEqual(densityOf({buckets: 3, density: []}), []);
});
