"""Exercises as the text of one HTML file: it works from a disk, without a network and without a server.

What is shown of data is escaped (`render/markup.py`) or set as text by the script; the content security policy admits
this file's own style and script and nothing else, so nothing is loaded and nothing is sent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files

from reasoner.model.exercise import Item
from reasoner.model.pictures import ProofMap
from reasoner.model.result import DISCLAIMER
from reasoner.render.form import entries
from reasoner.render.markup import Markup, data, element, head, inside, joined, outside, own
from reasoner.render.pictures.drawing import STYLE
from reasoner.render.pictures.proof import told as proof_told
from reasoner.render.pictures.svg import svg
from reasoner.render.words import counted
from reasoner.teach.desk import Desk
from reasoner.teach.page.compiled import compiled, findings, vocabulary
from reasoner.teach.page.content import Keys, Shown, cites, without_key

KEYS = (
    "Answers are checked in this page, so its keys are in it: whoever opens its source can read them. "
    "What you do here stays on this computer until you save your answers and hand them in."
)
NO_KEYS = (
    "This page collects answers and has no keys: save your answers and hand them in to have them marked. "
    "Until then what you do here stays on this computer."
)
TRY = (
    "Give, block or force anything that the knowledge base knows, in one phase, and see what follows and why. "
    "Not inferred is not the same as false. Numbers and later phases are for the reasoner itself."
)
_SCRIPTS = ("engine.js", "names.js", "grading.js", "trial.js", "page.js")


def html(desk: Desk, exercises: Sequence[Shown], *, keys: bool = True, title: str = "Exercises") -> str:
    """The text of the file.

    Args:
        desk: the knowledge base.
        exercises: they.
        keys: whether the page has what is right, marks answers, gives hints and evaluates scenarios; else it collects
            answers only.
        title: its heading.
    """
    style, script = _text("page.css"), _script()
    trusted = ("require-trusted-types-for 'script'", "trusted-types 'none'")
    top = head(title, style, styles=[STYLE], script=script, policy=trusted)
    body = element(
        "body",
        inside("Skip to the exercises", "main", "skip"),
        _top(title, keys),
        element(
            "div",
            _contents(exercises, keys),
            element("main", *_main(desk, exercises, keys), id="main"),
            class_="layout",
        ),
        element("footer", element("p", DISCLAIMER), *_stands(desk)),
        element("p", id="announcer", class_="unseen", role="status", aria_live="polite"),
        data("data", json.dumps(_data(desk, exercises, keys), ensure_ascii=False, separators=(",", ":"))),
        own("script", script),
    )
    return f"<!DOCTYPE html>\n{element('html', top, body, lang='en')}\n"


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _script() -> str:
    """The scripts as one."""
    return "\n".join([*map(_text, _SCRIPTS), "start();\n"])


def _data(desk: Desk, exercises: Sequence[Shown], keys: bool) -> dict[str, object]:
    ids = "\n".join(f"{each.item.id} {each.item.digest}" for each in exercises)
    found: dict[str, object] = {
        "storage": f"reasoner-exercises-{hashlib.sha256(ids.encode()).hexdigest()[:16]}",
        "entities": vocabulary(desk.kb),
    }
    if not keys:
        return found | {"exercises": [without_key(each.item) for each in exercises]}
    writing = Keys(desk, findings(desk.reasoner))
    return found | {
        "exercises": [writing.exercise(each) for each in exercises],
        "program": json.loads(compiled(desk.reasoner)),
    }


# ---------------------------------------------------------------- around the exercises


def _top(title: str, keys: bool) -> Markup:
    return element(
        "header",
        element("h1", title),
        element("p", element("strong", DISCLAIMER)),
        element("p", KEYS if keys else NO_KEYS),
        element("noscript", element("p", "The exercises can be read as they are; answering them takes JavaScript.")),
        element(
            "div",
            element("p", id="progress", role="status"),
            element(
                "label",
                "Your name, if your course asks for it ",
                element("input", type="text", id="student", autocomplete="name"),
            ),
            element("button", "Save answers", type="button", id="save"),
            element("button", "Forget answers", type="button", id="forget", class_="quiet"),
            id="tools",
            hidden=True,
        ),
    )


def _contents(exercises: Sequence[Shown], keys: bool) -> Markup:
    items = [
        element(
            "li",
            inside(each.item.title, _anchor(each.item)),
            " ",
            element("span", data_sign=each.item.id, class_="sign"),
        )
        for each in exercises
    ]
    lists = [element("ol", *items)]
    if keys:
        lists.insert(0, element("p", inside("Try a scenario of your own", "try")))
    return element("nav", element("details", element("summary", "Contents"), *lists, open=True), aria_label="Contents")


def _main(desk: Desk, exercises: Sequence[Shown], keys: bool) -> Iterator[Markup]:
    for number, each in enumerate(exercises, start=1):
        yield _exercise(desk, number, each, keys)
    if keys:
        yield element(
            "section",
            element("h2", "Try a scenario of your own"),
            element("p", TRY),
            id="try",
            hidden=True,
        )


def _stands(desk: Desk) -> Iterator[Markup]:
    for source in desk.kb.works:
        yield element(
            "p", outside(source.title, source.url), ". ", ", ".join(source.authors), ". ", source.licence, "."
        )
    yield element("p", "Content of the knowledge base: SHA-256 ", element("code", desk.kb.digest))


# ---------------------------------------------------------------- an exercise


def _anchor(item: Item) -> str:
    return f"exercise-{item.id}"


def _exercise(desk: Desk, number: int, each: Shown, keys: bool) -> Markup:
    item = each.item
    anchor = _anchor(item)
    about = [
        f"difficulty {item.difficulty} of 5",
        f"about {counted(round(item.minutes), 'minute')}",
        counted(item.points, "point"),
        ", ".join(item.topics),
    ]
    return element(
        "article",
        element("h2", inside(f"{number}. {item.title}", anchor), id=f"{anchor}-title"),
        element("p", " · ".join(filter(None, about)), class_="about"),
        element("p", f"To learn: {item.objective}", class_="about") if item.objective else None,
        *_paragraphs(item.stem),
        _shown(item),
        element(
            "form",
            entries(item, anchor, completed=True),
            element(
                "p",
                element("button", "Check", type="submit"),
                element("button", type="button", data_hint=True) if item.hints else None,
                class_="actions",
                hidden=True,
            )
            if keys
            else None,
            novalidate=True,
        ),
        *(_answered(desk, each) if keys else ()),
        id=anchor,
        class_="exercise",
        data_exercise=item.id,
        aria_labelledby=f"{anchor}-title",
    )


def _paragraphs(text: str) -> Iterator[Markup]:
    """A text in paragraphs, which an empty line parts."""
    yield from (element("p", " ".join(part.split())) for part in text.split("\n\n") if part.strip())


def _shown(item: Item) -> Markup | None:
    if not item.shown:
        return None
    lines = (joined([element("dt", heading), element("dd", text)]) for heading, text in item.shown)
    return element("dl", *lines, class_="shown")


def _answered(desk: Desk, each: Shown) -> Iterator[Markup]:
    """What stands below an exercise once it is answered; the script shows it."""
    anchor = _anchor(each.item)
    yield element("ol", class_="hints", aria_label="Hints", hidden=True)
    yield element("div", class_="result", role="status", aria_live="polite", tabindex="-1")
    message = each.key.explanation
    links = [outside(row, link) if link else row for row, link in cites(desk, message)]
    yield element(
        "details",
        element("summary", "Explanation"),
        *_paragraphs(message.text),
        element("p", "Read ", joined(links, ", "), ".", class_="cites") if links else None,
        *(_proof(proof, f"{anchor}-proof-{number}") for number, proof in enumerate(each.proofs, start=1)),
        class_="explanation",
        hidden=True,
    )


def _proof(proof: ProofMap, key: str) -> Markup:
    """A proof as a picture, and the same in words."""
    lines = (element("li", line.partition(". ")[2]) for line in proof_told(proof))
    words = element("details", element("summary", "The same in words"), element("ol", *lines))
    return element("figure", element("div", svg(proof, key), class_="drawing"), element("figcaption", words))
