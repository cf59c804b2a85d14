"""Exercise files that are wrong: each problem with its position, code and help, and the rest is read all the same."""

from __future__ import annotations

import io
import json

import jsonschema
import pytest
import yaml

from reasoner.cli.others import schema_text
from reasoner.errors import InputError
from reasoner.knowledge.cache import load_cached
from reasoner.teach.desk import Desk
from reasoner.teach.reading import Written, read_bank, read_exercises
from tests.teach.test_questions import FILE

HEAD = """exercise: x
type: predict
title: T
topics: [hypoxia]
objective: O
difficulty: 2
stem: S
"""
REST = "scenario: {given: [hypoxia]}\noptions: [angiogenesis, apoptosis]\n"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(load_cached(None, ()))


def problems(desk: Desk, text: str) -> list[tuple[str, int, int]]:
    (item,) = read_exercises(io.StringIO(text), desk, "x.yaml")
    assert item.question is None or not item.problems
    return [(each.code, each.where.line, each.where.column) for each in item.problems if each.where]


def typed(name: str, rest: str) -> str:
    return HEAD.replace("predict", name) + rest


BROKEN = {
    "no type": (HEAD.replace("type: predict\n", "") + REST, [("E013", 1, 1)]),
    "unknown type": (typed("predikt", REST), [("E300", 2, 7)]),
    "unknown key": (HEAD + REST + "opions: [x]\n", [("E011", 10, 1)]),
    "missing key": (HEAD + "scenario: {}\n", [("E013", 1, 1)]),
    "unknown topic": (HEAD.replace("[hypoxia]", "[hypoxya]") + REST, [("E012", 4, 10)]),
    "unknown names, all of them": (
        HEAD + "scenario: {given: [hypoxya]}\noptions: [angiogenesis, unicorns]\n",
        [("E012", 8, 20), ("E012", 9, 25)],
    ),
    "an option that is given": (HEAD + REST.replace("apoptosis", "hypoxia"), [("E302", 9, 25)]),
    "an option twice": (HEAD + REST.replace("apoptosis", "Angiogenesis"), [("E302", 9, 25)]),
    "expectations": (
        HEAD + "scenario: {given: [hypoxia], expect: {present: EMT}}\noptions: [EMT, MET_transition]\n",
        [("E302", 8, 38)],
    ),
    "difficulty": (HEAD.replace("difficulty: 2", "difficulty: 9") + REST, [("E010", 6, 13)]),
    "four hints": (HEAD + REST + "hints: [a, b, c, d]\n", [("E010", 10, 8)]),
    "a scenario that contradicts itself": (
        HEAD + "scenario: {given: [hypoxia, hypoxia down]}\noptions: [EMT, apoptosis]\n",
        [("E021", 8, 11)],
    ),
    "a key that contradicts the base": (HEAD + REST + "answer: {findings: [apoptosis]}\n", [("E303", 10, 20)]),
    "an entry that is not there": (HEAD + REST + "answer: {finding: [angiogenesis]}\n", [("E011", 10, 19)]),
    "nothing missing": (typed("missing", "scenario: {given: [hypoxia]}\ngoal: angiogenesis\n"), [("E302", 9, 7)]),
    "no single condition": (
        typed("missing", "scenario: {}\ngoal: angiogenesis\noptions: [radiotherapy, normoxia]\n"),
        [("E302", 10, 10)],
    ),
    "goals met already": (
        typed("build", "scenario: {given: [hypoxia]}\ngoals: [angiogenesis]\n"),
        [("E302", 9, 8)],
    ),
    "nothing to end": (typed("intervene", "scenario: {}\nend: angiogenesis\n"), [("E244", 9, 6)]),
    "a chain that does not hold": (
        typed("order", "scenario: {given: [normoxia]}\nchain: [normoxia, HIF2A, CSC_enrichment]\n"),
        [("E303", 9, 19), ("E303", 9, 26)],
    ),
    "a chain in the wrong order": (
        typed("order", "scenario: {given: [hypoxia]}\nchain: [HIF2A, hypoxia, CSC_enrichment]\n"),
        [("E303", 9, 9)],
    ),
    "no wrong step": (
        typed("spot", 'scenario: {}\nsteps: ["hypoxia -> HIF2A", "hypoxia -> EMT in CSC"]\n'),
        [("E303", 9, 8)],
    ),
    "a step of several statements": (
        typed("spot", 'scenario: {}\nsteps: ["hypoxia -> metastasis", "hypoxia -> MET_transition"]\n'),
        [("E302", 9, 9)],
    ),
    "a step that cannot be read": (
        typed("spot", 'scenario: {}\nsteps: ["hypoxia HIF2A", "hypoxia -> MET_transition"]\n'),
        [("E230", 9, 9)],
    ),
    "rows that say nothing of it": (
        typed("extent", "premise: hypoxia\nconclusion: EMT in CSC\nevidence: [S110]\n"),
        [("E302", 10, 11)],
    ),
    "no such row": (
        typed("extent", "premise: hypoxia\nconclusion: EMT in CSC\nevidence: [S1100]\n"),
        [("E042", 10, 12)],
    ),
    "a row that is not there": (HEAD + REST + "rows: [S118, S1100]\n", [("E042", 10, 14)]),
    "situations alike": (
        typed(
            "contrast",
            "situations: [{name: a, scenario: {}}, {name: b, scenario: {}}]\nfindings: [angiogenesis]\n",
        ),
        [("E302", 9, 11)],
    ),
    "no such group": (
        typed("hypothesis", "scenario: {}\ngroup: quiet\nobservation: [quiescence]\n"),
        [("E012", 9, 8)],
    ),
    "more firings than there are": (typed("agenda", "scenario: {}\nfired: 3\n"), [("E302", 9, 8)]),
    "a reference that is no rule": (typed("rule", "reference: no-such-rule\n"), [("E230", 8, 12)]),
    "no line wrong": (
        typed("flaw", "scenario: {given: [hypoxia]}\nargument: [{text: a, holds: angiogenesis}]\n"),
        [("E303", 9, 11)],
    ),
    "a line that claims two things": (
        typed("flaw", "argument: [{text: a, holds: angiogenesis, fails: EMT}]\n"),
        [("E302", 8, 12)],
    ),
    "no circle": (typed("flaw", 'rules: ["hypoxia -> EMT", "EMT -> metastasis"]\n'), [("E303", 8, 8)]),
    "two situations of one name": (
        typed(
            "contrast",
            "situations: [{name: A b, scenario: {given: hypoxia}}, {name: a B, scenario: {}}]\nfindings: [HIF2A]\n",
        ),
        [("E302", 8, 55)],
    ),
    "two lines that read alike": (
        typed("flaw", "argument: [{text: a, holds: angiogenesis}, {text: A, holds: hypoxia}]\n"),
        [("E302", 8, 44)],
    ),
    "two steps that read alike": (
        typed(
            "spot",
            'scenario: {}\nsteps: ["hypoxia -> HIF2A", "hypoxia -> HIF-2α", "hypoxia -> MET_transition"]\n',
        ),
        [("E302", 9, 29)],
    ),
    "options of which none is ready": (
        typed("agenda", "scenario: {given: [hypoxia]}\nasks: ready\noptions: [hif-vegf]\n"),
        [("E303", 10, 10)],
    ),
    "an argument and rules": (
        typed("flaw", 'rules: ["hypoxia -> EMT"]\nargument: [{text: a, holds: EMT}]\n'),
        [("E302", 9, 11)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_said_at_its_place(desk: Desk, text: str, expected: list[tuple[str, int, int]]):
    assert problems(desk, text) == expected


def test_a_contradiction_comes_with_the_proof(desk: Desk):
    (item,) = read_exercises(io.StringIO(HEAD + REST + "answer: {findings: [apoptosis]}\n"), desk, "x.yaml")
    (problem,) = item.problems
    assert problem.message == "the base says otherwise: what is written is wrong"
    assert "Apoptosis: not inferred here." in problem.help[0]
    assert "S099" in problem.help[0]


def test_a_broken_exercise_does_not_stop_the_others(desk: Desk):
    text = HEAD + REST + "---\n" + HEAD.replace("x", "y") + "---\nno: exercise\n---\n" + HEAD + REST
    items = list(read_exercises(io.StringIO(text), desk, "x.yaml"))
    assert [bool(item.question) for item in items] == [True, False, False, True]


def test_two_exercises_of_one_id_are_refused(desk: Desk, tmp_path):
    (tmp_path / "a.yaml").write_text(HEAD + REST, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(HEAD + REST, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_bank([(tmp_path / name, name) for name in ("a.yaml", "b.yaml")], desk, Written)
    assert [(p.code, str(p.where)) for p in error.value.problems] == [("E301", "b.yaml:1:1")]
    assert "a.yaml:1:1" in error.value.problems[0].message


def test_the_published_schema_takes_what_is_read_and_refuses_what_is_not():
    validator = jsonschema.Draft202012Validator(json.loads(schema_text("exercise")))
    documents = list(yaml.safe_load_all(FILE.read_text(encoding="utf-8")))
    for each in documents:
        assert not list(validator.iter_errors(each)), each["exercise"]
    wrong = {**documents[0], "difficulty": 9}
    assert list(validator.iter_errors(wrong))
    assert list(validator.iter_errors({**documents[0], "type": "predikt"}))
