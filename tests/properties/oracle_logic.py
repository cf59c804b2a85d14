"""The oracle's phases as facts for the logic program, and its models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import clingo

from .oracle_base import Document, Finding, Refused, Vocabulary, is_number, listed, parse, premise, premises_of
from .oracle_context import Ground

LOGIC = (Path(__file__).parent / "oracle.lp").read_text(encoding="utf-8")


@dataclass
class State:
    """What one phase hands to the next: numbers, observations and interventions."""

    vocabulary: Vocabulary
    numbers: dict[str, str] = field(default_factory=dict)
    given: set[Finding] = field(default_factory=set)
    interventions: dict[tuple[str, str], str] = field(default_factory=dict)

    def change(self, phase: Document) -> None:
        """Go on to the next phase, in the order remove, release, given, block, force."""
        self.given = {finding for finding in self.given if self.vocabulary.is_condition(finding)}
        for text in listed(phase.get("remove")):
            self.remove(text)
        for text in listed(phase.get("release")):
            if self.interventions.pop(node_of(text), None) is None:
                raise Refused("not there", f"release {text}")
        self.give(listed(phase.get("given")))
        blocked, forced = ({node_of(text) for text in listed(phase.get(key))} for key in ("block", "force"))
        if blocked & forced:
            raise Refused("fixed both ways", str(sorted(blocked & forced)))
        self.interventions |= dict.fromkeys(blocked, "block") | dict.fromkeys(forced, "force")

    def remove(self, text: str) -> None:
        """Take away a number or a condition."""
        name = text.split("=", maxsplit=1)[0].strip()
        if name in self.vocabulary.measures:
            if self.numbers.pop(name, None) is None:
                raise Refused("not there", f"remove {text}")
        elif parse(text) in self.given:
            self.given.remove(parse(text))
        else:
            raise Refused("not there", f"remove {text}")

    def give(self, texts: list[str]) -> None:
        """Add observations; each replaces the contrary one of an earlier phase, or the number of its measure."""
        numbers = [text.split("=") for text in texts if is_number(text)]
        measures = [name.strip() for name, _ in numbers]
        if len(set(measures)) < len(measures):
            raise Refused("number", "one measure twice")
        self.numbers |= {name.strip(): value.strip() for name, value in numbers}
        findings = {parse(text) for text in texts if not is_number(text)}
        self.given = {finding for finding in self.given if finding.contrary not in findings} | findings

    def observations(self) -> Iterator[tuple[str, Finding]]:
        """What is observed, with its source: the scenario, or the measure."""
        yield from (("scenario", finding) for finding in self.given)
        for measure in self.numbers:
            for threshold in self.thresholds(measure):
                if self.meets(measure, threshold):
                    yield measure, parse(threshold["gives"])

    def thresholds(self, measure: str) -> list[Document]:
        """The thresholds of a measure."""
        return listed(self.vocabulary.entities[measure].get("thresholds"))

    def meets(self, measure: str, threshold: Document) -> bool:
        """Whether the number of a measure meets a threshold, in the threshold's unit exactly."""
        match = re.fullmatch(r"([-+]?\d+(?:\.\d+)?)\s*(.*)", self.numbers[measure])
        if match is None or match[2] != threshold["unit"]:
            raise Refused("number", f"{measure} = {self.numbers[measure]}")
        value = Fraction(match[1])
        if "below" in threshold:
            return value < Fraction(threshold["below"])
        return value > Fraction(threshold["above"])


def node_of(text: str) -> tuple[str, str]:
    """The node that an intervention names."""
    if is_number(text):
        raise Refused("number", f"{text} cannot be set or blocked")
    finding = parse(text)
    return finding.entity, finding.place


Facts = list[str]
Model = dict[str, set[tuple[str, ...]]]


def fact(name: str, *arguments: str | int) -> str:
    """A fact of the logic program; text is quoted."""
    return f"{name}({','.join(str(a) if isinstance(a, int) else chr(34) + a + chr(34) for a in arguments)})."


def term(finding: Finding) -> str:
    """Entity, direction and place of a finding as arguments."""
    return f'"{finding.entity}",{finding.direction},"{finding.place}"'


def vocabulary_facts(base: Document, vocabulary: Vocabulary, findings: set[Finding]) -> Facts:
    """What the vocabulary says, as facts."""
    facts = [fact("place", "")] + [fact("place", place) for place in vocabulary.places]
    for name, entity in vocabulary.entities.items():
        facts.append(fact("entity", name))
        facts += [fact("isa", name, parent) for parent in vocabulary.parents[name]]
        facts += [f'implies("{name}","{implied.entity}",{implied.direction}).' for implied in vocabulary.implied[name]]
        if entity["kind"] == "cell":
            facts.append(fact("cell", name))
        if entity.get("members") == "complete":
            facts.append(fact("complete", name))
        blocks = map(parse, listed(entity.get("blocks")))
        facts += [fact("blocks", name, blocked.entity, blocked.place or "*") for blocked in blocks]
    for group in base.get("incompatible", []):
        facts += [fact("excludes", a, b) for a in group["members"] for b in group["members"] if a != b]
    for finding in findings:
        facts.append(f'finding("{finding}",{term(finding)}).')
        facts.append(fact("contrary", str(finding), str(finding.contrary)))
        facts += [f'step("{finding}","{above}",{kind}).' for above, kind in vocabulary.steps(finding)]
    return facts


def rule_facts(rules: Iterable[Ground], requirements: Iterable[tuple[str, Document]]) -> Facts:
    """The rules and requirements that exist in this context, as facts."""
    facts: Facts = []
    for rule in rules:
        facts += [fact("rule", rule.name), fact("base", rule.name, rule.grade)]
        facts += [fact("head", rule.name, head) for head in rule.heads]
        facts += [f'premise("{rule.name}",{layer},"{text}").' for layer, text in rule.premises]
        facts += [f'unless("{rule.name}",{term(exception)}).' for exception in rule.exceptions]
    for name, requirement in requirements:
        facts += [fact("needs", name, str(parse(text))) for text in listed(requirement["needs"])]
        facts += [f'lowers("{name}",{term(parse(text))}).' for text in listed(requirement["then"])]
        for number, variant in enumerate(premises_of(requirement)):
            facts.append(f'about("{name}",{number}).')
            facts += [f'asks("{name}",{number},{layer},"{text}").' for layer, text in map(premise, variant)]
    return facts


def state_facts(state: State) -> Facts:
    """Observations and interventions of a phase, as facts."""
    facts = [fact("given", source, str(finding)) for source, finding in state.observations()]
    for measure in state.numbers:
        facts += [fact("promises", measure, str(parse(t["gives"]))) for t in state.thresholds(measure)]
    return facts + [fact(kind, entity, place) for (entity, place), kind in state.interventions.items()]


ATOM = re.compile(r'(\w+)\(((?:"[^"]*"|[^()"])*)\)')
ARGUMENT = re.compile(r'"([^"]*)"|([^,"]+)')


def read_model(text: str) -> Model:
    """The atoms of a printed model, by predicate."""
    model: Model = {}
    for name, arguments in ATOM.findall(text):
        row = tuple(match[1] if match[2] is None else match[2] for match in ARGUMENT.finditer(arguments))
        model.setdefault(name, set()).add(row)
    return model


def solve(facts: Facts, extra: str = "", logic: str = LOGIC) -> list[Model]:
    """All stable models of the logic with the facts."""
    control = clingo.Control(["--models=0", "--warn=none"])
    control.add("base", [], "\n".join([logic, extra, *facts]))
    control.ground([("base", [])])
    models: list[Model] = []
    control.solve(on_model=lambda model: models.append(read_model(str(model))))
    return models
