"""Rules, requirements and denials: names that exist, the shape that each kind and effect asks for, ids for good."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.errors import Position, Problem
from reasoner.knowledge.draft import Draft, Located
from reasoner.knowledge.invariants.vocabulary import findings
from reasoner.knowledge.wording import did_you_mean, one_of
from reasoner.model.entity import Kind
from reasoner.model.evidence import Context
from reasoner.model.rule import Effect, Guard, HypothesisGroup, Rule, RuleKind

_PARTS = ("when", "then", "unless", "outcomes", "needs")
_CONTEXT_KINDS = {"cancer": Kind.cancer, "stage": Kind.stage, "site": Kind.site, "cell": Kind.cell}

# Which parts each kind of statement must have, and which of the others it may have.
_SHAPES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "requirement": (("then", "needs"), ("when",)),
    "denial": (("when", "then"), ("unless",)),
    "causes": (("when", "then"), ("unless", "persists", "reverts")),
    "correlates": (("when", "then"), ("unless", "persists", "reverts")),
    "marks": (("when", "then"), ("unless", "persists", "reverts")),
    "modulates": (("when",), ("then", "outcomes", "unless")),
    "precedes": (("when", "then"), ("unless",)),
}


def check(draft: Draft) -> Iterator[Problem]:
    """Every problem of single rules and groups, and of ids that were retired."""
    for rule in draft.rules.values():
        yield from _names(draft, rule)
        yield from _hypothesis(draft, rule)
        yield from _shape(rule)
        yield from _sense(rule)
        if retired := draft.deprecated.get(rule.value.id):
            message = f"the id `{rule.value.id}` was retired at {retired.where('id')}; ids are never used again"
            yield Problem("E031", message, rule.where("id"))
    for group in draft.groups.values():
        yield from _contexts(draft, group)
        seen: dict[str, int] = {}
        for number, option in enumerate(group.value.options):
            first = seen.setdefault(option.id, number)
            if first != number:
                message = f"the option `{option.id}` stands here and already at {group.where('options', first, 'id')}"
                yield Problem("E030", message, group.where("options", number, "id"))
    for retired in draft.deprecated.values():
        by = retired.value.replaced_by
        if by is not None and by not in draft.rules and by not in draft.deprecated:
            yield Problem(
                "E012", f"unknown rule `{by}`", retired.where("replaced_by"), did_you_mean(by, list(draft.rules))
            )


def _names(draft: Draft, rule: Located[Rule]) -> Iterator[Problem]:
    for number, item in enumerate(rule.value.when):
        for choice, premise in enumerate(item):
            yield from findings(draft, premise.finding, rule, "when", number, choice)
    for part in _PARTS[1:]:
        for number, finding in enumerate(getattr(rule.value, part)):
            yield from findings(draft, finding, rule, part, number)
    yield from _settings(draft, rule, rule.value.only, "only")
    yield from _settings(draft, rule, rule.value.context, "context")
    yield from _contexts(draft, rule)


def _contexts(draft: Draft, owner: Located[Rule] | Located[HypothesisGroup]) -> Iterator[Problem]:
    for number, evidence in enumerate(owner.value.evidence):
        yield from _settings(draft, owner, evidence.context, "evidence", number, "context")


def _settings(
    draft: Draft, owner: Located[Rule] | Located[HypothesisGroup], setting: Guard | Context, *steps: int | str
) -> Iterator[Problem]:
    """The values of a guard or a context: known entities of the kind that the key says."""
    for name, wanted in _CONTEXT_KINDS.items():
        for number, value in enumerate(getattr(setting, name, ())):
            where = owner.where(*steps, name, number)
            kind = draft.kind(value)
            if draft.unknown(value):
                known = draft.names.suggestions(value, {wanted})
                yield Problem("E012", f"unknown {wanted} `{value}`", where, known)
            elif kind is not None and kind is not wanted:
                yield Problem("E015", f"`{value}` is a {kind}; expected a {wanted}", where)


def _hypothesis(draft: Draft, rule: Located[Rule]) -> Iterator[Problem]:
    if rule.value.hypothesis is None:
        return
    group_id, _, option = rule.value.hypothesis.partition("/")
    where = rule.where("hypothesis")
    group = draft.groups.get(group_id)
    if group is None:
        if group_id not in draft.broken_groups:
            known = did_you_mean(group_id, list(draft.groups))
            yield Problem("E012", f"unknown hypothesis group `{group_id}`", where, known)
    elif option not in (options := [found.id for found in group.value.options]):
        help_ = f"the options are {one_of(options)}"
        yield Problem("E012", f"the group `{group_id}` has no option `{option}`", where, (help_,))


def _shape(rule: Located[Rule]) -> Iterator[Problem]:
    """Parts that are missing or out of place for the kind of statement."""
    value = rule.value
    what = str(value.effect if value.kind is RuleKind.rule else value.kind)
    needed, allowed = _SHAPES[what]
    set_parts = [part for part in _PARTS if getattr(value, part)]
    set_parts += [part for part in ("persists", "reverts") if getattr(value, part)]
    for part in needed:
        if part not in set_parts:
            hint = ("nothing may follow from nothing: name the premises",) if part == "when" else ()
            yield _misshapen(f"`{what}` takes `{part}`, and there is none", rule.where(), *hint)
    for part in set_parts:
        if part not in needed and part not in allowed:
            yield _misshapen(f"`{what}` takes no `{part}`", rule.where_key(part))
    if value.kind is not RuleKind.rule and rule.has("effect"):
        yield _misshapen(f"a {value.kind} has no effect", rule.where_key("effect"))
    if value.kind is RuleKind.rule and value.effect is Effect.modulates:
        if not value.then and not value.outcomes:
            yield _misshapen("`modulates` takes `then` or `outcomes`, and there is neither", rule.where())
        if len(value.outcomes) == 1:
            yield _misshapen("`outcomes` names the alternatives: two or more", rule.where("outcomes"))
    if value.kind is RuleKind.rule and value.effect is Effect.marks:
        premises = [premise for item in value.when for premise in item]
        if len(premises) != 1 and value.when:
            yield _misshapen("`marks` takes exactly one premise, the state that is marked", rule.where("when"))
        elif any(premise.before for premise in premises):
            yield _misshapen("`marks` takes no `before` premise", rule.where("when", 0))
    if value.kind is RuleKind.requirement and any(premise.before for item in value.when for premise in item):
        yield _misshapen("a requirement takes no `before` premise", rule.where("when"))
    if value.persists and value.reverts:
        yield _misshapen("what `persists` does not revert", rule.where_key("reverts"))


def _sense(rule: Located[Rule]) -> Iterator[Problem]:
    """Parts that contradict each other."""
    value = rule.value
    for number, finding in enumerate(value.then):
        if finding.contrary in value.then[:number]:
            message = f"the rule concludes both `{finding}` and `{finding.contrary}`"
            yield Problem("E047", message, rule.where("then", number))
    for part in ("then", "unless", "outcomes", "needs"):
        found = getattr(value, part)
        for number, finding in enumerate(found):
            if finding in found[:number]:
                yield Problem("E047", f"`{finding}` stands twice under `{part}`", rule.where(part, number))
    alone = [item[0] for item in value.when if len(item) == 1]
    for number, item in enumerate(value.when):
        for choice, premise in enumerate(item):
            where = rule.where("when", number, choice)
            if not premise.before and premise.finding in value.unless:
                message = f"`{premise}` is both a premise and an exception"
                yield Problem("E047", message, where)
            if not premise.before and premise.finding in value.then and value.fires:
                yield Problem("E047", f"the rule concludes its own premise `{premise}`", where)
            if premise in item[:choice] or (len(item) == 1 and alone.count(premise) > 1 and _later(value, number)):
                yield Problem("E047", f"`{premise}` stands twice under `when`", where)


def _later(rule: Rule, number: int) -> bool:
    """Whether an item of `when` repeats an earlier one."""
    return rule.when[number] in rule.when[:number]


def _misshapen(message: str, where: Position, *help_: str) -> Problem:
    return Problem("E039", message, where, help_)
