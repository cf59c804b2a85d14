"""A knowledge base: everything that its packs say, resolved and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from reasoner.model.base import Record
from reasoner.model.entity import PLACES, Entity, Kind
from reasoner.model.evidence import SOFT_KEYS, Context, Evidence, Reversal
from reasoner.model.finding import Finding, Node
from reasoner.model.result import NO_COMPARISON, Citation
from reasoner.model.rule import HypothesisGroup, Rule
from reasoner.model.source import Deprecated, Incompatible, NotEncoded, Reference, Source, SourceRow
from reasoner.model.supposition import SUPPOSED, Supposition, source_of


class KnowledgeBase(Record):
    """The content of one or more packs.

    Attributes:
        entities: the vocabulary, by id.
        rules: rules, requirements and denials, in the order of their ids.
        groups: the hypothesis groups.
        incompatible: what excludes what.
        sources: the works cited; the first is the base's own.
        references: what is verified of the papers that the sources cite.
        not_encoded: rows without rules, with reasons.
        deprecated: retired rules.
        digest: SHA-256 of the content; printed with results.
    """

    entities: dict[str, Entity]
    rules: tuple[Rule, ...]
    groups: tuple[HypothesisGroup, ...] = ()
    incompatible: tuple[Incompatible, ...] = ()
    sources: tuple[Source, ...] = ()
    references: tuple[Reference, ...] = ()
    not_encoded: tuple[NotEncoded, ...] = ()
    deprecated: tuple[Deprecated, ...] = ()
    digest: str = ""

    # ---------------------------------------------------------------- the taxonomy

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """Direct `is_a` parents of each entity."""
        return {entity.id: entity.is_a for entity in self.entities.values()}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Direct `is_a` children of each entity that has some."""
        found: dict[str, list[str]] = {}
        for entity in self.entities.values():
            for parent in entity.is_a:
                found.setdefault(parent, []).append(entity.id)
        return {parent: tuple(sorted(ids)) for parent, ids in found.items()}

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        return {}

    def ancestors(self, entity: str) -> frozenset[str]:
        """The entity and everything above it along `is_a`."""
        known = self._ancestors
        if entity not in known:
            known[entity] = _reached(entity, self.parents)
        return known[entity]

    @cached_property
    def _descendants(self) -> dict[str, frozenset[str]]:
        return {}

    def descendants(self, entity: str) -> frozenset[str]:
        """The entity and everything below it along `is_a`."""
        known = self._descendants
        if entity not in known:
            known[entity] = _reached(entity, self.children)
        return known[entity]

    def is_at_or_below(self, node: Node, other: Node) -> bool:
        """Whether a node is at or below another, along `is_a` and places."""
        return other.entity in self.ancestors(node.entity) and self.place_within(node.place, other.place)

    def place_within(self, place: str | None, other: str | None) -> bool:
        """Whether a place is at or below another; no place is above all."""
        return other is None or (place is not None and other in self.ancestors(place))

    def related(self, entity: str, other: str) -> bool:
        """Whether one is the other, an ancestor or a descendant of it."""
        return other in self.ancestors(entity) or entity in self.ancestors(other)

    def above(self, node: Node) -> list[Node]:
        """The nodes that structure leads to in one step: parents, the wider places, what the entity implies."""
        entity = self.entities[node.entity]
        steps = [Node(parent, node.place) for parent in entity.is_a]
        if node.place:
            steps += [Node(node.entity, wider) for wider in self.wider_places(node.place)]
        return steps + [Node(finding.entity, node.place) for finding in entity.implies]

    @cached_property
    def _wider(self) -> dict[str, tuple[str | None, ...]]:
        return {}

    def wider_places(self, place: str) -> tuple[str | None, ...]:
        """The places directly above one: its parents among cells and sites, and the top place."""
        known = self._wider
        if place not in known:
            known[place] = (*(p for p in self.parents.get(place, ()) if self.entities[p].kind in PLACES), None)
        return known[place]

    @cached_property
    def reached(self) -> dict[Finding, frozenset[Finding]]:
        """What structure gives from single findings, as far as it was asked for (`program.universe.above`)."""
        return {}

    # ---------------------------------------------------------------- lookups

    @cached_property
    def families(self) -> tuple[Entity, ...]:
        """The entities whose children are all there is."""
        return tuple(entity for entity in self.entities.values() if entity.members)

    @cached_property
    def blockers(self) -> tuple[Entity, ...]:
        """The therapies that block something."""
        return tuple(entity for entity in self.entities.values() if entity.blocks)

    @cached_property
    def exclusive(self) -> frozenset[str]:
        """The entities that exclude some other."""
        return frozenset(member for group in self.incompatible for member in group.members)

    @cached_property
    def rules_by_id(self) -> dict[str, Rule]:
        """Rules, requirements and denials by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def groups_by_id(self) -> dict[str, HypothesisGroup]:
        """Hypothesis groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def sources_by_id(self) -> dict[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def references_by_number(self) -> dict[tuple[str, int], Reference]:
        """References by source id and number."""
        return {(reference.source, reference.ref): reference for reference in self.references}

    @cached_property
    def rows(self) -> dict[tuple[str, str], SourceRow]:
        """Rows by source id and row id."""
        return {(source.id, row.id): row for source in self.sources for row in source.rows}

    @cached_property
    def summary_rows(self) -> frozenset[tuple[str, str]]:
        """The rows that only sum up: abstract, outlook, figure captions."""
        return frozenset((source.id, row) for source in self.sources for row in source.summary_rows)

    @property
    def home_source(self) -> str:
        """The id of the base's own source."""
        return self.sources[0].id if self.sources else ""

    @property
    def works(self) -> tuple[Source, ...]:
        """The sources that are works: not what the user supposes."""
        return tuple(source for source in self.sources if source.id != SUPPOSED)

    def row_name(self, source: str, row: str) -> str:
        """How a row is called: by its id, and one of another source than the base's own with that source before it."""
        return row if source in ("", self.home_source) else f"{source} {row}"

    def called(self, sources: Iterable[str] = ()) -> str:
        """How answers that rest on some sources speak of them: `the review`, `smith2020`, `the sources cited`.

        Args:
            sources: their ids; none stands for the base's own.
        """
        ids = set(sources) - {"", SUPPOSED} or {self.home_source}
        if len(ids) > 1:
            return "the sources cited"
        (only,) = ids
        kind = self.sources_by_id[only].kind if only == self.home_source and self.sources else ""
        return f"the {kind}" if kind else only or "the source"

    def silent(self, says: str, say: str) -> str:
        """That nothing is said: `the review does not say`, or, of several sources, `the sources do not say`.

        Args:
            says: what a single source does not do, with its verb, as `does not say`.
            say: the same for several.
        """
        return f"the sources {say}" if len(self.works) > 1 else f"{self.called()} {says}"

    def evidence(self) -> Iterator[Evidence | Reversal]:
        """Every place of a source that anything in the base points to."""
        for rule in self.rules:
            yield from rule.evidence
            if rule.reverts:
                yield rule.reverts
        for group in self.groups:
            yield from group.evidence
        for entity in self.entities.values():
            for threshold in entity.thresholds:
                yield from threshold.evidence

    # ---------------------------------------------------------------- suppositions

    @cached_property
    def _supposing(self) -> dict[tuple[str, ...], KnowledgeBase]:
        return {}

    def supposing(self, suppose: Iterable[Supposition | str]) -> KnowledgeBase:
        """The base with what a user supposes as further rules; itself where nothing is supposed.

        It is this one in all else, its digest included, and belongs to scenarios that suppose the same.

        Args:
            suppose: suppositions, or their texts in canonical ids.
        """
        texts = tuple(map(str, suppose))
        if texts == self.supposed:
            return self
        if texts not in self._supposing:
            if len(self._supposing) >= 16:  # a service that sees many must not grow without bound
                self._supposing.pop(next(iter(self._supposing)), None)
            self._supposing[texts] = self._with_rules(tuple(map(Supposition.parse, texts)))
        return self._supposing[texts]

    @cached_property
    def supposed(self) -> tuple[str, ...]:
        """The texts of the suppositions that are among the rules."""
        own = {int(rule.evidence[0].at): rule for rule in self.rules if rule.source == SUPPOSED}
        return tuple(str(Supposition.of_rule(own[number])) for number in sorted(own))

    def _with_rules(self, suppositions: tuple[Supposition, ...]) -> KnowledgeBase:
        rules = [rule for rule in self.rules if rule.source != SUPPOSED]
        rules += [each.rule(number, self.claim(each)) for number, each in enumerate(suppositions, start=1)]
        rules.sort(key=lambda rule: rule.id)
        sources = (*self.works, source_of(suppositions)) if suppositions else self.works
        return self.model_copy(update={"rules": tuple(rules), "sources": sources})

    def claim(self, supposition: Supposition) -> str:
        """What is supposed, as a sentence."""
        when, then, unless = (
            " and ".join(map(self.label, part)) for part in (supposition.when, supposition.then, supposition.unless)
        )
        verb = "lead" if len(supposition.when) > 1 else "leads"
        return f"Supposed: {when} {verb} to {then}{f', unless {unless}' if unless else ''}."

    def is_condition(self, finding: Finding) -> bool:
        """Whether a finding is a condition: up, without place, of a kind that is asserted."""
        return not finding.down and finding.place is None and self.entities[finding.entity].is_condition

    @cached_property
    def conditions(self) -> tuple[Finding, ...]:
        """All conditions, by id."""
        return tuple(Finding(entity.id) for entity in self.entities.values() if entity.is_condition)

    # ---------------------------------------------------------------- citing

    @cached_property
    def _citations(self) -> dict[tuple[object, ...], Citation]:
        return {}

    def citation(self, item: Evidence | Reversal) -> Citation:
        """The citation of an evidence item, with links into the source on line; one object for all items of a place."""
        refs = tuple(sorted(set(item.refs)))
        key = (item.source, item.at, item.find, refs)
        if key not in self._citations:
            source = self.sources_by_id.get(item.source)
            self._citations[key] = Citation.of(
                source=item.source,
                row=item.at,
                refs=refs,
                find=item.find,
                link=source.sentence_link(item.find) if source else "",
                reference_links=tuple(source.reference_link(ref) for ref in refs) if source else (),
            )
        return self._citations[key]

    @property
    def no_advice(self) -> str:
        """What stands below answers that have to do with a therapy."""
        if len(self.works) > 1:
            return f"This is what the sources cited report. {NO_COMPARISON}"
        kind = self.sources[0].kind if self.sources else ""
        article = "an" if kind.startswith(tuple("aeiou")) else "a"
        return f"This is what {f'{article} {kind}' if kind else self.called()} reports. {NO_COMPARISON}"

    def setting_words(self, context: Context) -> tuple[str, ...]:
        """What a context names, as `cancer: ovarian cancer` and `system: in vitro`."""
        named = [
            f"{key}: {self.entities[value].label if value in self.entities else value}"
            for key in (*SOFT_KEYS, "cell")
            for value in getattr(context, key)
        ]
        return (*named, *(f"system: {system.value.replace('_', ' ')}" for system in context.system))

    # ---------------------------------------------------------------- words

    def label(self, finding: Finding) -> str:
        """A finding as a reader says it; never an id, never `up` or `down`."""
        text = self.entities[finding.entity].phrase(down=finding.down)
        return f"{text} in {self.entities[finding.place].label}" if finding.place else text

    def name(self, node: Node) -> str:
        """A node as a reader says it, without a direction."""
        text = self.entities[node.entity].label
        return f"{text} in {self.entities[node.place].label}" if node.place else text

    def set_label(self, node: Node, *, down: bool) -> str:
        """A node that is fixed, in words: `HIF-2α inhibited`."""
        return f"{self.name(node)} inhibited" if down else f"{self.label(Finding(*node))} forced"

    def kind(self, finding: Finding) -> Kind:
        """The kind of a finding's entity."""
        return self.entities[finding.entity].kind


def _reached(entity: str, steps: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The entity and what steps lead to from it."""
    seen = {entity}
    todo = [entity]
    while todo:
        for following in steps.get(todo.pop(), ()):
            if following not in seen:
                seen.add(following)
                todo.append(following)
    return frozenset(seen)
