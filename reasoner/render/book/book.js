// The filter of the rule book. Everything can be read without it.
(function () {
  "use strict";

  var LETTERS = { "α": "a", "β": "b", "γ": "g", "δ": "d", "κ": "k", "–": "", "‐": "", "-": "" };
  var form = document.getElementById("finder");
  var words = document.getElementById("words");
  var grade = document.getElementById("grade");
  var effect = document.getElementById("effect");
  var found = document.getElementById("found");
  var items = Array.from(document.querySelectorAll("[data-item]"));
  var groups = Array.from(document.querySelectorAll("[data-group]")).reverse(); // inner ones first
  var texts = null;
  var waiting = 0;

  // Names read the same however they are spelt: HIF-2α, hif2a, HIF-2alpha.
  function folded(text) {
    return text.toLowerCase().replace(/[αβγδκ–‐-]/g, function (letter) { return LETTERS[letter]; })
      .replace(/alpha|beta|gamma|delta|kappa/g, function (word) { return word[0]; });
  }

  function fits(item, number, wanted) {
    if (grade.value !== "") {
      if (!(item.dataset.grade >= grade.value)) { return false; }
    }
    if (effect.value !== "") {
      if (item.dataset.item !== effect.value) { return false; }
    }
    return wanted.every(function (word) { return texts[number].includes(word); });
  }

  function filter() {
    var wanted = folded(words.value).split(/\s+/).filter(Boolean);
    var active = wanted.length + grade.value.length + effect.value.length > 0;
    var statements = 0;
    texts = texts || items.map(function (item) { return folded(item.textContent); });
    items.forEach(function (item, number) {
      item.hidden = active ? !fits(item, number, wanted) : false;
      if (!item.hidden) { statements += item.dataset.grade ? 1 : 0; }
    });
    groups.forEach(function (group) {
      group.hidden = active ? group.querySelector("[data-item]:not([hidden])") === null : false;
    });
    found.textContent = active ? statements + (statements === 1 ? " statement" : " statements") : "";
  }

  function clear() {
    form.reset();
    filter();
  }

  // A link leads to what it names, even where the filter hides it.
  function arrive() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null) { return; }
    if (target.closest("[hidden]")) {
      clear();
      target.scrollIntoView();
    }
  }

  function open() {
    document.querySelectorAll("details").forEach(function (each) { each.open = true; });
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  document.addEventListener("keydown", function (event) {
    if (event.target === document.body) {
      if (event.key === "/") {
        event.preventDefault();
        words.focus();
      }
    } else if (event.target === words) {
      if (event.key === "Escape") { clear(); }
    }
  });
  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", open);
  if (matchMedia("(max-width: 60rem)").matches) { document.querySelector("nav details").open = false; }
}());
