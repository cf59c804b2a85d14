"""What packs change, worked out by hand on small bases, and held against plain comparison on random ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reasoner.batch.comparing import differences
from reasoner.batch.impact import Impact
from reasoner.batch.impact_report import Change, ImpactReport
from reasoner.errors import InputError, KnowledgeError
from reasoner.knowledge.loader import load
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.pipeline import Reasoner
from tests.knowledge.packs import write
from tests.properties.adapter import knowledge_base
from tests.properties.generator import case
from tests.surfaces.calling import EXTRA, LAKE, PACK, call

FACTS = {
    "facts/source.yaml": """\
        id: home
        kind: review
        title: T
        rows:
          - {id: A1, section: S, refs: [1, 2]}
          - {id: A2, section: S, refs: [3]}
          - {id: A3, section: S, refs: []}
        """,
    "facts/conditions.yaml": """\
        kind: condition
        entities: [{id: cold, label: cold}, {id: heat, label: heat}]
        """,
    "facts/molecules.yaml": """\
        kind: molecule
        entities: [{id: M, label: molecule M}, {id: N, label: molecule N}]
        """,
    "facts/phenotypes.yaml": """\
        kind: phenotype
        entities:
          - {id: sleep, label: sleep, definition: d}
          - {id: growth, label: growth, definition: d}
          - {id: rest, label: rest, definition: d}
        """,
    "facts/cancers.yaml": """\
        kind: cancer
        entities: [{id: glioma, label: glioma}, {id: melanoma, label: melanoma}]
        """,
}


def statement(id_: str, when: str, then: str, at: str, *refs: int, wording: str = "states", more: str = "") -> str:
    return (
        f"  - id: {id_}\n    claim: Claim of {id_}.\n    when: [{when}]\n    then: {then}\n{more}"
        f'    evidence: [{{at: {at}, refs: {list(refs)}, find: "three plain words", wording: {wording}}}]\n'
    )


HOME = [
    statement("cold-m", "cold", "M", "A1", 1),
    statement("m-sleep", "M", "sleep", "A2", 3, more="    context: {cancer: glioma}\n"),
    statement("heat-growth", "heat", "growth", "A3", wording="suggests"),
]


def bases(tmp_path: Path, added: list[str], facts: dict[str, str] | None = None) -> Impact:
    """The small base, and the same with a pack of these rules, of another source with the same row ids."""
    home = write(tmp_path / "home", {**FACTS, "rules/10-a.yaml": "topic: T\nrules:\n" + "".join(HOME)}, bare=True)
    source = FACTS["facts/source.yaml"].replace("id: home", "id: mine").replace("kind: review", "title: x", 1)
    source = source.replace("        title: x\n", "")
    content = {"facts/source.yaml": source, "rules/10-b.yaml": "topic: T\nrules:\n" + "".join(added), **(facts or {})}
    if not added:
        del content["rules/10-b.yaml"]
    pack = write(tmp_path / "mine", content, bare=True)
    return Impact(Reasoner(load(home)), Reasoner(load(home, [pack])))


def told(report: ImpactReport) -> list[tuple[str, str, str, str]]:
    """Sort, finding, how it was and how it is: the support, with `s` or `c` for stated or combined, and flags."""

    def state(found: object) -> str:
        if found is None:
            return "-"
        flags = ("extrapolated", "against_requirement", "contested", "rests_on_contested", "denied")
        marks = "".join(f" {flag}" for flag in flags if getattr(found, flag))
        lines = f" {found.lines} lines" if found.lines is not None else ""  # type: ignore[attr-defined]
        return f"{found.support} {'s' if found.stated else 'c'}{marks}{lines}"  # type: ignore[attr-defined]

    return [(str(each.sort), str(each.finding), state(each.before), state(each.after)) for each in report.changes]


# Worked out by hand: under cold alone M is moderate and stated, sleep is moderate and combined; under heat alone growth
# is a hypothesis, stated.
CASES: dict[str, tuple[list[str], list[tuple[str, str, str, str]]]] = {
    "a new finding": (
        [statement("n1", "heat", "rest", "A1", 1, 2)],
        [("adds", "rest", "-", "strong s")],
    ),
    "more support": (
        [statement("n1", "heat", "growth", "A2", 3)],
        [("strengthens", "growth", "hypothesis s 0 lines", "moderate s 1 lines")],
    ),
    "another line, with a reference of the same number": (
        [statement("n1", "cold", "M", "A1", 1)],
        [("strengthens", "M", "moderate s 1 lines", "moderate s 2 lines")],
    ),
    "stated where it was combined": (
        [statement("n1", "cold", "sleep", "A2", 3)],
        [("strengthens", "sleep", "moderate c 1 lines", "moderate s 2 lines")],
    ),
    "the same at a weaker grade": (
        [statement("n1", "cold", "M", "A3", wording="suggests")],
        [],
    ),
    "a contrary finding": (
        [statement("n1", "cold", "sleep down", "A2", 3)],
        [
            ("contests", "sleep", "moderate c", "moderate c contested"),
            ("adds", "sleep down", "-", "moderate s contested"),
        ],
    ),
    "a contrary finding beneath another": (
        [statement("n1", "cold", "M down", "A2", 3)],
        [
            ("contests", "M", "moderate s", "moderate s contested"),
            ("adds", "M down", "-", "moderate s contested"),
            ("contests", "sleep", "moderate c", "moderate c rests_on_contested"),
        ],
    ),
    "a denial": (
        [statement("n1", "M", "sleep", "A2", 3, more="    kind: denial\n")],
        [("contests", "sleep", "moderate c", "moderate c denied")],
    ),
    "a requirement": (
        [
            statement("n1", "cold", "N down", "A1", 1, 2),
            '  - {id: n2, kind: requirement, claim: C., then: sleep, needs: N, evidence: [{at: A1, find: "a b c", '
            "wording: states}]}\n",
        ],
        [
            ("adds", "N down", "-", "strong s"),
            ("weakens", "sleep", "moderate c", "limited c against_requirement"),
        ],
    ),
    "what sets something aside": ([statement("n1", "cold", "rest", "A1", 1, more="    unless: [M]\n")], []),
    "a statement beside": ([statement("n1", "heat", "rest", "A1", 1, more="    effect: modulates\n")], []),
}


@pytest.mark.parametrize("name", CASES)
def test_single_conditions(name: str, tmp_path: Path) -> None:
    added, expected = CASES[name]
    report = bases(tmp_path, added).report([])
    assert sorted(told(report)) == sorted(expected)
    assert (report.conditions, report.scenarios) == (2, 0)
    bearing = [each.rule for each in report.bearings]
    assert bearing == (["n1"] if name in ("a denial", "a statement beside") else [])
    assert report.silent == (("n1",) if name == "what sets something aside" else ())


def test_rows_of_two_sources_are_never_one_row(tmp_path: Path) -> None:
    """A1 of one source and A1 of the other, one step each: the chain is combined, of two sentences."""
    asked = bases(tmp_path, [statement("n1", "M", "rest", "A1", 1)]).after
    result = asked.result(asked.evaluate(Scenario(phases=(Phase(given=asked.kb.conditions[:1]),))))
    (rest,) = [each for each in result.findings if each.entity == "rest"]
    assert not rest.stated
    assert rest.rows == ("mine A1", "A1")
    assert rest.refs == (1,)  # of the base's own source alone
    assert [(each.source, each.row, each.refs) for each in rest.citations] == [
        ("mine", "A1", (1,)),
        ("home", "A1", (1,)),
    ]


def test_a_pack_that_joins_rows_makes_stated_what_was_combined(tmp_path: Path) -> None:
    """A pack without a source of its own cites the base's rows; `refs_at` says that two of them tell of one study."""
    joining = statement("n1", "heat", "rest", "A1", 3).replace("at: A1,", "at: A1, refs_at: A2,")
    before = bases(tmp_path, []).before
    pack = write(tmp_path / "notes", {"rules/10-c.yaml": f"topic: T\nrules:\n{joining}"}, bare=True)
    after = Reasoner(load(tmp_path / "home", [pack]))
    assert ("strengthens", "sleep", "moderate c", "moderate s") in told(Impact(before, after).report([]))


def test_a_guard_is_looked_at_in_its_own_setting(tmp_path: Path) -> None:
    added = [
        statement("n1", "cold", "rest", "A1", 1, more="    only: {cancer: glioma}\n"),
        statement("n2", "heat", "rest", "A1", 1),
    ]
    report = bases(tmp_path, added).report([])
    assert [setting.cancer for setting in report.settings] == [None, "glioma"]
    (change,) = report.changes  # moderate and stated, by one rule or the other
    occasions = [(str(each.condition), each.setting.cancer) for each in change.occasions]
    assert occasions == [("heat", None), ("cold", "glioma")]


def test_a_setting_that_only_the_pack_knows_is_compared_in_that_setting(tmp_path: Path) -> None:
    """What the base says in it anyway is no news; nor is that its evidence comes from elsewhere."""
    added = [
        statement("n1", "cold", "rest", "A1", 1, more="    only: {cancer: sarcoma}\n"),
        statement("n2", "cold", "M", "A1", 1, 2, more="    hypothesis: why/so\n"),
    ]
    facts = {
        "facts/cancers.yaml": "kind: cancer\nentities: [{id: sarcoma, label: sarcoma, is_a: [glioma]}]\n",
        "rules/_hypotheses.yaml": "groups:\n  - {id: why, question: Why?, options: [{id: so, label: so}]}\n",
    }
    report = bases(tmp_path, added, facts).report([])
    assert sorted(told(report)) == [
        ("adds", "rest", "-", "moderate s"),
        ("strengthens", "M", "moderate s 1 lines", "strong s 2 lines"),
    ]


def test_a_condition_of_the_pack_had_no_findings_before(tmp_path: Path) -> None:
    facts = {"facts/conditions.yaml": "kind: condition\nentities: [{id: wind, label: wind}]\n"}
    report = bases(tmp_path, [statement("n1", "wind", "M", "A1", 1)], facts).report([])
    assert sorted(told(report)) == [("adds", "M", "-", "moderate s"), ("adds", "sleep", "-", "moderate c")]
    assert report.added.entities == ("wind",)


def test_an_extension_changes_what_follows(tmp_path: Path) -> None:
    facts = {"facts/extend.yaml": "extend: [{id: M, is_a: [N], synonyms: [emm]}]\n"}
    impact = bases(tmp_path, [statement("n1", "N", "growth", "A1", 1)], facts)
    report = impact.report([])
    assert told(report) == [("adds", "growth", "-", "moderate c")]
    assert report.added.extended == ("M",)


def test_a_pack_without_rules_changes_nothing(tmp_path: Path) -> None:
    report = bases(tmp_path, [], {"facts/extend.yaml": "extend: [{id: M, synonyms: [emm]}]\n"}).report([])
    assert (report.changes, report.bearings, report.broken, report.silent) == ((), (), (), ())


SESSIONS = """\
scenario: holds still
given: [cold]
expect: {present: [sleep], absent: [rest]}
---
scenario: fails now
given: [heat]
expect: {absent: [rest], support: {growth: hypothesis}}
---
scenario: failed before in the same way
given: [heat]
expect: {present: [sleep]}
---
scenario: only warns
given: [heat]
severity: warn
expect: {absent: [rest]}
---
scenario: expected to fail, passes now
given: [heat]
xfail: not said yet
expect: {present: [rest]}
---
scenario: two phases
phases:
  - {name: one, given: [cold]}
  - {name: two, given: [heat], expect: {present: [sleep, growth], absent: [rest]}}
---
scenario: no scenario
given: [nothing known]
---
scenario: contradicts itself
given: [cold, cold down]
"""


def test_scenarios(tmp_path: Path) -> None:
    path = tmp_path / "sessions.yaml"
    path.write_text(SESSIONS, encoding="utf-8")
    report = bases(tmp_path, [statement("n1", "heat", "rest", "A1", 1)]).report([str(path)])
    assert (report.scenarios, report.phases) == (6, 7)
    broken = {each.title: each for each in report.broken}
    assert list(broken) == ["fails now", "only warns", "expected to fail, passes now", "two phases"]
    (failure,) = broken["fails now"].failures
    assert (failure.key, failure.name, failure.line) == ("absent", "rest", 7)
    assert [each.warn for each in report.broken] == [False, True, False, False]
    assert broken["expected to fail, passes now"].xpassed
    assert [problem.code for problem in report.invalid] == ["E012", "E021"]
    (change,) = report.changes
    assert told(report) == [("adds", "rest", "-", "moderate s")]
    titled = [(each.title, each.phase, each.phases) for each in change.occasions if each.condition is None]
    assert ("two phases", 2, 2) in titled
    assert ("two phases", 1, 2) not in titled
    assert ("holds still", 1, 1) not in titled


def test_a_scenario_that_contradicts_itself_with_the_pack_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "sessions.yaml"
    path.write_text("scenario: both\ngiven: [cold, heat]\n", encoding="utf-8")
    facts = {"facts/incompatible.yaml": "incompatible: [{members: [cold, heat]}]\n"}
    report = bases(tmp_path, [], facts).report([str(path)])
    assert [[problem.code for problem in each.problems] for each in report.broken] == [["E022"]]


# -------------------------------------------------------------------- against plain comparison


def plainly(before: Reasoner, after: Reasoner) -> Iterator[tuple[str, object, object, str]]:
    """Every difference under single conditions, each scenario evaluated by itself in the other engine."""
    for condition in after.kb.conditions:
        scenario = Scenario(setting=Setting(), phases=(Phase(given=(condition,)),))
        try:
            old, new = (
                asked.result(asked.evaluate(scenario, "production"), with_specificity=False)
                for asked in (before, after)
            )
        except InputError:
            continue
        for each in differences(old, new):
            yield str(each.finding), each.before, each.after, str(condition)


@pytest.mark.parametrize("seed", range(40))
def test_it_finds_what_a_plain_comparison_finds(seed: int) -> None:
    kb = knowledge_base(case(seed)[0])
    parts = {name: getattr(kb, name) for name in KnowledgeBase.model_fields}
    fewer = KnowledgeBase.of(**{**parts, "rules": tuple(rule for n, rule in enumerate(kb.rules) if n % 4)})
    before, after = Reasoner(fewer), Reasoner(kb)
    try:
        report = Impact(before, after).report([])
    except KnowledgeError:  # a base that no loader would let through
        return
    found = {
        (str(change.finding), _bare(change, "before"), _bare(change, "after"), str(occasion.condition))
        for change in report.changes
        for occasion in change.occasions
        if occasion.setting.cancer is occasion.setting.stage is occasion.setting.site is None
        if not occasion.setting.assume
        if _bare(change, "before") != _bare(change, "after")
    }
    assert found == set(plainly(before, after))


def _bare(change: Change, name: str) -> object:
    """A state without the number of lines, which only some findings have."""
    state = getattr(change, name)
    return state and state.model_copy(update={"lines": None})


# -------------------------------------------------------------------- the command


def test_exit_codes_and_json(tmp_path: Path) -> None:
    import jsonschema

    from reasoner.cli.others import schema_text

    path = tmp_path / "s.yaml"
    path.write_text("scenario: s\ngiven: [hypoxia]\nexpect: {absent: [spread_]}\n", encoding="utf-8")
    assert call("kb", "impact").code == 2
    assert call("kb", "impact", "--with", str(tmp_path / "none")).code == 2
    assert call("kb", "impact", "--with", str(EXTRA), str(tmp_path / "none")).code == 2
    assert call("kb", "impact", "--with", str(EXTRA), str(path)).code == 3
    assert call("kb", "impact", "--with", str(EXTRA), str(path), "--exit-zero").code == 0
    path.write_text("scenario: s\ngiven: [hypoxia]\nexpect: {absent: [quiescence]}\n", encoding="utf-8")
    assert call("kb", "impact", "--with", str(EXTRA), str(path)).code == 0
    path.write_text("scenario: s\ngiven: [chemotherapy, CSC]\nexpect: {absent: [quiescence]}\n", encoding="utf-8")
    called = call("kb", "impact", "--with", str(EXTRA), str(path), "--format", "json")
    assert (called.code, called.err) == (1, "")
    answer = json.loads(called.out)
    jsonschema.validate(answer, json.loads(schema_text("kb-impact")), jsonschema.Draft202012Validator)
    assert answer["without"] == load(PACK).digest
    assert answer["knowledge_base"] == load(PACK, [EXTRA]).digest
    assert [each["title"] for each in answer["broken"]] == ["s"]
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text("x", encoding="utf-8")
    assert call("kb", "impact", "--with", str(tmp_path)).code == 4


def test_a_pack_of_another_field_leaves_the_base_alone() -> None:
    answer = json.loads(call("kb", "impact", "--with", str(LAKE), "--format", "json").out)
    assert answer["broken"] == []
    known = load(PACK).entities
    assert not [each for each in answer["changes"] if each["finding"].split()[0] in known]


def test_everything_is_shown_on_demand() -> None:
    few = call("kb", "impact", "--with", str(EXTRA)).out
    everything = call("kb", "impact", "--with", str(EXTRA), "--all").out
    assert "and 3 more" in few
    assert " more" not in everything
    assert len(everything) > len(few)
