"""Small answers of the shell: help, the run step by step, where a finding is said, and what stands below answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER, FindingResult, Result
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.phases import described, phase_name
from reasoner.render.rewording import ALL_SHOWN, reworded
from reasoner.render.view import View
from reasoner.render.words import (
    DIM,
    HEAD,
    citations,
    counted,
    grade_legend,
    header,
    label,
    linked,
    listed,
    sentence,
    sources_legend,
)

_MOST = 25
_SEARCH = {"reasoner kb search WORD": "search WORD"}


def said(text: str, *, strong: bool = False) -> Para:
    """One paragraph."""
    return Para(styled(text, HEAD if strong else ""))


def hint(text: str) -> Para:
    """A paragraph that can be passed over."""
    return Para(styled(text, DIM))


def title(head: str, names: Iterable[str]) -> Iterator[Block]:
    """A heading, with names below it."""
    yield Para(styled(head, HEAD))
    yield from (Para(styled(name), indent=2) for name in names)


def in_shell_words(blocks: Iterable[Block], all_: str = "findings all") -> Iterator[Block]:
    """Blocks that name options of the command line, with the shell's verbs in their place.

    Args:
        blocks: they.
        all_: what shows everything here.
    """
    return reworded(blocks, {**_SEARCH, ALL_SHOWN: all_})


def scenario_line(view: View, result: Result) -> str:
    """What a scenario gives and sets, in one line; of several phases the last one's."""
    line = header(view.kb, view.setting, result.given, result.interventions, result.history)
    if len(result.phases) < 2:
        return line
    last, previous = (View(view.kb, phase, view.setting) for phase in reversed(result.phases[-2:]))
    return f"{line} {phase_name(len(result.phases), last.phase)}: {described(last, previous)}"


def plain_list(head: str, rows: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """Names with what is typed for them."""
    yield Rows([Row((styled(name), styled(typed, DIM))) for name, typed in rows], title=styled(head, HEAD))


def mistake(lines: Sequence[str]) -> Iterator[Block]:
    """What was wrong, and what helps."""
    for number, line in enumerate(lines):
        yield Para(styled(line.strip(), DIM if number else "red"), indent=2 if number else 0)


def states(head: str, changes: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """Changes, each behind its number."""
    yield Rows([Row((styled(f"{number:>3}", DIM), styled(words))) for number, words in changes], 1, styled(head, HEAD))


def closing(kb: KnowledgeBase, sources: Collection[str], *, legend: bool, advice: bool) -> Iterator[Block]:
    """The legend of grades and of the sources named, and that this is no advice."""
    if legend:
        yield hint(f"{grade_legend(kb, sources)} {DISCLAIMER}")
        if works := sources_legend(kb, sources):
            yield hint(works)
    if advice:
        yield hint(kb.no_advice)


def numbered_together(
    kb: KnowledgeBase, chosen: Sequence[Finding], left: Sequence[Finding], verb: str = "why"
) -> Iterator[Block]:
    """That a number stands for several findings, and which of them were not explained."""
    if left:
        names = listed(f"{label(kb, finding)} ({verb} {finding})" for finding in left)
        yield hint(f"The line has {counted(len(chosen), 'finding')}; the others: {names}.")


def places(kb: KnowledgeBase, found: FindingResult) -> Iterator[Block]:
    """Every place of the source that a finding rests on, with its addresses."""
    yield Para(join([styled(sentence(found.label)[:-1], HEAD), ": ", citations(kb, found.citations), "."]))
    if not found.citations:
        yield Para(styled("Given, set, or by definition: nothing is cited."), indent=2)
    told: set[str] = set()
    for each in found.citations:
        other = "" if each.source == kb.home_source else f"{each.source} "
        pairs = [(f"{other}{each.row}, “{each.find}”", each.link)]
        pairs += [(f"{other}[{ref}]", link) for ref, link in zip(each.refs, each.reference_links, strict=False)]
        for name, link in pairs:
            if link and link not in told:
                told.add(link)
                yield Para(join([f"{name}  ", linked(link, link)]), indent=2, hang=4)


# ---------------------------------------------------------------- help


def step_text(number: int, of: int, text: str, line: str) -> Iterator[Block]:
    """A step of the tour; number 0 is its end."""
    yield BLANK
    if not number:
        yield Para(styled("That was the tour. `save FILE` keeps a session, `help` lists what can be asked.", HEAD))
        return
    yield Para(join([styled(f"Tour, {number} of {of}. ", HEAD), text]))
    yield Para(join([styled("Type: ", DIM), styled(line, HEAD)]), indent=2)


def overview(groups: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Block]:
    """All verbs, by group, each with what it does."""
    longest = max(len(verb) for verbs in groups.values() for verb, _ in verbs)
    for group, verbs in groups.items():
        rows = [Row((styled(verb.ljust(longest)), styled(does))) for verb, does in verbs]
        yield Rows(rows, 1, styled(group, HEAD), widest=0)
    yield hint("Plain words work, too: what if HIF2A is blocked; no CAFs; what would end EMT (help phrases).")
    yield hint("A line that is a name asserts it. help VERB shows how it is used, with examples.")
    yield hint("Ctrl-C drops a line, Ctrl-D leaves.")


def help_text(
    usage: str,
    summary: str,
    more: Iterable[str],
    also: Iterable[str],
    choices: Iterable[str],
    examples: Iterable[str],
) -> Iterator[Block]:
    """One verb."""
    yield Para(styled(usage, HEAD))
    yield Para(styled(summary), indent=2)
    yield from (Para(styled(line), indent=2) for line in more)
    if words := listed(choices):
        yield Para(styled(f"Words: {words}."), indent=2)
    if words := listed(also):
        yield Para(styled(f"Also: {words}."), indent=2)
    if lines := list(examples):
        yield Para(styled("Examples", HEAD))
        yield from (Para(styled(line), indent=2) for line in lines)
