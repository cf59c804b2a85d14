"""How much room a text takes in a picture: an upper bound, since which font is used is not known.

The widths are those of DejaVu Sans, the widest of the usual fonts without serifs, rounded up.
"""

from __future__ import annotations

import unicodedata

_WIDTHS = {
    0.3: "'IJijl",
    0.35: " ,./:;\\|ι·",
    0.4: "()-[]ft",
    0.45: "!r",
    0.5: '"*_`–°',
    0.55: "?cszεζ",
    0.6: "FLkvxyγκλνξυχ",
    0.65: "$0123456789EPSTYabdeghnopqu{}βδηθμοπρστ",
    0.7: "ABCKRVXZαφψ",
    0.75: "NU",
    0.8: "&DGHOQ",
    0.85: "#+<=>^w~ω−×≥≤→±",
    0.9: "M",
    1.0: "%@Wm—…",
}
_OF = {character: width for width, characters in _WIDTHS.items() for character in characters}
_OTHER = 0.9
LONGEST = 420
"""How wide a label is drawn; all of it stands in the label's title."""


def width(text: str, size: float) -> float:
    """The width of a text, at a font size."""
    return size * sum(_one(character) for character in text)


def _one(character: str) -> float:
    if character in _OF:
        return _OF[character]
    if unicodedata.combining(character):
        return 0.0
    return 1.1 if unicodedata.east_asian_width(character) in "WF" else _OTHER


def clipped(text: str, size: float) -> str:
    """The text of a label, with its end replaced by an ellipsis where it is too long to be drawn."""
    if width(text, size) <= LONGEST:
        return text
    while text and width(f"{text}…", size) > LONGEST:
        text = text[:-1].rstrip()
    return f"{text}…"


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines that fit in some room; a word that does not fit by itself is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if width(joined, size) <= room:
            line = joined
            continue
        lines += [line] if line else []
        line = word
        while width(line, size) > room and len(line) > 1:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width(line[:n], size) <= room)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, *([line] if line else [])]
