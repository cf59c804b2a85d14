"""How a search ends: whole, cut short by a limit, interrupted, or with the first model."""

from __future__ import annotations

import itertools
import signal
import threading

from reasoner.model.scenario import Scenario
from reasoner.questions.seek import seek
from reasoner.questions.targets import Wish, targets
from reasoner.search.logic import Logic
from reasoner.search.minimal import control, minimal_sets, satisfiable
from tests.explain.making import item, reasoner, rule
from tests.questions.searching import BASE, F, given, items


def test_a_limit_cuts_short_and_says_so() -> None:
    made = reasoner(*BASE)
    whole = seek(made, Scenario(), [F("EMT")])
    cut = seek(made, Scenario(), [F("EMT")], limit=1)
    assert (len(whole.sets), whole.cut, whole.complete_to) == (2, "", 2)
    assert (len(cut.sets), cut.cut, cut.complete_to) == (1, "limit", 1)


def test_ctrl_c_gives_what_was_found_so_far() -> None:
    def interrupt(size: int, _found: int) -> None:
        if size == 2:
            raise KeyboardInterrupt

    answer = seek(reasoner(*BASE), Scenario(), [F("EMT")], most=3, progress=interrupt)
    assert (items(answer.sets), answer.cut, answer.complete_to) == ([["hypoxia"]], "interrupted", 1)


def test_ctrl_c_before_all_scenarios_were_searched_leaves_nothing_complete() -> None:
    def interrupt(size: int, _found: int) -> None:
        if size == 2:
            raise KeyboardInterrupt

    made = reasoner(*BASE, rule("caf-vegf", ["CAF"], "VEGF", item("S018", 1)))
    answer = targets(made, [given("hypoxia"), given("CAF")], Wish(F("angiogenesis")), interrupt)
    assert (answer.cut, answer.complete_to) == ("interrupted", -1)


def test_ctrl_c_within_a_search_gives_what_was_found_until_then() -> None:
    """A search that takes minutes: pigeons that do not fit their holes, unless one of two choices is made."""
    solver = control()
    with Logic(solver) as logic:
        choices = [logic.choice() for _ in range(12)]
        nests = [[logic.choice() for _ in range(11)] for _ in range(12)]
        for pigeon in nests:
            logic.forbid([*(-nest for nest in pigeon), -choices[0]])
        for hole in zip(*nests, strict=True):
            for one, other in itertools.combinations(hole, 2):
                logic.forbid([one, other, -choices[0]])
        logic.forbid([-each for each in choices[:2]])
    timer = threading.Timer(1.0, lambda: signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT))
    timer.start()
    found = minimal_sets(solver, choices, 4, 10**6)
    timer.cancel()
    assert found.cut == "interrupted"
    assert found.complete_to < 4


def test_that_larger_sets_exist_is_known_from_the_first() -> None:
    """Forty free choices have more models than could ever be gone through."""
    solver = control()
    with Logic(solver) as logic:
        choices = [logic.choice() for _ in range(40)]
        logic.forbid([-choices[0]])
    assert satisfiable(solver)


def test_what_is_known_is_told_from_the_first_atom() -> None:
    with Logic(control()) as logic:
        atom = logic.atom()
        assert logic.either([atom, True]) is True
        assert logic.either([True, atom]) is True
        assert logic.either([atom, False]) == atom
        assert logic.both(atom, False) is False
        assert logic.at_least(1, [atom, True]) is True
        assert logic.at_least(2, [atom, False]) is False
