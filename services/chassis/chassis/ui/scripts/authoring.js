// Adds to the pages of drafts what they can do without: a preview that follows every change, and a
// form that shows only the fields of the chosen type. Everything works by posting as well.
(function () {
  "use strict";
  const form = document.getElementById("item-form");
  const preview = document.getElementById("preview-form");
  const alertBox = document.querySelector("[data-focus]");
  if (alertBox) { alertBox.focus(); }

  function fitType() {
    const kind = form.elements.type.value;
    form.querySelectorAll("[data-types]").forEach(function (part) {
      part.hidden = part.dataset.types.split(" ").indexOf(kind) < 0;
    });
  }

  function show() {
    if (form && form.elements.key) { preview.action = "/s/preview#i-" + form.elements.key.value; }
    if (!preview.dataset.source || !form) { return preview.submit(); }
    fetch(preview.dataset.source, { method: "POST", body: new FormData(form) })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (definition) {
        if (definition === null) { return; }
        preview.elements.definition.value = definition;
        preview.submit();
      })
      .catch(function () {}); // without network the last preview stays
  }

  let waiting;
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  }

  if (form) {
    if (form.elements.type) {
      form.elements.type.addEventListener("change", fitType);
      fitType();
    }
    form.addEventListener("input", soon);
  }
  if (preview) {
    preview.elements.lang.addEventListener("change", show);
    show();
  }
})();
