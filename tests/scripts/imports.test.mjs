import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  constantOf,
  fitsForm,
  formatsOf,
  lacking,
  meaningOf,
  placed,
  sourceOf,
  withMeaning,
  withSource,
} from '../../dashboard/scripts/imports/mapping.js';

const rule = {column: 'Grade', map: {good: 'P'}};
const event = {type: 'org.muster.exercise.result_recorded', key: ['Id'], time: {column: 'Day'}, fields: {rating: rule}};
const mapping = {name: 'marks', title: '', label: {policy: 'MUSTER', classification: 'SECRET'}, events: [event]};
const guess = {mapping, rules: {rating: {Mark: {column: 'Mark', optional: true}}}, times: {}};

test('a field comes from nowhere, from a constant or from a column', () => {
  assert.deepEqual([undefined, 'P', false, ['a'], rule].map(sourceOf), ['', '=', '=', '=', ':Grade']);
});

test('another source brings the rule that was made for it', () => {
  const fields = source => withSource(mapping, 'rating', source, guess).events[0].fields;

  assert.deepEqual(fields(':Mark'), {rating: {column: 'Mark', optional: true}});
  assert.deepEqual(fields(':Other'), {rating: {column: 'Other'}});
  assert.deepEqual(fields('='), {rating: ''});
  assert.deepEqual(fields(''), {});
  assert.deepEqual(mapping.events[0].fields.rating, rule);
});

test('what a value means is said for all, and without a word it is refused', () => {
  assert.deepEqual(withMeaning(rule, ['good', 'bad'], 'bad', 'U').map, {good: 'P', bad: 'U'});
  assert.deepEqual(withMeaning({column: 'Grade'}, ['P', 'S'], 'S', '').map, {P: 'P'});
  assert.equal(meaningOf({column: 'Grade'}, 'P'), 'P');
  assert.equal(meaningOf(rule, 'bad'), '');
});

test('a constant is the value that its field takes', () => {
  assert.equal(constantOf({input: 'number'}, ' 4 ', false), 4);
  assert.equal(constantOf({input: 'number'}, 'four', false), 'four');
  assert.equal(constantOf({input: 'yes-no'}, 'no', false), false);
  assert.deepEqual(constantOf({input: 'words'}, 'air, land', false), ['air', 'land']);
  assert.deepEqual(constantOf({input: 'text'}, 'EST,', true), ['EST']);
  assert.equal(constantOf({input: 'text'}, 'a, b', false), 'a, b');
});

test('what is still to be said is named', () => {
  const fields = [
    {name: 'rating', is_required: false},
    {name: 'actor', is_required: true},
  ];
  const empty = {...mapping, label: {policy: '', classification: ''}, events: [{...event, key: [], time: null}]};

  assert.deepEqual(lacking(mapping, fields), ['actor']);
  assert.deepEqual(lacking(empty, fields), ['classification', 'time', 'key', 'actor']);
});

test('a problem is said at its field', () => {
  assert.deepEqual(placed('mapping a: events[0].fields.area.map."Sea": is wrong: truly'), ['area', 'is wrong: truly']);
  assert.deepEqual(placed('mapping a: label.classification: you are cleared up to SECRET'), [
    'classification',
    'you are cleared up to SECRET',
  ]);
  assert.deepEqual(placed('the file is empty'), ['', 'the file is empty']);
});

test('only what has its place in the form is drawn as one', () => {
  assert.ok(fitsForm(mapping));
  assert.ok(!fitsForm({...mapping, query: {sql: ''}}));
  assert.ok(!fitsForm({...mapping, events: [event, event]}));
  assert.ok(!fitsForm({...mapping, events: [{...event, part: 'x'}]}));
  assert.ok(!fitsForm({...mapping, events: [{...event, fields: {rating: {column: 'A', scale: 2}}}]}));
  assert.ok(!fitsForm({...mapping, events: [{...event, fields: {rating: {text: '{A}'}}}]}));
});

test('formats stand beside each other', () => {
  assert.deepEqual(formatsOf('%d/%m/%Y | %B %d, %Y |'), ['%d/%m/%Y', '%B %d, %Y']);
});
