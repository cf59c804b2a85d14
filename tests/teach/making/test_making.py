"""Exercises that are made: sound by other readers and engines, as difficult as asked for, and always the same."""

from __future__ import annotations

import json
import random
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoner.cli.others import schema_text
from reasoner.errors import InputError
from reasoner.knowledge.cache import load_cached
from reasoner.knowledge.loader import load
from reasoner.model.exercise import QuestionType, Status, Submission
from reasoner.model.explanation import Proof
from reasoner.model.finding import Finding, Node
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.teach.desk import Desk
from reasoner.teach.grading import grade
from reasoner.teach.making.batch import Batch, Maker, Order
from reasoner.teach.making.choosing import filling, varied
from reasoner.teach.making.difficulty import Shape, level, weight
from reasoner.teach.making.written import text
from reasoner.teach.reading import read_exercises
from tests.properties import generator, oracle, packs, shipped
from tests.surfaces.calling import call, process

TOPICS = ("quiescence", "EMT,MET")
SPARSE = {("EMT,MET", "hypothesis")}
"""Nothing of the type is told about it."""


@cache
def desk() -> Desk:
    return Desk(load_cached(None, ()))


@cache
def maker() -> Maker:
    return Maker(desk())


@cache
def batch(type_: str, topic: str, seed: int = 1, levels: tuple[int, ...] = (1, 2, 3, 4, 5), count: int = 3) -> Batch:
    order = Order(topics=tuple(topic.split(",")), types=(QuestionType(type_),), levels=levels, seed=seed, count=count)
    return maker().make(order)


def documents(type_: str, topic: str, **more: Any) -> list[dict[str, Any]]:
    """What was made, by a reader of YAML that is not ours."""
    written = text([each.document for each in batch(type_, topic, **more).exercises])
    return [each for each in yaml.load_all(written, Loader=yaml.CBaseLoader) if each]


def scenario(document: dict[str, Any], **more: tuple[Any, ...]) -> Scenario:
    """The scenario of a document, with more given or blocked."""
    given_ = (*map(Finding.parse, document.get("given", ())), *more.get("given", ()))
    block = (*map(Node.parse, document.get("block", ())), *more.get("block", ()))
    assume = tuple(tuple(each.split("/")) for each in document.get("assume", ()))
    setting = Setting(
        **{key: document.get(key) for key in ("cancer", "stage", "site")}, assume=(*assume, *more.get("assume", ()))
    )
    history = tuple(map(Finding.parse, document.get("history", ())))
    return Scenario(setting=setting, history=history, phases=(Phase(given=given_, block=block),))


def holds(document: dict[str, Any], finding: str, **more: tuple[Any, ...]) -> bool:
    """Whether a finding holds, by the production engine: exercises are made with the other one."""
    return Finding.parse(finding) in held(scenario(document, **more))


@cache
def held(case: Scenario) -> frozenset[Finding]:
    return frozenset(desk().reasoner.evaluate(case, "production").last.findings)


# ---------------------------------------------------------------- form


@pytest.mark.parametrize("type_", QuestionType)
@pytest.mark.parametrize("topic", TOPICS)
def test_each_type_is_made_for_several_topics(type_: QuestionType, topic: str) -> None:
    made = batch(type_.value, topic)
    if (topic, type_.value) in SPARSE:
        assert not made.exercises
        assert [each.code for each in made.problems] == ["W340"]
        return
    assert len(made.exercises) == 3
    for document, each in zip(documents(type_.value, topic), made.exercises, strict=True):
        validator("exercise").validate(numbers(document))
        assert document["type"] == type_
        assert len(document["hints"]) == 3
        assert each.question.doc.answer
        assert not {"{", "}"} & set("".join([document["title"], document["stem"], document["objective"]]))


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema_text(name)))


def numbers(document: dict[str, Any]) -> dict[str, Any]:
    """A document with its numbers as numbers: the plain loader reads all as text."""
    counted = ("difficulty", "minutes", "points", "most", "fired")
    return {key: int(value) if key in counted else value for key, value in document.items()}


@pytest.mark.parametrize("type_", QuestionType)
def test_the_right_answer_earns_all_points_and_is_explained(type_: QuestionType) -> None:
    (item,) = read_exercises_of(batch(type_.value, "quiescence").exercises[0].document)
    assert not item.problems
    assert item.question is not None
    right = item.question.right_answer
    mark = grade(item.question, Submission(exercise=item.question.doc.exercise, answer=right))
    assert (mark.status, mark.points) == (Status.right, mark.out_of)
    assert item.question.key.explanation.text


def read_exercises_of(document: Any) -> list[Any]:
    import io

    return list(read_exercises(io.StringIO(text([document])), desk()))


# ---------------------------------------------------------------- what is right, by another engine


@pytest.mark.parametrize("topic", TOPICS)
def test_predict(topic: str) -> None:
    for each in documents("predict", topic):
        found = {option for option in each["options"] if holds(each["scenario"], option)}
        assert found == set(each["answer"]["findings"])
        assert 0 < len(found) <= len(each["options"]) - 2


def test_predict_by_the_oracle() -> None:
    base = shipped.base()
    for each in documents("predict", "quiescence")[:1]:
        (phase,) = oracle.evaluate(base, shipped.scenario(scenario(each["scenario"])))
        assert set(each["options"]) & set(phase["findings"]) == set(each["answer"]["findings"])


@pytest.mark.parametrize("topic", TOPICS)
def test_missing(topic: str) -> None:
    for each in documents("missing", topic):
        assert not holds(each["scenario"], each["goal"])
        giving = [o for o in each["options"] if holds(each["scenario"], each["goal"], given=(Finding(o),))]
        assert giving == each["answer"]["condition"]


@pytest.mark.parametrize("topic", TOPICS)
def test_build(topic: str) -> None:
    for each in documents("build", topic):
        given_ = tuple(map(Finding.parse, each["answer"]["given"]))
        assert len(given_) <= int(each["most"])
        assert not any(holds(each["scenario"], goal) for goal in each["goals"])
        assert all(holds(each["scenario"], goal, given=given_) for goal in each["goals"])
        assert not any(holds(each["scenario"], one, given=given_) for one in each.get("unwanted", ()))


@pytest.mark.parametrize("topic", TOPICS)
def test_intervene(topic: str) -> None:
    for each in documents("intervene", topic):
        nodes = [Node.parse(option) for option in each["options"]]
        right = tuple(map(Node.parse, each["answer"]["block"]))

        def ends(block: tuple[Node, ...], document: dict[str, Any] = each) -> bool:
            return not holds(document["scenario"], document["end"], block=block)

        assert not ends(())
        assert ends(right)
        assert not any(ends(fewer) for size in range(1, len(right)) for fewer in combinations(nodes, size))
        assert sum(not ends((node,)) for node in nodes) >= 2


@pytest.mark.parametrize("topic", TOPICS)
def test_order(topic: str) -> None:
    for each in documents("order", topic):
        last = desk().reasoner.evaluate(scenario(each["scenario"]), "production").last
        proof = last.judge(Finding.parse(each["chain"][-1])).proof
        for first, then in zip(each["chain"], each["chain"][1:], strict=False):
            assert below(proof, Finding.parse(then), Finding.parse(first))


def below(proof: Proof, finding: Finding, other: Finding) -> bool:
    """Whether, within a proof, one finding stands beneath another."""
    return any(part.finding == finding and part.rests_on(other) for part in proof.walk())


@pytest.mark.parametrize("topic", TOPICS)
def test_spot(topic: str) -> None:
    for each in documents("spot", topic):
        (wrong,) = each["answer"]["step"]
        for number, step in enumerate(each["steps"], start=1):
            premises, then = step.split(" -> ")
            alone = {**each["scenario"], "given": premises.split(", ")}
            assert holds(alone, then) == (number != int(wrong)), step
        assert len(each["steps"]) > 2


@pytest.mark.parametrize("topic", TOPICS)
def test_contrast(topic: str) -> None:
    for each in documents("contrast", topic):
        for row, finding in enumerate(each["findings"], start=1):
            for column, situation in enumerate(each["situations"], start=1):
                up, down = (
                    holds(situation["scenario"], str(one))
                    for one in (Finding.parse(finding), Finding.parse(finding).contrary)
                )
                assert each["answer"][f"{row}.{column}"] == ["holds" if up else "contrary" if down else "not_inferred"]


def test_hypothesis() -> None:
    for each in documents("hypothesis", "quiescence"):
        (seen,) = each["observation"]
        options = [option.id for option in desk().kb.groups_by_id[each["group"]].options]
        assert not holds(each["scenario"], seen)
        predicting = [o for o in options if holds(each["scenario"], seen, assume=((each["group"], o),))]
        assert predicting == each["answer"]["option"]


@pytest.mark.parametrize("topic", TOPICS)
def test_flaw(topic: str) -> None:
    """The line that is said to be wrong is, as far as another engine can tell, and no other one is."""
    for each in documents("flaw", topic, count=6):
        for number, line in enumerate(each.get("argument", ()), start=1):
            wrong = [str(number)] == each["answer"]["where"]
            if "holds" in line:
                assert holds(each["scenario"], line["holds"]) is not wrong
            elif "ends" in line:
                assert holds(each["scenario"], line["ends"])
                ended = not holds(each["scenario"], line["ends"], block=(Node.parse(line["block"]),))
                assert ended is not wrong
            elif "fails" in line:
                assert not holds(each["scenario"], line["fails"])
                assert wrong


def test_flaws_are_circles_too() -> None:
    """The circle is found anew, over the letters of the rules alone: from a conclusion back to what it rests on."""
    made = [each for each in documents("flaw", "hypoxia", count=6) if "rules" in each]
    assert made
    for each in made:
        rests: dict[str, set[str]] = {}
        for rule in each["rules"]:
            when, then = rule.split(" -> ")
            rests.setdefault(then.split(" unless ")[0], set()).update([when, *then.split(" unless ")[1:]])
        circle = [name for name in rests if name in on_from(rests, name)]
        wrong = [each["rules"][int(number) - 1] for number in each["answer"]["where"]]
        assert sorted(rule.split(" -> ")[1].split(" unless ")[0] for rule in wrong) == sorted(circle)
        assert sum(" unless " in rule for rule in wrong) == 1
        assert each["answer"]["flaw"] == ["cycle"]


def on_from(rests: dict[str, set[str]], name: str) -> set[str]:
    """All that something rests on."""
    found: set[str] = set()
    todo = [name]
    while todo:
        for below in rests.get(todo.pop(), set()) - found:
            found.add(below)
            todo.append(below)
    return found


# ---------------------------------------------------------------- difficulty


SHAPES = st.builds(
    lambda steps, branches, rare: Shape(steps=steps, branches=branches, specificity=rare),
    st.integers(1, 9),
    st.integers(0, 9),
    st.integers(0, 100),
)


@given(SHAPES, st.sampled_from(("steps", "branches", "specificity")), st.integers(1, 40))
@settings(deadline=None)
def test_difficulty_grows_with_each_of_its_parts(one: Shape, part: str, more: int) -> None:
    fields = {name: getattr(one, name) for name in ("steps", "branches", "specificity")}
    other = Shape(**{**fields, part: fields[part] + more})
    assert weight(one) <= weight(other)
    assert 1 <= level(one) <= level(other) <= 5


def test_difficulty_takes_every_level() -> None:
    assert [level(Shape(steps=steps)) for steps in range(1, 6)] == [1, 2, 3, 4, 5]
    assert level(Shape(branches=2)) == 2
    assert level(Shape(steps=2, specificity=95)) == 3
    assert level(Shape(), Shape(steps=3)) == 3


@pytest.mark.parametrize("wanted", range(1, 6))
def test_the_difficulty_asked_for_is_met(wanted: int) -> None:
    """Worked out anew from what `infer` says of the right options: the hardest of them makes the level."""
    made = documents("predict", "hypoxia", levels=(wanted,))
    specific = desk().reasoner.specificity(Scenario())
    assert made
    for each in made:
        case = scenario(each["scenario"])
        result = desk().reasoner.result(
            desk().reasoner.evaluate(case), [Finding.parse(one) for one in each["answer"]["findings"]]
        )
        hardest = 0
        for found in result.findings:
            if str(found.finding) in each["answer"]["findings"]:
                branches, todo, seen = 0, [found.proof], set()
                while todo:
                    node = todo.pop()
                    if node is not None and node.finding not in seen:
                        seen.add(node.finding)
                        branches += max(0, len(node.premises) - 1)
                        todo += node.premises
                rare = round(100 * specific.get(found.finding, 1.0))
                hardest = max(hardest, 2 * (found.steps - 1) + branches + (rare >= 70) + (rare >= 90))
        assert int(each["difficulty"]) == wanted == min(5, 1 + hardest // 2)


# ---------------------------------------------------------------- batches


@pytest.mark.parametrize("type_", ["predict", "missing", "extent", "rule"])
def test_fewer_are_the_beginning_of_more(type_: str) -> None:
    ids = [[e.question.doc.exercise for e in batch(type_, "hypoxia", count=n).exercises] for n in (2, 5)]
    assert ids[0] == ids[1][:2]
    assert len(set(ids[1])) == 5


def test_nothing_is_made_twice() -> None:
    """Subjects that have most of their statements in common come to the same questions."""
    order = Order(topics=("HIF2A", "HIF"), types=(QuestionType.rule, QuestionType.order), count=30)
    made = maker().make(order).exercises
    asked = {json.dumps([each.document.get(key) for key in ASKED]) for each in made}
    assert len(made) == len(asked) > 12
    assert len({each.question.doc.exercise for each in made}) == len(made)


ASKED = ("type", "scenario", "chain", "reference")


def test_what_is_there_already_is_not_made_again() -> None:
    order = Order(topics=("hypoxia",), types=(QuestionType.predict, QuestionType.rule), count=6)
    first = maker().make(order).exercises
    others = [each.question.doc for each in first]
    again = maker().make(order, others).exercises
    assert len(again) == 6
    assert not {each.document["exercise"] for each in first} & {each.document["exercise"] for each in again}


def test_a_seed_gives_others() -> None:
    assert documents("predict", "hypoxia", seed=1) != documents("predict", "hypoxia", seed=2)


def test_a_batch_says_how_many_there_are() -> None:
    made = batch("rule", "hypoxia", levels=(2,), count=20)
    (problem,) = made.problems
    assert (problem.code, 0 < len(made.exercises) < 20) == ("W340", True)
    assert f"there are {len(made.exercises)} exercises" in problem.message


def test_a_time_is_filled() -> None:
    made = maker().make(Order(topics=("EMT", "MET"), minutes=20))
    assert sum(each.question.doc.minutes for each in made.exercises) == 20
    assert not [each for each in made.problems if each.code == "W340"]


@given(st.lists(st.integers(1, 6), max_size=9), st.integers(1, 25), st.none() | st.integers(1, 5))
@settings(deadline=None, max_examples=200)
def test_filling_is_as_near_as_can_be(minutes: list[int], total: int, count: int | None) -> None:
    items = list(enumerate(minutes))
    chosen = filling(items, lambda item: item[1], total, count)
    most = len(items) if count is None else min(count, len(items))
    sets = [each for size in range(most + 1) for each in combinations(items, size)]
    sums = [time for each in sets if (time := sum(item[1] for item in each)) <= total]
    assert sum(item[1] for item in chosen) == max(sums)
    assert len(chosen) <= most
    assert chosen == sorted(set(chosen))


@given(st.lists(st.integers(0, 4), max_size=40))
@settings(deadline=None)
def test_varying_keeps_all_and_does_not_look_far(things: list[int]) -> None:
    items = list(enumerate(things))
    found = list(varied(items, lambda item: item[1]))
    assert sorted(found) == items
    assert found[:5] == list(varied(items[:17], lambda item: item[1]))[:5]


def test_things_asked_about_lie_apart() -> None:
    assert list(varied("aaaabbc", str)) == list("abcabaa")


# ---------------------------------------------------------------- other bases


@pytest.mark.parametrize("seed", range(4))
def test_random_bases(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    base, _ = generator.case(seed)
    try:
        kb = load(packs.write(base, tmp_path / "pack", rng))
    except InputError:  # pragma: no cover - a base that is broken on purpose
        pytest.skip("a broken base")
    made = Maker(Desk(kb)).make(Order(count=8))
    for each in made.exercises:
        (item,) = list(read_exercises_in(each.document, Desk(kb)))
        assert not item.problems


def read_exercises_in(document: Any, other: Desk) -> Any:
    import io

    return read_exercises(io.StringIO(text([document])), other)


# ---------------------------------------------------------------- the command


def test_the_same_bytes_in_every_process() -> None:
    words = ("teach", "make", "--topic", "quiescence", "--count", "8", "--seed", "3")
    root = str(Path(__file__).parents[3])
    first, second = (process(*words, PYTHONHASHSEED=seed, REASONER_KB=root) for seed in ("1", "2"))
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert first.stdout.count(b"\nexercise: ") == 8


def test_a_file_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "quiz.yaml"
    words = ("teach", "make", "--topic", "hypoxia", "--type", "rule,predict", "--count", "3", "--output", str(path))
    made = call(*words, pack=None)
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("3 exercises, ")
    before = path.read_bytes()
    assert before.startswith(
        b"# Made by: reasoner teach make --topic hypoxia --type rule,predict --difficulty 1-5 --seed 0"
    )
    again = call(*words[:-2], "--seed", "9", *words[-2:], pack=None)
    assert (again.code, "E205" in again.err, path.read_bytes()) == (2, True, before)
    assert call(*words, "--overwrite", pack=None).code == 0
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["quiz.yaml"]


def test_json() -> None:
    made = call("teach", "make", "--topic", "hypoxia", "--type", "rule", "--count", "2", "--format", "json", pack=None)
    answer = json.loads(made.out)
    validator("teach-make").validate(answer)
    for each in answer["exercises"]:
        validator("exercise").validate(each)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--topic", "hypoxya"], 2, "E340"),
        (["--topic", "MET"], 2, "E014"),
        (["--type", "predikt"], 2, "E300"),
        (["--difficulty", "3-2"], 2, "E341"),
        (["--difficulty", "6"], 2, "E341"),
        (["--count", "0"], 2, "E341"),
        (["--minutes", "-3"], 2, "E341"),
        (["--topic", "hypoxia", "--type", "hypothesis"], 5, "W340"),
        (["--topic", "hypoxia", "--type", "hypothesis", "rule", "--count", "3"], 0, "W341"),
        (["--topic", "Role of hypoxia in tumour progression", "--type", "rule", "--count", "1"], 0, ""),
        (["--topic", "CSC enrichment", "hif-2alpha", "--type", "rule", "--count", "1"], 0, ""),
    ],
)
def test_what_is_said(words: list[str], code: int, said: str) -> None:
    made = call("teach", "make", *words, pack=None)
    assert (made.code, said in made.err) == (code, True), made.err
    assert bool(made.err) == bool(said)
    assert bool(made.out) == (code == 0)
