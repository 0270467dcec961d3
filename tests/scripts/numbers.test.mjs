import assert from 'node:assert/strict';
import {test} from 'node:test';
import {count, inDecimals, oneDecimal, percent, rounded, signed} from '../../dashboard/scripts/grids/numbers.js';
import {cases} from './cases.mjs';

const tables = cases('numbers');
const SAYS = {
  'one decimal': oneDecimal,
  percent,
  signed,
  count,
  hundredths: (value, steps) => inDecimals(value, 2, steps),
};

for (const [name, say] of Object.entries(SAYS)) {
  test(`${name}: a number is said as the rest of a page says it`, () => {
    assert.ok(tables[name].length > 2);
    for (const [value, steps, words] of tables[name]) assert.equal(say(value, steps), words, `${name} of ${value}`);
  });
}

test('every table of cases is run', () => {
  assert.deepEqual(Object.keys(SAYS).sort(), Object.keys(tables).sort());
});

test('what is exactly between two numbers goes to the even one, and nothing else does', () => {
  for (const [value, places, to] of [
    [0.5, 0, 0],
    [1.5, 0, 2],
    [2.5, 0, 2],
    [0.125, 2, 0.12],
    [0.15, 1, 0.1],
    [0.45, 1, 0.5],
    [-2.5, 0, -2],
  ]) {
    assert.equal(rounded(value, places) + 0, to, `${value} to ${places}`);
  }
});

test('no number is said to be on the other side of a step', () => {
  const steps = [55, 70, 85];
  for (let n = 0; n < 4000; n += 1) {
    const value = 54.8 + n / 127;
    const shown = Number(oneDecimal(value, steps));
    assert.deepEqual(
      steps.map(step => shown >= step),
      steps.map(step => value >= step),
      String(value),
    );
    assert.ok(Math.abs(shown - value) <= 0.1, String(value));
  }
});
