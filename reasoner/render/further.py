"""The answer to `next`: what one more condition would change, the most informative one first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from reasoner.model.further import Candidate, How, Next, Shift
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult, PhaseResult
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.notes import cited
from reasoner.render.numbers import Numbers
from reasoner.render.view import View
from reasoner.render.words import DIM, HEAD, cited_in, counted, footer, grade, label, listed, sentence, start

_VERBS = {How.gained: "brings", How.lost: "takes away", How.firmer: "makes firmer", How.weaker: "makes less firm"}
_TITLES = {
    How.gained: "What brings it",
    How.lost: "What takes it away",
    How.firmer: "What makes it firmer",
    How.weaker: "What makes it less firm",
}
_COUNTS = {How.gained: "gained", How.lost: "lost", How.firmer: "firmer", How.weaker: "less firm"}


def further(
    kb: KnowledgeBase,
    answer: Next,
    *,
    everything: bool = False,
    rules: bool = False,
    headed: bool = True,
    closing: bool = True,
    numbers: Numbers | None = None,
) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is folded.
        rules: ids of rules are shown.
        headed: the scenario stands above.
        closing: legend, disclaimer and advice stand at the end.
        numbers: count the conditions, where they can be asked about.
    """
    if headed:
        yield Para(styled(start(kb, answer), DIM))
    view = View(kb, PhaseResult(), answer.setting, everything, rules)
    yield from _towards(view, answer, numbers) if answer.goal else _all(view, answer, numbers or Numbers())
    if answer.more:
        more = counted(answer.more, "more condition does", "more conditions do")
        yield Para(styled(f"{more} (--all shows them).", DIM))
    if answer.without_effect and answer.candidates:
        yield Para(styled(f"{counted(answer.without_effect, 'condition')} would change nothing of that.", DIM))
    yield from _excluded(answer, everything=everything)
    if closing:
        yield BLANK
        yield from footer(
            kb,
            cited_in(kb, answer),
            legend=bool(answer.candidates) or answer.goal_support is not None,
            advice=answer.advice,
        )


told = further


def _all(view: View, answer: Next, numbers: Numbers) -> Iterator[Block]:
    if not answer.candidates:
        silent = view.kb.silent("draws", "draw")
        yield Para(styled(sentence(f"{silent} no other conclusion from any one condition more")))
        return
    yield Para(styled("What one more condition would change, most findings first", HEAD))
    for each in answer.candidates:
        number = numbers.condition(each.condition)
        counts = Counter(shift.how for shift in each.shifts)
        told = listed(f"{counts[how]} {word}" for how, word in _COUNTS.items() if counts[how])
        yield Para(join([styled(f"{number:>2}  ", DIM), each.label, f": {told}"]))
        yield Rows([_row(view, *pair) for pair in zip(each.shifts, each.first, strict=False)], 1, indent=6)


def _row(view: View, shift: Shift, found: FindingResult) -> Row:
    verb = styled(_VERBS[shift.how], DIM)
    backed = join([_support(shift, found), "  ", cited(view, found)])
    return Row((verb, styled(label(view.kb, shift.finding))), tail=backed)


def _support(shift: Shift, found: FindingResult) -> Text:
    link = "" if found.stated or not found.rules else "weakest link "
    if shift.now is None:
        return join(["was ", link, grade(found.support)])
    was = f" (was {shift.was})" if shift.was is not None else ""
    return join([link, grade(shift.now), was])


def _towards(view: View, answer: Next, numbers: Numbers | None) -> Iterator[Block]:
    """Which conditions bear on the finding that was asked about."""
    name = sentence(answer.goal_label)[:-1]
    if answer.goal_support is not None:
        link = "" if answer.goal_stated else "weakest link "
        yield Para(join([styled(name, HEAD), f": holds, {link}", grade(answer.goal_support), "."]))
    else:
        yield Para(join([styled(name, HEAD), ": not inferred here, which is not the same as false."]))
    if not answer.candidates:
        yield Para(styled("No single condition more would change that."))
        return
    by_how: dict[How, list[Candidate]] = {}
    for each in answer.candidates:
        by_how.setdefault(each.shifts[0].how, []).append(each)
    for how, group in by_how.items():
        rows = [
            Row((_named(each, numbers), _support(each.shifts[0], each.first[0]), cited(view, each.first[0])))
            for each in group
        ]
        yield Rows(rows, title=styled(_TITLES[how], HEAD))


def _named(each: Candidate, numbers: Numbers | None) -> Text:
    number = f"{numbers.condition(each.condition):>2}  " if numbers else ""
    return join([styled(number, DIM), each.label])


def _excluded(answer: Next, *, everything: bool) -> Iterator[Block]:
    if not answer.excluded:
        return
    names = listed((each.label for each in answer.excluded), " and ")
    if everything or len(answer.excluded) <= 3:
        yield Para(styled(f"Excluded by what is given: {names}.", DIM))
    else:
        yield Para(styled(f"{len(answer.excluded)} conditions are excluded by what is given.", DIM))
