"""The production run in words: what fired, what is ready, and what of a rule is matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.text import Text

from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.render.layout import Block, Para, Row, Rows, join, styled
from reasoner.render.words import DIM, HEAD, bare, counted, grade, labels, spot

_MOST = 25
_STATES = {"fired": "fired", "ready": "ready to fire", "stopped": "stopped", "out": "out of this setting"}


@dataclass(frozen=True)
class Fired:
    """A rule that fired, or is ready to.

    Attributes:
        number: counts.
        finding: what it concludes.
        premises: what it matched.
        rule: the rule; None for structure.
        how: what structure it is, or how the rule is read.
        new: whether the finding did not hold before.
    """

    number: int
    finding: Finding
    premises: tuple[Finding, ...]
    rule: Rule | None
    how: str
    new: bool

    @property
    def key(self) -> tuple[object, ...]:
        """What is the same of this firing in another run."""
        return (self.finding, *self.match)

    @property
    def match(self) -> tuple[object, ...]:
        """What is the same of all that one match of a rule concludes."""
        return (self.premises, self.rule.id if self.rule else self.how)


@dataclass(frozen=True)
class Part:
    """A premise or an exception of a rule, as it stands.

    Attributes:
        label: it.
        holds: whether it holds now.
        how: how it came to hold, or what there is to say of it.
    """

    label: str
    holds: bool
    how: str = ""


@dataclass(frozen=True)
class Match:
    """One way in which a rule can fire, as it stands.

    Attributes:
        finding: what it concludes, one or more.
        premises: what it needs.
        exceptions: what stops it.
        state: `fired`, `ready`, `stopped`, `out` or `partly`.
        told: as which number it fired, which place on the agenda it has, what stops it, or what keeps it out.
    """

    findings: tuple[Finding, ...]
    premises: tuple[Part, ...]
    exceptions: tuple[Part, ...]
    state: str
    told: str = ""


def fired_text(kb: KnowledgeBase, fired: Sequence[Fired], most: int = _MOST) -> Iterator[Block]:
    """Rules that fired, in their order; of many the cited ones first of all."""
    shown = list(fired)
    if len(shown) > most:
        shown = [each for each in fired if each.rule][:most]
    if shown:
        yield _table(kb, shown, "Fired", "+ ")
    if left := len(fired) - len(shown):
        structure = sum(each.rule is None for each in fired)
        yield Para(styled(f"and {left} more; {structure} of all by definition or place", DIM), indent=2)


def agenda_text(kb: KnowledgeBase, ready: Sequence[Fired], head: str, most: int = _MOST) -> Iterator[Block]:
    """Rules that are ready, the next first."""
    if not ready:
        yield Para(styled(f"{head}: nothing."))
        return
    yield _table(kb, ready[:most] if most else ready, f"{head}, the next first", "")
    if most and len(ready) > most:
        yield Para(styled(f"and {len(ready) - most} more (agenda all)", DIM), indent=2)


def _table(kb: KnowledgeBase, shown: Sequence[Fired], head: str, sign: str) -> Rows:
    """One row for all that one match of a rule concludes in turn."""
    rows = [_row(kb, list(group), sign) for _, group in groupby(shown, key=lambda each: each.match)]
    return Rows(rows, 1, styled(head, HEAD), widest=0)


def _row(kb: KnowledgeBase, group: Sequence[Fired], sign: str) -> Row:
    first, last = group[0], group[-1]
    number = str(first.number) if first is last else f"{first.number}-{last.number}"
    signs = {True: sign, False: "= "}
    parts = [signs[new] + labels(kb, [e.finding for e in same]) for new, same in groupby(group, lambda e: e.new)]
    result = styled("; ".join(parts) if sign else labels(kb, [each.finding for each in group]))
    if first.rule is None:
        lead = styled(f"{labels(kb, first.premises)}: {first.how}", DIM)
        return Row((styled(f"{number:>5}", DIM), join([lead, styled("  \u2192  ", DIM), result])))
    backed = join([spot(kb, item) for item in first.rule.evidence[:2]], ", ")
    claim = styled(f"{bare(first.rule.claim)}{f' ({first.how})' if first.how else ''}")
    told = join([claim, "  ", backed, "  ", styled(first.rule.id, DIM), styled("  \u2192  ", DIM), result])
    return Row((styled(f"{number:>5}", DIM), told))


def matches_text(kb: KnowledgeBase, rule: Rule, matches: Sequence[Match], when: str) -> Iterator[Block]:
    """What of a rule is matched.

    Args:
        kb: the knowledge base.
        rule: it.
        matches: the ways in which it can fire.
        when: which moment this is about, in words.
    """
    backed = join([spot(kb, item) for item in rule.evidence[:3]], ", ")
    firmly = grade(max(item.grade for item in rule.evidence))
    yield Para(join([styled(f"{bare(rule.claim)}.", HEAD), " ", firmly, "  ", backed, "  ", styled(rule.id, DIM)]))
    yield Para(styled(when, DIM), indent=2)
    for match in matches:
        yield Para(join([styled("Gives ", DIM), labels(kb, match.findings), ": ", _state(match)]), indent=2)
        rows = [_part("met" if each.holds else "missing", each) for each in match.premises]
        rows += [_part("stops it" if each.holds else "unless", each) for each in match.exceptions]
        if rows:
            yield Rows(rows, 1, indent=4, widest=0)


def _part(sign: str, part: Part) -> Row:
    return Row((styled(sign, "" if sign in ("met", "unless") else "yellow"), styled(part.label), styled(part.how, DIM)))


def _state(match: Match) -> Text:
    if match.state == "partly":
        met = sum(each.holds for each in match.premises)
        return styled(f"{met} of {counted(len(match.premises), 'premise')} met")
    return join([styled(_STATES[match.state], HEAD), styled(f" ({match.told})" if match.told else ""), "."])
