"""What must hold of the repository as it is passed on: no traces of a machine, a sound lock, attribution in place."""

import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

import reasoner

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["build.txt", "runtime.txt", "dev.txt", "bench.txt"]
REVIEW_DOI = "10.1186/s12929-018-0426-4"

# The patterns are put together from parts so that this file does not match them itself.
REGISTRIES = [
    ("pypi", ".org"),
    ("pypi", ".python", ".org"),
    ("python", "hosted", ".org"),
    ("anaconda", ".org"),
    ("conda", ".io"),
    ("npmjs", ".org"),
    ("jfrog", ".io"),
    ("proxy.golang", ".org"),
]
INDEX_OPTIONS = [("index", "url"), ("find", "links"), ("trusted", "host")]
MACHINE_FOLDERS = ["root", "home", "Users", "work", "tmp", "private", "opt", "mnt", "srv"]

FORBIDDEN = {
    "the host name of a package registry": re.compile(
        "|".join(rf"\b{re.escape(''.join(parts))}\b" for parts in REGISTRIES), re.IGNORECASE
    ),
    "a setting that names a package index": re.compile(
        "|".join(rf"{first}[-_]{last}\s*[=:]?\s*\S+:/" for first, last in INDEX_OPTIONS), re.IGNORECASE
    ),
    "an absolute path of some machine": re.compile(
        rf"(?<![\w.~*)}}\]/-])/(?:{'|'.join(MACHINE_FOLDERS)})/[\w.]|\b[A-Z]:\\+Users\b"
    ),
}


def repository_files() -> list[Path]:
    """Files that git tracks, or would track once added; skips where this is no checkout."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [path for name in sorted(set(listing.split("\0")) - {""}) if (path := ROOT / name).is_file()]


def traces(text: str) -> list[tuple[int, str, str]]:
    """Line number, matched text and what it is, for everything in the text that should not be passed on."""
    return [
        (number, match.group(), what)
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(line)
    ]


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """The requirements of a lock file, a line each with its continuation lines joined, by normalised name."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {normalised(line.split("==")[0]): line for line in lines}


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


# --- traces of machines ---


def test_nothing_names_a_registry_or_a_machine():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {what}: {text}"
        for path in repository_files()
        for number, text, what in traces(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "parts",
    [
        ("see https://", "pypi", ".org/project/rich"),
        ("https://files.", "python", "hosted.org/packages/x.whl"),
        ("--extra-index", "-url https://packages.example/simple"),
        ("PIP_INDEX", "_URL=https://packages.example/simple"),
        ("find", "-links = file:///wheels"),
        ("PYTHON=", "/ro", "ot/.pyenv/bin/python"),
        ("open('", "/tm", "p/x')"),
        ("/ho", "me/anna/reasoner"),
        ("C:\\", "Users\\anna"),
    ],
)
def test_traces_are_seen(parts):
    assert traces("".join(parts))


@pytest.mark.parametrize(
    "text",
    [
        "#!/usr/bin/env bash",
        "https://example.org/home/page",
        "sessions/opt/one.yaml, ./srv/x, ~/opt/x, $(VENV)/srv/x",
        "installed from PyPI",
        "uv pip compile --no-emit-index-url --no-emit-find-links",
        "2>/dev/null",
    ],
)
def test_innocent_text_is_left_alone(text):
    assert not traces(text)


# --- the lock ---


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_every_requirement_by_hash_and_names_no_host(name):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text
    shape = re.compile(
        r"[A-Za-z0-9][\w.-]*==[\w.!+]+"  # name and exact version
        r"( ; [^;#@]+?)?"  # marker
        r"( --hash=sha256:[0-9a-f]{64})+"
    )
    wrong = [line for line in locked(name).values() if not shape.fullmatch(line)]
    assert not wrong, wrong
    assert locked(name)


def test_locks_agree():
    """One version of everything: what the smaller files pin, the development lock pins in the same words."""
    dev = locked("dev.txt")
    for name in ("build.txt", "runtime.txt"):
        assert locked(name).items() <= dev.items(), name
    assert {key: line for key, line in locked("bench.txt").items() if key in dev}.items() <= dev.items()
    assert locked("runtime.txt").items() <= locked("bench.txt").items()


def test_lock_covers_what_the_project_declares():
    """A dependency added to pyproject.toml without `make lock` fails here."""
    settings = project()
    groups = settings["dependency-groups"]
    declared = {
        "runtime.txt": settings["project"]["dependencies"],
        "build.txt": [*groups["build"], *settings["build-system"]["requires"]],
        "dev.txt": [item for item in groups["dev"] if isinstance(item, str)],
        "bench.txt": groups["bench"],
    }
    for name, requirements in declared.items():
        names = {normalised(re.match(r"[\w.-]+", requirement).group()) for requirement in requirements}
        assert names <= locked(name).keys(), f"{name}: run `make lock`"


def test_lock_pins_what_builds_frozendict():
    """frozendict 1.2 exists as an sdist only and is built without isolation, so its builder is pinned too."""
    assert locked("runtime.txt")["frozendict"].startswith("frozendict==1.2 ")
    assert {"setuptools", "wheel"} <= locked("build.txt").keys()


# --- licence, attribution, citation ---


def test_licence_of_the_code():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License\n")
    assert "The reasoner authors" in text
    assert project()["project"]["license-files"] == ["LICENSE", "NOTICE"]


def test_attribution_of_the_review():
    text = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for part in (
        "Ayob AZ, Ramasamy TS",
        REVIEW_DOI,
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "Changes were made",
        "not for clinical decisions",
    ):
        assert part in text


def test_citation_file():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["message"]
    assert citation["title"]
    assert citation["authors"] == [{"name": "The reasoner authors"}]
    assert citation["version"] == reasoner.__version__
    date.fromisoformat(citation["date-released"])
    assert REVIEW_DOI in [reference.get("doi") for reference in citation["references"]]


# --- entry points of users and CI ---


def test_make_lists_every_target():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE).group(1).split()
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert sorted(phony) == sorted(re.findall(r"^make (\w+)", listed, re.MULTILINE))


def test_ci_runs_make_check():
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert re.search(r"^exec make .*\bcheck\b", text, re.MULTILINE)


def test_check_holds_the_rule_book_to_the_rules():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    check = re.search(r"^check:.*\n((?:\t.*\n)+)", text, re.MULTILINE).group(1)
    assert "\t$(PY) -m reasoner kb check\n" in check
    assert "\t$(PY) -m reasoner kb index --check\n" in check
    assert (ROOT / "rules" / "README.md").read_text(encoding="utf-8").startswith("# Rule book\n")
