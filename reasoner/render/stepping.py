"""The production run in words: what fired, what is ready, and what of a rule is matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.text import Text

from reasoner.model.evidence import Evidence, Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.render.layout import Block, Para, Row, Rows, join, styled
from reasoner.render.words import DIM, HEAD, bare, counted, grade, labels, spot

AT_A_GLANCE = 5
_MOST = 25
_NUMBER = 5
_STATES = {
    "fired": "fired",
    "ready": "ready to fire",
    "partly": "",
    "stopped": "stopped",
    "out": "out of this setting",
}


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
        layers: in which way each premise of a rule has to hold, which tells some of its variants apart.
        items: what backs the rule in this setting.
    """

    number: int
    finding: Finding
    premises: tuple[Finding, ...]
    rule: Rule | None
    how: str
    new: bool
    layers: tuple[str, ...] = ()
    items: tuple[Evidence, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What is the same of this firing in another run."""
        return (self.finding, *self.match)

    @property
    def match(self) -> tuple[object, ...]:
        """What is the same of all that one match of a rule concludes."""
        return (self.premises, self.layers, self.how, self.rule.id if self.rule else "")


@dataclass(frozen=True)
class Part:
    """A premise or an exception of a rule, as it stands.

    Attributes:
        label: it.
        holds: whether it holds now.
        how: how it came to hold.
    """

    label: str
    holds: bool
    how: str = ""


@dataclass(frozen=True)
class Match:
    """One way in which a rule can fire, as it stands.

    Attributes:
        findings: what it concludes, one or more.
        how: how the rule is read, where it is not read forwards.
        premises: what it needs.
        exceptions: what stops it.
        state: `fired`, `ready`, `partly`, `stopped` or `out`.
        told: as which numbers it fired, which places on the agenda it has, what stops it, or what keeps it out.
    """

    findings: tuple[Finding, ...]
    how: str
    premises: tuple[Part, ...]
    exceptions: tuple[Part, ...]
    state: str
    told: str = ""

    @property
    def nearness(self) -> tuple[int, float]:
        """Sorts matches: fired, ready, then those of which most is met, those stopped, and those out of the setting."""
        met = sum(each.holds for each in self.premises) / max(1, len(self.premises))
        return (list(_STATES).index(self.state), -met)


def fired_text(kb: KnowledgeBase, fired: Sequence[Fired], most: int = _MOST) -> Iterator[Block]:
    """Rules that fired, in their order; of many the cited ones first of all."""
    shown = _matched(fired)
    if len(shown) > most:
        shown = [group for group in shown if group[0].rule][:most]
    if shown:
        yield _table(kb, shown, "Fired")
    if left := len(fired) - sum(map(len, shown)):
        structure = sum(each.rule is None for each in fired)
        yield Para(styled(f"and {left} more, {structure} of them by definition or place", DIM), indent=2)


def agenda_text(kb: KnowledgeBase, ready: Sequence[Fired], head: str, most: int = _MOST) -> Iterator[Block]:
    """Rules that are ready, the next first.

    Args:
        kb: the knowledge base.
        ready: they.
        head: stands above.
        most: the most lines to show; 0 for all.
    """
    if not ready:
        yield Para(styled(f"{head}: nothing."))
        return
    groups = _matched(ready)
    shown = groups[:most] if most else groups
    yield _table(kb, shown, f"{head}, the next first ({len(ready)})")
    if left := len(ready) - sum(map(len, shown)):
        yield Para(styled(f"and {left} more (agenda all)", DIM), indent=2)


def facts_text(kb: KnowledgeBase, went: Sequence[Fired], came: Sequence[Fired]) -> Iterator[Block]:
    """Findings that a change ended and brought, by place; those that others are by definition are counted."""
    if went or came:
        yield Para(styled("Facts that went and came", HEAD))
    for sign, fired in (("-", went), ("+", came)):
        places: dict[str | None, list[Finding]] = {}
        for each in fired:
            if each.rule:
                places.setdefault(each.finding.place, []).append(each.finding)
        for findings in places.values():
            yield Para(styled(f"{sign} {labels(kb, findings)}"), indent=2)
        if structure := sum(each.rule is None for each in fired):
            yield Para(styled(f"{sign} {structure} by definition or place", DIM), indent=2)


def _matched(fired: Iterable[Fired]) -> list[list[Fired]]:
    """What one match of a rule concludes in turn, together."""
    counted_ = enumerate(fired)
    together = groupby(counted_, key=lambda each: (each[1].match, each[1].number - each[0]))
    return [[each for _, each in group] for _, group in together]


def _table(kb: KnowledgeBase, groups: Sequence[Sequence[Fired]], head: str) -> Rows:
    return Rows([_row(kb, group) for group in groups], 1, styled(head, HEAD), widest=0)


def _row(kb: KnowledgeBase, group: Sequence[Fired]) -> Row:
    """What fired or is ready, and behind or below it what comes of it."""
    first = group[0]
    number = styled(f"{numbered([each.number for each in group]):>{_NUMBER}}", DIM)
    new = labels(kb, [each.finding for each in group if each.new])
    known = labels(kb, [each.finding for each in group if not each.new])
    result = "; ".join(filter(None, [new, f"known already: {known}" if known else ""]))
    if first.rule is None:
        return Row((number, styled(f"{labels(kb, first.premises)} \u2192 {result} ({first.how})", DIM)))
    claim = f"{bare(first.rule.claim)}{f' ({first.how})' if first.how else ''}"
    backed = join([spot(kb, item) for item in first.items[:2]], ", ")
    behind = join([styled("\u2192 ", DIM), styled(result), "  ", styled(first.rule.id, DIM)])
    return Row((number, join([styled(claim), "  ", backed])), tail=behind)


def numbered(numbers: Iterable[int]) -> str:
    """Numbers, those that follow each other as one: `2-6, 9`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def matches_text(
    kb: KnowledgeBase, rule: Rule, matches: Sequence[Match], firmly: Grade, items: Sequence[Evidence], *, afar: bool
) -> Iterator[Block]:
    """What of a rule is matched.

    Args:
        kb: the knowledge base.
        rule: it.
        matches: the ways in which it can fire.
        firmly: its grade in this setting.
        items: what gives it that grade.
        afar: whether these come from other settings alone.
    """
    backed = join([spot(kb, item) for item in items[:3]], ", ")
    graded = join([grade(firmly), styled(", extrapolated" if afar else "")])
    yield Para(join([styled(f"{bare(rule.claim)}.", HEAD), " ", graded, "  ", backed, "  ", styled(rule.id, DIM)]))
    for match in matches:
        how = styled(f" ({match.how})" if match.how else "", DIM)
        yield Para(join([styled("Gives ", DIM), labels(kb, match.findings), how, ": ", _state(match)]), indent=2)
        rows = [_part("met" if each.holds else "missing", each) for each in match.premises]
        rows += [_part("stops it" if each.holds else "unless", each) for each in match.exceptions]
        if rows:
            yield Rows(rows, 1, indent=4, widest=0)


def _part(sign: str, part: Part) -> Row:
    return Row((styled(sign, "" if sign in ("met", "unless") else "yellow"), styled(part.label), styled(part.how, DIM)))


def _state(match: Match) -> Text:
    met = sum(each.holds for each in match.premises)
    so_far = f"{met} of {counted(len(match.premises), 'premise')} met"
    if match.state == "partly":
        return styled(so_far)
    words = [styled(_STATES[match.state], HEAD), styled(f" ({match.told})" if match.told else "")]
    if match.state in ("stopped", "out"):
        words.append(styled(f"; {so_far}"))
    return join(words)
