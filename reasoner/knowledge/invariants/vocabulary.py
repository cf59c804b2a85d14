"""Entities: what their records name exists, is of the right kind, and reads as it should."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.errors import Problem
from reasoner.knowledge.draft import Draft, Located
from reasoner.knowledge.names import FINDING_KINDS
from reasoner.knowledge.spelling import key
from reasoner.knowledge.wording import shown
from reasoner.model.entity import CONDITIONS, PLACES, Entity, Kind
from reasoner.model.finding import Finding, Node

# `is_a` orders these among themselves: a parent of another kind would be no place, no cancer, no stage.
_CLOSED = PLACES | {Kind.cancer, Kind.stage, Kind.measure}


def check(draft: Draft) -> Iterator[Problem]:
    """Every problem of single entities, and of names that would hide each other."""
    for entity in draft.entities.values():
        yield from _parents(draft, entity)
        yield from _implies(draft, entity)
        yield from _yields(draft, entity)
        yield from _blocks(draft, entity)
        yield from _aims(draft, entity)
        yield from _thresholds(draft, entity)
        yield from _words(entity)
        yield from _keys(draft, entity)
    yield from _hidden(draft)
    yield from _incompatible(draft)


def _parents(draft: Draft, entity: Located[Entity]) -> Iterator[Problem]:
    for number, parent in enumerate(entity.value.is_a):
        where = entity.where("is_a", number)
        kind = draft.kind(parent)
        if draft.unknown(parent):
            yield draft.unknown_name(parent, where)
        elif kind is not None and kind is not entity.value.kind and {kind, entity.value.kind} & _CLOSED:
            message = f"`{parent}` is a {kind} and cannot be a parent of a {entity.value.kind}"
            yield Problem("E035", message, where)


def findings(draft: Draft, finding: Finding, located: Located[object], *steps: int | str) -> Iterator[Problem]:
    """What is wrong with a finding that stands in a file: unknown ids, no such place, an entity that cannot hold."""
    where = located.where(*steps)
    kind = draft.kind(finding.entity)
    if draft.unknown(finding.entity):
        yield draft.unknown_name(finding.entity, where)
    elif kind is not None and kind not in FINDING_KINDS:
        help_ = "a cancer or a stage belongs under `context:` or `only:`, a measure into its thresholds"
        yield Problem("E015", f"`{finding.entity}` is a {kind}: it cannot be a finding", where, (help_,))
    yield from _place(draft, finding.node, located, *steps)


def _place(draft: Draft, node: Node, located: Located[object], *steps: int | str) -> Iterator[Problem]:
    if node.place is None:
        return
    kind = draft.kind(node.place)
    if draft.unknown(node.place):
        yield draft.unknown_name(node.place, located.where(*steps))
    elif kind is not None and kind not in PLACES:
        yield Problem("E036", f"`{node.place}` is a {kind}; a place is a cell or a site", located.where(*steps))


def _without_place(
    text: str, place: str | None, what: str, located: Located[object], *steps: int | str
) -> Iterator[Problem]:
    if place is not None:
        yield Problem("E037", f"{what} take no place; got `{text}`", located.where(*steps))


def _implies(draft: Draft, entity: Located[Entity]) -> Iterator[Problem]:
    for number, finding in enumerate(entity.value.implies):
        yield from findings(draft, finding, entity, "implies", number)
        yield from _without_place(str(finding), finding.place, "implications", entity, "implies", number)
        if finding == Finding(entity.value.id, None, down=True):
            message = f"`{entity.value.id}` cannot imply its own contrary"
            yield Problem("E032", message, entity.where("implies", number))


def _yields(draft: Draft, entity: Located[Entity]) -> Iterator[Problem]:
    for number, cell in enumerate(entity.value.yields):
        where = entity.where("yields", number)
        kind = draft.kind(cell)
        if draft.unknown(cell):
            yield draft.unknown_name(cell, where)
        elif kind not in (None, Kind.cell):
            yield Problem("E015", f"`{cell}` is a {kind}; what a process yields are cells", where)


def _blocks(draft: Draft, entity: Located[Entity]) -> Iterator[Problem]:
    for number, node in enumerate(entity.value.blocks):
        yield from findings(draft, Finding(*node), entity, "blocks", number)
    if entity.value.blocks and entity.value.kind is not Kind.therapy:
        message = f"only a therapy blocks; `{entity.value.id}` is a {entity.value.kind}"
        yield Problem("E038", message, entity.where_key("blocks"))


def _aims(draft: Draft, entity: Located[Entity]) -> Iterator[Problem]:
    """A class of treatment aims at entities and kinds."""
    for number, name in enumerate(entity.value.aims_at):
        if name not in Kind.__members__ and draft.unknown(name):
            yield draft.unknown_name(name, entity.where("aims_at", number))
    if entity.value.aims_at and entity.value.kind is not Kind.therapy:
        message = f"only a therapy aims at something; `{entity.value.id}` is a {entity.value.kind}"
        yield Problem("E038", message, entity.where_key("aims_at"))


def _thresholds(draft: Draft, entity: Located[Entity]) -> Iterator[Problem]:
    for number, threshold in enumerate(entity.value.thresholds):
        steps = ("thresholds", number, "gives")
        try:
            finding = Finding.parse(threshold.gives)
        except ValueError as error:
            yield Problem("E016", f"{error}; got {shown(threshold.gives)}", entity.where(*steps))
            continue
        yield from findings(draft, finding, entity, *steps)
        yield from _without_place(threshold.gives, finding.place, "thresholds", entity, *steps)
    if entity.value.thresholds and entity.value.kind is not Kind.measure:
        message = f"only a measure has thresholds; `{entity.value.id}` is a {entity.value.kind}"
        yield Problem("E038", message, entity.where_key("thresholds"))


def _words(entity: Located[Entity]) -> Iterator[Problem]:
    words = entity.value.words or ()
    for number, word in enumerate(words):
        bare = word.replace("{}", "", 1)
        if not word.strip() or "{" in bare or "}" in bare:
            message = "expected a phrase with `{}` for the label, or words to put after it"
            yield Problem("E045", f"{message}; got {shown(word)}", entity.where("words", number))
    if len(words) == 2 and words[0] == words[1]:
        yield Problem("E045", "the words for the two directions are the same", entity.where("words", 1))


def _keys(draft: Draft, entity: Located[Entity]) -> Iterator[Problem]:
    value = entity.value
    if value.input is not None and value.kind in CONDITIONS:
        message = f"`input` marks what is no condition by its kind; a {value.kind} is one"
        yield Problem("E038", message, entity.where_key("input"), ("leave it out",))
    if value.input is not None and value.kind not in FINDING_KINDS:
        yield Problem("E038", f"a {value.kind} cannot be a condition", entity.where_key("input"))
    if (
        value.members
        and not any(value.id in other.value.is_a for other in draft.entities.values())
        and not draft.unread
    ):
        yield Problem("E038", f"`{value.id}` has no members (`is_a: {value.id}`)", entity.where_key("members"))


def _hidden(draft: Draft) -> Iterator[Problem]:
    """An id is matched before anything else: it must not stand for another entity's name as well."""
    ids: dict[str, Located[Entity]] = {}
    for entity in draft.entities.values():
        first = ids.setdefault(key(entity.value.id), entity)
        if first is not entity:
            message = f"the id `{entity.value.id}` reads the same as `{first.value.id}`, at {first.where('id')}"
            yield Problem("E046", message, entity.where("id"))
    labels: dict[str, Located[Entity]] = {}
    for entity in draft.entities.values():
        value = entity.value
        names = [("label", None, value.label), *(("synonyms", n, text) for n, text in enumerate(value.synonyms))]
        for part, number, text in names:
            where = entity.where(part) if number is None else entity.where(part, number)
            other = ids.get(key(text))
            if not key(text):
                yield Problem("E046", f"the name {shown(text)} has no letters or digits", where)
            elif other and other.value.id != value.id:
                message = f"the name {shown(text)} of `{value.id}` is the id of another entity, at {other.where('id')}"
                yield Problem(
                    "E046", message, where, ("give that entity a longer id, so that neither name hides the other",)
                )
        first = labels.setdefault(key(value.label), entity)
        if first is not entity:
            message = f"the label {shown(value.label)} is also that of `{first.value.id}`, at {first.where('label')}"
            yield Problem("E046", message, entity.where("label"), ("readers could not tell the two apart",))


def _incompatible(draft: Draft) -> Iterator[Problem]:
    for located in draft.incompatible:
        members = located.value.members
        for number, member in enumerate(members):
            where = located.where("members", number)
            if " in " in member:
                yield Problem("E037", f"incompatible sets take no place; got {shown(member)}", where)
            else:
                try:
                    finding = Finding.parse(member)
                except ValueError as error:
                    yield Problem("E016", f"{error}; got {shown(member)}", where)
                    continue
                if finding.down:
                    yield Problem("E016", f"expected an entity without a direction; got {shown(member)}", where)
                else:
                    yield from findings(draft, finding, located, "members", number)
            if member in members[:number]:
                yield Problem("E053", f"`{member}` stands twice in one set", where)
            for other in members[:number]:
                if other != member and (_is_above(draft, other, member) or _is_above(draft, member, other)):
                    message = f"`{member}` and `{other}` cannot exclude each other: one is a kind of the other"
                    yield Problem("E053", message, where)


def _is_above(draft: Draft, upper: str, lower: str) -> bool:
    seen, todo = {lower}, [lower]
    while todo:
        located = draft.entities.get(todo.pop())
        for parent in located.value.is_a if located else ():
            if parent not in seen:
                seen.add(parent)
                todo.append(parent)
    return upper in seen
