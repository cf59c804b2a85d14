"""A trial of what holds the columns: Python's integers, or rows of numpy words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.agreement import ModelsDifferError
from bench.engines import DRAWN, of_size, own
from bench.peers.numpy_columns import NumpyColumns, Rows, integers
from bench.timing import Timing, interleaved
from bench.workload import Workload, repeated
from reasoner.engines.columns import Columns

SIZES = (1_000, 3_000)
WIDTHS = (64, 1_024, 8_192, 65_536, 262_144)


@dataclass(frozen=True)
class Tried:
    """Both on one block.

    Attributes:
        base: what the knowledge base is called.
        width: how many scenarios the block holds.
        supports: whether all supports are computed, or models alone.
        integers: the time of the block with Python's integers.
        numpy: the same with numpy.
    """

    base: str
    width: int
    supports: bool
    integers: Timing
    numpy: Timing

    @property
    def ratio(self) -> float:
        """How many times as long numpy takes."""
        return self.numpy.over(self.integers)


def workloads(sizes: Iterable[int], seed: int) -> Iterable[Workload]:
    """Those of the trial: generated bases, then the repository's own."""
    for size in sizes:
        yield of_size(size, drawn=DRAWN, width=DRAWN, seed=seed)
    yield own(drawn=DRAWN, width=DRAWN, seed=seed)


def measure(work: Workload, widths: Sequence[int], rounds: int) -> list[Tried]:
    """Time both, on blocks of some widths; facts are given as columns of either kind.

    Raises:
        ModelsDifferError: they do not agree on models or supports.
    """
    return [each for width in widths for each in _tried(work, width, rounds)]


def _tried(work: Workload, width: int, rounds: int) -> list[Tried]:
    block = repeated(work.situations, width)
    rows = Rows(block)
    own, trial = Columns(work.program), NumpyColumns(work.program)
    expected = own.supports(block)
    for grade, columns in trial.supports(rows, trial.models(rows)).items():
        if integers(rows, columns) != expected[grade]:
            raise ModelsDifferError(f"numpy and Python's integers on {work.title}, supports of {grade.name} and above")
    del expected
    calls: dict[tuple[str, bool], Callable[[], object]] = {
        ("integers", False): lambda: own.models(block),
        ("numpy", False): lambda: trial.models(rows),
        ("integers", True): lambda: own.supports(block),
        ("numpy", True): lambda: trial.supports(rows, trial.models(rows)),
    }
    times = interleaved({str(name): call for name, call in calls.items()}, rounds)
    return [
        Tried(work.base, width, supports, *(times[str((kind, supports))] for kind in ("integers", "numpy")))
        for supports in (False, True)
    ]
