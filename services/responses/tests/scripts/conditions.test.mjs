import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { boxes, field, load, page, rule } from './harness.mjs';

const CASES = JSON.parse(readFileSync(new URL('../../../contracts/tests/conditions.json', import.meta.url), 'utf-8'));

function drawn(item, given) {
  const kind = item.type || 'number', value = given === undefined ? '' : given;
  const condition = item.show_if ? rule(item.show_if) : '';
  if (kind === 'many') { return boxes(item.key, value || [], value || []).replace('<fieldset', `<fieldset ${condition}`); }
  if (kind !== 'one') { return field(item.key, kind, value, condition); }
  return `<fieldset data-item="${item.key}" data-type="one" ${condition}><input type="radio" name="a.${item.key}" value="${value}" checked></fieldset>`;
}

for (const [name, items, answers, expected] of CASES) {
  test(`conditions: ${name}`, () => {
    const window = page(items.map(item => drawn(item, answers[item.key])).join(''));
    load(window, 'answers').Answers(window.document.forms[0]).reveal();
    const shown = [...window.document.querySelectorAll('[data-item]')].filter(set => !set.hidden);
    assert.deepEqual(shown.map(set => set.dataset.item), expected);
  });
}
