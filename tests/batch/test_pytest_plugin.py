"""The plugin for pytest, in processes of its own: off unless asked for, readable failures, every kind of end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import reasoner
from tests.surfaces.calling import HOME, PACK, SESSIONS

SOURCE = str(Path(reasoner.__file__).parent.parent)
GOOD = "given: [hypoxia]\nexpect: {present: [angiogenesis]}\n"


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "reasoner.batch.pytest_plugin", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        # Where the package is installed it is loaded by its entry point as well.
        env={
            **kept,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": SOURCE,
            "REASONER_HOME": HOME.name,
            "REASONER_KB": str(PACK),
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "suite.yaml").write_bytes((SESSIONS / "suite.yaml").read_bytes())
    return tmp_path


def test_it_does_nothing_unless_it_is_asked_for(folder: Path) -> None:
    done = pytest_in(folder)
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "reasoner:" not in done.stdout


def test_scenarios_end_as_they_do_in_a_run(folder: Path) -> None:
    done = pytest_in(folder, "--reasoner", "-rA")
    lines = done.stdout.splitlines()
    ends = {
        line.split(" suite.yaml::")[1].split(" - ")[0]: line.split()[0] for line in lines if " suite.yaml::" in line
    }
    assert ends == {
        "hypoxia holds": "PASSED",
        "hypoxia fails": "FAILED",
        "only a warning": "PASSED",
        "known to fail": "XFAIL",
        "mark out of date": "FAILED",
        "scenario 7": "ERROR",
        "contradicts itself": "ERROR",
    }
    assert [line.partition("suite.yaml")[2] for line in lines if line.startswith("SKIPPED")] == [":28: expects nothing"]
    assert "2 failed, 2 passed, 1 skipped, 1 xfailed, 1 warning, 2 errors" in done.stdout
    assert "reasoner: For research and education, not for clinical decisions." in lines
    assert done.returncode == pytest.ExitCode.TESTS_FAILED


def test_failures_say_where_and_what_without_a_traceback(folder: Path) -> None:
    done = pytest_in(folder, "--reasoner")
    lines = done.stdout.splitlines()
    assert "suite.yaml:9:13: expected drug resistance to hold; it is not inferred" in lines
    assert "suite.yaml:32:9: error[E012]: unknown name `hypoxya`" in lines
    assert "help: did you mean `hypoxia`?" in lines
    assert any(line.endswith("suite.yaml:16:20: expected quiescence to hold; it is not inferred") for line in lines)
    assert "Traceback" not in done.stdout
    assert "pytest_plugin.py" not in done.stdout.partition("warnings summary")[0]


def test_warnings_that_are_errors_are_failures_without_a_traceback_too(folder: Path) -> None:
    done = pytest_in(folder, "--reasoner", "-W", "error", "-k", "warning")
    assert "1 failed" in done.stdout
    assert "suite.yaml:16:20: expected quiescence to hold; it is not inferred" in done.stdout.splitlines()
    assert "def runtest" not in done.stdout


def test_titles_are_ids_and_tags_are_keywords(tmp_path: Path) -> None:
    titled = "scenario: twice\ntags: [mine]\n" + GOOD
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("---\n".join([titled, titled, GOOD]), encoding="utf-8")
    listed = pytest_in(tmp_path, "--reasoner", "--collect-only", "-q").stdout.splitlines()
    assert listed[:3] == ["a.yaml::twice", "a.yaml::twice (2)", "a.yaml::scenario 3"]
    assert "2 passed, 1 deselected" in pytest_in(tmp_path, "--reasoner", "-k", "mine").stdout
    assert "1 passed" in pytest_in(tmp_path, "--reasoner", "a.yaml::twice (2)").stdout


def test_no_two_scenarios_of_a_file_have_one_id(tmp_path: Path) -> None:
    titles = ["x", "x", "x (2)", "x", "x (3)", "scenario 7", ""]
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("---\n".join(f"scenario: {each}\n{GOOD}" for each in titles), encoding="utf-8")
    listed = pytest_in(tmp_path, "--reasoner", "--collect-only", "-q").stdout.splitlines()[:7]
    names = ["x", "x (2)", "x (2) (2)", "x (3)", "x (3) (2)", "scenario 7", "scenario 7 (2)"]
    assert listed == [f"a.yaml::{name}" for name in names]


def test_dot_files_are_left_out_unless_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    for name in (".dot.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"scenario: one\n{GOOD}", encoding="utf-8")
    assert "1 passed" in pytest_in(tmp_path, "--reasoner").stdout
    assert "1 passed" in pytest_in(tmp_path, "--reasoner", ".dot.yaml").stdout


def test_links_are_followed_as_a_run_follows_them(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    for folder in ("top/one", "top/two"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.yaml").write_text(f"scenario: here\n{GOOD}", encoding="utf-8")
    (tmp_path / "top" / "one" / "up").symlink_to(tmp_path / "top", target_is_directory=True)
    (tmp_path / "top" / "one" / "next").symlink_to(tmp_path / "top" / "two", target_is_directory=True)
    (tmp_path / "top" / "two" / "next").symlink_to(tmp_path / "top" / "one", target_is_directory=True)
    (tmp_path / "link").symlink_to(tmp_path / "top" / "two", target_is_directory=True)

    def listed(*arguments: str) -> list[str]:
        lines = pytest_in(tmp_path, "--reasoner", "--collect-only", "-q", *arguments).stdout.splitlines()
        return [line for line in lines if "::" in line]

    assert listed("top") == ["top/one/a.yaml::here", "top/two/a.yaml::here"]
    assert listed() == listed("top")
    assert listed("link") == ["link/a.yaml::here"]
    assert listed("link/a.yaml") == ["link/a.yaml::here"]


def test_a_knowledge_base_that_is_none_is_told_at_once(folder: Path) -> None:
    done = pytest_in(folder, "--reasoner", f"--reasoner-kb={folder / 'none'}")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "error[E001]: no such folder" in done.stderr
    done = pytest_in(folder, "--reasoner", f"--reasoner-kb={PACK.parent / 'lake'}")
    assert "error[E012]: unknown name `hypoxia`" in done.stdout


def test_off_it_imports_nothing_of_the_package_but_itself(tmp_path: Path) -> None:
    code = (
        "import sys, pytest\n"
        "pytest.main(['-p', 'reasoner.batch.pytest_plugin', '-p', 'no:cacheprovider', '-q'])\n"
        "print(sorted(name for name in sys.modules if name.startswith('reasoner')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": SOURCE},
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = ["reasoner", "reasoner.batch", "reasoner.batch.pytest_plugin", "reasoner.version"]
    assert done.stdout.splitlines()[-1] == str(wanted)
