"""Scenario files as tests of pytest: `pytest --reasoner FOLDER`; without that option it does nothing.

pytest imports this in every session, so nothing else of the package is imported before it is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from reasoner.batch.report import RunItem
    from reasoner.knowledge.names import Names
    from reasoner.knowledge.scenarios import ScenarioFileItem
    from reasoner.pipeline import Reasoner

_SUFFIXES = (".yaml", ".yml")
_READY = pytest.StashKey["tuple[Reasoner, Names]"]()


class ScenarioWarning(UserWarning):
    """A scenario of severity `warn` is not as expected."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options."""
    group = parser.getgroup("reasoner", "scenarios of the reasoner")
    group.addoption("--reasoner", action="store_true", help="collect scenario files (*.yaml, *.yml) as tests")
    help_ = "the knowledge base, a folder with facts/ and rules/; write --reasoner-kb=FOLDER"
    group.addoption("--reasoner-kb", metavar="FOLDER", help=help_)


def pytest_report_header(config: pytest.Config) -> str | None:
    """What the results are for."""
    if not config.getoption("reasoner"):
        return None
    from reasoner.model.result import DISCLAIMER

    return f"reasoner: {DISCLAIMER}"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Load the knowledge base, so that what is wrong with it is told before anything is collected."""
    if session.config.getoption("reasoner"):
        _ready(session.config)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Links to a folder in which they are themselves: they lead in circles, and to nothing new."""
    if not config.getoption("reasoner") or not collection_path.is_symlink() or not collection_path.is_dir():
        return None
    folder = collection_path.resolve()
    return True if any(parent.resolve() == folder for parent in collection_path.parents) else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScenarioFile | None:
    """Scenario files, where they are asked for."""
    if parent.config.getoption("reasoner") and file_path.suffix in _SUFFIXES and _is_taken(file_path, parent):
        return ScenarioFile.from_parent(parent, path=file_path)
    return None


def _is_taken(path: Path, parent: pytest.Collector) -> bool:
    """Whether `run` takes a file: one that is named; else no dot file, none behind a link, no exercise, no course."""
    isinitpath = parent.session.isinitpath
    if isinitpath(path):
        return True
    if path.parent.name in ("exercises", "courses") and path.parent.parent.name == "sessions":
        return False
    below = takewhile(lambda folder: not isinitpath(folder), path.parents)
    return not path.name.startswith(".") and not any(folder.is_symlink() for folder in below)


class ScenarioFile(pytest.File):
    """A scenario file."""

    def collect(self) -> Iterator[ScenarioItem]:
        """Its documents, called by their titles; several of one title are numbered."""
        from reasoner.knowledge.scenarios import read_scenarios
        from reasoner.render.clean import clean

        reasoner, names = _ready(self.config)
        given: set[str] = set()
        seen: Counter[str] = Counter()
        shown = _shown(self)
        for number, document in enumerate(read_scenarios(self.path, reasoner.kb, shown, names), start=1):
            title = clean(document.scenario.title if document.scenario else "") or f"scenario {number}"
            name = title
            while name in given or not seen[title]:
                seen[title] += 1
                name = title if seen[title] == 1 else f"{title} ({seen[title]})"
            given.add(name)
            yield ScenarioItem.from_parent(self, name=name, document=document, number=number)


class ScenarioItem(pytest.Item):
    """A scenario: it fails where it is not as expected, and ends in an error where it cannot be run.

    Args:
        document: it, as it was read.
        number: the how-manieth of its file.
        **arguments: of pytest.
    """

    def __init__(self, *, document: ScenarioFileItem, number: int, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.document = document
        self.number = number
        self.found: RunItem | None = None
        scenario = document.scenario
        if scenario:
            self.extra_keyword_matches.update(scenario.tags)
            if scenario.xfail:
                self.add_marker(pytest.mark.xfail(reason=scenario.xfail, raises=pytest.fail.Exception, strict=True))

    def setup(self) -> None:
        """Run it; what fails here, since the document is invalid or an engine failed, is an error to pytest."""
        from reasoner.batch.report import Status
        from reasoner.batch.run import run_one

        reasoner, _ = _ready(self.config)
        self.found = run_one(reasoner, self.document, self.number, engine="columns")
        if self.found.status in (Status.invalid, Status.error):
            pytest.fail(_text(self.found), pytrace=False)

    def runtest(self) -> None:
        """Judge it: it fails where an expectation is not met, and is skipped where there is none."""
        from reasoner.batch.report import Status
        from reasoner.batch.reports.words import where, why_skipped

        found = self.found
        if found and found.status is Status.unjudged:
            pytest.skip(f"{where(found)}: {why_skipped(found)}")
        if found is None or not found.failures:
            return
        if found.severity == "warn" and not found.xfail:
            self.warn(ScenarioWarning(_text(found)))
        else:
            pytest.fail(_text(found), pytrace=False)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A failure as pytest shows it; without a traceback also where warnings are errors."""
        if isinstance(excinfo.value, ScenarioWarning):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, max(self.document.position.line - 1, 0), self.name


def _text(item: RunItem) -> str:
    from reasoner.batch.reports.words import told
    from reasoner.render.clean import clean

    return "\n".join(clean(line) for each in told(item) for line in (f"{each.where}: {each.text}", *each.help))


def _ready(config: pytest.Config) -> tuple[Reasoner, Names]:
    """The knowledge base, loaded once in a session.

    Raises:
        pytest.UsageError: it cannot be.
    """
    if _READY not in config.stash:
        from reasoner.errors import ReasonerError
        from reasoner.knowledge.cache import load_cached
        from reasoner.knowledge.names import Names
        from reasoner.pipeline import Reasoner

        try:
            kb = load_cached(config.getoption("reasoner_kb"))
        except ReasonerError as error:
            raise pytest.UsageError(str(error)) from error
        config.stash[_READY] = Reasoner(kb), Names(kb)
    return config.stash[_READY]


def _shown(file: pytest.File) -> str:
    """The path as seen from where pytest was called."""
    try:
        return str(file.path.relative_to(file.config.invocation_params.dir))
    except ValueError:
        return str(file.path)
