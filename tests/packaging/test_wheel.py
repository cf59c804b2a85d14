"""The built wheel, installed where the source tree is out of reach.

The wheel goes into an environment of its own, which sees the dependencies of the running one as a plain path entry:
`.pth` files behind such an entry are not processed, so the editable install of the checkout is not visible there.
"""

import email
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import reasoner

ROOT = Path(__file__).resolve().parents[2]
DATA = ("facts", "rules", "sessions")
PREFIX = "reasoner/_data/"

pytestmark = pytest.mark.xdist_group("wheel")  # built and installed once, by one worker


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed, without anything in the environment that leads to the checkout."""
    leading_here = ("PYTHON", "PYTEST", "REASONER_", "VIRTUAL_ENV", "COV_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(leading_here)}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1", **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def build(target: str, source: Path, folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


def files_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def tracked(*folders: str) -> set[str]:
    """What git tracks below these folders; skips where there is no git checkout to ask."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing to compare the wheel with")
    listing = subprocess.run(["git", "ls-files", "-z", "--", *folders], cwd=ROOT, capture_output=True, check=True)
    return set(listing.stdout.decode().split("\0")) - {""}


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel installed, and an empty folder to stand in."""

    python: Path
    command: Path
    packages: Path
    empty: Path

    def run(self, *command: str | Path) -> str:
        home = self.empty.parent / "home"
        return run(*command, cwd=self.empty, REASONER_HOME=str(home), HOME=str(home)).stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    (folder / "empty").mkdir()
    venv.create(folder / "env", with_pip=False, symlinks=os.name != "nt")
    names = {"base": str(folder / "env"), "platbase": str(folder / "env")}
    scripts = Path(sysconfig.get_path("scripts", "venv", vars=names))
    packages = Path(sysconfig.get_path("purelib", "venv", vars=names))
    python = scripts / Path(sys.executable).name
    if not python.exists():
        python = scripts / "python"
    run(
        *(sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python),
        *("install", "--quiet", "--no-index", "--no-deps", wheel),
        cwd=folder,
    )
    here = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (packages / "dependencies.pth").write_text("\n".join(here) + "\n", encoding="utf-8")
    return Installed(python, scripts / "reasoner", packages, folder / "empty")


# --- what the wheel holds ---


def test_data_is_what_git_tracks(wheel):
    shipped = {name.removeprefix(PREFIX) for name in files_in(wheel) if name.startswith(PREFIX)}
    expected = tracked(*DATA)
    assert not shipped - expected, "in the wheel, not tracked: `git add` them or delete them"
    assert not expected - shipped, "tracked, not in the wheel"
    assert {Path(name).parts[0] for name in shipped} == set(DATA)


def test_code_is_what_git_tracks(wheel):
    shipped = {name for name in files_in(wheel) if name.startswith("reasoner/") and not name.startswith(PREFIX)}
    expected = tracked("reasoner")
    assert not shipped - expected, "in the wheel, not tracked: `git add` them or delete them"
    assert not expected - shipped, "tracked, not in the wheel"
    assert "reasoner/py.typed" in shipped


def test_wheel_holds_one_package_and_its_metadata(wheel):
    assert {Path(name).parts[0] for name in files_in(wheel)} == {
        "reasoner",
        f"csc_reasoner-{reasoner.__version__}.dist-info",
    }


def test_metadata(wheel):
    info = f"csc_reasoner-{reasoner.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = email.message_from_bytes(archive.read(f"{info}/METADATA"))
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
        notice = archive.read(f"{info}/licenses/NOTICE").decode()
    assert metadata["Name"] == "csc-reasoner"
    assert metadata["Version"] == reasoner.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata.get_all("License-File") == ["LICENSE", "NOTICE"]
    assert metadata.get_all("Provides-Extra") == ["dask", "jupyter", "parquet"]
    assert "reasoner = reasoner.__main__:main" in entry_points
    assert "reasoner = reasoner.batch.pytest_plugin" in entry_points
    assert "Ayob" in notice


def test_sdist_is_complete(wheel, tmp_path):
    """The wheel built from the unpacked sdist has the same files, byte for byte."""
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    again = build("wheel", source, tmp_path / "wheel")
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(again) as second:
        assert first.namelist() == second.namelist()
        assert [name for name in first.namelist() if first.read(name) != second.read(name)] == []
    assert (source / "tests" / "packaging" / "test_wheel.py").exists()
    assert (source / "requirements" / "dev.txt").exists()
    assert {str(each.relative_to(source)) for each in (source / "docs").rglob("*.*")} == tracked("docs")


# --- what it does, installed ---


def test_source_tree_is_out_of_reach(installed):
    seen = installed.run(
        installed.python,
        "-c",
        "import json, sys, reasoner; print(json.dumps([reasoner.__file__, reasoner.__version__, sys.path]))",
    )
    file, version, path = json.loads(seen)
    assert Path(file).resolve().is_relative_to(installed.packages.resolve())
    assert version == reasoner.__version__
    assert ROOT not in [Path(entry).resolve() for entry in path if entry]


def test_command_checks_its_own_knowledge_base(installed):
    output = installed.run(installed.command, "kb", "check")
    assert str(ROOT) not in output.replace(str(installed.packages), "")


@pytest.mark.parametrize("start", ["command", "module"])
def test_infers_from_an_empty_folder(installed, start):
    reasoner_command = [installed.command] if start == "command" else [installed.python, "-m", "reasoner"]
    assert "angiogenesis" in installed.run(*reasoner_command, "infer", "hypoxia")
    assert list(installed.empty.iterdir()) == []


def test_smoke_tests_pass_elsewhere(installed, tmp_path):
    shutil.copy(Path(__file__).with_name("test_smoke.py"), tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = run(
        *(installed.python, "-m", "pytest", "-q"),
        *("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest"),
        cwd=tmp_path,
        REASONER_HOME=str(tmp_path / "home"),
        SMOKE_PACKAGES=str(installed.packages),
    )
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
