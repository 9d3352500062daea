/* Opens the form without network and sends what waits when the network is back. Touches no post, no
   interface, no page but forms that were opened here before. What is kept the page says: `keep` of
   main.js on phones, `data-keep` of kiosk_box.html on kiosks. */
const CACHES = 'suara-BUILD:', WAIT = 3000, MOST = 6;
const FORM = /^\/s\/([0-9A-Za-z]+|anjungan\/isi)$/, SCRIPT = /^\/s\/assets\//;
addEventListener('install', () => self.skipWaiting());
addEventListener('activate', event => event.waitUntil(
  caches.keys().then(names => Promise.all(names.filter(name => name.indexOf(CACHES)).map(name => caches.delete(name))))
    .then(() => self.clients.claim())
));
/* Out of the browser's own copy, so that nothing crosses the network twice; no visit of a person. */
const take = (cache, url) => fetch(url, { cache: 'force-cache', credentials: 'same-origin', headers: { Purpose: 'prefetch' } })
  .then(answer => answer.status === 200 && !answer.redirected ? cache.put(url, answer) : 0);
addEventListener('message', event => {
  const wish = event.data;
  if (!wish.keep) { return; }
  event.waitUntil(caches.open(CACHES + wish.name).then(cache => Promise.all(wish.keep.map(url => take(cache, url))))
    .then(() => caches.keys()).then(names => Promise.all(names.slice(0, -MOST).map(name => caches.delete(name)))));
});
/* The copy says of itself that it is one, and from when. Browsers differ in what `Vary` compares in
   a worker: the phone has one language, and the address may name another. */
function copy(request) {
  const find = loose => caches.match(request, { ignoreSearch: loose, ignoreVary: true });
  return find(false).then(found => found || find(true)).then(found => found &&
    found.text().then(page => new Response(
      page.replace('<html', '<html data-kept="' + Date.parse(found.headers.get('Date')) + '"'), { headers: found.headers }
    )));
}
function form(request) {
  const live = fetch(request);
  const late = new Promise(yes => setTimeout(yes, WAIT)).then(() => copy(request)).then(found => found || live);
  return Promise.race([live, late]).catch(fault => copy(request).then(found => { if (!found) { throw fault; } return found; }));
}
addEventListener('fetch', event => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) { return; }
  if (request.mode === 'navigate' && FORM.test(url.pathname)) { event.respondWith(form(request)); }
  else if (SCRIPT.test(url.pathname)) { event.respondWith(caches.match(request).then(found => found || fetch(request))); }
});
addEventListener('sync', event => event.waitUntil(Post.flush().then(done => {
  if (done.some(entry => entry.state === 'waiting')) { throw new Error('waiting'); }
  return self.clients.matchAll().then(pages => pages.forEach(page => page.postMessage('outbox')));
})));
