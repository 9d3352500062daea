/* Keeps an open dashboard current: the stream says that something moved, the page fetches the
   fragment through the checked route and swaps it in. Focus, scroll and open tables stay. */
(function () {
  'use strict';
  const live = document.getElementById('live');
  if (!live || !window.EventSource) { return; }
  const said = document.getElementById('said'), link = document.getElementById('link');
  const pause = document.getElementById('pause');
  const GAP = 1000, SPEAK = 60000, FOCUSABLE = 'a,button,input,select,summary,[tabindex]';
  let paused = false, loading = false, dirty = false, lastSaid = Date.now(), last = live.innerHTML;

  function address() {
    return '/u/' + encodeURIComponent(live.dataset.unit) + '/hasil/live' + location.search;
  }
  function get() {
    return fetch(address(), { headers: { Accept: 'text/html' }, redirect: 'manual' });
  }
  /* The five minutes of a token are over: identity gives a new one, without leaving the page. */
  function renew() { return fetch('/session/refresh?next=/static/live.js', { redirect: 'manual' }); }

  function changed() {
    if (paused) { return; }
    if (loading) { dirty = true; return; }
    loading = true;
    dirty = false;
    get().then(function (answer) {
      return answer.status === 200 ? answer : renew().then(get);
    }).then(function (answer) {
      if (answer.status !== 200) { throw new Error('refused'); }
      return answer.text();
    }).then(function (html) { swap(html); show('live'); }, function () { show('lost'); })
      .then(function () {
        setTimeout(function () { loading = false; if (dirty) { changed(); } }, GAP);
      });
  }

  function all(selector) { return Array.prototype.slice.call(live.querySelectorAll(selector)); }

  function swap(html) {
    if (paused || html === last) { return; }
    last = html;
    const open = all('details').map(function (one) { return one.open; });
    const scrolled = all('.suara-scroll').map(function (one) { return one.scrollLeft; });
    const chosen = all('select,input').map(function (one) { return one.value; });
    const focus = all(FOCUSABLE).indexOf(document.activeElement);
    live.innerHTML = html;
    all('details').forEach(function (one, at) { one.open = !!open[at]; });
    all('.suara-scroll').forEach(function (one, at) { one.scrollLeft = scrolled[at] || 0; });
    all('select,input').forEach(function (one, at) { if (chosen[at] !== undefined) { one.value = chosen[at]; } });
    if (focus >= 0 && all(FOCUSABLE)[focus]) { all(FOCUSABLE)[focus].focus({ preventScroll: true }); }
    if (Date.now() - lastSaid > SPEAK) {
      lastSaid = Date.now();
      said.textContent = live.querySelector('h1').textContent;
    }
  }
  function show(state) { link.textContent = link.dataset[paused ? 'paused' : state]; }

  function listen() {
    const source = new EventSource('/live?unit=' + encodeURIComponent(live.dataset.unit));
    source.onopen = function () { show('live'); changed(); };
    source.onmessage = changed;
    source.onerror = function () {
      show('lost');
      if (source.readyState !== EventSource.CLOSED) { return; }
      setTimeout(function () { renew().then(listen, listen); }, 3000);
    };
  }
  pause.hidden = false;
  pause.addEventListener('click', function () {
    paused = !paused;
    pause.textContent = paused ? pause.dataset.go : pause.dataset.pause;
    show('live');
    changed();
  });
  listen();
})();
