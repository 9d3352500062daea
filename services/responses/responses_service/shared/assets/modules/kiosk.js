/* A device that many people use, one after another: nothing of one is left for the next. Adds keys,
   resets, full screen and a visible queue to pages that work by links alone. */
(() => {
  const HOME = '/s/anjungan', QUIET = 45000, WARNED = 20000, THANKS = 8000, EVERY = 60000;
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
  const COUNTED = 14 * 864e5;
  const over = entry => entry.state === 'sent' || entry.state !== 'waiting' && entry.issued < Date.now() - COUNTED;
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
  /* Begun and never sent: told without waiting for it, and only while there is network. */
  function abandon() {
    const entry = form && !done && form.elements.entry.value;
    if (!/started$/.test(entry || '') || !navigator.sendBeacon) { return; }
    const code = JSON.parse(get('facts').textContent).code;
    navigator.sendBeacon('/s/' + code + '/start', new URLSearchParams({ entry: entry, kind: 'abandoned' }));
  }
  function leave() {
    abandon();
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
  function hush() { document.querySelectorAll('audio').forEach(sound => sound.pause()); }
  function press(button) {
    if (!button) { return false; }
    hush();
    button.click();
    return true;
  }
  function choose(set, number) {
    const box = set.querySelectorAll('input[type=radio],input[type=checkbox]')[number - 1];
    if (box) { box.focus(); box.click(); }
    return !!box;
  }
  /* From its beginning, each time; the focus stays where the keys are heard. */
  function listen(set) {
    const button = set.querySelector('[data-audio]'), had = document.activeElement;
    if (button) { button.closest('details').open = true; button.click(); }
    const sound = set.querySelector('audio');
    if (!sound) { return false; }
    sound.currentTime = 0;
    sound.play().catch(() => 0);
    if (had.isConnected) { had.focus(); }
    return true;
  }
  /* A number pad is enough: 1 to 6 choose and never go on, Enter goes on, Backspace goes back, 0 reads
     aloud. Heard inside a question alone, and not while somebody types. */
  function key(event) {
    const set = event.target.closest('fieldset'), screen = event.target.closest('.s');
    const types = event.target.matches('textarea,select,input:not([type=radio]):not([type=checkbox])');
    if (!set || types || event.ctrlKey || event.altKey || event.metaKey) { return; }
    const native = event.target.matches('button,a,summary,audio');
    const taken = /^[1-6]$/.test(event.key) ? choose(set, event.key)
      : event.key === '0' ? listen(set)
      : event.key === 'Backspace' ? press(screen.querySelector('.back'))
      : event.key === 'Enter' && !native && press(screen.querySelector('.next'));
    if (taken) { event.preventDefault(); }
  }
  /* The keys need the question itself, not the heading of its section. */
  function enter(screen) {
    const legend = screen && screen.querySelector('legend');
    if (legend) { legend.tabIndex = -1; legend.focus(); }
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
    ['pointerdown', 'input'].forEach(kind => document.addEventListener(kind, awake));
    /* Any key says that somebody is here, and nothing else: it must not press what has the focus then. */
    document.addEventListener('keydown', event => {
      if (!idle.hidden) { event.preventDefault(); }
      awake();
    });
    if (form) {
      form.addEventListener('keydown', key);
      form.addEventListener('focusin', event => {
        if (event.target.tagName === 'H2') { enter(event.target.closest('.s')); }
      });
      enter(form.querySelector('.s:not([hidden])'));
    }
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
    if (start) { start.focus(); }
  }
  addEventListener('online', paint);
  addEventListener('offline', paint);
  if (idle) { serve(); } else { invite(); }
})();
