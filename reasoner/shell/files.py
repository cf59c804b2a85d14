"""Files that a session reads and writes: paths as people type them, and writing in one step."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from reasoner.errors import Position, Problem, UsageError

_LONGEST = 4096


def path_of(text: str) -> Path:
    """The path that people type: quotation marks around it are left out, `~` is the home folder.

    Raises:
        UsageError: this can be no path.
    """
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if not text or not text.isprintable() or len(text) > _LONGEST:
        raise UsageError(Problem("E200", "expected the name of a file, as `hypoxia.yaml`"))
    return Path(os.path.expanduser(text))


def free_path() -> Path:
    """A name in the folder the user stands in that no file has yet: `session.yaml`, `session-2.yaml` and so on."""
    path, number = Path("session.yaml"), 1
    while os.path.lexists(path):
        number += 1
        path = Path(f"session-{number}.yaml")
    return path


def write_file(path: Path, text: str, *, replace: bool) -> None:
    """Write a file in one step: after an interruption there is the old file or the new one, never half of it.

    Args:
        path: where. A symbolic link stays one, and what it points to is written.
        text: what.
        replace: whether a file that is there may be replaced.

    Raises:
        UsageError: it cannot be written (E200).
    """
    target = Path(os.path.realpath(path))
    temporary = ""
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:100]}-", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        if replace:
            os.replace(temporary, target)
        else:
            _place(temporary, target)
    except FileExistsError as error:
        raise UsageError(there_already(path)) from error
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(Problem("E200", f"`{path}` cannot be written: {reason}")) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def there_already(path: Path, verb: str = "save") -> Problem:
    """The problem of a file that would be overwritten; `verb` is what would have written it."""
    return Problem("E200", f"`{path}` is there already", None, (f"{verb}! {path} replaces it",))


def fingerprint(path: Path) -> str:
    """A hash of what a file holds; empty where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def read_lines(path: Path, shown: str) -> list[bytes]:
    """The lines of a script.

    Raises:
        UsageError: the file cannot be read (E001), or is too large to be a script (E005).
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(Problem("E001", f"cannot be read: {reason}", Position(shown))) from error
    if len(content) > _LARGEST:
        message = f"a script of more than {_LARGEST} bytes"
        raise UsageError(Problem("E005", message, Position(shown), ("split it",)))
    return content.split(b"\n")


_LARGEST = 4 << 20


def _place(temporary: str, target: Path) -> None:
    """Put a file where there must be none; a hard link does so without a moment between looking and writing."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError from None
        os.replace(temporary, target)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
