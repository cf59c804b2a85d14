"""Work on several processes and on a cluster: the same answers in the same order, a few tasks at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from reasoner.batch.executors import executor, surviving
from reasoner.batch.last_failed import LastFailed
from reasoner.batch.parallel import Job, run_on
from reasoner.batch.report import RunEnd, RunItem, Status
from reasoner.batch.run import run
from reasoner.batch.selection import Selection
from reasoner.errors import EngineError, KnowledgeError, UsageError
from reasoner.knowledge.loader import load
from reasoner.pipeline import Reasoner
from reasoner.sweeps.ordered import in_order
from reasoner.sweeps.serial import Serial
from tests.surfaces.calling import PACK, SESSIONS


def double(number: int) -> int:
    return 2 * number


def die(number: int) -> int:
    os._exit(1)


def sleep(number: int) -> int:
    time.sleep(600 if number else 0)
    return number


class Lazily(Executor):
    """Does a task when its result is asked for, and counts those that wait."""

    def __init__(self) -> None:
        self.waiting: list[Future] = []
        self.most = 0

    def submit(self, function, /, *arguments, **named):
        lazily = self

        class Asked(Future):
            def result(self, timeout=None):
                lazily.waiting.remove(self)
                return function(*arguments)

        self.waiting.append(Asked())
        self.most = max(self.most, len(self.waiting))
        return self.waiting[-1]


def test_no_more_than_a_few_tasks_are_in_flight_and_they_are_taken_as_needed() -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    lazily = Lazily()
    found = in_order(lazily, double, endless(), ahead=3)
    assert [next(found) for _ in range(50)] == [2 * number for number in range(1, 51)]
    assert lazily.most == 3
    assert taken <= 53


def test_one_process_is_this_one() -> None:
    with executor(1) as workers:
        assert list(in_order(workers, lambda each: (each, os.getpid()), [1, 2], ahead=4)) == [
            (1, os.getpid()),
            (2, os.getpid()),
        ]


def test_several_processes_give_the_same_in_the_same_order() -> None:
    with executor(2) as workers:
        assert list(in_order(workers, double, range(100), ahead=4)) == list(map(double, range(100)))


def test_a_worker_that_dies_is_an_error_of_its_own() -> None:
    with executor(2) as workers, pytest.raises(EngineError) as caught:
        list(surviving(in_order(workers, die, range(3), ahead=4), help_="fewer"))
    assert caught.value.problems[0].code == "E405"
    assert caught.value.problems[0].help == ("fewer",)


def test_work_that_nobody_waits_for_is_given_up() -> None:
    with executor(2) as workers:  # else the test would last for as long as it sleeps
        assert next(in_order(workers, sleep, range(10), ahead=4)) == 0


GIVING_UP = """
from tests.batch.test_executors import executor, in_order, sleep_long
with executor(2) as workers:
    tasks = ((number, bytes(1 << 18)) for number in range(10))
    print(next(in_order(workers, sleep_long, tasks, ahead=8)))
"""


def sleep_long(task: tuple[int, bytes]) -> int:
    return sleep(task[0])


def test_work_that_does_not_fit_into_a_pipe_is_given_up_without_a_word() -> None:
    """In a process of its own: where it goes wrong, it waits for ever."""
    done = subprocess.run(
        [sys.executable, "-c", GIVING_UP],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")


def test_a_cluster_gives_the_same() -> None:
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    )
    with cluster, executor(dask=cluster.scheduler_address) as workers:
        assert list(in_order(workers, divmod_by_seven, range(30), ahead=4)) == [
            divmod(number, 7) for number in range(30)
        ]


def divmod_by_seven(number: int) -> tuple[int, int]:
    return divmod(number, 7)


def test_a_cluster_that_is_not_there_is_told() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UsageError) as caught, executor(dask="nowhere://x"):
        pass
    assert caught.value.problems[0].code == "E269"


# ---------------------------------------------------------------- scenarios


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"---\n".join([(SESSIONS / "suite.yaml").read_bytes()] * 250))
    (tmp_path / "empty.yaml").write_text("")
    return [str(SESSIONS / "holiday.yaml"), str(large), str(tmp_path / "empty.yaml"), str(tmp_path / "none.yaml")]


def test_scenarios_give_the_same_items_on_several_processes(sources: list[str]) -> None:
    kb = load(PACK)
    with executor(2) as workers:
        found = list(run_on(workers, Job(str(PACK), (), kb.digest), sources, ahead=4))
    assert found == list(run(Reasoner(kb), sources))
    assert len(found) == 2003


def test_what_is_not_selected_is_not_run(sources: list[str]) -> None:
    kb = load(PACK)
    job = Job(str(PACK), (), kb.digest, selection=Selection("only"), evaluated=False)
    found = list(run_on(Serial(), job, sources))
    assert {item.title for item in found if item.status is Status.collected} == {"only a warning"}
    assert len(found) == 250 + 250 + 2


def test_what_failed_before_is_found_in_whichever_piece_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REASONER_HOME", str(tmp_path / "home"))
    path = tmp_path / "untitled.yaml"
    path.write_text("---\n".join(["given: [hypoxia]\n"] * 5000), encoding="utf-8")
    failed = LastFailed(whole=True)
    failed.item(RunItem(path=str(path), line=1, number=4711, status=Status.failed))
    failed.end(RunEnd(counts={}))
    job = Job(str(PACK), (), load(PACK).digest, selection=Selection(last_failed=True), evaluated=False)
    assert [item.number for item in run_on(Serial(), job, [str(path)])] == [4711]


def test_another_knowledge_base_is_noticed(sources: list[str]) -> None:
    with pytest.raises(KnowledgeError) as caught:
        list(run_on(Serial(), Job(str(PACK), (), "0" * 64), sources))
    assert caught.value.problems[0].code == "E406"
