"""Exercises as a content package of QTI 2.1: one item an exercise, which marks itself, and a test of all items."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from reasoner.model.exercise import Hint, Item, Key
from reasoner.model.result import DISCLAIMER
from reasoner.render.markup import LINE, Markup, element, joined
from reasoner.render.quiz import qti21_scoring as scoring
from reasoner.render.quiz import words
from reasoner.render.quiz.asked import accepted
from reasoner.render.quiz.carried import PLAIN, Exported, Loss, Naming, Pair
from reasoner.render.quiz.qti21_scoring import Part

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def qti21(pairs: Sequence[Pair], naming: Naming = PLAIN, *, keys: bool = True) -> Exported:
    """A content package.

    Args:
        pairs: exercises with their keys.
        naming: how names are put.
        keys: whether items mark themselves; without, they hold nothing of what is right, and collect answers only.
    """
    losses: list[Loss] = []
    files = {f"items/{item.id}.xml": _item(item, key, naming, losses, keys) for item, key in pairs}
    items = [item for item, _ in pairs]
    files = {"imsmanifest.xml": _manifest(items), "test.xml": _test(items), **files}
    return Exported(content=_zip(files), losses=tuple(losses))


def _zip(files: Mapping[str, Markup]) -> bytes:
    """The same bytes for the same files: with no time and no compression, which differs between libraries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            package.writestr(entry, f"{_HEAD}{text}\n")
    return stream.getvalue()


def _identifier(item: Item) -> str:
    return f"e-{item.id}"


# ---------------------------------------------------------------- an item


def _item(item: Item, key: Key, naming: Naming, losses: list[Loss], keys: bool) -> Markup:
    parts = _parts(item, key)
    hints = item.hints if keys else ()
    losses += _lost(item, parts, keys)
    taken = [f"HINT{at}" for at, _ in enumerate(hints, 1)]
    declared = [
        *(each for part in parts for each in scoring.responses(part, keys=keys)),
        *(element("responseDeclaration", identifier=name, cardinality="single", baseType="boolean") for name in taken),
        scoring.outcome("SCORE", "float", "0"),
        scoring.outcome("MAXSCORE", "float", scoring.number(item.points)),
    ]
    processed: list[Markup] = []
    said: list[Markup] = []
    if keys:
        declared += [each for part in parts for each in scoring.outcomes(part)]
        declared += [scoring.outcome(f"{name}TAKEN", "identifier") for name in taken]
        declared += [scoring.outcome("ASKED", "identifier")] if taken else []
        declared += [scoring.outcome("SAID", "identifier")]
        processed = [rule for part in parts for rule in scoring.processing(part, naming)]
        processed += scoring.remarks(parts, key, item.points)
        processed += scoring.ending(parts, item.points, hints, bool(key.remarks))
        declared += [scoring.outcome("REMARK", "identifier")] if key.remarks else []
        said = [scoring.explained(words.below(item, key.explanation, naming))]
    return element(
        "assessmentItem",
        LINE,
        joined(
            [
                *declared,
                element("itemBody", *_body(item, key, parts, hints, naming, keys)),
                *([element("responseProcessing", joined(processed, LINE))] if processed else []),
                *said,
            ],
            LINE,
        ),
        LINE,
        xmlns=_QTI,
        identifier=_identifier(item),
        title=item.title,
        adaptive="true" if hints else "false",
        timeDependent="false",
    )


def _parts(item: Item, key: Key) -> list[Part]:
    found = {each.entry: each for each in key.entries}
    parts = []
    for number, entry in enumerate(item.entries, 1):
        mine = found[entry.id]
        free = entry.kind in ("names", "many")
        parts.append(
            Part(
                number=number,
                entry=entry,
                key=mine,
                manual=entry.kind == "rule" or (free and not mine.complete),
                fields=entry.most or max(1, *map(len, accepted(mine))) if entry.kind == "names" else 0,
                ids={each.id: f"R{number}O{at}" for at, each in enumerate(entry.options, 1)},
            )
        )
    return parts


def _lost(item: Item, parts: Sequence[Part], keys: bool) -> Iterator[Loss]:
    if item.hints and all(part.manual for part in parts):
        yield Loss(item.id, "", "what hints cost")
    for part in parts:
        if part.manual:
            why = "rules are evaluated" if part.entry.kind == "rule" else "other answers are right as well"
            yield Loss(item.id, part.entry.id, f"being marked: a person has to ({why})")
        elif keys and part.key.check:
            why = "answers are compared with the key, not evaluated"
            yield Loss(item.id, part.entry.id, f"points for answers that are partly right: {why}")
    if not keys:
        yield Loss(item.id, "", "marks, messages and hints, which were left out with the keys")


def _body(
    item: Item, key: Key, parts: Sequence[Part], hints: Sequence[Hint], naming: Naming, keys: bool
) -> Iterator[Markup]:
    yield from words.stem(item)
    in_table = all(part.entry.kind == "one" and part.entry.row and part.entry.column for part in parts)
    if in_table:
        yield words.table(item.entries, {part.entry.id: _inline(part) for part in parts})
    for part in parts:
        yield from () if in_table else _asks(item, part)
        yield from scoring.in_place(part, naming) if keys else ()
    if keys:
        yield from scoring.at_the_end(key)
        for part in parts:
            if part.manual:
                yield element("rubricBlock", *_for_markers(part), view="scorer")
    for at, hint in enumerate(hints, 1):
        title = f"Hint {at} (costs {hint.costs:.0%} of the points)"
        button = element("p", element("endAttemptInteraction", responseIdentifier=f"HINT{at}", title=title))
        taken = {"outcomeIdentifier": f"HINT{at}TAKEN", "identifier": scoring.SAID}
        yield element("feedbackBlock", button, **taken, showHide="hide")
        yield element("feedbackBlock", *words.paragraphs(hint.text), **taken, showHide="show")


def _for_markers(part: Part) -> Iterator[Markup]:
    texts = {option.id: option.text for option in part.entry.options}
    for answer in accepted(part.key)[:10]:
        yield element("p", f"Right: {'; '.join(texts.get(each, each) for each in answer)}")


def _asks(item: Item, part: Part) -> Iterator[Markup]:
    named = words.called(part.entry, item)
    choices = [element("simpleChoice", option.text, identifier=part.ids[option.id]) for option in part.entry.options]
    prompt = element("prompt", named) if named else None
    if part.manual:
        yield element("extendedTextInteraction", prompt, responseIdentifier=part.response, expectedLines="5")
    elif part.entry.kind == "names":
        yield from ([element("p", named)] if named else [])
        for at in range(1, part.fields + 1):
            field = element("textEntryInteraction", responseIdentifier=part.field(at), expectedLength="40")
            yield element("p", field)
    elif part.entry.kind == "order":
        yield element("orderInteraction", prompt, *choices, responseIdentifier=part.response, shuffle="false")
    else:
        most = "1" if part.entry.kind == "one" else str(part.entry.most or 0)
        yield element(
            "choiceInteraction",
            prompt,
            *choices,
            responseIdentifier=part.response,
            shuffle="false",
            maxChoices=most,
        )


def _inline(part: Part) -> Markup:
    choices = (element("inlineChoice", option.text, identifier=part.ids[option.id]) for option in part.entry.options)
    return element("inlineChoiceInteraction", *choices, responseIdentifier=part.response, shuffle="false")


# ---------------------------------------------------------------- the package


def _test(items: Sequence[Item]) -> Markup:
    refs = (element("assessmentItemRef", identifier=_identifier(item), href=f"items/{item.id}.xml") for item in items)
    control = element("itemSessionControl", maxAttempts="0", showFeedback="true")
    rubric = element("rubricBlock", element("p", DISCLAIMER), view="candidate")
    section = element(
        "assessmentSection", rubric, LINE, joined(refs, LINE), identifier="exercises", title="Exercises", visible="true"
    )
    part = element(
        "testPart", control, section, identifier="part", navigationMode="nonlinear", submissionMode="individual"
    )
    total = scoring.set_to("SCORE", element("sum", element("testVariables", variableIdentifier="SCORE")))
    return element(
        "assessmentTest",
        scoring.outcome("SCORE", "float", "0"),
        part,
        element("outcomeProcessing", total),
        xmlns=_QTI,
        identifier="exercises",
        title="Exercises on cancer stem cells",
    )


def _manifest(items: Sequence[Item]) -> Markup:
    resources = [
        element(
            "resource",
            element("file", href="test.xml"),
            *(element("dependency", identifierref=f"r-{item.id}") for item in items),
            identifier="r--test",
            type="imsqti_test_xmlv2p1",
            href="test.xml",
        )
    ]
    resources += [
        element(
            "resource",
            element("metadata", _described(item)),
            element("file", href=f"items/{item.id}.xml"),
            identifier=f"r-{item.id}",
            type="imsqti_item_xmlv2p1",
            href=f"items/{item.id}.xml",
        )
        for item in items
    ]
    metadata = element("metadata", element("schema", "QTIv2.1 Package"), element("schemaversion", "1.0.0"))
    return element(
        "manifest",
        metadata,
        element("organizations"),
        element("resources", LINE, joined(resources, LINE), LINE),
        **{"xmlns": _CP, "xmlns:lom": _LOM},
        identifier="exercises",
    )


def _described(item: Item) -> Markup:
    def text(tag: str, content: str) -> Markup:
        return element(f"lom:{tag}", element("lom:string", content, **{"xml:lang": "en"}))

    general = [
        element("lom:identifier", element("lom:catalog", "reasoner"), element("lom:entry", item.id)),
        text("title", item.title),
        element("lom:language", "en"),
        *([text("description", item.objective)] if item.objective else []),
        *(text("keyword", each) for each in words.tags(item)),
    ]
    version = [
        text("version", f"exercise {item.digest or 'unknown'}, knowledge base {item.knowledge_base or 'unknown'}")
    ]
    rights = text("description", item.disclaimer)
    return element(
        "lom:lom",
        element("lom:general", *general),
        element("lom:lifeCycle", *version),
        element("lom:rights", rights),
    )
