// The exercises of the page: what is answered, checked, kept and saved. Everything that is shown of data is text.
"use strict";

const page = JSON.parse(document.getElementById("data").textContent);
const names = new Names(page.entities);
const engine = page.program ? new Engine(page.program, page.entities) : null;
const grading = engine ? new Grading(engine, names) : null;
const exercises = new Map(page.exercises.map((each) => [each.id, ready(each)]));
const kept = restored();

// ------------------------------------------------------------ small things

// An element: its name, attributes (functions listen to events), and children, texts or elements.
function make(tag, attributes = {}, ...children) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      found.addEventListener(name, value);
    } else if (value !== false && value !== null) {
      found.setAttribute(name, value === true ? "" : value);
    }
  }
  found.append(...children.filter((child) => child !== null));
  return found;
}

function link(text, address) {
  return address.startsWith("https://") ? make("a", { href: address, rel: "noreferrer" }, text) : text;
}

function counted(number, word) { return `${number} ${word}${number === 1 ? "" : "s"}`; }

function announce(text) { document.getElementById("announcer").textContent = text; }

// A support in words, with a sign that repeats it.
function supported(grade) {
  const dots = "●".repeat(grade + 1) + "○".repeat(engine.grades.length - grade - 1);
  return make("span", { class: `grade ${engine.grades[grade]}` }, make("span", { "aria-hidden": "true" }, dots), ` ${engine.grades[grade]}`);
}

// The data of an exercise, with what grading needs made ready.
function ready(exercise) {
  for (const { key } of exercise.entries) {
    if (!key || !key.check) { continue; }
    for (const refused of key.check.refused) {
      refused[1] = new Set(refused[1].flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n)));
    }
  }
  return exercise;
}

// ------------------------------------------------------------ progress, kept in the browser if it allows that

function restored() {
  const found = { student: "", answers: {} }; // by exercise: { answer, hints, checked }
  try {
    const text = localStorage.getItem(page.storage);
    const before = text ? JSON.parse(text) : found;
    const sound = Object.entries(before.answers).every(([, each]) => each.answer.constructor === Object && Number.isInteger(each.hints));
    return sound ? { ...found, ...before } : found;
  } catch {
    return found;
  }
}

function keep() {
  try { localStorage.setItem(page.storage, JSON.stringify(kept)); } catch { /* the page works without */ }
}

function progressOf(id) {
  if (!Object.hasOwn(kept.answers, id)) { kept.answers[id] = { answer: {}, hints: 0, checked: false }; }
  return kept.answers[id];
}

// ------------------------------------------------------------ answers

function articles() { return [...document.querySelectorAll("article[data-exercise]")]; }

function entriesOf(article) { return [...article.querySelectorAll("[data-entry]")]; }

// What stands in an entry (`render/form.py`): a list of texts. An order counts once it was touched.
function read(entry) {
  switch (entry.dataset.kind) {
    case "one":
    case "many": return controls(entry).filter((each) => each.checked || each.tagName === "SELECT").map((each) => each.value).filter(Boolean);
    case "order": return entry.dataset.touched ? steps(entry).map((step) => step.dataset.value) : [];
    default: return controls(entry).map((each) => each.value.trim()).filter(Boolean);
  }
}

function write(entry, texts) {
  if (entry.dataset.kind === "order") {
    const known = new Map(steps(entry).map((step) => [step.dataset.value, step]));
    if (texts.length === known.size && texts.every((text) => known.has(text))) {
      entry.dataset.touched = "yes";
      entry.querySelector("ol").append(...texts.map((text) => known.get(text)));
    }
    return;
  }
  controls(entry).forEach((each, number) => {
    if (each.type === "radio" || each.type === "checkbox") {
      each.checked = texts.includes(each.value);
    } else {
      each.value = texts[number] || "";
    }
  });
}

function controls(entry) { return [...entry.querySelectorAll("input, select, textarea")]; }

function steps(entry) { return [...entry.querySelectorAll("li")]; }

function note(article) {
  const progress = progressOf(article.dataset.exercise);
  progress.answer = Object.fromEntries(entriesOf(article).map((entry) => [entry.dataset.entry, read(entry)]));
  progress.checked = false;
  article.dataset.status = isAnswered(progress) ? "answered" : "";
  keep();
  overview();
}

function isAnswered(progress) { return Object.values(progress.answer).some((texts) => texts.length > 0); }

function moved(button) {
  const item = button.closest("li");
  const entry = button.closest("[data-entry]");
  entry.dataset.touched = "yes";
  const other = button.dataset.move === "up" ? item.previousElementSibling : item.nextElementSibling;
  if (other !== null) {
    if (button.dataset.move === "up") { other.before(item); } else { other.after(item); }
    button.focus();
  }
  const place = [...item.parentElement.children].indexOf(item) + 1;
  announce(`${item.querySelector("span").textContent}: place ${place} of ${item.parentElement.children.length}`);
  note(entry.closest("article"));
}

// ------------------------------------------------------------ hints and marks

function hint(article) {
  const exercise = exercises.get(article.dataset.exercise);
  const progress = progressOf(exercise.id);
  progress.hints = Math.min(progress.hints + 1, exercise.hints.length);
  keep();
  showHints(article);
  if (progress.checked) { check(article, false); }
  article.querySelector(".hints").lastElementChild.focus();
}

function showHints(article) {
  const exercise = exercises.get(article.dataset.exercise);
  const { hints } = progressOf(exercise.id);
  const list = article.querySelector(".hints");
  const button = article.querySelector("[data-hint]");
  list.replaceChildren(...exercise.hints.slice(0, hints).map((each) => make("li", { tabindex: "-1" }, each.text)));
  list.hidden = hints === 0;
  const next = exercise.hints[hints];
  if (button === null) { return; }
  button.hidden = next === undefined;
  button.textContent = next ? `Hint ${hints + 1} of ${exercise.hints.length}, costs ${rounded(exercise.points * next.costs)} of ${counted(exercise.points, "point")}` : "";
}

const STATUS = {
  right: ["✓", "Right"], partly: ["◐", "Partly right"], wrong: ["✗", "Not right"], empty: ["–", "Not answered"],
  unreadable: ["?", "Cannot be read"], open: ["…", "Marked when you hand it in"],
};

function check(article, asked = true) {
  const exercise = exercises.get(article.dataset.exercise);
  const progress = progressOf(exercise.id);
  const mark = grading.mark(exercise, progress.answer, progress.hints);
  progress.checked = true;
  keep();
  for (const part of mark.parts) {
    const several = mark.parts.length > 1;
    const place = article.querySelector(`[data-entry="${CSS.escape(part.entry)}"] .feedback`);
    place.replaceChildren(verdict(part.status, several ? `${part.points} of ${part.outOf}` : ""), " ", ...told(part.message));
    place.dataset.status = part.status;
  }
  const points = `${mark.points} of ${counted(mark.outOf, "point")}`;
  const cost = mark.cost > 0 ? ` (hints cost ${mark.cost})` : "";
  const remark = exercise.remarks[mark.status];
  article.querySelector(".result").replaceChildren(
    make("p", {}, verdict(mark.status, `${points}${cost}${mark.status === "open" ? " so far" : ""}`)),
    remark ? make("p", { class: "remark" }, remark) : "",
  );
  article.dataset.status = mark.status;
  explain(article.querySelector(".explanation"), mark.parts);
  overview();
  if (asked) { article.querySelector(".result").focus(); }
}

// The explanation opens once something was answered; it does not say again what stands above it.
function explain(explanation, parts) {
  const said = parts.map((part) => part.message.text).join("\n");
  explanation.hidden = parts.every((part) => ["empty", "unreadable"].includes(part.status));
  for (const each of explanation.querySelectorAll(":scope > p:not(.cites)")) { each.hidden = said.includes(each.textContent); }
}

function verdict(status, points) {
  const [sign, word] = STATUS[status];
  return make("strong", { class: `verdict ${status}` }, make("span", { "aria-hidden": "true" }, sign), ` ${word}${points ? `: ${points}` : ""}.`);
}

// A message, and links to the sentences that it rests on.
function told(message) {
  const cites = message.cites.flatMap(([row, address], number) => [number > 0 ? ", " : "", link(row, address)]);
  return [message.text, cites.length > 0 ? make("span", { class: "cites" }, " Read ", ...cites, ".") : ""];
}

// ------------------------------------------------------------ the overview, and what is handed in

function overview() {
  let points = 0;
  let answered = 0;
  for (const article of articles()) {
    const progress = progressOf(article.dataset.exercise);
    const exercise = exercises.get(article.dataset.exercise);
    answered += isAnswered(progress) ? 1 : 0;
    const mark = grading && progress.checked ? grading.mark(exercise, progress.answer, progress.hints) : null;
    points += mark ? mark.points : 0;
    const sign = document.querySelector(`[data-sign="${CSS.escape(exercise.id)}"]`);
    const [shown, word] = mark ? STATUS[mark.status] : isAnswered(progress) ? ["•", "answered"] : ["", ""];
    sign.replaceChildren(make("span", { "aria-hidden": "true" }, shown), make("span", { class: "unseen" }, word && ` (${word})`));
  }
  const total = page.exercises.reduce((sum, each) => sum + each.points, 0);
  const so = `${answered} of ${counted(exercises.size, "exercise")} answered`;
  document.getElementById("progress").textContent = grading ? `${so}, ${rounded(points)} of ${counted(total, "point")}` : so;
}

// The answers as `reasoner teach grade` reads them: a line of JSON for each exercise that was answered.
function submissions() {
  return page.exercises.filter((each) => isAnswered(progressOf(each.id))).map((each) => {
    const { answer, hints } = progressOf(each.id);
    const one = (entry, texts) => (entry.kind === "one" || entry.kind === "rule" ? texts[0] : texts);
    const filled = each.entries.filter((entry) => (answer[entry.id] || []).length > 0);
    const texts = Object.fromEntries(filled.map((entry) => [entry.id, one(entry, answer[entry.id])]));
    return `${JSON.stringify({ student: kept.student, exercise: each.id, answer: texts, hints })}\n`;
  }).join("");
}

function save() {
  const text = submissions();
  if (text === "") { announce("Nothing is answered yet."); return; }
  const address = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  make("a", { href: address, download: "answers.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  announce("Saved as answers.jsonl.");
}

function forget() {
  if (!confirm("Forget all answers on this page?")) { return; }
  kept.answers = {};
  try { localStorage.removeItem(page.storage); } catch { /* nothing was kept */ }
  location.reload();
}

// ------------------------------------------------------------ names to choose from

function lists() {
  const kinds = { condition: (each) => each.condition, block: (each) => !["cancer", "stage", "measure", "outcome", "therapy", "assay", "site"].includes(each.kind) };
  for (const [what, fits] of [["finding", isFinding], ...Object.entries(kinds)]) {
    const options = names.choices(fits).map(([name, about]) => make("option", { value: name, label: `${name} (${about})` }));
    document.body.append(make("datalist", { id: `names-${what}` }, ...options));
  }
}

// ------------------------------------------------------------ all of it

function start() {
  lists();
  for (const article of articles()) {
    const progress = progressOf(article.dataset.exercise);
    for (const entry of entriesOf(article)) {
      write(entry, progress.answer[entry.dataset.entry] || []);
      entry.append(make("div", { class: "feedback" }));
    }
    const form = article.querySelector("form");
    form.addEventListener("submit", (event) => { event.preventDefault(); if (grading) { note(article); check(article); } });
    form.addEventListener("change", () => note(article));
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button && button.dataset.move) { moved(button); }
      if (button && "hint" in button.dataset) { hint(article); }
    });
    if (grading) {
      article.querySelector(".actions").hidden = false;
      showHints(article);
      if (progress.checked) { check(article, false); }
    }
  }
  const student = document.getElementById("student");
  student.value = kept.student;
  student.addEventListener("change", () => { kept.student = student.value.trim(); keep(); });
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("forget").addEventListener("click", forget);
  document.getElementById("tools").hidden = false;
  if (engine) { new Trial(document.getElementById("try")); }
  overview();
}
