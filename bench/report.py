"""The table, and the same as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bench.engines import Measured
from bench.expected import QUESTIONS_NAME, Verdict, verdicts
from bench.lineup import PEERS
from bench.questions import Asked
from bench.startup import Start

LABEL = 38
CELL = 10


@dataclass(frozen=True)
class Report:
    """All that was measured.

    Attributes:
        measured: the engines, workload by workload.
        starts: the commands; empty where they could not be timed.
        trouble: why not.
        rounds: how many interleaved runs.
        width: how many scenarios a block holds.
        seed: of the generated bases.
        asked: the questions.
    """

    measured: Sequence[Measured]
    starts: Sequence[Start]
    trouble: str
    rounds: int
    width: int
    seed: int
    asked: Sequence[Asked] = ()

    @property
    def verdicts(self) -> list[Verdict]:
        """What was expected, and whether it was met."""
        return verdicts(self.measured, self.starts, self.asked)


def as_json(report: Report) -> str:
    """The report for machines."""
    document = {
        "python": platform.python_version(),
        "rounds": report.rounds,
        "block": report.width,
        "seed": report.seed,
        "engines": [
            asdict(each) | {"ratios": {name: each.ratio(name) for name in each.times}} for each in report.measured
        ],
        "start_up": [asdict(start) | {"ratio": start.ratio} for start in report.starts],
        "questions": [asdict(each) | {"ratio": each.ratio} for each in report.asked],
        "trouble": report.trouble,
        "expectations": [asdict(verdict) | {"met": verdict.met} for verdict in report.verdicts],
    }
    return json.dumps(document, indent=2)


def as_text(report: Report) -> str:
    """The report for people: one table, then a line for each thing that was measured."""
    lines = [*_engines(report), *_starts(report), *_questions(report), "", *_measured(report)]
    return "\n".join(line.rstrip() for line in lines)


def number(value: float) -> str:
    """A ratio, with the digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    digits = 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.01 else 5
    return f"{value:.{digits}f}"


def _row(label: str, cells: Sequence[str]) -> str:
    return f"{label:<{LABEL}}" + "".join(f"{cell:>{CELL}}" for cell in cells)


def _rule(report: Report) -> str:
    return "-" * (LABEL + CELL * len(report.measured))


def _engines(report: Report) -> list[str]:
    columns = report.measured
    halves = sum(not each.negation for each in columns)
    group = ["without negation", "with negation"]
    title = f"{'':<{LABEL}}{group[0]:>{CELL * halves}}{group[1]:>{CELL * (len(columns) - halves)}}"
    lines = [
        title,
        _row("Time of one scenario, over the time of", [each.base for each in columns]),
        _row("the production engine", ["rules" if each.base[0].isdigit() else "" for each in columns]),
        _rule(report),
    ]
    for peer in PEERS:
        ratios = [each.ratio(peer.name) for each in columns]
        lines.append(_row(peer.name, ["-" if ratio is None else number(ratio) for ratio in ratios]))
        expected = {verdict.base: verdict for verdict in report.verdicts if verdict.of == peer.name}
        if expected:
            found = [expected.get(each.base) if each.ratio(peer.name) else None for each in columns]
            lines.append(_row("    expected, at least", [f"{each.bound:g}" if each else "" for each in found]))
            lines.append(_row("", [_met(each) if each else "" for each in found]))
    milliseconds = [each.times[PEERS[0].name].seconds * 1000 for each in columns]
    lines.append(_row("production engine here, milliseconds", [number(value) for value in milliseconds]))
    return [*lines, _rule(report)]


def _starts(report: Report) -> list[str]:
    lines = [_row("Start-up, over `python -c pass`", ["", "", "expected"])]
    if report.trouble:
        return [*lines, f"    not measured: {report.trouble}"]
    for verdict in (each for each in report.verdicts if not each.base):
        lines.append(_row(verdict.of, [number(verdict.ratio), "at most", f"{verdict.bound:g}", _met(verdict)]))
    return lines


def _questions(report: Report) -> list[str]:
    if not report.asked:
        return []
    expected = {each.of: each for each in report.verdicts if each.base == QUESTIONS_NAME}
    lines = [_rule(report), _row("Questions, over `reasoner infer`", ["", "", "expected"])]
    for each in report.asked:
        name = each.question.name
        if each.ratio is None:
            lines.append(f"{name:<{LABEL}}" + ("  missing" if each.missing else f"  fails: {each.trouble}"))
        elif verdict := expected.get(name):
            lines.append(_row(name, [number(each.ratio), "at most", f"{verdict.bound:g}", _met(verdict)]))
        else:
            lines.append(_row(name, [number(each.ratio)]))
    return lines


def _met(verdict: Verdict) -> str:
    return "met" if verdict.met else "not met"


def _measured(report: Report) -> list[str]:
    fewest = [
        f"{name} on {each.base}: {timing.runs}"
        for each in report.measured
        for name, timing in each.times.items()
        if timing.runs < report.rounds
    ]
    lines = [
        f"Ratios of minima over {report.rounds} interleaved runs"
        + (f", fewer where one takes long ({'; '.join(fewest)})." if fewest else "."),
        "All models were equal before a time counted. Timed for each scenario, and set up once before:",
    ]
    for peer in PEERS:
        only = "" if peer.negation else " Without negation only: with it, it is not sound."
        lines.append(f"  {peer.name}: {peer.timed}.")
        lines.append(f"      Once: {peer.once}.{only}".rstrip())
    lines.append(
        f"A block holds {report.width:,} scenarios. The bases (seed {report.seed}), and the scenario run alone:"
    )
    for each in report.measured:
        kind = "with negation" if each.negation else "without negation"
        lines.append(
            f"  {each.base}, {kind}: {each.rules:,} ground rules, {each.atoms:,} atoms;"
            f" {each.given:,} given, {each.fired:,} rules fire, {each.model:,} atoms hold."
        )
    lines.append(
        "Start-up: this interpreter itself, in the repository, byte code written before; no cache yet: an empty home."
    )
    if report.asked:
        lines.append(
            "Questions: whole commands on the full base, over `reasoner infer` with the same scenario; xclingo: a whole"
            " process on the ground program of `why`."
        )
    met = sum(verdict.met for verdict in report.verdicts)
    lines.append(f"Expectations met: {met} of {len(report.verdicts)}.")
    return lines
