"""A session against the simplest model of one: a list of states and a place in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoner.model.scenario import Scenario
from reasoner.shell.session import Session

ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("change"), st.integers(0, 4)),
        st.tuples(st.sampled_from(["undo", "redo"]), st.integers(1, 4)),
    ),
    max_size=40,
)


@given(ACTS)
def test_undo_and_redo_are_moves_along_a_list(acts: list[tuple[str, int]]):
    session = Session()
    states, place = [""], 0
    for act, number in acts:
        if act == "change":
            title = f"state {number}"
            session = session.changed(title, Scenario(title=title))
            if title != states[place]:
                states, place = [*states[: place + 1], title], place + 1
        elif act == "undo":
            session, place = session.undo(number), max(0, place - number)
        else:
            session, place = session.redo(number), min(len(states) - 1, place + number)
        assert session.scenario.title == states[place]
        assert session.depth == place
        assert [point.scenario.title for point in session.done] == states[: place + 1]
        assert [point.scenario.title for point in reversed(session.undone)] == states[place + 1 :]


@given(ACTS, st.integers(1, 5))
def test_redo_makes_undo_undone(acts: list[tuple[str, int]], number: int):
    session = Session()
    for act, each in acts:
        if act == "change":
            session = session.changed(f"{each}", Scenario(title=f"{each}"))
    taken = min(number, session.depth)
    assert session.undo(number).redo(taken or 1) == session
    assert session.before(taken) == session.undo(number).now


def test_numbers_are_one_or_more():
    for act in (Session().undo, Session().redo):
        with pytest.raises(ValueError, match="1 or more"):
            act(0)


def test_a_change_that_changes_nothing_is_none():
    session = Session().changed("a", Scenario(title="a")).undo()
    assert session.changed("nothing", Scenario()) is session  # and what was undone can still be had again
    assert session.before(5) is None
