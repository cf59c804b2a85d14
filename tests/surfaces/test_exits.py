"""Exit codes: 0 well, 1 expectation failed, 2 usage, 3 invalid file, 4 base or engine failed, 5 nothing to run, 130."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from reasoner.batch.together import Together
from reasoner.cli import exits
from reasoner.errors import EngineError, Problem
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from tests.surfaces.calling import PACK, SESSIONS, call, process

GOOD = "given: [hypoxia]\nexpect: {present: [angiogenesis]}\n"
FAILS = "given: [hypoxia]\nexpect: {present: [quiescence]}\n"
INVALID = "given: [hypoxya]\n"
CONTRADICTS = "given: [hypoxia, normoxia]\n"
NO_YAML = "given: [hypoxia\n"
WARNS = "severity: warn\n" + FAILS
XFAIL = "xfail: later\n" + FAILS
XPASS = "xfail: later\n" + GOOD
ENGINE_FAILS = "scenario: engine fails\n" + GOOD
CRASHES = "scenario: crashes\n" + GOOD


@pytest.fixture(autouse=True)
def _engine_that_fails_for_some(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = Reasoner.evaluate

    def failing(self: Reasoner, scenario: object, engine: str = "production") -> object:
        title = getattr(scenario, "title", "")
        if title == "engine fails":
            raise EngineError(Problem("E402", "the engine's model misses something"))
        if title == "crashes":
            raise ZeroDivisionError("by \x1b[31mzero\nand more")
        return evaluate(self, scenario, engine)  # type: ignore[arg-type]

    together = Together.evaluate

    def failing_too(self: Together, scenarios: Sequence[Scenario]) -> object:
        for each in scenarios:
            if each.title in ("engine fails", "crashes"):
                raise ZeroDivisionError("in a block")
        return together(self, scenarios)

    monkeypatch.setattr(Reasoner, "evaluate", failing)
    monkeypatch.setattr(Together, "evaluate", failing_too)


def _write(folder: Path, *documents: str) -> str:
    for number, text in enumerate(documents):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("documents", "code"),
    [
        ([GOOD], 0),
        ([WARNS], 0),
        ([XFAIL], 0),
        (["given: [hypoxia]\n"], 0),
        ([FAILS], 1),
        ([XPASS], 1),
        ([INVALID], 3),
        ([CONTRADICTS], 3),
        ([NO_YAML], 3),
        ([""], 3),
        ([ENGINE_FAILS], 4),
        ([CRASHES], 4),
        ([INVALID, FAILS], 1),
        ([FAILS, INVALID, GOOD], 1),
        ([INVALID, ENGINE_FAILS, FAILS], 4),
        ([GOOD, INVALID], 3),
        ([], 5),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_run(documents: list[str], code: int, form: str, tmp_path: Path) -> None:
    called = call("run", _write(tmp_path, *documents), "--format", form)
    assert called.code == code
    if form == "json" and documents:
        assert len(json.loads(called.out)["items"]) == len(documents)


def test_nothing_stops_the_scenarios_that_follow(tmp_path: Path) -> None:
    path = tmp_path / "all.yaml"
    path.write_text("---\n".join([INVALID, CRASHES, NO_YAML, ENGINE_FAILS, FAILS, GOOD]), encoding="utf-8")
    called = call("run", str(path), "--format", "json")
    answer = json.loads(called.out)
    statuses = [item["status"] for item in answer["items"]]
    assert statuses == ["invalid", "error", "invalid", "error", "failed", "passed"]
    assert called.code == 4
    assert answer["counts"] == {"error": 2, "failed": 1, "invalid": 2, "passed": 1}


@pytest.mark.parametrize(("document", "code"), [(FAILS, 0), (INVALID, 0), (ENGINE_FAILS, 4)])
def test_exit_zero_forgives_files_but_not_the_engine(document: str, code: int, tmp_path: Path) -> None:
    assert call("run", "--exit-zero", _write(tmp_path, document)).code == code


def test_mixed_codes() -> None:
    assert exits.worst([3, 0, 1]) == 1
    assert exits.worst([1, 4, 3]) == 4
    assert exits.worst([0, 3]) == 3
    assert exits.worst([]) == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["infer", "hypoxia"], 0),
        (["infer"], 0),
        (["kb", "search", "xylophone"], 0),
        (["kb", "check"], 0),
        (["doctor"], 0),
        (["infer", "--help"], 0),
        (["--help"], 0),
        (["--version"], 0),
        (["infer", "hypoxya"], 2),
        (["infer", "hypoxia", "normoxia"], 2),
        (["infer", "hypoxia", "--why", "dormancy"], 2),
        (["infer", "hypoxia", "--scenario"], 2),
        (["infer", "--scenario", "none.yaml"], 2),
        (["infer", "hypoxia", "--engine", "rete"], 2),
        (["why"], 2),
        (["run"], 2),
        (["run", "none.yaml"], 2),
        (["kb"], 2),
        (["kb", "nonsense"], 2),
        (["nonsense"], 2),
        (["explain", "E999"], 2),
        (["schema", "nonsense"], 2),
        (["kb", "cite", "x"], 2),
        (["infer", "--scenario", f"{SESSIONS}/suite.yaml#7"], 3),
        (["infer", "--scenario", f"{SESSIONS}/suite.yaml#8"], 3),
        (["infer", "hypoxia", "--with", "/none"], 2),
        (["kb", "impact"], 2),
        (["kb", "new-rule"], 2),
        (["kb", "new-pack"], 2),
        (["kb", "cite", "nobody/3"], 2),
    ],
)
def test_other_commands(arguments: list[str], code: int) -> None:
    called = call(*arguments)
    assert called.code == code
    assert bool(called.err) == (code != 0)


def test_a_knowledge_base_that_does_not_exist_is_usage_and_one_that_is_none_is_broken(tmp_path: Path) -> None:
    assert call("infer", "hypoxia", pack=tmp_path / "none").code == 2
    assert call("infer", "hypoxia", pack=tmp_path).code == 4
    for name in ("facts", "rules"):
        (tmp_path / name).mkdir()
    (tmp_path / "rules" / "x.yaml").write_text("nonsense: [", encoding="utf-8")
    called = call("infer", "hypoxia", pack=tmp_path)
    assert called.code == 4
    assert "error[E004]" in called.err
    assert call("doctor", pack=tmp_path).code == 4
    assert call("kb", "check", pack=tmp_path).code == 4
    assert call("kb", "check", "--exit-zero", pack=tmp_path).code == 0


def test_warnings_fail_a_check_only_where_that_is_wanted() -> None:
    extra = str(PACK.parent / "extra")
    assert call("kb", "check", "--with", extra).code == 0
    assert call("kb", "check", "--with", extra, "--strict").code == 4


def test_what_nobody_thought_of_is_one_line_without_traceback(tmp_path: Path) -> None:
    path = tmp_path / "crash.yaml"
    path.write_text(CRASHES, encoding="utf-8")
    called = call("infer", "--scenario", str(path))
    assert called.code == 4
    assert called.err.splitlines() == [
        "error[E499]: internal error: ZeroDivisionError: by \\x1b[31mzero",
        "  help: set REASONER_DEBUG=1 to see where, and please report it",
    ]


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    path = tmp_path / "crash.yaml"
    path.write_text(CRASHES, encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        call("infer", "--scenario", str(path), environ={"REASONER_DEBUG": "1"})


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Reasoner, "evaluate", interrupt)
    called = call("infer", "hypoxia")
    assert called.code == 130
    assert called.err == "interrupted\n"


def test_the_process_exits_with_the_code() -> None:
    assert process("infer", "hypoxya").returncode == 2
    assert process("infer", "hypoxia").returncode == 0
    assert process("--kb", str(PACK), "run", str(SESSIONS)).returncode == 1
