"""Answers as plain text: what `str()` of an answer shows in Python."""

from __future__ import annotations

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import PhaseResult, Result, Why
from reasoner.render.infer import infer
from reasoner.render.layout import lay_out
from reasoner.render.view import View
from reasoner.render.why import why


def plain(answer: Result | Why, kb: KnowledgeBase, *, everything: bool = False, width: int = 100) -> str:
    """An answer as text without colour.

    Args:
        answer: it.
        kb: the knowledge base that gave it.
        everything: nothing is folded.
        width: in columns, 40 or more.
    """
    if isinstance(answer, Result):
        blocks = infer(kb, answer, everything=everything)
    else:
        blocks = why(View(kb, PhaseResult(), answer.setting), answer, everything=everything)
    return "\n".join(line.plain.rstrip() for line in lay_out(blocks, width))
