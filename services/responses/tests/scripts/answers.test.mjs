import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxes, field, load, page, plain, rule, stars } from './harness.mjs';

function answersOf(items, facts) {
  const window = page(items, facts);
  return load(window, 'answers').Answers(window.document.forms[0]);
}
const bodyOf = (items, facts) => plain(answersOf(items, facts).body(0));

test('each kind of item gives the kind of answer that the server wants', () => {
  const items = stars('a', '', 3) + boxes('b', ['x', 'y', 'z'], ['x', 'z']) + field('c', 'number', ' -12 ') +
    field('d', 'number', '1.5') + field('e', 'short_text', '  kata ');
  assert.deepEqual(bodyOf(items).answers, { a: 3, b: ['x', 'z'], c: -12, d: '1.5', e: 'kata' });
});

test('what is empty is no answer', () => {
  assert.deepEqual(bodyOf(stars('a') + boxes('b', ['x'], []) + field('c', 'number', '  ')).answers, {});
});

test('an answer that is no longer asked for is not sent, nor what hangs on it', () => {
  const items = stars('a', '', 1) + stars('b', rule({ all: [{ item: 'a', is: 'at_least', value: 2 }] }), 4) +
    stars('c', rule({ all: [{ item: 'b', is: 'answered' }] }), 4);
  assert.deepEqual(bodyOf(items).answers, { a: 1 });
});

test('a hidden item is neither shown nor lacking; one that is asked is', () => {
  const answers = answersOf(stars('a', 'data-required') + stars('b', `data-required ${rule({ all: [{ item: 'a', is: 'answered' }] })}`));
  answers.reveal();
  assert.deepEqual(plain(answers.lacking().map(set => set.getAttribute('data-item'))), ['a']);
  const hidden = answers.all('[data-item=b]')[0];
  assert.ok(hidden.hidden && hidden.disabled);
});

test('the day of the service is that of the office, not of the phone or of UTC', t => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-11-24T20:30:00Z') });
  const window = page('<input type="radio" name="when" value="1" checked>', { zone: 540 });
  window.Date = Date;
  const { Answers } = load(window, 'answers');
  /* 05.30 of the 25th in Jayapura; served a day before. */
  assert.equal(Answers(window.document.forms[0]).body(0).served_on, '2026-11-24');
});

test('another day is the one typed', () => {
  const other = '<input type="radio" name="when" value="other" checked><input name="served_on" value="2026-11-20">';
  assert.equal(bodyOf(other).served_on, '2026-11-20');
});

test('profile and contact go under their names, choices as lists, nothing when empty', () => {
  const profile = '<input name="p.sex" value="f"><input name="p.age" value=" "><input type="checkbox" name="p.needs" value="wheelchair" checked>';
  const body = bodyOf(profile + '<input name="c.email" value="">');
  assert.deepEqual(body.profile, { sex: 'f', needs: ['wheelchair'] });
  assert.ok(!('contact' in body));
});

test('the ids of the page go along, and how often a statement was changed', () => {
  const body = plain(answersOf('').body(2));
  assert.equal(body.changes, 2);
  for (const name of ['response_id', 'code', 'survey', 'form_version', 'issued', 'language']) { assert.equal(body[name], `${name}-1`); }
});
