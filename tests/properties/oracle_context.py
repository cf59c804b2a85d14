"""The oracle's reading of evidence: which rules exist in a context, at what grade, and how they fire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from .oracle_base import (
    Atom,
    Document,
    Finding,
    Refused,
    Vocabulary,
    effect_of,
    listed,
    parse,
    premise,
    premises_of,
    truth,
)

GRADES = ("hypothesis", "limited", "moderate", "strong")
STRONG = 3
GRADE_OF_WORDING = {"states": (1, 2, 3), "suggests": (0, 1, 1), "correlates": (0, 1, 1), "hypothesises": (0, 0, 0)}
SOFT_KEYS = ("cancer", "stage", "site")


@dataclass(frozen=True)
class Context:
    """What of a scenario stays the same over its phases."""

    where: dict[str, str]
    system: str | None
    strict: bool
    assumed: frozenset[str]

    @classmethod
    def of(cls, base: Document, scenario: Document) -> Context:
        """Read the context; refuse an unknown option, and two options of one group."""
        options = {f"{group['id']}/{option['id']}" for group in base.get("groups", []) for option in group["options"]}
        assumed = set(listed(scenario.get("assume")))
        if assumed - options or len({text.split("/")[0] for text in assumed}) < len(assumed):
            raise Refused("hypothesis", ", ".join(sorted(assumed)))
        where = {key: scenario[key] for key in SOFT_KEYS if scenario.get(key)}
        strict = truth(scenario.get("strict_context"))
        return cls(where, scenario.get("system"), strict, frozenset(assumed))


class Backing(NamedTuple):
    """What the evidence of a rule comes to in a context."""

    grade: int
    extrapolated: bool
    rows: frozenset[str]


def joined_rows(base: Document) -> dict[str, str]:
    """For each row the first of those that `refs_at` joins it with, directly or in turn."""
    name: dict[str, str] = {}

    def visit(value: Any) -> None:
        if isinstance(value, dict):
            if "at" in value:
                rows = [value["at"], value.get("refs_at") or value["at"]]
                names = {name.setdefault(row, row) for row in rows}
                name.update({row: min(names) for row, old in name.items() if old in names})
            for part in value.values():
                visit(part)
        elif isinstance(value, list):
            for part in value:
                visit(part)

    visit([base["entities"], base.get("groups", []), base["rules"]])
    return name


def item_grade(item: Document) -> int:
    """The grade of an evidence item by the table."""
    studies = len(listed(item.get("refs")))
    if truth(item.get("shared")):
        studies = min(studies, 1)
    return GRADE_OF_WORDING[item["wording"]][min(studies, 2)]


def item_context(rule: Document, item: Document) -> Document:
    """The context of an item, completed key by key by that of its rule."""
    return {**(rule.get("context") or {}), **(item.get("context") or {})}


def fits(item: Document, context: Context, vocabulary: Vocabulary) -> bool:
    """Whether each soft key that both name is the scenario's value, an ancestor or a descendant of it."""
    return all(
        any(vocabulary.related(value, wanted) for value in listed(item[key]))
        for key, wanted in context.where.items()
        if item.get(key)
    )


def backing(rule: Document, context: Context, vocabulary: Vocabulary, rows: dict[str, str]) -> Backing | None:
    """Grade, extrapolated and rows of a rule in this context; None where no evidence is left."""
    items: list[tuple[int, bool, str]] = []
    for item in rule["evidence"]:
        where = item_context(rule, item)
        fit = fits(where, context, vocabulary)
        if (context.strict and not fit) or (context.system and context.system not in listed(where.get("system"))):
            continue
        items.append((item_grade(item) if fit else max(0, item_grade(item) - 1), fit, rows[item["at"]]))
    if not items:
        return None
    grade = max(item[0] for item in items)
    reaching = [item for item in items if item[0] == grade]
    return Backing(grade, not any(fit for _, fit, _ in reaching), frozenset(row for _, _, row in reaching))


def is_allowed(rule: Document, context: Context, vocabulary: Vocabulary) -> bool:
    """Whether the hard guards and the hypothesis of a rule let it exist here."""
    for key, values in (rule.get("only") or {}).items():
        if key not in context.where or not vocabulary.ancestors(context.where[key]) & set(listed(values)):
            return False
    return not rule.get("hypothesis") or rule["hypothesis"] in context.assumed


@dataclass(frozen=True)
class Ground:
    """A rule as it fires here: one variant of `any`, forwards or backwards."""

    name: str
    rule: Document
    premises: tuple[Atom, ...]
    heads: tuple[str, ...]
    exceptions: tuple[Finding, ...]
    grade: int
    backing: Backing
    backward: bool = False


def ground(rule: Document, support: Backing) -> Iterator[Ground]:
    """The variants of a rule that may fire, and its backward reading."""
    layer = "nat" if effect_of(rule) == "correlates" else "all"
    heads = tuple(str(parse(text)) for text in listed(rule["then"]))
    exceptions = tuple(map(parse, listed(rule.get("unless"))))
    for number, variant in enumerate(premises_of(rule)):
        premises = tuple(premise(text, layer) for text in variant)
        yield Ground(f"{rule['id']}/{number}", rule, premises, heads, exceptions, support.grade, support)
        if effect_of(rule) == "marks":
            markers = tuple(("seen", head) for head in heads)
            state = tuple(text for _, text in premises)
            lower = max(0, support.grade - 1)
            yield Ground(f"{rule['id']}/{number}/back", rule, markers, state, (), lower, support, backward=True)
