"""Text as YAML that the reader of this project reads back the same: to it every scalar is text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

# Words that need no quotation marks anywhere in YAML, inside brackets included.
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[ /.-][A-Za-z0-9_]+)*")
# A line of prose that needs none behind `key: `: no colon or hash that YAML would take for its own.
_PROSE = re.compile(r"[^\W\d_](?:[^:#\x00-\x1f]|:(?=\S)|(?<=\S)#)*(?<![\s:])")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def scalar(text: str) -> str:
    """A text for any place, in quotation marks where it would be read otherwise without them."""
    if _BARE.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def prose(text: str) -> str:
    """A text that stands alone behind `key: `, in quotation marks only where it must be."""
    return text if _PROSE.fullmatch(text) and text.casefold() not in _WORDS else json.dumps(text, ensure_ascii=False)


def listed(texts: Iterable[object]) -> str:
    """A list in brackets; numbers stay as they are."""
    return f"[{', '.join(str(each) if isinstance(each, int) else scalar(str(each)) for each in texts)}]"
