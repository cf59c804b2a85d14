"""Exercises one after the other, driven without a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reasoner.model.exercise import Status
from reasoner.model.knowledge import KnowledgeBase
from reasoner.teach.progress import Keeper
from reasoner.teach.sitting import End
from tests.surfaces.calling import check_snapshot
from tests.teach.hand import ALL, Hand, Sat, many, names, one, order, table

SNAPSHOTS = Path(__file__).parent / "snapshots"
TALK = [
    *("hint", "yes", "4", "emt", "1 3", "why 2", "show", "bogus", ""),  # many
    *("help", "HIF-2α active", ""),  # one
    *("1 2", "2 > 1 > 3", ""),  # order
    *("hypoxya", "hypoxia, CSC", "back", "", ""),  # names, and a look back
    *("1", "2", "back", "2", "1", "-", ""),  # table
    *("hypoxia EMT", "skip"),  # rule
]


@pytest.mark.parametrize("width", [40, 80])
def test_a_conversation_as_it_is_seen(kb: KnowledgeBase, tmp_path: Path, width: int):
    sat = Sat(kb, tmp_path, [each() for each in ALL], TALK, width=width)
    assert sat.end is End.finished
    assert all(len(line) <= width for line in sat.text.splitlines() if not line.startswith("> "))
    check_snapshot(f"sitting-{width}", sat.text, SNAPSHOTS)


def test_a_hint_costs_only_once_it_is_taken(kb: KnowledgeBase, tmp_path: Path):
    sat = Sat(kb, tmp_path / "a", [many()], ["hint", "1 2"])
    assert sat.sitting.state == "1 of 1 answered, 2 of 2 points."
    assert "Hint 1 of 2 costs 0.2 of 2 points" in sat.text
    assert "stem-like" not in sat.text
    sat = Sat(kb, tmp_path / "b", [many()], ["hint", "yes", "hint", "hint", "hint", "1 2"])
    assert "There are no more hints." in sat.text
    assert sat.sitting.state == "1 of 1 answered, 1.4 of 2 points."


@pytest.mark.parametrize("last", [[], [None]], ids=["Ctrl-D", "Ctrl-C"])
def test_nothing_is_lost_wherever_it_ends(kb: KnowledgeBase, tmp_path: Path, last: list[None]):
    """Cut after each line in turn, and gone on with, it comes to what it comes to in one piece."""
    lines = ["hint", "yes", "1 2", "1", "2", "1", "1"]
    whole = Sat(kb, tmp_path / "whole", [many(), table()], lines, person=False)
    assert whole.sitting.state == "2 of 2 answered, 4.8 of 6 points."
    for cut in range(len(lines) + 1):
        if cut == 1:
            continue  # a hint that was only asked for is to be asked for again
        folder = tmp_path / f"{len(last)}-{cut}"
        first = Sat(kb, folder, [many(), table()], [*lines[:cut], *last], person=False)
        assert first.end is (End.interrupted if last else End.finished if cut == len(lines) else End.left)
        then = Sat(kb, folder, [many(), table()], lines[cut:], resume=True, person=False)
        assert then.sitting.state == whole.sitting.state, cut


def test_what_has_changed_is_asked_anew(kb: KnowledgeBase, tmp_path: Path):
    Sat(kb, tmp_path, [many(), one()], ["1 2", "", "2", ""])
    other, base = many(), one()
    other.item = other.item.model_copy(update={"digest": "e" * 64})
    base.item = base.item.model_copy(update={"knowledge_base": "n" * 64})
    sat = Sat(kb, tmp_path, [other, base], ["1", "", "1"], resume=True)
    assert "`many`: the exercise has changed" in sat.text
    assert "`one`: the knowledge base has changed" in sat.text
    assert sat.sitting.state == "2 of 2 answered, 0 of 4 points."


def test_skipped_ones_are_told_and_come_back(kb: KnowledgeBase, tmp_path: Path):
    sat = Sat(kb, tmp_path, [many(), one(), names()], ["skip", "2", "", "skip"])
    assert sat.end is End.finished
    assert "Not answered: many, names." in sat.text
    sat = Sat(kb, tmp_path, [many(), one(), names()], ["1 2", "", "", "hypoxia", ""], resume=True)
    assert "Going on: 1 of 3 answered, 2 of 2 points." in sat.text
    assert sat.sitting.state == "3 of 3 answered, 6 of 6 points."


def test_an_answer_that_was_marked_stands(kb: KnowledgeBase, tmp_path: Path):
    sat = Sat(kb, tmp_path, [one(), order()], ["1", "", "back", "2", "", "quit"])
    assert "`2` is not understood here" in sat.text
    assert sat.sitting.state == "1 of 2 answered, 0 of 2 points."
    assert sat.end is End.left


def test_progress_that_is_damaged_is_put_aside(kb: KnowledgeBase, tmp_path: Path):
    (tmp_path / "teach.json").write_text('{"names": ["a"', encoding="utf-8")
    sat = Sat(kb, tmp_path, [one()], ["2", ""], resume=True)
    assert sat.end is End.finished
    assert (tmp_path / "teach.damaged.json").read_text(encoding="utf-8") == '{"names": ["a"'
    assert json.loads((tmp_path / "teach.json").read_text(encoding="utf-8"))["exercises"]["one"]["mark"]["points"] == 2


def test_where_nothing_can_be_kept_that_is_said_once(kb: KnowledgeBase, tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    sat = Sat(kb, tmp_path / "file" / "below", [one(), many()], ["2", "", "1", ""])
    assert sat.text.count("Progress is not kept") == 1
    assert sat.end is End.finished


def test_two_sittings_at_once_keep_both(kb: KnowledgeBase, tmp_path: Path):
    early = Keeper(tmp_path)
    Sat(kb, tmp_path, [one()], ["2", ""])
    early.put(many().item, Keeper(tmp_path).progress.exercises["one"])
    assert set(Keeper(tmp_path).progress.exercises) == {"one", "many"}


@pytest.mark.parametrize("make", ALL)
def test_every_kind_can_be_left_empty(kb: KnowledgeBase, tmp_path: Path, make: type[Hand]):
    hand = make()
    sat = Sat(kb, tmp_path, [hand], ["-"] * len(hand.item.entries))
    ((_, kept),) = sat.sitting.told
    assert kept.mark
    assert {part.status for part in kept.mark.parts} == {Status.empty}


def test_names_are_offered(kb: KnowledgeBase, tmp_path: Path):
    sat = Sat(kb, tmp_path, [names()], ["quit"])
    offered = {each.insert for each in sat.reader.offered}
    assert {"hypoxia", "CSC", "hint", "quit"} <= offered
    assert "TGF-β" in next(each.names for each in sat.reader.offered if each.insert == "TGFB")
