/* What the form holds, as the server wants it; conditions are data, the same as on the server. */
const Answers = form => {
  const facts = JSON.parse(document.getElementById('facts').textContent);
  const all = (query, from) => [].slice.call((from || form).querySelectorAll(query));
  const sets = all('[data-item]');
  const ruled = sets.filter(set => set.getAttribute('data-if'));
  const TESTS = {
    equals: (a, b) => a === b, not_equals: (a, b) => a !== b,
    at_least: (a, b) => a >= b, at_most: (a, b) => a <= b,
    includes: (a, b) => a.indexOf(b) >= 0, answered: () => true, not_answered: () => false
  };
  /* Null for nothing. */
  function answerOf(set) {
    const type = set.getAttribute('data-type');
    const chosen = all('input:checked', set).map(box => box.value);
    if (type === 'many') { return chosen.length ? chosen : null; }
    if (type === 'one') { return chosen.length ? chosen[0] : null; }
    if (type === 'stars' || type === 'scale') { return chosen.length ? Number(chosen[0]) : null; }
    const field = set.querySelector('[name]'), text = field ? field.value.trim() : '';
    return !text ? null : type === 'number' && /^-?\d+$/.test(text) ? Number(text) : text;
  }
  function met(rule, answers) {
    const given = answers[rule.item];
    return given === undefined ? rule.is === 'not_answered' : TESTS[rule.is](given, rule.value);
  }
  /* Shows what is asked because of the answers before it; returns the answers. */
  function reveal() {
    const answers = {};
    sets.forEach(set => {
      const rule = JSON.parse(set.getAttribute('data-if') || 'null');
      const test = one => met(one, answers);
      const due = !rule || (rule.any ? rule.any.some(test) : rule.all.every(test));
      if (rule) { set.hidden = set.disabled = !due; set.classList.toggle('off', !due); }
      const value = due && set.getAttribute('data-type') ? answerOf(set) : null;
      if (value !== null) { answers[set.getAttribute('data-item')] = value; }
    });
    return answers;
  }
  const asked = set => !set.classList.contains('off');
  const lacking = from => all('[data-required]', from)
    .filter(set => asked(set) && answerOf(set) === null);
  /* What counts of all that is asked, where none of it has an answer. */
  const uncounted = () => {
    const sets = all('[data-counts]').filter(asked);
    return sets.every(set => answerOf(set) === null) ? sets : [];
  };
  const picked = name => { const box = form.querySelector('[name="' + name + '"]:checked'); return box && box.value; };
  const text = name => { const field = form.elements[name]; return field && field.value ? field.value.trim() : ''; };
  /* The day by the clock of the office: no part of Indonesia moves its clocks. */
  function servedOn() {
    const when = picked('when');
    if (when === 'other' || !when) { return text('served_on'); }
    return new Date(Date.now() + facts.zone * 6e4 - when * 864e5).toISOString().slice(0, 10);
  }
  function group(prefix) {
    const found = {};
    all('[name^="' + prefix + '"]').forEach(field => {
      const key = field.name.slice(prefix.length);
      if (field.type === 'checkbox') {
        if (field.checked) { found[key] = (found[key] || []).concat(field.value); }
      } else if (field.value.trim()) { found[key] = field.value.trim(); }
    });
    return Object.keys(found).length ? found : null;
  }
  function body(changes) {
    const made = { answers: reveal(), changes: changes, finished_at: new Date().toISOString() };
    ['response_id', 'code', 'survey', 'form_version', 'issued', 'language'].forEach(name => { made[name] = text(name); });
    const more = {
      profile: group('p.'), contact: group('c.'), text: text('text'), token: text('token'),
      service: form.elements.service && (picked('service') || text('service')), served_on: servedOn(),
      shared: text('shared') === 'true'
    };
    Object.keys(more).forEach(name => { if (more[name]) { made[name] = more[name]; } });
    return made;
  }
  if (ruled.length) { form.classList.add('live'); }
  return { facts: facts, all: all, reveal: reveal, lacking: lacking, uncounted: uncounted, body: body, picked: picked };
};
