"""The table, and the same as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bench.engines import DRAWN, Measured
from bench.expected import ENGINES, FILES_NAME, QUESTIONS_NAME, Verdict, verdicts
from bench.growth import Growth
from bench.layout import CELL, LABEL, met, number, row
from bench.lineup import PEERS
from bench.many import NOTES, growth_lines, trial_lines
from bench.peers.peer import SAMPLE
from bench.questions import Asked
from bench.reading import Reading
from bench.running import Ran
from bench.shell import Talk
from bench.shell import lines as shell_lines
from bench.startup import Start
from bench.trial import Tried


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
        growth: with rules and with scenarios.
        tried: the trial of numpy.
        ran: runs of a file of many scenarios.
        reading: of such files, by their shape.
        shell: what a person at the shell waits for.
    """

    measured: Sequence[Measured]
    starts: Sequence[Start]
    trouble: str
    rounds: int
    width: int
    seed: int
    asked: Sequence[Asked] = ()
    growth: Growth | None = None
    tried: Sequence[Tried] = ()
    ran: Sequence[Ran] = ()
    reading: Sequence[Reading] = ()
    shell: Sequence[Talk] = ()

    @property
    def verdicts(self) -> list[Verdict]:
        """What was expected, and whether it was met."""
        return verdicts(self.measured, self.starts, self.asked, self.growth, self.ran)


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
        "growth": asdict(report.growth) if report.growth else None,
        "numpy": [asdict(each) | {"ratio": each.ratio} for each in report.tried],
        "run": [asdict(each) | {"ratio": each.ratio} for each in report.ran],
        "reading": [asdict(each) | {"ratio": each.ratio} for each in report.reading],
        "shell": [asdict(each) | {"ratio": each.ratio, "met": each.met} for each in report.shell],
        "trouble": report.trouble,
        "expectations": [asdict(verdict) | {"met": verdict.met} for verdict in report.verdicts],
    }
    return json.dumps(document, indent=2)


def as_text(report: Report) -> str:
    """The report for people: tables, then a line for each thing that was measured."""
    rule = _rule(report)
    lines = [*_engines(report), *_expected(report), rule]
    if report.growth:
        lines += [*growth_lines(report.growth, report.verdicts), rule]
    if report.tried:
        lines += [*trial_lines(report.tried), rule]
    lines += [*_starts(report), *_questions(report), *_files(report)]
    if report.shell:
        lines += [rule, "The shell", *shell_lines(report.shell)]
    lines += ["", *_measured(report)]
    return "\n".join(line.rstrip() for line in lines)


def _rule(report: Report) -> str:
    return "-" * (LABEL + CELL * len(report.measured))


def _engines(report: Report) -> list[str]:
    columns = report.measured
    halves = sum(not each.negation for each in columns)
    group = ["without negation", "with negation"]
    title = f"{'':<{LABEL}}{group[0]:>{CELL * halves}}{group[1]:>{CELL * (len(columns) - halves)}}"
    lines = [
        title,
        row("Time of one scenario, over the time of", [each.base for each in columns]),
        row("the production engine", ["rules" if each.base[0].isdigit() else "" for each in columns]),
        _rule(report),
    ]
    lines += [row(peer.name, [number(each.ratio(peer.name)) for each in columns]) for peer in PEERS]
    lines.append("Scenarios a second, here")
    for peer in PEERS:
        seconds = [each.times[peer.name].seconds if peer.name in each.times else None for each in columns]
        lines.append(row(peer.name, [number(each and 1 / each) for each in seconds]))
    return [*lines, _rule(report)]


def _expected(report: Report) -> list[str]:
    """What was expected of the engines, each on the bases that it was measured on."""
    lines = ["Time of one scenario, of the one over the other"]
    for one in ENGINES:
        found = {(each.base, each.negation): each for each in report.verdicts if each.of == one.name}
        if found:
            here = [found.get((each.base, each.negation)) for each in report.measured]
            lines.append(row(one.name, [number(each.ratio) if each else "-" for each in here]))
            bound = f"    expected, at {'least' if one.at_least else 'most'}"
            lines.append(row(bound, [f"{each.bound:,g}" if each else "" for each in here]))
            lines.append(row("", [met(each.met) if each else "" for each in here]))
    return lines


def _starts(report: Report) -> list[str]:
    lines = [row("Start-up, over `python -c pass`", ["", "", "expected"])]
    if report.trouble:
        return [*lines, f"    not measured: {report.trouble}"]
    for verdict in (each for each in report.verdicts if not each.base):
        lines.append(row(verdict.of, [number(verdict.ratio), "at most", f"{verdict.bound:g}", met(verdict.met)]))
    return lines


def _files(report: Report) -> list[str]:
    if not report.ran:
        return []
    expected = {each.of: each for each in report.verdicts if each.base == FILES_NAME}
    lines = [_rule(report), row("Files of 10,000 scenarios, over PyYAML's C loader", ["", "", "expected"])]
    for each in report.ran:
        verdict = expected[each.name]
        lines.append(row(each.name, [number(verdict.ratio), "at most", f"{verdict.bound:g}", met(verdict.met)]))
    return lines + [row(f"reading only: {each.name}", [number(each.ratio)]) for each in report.reading]


def _questions(report: Report) -> list[str]:
    if not report.asked:
        return []
    expected = {each.of: each for each in report.verdicts if each.base == QUESTIONS_NAME}
    lines = [_rule(report), row("Questions, over `reasoner infer`", ["", "", "expected"])]
    for each in report.asked:
        name = each.question.name
        if each.ratio is None:
            lines.append(f"{name:<{LABEL}}" + ("  missing" if each.missing else f"  fails: {each.trouble}"))
        elif verdict := expected.get(name):
            lines.append(row(name, [number(each.ratio), "at most", f"{verdict.bound:g}", met(verdict.met)]))
        else:
            lines.append(row(name, [number(each.ratio)]))
    return lines


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
        "All models and supports were equal before a time counted. Timed for each scenario, and set up once before:",
    ]
    for peer in PEERS:
        only = "" if peer.negation else " Without negation only: with it, it is not sound."
        lines.append(f"  {peer.name}: {peer.timed}.")
        lines.append(f"      Once: {peer.once}.{only}".rstrip())
    lines.append(
        f"{DRAWN:,} scenarios are drawn; those that are run one by one are the first {SAMPLE} of them, and the time is"
        " their mean (stock experta: the first)."
    )
    lines.append(
        f"A block holds {report.width:,} scenarios, those drawn over and over: all bits of a column are worked out"
        " alike. Its results stay packed, one bit a scenario."
    )
    lines.append(f"The bases (seed {report.seed}), and the first scenario:")
    for each in report.measured:
        kind = "with negation" if each.negation else "without negation"
        lines.append(
            f"  {each.base}, {kind}: {each.rules:,} ground rules, {each.atoms:,} atoms;"
            f" {each.given:,} given, {each.fired:,} rules fire, {each.model:,} atoms hold."
        )
    if report.growth or report.tried:
        lines += NOTES
    lines.append(
        "Start-up: this interpreter itself, in the repository, byte code written before; no cache yet: an empty home."
    )
    if report.asked:
        lines.append(
            "Questions: whole commands on the full base, over `reasoner infer` with the same scenario; xclingo: a whole"
            " process on the ground program of `why`."
        )
    met = sum(each.met for each in (*report.verdicts, *report.shell))
    lines.append(f"Expectations met: {met} of {len(report.verdicts) + len(report.shell)}.")
    return lines
