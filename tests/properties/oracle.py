"""The oracle of the property tests: naive, slow, and independent of the package.

It reads a knowledge base and a scenario as plain documents (the YAML with every scalar as text) and says what holds,
how well it is supported and why it ended, straight from the page on semantics. The model and the supports come from
clingo (``oracle.lp``); proofs (steps, stated and the flags) from naive fixpoints over the derivations that fired.
It imports nothing of the package.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from .oracle_base import (
    Document,
    Finding,
    Refused,
    Vocabulary,
    check_base,
    effect_of,
    fires_at_all,
    kind_of,
    listed,
    meets_exception,
    parse,
    phases_of,
    premise,
    premises_of,
    truth,
    universe,
)
from .oracle_context import GRADES, STRONG, Backing, Context, Ground, backing, ground, is_allowed, joined_rows
from .oracle_logic import LOGIC, Facts, State, fact, read_model, rule_facts, solve, state_facts, vocabulary_facts
from .oracle_proofs import Carried, Derivation, Lengths, Proofs, derivations_of, fewest

__all__ = ["Refused", "evaluate", "specificity"]

REFUSALS = {  # in the order in which they are looked for
    "fixed": "fixed both ways",
    "cell": "blocked cell",
    "observed": "observed both ways",
    "incompatible": "incompatible",
    "number": "number",
}


class Phase:
    """One phase: its model with supports, steps and flags."""

    def __init__(
        self,
        facts: Facts,
        rules: dict[str, Ground],
        vocabulary: Vocabulary,
        lasting: dict[str, Carried],
        past: dict[str, Carried],
    ) -> None:
        self.rules, self.vocabulary, self.lasting, self.past = rules, vocabulary, lasting, past
        self.given = read_model(" ".join(facts)).get("given", set())
        carried = [fact("lasting", text, c.support) for text, c in lasting.items()]
        carried += [fact("past", text, c.support) for text, c in past.items()]
        models = solve(facts + carried)
        if len(models) != 1:
            raise RuntimeError(f"{len(models)} stable models: the base is not stratified")
        self.model = models[0]
        self.refuse()
        self.holds = {text for layer, text in self.model.get("hold", ()) if layer == "all"}
        self.derivations = derivations_of(self.model, rules, vocabulary, lasting, past)
        self.support = dict.fromkeys(self.holds, 0)
        for grade, text in self.model.get("firm", ()):
            self.support[text] = max(self.support[text], int(grade))
        self.proofs = {grade: Proofs(self.derivations, grade) for grade in {0, *self.support.values()}}
        self.check()
        self.findings = {text: self.finding(text) for text in sorted(self.holds)}

    def refuse(self) -> None:
        """Raise the first error of the model, in the order of ``REFUSALS``."""
        errors = {error for (error,) in self.model.get("error", ())}
        for error, reason in REFUSALS.items():
            if error in errors:
                raise Refused(reason)

    def is_in(self, predicate: str, *arguments: str) -> bool:
        """Whether an atom is in the model."""
        return arguments in self.model.get(predicate, ())

    def check(self) -> None:
        """Hold the two computations, clingo's models and the fixpoints here, against each other."""
        for grade, proofs in self.proofs.items():
            proved = {text for layer, text in proofs.all if layer == "all"}
            if proved != {text for text, support in self.support.items() if support >= grade}:
                raise AssertionError("clingo and the fixpoint disagree")

    def finding(self, text: str) -> dict[str, Any]:
        """What is to be said of a finding that holds."""
        support = self.support[text]
        proofs, atom = self.proofs[support], ("all", text)
        return {
            "origin": self.origin(text),
            "support": GRADES[support],
            "steps": proofs.shown(atom),
            "stated": atom in proofs.stated,
            "extrapolated": atom not in proofs.clean,
            "against_requirement": atom not in proofs.lawful,
            "contested": self.is_in("contested", text),
            "rests_on_contested": atom not in proofs.settled,
        }

    def origin(self, text: str) -> str:
        """given, intervened, persisting or derived."""
        if self.is_in("effective", text):
            return "given"
        if self.is_in("fixed_finding", text):
            return "intervened"
        if text not in self.lasting:
            return "derived"
        proofs, atom = self.proofs[self.support[text]], ("all", text)
        if atom in proofs.stated:
            return "derived"  # a stated proof is shown first, and what persists is never part of one
        others = [d for d in proofs.program if d.body or d.head != atom]  # less its leaf
        lengths = fewest(d for d in others if not (atom in proofs.clean and d.extrapolated))
        return "derived" if atom in lengths and lengths[atom] <= proofs.shown(atom) else "persisting"

    def final_rules(self, text: str) -> set[str]:
        """The rules that finally concluded a finding: directly, or what leads to it by structural steps alone."""
        below, todo = {text}, [text]
        while todo:
            head = todo.pop()
            for d in self.derivations:
                if d.head == ("all", head) and d.rule is None and d.body and d.body[0][1] not in below:
                    below.add(d.body[0][1])
                    todo.append(d.body[0][1])
        return {name for name, head in self.model.get("fires", ()) if head in below}

    def ended(self, before: Phase) -> dict[str, str]:
        """What held in the phase before and no longer does, and how it ended."""
        return {text: self.ending(text, before) for text in sorted(before.holds - self.holds)}

    def ending(self, text: str, before: Phase) -> str:
        """removed, cut, reverts or open."""
        then = before.findings[text]
        if then["origin"] == "intervened" or (then["origin"] == "given" and before.leaves(text, self)):
            return "removed"
        final = before.final_rules(text)
        if self.is_in("cut", text) or self.is_in("stopped", text):
            return "cut"
        if then["steps"] == 0 and any(before.leaves(root, self) for root in before.roots(text)):
            return "removed"
        if any(self.is_in("met", name) and self.is_in("excepted", name) for name in final):
            return "cut"
        return "reverts" if final and all(self.rules[name].rule.get("reverts") for name in final) else "open"

    def roots(self, text: str) -> set[str]:
        """What was given or set, and led to a finding by structural steps alone."""
        below, todo = {text}, [text]
        while todo:
            head = todo.pop()
            for derivation in self.derivations:
                if derivation.head == ("all", head) and derivation.body and derivation.cost == 0:
                    new = {name for _, name in derivation.body} - below
                    below |= new
                    todo += new
        return {name for name in below if self.is_in("effective", name) or self.is_in("fixed_finding", name)}

    def leaves(self, text: str, later: Phase) -> bool:
        """Whether something given or set here is neither in a later phase; it may be given there without effect."""
        if self.is_in("fixed_finding", text):
            return text not in later.holds
        return bool(
            {source for source, given in self.given if given == text}
            - {source for source, given in later.given if given == text}
        )

    def lasting_next(self) -> dict[str, Carried]:
        """What persists after this phase: what still did, and what rules with `persists` conclude now."""
        kept = {text: carried for text, carried in self.lasting.items() if not self.is_in("stopped", text)}
        heads = {text for name, text in self.model.get("fires", ()) if truth(self.rules[name].rule.get("persists"))}
        for text in heads:
            carried = self.best_lasting(text)
            if carried is not None and carried.beats(kept.get(text)):
                kept[text] = carried
        return kept

    def best_lasting(self, text: str) -> Carried | None:
        """The best acyclic proof of a finding that ends in a rule with `persists`: support, then steps."""
        last = [
            d
            for d in self.derivations
            if d.head == ("all", text) and d.rule is not None and truth(d.rule.rule.get("persists"))
        ]
        others = [d for d in self.derivations if d.head[1] != text or d.head[0] == "past"]
        for grade in range(STRONG, -1, -1):
            proofs = Proofs(others, grade)
            last_here = [d for d in last if d.grade >= grade]

            def ends(lengths: Lengths, candidates: Iterable[Derivation]) -> list[int]:
                bodies = [d.body for d in candidates if all(atom in lengths for atom in d.body)]
                return [1 + max(lengths[atom] for atom in body) for body in bodies]

            steps = ends(proofs.all, last_here)
            if steps:
                return Carried(
                    grade,
                    min(steps),
                    extrapolated=not ends(proofs.clean, [d for d in last_here if not d.extrapolated]),
                    lowered=not ends(proofs.lawful, [d for d in last_here if not d.lowered]),
                    unsettled=not ends(proofs.settled, [d for d in last_here if not d.unsettled]),
                )
        return None

    def past_next(self) -> dict[str, Carried]:
        """What `before` can use after this phase: the best that each finding had in any phase so far."""
        past = dict(self.past)
        for text, said in self.findings.items():
            carried = Carried(
                GRADES.index(said["support"]),
                said["steps"],
                said["extrapolated"],
                said["against_requirement"],
                said["contested"] or said["rests_on_contested"],
            )
            if carried.beats(past.get(text)):
                past[text] = carried
        return past

    def census(self) -> set[str]:
        """Which mechanisms were at work, for tests that demand their shares."""
        seen: set[str] = set()
        met = [rule for name, rule in self.rules.items() if self.is_in("met", name)]
        for rule in met:
            if self.is_in("excepted", rule.name):
                seen.add("unless")
                continue
            seen |= {"cut" for head in rule.heads if self.is_in("cut", head)}
            seen |= {"observation stops rule" for head in rule.heads if self.is_in("stopped", head)}
            seen |= {"backward reading"} if rule.backward else {effect_of(rule.rule)}
            seen |= {"place" for text in [*rule.heads, *(text for _, text in rule.premises)] if " in " in text}
            seen |= {"before" for layer, _ in rule.premises if layer == "past"}
            seen |= {"option assumed"} if rule.rule.get("hypothesis") else set()
            seen |= {"guard"} if rule.rule.get("only") else set()
        for rule in self.rules.values():
            held = all(self.is_in("hold", "past" if layer == "past" else "all", text) for layer, text in rule.premises)
            if effect_of(rule.rule) == "correlates" and held and not self.is_in("met", rule.name):
                seen.add("correlates withheld")
        for text in self.holds:
            for above, kind in self.vocabulary.steps(parse(text)):
                if self.is_in("free", str(above)):
                    seen.add({"isa": "is_a", "place": "place lifted", "implies": "implication"}[kind])
                elif self.is_in("cut", str(above)):
                    seen.add("structural step cut")
                else:
                    seen.add("observation stops structure")
        for text, said in self.findings.items():
            flags = ("extrapolated", "against_requirement", "contested", "rests_on_contested")
            seen |= {flag.replace("_", " ") for flag in flags if said[flag]}
            if said["origin"] == "persisting":
                seen.add("persisting")
            if said["steps"]:
                seen |= {"stated" if said["stated"] else "combined", said["support"]}
                seen |= {"long chain"} if said["steps"] > 2 else set()
                seen |= {"long stated chain"} if said["stated"] and said["steps"] > 1 else set()
            if said["contested"] and str(parse(text).contrary) not in self.holds:
                seen.add("incompatible contested")
        named = {"shut": "blocked cell", "overridden": "observation overridden", "works": "therapy blocks"}
        seen |= {label for predicate, label in named.items() if self.model.get(predicate)}
        seen |= {"persisting suspended" for text in self.lasting if self.is_in("cut", text)}
        seen |= {"persisting ended" for text in self.lasting if self.is_in("stopped", text)}
        return seen


def listed_beside(rule: Document, phase: Phase) -> bool:
    """Whether a rule that never fires is listed: premises hold, no exception does."""
    if kind_of(rule) != "denial" and effect_of(rule) not in ("modulates", "precedes"):
        return False
    held = any(all(phase.is_in("hold", *premise(text)) for text in variant) for variant in premises_of(rule))
    exceptions = [parse(text) for text in listed(rule.get("unless"))]
    stopped = any(meets_exception(parse(text), e, phase.vocabulary) for text in phase.holds for e in exceptions)
    return held and not stopped


class Setting:
    """A knowledge base in the context of a scenario: what all phases share."""

    def __init__(self, base: Document, scenario: Document) -> None:
        check_base(base)
        self.vocabulary = Vocabulary(base)
        context = Context.of(base, scenario)
        rows = joined_rows(base)
        self.existing: list[tuple[Document, Backing]] = []
        for rule in base["rules"]:
            support = backing(rule, context, self.vocabulary, rows)
            if support is not None and is_allowed(rule, context, self.vocabulary):
                self.existing.append((rule, support))
        grounded = [g for rule, support in self.existing if fires_at_all(rule) for g in ground(rule, support)]
        self.rules = {rule.name: rule for rule in grounded}
        requirements = [(rule["id"], rule) for rule, _ in self.existing if kind_of(rule) == "requirement"]
        findings = universe(base, scenario, self.vocabulary)
        self.texts = {str(finding) for finding in findings}
        self.facts = vocabulary_facts(base, self.vocabulary, findings) + rule_facts(grounded, requirements)


def evaluate(base: Document, scenario: Document) -> list[dict[str, Any]]:
    """What holds in each phase of a scenario, with supports, steps and flags.

    Raises ``Refused`` for an invalid base or scenario, whichever phase is at fault.
    """
    setting = Setting(base, scenario)
    vocabulary = setting.vocabulary
    state = State(vocabulary)
    history = vocabulary.upwards(map(parse, listed(scenario.get("history"))))
    past = {str(finding): Carried(STRONG, 0, from_history=True) for finding in history}
    lasting: dict[str, Carried] = {}
    results: list[dict[str, Any]] = []
    before: Phase | None = None
    for document in phases_of(scenario):
        state.change(document)
        phase = Phase(setting.facts + state_facts(state), setting.rules, vocabulary, lasting, past)
        beside = sorted({rule["id"] for rule, _ in setting.existing if listed_beside(rule, phase)})
        ended = phase.ended(before) if before is not None else {}
        census = phase.census() | {f"ended: {how}" for how in ended.values()} | {"beside" for _ in beside}
        results.append(
            {
                "findings": phase.findings,
                "expected_otherwise": sorted(text for (text,) in phase.model.get("expected", ())),
                "ended": ended,
                "beside": beside,
                "census": census | ({"number"} if state.numbers else set()),
            }
        )
        lasting, past, before = phase.lasting_next(), phase.past_next(), phase
    return results


ONE_OR_TWO = """
1 { picked(F) : candidate(F) } 2.
given("scenario",F) :- picked(F).
:- error(_).
structural(F) :- hold(seen,F).
structural(F) :- fixed_finding(F).
#show hold(F) : hold(all,F).
#show structural/1.
"""


def specificity(base: Document, scenario: Document) -> dict[str, Fraction]:
    """1 minus the share of the one- and two-condition scenarios of the same context in which a finding holds.

    Left out are scenarios that are refused, and for each finding those that give it without any cited rule. A finding
    of which nothing is left has specificity 1.
    """
    setting = Setting(base, scenario)
    ups = (Finding(name, "up", "") for name in setting.vocabulary.entities)
    candidates = [fact("candidate", str(finding)) for finding in ups if setting.vocabulary.is_condition(finding)]
    logic = "\n".join(line for line in LOGIC.splitlines() if not line.startswith("#show"))
    models = solve(setting.facts + candidates, ONE_OR_TWO, logic)
    share: dict[str, Fraction] = {}
    for text in setting.texts:
        asked = [model for model in models if (text,) not in model.get("structural", ())]
        holding = [model for model in asked if (text,) in model.get("hold", ())]
        share[text] = 1 - Fraction(len(holding), len(asked)) if asked else Fraction(1)
    return share
