import assert from 'node:assert/strict';
import {test} from 'node:test';
import {textOf} from '../../dashboard/scripts/page/catalogue.js';

const TEXTS = {greeting: 'Hello {name}', 'since.one': '{n} event since', 'since.other': '{n} events since'};

test('a text is given its values, and numbers have their commas', () => {
  assert.equal(textOf(TEXTS, 'greeting', {name: 'Riga'}), 'Hello Riga');
  assert.equal(textOf(TEXTS, 'greeting', {name: 12345}), 'Hello 12,345');
});

test('a count chooses between the two forms', () => {
  assert.equal(textOf(TEXTS, 'since', {n: 1}), '1 event since');
  assert.equal(textOf(TEXTS, 'since', {n: 0}), '0 events since');
  assert.equal(textOf(TEXTS, 'since', {n: 1234}), '1,234 events since');
});

test('a text that is not there is said by its name', () => {
  assert.equal(textOf(TEXTS, 'no.such', {}), 'no.such');
});
