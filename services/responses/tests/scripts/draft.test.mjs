import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, page, pick, stars } from './harness.mjs';

function open(window, own) {
  const form = window.document.forms[0], { Answers, Draft } = load(window, 'answers', 'draft');
  return Draft(form, Answers(form), own);
}
/* The same tab, opened again. */
function again(before) {
  const window = page(stars('a') + stars('b'));
  for (const key of Object.keys(before.sessionStorage)) { window.sessionStorage.setItem(key, before.sessionStorage.getItem(key)); }
  return window;
}
const chosen = window => [...window.document.querySelectorAll('input:checked')].map(box => box.name + box.value);

test('what was chosen is there again, with its id and its place', () => {
  const first = page(stars('a') + stars('b'));
  const draft = open(first, true);
  assert.equal(draft.had, false);
  pick(first, 'a.a', '3');
  draft.moveTo(2);
  const second = again(first);
  second.document.forms[0].elements.response_id.value = 'another';
  const found = open(second, true);
  assert.ok(found.had);
  assert.equal(found.at(), 2);
  assert.deepEqual(chosen(second), ['a.a3']);
  assert.equal(second.document.forms[0].elements.response_id.value, 'response_id-1');
});

test('the survey of a page is never taken from a draft', () => {
  const first = page(stars('a'));
  open(first, true).save();
  const second = again(first);
  second.document.forms[0].elements.form_version.value = 'newer';
  open(second, true);
  assert.equal(second.document.forms[0].elements.form_version.value, 'newer');
});

test('a phone that several use keeps nothing but the step to another language', () => {
  const first = page(stars('a'));
  const draft = open(first, false);
  pick(first, 'a.a', '2');
  assert.equal(first.sessionStorage.length, 0);
  draft.save();
  const second = again(first);
  assert.ok(open(second, false).had);
  assert.equal(second.sessionStorage.length, 0);
});

test('a statement that is changed twice counts once, and a first choice not at all', () => {
  const window = page(stars('a') + stars('b'));
  const draft = open(window, true);
  pick(window, 'a.b', '1');
  for (const value of ['1', '2', '3', '3']) { pick(window, 'a.a', value); }
  assert.equal(draft.changes(), 1);
});

test('a sent answer leaves no draft', () => {
  const window = page(stars('a'));
  const draft = open(window, true);
  pick(window, 'a.a', '2');
  draft.drop();
  assert.equal(window.sessionStorage.length, 0);
});
