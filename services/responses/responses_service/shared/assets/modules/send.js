/* One attempt after the other, always the same bytes under the same id: the server keeps the first.
   Shared by the page and the worker. */
const Post = (() => {
  const busy = {};
  const REFUSED = [400, 404, 413, 422];
  const moved = (entry, more) => Object.assign({}, entry, more);
  function judged(entry, answer) {
    const kind = answer.headers.get('Content-Type') || '';
    if (answer.status === 202) {
      /* The answers themselves leave the phone; receipt and month stay. */
      return answer.json().then(given => moved(entry, {
        state: 'sent', receipt: given.receipt, at: Date.now(), body: null, fields: null
      }));
    }
    if (REFUSED.indexOf(answer.status) >= 0 && /problem/.test(kind)) {
      return answer.json().then(problem => {
        const faults = problem.errors || [];
        const closed = faults.some(fault => /^(survey|form_version|issued)$/.test(fault.field));
        return moved(entry, { state: closed ? 'closed' : 'refused', faults: faults });
      });
    }
    const wait = Number(answer.headers.get('Retry-After')) || 0;
    return moved(entry, { state: 'waiting', busy: 1, after: Date.now() + wait * 1000 });
  }
  /* The entry as it is afterwards, stored; never rejects. */
  function deliver(entry) {
    if (busy[entry.id]) { return busy[entry.id]; }
    const stop = self.AbortController && new AbortController();
    const timer = setTimeout(() => stop && stop.abort(), 60000);
    const away = () => moved(entry, { state: 'waiting', busy: 0, after: 0 });
    busy[entry.id] = fetch('/api/v1/responses', {
      method: 'POST', body: entry.body, signal: stop ? stop.signal : undefined,
      headers: { 'Content-Type': 'application/json', 'Suara-Entry': entry.entry }
    }).then(answer => judged(entry, answer)).catch(away)
      .then(after => Outbox.put(after).catch(() => 0).then(() => {
        clearTimeout(timer);
        delete busy[entry.id];
        return after;
      }));
    return busy[entry.id];
  }
  const due = entry => entry.state === 'waiting' && (entry.after || 0) <= Date.now();
  return {
    deliver: deliver,
    /* Everything that waits and may be tried again now. */
    flush: () => Outbox.all().then(all => Promise.all(all.filter(due).map(deliver))),
    /* What became of those that were sent: told once, when the next page is opened. */
    settle: entry => fetch('/api/v1/receipts', {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ receipt: entry.receipt })
    }).then(answer => answer.json()).then(found => moved(entry, { fate: found.state })).catch(() => entry)
  };
})();
