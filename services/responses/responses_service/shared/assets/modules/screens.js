/* One statement per screen out of a page that holds them all; no request between screens. */
const Screens = (form, answers, draft, say, notYet) => {
  const facts = answers.facts;
  /* Faults that the server found stand on one page with all statements. */
  const paged = facts.layout === 'paged' && !document.getElementById('faults');
  const screens = answers.all('.s');
  const heading = document.querySelector('main>h1');
  const header = document.querySelector('header');
  const title = document.title;
  let at = 0;
  const open = screen => !screen.querySelector('.off') && !screen.classList.contains('gone');
  const make = (tag, kind, words) => {
    const made = document.createElement(tag);
    made.className = kind;
    made.textContent = words;
    if (tag === 'button') { made.type = 'button'; }
    return made;
  };
  function step(from, by) {
    let next = from + by;
    while (screens[next] && !open(screens[next])) { next += by; }
    return screens[next] ? next : from;
  }
  function show(index, focused) {
    at = index;
    if (!paged) { return; }
    screens.forEach((screen, each) => { screen.hidden = each !== index; });
    heading.classList.toggle('vh', index > 0);
    document.body.insertBefore(header, index ? document.querySelector('main').nextSibling : document.querySelector('main'));
    draft.moveTo(index);
    clear();
    const first = screens[index].querySelector('h2,legend'), number = screens[index].querySelector('.no');
    document.title = (number ? number.textContent + ' – ' : '') + title;
    if (focused) {
      const aim = index ? first : heading;
      aim.tabIndex = -1;
      aim.focus();
      window.scrollTo(0, 0);
    }
  }
  function go(index) {
    if (index === at) { return; }
    history.pushState({ at: index, deep: ((history.state || {}).deep || 0) + 1 }, '');
    show(index, true);
  }
  function back() {
    if ((history.state || {}).deep) { history.back(); return; }
    const before = step(at, -1);
    history.replaceState({ at: before }, '');
    show(before, true);
  }
  function clear() {
    const box = document.getElementById('faults');
    if (box) { box.parentNode.removeChild(box); }
    document.title = document.title.replace(say.again + ': ', '');
    answers.all('.err').forEach(words => words.parentNode.removeChild(words));
    answers.all('.bad').forEach(set => { set.classList.remove('bad'); set.removeAttribute('aria-describedby'); });
  }
  /* Faults as {set, words}: a summary above the heading, and the same words again at each item. */
  function complain(faults, head) {
    clear();
    const box = make('div', 'fault', '');
    box.id = 'faults';
    box.setAttribute('role', 'alert');
    box.tabIndex = -1;
    box.appendChild(make('h2', '', head));
    const list = box.appendChild(document.createElement('ul'));
    faults.forEach((fault, number) => {
      const link = make('a', '', fault.words), field = fault.set && fault.set.querySelector('input,textarea,select');
      link.href = '#' + (field ? field.id : 'main');
      list.appendChild(document.createElement('li')).appendChild(link);
      if (!fault.set) { return; }
      const words = make('p', 'err', fault.words);
      words.id = 'err' + number;
      fault.set.classList.add('bad');
      fault.set.setAttribute('aria-describedby', words.id);
      fault.set.insertBefore(words, fault.set.querySelector('legend').nextSibling);
    });
    heading.parentNode.insertBefore(box, heading);
    document.title = say.again + ': ' + document.title;
    box.focus();
    window.scrollTo(0, 0);
  }
  /* The server would not take it. */
  const nothing = () => {
    const set = answers.uncounted()[0];
    if (set) { complain([{ set: set, words: facts.nothing }], say.again); }
    return Boolean(set);
  };
  const missing = from => {
    const sets = answers.lacking(from);
    if (!sets.length) { return from === form && nothing(); }
    const head = sets.length === 1 ? facts.missing[0] : facts.missing[1].replace('{n}', sets.length);
    complain(sets.map(set => ({ set: set, words: facts.choose + ' ' + set.getAttribute('data-short') })), head);
    return true;
  };
  function next() {
    const start = form.querySelector('#q-done');
    if (at === 0 && start && !start.hidden) {
      const done = answers.picked('done');
      if (!done) { complain([{ set: start, words: say.pick_done }], say.again); return; }
      if (done === 'no') { notYet(); return; }
    }
    if (!missing(screens[at])) { go(step(at, 1)); }
  }
  function prepare() {
    screens.forEach((screen, index) => {
      if (index) {
        const way = make('button', 'back', say.back);
        way.addEventListener('click', back);
        screen.insertBefore(way, screen.firstChild);
      }
      if (index < screens.length - 1) {
        const on = make('button', 'next', index ? say.next : say.begin);
        on.addEventListener('click', next);
        screen.appendChild(on);
      }
    });
    window.addEventListener('popstate', event => {
      if (!form.hidden) { show((event.state || {}).at || 0, true); }
    });
    document.addEventListener('click', event => {
      const link = event.target.closest && event.target.closest('.fault a');
      const aim = link && document.getElementById(link.hash.slice(1)), screen = aim && aim.closest('.s');
      if (!screen) { return; }
      /* Following the link itself would be a step in the history, to the first screen. */
      event.preventDefault();
      if (screen.hidden) { go(screens.indexOf(screen)); }
      aim.focus();
    });
    const here = (history.state || {}).at;
    show(here === undefined ? draft.had ? draft.at() : facts.first : here, draft.had);
  }
  if (paged) { document.documentElement.classList.add('paged'); prepare(); }
  return {
    next: next, missing: missing, complain: complain, show: index => show(index, true),
    last: () => !paged || at === screens.length - 1, heading: heading,
    reveal: () => { heading.classList.remove('vh'); clear(); }
  };
};
