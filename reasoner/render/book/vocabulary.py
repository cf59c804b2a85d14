"""The vocabulary as entries of the rule book: what each entity means, and where it is spoken of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from reasoner.model.entity import Entity, Kind
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.render.book.parts import EntityEntry, Field, KindEntry, Piece, Use, anchor
from reasoner.render.book.rules import entity_line, finding_line, listed, node_line, plain, row_piece, rule_piece
from reasoner.render.kb_queries import REGISTRY

_PLURALS = {
    Kind.therapy: "therapies",
    Kind.process: "processes",
}
ROLES = ("concluded", "premise", "exception", "alternative", "needed", "place", "guard", "context")
_Places = dict[str, tuple[Piece, Piece]]  # by rule: its claim, and the sentence


def kind_entries(kb: KnowledgeBase) -> tuple[KindEntry, ...]:
    """The entities of each kind, by label; kinds without any are left out."""
    uses = _uses(kb)
    found = []
    for kind in Kind:
        entities = sorted((e for e in kb.entities.values() if e.kind is kind), key=lambda e: (e.label.casefold(), e.id))
        if entities:
            entries = tuple(_entry(kb, each, uses.get(each.id, {})) for each in entities)
            found.append(KindEntry(_PLURALS.get(kind, f"{kind}s"), anchor("kind", kind), entries))
    return tuple(found)


def _entry(kb: KnowledgeBase, entity: Entity, uses: dict[str, _Places]) -> EntityEntry:
    return EntityEntry(
        id=entity.id,
        anchor=anchor("entity", entity.id),
        label=entity.label,
        definition=entity.definition,
        fields=tuple(field for field in _fields(kb, entity) if field.line),
        uses=tuple(Use(role, tuple(uses[role].values())) for role in ROLES if role in uses),
    )


def _fields(kb: KnowledgeBase, entity: Entity) -> Iterator[Field]:
    phrases = [entity.phrase(down=down) for down in (False, True)]
    yield Field("also called", plain(", ".join(entity.synonyms)))
    yield Field("reads", plain("" if phrases[1].startswith("no ") else " / ".join(phrases)))
    yield Field("a kind of", listed([entity_line(kb, each) for each in entity.is_a], ", "))
    complete = [(Piece("(that is all)"),)] if entity.members else []
    yield Field(
        "kinds of it", listed([*(entity_line(kb, each) for each in kb.children.get(entity.id, ())), *complete], ", ")
    )
    yield Field("means also", listed([finding_line(kb, each) for each in entity.implies], ", "))
    yield Field("would bring in", listed([entity_line(kb, each) for each in entity.yields], ", "))
    yield Field("inhibits", listed([node_line(kb, each) for each in entity.blocks], ", "))
    yield Field("condition", plain(entity.input or ""))
    for each in entity.thresholds:
        rows = listed([(row_piece(kb, item.source, item.at),) for item in each.evidence], ", ")
        means = (*finding_line(kb, Finding.parse(each.gives)), *((Piece(", "), *rows) if rows else ()))
        yield Field(each.text, means)
    if entity.range:
        yield Field("range", plain(" to ".join(map(str, entity.range))))
    yield Field("identifiers", listed([(Piece(each, url=REGISTRY + each),) for each in entity.identifiers], ", "))


def _uses(kb: KnowledgeBase) -> dict[str, dict[str, _Places]]:
    """By entity and role the statements that name it."""
    found: dict[str, dict[str, _Places]] = defaultdict(lambda: defaultdict(dict))
    for rule in kb.rules:
        first = rule.evidence[0]
        entry = (rule_piece(rule), row_piece(kb, first.source, first.at))
        for role, entity in _named(kb, rule):
            found[entity][role][rule.id] = entry
    return found


def _named(kb: KnowledgeBase, rule: Rule) -> Iterator[tuple[str, str]]:
    parts: tuple[tuple[str, Iterable[Finding]], ...] = (
        ("premise", (premise.finding for item in rule.when for premise in item)),
        ("concluded", rule.then),
        ("exception", rule.unless),
        ("alternative", rule.outcomes),
        ("needed", rule.needs),
    )
    for role, findings in parts:
        for finding in findings:
            yield role, finding.entity
            if finding.place:
                yield "place", finding.place
    for _, values in rule.only.items():
        for each in values:
            yield "guard", each
    for item in rule.items():
        for key in ("cancer", "stage", "site", "cell"):
            for each in getattr(item.context, key):
                if each in kb.entities:
                    yield "context", each
