// The exercise widget. The form comes ready from the kernel, which escapes all text in it; here it is only filled in and
// read out. Answers are judged by the kernel: no key is ever here.

let views = 0;
const moves = { up: -1, down: 1 };

/** What stands in an entry. */
function valueOf(entry) {
  const controls = [...entry.querySelectorAll("input, select, textarea")];
  switch (entry.dataset.kind) {
    case "one":
      return (controls.find((each) => each.checked || each.tagName === "SELECT") ?? { value: "" }).value;
    case "many":
      return controls.filter((each) => each.checked).map((each) => each.value);
    case "order":
      return [...entry.querySelectorAll("li")].map((each) => each.dataset.value);
    default:
      return controls[0].value;
  }
}

/** Put a value into an entry, as another view of the same exercise has it. */
function put(entry, value) {
  const wanted = [value].flat();
  if (entry.dataset.kind === "order") {
    const list = entry.querySelector("ol");
    const steps = new Map([...list.children].map((each) => [each.dataset.value, each]));
    wanted.forEach((each) => steps.has(each) && list.append(steps.get(each)));
    return;
  }
  for (const each of entry.querySelectorAll("input, select, textarea")) {
    if (each.type === "radio" || each.type === "checkbox") each.checked = wanted.includes(each.value);
    else if (each !== each.ownerDocument.activeElement) each.value = wanted[0] ?? "";
  }
}

function render({ model, el }) {
  el.innerHTML = model.get("form");
  views += 1; // radio buttons of two views must not be one group
  for (const each of el.querySelectorAll("[name]")) each.name += `-${views}`;
  const entries = [...el.querySelectorAll("[data-entry]")];
  const part = (name) => el.querySelector(`[data-part="${name}"]`);
  const answer = () => Object.fromEntries(entries.map((each) => [each.dataset.entry, valueOf(each)]));
  const keep = () => {
    model.set("answer", answer());
    model.save_changes();
  };
  const fill = () => {
    const known = model.get("answer") ?? {};
    entries.filter((each) => each.dataset.entry in known).forEach((each) => put(each, known[each.dataset.entry]));
  };
  const show = (name) => () => {
    part(name).innerHTML = model.get(name);
  };
  const offer = () => {
    const words = model.get("offer");
    if (!part("hint")) return;
    part("hint").textContent = words || "No more hints";
    part("hint").disabled = !words;
  };

  const moved = (button) => {
    const step = button.closest("li");
    const other = moves[button.dataset.move] < 0 ? step.previousElementSibling : step.nextElementSibling;
    if (!other) return;
    moves[button.dataset.move] < 0 ? other.before(step) : other.after(step);
    button.focus();
    const steps = [...step.parentElement.children];
    part("said").textContent = `${step.querySelector("span").textContent}: ${steps.indexOf(step) + 1} of ${steps.length}`;
    keep();
  };
  const clicked = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.move) moved(button);
    if (button === part("check")) model.send({ act: "check", answer: answer() });
    if (button === part("hint")) model.send({ act: "hint" });
  };
  // What is typed must not be taken for a command of the notebook.
  const typed = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && event.target.matches("input[type=text]")) part("check").click();
  };

  const heard = { answer: fill, hints: show("hints"), feedback: show("feedback"), offer };
  Object.values(heard).forEach((each) => each());
  for (const [name, act] of Object.entries(heard)) model.on(`change:${name}`, act);
  el.addEventListener("click", clicked);
  el.addEventListener("change", keep);
  el.addEventListener("keydown", typed);
  return () => {
    for (const [name, act] of Object.entries(heard)) model.off(`change:${name}`, act);
    el.removeEventListener("click", clicked);
    el.removeEventListener("change", keep);
    el.removeEventListener("keydown", typed);
  };
}

export default { render };
