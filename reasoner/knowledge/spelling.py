"""Names as people type them -> keys that are equal where the names are to count as the same.

Case, spaces, hyphens, underscores, slashes, dots and apostrophes do not matter; Greek letters, their names and the
Latin letters that stand for them are one (`TGF-β`, `TGF-beta`, `TGFB`). What marks a cell as positive or negative stays
(`CD44+/CD24-`). The loose key also evens out plurals, British and American spellings, and signalling and its pathway.
"""

from __future__ import annotations

import re
import unicodedata

_GREEK = str.maketrans("αβγδεζηθικλμνοπρσςτυφχψω", "abgdezhtiklmnoprsstufxyw")
_NAMES = {
    "alpha": "a",
    "beta": "b",
    "gamma": "g",
    "delta": "d",
    "epsilon": "e",
    "theta": "t",
    "kappa": "k",
    "lambda": "l",
    "sigma": "s",
    "omega": "w",
}
_WORDS = "|".join(_NAMES)
# Only at the ends of a run of letters: `eta`, `mu`, `pi` and their like are in too many words (metastasis, hypoxia),
# and even the longer ones are replaced only where nothing else is meant. NF-kappaB is the one that stands inside.
_SPELT = re.compile(rf"(?<![a-z])({_WORDS})|({_WORDS})(?![a-z])|(?<=nf)(kappa)(?=b)")
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_POSITIVE = re.compile(r"(?<=[^\W_])\+")
_NEGATIVE = re.compile(r"(?<=[^\W_])-(?![^\W_])")
_SEPARATORS = re.compile(r"[\s\-_/.'’]+")
_BRITISH = (
    ("tumour", "tumor"),
    ("oestr", "estr"),
    ("oedema", "edema"),
    ("oesoph", "esoph"),
    ("haem", "hem"),
    ("leukaem", "leukem"),
    ("anaem", "anem"),
    ("ischaem", "ischem"),
    ("hypoxaem", "hypoxem"),
    ("paediatr", "pediatr"),
    ("signalling", "signaling"),
    ("behaviour", "behavior"),
    ("fibre", "fiber"),
    ("isation", "ization"),
    ("ysing", "yzing"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("sulph", "sulf"),
)


def key(text: str) -> str:
    """The strict key of a name; empty for text without letters and digits."""
    return _SEPARATORS.sub("", _folded(text))


def loose(text: str) -> str:
    """The loose key of a name, for where no strict key fits."""
    found = key(" ".join(_singular(word) for word in _SEPARATORS.split(_signed(text))))
    for british, american in _BRITISH:
        found = found.replace(british, american)
    return found.replace("signalingpathway", "signaling")


def _signed(text: str) -> str:
    """The text with its signs in words, before hyphens are dropped."""
    text = _HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).strip()
    return _NEGATIVE.sub("neg", _POSITIVE.sub("pos", text))


def _folded(text: str) -> str:
    text = _signed(text).casefold().translate(_GREEK)
    return _SPELT.sub(lambda match: _NAMES[match[0]], text)


def _singular(word: str) -> str:
    """A word without its plural ending; it need not be a word, only the same for both."""
    if len(word) > 2 and word[-1] == "s" and (word[-2].isupper() or word[-2].isdigit()):
        return word[:-1]
    low = word.casefold()
    if low.endswith(("metastases", "hypotheses", "bases", "analyses")):
        return word[:-2] + "is"
    if len(low) > 4 and low.endswith("ies"):
        return word[:-3] + "y"
    if low.endswith("omas") or (len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "as"))):
        return word[:-1]
    return word
