/* Finished answers on this phone: frozen with their id before the first attempt, kept until the
   server has them. Shared by the page and the worker. IndexedDB, else localStorage; a browser that
   stores nothing keeps them as long as the page is open. */
const Outbox = (() => {
  const NAME = 'outbox', here = {};
  const local = () => JSON.parse(localStorage.getItem('suara-outbox') || '{}');
  function locally(change) {
    const kept = local();
    const result = change(kept);
    localStorage.setItem('suara-outbox', JSON.stringify(kept));
    return result;
  }
  function open() {
    return new Promise((yes, no) => {
      const ask = indexedDB.open('suara', 1);
      ask.onupgradeneeded = () => ask.result.createObjectStore(NAME, { keyPath: 'id' });
      ask.onsuccess = () => yes(ask.result);
      ask.onerror = () => no(ask.error);
    });
  }
  function run(mode, work) {
    return open().then(base => new Promise((yes, no) => {
      const change = base.transaction(NAME, mode);
      const asked = work(change.objectStore(NAME));
      change.oncomplete = () => { base.close(); yes(asked.result); };
      change.onerror = change.onabort = () => { base.close(); no(change.error); };
    }));
  }
  const list = kept => Object.keys(kept).map(id => kept[id]);
  return {
    put: entry => run('readwrite', store => store.put(entry))
      .catch(() => locally(kept => { kept[entry.id] = entry; }))
      .then(() => { delete here[entry.id]; }, () => { here[entry.id] = entry; }),
    drop: id => run('readwrite', store => store.delete(id), delete here[id]).catch(() => 0)
      .then(() => { if (self.localStorage) { locally(kept => delete kept[id]); } }).catch(() => 0),
    /* Of all places: what could not be stored in one is in the next, and is the newer. */
    all: () => run('readonly', store => store.getAll()).catch(() => []).then(found => {
      const newest = {};
      try { found = found.concat(list(local())); } catch (e) { /* none there */ }
      found.concat(list(here)).forEach(entry => { newest[entry.id] = entry; });
      return list(newest);
    }),
    frail: () => list(here).some(entry => entry.state === 'waiting')
  };
})();
