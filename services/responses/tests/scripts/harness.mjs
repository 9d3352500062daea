/* The answering page's scripts share one scope, in the order in which deploy/assets.sh joins them;
   here they run in a page of jsdom, without a network. */
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { JSDOM } from 'jsdom';

const MODULES = new URL('../../responses_service/shared/assets/modules/', import.meta.url);
const source = name => readFileSync(new URL(name + '.js', MODULES), 'utf-8');

export const FACTS = {
  code: 'W1101AB', survey: 'september', zone: 420, mode: 'self', lang: 'id', layout: 'plain',
  missing: ['Satu pernyataan belum dijawab', '{n} pernyataan belum dijawab'], choose: 'Pilih', nothing: 'Jawab satu', first: 0,
  say: {
    again: 'Periksa lagi', waiting: 'Belum terkirim.', held: 'Peladen sibuk.', many: '({n} jawaban)', frail: 'Jangan tutup halaman.',
    until: 'Sampai {date}.', send_now: 'Kirim', sent: 'Terkirim {time}: {receipt}', late: 'Terlambat', conflict: 'Bentrok',
    closed_kept: 'Sudah ditutup', refused: 'Ditolak: {fields}', mend: 'Perbaiki', offline: 'Tanpa jaringan', kept: 'Salinan {date}',
    back: 'Kembali', next: 'Lanjut', begin: 'Mulai', sending: 'Mengirim', pick_done: 'Pilih'
  }
};

const FIELDS = ['response_id', 'code', 'survey', 'form_version', 'issued', 'language', 'entry'];
const hidden = FIELDS.map(name => `<input type="hidden" name="${name}" value="${name}-1">`).join('');

/* A page with the form's `items` in it, as templates/form.html draws them. */
export function page(items = '', facts = {}) {
  const html = `<header></header><main><h1>Survei</h1><div id="status"></div><form>${hidden}${items}</form></main>
    <script type="application/json" id="facts">${JSON.stringify({ ...FACTS, ...facts })}</script>`;
  const dom = new JSDOM(html, { url: 'https://suara.example.id/s/W1101AB', runScripts: 'outside-only' });
  dom.window.scrollTo = () => 0;
  return dom.window;
}

/* What a module is in that page, after those that it needs. */
export function load(window, ...names) {
  const context = window.document.defaultView;
  for (const name of names) { context.eval.call(context, expose(name)); }
  return context.suara;
}

const OWN = { answers: 'Answers', draft: 'Draft', outbox: 'Outbox', screens: 'Screens', send: 'Post', status: 'Status' };
const expose = name => `${source(name).replace(/^const (Answers|Draft|Outbox|Screens|Post|Status) =/m, 'var $1 =')}
  var suara = Object.assign(self.suara || {}, { ${OWN[name]}: ${OWN[name]} });`;

/* A worker's script among the `globals` that it finds. */
export function run(name, globals) {
  new Script(source(name)).runInNewContext(globals);
}

/* One statement with stars, one question; more attributes as text. */
export const stars = (key, more = '', chosen = 0) => `<div class="s"><fieldset data-item="${key}" data-type="stars" data-short="${key}" ${more}>
  <legend>${key}</legend><div class="row">${[1, 2, 3, 4].map(n =>
    `<input type="radio" name="a.${key}" value="${n}" id="${key}-${n}"${n === chosen ? ' checked' : ''}>`).join('')}</div></fieldset></div>`;
export const field = (key, type, value, more = '') =>
  `<fieldset data-item="${key}" data-type="${type}" data-short="${key}" ${more}><legend>${key}</legend><input name="a.${key}" value="${value}"></fieldset>`;
export const boxes = (key, codes, chosen) => `<fieldset data-item="${key}" data-type="many" data-short="${key}"><legend>${key}</legend>${codes.map(code =>
  `<input type="checkbox" name="a.${key}" value="${code}"${chosen.includes(code) ? ' checked' : ''}>`).join('')}</fieldset>`;
export const rule = condition => `data-if='${JSON.stringify(condition)}'`;

export function pick(window, name, value) {
  const box = window.document.querySelector(`[name="${name}"][value="${value}"]`);
  box.checked = true;
  box.dispatchEvent(new window.Event('change', { bubbles: true }));
}
/* Objects of the page have other prototypes than those of the test. */
export const plain = made => JSON.parse(JSON.stringify(made));
