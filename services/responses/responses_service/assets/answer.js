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
  function send(body) {
    return fetch('/api/v1/responses', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body)
    });
  }
  function flush() {
    waiting().forEach(function (body) {
      send(body).then(function (answer) {
        /* 4xx will not get better by waiting; 429 and 5xx will. */
        if (answer.ok || (answer.status >= 400 && answer.status < 429)) { forget(body.response_id); }
      }, function () {});
    });
  }

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
      var button = form.querySelector('button[type=submit]');
      button.disabled = true;
      send(body).then(function (answer) {
        if (answer.status === 202) {
          return answer.json().then(function (receipt) { forget(body.response_id); thank(receipt); });
        }
        if (answer.status >= 500 || answer.status === 429) { return hold(button); }
        forget(body.response_id);
        button.disabled = false;
        form.submit();
      }, function () { hold(button); });
    });
  }

  function collect(from) {
    var data = new FormData(from), answers = {}, profile = {}, contact = {}, complete = true;
    from.querySelectorAll('fieldset[data-item]').forEach(function (set) {
      var chosen = set.querySelector('input:checked');
      if (chosen) { answers[set.dataset.item] = Number(chosen.value); }
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
  function hold(button) {
    status.textContent = status.dataset.kept;
    status.className = 'fault';
    status.focus();
    var again = function () {
      var body = waiting().filter(function (one) { return one.response_id === form.response_id.value; })[0];
      if (!body) { return; }
      send(body).then(function (answer) {
        if (answer.status === 202) {
          answer.json().then(function (receipt) { forget(body.response_id); thank(receipt); });
        } else if (answer.status >= 500 || answer.status === 429) { setTimeout(again, 4000); }
        else { forget(body.response_id); button.disabled = false; form.submit(); }
      }, function () { setTimeout(again, 4000); });
    };
    setTimeout(again, 3000);
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
