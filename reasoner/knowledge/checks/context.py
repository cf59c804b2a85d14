"""What the checks are given."""

from __future__ import annotations

from dataclasses import dataclass, field

from reasoner.errors import Position
from reasoner.knowledge.draft import Draft
from reasoner.knowledge.structure import Structure
from reasoner.model.knowledge import KnowledgeBase


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of the source's text: `refs` as it cites them."""

    id: str
    section: str
    refs: tuple[int, ...]
    text: str
    where: Position


@dataclass(frozen=True)
class Context:
    """A knowledge base under check.

    Attributes:
        kb: the base, which holds together.
        draft: its records with their positions.
        text: the rows of the home source's text, where it is at hand.
    """

    kb: KnowledgeBase
    draft: Draft
    text: dict[str, TextRow] | None = None
    structure: Structure = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "structure", Structure(self.kb.entities))
