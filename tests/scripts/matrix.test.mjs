import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  changesOf,
  haveSameShape,
  keyOf,
  oriented,
  signOf,
  sizeOf,
  untilFirstEnds,
} from '../../dashboard/scripts/matrix/model.js';

const MODEL = {
  id: 'm',
  label: 'Readings',
  rows: [
    ['isr', 'Surveillance'],
    ['land', 'Land'],
  ],
  columns: [
    ['EST', 'EST'],
    ['LVA', 'LVA'],
  ],
  cells: {'isr|EST': ['l2', '2', 'two', 0], 'isr|LVA': ['l1', '3', 'three', 0]},
  rowNotes: {},
  rowWhys: {},
  columnNames: {EST: 'Estonia'},
  narrow: {isr: 'ISR', land: 'LND'},
  symmetric: false,
  selected: null,
  absent: 'nothing known',
  clock: 'now',
};
const with_ = changes => ({...MODEL, ...changes});

test('of a symmetric matrix two cells have one key', () => {
  assert.equal(keyOf({symmetric: true}, 'LVA', 'EST'), 'EST|LVA');
  assert.equal(keyOf({symmetric: true}, 'EST', 'LVA'), 'EST|LVA');
  assert.equal(keyOf({symmetric: false}, 'isr', 'EST'), 'isr|EST');
});

test('on a narrow screen rows and columns are exchanged, where rows have short names', () => {
  assert.deepEqual(oriented(MODEL, 560), {rows: MODEL.rows, columns: MODEL.columns, isFlipped: false});
  assert.deepEqual(oriented(MODEL, 559), {
    rows: [
      ['EST', 'Estonia'],
      ['LVA', 'LVA'],
    ],
    columns: [
      ['isr', 'ISR'],
      ['land', 'LND'],
    ],
    isFlipped: true,
  });
  assert.equal(oriented(with_({narrow: {}}), 300).isFlipped, false);
});

test('what changed is remembered for a minute, with what it was', () => {
  const before = {model: MODEL, changes: new Map([['isr|LVA', {was: null, at: 0}]])};
  const next = with_({
    cells: {
      'isr|EST': ['l3', '1', 'one', 0],
      'isr|LVA': ['l1', '3', 'other words', 0],
      'land|EST': ['l0', '4', 'four', 0],
    },
  });

  const changes = changesOf(before, next, 60000);

  assert.deepEqual(
    [...changes],
    [
      ['isr|EST', {was: MODEL.cells['isr|EST'], at: 60000}],
      ['land|EST', {was: null, at: 60000}],
    ],
  );
  assert.equal(before.changes.size, 1);
});

test('nothing is a change on first sight, or under another clock', () => {
  const before = {model: with_({cells: {}}), changes: new Map()};
  assert.equal(changesOf(undefined, MODEL, 0).size, 0);
  assert.equal(changesOf(before, with_({clock: 'then'}), 0).size, 0);
  assert.equal(changesOf(before, MODEL, 0).size, 2);
});

test('the first change ends a minute after it came', () => {
  const changes = new Map([
    ['a', {was: null, at: 5000}],
    ['b', {was: null, at: 9000}],
  ]);
  assert.equal(untilFirstEnds(changes, 10000), 55000);
  assert.equal(untilFirstEnds(changes, 99000), 0);
});

test('a change says whether it is new, better or worse', () => {
  const cell = look => [look, '', '', 0];
  const sign = (was, is) => signOf({was: was && cell(was), at: 0}, cell(is));
  assert.deepEqual([sign(null, 'l1'), sign('l1', 'l2'), sign('nd', 'l0'), sign('l3', 'l0')], ['●', '▲', '▲', '▼']);
});

test('a model is drawn into the same cells only while rows, columns and what is selected stay', () => {
  assert.ok(haveSameShape(MODEL, with_({cells: {}, clock: 'then'})));
  for (const change of [{rows: []}, {columns: []}, {selected: 'isr|EST'}, {symmetric: true}, {label: 'Other'}]) {
    assert.ok(!haveSameShape(MODEL, with_(change)), JSON.stringify(change));
  }
});

test('a cell is as large as there is room, in quarters of a pixel, between two limits', () => {
  assert.equal(sizeOf({wide: 30.9, high: 40}), 30.75);
  assert.equal(sizeOf({wide: 90, high: 80}), 44);
  assert.equal(sizeOf({wide: 3, high: 80}), 14);
  assert.equal(sizeOf({wide: 3, high: 80, least: 22}), 22);
});
