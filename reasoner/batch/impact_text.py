"""`kb impact` as people read it: by what the packs do to a finding, the most widespread change first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reasoner.batch.comparing import Sort, words_for
from reasoner.batch.impact_report import Broken, Change, ImpactReport, Occasion
from reasoner.batch.text import trouble_blocks
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Setting
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.words import (
    DIM,
    HEAD,
    bare,
    citations,
    cited_in,
    counted,
    footer,
    grade,
    label,
    listed,
)

_HEADS = {
    Sort.contests: "Contests",
    Sort.takes_away: "Takes away",
    Sort.weakens: "Weakens",
    Sort.strengthens: "Strengthens",
    Sort.adds: "Adds",
}
_MOST, _FEW = 10, 3


def impact_blocks(kb: KnowledgeBase, found: ImpactReport, *, everything: bool) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base with the packs.
        found: the answer.
        everything: nothing is folded.
    """
    yield from _head(kb, found)
    for sort, head in _HEADS.items():
        yield from _changes(kb, head, [each for each in found.changes if each.sort is sort], everything)
    if found.bearings:
        yield BLANK
        yield Para(styled("Stands beside findings", HEAD))
        for bearing in found.bearings:
            text = join([f"{bearing.effect}: {bare(bearing.claim)}, ", citations(kb, bearing.citations)])
            yield Para(join([text, styled(f"  {_occasions(kb, bearing.occasions, everything)}", DIM)]), indent=2)
    if not found.changes and not found.bearings:
        yield BLANK
        yield Para(styled("No finding is different on any of these occasions."))
    yield from _silent(kb, found)
    yield from _broken(found, everything)
    if found.invalid:
        yield BLANK
        yield Para(styled(f"Not looked at, since they are no scenarios: {len(found.invalid)}", HEAD))
        for problem in found.invalid:
            yield from trouble_blocks(problem)
    yield BLANK
    sources = cited_in(kb, found.changes, found.bearings)
    yield from footer(kb, sources, legend=bool(found.changes), advice="")


def _head(kb: KnowledgeBase, found: ImpactReport) -> Iterator[Block]:
    added = found.added
    parts = [
        counted(len(added.rules), "rule"),
        counted(len(added.requirements), "requirement"),
        counted(len(added.denials), "denial"),
        counted(len(added.groups), "hypothesis group"),
        counted(len(added.entities), "entity", "entities"),
    ]
    shown = [part for part in parts if not part.startswith("0 ")] or ["no rule and no entity"]
    if added.extended:
        shown.append(f"more of {counted(len(added.extended), 'entity', 'entities')}")
    of = f", of {listed(added.sources, ' and ')}" if added.sources else ""
    yield Para(join([styled("Added: ", HEAD), f"{listed(shown)}{of}."]))
    contexts = [_setting(kb, setting) for setting in found.settings]
    contexts = [context for context in contexts if context]
    inside = f", also {listed(contexts, ' and ')}" if contexts else ""
    scenarios = f"{counted(found.scenarios, 'scenario')} with {counted(found.phases, 'phase')}"
    text = f"{counted(found.conditions, 'condition')} alone{inside}; {scenarios}."
    yield Para(join([styled("Looked at: ", HEAD), text]))


def _changes(kb: KnowledgeBase, head: str, changes: Sequence[Change], everything: bool) -> Iterator[Block]:
    if not changes:
        return
    yield BLANK
    ordered = sorted(changes, key=lambda each: (-len(each.occasions), each.label))
    shown = ordered if everything else ordered[:_MOST]
    yield Rows([_row(kb, each, everything) for each in shown], title=styled(head, HEAD))
    if left := len(ordered) - len(shown):
        yield Para(styled(f"and {left} more (--all shows them)", DIM), indent=2)


def _row(kb: KnowledgeBase, change: Change, everything: bool) -> Row:
    words = words_for(change.before, change.after)
    state = change.after or change.before
    assert state is not None
    how = join([grade(state.support, words[0]) if words[0].startswith(str(state.support)) else words[0]])
    how = join([how, *words[1:]], "; ")
    cited = citations(kb, change.citations, 0 if everything else _FEW)
    where = styled(_occasions(kb, change.occasions, everything), DIM)
    return Row((styled(label(kb, change.finding)), how, cited), tail=where)


def _occasions(kb: KnowledgeBase, occasions: Sequence[Occasion], everything: bool) -> str:
    """Where: conditions by name, scenarios by title, the first few of each."""
    alone = [each for each in occasions if each.condition is not None]
    named = [_condition(kb, each) for each in alone]
    phases = [each for each in occasions if each.condition is None]
    titles = list(dict.fromkeys(each.title or f"{each.path}:{each.line}" for each in phases))
    parts = []
    if named:
        parts.append(f"given alone: {_first(named, everything)}")
    if titles:
        parts.append(f"in {counted(len(titles), 'scenario')}: {_first(titles, everything)}")
    return "; ".join(parts)


def _first(names: Sequence[str], everything: bool) -> str:
    left = 0 if everything else max(0, len(names) - _FEW)
    shown = list(names[: len(names) - left])
    return f"{', '.join(shown)} and {left} more" if left else listed(shown, ", ")


def _condition(kb: KnowledgeBase, occasion: Occasion) -> str:
    assert occasion.condition is not None
    setting = _setting(kb, occasion.setting)
    return f"{label(kb, occasion.condition)}{f' {setting}' if setting else ''}"


def _setting(kb: KnowledgeBase, setting: Setting) -> str:
    """A setting within a sentence: `in glioma assuming quiescence/induced`."""
    where = [kb.entities[each].label for each in (setting.cancer, setting.stage, setting.site) if each]
    parts = [f"in {', '.join(where)}"] if where else []
    parts += [f"assuming {', '.join(setting.assume)}"] if setting.assume else []
    return " ".join(parts)


def _silent(kb: KnowledgeBase, found: ImpactReport) -> Iterator[Block]:
    if not found.silent:
        return
    yield BLANK
    rows = [Row((styled(bare(kb.rules_by_id[id_].claim)), styled(id_, DIM))) for id_ in found.silent]
    yield Rows(rows, title=styled("Fired on none of these occasions", HEAD), widest=70)


def _broken(found: ImpactReport, everything: bool) -> Iterator[Block]:
    if not found.broken:
        return
    yield BLANK
    only_warn = all(each.warn for each in found.broken)
    head = "Scenarios that warn now" if only_warn else "Scenarios that do not pass any more"
    yield Para(styled(f"{head}: {len(found.broken)}", HEAD))
    shown = found.broken if everything else found.broken[:_MOST]
    for each in shown:
        yield from _one_broken(each)
    if left := len(found.broken) - len(shown):
        yield Para(styled(f"and {left} more (--all shows them)", DIM), indent=2)


def _one_broken(each: Broken) -> Iterator[Block]:
    warn = " (severity warn)" if each.warn else ""
    yield Para(join([each.title or "without a title", styled(f"  {each.path}:{each.line}{warn}", DIM)]), indent=2)
    for failure in each.failures:
        place = f"{failure.path}:{failure.line}:{failure.column}: "
        yield Para(join([styled(place, DIM), failure.text]), indent=4)
        if failure.hint:
            yield Para(styled(f"hint: {failure.hint}", DIM), indent=6)
    for problem in each.problems:
        yield from trouble_blocks(problem)
    if each.xpassed:
        yield Para(styled("marked xfail, yet every expectation is met now"), indent=4)
