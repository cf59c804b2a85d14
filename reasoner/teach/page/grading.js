// Marks as `reasoner teach grade` gives them, for what a page can judge: options and orders by the key, free names by
// evaluating. A part that it cannot judge has the status `open`: it is marked when the answers are handed in.
"use strict";

const NONE = "none";

class Grading {
  constructor(engine, names) {
    this.engine = engine;
    this.names = names;
  }

  // The mark of an answer: { status, points, outOf, cost, parts }. `answer` has a list of texts for each entry.
  mark(exercise, answer, hints) {
    const parts = exercise.entries.map((entry) => this.part(entry, answer[entry.id] || []));
    const open = parts.some((part) => part.status === "open");
    const costs = exercise.hints.slice(0, hints).reduce((sum, hint) => sum + hint.costs, 0);
    const cost = rounded(exercise.points * costs);
    const earned = rounded(parts.reduce((sum, part) => sum + part.points, 0));
    const statuses = new Set(parts.map((part) => part.status));
    const status = statuses.size === 1 ? parts[0].status : earned >= exercise.points ? "right" : earned > 0 ? "partly" : "wrong";
    return { status: open ? "open" : status, points: Math.max(0, rounded(earned - cost)), outOf: exercise.points, cost, parts };
  }

  part(entry, texts) {
    const { key } = entry;
    const judged = texts.length === 0 ? { share: 0, status: "empty", message: said("Nothing was answered here.") } : this.judge(entry, key, texts);
    const status = judged.status || (judged.share >= 1 ? "right" : judged.share > 0 ? "partly" : "wrong");
    return { entry: entry.id, status, points: rounded(key.points * judged.share), outOf: key.points, message: judged.message };
  }

  judge(entry, key, texts) {
    if (key.check) { return this.judgeNames(key.check, entry.options.length > 0, texts); }
    if (key.open) { return { share: 0, status: "open", message: said(key.open) }; }
    return judgeOptions(entry, key, texts);
  }

  // Names that are given or blocked beside a scenario: what holds then?
  judgeNames(check, chosen, texts) {
    const { engine, names } = this;
    const findings = new Set();
    const read = (text) => (chosen ? text : check.verb === "give" ? names.finding(text) : names.node(text));
    for (const text of texts.flatMap((each) => namedIn(each, read))) {
      let name;
      try {
        name = read(text);
      } catch (error) {
        return { share: 0, status: "unreadable", message: said(error.message) };
      }
      const finding = engine.findings.get(name);
      if (finding === undefined) {
        return { share: 0, status: "open", message: said(`This page cannot evaluate ${name}; it is marked when you hand in your answers.`) };
      }
      findings.add(finding);
    }
    if (findings.size === 0) { return { share: 0, status: "unreadable", message: said("Nothing is named here.") }; }
    for (const finding of findings) {
      const refusal = check.refused.find(([, refused]) => refused.has(finding));
      if (refusal) { return { share: 0, message: said(sentence(refusal[0].replace("{}", engine.label(finding)))) }; }
    }
    if (findings.size > check.most) {
      return { share: 0, message: said(`At most ${check.most} may stand here; there are ${findings.size}.`) };
    }
    return this.outcome(check, [...findings]);
  }

  outcome(check, findings) {
    const { engine } = this;
    const part = check.verb === "give" ? "given" : "block";
    const added = findings.map((finding) => engine.text(finding));
    const model = engine.evaluate({ ...check.scenario, [part]: [...(check.scenario[part] || []), ...added] });
    if (model.refused) { return { share: 0, message: said(refusal(model)) }; }
    const met = ([finding, wanted, support]) => ((model.supports.has(finding) && model.supports.get(finding) >= support) === wanted);
    let share = check.goals.filter(met).length / check.goals.length;
    const messages = check.goals.map((goal) => this.told(model, goal, met(goal)));
    if (share > 0 && !check.sides.every(met)) {
      share /= 2;
      messages.push(...check.sides.filter((side) => !met(side)).map((side) => this.told(model, side, false)));
    }
    if (share > 0 && check.smallest > 0 && findings.length > check.smallest) {
      share /= 2;
      messages.push(said(`It takes fewer: ${check.smallest === 1 ? "one" : check.smallest} would do.`));
    }
    return { share, message: together(messages) };
  }

  // Whether a goal is met, and why.
  told(model, [finding, wanted, support], met) {
    const label = this.engine.label(finding);
    if (!model.supports.has(finding)) {
      return said(sentence(!wanted ? `${label}: no longer inferred` : `${label}: not inferred here`));
    }
    const grade = this.engine.grades[support];
    let lead = "";
    if (met) { lead = wanted ? "" : `${label} has support below ${grade} now`; }
    else if (support > 0) { lead = `${label} is to have support ${wanted ? "of at least" : "below"} ${grade}`; }
    else if (!wanted) { lead = `${label} is not to hold, and still does`; }
    return together([said(sentence(lead)), shortly(model.why(this.engine.text(finding)), this.engine)]);
  }
}

// The parts of a text that name one thing each, between commas, semicolons and `and`; a name with these in it stays whole.
function namedIn(text, read) {
  const reads = (part) => { try { read(part); return true; } catch { return false; } };
  if (reads(text)) { return [text]; }
  const parts = text.split(/[,;]/).flatMap((part) => (reads(part) ? [part] : part.split(/\s+(?:and|&)\s+/i)));
  return parts.filter((part) => part.trim());
}

// Options by the key: of `one` whether it is right; of `many` the right ones less the wrong ones, as a share of all that
// are right; of `order` the pairs in their order less those that are not, as a share of all pairs.
function judgeOptions(entry, key, chosen) {
  const message = (option) => key.messages[option] || said("");
  if (entry.kind === "order") { return judgeOrder(entry, key, chosen); }
  const right = new Set(key.right);
  if (entry.kind === "one") {
    return { share: right.has(chosen[0]) || key.also.some((more) => more.includes(chosen[0])) ? 1 : 0, message: message(chosen[0]) };
  }
  if (chosen.includes(NONE) && chosen.length > 1) {
    return { share: 0, message: said("That none is right, and that some are, cannot both be answered.") };
  }
  const hits = chosen.filter((option) => right.has(option)).length;
  const share = right.size > 0 ? Math.max(0, hits - (chosen.length - hits)) / right.size : 0;
  const missed = key.right.filter((option) => !chosen.includes(option));
  const wrong = chosen.filter((option) => !right.has(option)).map(message);
  if (share >= 1) { return { share, message: together(chosen.map(message)) }; }
  if (missed.length > 0 && !(missed.length === 1 && missed[0] === NONE)) {
    wrong.push(said(missed.length === 1 ? "One that is right was not chosen." : `${missed.length} that are right were not chosen.`));
  }
  return { share, message: together(wrong.length > 0 ? wrong : chosen.map(message)) };
}

function judgeOrder(entry, key, chosen) {
  const labels = new Map(entry.options);
  const at = new Map(chosen.map((option, number) => [option, number]));
  const wrong = key.before.filter(([first, then]) => at.get(first) > at.get(then));
  const share = key.before.length > 0 ? Math.max(0, 1 - 2 * wrong.length / key.before.length) : 1;
  if (wrong.length === 0) { return { share, message: said("Every step stands behind what it needs.") }; }
  const shown = wrong.slice(0, 2);
  const told = shown.map(([first, then]) => said(`First ${labels.get(first)}, then ${labels.get(then)}.`));
  const about = [...new Set(shown.map(([, then]) => then))].filter((then) => key.messages[then]).map((then) => key.messages[then]);
  return { share, message: together([...told, ...about]) };
}

// ------------------------------------------------------------ messages: { text, cites }, each citation a row and a link

function said(text) { return { text, cites: [] }; }

function together(messages) {
  const rows = new Map(messages.flatMap((each) => each.cites).map((cite) => [cite[0], cite]));
  return { text: messages.map((each) => each.text).filter(Boolean).join(" "), cites: [...rows.values()] };
}

function sentence(text) {
  const plain = text.trim();
  const isName = /^\S\S*[\p{Lu}\d]/u.test(plain);
  return plain === "" ? "" : (isName ? plain : plain[0].toUpperCase() + plain.slice(1)) + (/[.?!:]$/.test(plain) ? "" : ".");
}

// That a scenario contradicts itself.
function refusal(model) {
  const reasons = model.reasons();
  return reasons.length > 1 ? `These contradict each other: ${reasons.join("; ")}.` : `This contradicts itself: ${reasons.join("")}.`;
}

// The last step of a proof as a sentence.
function shortly(proof, engine) {
  if (proof.from !== "cited") { return said(sentence(`${proof.label} ${{ given: "is given", set: "is set", before: "held before" }[proof.from] || "follows by definition"}`)); }
  const from = proof.premises.map((each) => each.label).join(" and ");
  const { claim, rows, link } = proof.statement;
  const text = `${sentence(`${proof.label}: inferred${from ? ` from ${from}` : ""} (${engine.grades[proof.grade]})`)} ${sentence(claim)}`;
  return { text, cites: rows.map((row) => [row, link]) };
}

function rounded(points) { return Math.floor(points * 100 + 0.5 + 1e-9) / 100; }
