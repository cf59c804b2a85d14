"""What is observed: assert, observe, no, retract."""

from __future__ import annotations

from reasoner.errors import Problem, UsageError
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Measurement
from reasoner.model.scenario import Scenario
from reasoner.program import edits
from reasoner.shell.echo import Echo
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece
from reasoner.shell.reading import Assumption, Context, Item
from reasoner.shell.table import Command, Slot

_GROUP = "What is given"


def assert_(shell: Shell, rest: Piece) -> None:
    """Give what a line names, whatever it is: findings, numbers, a cancer, a stage, a site, a hypothesis."""
    _give(shell, shell.reader.items(rest) if rest.text else _wanted(shell, rest))


def observe(shell: Shell, rest: Piece) -> None:
    """The same, but a site is something found, not the setting."""
    _give(shell, shell.reader.items(rest, sites=False) if rest.text else _wanted(shell, rest))


def no(shell: Shell, rest: Piece) -> None:
    """Take back what is given, or observe its absence."""
    if not rest.text:
        raise shell.reader.error("E200", "expected a name behind `no`, as `no CAFs`", rest, "help no")
    _give(shell, shell.reader.items(Piece(f"no {rest.text}", rest.column - len("no "))))


def retract(shell: Shell, rest: Piece) -> None:
    """Take back what a line names."""
    if not rest.text:
        raise shell.reader.error("E200", "expected what is to be taken back, as `retract hypoxia`", rest)
    scenario, echo = shell.scenario, Echo()
    items = _retracted(shell, rest)
    for item in items:
        scenario = _take_back(shell, scenario, item, echo)
    shell.change(f"retract {', '.join(item.piece.text for item in items)}", scenario, str(echo))


def _retracted(shell: Shell, rest: Piece) -> list[Item]:
    """What a line names; a measure is named without its number, too."""
    try:
        return shell.reader.items(rest)
    except UsageError:
        try:
            measure = shell.names.measure(rest.text)
        except UsageError:
            pass
        else:
            number = next((n for n in edits.current(shell.kb, shell.scenario).measured if n.measure == measure), None)
            if number is None:
                raise edits.not_there(shell.kb, shell.scenario, f"no number is given for {rest.text}") from None
            return [Item(number, rest)]
        raise


def _wanted(shell: Shell, rest: Piece) -> list[Item]:
    raise shell.reader.error("E200", "expected a name behind it, as `assert hypoxia`", rest, "help assert")


def _give(shell: Shell, items: list[Item]) -> None:
    scenario, echo = shell.scenario, Echo()
    for item in items:
        scenario = _given(shell, scenario, item, echo)
    verb = "" if any(item.absent for item in items) else "assert "
    words = ", ".join(("no " if item.absent else "") + item.piece.text for item in items)
    shell.change(f"{verb}{words}", scenario, str(echo))


def _given(shell: Shell, scenario: Scenario, item: Item, echo: Echo) -> Scenario:
    kb, meaning = shell.kb, item.meaning
    if item.absent:
        return _absent(shell, scenario, item, echo)
    if isinstance(meaning, Measurement):
        changed = edits.measure(shell.kb, scenario, meaning)
        before = [each for each in edits.current(kb, scenario).measured if each.measure == meaning.measure]
        was = f" (was {before[0].value} {before[0].unit})" if before and changed is not scenario else ""
        echo.add("Given", f"{kb.entities[meaning.measure].label} = {meaning.value} {meaning.unit}{was}")
        return changed
    if isinstance(meaning, Finding):
        changed = edits.give(kb, scenario, meaning)
        echo.add("Given already" if changed is scenario else "Given", kb.label(meaning))
        if kb.kind(meaning) is Kind.outcome and changed is not scenario:
            echo.notes.append("An outcome is what other things lead to; it is taken as observed.")
        return changed
    return put_in_setting(shell, scenario, meaning, echo)


def put_in_setting(shell: Shell, scenario: Scenario, meaning: Context | Assumption, echo: Echo) -> Scenario:
    """Set the cancer, the stage or the site, or assume an option."""
    kb, setting = shell.kb, scenario.setting
    if isinstance(meaning, Context):
        before = getattr(setting, meaning.key)
        was = f" (was {kb.entities[before].label})" if before and before != meaning.value else ""
        echo.add(meaning.key.capitalize(), kb.entities[meaning.value].label + was)
        return edits.place_in(scenario, meaning.key, meaning.value)
    group = kb.groups_by_id[meaning.group]
    labels = {option.id: option.label for option in group.options}
    earlier = dict(setting.assume).get(meaning.group)
    was = f" (in place of {labels[earlier]})" if earlier and earlier != meaning.option else ""
    echo.add("Assumed", f"{labels[meaning.option]} ({meaning.group}/{meaning.option}){was}")
    return edits.assume(scenario, meaning.group, meaning.option)


def _absent(shell: Shell, scenario: Scenario, item: Item, echo: Echo) -> Scenario:
    """`no X`: taken back where it is given, else observed absent."""
    kb, meaning = shell.kb, item.meaning
    if not isinstance(meaning, Finding):
        return _take_back(shell, scenario, item, echo)
    if meaning in edits.current(kb, scenario).given:
        echo.add("No longer given", kb.label(meaning))
        return edits.retract(kb, scenario, meaning)
    if meaning.down:
        raise shell.reader.error("E016", f"`{item.piece.text}` is an absence already", item.piece)
    changed = edits.give(kb, scenario, meaning.contrary)
    echo.add("Observed absent already" if changed is scenario else "Observed absent", kb.name(meaning.node))
    return changed


def _take_back(shell: Shell, scenario: Scenario, item: Item, echo: Echo) -> Scenario:
    kb, meaning = shell.kb, item.meaning
    try:
        if isinstance(meaning, Measurement):
            changed = edits.unmeasure(kb, scenario, meaning.measure)
            name = kb.entities[meaning.measure].label
        elif isinstance(meaning, Finding):
            found = meaning.contrary if item.absent else meaning
            changed, name = edits.retract(kb, scenario, found), kb.label(found)
        elif isinstance(meaning, Context):
            if getattr(scenario.setting, meaning.key) != meaning.value:
                message = f"{kb.entities[meaning.value].label} is not the {meaning.key}"
                raise UsageError(Problem("E024", message))
            changed = edits.place_in(scenario, meaning.key, None)
            name = f"{kb.entities[meaning.value].label}, the {meaning.key}"
        else:
            if (meaning.group, meaning.option) not in scenario.setting.assume:
                raise UsageError(Problem("E024", f"{meaning.group}/{meaning.option} is not assumed"))
            changed = edits.assume(scenario, meaning.group, None)
            name = f"{meaning.group}/{meaning.option}, assumed"
    except UsageError as error:
        where = shell.reader.where(item.piece.column)
        raise UsageError(problem.at(where) for problem in error.problems) from error
    echo.add("No longer given", name)
    return changed


COMMANDS = (
    Command(
        "assert",
        "assert X, ...",
        "give what is there: findings, numbers, a cancer, a stage, a site",
        assert_,
        Slot.finding,
        ("assert hypoxia", "CSC", "oxygen 1%", "hypoxia, CSC in glioblastoma"),
        ("give", "given", "add"),
        _GROUP,
        more=(
            "The verb can be left out. X is a name, however it is spelt, with `down` for low or absent and `in PLACE`.",
            "The name of a cancer, a stage or a site sets the context.",
        ),
    ),
    Command(
        "observe",
        "observe X, ...",
        "give what was seen; what the sources lead to expect otherwise is set aside",
        observe,
        Slot.finding,
        ("hypoxia", "observe HIF2A down"),
        (),
        _GROUP,
    ),
    Command(
        "no",
        "no X",
        "take X back where it is given, else observe that it is absent",
        no,
        Slot.finding,
        ("no CSC",),
        ("not", "without"),
        _GROUP,
    ),
    Command(
        "retract",
        "retract X, ...",
        "take back what is given, or a cancer, a stage, a site, a hypothesis",
        retract,
        Slot.given,
        ("hypoxia", "retract hypoxia"),
        ("remove", "drop"),
        _GROUP,
    ),
)
