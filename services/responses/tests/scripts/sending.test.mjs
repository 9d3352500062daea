import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, page, plain } from './harness.mjs';

const WAITING = { id: 'one', body: '{"a":1}', entry: 'qr', fields: {}, state: 'waiting', after: 0, issued: 0 };

/* jsdom has no IndexedDB: as in a private window of an old phone, the rest must do. */
function opened(answer) {
  const window = page(), sent = [];
  window.fetch = (url, options) => { sent.push([url, options]); return answer(url, options); };
  return { window, sent, ...load(window, 'outbox', 'send') };
}
function reply(status, document, headers = {}) {
  return () => Promise.resolve(new Response(JSON.stringify(document), {
    status, headers: { 'Content-Type': status < 300 ? 'application/json' : 'application/problem+json', ...headers }
  }));
}

test('what is put is there until it is dropped', async () => {
  const { Outbox } = opened();
  await Outbox.put(WAITING);
  assert.deepEqual(plain(await Outbox.all()), [WAITING]);
  assert.equal(Outbox.frail(), false);
  await Outbox.drop('one');
  assert.deepEqual(plain(await Outbox.all()), []);
});

test('a browser that stores nothing keeps an answer while the page is open, and says so', async () => {
  const { Outbox, window } = opened();
  Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });
  await Outbox.put(WAITING);
  assert.deepEqual(plain(await Outbox.all()), [WAITING]);
  assert.equal(Outbox.frail(), true);
});

test('a receipt: the answers leave the phone, the receipt stays', async () => {
  const { Post, Outbox, sent } = opened(reply(202, { receipt: 'ABCD' }));
  const after = await Post.deliver(WAITING);
  assert.deepEqual([after.state, after.receipt, after.body, after.fields], ['sent', 'ABCD', null, null]);
  assert.equal((await Outbox.all())[0].body, null);
  assert.equal(sent[0][1].body, WAITING.body);
  assert.equal(sent[0][1].headers['Suara-Entry'], 'qr');
});

test('a busy server is asked again after as long as it says', async () => {
  const { Post, sent } = opened(reply(503, {}, { 'Retry-After': '30' }));
  const after = await Post.deliver(WAITING);
  assert.deepEqual([after.state, after.busy, after.body], ['waiting', 1, WAITING.body]);
  assert.ok(after.after > Date.now() + 25000);
  await Post.flush();
  assert.equal(sent.length, 1);
});

for (const [status, name, state] of [[422, 'answers.a', 'refused'], [422, 'survey', 'closed'], [400, 'issued', 'closed'], [413, '', 'refused']]) {
  test(`${status} about "${name}" is ${state}, and nothing of it is lost`, async () => {
    const errors = name ? [{ field: name, message: 'x' }] : undefined;
    const after = await opened(reply(status, { errors })).Post.deliver(WAITING);
    assert.deepEqual([after.state, after.body], [state, WAITING.body]);
  });
}

for (const [what, answer] of [
  ['no network', () => Promise.reject(new TypeError('network'))],
  ['a page of a hotel', () => Promise.resolve(new Response('<h1>Log in</h1>', { status: 404, headers: { 'Content-Type': 'text/html' } }))],
  ['a receipt that is no JSON', () => Promise.resolve(new Response('<p>', { status: 202 }))]
]) {
  test(`${what}: the same bytes go out again`, async () => {
    const { Post, Outbox, sent } = opened(answer);
    assert.equal((await Post.deliver(WAITING)).state, 'waiting');
    assert.equal((await Outbox.all())[0].body, WAITING.body);
    await Post.deliver(WAITING);
    assert.deepEqual(sent.map(each => each[1].body), [WAITING.body, WAITING.body]);
  });
}

test('two attempts at once are one request', async () => {
  const { Post, sent } = opened(reply(202, { receipt: 'ABCD' }));
  await Promise.all([Post.deliver(WAITING), Post.deliver(WAITING)]);
  assert.equal(sent.length, 1);
});
