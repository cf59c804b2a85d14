"""The answer to `targets`: minimal sets of blocks, with what else each changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.search import Effects, Targets, TargetScenario, TargetSet
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.numbers import Numbers
from reasoner.render.searching import because, completeness, held, named, outcome
from reasoner.render.words import DIM, HEAD, cited_in, counted, footer, labels, listed, start

_SETS = 12
_NAMED = 3
_READ = {kind: place for place, kind in enumerate((Kind.phenotype, Kind.process, Kind.cell, Kind.outcome))}


def told(
    kb: KnowledgeBase,
    answer: Targets,
    *,
    everything: bool = False,
    closing: bool = True,
    numbers: Numbers | None = None,
) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is folded.
        closing: legend, disclaimer and advice stand at the end.
        numbers: count the sets, where they can be asked about.
    """
    several = len(answer.scenarios) > 1
    if several:
        yield Para(styled(f"{len(answer.scenarios)} scenarios. {_aim(answer)}", HEAD))
        yield from _scenarios(kb, answer.scenarios, answer.cut)
    else:
        yield Para(styled(f"{start(kb, answer)} {_aim(answer)}", HEAD))
        if shown := answer.scenarios[0].shown:
            yield Para(join(["As it is: ", held(shown), "; ", because(kb, shown), "."]))
    yield from outcome(answer, "block", "blocks")
    yield from _sets(kb, answer, several, everything, numbers)
    if answer.sets or answer.cut:
        yield from completeness(answer, "block", "blocks")
    if answer.idle:
        yield Para(styled(f"In none of these sets: {named(answer.idle)}."))
    if any(target.classes for each in answer.sets for target in each.targets):
        divided = f"Classes of treatment as {kb.called()} divides them"
        yield Para(styled(f"{divided}; what falls under which is this tool's reading.", DIM))
    if closing:
        yield BLANK
        yield from footer(kb, cited_in(kb, answer), legend=True, advice=answer.advice)


def _aim(answer: Targets) -> str:
    goal = answer.goal
    end = f"To be weaker than {goal.support}: {goal.label}." if goal.support else f"To end: {goal.label}."
    return f"{end} To keep: {listed(each.label for each in answer.keep)}." if answer.keep else end


def _scenarios(kb: KnowledgeBase, scenarios: Sequence[TargetScenario], cut: str) -> Iterator[Block]:
    rows = []
    for each in scenarios:
        what = each.title or start(kb, each)
        if each.shown is None:
            state: Text = styled("not there as it is", DIM)
        elif each.ended:
            state = held(each.shown)
        else:
            state = join([held(each.shown), "" if cut else "; never ended by sets of this size"])
        rows.append(Row((styled(f"{each.number:>2}", DIM), styled(what), state)))
    yield Rows(rows, 1, widest=0)


def _sets(
    kb: KnowledgeBase, answer: Targets, several: bool, everything: bool, numbers: Numbers | None
) -> Iterator[Block]:
    if several:
        parts = [
            ("Always: in every scenario in which it holds", [each for each in answer.sets if each.always]),
            ("Sometimes", [each for each in answer.sets if not each.always]),
        ]
    else:
        parts = [("Each of these ends it", list(answer.sets))]
    for title, sets in parts:
        if sets:
            shown = sets if everything else sets[:_SETS]
            yield Rows([_row(kb, each, everything, numbers) for each in shown], 0, styled(title, HEAD))
            if left := len(sets) - len(shown):
                yield Para(styled(f"and {counted(left, 'more set')} (--all shows them)", DIM), indent=2)


def _row(kb: KnowledgeBase, found: TargetSet, everything: bool, numbers: Numbers | None) -> Row:
    """A set, with where it works, what classes it falls under, and what else goes."""
    parts = []
    if not found.always:
        parts.append(
            f"in {listed(map(str, found.works_in), ' and ')}, not in {listed(map(str, found.fails_in), ' and ')}"
        )
    classes = dict.fromkeys(name for each in found.targets for name in each.classes)
    parts += [f"class: {listed(classes)}"] if classes else []
    effects = _effects(kb, found.effects[0], everything) if found.effects else ""
    changes = [each.change for each in found.targets]
    number = styled(f"{numbers.changes(changes):>2}  " if numbers else "", DIM)
    return Row((join([number, named(changes)]), styled(effects)), tail=styled("; ".join(parts), DIM))


def _effects(kb: KnowledgeBase, effects: Effects, everything: bool) -> str:
    parts = []
    for word, findings in (
        ("also ends", effects.lost),
        ("brings", effects.gained),
        ("weakens", effects.weaker),
        ("strengthens", effects.firmer),
    ):
        if findings:
            parts.append(f"{word} {_some(kb, findings, everything)}")
    return "; ".join(parts) or "nothing else changes"


def _some(kb: KnowledgeBase, findings: Sequence[Finding], everything: bool) -> str:
    """Some findings by name, those that readers look for first, and how many there are beside."""
    ordered = sorted(findings, key=lambda each: (_READ.get(kb.kind(each), len(_READ)), str(each)))
    shown = ordered if everything else ordered[:_NAMED]
    left = len(ordered) - len(shown)
    return labels(kb, shown) + (f" and {left} more" if left else "")
