"""Runs every check over a knowledge base: what `reasoner kb check` prints."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reasoner.errors import KnowledgeError, Position, Problem, name_error, sort_key
from reasoner.knowledge import accounts
from reasoner.knowledge.checks import claims, counts, duplicates, evidence, locators, reach, sourcetext, vocabulary
from reasoner.knowledge.checks.context import Context
from reasoner.knowledge.loader import build, draft
from reasoner.knowledge.packs import find_all
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.knowledge import KnowledgeBase

_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]*")
CHECKS: tuple[Callable[[Context], Iterator[Problem]], ...] = (
    locators.check,
    counts.check,
    evidence.check,
    reach.check,
    duplicates.check,
    vocabulary.check,
    claims.check,
)


@dataclass(frozen=True)
class CheckReport:
    """What was found.

    Attributes:
        kb: the knowledge base; None where it does not hold together, and only that was looked at.
        problems: errors and warnings, by position.
        counts: how much of what there is, in the order in which it is told.
        positions: of each rule, by its id.
        folder: the pack, and `origin` how it was found.
        with_text: whether locators were held against the text of a source.
    """

    kb: KnowledgeBase | None
    problems: tuple[Problem, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    folder: Path = Path()
    origin: str = ""
    with_text: bool = False

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are errors."""
        return tuple(problem for problem in self.problems if problem.is_error)


def check_base(
    folder: str | os.PathLike[str] | None = None,
    extra: Iterable[str | os.PathLike[str]] = (),
    texts: Iterable[str] = (),
) -> CheckReport:
    """Check a knowledge base.

    Args:
        folder: the pack; None finds it.
        extra: packs that are added.
        texts: files with the text of a source, tab-separated tables of id, section, refs and text; each as `FILE` for
            the base's own source, or `SOURCE=FILE`.

    Returns:
        Everything that was found. Problems of the base are no exception here.

    Raises:
        UsageError: a folder does not exist, or a text is of a source that is not there.
        KnowledgeError: a folder is no pack.
        InputError: a source's text cannot be read.
    """
    packs = find_all(folder, extra)
    read = [(source, sourcetext.read(path)) for source, path in map(_named, texts)]
    found = draft(packs)
    problems = list(found.problems)
    try:
        kb = build(found)
    except KnowledgeError:
        kb = None
    if kb is not None:
        context = Context(kb, found, {_source(kb, source): text for source, text in read})
        for check in CHECKS:
            problems.extend(check(context))
    ordered = tuple(sorted(dict.fromkeys(problems), key=sort_key))
    positions = {id_: rule.where() for id_, rule in found.rules.items()}
    first = packs[0]
    return CheckReport(kb, ordered, tally(kb) if kb else {}, positions, first.folder, first.origin, bool(read))


def _named(text: str) -> tuple[str, Path]:
    """The source and the file of `SOURCE=FILE`, or of `FILE`."""
    source, mark, file = text.partition("=")
    return (source, Path(file)) if mark and _SOURCE.fullmatch(source) else ("", Path(text))


def _source(kb: KnowledgeBase, source: str) -> str:
    if source and source not in kb.sources_by_id:
        help_ = did_you_mean(source, list(kb.sources_by_id)) or [f"sources: {', '.join(kb.sources_by_id)}"]
        raise name_error("E012", f"unknown source {shown(source)}", help_)
    return source or kb.home_source


def tally(kb: KnowledgeBase) -> dict[str, int]:
    """How much of what a knowledge base holds."""
    kinds = Counter(entity.kind for entity in kb.entities.values())
    statements = Counter(str(rule.kind) if not rule.fires else str(rule.effect) for rule in kb.rules)
    for rule in kb.rules:
        if str(rule.kind) == "rule" and not rule.fires:
            statements["rule"] -= 1
            statements[str(rule.effect)] += 1
    rows = [row for source in kb.sources for row in source.rows]
    cited = {part.row for part in accounts.parts(kb)}
    refs = {(item.source, ref) for rule in kb.rules for item in rule.evidence for ref in item.refs}
    return {
        "entities": len(kb.entities),
        **{f"entities: {kind}": kinds[kind] for kind in kinds},
        "rules": len(kb.rules),
        **{f"rules: {name}": number for name, number in sorted(statements.items()) if number},
        "hypothesis groups": len(kb.groups),
        "rows": len(rows),
        "rows counted": sum(row.statements is not None for row in rows),
        "rows cited": len(cited),
        "rows not encoded": sum(not entry.refs for entry in kb.not_encoded),
        "statements": sum(row.statements or 0 for row in rows),
        "statements encoded": sum(part.statements for part in accounts.parts(kb)),
        "references cited": len(refs),
    }
