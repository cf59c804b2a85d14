"""What of a rule is matched, against the engine that fires it."""

from __future__ import annotations

import pytest

from reasoner.knowledge.cache import load_cached
from reasoner.model.knowledge import KnowledgeBase
from reasoner.program.ground import Layer
from reasoner.shell.matching import matches_of
from reasoner.shell.stepping import Stepping
from tests.shell.driving import Inside

SCENARIOS = [
    ["hypoxia"],
    ["hypoxia", "block HIF2A"],
    ["hypoxia, paclitaxel in ovarian cancer"],
    ["CSC, inflammation", "cancer glioblastoma"],
    ["chemotherapy", "phase holiday", "no chemotherapy"],
    ["CAFs, hypoxia", "observe EMT down in CSC"],
]


def agrees_with_the_engine(say: Inside, fire: int | None) -> set[str]:
    """Hold every rule's matches to what the run did and is about to do; gives the states seen."""
    shell, states = say.shell, set[str]()
    run = Stepping.of(shell, shell.scenario)
    list(run.fire(fire))
    atoms, holding = run.program.atoms, run.production.model
    fired = {each.rule for each in run.production.log}
    ready = {each.rule for each in run.production.agenda()}
    for rule in (each for each in shell.kb.rules if each.fires):
        ground = [
            each
            for each in run.program.rules
            if each.rule is not None and each.rule.id == rule.id and atoms[each.head].layer is Layer.holds
        ]
        found = matches_of(shell, run, rule)
        told = {each.state for each in found}
        states |= told
        assert ("fired" in told) == any(each.index in fired for each in ground), rule.id
        assert ("ready" in told) == any(each.index in ready for each in ground), rule.id
        assert (told == {"out"}) == (not ground), rule.id
        met = sorted(sum(atom in holding for atom in dict.fromkeys(each.body)) for each in ground)
        if ground:
            assert {sum(part.holds for part in each.premises) for each in found} == set(met), rule.id
        for each in found:
            assert each.told or each.state == "partly", rule.id
            if each.state in ("fired", "ready"):
                assert all(part.holds for part in each.premises)
            if each.state == "partly":
                assert not all(part.holds for part in each.premises), rule.id
    return states


@pytest.mark.parametrize("fire", [0, 1, 2, None])
def test_every_rule_of_the_small_pack(say: Inside, fire: int | None):
    say("hypoxia, CSC", "block HIF2A")
    states = agrees_with_the_engine(say, fire)
    assert "stopped" in states
    assert ("fired" in states) == (fire != 0)


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return load_cached()


@pytest.mark.parametrize("lines", SCENARIOS, ids=lambda lines: lines[0])
@pytest.mark.parametrize("fire", [5, None])
def test_every_rule_of_the_shipped_base(shipped: KnowledgeBase, home, lines: list[str], fire: int | None):
    say = Inside(shipped)
    assert "error[" not in say(*lines)
    assert {"fired", "partly", "out"} <= agrees_with_the_engine(say, fire)


def test_what_is_shown(say: Inside):
    say("hypoxia")
    finished = say("matches EMT in CSC")
    assert "Hypoxia brings EMT." in finished
    assert "hypoxia-emt" in finished
    assert "In the finished run." in finished
    assert "Gives EMT in CSCs: fired (number" in finished
    assert "met  hypoxia  given" in finished
    say("step 1")
    assert "In the run as far as it is." in say("matches emt-enrichment")
    say("block HIF2A")
    assert "stopped (you inhibit HIF-2α)" in say("matches HIF2A")
    say("reset")
    assert "0 of 1 premise met" in say("matches hypoxia-emt")
    assert "missing  hypoxia" in say("matches hypoxia-emt")


def test_what_is_no_rule(say: Inside):
    say("hypoxia")
    assert "did you mean `hypoxia-emt`?" in say("matches hypoxia-emr")
    assert "no rule concludes hypoxia" in say("matches hypoxia")
    assert "error[E200]" in say("matches")
    assert "Hypoxia brings EMT." in say("findings", "matches 1")


def test_a_run_begins_anew(say: Inside):
    say("hypoxia", "run")
    assert "Nothing is left to fire" in say("step")
    assert "nothing fired yet" in say("restart")
    assert "    1  " in say("step")


def test_what_one_match_concludes_stands_in_one_line(shipped: KnowledgeBase, home):
    say = Inside(shipped)
    say("hypoxia")
    lines = say("agenda all").splitlines()
    ready = Stepping.of(say.shell, say.shell.scenario).agenda()
    numbers = [line.split()[0] for line in lines if line[:7].strip() and line.startswith("   ")]
    ranges = [number for number in numbers if "-" in number and number[0].isdigit()]
    assert ranges
    last = max(int(part) for number in numbers if number[0].isdigit() for part in number.split("-"))
    assert last == len(ready)
