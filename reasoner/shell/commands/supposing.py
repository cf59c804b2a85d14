"""Questions about what is not so: whatif, needs, next, compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from reasoner.errors import UsageError
from reasoner.model.finding import Measurement
from reasoner.model.scenario import Scenario
from reasoner.model.whatif import Change
from reasoner.pipeline import Evaluation
from reasoner.program import edits
from reasoner.program.edits import VERBS
from reasoner.questions.changing import one_change
from reasoner.questions.comparing import compare as asked_compare
from reasoner.questions.further import MOST
from reasoner.questions.further import further as asked_further
from reasoner.questions.needs import needs as asked_needs
from reasoner.questions.whatif import compared_with
from reasoner.render.comparing import compare as told_compare
from reasoner.render.further import further as told_further
from reasoner.render.layout import Block
from reasoner.render.needs import needs as told_needs
from reasoner.render.numbers import Numbers
from reasoner.render.shell_parts import in_shell_words, numbered_together
from reasoner.render.whatif import whatif as told
from reasoner.render.words import listed, sentence
from reasoner.shell.commands.keeping import file_and_number, scenario_of
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece, at_commas, first_word
from reasoner.shell.parser import words as words_of
from reasoner.shell.phrasing import changes, half_told
from reasoner.shell.reading import Assumption, Context
from reasoner.shell.table import Command, Slot

_GROUP = "Questions"
_MOST = 3
_ABSENT = ("no", "not", "without")


def whatif(shell: Shell, rest: Piece) -> None:
    """Say what changes would bring and take away, and leave the session as it is."""
    everything = rest.text.endswith((" all", " --all"))
    asked = rest.part(0, rest.text.rindex(" ")) if everything else rest
    scenario, changes = _changed(shell, asked, "whatif")
    try:
        answer = compared_with(shell.reasoner, shell.moment.evaluation, scenario, changes)
    except UsageError as error:
        raise UsageError(problem.at(shell.reader.where(asked.column)) for problem in error.problems) from error
    shell.record(answer)
    blocks = told(shell.kb, answer, everything=everything, headed=False, closing=False)
    shell.out.show(in_shell_words(blocks, f"whatif {asked.text} all"))
    graded = bool(answer.gained or answer.lost or answer.firmer or answer.weaker)
    shell.close(answer, graded=graded, therapy=bool(answer.advice))


def apply(shell: Shell, rest: Piece) -> None:
    """Make changes, as `whatif` words them."""
    scenario, changes = _changed(shell, rest, "apply")
    idle = " Nothing new in it." if all(change.idle for change in changes) else ""
    words = f"apply {', '.join(change.text for change in changes)}"
    shell.change(words, scenario, f"{sentence(listed(change.label for change in changes))}{idle}")


def _changed(shell: Shell, rest: Piece, verb: str) -> tuple[Scenario, list[Change]]:
    """The scenario with the changes of a line made, and what they are.

    Raises:
        UsageError: a change cannot be read, or made.
    """
    scenario, changes = shell.scenario, list[Change]()
    for text, piece in _changes(shell, rest, verb):
        scenario, change = shell.reader.one(partial(_made, shell, scenario, text), piece)
        changes.append(change)
    return scenario, changes


def _made(shell: Shell, scenario: Scenario, text: str, _name: str) -> tuple[Scenario, Change]:
    return one_change(shell.names, shell.kb, scenario, text)


def _changes(shell: Shell, rest: Piece, asked: str) -> list[tuple[str, Piece]]:
    """The changes of a line; one without a verb takes that of the one before, and the first one gives."""
    if not rest.text:
        raise shell.reader.error("E210", f"expected a change, as `{asked} block HIF2A`", rest, f"help {asked}")
    found: list[tuple[str, Piece]] = []
    told = changes(rest, shell.reader.is_name)
    if not told and half_told(rest) and not shell.reader.is_name(rest.text):
        example = f"tell each alone, as `{asked} HIF2A is blocked and hypoxia is removed`"
        raise shell.reader.error("E210", "it is not clear what is to change, and how", rest, example, f"help {asked}")
    for verb, name in told or _after_commas(shell, rest):
        line = shell.reader.listed(name)
        if line and line.changes and not verb:
            found += [(change, name) for change in line.changes]
        elif line:
            found += [_change(shell, verb or "give", str(each), name) for each in shell.reader.numbered(name)]
        else:
            named = [shell.reader.bare(each) for each in shell.reader.named(name)]
            if verb in _ABSENT and len(named) > 1:
                raise shell.reader.no_for_one(name)
            found += [_change(shell, verb or "give", each.text, each) for each in named]
    return found


def _after_commas(shell: Shell, rest: Piece) -> list[tuple[str, Piece]]:
    """The parts of a line between commas; one without a verb takes that of the one before, the first one none."""
    found, verb = list[tuple[str, Piece]](), ""
    for part in at_commas(rest):
        word, name = first_word(part)
        if word.casefold() in VERBS and name.text and not shell.reader.is_name(part.text):
            verb = word.casefold()
            found.append((verb, name))
        elif verb in _ABSENT:
            raise shell.reader.no_for_one(rest)
        else:
            found.append((verb, part))
    return found


def _change(shell: Shell, verb: str, name: str, piece: Piece) -> tuple[str, Piece]:
    """A change as its text; `no X` takes back what is given, and else gives that it is absent, as the verb does."""
    verb = VERBS[verb] if verb not in _ABSENT else "no"
    if verb == "give":
        meaning = shell.reader.attempt(lambda each: shell.reader.meaning(each, sites=False), Piece(name))
        if isinstance(meaning, Context):
            return f"{meaning.key} {meaning.value}", piece
        if isinstance(meaning, Assumption):
            return f"assume {meaning.group}/{meaning.option}", piece
        if isinstance(meaning, Measurement):
            return f"give {meaning}", piece
    if verb in ("block", "force", "release", "no"):
        finding = shell.reader.attempt(lambda each: shell.names.finding(each.text), Piece(name))
        if finding and verb != "no":
            name = str(finding.node) if finding.down else name
        elif finding and finding not in edits.current(shell.kb, shell.scenario).given and not finding.down:
            return f"give {finding.contrary}", piece
    return f"{'remove' if verb == 'no' else verb} {name}", piece


def needs(shell: Shell, rest: Piece) -> None:
    """Say what a finding cannot do without."""
    if not rest.text:
        raise shell.reader.error("E200", "expected a finding, or its number in the last list", rest, "help needs")
    chosen = shell.reader.numbered(rest) or (shell.reader.one(shell.names.said, rest),)
    for count, finding in enumerate(chosen[:_MOST]):
        if count:
            shell.out.line()
        try:
            answer = asked_needs(shell.reasoner, shell.moment.evaluation, finding)
        except UsageError as error:
            help_ = (f"whynot {finding} tells what is missing",)
            found = (replace(problem, help=(*help_, *problem.help)[:3]) for problem in error.problems)
            raise UsageError(problem.at(shell.reader.where(rest.column)) for problem in found) from error
        shell.record(answer)
        shell.out.show(told_needs(shell.kb, answer, headed=False, closing=False))
    if len(chosen) > 1:
        shell.out.show(numbered_together(shell.kb, chosen, chosen[_MOST:], "needs"))
    held = shell.moment.view.found
    shell.close([held[finding] for finding in chosen if finding in held], graded=True, therapy=False)


def further(shell: Shell, rest: Piece) -> None:
    """Say what one more condition would change."""
    words = rest.text.split()
    everything = bool(words) and words[-1].casefold() in ("all", "--all")
    asked = rest.part(0, len(rest.text) - len(words[-1])) if everything else rest
    goal, most = None, MOST
    if asked.text.isdigit():
        most = shell.reader.count(asked, "next")
    elif asked.text:
        word, name = first_word(asked)
        named = name if word.casefold() == "for" and name.text else asked
        goal, *_ = shell.reader.numbered(named) or (shell.reader.one(shell.names.said, named),)
    answer = asked_further(shell.reasoner, shell.moment.evaluation, goal, None if everything else most)
    again = f"next {asked.text}".strip() + " all"
    shell.record(answer)

    def tell(numbers: Numbers) -> Iterator[Block]:
        blocks = told_further(shell.kb, answer, everything=everything, headed=False, closing=False, numbers=numbers)
        return in_shell_words(blocks, again)

    shell.show(tell)
    shell.close(answer, graded=bool(answer.candidates), therapy=bool(answer.advice))


def compare(shell: Shell, rest: Piece) -> None:
    """Show two scenarios side by side: the session and a file, or two files."""
    everything = rest.text.endswith((" all", " --all"))
    asked = rest.part(0, rest.text.rindex(" ")) if everything else rest
    named = words_of(asked)
    if not named or len(named) > 2:
        raise shell.reader.error("E212", "expected one scenario file or two", asked, "help compare")
    sides = [_file(shell, piece) for piece in named]
    pair = sides if len(sides) == 2 else [shell.moment.evaluation, *sides]
    answer = asked_compare(shell.reasoner, *pair)
    shell.record(answer)
    blocks = told_compare(shell.kb, answer, everything=everything, closing=False)
    shell.out.show(in_shell_words(blocks, f"compare {asked.text} all"))
    shell.close(answer, graded=bool(answer.different), therapy=bool(answer.advice))


def _file(shell: Shell, piece: Piece) -> Evaluation:
    path, number = file_and_number(piece)
    scenario, several = scenario_of(shell, path, number, piece)
    if several and not number:
        message = f"there are {several} scenarios in it"
        raise shell.reader.error("E212", message, piece, f"name one by its number: {piece.text}#1")
    try:
        return shell.evaluate(scenario).evaluation
    except UsageError as error:
        raise UsageError(problem.at(shell.reader.where(piece.column)) for problem in error.problems) from error


COMMANDS = (
    Command(
        "whatif",
        "whatif CHANGE, ... [all] | whatif N",
        "say what changes would bring and take away, and why; nothing is changed",
        whatif,
        Slot.change,
        ("hypoxia", "whatif block HIF2A", "whatif remove hypoxia, give CSC"),
        ("if",),
        _GROUP,
        more=(
            "A change is: give F, remove F, block X, force X, release X, cancer C, stage S, site S, assume G/O.",
            "A name alone is given; behind a comma it goes with the verb before it.",
            "N is a set of the last list, as `seek`, `targets` and `next` show them. `apply` makes the changes.",
        ),
    ),
    Command(
        "apply",
        "apply CHANGE, ... | apply N",
        "make changes at once, as `whatif` words them; N is a set of the last list",
        apply,
        Slot.change,
        ("apply give hypoxia, block HIF2A", "reset", "seek EMT --from hypoxia, CSCs", "apply 1"),
        (),
        "What is changed",
    ),
    Command(
        "needs",
        "needs F | needs N",
        "say what a finding cannot do without: what is given, and which statements",
        needs,
        Slot.held,
        ("hypoxia", "needs 1", "needs HIF-2α"),
        ("need",),
        _GROUP,
    ),
    Command(
        "next",
        "next [N | for F] [all]",
        "say what one more condition would change, the most informative one first",
        further,
        Slot.change,
        ("hypoxia", "next", "next 3", "next for HIF-2α"),
        (),
        _GROUP,
        more=("`for F` lists only what would bring F or take it away.",),
    ),
    Command(
        "compare",
        "compare FILE | FILE FILE",
        "show the session and a scenario file, or two files, side by side; FILE#2 is its second scenario",
        compare,
        Slot.file,
        ("hypoxia", "save before.yaml", "block HIF2A", "compare before.yaml"),
        (),
        _GROUP,
        more=("`diff` compares with an earlier state of the session. `all` lists also what is alike.",),
    ),
)
