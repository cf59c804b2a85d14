"""The knowledge base as data for the page's engine (`engine.js`): every scenario of one phase, in every setting.

Whatever may be given, set or assumed is a choice; `program/choosing.py` and `program/counting.py` write down what
follows from choices, as rules over literals, and the open program has the rest. So the engine computes least models of
rules and knows nothing of therapies, families, observations or contexts. What it reads beside the `vocabulary`:

| key | what it is |
|---|---|
| nodes | entity, place (numbers of the `vocabulary`; -1: none). Finding 2n is node n, finding 2n+1 the same, down |
| first | the first choice: atoms first+4n to first+4n+3 say that node n is given, given down, blocked, forced |
| history, context, assume, strict, system | the atoms of the other choices |
| size | one more than the highest atom of the laws |
| laws, law_strata | what follows from choices: head, literals; head 0 is a contradiction. How many a stratum has |
| atoms, layers | the finding of each atom, and how many each layer has (holds, natural, observed, before) |
| facts, stops | literals that make an atom a fact; that stop the rules which conclude it |
| counting | for each grade, weakest first, the literal that a rule counts so firmly |
| rules, strata | head, counting, statement, body, exceptions; counting 0 is a structural step. How many a stratum has |
| requirements | the literal that it exists, the situations that it is about, what breaches it, which atoms it lowers |
| counts | for each finding the literal that it counts where it is given |
| statements | id, claim, rows and link of each rule |

Numbers stand in texts, as `packed` writes them. Literal n is atom n, -n that it does not hold; atom 1 always holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from reasoner.knowledge.cache import remembered
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade, System
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Setting
from reasoner.pipeline import Reasoner
from reasoner.program.choosing import Choices, OpenPhase
from reasoner.program.counting import Counting, SettingChoices
from reasoner.program.ground import GroundRequirement, GroundRule, Layer, Program, Step
from reasoner.program.logic import Literal, Logic
from reasoner.program.observations import Observation
from reasoner.program.observing import Given
from reasoner.program.strata import strata
from reasoner.program.universe import reach

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TRUE = 1
_Law = tuple[int, tuple[int, ...]]


def compiled(reasoner: Reasoner) -> str:
    """The data, as JSON; worked out once for a knowledge base, and then kept."""
    if not reasoner.kb.digest:  # it was made by hand, and nothing says when it has changed
        return written(reasoner)
    return remembered(f"page-{reasoner.kb.digest[:16]}", ("model", "program", "teach"), lambda: written(reasoner))


def written(reasoner: Reasoner) -> str:
    """The data, worked out anew."""
    return json.dumps(_Compiling(reasoner).data(), ensure_ascii=False, separators=(",", ":"))


def packed(numbers: Iterable[int]) -> str:
    """Numbers as text: five bits a letter, the lowest first, and 32 where more follows; the lowest bit is the sign."""
    found: list[str] = []
    for number in numbers:
        rest = abs(number) * 2 + (number < 0)
        while rest > 31:
            found.append(_DIGITS[rest & 31 | 32])
            rest >>= 5
        found.append(_DIGITS[rest])
    return "".join(found)


class _Laws:
    """Takes down what follows from choices (a `Writer` of `program/logic.py`)."""

    def __init__(self) -> None:
        self.atoms = _TRUE
        self.laws: list[_Law] = []

    def add_atom(self) -> int:
        self.atoms += 1
        return self.atoms

    def add_rule(self, head: Sequence[int], body: Sequence[int]) -> None:
        self.laws.append((head[0] if head else 0, tuple(body)))

    def needed(self, literals: Iterable[int]) -> list[_Law]:
        """The laws that some literals, and contradictions, depend on."""
        concluding: dict[int, list[_Law]] = {}
        for law in self.laws:
            concluding.setdefault(law[0], []).append(law)
        todo = [0, *map(abs, literals)]
        seen = set(todo)
        while todo:
            for _, body in concluding.get(todo.pop(), ()):
                new = {abs(each) for each in body} - seen
                seen |= new
                todo += sorted(new)
        return [law for law in self.laws if law[0] in seen]


def findings(reasoner: Reasoner) -> list[Finding]:
    """The findings that the engine knows, in its order."""
    nodes = reasoner.grounder.program(Setting(), every=True).at_node
    return [Finding(*node, down) for node in nodes for down in (False, True)]


def vocabulary(kb: KnowledgeBase) -> list[dict[str, Any]]:
    """The entities as the page's scripts read them."""
    return [
        {
            "id": entity.id,
            "label": entity.label,
            "kind": entity.kind.value,
            "up": entity.phrase(down=False),
            "down": entity.phrase(down=True),
            "also": list(entity.synonyms),
            "condition": entity.is_condition,
        }
        for entity in kb.entities.values()
    ]


class _Compiling:
    def __init__(self, reasoner: Reasoner) -> None:
        self.kb: KnowledgeBase = reasoner.kb
        self.program: Program = reasoner.grounder.program(Setting(), every=True)
        self.nodes = list(self.program.at_node)
        self.finding = {finding: number for number, finding in enumerate(findings(reasoner))}
        self.laws = _Laws()
        self.logic = Logic(self.laws)
        self.literals: list[int] = []

    def data(self) -> dict[str, Any]:
        """All of it."""
        choices = {node: [self.logic.atom() for _ in range(4)] for node in self.nodes}
        history = {finding: self.logic.atom() for finding in self._before()}
        setting = self._setting()
        given = [
            Given(Observation(Finding(*node, down)), atoms[down])
            for node, atoms in choices.items()
            for down in (False, True)
        ]
        phase = OpenPhase(
            self.logic,
            self.kb,
            self.program,
            Choices(
                tuple(given),
                {},
                {node: atoms[2] for node, atoms in choices.items()},
                {node: atoms[3] for node, atoms in choices.items()},
                history,
            ),
        )
        counting = Counting(self.logic, self.kb, setting)
        ids = list(self.kb.entities)
        number = {entity: position for position, entity in enumerate(ids)}
        places = chain.from_iterable((number[node.entity], number.get(node.place or "", -1)) for node in self.nodes)
        parts = {
            "grades": [str(grade) for grade in Grade],
            "nodes": packed(places),
            "first": next(iter(choices.values()))[0] if choices else 0,
            "history": {str(self.finding[finding]): atom for finding, atom in history.items()},
            "context": setting.context,
            "assume": {f"{group}/{option}": atom for (group, option), atom in setting.assume.items()},
            "groups": [self._group(each) for each in self.kb.groups],
            "strict": setting.strict_context,
            "system": {system.value: atom for system, atom in setting.system.items()},
            "atoms": packed(self.finding.get(atom.finding, -1) for atom in self.program.atoms),
            "layers": [sum(atom.layer is layer for atom in self.program.atoms) for layer in Layer],
            "facts": self._facts(phase),
            "stops": packed(self._literal(phase.stop(atom.finding)) for atom in self.program.atoms),
            "counts": packed(self._literal(phase.counts(finding)) for finding in self.finding),
            **self._rules(counting),
            "requirements": [
                self._requirement(each, counting) for each in (*self.program.requirements, *self.program.kept_out)
            ],
        }
        return parts | self._law_data()

    def _before(self) -> list[Finding]:
        """The findings that bear on something where they lie before."""
        wanted = {finding for finding, layer in self.program.atoms if layer is Layer.before}
        return [finding for finding in self.finding if not wanted.isdisjoint(reach(self.kb, [finding]))]

    def _setting(self) -> SettingChoices:
        of_kind = {"cancer": Kind.cancer, "stage": Kind.stage, "site": Kind.site}
        entities = self.kb.entities.values()
        return SettingChoices(
            {
                key: {entity.id: self.logic.atom() for entity in entities if entity.kind is kind}
                for key, kind in of_kind.items()
            },
            {(group.id, option.id): self.logic.atom() for group in self.kb.groups for option in group.options},
            self.logic.atom(),
            {system: self.logic.atom() for system in System},
        )

    def _group(self, group: Any) -> dict[str, Any]:
        return {
            "id": group.id,
            "question": group.question,
            "options": [[each.id, each.label] for each in group.options],
        }

    def _literal(self, literal: Literal) -> int:
        """A literal as the engine reads it; what it depends on is kept."""
        if isinstance(literal, bool):
            return _TRUE if literal else -_TRUE
        self.literals.append(literal)
        return literal

    def _facts(self, phase: OpenPhase) -> str:
        """Atom and literal, one pair after the other."""
        found: list[int] = []
        for atom, literals in phase.facts.items():
            for literal, support in literals:
                assert support is Grade.strong  # given, set and history count as strong; nothing else is a fact
                found += (atom, self._literal(literal))
        return packed(found)

    def _rules(self, counting: Counting) -> dict[str, Any]:
        """The program's rules, stratum by stratum, with what each counts for and what it says."""
        levels: dict[tuple[int, ...], int] = {(): 0}  # structural steps always count
        statements: dict[str, int] = {}
        reached: dict[str, tuple[int, ...]] = {}
        numbers: list[int] = []
        ordered = sorted(self.program.rules, key=lambda rule: (self._stratum(rule), self.program.component[rule.head]))
        for rule in ordered:
            level: tuple[int, ...] = ()
            statement = -1
            if rule.rule is not None:
                name = rule.rule.id
                statement = statements.setdefault(name, len(statements))
                if name not in reached:
                    reached[name] = tuple(map(self._literal, counting.reaches(rule.rule)))
                level = reached[name]
                if rule.step is Step.backward:  # one grade lower, but never below the lowest
                    level = (level[0], *level[2:], -_TRUE)
            numbers += (rule.head, levels.setdefault(level, len(levels)), statement)
            numbers += (len(rule.body), *rule.body, len(rule.unless), *rule.unless)
        return {
            "rules": packed(numbers),
            "strata": _sizes(map(self._stratum, ordered)),
            "counting": [list(level) for level in levels],
            "statements": [self._statement(self.kb.rules_by_id[name]) for name in statements],
        }

    def _stratum(self, rule: GroundRule) -> int:
        return self.program.stratum[rule.head]

    def _statement(self, rule: Rule) -> dict[str, Any]:
        cited = dict.fromkeys(self.kb.citation(item) for item in rule.evidence)
        rows = [self.kb.row_name(each.source, each.row) for each in cited]
        return {"id": rule.id, "claim": rule.claim, "rows": rows, "link": next((each.link for each in cited), "")}

    def _requirement(self, each: GroundRequirement, counting: Counting) -> dict[str, Any]:
        return {
            "exists": self._literal(counting.reaches(each.rule)[0]),
            "when": [list(atoms) for atoms in each.when],
            "broken": list(each.broken),
            "lowered": sorted(each.lowered),
            "claim": each.rule.claim,
        }

    def _law_data(self) -> dict[str, Any]:
        laws = self.laws.needed(self.literals)
        split = [(head, [n for n in body if n > 0], [-n for n in body if n < 0]) for head, body in laws]
        stratum, component = strata(self.laws.atoms + 1, split)
        ordered = sorted(laws, key=lambda law: (stratum[law[0]], component[law[0]]))
        numbers = chain.from_iterable((head, len(body), *body) for head, body in ordered)
        return {
            "size": self.laws.atoms + 1,
            "laws": packed(numbers),
            "law_strata": _sizes(stratum[law[0]] for law in ordered),
        }


def _sizes(levels: Iterable[int]) -> list[int]:
    """How many of some ordered things stand at each level."""
    found: dict[int, int] = {}
    for level in levels:
        found[level] = found.get(level, 0) + 1
    return list(found.values())
