"""The answer to `kb check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reasoner.batch.report import Trouble
from reasoner.errors import Position, Problem
from reasoner.knowledge.checks.report import CheckReport, check_base
from reasoner.model.base import Record
from reasoner.model.finding import Finding
from reasoner.model.result import SCHEMA_VERSION

if TYPE_CHECKING:
    from reasoner.pipeline import Reasoner


class CheckAnswer(Record):
    """What `kb check` found.

    Attributes:
        folder, origin: the knowledge base, and how it was found: given, environment, checkout or package.
        added: the packs that are added to it.
        sources: the works that are cited, the base's own first.
        with_text: whether locators were held against the text of a source.
        counts: how much of what there is.
        errors, warnings: how many.
        problems: all of them, by position.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    folder: str
    origin: str
    added: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    with_text: bool
    counts: dict[str, int]
    errors: int
    warnings: int
    problems: tuple[Trouble, ...]


def check(
    folder: str | None = None, extra: Sequence[str] = (), texts: Sequence[str] = ()
) -> tuple[CheckAnswer, list[Problem]]:
    """Check a knowledge base, and what follows from it under one and two conditions.

    Args:
        folder: the pack; None finds it.
        extra: packs that are added.
        texts: files with the text of a source, as `FILE` or `SOURCE=FILE`.

    Returns:
        The answer, and the problems in it.
    """
    report = check_base(folder, extra, texts)
    problems = list(report.problems)
    if report.kb:
        from reasoner.pipeline import Reasoner

        reasoner = Reasoner(report.kb)
        problems += [*_silent(reasoner, report.positions), *_denied(reasoner, report.positions)]
    return _answer(report, problems, extra), problems


def _silent(reasoner: Reasoner, positions: Mapping[str, Position]) -> Iterator[Problem]:
    for trial, findings, exceptions, refused in reasoner.silent():
        rule, lacking = trial.rule, _labels(reasoner, findings)
        given = _labels(reasoner, (premise.finding for premise in trial.premises))
        message = f"where {given} {'is' if len(trial.premises) == 1 else 'are'} observed, {lacking} does not follow"
        if refused:
            help_ = "they exclude each other, and are refused"
        elif exceptions:
            help_ = f"an exception holds then: {_labels(reasoner, exceptions)}"
        else:
            help_ = "by definition the premises mean the contrary, or block it"
        yield Problem("W047", message, positions[rule.id], (help_,))


def _labels(reasoner: Reasoner, findings: Iterable[Finding]) -> str:
    return ", ".join(reasoner.kb.label(finding) for finding in findings)


def _denied(reasoner: Reasoner, positions: Mapping[str, Position]) -> Iterator[Problem]:
    from reasoner.pipeline import denied_proofs

    kb = reasoner.kb
    reported: dict[tuple[str, Finding], list[set[Finding]]] = {}
    for rule, finding, conditions in denied_proofs(reasoner):
        before = reported.setdefault((rule.id, finding), [])
        if any(fewer <= set(conditions) for fewer in before):
            continue  # one of the two conditions is enough, and was reported
        before.append(set(conditions))
        given = " and ".join(kb.label(condition) for condition in conditions)
        message = f"under {given}, the proof of {kb.label(finding)} takes the step that {rule.id} denies"
        yield Problem("W044", message, positions[rule.id])


def _answer(report: CheckReport, problems: list[Problem], added: Sequence[str]) -> CheckAnswer:
    errors = sum(problem.is_error for problem in problems)
    return CheckAnswer(
        knowledge_base=report.kb.digest if report.kb else "",
        folder=str(report.folder),
        origin=report.origin,
        added=tuple(added),
        sources=tuple(source.id for source in report.kb.sources) if report.kb else (),
        with_text=report.with_text,
        counts=dict(report.counts),
        errors=errors,
        warnings=len(problems) - errors,
        problems=tuple(Trouble.from_problem(problem) for problem in problems),
    )
