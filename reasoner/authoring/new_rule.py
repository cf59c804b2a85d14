"""From what an author types to a rule that loads: names looked up, references taken from the row, an id proposed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from reasoner.authoring.appending import append
from reasoner.authoring.rule_text import NewRule, proposed_claim, proposed_id, rule_lines, scenario_lines
from reasoner.authoring.target import Target, change_source, find_target
from reasoner.errors import Problem, UsageError
from reasoner.knowledge.checks.context import Context
from reasoner.knowledge.checks.report import CHECKS
from reasoner.knowledge.draft import Draft
from reasoner.knowledge.invariants.citations import LONGEST, SHORTEST, words
from reasoner.knowledge.loader import build, draft
from reasoner.knowledge.names import Names
from reasoner.knowledge.wording import did_you_mean, plural, shown
from reasoner.model.evidence import Wording
from reasoner.model.finding import Premise
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Effect, RuleKind
from reasoner.model.source import SourceRow

T = TypeVar("T")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Asked:
    """A rule as its author describes it; names however they are spelt.

    Attributes:
        when, then, unless, needs: its parts; in `when`, `before X` is met by an earlier phase.
        at, find, wording: the row, words that point to it, and what it does.
        refs: of the row's references those that the statement rests on; None takes all.
        refs_at: the neighbouring row that cites them.
        shared: whether the bracket stands behind several claims.
        kind, effect: None lets the other parts decide.
        cancer, stage, site, system: of the study.
        id, claim, note: empty ones are proposed, or left out.
        new_row: the section of a row that the pack's source does not have yet.
        into: the rules file to add it to.
    """

    then: tuple[str, ...]
    at: str
    find: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    wording: str = "states"
    refs: tuple[int, ...] | None = None
    refs_at: str = ""
    shared: bool = False
    kind: str | None = None
    effect: str | None = None
    cancer: str | None = None
    stage: str | None = None
    site: str | None = None
    system: str | None = None
    id: str = ""
    claim: str = ""
    note: str = ""
    new_row: str | None = None
    into: Path | None = None


@dataclass(frozen=True)
class Written:
    """A file as it was, and as it is to be."""

    path: Path
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Scaffold:
    """A rule that loads.

    Attributes:
        kb: the knowledge base with it.
        rule: it.
        lines: of a rules file.
        scenario: lines of a scenario that expects what it concludes, if it concludes anything.
        target: the pack that it is for.
        line: where it begins in the file that it is added to; 0 without one.
        changes: the files to write, in this order.
        remarks: what `kb check` will say of it.
    """

    kb: KnowledgeBase
    rule: NewRule
    lines: tuple[str, ...]
    scenario: tuple[str, ...]
    target: Target
    line: int
    changes: tuple[Written, ...]
    remarks: tuple[Problem, ...]


def scaffold(folder: str | None, extra: Sequence[str], asked: Asked) -> Scaffold:
    """Make a rule of what is asked for, and try it out; nothing is written.

    Args:
        folder: the knowledge base; None finds it.
        extra: packs that are added; the rule is for the one of `asked.into`, else the last of these, else the base.
        asked: the rule.

    Raises:
        UsageError: a name, the row, the id or the file is wrong, or the base would not load with the rule: all that is
            wrong with it.
        KnowledgeError: the packs do not load as they are.
    """
    target = find_target(folder, extra, asked.into)
    found = draft(target.packs)
    kb = build(found)
    rule = _Resolver(kb, found, target, asked).rule()
    lines = rule_lines(rule)
    changes, line = _changes(found, target, asked, rule, lines)
    contents = {change.path: change.after for change in changes}
    path = changes[-1].path if asked.into else None
    if path is None:  # tried out in a file that is not there
        path = target.pack.folder / "rules" / f"~{rule.id}.yaml"
        contents[path] = "\n".join(["topic: New", "rules:", *(f"  {each}" for each in lines), ""]).encode()
    after = draft(target.trying(contents))
    place = (target.pack.shown(path), line or 3, len(lines))
    errors = [_unplaced(problem, place) for problem in after.problems if problem.is_error]
    if errors:
        raise UsageError(errors)
    changed = build(after)
    remarks = [_unplaced(problem, place) for problem in _news(Context(kb, found), Context(changed, after))]
    scenario = scenario_lines(rule, rule.claim.rstrip("."))
    return Scaffold(
        changed, rule, tuple(lines), tuple(scenario), target, line, tuple(changes), tuple(dict.fromkeys(remarks))
    )


class _Resolver:
    """Looks up everything that is asked for, and gathers what is wrong."""

    def __init__(self, kb: KnowledgeBase, found: Draft, target: Target, asked: Asked) -> None:
        self.kb = kb
        self.found = found
        self.target = target
        self.asked = asked
        self.names = Names(kb)
        self.problems: list[Problem] = []

    def rule(self) -> NewRule:
        """The rule.

        Raises:
            UsageError: everything that is wrong.
        """
        asked = self.asked
        wording = Wording(asked.wording)
        kind = RuleKind(asked.kind) if asked.kind else RuleKind.requirement if asked.needs else RuleKind.rule
        usual = Effect.correlates if wording is Wording.correlates else Effect.causes
        rule = NewRule(
            when=self._all(self._premise, asked.when),
            then=self._all(self.names.finding, asked.then),
            unless=self._all(self.names.finding, asked.unless),
            needs=self._all(self.names.finding, asked.needs),
            kind=kind,
            effect=Effect(asked.effect) if asked.effect else usual,
            at=self._row(asked.at),
            refs_at=self._row(asked.refs_at) if asked.refs_at else "",
            find=" ".join(asked.find.split()),
            wording=wording,
            shared=asked.shared,
            context=self._context(),
            note=asked.note,
            claim=" ".join(asked.claim.split()),
        )
        rule = replace(rule, refs=self._refs(rule))
        self._locator(rule.find)
        if asked.id:
            rule = replace(rule, id=self._id(asked.id))
        if self.problems:
            raise UsageError(self.problems)
        rule = replace(rule, claim=rule.claim or proposed_claim(rule, self.kb))
        return replace(rule, id=rule.id or proposed_id(rule, {*self.found.rules, *self.found.deprecated}))

    def _all(self, read: Callable[[str], T], texts: Iterable[str]) -> tuple[T, ...]:
        found: list[T] = []
        for text in texts:
            try:
                found.append(read(text))
            except UsageError as error:
                self.problems += error.problems
        return tuple(dict.fromkeys(found))

    def _premise(self, text: str) -> Premise:
        before = text.lower().startswith("before ")
        return Premise(self.names.finding(text[len("before ") :] if before else text), before)

    def _context(self) -> dict[str, str]:
        readers: dict[str, Callable[[str], str]] = {
            "cancer": self.names.cancer,
            "stage": self.names.stage,
            "site": self.names.site,
            "system": lambda text: self.names.system(text).value,
        }
        typed = {key: getattr(self.asked, key) for key in readers}
        found = {key: self._all(readers[key], [text]) for key, text in typed.items() if text}
        return {key: values[0] for key, values in found.items() if values}

    # ---------------------------------------------------------------- the row and its references

    @property
    def _rows(self) -> dict[str, SourceRow]:
        return {row.id: row for source, row in self._known if source == self.target.source(self.found)}

    @property
    def _known(self) -> list[tuple[str, SourceRow]]:
        return [(source, row) for (source, _), row in self.kb.rows.items()]

    def _row(self, text: str) -> str:
        """The id of a row of the pack's source; one that is new is taken as it is typed."""
        source, rows = self.target.source(self.found), self._rows
        wanted = text.strip().casefold().removeprefix(f"{source} ")
        known = next((id_ for id_ in rows if id_.casefold() == wanted), None)
        if self.asked.new_row is not None and text == self.asked.at:
            return self._new_row(text.strip(), known)
        if known is None:
            others = [other for other, row in self._known if row.id.casefold() == wanted and other != source]
            help_ = [
                *did_you_mean(text, list(rows)),
                *(f"{other} has one, which this pack does not cite" for other in others),
            ]
            if self.target.own_source(self.found):
                help_.append("`--new-row SECTION` adds it to facts/source.yaml")
            self.problems.append(Problem("E042", f"the source {source} has no row {shown(text)}", None, tuple(help_)))
        return known or text

    def _new_row(self, text: str, known: str | None) -> str:
        if known is not None:
            where = self.found.sources[self.target.source(self.found)].where(
                "rows", list(self._rows).index(known), "id"
            )
            self.problems.append(Problem("E030", f"the row {shown(known)} is there already, at {where}"))
        elif not self.target.own_source(self.found):
            message = "a new row needs a pack with a facts/source.yaml of its own"
            self.problems.append(Problem("E200", message, None, ("see: reasoner kb new-pack --help",)))
        elif not text or len(text.split()) > 1:
            self.problems.append(Problem("E010", f"a row's id is one word, as `P1`; got {shown(text)}"))
        return text

    def _refs(self, rule: NewRule) -> tuple[int, ...]:
        """The references of the rule; those of its row where none are named."""
        asked = self.asked.refs
        row = self._rows.get(rule.refs_at or rule.at)
        if row is None:
            return tuple(dict.fromkeys(asked or ()))
        cites = f"it cites {', '.join(map(str, row.refs))}" if row.refs else "it cites none"
        for ref in dict.fromkeys(asked or ()):
            if ref not in row.refs:
                self.problems.append(Problem("E043", f"row {row.id} does not cite {ref}", None, (cites,)))
        return row.refs if asked is None else tuple(dict.fromkeys(asked))

    def _locator(self, find: str) -> None:
        number = len(words(find))
        if not SHORTEST <= number <= LONGEST:
            message = f"`find` takes {SHORTEST} to {LONGEST} words of the row; these are {plural(number, 'word')}"
            self.problems.append(Problem("E044", message, None, ("`IL-6` counts as two",)))

    def _id(self, text: str) -> str:
        if first := self.found.rules.get(text):
            message = f"the rule {shown(text)} is there already, at {first.where('id')}"
            self.problems.append(Problem("E030", message, None, ("leave `--id` out, and one is proposed",)))
        elif retired := self.found.deprecated.get(text):
            message = f"the id {shown(text)} was retired at {retired.where('id')}; ids are never used again"
            self.problems.append(Problem("E031", message))
        elif not _ID.fullmatch(text):
            message = f"an id is lower-case words and digits joined by hyphens, as `hypoxia-emt`; got {shown(text)}"
            self.problems.append(Problem("E010", message))
        return text


def _changes(found: Draft, target: Target, asked: Asked, rule: NewRule, lines: list[str]) -> tuple[list[Written], int]:
    """The files as they are to be, a new row before the rule that cites it; and where the rule begins."""
    changes = []
    if asked.new_row is not None:
        path, before, after = change_source(found, target, rule, asked.new_row)
        changes.append(Written(path, before, after))
    if asked.into is None:
        return changes, 0
    file = target.path(asked.into)
    content = file.read_bytes()
    changed, line = append(content, "rules", lines, target.pack.shown(file))
    return [*changes, Written(file, content, changed)], line


def _unplaced(problem: Problem, place: tuple[str, int, int]) -> Problem:
    """A problem of the new rule itself stands nowhere yet."""
    path, first, count = place
    where = problem.where
    inside = where is not None and where.path == path and first <= where.line < first + count
    return replace(problem, where=None) if inside else problem


def _news(before: Context, after: Context) -> list[Problem]:
    """What `kb check` says with the rule, and did not say without it."""
    known = {(problem.code, problem.message) for check in CHECKS for problem in check(before)}
    return [problem for check in CHECKS for problem in check(after) if (problem.code, problem.message) not in known]
