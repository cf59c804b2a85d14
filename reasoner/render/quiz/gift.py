"""Exercises in GIFT, Moodle's text format for questions, which other systems read as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reasoner.model.exercise import Item, Key
from reasoner.model.result import DISCLAIMER
from reasoner.render.clean import clean
from reasoner.render.markup import Markup, element
from reasoner.render.quiz import words
from reasoner.render.quiz.asked import LETTERS, Answer, Asked, asked
from reasoner.render.quiz.carried import PLAIN, Exported, Loss, Naming, Pair
from reasoner.render.quiz.moodle_xml import literal, share

_ESCAPES = str.maketrans({each: f"\\{each}" for each in "\\~=#{}:"})


def gift(pairs: Sequence[Pair], naming: Naming = PLAIN) -> Exported:
    """A GIFT file. Each part of an exercise is a question of its own.

    Args:
        pairs: exercises with their keys.
        naming: how names are put.
    """
    losses: list[Loss] = []
    blocks = [f"// {DISCLAIMER}"]
    category = None
    for item, key in pairs:
        topic = clean(item.topics[0]) if item.topics else "other"
        if category != topic:
            category = topic
            blocks.append(f"$CATEGORY: $course$/top/reasoner/{topic.replace('/', '//')}")
        parts = asked(item, key, naming)
        if len(parts) > 1:
            losses.append(Loss(item.id, "", f"being one question: its {len(parts)} parts are questions of their own"))
        losses += _lost(item, key)
        for number, part in enumerate(map(_without_arrows, parts), 1):
            losses += [Loss(item.id, part.entry.id, what) for what in part.losses]
            title = item.title if len(parts) == 1 else f"{item.title} ({number} of {len(parts)})"
            blocks.append(_question(item, key, part, title, naming))
    return Exported(content=("\n\n".join(blocks) + "\n").encode(), losses=tuple(losses))


def _lost(item: Item, key: Key) -> Iterator[Loss]:
    if key.remarks:
        yield Loss(item.id, "", "the author's remarks")
    if item.hints:
        yield Loss(item.id, "", "hints")
    if item.points != 1:
        yield Loss(item.id, "", f"its points: it is worth 1, not {item.points}")


def _without_arrows(part: Asked) -> Asked:
    """A part as it is, unless a text that is typed has an arrow: that would be read as a pair to be matched."""
    if part.kind != "typed" or not any("->" in answer.text for answer in part.answers):
        return part
    why = "being marked: a person has to (an answer holds an arrow)"
    return Asked(entry=part.entry, points=part.points, kind="written", losses=(why,))


def _text(text: str) -> str:
    return clean(text).translate(_ESCAPES)


def _html(parts: Iterable[Markup]) -> str:
    return "".join(parts).translate(_ESCAPES)


def _question(item: Item, key: Key, part: Asked, title: str, naming: Naming) -> str:
    shown = [*words.stem(item)]
    if named := words.called(part.entry, item):
        shown.append(element("p", named))
    for letter, option in zip(LETTERS, part.lettered, strict=False):
        shown.append(element("p", f"{letter}. {option.text}"))
    if part.how:
        shown.append(element("p", part.how))
    tags = "".join(f" [tag:{clean(tag).replace(']', ')')}]" for tag in words.tags(item))
    lines = [f"//{tags}", f"::{_text(title)}::[html]{_html(shown)} {{"]
    if part.kind != "written":
        lines += [_answer(part, answer, naming) for answer in part.answers]
    lines += [f"####{_html(words.below(item, key.explanation, naming))}", "}"]
    return "\n".join(lines)


def _answer(part: Asked, answer: Answer, naming: Naming) -> str:
    said = _html(words.message(answer.message, naming))
    text = _text(literal(answer.text)) if part.kind == "typed" else _html([element("p", answer.text)])
    if part.kind == "typed":
        mark = f"=%{share(answer)}%"
    elif part.kind == "one":
        mark = "=" if answer.share == 1 else "~"
    else:
        mark = f"~%{share(answer)}%"
    return f"  {mark}{text}{'#' if said else ''}{said}"
