"""Evidence items that say less, or more, than they should."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reasoner.errors import Problem
from reasoner.knowledge.checks.context import Context
from reasoner.knowledge.draft import Cited
from reasoner.model.entity import Entity
from reasoner.model.evidence import Evidence, Wording
from reasoner.model.rule import Effect, HypothesisGroup, Rule

_NEIGHBOURS = 4


def check(context: Context) -> Iterator[Problem]:
    """Items whose parts do not go together, and brackets that several rules claim in full."""
    order = {(source.id, row.id): number for source in context.kb.sources for number, row in enumerate(source.rows)}
    brackets: dict[tuple[str, str, tuple[int, ...]], list[Cited]] = defaultdict(list)
    for cited in context.draft.citations():
        item = cited.item
        if not isinstance(item, Evidence):
            continue
        yield from _item(cited, item, order)
        owner = cited.owner.value
        if isinstance(owner, Rule) and owner.fires and len(item.refs) > 1 and not item.shared:
            brackets[item.source, item.refs_at or item.at, item.refs].append(cited)
    for (_, row, refs), users in sorted(brackets.items()):
        rules = [cited.owner.value for cited in users if isinstance(cited.owner.value, Rule)]
        if not _is_one_story(context, rules):
            last = users[-1]
            message = f"{len(users)} rules cite {list(refs)} of row {row} in full, and are no chain of steps"
            help_ = "a bracket that stands behind several claims and is not divided among them is `shared: true`"
            yield Problem("W040", message, last.where("refs"), (help_, f"the first is {_name(users[0])}"))


def _is_one_story(context: Context, rules: list[Rule]) -> bool:
    """Whether rules have the same premises or follow on each other, so that one claim was cut into its steps."""
    found, todo = {rules[0].id}, [rules[0]]
    while todo:
        rule = todo.pop()
        for other in rules:
            same = other.when == rule.when
            if other.id not in found and (same or _feeds(context, rule, other) or _feeds(context, other, rule)):
                found.add(other.id)
                todo.append(other)
    return len(found) == len({rule.id for rule in rules})


def _feeds(context: Context, rule: Rule, other: Rule) -> bool:
    given = context.structure.closure(rule.then)
    return any(premise.finding in given for item in other.when for premise in item)


def _item(cited: Cited, item: Evidence, order: dict[tuple[str, str], int]) -> Iterator[Problem]:
    if item.shared and not item.refs:
        message = "`shared` says that a bracket stands behind several claims, and there is none"
        yield Problem("W039", message, cited.where("shared"))
    if item.refs_at is not None:
        if not item.refs:
            message = "`refs_at` names the row that cites the references, and there are none"
            yield Problem("W039", message, cited.where("refs_at"))
        elif item.refs_at == item.at:
            yield Problem("W039", "`refs_at` is the row itself", cited.where("refs_at"), ("leave it out",))
        elif abs(order[item.source, item.refs_at] - order[item.source, item.at]) > _NEIGHBOURS:
            message = f"row {item.refs_at} is no neighbour of {item.at}: can they tell of one study?"
            yield Problem("W039", message, cited.where("refs_at"))
    owner = cited.owner.value
    if isinstance(owner, Rule) and owner.effect is Effect.causes and item.wording is Wording.correlates and owner.fires:
        message = "the wording says that it correlates, the effect that it causes"
        yield Problem("W039", message, cited.where("wording"))
    if isinstance(owner, (HypothesisGroup, Entity)) and item.shared:
        yield Problem("W039", "`shared` has no use here: nothing is graded by it", cited.where("shared"))


def _name(cited: Cited) -> str:
    owner = cited.owner.value
    return getattr(owner, "id", "")
