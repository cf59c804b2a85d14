"""The question types against independent ways to find out what is right: other engines, brute force, other commands."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reasoner
from reasoner.knowledge.cache import load_cached
from reasoner.model.entity import Kind
from reasoner.model.exercise import Entry, EntryKey, QuestionType, Status, Submission
from reasoner.model.finding import Finding, Node
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner
from reasoner.questions.candidates import TARGETS, related
from reasoner.questions.says import says
from reasoner.teach.desk import Desk
from reasoner.teach.grading import grade
from reasoner.teach.judging import rounded
from reasoner.teach.question import Question
from reasoner.teach.questions import QUESTIONS
from reasoner.teach.questions.agenda import Run
from reasoner.teach.questions.extent import extent_of
from reasoner.teach.reading import Written, questions, read_bank
from reasoner.teach.sheet import Sheet

FILE = Path(__file__).parent / "exercises.yaml"
Bank = dict[str, Question[Any]]
IDS = [line.split(": ")[1].strip() for line in FILE.read_text(encoding="utf-8").splitlines() if line[:9] == "exercise:"]


def banked(desk: Desk) -> Bank:
    return {each.doc.exercise: each for each in questions(read_bank([(FILE, FILE.name)], desk, Written).values())}


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(load_cached(None, ()))


@pytest.fixture(scope="module")
def bank(desk: Desk) -> Bank:
    return banked(desk)


def marks(question: Question, **answer) -> list[tuple[str, float]]:
    found = question.grade(answer)
    return [(each.status.value, each.points) for each in found]


def test_there_is_an_exercise_of_every_type(bank: Bank):
    assert {each.type for each in bank.values()} == set(QuestionType) == {QuestionType(name) for name in QUESTIONS}


@pytest.mark.parametrize("name", IDS)
def test_a_right_answer_is_right_and_an_empty_one_is_nothing(bank: Bank, name: str):
    question = bank[name]
    right = grade(question, Submission(exercise=name, answer=question.right_answer))
    assert (right.status, right.points) == (Status.right, question.doc.points)
    assert all(part.status is Status.right for part in right.parts)
    empty = grade(question, Submission(exercise=name))
    assert (empty.status, empty.points) == (Status.empty, 0)


@pytest.mark.parametrize("name", IDS)
def test_every_right_answer_that_the_key_lists_is_right(bank: Bank, name: str):
    question = bank[name]
    for key in question.key.entries:
        for other in key.also:
            found = {part.entry: part for part in question.grade({**question.right_answer, key.entry: other})}
            assert found[key.entry].status is Status.right, other


@pytest.mark.parametrize("name", IDS)
def test_points_of_the_entries_are_those_of_the_exercise(bank: Bank, name: str):
    question = bank[name]
    assert rounded(sum(key.points for key in question.key.entries)) == question.doc.points
    assert [key.entry for key in question.key.entries] == [entry.id for entry in question.item.entries]


@pytest.mark.parametrize("name", IDS)
def test_options_go_by_number_text_and_name(bank: Bank, name: str):
    question = bank[name]
    for entry in question.item.entries:
        ids = [option.id for option in entry.options]
        for number, option in enumerate(entry.options, start=1):
            assert question.option(entry, option.text) == option.id
            assert question.option(entry, option.text.upper()) == option.id
            if str(number) not in ids:
                assert question.option(entry, str(number)) == option.id
        assert not ids or question.option(entry, "no such thing") is None


ANSWERS = st.dictionaries(
    st.sampled_from(
        ["findings", "condition", "given", "block", "chain", "step", "extent", "rule", "where", "flaw", "1.1"]
    ),
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.one_of(
                st.sampled_from(["1", "2", "3", "none", "hypoxia", "HIF2A", "EMT in CSC", "hypoxia -> EMT", "holds"]),
                st.text(max_size=12),
            ),
            max_size=5,
        ),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=120)
@given(name=st.sampled_from(IDS), answer=ANSWERS, hints=st.integers(-2, 9))
def test_no_answer_breaks_a_question_or_gets_points_out_of_range(name: str, answer, hints: int):
    question = BANK[name]
    mark = grade(question, Submission(exercise=name, answer=answer, hints=hints))
    assert 0 <= mark.points <= mark.out_of
    assert all(0 <= part.points <= part.out_of and part.message.text for part in mark.parts)
    assert mark == grade(question, Submission(exercise=name, answer=answer, hints=hints))


BANK = banked(Desk(load_cached(None, ())))


# -------------------------------------------------------------------- what is right, found out otherwise


def test_predictions_are_those_of_the_other_engine(bank: Bank):
    inference = reasoner.load().infer(["hypoxia"], engine="production")
    key = bank["t-predict"].key.entries[0]
    options = [option.id for option in bank["t-predict"].item.entries[0].options if option.id != "none"]
    assert set(key.right) == {each for each in options if inference.holds(each)}
    assert bank["t-none"].key.entries[0].right == ("none",)


def test_partial_credit_of_choices(bank: Bank):
    question = bank["t-predict"]
    assert marks(question, findings=["angiogenesis", "HIF2A"]) == [("partly", 2)]
    assert marks(question, findings=["angiogenesis", "HIF2A", "apoptosis"]) == [("partly", 1)]
    assert marks(question, findings=["apoptosis", "MET_transition", "HIF2A"]) == [("wrong", 0)]
    assert marks(question, findings="none") == [("wrong", 0)]
    assert marks(question, findings=["none", "HIF2A"]) == [("wrong", 0)]
    assert marks(question, findings=["unicorns"]) == [("unreadable", 0)]
    (part,) = question.grade({"findings": ["angiogenesis", "apoptosis"]})
    assert "Apoptosis: not inferred here." in part.message.text
    assert "S099" in part.message.text
    assert {each.row for each in part.message.citations} == {"S099"}


def test_every_single_condition_that_does_it_is_right_and_no_other(desk: Desk, bank: Bank):
    question = bank["t-missing"]
    goal = Finding("CXCR4_high_state")
    kb, asked = desk.kb, Reasoner(desk.kb)
    setting = question.scenario.setting
    brute = set()
    for condition in kb.conditions:
        if not related(kb, condition, goal):
            scenario = Scenario(setting=setting, phases=(Phase(given=(condition,)),))
            if asked.evaluate(scenario, "columns").last.holds(goal):
                brute.add(str(condition))
    (key,) = question.key.entries
    assert {*key.right, *(name for each in key.also for name in each)} == brute
    for condition in kb.conditions:
        if not related(kb, condition, goal):
            (part,) = question.grade({"condition": str(condition)})
            assert (part.status is Status.right) == (str(condition) in brute), condition


def test_free_conditions_are_read_as_people_type_them(bank: Bank):
    question = bank["t-missing"]
    assert marks(question, condition=" Chemotherapy ") == [("right", 1)]
    assert marks(question, condition=["chemotherapy", "hypoxia"])[0][0] == "wrong"
    assert "At most 1" in question.grade({"condition": ["chemotherapy", "hypoxia"]})[0].message.text
    assert marks(question, condition="chemotherpy") == [("unreadable", 0)]
    assert "chemotherapy" in question.grade({"condition": "chemotherpy"})[0].message.text
    assert "what is asked for" in question.grade({"condition": "CXCR4_high_state"})[0].message.text
    assert "no condition" in question.grade({"condition": "angiogenesis"})[0].message.text


def test_building_weighs_goals_and_side_conditions(bank: Bank):
    question = bank["t-build"]
    assert marks(question, given="endothelial_cell") == [("right", 2)]
    assert marks(question, given="hypoxia") == [("partly", 1)]  # vessels grow as well
    assert "not to hold, and still does" in question.grade({"given": "hypoxia"})[0].message.text
    assert marks(question, given="normoxia") == [("wrong", 0)]


def test_interventions_are_judged_as_brute_force_judges_them(desk: Desk, bank: Bank):
    question = bank["t-intervene"]
    kb, asked = desk.kb, Reasoner(desk.kb)
    end = Finding("stemness")
    given = question.scenario.phases[0].given
    nodes = [
        Node(each.id)
        for each in kb.entities.values()
        if each.kind in TARGETS
        and not related(kb, Finding(each.id), end)
        and not any(kb.is_at_or_below(one.node, Node(each.id)) for one in given)
    ]
    ending = {
        str(node)
        for node in nodes
        if not asked.evaluate(Scenario(phases=(Phase(given=given, block=(node,)),)), "columns").last.holds(end)
    }
    (key,) = question.key.entries
    assert {*key.right, *(name for each in key.also for name in each)} == ending
    (one, *_), (other, *_) = key.right, key.also[0]
    assert marks(question, block=[one, other]) == [("partly", 2)]
    assert "It takes fewer: one would do." in question.grade({"block": [one, other]})[0].message.text
    other = next(str(node) for node in nodes if str(node) not in ending)
    assert marks(question, block=other) == [("wrong", 0)]


def test_offered_blocks(bank: Bank):
    question = bank["t-intervene-options"]
    assert marks(question, block="HIF") == [("right", 4)]
    assert marks(question, block=["HIF", "EMT"]) == [("partly", 2)]
    assert marks(question, block=["2"])[0][0] in ("wrong", "right")


def test_what_is_not_offered_cannot_be_chosen(bank: Bank):
    (part,) = bank["t-intervene-options"].grade({"block": "hypoxia"})
    assert (part.status, part.points) == (Status.unreadable, 0)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("text", [",", " ; ", "->"])
def test_signs_alone_are_no_answer(bank: Bank, name: str, text: str):
    question = bank[name]
    parts = question.grade({entry.id: text for entry in question.item.entries})
    assert {(each.status, each.points) for each in parts} == {(Status.unreadable, 0)}


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("between", [", ", "; ", " "])
def test_several_in_one_text_are_several(desk: Desk, bank: Bank, name: str, between: str):
    """A text is marked as what it is read as where it is typed."""
    question = bank[name]
    for entry, key in zip(question.item.entries, question.key.entries, strict=True):
        if entry.kind == "rule" or (entry.kind == "names" and between == " "):
            continue
        ids = [option.id for option in entry.options]
        names = [str(ids.index(each) + 1) if each in ids else each for each in key.right]
        text = between.join(names)
        one, several = ({entry.id: each} for each in (text, desk.answers.read(entry, text)))
        for answer in (one, several):
            (part,) = (each for each in question.grade(answer) if each.entry == entry.id)
            assert part.status is Status.right, (entry.id, answer)


def test_exactly_the_orders_that_heed_the_proofs_are_right(bank: Bank):
    question = bank["t-order"]
    chain = [str(each) for each in question.chain]
    found = {order: question.grade({"chain": order})[0].points for order in itertools.permutations(chain)}
    assert [order for order, points in found.items() if points == 3] == [tuple(chain)]
    assert found[tuple(reversed(chain))] == 0
    assert found[("HIF2A", "hypoxia", "CSC_enrichment")] == 1
    assert marks(question, chain=chain[:2]) == [("unreadable", 0)]


@pytest.mark.parametrize("name", "abcdef")
def test_an_order_earns_nothing_as_it_is_shown(desk: Desk, bank: Bank, name: str):
    doc = bank["t-order"].doc.model_copy(update={"exercise": name})
    question = QUESTIONS[QuestionType.order](Sheet(desk), doc)
    shown = [each.id for each in question.item.entries[0].options]
    assert marks(question, chain=shown) == [("wrong", 0)]


def test_extents_are_those_of_says(bank: Bank):
    question = bank["t-extent"]
    assert question.extent == "stated"
    assert marks(question, extent="stated", evidence=["S191", "S110"]) == [("right", 1), ("wrong", 0)]
    (first, _) = question.grade({"extent": "nothing"})
    assert "S191" in first.message.text
    for row in ("S191", "S110"):
        (_, second) = question.grade({"evidence": [row]})
        assert [each.row for each in second.message.citations] == [row]


# Each read in the rule files: effect and wording of the one statement on the step, or that there is none.
EXTENTS = {
    ("aggressive_phenotype", "metastasis"): "stated",
    ("angiogenic_switch", "micrometastasis_formation"): "suggested",
    ("cancer_cell", "CD44v6 in cancer_cell"): "correlated",
    ("CSC", "quiescence in CSC"): "hypothesised",
    ("VEGF", "CSC_to_endothelial_cell"): "denied",
    ("chemotherapy", "signalling in CSC"): "open",
    ("hypoxia", "metastasis"): "combined",
    ("angiogenesis", "DNA_label_retention in CSC"): "nothing",
}


@pytest.mark.parametrize(("step", "extent"), EXTENTS.items(), ids=EXTENTS.values())
def test_how_far_the_review_goes(desk: Desk, step: tuple[str, str], extent: str):
    premise, conclusion = map(Finding.parse, step)
    assert extent_of(desk.kb, says(desk.reasoner, premise, conclusion)) == extent


def test_a_table_has_a_mark_for_each_cell(bank: Bank):
    question = bank["t-contrast"]
    right = dict(question.right_answer)
    assert right["1.1"] == ("holds",)
    assert right["3.1"] == ("contrary",)  # HIF-2α is active, where the row asks for inactive
    assert right["1.2"] == ("not_inferred",)
    wrong = {**right, "1.1": ("not_inferred",)}
    found = question.grade(wrong)
    assert [part.status.value for part in found].count("wrong") == 1
    assert "Angiogenesis: inferred." in found[0].message.text


def test_hypotheses(bank: Bank):
    question = bank["t-hypothesis"]
    assert question.key.entries[0].right == ("pre_existing",)
    assert marks(question, option=["pre_existing", "induced"])[0] == ("wrong", 0)
    assert "does not predict it" in question.grade({"option": "induced"})[0].message.text


def test_the_agenda_is_that_of_a_run_that_goes_on(desk: Desk, bank: Bank):
    question = bank["t-agenda"]
    situation = desk.reasoner.prepared(question.scenario)
    fired = Run(situation, 40).fired
    for number in range(40):
        run = Run(situation, number)
        assert run.fired == fired[:number]
        assert run.ready[0] == fired[number]
    assert question.key.entries[0].right == (fired[2],)
    assert set(bank["t-ready"].key.entries[0].right) <= set(Run(situation, 1).ready)


def test_rules_are_judged_by_their_models(bank: Bank):
    question = bank["t-rule"]
    assert marks(question, rule="oxygen_supply down and oxygen_demand -> hypoxia") == [("right", 2)]
    assert marks(question, rule="oxygen_demand -> hypoxia") == [("partly", 1)]  # too much, and nothing too little
    (part,) = question.grade({"rule": "oxygen_demand -> hypoxia"})
    assert "The smallest scenario that differs: given " in part.message.text
    assert "your rule gives hypoxia, and the reference does not" in part.message.text
    assert marks(question, rule="oxygen_demand -> angiogenesis") == [("wrong", 0)]
    assert marks(question, rule="oxygen demand causes hypoxia")[0][0] == "unreadable"
    question = bank["t-rule-unless"]
    assert marks(question, rule="hypoxia -> EMT in CSC unless no HIF2A")[0][0] in ("right", "unreadable")
    (part,) = question.grade({"rule": "hypoxia -> EMT in CSC"})
    assert "HIF-2α" in part.message.text
    assert part.status is Status.partly
    (part,) = question.grade({"rule": "hypoxia, HIF2A -> EMT in CSC"})
    assert part.message.text.startswith("The smallest scenario that differs: given hypoxia, ")
    assert part.status is Status.partly


def test_a_rule_about_a_wider_place_is_not_the_same(bank: Bank):
    (part,) = bank["t-rule-unless"].grade({"rule": "hypoxia -> EMT unless HIF2A down"})
    assert part.status is not Status.right


def test_circles_are_those_that_the_engine_refuses(bank: Bank):
    question = bank["t-circle"]
    assert question.key.entries[0].right == ("1", "2")
    assert marks(question, where=["1"], flaw="cycle") == [("partly", 0.5), ("right", 1)]
    (part, _) = question.grade({"where": ["1", "2", "3"]})
    assert part.message.text == "Rule 3 is no part of the circle, which runs without it all the same."


def test_hints_cost_what_they_say_and_never_more_than_was_earned(bank: Bank):
    question = bank["t-predict"]
    assert [each.costs for each in question.item.hints] == [0.1, 0.2, 0.3]
    right = dict(question.right_answer)
    found = [grade(question, Submission(exercise="t-predict", answer=right, hints=n)).points for n in range(4)]
    assert found == [3, 2.7, 2.1, 1.2]
    assert grade(question, Submission(exercise="t-predict", hints=3)).points == 0
    assert grade(question, Submission(exercise="t-predict", answer=right)).remark == "Well read."


def test_same_answer_same_mark_however_it_is_set(bank: Bank):
    question = bank["t-predict"]
    one = grade(question, Submission(exercise="t-predict", answer={"findings": " HIF2A "}))
    other = grade(question, Submission(exercise="t-predict", answer={"findings": ("HIF2A",)}))
    assert one == other
    assert one.exercise_digest == question.digest
    assert one.knowledge_base == question.kb.digest
    assert (
        one.answer_digest != grade(question, Submission(exercise="t-predict", answer={"findings": "EMT"})).answer_digest
    )


def test_what_students_see_holds_no_key(bank: Bank):
    for question in bank.values():
        shown = question.item.model_dump_json()
        for key in question.key.entries:
            for message in key.messages.values():
                assert message.text not in shown
        assert "answer" not in question.item.model_dump()


def test_the_rows_that_say_it_are_not_among_what_students_see_but_as_options(desk: Desk, bank: Bank):
    doc = bank["t-extent"].doc.model_copy(update={"rows": ("S191",)})
    question = QUESTIONS[QuestionType.extent](Sheet(desk), doc)
    assert question.key.cites == ("S191",)
    assert "S191" not in question.item.model_copy(update={"entries": ()}).model_dump_json()


def test_kinds_that_cannot_be_blocked_are_not(bank: Bank, desk: Desk):
    therapy = next(each.id for each in desk.kb.entities.values() if each.kind is Kind.therapy)
    (part,) = bank["t-intervene"].grade({"block": therapy})
    assert "cannot be blocked" in part.message.text


def test_entries_and_keys_are_values(bank: Bank):
    for question in bank.values():
        assert all(isinstance(each, Entry) for each in question.item.entries)
        for key in question.key.entries:
            assert EntryKey.model_validate_json(key.model_dump_json()) == key
