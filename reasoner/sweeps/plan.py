"""What a sweep is to do, and its evaluation, block by block, by whatever executor."""

from __future__ import annotations

import json
import pickle
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from hashlib import sha256

from reasoner.errors import Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.wording import shown
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from reasoner.sweeps.designs import Design, Factorial, Sample
from reasoner.sweeps.factors import Factor
from reasoner.sweeps.ordered import in_order
from reasoner.sweeps.reading import factors
from reasoner.sweeps.sweeper import Sweeper, Swept
from reasoner.sweeps.tables import Table
from reasoner.values import Value

Task = tuple[str, bytes, Design, int, int]
"""A name of the sweep, what `packed` made of it, the design of all scenarios or of a block; its first, and how many."""


class Planned(Value):
    """A sweep that is to be made.

    Attributes:
        reasoner: of the knowledge base.
        scenario: what all its scenarios have in common; factors change its last phase and its setting.
        design: which settings of the factors.
        targets: the findings that are looked at.
    """

    reasoner: Reasoner
    scenario: Scenario
    design: Design
    targets: tuple[Finding, ...]

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors."""
        return self.design.factors

    @property
    def digest(self) -> str:
        """SHA-256 of all that the answer depends on."""
        kb = self.reasoner.kb
        parts = [kb.digest, kb.supposed, self.scenario, self.factors, self.targets, _design(self.design)]
        return sha256(json.dumps([repr(part) for part in parts]).encode()).hexdigest()


def _design(design: Design) -> tuple[object, ...]:
    if isinstance(design, Table):
        return "table", design.digest
    return (type(design).__name__, design.size, design.seed if isinstance(design, Sample) else None)


def has_titles(design: Design) -> bool:
    """Whether the scenarios of a design have titles."""
    return isinstance(design, Table) and design.titled


def titles(design: Design, start: int, width: int) -> tuple[str, ...]:
    """The titles of scenarios, where their design has some."""
    return design.titles(start, width) if isinstance(design, Table) and design.titled else ()


def designed(
    names: Names,
    kb: KnowledgeBase,
    scenario: Scenario,
    texts: Sequence[str],
    *,
    table: str | None = None,
    sample: int | None = None,
    seed: int = 0,
) -> Design:
    """The design that is asked for: every combination of factors, a sample of these, or the rows of a table.

    Args:
        names: of the knowledge base.
        kb: it.
        scenario: in which the factors are switched.
        texts: the factors.
        table: the path of a table, which brings its own.
        sample: how many combinations.
        seed: of the sample.

    Raises:
        UsageError: parts do not go together (E200), a factor cannot be switched (E260 to E262), or there are too many
            combinations, or too few for the sample (E263).
        InputError: the table is invalid.
    """
    problems = []
    if table is not None and texts:
        problems.append("a table brings its own factors: there are a table and factors")
    if table is not None and sample is not None:
        problems.append("all rows of a table are taken: there are a table and a sample")
    if table is None and not texts:
        problems.append("a sweep needs factors, or a table that has some")
    for what, value in (("sample", 1 if sample is None else sample), ("seed", seed)):
        if not isinstance(value, int):
            problems.append(f"a {what} is a whole number; got {shown(str(value))}, a {type(value).__name__}")
    if problems:
        raise UsageError([Problem("E200", each) for each in problems])
    if table is not None:
        return Table(table, names, kb, scenario)
    found = factors(names, kb, scenario, texts)
    return Factorial.of(found) if sample is None else Sample.of(found, sample, seed)


def swept(
    planned: Planned, executor: Executor, *, start: int = 0, block: int | None = None, ahead: int = 1
) -> Iterator[Swept]:
    """Evaluate the scenarios of a sweep from one on, in their order.

    Args:
        planned: the sweep.
        executor: does the work: in this process, in others, or elsewhere.
        start: the first scenario.
        block: how many scenarios are evaluated at once; as many as suit the program, unless it says so. The answer does
            not depend on it.
        ahead: how many blocks are handed out before the first of them is waited for.

    Raises:
        InputError: the scenario contradicts itself without any factor.
    """
    key, package = planned.digest, packed(planned)
    step = block or _sweeper(key, package).width
    yield from in_order(executor, evaluate, _tasks(planned, key, package, start, step), ahead=ahead)


def _tasks(planned: Planned, key: str, package: bytes, start: int, step: int) -> Iterator[Task]:
    design = planned.design
    for begin in range(start, design.size, step):
        width = min(step, design.size - begin)
        yield key, package, design.part(begin, width) if isinstance(design, Table) else design, begin, width


def usual_targets(kb: KnowledgeBase) -> tuple[Finding, ...]:
    """What is looked at unless something is named: phenotypes, then outcomes, in no place, that rules conclude."""
    found = {finding for rule in kb.rules if rule.fires for finding in rule.then}
    kinds = (Kind.phenotype, Kind.outcome)
    return tuple(
        finding
        for kind in kinds
        for finding in sorted(found, key=str)
        if kb.kind(finding) is kind and finding.place is None
    )


# ---------------------------------------------------------------- where the work is done


def packed(planned: Planned) -> bytes:
    """What a worker needs to evaluate any block; some hundred kilobytes, so that each task can bring it along.

    Workers may come and go, and may have no file of the knowledge base.
    """
    kb = planned.reasoner.kb.model_copy(update={})  # without what it has worked out
    content: Sequence[object] = (kb, planned.scenario, planned.factors, planned.targets)
    return zlib.compress(pickle.dumps(content, protocol=5))


_READY: dict[str, Sweeper] = {}


def evaluate(task: Task) -> Swept:
    """Evaluate a block; what comes packed is unpacked by each worker once."""
    key, package, design, start, width = task
    return _sweeper(key, package).block(design, start, width)


def _sweeper(key: str, package: bytes) -> Sweeper:
    sweeper = _READY.get(key)
    if sweeper is None:
        kb, scenario, factors, targets = pickle.loads(zlib.decompress(package))
        sweeper = Sweeper(Reasoner(kb), scenario, factors, targets)
        _READY.clear()
        _READY[key] = sweeper
    return sweeper
