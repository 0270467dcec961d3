import assert from 'node:assert/strict';
import {test} from 'node:test';
import {aboutOf, isAbout, readingIn} from '../../dashboard/scripts/notes/about.js';

test('a note is about a card, or about one reading on it', () => {
  assert.equal(aboutOf('/trends', 'figures'), '/trends#figures');
  assert.equal(aboutOf('/', 'matrix', 'reading:EST:isr'), '/#matrix:reading:EST:isr');
  assert.equal(readingIn('/#matrix:reading:EST:isr'), 'reading EST isr');
  assert.equal(readingIn('/#matrix'), '');
});

test('notes on a card are those about it and about what is on it, and not those of another with a like name', () => {
  assert.ok(isAbout('/#matrix', '/#matrix'));
  assert.ok(isAbout('/#matrix:EST', '/#matrix'));
  assert.ok(!isAbout('/#matrix-2', '/#matrix'));
  assert.ok(!isAbout('/#matrix', '/#matrix:EST'));
});
