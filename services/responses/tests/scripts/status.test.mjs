import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, page } from './harness.mjs';

const ENTRY = { id: 'one', body: '{}', entry: 'qr', code: 'W1101AB', lang: 'id', issued: Date.now(), after: Date.now() + 1e6 };

async function told(entries, facts = {}, act = status => status.paint()) {
  const window = page('', facts);
  window.setTimeout = () => 0;
  const { Outbox, Status } = load(window, 'outbox', 'send', 'status');
  for (const entry of entries) { await Outbox.put({ ...ENTRY, ...entry }); }
  const status = Status(JSON.parse(window.document.getElementById('facts').textContent));
  await act(status);
  return [...window.document.querySelectorAll('#status p')].map(line => line.textContent);
}

test('nothing waits: nothing is said', async () => { assert.deepEqual(await told([]), []); });

test('what waits is counted in one line with its last day', async () => {
  const [line, ...more] = await told([{ state: 'waiting', until: Date.parse('2026-12-03T05:00Z') }, { id: 'two', state: 'waiting' }]);
  assert.match(line, /^○ Belum terkirim\. \(2 jawaban\) Sampai .*Desember 2026\.$/);
  assert.deepEqual(more, []);
});

test('a busy server is no lack of network', async () => {
  assert.match((await told([{ state: 'waiting', busy: 1 }]))[0], /^○ Peladen sibuk\./);
});

test('a sent answer shows its receipt in groups of four, and what became of it', async () => {
  assert.match((await told([{ state: 'sent', receipt: 'ABCDEFGH', at: 0 }]))[0], /^✓ Terkirim .*: ABCD-EFGH$/);
  assert.deepEqual(await told([{ state: 'sent', receipt: 'ABCD', at: 0, fate: 'late' }]), ['✓ Terlambat']);
  assert.deepEqual(await told([{ state: 'sent', receipt: 'ABCD', at: 0, told: 1 }]), []);
});

test('a refusal names its fields, a closed survey itself', async () => {
  const refused = { state: 'refused', faults: [{ field: 'answers.a' }, { field: 'text' }] };
  assert.deepEqual(await told([refused, { id: 'two', state: 'closed' }]), ['! Ditolak: a, text', '! Sudah ditutup']);
});

test('on a screen of many nobody reads of the answers of others', async () => {
  const others = [{ state: 'sent', receipt: 'ABCD', at: 0 }, { id: 'two', state: 'refused', faults: [] }];
  assert.deepEqual(await told(others, { mode: 'shared' }), []);
  assert.deepEqual(await told([...others, { id: 'three', state: 'waiting' }], { mode: 'kiosk' }), []);
});
