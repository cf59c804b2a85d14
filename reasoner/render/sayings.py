"""Statements of the sources as rows: the claim, its grade, its places, and what narrows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.sayings import Saying, StepSaying
from reasoner.render.layout import Block, Row, Rows, join, styled
from reasoner.render.words import HEAD, bare, citations, grade, label, listed


def saying_rows(
    kb: KnowledgeBase, title: str, sayings: Sequence[Saying], *, indent: int = 2, notes: bool = True
) -> Iterator[Block]:
    """Statements under a heading; nothing where there are none.

    Args:
        kb: the knowledge base.
        title: the heading.
        sayings: they.
        indent: of each row.
        notes: whether the settings of the studies are told.
    """
    if sayings:
        rows = [
            Row(
                (styled(bare(each.claim)), grade(each.grade), citations(kb, each.citations)),
                tail=_tail(kb, each, notes),
            )
            for each in sayings
        ]
        yield Rows(rows, 0, styled(title, HEAD), indent=indent, widest=70)


def _tail(kb: KnowledgeBase, saying: Saying, notes: bool) -> Text:
    parts = []
    if isinstance(saying, StepSaying) and saying.relation != "exact":
        first, second = (_names(kb, each) for each in (saying.premises, saying.conclusions))
        parts.append(f"said of {first} and {second}")
    if saying.also_needs:
        parts.append(f"together with {_names(kb, saying.also_needs)}")
    if saying.unless:
        parts.append(f"unless {listed((label(kb, each) for each in saying.unless), ' or ')}")
    parts += [guard_words(each) for each in saying.guards]
    if notes:
        only = {text for guard in saying.guards for text in guard.partition(": ")[2].split(" or ")}
        studied = [value for value in (each.partition(": ")[2] for each in saying.contexts) if value not in only]
        parts += list(dict.fromkeys(studied))
    return join([styled(each) for each in parts], "; ")


def guard_words(guard: str) -> str:
    """`only in glioma`, or `assuming rest/induced`."""
    key, _, value = guard.partition(": ")
    return f"assuming {value}" if key == "assume" else f"only in {value}"


def _names(kb: KnowledgeBase, findings: Iterable[object]) -> str:
    return listed((label(kb, each) for each in findings), " and ")  # type: ignore[arg-type]
