"""Answers as plain text: what `str()` of an answer shows in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from reasoner.model.base import Record
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Setting
from reasoner.render.layout import Block, lay_out

# For each record that is an answer, the module of `reasoner.render` with a function `told(kb, answer, *, everything)`.
TELLERS = {
    "Result": "infer",
    "Why": "why",
    "WhyNot": "whynot",
    "WhatIf": "whatif",
    "Needs": "needs",
    "Next": "further",
    "Comparison": "comparing",
    "Seek": "seek",
    "Targets": "targets",
    "Discriminate": "discriminate",
    "Sweep": "sweep",
    "Says": "says",
    "About": "about",
    "Sensitivity": "sensitivity",
    "Claims": "claims",
}


def told(kb: KnowledgeBase, answer: Record, **how: object) -> Iterator[Block]:
    """An answer of any kind as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        **how: `everything` folds nothing; some answers take `closing`, `rules` or `numbers`, too.
    """
    kb = kb.supposing(getattr(answer, "setting", Setting()).suppose)
    module = import_module(f"reasoner.render.{TELLERS[type(answer).__name__]}")
    tell: Callable[..., Iterator[Block]] = module.told
    return tell(kb, answer, **how)


def plain(answer: Record, kb: KnowledgeBase, *, everything: bool = False, width: int = 100) -> str:
    """An answer as text without colour.

    Args:
        answer: it.
        kb: the knowledge base that gave it.
        everything: nothing is folded.
        width: in columns, 40 or more.
    """
    blocks = told(kb, answer, everything=everything)
    return "\n".join(line.plain.rstrip() for line in lay_out(blocks, width))
