/* Keeps an open dashboard current: the stream says that something moved, the page fetches the
   fragment through the checked route. Focus and scroll stay where they are. */
(function () {
  'use strict';
  var live = document.getElementById('live');
  if (!live || !window.EventSource) { return; }
  var said = document.getElementById('said'), link = document.getElementById('link');
  var pause = document.getElementById('pause');
  var paused = false, waiting = false, lastSaid = 0, source = null;

  function fragment() {
    return '/u/' + encodeURIComponent(live.dataset.unit) + '/hasil/live' + location.search;
  }
  function renew() { return fetch('/session/refresh?next=/session/hats', { redirect: 'manual' }); }
  function load(again) {
    return fetch(fragment(), { headers: { Accept: 'text/html' }, redirect: 'manual' }).then(function (answer) {
      if (answer.status === 200) { return answer.text().then(swap); }
      if (again) { return renew().then(function () { return load(false); }); }
      show('lost');
    }, function () { show('lost'); });
  }
  function swap(html) {
    if (paused) { return; }
    var open = Array.prototype.map.call(live.querySelectorAll('details'), function (one) { return one.open; });
    var focused = document.activeElement && live.contains(document.activeElement);
    if (focused) { waiting = true; return; } /* never take the ground from under a keyboard */
    live.innerHTML = html;
    live.querySelectorAll('details').forEach(function (one, at) { one.open = !!open[at]; });
    show('live');
    if (Date.now() - lastSaid > 60000) {
      lastSaid = Date.now();
      said.textContent = live.querySelector('h1').textContent;
    }
  }
  live.addEventListener('focusout', function () { if (waiting) { waiting = false; setTimeout(function () { load(true); }, 0); } });
  function show(state) { link.textContent = link.dataset[state]; }
  function listen() {
    source = new EventSource('/live?unit=' + encodeURIComponent(live.dataset.unit));
    source.onopen = function () { show('live'); load(true); };
    source.onmessage = function () { if (!paused) { load(true); } };
    source.onerror = function () {
      show('lost');
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(function () { renew().then(listen, listen); }, 3000);
      }
    };
  }
  pause.hidden = false;
  pause.addEventListener('click', function () {
    paused = !paused;
    pause.textContent = paused ? pause.dataset.go : pause.dataset.pause;
    show(paused ? 'paused' : 'live');
    if (!paused) { load(true); }
  });
  listen();
})();
