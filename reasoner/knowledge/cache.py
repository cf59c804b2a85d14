"""The compiled knowledge base, kept as JSON in the user's state folder; on this way nothing reads YAML.

A file is named by a hash of everything that it was made of: each file of the packs, the package's version, and the
code that reads packs. It is data and never executed. Its first line is a hash of the rest, so that a file that was cut
short or damaged is noticed; whatever is wrong with it, or with the folder, the packs' own files are read instead.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reasoner.knowledge.packs import Pack, find_all
from reasoner.version import __version__

if TYPE_CHECKING:
    from reasoner.model.knowledge import KnowledgeBase

_PACKAGE = Path(__file__).resolve().parent.parent
_CODE = ("model", "knowledge")
_KEPT = 8


def load_cached(
    folder: str | os.PathLike[str] | None = None, extra: Iterable[str | os.PathLike[str]] = ()
) -> KnowledgeBase:
    """Load a knowledge base, from the cache where nothing has changed since it was last loaded.

    Args:
        folder: the pack; None finds it.
        extra: packs that are added.

    Returns:
        What `loader.load` returns, the same value.

    Raises:
        UsageError: a folder does not exist, or is named twice.
        KnowledgeError: a folder is no pack, or something is wrong in the files. Nothing broken is ever cached.
    """
    packs = find_all(folder, extra)
    before = key(packs)
    path = kept_at(before)
    kb = _read(path)
    if kb is None:
        from reasoner.knowledge.loader import build, draft

        kb = build(draft(packs))
        if key(packs) == before:  # else a file was changed meanwhile, and it is unknown which of its contents was read
            _write(path, kb)
    return kb


def state_folder() -> Path:
    """Where history, journals and the cache are kept: `REASONER_HOME`, else below `XDG_STATE_HOME`, else below home."""
    if home := os.environ.get("REASONER_HOME"):
        return Path(home)
    if (state := os.environ.get("XDG_STATE_HOME")) and os.path.isabs(state):
        return Path(state) / "reasoner"
    return Path(os.path.expanduser("~")) / ".local" / "state" / "reasoner"


def kept_at(key_: str) -> Path:
    """Where the compiled knowledge base of a key is kept, once it was loaded."""
    return state_folder() / "cache" / f"kb-{key_}.json"


def content_hash(pack: Pack) -> str:
    """The hash of the files of one pack, their names included."""
    found = hashlib.sha256()
    for path in pack.files():
        _add(found, path.relative_to(pack.folder).as_posix(), path)
    return found.hexdigest()


def key(packs: Sequence[Pack]) -> str:
    """The hash of all that a compiled knowledge base depends on: content of packs, in their order, and code."""
    found = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for path in sorted(path for name in _CODE for path in (_PACKAGE / name).rglob("*.py")):
        _add(found, path.relative_to(_PACKAGE).as_posix(), path)
    for pack in packs:
        _add(found, f"pack {pack.name}", None)  # rules say in which pack they stand
        for path in pack.files():
            _add(found, path.relative_to(pack.folder).as_posix(), path)
    return found.hexdigest()


def _add(found: hashlib._Hash, name: str, path: Path | None) -> None:
    """Add a file, in a form in which neither names nor contents can run into each other."""
    try:
        content = path.read_bytes() if path else b""
    except OSError as error:
        content = f"unreadable: {error.strerror}".encode()  # the loader says so; what it says is not cached
    found.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
    found.update(content)


def remembered(name: str, code: Iterable[str], make: Callable[[], str]) -> str:
    """A text that is worked out once and then kept beside the compiled knowledge bases.

    Args:
        name: says all that the text depends on but the code; letters, digits and hyphens.
        code: the folders of the package whose code makes it.
        make: works it out.

    Returns:
        The text, from the cache where neither name nor code has changed.
    """
    stamp = hashlib.sha256(__version__.encode())
    for path in sorted(path for folder in code for path in (_PACKAGE / folder).rglob("*.py")):
        known = path.stat()
        stamp.update(f"{path.name} {known.st_size} {known.st_mtime_ns} ".encode())
    path = state_folder() / "cache" / f"{name}-{stamp.hexdigest()[:16]}.json"
    content = _content(path)
    if content is None:
        content = make().encode()
        _keep(path, content)
    return content.decode()


def _read(path: Path) -> KnowledgeBase | None:
    content = _content(path)
    if content is None:
        return None
    from reasoner.model.knowledge import KnowledgeBase
    from reasoner.model.restore import restored

    try:
        return restored(KnowledgeBase, json.loads(content))
    except (ValueError, RecursionError):  # right by its hash and no knowledge base all the same: another hand wrote it
        return None


def _content(path: Path) -> bytes | None:
    """What a file of the cache holds; None where it is missing, cut short or damaged."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest().encode() == digest else None


def _write(path: Path, kb: KnowledgeBase) -> None:
    _keep(path, kb.model_dump_json(exclude_defaults=True).encode())


def _keep(path: Path, content: bytes) -> None:
    """Write a file in one step, so that no reader ever sees half of it; where that cannot be done, do without."""
    import tempfile  # takes a while, and is needed for writing alone

    temporary = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        os.replace(temporary, path)
        _prune(path.parent, path.name.partition("-")[0])
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _prune(folder: Path, family: str) -> None:
    """Keep the files of a family that were written last: each edit of a pack leaves one behind."""
    files = sorted(folder.glob(f"{family}-*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in files[_KEPT:]:
        path.unlink(missing_ok=True)
