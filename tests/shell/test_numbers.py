"""Numbers of the last list stand for what its lines tell or propose, in every verb that takes a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.numbers import Listed
from tests.shell.driving import Inside


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("why 1", "why EMT in CSC"),
        ("needs 1", "needs EMT in CSC"),
        ("next for 1", "next for EMT in CSC"),
        ("whatif block 1", "whatif block EMT in CSC"),
        ("whatif remove hypoxia, block #1", "whatif remove hypoxia, block EMT in CSC"),
        ("targets 1", "targets EMT in CSC"),
        ("cite #1", "cite EMT in CSC"),
        ("says hypoxia -> 1", "says hypoxia -> EMT in CSC"),
    ],
)
def test_a_number_answers_as_the_name_does(kb: KnowledgeBase, home: Path, number: str, name: str):
    by_number, by_name = Inside(kb), Inside(kb)
    for say in (by_number, by_name):
        say("hypoxia", "findings")
    answer = by_number(number)
    assert "error[" not in answer
    assert answer.split() == by_name(name).replace("EMT in CSC all", f"{number.rsplit(maxsplit=1)[-1]} all").split()


def test_a_number_is_blocked_by_its_node(say: Inside):
    say("hypoxia", "findings")
    assert "Inhibited: EMT in CSCs." in say("block 1")
    assert "No longer fixed: EMT in CSCs." in say("release EMT in CSC")


def test_conditions_that_next_lists_can_be_given(say: Inside):
    say("hypoxia")
    listed = say("next")
    assert " 1  " in listed
    name = listed.split(" 1  ")[1].split(":")[0].strip()
    assert f"With {name} given:" in say("whatif 1")
    assert f"Given: {name}." in say("assert 1")


def test_sets_that_a_search_finds_can_be_tried_and_made(say: Inside):
    answer = say("seek EMT --from hypoxia, CSCs, normoxia")
    assert "1  hypoxia" in answer
    assert "EMT" in say("whatif 1")
    assert say.shell.session.depth == 0
    assert say("apply 1").startswith("Hypoxia given.\nGained, stated")
    assert say.shell.session.now.words == "apply give hypoxia"
    assert "1  HIF-2α inhibited" in say("targets HIF2A --among HIF2A")
    assert "HIF-2α inhibited." in say("apply 1")
    assert [str(node) for node in say.shell.scenario.phases[-1].block] == ["HIF2A"]
    say("undo all")
    assert say("apply give hypoxia, block HIF2A").startswith("Hypoxia given, HIF-2α inhibited.")


def test_numbers_that_there_are_not(say: Inside):
    assert "no list was shown yet" in say("why 1")
    say("hypoxia")
    assert "there is no number 9" in say("block 9")
    say("seek EMT --from hypoxia, CSCs", "retract hypoxia", "seek EMT --from hypoxia, CSCs")
    refused = say("why 1")
    assert "number 1 of the last list is no finding: give hypoxia" in refused
    assert "whatif 1" in refused


def test_a_list_without_numbers_keeps_those_on_the_screen(say: Inside):
    say("hypoxia", "findings")
    before = say.shell.reader.last
    say("whatif block HIF2A", "whynot taxane state", "about HIF2A")
    assert say.shell.reader.last is before


def test_history_lists_what_undo_and_diff_count(say: Inside):
    assert "Nothing was changed yet" in say("history")
    say("hypoxia", "block HIF2A", "CAFs", "undo")
    assert [" ".join(line.split()) for line in say("history").splitlines()] == [
        "Changes: undo N takes one back with all behind it, diff N compares with before it",
        "2 assert hypoxia",
        "1 block HIF2A",
        "Taken back: redo N makes them again",
        "1 assert CAFs",
    ]
    assert "Since then: `assert hypoxia`, `block HIF2A`." in say("diff 2")


def test_a_number_stays_with_the_set_that_it_is_of(kb: KnowledgeBase, home: Path):
    for width in range(40, 100):
        say = Inside(kb, width=width)
        lines = say("seek taxane state, recruitment", "seek taxane state, CSC enrichment").splitlines()
        assert sum("2  CSCs" in line or "2  hypoxia" in line for line in lines) == 2
        assert not [line for line in lines if re.search(r"(^|; ) *\d$", line)]


def test_a_number_of_several_findings_is_no_side_of_a_question(say: Inside):
    say("hypoxia", "findings")
    say.shell.reader.last = [Listed((Finding("EMT", "CSC"), Finding("HIF2A")))]
    refused = say("says hypoxia -> 1")
    assert "error[E230]" in refused
    assert "name one: EMT in CSC or HIF2A" in refused
    say.shell.reader.last = [Listed((Finding("EMT", "CSC"),))]
    assert say("does hypoxia lead to 1").splitlines()[1:] == say("says hypoxia -> EMT in CSC").splitlines()
