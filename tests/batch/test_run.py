"""Running scenarios: lazily, in order, with positions, whatever one of them does."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from reasoner.batch.report import RunItem, Status
from reasoner.batch.reports.words import told
from reasoner.batch.run import run
from reasoner.knowledge.loader import load
from reasoner.pipeline import Reasoner
from tests.surfaces.calling import PACK, SESSIONS


@pytest.fixture(scope="module")
def asked() -> Reasoner:
    return Reasoner(load(PACK))


def items(asked: Reasoner, text: str, **options: bool) -> list[RunItem]:
    return list(run(asked, [io.BytesIO(text.encode())], **options))  # type: ignore[arg-type]


def test_every_kind_of_end(asked: Reasoner) -> None:
    found = list(run(asked, [str(SESSIONS / "suite.yaml")]))
    assert [item.status for item in found] == [
        Status.passed,
        Status.failed,
        Status.warned,
        Status.xfailed,
        Status.xpassed,
        Status.unjudged,
        Status.invalid,
        Status.invalid,
    ]
    assert [item.number for item in found] == list(range(1, 9))
    assert [item.line for item in found] == [1, 5, 13, 18, 23, 28, 31, 35]


def test_engines_judge_alike(asked: Reasoner) -> None:
    paths = [str(SESSIONS / "suite.yaml"), str(SESSIONS / "holiday.yaml")]
    assert list(run(asked, paths, engine="production")) == list(run(asked, paths, engine="columns"))


def test_failures_and_problems_carry_positions(asked: Reasoner) -> None:
    text = """scenario: first
given: [hypoxia]
expect:
  present: [angiogenesis, quiescence]
  support:
    invasion: strong
---
phases:
  - {given: [hypoxia]}
  - remove: [chemotherapy]
"""
    first, second = items(asked, text)
    assert [(failure.line, failure.column) for failure in first.failures] == [(4, 27), (6, 5)]
    assert [(problem.code, problem.line, problem.column) for problem in second.problems] == [("E024", 10, 14)]


def test_failures_of_a_first_phase_say_so_too(asked: Reasoner) -> None:
    text = """phases:
  - given: [hypoxia]
    expect: {present: [quiescence]}
  - remove: [hypoxia]
"""
    (item,) = run(asked, [io.BytesIO(text.encode())])
    assert [each.text[:8] for each in told(item)] == ["phase 1:"]


def test_failures_of_a_phase_say_which(asked: Reasoner) -> None:
    text = """phases:
  - {name: a, given: [hypoxia], expect: {present: [angiogenesis]}}
  - {name: b, remove: [hypoxia], expect: {present: [angiogenesis]}}
"""
    (item,) = items(asked, text)
    assert [(failure.phase, failure.line) for failure in item.failures] == [(2, 3)]


def test_what_a_file_says_of_itself_is_kept(asked: Reasoner) -> None:
    text = "scenario: title\ntags: [a, b]\nrows: [T01]\nseverity: warn\nxfail: why\ngiven: [hypoxia]\n"
    (item,) = items(asked, text)
    assert (item.title, item.tags, item.rows, item.severity, item.xfail) == (
        "title",
        ("a", "b"),
        ("T01",),
        "warn",
        "why",
    )


def test_results_are_carried_where_they_are_wanted(asked: Reasoner) -> None:
    text = "given: [hypoxia]\n"
    assert items(asked, text)[0].result is None
    result = items(asked, text, results=True)[0].result
    assert result is not None
    assert any(found.specificity is not None for found in result.findings)


def test_a_stream_is_read_as_it_comes(asked: Reasoner) -> None:
    class Endless(io.RawIOBase):
        """Documents without an end."""

        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            text = b"given: [hypoxia]\n---\n"
            type(self).given += 1
            buffer[: len(text)] = text
            return len(text)

    found: Iterator[RunItem] = run(asked, [io.BufferedReader(Endless(), 64)])
    assert [next(found).status for _ in range(3)] == [Status.unjudged] * 3
    assert Endless.given < 50
