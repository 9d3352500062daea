/* A device that many people use, one after another: nothing of one is left for the next. Adds keys,
   resets, full screen and a visible queue to pages that work by links alone. */
(() => {
  const HOME = '/s/anjungan', QUIET = 50000, WARNED = 10000, THANKS = 8000, EVERY = 60000;
  const get = id => document.getElementById(id);
  const found = /^#k=([\w-]{20,80})$/.exec(location.hash);
  if (found) {
    /* The key stood behind the #: no server has seen it yet, and the address bar forgets it. */
    history.replaceState(null, '', location.pathname + location.search);
    get('lock').elements.key.value = found[1];
    get('lock').submit();
    return;
  }
  const box = get('kiosk'), framed = parent !== self;
  if (!box || !self.fetch || !self.Promise || !self.indexedDB || !Element.prototype.closest) { return; }
  const form = get('facts') && document.querySelector('form'), idle = get('idle');
  const say = name => box.getAttribute('data-' + name);
  let timer = 0, done = false, before = null;

  /* Receipts are shown once, to the person, and never kept here; what the server refuses for good is
     counted for two weeks, in which the operator may ask why. */
  const over = entry => entry.state === 'sent' || entry.state !== 'waiting' && entry.issued < Date.now() - 14 * 864e5;
  const waiting = () => Outbox.all().then(all => Promise.all(
    all.filter(over).map(entry => Outbox.drop(entry.id))
  ).then(() => all.filter(entry => !over(entry)).length));
  function paint() {
    return waiting().then(number => {
      const away = navigator.onLine === false;
      const words = number ? say('waiting').replace('{n}', number) : away ? '' : say('connected');
      box.textContent = (away ? say('away') + ' ' : '') + words;
      return number;
    });
  }
  function report() {
    return paint().then(number => fetch(HOME + '/antrean', {
      method: 'POST', body: new URLSearchParams({ waiting: number })
    })).catch(() => 0);
  }
  function leave() {
    try { sessionStorage.clear(); } catch (e) { /* nothing was kept */ }
    if (form) { form.reset(); }
    if (framed) { parent.postMessage('leave', location.origin); } else { location.replace(HOME); }
  }
  function later(act, after) { clearTimeout(timer); timer = setTimeout(act, after); }
  function awake() {
    if (done) { return; }
    if (!idle.hidden) { idle.hidden = true; if (before && before.focus) { before.focus(); } }
    later(warn, QUIET);
  }
  function warn() {
    before = document.activeElement;
    idle.hidden = false;
    idle.querySelector('button').focus();
    later(leave, WARNED);
  }
  /* 1 to 6 choose and never go on; only while the question itself has the focus. */
  function choose(event) {
    const screen = event.target.closest('.s'), sets = screen ? screen.querySelectorAll('[data-type=stars]') : [];
    const set = event.target.closest('[data-type=stars]') || (sets.length === 1 ? sets[0] : null);
    if (!set || !/^[1-6]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) { return; }
    const star = set.querySelector('input[value="' + event.key + '"]');
    if (star) { event.preventDefault(); star.click(); star.focus(); }
  }
  function finish(event) {
    done = true;
    idle.hidden = true;
    if (event.detail === 'waiting') {
      const head = document.querySelector('main>h1');
      head.textContent = say('kept');
      head.tabIndex = -1;
      head.focus();
    }
    report();
    later(leave, THANKS);
  }
  /* A person's page: the form, its thanks. */
  function serve() {
    idle.querySelector('button').addEventListener('click', awake);
    ['pointerdown', 'keydown', 'input'].forEach(kind => document.addEventListener(kind, awake));
    if (form) { form.addEventListener('keydown', choose); }
    document.addEventListener('suara-done', finish);
    addEventListener('pageshow', event => { if (event.persisted) { leave(); } });
    awake();
    paint();
  }
  function keep(worker) { worker.postMessage({ keep: say('keep').trim().split(' '), name: 'kiosk' }); }
  /* The page that invites. */
  function invite() {
    const full = get('full'), root = document.documentElement, start = get('start');
    if (framed) { leave(); return; }
    try { sessionStorage.clear(); } catch (e) { /* nothing was kept */ }
    full.hidden = !root.requestFullscreen;
    full.addEventListener('click', () => root.requestFullscreen().catch(() => 0));
    /* Full screen ends with its page, so the form stands inside this one. */
    if (start) {
      start.addEventListener('click', event => {
        if (!document.fullscreenElement) { return; }
        event.preventDefault();
        const frame = document.createElement('iframe');
        frame.src = start.href;
        frame.title = say('form');
        document.body.appendChild(frame);
        frame.focus();
      });
    }
    addEventListener('message', event => {
      const frame = document.querySelector('iframe');
      if (event.origin !== location.origin || event.data !== 'leave' || !frame) { return; }
      document.body.removeChild(frame);
      start.focus();
      report();
    });
    if (navigator.serviceWorker) {
      navigator.serviceWorker.register('/s/sw.js', { scope: '/s/' }).then(made => {
        const worker = made.installing || made.waiting || made.active;
        const check = () => { if (worker.state === 'activated') { keep(worker); } };
        worker.addEventListener('statechange', check);
        check();
      }).catch(() => 0);
    }
    const flush = () => Post.flush().then(report);
    setInterval(flush, EVERY);
    addEventListener('online', flush);
    flush();
  }
  addEventListener('online', paint);
  addEventListener('offline', paint);
  if (idle) { serve(); } else { invite(); }
})();
