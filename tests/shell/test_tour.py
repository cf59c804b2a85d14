"""The tour: every line of it works, here and on the real base, and nobody is held."""

from __future__ import annotations

import pytest

from reasoner.knowledge.cache import load_cached
from tests.shell.driving import Inside, piped


def walk(say: Inside) -> list[str]:
    """Take the tour; gives what each of its lines is answered."""
    answers = [say("tour")]
    while say.shell.tour:
        answers.append(say(say.shell.tour.step.line))
        assert len(answers) < 30
    return answers


def test_every_step_works(say: Inside):
    answers = walk(say)
    assert not [each for each in answers if "error[" in each]
    assert "That was the tour." in answers[-1]
    assert len(answers) > 8


def test_the_tour_of_the_shipped_base(home):
    say = Inside(load_cached())
    answers = walk(say)
    assert not [each for each in answers if "error[" in each]
    lines = [each.split("Type: ")[-1].strip() for each in answers[:-1]]
    assert lines[:2] == ["hypoxia", "why 1"]
    assert "whynot CXCR4-high state" in lines
    assert "not inferred" in answers[1 + lines.index("whynot CXCR4-high state")]
    assert "With" in answers[1 + lines.index("whatif 1")]


def test_other_lines_are_answered_and_the_tour_waits(say: Inside):
    say("tour")
    assert "Tour" not in say("CSC")
    assert "error[" in say("hypoxya")
    assert say.shell.offered == "hypoxia"
    assert "Tour, 2 of" in say("  HYPOXIA ")


def test_it_begins_with_nothing_given_and_loses_nothing(say: Inside):
    say("CSC")
    assert "The tour begins with nothing given." in say("tour")
    assert not say.shell.scenario.phases[-1].given
    say("tour end", "undo")
    assert [str(each) for each in say.shell.scenario.phases[-1].given] == ["CSC"]
    assert "There is no tour to end." in say("tour end")


@pytest.mark.parametrize("line", ["tour 99", "tour x", "tour 0"])
def test_steps_that_there_are_not(say: Inside, line: str):
    assert "error[E200]" in say(line)
    assert say.shell.tour is None


def test_an_empty_line_types_it_where_there_is_no_menu(folder, home):
    """A script has no offers: an empty line of it is nothing."""
    done = piped(folder, home, given="tour\n\n\n")
    assert "Tour, 1 of" in done.stdout
    assert "Given" not in done.stdout
