"""What is shown of things that are no answers: a base, an entity, a finding that holds, a scenario of a sweep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from reasoner.model.entity import Entity, Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult, Result
from reasoner.render.kb import described, fields
from reasoner.render.kb_queries import entity_view
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.notes import cited, notes
from reasoner.render.view import View
from reasoner.render.why import verdict
from reasoner.render.words import DIM, HEAD, cited_in, counted, footer, grade, linked, sentence


def base(kb: KnowledgeBase) -> Iterator[Block]:
    """A knowledge base: its works, how much it holds, the questions it leaves open."""
    yield Para(styled("Knowledge base", HEAD))
    yield from (Para(linked(work.described, work.url)) for work in kb.works)
    rules = f"{counted(len(kb.rules), 'rule')}, requirements and denials included"
    entities = counted(len(kb.entities), "entity", "entities")
    yield Para(styled(f"{rules}, over {entities}."))
    kinds = Counter(each.kind for each in kb.entities.values())
    yield Para(styled(f"By kind: {', '.join(f'{kind} {kinds[kind]}' for kind in Kind if kinds[kind])}."))
    if kb.groups:
        rows = [Row((styled(each.id), styled(each.question))) for each in kb.groups]
        yield Rows(rows, 1, styled("Questions with competing answers", HEAD), widest=0)
    yield Para(styled(f"Content: {kb.digest}", DIM))
    yield from footer(kb, legend=False, advice="")


def entity(kb: KnowledgeBase, thing: Entity) -> Iterator[Block]:
    """What is known of an entity; what is said of it is another question."""
    yield from described(kb, entity_view(kb, thing))
    yield from footer(kb, legend=False, advice="")


def finding(kb: KnowledgeBase, result: Result, found: FindingResult) -> Iterator[Block]:
    """A finding that holds in a scenario: how firmly, and what it rests on."""
    kb = kb.supposing(result.setting.suppose)
    view = View(kb, result, result.setting)
    yield Para(join([styled(sentence(found.label)[:-1], HEAD), ": ", verdict(kb, found), "."]))
    yield from fields(
        [
            ("kind", str(found.kind)),
            ("place", kb.entities[found.place].label if found.place else ""),
            ("rests on", cited(view, found)),
            ("steps", str(found.steps) if found.rules else ""),
            ("studied in", "; ".join(found.contexts)),
            ("to be noted", notes(view, found)),
        ]
    )
    yield BLANK
    yield from footer(kb, cited_in(kb, found), legend=bool(found.rules), advice=result.advice)


def scenario(
    kb: KnowledgeBase, name: str, factors: Mapping[str, str], support: Mapping[str, Grade | None], *, refused: bool
) -> Iterator[Block]:
    """A scenario of a sweep: the level of each factor, and how firmly each target holds.

    Args:
        kb: the knowledge base.
        name: of the scenario.
        factors: for each factor the name of its level.
        support: for each target how firmly it holds; None where it is not inferred.
        refused: it contradicts itself.
    """
    yield Para(styled(name, HEAD))
    yield Rows([Row((styled(factor), styled(level))) for factor, level in factors.items()], title=styled("Switched"))
    if refused:
        yield Para(styled("It contradicts itself, and nothing holds in it."))
    else:
        rows = [
            Row((styled(kb.label(Finding.parse(text))), styled("not inferred", DIM) if firm is None else grade(firm)))
            for text, firm in support.items()
        ]
        yield Rows(rows, title=styled("Looked at"))
    yield BLANK
    yield from footer(kb, legend=any(firm is not None for firm in support.values()), advice="")
