"""`kb stats` as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reasoner.batch.stats import Section, Stats
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.words import DIM, HEAD, counted, listed


def stats_blocks(found: Stats) -> Iterator[Block]:
    """Counts, then sections, then what each condition leads to."""
    yield from _line("Entities", found.entities)
    yield from _line("Statements", found.statements)
    yield from _line("By grade", found.grades)
    yield from _line("Systems", found.systems)
    yield from _line("References", found.references)
    yield BLANK
    encoded = [each for each in found.sections if each.counted]
    rows = [_numbers(_named(found, each), each.rows, each.cited, each.set_aside, each.statements) for each in encoded]
    if rows:
        yield Rows(
            [_heads("", "rows", "cited", "set aside", "statements"), *rows],
            0,
            styled(f"Encoded sections of {_sources(found)}", HEAD),
        )
    if left := len(found.sections) - len(encoded):
        yield Para(styled(f"{counted(left, 'more section')} not encoded yet.", DIM), indent=2)
    yield BLANK
    leads = sorted(found.conditions, key=lambda each: (-each.stated - each.combined, each.label))
    rows = [
        _numbers(
            each.label,
            each.stated,
            each.combined,
            " ".join(f"{steps}:{number}" for steps, number in each.steps.items()) or "-",
            each.phenotypes,
            "-" if each.specificity is None else f"{each.specificity:.2f}",
        )
        for each in leads
    ]
    heads = _heads("", "stated", "combined", "steps:findings", "phenotypes", "specificity")
    yield Rows([heads, *rows], 0, styled("What each condition alone leads to", HEAD))
    if found.specificity is not None:
        text = f"Mean specificity of phenotypes: {found.specificity:.2f} (1: in no scenario of one or two conditions)."
        yield Para(styled(text))


def _sources(found: Stats) -> str:
    return listed(dict.fromkeys(section.source for section in found.sections), " and ")


def _named(found: Stats, section: Section) -> str:
    """A section, and of another source than the base's own that source."""
    return section.section if section.source == found.sections[0].source else f"{section.source} {section.section}"


def _line(name: str, counts: Mapping[str, int]) -> Iterator[Block]:
    if counts:
        parts = ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in counts.items())
        yield Para(join([styled(f"{name}: {sum(counts.values())}", HEAD), f" ({parts})"]))


def _heads(*names: str) -> Row:
    return Row(tuple(styled(name, DIM) for name in names))


def _numbers(name: str, *values: object) -> Row:
    return Row((styled(name), *(styled(str(value)) for value in values)))
