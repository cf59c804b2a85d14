// The panel in which any scenario is tried out.
"use strict";

const PARTS = [
  ["given", "Given", "what is observed or done, as hypoxia or no CAFs", "finding"],
  ["block", "Blocked", "what is inhibited", "block"],
  ["force", "Forced", "what is held up", "finding"],
  ["history", "Before", "what lies before", "finding"],
];
const MOST_ROWS = 400;

class Trial {
  constructor(place) {
    this.scenario = { given: [], block: [], force: [], history: [], assume: [] };
    this.chosen = {};
    this.lists = {};
    this.output = make("div", { class: "findings" });
    this.state = make("p", { role: "status", class: "state" });
    const form = make("form", { submit: (event) => event.preventDefault() },
      ...PARTS.map((part) => this.adding(...part)),
      make("div", { class: "context" }, ...["cancer", "stage", "site"].map((kind) => this.choice(kind))),
      make("details", { class: "assuming" }, make("summary", {}, "Assume a hypothesis"), ...engine.data.groups.map((group) => this.hypotheses(group))),
      this.strict());
    const filter = make("div", { class: "filter" },
      make("label", {}, "Show ", this.kinds = make("select", { change: () => this.show() },
        ...[["", "all kinds"], ...this.kindsThere().map((kind) => [kind, kind])].map(([value, text]) => make("option", { value }, text)))),
      make("label", {}, "with ", this.words = make("input", { type: "search", input: () => this.show() })),
      make("label", {}, this.everything = make("input", { type: "checkbox", change: () => this.show() }), " also what follows by definition"));
    place.append(form, this.state, filter, this.output);
    place.hidden = false;
    this.evaluate();
  }

  // A list of names, and a field that adds to it.
  adding(part, title, help, what) {
    const field = make("input", { type: "text", list: `names-${what}`, autocomplete: "off", spellcheck: "false", id: `try-${part}`, "aria-describedby": `try-${part}-help` });
    const list = this.lists[part] = make("ul", { class: "chosen", "aria-label": title });
    const wrong = make("p", { class: "wrong", role: "alert" });
    const addOne = () => {
      if (!field.value.trim()) { return; }
      wrong.textContent = "";
      try {
        const name = part === "given" || part === "history" ? names.finding(field.value) : names.node(field.value);
        engine.finding(name);
        if (!this.scenario[part].includes(name)) { this.scenario[part].push(name); }
        field.value = "";
        this.evaluate();
      } catch (error) {
        wrong.textContent = sentence(error.message);
      }
    };
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); addOne(); } });
    return make("div", { class: "adding" },
      make("label", { for: `try-${part}` }, title), make("span", { id: `try-${part}-help`, class: "help" }, help),
      make("span", { class: "field" }, field, make("button", { type: "button", click: addOne, "aria-label": `Add to ${title.toLowerCase()}` }, "Add")), wrong, list);
  }

  choice(kind) {
    const entities = names.entities.filter((each) => each.kind === kind).sort((a, b) => (a.label < b.label ? -1 : 1));
    const options = [["", "not said"], ...entities.map((each) => [each.id, each.label])];
    const title = kind[0].toUpperCase() + kind.slice(1);
    return make("label", {}, title, " ", make("select", { change: (event) => { this.scenario[kind] = event.target.value; this.evaluate(); } },
      ...options.map(([value, text]) => make("option", { value }, text))));
  }

  hypotheses(group) {
    const change = (event) => { this.chosen[group.id] = event.target.value; this.scenario.assume = Object.values(this.chosen).filter(Boolean); this.evaluate(); };
    const options = [["", "nothing assumed"], ...group.options.map(([id, label]) => [`${group.id}/${id}`, label])];
    return make("label", {}, group.question, " ", make("select", { change }, ...options.map(([value, text]) => make("option", { value }, text))));
  }

  strict() {
    const change = (event) => { this.scenario.strict_context = event.target.checked; this.evaluate(); };
    return make("label", { class: "strict" }, make("input", { type: "checkbox", change }), " only evidence that fits the cancer, stage and site");
  }

  kindsThere() { return [...new Set(names.entities.filter(isFinding).map((each) => each.kind))].sort(); }

  evaluate() {
    for (const [part] of PARTS) {
      const finding = (text) => engine.findings.get(text);
      this.lists[part].replaceChildren(...this.scenario[part].map((text) => {
        const label = part === "block" || part === "force" ? engine.name(finding(text)) : engine.label(finding(text));
        return make("li", {}, label, " ", make("button", { type: "button", "aria-label": `Take ${label} away`, click: () => this.remove(part, text) }, "×"));
      }));
    }
    this.model = engine.evaluate(this.scenario);
    this.show();
  }

  remove(part, text) {
    this.scenario[part] = this.scenario[part].filter((each) => each !== text);
    this.evaluate();
    document.getElementById(`try-${part}`).focus();
  }

  show() {
    const { model } = this;
    this.output.replaceChildren();
    if (model.refused) {
      this.state.textContent = refusal(model);
      return;
    }
    const rows = this.rows();
    const idle = model.idle();
    this.state.textContent = [
      rows.length > 0 ? `${counted(rows.length, "finding")} ${rows.length === 1 ? "follows" : "follow"}.` : "Nothing follows.",
      ...idle.map((each) => `${each} does not count: something set or forced says otherwise.`)].join(" ");
    if (rows.length === 0) { return; }
    const body = make("tbody", {}, ...rows.slice(0, MOST_ROWS).map((row) => this.row(row)));
    const head = make("tr", {}, ...["Finding", "Support", "Kind", "Why"].map((text) => make("th", { scope: "col" }, text)));
    this.output.append(make("table", {}, make("caption", {}, "What follows"), make("thead", {}, head), body));
    if (rows.length > MOST_ROWS) { this.output.append(make("p", {}, `${rows.length - MOST_ROWS} more; narrow the list down.`)); }
  }

  // What follows and is to be shown, outcomes last and phenotypes first.
  rows() {
    const { model } = this;
    const order = (kind) => (kind === "phenotype" ? 0 : kind === "outcome" ? 2 : 1);
    const wanted = folded(this.words.value);
    const cited = this.everything.checked ? null : model.cited();
    return [...model.supports].map(([finding, grade]) => ({ finding, grade, kind: engine.kind(finding), label: engine.label(finding) }))
      .filter((row) => !model.isSet(row.finding) && (cited === null || cited.has(row.finding)))
      .filter((row) => !this.kinds.value || row.kind === this.kinds.value)
      .filter((row) => wanted === "" || folded(row.label).includes(wanted))
      .sort((a, b) => order(a.kind) - order(b.kind) || b.grade - a.grade || (a.label < b.label ? -1 : 1));
  }

  row({ finding, grade, kind, label }) {
    const why = make("button", { type: "button", class: "quiet", "aria-expanded": "false" }, "why", make("span", { class: "unseen" }, ` ${label}`));
    const row = make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, supported(grade)), make("td", {}, kind), make("td", {}, why));
    why.addEventListener("click", () => {
      const open = why.getAttribute("aria-expanded") === "true";
      why.setAttribute("aria-expanded", String(!open));
      if (open) { row.nextElementSibling.remove(); return; }
      const proof = make("ul", { class: "proof" }, tree(this.model.why(engine.text(finding))));
      row.after(make("tr", { class: "because" }, make("td", { colspan: "4" }, proof)));
    });
    return row;
  }
}

// A proof as lists within lists.
function tree(proof) {
  const words = { given: "given", set: "set", before: "held before", definition: "by definition" };
  const line = [make("strong", {}, proof.label), ": "];
  if (proof.from === "cited") {
    const { claim, rows, link: address } = proof.statement;
    line.push(claim, " (", link(rows.join(", "), address), ")");
  } else {
    line.push(words[proof.from]);
  }
  if (proof.repeated) { line.push("; as above"); }
  const below = proof.premises.map(tree);
  return make("li", {}, ...line, below.length > 0 ? make("ul", {}, ...below) : null);
}
