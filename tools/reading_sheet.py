"""Print a reading sheet: rows of the source, each with all that cites it, so that a reader can hold rules against text.

    python -m tools.reading_sheet --source sentences.tsv S110-S120 > sheet.md
    python -m tools.reading_sheet --source sentences.tsv S115 "drug-induced"

Rows are named by id, by a range of ids in the source's order, or by words of a section's title. For every row the sheet
shows its text, how many statements were counted in it and how many are encoded, and each rule, requirement, denial,
reversal, hypothesis group and threshold that cites it, with the grade that its evidence has. The sheet holds the
source's text, so it is for reading only and is never committed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from reasoner.errors import ReasonerError
from reasoner.knowledge.accounts import parts
from reasoner.knowledge.checks import sourcetext
from reasoner.knowledge.checks.context import TextRow
from reasoner.knowledge.loader import load
from reasoner.model.evidence import Context, Evidence, Reversal
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule, RuleKind


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the sheet. The exit status is 2 where the rows asked for do not exist, 3 where a file cannot be used."""
    summary, _, description = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="reading_sheet",
        description=summary,
        epilog=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--source", required=True, type=Path, help="the source's text: id, section, refs, text by tabs")
    parser.add_argument("--kb", type=Path, help="the pack to read (default: the one of this checkout)")
    parser.add_argument("rows", nargs="+", metavar="ROWS", help="a row, a range as S110-S120, or words of a section")
    options = parser.parse_args(arguments)
    try:
        text = sourcetext.read(options.source)
        kb = load(options.kb)
    except ReasonerError as error:
        print(error, file=sys.stderr)
        return 3
    try:
        rows = select(text, options.rows)
    except LookupError as error:
        print(f"reading_sheet: {error.args[0]}", file=sys.stderr)
        return 2
    print("\n".join(sheet(kb, text, rows)))
    return 0


def select(text: Mapping[str, TextRow], wanted: Iterable[str]) -> list[str]:
    """The ids of the rows that are asked for, each once, in the source's order.

    Raises:
        LookupError: something asked for names no row.
    """
    order = list(text)
    chosen: set[str] = set()
    for words in wanted:
        first, dash, last = words.partition("-")
        if words in text:
            chosen.add(words)
        elif dash and first in text and last in text and order.index(first) <= order.index(last):
            chosen.update(order[order.index(first) : order.index(last) + 1])
        elif found := [id_ for id_, row in text.items() if words.casefold() in row.section.casefold()]:
            chosen.update(found)
        else:
            raise LookupError(f"no row, range of rows or section is called {words!r}")
    return [id_ for id_ in order if id_ in chosen]


def sheet(kb: KnowledgeBase, text: Mapping[str, TextRow], rows: Iterable[str]) -> Iterator[str]:
    """The lines of the sheet. Rows are those of the base's own source."""
    source = kb.sources[0]
    counted = {row.id: row.statements for row in source.rows}
    section = ""
    for id_ in rows:
        row = text[id_]
        if row.section != section:
            section = row.section
            yield from (f"# {section}", "")
        encoded = sum(part.statements for part in parts(kb) if part.row == (source.id, id_))
        yield from (f"## {id_}{_refs(row.refs)}: {_counts(counted.get(id_), encoded)}", "", f"> {row.text}", "")
        yield from _row(kb, source.id, id_)


def _counts(counted: int | None, encoded: int) -> str:
    """What was counted against what is encoded; a difference stands out."""
    if counted is None:
        return f"not counted, {encoded} encoded" if encoded else "not counted"
    return f"{counted} counted" if counted == encoded else f"**{counted} counted, {encoded} encoded**"


def _row(kb: KnowledgeBase, source: str, row: str) -> Iterator[str]:
    """Everything that cites a row, as a list."""
    key = (source, row)
    for rule in kb.rules:
        items = [item for item in rule.items() if (item.source, item.at) == key]
        if items:
            yield from _rule(rule)
            yield from map(_evidence, items)
            yield ""
        if rule.reverts and (rule.reverts.source, rule.reverts.at) == key:
            yield from (f"- `{rule.id}` **reverts**: {_findings(rule.then)}", f"    - {_cited(rule.reverts)}", "")
    for group in kb.groups:
        items = [item for item in group.evidence if (item.source, item.at) == key]
        if items:
            yield f"- `{group.id}` **hypothesis group**: {group.question}"
            yield from (f"    - option `{option.id}`: {option.label}" for option in group.options)
            yield from map(_evidence, items)
            yield ""
    for entity in kb.entities.values():
        for threshold in entity.thresholds:
            items = [item for item in threshold.evidence if (item.source, item.at) == key]
            if items:
                yield f"- `{entity.id}` **threshold**: {threshold.text} gives `{threshold.gives}`"
                yield from map(_evidence, items)
                yield ""
    for entry in kb.not_encoded:
        if (entry.source, entry.at) == key:
            yield from (f"- **not encoded**, {entry.reason}: {entry.note}", "")


def _rule(rule: Rule) -> Iterator[str]:
    """The claim of a rule, then its parts, those that are set."""
    kind = rule.effect if rule.kind is RuleKind.rule else rule.kind
    yield f"- `{rule.id}` **{kind}**: {rule.claim}"
    premises = " and ".join(_choices([f"`{premise}`" for premise in choices]) for choices in rule.when)
    guards = "; ".join(f"{key} {', '.join(values)}" for key, values in rule.only.items())
    shown = {
        "when": premises,
        "then": _findings(rule.then),
        "outcomes": _findings(rule.outcomes),
        "needs": _findings(rule.needs),
        "unless": _findings(rule.unless),
        "only": guards,
        "hypothesis": rule.hypothesis,
        "persists": "yes" if rule.persists else "",
        "quantity": rule.quantity,
        "note": rule.note,
    }
    yield from (f"    - {name}: {value}" for name, value in shown.items() if value)


def _choices(premises: Sequence[str]) -> str:
    return premises[0] if len(premises) == 1 else f"any of ({', '.join(premises)})"


def _evidence(item: Evidence) -> str:
    """One item: its grade, and all that the grade comes from."""
    shared = ", shared bracket" if item.shared else ""
    setting = _context(item.context)
    return f"    - **{item.grade}**: {item.wording}{shared}, {_cited(item)}{f' ({setting})' if setting else ''}"


def _cited(item: Evidence | Reversal) -> str:
    elsewhere = f" of {item.refs_at}" if item.refs_at else ""
    return f'{_refs(item.refs).strip() or "no reference"}{elsewhere}, at "{item.find}"'


def _context(context: Context) -> str:
    values = ((key, getattr(context, key)) for key in Context.model_fields)
    return "; ".join(f"{key} {', '.join(value)}" for key, value in values if value)


def _findings(findings: Iterable[object]) -> str:
    return ", ".join(f"`{finding}`" for finding in findings)


def _refs(refs: Sequence[int]) -> str:
    return f" [{', '.join(map(str, refs))}]" if refs else ""


if __name__ == "__main__":
    sys.exit(main())
