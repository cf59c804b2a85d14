"""jupyterquiz, by jupyterquiz itself: loaded by `display_quiz`, shown and answered in a browser."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jupyterquiz.dynamic import display as displaying

from reasoner.render.quiz.jupyterquiz import jupyterquiz
from tests.teach.browser import Browser, browsers
from tests.teach.export.foreign import squeezed
from tests.teach.export.samples import CITATION, SAMPLES, exercises

ANSWER = """
(async (number, answer) => {
  const quiz = document.querySelectorAll('.Quiz')[number];
  if (typeof answer === 'number') {
    quiz.querySelectorAll('label')[answer].click();
  } else {
    const field = quiz.querySelector('input[type=text]');
    field.focus();
    field.value = answer;
    field.dispatchEvent(new KeyboardEvent('keypress', { keyCode: 13, which: 13, bubbles: true }));
  }
  const said = quiz.querySelector('.Feedback');
  return [said.classList.contains('correct') || said.classList.contains('correctButton'), said.textContent];
})(%s, %s)
"""


class Notebook:
    """A page with what `display_quiz` would show in a notebook."""

    def __init__(self, browser: Browser, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.browser, self._folder, self._patch = browser, folder, patch

    def show(self, content: bytes) -> int:
        """Show a file; how many questions there are then."""
        path = self._folder / "quiz.json"
        path.write_bytes(content)
        shown: list[Any] = []
        self._patch.setattr(displaying, "display", shown.append)
        displaying.display_quiz(str(path), shuffle_answers=False)
        html, script = (each.data for each in shown)
        page = self._folder / "page.html"
        page.write_text(f'<!DOCTYPE html><meta charset="utf-8">{html}<script>{script}</script>', encoding="utf-8")
        self.browser.open(page)
        found: int = self.browser.run("document.querySelectorAll('.Quiz').length")
        return found

    def answer(self, question: int, answer: int | str) -> tuple[bool, str]:
        """Choose an option by its number, or type a text: whether it is right, and what is said."""
        right, said = self.browser.run(ANSWER % (question, json.dumps(answer)))
        return right, said


@pytest.fixture(scope="module")
def notebook() -> Iterator[Notebook]:
    for browser in browsers():
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            yield Notebook(browser, Path(folder), patch)


def test_a_broken_file_is_refused(notebook: Notebook) -> None:
    content = jupyterquiz(SAMPLES).content.decode()
    assert notebook.show(content.encode()) == 14
    assert notebook.show(content.replace('"multiple_choice"', '"multiple"').encode()) < 14
    assert notebook.show(content.replace("]", "", 1).encode()) == 0


def test_each_kind_of_entry_is_what_it_can_be() -> None:
    made = jupyterquiz(SAMPLES)
    assert [each["type"] for each in json.loads(made.content)] == [
        *("multiple_choice", "multiple_choice", "many_choice", "string", "string", "string", "string", "string"),
        *["multiple_choice"] * 4,
        *("multiple_choice", "string"),
    ][:14]
    left_out = {loss.exercise for loss in made.losses if "left out" in loss.what}
    assert left_out == {"open", "rule", "mixed"}


def test_answers_are_marked_and_explained(notebook: Notebook) -> None:
    notebook.show(jupyterquiz(SAMPLES).content)
    right, said = notebook.answer(0, 1)
    assert right
    assert squeezed(said).startswith("Saidofo2.S115[71]Wellseen.Thatiswhy.")
    link = "document.querySelector('.Feedback a').href"
    assert notebook.browser.run(link) == CITATION.link
    right, said = notebook.answer(0, 0)
    assert not right
    assert squeezed(said) == "Saidofo1.S115[71]Lookagain."
    assert [notebook.answer(2, each)[0] for each in (0, 1, 2, 3)] == [True, True, False, False]
    assert [notebook.answer(3, each)[0] for each in ("A", "bc", "ABC")] == [True, True, False]
    assert [notebook.answer(5, each)[0] for each in ("DBCA", "DCBA", "ABCD")] == [True, True, False]
    assert [notebook.answer(6, each)[0] for each in ("hif2a", "Hypoxia", "oxygen")] == [True, True, False]
    assert squeezed(notebook.answer(6, "normoxia")[1]) == "Saidofnormoxia.S115[71]"
    assert [notebook.answer(7, each)[0] for each in ("HIF2A, Src", "notch", "Src")] == [True, True, False]


@settings(max_examples=12, deadline=None)
@given(st.lists(exercises(), min_size=1, max_size=6))
def test_any_text_survives(notebook: Notebook, pairs: list[Any]) -> None:
    assert notebook.show(jupyterquiz(pairs).content) == len(pairs)
    texts = notebook.browser.run("[...document.querySelectorAll('.Quiz')].map((each) => each.textContent)")
    for number, (text, (item, key)) in enumerate(zip(texts, pairs, strict=True)):
        (entry,), (part,) = item.entries, key.entries
        (heading, line), *_ = item.shown
        assert squeezed(f"{item.title}{item.stem}{heading}:{line}{entry.prompt}") in squeezed(text)
        if entry.kind in ("one", "many"):
            for place, option in enumerate(entry.options):
                assert squeezed(option.text) in squeezed(text)
                right, said = notebook.answer(number, place)
                assert right == (option.id in part.right)
                if message := part.messages.get(option.id):
                    assert squeezed(said).startswith(squeezed(message.text))
        elif entry.kind == "names":
            typed = json.loads(jupyterquiz([(item, key)]).content)[0]["answers"][0]["answer"]
            assert squeezed(typed) == squeezed(part.right[0])
            assert notebook.answer(number, typed)[0]
    assert notebook.browser.requests() == [notebook.browser.run("location.href")]
