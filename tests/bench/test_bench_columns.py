"""What the benchmarks say of many scenarios: the trial of numpy, growth, its picture. No time is judged."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

pytest.importorskip("bench", reason="the benchmarks are no part of the wheel")
pytest.importorskip("clips", reason="growth is measured beside CLIPS")
pytest.importorskip("numpy", reason="only `make bench` installs it")
pytest.importorskip("matplotlib", reason="only `make bench` installs it")

from bench import growth, picture, trial
from bench.engines import OWN, Measured, of_size, own
from bench.expected import ENGINES
from bench.peers.clips_peer import Clips
from bench.peers.numpy_columns import NumpyColumns, Rows, integers
from bench.peers.ours import ColumnsExplained, ColumnsModels, ColumnsSupports, ProductionEngine
from bench.report import Report, as_json, as_text
from bench.timing import Timing
from bench.workload import Workload, repeated
from reasoner.engines.columns import Block, Columns
from reasoner.model.evidence import Grade

GROWTH = growth.Growth(
    [
        growth.Line(ColumnsModels.name, {100: 1e-6, 1_000: 5e-6, 10_000: 60e-6}),
        growth.Line(ColumnsSupports.name, {100: 2e-6, 1_000: 30e-6, 10_000: 400e-6}),
        growth.Line(Clips.name, {100: 1e-3}),
    ],
    [
        growth.Line(ProductionEngine.name, {1: 4e-3, 16: 64e-3}),
        growth.Line(ColumnsSupports.name, {1: 5e-3, 16: 6e-3, 1_048_576: 1.5}),
    ],
)


def works() -> list[Workload]:
    return [of_size(80, drawn=30, width=1, seed=3), own(drawn=30, width=1, seed=1)]


@pytest.mark.parametrize("width", [1, 64, 75, 200])
def test_numpy_gives_what_integers_give(width: int):
    for work in works():
        block = repeated(work.situations, width)
        rows, ours, trials = Rows(block), Columns(work.program), NumpyColumns(work.program)
        assert integers(rows, trials.models(rows)) == ours.models(block)
        expected = ours.supports(block)
        found = {grade: integers(rows, level) for grade, level in trials.supports(rows, trials.models(rows)).items()}
        assert found == expected
        assert width < 64 or any(expected[Grade.strong][atom] != expected[Grade.limited][atom] for atom in range(80))


def test_numpy_lowers_by_requirements_as_integers_do():
    program = own(drawn=1, width=1, seed=1).program
    breached = program.requirements
    assert breached
    facts = {atom: 0b1011 for each in breached for atom in (*each.broken, *(a for when in each.when for a in when))}
    bodies = [rule for rule in program.rules if any(rule.head in each.lowered for each in breached)]
    facts |= {atom: 0b1110 for rule in bodies for atom in rule.body if atom not in facts}
    block, alike = (Block(program, 4, {Grade.strong: known}) for known in (facts, dict.fromkeys(facts, 0b1110)))
    ours, trials = Columns(program), NumpyColumns(program)
    for each in (block, alike):
        rows = Rows(each)
        found = trials.supports(rows, trials.models(rows))
        assert {grade: integers(rows, level) for grade, level in found.items()} == ours.supports(each)
    assert NumpyColumns(program)._lowered(Rows(block), trials.models(Rows(block)))


def test_the_trial_notices_other_supports(monkeypatch: pytest.MonkeyPatch):
    (work, _) = works()
    assert [(each.width, each.supports) for each in trial.measure(work, (64,), 1)] == [(64, False), (64, True)]
    monkeypatch.setattr("bench.peers.numpy_columns._reaches", lambda rule, grade, lowered: True)
    with pytest.raises(trial.ModelsDifferError, match="supports of"):
        trial.measure(work, (64,), 1)


def test_growth_covers_every_size_that_a_peer_takes_part_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(growth.UP_TO, Clips, 60)  # type: ignore[arg-type]
    told: list[str] = []
    lines = growth.with_rules((60, 90), 1, 1, told.append)
    sizes = {line.name: list(line.seconds) for line in lines}
    assert sizes == {kind.name: [60] if kind is Clips else [60, 90] for kind in growth.UP_TO}
    assert told
    monkeypatch.setattr(growth, "ONE_BY_ONE", 4)
    monkeypatch.setattr(growth, "WIDTH", 16)
    lines = growth.with_scenarios((1, 4, 16, 64), 1, 1, told.append)
    sizes = {line.name: list(line.seconds) for line in lines}
    assert sizes.pop(ColumnsSupports.name) == [1, 4, 16, 64]
    assert len(sizes) == 3
    assert all(numbers == [1, 4] for numbers in sizes.values())


def test_growth_is_judged_by_the_least_time_a_rule():
    assert GROWTH.over_linear(ColumnsModels.name) == pytest.approx(6 / 5)
    assert GROWTH.over_linear(ColumnsSupports.name) == pytest.approx(2)
    assert GROWTH.over_linear(Clips.name) is None
    report = Report([], [], "", rounds=15, width=64, seed=1, growth=GROWTH)
    assert [(each.of, each.met) for each in report.verdicts] == [
        (ColumnsModels.name, True),
        (ColumnsSupports.name, False),
    ]
    lines = [" ".join(line.split()) for line in as_text(report).splitlines()]
    assert f"{Clips.name} 1,000 - -" in lines
    assert f"{ProductionEngine.name} 4.00 64.0 -" in lines
    assert any("per rule, the largest over the least before: 2.00, at most 1.5: not met" in line for line in lines)
    assert json.loads(as_json(report))["growth"]["scenarios"][1]["seconds"]["1048576"] == 1.5


def test_expectations_of_many_scenarios_are_judged_on_every_base():
    def measured(base: str, negation: bool, clips: float) -> Measured:
        times = {Clips.name: clips, ColumnsSupports.name: 1e-6, ColumnsModels.name: 0.25e-6}
        times |= {ColumnsExplained.name: 4e-3, ProductionEngine.name: 1e-3}
        timings = {name: Timing(seconds, 15) for name, seconds in times.items()}
        return Measured(base, negation, rules=1, atoms=1, given=1, fired=1, model=1, times=timings)

    tables = [measured("3,000", False, 3e-3), measured("3,000", True, 2e-3), measured(OWN, True, 5e-3)]
    report = Report(tables, [], "", rounds=15, width=64, seed=1)
    assert [(each.of, each.base, each.negation, each.bound, each.met) for each in report.verdicts] == [
        ("CLIPS / columns, with supports", "3,000", False, 2_500, True),
        ("CLIPS / columns, with supports", "3,000", True, 2_500, False),
        ("CLIPS / columns, with supports", OWN, True, 5_000, True),
        ("CLIPS / columns with all proofs", "3,000", False, 1, False),
        ("CLIPS / columns with all proofs", "3,000", True, 1, False),
        ("CLIPS / columns with all proofs", OWN, True, 1, True),
        ("columns, with supports / columns, models of a block", "3,000", False, 3.5, False),
        ("columns, with supports / columns, models of a block", "3,000", True, 3.5, False),
        ("columns, with supports / columns, models of a block", OWN, True, 3.5, False),
    ]
    lines = [" ".join(line.split()) for line in as_text(report).splitlines()]
    start = lines.index("CLIPS / columns, with supports 3,000 2,000 5,000")
    assert lines[start + 1 : start + 3] == ["expected, at least 2,500 2,500 5,000", "met not met met"]
    assert {name for one in ENGINES for name in (one.peer, one.other)} >= {Clips.name, ColumnsSupports.name}


def test_the_report_tells_of_the_trial():
    tried = [
        trial.Tried(OWN, width, supports, Timing(width * 1e-6, 7), Timing(width * ratio * 1e-6, 7))
        for width, ratio in ((64, 8.0), (65_536, 0.5))
        for supports in (False, True)
    ]
    report = Report([], [], "", rounds=15, width=64, seed=1, tried=tried)
    lines = [" ".join(line.split()) for line in as_text(report).splitlines()]
    assert f"{OWN}, with supports 8.00 0.500" in lines
    assert lines.count("numpy, microseconds of a scenario 8.00 0.500") == 2
    assert [each["ratio"] for each in json.loads(as_json(report))["numpy"]] == pytest.approx([8, 8, 0.5, 0.5])


def test_the_picture_is_the_same_for_the_same_times_and_can_be_read():
    drawn = picture.draw(GROWTH)
    assert drawn == picture.draw(GROWTH)
    assert drawn != picture.draw(growth.Growth(GROWTH.rules[:2], GROWTH.scenarios))
    root = ET.fromstring(drawn)
    texts = {"".join(each.itertext()).strip() for each in root.iter("{http://www.w3.org/2000/svg}text")}
    names = {ColumnsModels.name, ColumnsSupports.name, Clips.name, ProductionEngine.name}
    assert names | {"1,000", "10,000", "100,000", "1 million", "1 ms", "10 µs", "1 s"} <= texts
    assert b"<dc:date" not in drawn


def test_every_peer_of_the_growth_has_a_style():
    assert {kind.name for kind in growth.UP_TO} == picture.STYLES.keys()


@pytest.mark.parametrize(
    ("seconds", "text"), [(1.0, "1 s"), (0.1, "100 ms"), (1e-3, "1 ms"), (1e-5, "10 µs"), (2.5e-10, "0.25 ns")]
)
def test_durations_have_the_unit_that_suits_them(seconds: float, text: str):
    assert picture.duration(seconds) == text
