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
        ("what if we block the HIF-2α", "whatif block HIF2A"),
        ("what if there aren’t any CAFs", "whatif give CAF down"),
        ("what if hypoxia isn't there", "whatif remove hypoxia"),
        ("what if HIF2A is active", "whatif give HIF2A"),
        ("what if oxygen is 1%", "whatif give oxygen = 1 %"),
        ("what if it is a glioma", "whatif cancer glioma"),
        ("what if the tumour is treated with a taxane", "whatif give taxane"),
        ("and if HIF2A is blocked", "whatif block HIF2A"),
        ("suppose hypoxia is gone", "whatif remove hypoxia"),
        ("block HIF2A, but no CAFs", "apply block HIF2A, give CAF down"),
        ("CAFs are absent", "no CAFs"),
        ("there aren't any CAFs", "no CAFs"),
        ("forget hypoxia", "retract hypoxia"),
        ("please add CAFs", "assert CAFs"),
        ("now block HIF2A!", "block HIF2A"),
        ("in glioma", "cancer glioma"),
        ("the patient has a glioma", "cancer glioma"),
        ("how do I get rid of EMT in CSC", "targets EMT in CSC"),
        ("how to stop EMT in CSC?", "targets EMT in CSC"),
        ("show me how to stop EMT in CSC?", "targets EMT in CSC"),
        ("I want to know why EMT in CSC holds", "why EMT in CSC"),
        ("why isn’t there taxane state", "whynot taxane state"),
        ("is there EMT in CSC?", "why EMT in CSC"),
        ("do CAFs inhibit HIF2A", "says CAF -> no HIF2A"),
        ("what's HIF2A", "about HIF2A"),
        ("show all findings", "findings all"),
        ("list the findings", "findings"),
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
        ("please block a hypoxya", "E012", 16),
        ("> > what if hypoxya is blocked", "E012", 13),
        ('"what if hypoxya is blocked"', "E012", 10),
        ('why "hypoxya"?', "E012", 6),
        ("hypoxya?", "E012", 1),
        ("what about hypoxya", "E012", 12),
        ("hypoxia leads to EMTx", "E012", 18),
        ("do CAFs inhibit EMTx", "E012", 17),
        ("what if hypoxia and HIF2A is blocked", "E210", 9),
        ("what if HIF2A is blocked and hypoxia", "E210", 9),
        ("what if HIF2A isn't blocked", "E210", 9),
        ("what if no hypoxia, CAFs", "E016", 12),
        ("what if there are no CAFs and hypoxia", "E016", 22),
        ("hypoxia?", "E016", 1),
        ("no CAFs?", "E016", 1),
        ("what about hypoxia", "E016", 1),
        ("hypoxia leads to EMT", "E016", 1),
        ("hypoxia -> EMT", "E016", 1),
        ("suppose hypoxia -> EMT is gone", "E012", 20),
        ("hypoxia or CAFs", "E016", 9),
        ("why EMT and hypoxia", "E016", 5),
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


@pytest.mark.parametrize(
    "line",
    [
        "hypoxia.",
        "hypoxia!",
        ">hypoxia",
        ">>> hypoxia",
        "> > hypoxia",
        '"hypoxia"',
        "“hypoxia”",
        "“hypoxia.”",
        "a hypoxia",
        'assert "hypoxia"',
        "please hypoxia",
    ],
)
def test_what_stands_around_a_pasted_name_is_no_part_of_it(say: Inside, line: str):
    assert "Given: hypoxia." in say(line)


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("1% oxygen", "Given: oxygen = 1 %."),
        ("1 % oxygen.", "Given: oxygen = 1 %."),
        ("oxygen is 1 %.", "Given: oxygen = 1 %."),
        ("hypoxia plus CAFs", "Given: hypoxia, CAFs."),
        ("hypoxia without CAFs", "Given: hypoxia. Observed absent: CAFs."),
        ("hypoxia but no CAFs", "Given: hypoxia. Observed absent: CAFs."),
    ],
)
def test_lists_and_numbers_are_read_as_they_are_said(say: Inside, line: str, given: str):
    assert say(line).startswith(given)


@pytest.mark.parametrize(
    "line", ["now add hypoxya", "please add hypoxya", "forgett hypoxia", "how is that", "there hypoxia"]
)
def test_no_verb_of_another_meaning_is_held_out(say: Inside, line: str):
    """A verb that merely looks like the first word would turn round what was said."""
    answer = say(line)
    assert "E012" in answer
    assert not any(f"did you mean `{verb} " in answer for verb in ("no", "release", "force", "show", "tee"))


def test_verbs_that_are_misspelt_are_still_found(say: Inside):
    assert "did you mean `block HIF2A`" in say("blcok HIF2A")
    assert "did you mean `findings`" in say("fidnings")


@pytest.mark.parametrize("phrase", EXAMPLES, ids=lambda phrase: phrase.example)
def test_what_a_line_is_read_as_is_a_line_that_says_the_same(kb, home, phrase):
    in_words, by_echo = Inside(kb), Inside(kb)
    for each in (in_words, by_echo):
        each("hypoxia", "CAFs")
    echo, _, rest = in_words(phrase.example).partition("\n")
    assert by_echo(echo.removeprefix("Read as: ")).split()[:12] == rest.split()[:12]
    assert in_words.shell.scenario == by_echo.shell.scenario


def test_names_stay_names_and_verbs_stay_verbs(say: Inside):
    assert say("rest and wait").startswith("Given: rest and wait.")
    assert say("signals that it gives off").startswith("Given: signals that it gives off.")
    assert say("signals that it gives off, CAFs").startswith("Given already: signals that it gives off.")
    assert say("why is there a group of cells").startswith("Read as: why a group of cells\n")
    assert say("what if we block a group of cells").startswith("Read as: whatif block a group of cells\nWith")
    assert "Read as: says hypoxia -> a group of cells\n" in say("does hypoxia lead to a group of cells")
    assert "Read as" not in say("why rest and wait")
    assert "Read as" not in say("block HIF2A")
    assert "Read as" not in say("add CAFs")
    assert "`help phrases` lists" in say("what on earth")


def test_phrases_complete_behind_their_opening(say: Inside):
    say("hypoxia")
    offered = Completion(say.shell).candidates
    assert offered("what if HI")[0].text == "HIF2A"
    assert offered("what if we block HI")[0].text == "HIF2A"
    assert offered("what if CAFs are gone and HI")[0].text == "HIF2A"
    assert offered("please block HI")[0].text == "HIF2A"
    assert offered("does HI")[0].text == "HIF2A"
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
    assert read(Piece("block b" + " and block b" * 150 + " and")) is not None
    assert changes(Piece("block b" + " and give b" * 150 + " and , x")) is not None


def test_what_was_read_is_told_without_the_blanks_of_what_gave_way(say: Inside):
    assert say("does hypoxia lead to EMT in CSC?").startswith("Read as: says hypoxia -> EMT in CSC\n")


def test_a_line_that_is_far_too_long_is_no_phrase(kb):
    long = "if " + "and we block a is " * 200
    assert read(Piece(long)) is None
    with pytest.raises(UsageError, match="too long"):
        Inside(kb).shell.run(long)
