"""The answer to `about`: what the sources say of a thing, by place and setting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.sayings import About, PlacePart, Role, RoleSaying
from reasoner.render.kb import fields, thresholds
from reasoner.render.layout import BLANK, Block, Para, styled
from reasoner.render.sayings import saying_rows
from reasoner.render.words import DIM, HEAD, cited_in, counted, footer, label, listed, sentence

_TITLES: dict[Role, str] = {
    "brings_about": "What brings it about",
    "lowers": "What lowers it",
    "leads_to": "What it leads to",
    "stops": "What it stops",
    "requires": "Dependence",
    "denies": "What is said not to be so",
    "open": "What it bears on, or what bears on it, direction left open",
    "order": "What comes before and after, as mere sequence",
}
_FEW = 6


def told(kb: KnowledgeBase, answer: About, *, everything: bool = False) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base.
        answer: it.
        everything: long lists are told whole.
    """
    yield from about(kb, answer, everything=everything)
    yield BLANK
    said = bool(answer.places or answer.of_kinds or answer.within)
    yield from footer(kb, cited_in(kb, answer), legend=said, advice=answer.advice)


def about(kb: KnowledgeBase, answer: About, *, everything: bool = False) -> Iterator[Block]:
    """The answer without what stands below answers."""
    entity = answer.entity
    yield Para(styled(f"{sentence(entity.label)[:-1]}, {entity.kind}", HEAD))
    yield from fields(
        [
            ("definition", entity.definition),
            ("also called", ", ".join(entity.synonyms)),
            ("a kind of", _labels(kb, entity.is_a)),
            ("kinds of it", _labels(kb, answer.kinds)),
            ("means also", ", ".join(label(kb, each) for each in entity.implies)),
            ("meant by", ", ".join(kb.entities[each.entity].label for each in answer.implied_by if not each.down)),
            ("ruled out by", ", ".join(kb.entities[each.entity].label for each in answer.implied_by if each.down)),
            ("inhibits", ", ".join(kb.name(node) for node in entity.blocks)),
            ("inhibited by", _labels(kb, answer.blocked_by)),
            *thresholds(kb, entity),
            ("hypotheses", "; ".join(f"{each.label} ({each.option})" for each in answer.hypotheses)),
        ],
    )
    if confined := [kb.entities[each].label for each in (answer.cancer, answer.stage, answer.place) if each]:
        left = f"; {counted(answer.left_out, 'other statement')} left out" if answer.left_out else ""
        yield Para(styled(f"Only what is said of {listed(confined, ' and ')}{left}.", DIM))
    if not (answer.places or answer.of_kinds or answer.within or entity.thresholds):
        yield Para(styled(sentence(f"{kb.silent('says', 'say')} nothing of it; that is not the same as no effect")))
    yield from _places(kb, answer.places, "", everything)
    yield from _places(kb, answer.of_kinds, "Also said of kinds of it", everything)
    yield from _within(kb, answer, everything)


def _labels(kb: KnowledgeBase, ids: Sequence[str]) -> str:
    return ", ".join(kb.entities[each].label for each in ids)


def _places(kb: KnowledgeBase, places: Sequence[PlacePart], title: str, everything: bool) -> Iterator[Block]:
    for part in places:
        for within in part.settings:
            where = [f"in {part.label}"] if part.label else []
            where += [each.partition(": ")[2] for each in within.setting]
            head = ", ".join(filter(None, [title, *where]))
            if head:
                yield Para(styled(sentence(head)[:-1], HEAD))
            for role, words in _TITLES.items():
                sayings = _once([each for each in within.sayings if each.role == role])
                shown = sayings if everything else sayings[:_FEW]
                yield from saying_rows(kb, words, shown, notes=not within.setting)
                yield from _more(len(sayings) - len(shown))


def _within(kb: KnowledgeBase, answer: About, everything: bool) -> Iterator[Block]:
    """What is said of other things in a place: a list for each setting, since each is of another thing."""
    for part in answer.within:
        for within in part.settings:
            where = [f"in {answer.entity.label}", *(each.partition(": ")[2] for each in within.setting)]
            found = _once(within.sayings)
            shown = found if everything else found[:_FEW]
            yield from saying_rows(kb, f"Said of other things {', '.join(where)}", shown, notes=not within.setting)
            yield from _more(len(found) - len(shown))


def _more(left: int) -> Iterator[Block]:
    if left:
        yield Para(styled(f"and {counted(left, 'more statement')} (--all shows them)", DIM), indent=2)


def _once(sayings: Sequence[RoleSaying]) -> list[RoleSaying]:
    """Statements that name several findings in one role are told once."""
    return list({each.rule: each for each in sayings}.values())
