"""How problems word things: text of a user's shown in a message, lists of choices, suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Control characters, separators that YAML 1.1 takes for line breaks, bidi controls, invisible characters, surrogates
# and noncharacters: they belong into no name, and hide or reorder text on a terminal. Tab and line feed may stand.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
_LONGEST = 60


def shown(text: str) -> str:
    """Text as a message quotes it: on one line, in backticks, without characters that act, cut where it is long."""
    flat = " ".join(FORBIDDEN.sub("\ufffd", text).split())
    return f"`{flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + '…'}`"


def one_of(choices: Iterable[str]) -> str:
    """Choices as a sentence takes them: "`a`, `b` or `c`"."""
    quoted = [f"`{choice}`" for choice in choices]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def plural(number: int, word: str) -> str:
    """A number with its noun: `1 rule`, `3 rules`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def did_you_mean(wrong: str, choices: Sequence[str], limit: int = 3) -> tuple[str, ...]:
    """Help lines for a misspelt key or id: close choices, best first, at most `limit`."""
    import difflib

    folded: dict[str, str] = {}
    for choice in choices:
        folded.setdefault(choice.casefold(), choice)
    close = difflib.get_close_matches(wrong.casefold()[:100], folded, n=limit, cutoff=0.6)
    return tuple(f"did you mean `{folded[match]}`?" for match in close)
