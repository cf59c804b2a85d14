"""What the checks are given."""

from __future__ import annotations

from collections.abc import Mapping
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
        texts: for each source whose text is at hand its rows.
    """

    kb: KnowledgeBase
    draft: Draft
    texts: Mapping[str, dict[str, TextRow]] = field(default_factory=dict)
    structure: Structure = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "structure", Structure(self.kb.entities))
