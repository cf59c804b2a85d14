"""Edits are held to what the pipeline makes of the scenario: its inputs, phase by phase."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reasoner.errors import InputError, UsageError
from reasoner.knowledge.loader import load
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Expectation, Phase, Scenario
from reasoner.program import edits
from tests.shell import pack

FINDINGS = st.sampled_from(["hypoxia", "paclitaxel", "CSC", "HIF2A", "HIF2A down", "EMT in CSC"]).map(Finding.parse)
NODES = st.sampled_from(["HIF2A", "TGFB", "EMT in CSC"]).map(Node.parse)
NUMBERS = st.sampled_from(["oxygen = 1 %", "oxygen = 5 %"]).map(Measurement.parse)


@pytest.fixture(scope="module", autouse=True)
def base(kb: KnowledgeBase):
    Machine.kb = kb


class Machine(RuleBasedStateMachine):
    """What is given and fixed, as sets, beside a scenario that is edited."""

    kb: KnowledgeBase

    def __init__(self) -> None:
        super().__init__()
        self.scenario = Scenario()
        self.given: set[Finding] = set()
        self.numbers: dict[str, Measurement] = {}
        self.fixed: dict[Node, str] = {}

    def _try(self, scenario: Scenario) -> bool:
        """Whether the session would take this: contradictions are refused before they become its state."""
        try:
            edits.current(self.kb, scenario)
        except InputError:
            return False
        self.scenario = scenario
        return True

    @rule(finding=FINDINGS)
    def give(self, finding: Finding) -> None:
        last = self.scenario.phases[-1]
        changed = edits.give(self.kb, self.scenario, finding)
        if finding.contrary in last.given:
            return  # observed both ways in one phase: refused when it is evaluated
        assert self._try(changed)
        self.given.discard(finding.contrary)
        self.given.add(finding)

    @rule(finding=FINDINGS)
    def retract(self, finding: Finding) -> None:
        if finding not in self.given:
            with pytest.raises(UsageError, match="E024"):
                edits.retract(self.kb, self.scenario, finding)
            return
        assert self._try(edits.retract(self.kb, self.scenario, finding))
        self.given = set(edits.current(self.kb, self.scenario).given)  # what it stood in for may come back
        assert finding not in self.given

    @rule(number=NUMBERS)
    def measure(self, number: Measurement) -> None:
        assert self._try(edits.measure(self.kb, self.scenario, number))
        self.numbers[number.measure] = number

    @rule()
    def unmeasure(self) -> None:
        if "oxygen" not in self.numbers:
            with pytest.raises(UsageError, match="E024"):
                edits.unmeasure(self.kb, self.scenario, "oxygen")
            return
        assert self._try(edits.unmeasure(self.kb, self.scenario, "oxygen"))
        del self.numbers["oxygen"]

    @rule(node=NODES, how=st.sampled_from(["block", "force"]))
    def fix(self, node: Node, how: str) -> None:
        changed = getattr(edits, how)(self.kb, self.scenario, node)
        if self._try(changed):
            self.fixed[node] = how
        else:
            assert node in self.fixed

    @rule(node=NODES)
    def release(self, node: Node) -> None:
        if node not in self.fixed:
            with pytest.raises(UsageError, match="E024"):
                edits.release(self.kb, self.scenario, node)
            return
        assert self._try(edits.release(self.kb, self.scenario, node))
        now = edits.current(self.kb, self.scenario)
        self.fixed = {**dict.fromkeys(now.block, "block"), **dict.fromkeys(now.force, "force")}
        assert node not in self.fixed

    @rule()
    def phase(self) -> None:
        if len(self.scenario.phases) < 4:
            self.scenario = edits.next_phase(self.scenario)
            self.given = {finding for finding in self.given if self.kb.is_condition(finding)}

    @invariant()
    def holds(self) -> None:
        now = edits.current(self.kb, self.scenario)
        assert set(now.given) == self.given
        assert {each.measure: each for each in now.measured} == self.numbers
        assert {**dict.fromkeys(now.block, "block"), **dict.fromkeys(now.force, "force")} == self.fixed


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_what_is_there_already_changes_nothing(kb: KnowledgeBase):
    scenario = edits.block(kb, edits.give(kb, Scenario(), Finding("hypoxia")), Node("HIF2A"))
    assert edits.give(kb, scenario, Finding("hypoxia")) is scenario
    assert edits.block(kb, scenario, Node("HIF2A")) is scenario
    later = edits.next_phase(scenario)
    assert edits.give(kb, later, Finding("hypoxia")) is later  # carried over
    assert edits.block(kb, later, Node("HIF2A")) is later


def test_taking_back_in_a_later_phase_and_giving_again(kb: KnowledgeBase):
    start = edits.next_phase(edits.give(kb, Scenario(), Finding("hypoxia")))
    without = edits.retract(kb, start, Finding("hypoxia"))
    assert without.phases[-1].remove == (Finding("hypoxia"),)
    assert edits.give(kb, without, Finding("hypoxia")) == start
    fixed = edits.next_phase(edits.force(kb, Scenario(), Node("TGFB")))
    free = edits.release(kb, fixed, Node("TGFB"))
    assert free.phases[-1].release == (Node("TGFB"),)
    assert edits.force(kb, free, Node("TGFB")) == fixed
    assert edits.current(kb, edits.block(kb, free, Node("TGFB"))).block == (Node("TGFB"),)


def test_what_took_the_place_of_something_does_not_bring_it_back(kb: KnowledgeBase):
    start = edits.next_phase(edits.give(kb, Scenario(), Finding("hypoxia")))
    contrary = edits.give(kb, start, Finding("hypoxia", None, True))
    assert edits.current(kb, contrary).given == (Finding("hypoxia", None, True),)
    assert edits.current(kb, edits.retract(kb, contrary, Finding("hypoxia", None, True))).given == ()


def test_a_number_that_is_carried_over_is_there_already(kb: KnowledgeBase):
    number = Measurement.parse("oxygen = 1 %")
    later = edits.next_phase(edits.measure(kb, Scenario(), number))
    assert edits.measure(kb, later, number) is later


def test_settings_and_hypotheses():
    scenario = edits.place_in(Scenario(), "cancer", "glioma")
    scenario = edits.assume(edits.assume(scenario, "origin", "stem"), "origin", "mature")
    assert scenario.setting.cancer == "glioma"
    assert scenario.setting.assume == (("origin", "mature"),)
    assert edits.assume(edits.place_in(scenario, "cancer", None), "origin", None) == Scenario()


def test_expectations_hold_for_what_was_loaded_only(kb: KnowledgeBase):
    expect = Expectation(present=(Finding("HIF2A"),))
    scenario = Scenario(phases=(Phase(given=(Finding("hypoxia"),), expect=expect),), xfail="known", title="kept")
    assert edits.give(kb, scenario, Finding("hypoxia")) is scenario
    changed = edits.give(kb, scenario, Finding("CSC"))
    assert changed.phases[0].expect is None
    assert (changed.xfail, changed.title) == ("", "kept")


@given(st.lists(FINDINGS, max_size=5))
@settings(deadline=None)
def test_not_there_says_what_is(findings: list[Finding]):
    kb = Machine.kb
    scenario = Scenario()
    for finding in findings:
        if finding.contrary not in scenario.phases[0].given:
            scenario = edits.give(kb, scenario, finding)
    error = edits.not_there(kb, scenario, "it is not there")
    for finding in edits.current(kb, scenario).given:
        assert kb.label(finding) in error.problems[0].help[0]


def test_loading_the_pack_twice_gives_the_same(kb: KnowledgeBase, tmp_path):
    assert load(pack.write(tmp_path)).digest == kb.digest


def test_evidence_can_be_left_out_and_let_in_again(say):
    say("hypoxia", "paclitaxel", "glioma")
    assert "Only evidence in vitro counts." in say("evidence in vitro")
    assert say.shell.scenario.setting.system == "in_vitro"
    assert "counts for nothing." in say("evidence strict")
    assert say.shell.scenario.setting.strict_context
    assert "of the setting alone, in vitro alone" in say("evidence")
    assert "All evidence counts." in say("evidence all")
    assert "Evidence that counts: all." in say("evidence")
    assert "error[E012]" in say("evidence on mars")


def test_what_lies_before_is_kept_with_the_scenario(say, home):
    assert "Nothing lies before." in say("before")
    assert "Before: paclitaxel." in say("before paclitaxel")
    assert "Before: paclitaxel, hypoxia." in say("before hypoxia")
    assert "error[E200]" in say("before glioma")
    say("save a.yaml", "reset", "load a.yaml")
    assert [str(each) for each in say.shell.scenario.history] == ["paclitaxel", "hypoxia"]
    assert "Nothing lies before." in say("before none")
