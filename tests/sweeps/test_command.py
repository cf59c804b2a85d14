"""`reasoner sweep` as it is called: outputs, work, interruptions and errors; and the same from Python."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

import reasoner
from reasoner.model.evidence import Grade
from tests.surfaces.calling import HOME, PACK, TABLE, call
from tests.sweeps.slowly import MIXED, TARGETS, planned, rows

ROOT = Path(__file__).parents[2]
SWEEP = ["sweep", "--factor", *MIXED, "--target", *TARGETS]
FILES = ("rows.csv", "rows.jsonl", "rows.parquet")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "REASONER_HOME": HOME.name, "TERM": "xterm-256color"}


def outputs(folder: Path) -> list[str]:
    return [word for name in FILES for word in ("--output", str(folder / name))]


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def alone(tmp_path: Path) -> tuple[dict[str, bytes], str]:
    """What one process writes and answers."""
    folder = tmp_path / "alone"
    folder.mkdir()
    called = call(*SWEEP, *outputs(folder))
    assert (called.code, called.err) == (0, "")
    return read(folder), called.out


# ---------------------------------------------------------------- where the work is done


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a Dask scheduler with two workers, on loopback."""
    distributed = pytest.importorskip("distributed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        made = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, processes=True
        )
        with made:
            yield made.scheduler_address


def test_a_cluster_of_two_workers_writes_the_same_bytes(
    cluster: str, alone: tuple[dict[str, bytes], str], tmp_path: Path
) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    called = call(*SWEEP, *outputs(folder), "--dask", cluster, "--block-size", "9")
    assert (called.code, called.err) == (0, "")
    assert (read(folder), called.out) == alone


def test_a_table_goes_to_workers_that_have_no_file(cluster: str, tmp_path: Path) -> None:
    table = ["sweep", "--table", str(TABLE), "--target", "EMT", "--output", "-"]
    assert call(*table, "--dask", cluster, "--block-size", "1").out == call(*table).out


def test_a_pool_of_two_processes_writes_the_same_bytes(alone: tuple[dict[str, bytes], str], tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    called = call(*SWEEP, *outputs(folder), "-j", "2", "--block-size", "9")
    assert (called.code, called.err) == (0, "")
    assert (read(folder), called.out) == alone


def test_a_scheduler_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("reasoner.batch.executors._PATIENCE", "200ms")
    for address in ("tcp://127.0.0.1:9", "nowhere://x"):
        called = call(*SWEEP, "--dask", address)
        assert called.code == 2
        assert called.err.startswith(f"error[E269]: no Dask scheduler answers at {address}\n")


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [("distributed", ["--dask", "tcp://127.0.0.1:9"], "dask"), ("pyarrow", ["--output", "rows.parquet"], "parquet")],
)
def test_what_is_not_installed_is_said_with_the_way_to_it(
    module: str, arguments: list[str], extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, module, None)
    called = call(*SWEEP, *arguments)
    assert called.code == 2
    assert "error[E268]" in called.err
    assert f"help: pip install 'csc-reasoner[{extra}]'" in called.err
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------- rows on standard output


def test_rows_are_printed_instead_of_the_summary(alone: tuple[dict[str, bytes], str]) -> None:
    assert call(*SWEEP, "--output", "-").out.encode() == alone[0]["rows.csv"]
    assert call(*SWEEP, "--output", "-", "--format", "json").out.encode() == alone[0]["rows.jsonl"]


def test_the_reader_of_rows_may_leave() -> None:
    code = "import itertools, sys; print(next(sys.stdin), end='')"
    command = f'"{sys.executable}" -m reasoner --kb "{PACK}" sweep --factor conditions --sample 60 --output - '
    done = subprocess.run(
        f'{command} | "{sys.executable}" -c "{code}"',
        shell=True,
        env=ENVIRONMENT,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == b""
    assert done.stdout.startswith(b"scenario,CSC,")


def test_titles_cannot_act_on_a_terminal_or_a_spreadsheet(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    titles = ["=1+1", "+a", "-b", "@c", " =d", 'a "b", c', "Ω"]
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["title", "hypoxia"], *([title, "on"] for title in titles)])
    arguments = ["sweep", "--table", str(table), "--target", "EMT", "--output", "-"]
    printed = call(*arguments).out
    assert [row[1] for row in csv.reader(io.StringIO(printed))][1:] == [
        *("'=1+1", "'+a", "'-b", "'@c", "' =d", 'a "b", c', "Ω")
    ]
    assert call(*arguments, encoding="ascii").out.isascii()
    as_json = [json.loads(line) for line in call(*arguments, "--format", "json").out.splitlines()]
    assert [row["title"] for row in as_json] == titles


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_full_disk_is_an_error_and_the_answer_is_none(suffix: str, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    path = tmp_path / f"full{suffix}"
    path.symlink_to("/dev/full")
    called = call(*SWEEP, "--output", str(path), "--overwrite")
    assert (called.code, called.out) == (4, "")
    assert called.err == f"{path}: error[E205]: the rows cannot be written: No space left on device\n"


def test_where_the_disk_fills_up_whole_pages_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reasoner.sweeps.pages.WIDTH", 24)
    sync, left = os.fsync, 5  # the journal; then rows and journal of two pages

    def full(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    path = tmp_path / "rows.csv"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        called = call(*SWEEP, "--output", str(path))
    assert (called.code, called.out) == (4, "")
    assert "error[E205]: the rows cannot be written: No space left on device" in called.err
    assert path.read_text(encoding="utf-8").count("\n") == 49
    assert call(*SWEEP, "--output", str(path), "--resume").code == 0
    assert path.read_text(encoding="utf-8") == call(*SWEEP, "--output", "-").out


@pytest.mark.parametrize(("name", "code"), [("none/rows.csv", 2), ("none/rows.parquet", 2), ("folder.csv", 2)])
def test_a_path_that_cannot_be_is_an_error(name: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    called = call(*SWEEP, "--output", str(tmp_path / name), "--overwrite")
    assert (called.code, called.out) == (code, "")
    assert "error[E205]" in called.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "a sweep needs factors, or a table that has some"),
        (["--table", str(TABLE), "--factor", "CSC"], "a table brings its own factors"),
        (["--table", str(TABLE), "--sample", "2"], "all rows of a table are taken"),
        (["--factor", "CSC", "-j", "0"], "-j takes 1 or more; got 0"),
        (["--factor", "CSC", "--block-size", "0"], "--block-size takes 1 or more; got 0"),
        (["--factor", "CSC", "--resume", "--overwrite"], "--resume stands without --overwrite"),
        (["--factor", "CSC", "--output", "x.csv", "--output", "./x.csv"], "--output would be written over --output"),
        (["--factor", "CSC", "--output", "-", "--output", "-"], "rows are printed once"),
        (["--table", str(TABLE), "--output", str(TABLE), "--overwrite"], "written over the table"),
        (["--factor", "CSC", "--output", "x.xlsx"], "does not say what it is to hold"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = TABLE.read_bytes()
    called = call("sweep", *arguments)
    assert (called.code, called.out) == (2, "")
    assert "error[E200]" in called.err
    assert says in called.err
    assert TABLE.read_bytes() == table
    assert not list(tmp_path.iterdir())


def test_nothing_is_begun_unless_everything_can_be(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("mine", encoding="utf-8")
    paths = [word for name in ("a.csv", "b.csv", "c.txt", "d.parquet") for word in ("--output", str(tmp_path / name))]
    called = call("sweep", "--factor", "CSC", *paths)
    assert called.code == 2
    assert "b.csv: error[E266]" in called.err
    assert "c.txt: error[E200]" in called.err
    assert read(tmp_path) == {"b.csv": b"mine"}


def test_too_many_combinations_of_the_shipped_base_are_refused_with_a_way_out() -> None:
    called = call("sweep", "--factor", "conditions", pack=None)
    assert called.code == 2
    assert "error[E263]" in called.err
    assert "--sample" in called.err


def test_a_table_that_is_wrong_is_an_invalid_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("hypoxia,CSC\non,maybe\non\n", encoding="utf-8")
    called = call("sweep", "--table", str(path))
    assert (called.code, called.out) == (3, "")
    assert f"{path}:2:4: error[E010]" in called.err
    assert f"{path}:3:1: error[E264]" in called.err


def test_a_scenario_that_contradicts_itself_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    called = call("sweep", "--factor", "CSC", "--given", "hypoxia", "normoxia", "--output", str(tmp_path / "x.csv"))
    assert called.code == 2
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------- terminals and signals


def screen(*arguments: str) -> tuple[list[str], str]:
    """What a terminal shows while a command runs, line by line, and what it shows at the end."""
    child = pexpect.spawn(
        sys.executable,
        [str(Path(__file__).parent / "slowed.py"), "--kb", str(PACK), *arguments],
        env=ENVIRONMENT,  # type: ignore[arg-type]
        dimensions=(40, 100),
        timeout=60,
    )
    terminal = pyte.Screen(100, 40)
    stream = pyte.ByteStream(terminal)
    seen: list[str] = []
    while True:
        try:
            stream.feed(child.read_nonblocking(200))
        except pexpect.EOF:
            break
        seen += [line.rstrip() for line in terminal.display if " of 144 scenarios" in line]
    child.close()
    assert child.exitstatus == 0
    return seen, "\n".join(line.rstrip() for line in terminal.display).strip()


def test_a_terminal_sees_how_far_it_is_and_then_the_answer() -> None:
    seen, end = screen(*SWEEP, "--block-size", "12")
    counts = [int(line.split(" of 144")[0].split()[-1]) for line in seen]
    assert counts == sorted(counts)
    assert len(set(counts)) > 3
    assert any("a second" in line and line.endswith(("0:00:00", "0:00:01", "0:00:02")) for line in seen)
    assert "of 144 scenarios" not in end
    assert end.startswith("Nothing given. 144 scenarios: every combination of 6 factors.")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_all_processes_and_leaves_what_can_be_gone_on_with(workers: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    arguments = [*SWEEP, "--block-size", "12", "--output", str(path)]
    child = subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "slowed.py"), "--kb", str(PACK), *arguments, "-j", workers],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    journal = Path(f"{path}.json")
    while child.poll() is None and not (journal.exists() and json.loads(journal.read_bytes())["rows"]):
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to all of them
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (130, b"")
    assert err.decode() == f"interrupted\n  help: the same command with --resume goes on with {path}\n"
    there = path.read_bytes()
    assert there.endswith(b"\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reasoner.sweeps.pages.WIDTH", 24)
        assert call(*arguments, "--resume").code == 0
    assert path.read_bytes().startswith(there)
    assert path.read_text(encoding="utf-8") == call(*SWEEP, "--output", "-").out


# ---------------------------------------------------------------- from Python


def test_python_gives_the_same() -> None:
    kb = reasoner.load(PACK)
    made = kb.sweep(MIXED, TARGETS)
    assert json.loads(json.dumps(made.summary().to_dict())) == json.loads(call(*SWEEP, "--format", "json").out)
    assert str(made.summary()).startswith("Nothing given. 144 scenarios")
    found = list(made)
    assert len(made) == len(found) == 144
    assert [row.scenario for row in found] == list(range(1, 145))
    for row, expected in zip(found, rows(planned()), strict=True):
        assert tuple(row.factors.values()) == expected.levels
        assert tuple(None if each is None else str(each) for each in row.support.values()) == expected.supports
        assert row.refused == expected.refused
    assert {type(each) for row in found for each in row.support.values()} == {type(None), Grade}


def test_python_takes_scenarios_tables_and_samples() -> None:
    kb = reasoner.load(PACK)
    (first, *_) = kb.sweep(table=TABLE, targets=["EMT"], block=["HIF1A"])
    assert (first.title, first.factors["cancer"], first.support) == ("mouse 1", "glioblastoma", {"EMT": Grade.moderate})
    assert len(list(kb.sweep(["conditions"], ["EMT"], sample=5, seed=1, cancer="GBM"))) == 5
    with pytest.raises(reasoner.errors.UsageError, match="a sweep needs factors"):
        kb.sweep()
    with pytest.raises(reasoner.errors.InputError):
        kb.sweep(["CSC"], given=["hypoxia", "normoxia"])
    with pytest.raises(TypeError):
        kb.sweep(["CSC"], gven=["hypoxia"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"sample": 1.5}, "E200.*a sample is a whole number; got `1.5`, a float"),
        ({"sample": "2"}, "E200.*a sample is a whole number; got `2`, a str"),
        ({"sample": 2, "seed": None}, "E200.*a seed is a whole number; got `None`"),
        ({"factors": [None]}, "E016.*expected a text, as `hypoxia`; got NoneType"),
        ({"factors": None}, "E016.*expected texts.*got NoneType"),
        ({"targets": 5}, "E016.*expected texts.*got int"),
        ({"targets": [b"EMT"]}, "E016.*expected a text, as `hypoxia`; got bytes"),
        ({"given": [None]}, "E016.*expected a text, as `hypoxia`; got NoneType"),
        ({"cancer": 5}, "E016.*expected a text, as `hypoxia`; got int"),
        ({"system": 5}, "E016.*expected a text, as `hypoxia`; got int"),
    ],
)
def test_python_is_told_what_is_of_the_wrong_type(arguments: dict[str, object], says: str) -> None:
    with pytest.raises(reasoner.errors.UsageError, match=says):
        reasoner.load(PACK).sweep(**{"factors": ["CSC"], "targets": ["EMT"], **arguments})


def test_python_names_grades_by_themselves_or_by_text() -> None:
    made = reasoner.load(PACK).sweep(["hypoxia"], ["EMT"])
    one, other = (made.claims(never=["EMT"], support=grade) for grade in ("moderate", Grade.moderate))
    assert one.to_dict() == other.to_dict()
    with pytest.raises(reasoner.errors.UsageError, match="unknown grade `5`"):
        made.claims(never=["EMT"], support=5)
    with pytest.raises(reasoner.errors.UsageError, match="got NoneType"):
        made.claims(never=[None])
