"""How an item of QTI 2.1 marks itself: declarations, response processing and feedback.

Marks are those of the program: of several options the right ones less the wrong ones, of an order the pairs in order
less those that are not, less what hints cost, and never below 0. Outcomes by their names: `SCORE`; `Sn` the points of a
part; `Fn` what was chosen in it, which shows the messages of these options; `FnMm` that a message is said; `HINTnTAKEN`
that a hint was taken; `ASKED` that one is asked for in this attempt; `SAID` that the attempt has ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reasoner.model.exercise import Entry, EntryKey, Hint, Key
from reasoner.render.markup import Markup, element
from reasoner.render.quiz import words
from reasoner.render.quiz.asked import NONE, accepted
from reasoner.render.quiz.carried import Naming
from reasoner.values import Value

SAID = "said"
_JUDGED = ("right", "partly", "wrong")


class Part(Value):
    """An entry in an item.

    Attributes:
        number: from 1.
        entry, key: what is asked, and what is right.
        manual: whether a person marks it.
        fields: for free names: in how many fields they are typed.
        ids: of its options, in the item.
    """

    number: int
    entry: Entry
    key: EntryKey
    manual: bool
    fields: int
    ids: dict[str, str]

    @property
    def response(self) -> str:
        """The identifier of its response."""
        return f"R{self.number}"

    def field(self, number: int) -> str:
        """The identifier of a field, from 1."""
        return f"R{self.number}N{number}"


def variable(name: str) -> Markup:
    """The value of a response or outcome."""
    return element("variable", identifier=name)


def value(type: str, text: str) -> Markup:
    """A constant."""
    return element("baseValue", text, baseType=type)


def outcome(name: str, type: str, default: str | None = None, cardinality: str = "single") -> Markup:
    """The declaration of an outcome."""
    given = None if default is None else element("defaultValue", element("value", default))
    return element("outcomeDeclaration", given, identifier=name, cardinality=cardinality, baseType=type)


def set_to(name: str, expression: Markup) -> Markup:
    """An outcome is set."""
    return element("setOutcomeValue", expression, identifier=name)


def when(condition: Markup, then: Iterable[Markup], otherwise: Sequence[Markup] = ()) -> Markup:
    """What is done on a condition, and else."""
    other = element("responseElse", *otherwise) if otherwise else None
    return element("responseCondition", element("responseIf", condition, *then), other)


def _any(conditions: Sequence[Markup]) -> Markup:
    return conditions[0] if len(conditions) == 1 else element("or", *conditions)


def number(points: float) -> str:
    """Points, without the noise of binary fractions."""
    return f"{points:.10f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- responses


def responses(part: Part, *, keys: bool) -> Iterator[Markup]:
    """The declarations of a part's responses; with `keys`, what is right stands in them."""
    kind, ids, key = part.entry.kind, part.ids, part.key
    if part.manual:
        yield element("responseDeclaration", identifier=part.response, cardinality="single", baseType="string")
        return
    if kind == "names":
        typed = [*key.right, *("" for _ in range(part.fields))]
        for at in range(1, part.fields + 1):
            right = typed[at - 1]
            correct = element("correctResponse", element("value", right)) if keys and right else None
            yield element(
                "responseDeclaration", correct, identifier=part.field(at), cardinality="single", baseType="string"
            )
        return
    cardinality = {"one": "single", "many": "multiple", "order": "ordered"}[kind]
    correct = mapping = None
    if keys:
        correct = element("correctResponse", *(element("value", ids[each]) for each in key.right))
        if kind == "many" and not key.check:
            mapping = _mapping(part)
    yield element(
        "responseDeclaration",
        correct,
        mapping,
        identifier=part.response,
        cardinality=cardinality,
        baseType="identifier",
    )


def _mapping(part: Part) -> Markup:
    """Right options bring their share, wrong ones take as much; to say `none` beside others takes all."""
    right = part.key.right
    share = part.key.points / max(len(right), 1)
    entries = (
        element(
            "mapEntry",
            mapKey=made,
            mappedValue=number(share if each in right else -part.key.points if each == NONE else -share),
        )
        for each, made in part.ids.items()
    )
    return element("mapping", *entries, lowerBound="0", defaultValue="0")


# ---------------------------------------------------------------- processing


def outcomes(part: Part) -> Iterator[Markup]:
    """The outcomes that a part has of its own."""
    yield outcome(f"S{part.number}", "float", "0")
    if part.manual:
        return
    if part.entry.kind in ("one", "many"):
        cardinality = "multiple" if part.entry.kind == "many" else "single"
        yield outcome(f"F{part.number}", "identifier", cardinality=cardinality)
    elif part.entry.kind == "order":
        for at, _ in enumerate(part.key.messages, 1):
            yield outcome(f"F{part.number}M{at}", "identifier")
        for at, _ in enumerate(part.ids, 1):
            yield outcome(f"P{part.number}O{at}", "integer", "0")
    else:
        yield outcome(f"N{part.number}", "integer", "0")
        for name in _names(part).values():
            yield outcome(name, "identifier")


def processing(part: Part, naming: Naming) -> Iterator[Markup]:
    """The rules that mark a part."""
    if part.manual:
        return
    score = f"S{part.number}"
    full = set_to(score, value("float", number(part.key.points)))
    yield set_to(score, value("float", "0"))
    kind, response = part.entry.kind, variable(part.response)
    if kind == "one":
        right = list(dict.fromkeys(part.ids[each] for answer in accepted(part.key) for each in answer))
        yield when(_any([element("match", response, value("identifier", each)) for each in right]), [full])
    elif kind == "many":
        if not part.key.check:
            yield set_to(score, element("mapResponse", identifier=part.response))
        sets = accepted(part.key)[0 if part.key.check else 1 :]
        if sets:
            yield when(_any([element("match", response, _container(part, each)) for each in sets]), [full])
    elif kind == "order":
        yield from _ordered(part, full)
    else:
        yield from _named(part, naming, full)
    if kind in ("one", "many"):
        yield set_to(f"F{part.number}", response)


def _container(part: Part, options: tuple[str, ...], tag: str = "multiple") -> Markup:
    return element(tag, *(value("identifier", part.ids[each]) for each in options))


def _ordered(part: Part, full: Markup) -> Iterator[Markup]:
    """Where each option stands; then, for each pair that is not in order, two shares of all pairs less."""
    response, score, key = variable(part.response), f"S{part.number}", part.key
    if not key.before:
        yield when(
            _any([element("match", response, _container(part, each, "ordered")) for each in accepted(key)]), [full]
        )
        return
    at = {option: f"P{part.number}O{place}" for place, option in enumerate(part.ids, 1)}
    for option, place in at.items():
        for position in range(1, len(at) + 1):
            here = element("index", response, n=str(position))
            stands = element("match", here, value("identifier", part.ids[option]))
            yield when(stands, [set_to(place, value("integer", str(position)))])
    told = {option: f"F{part.number}M{place}" for place, option in enumerate(key.messages, 1)}
    for name in told.values():
        yield set_to(name, element("null"))
    less = value("float", number(2 * key.points / len(key.before)))
    lower = [set_to(score, element("subtract", variable(score), less))]
    wrong = [
        when(
            element("gt", variable(at[first]), variable(at[then])),
            [*lower, *([set_to(told[then], value("identifier", SAID))] if then in told else [])],
        )
        for first, then in key.before
    ]
    answered = element("not", element("isNull", response))
    below = element("lt", variable(score), value("float", "0"))
    floor = when(below, [set_to(score, value("float", "0"))])
    yield when(answered, [full, *wrong, floor])


def _named(part: Part, naming: Naming, full: Markup) -> Iterator[Markup]:
    """Which names stand in the fields, in any spelling; a right set is right where nothing stands beside it.

    A field is compared only where it is filled in: players differ in what they make of nothing.
    """
    fields, found = [part.field(at) for at in range(1, part.fields + 1)], _names(part)
    filled = f"N{part.number}"
    yield set_to(filled, value("integer", "0"))
    for name in found.values():
        yield set_to(name, element("null"))
    for field in fields:
        compared = [
            when(_spelt(name, field, naming), [set_to(here, value("identifier", SAID))]) for name, here in found.items()
        ]
        one_more = set_to(filled, element("sum", variable(filled), value("integer", "1")))
        yield when(element("not", element("isNull", variable(field))), [one_more, *compared])
    sets = [
        element(
            "and",
            *(element("not", element("isNull", variable(found[name]))) for name in names),
            element("match", variable(filled), value("integer", str(len(names)))),
        )
        for names in accepted(part.key)
    ]
    yield when(_any(sets), [full])


def _names(part: Part) -> dict[str, str]:
    """The outcome for each name of a part: those of which something is said first."""
    names = dict.fromkeys((*part.key.messages, *(name for answer in accepted(part.key) for name in answer)))
    return {name: f"F{part.number}M{at}" for at, name in enumerate(names, 1)}


def _spelt(name: str, field: str, naming: Naming) -> Markup:
    spellings = dict.fromkeys((name, *naming.spelt(name)))
    return _any(
        [
            element("stringMatch", variable(field), value("string", text), caseSensitive="false", substring="false")
            for text in spellings
        ]
    )


def ending(parts: Sequence[Part], points: float, hints: Sequence[Hint], has_remarks: bool) -> Iterator[Markup]:
    """The sum, less what hints cost, never below 0; and whether the attempt ends, or goes on after a hint."""
    taken = [f"HINT{at}" for at, _ in enumerate(hints, 1)]
    yield from ([set_to("ASKED", element("null"))] if taken else [])
    for name in taken:  # players may leave a hint's button pressed
        said = [set_to(each, value("identifier", SAID)) for each in (f"{name}TAKEN", "ASKED")]
        yield when(variable(name), [when(element("isNull", variable(f"{name}TAKEN")), said)])
    yield set_to("SCORE", element("sum", *(variable(f"S{part.number}") for part in parts)))
    for name, hint in zip(taken, hints, strict=True):
        yield when(
            element("not", element("isNull", variable(f"{name}TAKEN"))),
            [set_to("SCORE", element("subtract", variable("SCORE"), value("float", number(points * hint.costs))))],
        )
    below = element("lt", variable("SCORE"), value("float", "0"))
    yield when(below, [set_to("SCORE", value("float", "0"))])
    end = [set_to("SAID", value("identifier", SAID))]
    if not taken:
        yield from end
        return
    hides = [f"F{part.number}" for part in parts if not part.manual and part.entry.kind in ("one", "many")]
    goes_on = [
        *(set_to(each, element("null")) for each in ("SAID", *(["REMARK"] if has_remarks else []))),
        *(set_to(each, element("null")) for each in hides),
        set_to("completionStatus", value("identifier", "incomplete")),
    ]
    ends = [*end, set_to("completionStatus", value("identifier", "completed"))]
    yield when(element("isNull", variable("ASKED")), ends, goes_on)


def remarks(parts: Sequence[Part], key: Key, points: float) -> Iterator[Markup]:
    """Which of the author's remarks is shown: by the points before hints."""
    said = {
        name: set_to("REMARK", value("identifier", name) if name in key.remarks else element("null"))
        for name in _JUDGED
    }
    if not key.remarks:
        return
    total = element("sum", *(variable(f"S{part.number}") for part in parts))
    yield element(
        "responseCondition",
        element("responseIf", element("gte", total, value("float", number(points - 0.005))), said["right"]),
        element("responseElseIf", element("gt", total, value("float", "0")), said["partly"]),
        element("responseElse", said["wrong"]),
    )


# ---------------------------------------------------------------- feedback


def in_place(part: Part, naming: Naming) -> Iterator[Markup]:
    """What is said of options and names, below the part."""
    if part.manual:
        return
    names = part.entry.kind == "names"
    for at, (name, said) in enumerate(part.key.messages.items(), 1):
        if part.entry.kind in ("one", "many"):
            if name in part.ids:
                yield _block(f"F{part.number}", part.ids[name], words.message(said, naming))
        elif names or name in part.ids:
            yield _block(f"F{part.number}M{at}", SAID, words.message(said, naming))


def at_the_end(key: Key) -> Iterator[Markup]:
    """The author's remarks."""
    for status, text in key.remarks.items():
        yield _block("REMARK", status, words.paragraphs(text))


def explained(below: Iterable[Markup]) -> Markup:
    """What is shown once the attempt has ended."""
    return element("modalFeedback", *below, outcomeIdentifier="SAID", identifier=SAID, showHide="show")


def _block(name: str, identifier: str, content: Iterable[Markup]) -> Markup:
    return element("feedbackBlock", *content, outcomeIdentifier=name, identifier=identifier, showHide="show")
