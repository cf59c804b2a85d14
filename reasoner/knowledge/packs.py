"""Where the knowledge base is found: a folder with `facts/` and `rules/` is a pack."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import field
from itertools import pairwise
from pathlib import Path

from reasoner.errors import KnowledgeError, Position, Problem, UsageError
from reasoner.values import Value

VARIABLE = "REASONER_KB"
_PACKAGE = Path(__file__).resolve().parent.parent


class Pack(Value):
    """A pack.

    Attributes:
        folder: where it is.
        origin: how it was found: `given`, `environment`, `checkout` or `package`.
        name: what tells its files from those of the knowledge base that it is added to; empty for the base itself.
        instead: contents that stand for those of files, so that a change can be looked at before it is written.
    """

    folder: Path
    origin: str
    name: str = ""
    instead: Mapping[Path, bytes] = field(default_factory=dict, compare=False)

    def files(self, *, sub: tuple[str, ...] = ("facts", "rules")) -> list[Path]:
        """The YAML files of some of its folders, in the order of their paths; hidden files and folders are left out."""
        found = [path for name in sub for path in (self.folder / name).rglob("*") if path.suffix in (".yaml", ".yml")]
        there = {path for path in found if path.is_file()} | self.instead.keys()
        inside = [(path.relative_to(self.folder), path) for path in there]
        return [path for below, path in sorted(inside) if not any(part.startswith(".") for part in below.parts)]

    def shown(self, path: Path) -> str:
        """How messages call a file of the pack: from where the user stands if it lies below, else in full."""
        try:
            return str(path.relative_to(Path.cwd()))
        except (ValueError, OSError):
            return str(path)


def session_folder(path: str | os.PathLike[str]) -> str:
    """The folder below one called `sessions` that a file lies in: `scenarios`, `exercises`, `courses`; else empty."""
    parts = Path(os.path.abspath(path)).parts[:-1]
    return next((folder for parent, folder in pairwise(parts) if parent == "sessions"), "")


def find(folder: str | os.PathLike[str] | None = None) -> Pack:
    """Find the knowledge base.

    In this order: the folder given, the environment's `REASONER_KB`, the checkout that the running package lies in, the
    copy inside the package.

    Args:
        folder: a pack, or None.

    Returns:
        The pack, with how it was found.

    Raises:
        UsageError: the folder that is named does not exist (E001).
        KnowledgeError: it is no pack, or there is none anywhere (E019).
    """
    if folder is not None:
        return _named(Path(folder), "given")
    if named := os.environ.get(VARIABLE):
        return _named(Path(named), "environment")
    checkout, packaged = _PACKAGE.parent, _PACKAGE / "_data"
    # The source must be there too: beside an installed package may lie a stranger's `facts` and `rules`.
    if _is_pack(checkout) and (checkout / "facts" / "source.yaml").is_file():
        return Pack(checkout, "checkout")
    if _is_pack(packaged):
        return Pack(packaged, "package")
    raise KnowledgeError(Problem("E019", "no knowledge base is found", None, (f"name one with --kb or {VARIABLE}",)))


def find_extra(folder: str | os.PathLike[str]) -> Pack:
    """A pack that is added to the knowledge base; one of `facts/` and `rules/` is enough.

    Raises:
        UsageError: the folder does not exist (E001).
        KnowledgeError: it is no pack (E019).
    """
    return _named(Path(folder), "given", extra=True)


def find_all(
    folder: str | os.PathLike[str] | None = None, extra: Iterable[str | os.PathLike[str]] = ()
) -> tuple[Pack, ...]:
    """The knowledge base, and behind it the packs that are added.

    Args:
        folder: the knowledge base; None finds it.
        extra: the packs.

    Raises:
        UsageError: a folder does not exist (E001), or is named twice (E200).
        KnowledgeError: a folder is no pack, or there is no knowledge base (E019).
    """
    packs = (find(folder), *(find_extra(each) for each in extra))
    first: dict[Path, Pack] = {}
    for pack in packs:
        if first.setdefault(pack.folder.resolve(), pack) is not pack:
            what = "the knowledge base itself" if first[pack.folder.resolve()] is packs[0] else "an added pack already"
            raise UsageError(Problem("E200", f"this folder is {what}", Position(str(pack.folder)), ("name it once",)))
    return packs


def _named(folder: Path, origin: str, *, extra: bool = False) -> Pack:
    where = Position(str(folder))
    help_ = (f"{VARIABLE} names it",) if origin == "environment" else ()
    if not folder.is_dir():
        raise UsageError(Problem("E001", "no such folder", where, help_))
    missing = [name for name in ("facts", "rules") if not (folder / name).is_dir()]
    if len(missing) > (1 if extra else 0):
        what = "no pack" if extra else "no knowledge base"
        message = f"this folder is {what}: it has no {' and no '.join(f'{name}/' for name in missing)}"
        if folder.name in ("facts", "rules", "sessions") and (folder.parent / "rules").is_dir():
            help_ = (*help_, f"did you mean `{folder.parent}`?")
        raise KnowledgeError(Problem("E019", message, where, help_))
    return Pack(folder, origin, folder.resolve().name if extra else "")


def _is_pack(folder: Path) -> bool:
    return (folder / "facts").is_dir() and (folder / "rules").is_dir()
