/* Adds to a form that works without it: says the chosen star in words, and keeps answers on the
   phone until the server has acknowledged them. */
(function () {
  'use strict';
  var KEY = 'suara-waiting';
  var form = document.querySelector('form[data-survey]');
  var status = document.getElementById('status');

  function waiting() {
    try { return JSON.parse(localStorage.getItem(KEY) || '[]'); } catch (e) { return []; }
  }
  function keep(list) {
    try { localStorage.setItem(KEY, JSON.stringify(list)); return true; } catch (e) { return false; }
  }
  function forget(id) {
    keep(waiting().filter(function (body) { return body.response_id !== id; }));
  }
  /* Sends one kept body; resolves to true when it need not be sent again. */
  function deliver(body) {
    var here = form && form.response_id.value === body.response_id;
    return fetch('/api/v1/responses', {
      method: 'POST', body: JSON.stringify(body),
      headers: {
        'Content-Type': 'application/json', 'Suara-Entry': here ? form.entry.value : 'link.plain.started'
      }
    }).then(function (answer) {
      if (answer.status === 202) {
        return answer.json().then(function (receipt) {
          forget(body.response_id);
          if (here) { thank(receipt); }
          return true;
        });
      }
      if (answer.status >= 500 || answer.status === 429) { return false; }
      forget(body.response_id); /* it will not get better by waiting: the server says why */
      if (here) { form.submit(); }
      return true;
    }, function () { return false; });
  }
  function flush() { waiting().forEach(deliver); }

  document.addEventListener('change', function (event) {
    var group = event.target.closest && event.target.closest('fieldset');
    var said = group && group.querySelector('.said');
    if (!said) { return; }
    var words = JSON.parse(form.dataset.say)[event.target.value - 1] || '';
    said.textContent = words.replace('{short}', group.dataset.short);
  });

  if (form && window.fetch && window.FormData) {
    form.addEventListener('submit', function (event) {
      var body = collect(form);
      if (!body) { return; } /* something is missing: the server says what, in its own page */
      event.preventDefault();
      keep(waiting().concat([body]));
      form.querySelector('button[type=submit]').disabled = true;
      deliver(body).then(function (done) { if (!done) { hold(body); } });
    });
  }

  /* What one item was answered with, as the server wants it; null for nothing. */
  function answerOf(set) {
    var type = set.dataset.type, field = set.querySelector('[name]');
    var chosen = [].map.call(set.querySelectorAll('input:checked'), function (box) { return box.value; });
    if (type === 'many') { return chosen.length ? chosen : null; }
    if (type === 'one') { return chosen.length ? chosen[0] : null; }
    if (type === 'stars' || type === 'scale') { return chosen.length ? Number(chosen[0]) : null; }
    var text = field.value.trim();
    return !text ? null : type === 'number' && /^-?\d+$/.test(text) ? Number(text) : text;
  }
  /* Conditions are data: a closed set of comparisons, the same as on the server. */
  var TESTS = {
    equals: function (a, b) { return a === b; }, not_equals: function (a, b) { return a !== b; },
    at_least: function (a, b) { return a >= b; }, at_most: function (a, b) { return a <= b; },
    includes: function (a, b) { return a.indexOf(b) >= 0; },
    answered: function () { return true; }, not_answered: function () { return false; }
  };
  function met(rule, answers) {
    var given = answers[rule.item];
    if (given === undefined) { return rule.is === 'not_answered'; }
    return TESTS[rule.is](given, rule.value);
  }
  function reveal() {
    var answers = {};
    form.querySelectorAll('[data-item]').forEach(function (set) {
      var rule = set.dataset.if && JSON.parse(set.dataset.if), list = rule && (rule.any || rule.all);
      var test = function (one) { return met(one, answers); };
      var due = !rule || (rule.any ? list.some(test) : list.every(test));
      set.hidden = !due;
      if (set.dataset.type) {
        set.disabled = !due;
        var value = due ? answerOf(set) : null;
        if (value !== null) { answers[set.dataset.item] = value; }
      }
    });
  }
  if (form && form.querySelector('[data-if]')) {
    form.classList.add('live');
    form.addEventListener('input', reveal);
    form.addEventListener('change', reveal);
    reveal();
  }

  /* The first answer: says once that somebody has begun, without waiting for it. */
  function begin() {
    var entry = form.entry, told = new URLSearchParams({ entry: entry.value });
    if (navigator.sendBeacon && navigator.sendBeacon(form.getAttribute('action') + '/start', told)) {
      entry.value += '.started';
    }
  }
  if (form && form.entry && !/started$/.test(form.entry.value)) { form.addEventListener('change', begin, { once: true }); }

  function collect(from) {
    var data = new FormData(from), answers = {}, profile = {}, contact = {}, complete = true;
    from.querySelectorAll('fieldset[data-item]').forEach(function (set) {
      if (set.disabled) { return; }
      var value = answerOf(set);
      if (value !== null) { answers[set.dataset.item] = value; }
      else if (set.dataset.required) { complete = false; }
    });
    if (!complete) { return null; }
    data.forEach(function (value, name) {
      var parts = name.split('.');
      if (parts[0] === 'p' && value) { profile[parts[1]] = value; }
      if (parts[0] === 'c' && value) { contact[parts[1]] = value; }
    });
    var body = {
      response_id: data.get('response_id'), code: data.get('code'), survey: data.get('survey'),
      form_version: data.get('form_version'), issued: data.get('issued'),
      language: data.get('language'), answers: answers, finished_at: new Date().toISOString()
    };
    if (Object.keys(profile).length) { body.profile = profile; }
    if (Object.keys(contact).length) { body.contact = contact; }
    if (data.get('text')) { body.text = data.get('text'); }
    return body;
  }
  function hold(body) {
    status.textContent = status.dataset.kept;
    status.className = 'fault';
    status.focus();
    setTimeout(function again() {
      if (!kept(body)) { return; } /* sent meanwhile, when the network came back */
      deliver(body).then(function (done) { if (!done) { setTimeout(again, 4000); } });
    }, 4000);
  }
  function kept(body) {
    return waiting().some(function (one) { return one.response_id === body.response_id; });
  }
  function thank(receipt) {
    var page = document.getElementById('thanks');
    page.querySelector('.receipt').textContent = receipt.receipt.replace(/(.{4})(?=.)/g, '$1-');
    form.hidden = true;
    status.hidden = true;
    page.hidden = false;
    page.querySelector('h1').focus();
    window.scrollTo(0, 0);
  }
  addEventListener('online', flush);
  flush();
})();
