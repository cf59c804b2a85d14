"""Exercises in Python and as a widget: in a real browser, whose messages go to the real widget in this process."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import justhtml
import pytest

import reasoner.notebook.interactive as module
from reasoner.errors import UsageError
from reasoner.model.exercise import Status
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.notebook.interactive import Exercise
from reasoner.notebook.widget import ExerciseWidget, answered
from tests.notebook import made
from tests.notebook.shown import Notebook
from tests.shell import pack
from tests.teach.browser import Browser, browsers

browser = pytest.fixture(scope="module")(browsers)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return pack.base(tmp_path_factory.mktemp("mini"))


@pytest.fixture
def exercise(kb: KnowledgeBase) -> Exercise:
    return made.exercise(kb)


# ---------------------------------------------------------------- in Python


def test_an_answer_is_graded_and_kept(exercise: Exercise) -> None:
    assert exercise.submission is None
    assert exercise.mark is None
    graded = exercise.answer(made.RIGHT)
    assert exercise.mark == graded.mark
    assert (graded.mark.status, graded.mark.points) == (Status.right, 7)
    assert exercise.submission is not None
    assert exercise.submission.model_dump()["student"] == "Ada"
    assert graded.to_dict()["points"] == 7
    assert exercise.answer(pick="b", named="hypoxia, CSC").mark.points == 2, "what is not answered counts as empty"
    assert exercise.submission.answer["named"] == ("hypoxia", "CSC")


def test_hints_cost(exercise: Exercise) -> None:
    assert "look" in str(exercise.hint())
    assert "6.3 of 7" in exercise.answer(made.RIGHT)._repr_markdown_()
    exercise.hint()
    assert exercise.answer(made.RIGHT).mark.points == pytest.approx(7 - 0.7 - 1.4)
    with pytest.raises(UsageError, match="no more hints"):
        exercise.hint()


def test_what_is_no_answer_is_refused_and_nothing_is_graded(exercise: Exercise) -> None:
    for call in (
        lambda: exercise.answer(picks="b"),
        lambda: exercise.answer(["b"]),
        lambda: exercise.answer(named="nonsense"),
    ):
        with pytest.raises(UsageError):
            call()
    with pytest.raises(UsageError, match="no entry") as error:
        exercise.answer(picks="b")
    assert "pick" in error.value.problems[0].help[0]
    assert exercise.mark is None


def test_without_anywidget_it_is_text_and_says_what_is_missing(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "application/vnd.jupyter.widget-view+json" in exercise._repr_mimebundle_()
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert set(exercise._repr_mimebundle_()) == {"text/plain", "text/markdown", "text/html"}
    with pytest.raises(UsageError, match="anywidget") as error:
        exercise.widget()
    assert "csc-reasoner[jupyter]" in error.value.problems[0].help[0]
    assert exercise.answer(made.RIGHT).mark.status is Status.right


def test_all_of_it_is_shown_and_nothing_acts(exercise: Exercise) -> None:
    exercise.hint()
    shown = [exercise._repr_html_(), exercise.answer(pick="a")._repr_html_()]
    widget = exercise.widget()
    shown += [widget.form, widget.hints, widget.feedback]
    for html in shown:
        page = justhtml.JustHTML(
            f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{html}</body></html>',
            sanitize=False,
            strict=True,
        )
        assert not page.query("script, img, iframe, link, form")
        assert not [node for node in page.query("body *") if [key for key in node.attrs if key.startswith("on")]]
        assert "onerror" in html
    for text in (exercise._repr_markdown_(), str(exercise)):
        assert all(each.prompt in text for each in made.ITEM.entries)
    assert DISCLAIMER in widget.form
    assert all(DISCLAIMER in each for each in shown[:2])


def test_keys_and_proofs_are_told_once_it_is_answered(exercise: Exercise) -> None:
    explained = "So it is."
    for _ in range(2):
        for tell in (exercise.solution, exercise.why):
            with pytest.raises(UsageError, match="once the exercise is answered"):
                tell()
        assert explained not in str(exercise.answer({})) + exercise.widget().feedback  # a slip
    assert explained in str(exercise.answer(pick="a"))
    assert made.SECRET in str(exercise.solution())
    assert "because of EMT" in exercise.why("EMT")._repr_markdown_()


# ---------------------------------------------------------------- as a widget


def test_nothing_of_the_key_goes_to_the_browser(exercise: Exercise) -> None:
    exercise.answer(pick="a")
    state = exercise.widget().get_state()
    own = {name: state[name] for name in ("form", "answer", "hints", "offer", "feedback")}
    assert made.SECRET not in json.dumps(state, default=str)
    known = set(ExerciseWidget.class_traits(sync=True)) - {*own, "_esm", "_css"}
    assert known <= {name for name in state if name.startswith("_")} | {"layout", "tabbable", "tooltip"}
    assert "look again" not in json.dumps(own), "a hint is sent when it is taken"
    assert "look again" not in state["_esm"]


def test_whatever_the_browser_sends_is_no_error(exercise: Exercise) -> None:
    for content in (None, [], "check", {}, {"act": "check"}, {"act": "check", "answer": [1]}, {"act": "hints"}):
        exercise.widget()._heard(None, content, None)
    wild = {"pick": 3, "some": ["a", 4, None], "who": "x", "rule": {"a": 1}, "named": "hypoxia"}
    assert answered(made.ITEM, wild) == {"some": ("a",), "named": "hypoxia"}
    exercise.widget()._heard(None, {"act": "check", "answer": wild}, None)
    assert exercise.submission is not None
    assert exercise.submission.answer == {"some": ("a",), "named": ("hypoxia",)}
    for _ in range(5):
        exercise.widget()._heard(None, {"act": "hint"}, None)
    assert len(exercise.hints) == 2


@pytest.fixture
def notebook(browser: Browser, exercise: Exercise, tmp_path: Path) -> Notebook:
    return Notebook(browser, exercise, tmp_path)


def test_it_is_filled_in_by_keyboard_and_graded(notebook: Notebook, exercise: Exercise) -> None:
    browser = notebook.browser
    browser.press("Tab", " ", "ArrowDown")  # pick: a, then b
    browser.press("Tab", " ", "Tab", "Tab", " ")  # some: a and c
    browser.press(*["Tab"] * 5)  # up and down of a, of b; up of c
    assert notebook.focused() == "Move up: step c"
    browser.press("Enter", "Enter", "Enter")
    assert notebook.focused() == "Move up: step c", "the focus stays with the step that is moved"
    assert notebook.text("said") == "step c: 1 of 3"
    browser.press(*["Tab"] * 6)
    browser.type("hypoxia, CSC")
    browser.press("Tab")
    browser.type("hypoxia -> EMT")
    browser.press("Tab", "s", "Tab", "Tab", " ", "Tab", "Tab", "Enter")
    (sent,) = notebook.exchange()
    assert sent == {"act": "check", "answer": as_sent(made.RIGHT)}
    assert exercise.mark is not None
    assert exercise.mark.status is Status.right
    assert exercise.submission is not None
    assert exercise.submission.answer == made.RIGHT
    assert notebook.text("feedback").startswith("Right: 7 of 7 points")
    links = browser.run("[...document.querySelectorAll('[data-part=feedback] a')].map((each) => each.href)")
    assert set(links) == {"https://example.org/mini#S3", "https://example.org/mini#ref-CR3"}
    assert not browser.complaints()
    assert not browser.run("document.querySelectorAll('script, img').length")


def as_sent(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer as the browser reads it out of the form."""
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in answer.items()}
    return {**plain, "named": "hypoxia, CSC"}


def test_hints_are_asked_for_one_by_one(notebook: Notebook, exercise: Exercise) -> None:
    for number, text in ((1, "Hint 2 of 2 (costs 1.4 of 7 points)"), (2, "No more hints")):
        notebook.browser.run("document.querySelector('[data-part=hint]').click()")
        assert notebook.exchange() == [{"act": "hint"}]
        assert len(exercise.hints) == number
        assert notebook.text("hint") == text
    assert "look again" in notebook.text("hints")
    assert notebook.browser.run("document.querySelector('[data-part=hint]').disabled")
    assert "look" in str(exercise)


def test_what_cannot_be_read_is_said_and_not_graded(notebook: Notebook, exercise: Exercise) -> None:
    notebook.browser.run("document.querySelector('[data-entry=named] input').focus()")
    notebook.browser.type(f"nonsense {made.HOSTILE}")
    notebook.browser.press("Enter")
    notebook.exchange()
    assert "nonsense <img src=x onerror=alert(1)>" in notebook.text("feedback")
    assert not notebook.browser.run("document.querySelectorAll('img').length")
    assert exercise.mark is None


def test_a_second_view_shows_what_the_first_has(notebook: Notebook) -> None:
    browser = notebook.browser
    browser.press("Tab", " ", "ArrowDown", *["Tab"] * 8, "Enter")
    answer = browser.run("window.state.answer")
    assert (answer["pick"], answer["line up"]) == ("b", ["a", "c", "b"])
    browser.run(
        "window.other = document.createElement('div'); document.body.append(window.other);"
        "window.leave = window.module.render({model: window.model, el: window.other}); 0"
    )
    values = "[...window.other.querySelectorAll('[data-kind=order] li')].map((each) => each.dataset.value)"
    assert browser.run(values) == ["a", "c", "b"]
    assert browser.run("window.other.querySelector('[data-entry=pick] input:checked').value") == "b"
    assert browser.run("document.querySelector('#a [data-entry=pick] input:checked').value") == "b"
    assert browser.run("(window.leave(), window.end(), window.listeners())") == 0


def test_every_control_has_a_name(notebook: Notebook) -> None:
    tree = notebook.browser.call("Accessibility.getFullAXTree")["nodes"]
    wanted = {"radio", "checkbox", "textbox", "combobox", "button", "MenuListPopup", "group", "list"}
    roles = {role: [node for node in tree if node.get("role", {}).get("value") == role] for role in wanted}
    assert len(roles["radio"]) == 3
    assert len(roles["checkbox"]) == 6
    assert len(roles["button"]) == 8
    for role in ("radio", "checkbox", "textbox", "combobox", "button", "group"):
        assert roles[role], role
        assert all(node["name"]["value"].strip() for node in roles[role]), role
    names = {node["name"]["value"] for role in ("combobox", "group") for node in roles[role]}
    assert {"X, early", "X, late", "Pick one"} <= names
