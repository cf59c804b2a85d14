"""Options behind what a verb asks about: `seek EMT -k 3 --from hypoxia, CAFs`."""

from __future__ import annotations

import re
from collections.abc import Collection

from reasoner.shell.parser import Piece
from reasoner.shell.reading import Reader

_OPTION = re.compile(r"(?:^|(?<=\s))(-k|--?[a-z][a-z-]*)(?=\s|=|\d|$)")


def split(
    reader: Reader, rest: Piece, flags: Collection[str], values: Collection[str]
) -> tuple[Piece, dict[str, Piece]]:
    """What stands before the options, and what stands behind each.

    Args:
        reader: for errors at their positions.
        rest: the line without its verb.
        flags: options that stand alone, without hyphens.
        values: options that something follows.

    Returns:
        The text before the options; for each option what follows it, which is empty for flags.

    Raises:
        UsageError: an option is unknown, lacks its value, or has one that it does not take.
    """
    found = list(_OPTION.finditer(rest.text))
    before = rest.part(0, found[0].start()) if found else rest
    options: dict[str, Piece] = {}
    ends = [*(each.start() for each in found[1:]), len(rest.text)]
    for match, end in zip(found, ends, strict=False):
        name = match[1].lstrip("-")
        value = rest.part(match.end(), end)
        if value.text.startswith("="):
            value = value.part(1)
        here = rest.part(match.start(), match.end())
        if name not in flags and name not in values:
            known = ", ".join(f"-{each}" if len(each) == 1 else f"--{each}" for each in (*values, *flags))
            raise reader.error("E200", f"there is no option `{match[1]}` here", here, f"options: {known}")
        if name in values and not value.text:
            raise reader.error("E200", f"`{match[1]}` needs something behind it", here)
        if name in flags and value.text:
            raise reader.error("E200", f"`{match[1]}` takes nothing behind it", value)
        options[name] = value
    return before, options


def number(reader: Reader, options: dict[str, Piece], name: str, usual: int) -> int:
    """The number behind an option.

    Raises:
        UsageError: it is none.
    """
    if name not in options:
        return usual
    piece = options[name]
    if not (piece.text.isascii() and piece.text.lstrip("-").isdigit() and len(piece.text) < 8):
        raise reader.error("E200", f"`{piece.text[:20]}` is no number", piece, f"as `-{name} 3`")
    return int(piece.text)
