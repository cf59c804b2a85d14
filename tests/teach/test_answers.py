"""What students type as an answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoner.errors import UsageError
from reasoner.knowledge.names import Names
from reasoner.model.exercise import Entry, Option
from reasoner.model.knowledge import KnowledgeBase
from reasoner.teach.answers import Answers
from tests.teach.hand import OPTIONS

MANY = Entry(id="f", kind="many", options=OPTIONS)
ONE = Entry(id="f", kind="one", options=OPTIONS)
ORDER = Entry(id="f", kind="order", options=OPTIONS)
NAMES = Entry(id="f", kind="names", what="condition", most=2)
BLOCKS = Entry(id="f", kind="names", what="block")
RULE = Entry(id="f", kind="rule")
EMT, HIF, REC = "EMT in CSC", "HIF2A", "recruitment"


@pytest.fixture(scope="module")
def answers(kb: KnowledgeBase) -> Answers:
    return Answers(kb, Names(kb))


@pytest.mark.parametrize(
    ("entry", "text", "read"),
    [
        (MANY, "1 3", (EMT, REC)),
        (MANY, "3,1", (REC, EMT)),
        (MANY, "#2.", (HIF,)),
        (MANY, "1 1", (EMT,)),
        (MANY, "emt in cscs and 3", (EMT, REC)),
        (MANY, "EPAS1; recruitment of CAFs", (HIF, REC)),
        (MANY, "HIF-2alpha active", (HIF,)),
        (ONE, "2", HIF),
        (ONE, "recruitment", REC),
        (ORDER, "3 1 2", (REC, EMT, HIF)),
        (ORDER, "3 > 1 -> HIF-2α active", (REC, EMT, HIF)),
        (NAMES, "low oxygen, cancer-associated fibroblasts", ("hypoxia", "CAF")),
        (BLOCKS, "block hif-2a and TGF-beta", ("HIF2A", "TGFB")),
        (RULE, "hypoxia -> EMT in CSC unless CAF", "hypoxia -> EMT in CSC unless CAF"),
    ],
)
def test_as_people_type(answers: Answers, entry: Entry, text: str, read: object):
    assert answers.read(entry, text) == read


@pytest.mark.parametrize(
    ("entry", "text", "code", "said"),
    [
        (MANY, "4", "E012", "numbers 1 to 3"),
        (MANY, "emt", "E012", "did you mean `EMT in CSCs`?"),
        (MANY, " , ;", "E332", "empty"),
        (MANY, "x" * 3000, "E332", "2000"),
        (ONE, "1 2", "E332", "one answer"),
        (ORDER, "1 2", "E332", "3 recruitment"),
        (ORDER, "1 2 2", "E332", "twice"),
        (NAMES, "hypoxya", "E012", "did you mean `hypoxia`?"),
        (NAMES, "HSC", "E014", "`CAF`"),
        (NAMES, "hypoxia, CAF, CSC", "E332", "at most 2"),
        (NAMES, "oxygen = 1 %, CAF", "E016", "name what the number means, as `hypoxia`"),
        (RULE, "hypoxia EMT", "E230", "arrow"),
        (RULE, "hypoxia -> nothing known", "E012", "unknown"),
    ],
)
def test_what_cannot_be_taken(answers: Answers, entry: Entry, text: str, code: str, said: str):
    with pytest.raises(UsageError) as error:
        answers.read(entry, text)
    assert error.value.problems[0].code == code
    assert said in str(error.value)


def test_an_id_that_is_a_number_is_itself(answers: Answers):
    """In a proof, steps are called by their numbers, wherever they stand in the list."""
    steps = tuple(Option(id=each, text=f"step {each}") for each in ("2", "1"))
    assert answers.read(Entry(id="f", kind="one", options=steps), "2") == "2"


def test_options_that_read_alike_are_asked_about(answers: Answers):
    alike = (Option(id="a", text="More CAFs"), Option(id="b", text="more-CAFs"))
    with pytest.raises(UsageError) as error:
        answers.read(Entry(id="f", kind="one", options=alike), "more CAFs")
    assert error.value.problems[0].code == "E014"
    assert answers.read(Entry(id="f", kind="one", options=alike), "2") == "b"


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([MANY, ONE, ORDER, NAMES, BLOCKS, RULE]),
    st.text(max_size=40)
    | st.lists(st.sampled_from(["1", "3", "EMT", ",", "->", "and", "hypoxia", "-", ">"])).map(" ".join),
)
def test_anything_is_read_or_refused(answers: Answers, entry: Entry, text: str):
    """And what is read is one of the options, each once, so that it can be graded."""
    try:
        read = answers.read(entry, text)
    except UsageError:
        return
    named = (read,) if isinstance(read, str) else read
    assert named
    if entry.options:
        assert set(named) <= {each.id for each in entry.options}
        assert len(set(named)) == len(named)
