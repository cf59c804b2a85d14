// Evaluates scenarios on the data that `compiled.py` writes, which also says what each key of it is.
//
// It does what the reasoner does for one phase of a scenario: which findings hold, how firmly, and which scenarios
// contradict themselves. It has no later phases, reads no numbers (`oxygen = 1 %`), knows the places that the
// knowledge base names, and gives a short why (fewest steps) instead of the reasoner's proofs.
"use strict";

class Engine {
  constructor(data, entities) {
    this.data = data;
    this.entities = entities;
    this.grades = data.grades;
    this.nodes = pairs(unpacked(data.nodes));
    this.findings = new Map(); // canonical text to number
    this.nodes.forEach((_, node) => [0, 1].forEach((down) => this.findings.set(this.text(2 * node + down), 2 * node + down)));
    this.atoms = unpacked(data.atoms);
    this.facts = pairs(unpacked(data.facts));
    this.stops = unpacked(data.stops);
    this.counts = unpacked(data.counts);
    this.laws = strata(laws(unpacked(data.laws)), data.law_strata);
    this.rules = strata(rules(unpacked(data.rules)), data.strata);
    this.before = this.atoms.length - data.layers[3]; // atoms from here on hold what lies before
  }

  // ------------------------------------------------------------ names

  // A finding as scenarios write it: `IL6 down in CSC`.
  text(finding) {
    const [entity, place] = this.nodes[finding >> 1];
    const where = place < 0 ? "" : ` in ${this.entities[place].id}`;
    return this.entities[entity].id + (finding & 1 ? " down" : "") + where;
  }

  // A finding as a reader says it.
  label(finding) {
    return this.entities[this.nodes[finding >> 1][0]][finding & 1 ? "down" : "up"] + this.where(finding);
  }

  // What a finding is about, without a direction.
  name(finding) {
    return this.entities[this.nodes[finding >> 1][0]].label + this.where(finding);
  }

  where(finding) {
    const place = this.nodes[finding >> 1][1];
    return place < 0 ? "" : ` in ${this.entities[place].label}`;
  }

  kind(finding) {
    return this.entities[this.nodes[finding >> 1][0]].kind;
  }

  // ------------------------------------------------------------ scenarios

  // What holds in a scenario: { given, block, force, history: texts; cancer, stage, site, system: an id; assume: texts
  // as `group/option`; strict_context }. Every name must be one of the page's: else an Error that says which is not.
  evaluate(scenario) {
    const chosen = this.chosen(scenario);
    const truth = new Uint8Array(this.data.size);
    truth[1] = 1;
    for (const atom of chosen.keys()) { truth[atom] = 1; }
    least(this.laws, truth, (law) => law.without.every((atom) => !truth[atom]));
    return new Model(this, truth, chosen);
  }

  // The choices that a scenario makes, each with its words.
  chosen(scenario) {
    const data = this.data;
    const chosen = new Map();
    const offsets = { given: 0, block: 2, force: 3 };
    for (const part of Object.keys(offsets)) {
      for (const text of scenario[part] || []) {
        const finding = this.finding(text);
        if (part !== "given" && finding & 1) { throw new Error(`${text} cannot be set: name it without a direction`); }
        const words = { given: this.label(finding), block: `${this.name(finding)} inhibited`, force: `${this.label(finding)} forced` };
        chosen.set(data.first + 4 * (finding >> 1) + (finding & 1) + offsets[part], words[part]);
      }
    }
    for (const text of scenario.history || []) {
      const atom = data.history[this.finding(text)];
      if (atom) { chosen.set(atom, `${this.label(this.finding(text))} before`); } // what nothing asks for bears on nothing
    }
    for (const key of Object.keys(data.context)) {
      if (scenario[key]) { chosen.set(known(data.context[key], scenario[key], key), `${key}: ${scenario[key]}`); }
    }
    for (const text of scenario.assume || []) { chosen.set(known(data.assume, text, "hypothesis"), `assumed: ${text}`); }
    if (scenario.system) { chosen.set(known(data.system, scenario.system, "system"), `system: ${scenario.system}`); }
    if (scenario.strict_context) { chosen.set(data.strict, "only evidence that fits"); }
    return chosen;
  }

  finding(text) {
    const found = this.findings.get(text);
    if (found === undefined) { throw new Error(`this page has no room for ${text}`); }
    return found;
  }
}

// What holds in one scenario.
class Model {
  constructor(engine, truth, chosen) {
    this.engine = engine;
    this.truth = truth;
    this.chosen = chosen;
    this.refused = truth[0] === 1;
    this.supports = new Map(); // finding to grade, 0 the weakest
    if (!this.refused) { this.compute(); }
  }

  is(literal) {
    return literal > 0 ? this.truth[literal] === 1 : this.truth[-literal] !== 1;
  }

  compute() {
    const { engine } = this;
    const size = engine.atoms.length;
    this.facts = new Set(engine.facts.filter(([, literal]) => this.is(literal)).map(([atom]) => atom));
    const open = (rule) => !this.is(engine.stops[rule.head]);
    const counting = engine.data.counting.map((level) => level.map((literal) => this.is(literal)));
    const reaches = (rule, grade) => rule.counting === 0 || counting[rule.counting][grade];

    const full = this.start(size);
    least(engine.rules, full, (rule) => reaches(rule, 0) && open(rule) && rule.without.every((atom) => !full[atom]));

    // How many requirements that are not met lower what concludes an atom.
    const lowered = new Uint8Array(size);
    for (const each of engine.data.requirements) {
      const applies = each.when.some((atoms) => atoms.every((atom) => full[atom]));
      if (this.is(each.exists) && applies && each.broken.some((atom) => full[atom])) {
        each.lowered.forEach((atom) => { lowered[atom] += 1; });
      }
    }

    // One least model a grade, over the rules that fired and count so firmly or more.
    this.fires = (rule, grade) => {
      if (!open(rule) || rule.without.some((atom) => full[atom])) { return false; }
      if (rule.counting === 0 || grade === 0) { return reaches(rule, grade); }
      const needed = grade + lowered[rule.head];
      return needed < engine.grades.length && reaches(rule, needed);
    };
    this.levels = [full];
    for (let grade = 1; grade < engine.grades.length; grade += 1) {
      const holds = this.start(size);
      least(engine.rules, holds, (rule) => this.fires(rule, grade));
      this.levels.push(holds);
    }
    for (let atom = 0; atom < engine.data.layers[0]; atom += 1) {
      if (full[atom]) { this.supports.set(engine.atoms[atom], this.grade(atom)); }
    }
  }

  // The atoms that are facts.
  start(size) {
    const holds = new Uint8Array(size);
    for (const atom of this.facts) { holds[atom] = 1; }
    return holds;
  }

  grade(atom) {
    let grade = this.levels.length - 1;
    while (grade > 0 && !this.levels[grade][atom]) { grade -= 1; }
    return grade;
  }

  // Whether a finding, by its text, holds with a support at least.
  holds(text, grade = 0) {
    const support = this.supports.get(this.engine.finding(text));
    return support !== undefined && support >= grade;
  }

  // Whether a finding is a fact of the scenario: given, set, or forced.
  isSet(finding) {
    const atom = this.engine.atoms.indexOf(finding);
    return this.facts.has(atom);
  }

  // The findings that some statement concludes here; the others follow by definition, or are facts.
  cited() {
    const { engine } = this;
    const [full] = this.levels;
    const gives = (rule) => rule.counting > 0 && this.fires(rule, 0) && rule.body.every((atom) => full[atom]);
    return new Set(engine.rules.flat().filter((rule) => rule.head < engine.data.layers[0] && gives(rule)).map((rule) => engine.atoms[rule.head]));
  }

  // What was given and does not count, because something else is set or forced, in words.
  idle() {
    const { data, nodes, counts } = this.engine;
    const found = [];
    nodes.forEach((_, node) => [0, 1].forEach((down) => {
      const given = this.chosen.get(data.first + 4 * node + down);
      if (given !== undefined && !this.is(counts[2 * node + down])) { found.push(given); }
    }));
    return found;
  }

  // Of a scenario that contradicts itself: what contradicts each other, in words.
  reasons() {
    const clash = this.engine.laws.flat().find((law) => law.head === 0 && law.body.every((atom) => this.truth[atom])
      && law.without.every((atom) => !this.truth[atom]));
    return clash ? [...new Set(clash.body.flatMap((atom) => this.choicesBeneath(atom, new Set())))] : [];
  }

  choicesBeneath(atom, seen) {
    if (this.chosen.has(atom)) { return [this.chosen.get(atom)]; }
    if (seen.has(atom)) { return []; }
    seen.add(atom);
    const law = this.engine.laws.flat().find((each) => each.head === atom && each.body.every((one) => this.truth[one])
      && each.without.every((one) => !this.truth[one]));
    return law ? law.body.flatMap((one) => this.choicesBeneath(one, seen)) : [];
  }

  // Why a finding holds with its support: { finding, grade, from, statement, premises, repeated }, in the fewest steps.
  // `from` is `given`, `set`, `before`, `cited` or `definition`.
  why(text) {
    const finding = this.engine.finding(text);
    const atom = this.engine.atoms.indexOf(finding);
    if (!this.supports.has(finding)) { return null; }
    const grade = this.grade(atom);
    return this.proof(atom, this.shortest(grade), grade, new Set());
  }

  // For each atom of a grade's model the rule that gives it in the fewest cited steps.
  shortest(grade) {
    const facts = this.start(this.engine.atoms.length);
    const steps = Array.from(facts, (fact) => (fact ? 0 : Infinity));
    const by = new Array(steps.length).fill(null);
    const rules = this.engine.rules.flat().filter((rule) => this.fires(rule, grade));
    for (let again = true; again;) {
      again = false;
      for (const rule of rules) {
        const taken = rule.body.reduce((most, atom) => Math.max(most, steps[atom]), 0) + (rule.counting === 0 ? 0 : 1);
        if (taken < steps[rule.head]) {
          steps[rule.head] = taken;
          by[rule.head] = rule;
          again = true;
        }
      }
    }
    return by;
  }

  proof(atom, by, grade, told) {
    const { engine } = this;
    const finding = engine.atoms[atom];
    const rule = by[atom];
    const found = { finding, label: engine.label(finding), grade, from: "definition", statement: null, premises: [], repeated: false };
    if (rule === null) {
      const given = this.chosen.has(engine.data.first + 4 * (finding >> 1) + (finding & 1));
      found.from = atom >= engine.before ? "before" : given ? "given" : "set";
      return found;
    }
    if (rule.statement >= 0) {
      found.from = "cited";
      found.statement = engine.data.statements[rule.statement];
    }
    found.repeated = told.has(atom) && rule.body.some((each) => by[each] !== null);
    told.add(atom);
    if (!found.repeated) { found.premises = rule.body.map((each) => this.proof(each, by, grade, told)); }
    return found;
  }
}

// The least model: rules are applied, stratum by stratum, until nothing changes.
function least(strata, holds, counts) {
  for (const stratum of strata) {
    for (let again = true; again;) {
      again = false;
      for (const rule of stratum) {
        if (!holds[rule.head] && rule.body.every((atom) => holds[atom]) && counts(rule)) {
          holds[rule.head] = 1;
          again = true;
        }
      }
    }
  }
}

function laws(numbers) {
  const found = [];
  for (let at = 0; at < numbers.length; at += 2 + numbers[at + 1]) {
    const literals = numbers.slice(at + 2, at + 2 + numbers[at + 1]);
    const body = literals.filter((each) => each > 0);
    found.push({ head: numbers[at], body, without: literals.filter((each) => each < 0).map((each) => -each) });
  }
  return found;
}

function rules(numbers) {
  const found = [];
  for (let at = 0; at < numbers.length;) {
    const [head, counting, statement, size] = numbers.slice(at, at + 4);
    const body = numbers.slice(at + 4, at + 4 + size);
    at += 5 + size;
    found.push({ head, counting, statement, body, without: numbers.slice(at, at + numbers[at - 1]) });
    at += numbers[at - 1];
  }
  return found;
}

// Cuts a list into parts of given sizes.
function strata(list, sizes) {
  let at = 0;
  return sizes.map((size) => list.slice(at, (at += size)));
}

function pairs(numbers) {
  return strata(numbers, new Array(numbers.length / 2).fill(2));
}

// Numbers from text, as `compiled.packed` writes them.
function unpacked(text) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const values = new Map(Array.from(letters, (letter, value) => [letter, value]));
  const found = [];
  let number = 0;
  let shift = 0;
  for (const letter of text) {
    const value = values.get(letter);
    number += (value & 31) << shift;
    shift += 5;
    if (value < 32) {
      found.push(number & 1 ? -(number >> 1) : number >> 1);
      number = 0;
      shift = 0;
    }
  }
  return found;
}

function known(choices, name, what) {
  if (!Object.hasOwn(choices, name)) { throw new Error(`there is no ${what} ${name}`); }
  return choices[name];
}
