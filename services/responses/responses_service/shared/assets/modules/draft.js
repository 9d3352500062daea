/* What is chosen so far, in this tab alone; never on a kiosk or a lent phone, but for the one step
   from language to language. */
const Draft = (form, answers, own) => {
  const key = 'draft:' + answers.facts.code + ':' + answers.facts.survey;
  const KEPT = { response_id: 1, issued: 1, entry: 1 };
  const changed = {}, before = {};
  let at = 0;
  const fields = () => [].slice.call(form.elements).filter(field => field.name && (field.type !== 'hidden' || KEPT[field.name]));
  const isBox = field => field.type === 'radio' || field.type === 'checkbox';
  function taken() {
    const kept = {};
    fields().forEach(field => {
      if (isBox(field) ? field.checked : field.value) { kept[field.name] = (kept[field.name] || []).concat(field.value); }
    });
    return { fields: kept, at: at, changed: changed };
  }
  function save() {
    try { sessionStorage.setItem(key, JSON.stringify(taken())); } catch (e) { /* no draft then */ }
  }
  function drop() { try { sessionStorage.removeItem(key); } catch (e) { /* there is none */ } }
  function remember() {
    answers.all('.row input:checked,.opts input[type=radio]:checked').forEach(box => { before[box.name] = box.value; });
  }
  /* True when there was one. */
  function restore() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(key)); } catch (e) { return false; }
    if (!own) { drop(); }
    if (!kept) { return false; }
    fields().forEach(field => {
      const values = kept.fields[field.name];
      if (isBox(field)) { field.checked = !!values && values.indexOf(field.value) >= 0; }
      else if (values) { field.value = values[0]; }
    });
    at = kept.at;
    Object.assign(changed, kept.changed);
    return true;
  }
  /* A statement counts once, however often its stars are changed. */
  form.addEventListener('change', event => {
    const field = event.target;
    if (field.type === 'radio' && /^a\./.test(field.name)) {
      if (before[field.name] && before[field.name] !== field.value) { changed[field.name] = 1; }
      before[field.name] = field.value;
    }
    if (own) { save(); }
  });
  form.addEventListener('input', () => { if (own) { save(); } });
  const had = restore();
  remember();
  return {
    had: had, save: save, drop: drop, taken: taken,
    at: () => at, moveTo: index => { at = index; if (own) { save(); } },
    changes: () => Object.keys(changed).length
  };
};
