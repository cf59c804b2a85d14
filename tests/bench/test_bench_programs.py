"""The programs of the benchmarks, on a tiny size: all peers agree on their models. Nothing is timed."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("bench", reason="the benchmarks are no part of the wheel")

from bench.agreement import ModelsDifferError, compare
from bench.bases import generated, positive_part
from bench.peers.clingo_peer import Clingo
from bench.peers.ours import ColumnsExplained, ColumnsFromScenarios, ColumnsModels, ColumnsSupports, ProductionEngine
from bench.peers.peer import Peer
from bench.peers.stock import StockExperta, StockExpertaBuilt
from bench.workload import Workload, repeated, workload
from reasoner.engines.columns import Block
from reasoner.knowledge.loader import load
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner

PEERS: list[type[Peer]] = [
    ProductionEngine,
    StockExperta,
    StockExpertaBuilt,
    ColumnsExplained,
    ColumnsModels,
    ColumnsSupports,
    ColumnsFromScenarios,
    Clingo,
]
try:
    from bench.peers.clips_peer import Clips
except ImportError:  # only `make bench` installs it
    pass
else:
    PEERS.append(Clips)

SIZE = 60


def tiny(*, negation: bool, seed: int) -> Workload:
    kb = generated(SIZE, seed, negation=negation)
    return workload("tiny", kb, negation=negation, given=(), drawn=20, width=50, seed=seed)


def peers(work: Workload) -> list[Peer]:
    return [peer(work) for peer in PEERS if peer.negation or not work.negation]


@pytest.mark.parametrize("negation", [False, True])
def test_peers_agree_on_generated_bases(negation: bool):
    for seed in range(5):
        work = tiny(negation=negation, seed=seed)
        compare(work, peers(work))


@pytest.mark.parametrize("negation", [False, True])
def test_peers_agree_on_the_own_base(negation: bool):
    kb = load()
    kb = kb if negation else positive_part(kb)
    given = [["CSC", "chemotherapy", "hypoxia"]]
    work = workload("own base", kb, negation=negation, given=given, drawn=20, width=50, seed=1)
    compare(work, peers(work))
    assert negation or not any(rule.unless for rule in work.program.rules)


def test_scenarios_stop_rules_on_the_own_base():
    """What the peers that compile their rules once have switches for does occur."""
    work = workload("own base", load(), negation=True, given=[["hypoxia"]], drawn=40, width=40, seed=1)
    assert work.stoppable
    assert work.block.disabled


def test_a_difference_is_noticed():
    class Wrong(ProductionEngine):
        name = "wrong"

        def model(self, number: int) -> frozenset[int]:
            return super().model(number) - {max(super().model(number))} if number == 3 else super().model(number)

    work = tiny(negation=True, seed=1)
    with pytest.raises(ModelsDifferError, match=r"wrong .* scenario 3: the former has 0 more and 1 \(m\d+\) less"):
        compare(work, [ProductionEngine(work), Wrong(work)])


def test_a_difference_in_supports_is_noticed():
    class Wrong(ColumnsSupports):
        name = "wrong"

        def supports(self, number: int) -> dict[Finding, Grade]:
            found = super().supports(number)
            finding = max(found, key=str)
            other = Grade.limited if found[finding] is Grade.strong else Grade.strong
            return found | {finding: other} if number == 2 else found

    work = tiny(negation=True, seed=1)
    wrong = r"wrong and columns with all proofs on tiny.* scenario 2: other supports of 1 \(m\d+\)"
    with pytest.raises(ModelsDifferError, match=wrong):
        compare(work, [ProductionEngine(work), ColumnsExplained(work), Wrong(work)])


def test_scenarios_are_repeated_up_to_the_width():
    work = tiny(negation=True, seed=2)
    cases = [each.case for each in work.situations]
    assert work.block == Block.of([*cases, *cases, *cases[:10]])
    assert repeated(work.situations, 7) == Block.of(cases[:7])
    own = workload("own base", load(), negation=True, given=[["hypoxia"]], drawn=40, width=90, seed=1)
    cases = [each.case for each in own.situations]
    assert own.block == Block.of([*cases, *cases, *cases[:10]])


def test_generated_bases_are_as_described():
    with_negation, without = generated(300, 1, negation=True), generated(300, 1, negation=False)
    assert generated(300, 1, negation=True) == with_negation != generated(300, 2, negation=True)
    assert [rule.when for rule in with_negation.rules] == [rule.when for rule in without.rules]
    assert 15 <= sum(bool(rule.unless) for rule in with_negation.rules) <= 45
    assert not any(rule.unless for rule in without.rules)
    work = workload("300", with_negation, negation=True, given=(), drawn=1, width=1, seed=1)
    assert len(work.program.rules) == 300
    model = ProductionEngine(work).model(0)
    exceptions = [rule for rule in work.program.rules if rule.unless and model.issuperset(rule.body)]
    assert len({model.isdisjoint(rule.unless) for rule in exceptions}) == 2, "some stop a rule, some do not"


def test_the_report_states_expected_and_measured():
    pytest.importorskip("clips", reason="the table needs every peer")
    from bench.engines import Measured
    from bench.lineup import PEERS as LINEUP
    from bench.report import Report, as_json, as_text
    from bench.startup import VERSION_NAME, Start
    from bench.timing import Timing

    ours, stock, *_ = (peer.name for peer in LINEUP)
    times = {ours: Timing(0.002, 15), stock: Timing(0.02, 7)}
    measured = Measured("300", False, rules=300, atoms=360, given=12, fired=100, model=90, times=times)
    start = Start(VERSION_NAME, Timing(0.03, 15), nothing=Timing(0.01, 15))
    report = Report([measured], [start], "", rounds=15, width=64, seed=1)
    assert [(each.of, each.ratio, each.met) for each in report.verdicts] == [
        (f"{stock} / {ours}", pytest.approx(10), False),
        (VERSION_NAME, pytest.approx(3), True),
    ]
    text = as_text(report)
    assert "not met" in text
    assert f"{stock} on 300: 7" in text
    assert "Expectations met: 1 of 2." in text
    assert json.loads(as_json(report))["engines"][0]["ratios"][stock] == pytest.approx(10)


def test_what_xclingo_explains_is_the_program_of_the_engines():
    from clingo import Control

    from bench.questions import EXPLAINED, traced

    text = traced()
    kb = load()
    phase = Reasoner(kb).evaluate(Scenario(phases=(Phase(given=(Finding("hypoxia"),)),)), "columns").last
    control = Control(["--warn=none"])
    control.add("base", [], text)
    control.ground([("base", [])])
    models: list[set[int]] = []
    control.solve(
        on_model=lambda model: models.append({each.arguments[0].number for each in model.symbols(atoms=True)})
    )
    assert models == [set(phase.model)]
    rules, traces = (
        sum(line.startswith(start) for line in text.splitlines()) for start in ("holds(", "%!trace_rule {")
    )
    assert rules == traces > len(phase.program.rules) / 2
    assert f"%!show_trace {{holds({phase.number(Finding(EXPLAINED))})}}." in text


def test_questions_that_are_missing_or_fail_are_told_apart_from_those_that_are_timed():
    from bench.questions import Question, measure

    hypoxia = ("--given", "hypoxia")
    asked = measure(
        1,
        [
            Question("there", ("why", "CSC_enrichment"), hypoxia, 2),
            Question("missing", ("ponder", "CSC_enrichment"), hypoxia, 2),
            Question("failing", ("why", "no_such_thing"), hypoxia, 2),
        ],
        peer=False,
    )
    there, missing, failing = asked
    assert there.ratio
    assert not there.trouble
    assert (missing.missing, missing.trouble, missing.ratio) == (True, "", None)
    assert not failing.missing
    assert "ends with 2" in failing.trouble


def test_every_question_names_what_the_base_knows():
    from bench.questions import QUESTIONS

    kb = load()
    for question in QUESTIONS:
        words = [*question.asked[1:], *question.scenario]
        names = [name for text in words if not text.startswith("-") for name in text.split() if name != "block"]
        known = {*kb.entities, "make", "predict"}
        assert all(name in known or name.isdecimal() for name in names), question.name


def test_the_report_tells_of_questions():
    pytest.importorskip("clips", reason="the table needs every peer")
    from bench.questions import PEER, QUESTIONS, Asked
    from bench.report import Report, as_json, as_text
    from bench.timing import Timing

    infer = Timing(0.2, 15)
    asked = [
        Asked(QUESTIONS[0], Timing(0.3, 15), infer),
        Asked(QUESTIONS[1], missing=True),
        Asked(QUESTIONS[2], trouble="it breaks"),
        Asked(PEER, Timing(8, 15), infer),
    ]
    report = Report([], [], "", rounds=15, width=64, seed=1, asked=asked)
    assert [(each.of, each.met) for each in report.verdicts] == [("whynot", True)]
    lines = [" ".join(line.split()) for line in as_text(report).splitlines()]
    for line in ("whynot 1.50 at most 2 met", "whatif missing", "needs fails: it breaks", f"{PEER.name} 40.0"):
        assert line in lines
    assert [each["ratio"] for each in json.loads(as_json(report))["questions"]][1:3] == [None, None]
