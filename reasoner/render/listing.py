"""The findings of a phase as lists: stated, combined, outcomes; what is folded is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from reasoner.model.entity import Kind
from reasoner.model.result import FindingResult, Origin
from reasoner.model.supposition import SUPPOSED
from reasoner.render.layout import Block, Para, Row, Rows, join, styled
from reasoner.render.notes import cited, merge_key, notes
from reasoner.render.view import LONGEST, View
from reasoner.render.words import DIM, HEAD, citations, cited_in, counted, grade, labels, listed
from reasoner.values import Value

SUPPOSED_HEADING = "Only with what you suppose"
_FOLDED = {Kind.molecule: "molecule", Kind.pathway: "pathway", Kind.marker: "marker", Kind.assay: "assay"}


class Entry(Value):
    """Findings that are told together, since nothing but their names differs."""

    findings: tuple[FindingResult, ...]
    notes: Text

    @property
    def first(self) -> FindingResult:
        """The one whose properties are those of all."""
        return self.findings[0]


def entries(view: View, found: Sequence[FindingResult]) -> list[Entry]:
    """Findings, put together where they can be."""
    groups: dict[tuple[object, ...], list[FindingResult]] = {}
    for each in found:
        groups.setdefault((*merge_key(each), notes(view, each).plain), []).append(each)
    return [Entry(tuple(group), _notes(view, group)) for group in groups.values()]


def _notes(view: View, group: Sequence[FindingResult]) -> Text:
    parts = [notes(view, group[0])]
    if view.everything:
        lifted = [finding for each in group for finding in view.lifted.get(each.finding, ())]
        parts.append(styled(f"by definition also {labels(view.kb, lifted)}" if lifted else "", DIM))
    return join([part for part in parts if part], "; ")


def listing(view: View) -> Iterator[Block]:
    """The lists of a phase, numbered through."""
    shown = [each for each in view.concluded if not view.is_folded(each)]
    ordinary = [each for each in shown if each.kind is not Kind.outcome]
    stated = [each for each in ordinary if each.stated]
    outcomes = [each for each in shown if each.kind is Kind.outcome]
    number = 0
    for title, over, part in (
        ("Stated", support_heading(view, stated), stated),
        ("Combined by this tool, not said end to end", "", combined(ordinary)),
        (SUPPOSED_HEADING, "", [each for each in ordinary if each.supposed]),
        (outcomes_heading(view, outcomes), "", outcomes),
    ):
        if part:
            told = entries(view, part)
            rows = [_row(view, entry, count) for count, entry in enumerate(told, start=number + 1)]
            number += len(told)
            yield Rows(rows, 1, styled(title, HEAD), styled(over, DIM))
    yield from by_place(view)
    yield from folded(view)


def combined(found: Sequence[FindingResult]) -> list[FindingResult]:
    """Those that the sources' statements give together, without what the user supposes."""
    return [each for each in found if not each.stated and not each.supposed]


def support_heading(view: View, found: Sequence[FindingResult]) -> str:
    """What stands over the grades of stated findings."""
    return f"support in {view.kb.called(cited_in(view.kb, *found))}"


def outcomes_heading(view: View, found: Sequence[FindingResult]) -> str:
    """What stands over outcomes: they are associated with what is given, not said to follow."""
    sources = cited_in(view.kb, *found)
    verb = "associate" if len(sources) > 1 else "associates"
    return f"What {view.kb.called(sources)} {verb} with this"


def _row(view: View, entry: Entry, number: int) -> Row:
    first = entry.first
    support = grade(first.support)
    if not first.stated:
        support = join(["weakest link ", support, f", {sentences(first)}"])
    name = labels(view.kb, [each.finding for each in entry.findings])
    return Row((styled(f"{number:>2}", DIM), styled(name), support, cited(view, first)), tail=entry.notes)


def sentences(found: FindingResult) -> str:
    """Of how many sentences of its sources a finding is combined, and of how many suppositions."""
    own = len({each.row for each in found.citations if each.source == SUPPOSED})
    parts = [counted(len(found.rows) - own, "sentence")] if len(found.rows) > own else []
    return listed([*parts, *([counted(own, "supposition")] if own else [])], " and ")


def support_words(found: FindingResult) -> Text:
    """`strong` is said of what is stated; a combination has a weakest link."""
    if found.origin in (Origin.given, Origin.intervened):
        return styled("given" if found.origin is Origin.given else "set")
    support = grade(found.support)
    if found.stated or not found.rules:
        return support
    return join(["weakest link ", support, f", {sentences(found)}"])


def difference(was: FindingResult, now: FindingResult) -> tuple[str, ...]:
    """What is different, in words."""
    parts = []
    if was.support != now.support:
        parts.append(f"was {was.support}")
    if was.stated != now.stated:
        parts.append("was stated" if was.stated else "was supposed" if was.supposed else "was combined")
    for name, word in (
        ("contested", "contested"),
        ("against_requirement", "against a requirement"),
        ("extrapolated", "extrapolated"),
    ):
        if getattr(was, name) and not getattr(now, name):
            parts.append(f"no longer {word}")
        elif getattr(now, name) and not getattr(was, name) and not parts:
            parts.append(f"now {word}")
    return (f"({', '.join(parts)})",) if parts else ()


def gained(view: View, found: Sequence[FindingResult], title: str) -> Iterator[Block]:
    """What a phase gained, as one table that says of each finding whether it is stated."""
    rows = []
    for entry in entries(view, found):
        first = entry.first
        name = labels(view.kb, [each.finding for each in entry.findings])
        support = grade(first.support) if first.stated else join(["weakest link ", grade(first.support)])
        how = "stated" if first.stated else f"{'supposed' if first.supposed else 'combined'}, {sentences(first)}"
        rows.append(Row((styled(name), support, styled(how), cited(view, first)), tail=entry.notes))
    if rows:
        yield Rows(rows, title=styled(title, HEAD))


def by_place(view: View) -> Iterator[Block]:
    """What holds one way in one place and the other way in another."""
    shown: dict[str, list[FindingResult]] = {}
    for each in view.concluded:
        shown.setdefault(each.entity, []).append(each)
    for group in shown.values():
        ups, downs = ({each.place for each in group if each.direction == way} for way in ("up", "down"))
        if ups and downs and ups.isdisjoint(downs):  # what holds both ways in one place is contested, and said to be
            parts = [
                join([labels(view.kb, [each.finding]), ", ", citations(view.kb, each.citations, 2)])
                for each in sorted(group, key=lambda each: each.direction == "down")
            ]
            yield Para(join([styled("By place: ", HEAD), join(parts, "; "), "."]))


def folded(view: View) -> Iterator[Block]:
    """How many findings are not listed, and how to see them."""
    if view.everything:
        return
    counts: Counter[str] = Counter()
    for each in view.concluded:
        if view.is_folded(each):
            counts[_FOLDED.get(each.kind, "longer chain")] += 1
    parts = [counted(counts[word], word) for word in (*_FOLDED.values(), "longer chain") if counts[word]]
    if lifted := sum(map(len, view.lifted.values())):
        parts.append(f"{lifted} that {'follows' if lifted == 1 else 'follow'} by definition")
    if parts:
        hint = f" Longer chains rest on more than {LONGEST} sentences." if counts["longer chain"] else ""
        yield Para(styled(f"Folded: {listed(parts, ' and ')} (--all shows them).{hint}", DIM))
