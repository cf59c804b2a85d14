"""Scenario files and scenarios from parts."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from reasoner.errors import Position, UsageError
from reasoner.knowledge.scenario_docs import ScenarioDoc
from reasoner.knowledge.scenarios import read_scenarios, scenario_from_parts
from reasoner.model.evidence import Grade, System
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.scenario import Phase
from tests.knowledge.packs import base

OXYGEN = (
    "kind: measure\nentities:\n  - {id: oxygen, label: oxygen, thresholds: [{below: '2', unit: '%', gives: hypoxia}]}\n"
)


@pytest.fixture
def kb(tmp_path: Path):
    return base(tmp_path, {"facts/measures.yaml": OXYGEN})


def read(kb, text: str):
    return list(read_scenarios(io.StringIO(dedent(text)), kb, "s.yaml"))


def test_a_scenario_with_everything(kb):
    (item,) = read(
        kb,
        """\
        scenario: everything
        rows: [S1, S2]
        note: why
        cancer: GBM
        assume: [origin/stem]
        history: [HIF-2α]
        strict_context: true
        system: in_vivo
        tags: [a, b]
        xfail: not yet
        severity: warn
        phases:
          - name: one
            given: [low oxygen, "oxygen = 1.5 %", hypoxia]
            block: [HIF-2α in CSCs]
            force: TGFB
            expect:
              present: [stemness]
              absent: [HIF2A in CSC]
              support: {Stemness: limited, HIF-2α down: strong}
              cites: {stemness: [1, 3], hif2a: 2}
              beside: [hif2a-stemness]
          - remove: [hypoxia, oxygen]
            release: [TGF-β]
            expect: {reverts: [stemness], open: []}
        """,
    )
    assert item.problems == ()
    scenario = item.scenario
    assert (scenario.title, scenario.rows, scenario.tags) == ("everything", ("S1", "S2"), ("a", "b"))
    assert (scenario.xfail, scenario.severity, scenario.note) == ("not yet", "warn", "why")
    assert scenario.setting.cancer == "glioblastoma"
    assert scenario.setting.assume == (("origin", "stem"),)
    assert scenario.setting.strict_context
    assert scenario.setting.system is System.in_vivo
    assert scenario.history == (Finding("HIF2A"),)
    first, second = scenario.phases
    assert first.given == (Finding("hypoxia"),)
    assert first.measured == (Measurement("oxygen", Decimal("1.5"), "%"),)
    assert first.block == (Node("HIF2A", "CSC"),)
    assert first.force == (Node("TGFB"),)
    assert first.expect.support == {"stemness": Grade.limited, "HIF2A down": Grade.strong}
    assert first.expect.cites == {"stemness": (1, 3), "HIF2A": (2,)}
    assert first.expect.beside == ("hif2a-stemness",)
    assert (second.remove, second.remove_measured, second.release) == (
        (Finding("hypoxia"),),
        ("oxygen",),
        (Node("TGFB"),),
    )
    assert second.expect.reverts == (Finding("stemness"),)
    assert item.where(0, "HIF2A in CSC") == Position("s.yaml", 15, 13)
    assert item.where(0, Finding("hypoxia")) == Position("s.yaml", 14, 13)
    assert item.where(0, "oxygen") == Position("s.yaml", 14, 25)
    assert item.where(1, "nothing") == Position("s.yaml", 1, 1)


def test_a_scenario_of_one_phase(kb):
    (item,) = read(kb, "given: hypoxia\nblock: HIF2A\nexpect: {absent: stemness}\n")
    assert item.scenario.phases[0].given == (Finding("hypoxia"),)
    assert len(item.scenario.phases) == 1
    (empty,) = read(kb, "scenario: nothing given\n")
    assert empty.scenario.phases == (Phase(),)


BAD = {
    "unknown key": ("given: [hypoxia]\nblok: [HIF]\n", [("E011", 2, 1)]),
    "unknown key in a phase": ("phases:\n  - {giver: [HIF]}\n", [("E011", 2, 6)]),
    "unknown key in an expectation": ("expect: {presnt: [HIF]}\n", [("E011", 1, 10)]),
    "wrong type": ("strict_context: perhaps\n", [("E010", 1, 17)]),
    "list of lists": ("given: [[hypoxia]]\n", [("E010", 1, 9)]),
    "mapping for a name": ("given: [{hypoxia: 1}]\n", [("E010", 1, 9)]),
    "grade that is none": ("expect: {support: {stemness: good}}\n", [("E010", 1, 30)]),
    "reference that is none": ("expect: {cites: {stemness: [x]}}\n", [("E010", 1, 29)]),
    "system that is none": ("system: in_silico\n", [("E010", 1, 9)]),
    "severity that is none": ("severity: fatal\n", [("E010", 1, 11)]),
    "unknown given": ("given: [hypoxia, hypoxa]\n", [("E012", 1, 18)]),
    "unknown place": ("given: [HIF in nowhere]\n", [("E012", 1, 9)]),
    "unknown block": ("block: [HIF9]\n", [("E012", 1, 9)]),
    "unknown force": ("force: HIF9\n", [("E012", 1, 8)]),
    "unknown cancer": ("cancer: myeloma\n", [("E012", 1, 9)]),
    "cancer of another kind": ("cancer: hypoxia\n", [("E015", 1, 9)]),
    "cancer that is given": ("given: [GBM]\n", [("E015", 1, 9)]),
    "measure without number": ("given: [oxygen]\n", [("E015", 1, 9)]),
    "number of no measure": ('given: ["hypoxia = 1 %"]\n', [("E015", 1, 9)]),
    "number without unit": ('given: ["oxygen = 1"]\n', [("E016", 1, 9)]),
    "direction of a block": ("block: [HIF down]\n", [("E016", 1, 9)]),
    "number that is forced": ('force: ["oxygen = 1 %"]\n', [("E012", 1, 9)]),
    "unknown in history": ("history: [HIF9]\n", [("E012", 1, 11)]),
    "unknown option": ("assume: [origin/none]\n", [("E012", 1, 10)]),
    "two options": ("assume: [origin/stem, origin/mature]\n", [("E025", 1, 23)]),
    "unknown row": ("rows: [S1, S9]\n", [("E042", 1, 12)]),
    "unknown in a phase": (
        "phases:\n  - given: [hypoxia]\n  - remove: [hypoxa]\n    release: [HIF9]\n",
        [("E012", 3, 14), ("E012", 4, 15)],
    ),
    "unknown expected": ("expect: {present: [HIF9]}\n", [("E012", 1, 20)]),
    "unknown expected support": ("expect:\n  support:\n    HIF9: strong\n", [("E012", 3, 5)]),
    "unknown expected citation": ("expect: {cites: {cancer: [1]}}\n", [("E012", 1, 18)]),
    "unknown rule": ("expect: {beside: [r9]}\n", [("E012", 1, 19)]),
    "phases and given": ("given: [hypoxia]\nphases: [{name: a}]\n", [("E017", 1, 1)]),
    "phases and expect": ("phases: [{name: a}]\nexpect: {present: []}\n", [("E017", 2, 1)]),
    "no phases": ("phases: []\n", [("E017", 1, 9)]),
    "no value": ("given:\nblock: [HIF9]\n", [("E013", 1, 7), ("E012", 2, 9)]),
    "alias": ("given: *x\nblock: [HIF9]\n", [("E007", 1, 8), ("E012", 2, 9)]),
    "escape": ('given: ["\\e[31mhypoxia"]\n', [("E009", 1, 9)]),
    "escape as it is": ("given: [\x1bhypoxia]\n", [("E009", 1, 9)]),
    "escape in a key": ('"\\x07": [hypoxia]\n', [("E009", 1, 1)]),
    "alias of another type": ("strict_context: *x\n", [("E007", 1, 17)]),
    "not YAML": ("given: [hypoxia\n", [("E004", 2, 1)]),
    "empty": ("", [("E003", 0, 0)]),
    "shapes and names at once": (
        "given: [hypoxa, {a: b}]\nblok: 1\nblock: [HIF9]\nphases:\n  - {force: [HIF8], name: [x]}\n",
        [("E010", 1, 17), ("E011", 2, 1), ("E017", 3, 1), ("E012", 5, 14), ("E010", 5, 27)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_bad_scenarios_have_code_and_position(kb, text, expected):
    (item,) = read(kb, text)
    assert item.scenario is None
    codes = [(p.code, p.where.line, p.where.column) for p in item.problems]
    assert sorted(codes) == sorted(expected), "\n".join(map(str, item.problems))


def test_broken_documents_do_not_stop_the_others(kb):
    items = read(kb, "given: [hypoxia]\n---\ngiven: [hypoxa]\n---\ngiven: [\n---\ngiven: [HIF2A]\n")
    assert [item.scenario is not None for item in items] == [True, False, False, True]
    assert [item.position.line for item in items] == [1, 3, 4, 7]


def test_a_file_that_is_not_there(tmp_path: Path, kb):
    (item,) = read_scenarios(tmp_path / "none.yaml", kb)
    assert [problem.code for problem in item.problems] == ["E001"]


def test_from_parts(kb):
    scenario = scenario_from_parts(
        kb,
        ["low oxygen", "HIF-2α in CSCs", "oxygen=1 %"],
        block="TGF-β",
        cancer="GBM",
        assume=["origin/normal stem cells"],
        history=("stemness",),
        system="in vitro",
        strict_context=True,
    )
    assert scenario.phases[0].given == (Finding("hypoxia"), Finding("HIF2A", "CSC"))
    assert scenario.phases[0].measured == (Measurement("oxygen", Decimal(1), "%"),)
    assert scenario.phases[0].block == (Node("TGFB"),)
    assert scenario.setting.assume == (("origin", "stem"),)
    assert scenario.setting.system is System.in_vitro
    assert scenario_from_parts(kb).phases == (Phase(),)


def test_from_parts_reports_everything_at_once(kb):
    with pytest.raises(UsageError) as error:
        scenario_from_parts(kb, ["hypoxa", "GBM"], block=["HIF9"], cancer="none", system="here", assume=["origin/x"])
    assert sorted(problem.code for problem in error.value.problems) == ["E012"] * 5 + ["E015"]
    assert {problem.where for problem in error.value.problems} == {None}


def test_the_schema_is_published():
    schema = ScenarioDoc.model_json_schema()
    assert schema["additionalProperties"] is False
    assert {"given", "block", "phases", "expect"} <= set(schema["properties"])
    assert schema["$defs"]["ExpectationDoc"]["properties"]["support"]["additionalProperties"]["enum"][0] == "hypothesis"


def test_the_repository_s_own_scenarios_have_the_right_shape():
    from reasoner.knowledge.loader import load

    kb = load()
    folder = Path(__file__).parents[2] / "sessions/scenarios"
    for path in sorted(folder.rglob("*.yaml")):
        for item in read_scenarios(path, kb):
            assert not item.problems, "\n".join(map(str, item.problems))
