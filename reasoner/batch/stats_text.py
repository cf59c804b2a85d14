"""`kb stats` as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reasoner.batch.alikeness import NEAR, Alikeness
from reasoner.batch.stats import WIDE, Lead, Stats
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.words import DIM, HEAD, counted, label, listed

_SHOWN = 10
_CONDITIONS = 25
_STEPS = tuple(str(steps) for steps in range(1, NEAR + 1))


def stats_blocks(kb: KnowledgeBase, found: Stats, *, everything: bool = False) -> Iterator[Block]:
    """Counts, then what each condition leads to, then how specific phenotypes and how alike closures are.

    Args:
        kb: the base, for labels.
        found: the answer.
        everything: whether nothing is folded.
    """
    yield from _line("Entities", found.entities)
    yield from _line("Statements", found.statements)
    yield from _line("By grade", found.grades)
    yield from _line("Systems", found.systems)
    yield from _line("References", found.references)
    works = listed([source.id for source in kb.sources], " and ")
    yield Para(styled(f"How far {works} {'is' if len(kb.sources) == 1 else 'are'} encoded: reasoner kb coverage.", DIM))
    yield BLANK
    yield from _leads(found, everything)
    yield BLANK
    yield from _specificity(kb, found, everything)
    yield BLANK
    yield from _alikeness(kb, found.alikeness, everything)


def _leads(found: Stats, everything: bool) -> Iterator[Block]:
    leads = sorted(found.conditions, key=lambda each: (-each.stated - each.combined, each.label))
    leading = [lead for lead in leads if everything or lead.steps]
    shown = leading if everything else leading[:_CONDITIONS]
    heads = _heads("", "stated", "combined", *_STEPS, "later", "near", "phenotypes", "specificity")
    title = "What each condition alone leads to, and in how many steps"
    yield Rows([heads, *map(_lead, shown)], 0, styled(title, HEAD))
    yield from _more(len(leading) - len(shown))
    if idle := [lead.label for lead in leads if lead not in leading]:
        yield Para(styled(f"Nothing follows from {listed(idle, ' or ')} alone.", DIM), indent=2, hang=0)
    all_of_them = f"all {found.derivable} findings that can be derived from conditions"
    yield Para(styled(f"Near: what is reached within {NEAR} steps, as a share of {all_of_them}.", DIM))
    wide = [f"{lead.label} ({lead.share:.0%})" for lead in leads if lead.condition in found.wide]
    which = listed(wide, " and ") or "no condition"
    yield Para(join([styled(f"Near to more than {WIDE:.0%} of these: ", HEAD), styled(f"{which}.")]))


def _lead(each: Lead) -> Row:
    return _numbers(
        each.label,
        each.stated,
        each.combined,
        *(each.steps.get(steps, 0) for steps in _STEPS),
        sum(number for steps, number in each.steps.items() if steps not in _STEPS),
        f"{each.share:.0%}",
        each.phenotypes,
        _rounded(each.specificity),
    )


def _specificity(kb: KnowledgeBase, found: Stats, everything: bool) -> Iterator[Block]:
    """Phenotypes, the least specific first: they are what says least."""
    shares = sorted(found.phenotype_specificity.items(), key=lambda item: (item[1], item[0]))
    if not shares:
        return
    shown = shares if everything else shares[:_SHOWN]
    rows = [_numbers(label(kb, Finding.parse(text)), f"{share:.2f}") for text, share in shown]
    title = "Specificity of phenotypes (1: in no scenario of one or two conditions), least first"
    yield Rows(rows, 0, styled(title, HEAD))
    yield from _more(len(shares) - len(shown))
    yield Para(styled(f"Mean: {_rounded(found.specificity)}."))


def _alikeness(kb: KnowledgeBase, found: Alikeness, everything: bool) -> Iterator[Block]:
    which = f"{counted(found.premises, 'premise')} given alone, {counted(len(found.compared), 'closure')} compared"
    yield Para(join([styled("Alikeness of closures", HEAD), f" (mean Jaccard index; {which})"]))
    text = f"{_rounded(found.mean)}, within {NEAR} steps {_rounded(found.near)} (0: nothing in common, 1: the same)."
    yield Para(styled(text), indent=2)
    if not found.compared:
        return
    ordered = found.compared
    if not everything:
        ordered = tuple(sorted(ordered, key=lambda each: (-(each.alike or 0), -each.closure, each.label)))[:_SHOWN]
    rows = [
        _numbers(each.label, each.closure, each.near, _rounded(each.alike), _rounded(each.alike_near))
        for each in ordered
    ]
    title = "Premises, the most productive first" if everything else "Most alike to the others"
    yield Rows([_heads("", "closure", "near", "alike", "alike near"), *rows], 0, styled(title, HEAD))
    yield from _more(len(found.compared) - len(ordered))
    common = [(label(kb, Finding.parse(text)), number) for text, number in found.shared.items() if number > 1]
    parts = ", ".join(f"{name} {number}" for name, number in (common if everything else common[:_SHOWN]))
    yield Para(join([styled("In most closures: ", HEAD), styled(f"{parts or 'nothing in common'}.")]))


def _more(left: int) -> Iterator[Block]:
    if left > 0:
        yield Para(styled(f"and {left} more (--all)", DIM), indent=2)


def _line(name: str, counts: Mapping[str, int]) -> Iterator[Block]:
    if counts:
        parts = ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in counts.items())
        yield Para(join([styled(f"{name}: {sum(counts.values())}", HEAD), f" ({parts})"]))


def _heads(*names: str) -> Row:
    return Row(tuple(styled(name, DIM) for name in names))


def _numbers(name: str, *values: object) -> Row:
    return Row((styled(name), *(styled(str(value)) for value in values)))


def _rounded(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
