/* Adds to a form that works without it: screens, drafts, and answers that survive without network. */
(() => {
  const form = self.document && document.getElementById('facts') && document.querySelector('form');
  if (!form || !self.fetch || !self.Promise || !self.indexedDB || !Object.assign || !form.closest) { return; }
  const answers = Answers(form), facts = answers.facts, say = facts.say, root = document.documentElement;
  const fields = form.elements, real = facts.mode !== 'preview', own = facts.mode === 'self';
  const status = Status(facts);
  facts.kept = Number(root.getAttribute('data-kept'));
  root.classList.add('js');
  /* A copy must not look open after its close. */
  if (facts.kept && Date.now() > Date.parse(facts.closes)) {
    form.hidden = true;
    status.write([['!', say.closed]]);
    return;
  }
  freshId();
  adopt();
  slip();
  const draft = Draft(form, answers, own);
  const screens = Screens(form, answers, draft, say, notYet);

  /* The page may be an old copy: its id belongs to the answer it was first used for. */
  function freshId() {
    if (!self.crypto || !real) { return; }
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    const hex = [].map.call(bytes, one => (one + 256).toString(16).slice(1)).join('');
    fields.response_id.value = hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
  /* Answers that were refused come back as a draft of today's survey. */
  function adopt() {
    try {
      const from = 'draft:' + facts.code + ':', kept = sessionStorage.getItem(from);
      if (kept) { sessionStorage.setItem(from + facts.survey, kept); sessionStorage.removeItem(from); }
    } catch (e) { /* no draft then */ }
  }
  /* The code of a slip stands behind the #: it never left the phone, and leaves its address bar. */
  function slip() {
    const found = /^#k=([0-9A-Za-z-]{4,20})$/.exec(location.hash);
    if (!found || !fields.token) { return; }
    fields.token.value = found[1];
    document.getElementById('visit').open = true;
    history.replaceState(null, '', location.pathname + location.search);
  }
  function tell(kind) {
    return real && navigator.sendBeacon && navigator.sendBeacon(
      '/s/' + facts.code + '/start', new URLSearchParams({ entry: fields.entry.value, kind: kind })
    );
  }
  /* Once, without waiting for it. */
  function begin() {
    if (real && !/started$/.test(fields.entry.value) && tell('start')) { fields.entry.value += '.started'; }
  }
  if (real && facts.layout === 'paged' && !/paged/.test(fields.entry.value)) { fields.entry.value += '.paged'; }

  /* A part of the page that was kept as text until now, instead of the form. */
  function replace(name) {
    const page = document.createElement('div');
    page.innerHTML = document.getElementById(name).textContent;
    form.hidden = screens.heading.hidden = true;
    form.parentNode.insertBefore(page, form);
    const head = page.querySelector('h1');
    document.title = head.textContent + ' – Suara';
    head.focus();
    window.scrollTo(0, 0);
    return page;
  }
  function notYet() {
    tell('screened');
    const page = replace('later');
    page.querySelector('button').addEventListener('click', () => {
      page.parentNode.removeChild(page);
      form.hidden = screens.heading.hidden = false;
      screens.show(0);
    });
  }
  function repeat(box) {
    const said = box.closest('fieldset').querySelector('.rb');
    said.textContent = facts.stars[box.value - 1].replace('{short}', () => said.getAttribute('data-s'));
  }
  function follow() {
    const date = document.getElementById('other-day');
    if (date) { date.hidden = answers.picked('when') !== 'other'; }
    answers.reveal();
  }
  answers.all('.rb').forEach(said => said.setAttribute('role', 'status'));
  answers.all('.row input:checked').forEach(repeat);
  follow();
  form.addEventListener('input', follow);
  form.addEventListener('change', event => {
    if (event.target.name !== 'done') { begin(); }
    if (event.target.closest('.row')) { repeat(event.target); }
    follow();
  });
  /* Read aloud: nothing is fetched before it is asked for. */
  form.addEventListener('click', event => {
    const source = event.target.getAttribute('data-audio');
    if (!source) { return; }
    event.preventDefault();
    const sound = document.createElement('audio');
    sound.controls = true;
    sound.preload = 'none';
    sound.src = source;
    event.target.parentNode.replaceChild(sound, event.target);
    sound.focus();
  });
  document.addEventListener('click', event => {
    if (event.target.closest('.langs a') && form.parentNode) { draft.save(); }
  });

  form.addEventListener('submit', event => {
    event.preventDefault();
    if (!screens.last()) { screens.next(); return; }
    if (!real || screens.missing(form)) { return; }
    const body = answers.body(draft.changes());
    freeze({
      id: body.response_id, body: JSON.stringify(body), entry: fields.entry.value,
      code: facts.code, lang: facts.lang, month: facts.period, fields: draft.taken(),
      issued: Number(body.issued.split('.')[0]) / 1000, until: Date.parse(facts.ends), state: 'waiting', after: 0
    });
  });
  function disable(off) { answers.all('[type=submit]').forEach(button => { button.disabled = off; }); }
  /* Stored first, sent second: whatever happens in between, the same bytes go out again. */
  function freeze(entry) {
    const slow = setTimeout(() => status.write([['→', say.sending]]), 400);
    disable(true);
    status.follow(entry.id, ended);
    Outbox.put(entry).catch(() => 0).then(() => Post.deliver(entry)).then(after => {
      clearTimeout(slow);
      ended(after);
    });
  }
  /* A kiosk makes room for the next person. */
  function over(how) {
    if (facts.mode === 'kiosk') { document.dispatchEvent(new CustomEvent('suara-done', { detail: how })); }
  }
  function ended(entry) {
    if (entry.state === 'sent') {
      if (!form.parentNode) { return; }
      draft.drop();
      screens.reveal();
      thank(entry);
      over('sent');
      Outbox.put(Object.assign({}, entry, { told: 1 })).then(status.paint);
    } else if (entry.state === 'waiting') {
      draft.drop();
      screens.reveal();
      form.hidden = true;
      if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
      sync();
      status.paint();
      over('waiting');
    } else { refused(entry); }
  }
  /* The server says why; the answers are in the form again and nothing waits any more. */
  function refused(entry) {
    const closed = entry.state === 'closed';
    status.follow('', () => 0);
    form.hidden = false;
    disable(false);
    draft.save();
    Outbox.drop(entry.id).then(status.paint);
    screens.complain((closed ? [{}] : entry.faults).map(fault => {
      const key = (fault.field || '').replace(/^\w+\./, ''), set = form.querySelector('[data-item="' + key + '"]');
      const name = set ? set.getAttribute('data-short') : key;
      return { set: set, words: closed ? say.closed : say.check.replace('{short}', () => name) };
    }), say.refused_head);
  }
  function thank(entry) {
    const page = replace('thanks'), next = page.querySelector('#follow');
    page.querySelector('.receipt').textContent = status.groups(entry.receipt);
    document.getElementById('unit').hidden = true;
    if (next) { carry(next); }
    form.parentNode.removeChild(form);
  }
  /* Profile, service and day go along to the second survey: nobody is asked twice. */
  function carry(next) {
    const body = answers.body(0), told = {};
    Object.keys(body.profile || {}).forEach(key => { told['p.' + key] = body.profile[key]; });
    ['service', 'served_on'].forEach(key => { told[key] = body[key] || []; });
    Object.keys(told).forEach(name => [].concat(told[name]).forEach(value => {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      next.appendChild(field);
    }));
    next.querySelector('a').addEventListener('click', event => {
      event.preventDefault();
      next.parentNode.removeChild(next);
      document.querySelector('h1:not([hidden])').focus();
    });
  }

  let registration = null;
  function sync() {
    if (registration && registration.sync) { registration.sync.register('outbox').catch(() => 0); }
  }
  function keep(worker) {
    worker.postMessage({
      keep: [location.pathname + location.search, document.querySelector('script[src]').getAttribute('src')],
      name: facts.version + ':' + facts.lang
    });
  }
  if (!real) { return; }
  /* A printed code is scanned once; the address it leads to works without network afterwards. */
  if (/^\/Q\//.test(location.pathname)) {
    history.replaceState(history.state, '', '/s/' + facts.code + '?survey=' + facts.survey + '&lang=' + facts.lang);
  }
  addEventListener('load', () => {
    const workers = facts.worker && navigator.serviceWorker;
    if (!workers) { return; }
    workers.addEventListener('message', status.paint);
    workers.register('/s/sw.js', { scope: '/s/' }).then(made => {
      const worker = made.installing || made.waiting || made.active;
      const check = () => { if (worker.state === 'activated') { keep(worker); } };
      registration = made;
      worker.addEventListener('statechange', check);
      check();
    }).catch(() => 0);
  });
  addEventListener('online', () => { status.flush(true); });
  addEventListener('offline', status.paint);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { status.flush(); } });
  status.flush().then(status.settle);
})();
