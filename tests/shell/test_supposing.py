"""`whatif`, `needs`, `next` and `compare` in a session: they answer, and leave it as it is."""

from __future__ import annotations

import pytest

from tests.shell.driving import Inside


def test_whatif_answers_and_changes_nothing(say: Inside):
    say("hypoxia")
    before, depth = say.shell.scenario, say.shell.session.depth
    answer = say("whatif block HIF-2alpha, give CSCs")
    assert answer.startswith("With HIF-2α inhibited, and with CSCs given:")
    assert "HIF-2α inhibited:" in answer
    assert "(was moderate)" in answer
    assert say.shell.scenario is before
    assert say.shell.session.depth == depth
    assert "Given: hypoxia." in say("scenario")


def test_a_name_alone_goes_with_the_verb_before_it(say: Inside):
    say("hypoxia")
    assert say("whatif CSCs").startswith("With CSCs given:")
    assert say("whatif block HIF2A, TGFB").startswith("With HIF-2α inhibited, and with TGF-β")
    assert say("if no hypoxia").startswith("With hypoxia not given:")
    assert say("whatif give hypoxia").startswith("With hypoxia given (as it is):\nNothing is different")


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("whatif", "E210", 7),
        ("whatif block HIF9", "E012", 14),
        ("whatif remove CSC", "E024", 15),
        ("needs dormancy of stars", "E012", 7),
        ("needs TGFB", "E203", 7),
        ("next for xylophone", "E012", 10),
        ("compare", "E212", 8),
        ("compare no-such.yaml", "E001", 0),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(say: Inside, line: str, code: str, column: int):
    say("hypoxia")
    before = say.shell.scenario
    with pytest.raises(Exception, match=code) as raised:
        say.shell.run(line, "script", 4)
    where = raised.value.problems[0].where
    assert not column or (where.path, where.line, where.column) == ("script", 4, column)
    assert say.shell.scenario is before


def test_needs_takes_names_and_numbers(say: Inside):
    say("hypoxia")
    by_name = say("needs HIF2A")
    assert "Cannot do without: hypoxia (given)." in by_name
    assert "CSC enrichment" in say("needs 2")
    assert "error[E200]: there is no number 99" in say("needs 99")


def test_next_lists_conditions(say: Inside):
    say("hypoxia")
    answer = say("next 1")
    assert "What one more condition would change" in answer
    assert "next 1 all shows them" not in answer or "--all" not in answer
    assert "HIF-2α active: holds" in say("next for HIF2A")
    assert say("next HIF2A") == say("next for HIF2A").replace("next for", "next")


def test_compare_with_a_saved_file_and_of_two(say: Inside):
    say("hypoxia", "save one.yaml", "block HIF2A")
    answer = say("compare one.yaml")
    assert answer.splitlines()[0].endswith("Given: hypoxia. Inhibited: HIF-2α.")
    assert answer.splitlines()[1] == "B: Given: hypoxia."
    assert "In B only\n  HIF-2α active" in say("compare one.yaml all")
    assert "Nothing is different" in say("compare one.yaml one.yaml")
