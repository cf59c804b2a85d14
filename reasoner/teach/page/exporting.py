"""Exercises as the content of a page's file, and what the page cannot do that the reasoner does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reasoner.render.quiz.carried import Exported, Loss
from reasoner.teach.desk import Desk
from reasoner.teach.page.compiled import findings
from reasoner.teach.page.content import Keys, Shown, shown
from reasoner.teach.page.html import html
from reasoner.teach.question import Question


def page(desk: Desk, questions: Iterable[Question[Any]], *, keys: bool) -> Exported:
    """The file.

    Args:
        desk: the knowledge base.
        questions: the exercises.
        keys: whether the page has what is right; without, it collects answers only.
    """
    exercises = [shown(each) for each in questions]
    losses = tuple(_losses(desk, exercises)) if keys else ()
    return Exported(html(desk, exercises, keys=keys).encode(), losses)


def _losses(desk: Desk, exercises: Iterable[Shown]) -> Iterator[Loss]:
    """The entries that the page hands on to `reasoner teach grade`."""
    writing = Keys(desk, findings(desk.reasoner))
    for each in exercises:
        for entry in writing.exercise(each)["entries"]:
            if "open" in entry["key"]:
                yield Loss(each.item.id, entry["id"], "marking, which `reasoner teach grade` does")
