"""How long questions take as whole commands, against `reasoner infer` with the same scenario."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.startup import CommandError, command
from bench.timing import Timing, interleaved
from reasoner.knowledge.loader import load
from reasoner.model.finding import Finding
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner

NO_COMMAND = "there is no command"
NO_MODULE = "No module named"
EXPLAINED = "CSC_enrichment"
PATIENCE = 600.0  # xclingo takes seconds, and is to have as many runs as the others
SCENARIO = ("--given", "hypoxia")
TAXANE = ("--given", "paclitaxel", "--cancer", "breast_cancer", "--block", "SRC")
MAKE = ("teach", "make", "--topic", "hypoxia", "--type", "predict", "--difficulty", "2", "--seed", "7", "--count", "20")


@dataclass(frozen=True)
class Question:
    """A command that is timed.

    Attributes:
        name: for the table.
        asked: the question with what it is about.
        scenario: the options that it shares with `infer`.
        bound: how many times as long as `infer` it takes at most; None where it is shown beside the others only.
    """

    name: str
    asked: tuple[str, ...]
    scenario: tuple[str, ...]
    bound: float | None


QUESTIONS = (
    Question("whynot", ("whynot", "CD44hi_CD24hi_state"), TAXANE, 2),
    Question("whatif", ("whatif", "--change", "block HIF2A"), (*SCENARIO, "CSC"), 2),
    Question("needs", ("needs", EXPLAINED), SCENARIO, 2),
    Question("next", ("next",), SCENARIO, 2),
    Question("seek, k = 2", ("seek", EXPLAINED, "-k", "2"), (), 2),
    Question("targets, k = 2", ("targets", EXPLAINED, "-k", "2"), SCENARIO, 2),
    Question("seek two goals, k = 3, all candidates", ("seek", EXPLAINED, "drug_resistance", "-k", "3"), (), 3),
    Question("teach make, 20 exercises", MAKE, (), 10),
    Question("why", ("why", EXPLAINED), SCENARIO, None),
)
PEER = Question("xclingo: one explanation of the same", (), SCENARIO, None)


@dataclass(frozen=True)
class Asked:
    """How long a question takes.

    Attributes:
        question: it.
        timing: of the command; None where it could not be timed.
        infer: of `infer` with the same scenario, in the same run.
        missing: there is no such command, or no such peer.
        trouble: why it fails, where it does.
    """

    question: Question
    timing: Timing | None = None
    infer: Timing | None = None
    missing: bool = False
    trouble: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times as long as `infer`."""
        return self.timing.over(self.infer) if self.timing and self.infer else None


def measure(rounds: int, questions: Sequence[Question] = QUESTIONS, *, peer: bool = True) -> list[Asked]:
    """Time questions and `infer` in turns; what is missing or fails is said to be so, and the rest is timed.

    Args:
        rounds: how many runs of each.
        questions: those to time.
        peer: whether xclingo explains a finding beside them.

    Raises:
        CommandError: `infer` fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        home, bytecode = Path(folder, "home"), Path(folder, "bytecode")

        def run(*arguments: str) -> Callable[[], str]:
            return command(("-m", *arguments), bytecode, lambda: home)

        calls = {question: run("reasoner", *question.asked, *question.scenario) for question in questions}
        if peer:
            program = Path(folder, "explained.lp")
            program.write_text(traced(), encoding="utf-8")
            calls[PEER] = run("xclingo", "-n", "1", "1", str(program))
        infers = {each.scenario: run("reasoner", "infer", *each.scenario) for each in calls}
        for infer in infers.values():
            infer()
        failed = {each: problem for each, call in calls.items() if (problem := _tried(each, call))}
        timed = {each.name: call for each, call in calls.items() if each not in failed}
        timed |= {_infer_name(scenario): call for scenario, call in infers.items()}
        times = interleaved(timed, rounds, patience=PATIENCE)
    return [failed.get(each) or Asked(each, times[each.name], times[_infer_name(each.scenario)]) for each in calls]


def _infer_name(scenario: tuple[str, ...]) -> str:
    return " ".join(("reasoner infer", *scenario))


def _tried(question: Question, call: Callable[[], str]) -> Asked | None:
    """Run a command once, which writes byte code and caches; gives what keeps it from being timed."""
    try:
        printed = call()
    except CommandError as error:
        missing = NO_COMMAND in str(error) or NO_MODULE in str(error)
        return Asked(question, missing=missing, trouble="" if missing else str(error))
    if question == PEER and "|__" not in printed:
        return Asked(question, trouble="xclingo explains nothing")
    return None


def traced() -> str:
    """The ground program of the scenario for xclingo: every rule with its claim as its trace, one finding asked for."""
    kb = load()
    phase = Reasoner(kb).evaluate(Scenario(phases=(Phase(given=(Finding("hypoxia"),)),)), "columns").last
    case = phase.situation.case
    lines = [f"{_trace(kb.label(phase.program.atoms[fact].finding))}\nholds({fact})." for fact in sorted(case.facts)]
    for rule in phase.program.rules:
        if rule.index not in case.disabled:
            body = [f"holds({atom})" for atom in rule.body] + [f"not holds({atom})" for atom in rule.unless]
            lines.append(
                f"{_trace(rule.rule.claim if rule.rule else rule.step.value)}\nholds({rule.head}) :- {', '.join(body)}."
            )
    return "\n".join([*lines, f"%!show_trace {{holds({phase.number(Finding(EXPLAINED))})}}.", ""])


def _trace(label: str) -> str:
    """A trace of xclingo; a percent sign would stand for a value."""
    return f"%!trace_rule {{{json.dumps(label.replace('%', 'per cent'), ensure_ascii=False)}}}."
