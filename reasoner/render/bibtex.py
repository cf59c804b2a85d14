"""Entries of a bibliography as BibTeX in UTF-8, for biber and BibTeX, JabRef and Zotero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reasoner.model.result import DISCLAIMER
from reasoner.render.bibliography import Entry, Name

# What acts in TeX. Braces are spelt out: an escaped one still counts where BibTeX looks for the end of a value.
_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{each: f"\\{each}" for each in "%#$&_"},
}
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=,)(?=,)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)")  # would become another sign
_IN_ADDRESS = {each: f"%{ord(each):02X}" for each in '\\{}" <>^`|'}  # an address is read letter by letter
_JOINED = re.compile(r"\band\b|,", re.IGNORECASE)  # would split a surname


def bibtex(entries: Iterable[Entry]) -> str:
    """The text of a `.bib` file.

    Args:
        entries: in the order in which they are to stand.
    """
    blocks = [f"% {DISCLAIMER}\n", *(_entry(each) for each in entries)]
    return "\n".join(blocks)


def escaped(text: str) -> str:
    """Text in which nothing acts in TeX; letters outside ASCII stay as they are."""
    return _LIGATURE.sub("{}", "".join(_SPECIAL.get(character, character) for character in text))


def _entry(entry: Entry) -> str:
    kind = "article" if entry.journal else "misc"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(entry) if value)
    return f"@{kind}{{{entry.key},\n{lines}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    names = [_name(each) for each in entry.authors]
    yield "author", " and ".join([*names, *([] if entry.complete or not names else ["others"])])
    yield "title", _title(entry.title)
    yield "journal", escaped(entry.journal)
    yield "year", str(entry.year or "")
    yield "volume", escaped(entry.volume)
    yield "pages", escaped(entry.pages)
    yield "doi", _address(entry.doi)
    yield "pmid", escaped(entry.pmid)
    yield "pmcid", escaped(entry.pmcid)
    yield "url", _address(entry.url)
    yield "note", escaped(entry.note)


def _name(name: Name) -> str:
    """A name with the surname first; braces hold one together that BibTeX would take apart."""
    whole = _JOINED.search(name.family) or (not name.given and " " in name.family)
    family = f"{{{escaped(name.family)}}}" if whole else escaped(name.family)
    return f"{family}, {escaped(name.given)}" if name.given else family


def _title(title: str) -> str:
    """The title, with braces around words whose capitals a style must keep: all but the first word's first letter."""
    words = []
    for number, word in enumerate(title.split(" ")):
        kept = word[1:] if number == 0 else word
        held = any(letter.isupper() for letter in kept)
        words.append(f"{{{escaped(word)}}}" if held else escaped(word))
    return " ".join(words)


def _address(text: str) -> str:
    return "".join(_IN_ADDRESS.get(character, character) for character in text)
