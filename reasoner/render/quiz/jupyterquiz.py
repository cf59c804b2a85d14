"""Exercises for jupyterquiz, which asks and answers in a notebook or a Jupyter book."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from reasoner.model.exercise import Item, Key
from reasoner.render.clean import clean
from reasoner.render.markup import Markup, element, escaped, joined, numbered
from reasoner.render.quiz import words
from reasoner.render.quiz.asked import LETTERS, Asked, asked
from reasoner.render.quiz.carried import PLAIN, Exported, Loss, Naming, Pair

_ACTS = "$[]"  # begin mathematics and links there


def jupyterquiz(pairs: Sequence[Pair], naming: Naming = PLAIN) -> Exported:
    """A file for `display_quiz`. Each part of an exercise is a question of its own; answers are marked at once.

    Args:
        pairs: exercises with their keys.
        naming: how names are put.
    """
    losses: list[Loss] = []
    questions: list[dict[str, Any]] = []
    for item, key in pairs:
        parts = asked(item, key, naming)
        if len(parts) > 1:
            losses.append(Loss(item.id, "", f"being one question: its {len(parts)} parts are questions of their own"))
        if item.hints:
            losses.append(Loss(item.id, "", "hints"))
        for part in parts:
            if part.kind == "written":
                losses.append(Loss(item.id, part.entry.id, "the question, which is left out: nothing marks it"))
                continue
            losses += [Loss(item.id, part.entry.id, what) for what in part.losses]
            questions.append(_question(item, key, part, naming))
    text = json.dumps(questions, indent=1)  # ASCII: the file is read in whatever encoding the system has
    return Exported(content=f"{text}\n".encode(), losses=tuple(losses))


def _html(parts: Iterable[Markup]) -> str:
    return numbered(joined(parts), _ACTS)


def _question(item: Item, key: Key, part: Asked, naming: Naming) -> dict[str, Any]:
    shown = [element("p", element("strong", item.title)), *words.stem(item)]
    if named := words.called(part.entry, item):
        shown.append(element("p", named))
    for letter, option in zip(LETTERS, part.lettered, strict=False):
        shown.append(element("p", f"{letter}. {option.text}"))
    shown += [element("p", part.how)] if part.how else []
    answers: list[dict[str, Any]] = []
    for answer in part.answers:
        is_right = answer.share > 0
        said = [*words.message(answer.message, naming)] or [element("p", "Right." if is_right else "Not right.")]
        text = " ".join(clean(answer.text).split()) if part.kind == "typed" else _html([escaped(answer.text)])
        said += words.paragraphs(key.remarks.get("right" if is_right else "wrong", ""))
        if is_right:
            said += words.below(item, key.explanation, naming)
        answers.append({"answer": text, "correct": is_right, "feedback": _html(said)})
    if part.kind == "typed":
        answers.append({"type": "default", "feedback": "Not right. Try again."})
    kind = {"one": "multiple_choice", "many": "many_choice", "typed": "string"}[part.kind]
    return {"question": _html(shown), "type": kind, "answers": answers}
