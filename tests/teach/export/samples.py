"""Exercises of every kind of entry, made by hand, and random ones with the characters that formats trip over."""

from __future__ import annotations

from hypothesis import strategies as st

from reasoner.model.exercise import Entry, EntryKey, EntryKind, Hint, Item, Key, Message, Option, QuestionType
from reasoner.model.result import Citation

Pair = tuple[Item, Key]
ODD = "~=#{}:\\%$[]()<>&\"'*->!|^@;,./?\n\t\x00\x1b\x85\u202e\u200b\ufffe\u0627\u05d0αβγ日本é\U0001f9ec"
CITATION = Citation(
    source="review", row="S115", refs=(71,), find="some words", link="https://example.org/a?b=1&c=2#:~:text=some,words"
)


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(id=f"o{number}", text=text) for number, text in enumerate(texts, 1))


def messages(*names: str) -> dict[str, Message]:
    return {name: Message(text=f"Said of {name}.", citations=(CITATION,)) for name in names}


def exercise(
    id: str,
    *parts: tuple[Entry, EntryKey],
    type: QuestionType = QuestionType.predict,
    points: int = 1,
    hints: tuple[Hint, ...] = (),
    remarks: dict[str, str] | None = None,
) -> Pair:
    item = Item(
        id=id,
        type=type,
        title=f"Exercise {id}",
        stem="The first paragraph.\n\nThe second one asks.",
        shown=(("Given", "hypoxia; CSC"),),
        entries=tuple(entry for entry, _ in parts),
        points=points,
        difficulty=3,
        topics=("hypoxia", "emt"),
        objective="say what holds",
        hints=hints,
        knowledge_base="0" * 64,
        digest="1" * 64,
    )
    explanation = Message(text="That is why.", citations=(CITATION,))
    return item, Key(
        exercise=id, entries=tuple(key for _, key in parts), explanation=explanation, remarks=remarks or {}
    )


HINTS = tuple(Hint(text=f"Hint number {number}.", costs=number / 10) for number in (1, 2, 3))
ONE = (
    Entry(id="one", kind="one", options=options("first", "second", "third")),
    EntryKey(entry="one", points=1, right=("o2",), messages=messages("o1", "o2", "o3")),
)
EITHER = (
    Entry(id="one", kind="one", options=options("first", "second", "third")),
    EntryKey(entry="one", points=1, right=("o2",), also=(("o3",),)),
)
MANY = (
    Entry(id="many", kind="many", prompt="Which hold?", options=options("a", "b", "c", "d")),
    EntryKey(entry="many", points=2, right=("o1", "o2"), messages=messages("o1", "o3")),
)
SETS = (
    Entry(id="sets", kind="many", options=options("a", "b", "c")),
    EntryKey(entry="sets", points=1, right=("o1",), also=(("o2", "o3"),)),
)
ORDER = (
    Entry(id="chain", kind="order", options=options("last", "middle", "start")),
    EntryKey(
        entry="chain",
        points=1,
        right=("o3", "o2", "o1"),
        complete=False,
        before=(("o3", "o2"), ("o2", "o1"), ("o3", "o1")),
        messages=messages("o1", "o2", "o3"),
    ),
)
LOOSE = (
    Entry(id="chain", kind="order", options=options("last", "either", "or", "start")),
    EntryKey(
        entry="chain",
        points=2,
        right=("o4", "o3", "o2", "o1"),
        complete=False,
        before=(("o4", "o3"), ("o4", "o2"), ("o3", "o1"), ("o2", "o1"), ("o4", "o1")),
        messages=messages("o1"),
    ),
)
NAME = (
    Entry(id="condition", kind="names", what="condition", most=1),
    EntryKey(
        entry="condition", points=1, right=("hypoxia",), also=(("HIF2A",),), messages=messages("hypoxia", "normoxia")
    ),
)
NAMES = (
    Entry(id="block", kind="names", what="block", most=2),
    EntryKey(entry="block", points=1, right=("Src", "HIF2A"), also=(("Notch",),), messages=messages("Src")),
)
OPEN = (
    Entry(id="given", kind="names", what="condition", most=3),
    EntryKey(entry="given", points=1, right=("hypoxia",), complete=False),
)
RULE = (
    Entry(id="rule", kind="rule", prompt="Write it."),
    EntryKey(entry="rule", points=1, right=("hypoxia -> EMT",), complete=False),
)


def cell(row: str, column: str, id: str) -> tuple[Entry, EntryKey]:
    found = Entry(id=id, kind="one", row=row, column=column, options=options("holds", "contrary", "not inferred"))
    return found, EntryKey(entry=id, points=0.5, right=(f"o{len(row) % 3 + 1}",), messages=messages("o1", "o2"))


TABLE = tuple(
    cell(row, column, f"{r}.{c}")
    for r, row in enumerate(("EMT", "stemness"), 1)
    for c, column in enumerate(("early", "late"), 1)
)

SAMPLES: tuple[Pair, ...] = (
    exercise("one", ONE, hints=HINTS, remarks={"right": "Well seen.", "wrong": "Look again."}),
    exercise("either", EITHER, type=QuestionType.missing),
    exercise("many", MANY, points=2, hints=HINTS[:1]),
    exercise("sets", SETS, type=QuestionType.intervene),
    exercise("order", ORDER, type=QuestionType.order),
    exercise("loose", LOOSE, type=QuestionType.order, points=2, remarks={"partly": "Nearly."}),
    exercise("name", NAME, type=QuestionType.missing),
    exercise("names", NAMES, type=QuestionType.intervene),
    exercise("open", OPEN, type=QuestionType.build),
    exercise("rule", RULE, type=QuestionType.rule),
    exercise("table", *TABLE, type=QuestionType.contrast, points=2),
    exercise("mixed", ONE, ORDER, RULE, type=QuestionType.flaw, points=3),
)

# ---------------------------------------------------------------- random ones

TEXTS = st.one_of(
    st.text(st.sampled_from(ODD), min_size=1, max_size=30),
    st.text(max_size=40),
    st.sampled_from(["->", "####", "\\n", "]]>", "{1:SA:=x}", "//x", "$CATEGORY: x", "::t::", "=%50%a", "x" * 3000]),
).map(lambda text: f"t{text}t")
MESSAGES = TEXTS.map(lambda text: Message(text=text, citations=(CITATION,)))
_CHOOSING: list[EntryKind] = ["one", "many", "order", "names"]


@st.composite
def parts(draw: st.DrawFn, id: str = "part") -> tuple[Entry, EntryKey]:
    """An entry, and what is right in it."""
    kind = draw(st.sampled_from(_CHOOSING))
    texts = draw(st.lists(TEXTS, min_size=2, max_size=5, unique_by=lambda text: " ".join(text.split()).casefold()))
    ids = [f"o{number}" for number in range(1, len(texts) + 1)]
    said = {each: draw(MESSAGES) for each in ids if draw(st.booleans())}
    entry = Entry(id=id, kind=kind, prompt=draw(TEXTS), options=options(*texts), most=3)
    if kind == "names":
        bare = entry.model_copy(update={"options": ()})
        return bare, EntryKey(entry=id, points=1, right=(texts[0],), also=((texts[1],),))
    if kind == "order":
        order = draw(st.permutations(ids))
        before = tuple((order[i], order[j]) for i in range(len(order)) for j in range(i + 1, len(order)))
        return entry, EntryKey(entry=id, points=1, right=tuple(order), before=before, complete=False, messages=said)
    number = 1 if kind == "one" else draw(st.integers(1, len(ids)))
    right = draw(st.permutations(ids))[:number]
    return entry, EntryKey(entry=id, points=1, right=tuple(sorted(right)), messages=said)


@st.composite
def exercises(draw: st.DrawFn, id: str = "made") -> Pair:
    """An exercise of one part, with odd characters in every text."""
    item, key = exercise(id, draw(parts()), hints=tuple(Hint(text=draw(TEXTS), costs=0.1) for _ in range(2)))
    item = item.model_copy(
        update={
            "title": draw(TEXTS),
            "stem": draw(TEXTS),
            "shown": ((draw(TEXTS), draw(TEXTS)),),
            "objective": draw(TEXTS),
        }
    )
    return item, key.model_copy(update={"explanation": draw(MESSAGES)})
