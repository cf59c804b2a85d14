"""Exercises as Moodle XML: a question bank with categories, feedback, hints and tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reasoner.model.exercise import Hint, Item, Key
from reasoner.model.result import DISCLAIMER
from reasoner.render.clean import clean
from reasoner.render.markup import LINE, Markup, element, escaped, joined, numbered
from reasoner.render.quiz import words
from reasoner.render.quiz.asked import LETTERS, NONE, Answer, Asked, asked
from reasoner.render.quiz.carried import PLAIN, Exported, Loss, Naming, Pair

_TYPES = {"one": "multichoice", "many": "multichoice", "typed": "shortanswer", "order": "ordering", "written": "essay"}
_GAPS = {"one": "MULTICHOICE", "many": "MULTIRESPONSE", "typed": "SHORTANSWER"}
_IN_GAP = frozenset("~#{}\\")
_REMARKS = {"right": "correctfeedback", "partly": "partiallycorrectfeedback", "wrong": "incorrectfeedback"}
_WITH_REMARKS = ("multichoice", "ordering")
_NAME_AT_MOST = 250  # characters, in Moodle's table


def moodle_xml(pairs: Sequence[Pair], naming: Naming = PLAIN) -> Exported:
    """A question bank for Moodle.

    An exercise of several parts becomes one question with embedded answers where Moodle has these for all its parts,
    else a question for each part.

    Args:
        pairs: exercises with their keys.
        naming: how names are put.
    """
    losses: list[Loss] = []
    questions: list[Markup] = []
    category = None
    for item, key in pairs:
        topic = item.topics[0] if item.topics else "other"
        if category != topic:
            category = topic
            questions.append(_category(topic, item.knowledge_base))
        questions += _questions(item, key, naming, losses)
    quiz = element("quiz", LINE, joined(questions, LINE), LINE)
    return Exported(content=f'<?xml version="1.0" encoding="UTF-8"?>\n{quiz}\n'.encode(), losses=tuple(losses))


def share(answer: Answer) -> str:
    """The share of the points, in per cent, as Moodle lists them."""
    return f"{100 * answer.share:.5f}".rstrip("0").rstrip(".")


def literal(text: str) -> str:
    """A text that is typed, in which an asterisk stands for itself."""
    return " ".join(clean(text).split()).replace("*", "\\*")


def _questions(item: Item, key: Key, naming: Naming, losses: list[Loss]) -> Iterator[Markup]:
    parts = asked(item, key, naming, orders=True)
    losses += [Loss(item.id, part.entry.id, what) for part in parts for what in part.losses]
    if any(part.kind != "written" for part in parts):
        losses += [Loss(item.id, "", what) for what in _lost(item.hints)]
    if key.remarks and not (len(parts) == 1 and _TYPES[parts[0].kind] in _WITH_REMARKS):
        losses.append(Loss(item.id, "", "the author's remarks"))
    if len(parts) == 1:
        yield _question(item, key, parts[0], item.title, item.points, naming)
    elif all(part.kind in _GAPS for part in parts):
        weights = _weights(parts)
        if sum(weights) != item.points:
            losses.append(Loss(item.id, "", f"its points: it is worth {sum(weights)} in Moodle, not {item.points}"))
        yield _cloze(item, key, parts, weights, naming)
    else:
        losses.append(Loss(item.id, "", f"being one question: its {len(parts)} parts are questions of their own"))
        for number, part in enumerate(parts, 1):
            yield _question(item, key, part, f"{item.title} ({number} of {len(parts)})", part.points, naming)


def _lost(hints: Sequence[Hint]) -> Iterator[str]:
    if hints:
        yield f"hints on demand: they come after a wrong try, if another is allowed, and it costs {_penalty(hints):.0%}"


def _penalty(hints: Sequence[Hint]) -> float:
    return sum(hint.costs for hint in hints) / len(hints) if hints else 0.0


def _text(tag: str, content: Iterable[Markup]) -> Markup:
    """An element that holds HTML, as a text."""
    return element(tag, element("text", str("".join(content))), format="html")


def _category(topic: str, knowledge_base: str) -> Markup:
    named = element("category", element("text", f"$course$/top/reasoner/{topic.replace('/', '//')}"))
    told = [element("p", DISCLAIMER), element("p", f"Knowledge base: {knowledge_base}")]
    return element("question", named, _text("info", told), type="category")


def _question(item: Item, key: Key, part: Asked, title: str, points: float, naming: Naming) -> Markup:
    shown = [*words.stem(item), *_asks(item, part)]
    answers: Iterable[Markup] = (_answer(part, answer, naming) for answer in part.answers)
    if part.kind == "written":
        told = [element("p", f"Right: {answer.text}") for answer in part.answers]
        answers = [
            *_plain(responseformat="editor", responserequired="1", responsefieldlines="10", attachments="0"),
            _text("graderinfo", told),
        ]
    elif part.kind == "order":
        answers = [*_plain(layouttype="VERTICAL", selecttype="ALL", gradingtype="ABSOLUTE_POSITION"), *answers]
    elif part.kind == "typed":
        answers = [*_plain(usecase="0"), *answers]
    else:
        single, shuffle = (
            "true" if yes else "false"
            for yes in (part.kind == "one", all(option.id != NONE for option in part.entry.options))
        )
        answers = [*_plain(single=single, shuffleanswers=shuffle, answernumbering="none"), *answers]
    return _whole(item, key, _TYPES[part.kind], title, points, [*shown], [*answers], naming)


def _whole(
    item: Item,
    key: Key,
    type: str,
    title: str,
    points: float,
    shown: Sequence[Markup],
    answers: Sequence[Markup],
    naming: Naming,
) -> Markup:
    hints = [] if type == "essay" else [_text("hint", words.paragraphs(hint.text)) for hint in item.hints]
    name = title if len(title) <= _NAME_AT_MOST else f"{title[: _NAME_AT_MOST - 1]}…"
    parts = [
        element("name", element("text", name)),
        _text("questiontext", shown),
        _text("generalfeedback", words.below(item, key.explanation, naming)),
        *_plain(defaultgrade=f"{points:g}", penalty=f"{_penalty(item.hints):.7f}", hidden="0"),
        *answers,
        *_remarks(key, type),
        *hints,
        element("tags", *(element("tag", element("text", tag)) for tag in words.tags(item))),
    ]
    return element("question", LINE, joined(parts, LINE), LINE, type=type)


def _remarks(key: Key, type: str) -> Iterator[Markup]:
    if type in _WITH_REMARKS:
        for status, tag in _REMARKS.items():
            yield _text(tag, words.paragraphs(key.remarks.get(status, "")))


def _plain(**values: str) -> Iterator[Markup]:
    for name, value in values.items():
        yield element(name, value)


def _asks(item: Item, part: Asked) -> Iterator[Markup]:
    """What a part asks, below the stem."""
    if named := words.called(part.entry, item):
        yield element("p", named)
    for letter, option in zip(LETTERS, part.lettered, strict=False):
        yield element("p", f"{letter}. {option.text}")
    if part.how:
        yield element("p", part.how)


def _answer(part: Asked, answer: Answer, naming: Naming) -> Markup:
    is_typed = part.kind == "typed"
    text = literal(answer.text) if is_typed else str(element("p", answer.text))
    said = _text("feedback", words.message(answer.message, naming))
    format = "plain_text" if is_typed else "html"
    return element("answer", element("text", text), said, fraction=share(answer), format=format)


# ---------------------------------------------------------------- embedded answers


def _weights(parts: Sequence[Asked]) -> list[int]:
    """Whole numbers in the ratio of the points, since gaps have no others; cents that were rounded count as equal."""
    least = min((part.points for part in parts if part.points > 0), default=1.0)
    ratios = [part.points / least for part in parts]
    if all(abs(each - round(each)) < 0.05 for each in ratios):
        return [max(round(each), 1) for each in ratios]
    return [max(round(100 * part.points), 1) for part in parts]


def _cloze(item: Item, key: Key, parts: Sequence[Asked], weights: Sequence[int], naming: Naming) -> Markup:
    gaps = {part.entry.id: _gap(part, weight, naming) for part, weight in zip(parts, weights, strict=True)}
    shown = [numbered(each, "{}") for each in words.stem(item)]
    if all(part.entry.row and part.entry.column for part in parts):
        shown.append(words.table(item.entries, gaps, "{}"))
    else:
        for part in parts:
            shown += [numbered(each, "{}") for each in _asks(item, part)]
            shown.append(element("p", gaps[part.entry.id]))
    return _whole(item, key, "cloze", item.title, sum(weights), shown, (), naming)


def _gap(part: Asked, weight: int, naming: Naming) -> Markup:
    kind = "MULTICHOICE_V" if part.kind == "one" and not part.entry.row else _GAPS[part.kind]
    answers = joined((_in_gap(each, part.kind == "typed", naming) for each in part.answers), "~")
    return joined(["{", f"{weight}:{kind}:", answers, "}"])


def _in_gap(answer: Answer, is_typed: bool, naming: Naming) -> Markup:
    """An answer with its share and message. Entities in a gap are decoded once before its text counts as HTML."""
    text = escaped(literal(answer.text) if is_typed else str(escaped(answer.text)))
    said = escaped(str(words.inline(answer.message, naming)))
    mark = "=" if answer.share == 1 else f"%{share(answer)}%"
    return joined([mark, numbered(text, _IN_GAP | {"%", "="}), "#" if said else "", numbered(said, _IN_GAP)])
