"""What people type -> ids of the knowledge base. Nothing is guessed: a name fits one thing, or an error has choices.

Every method raises `UsageError` with one problem without a position: E012 for an unknown name, E014 for one that fits
several things, E015 for one of another kind, E016 for text of the wrong form. Callers that know a position add it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from reasoner.errors import UsageError, name_error
from reasoner.knowledge.closeness import Closeness
from reasoner.knowledge.spelling import key, loose
from reasoner.knowledge.wording import one_of, shown
from reasoner.model.entity import PLACES, Entity, Kind
from reasoner.model.evidence import Grade, System
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import HypothesisGroup

# A cancer or a stage is where something is studied, a measure is what numbers belong to: none of them holds or not.
FINDING_KINDS = frozenset(Kind) - {Kind.cancer, Kind.stage, Kind.measure}

_NOT = re.compile(r"(?:no|not|without)\s+", re.IGNORECASE)
_IN = re.compile(r"\s+in\s+", re.IGNORECASE)
_DOWN = re.compile(r"\s+down$", re.IGNORECASE)
_NO_UNIT = re.compile(r"[.,\d]|[eE][+-]?\d")  # what is left of 1,5 or 1e3 after the number that they begin with
_HELP = 3
_LONGEST = 300  # no name is longer; looking at more would cost the square of a text's length


class _Name(NamedTuple):
    text: str
    entity: str


class Names:
    """The names of a knowledge base.

    Args:
        kb: whose names they are.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._entities: Mapping[str, Entity] = kb.entities
        self._groups: Mapping[str, HypothesisGroup] = kb.groups_by_id

    @classmethod
    def of(cls, entities: Mapping[str, Entity], groups: Mapping[str, HypothesisGroup] | None = None) -> Names:
        """The names of entities that belong to no knowledge base yet."""
        names = cls.__new__(cls)
        names._entities = entities
        names._groups = groups or {}
        return names

    # ---------------------------------------------------------------- entities

    def entity(self, text: str, kinds: Collection[Kind] | None = None) -> Entity:
        """The entity of a name.

        Args:
            text: an id, label or synonym, however it is spelt.
            kinds: the kinds that are meant; a name that fits several entities, but one of these kinds, is that one's.
        """
        found = self._matches(text, kinds)
        if len(found) == 1:
            return self._entities[found[0]]
        if found:
            raise self._ambiguous(text, found)
        other = self._matches(text, None)
        if other and kinds is not None:
            raise self._wrong_kind(text, other, kinds)
        raise name_error("E012", f"unknown name {shown(text)}", self.suggestions(text, kinds))

    def cancer(self, text: str) -> str:
        """The id of a cancer."""
        return self.entity(text, {Kind.cancer}).id

    def stage(self, text: str) -> str:
        """The id of a stage."""
        return self.entity(text, {Kind.stage}).id

    def site(self, text: str) -> str:
        """The id of a site."""
        return self.entity(text, {Kind.site}).id

    def measure(self, text: str) -> str:
        """The id of a measure."""
        return self.entity(text, {Kind.measure}).id

    # ---------------------------------------------------------------- findings

    def finding(self, text: str) -> Finding:
        """The finding that `ENTITY [down] [in PLACE]` names; the words of its label for a direction are read too."""
        text = text.strip()
        if not text:
            raise name_error("E016", "expected a finding, as `hypoxia`, `TNC down` or `IL6 in CSC`; the text is empty")
        for left, down, right in _splits(text):
            entities = self._directed(left, down)
            places = self._matches(right, PLACES) if right is not None else []
            if entities and (places or right is None):
                if len(entities) > 1:
                    raise self._ambiguous(left, [entity for entity, _ in entities])
                if len(places) > 1:
                    raise self._ambiguous(right or "", places)
                entity, low = entities[0]
                return Finding(entity, places[0] if places else None, low)
        raise self._no_finding(text)

    def said(self, text: str) -> Finding:
        """The finding that a question names, as people say it: `no X` is its absence.

        Raises:
            UsageError: it names none, or several; or a number, which is no finding (E016).
        """
        text = a_text(text)
        try:
            return self.finding(text)
        except UsageError:
            if "=" in text:
                message = f"{shown(text)} is a number, and can be given; what is asked for is a finding"
                raise name_error("E016", message, ["name what the number means, as `hypoxia`"]) from None
            match = _NOT.match(text.strip())
            if not match:
                raise
            found = self.finding(text.strip()[match.end() :])
            if found.down:
                raise
            return found.contrary

    def node(self, text: str) -> Node:
        """The node that `ENTITY [in PLACE]` names."""
        finding = self.finding(text)
        if finding.down:
            message = f"expected `ENTITY` or `ENTITY in PLACE` without a direction; got {shown(text)}"
            raise name_error("E016", message, [f"write `{finding.node}`"])
        return finding.node

    def measurement(self, text: str) -> Measurement:
        """The number that `MEASURE = NUMBER UNIT` names."""
        try:
            read = Measurement.parse(text)
        except ValueError as error:
            raise name_error("E016", f"{error}; got {shown(text)}") from error
        if _NO_UNIT.match(read.unit):
            raise name_error("E016", f"expected a decimal number with its unit, as `oxygen = 1 %`; got {shown(text)}")
        return read._replace(measure=self.entity(read.measure, {Kind.measure}).id)

    def group(self, text: str) -> HypothesisGroup:
        """The hypothesis group that a text names.

        Raises:
            UsageError: there is none (E012).
        """
        for group in self._groups.values():
            if key(group.id) == key(text):
                return group
        groups = [f"the groups are {one_of(self._groups)}"] if self._groups else ["there are no hypothesis groups"]
        raise name_error("E012", f"unknown hypothesis group {shown(text)}", groups)

    def assumption(self, text: str) -> tuple[str, str]:
        """The group and the option that `GROUP/OPTION` names."""
        group_text, slash, option_text = text.partition("/")
        if not slash:
            raise name_error("E016", f"expected `GROUP/OPTION`; got {shown(text)}", self._options())
        groups = [group for group in self._groups.values() if key(group.id) == key(group_text)]
        if not groups:
            raise name_error("E012", f"unknown hypothesis group {shown(group_text)}", self._options())
        for option in groups[0].options:
            if key(option_text) in (key(option.id), key(option.label)):
                return groups[0].id, option.id
        choices = one_of(f"{groups[0].id}/{option.id}" for option in groups[0].options)
        raise name_error(
            "E012", f"unknown option {shown(option_text)} of {groups[0].id}", [f"the options are {choices}"]
        )

    def system(self, text: str) -> System:
        """The experimental system of a name."""
        for system in System:
            if key(system) == key(text):
                return system
        raise name_error("E012", f"unknown experimental system {shown(text)}", [f"they are {one_of(System)}"])

    # ---------------------------------------------------------------- suggestions

    def suggestions(self, text: str, kinds: Collection[Kind] | None = None) -> tuple[str, ...]:
        """Up to three help lines for a name that is not known: close names, best first."""
        wanted = loose(text[:_LONGEST])[:80]
        if not wanted:
            return ()
        best: dict[str, float] = {}
        for most, score, known in self._closeness.scores(wanted):
            if len(best) >= _HELP and most < sorted(best.values())[-_HELP]:
                break
            for name in self._loose[known]:
                if kinds is None or self._entities[name.entity].kind in kinds:
                    best[name.entity] = max(score, best.get(name.entity, 0))
        ranked = sorted(best, key=lambda entity: (-best[entity], entity))[:_HELP]
        return tuple(f"did you mean {self._choice(entity)}?" for entity in ranked)

    def _choice(self, entity: str) -> str:
        label = self._entities[entity].label
        return f"`{entity}`" if loose(label) == loose(entity) else f"`{entity}` ({shown(label)[1:-1]})"

    def _options(self) -> list[str]:
        return [
            f"{group.id}: {one_of(f'{group.id}/{option.id}' for option in group.options)}"
            for group in self._groups.values()
        ][:_HELP]

    # ---------------------------------------------------------------- the index

    @cached_property
    def _strict(self) -> dict[str, list[_Name]]:
        return self._index(key)

    @cached_property
    def _loose(self) -> dict[str, list[_Name]]:
        return self._index(loose)

    @cached_property
    def _closeness(self) -> Closeness:
        return Closeness(self._loose)

    def _index(self, fold: object) -> dict[str, list[_Name]]:
        assert callable(fold)
        found: dict[str, list[_Name]] = {}
        for entity in self._entities.values():
            for text in dict.fromkeys((entity.id, entity.label, *entity.synonyms)):
                if folded := fold(text):
                    found.setdefault(folded, []).append(_Name(text, entity.id))
        return found

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[str, bool]]]:
        """Labels with their words for a direction, but `no X`: taking back is not observing an absence."""
        found: dict[str, list[tuple[str, bool]]] = {}
        for entity in self._entities.values():
            for down in (False, True):
                phrase = entity.phrase(down=down)
                if entity.kind in FINDING_KINDS and not phrase.startswith("no "):
                    found.setdefault(key(phrase), []).append((entity.id, down))
        return found

    def names(self) -> Iterator[tuple[str, str]]:
        """Every name with the id of its entity: ids, labels, synonyms."""
        for names in self._strict.values():
            for name in names:
                yield name.text, name.entity

    def sharing(self) -> Iterator[list[tuple[str, str]]]:
        """Groups of names, with their entities, that read the same but belong to several entities."""
        for names in self._loose.values():
            if len({name.entity for name in names}) > 1:
                yield [(name.text, name.entity) for name in names]

    def _matches(self, text: str, kinds: Collection[Kind] | None) -> list[str]:
        """The entities that a name fits: by its id to the letter, else by strict, else by loose key."""
        text = text.strip()
        if len(text) > _LONGEST:
            return []
        for tier in self._tiers(text):
            found = [entity for entity in tier if kinds is None or self._entities[entity].kind in kinds]
            if found:
                return sorted(set(found))
        return []

    def _tiers(self, text: str) -> Iterator[list[str]]:
        """The entities of a name, made one after the other: for an id to the letter no index is needed."""
        yield [text] if text in self._entities else []
        yield [name.entity for name in self._strict.get(key(text), ())]
        yield [name.entity for name in self._loose.get(loose(text), ())]

    def _directed(self, text: str, down: bool) -> list[tuple[str, bool]]:
        found = [(entity, down) for entity in self._matches(text, FINDING_KINDS)]
        return found or ([] if down else self._phrases.get(key(text), []))

    # ---------------------------------------------------------------- errors

    def _no_finding(self, text: str) -> UsageError:
        """Says which part of the text names nothing."""
        left, _, right = list(_splits(text))[-1]
        if right is not None and self._directed(left, down=False) and not self._matches(right, PLACES):
            try:
                self.entity(right, PLACES)
            except UsageError as error:
                return error
        if right is not None and self._matches(right, PLACES):
            text = left
        if other := self._matches(_DOWN.sub("", text), None):
            return self._wrong_kind(text, other, FINDING_KINDS)
        help_ = self.suggestions(_DOWN.sub("", text), FINDING_KINDS)
        if not help_ and right is not None and left.strip():
            text = left  # no name of its own, so it is meant as a finding in a place
            help_ = self.suggestions(_DOWN.sub("", left), FINDING_KINDS)
        return name_error("E012", f"unknown name {shown(text)}", help_)

    def _ambiguous(self, text: str, found: list[str]) -> UsageError:
        choices = [f"`{entity}`: {self._entities[entity].label} ({self._entities[entity].kind})" for entity in found]
        return name_error(
            "E014", f"{shown(text)} fits {len(set(found))} names; write the one you mean", choices[:_HELP]
        )

    def _wrong_kind(self, text: str, found: list[str], kinds: Collection[Kind]) -> UsageError:
        kind = self._entities[found[0]].kind
        wanted = "a finding" if kinds == FINDING_KINDS else f"a {' or '.join(sorted(kinds))}"
        helps = {
            Kind.cancer: f"set it as the cancer: `cancer: {found[0]}`, or `--cancer {found[0]}`",
            Kind.stage: f"set it as the stage: `stage: {found[0]}`, or `--stage {found[0]}`",
            Kind.measure: f"give it a number with its unit, as `{found[0]} = 1 %`",
        }
        help_ = [helps[kind]] if kinds == FINDING_KINDS and kind in helps else self.suggestions(text, kinds)
        return name_error("E015", f"{shown(text)} is a {kind}; expected {wanted}", help_)


def a_text(value: object) -> str:
    """What Python calls of this package are given as a name, which may be anything.

    Raises:
        UsageError: it is no text (E016).
    """
    if not isinstance(value, str):
        raise name_error("E016", f"expected a text, as `hypoxia`; got {type(value).__name__}")
    return value


def texts(value: Iterable[str]) -> tuple[str, ...]:
    """Texts as they were named; a single one is one, not its letters.

    Raises:
        UsageError: they are no texts (E016).
    """
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable):
        raise name_error("E016", f"expected texts, as ['hypoxia', 'CSC']; got {type(value).__name__}")
    return tuple(map(a_text, value))


def _splits(text: str) -> Iterator[tuple[str, bool, str | None]]:
    """The ways to read a text as entity, direction and place: undivided first, then with the shortest place."""
    parts: list[tuple[str, str | None]] = [(text, None)]
    parts += [(text[: match.start()], text[match.end() :]) for match in reversed(list(_IN.finditer(text[:_LONGEST])))]
    for left, right in parts:
        if _DOWN.search(left):
            yield _DOWN.sub("", left), True, right
        yield left, False, right


def grade(text: str | Grade) -> Grade:
    """The grade that a text names.

    Raises:
        UsageError: it names none (E012).
    """
    word = str(text).casefold()  # a grade itself is one, too
    if word not in Grade.__members__:
        raise name_error("E012", f"unknown grade {shown(str(text))}", [f"the grades are {one_of(Grade.__members__)}"])
    return Grade[word]


def kind(text: str) -> Kind:
    """The kind of entities that a text names, in the singular or the plural.

    Raises:
        UsageError: it names none (E012).
    """
    word = text.casefold()
    for each in Kind:
        if word in (each, f"{each}s", f"{each}es", f"{each[:-1]}ies"):
            return each
    raise name_error("E012", f"unknown kind {shown(text)}", [f"the kinds are {one_of(Kind)}"])
