"""What a sweep writes, read by others: equal to brute force, and the same bytes however the work is divided."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoner.batch.executors import executor
from reasoner.batch.row_files import row_files
from reasoner.batch.sweeping import sweep
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.result import DISCLAIMER
from reasoner.model.sweep import Sweep
from reasoner.sweeps import pages
from reasoner.sweeps.designs import Sample
from reasoner.sweeps.pages import paged, unpacked
from reasoner.sweeps.plan import Planned, swept
from reasoner.sweeps.serial import Serial
from reasoner.sweeps.sweeper import Swept
from reasoner.sweeps.tables import Table
from tests.surfaces.calling import SESSIONS
from tests.sweeps.slowly import KB, MIXED, NAMES, TARGETS, Row, planned, read, rows, scenario

SUFFIXES = (".csv", ".jsonl", ".parquet")


@pytest.fixture(autouse=True)
def _narrow_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "WIDTH", 24)


def write(plan: Planned, folder: Path, pool: Executor | None = None, **how: int) -> tuple[dict[str, bytes], Sweep]:
    """All files of a sweep."""
    folder.mkdir(exist_ok=True)
    files = list(row_files([str(folder / f"rows{suffix}") for suffix in SUFFIXES], plan))
    answer = sweep(plan, files, pool or Serial(), **how)
    for file, _ in files:
        file.close()
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}, answer


def from_csv(path: Path, factors: int) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        header, *found = list(csv.reader(stream))
    assert len(header) == 2 + factors + len(TARGETS)
    assert [int(row[0]) for row in found] == list(range(1, len(found) + 1))
    return [
        Row(tuple(row[1 : 1 + factors]), tuple(each or None for each in row[1 + factors : -1]), row[-1] == "true")
        for row in found
    ]


def _named(value: object) -> str:
    return ("off", "on")[value] if isinstance(value, bool) else str(value)


def from_jsonl(path: Path) -> list[Row]:
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [each["scenario"] for each in found] == list(range(1, len(found) + 1))
    return [
        Row(tuple(map(_named, each["factors"].values())), tuple(each["support"].values()), each["refused"])
        for each in found
    ]


def from_parquet(path: Path, factors: int) -> list[Row]:
    found = pytest.importorskip("pyarrow.parquet").read_table(path)
    metadata = found.schema.metadata
    assert metadata[b"disclaimer"].decode() == DISCLAIMER
    assert metadata[b"knowledge_base"].decode() == KB.digest
    return [
        Row(tuple(map(_named, values[1 : 1 + factors])), tuple(values[1 + factors : -1]), values[-1])
        for values in zip(*(column.to_pylist() for column in found.columns), strict=True)
    ]


def test_every_file_says_what_brute_force_finds(tmp_path: Path) -> None:
    plan = planned()
    _, answer = write(plan, tmp_path)
    expected = rows(plan)
    assert {len(set(each.supports)) for each in expected} > {1}
    assert 0 < sum(each.refused for each in expected) < len(expected)
    count = len(plan.factors)
    assert from_csv(tmp_path / "rows.csv", count) == expected
    assert from_jsonl(tmp_path / "rows.jsonl") == expected
    assert from_parquet(tmp_path / "rows.parquet", count) == expected
    assert (answer.scenarios, answer.refused) == (len(expected), sum(each.refused for each in expected))
    for number, target in enumerate(answer.targets):
        column = [each.supports[number] for each in expected]
        assert target.scenarios == sum(each is not None for each in column)
        assert target.support == {grade: column.count(grade) for grade in target.support}
    for suffix in SUFFIXES:
        journal = json.loads((tmp_path / f"rows{suffix}.json").read_text(encoding="utf-8"))
        assert journal["rows"] == len(expected)
        assert journal["sweep"] == answer.model_dump()
    assert "advice on treating" in answer.advice


def test_factors_act_on_the_last_phase(tmp_path: Path) -> None:
    (item,) = read_scenarios(SESSIONS / "holiday.yaml", KB)
    assert item.scenario is not None
    plan = planned("normoxia", "block HIF1A", "M2_macrophage", "chemotherapy", within=item.scenario)
    _, answer = write(plan, tmp_path)
    expected = rows(plan)
    assert len({each.supports for each in expected}) > 2
    assert from_jsonl(tmp_path / "rows.jsonl") == expected
    assert answer.phase == 2


def test_a_sample_is_the_rows_of_its_settings(tmp_path: Path) -> None:
    plan = planned(design=Sample.of(read(*MIXED), 70, 5))
    write(plan, tmp_path)
    expected = rows(plan, [plan.design.levels(number) for number in range(70)])
    assert from_csv(tmp_path / "rows.csv", len(plan.factors)) == expected
    assert len({each.levels for each in expected}) == 70


def made_table(folder: Path) -> Table:
    folder.mkdir(exist_ok=True)
    path = folder / "mice.csv"
    lines = [
        f'"=mouse {n}, a ""quote""",{n % 2},{n % 3 == 0},{("GBM", "", "ovarian cancer")[n % 3]}' for n in range(60)
    ]
    path.write_text("\n".join(["title,hypoxia,block HIF2A,cancer", *lines]), encoding="utf-8")
    return Table(str(path), NAMES, KB, scenario())


def test_titles_of_a_table_go_along_and_start_no_formula(tmp_path: Path) -> None:
    plan = planned(design=made_table(tmp_path))
    write(plan, tmp_path / "out")
    expected = rows(plan, [plan.design.levels(number) for number in range(60)])
    with (tmp_path / "out" / "rows.csv").open(encoding="utf-8", newline="") as stream:
        _, *found = list(csv.reader(stream))
    assert [row[1] for row in found] == [f'\'=mouse {n}, a "quote"' for n in range(60)]
    assert [tuple(row[2:5]) for row in found] == [each.levels for each in expected]
    assert from_jsonl(tmp_path / "out" / "rows.jsonl") == expected
    titles = [json.loads(line)["title"] for line in (tmp_path / "out" / "rows.jsonl").read_text().splitlines()]
    assert titles == [f'=mouse {n}, a "quote"' for n in range(60)]
    parquet = pytest.importorskip("pyarrow.parquet").read_table(tmp_path / "out" / "rows.parquet")
    assert parquet.column("title").to_pylist() == titles


PLANS = {
    "factorial": lambda folder: planned(),
    "sample": lambda folder: planned(design=Sample.of(read(*MIXED), 70, 5)),
    "table": lambda folder: planned(design=made_table(folder)),
}


@pytest.mark.parametrize("kind", PLANS)
def test_files_do_not_depend_on_how_the_work_is_divided(kind: str, tmp_path: Path) -> None:
    plan = PLANS[kind](tmp_path / "in")
    once, answer = write(plan, tmp_path / "once", block=1000)
    for number, block in enumerate((1, 7, 24, 60)):
        assert write(plan, tmp_path / f"{number}", block=block) == (once, answer)
    with ThreadPoolExecutor(3) as threads:
        assert write(plan, tmp_path / "threads", threads, block=5, ahead=6) == (once, answer)


def test_processes_write_the_same(tmp_path: Path) -> None:
    plan = planned(design=made_table(tmp_path))
    with executor(2) as pool:
        assert write(plan, tmp_path / "two", pool, block=7, ahead=4) == write(plan, tmp_path / "one")


class Counting(ThreadPoolExecutor):
    """Knows how many tasks at most were handed out and not yet fetched."""

    handed = fetched = most = 0

    def submit(self, *task: object, **named: object) -> Future:  # type: ignore[type-arg,override]
        self.handed += 1
        self.most = max(self.most, self.handed - self.fetched)
        return super().submit(*task, **named)  # type: ignore[arg-type]


def test_only_a_few_blocks_are_in_flight() -> None:
    with Counting(2) as pool:
        for block in swept(planned(), pool, block=3, ahead=4):
            pool.fetched += 1
            assert block.width == 3
        assert (pool.most, pool.handed, pool.fetched) == (4, 48, 48)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(1, 40), st.integers(0, 1 << 64))
def test_pages_join_to_what_the_blocks_were(widths: list[int], width: int, seed: int) -> None:
    draw, start, blocks = random.Random(seed), 5, []
    for each in widths:
        blocks.append(Swept(start, each, draw.getrandbits(each), (tuple(draw.getrandbits(each) for _ in range(4)),)))
        start += each
    found = list(paged(blocks, width))
    assert [each.width for each in found[:-1]] == [width] * (len(found) - 1)
    assert [each.start for each in found] == list(range(5, start, width))
    for column in (lambda each: each.refused, lambda each: each.targets[0][2]):
        assert unrolled(found, column) == unrolled(blocks, column)


def unrolled(blocks: list[Swept], column: Callable[[Swept], int]) -> list[int]:
    return [column(block) >> n & 1 for block in blocks for n in range(block.width)]


@given(st.lists(st.lists(st.booleans(), min_size=9, max_size=9), max_size=5))
def test_unpacked_counts_in_how_many_masks_a_bit_is_set(table: list[list[bool]]) -> None:
    masks = [sum(each << n for n, each in enumerate(row)) for row in table]
    assert list(unpacked(masks, 9)) == [sum(row[n] for row in table) for n in range(9)]
