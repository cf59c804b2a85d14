"""Exercises, lessons and marks as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reasoner.model.course import Lesson
from reasoner.model.exercise import Entry, EntryKey, Hint, Item, Key, Mark, Message, PartMark, Status
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.listing import Listing, Preview, Summary
from reasoner.model.result import DISCLAIMER
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.words import DIM, HEAD, citations, counted, with_links

STATUS = {
    Status.right: "right",
    Status.partly: "partly right",
    Status.wrong: "not right",
    Status.empty: "not answered",
    Status.unreadable: "not understood",
}
_STYLE = {Status.right: "green", Status.partly: "yellow", Status.wrong: "red"}
_HOW = {
    "one": "one number, or an option's words",
    "many": "numbers or words of options, as `1 3`",
    "order": "all numbers in order, as `3 1 2`",
    "rule": "a rule, as `A, B -> C unless D`",
}
_NAMES = {
    "condition": "conditions, as `hypoxia, CAF`",
    "block": "what is to be blocked, as `HIF2A, Notch`",
    "": "names, with commas between them",
}


def points(number: float) -> str:
    """Points as they are said: `2`, `1.5`, `0.33`."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def of_points(got: float, out_of: float) -> str:
    """Points against the most there could be: `1.5 of 2 points`."""
    return f"{points(got)} of {points(out_of)} {'point' if out_of == 1 else 'points'}"


def paragraphs(text: str, indent: int = 0) -> Iterator[Block]:
    """A text in paragraphs, parted by an empty line; lines of one are joined."""
    parts = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    for number, words in enumerate(filter(None, parts)):
        if number:
            yield BLANK
        yield Para(styled(words), indent, hang=0)


def place_of(entry: Entry) -> str:
    """What an entry is called beside others: its row and column, else what is asked there."""
    return ", ".join(filter(None, (entry.row, entry.column))) or entry.prompt or entry.id


# ---------------------------------------------------------------- what is asked


def exercise(item: Item, head: str = "") -> Iterator[Block]:
    """An exercise as a student sees it, without its entries.

    Args:
        item: it.
        head: stands before its title: which of how many it is.
    """
    yield Para(styled(f"{head}: {item.title}" if head else item.title, HEAD))
    yield from body(item)


def body(item: Item) -> Iterator[Block]:
    """What an exercise is worth, and what it says."""
    worth = [
        item.type.value,
        f"difficulty {item.difficulty} of 5",
        counted(item.points, "point"),
        f"about {counted(round(item.minutes) or 1, 'minute')}",
        *([counted(len(item.hints), "hint")] if item.hints else []),
    ]
    yield Para(styled(", ".join(worth), DIM))
    yield BLANK
    yield from paragraphs(item.stem)
    if item.shown:
        yield BLANK
        yield Rows([Row((styled(name, DIM), styled(text))) for name, text in item.shown], 1, widest=0)


def entry(item: Item, asked: Entry, *, options: bool) -> Iterator[Block]:
    """What is filled in here, and how.

    Args:
        item: the exercise.
        asked: the entry.
        options: whether its options are listed; where several entries share them, they are listed once.
    """
    if len(item.entries) > 1 or asked.prompt:
        yield Para(styled(place_of(asked) if asked.row or asked.column else asked.prompt or asked.id, HEAD))
        if asked.prompt and (asked.row or asked.column):
            yield Para(styled(asked.prompt), 2)
    if asked.options and not options:
        return
    if asked.options:
        yield choices(asked)
    how = _NAMES[asked.what] if asked.kind == "names" else _HOW[asked.kind]
    most = f"; at most {asked.most}" if asked.most is not None and asked.kind in ("many", "names") else ""
    yield Para(styled(f"Answer with {how}{most}.", DIM))


def choices(asked: Entry) -> Block:
    """The options of an entry with their numbers."""
    rows = [Row((styled(f"{number:>2}"), styled(option.text))) for number, option in enumerate(asked.options, 1)]
    return Rows(rows, 1, widest=0)


def hint(number: int, given: Hint) -> Block:
    """A hint that was taken."""
    return Para(join([styled(f"Hint {number}: ", HEAD), styled(given.text)]))


def hint_offer(item: Item, number: int) -> str:
    """What a hint costs, said before it is taken."""
    cost = of_points(item.hints[number - 1].costs * item.points, item.points)
    return f"Hint {number} of {len(item.hints)} costs {cost}. `yes` takes it; any answer goes on without it."


# ---------------------------------------------------------------- what was answered


def in_words(kb: KnowledgeBase, asked: Entry, given: str | Sequence[str]) -> str:
    """What stands in an entry: options by their words, names by their labels."""
    texts = {option.id: option.text for option in asked.options}
    parts = [given] if isinstance(given, str) else given
    named = [texts.get(one) or _label(kb, one) for one in parts]
    return (" → " if asked.kind == "order" else "; ").join(named) or "nothing"


def _label(kb: KnowledgeBase, text: str) -> str:
    try:
        finding = Finding.parse(text)
    except ValueError:  # a rule, a number, or nothing that the base knows
        return text
    return kb.label(finding) if finding.entity in kb.entities else text


def answered(kb: KnowledgeBase, item: Item, answer: Mapping[str, str | Sequence[str]]) -> Iterator[Block]:
    """An answer as it was understood."""
    found = [(place_of(each), in_words(kb, each, answer.get(each.id, ()))) for each in item.entries]
    if len(found) == 1:
        yield Para(join([styled("Your answer: ", DIM), styled(found[0][1])]))
        return
    yield Rows([Row((styled(name), styled(words))) for name, words in found], 0, styled("Your answer", DIM), widest=0)


def marked(kb: KnowledgeBase, item: Item, mark: Mark) -> Iterator[Block]:
    """A mark, then apart from it why, part by part, and what there is to know about the exercise."""
    word = STATUS[mark.status].capitalize()
    cost = f" ({counted(mark.hints, 'hint')} taken: {points(mark.cost)} off)" if mark.hints and mark.cost else ""
    yield Para(
        join([styled(word, _STYLE.get(mark.status, "")), styled(f": {of_points(mark.points, mark.out_of)}{cost}")])
    )
    named = {each.id: place_of(each) for each in item.entries}
    for part in mark.parts:
        alone = len(mark.parts) == 1
        if not alone:
            yield _part(named.get(part.entry, part.entry), part)
        yield from message(kb, part.message, 2)
    if mark.remark:
        yield from paragraphs(mark.remark)
    if mark.explanation:
        yield from _explained(kb, mark.explanation, [part.message.text for part in mark.parts])


def _explained(kb: KnowledgeBase, told: Message, before: Iterable[str] = ()) -> Iterator[Block]:
    """An explanation, without the paragraphs that were said before."""
    said = tuple(before)
    left = [each for each in told.text.split("\n\n") if not _was_said(each, said)]
    if left:
        yield BLANK
        cited = tuple(each for each in told.citations if kb.row_name(each.source, each.row) not in told.text)
        yield from message(kb, Message(text="\n\n".join(left), citations=cited))


def _was_said(paragraph: str, before: Iterable[str]) -> bool:
    """Whether a paragraph was said before, with what stands before its first colon or without."""
    bare = paragraph.partition(": ")[2].strip() or paragraph
    return any(paragraph.strip() in text or bare in text for text in before)


def _part(name: str, part: PartMark) -> Block:
    word = styled(STATUS[part.status], _STYLE.get(part.status, ""))
    return Para(join([styled(f"{name}: "), word, styled(f", {points(part.points)} of {points(part.out_of)}")]))


def message(kb: KnowledgeBase, told: Message, indent: int = 0) -> Iterator[Block]:
    """A message with the places that it rests on; those that its words name themselves are not said again."""
    cited = [each for each in told.citations if kb.row_name(each.source, each.row) not in told.text]
    for each in paragraphs(told.text, indent):
        yield replace(each, text=with_links(kb, each.text, told.citations)) if isinstance(each, Para) else each
    if cited:
        yield Para(join([styled("See " if told.text else ""), citations(kb, cited)]), indent + 2)


def key(kb: KnowledgeBase, item: Item, right: Key, said: Iterable[str] = ()) -> Iterator[Block]:
    """What would be right, and why, but for the paragraphs that are said elsewhere."""
    named = {each.id: each for each in item.entries}
    rows = []
    for part in right.entries:
        asked = named[part.entry]
        words = _ways(kb, asked, (part.right, *part.also))
        rows.append(Row((styled(place_of(asked)), styled(words if part.complete else f"{words}, among others"))))
    if len(rows) == 1:
        yield Para(join([styled("Right would be: ", DIM), rows[0].cells[1]]))
    else:
        yield Rows(rows, 0, styled("Right would be", DIM), widest=0)
    yield from _explained(kb, right.explanation, said)


def _ways(kb: KnowledgeBase, asked: Entry, ways: Sequence[tuple[str, ...]]) -> str:
    """Right answers in words; of several with several names each, it is plain what goes together."""
    if len(ways) == 1 or all(len(each) == 1 for each in ways):
        return " or ".join(in_words(kb, asked, each) for each in ways)
    return ", or ".join(" and ".join(in_words(kb, asked, (name,)) for name in each) for each in ways)


# ---------------------------------------------------------------- transcripts


def record(
    kb: KnowledgeBase, item: Item, answer: Mapping[str, str | Sequence[str]], hints: int, mark: Mark | None
) -> Iterator[Block]:
    """What was asked in an exercise, what was answered, and how that was marked.

    Args:
        kb: the knowledge base.
        item: the exercise.
        answer: by entry.
        hints: how many were taken.
        mark: None where there is none.
    """
    yield from body(item)
    listed: object = None
    for each in item.entries:
        if each.prompt:
            yield Para(styled(each.prompt))
        if each.options and each.options != listed:
            yield choices(each)
        listed = each.options
    yield from (hint(number, each) for number, each in enumerate(item.hints[:hints], 1))
    yield BLANK
    if mark is None:
        yield Para(styled("Not answered.", HEAD))
    else:
        yield from answered(kb, item, answer)
        yield from marked(kb, item, mark)


# ---------------------------------------------------------------- lessons


def lesson(course: str, number: int, told: Lesson) -> Iterator[Block]:
    """The head of a lesson."""
    yield Para(styled(f"{course}, lesson {number}: {told.title}", HEAD))
    minutes = f"about {counted(round(told.minutes) or 1, 'minute')}"
    rows = f"; rests on {', '.join(told.rows)}" if told.rows else ""
    yield Para(styled(f"{minutes}{rows}", DIM))
    if told.objective:
        yield Para(styled(f"Afterwards you can {told.objective.strip().rstrip('.')}."))


def step(name: str, text: str) -> Iterator[Block]:
    """A step of a lesson."""
    yield Para(styled(name.capitalize(), HEAD))
    yield from paragraphs(text)


def closing(advice: Iterable[str] = ()) -> Iterator[Block]:
    """What stands at the end."""
    for line in (DISCLAIMER, *advice):
        yield Para(styled(line, DIM), hang=0)


# ---------------------------------------------------------------- lists


def listing(found: Listing, topics: Mapping[str, str]) -> Iterator[Block]:
    """Exercises by topic, then courses.

    Args:
        found: they.
        topics: every topic of the base, with its title.
    """
    by_topic: dict[str, list[Summary]] = {}
    for each in found.exercises:
        by_topic.setdefault(each.topics[0], []).append(each)
    known = [*topics, *(topic for topic in by_topic if topic not in topics)]
    for topic in filter(by_topic.__contains__, known):
        yield Para(join([styled(topic, HEAD), styled(f"  {topics.get(topic, '')}", DIM)]))
        rows = [
            Row(
                (
                    styled(each.id),
                    styled(each.type.value, DIM),
                    styled(str(each.difficulty)),
                    styled(f"{each.minutes} min", DIM),
                    styled(each.title),
                )
            )
            for each in by_topic[topic]
        ]
        yield Rows(rows, 4, widest=0)
    if found.courses:
        yield BLANK
        yield Para(styled("Courses", HEAD))
    for course in found.courses:
        lessons = counted(len(course.lessons), "lesson")
        yield Para(join([styled(course.course), styled(f"  {course.title} ({lessons})")]), 1)
        rows = [Row((styled(f"{course.course}/{n}"), styled(each.title))) for n, each in enumerate(course.lessons, 1)]
        yield Rows(rows, 1, widest=0)
    yield BLANK
    minutes = sum(each.minutes for each in found.exercises)
    total = f"{counted(len(found.exercises), 'exercise')}, about {counted(minutes, 'minute')}."
    yield Para(styled(f"{total} The third column is the difficulty, 1 to 5.", DIM))
    yield Para(styled("`reasoner teach do ID` asks one; `reasoner teach preview ID --key` shows its key.", DIM))


def preview(kb: KnowledgeBase, found: Preview) -> Iterator[Block]:
    """Exercises one below the other, each with its key where that was asked for."""
    keys = {each.exercise: each for each in found.keys}
    for number, item in enumerate(found.exercises):
        if number:
            yield BLANK
        yield from exercise(item)
        yield BLANK
        listed: object = None
        for each in item.entries:
            yield from entry(item, each, options=each.options != listed)
            listed = each.options or listed
        if right := keys.get(item.id):
            yield BLANK
            yield from (hint(at, each) for at, each in enumerate(item.hints, 1))
            told = list(_answered_choices(item, right))
            said = [each.text for part in told for each in part.messages.values()]
            yield from key(kb, item, right, said)
            yield from _messages(kb, item, told)
    yield BLANK
    yield from closing()


def _answered_choices(item: Item, right: Key) -> Iterator[EntryKey]:
    """The entries of whose choices something is said; in a table, the explanation says it."""
    asked = {each.id: each for each in item.entries}
    return (part for part in right.entries if part.messages and not asked[part.entry].row)


def _messages(kb: KnowledgeBase, item: Item, choices: Iterable[EntryKey]) -> Iterator[Block]:
    """What is said of each choice."""
    asked = {each.id: each for each in item.entries}
    for part in choices:
        yield BLANK
        yield Para(styled("What is said of each choice", HEAD))
        for option, told in part.messages.items():
            yield Para(styled(in_words(kb, asked[part.entry], option)), 1)
            yield from message(kb, told, 3)
