import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FACTS, load, page, pick, rule, stars } from './harness.mjs';

function opened(items, facts = { layout: 'paged' }) {
  const window = page(items, facts), form = window.document.forms[0];
  const { Answers, Draft, Screens } = load(window, 'answers', 'draft', 'screens');
  const answers = Answers(form);
  answers.reveal();
  form.addEventListener('change', () => answers.reveal());
  return { window, screens: Screens(form, answers, Draft(form, answers, true), FACTS.say, () => 0) };
}
const seen = window => [...window.document.querySelectorAll('.s')].filter(each => !each.hidden).map(each => each.querySelector('legend').textContent);
const faults = window => [...window.document.querySelectorAll('#faults a')].map(link => link.textContent);

test('one statement at a time, and those that are not asked are passed over', () => {
  const { window, screens } = opened(stars('a', '', 1) + stars('b', rule({ all: [{ item: 'a', is: 'equals', value: 4 }] })) + stars('c'));
  assert.deepEqual(seen(window), ['a']);
  screens.next();
  assert.deepEqual(seen(window), ['c']);
  assert.ok(screens.last());
});

test('a statement without an answer holds its screen and says which it is', () => {
  const { window, screens } = opened(stars('a', 'data-required') + stars('b'));
  screens.next();
  assert.deepEqual(seen(window), ['a']);
  assert.deepEqual(faults(window), ['Pilih a']);
  assert.equal(window.document.activeElement.id, 'faults');
  pick(window, 'a.a', '2');
  screens.next();
  assert.deepEqual(seen(window), ['b']);
  assert.deepEqual(faults(window), []);
});

test('on one page every lacking statement is named, with their number', () => {
  const { window, screens } = opened(stars('a', 'data-required') + stars('b', 'data-required') + stars('c'), { layout: 'plain' });
  assert.equal(seen(window).length, 3);
  assert.ok(screens.missing());
  assert.deepEqual(faults(window), ['Pilih a', 'Pilih b']);
  assert.equal(window.document.querySelector('#faults h2').textContent, '2 pernyataan belum dijawab');
});

test('an answer in which nothing counts is not sent, and the page leads to the first that does', () => {
  const { window, screens } = opened(stars('own') + stars('a', 'data-counts') + stars('b', 'data-counts'), { layout: 'plain' });
  const form = window.document.forms[0];
  pick(window, 'a.own', '4');
  assert.ok(screens.missing(form));
  assert.deepEqual(faults(window), ['Jawab satu']);
  assert.equal(window.document.querySelector('#faults a').hash, '#a-1');
  pick(window, 'a.b', '1');
  assert.ok(!screens.missing(form));
});

test('what counts may be left empty on its own screen', () => {
  const { window, screens } = opened(stars('a', 'data-counts') + stars('b', 'data-counts'));
  screens.next();
  assert.deepEqual(seen(window), ['b']);
});
