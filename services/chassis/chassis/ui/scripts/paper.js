/* Typing sheets of paper: a digit that fits jumps to the next statement, any other is taken back.
   Without this it is a plain form. */
(function () {
  'use strict';
  const focused = document.querySelector('[autofocus]');
  if (focused) { focused.focus(); if (focused.select) { focused.select(); } }
  const form = document.querySelector('[data-typing]');
  if (!form) { return; }
  const keys = Array.prototype.slice.call(form.querySelectorAll('[data-keys]'));
  const save = form.querySelector('[type=submit]');

  function go(at) {
    const next = keys[at] || (at >= keys.length ? save : keys[0]);
    next.focus();
    if (next.select) { next.select(); }
  }
  keys.forEach(function (key, at) {
    key.addEventListener('input', function () {
      if (!key.value) { return; }
      if (key.dataset.keys.indexOf(key.value) < 0) { key.value = ''; return; }
      go(at + 1);
    });
    key.addEventListener('focus', function () { key.select(); });
    key.addEventListener('keydown', function (event) {
      if (event.key === 'ArrowRight' && at + 1 < keys.length) { event.preventDefault(); go(at + 1); }
      if (event.key === 'ArrowLeft' && at > 0) { event.preventDefault(); go(at - 1); }
      if (event.key === 'Backspace' && !key.value && at > 0) { event.preventDefault(); go(at - 1); }
    });
  });
})();
