"""The answer to `doctor`: what this installation consists of, and whether it works."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from reasoner import __version__
from reasoner.errors import ReasonerError, sort_key
from reasoner.knowledge.cache import content_hash, kept_at, key, load_cached, state_folder
from reasoner.knowledge.draft import Draft, Located
from reasoner.knowledge.loader import draft
from reasoner.knowledge.packs import Pack, find, find_all
from reasoner.model.base import Field, Record
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import SCHEMA_VERSION
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import ENGINES, Reasoner
from reasoner.render.output import Output
from reasoner.render.words import counted

T = TypeVar("T")
PACKAGES = ("experta", "frozendict", "schema", "pydantic", "pyyaml", "rich", "prompt_toolkit")


class PackHealth(Record):
    """One pack.

    Attributes:
        folder, origin: where it is, and how it was found; `added` for one that `--with` names.
        source, work: the id of the work that its rules cite, and which it is; empty where it is not known.
        own_source: whether the pack describes that work itself.
        rules, entities, groups, extended: how many it holds; `extended` are entities of other packs.
        content: the hash of its files.
    """

    folder: str
    origin: str
    source: str = ""
    work: str = ""
    own_source: bool = False
    rules: int = 0
    entities: int = 0
    groups: int = 0
    extended: int = 0
    content: str = ""


class Health(Record):
    """What was found.

    Attributes:
        version: of this package.
        python, platform: what it runs on.
        packages: versions of what it needs; empty where something is missing.
        folder, origin: the knowledge base, and how it was found.
        packs: it, and the packs that are added to it.
        knowledge_base: the hash of what they say together.
        rules, entities: how many they have together.
        compiled: whether they are kept compiled, so that loading them reads no YAML.
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
    packs: tuple[PackHealth, ...] = ()
    knowledge_base: str = ""
    rules: int = 0
    entities: int = 0
    compiled: bool = False
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
    whole = _try(problems, lambda: find_all(folder, extra))
    packs = whole or _try([], lambda: (find(folder),)) or ()
    found = draft(packs) if packs else Draft()
    wrong = sorted(dict.fromkeys(each for each in found.problems if each.is_error), key=sort_key)
    problems += [str(each).split("\n", 1)[0] for each in wrong]
    kb = _try(problems, lambda: load_cached(folder, extra)) if whole and not wrong else None
    state = state_folder()
    return Health(
        version=__version__,
        python=platform.python_version(),
        platform=sys.platform,
        packages=packages,
        folder=str(packs[0].folder) if packs else "",
        origin=packs[0].origin if packs else "",
        packs=tuple(_pack(found, pack, number) for number, pack in enumerate(packs)),
        knowledge_base=kb.digest if kb else "",
        rules=len(kb.rules) if kb else 0,
        entities=len(kb.entities) if kb else 0,
        compiled=bool(kb) and kept_at(key(packs)).is_file(),
        engines={name: _works(kb, name, problems) for name in ENGINES} if kb else {},
        state_folder=str(state),
        state_writable=_is_writable(str(state)),
        encoding=getattr(out.stream, "encoding", None) or "",
        color=out.color,
        width=out.width,
        problems=tuple(problems),
    )


def _pack(found: Draft, pack: Pack, number: int) -> PackHealth:
    """What one pack holds, as far as it can be read."""

    def count(records: Iterable[Located[object]]) -> int:
        return sum(found.pack(record.where()) == number for record in records)

    own = [each.value for each in found.sources.values() if found.pack(each.where()) == number]
    homes = [each.value for each in found.sources.values() if found.pack(each.where()) == 0]
    cites_home = not own and number and not any(_is_source(path) for path in pack.files())
    work = next(iter(own or (homes if cites_home else ())), None)
    return PackHealth(
        folder=str(pack.folder),
        origin="added" if number else pack.origin,
        source=work.id if work else "",
        work=work.described if work else "",
        own_source=bool(own),
        rules=count(found.rules.values()),
        entities=count(found.entities.values()),
        groups=count(found.groups.values()),
        extended=count(found.extensions),
        content=content_hash(pack),
    )


def _is_source(path: Path) -> bool:
    return path.stem == "source" and path.parent.name == "facts"


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


def _pack_lines(pack: PackHealth) -> Iterator[str]:
    """What a pack cites and holds."""
    whose = "" if pack.own_source else ", described by the knowledge base"
    yield f"cites {pack.source}: {pack.work}{whose}" if pack.source else "cites: not known, see the problems below"
    parts = [counted(pack.rules, "rule"), counted(pack.entities, "entity", "entities")]
    parts += [counted(pack.groups, "hypothesis group")] if pack.groups else []
    parts += [f"{counted(pack.extended, 'entity', 'entities')} extended"] if pack.extended else []
    yield f"{', '.join(parts)}; files {pack.content[:12]}"


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
    for pack in found.packs:
        if pack.origin == "added":
            yield f"with: {pack.folder}"
        yield from (f"  {line}" for line in _pack_lines(pack))
    if found.knowledge_base:
        together = "together " if len(found.packs) > 1 else ""
        yield f"loaded: {together}{found.rules} rules, {found.entities} entities, content {found.knowledge_base[:12]}"
        yield f"compiled: {'kept' if found.compiled else 'not kept, every run reads the YAML files'}"
    for name, works in found.engines.items():
        yield f"engine {name}: {'works' if works else 'FAILS'}"
    kept = "can be written" if found.state_writable else "cannot be written: no cache, no history"
    yield f"state: {found.state_folder} ({kept})"
    colour = "colour" if found.color else "no colour"
    yield f"output: encoding {found.encoding or 'unknown'}, {found.width} columns, {colour}"
    yield from (f"problem: {problem}" for problem in found.problems)
    yield "All is well." if not found.problems else f"{counted(len(found.problems), 'problem')}."
