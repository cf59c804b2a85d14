"""The answer to `doctor`: what this installation consists of, and whether it works."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar

from reasoner import __version__
from reasoner.errors import ReasonerError
from reasoner.knowledge.cache import load_cached, state_folder
from reasoner.knowledge.packs import find
from reasoner.model.base import Field, Record
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import SCHEMA_VERSION
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import ENGINES, Reasoner
from reasoner.render.output import Output

T = TypeVar("T")
PACKAGES = ("experta", "frozendict", "schema", "pydantic", "pyyaml", "rich", "prompt_toolkit")


class Health(Record):
    """What was found.

    Attributes:
        version: of this package.
        python, platform: what it runs on.
        packages: versions of what it needs; empty where something is missing.
        folder, origin: the knowledge base, and how it was found.
        knowledge_base: its hash.
        rules, entities: how many it has.
        engines: for each engine whether it computes a small scenario.
        state_folder, state_writable: where history, journals and the cache are kept.
        encoding, color, width: of standard output.
        problems: what is wrong.
    """

    schema_version: int = SCHEMA_VERSION
    version: str
    python: str
    platform: str
    packages: dict[str, str]
    folder: str = ""
    origin: str = ""
    knowledge_base: str = ""
    rules: int = 0
    entities: int = 0
    engines: dict[str, bool] = Field(default_factory=dict)
    state_folder: str
    state_writable: bool
    encoding: str
    color: bool
    width: int
    problems: tuple[str, ...] = ()


def examine(folder: str | None, extra: list[str], out: Output) -> Health:
    """Look at everything that the commands rely on.

    Args:
        folder: the pack; None finds it.
        extra: packs that are added.
        out: standard output.
    """
    problems: list[str] = []
    packages = {name: _version(name) for name in PACKAGES}
    problems += [f"{name} is not installed" for name, found in packages.items() if not found]
    pack = _try(problems, lambda: find(folder))
    kb = _try(problems, lambda: load_cached(folder, extra)) if pack else None
    state = state_folder()
    return Health(
        version=__version__,
        python=platform.python_version(),
        platform=sys.platform,
        packages=packages,
        folder=str(pack.folder) if pack else "",
        origin=pack.origin if pack else "",
        knowledge_base=kb.digest if kb else "",
        rules=len(kb.rules) if kb else 0,
        entities=len(kb.entities) if kb else 0,
        engines={name: _works(kb, name, problems) for name in ENGINES} if kb else {},
        state_folder=str(state),
        state_writable=_is_writable(str(state)),
        encoding=getattr(out.stream, "encoding", None) or "",
        color=out.color,
        width=out.width,
        problems=tuple(problems),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _try(problems: list[str], act: Callable[[], T]) -> T | None:
    try:
        return act()
    except ReasonerError as error:
        problems.extend(str(problem).split("\n", 1)[0] for problem in error.problems)
        return None


def _works(kb: KnowledgeBase, engine: str, problems: list[str]) -> bool:
    scenario = Scenario(phases=(Phase(given=kb.conditions[:1]),))
    return _try(problems, lambda: Reasoner(kb).evaluate(scenario, engine)) is not None


def _is_writable(folder: str) -> bool:
    """Whether files can be put into a folder, or the folder be made; nothing is written."""
    while folder and not os.path.exists(folder):
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)


def health_lines(found: Health) -> Iterator[str]:
    """The answer as lines of text."""
    yield f"reasoner {found.version}, Python {found.python} on {found.platform}"
    yield "packages: " + ", ".join(f"{name} {number or 'MISSING'}" for name, number in found.packages.items())
    yield f"knowledge base: {found.folder or 'none'} ({found.origin or 'not found'})"
    if found.knowledge_base:
        yield f"  {found.rules} rules, {found.entities} entities, content {found.knowledge_base[:12]}"
    for name, works in found.engines.items():
        yield f"engine {name}: {'works' if works else 'FAILS'}"
    kept = "can be written" if found.state_writable else "cannot be written: no cache, no history"
    yield f"state: {found.state_folder} ({kept})"
    colour = "colour" if found.color else "no colour"
    yield f"output: encoding {found.encoding or 'unknown'}, {found.width} columns, {colour}"
    yield from (f"problem: {problem}" for problem in found.problems)
    yield "All is well." if not found.problems else f"{len(found.problems)} problems."
