"""Topics: what of the base an exercise is about, by names of its topics and of its entities."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from reasoner.errors import Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.spelling import key
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.entity import Entity, Kind
from reasoner.model.evidence import SOFT_KEYS
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.teach.topics import topic_of
from reasoner.values import Value


class Subject(Value):
    """What exercises are asked for about.

    Attributes:
        name: as it is written in their ids; empty for the whole base.
        label: as a sentence says it.
        rules: the statements about it, by id.
        entities: those that were named, with all kinds of them; empty for a topic.
    """

    name: str
    label: str
    rules: tuple[Rule, ...]
    entities: frozenset[str] = frozenset()

    @cached_property
    def premises(self) -> frozenset[Finding]:
        """What its statements start from."""
        return frozenset(premise.finding for rule in self.rules for item in rule.when for premise in item)


class Topics:
    """The topics of a base.

    Args:
        kb: it.
        names: its names.
    """

    def __init__(self, kb: KnowledgeBase, names: Names) -> None:
        self._kb, self._names = kb, names

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of each topic, in the order of the files."""
        found: dict[str, list[Rule]] = {}
        for rule in sorted(self._kb.rules, key=lambda each: (each.pack, each.path, each.id)):
            found.setdefault(topic_of(rule), []).append(rule)
        return {topic: tuple(rules) for topic, rules in found.items()}

    def subjects(self, texts: Iterable[str]) -> tuple[Subject, ...]:
        """What names mean: topics by their names or titles, else entities; the whole base where there is none.

        A name that fits several entities is that of the kind of others named with it: next to EMT, MET is the process.

        Raises:
            UsageError: a name is neither (E340), or fits several entities (E014).
        """
        texts = tuple(texts)
        if not texts:
            return (Subject(name="", label="the whole base", rules=self._kb.rules),)
        problems: list[Problem] = []
        found: dict[str, Subject] = {}
        kinds = frozenset(self._kinds(texts))
        for text in texts:
            try:
                subject = self._subject(text, kinds)
                found.setdefault(subject.name, subject)
            except UsageError as error:
                problems += error.problems
        if problems:
            raise UsageError(problems)
        return tuple(found.values())

    def _subject(self, text: str, kinds: Collection[Kind]) -> Subject:
        wanted = key(text)
        for topic, rules in self.rules.items():
            if wanted == key(topic):
                return Subject(name=topic, label=topic, rules=_by_id(rules))
        titled = [rule for rule in self._kb.rules if rule.topic and key(rule.topic) == wanted]
        if titled:
            topics = dict.fromkeys(topic_of(rule) for rule in titled)
            return Subject(name=next(iter(sorted(topics))), label=titled[0].topic, rules=_by_id(titled))
        try:
            entity = self._entity(text, kinds)
        except UsageError as error:
            if error.problems[0].code != "E012":
                raise
            raise UsageError(self._unknown(text, error.problems[0])) from None
        return self.about(entity.id)

    def _entity(self, text: str, kinds: Collection[Kind]) -> Entity:
        """The entity of a name; one that fits several is that of the kind of others that are named with it."""
        try:
            return self._names.entity(text)
        except UsageError as error:
            if error.problems[0].code != "E014" or not kinds:
                raise
            try:
                return self._names.entity(text, kinds)
            except UsageError:
                raise error from None

    def _kinds(self, texts: Iterable[str]) -> Iterator[Kind]:
        for text in texts:
            try:
                yield self._names.entity(text).kind
            except UsageError:
                continue

    def about(self, entity: str) -> Subject:
        """What is said of an entity and of all kinds of it."""
        kinds = self._kb.descendants(entity)
        rules = [rule for rule in self._kb.rules if _names(rule, kinds)]
        return Subject(name=entity, label=self._kb.entities[entity].label, rules=_by_id(rules), entities=kinds)

    def _unknown(self, text: str, as_entity: Problem) -> Problem:
        help_ = tuple(dict.fromkeys([*did_you_mean(text, list(self.rules), 2), *as_entity.help]))
        topics = f"the topics are {', '.join(self.rules)}"
        return Problem("E340", f"no topic and no entity is called {shown(text)}", None, (help_ or (topics,))[:3])


def _names(rule: Rule, entities: frozenset[str]) -> bool:
    named = {part for finding in rule.findings() for part in (finding.entity, finding.place) if part}
    for setting in (rule.only, *(item.context for item in rule.items())):
        named.update(value for name in SOFT_KEYS for value in getattr(setting, name))
    return not named.isdisjoint(entities)


def _by_id(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.id))
