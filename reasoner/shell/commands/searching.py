"""Searches: what would bring findings about, what would end one, what tells hypotheses apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reasoner.errors import UsageError
from reasoner.knowledge.names import grade, kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.search import Discriminate, Seek, Targets
from reasoner.questions.discriminate import discriminate as ask_discriminate
from reasoner.questions.seek import seek as ask_seek
from reasoner.questions.targets import Wish
from reasoner.questions.targets import targets as ask_targets
from reasoner.render.layout import Block
from reasoner.render.numbers import Numbers
from reasoner.render.shell_parts import in_shell_words, plain_list
from reasoner.render.text import told
from reasoner.shell.interpreter import Shell
from reasoner.shell.options import number, split
from reasoner.shell.parser import Piece
from reasoner.shell.table import Command, Slot

_GROUP = "Questions"
_BOUNDS = (
    "`-k N` sets how many changes a set may have (2, at most 6); `--all` folds nothing; Ctrl-C shows what there is."
)
_SETS = "A set has a number: `whatif N` tries it, `apply N` makes it."


def seek(shell: Shell, rest: Piece) -> None:
    """Search for conditions that bring findings about."""
    asked, options = split(shell.reader, rest, ("all",), ("k", "support", "from", "not"))
    if not asked.text and "not" not in options:
        raise shell.reader.error("E200", "expected a finding, as `seek EMT`", rest, "help seek")
    goals = _findings(shell, asked) if asked.text else []
    unwanted = [finding for finding, absent in goals if absent]
    unwanted += [finding for finding, _ in _findings(shell, options["not"])] if "not" in options else []
    among = [finding for finding, _ in _findings(shell, options["from"])] if "from" in options else None
    with _at(shell, asked if asked.text else rest):
        answer = ask_seek(
            shell.reasoner,
            shell.scenario,
            [finding for finding, absent in goals if not absent],
            unwanted,
            support=_grade(shell, options, "support") or Grade.hypothesis,
            among=among,
            most=number(shell.reader, options, "k", 2),
        )
    _tell(shell, answer, rest, "all" in options, "seek")


def targets(shell: Shell, rest: Piece) -> None:
    """Search for blocks that end a finding."""
    asked, options = split(shell.reader, rest, ("all", "allow-force"), ("k", "below", "keep", "kind", "among"))
    if not asked.text:
        raise shell.reader.error("E200", "expected a finding that holds, or its number", rest, "help targets")
    (finding, *_) = shell.reader.numbered(asked) or (shell.reader.one(shell.names.said, asked),)
    keep = [each for each, _ in _findings(shell, options["keep"])] if "keep" in options else []
    kinds = options["kind"].text.replace(",", " ").split() if "kind" in options else []
    with _at(shell, options.get("kind", asked)):
        read = tuple(map(kind, kinds))
    wish = Wish(
        finding,
        _grade(shell, options, "below"),
        tuple(keep),
        read,
        tuple(shell.reader.nodes(options["among"])) if "among" in options else None,
        "allow-force" in options,
        number(shell.reader, options, "k", 2),
    )
    with _at(shell, asked):
        answer = ask_targets(shell.reasoner, [shell.scenario], wish)
    _tell(shell, answer, rest, "all" in options, "targets")


def discriminate(shell: Shell, rest: Piece) -> None:
    """Search for what tells the options of a hypothesis group apart."""
    asked, options = split(shell.reader, rest, ("all", "interventions"), ("k", "from"))
    if not asked.text:
        groups = [(group.question, f"discriminate {group.id}") for group in shell.kb.groups]
        if not groups:
            shell.say("There are no hypothesis groups.")
            return
        shell.out.show(plain_list("Open questions:", groups))
        return
    group = shell.reader.one(shell.names.group, asked)
    among = [finding for finding, _ in _findings(shell, options["from"])] if "from" in options else None
    with _at(shell, asked):
        answer = ask_discriminate(
            shell.reasoner,
            [shell.scenario],
            group,
            among=among,
            interventions="interventions" in options,
            most=number(shell.reader, options, "k", 2),
        )
    _tell(shell, answer, rest, "all" in options, "discriminate")


def _findings(shell: Shell, piece: Piece) -> list[tuple[Finding, bool]]:
    """The findings that a list names, and whether the list says `no` or `not` before them.

    Raises:
        UsageError: something in it is no finding.
    """
    found = []
    for item in shell.reader.items(piece, sites=False):
        if not isinstance(item.meaning, Finding):
            raise shell.reader.error("E200", "expected findings", item.piece)
        found.append((item.meaning, item.absent))
    return found


def _grade(shell: Shell, options: dict[str, Piece], name: str) -> Grade | None:
    return shell.reader.one(grade, options[name]) if name in options else None


@contextmanager
def _at(shell: Shell, piece: Piece) -> Iterator[None]:
    """Errors of a question stand where it was asked."""
    try:
        yield
    except UsageError as error:
        raise UsageError(problem.at(shell.reader.where(piece.column)) for problem in error.problems) from error


def _tell(shell: Shell, answer: Seek | Targets | Discriminate, rest: Piece, everything: bool, verb: str) -> None:
    again = f"{verb} {rest.text} --all"
    shell.record(answer)

    def tell(numbers: Numbers) -> Iterator[Block]:
        return in_shell_words(told(shell.kb, answer, everything=everything, closing=False, numbers=numbers), again)

    shell.show(tell)
    shell.close(answer, graded=True, therapy=bool(answer.advice))


COMMANDS = (
    Command(
        "seek",
        "seek F, ..., not G [-k N] [--support GRADE] [--from X, ...]",
        "find every minimal set of conditions that would bring findings about",
        seek,
        Slot.finding,
        ("seek CSC enrichment", "seek EMT, not CSC enrichment -k 3", "seek EMT --from hypoxia, CSCs"),
        (),
        _GROUP,
        more=(
            _BOUNDS,
            _SETS,
            "`not G`: a finding that is not to hold. `--from`: what may be given; else every condition.",
        ),
    ),
    Command(
        "targets",
        "targets F [-k N] [--below GRADE] [--keep G, ...] [--kind KIND] [--among X, ...]",
        "find every minimal set of blocks that would end a finding, and what else each changes",
        targets,
        Slot.held,
        ("hypoxia", "targets 1", "targets EMT --kind molecule, pathway -k 3"),
        (),
        _GROUP,
        more=(_BOUNDS, _SETS, "`--keep G`: what is to go on holding. `--allow-force`: also what may be switched on."),
    ),
    Command(
        "discriminate",
        "discriminate [GROUP] [-k N] [--from X, ...]",
        "find set-ups and observations that tell competing hypotheses apart; alone, list the open questions",
        discriminate,
        Slot.group,
        ("discriminate", "discriminate -k 3"),
        (),
        _GROUP,
        more=(_BOUNDS, _SETS, "`--interventions`: set-ups may inhibit something, too."),
    ),
)
