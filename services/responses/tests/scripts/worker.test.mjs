import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from './harness.mjs';

const HERE = 'https://suara.example.id';

/* What the worker listens to, and the copies that it finds. */
function installed({ network, copies = {}, flush = () => Promise.resolve([]) }) {
  const heard = {}, told = [];
  run('worker', {
    addEventListener: (name, act) => { heard[name] = act; },
    fetch: network, location: new URL(HERE), URL, Response, setTimeout, Promise, Date, Error,
    caches: { match: request => Promise.resolve(copies[new URL(request.url).pathname]) },
    Post: { flush },
    self: { clients: { matchAll: () => Promise.resolve([{ postMessage: words => told.push(words) }]) } }
  });
  return { heard, told };
}
function answered(worker, path, more = {}) {
  let given = null;
  const request = { method: 'GET', mode: 'navigate', url: HERE + path, ...more };
  worker.heard.fetch({ request, respondWith: promise => { given = promise; } });
  return given;
}
const dead = () => Promise.reject(new TypeError('network'));
const copy = () => new Response('<html lang="id">form', { headers: { Date: 'Tue, 24 Nov 2026 00:00:00 GMT' } });

test('it keeps its hands off posts, other hosts, the staff and the API', () => {
  const worker = installed({ network: dead });
  for (const [path, more] of [
    ['/s/W1101AB', { method: 'POST' }], ['/s/W1101AB', { url: 'https://other.example.id/s/W1101AB' }],
    ['/jawaban', {}], ['/api/v1/responses', { mode: 'cors' }], ['/s/tanda-terima/isi', {}]
  ]) { assert.equal(answered(worker, path, more), null, path); }
});

test('without network a form comes from its copy, which says from when it is', async () => {
  const worker = installed({ network: dead, copies: { '/s/W1101AB': copy() } });
  const page = await answered(worker, '/s/W1101AB');
  assert.equal(await page.text(), `<html data-kept="${Date.parse('2026-11-24T00:00:00Z')}" lang="id">form`);
});

test('with network the form is the server\'s', async () => {
  const worker = installed({ network: () => Promise.resolve(new Response('new')), copies: { '/s/W1101AB': copy() } });
  assert.equal(await (await answered(worker, '/s/W1101AB')).text(), 'new');
});

test('a form that was never opened here fails as the network does', async () => {
  await assert.rejects(answered(installed({ network: dead }), '/s/W1101AB'), /network/);
});

test('what still waits is tried again by the browser; what went is told to the pages', async () => {
  const sync = async state => {
    const worker = installed({ network: dead, flush: () => Promise.resolve([{ state }]) });
    let ends = null;
    worker.heard.sync({ waitUntil: promise => { ends = promise; } });
    await ends;
    return worker.told;
  };
  assert.deepEqual(await sync('sent'), ['outbox']);
  await assert.rejects(sync('waiting'), /waiting/);
});
