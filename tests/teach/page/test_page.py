"""The page in a real browser: answered by keyboard, marked as Python marks, and nothing in its data acts."""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from reasoner.errors import UsageError
from reasoner.knowledge.cache import load_cached
from reasoner.model.exercise import Entry, Submission
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.teach.grading import grade
from reasoner.teach.page.content import shown
from reasoner.teach.page.html import html
from reasoner.teach.question import Desk, Question
from reasoner.teach.reading import Bank, read_bank
from tests.teach.browser import Browser, browsers

pytestmark = pytest.mark.xdist_group("chromium")
EXERCISES = Path(__file__).with_name("exercises.yaml")
browser = pytest.fixture(scope="module")(browsers)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(load_cached())


@pytest.fixture(scope="module")
def bank(desk: Desk) -> Bank:
    return read_bank([EXERCISES], desk)


@pytest.fixture(scope="module")
def files(bank: Bank, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The page with keys, and without."""
    folder = tmp_path_factory.mktemp("page")
    pages = [shown(each) for each in bank]
    found = {}
    for keys in (True, False):
        found[keys] = folder / f"page-{keys}.html"
        found[keys].write_text(html(desk, pages, keys=keys, title="A <course> & more"), encoding="utf-8")
    return found


@pytest.fixture
def page(browser: Browser, files: dict[bool, Path]) -> Iterator[Browser]:
    """The page with keys, as a student opens it for the first time."""
    browser.emulate()
    browser.open(files[True])
    browser.run("localStorage.clear()")
    browser.open(files[True])
    yield browser
    assert browser.complaints() == []
    assert [each for each in browser.requests() if not each.startswith(("file:", "data:", "blob:"))] == []


def text(page: Browser, selector: str) -> str:
    return " ".join(page.run(f"document.querySelector({json.dumps(selector)}).innerText").split())


def focused(page: Browser) -> str:
    """What the focus is on: what its label, or its own text, says."""
    found: str = page.run(
        "(({activeElement: e}) => e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText)(document)"
    )
    return " ".join(found.split())


def fill(page: Browser, exercise: str, answer: dict[str, tuple[str, ...]]) -> None:
    """Fill an exercise in, as its controls take it, and check it."""
    page.run(
        f"""((article, answer) => {{
            for (const entry of article.querySelectorAll("[data-entry]")) {{
                const texts = answer[entry.dataset.entry] || [];
                if (entry.tagName === "SELECT") {{ entry.value = texts[0] || ""; }}
                if (entry.dataset.kind === "order") {{
                    texts.forEach((text, place) => {{
                        const at = () => [...entry.querySelectorAll("li")].findIndex((li) => li.dataset.option === text);
                        while (at() > place) {{ entry.querySelectorAll("li")[at()].querySelector("[data-move=up]").click(); }}
                    }});
                    if (texts.length) {{ entry.querySelector("[data-move=up]").click(); }}
                }}
                entry.querySelectorAll("input[type=text]").forEach((input, n) => {{ input.value = texts[n] || ""; }});
                entry.querySelectorAll("input:not([type=text])").forEach((input) => {{
                    input.checked = texts.includes(input.value);
                }});
            }}
            article.querySelector("[type=submit]").click();
        }})(document.querySelector("[data-exercise='{exercise}']"), {json.dumps(answer)})"""
    )


# ---------------------------------------------------------------- marks


def drawn(rng: random.Random, question: Question[Any], entry: Entry) -> tuple[str, ...]:
    """An answer to an entry: right, nearly right, wrong, none, or no name at all."""
    ids = [option.id for option in entry.options]
    key = next(each for each in question.key.entries if each.entry == entry.id)
    right = rng.choice([key.right, *key.also])
    if rng.random() < 0.05 and entry.kind != "order":
        return ()
    if entry.kind == "one":
        return (rng.choice([*ids, right[0]]),)
    if entry.kind == "many":
        return tuple(each for each in ids if (each in right) == (rng.random() < 0.88))
    if entry.kind == "order":
        made = list(right)
        for _ in range(rng.randrange(4)):
            n = rng.randrange(len(made) - 1)
            made[n], made[n + 1] = made[n + 1], made[n]
        return tuple(made)
    if entry.kind == "rule":
        return right
    kb = question.kb
    some = [*map(str, kb.conditions), *kb.entities]
    texts = [each for each in right if rng.random() < 0.7]
    texts += [rng.choice(some) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    rng.shuffle(texts)
    named = [called(rng, kb, each) for each in texts]
    return tuple(named[: entry.most]) + (("no such thing",) if rng.random() < 0.05 and len(named) < (entry.most or 3) else ())


def called(rng: random.Random, kb: KnowledgeBase, name: str) -> str:
    """A name as someone might type it."""
    entity = kb.entities.get(name)
    return rng.choice([name, entity.label, entity.label.upper(), *entity.synonyms[:1]]) if entity else name


def test_marks_are_those_of_the_reasoner(page: Browser, bank: Bank) -> None:
    rng = random.Random(11)
    asked: list[tuple[str, dict[str, tuple[str, ...]], int]] = []
    for question in bank:
        many = 60 if any(entry.kind == "names" for entry in question.item.entries) else 20
        for _ in range(many):
            answer = {entry.id: drawn(rng, question, entry) for entry in question.item.entries}
            asked.append((question.item.id, answer, rng.choice((0, 0, 1, 2, 3))))
    found = page.run(
        f"{json.dumps(asked)}.map(([id, answer, hints]) => grading.mark(exercises.get(id), answer, hints))"
    )
    seen: Counter[str] = Counter()
    for (name, answer, hints), mark in zip(asked, found, strict=True):
        wanted = grade(bank[name], Submission(exercise=name, answer=answer, hints=hints))
        where = f"{name}: {answer}, {hints} hints"
        for part, other in zip(mark["parts"], wanted.parts, strict=True):
            seen[f"{bank[name].type} {part['status']}"] += 1
            if part["status"] == "open":
                continue
            assert (part["status"], part["points"], part["outOf"]) == (other.status, other.points, other.out_of), where
        if mark["status"] != "open":
            assert (mark["status"], mark["points"], mark["cost"]) == (wanted.status, wanted.points, wanted.cost), where
    assert {each for each in seen if each.endswith(" open")} == {"rule open", "build open"}
    for kind in ("predict", "missing", "build", "intervene", "order", "spot", "contrast", "hypothesis", "flaw"):
        assert seen[f"{kind} right"] > 2, kind
        assert seen[f"{kind} wrong"] + seen[f"{kind} partly"] > 2, kind
    assert seen["build partly"] + seen["intervene partly"] > 5
