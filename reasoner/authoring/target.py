"""Which pack a new rule is for, and which source it cites there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reasoner.authoring.appending import append
from reasoner.authoring.rule_text import NewRule
from reasoner.errors import Position, Problem, UsageError
from reasoner.knowledge.as_yaml import listed, scalar
from reasoner.knowledge.draft import Draft
from reasoner.knowledge.packs import Pack, find_all

_SPECIAL = ("_hypotheses", "not_encoded", "_deprecated")


@dataclass(frozen=True)
class Target:
    """A pack among those that are loaded; `number` counts them, 0 is the base."""

    packs: tuple[Pack, ...]
    number: int

    @property
    def pack(self) -> Pack:
        """The pack."""
        return self.packs[self.number]

    def path(self, file: Path) -> Path:
        """A file of the pack, by the path that the pack itself has for it."""
        return self.pack.folder / file.resolve().relative_to(self.pack.folder.resolve())

    def own_source(self, found: Draft) -> bool:
        """Whether the pack describes the source that it cites."""
        return self._source(found) is not None

    def source(self, found: Draft) -> str:
        """The id of the source that rules of the pack cite."""
        return self._source(found) or next(iter(found.sources))

    def _source(self, found: Draft) -> str | None:
        own = (id_ for id_, source in found.sources.items() if found.pack(source.where()) == self.number)
        return next(own, None)

    def trying(self, contents: Mapping[Path, bytes]) -> tuple[Pack, ...]:
        """The packs, with other contents for files of this one."""
        packs = list(self.packs)
        packs[self.number] = replace(self.pack, instead=dict(contents))
        return tuple(packs)


def find_target(folder: str | None, extra: Sequence[str], into: Path | None) -> Target:
    """The pack of a rules file; without one the last that is added, or the base where none is.

    A pack that the file lies in and that is not named is added.

    Raises:
        UsageError: there is no such file (E001), or it holds no rules (E208).
    """
    if into is None:
        packs = find_all(folder, extra)
        return Target(packs, len(packs) - 1)
    where = Position(str(into))
    if not into.is_file():
        help_ = "a new file begins with the lines `topic: ...` and `rules: []`; kb new-pack makes a pack with one"
        raise UsageError(Problem("E001", "no such file", where, (help_,)))
    top = next((above for above in into.resolve().parents if above.name == "rules"), None)
    if top is None or into.stem in _SPECIAL or into.suffix not in (".yaml", ".yml"):
        message = "nothing can be appended here: rules stand in YAML files below `rules/` of a pack"
        raise UsageError(Problem("E208", message, where))
    packs = find_all(folder, extra)
    known = [pack.folder.resolve() for pack in packs]
    if top.parent not in known:
        packs = find_all(folder, [*extra, str(_above(into, top))])
        known.append(top.parent)
    return Target(packs, known.index(top.parent))


def _above(into: Path, top: Path) -> Path:
    """The pack's folder as the user would type it: from the file's own path where that leads through `rules`."""
    named = next((above for above in into.parents if above.name == "rules"), None)
    return named.parent if named is not None and named.resolve() == top else top.parent


def change_source(found: Draft, target: Target, rule: NewRule, section: str) -> tuple[Path, bytes, bytes]:
    """The pack's facts/source.yaml with the row of a rule appended: its path, what it held, what it is to hold.

    Raises:
        UsageError: nothing can be appended to it (E208).
    """
    path = next(path for path in target.pack.files(sub=("facts",)) if path.stem == "source")
    content = path.read_bytes()
    parts = [f"id: {scalar(rule.at)}", f"section: {scalar(section)}", f"refs: {listed(rule.refs)}"]
    line = f"- {{{', '.join(parts)}, statements: {rule.statements}}}"
    return path, content, append(content, "rows", [line], target.pack.shown(path))[0]
