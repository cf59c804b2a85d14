"""The exercise widget. The one module that imports anywidget, which may be missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import anywidget
import traitlets

from reasoner.errors import UsageError
from reasoner.model.exercise import Item
from reasoner.render.block_html import block_html
from reasoner.render.embedded import CLASS, embedded, within
from reasoner.render.exercises import closing, exercise, hint, of_points
from reasoner.render.form import LOOK, entries
from reasoner.render.layout import Block, Para, styled
from reasoner.render.markup import Markup, element, joined, own

if TYPE_CHECKING:
    from reasoner.notebook.interactive import Exercise

HERE = Path(__file__).parent


class ExerciseWidget(anywidget.AnyWidget):
    """An exercise to be filled in. What goes to the browser is its form, the hints that were taken, and the mark.

    Args:
        exercise: it; submissions and marks are kept there.
    """

    _esm = HERE / "widget.js"
    form = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    hints = traitlets.Unicode().tag(sync=True)
    offer = traitlets.Unicode().tag(sync=True)
    feedback = traitlets.Unicode().tag(sync=True)

    def __init__(self, exercise: Exercise) -> None:
        super().__init__(form=form(exercise.item))
        self._exercise = exercise
        self.refresh()
        self.on_msg(self._heard)

    def refresh(self) -> None:
        """Show what is so now: which hints were taken, and what the last answer got."""
        taken = self._exercise.hints
        item = self._exercise.item
        self.hints = _html(hint(number, each) for number, each in enumerate(taken, start=1))
        self.offer = offer(item, len(taken))
        self.feedback = _html(self._exercise.told_mark())

    def _heard(self, widget: object, content: object, buffers: object) -> None:
        """What the browser asks for."""
        if not isinstance(content, dict):
            return
        if content.get("act") == "hint" and self.offer:
            self._exercise.hint()
        elif content.get("act") == "check":
            try:
                self._exercise.answer(answered(self._exercise.item, content.get("answer")))
            except UsageError as error:
                lines = [line for each in error.problems for line in (each.message, *each.help)]
                self.feedback = _html(Para(styled(line)) for line in lines)


def form(item: Item) -> str:
    """An exercise as a form, with the places that the widget fills: hints, feedback, and what is said of moves."""
    parts = [
        own("style", within(LOOK, CLASS)),
        _html(exercise(item)),
        entries(item, f"exercise-{item.id}"),
        element(
            "p",
            element("button", "Check", type="button", data_part="check"),
            element("button", type="button", data_part="hint") if item.hints else None,
        ),
        element("div", data_part="hints", role="status"),
        element("div", data_part="feedback", role="status", class_="feedback"),
        element("p", data_part="said", role="status", class_="unseen"),
        _html(closing()),
    ]
    return element(
        "div", embedded(*parts), role="group", aria_label=f"Exercise: {item.title}", data_lm_suppress_shortcuts="true"
    )


def offer(item: Item, taken: int) -> str:
    """What the next hint costs; empty where there is none."""
    if taken == len(item.hints):
        return ""
    cost = of_points(item.hints[taken].costs * item.points, item.points)
    return f"Hint {taken + 1} of {len(item.hints)} (costs {cost})"


def answered(item: Item, answer: object) -> dict[str, str | tuple[str, ...]]:
    """What the browser says stands in the entries. It may say anything: what is no answer to an entry is left out."""
    found: dict[str, str | tuple[str, ...]] = {}
    for name in (each.id for each in item.entries):
        value = answer.get(name) if isinstance(answer, Mapping) else None
        if isinstance(value, str):
            found[name] = value
        elif isinstance(value, list):
            found[name] = tuple(each for each in value if isinstance(each, str))
    return found


def _html(blocks: Iterable[Block]) -> Markup:
    return joined(map(block_html, blocks))
