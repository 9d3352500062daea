/* What waits on this phone, in words, at the top of every form; and the page after sending. */
const Status = facts => {
  const say = facts.say;
  const line = document.getElementById('status');
  const WEEK = 7 * 864e5;
  /* Several persons use this screen: nobody reads what became of the answers of others. */
  const common = facts.mode === 'kiosk' || facts.mode === 'shared';
  const groups = receipt => receipt.replace(/(.{4})(?=.)/g, '$1-');
  const clock = at => new Date(at).toLocaleTimeString(facts.lang, { hour: '2-digit', minute: '2-digit' });
  const day = at => new Date(at).toLocaleDateString(facts.lang, { day: 'numeric', month: 'long', year: 'numeric' });
  let mine = '', pause = 4000, timer = 0;
  function button(words, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = words;
    made.addEventListener('click', act);
    return made;
  }
  /* [mark, words, button?] each; an unchanged line is not said again. */
  function write(rows) {
    const told = rows.map(row => row[0] + ' ' + row[1]).join('\n');
    if (line.getAttribute('data-told') === told) { return; }
    line.setAttribute('data-told', told);
    line.textContent = '';
    line.className = rows.length ? 'state' : '';
    rows.forEach(row => {
      const part = line.appendChild(document.createElement('p')), mark = document.createElement('span');
      mark.setAttribute('aria-hidden', 'true');
      mark.textContent = row[0] + ' ';
      part.appendChild(mark);
      part.appendChild(document.createTextNode(row[1]));
      if (row[2]) { line.appendChild(row[2]); }
    });
  }
  function reasons(entry) {
    return (entry.faults || []).map(fault => fault.field.replace(/^answers\./, '')).join(', ');
  }
  /* Back into the form as a draft, to be mended and sent as a new answer. */
  function mend(entry) {
    const kept = entry.fields || { fields: {} };
    ['response_id', 'issued', 'entry'].forEach(name => { delete kept.fields[name]; });
    try { sessionStorage.setItem('draft:' + entry.code + ':', JSON.stringify(kept)); } catch (e) { return; }
    Outbox.drop(entry.id).then(() => { location.href = '/s/' + entry.code + '?lang=' + entry.lang + '&mend=1'; });
  }
  function rowsOf(entries) {
    const rows = [];
    const waiting = entries.filter(entry => entry.state === 'waiting');
    if (waiting.length) {
      const until = day(Math.min.apply(null, waiting.map(entry => entry.until || entry.issued + WEEK)));
      const words = waiting.some(entry => entry.busy) ? say.held : say.waiting;
      const many = waiting.length > 1 ? ' ' + say.many.replace('{n}', waiting.length) : '';
      const kept = Outbox.frail() ? say.frail : words + many + ' ' + say.until.replace('{date}', until);
      rows.push(['○', kept, button(say.send_now, () => flush(true))]);
    }
    entries.forEach(entry => {
      if (entry.state === 'sent' && !entry.told) {
        const words = entry.fate === 'late' ? say.late : entry.fate === 'conflict' ? say.conflict : say.sent;
        rows.push(['✓', words.replace('{time}', clock(entry.at)).replace('{receipt}', groups(entry.receipt))]);
      } else if (entry.state === 'closed' || entry.state === 'refused') {
        const words = entry.state === 'closed' ? say.closed_kept : say.refused.replace('{fields}', reasons(entry));
        rows.push(['!', words, button(say.mend, () => mend(entry))]);
      }
    });
    return rows;
  }
  /* Repaint from what is stored; what was sent out of sight is told until the page is left. */
  function paint() {
    return Outbox.all().then(entries => {
      if (common) { entries = entries.filter(entry => entry.state === 'waiting' || entry.id === mine); }
      const rows = rowsOf(entries.filter(entry => entry.id !== mine || entry.state !== 'sent'));
      if (navigator.onLine === false && !mine) { rows.push(['○', say.offline]); }
      if (facts.kept) { rows.push(['○', say.kept.replace('{date}', day(facts.kept))]); }
      write(facts.mode === 'kiosk' ? [] : rows);
      if (entries.some(entry => entry.state === 'waiting')) { later(entries); }
    });
  }
  function later(entries) {
    clearTimeout(timer);
    const after = Math.max.apply(null, entries.map(entry => (entry.after || 0) - Date.now()));
    timer = setTimeout(() => flush(), Math.max(pause, after));
    pause = Math.min(pause * 2, 64000);
  }
  function flush(now) {
    if (now) { pause = 4000; }
    const slow = setTimeout(() => { if (now) { write([['→', say.sending]]); } }, 400);
    const go = now ? Outbox.all().then(all => Promise.all(all.filter(one => one.state === 'waiting').map(Post.deliver))) : Post.flush();
    return go.then(done => {
      clearTimeout(slow);
      return Promise.all([done.map(after => after.id === mine ? ended(after) : 0), paint()]);
    });
  }
  let ended = () => 0;
  addEventListener('beforeunload', event => {
    if (Outbox.frail()) { event.preventDefault(); event.returnValue = ''; }
  });
  /* So long a phone knows what it has sent, with its receipt: two months, in milliseconds. */
  const KEPT = 60 * 864e5;
  /* Receipts of answers that left out of sight: their fate is asked for once. */
  function settle() {
    if (facts.mode === 'shared') { return paint(); }
    return Outbox.all().then(entries => Promise.all(entries.map(entry => {
      if (entry.state !== 'sent') { return 0; }
      if (entry.told) { return entry.at < Date.now() - KEPT ? Outbox.drop(entry.id) : 0; }
      return Post.settle(entry).then(after => Outbox.put(after));
    }))).then(paint).then(() => Outbox.all()).then(entries => Promise.all(
      entries.filter(entry => entry.state === 'sent' && !entry.told)
        .map(entry => Outbox.put(Object.assign(entry, { told: 1 })))
    ));
  }
  return {
    paint: paint, flush: flush, settle: settle, write: write, groups: groups,
    follow: (id, act) => { mine = id; ended = act; }
  };
};
