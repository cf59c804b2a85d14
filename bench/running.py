"""How long `reasoner run` takes for a file of many scenarios, against PyYAML's C loader loading the same file.

`python -m bench.running` prints the ratios.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.startup import CommandError, command
from bench.timing import Timing, interleaved
from reasoner.batch.together import Together
from reasoner.knowledge.loader import load
from reasoner.knowledge.names import Names
from reasoner.knowledge.scenarios import scenario_from_parts
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.pipeline import Reasoner

SCENARIOS = 10_000
ROUNDS = 5
SEED = 3
FORMS = {"text": 2.0, "json": 3.0}
"""The forms of the answer, and how many times as long as the loader each takes at most."""


@dataclass(frozen=True)
class Ran:
    """How long a run takes.

    Attributes:
        form: of its answer.
        timing: of the whole command.
        loader: of PyYAML's C loader on the same file.
    """

    form: str
    timing: Timing
    loader: Timing

    @property
    def name(self) -> str:
        """For the table."""
        return f"reasoner run, {SCENARIOS:,} scenarios, {self.form}"

    @property
    def ratio(self) -> float:
        """How many times as long as the loader."""
        return self.timing.over(self.loader)

    @property
    def bound(self) -> float:
        """How many times at most."""
        return FORMS[self.form]


def measure(rounds: int) -> list[Ran]:
    """Time the command with each form of answer.

    Raises:
        CommandError: it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        file, home, bytecode = (Path(folder, name) for name in ("many.yaml", "home", "bytecode"))
        file.write_text(passing(SCENARIOS, SEED), encoding="utf-8")
        calls = {
            form: command(("-m", "reasoner", "run", str(file), "--format", form), bytecode, lambda: home)
            for form in FORMS
        }
        for call in calls.values():
            call()  # writes byte code, and the cache of the base
        data = file.read_bytes()

        def loader() -> None:
            deque(yaml.load_all(data, yaml.CLoader), maxlen=0)

        times = interleaved({**calls, "loader": loader}, rounds)
    return [Ran(form, times[form], times["loader"]) for form in FORMS]


def passing(scenarios: int, seed: int) -> str:
    """A file of scenarios with expectations that are met: one to four conditions, some cancers, some blocks."""
    kb = load()
    rng, names = random.Random(seed), Names(kb)
    conditions = [str(each) for each in kb.conditions]
    concluded = sorted({each for rule in kb.rules if rule.fires for each in rule.then if not each.place}, key=str)
    cancers = [entity.id for entity in kb.entities.values() if entity.kind is Kind.cancer]
    drawn = []
    for _ in range(scenarios):
        given = rng.sample(conditions, rng.randint(1, 4))
        cancer = rng.choice(cancers) if rng.random() < 0.3 else None
        block = [rng.choice(concluded).entity] if rng.random() < 0.3 else []
        drawn.append((given, cancer, block))
    made = [scenario_from_parts(kb, given, block=block, cancer=cancer, names=names) for given, cancer, block in drawn]
    documents = []
    for number, ((given, cancer, block), held) in enumerate(
        zip(drawn, Together(Reasoner(kb)).evaluate(made), strict=True)
    ):
        if held is None:  # conditions that exclude each other
            continue
        there = [each for each in concluded if held[0].reaches(each)]
        present = rng.sample(there, min(2, len(there)))
        absent = rng.sample([each for each in concluded if each not in there], 2)
        lines = [f"scenario: case {number}", f"given: [{', '.join(given)}]"]
        lines += [f"cancer: {cancer}"] if cancer else []
        lines += [f"block: [{block[0]}]"] if block else []
        lines += ["expect:", f"  absent: [{', '.join(map(str, absent))}]"]
        lines += [f"  present: [{', '.join(map(str, present))}]"] if present else []
        if present and rng.random() < 0.5:
            firm = max(grade for grade in Grade if held[0].reaches(present[0], grade))
            lines.append(f"  support: {{{present[0]}: {firm}}}")
        documents.append("\n".join(lines))
    return "---\n" + "\n---\n".join(documents) + "\n"


def main() -> int:
    """Measure and print.

    Returns:
        0; 1 where the command fails.
    """
    try:
        measured = measure(ROUNDS)
    except CommandError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    for each in measured:
        print(f"{each.name}: {each.ratio:.2f} times the C loader's {each.loader.seconds:.3f} s, at most {each.bound:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
