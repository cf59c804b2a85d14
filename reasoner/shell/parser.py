"""Lines as people type them -> a verb with what follows it, or the names that the line consists of."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_COMMENT = re.compile(r"(^|\s)#(\s.*)?$")
_PROMPT = re.compile(r"(?:\s*>)+\s*")
_QUOTED = re.compile(r'["“„«](?P<inner>[^"“”„«»]*)["“”»]')
_WORD = re.compile(r"\S+")
_COMMA = re.compile(r"[,;]")
_AND = re.compile(r"\s+(?:and|&|plus|but|as\s+well\s+as)\s+|\s+(?=without\s)", re.IGNORECASE)
_IN = re.compile(r"\s+in\s+", re.IGNORECASE)
_NOT = re.compile(r"(?:no|not|without)\s+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<measure>[^\d=<>].*?)\s*(?:=|:|\bis\b|\bof\b|\bat\b)?\s*(?P<value>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>[^\s\d,;][^\s,;]*(?:\s+(?!(?:in|and|&)\s)[^\s,;]+)*)?",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    r"(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>[^\s\d,;]+)\s+(?:of\s+)?(?P<measure>\S.*)", re.IGNORECASE
)


class Piece(NamedTuple):
    """A part of a line: `column` is where it begins, counted from 1."""

    text: str
    column: int = 1

    def part(self, start: int, end: int | None = None) -> Piece:
        """What stands between two offsets, without the blanks around it."""
        text = self.text[start:end]
        left = text.lstrip()
        return Piece(left.rstrip(), self.column + start + len(text) - len(left))


def strip_line(line: str) -> Piece:
    """What a line says: without comments, and without what a pasted line has around it, prompts and quotation marks."""
    comment = _COMMENT.search(line)
    prompt = _PROMPT.match(line)
    return unquoted(Piece(line).part(prompt.end() if prompt else 0, comment.start() if comment else None))


def unquoted(piece: Piece) -> Piece:
    """A text without quotation marks around the whole of it."""
    match = _QUOTED.fullmatch(piece.text)
    return piece.part(*match.span("inner")) if match else piece


def first_word(piece: Piece) -> tuple[str, Piece]:
    """The first word, and what follows it."""
    match = _WORD.match(piece.text)
    if not match:
        return "", piece
    return match[0], piece.part(match.end())


def words(piece: Piece) -> list[Piece]:
    """Its words."""
    return [Piece(match[0], piece.column + match.start()) for match in _WORD.finditer(piece.text)]


def at_commas(piece: Piece) -> list[Piece]:
    """The parts between commas and semicolons; empty ones are left out."""
    return _cut(piece, [match.span() for match in _COMMA.finditer(piece.text)])


def at_and(piece: Piece) -> list[tuple[Piece, Piece]]:
    """The ways to cut a text in two at `and`, the longest first part first."""
    spans = [match.span() for match in _AND.finditer(piece.text)]
    return [(piece.part(0, start), piece.part(end)) for start, end in reversed(spans)]


def at_in(piece: Piece) -> tuple[Piece, Piece] | None:
    """The text cut in two at its last `in`."""
    found = None
    for match in _IN.finditer(piece.text):
        found = match
    return (piece.part(0, found.start()), piece.part(found.end())) if found else None


def negated(piece: Piece) -> Piece | None:
    """What follows `no`, `not` or `without`; None where the text does not begin with one."""
    match = _NOT.match(piece.text)
    return piece.part(match.end()) if match else None


def number_of(text: str) -> tuple[str, str] | None:
    """The measure, and the number as names are resolved from it, of `oxygen 1%`, `1% oxygen` or `oxygen = 1 %`."""
    match = _NUMBER.fullmatch(text) or _NUMBER_FIRST.fullmatch(text)
    if not match:
        return None
    return match["measure"], f"{match['measure']} = {match['value']} {match['unit'] or ''}".rstrip()


def _cut(piece: Piece, spans: list[tuple[int, int]]) -> list[Piece]:
    edges = [(0, 0), *spans, (len(piece.text), len(piece.text))]
    parts = [piece.part(end, start) for (_, end), (start, _) in pairwise(edges)]
    return [part for part in parts if part.text]
