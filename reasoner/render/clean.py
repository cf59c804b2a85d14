"""Makes text from data fit to be shown: nothing in it acts on the terminal, reorders the line or hides in it."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"[\t\n\r\v\f]+")
_URL = re.compile(r"https://[A-Za-z0-9][\x21-\x7e]*")

# What to write where a stream's encoding has no Greek letters and no typographic signs.
_LETTERS = (
    "alpha,beta,gamma,delta,epsilon,zeta,eta,theta,iota,kappa,lambda,mu,nu,xi,omicron,pi,rho,sigma,tau,upsilon,"
    "phi,chi,psi,omega"
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        _LETTERS.split(","),
        strict=True,
    )
)
_PLAIN = {
    **_GREEK,
    **{letter.upper(): name.capitalize() for letter, name in _GREEK.items()},
    "ς": "sigma",
    "µ": "micro",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "…": "...",
    "·": "-",
    "•": "-",
    "×": "x",
    "±": "+/-",
    "≥": ">=",
    "≤": "<=",
    "→": "->",
    "°": " degrees ",
    "█": "#",
    "▓": "=",
    "▒": "-",
    "░": ".",
}


def clean(text: str) -> str:
    r"""The text on one line, with every character that is no plain character or space written as an escape.

    Control characters (C0, DEL, C1), bidi controls, separators, invisible characters, surrogates and unassigned code
    points become `\x1b`, `\u202e` and the like; line breaks and tabs become a space.
    """
    if text.isprintable():
        return text
    return "".join(character if _is_visible(character) else escape(character) for character in _BLANKS.sub(" ", text))


def _is_visible(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def escape(character: str) -> str:
    r"""A character as an escape that can be read: `\x1b`, `\u202e`, `\U000e0001`."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def encodable(text: str, encoding: str) -> str:
    """The text as far as an encoding can write it: Greek letters spelt out, signs replaced, the rest as escapes."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(character if _fits(character, encoding) else _plain(character) for character in text)
    return text


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    base = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return base or escape(character)


def is_safe_link(url: str) -> bool:
    """Whether an address may become a link: https, and nothing in it but printable ASCII."""
    return bool(_URL.fullmatch(url))
