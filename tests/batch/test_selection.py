"""Selecting scenarios: expressions against Python's own, tags, and what failed before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reasoner.batch.last_failed import MOST, LastFailed, failed_before
from reasoner.batch.report import RunEnd, RunItem, Status, Trouble
from reasoner.batch.selection import Selection, expression
from reasoner.errors import Position, UsageError
from reasoner.knowledge.scenarios import ScenarioFileItem
from reasoner.model.scenario import Scenario

WORDS = ("alpha", "beta", "gamma")
EXPRESSIONS = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        inner.map(lambda each: f"not {each}"),
        inner.map(lambda each: f"({each})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join),
    ),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EXPRESSIONS, st.sets(st.sampled_from(WORDS)))
def test_expressions_mean_what_they_mean_in_python(text: str, there: set[str]) -> None:
    wanted = eval(text, {word: word in there for word in WORDS})
    assert expression(text)(" ".join(sorted(there))) is wanted


def test_words_are_parts_of_words_in_any_case() -> None:
    assert expression("CXCR4 and not OLD")("cxcr4-high is new")
    assert not expression("CXCR4 and not OLD")("cxcr4-high is older")
    assert expression("HIF-2α")("about hif-2Α")


@pytest.mark.parametrize(
    "text", ["", " ", "a and", "and a", "a b", "(a", "a)", "()", "not", "a or or b", "(" * 99 + "a"]
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        expression(text)
    assert [problem.code for problem in caught.value.problems] == ["E270"]


def document(title: str = "", tags: tuple[str, ...] = (), *, valid: bool = True) -> ScenarioFileItem:
    return ScenarioFileItem(Position("x/some.yaml", 1), Scenario(title=title, tags=tags) if valid else None)


def test_title_path_and_tags_are_looked_through() -> None:
    item = document("hypoxia", ("slow",))
    for words, wanted in (
        ("hypoxia", True),
        ("slow", True),
        ("some", True),
        ("x/some and slow", True),
        ("fast", False),
    ):
        assert Selection(words).anywhere()(item, 1) is wanted
    assert Selection(tags=("fast", "slow")).anywhere()(item, 1)
    assert not Selection(tags=("slo",)).anywhere()(item, 1)
    assert not Selection("fast", tags=("slow",)).anywhere()(item, 1)


def test_what_cannot_be_read_is_always_selected() -> None:
    assert Selection("fast", tags=("none",)).anywhere()(document(valid=False), 1)


# ---------------------------------------------------------------- what failed before


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REASONER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def item(title: str, number: int, status: Status, path: str = "a.yaml") -> RunItem:
    return RunItem(path=path, line=number, number=number, title=title, status=status)


def note(*items: RunItem, whole: bool = False, stopped: bool = False) -> None:
    noted = LastFailed(whole=whole)
    for each in items:
        noted.item(each)
    noted.end(RunEnd(counts={}, stopped=stopped))


def selected(title: str, number: int, path: str = "a.yaml") -> bool:
    return Selection(last_failed=True).of(path)(document(title), number)


def test_what_failed_is_selected_until_it_passes() -> None:
    note(item("one", 1, Status.failed), item("two", 2, Status.passed), item("", 3, Status.invalid))
    assert [selected("one", 1), selected("two", 2), selected("", 3)] == [True, False, True]
    note(item("one", 1, Status.passed))  # what was not run stays as it was
    assert [selected("one", 1), selected("two", 2), selected("", 3)] == [False, False, True]
    note(item("mended", 3, Status.passed))
    assert failed_before("a.yaml") == frozenset()


def test_a_scenario_is_found_again_by_its_title() -> None:
    note(item("one", 1, Status.failed), item("one", 2, Status.passed))
    assert selected("one", 7)
    assert not selected("another", 7)


def test_files_of_one_name_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    note(item("one", 1, Status.failed))
    assert selected("one", 1, str(tmp_path / "a.yaml"))
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert not selected("one", 1)


def test_where_very_many_fail_all_of_the_file_did() -> None:
    note(*(item(f"case {number}", number, Status.failed) for number in range(1, MOST + 3)))
    assert failed_before("a.yaml") == {"*"}
    assert selected("any", 1)
    for end in (Status.passed, Status.failed):  # the others may fail as ever
        note(item("case 1", 1, end))
        note(item("case 1", 1, end), whole=True, stopped=True)
        assert failed_before("a.yaml") == {"*"}
    note(item("case 1", 1, Status.passed), item("case 2", 2, Status.failed), whole=True)
    assert failed_before("a.yaml") == {"=case 2"}


def test_what_is_no_longer_in_its_file_is_forgotten_once_that_is_run_whole() -> None:
    for path in ("a.yaml", "b.yaml"):
        note(item("removed", 1, Status.failed, path), item("", 2, Status.failed, path))
    kept = item("kept", 1, Status.failed)
    note(kept)
    note(kept, whole=True, stopped=True)
    assert failed_before("a.yaml") == {"=removed", "#2", "=kept"}
    also = item("also", 1, Status.passed, "b.yaml")
    note(kept, also, whole=True, stopped=True)  # it stopped in the second file
    assert failed_before("a.yaml") == {"=kept"}
    assert failed_before("b.yaml") == {"=removed", "#2"}
    note(also, whole=True)
    assert failed_before("b.yaml") == frozenset()


def test_what_is_known_of_a_file_that_cannot_be_read_stays_known() -> None:
    note(item("one", 1, Status.failed))
    lost = RunItem(
        path="a.yaml",
        line=0,
        number=1,
        status=Status.invalid,
        problems=(Trouble(code="E001", message="cannot be read"),),
    )
    note(lost, whole=True)
    assert failed_before("a.yaml") == {"=one", "#1"}
    note(item("one", 1, Status.passed), whole=True)
    assert failed_before("a.yaml") == frozenset()


def test_a_state_folder_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("REASONER_HOME", str(tmp_path / "file"))
    note(item("one", 1, Status.failed))
    assert failed_before("a.yaml") == frozenset()
