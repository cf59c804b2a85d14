"""Plain words: what they are read as, that names come first, and that nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoner.errors import UsageError
from reasoner.shell.commands import table
from reasoner.shell.completion import Completion
from reasoner.shell.parser import Piece
from reasoner.shell.phrasing import PHRASES, changes, opened, read
from tests.shell.driving import Inside

EXAMPLES = [each for each in PHRASES if each.example]


@pytest.mark.parametrize("phrase", EXAMPLES, ids=lambda phrase: phrase.example)
def test_every_example_is_read_and_works(say: Inside, phrase):
    say("hypoxia", "CAFs", "findings")
    answer = say(f"{phrase.example}?")
    assert answer.startswith(f"Read as: {phrase.verb.split()[0]}")
    assert "error[" not in answer
    assert phrase.example in say("help phrases")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("what if HIF2A is blocked?", "whatif block HIF2A"),
        ("What happens when HIF2A is knocked out", "whatif block HIF2A"),
        ("what if HIF2A and TGF-β are silenced and CAFs are added", "whatif block HIF2A, block TGFB, give CAF"),
        ("what if there are no CAFs", "whatif give CAF down"),
        ("what if there is no hypoxia", "whatif remove hypoxia"),
        ("what if rest and wait is blocked", "whatif block rest and wait"),
        ("if HIF2A is blocked", "whatif block HIF2A"),
        ("why is there an EMT in CSCs", "why EMT in CSCs"),
        ("why not relapse in CSC", "whynot relapse in CSC"),
        ("why isn't there taxane state?", "whynot taxane state"),
        ("does hypoxia lead to EMT in CSC?", "says hypoxia -> EMT in CSC"),
        ("HIF2A is blocked", "block HIF2A"),
        ("hypoxia is gone", "retract hypoxia"),
        ("add CAFs and block HIF2A", "apply give CAFs, block HIF2A"),
        ("what else would change EMT in CSC", "next for EMT in CSC"),
        ("what does EMT in CSC rest on", "needs EMT in CSC"),
        ("what are CAFs", "about CAFs"),
    ],
)
def test_words_answer_as_the_verb_does(kb, home, line: str, meant: str):
    in_words, by_verb = Inside(kb), Inside(kb)
    in_words("hypoxia")
    by_verb("hypoxia")
    told = in_words(line)
    answer = by_verb(meant)
    assert "error[" not in answer
    echo, _, rest = told.partition("\n")
    if not line.startswith("if "):  # a word of the verb itself
        assert echo.startswith("Read as: ")
    else:
        rest = told
    quoted = meant.partition(" ")[2]  # what stands in hints, as it was typed
    assert rest.split()[:12] == answer.split()[:12], quoted
    assert in_words.shell.scenario == by_verb.shell.scenario


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("what if hypoxya is blocked", "E012", 9),
        ("why is there an hypoxya", "E012", 17),
        ("does hypoxia lead to EMTx", "E012", 22),
        ("what would end EMTx?", "E012", 16),
        ("add CAFs and block EMTx", "E012", 20),
        ("why not", "E200", 8),
        ("what if", "E210", 8),
        ("what if HSC is blocked", "E014", 9),
    ],
)
def test_what_is_no_name_is_refused_where_it_stands(kb, home, line: str, code: str, column: int):
    from reasoner.errors import ReasonerError

    shell = Inside(kb).shell
    with pytest.raises(ReasonerError) as caught:
        shell.run(line, "s", 1)
    problem = caught.value.problems[0]
    assert (problem.code, problem.where.column) == (code, column)
    assert shell.session.depth == 0


def test_names_stay_names_and_verbs_stay_verbs(say: Inside):
    assert say("rest and wait").startswith("Given: rest and wait.")
    assert "Read as" not in say("why rest and wait")
    assert "Read as" not in say("block HIF2A")
    assert "Read as" not in say("add CAFs")
    assert "`help phrases` lists" in say("what on earth")


def test_phrases_complete_behind_their_opening(say: Inside):
    say("hypoxia")
    offered = Completion(say.shell).candidates
    assert offered("what if HI")[0].text == "HIF2A"
    assert [each.text for each in offered("why is there EM")] == ["EMT", "EMT in CSC", "EMT in cancer_cell"]
    assert offered("what would bring about rest a")[0].text == "rest_and_wait"
    assert opened("what if HI") == ("whatif", "HI")
    assert opened("why is there a EM") == ("why", "EM")
    assert opened("what would bring about ") == ("seek", "")
    assert opened("hypo") is None


WORDS = st.sampled_from(
    ["hypoxia", "HIF2A", "and", "is", "are", "blocked", "no", "there", "block", "remove", ",", "what", "if"]
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
@settings(deadline=None, max_examples=300)
def test_readings_stay_within_the_line(line: str):
    """Whatever is read, its verb exists, and its names stand in the line where they are said to."""
    found = read(Piece(line))
    parts = [(name.text, name.column) for _, name in changes(Piece(line))]
    if found and found[0] != "says":
        assert found[0] in table().by_word
        parts.append((found[1].text, found[1].column))
    for text, column in parts:
        if text and not text.startswith("for "):
            assert line[column - 1 : column - 1 + len(text)] == text


def test_many_words_take_no_time_to_refuse():
    """Each place is tried once: with one try for every way to cut, this would never end."""
    assert read(Piece("block a" + " and block a" * 150 + " and")) is not None
    assert changes(Piece("block a" + " and give a" * 150 + " and , x")) is not None


def test_what_was_read_is_told_without_the_blanks_of_what_gave_way(say: Inside):
    assert say("does hypoxia lead to EMT in CSC?").startswith("Read as: says hypoxia -> EMT in CSC\n")


def test_a_line_that_is_far_too_long_is_no_phrase(kb):
    long = "if " + "and we block a is " * 200
    assert read(Piece(long)) is None
    with pytest.raises(UsageError, match="too long"):
        Inside(kb).shell.run(long)
