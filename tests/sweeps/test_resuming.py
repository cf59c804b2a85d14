"""Sweeps that are interrupted and gone on with: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reasoner.sweeps import pages, plan
from reasoner.sweeps.sweeper import Sweeper
from tests.surfaces.calling import HOME, PACK, Called, call
from tests.sweeps.slowly import MIXED, TARGETS

ROOT = Path(__file__).parents[2]
SUFFIXES = (".csv", ".jsonl", ".parquet")
SWEEP = ("sweep", "--factor", *MIXED, "--target", *TARGETS, "--format", "json", "--block-size", "10")
MOMENTS = 3 + 6 * 6 + 1  # a journal a file; six pages, each with rows and journal of three files; Parquet put together


def arguments(folder: Path, *more: str) -> list[str]:
    return [*SWEEP, *(word for each in SUFFIXES for word in ("--output", str(folder / f"rows{each}"))), *more]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(autouse=True)
def _narrow_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "WIDTH", 24)


@pytest.fixture
def whole(tmp_path: Path) -> tuple[dict[str, bytes], str]:
    """What the sweep writes and answers where nothing goes wrong."""
    folder = tmp_path / "whole"
    folder.mkdir()
    called = call(*arguments(folder))
    assert called.code == 0
    return files(folder), called.out


def killed(folder: Path, moment: int, *more: str) -> int:
    """Run the sweep in a process that is killed at a moment."""
    return subprocess.run(
        [
            sys.executable,
            str(Path(__file__).parent / "dying.py"),
            str(moment),
            "--kb",
            str(PACK),
            *arguments(folder, *more),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT), "REASONER_HOME": HOME.name},
        capture_output=True,
        timeout=120,
        check=False,
    ).returncode


@pytest.mark.parametrize("moment", [1, 3, 4, 5, 6, 9, 10, 14, 27, 34, 38, 39, MOMENTS])
def test_a_killed_sweep_is_gone_on_with(moment: int, whole: tuple[dict[str, bytes], str], tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    folder.mkdir()
    assert killed(folder, moment) == -signal.SIGKILL
    for name in ("rows.csv", "rows.jsonl"):
        if (folder / name).exists():
            with (folder / name).open("ab") as stream:
                stream.write(b'7,"half a ro')  # what a kill within a write leaves
    resumed = call(*arguments(folder, "--resume"))
    assert (resumed.code, resumed.err) == (0, "")
    assert (files(folder), resumed.out) == whole


def test_it_may_be_killed_again_and_again(whole: tuple[dict[str, bytes], str], tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    folder.mkdir()
    for _ in range(3):
        assert killed(folder, 12, "--resume") == -signal.SIGKILL
    resumed = call(*arguments(folder, "--resume"))
    assert (files(folder), resumed.out) == whole


def test_the_moments_are_all_there_are(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert killed(tmp_path / "a", MOMENTS) == -signal.SIGKILL
    (tmp_path / "b").mkdir()
    assert killed(tmp_path / "b", MOMENTS + 1) == 0


@pytest.fixture
def interrupting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int, BaseException], None]]:
    """Lets an evaluation of a block raise something."""
    block = Sweeper.block
    left, thrown = 0, BaseException()

    def interrupted(self: Sweeper, *task: object) -> object:
        nonlocal left
        left -= 1
        if left == 0:
            raise thrown
        return block(self, *task)  # type: ignore[arg-type]

    def after(number: int, what: BaseException) -> None:
        nonlocal left, thrown
        left, thrown = number, what

    monkeypatch.setattr(Sweeper, "block", interrupted)
    yield after
    plan._READY.clear()


@pytest.mark.parametrize("number", [1, 3, 4, 8, 15])
def test_after_ctrl_c_what_is_written_can_be_read_and_gone_on_with(
    number: int, interrupting: Callable[..., None], whole: tuple[dict[str, bytes], str], tmp_path: Path
) -> None:
    folder = tmp_path / "interrupted"
    folder.mkdir()
    interrupting(number, KeyboardInterrupt())
    called = call(*arguments(folder))
    paths = " and ".join(str(folder / f"rows{suffix}") for suffix in SUFFIXES)
    assert (called.code, called.out) == (130, "")
    assert called.err == f"interrupted\n  help: the same command with --resume goes on with {paths}\n"
    done = (number - 1) * 10 // 24 * 24
    for suffix in (".csv", ".jsonl"):
        there = (folder / f"rows{suffix}").read_bytes()
        assert whole[0][f"rows{suffix}"].startswith(there)
        assert there.count(b"\n") == done + (suffix == ".csv" and done > 0)
        assert json.loads((folder / f"rows{suffix}.json").read_bytes())["rows"] == done
    parts = sorted((folder / "rows.parquet.parts").iterdir())
    reader = pytest.importorskip("pyarrow.parquet")
    assert sum(reader.read_table(part).num_rows for part in parts) == done
    resumed = call(*arguments(folder, "--resume"))
    assert (files(folder), resumed.out) == whole


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_ctrl_c_may_come_at_any_moment(
    name: str, before: bool, whole: tuple[dict[str, bytes], str], tmp_path: Path
) -> None:
    act = getattr(os, name)
    for moment in range(4, MOMENTS, 5):
        left = moment

        def interrupted(*what: object) -> None:
            nonlocal left
            left -= 1
            if left == 0 and before:
                raise KeyboardInterrupt
            act(*what)
            if left == 0:
                raise KeyboardInterrupt

        folder = tmp_path / f"{moment}"
        folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, name, interrupted)
            code = call(*arguments(folder)).code
        assert code == (130 if left <= 0 else 0)
        resumed = call(*arguments(folder, "--resume"))
        assert (resumed.code, resumed.err) == (0, "")
        assert (files(folder), resumed.out) == whole


def test_only_what_is_missing_is_evaluated(
    interrupting: Callable[..., None], whole: tuple[dict[str, bytes], str], tmp_path: Path
) -> None:
    folder = tmp_path / "interrupted"
    folder.mkdir()
    interrupting(11, KeyboardInterrupt())
    assert call(*arguments(folder)).code == 130
    interrupting(6, ZeroDivisionError())  # 96 of 144 rows are there; five blocks of ten are left
    assert call(*arguments(folder, "--resume")).code == 0
    interrupting(1, ZeroDivisionError())
    again = call(*arguments(folder, "--resume"))
    assert (files(folder), again.out) == whole


def begun(folder: Path, *more: str) -> Called:
    return call("sweep", "--factor", "hypoxia", "CSC", "--target", "EMT", "--output", str(folder / "x.csv"), *more)


@pytest.mark.parametrize(
    "other",
    [
        ["sweep", "--factor", "hypoxia", "--target", "EMT"],
        ["sweep", "--factor", "CSC", "hypoxia", "--target", "EMT"],
        ["sweep", "--factor", "hypoxia", "CSC", "--target", "invasion"],
        ["sweep", "--factor", "hypoxia", "CSC", "--target", "EMT", "--block", "HIF1A"],
        ["sweep", "--factor", "hypoxia", "CSC", "--target", "EMT", "--suppose", "hypoxia -> EMT"],
        ["sweep", "--factor", "hypoxia", "CSC", "--target", "EMT", "--sample", "4"],
    ],
)
def test_another_sweep_does_not_go_on_with_it(other: list[str], tmp_path: Path) -> None:
    assert begun(tmp_path).code == 0
    before = files(tmp_path)
    called = call(*other, "--output", str(tmp_path / "x.csv"), "--resume")
    assert called.code == 2
    assert "x.csv.json: error[E267]: the sweep cannot be resumed: this is the journal of another one" in called.err
    assert files(tmp_path) == before


def test_a_sample_of_another_seed_is_another_sweep(tmp_path: Path) -> None:
    assert begun(tmp_path, "--sample", "3", "--seed", "1").code == 0
    assert begun(tmp_path, "--sample", "3", "--seed", "1", "--resume").code == 0
    assert "E267" in begun(tmp_path, "--sample", "3", "--seed", "2", "--resume").err


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda folder: (folder / "x.csv.json").unlink(), "beside this file is no x.csv.json"),
        (lambda folder: (folder / "x.csv.json").write_text("{}"), "this is no journal of a sweep"),
        (lambda folder: (folder / "x.csv").write_text("scen"), "the file is shorter than its journal says"),
        (lambda folder: (folder / "x.csv").unlink(), "the file of which its journal speaks is not there"),
        (lambda folder: edited(folder / "x.csv", b"false", b"true "), "the file was changed since its journal"),
    ],
)
def test_what_was_harmed_is_not_gone_on_with(harm: Callable[[Path], object], says: str, tmp_path: Path) -> None:
    assert begun(tmp_path).code == 0
    harm(tmp_path)
    before = files(tmp_path)
    called = begun(tmp_path, "--resume")
    assert called.code == 2
    assert f"error[E267]: the sweep cannot be resumed: {says}" in called.err
    assert called.err.splitlines()[1:] == ["  help: `--overwrite` begins anew"]
    assert files(tmp_path) == before


def edited(path: Path, what: bytes, instead: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(what, instead, 1))


@pytest.mark.parametrize("moment", ["load", "executor", "files"])
def test_also_before_the_first_block_ctrl_c_says_how_to_go_on(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    where = {
        "load": "reasoner.sweeps.plan.designed",
        "executor": "reasoner.batch.executors.executor",
        "files": "reasoner.batch.row_files.row_files",
    }
    with monkeypatch.context() as patch:
        patch.setattr(where[moment], interrupted)
        called = begun(tmp_path)
    assert called.code == 130
    assert called.err == f"interrupted\n  help: the same command with --resume goes on with {tmp_path / 'x.csv'}\n"
    assert begun(tmp_path, "--resume").code == 0
    with monkeypatch.context() as patch:
        patch.setattr(where[moment], interrupted)
        called = begun(tmp_path, "--overwrite", "--sensitivity")
    assert (
        "with --resume instead of --overwrite, and without claims, --sensitivity and --picture, goes on" in called.err
    )


def test_nothing_is_written_over_unasked(tmp_path: Path) -> None:
    assert begun(tmp_path).code == 0
    before = files(tmp_path)
    refused = begun(tmp_path)
    assert (refused.code, "x.csv: error[E266]" in refused.err) == (2, True)
    (tmp_path / "x.csv").unlink()
    assert "x.csv.json: error[E266]" in begun(tmp_path).err
    (tmp_path / "x.csv").write_bytes(b"x" * 5000)
    assert begun(tmp_path, "--overwrite").code == 0
    assert files(tmp_path) == before
    assert begun(tmp_path / "new", "--resume").code == 2  # there is no such folder
