"""How long files of many scenarios take to read, names resolved, against PyYAML's C loader loading the same bytes.

`python -m bench.reading` prints the ratios.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import yaml

from bench.timing import Timing, interleaved
from reasoner.knowledge.loader import load
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.entity import Kind
from reasoner.model.knowledge import KnowledgeBase

DOCUMENTS = 10_000
ROUNDS = 7
SEED = 3


class NotReadError(Exception):
    """A document that is to be timed has problems."""


@dataclass(frozen=True)
class Reading:
    """How long a file takes to read.

    Attributes:
        name: what its documents are like.
        timing: of reading its scenarios.
        loader: of PyYAML's C loader.
    """

    name: str
    timing: Timing
    loader: Timing

    @property
    def ratio(self) -> float:
        """How many times as long as the C loader."""
        return self.timing.over(self.loader)


def measure(rounds: int, documents: int = DOCUMENTS, seed: int = SEED) -> list[Reading]:
    """Time files of each shape.

    Raises:
        NotReadError: a document has problems.
    """
    kb = load()
    found = []
    for name, shape in SHAPES.items():
        data = _file(kb, shape, documents, seed)
        for item in read_scenarios(io.BytesIO(data), kb, name):
            if item.scenario is None:
                raise NotReadError("\n".join(map(str, item.problems)))
        calls = {"reasoner": partial(_read, data, kb), "loader": partial(_loaded, data)}
        times = interleaved(calls, rounds)
        found.append(Reading(name, times["reasoner"], times["loader"]))
    return found


def _read(data: bytes, kb: KnowledgeBase) -> None:
    deque(read_scenarios(io.BytesIO(data), kb, "-"), maxlen=0)


def _loaded(data: bytes) -> None:
    deque(yaml.load_all(io.BytesIO(data), yaml.CLoader), maxlen=0)


# -------------------------------------------------------------------- files


@dataclass(frozen=True)
class _Words:
    """What scenarios are made of: ids, and labels."""

    given: list[str]
    expected: list[str]
    nodes: list[str]
    cancers: list[str]
    labels: list[str]
    rng: random.Random


def _file(kb: KnowledgeBase, shape: Callable[[_Words, int], str], documents: int, seed: int) -> bytes:
    expected = sorted({str(finding) for rule in kb.rules if rule.fires for finding in rule.then if not finding.place})
    words = _Words(
        [str(condition) for condition in kb.conditions],
        expected,
        sorted({text.removesuffix(" down") for text in expected}),
        [entity.id for entity in kb.entities.values() if entity.kind is Kind.cancer],
        [kb.entities[text.split()[0]].label for text in expected],
        random.Random(seed),
    )
    return "".join(f"---\n{shape(words, number)}" for number in range(documents)).encode()


def _short(words: _Words, number: int) -> str:
    """Lists in brackets, as people write them."""
    rng = words.rng
    lines = [f"scenario: case {number}", f"given: [{', '.join(rng.sample(words.given, rng.randint(1, 4)))}]"]
    if rng.random() < 0.3:
        lines.append(f"cancer: {rng.choice(words.cancers)}")
    if rng.random() < 0.3:
        lines.append(f"block: [{rng.choice(words.nodes)}]")
    present, *absent = rng.sample(words.expected, 3)
    lines += ["expect:", f"  present: [{present}]", f"  absent: [{', '.join(absent)}]"]
    if rng.random() < 0.3:
        lines.append(f"  support: {{{rng.choice(words.expected)}: limited}}")
    return "\n".join(lines) + "\n"


def _dumped(words: _Words, number: int) -> str:
    """What a program writes: lists by lines, texts in quotes where they need them, two phases."""
    rng = words.rng
    first: dict[str, Any] = {
        "name": "before: control",
        "given": rng.sample(words.given, 2),
        "expect": {"present": rng.sample(words.expected, 2), "support": {rng.choice(words.expected): "moderate"}},
    }
    second = {"name": "after", "block": rng.sample(words.nodes, 1), "expect": {"absent": rng.sample(words.expected, 3)}}
    document = {"scenario": f"case {number}: two phases", "tags": ["made", "100"], "phases": [first, second]}
    return yaml.dump(document, Dumper=yaml.CDumper, sort_keys=False, allow_unicode=True)


def _spoken(words: _Words, number: int) -> str:
    """Names as people say them, with Greek letters, notes, comments."""
    rng = words.rng
    lines = [f"# drawn at random, {number}", f"scenario: Does “{rng.choice(words.labels)}” follow? (case {number})"]
    lines += ["note: >", "  What is said of it differs & no study", "  compares the two; see the table!"]
    given = ", ".join(f'"{text}"' for text in rng.sample(words.given, 2))
    lines.append(f"given: [{given}]  # as in the study")
    listed = "".join(f"\n    - {text!r}" for text in rng.sample(words.expected, 3))
    return "\n".join(lines) + f"\nexpect:\n  present:{listed}\n"


SHAPES: dict[str, Callable[[_Words, int], str]] = {
    "short, lists in brackets": _short,
    "dumped by a program, two phases": _dumped,
    "with notes and comments": _spoken,
}


def main() -> int:
    """Measure and print.

    Returns:
        0; 1 where a document cannot be read.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description="Ratios of reading to loading.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"interleaved runs (default {ROUNDS})")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, metavar="N", help=f"of a file ({DOCUMENTS})")
    chosen = parser.parse_args()
    try:
        measured = measure(chosen.rounds, chosen.documents)
    except NotReadError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    for each in measured:
        print(f"{each.name:34}{each.ratio:6.2f} times the C loader's {each.loader.seconds:.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
