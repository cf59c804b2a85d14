"""What is intervened on: block, force, release."""

from __future__ import annotations

from reasoner.errors import UsageError
from reasoner.model.finding import Finding, Node
from reasoner.model.scenario import Scenario
from reasoner.program import edits
from reasoner.program.edits import Edit
from reasoner.render.words import listed
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece
from reasoner.shell.table import Command, Slot

_GROUP = "What is changed"


def block(shell: Shell, rest: Piece) -> None:
    """Fix nodes to down."""
    _fix(shell, rest, edits.block, "block", "Inhibited")


def force(shell: Shell, rest: Piece) -> None:
    """Fix nodes to up."""
    _fix(shell, rest, edits.force, "force", "Forced")


def release(shell: Shell, rest: Piece) -> None:
    """Let nodes go."""
    scenario = shell.scenario
    nodes = _nodes(shell, rest, "release")
    for node in nodes:
        scenario = _applied(shell, edits.release, scenario, node, rest)
    names = listed(shell.kb.name(node) for node in nodes)
    shell.change(f"release {', '.join(map(str, nodes))}", scenario, f"No longer fixed: {names}.")


def _fix(shell: Shell, rest: Piece, edit: Edit, verb: str, word: str) -> None:
    kb, scenario = shell.kb, shell.scenario
    done: dict[str, list[str]] = {}
    nodes = _nodes(shell, rest, verb)
    for node in nodes:
        changed = _applied(shell, edit, scenario, node, rest)
        name = kb.name(node) if verb == "block" else kb.label(Finding(*node))
        done.setdefault(f"{word} already" if changed is scenario else word, []).append(name)
        scenario = changed
    echo = " ".join(f"{how}: {listed(names)}." for how, names in done.items())
    shell.change(f"{verb} {', '.join(map(str, nodes))}", scenario, echo)


def _nodes(shell: Shell, rest: Piece, verb: str) -> list[Node]:
    if not rest.text:
        raise shell.reader.error("E200", f"expected a name behind it, as `{verb} HIF2A`", rest, f"help {verb}")
    return shell.reader.nodes(rest)


def _applied(shell: Shell, edit: Edit, scenario: Scenario, node: Node, rest: Piece) -> Scenario:
    try:
        return edit(shell.kb, scenario, node)
    except UsageError as error:
        raise UsageError(problem.at(shell.reader.where(rest.column)) for problem in error.problems) from error


COMMANDS = (
    Command(
        "block",
        "block X, ...",
        "inhibit X and every kind of it: nothing brings it about while it is blocked",
        block,
        Slot.node,
        ("hypoxia", "block HIF2A"),
        ("inhibit",),
        _GROUP,
    ),
    Command(
        "force",
        "force X, ...",
        "switch X on, whatever else there is",
        force,
        Slot.node,
        ("force HIF2A",),
        (),
        _GROUP,
    ),
    Command(
        "release",
        "release X, ...",
        "end blocking or forcing of X",
        release,
        Slot.fixed,
        ("block HIF2A", "release HIF2A"),
        ("unblock",),
        _GROUP,
    ),
)
