"""Styled text -> text with the escape sequences of a colour terminal."""

from __future__ import annotations

from functools import cache
from io import StringIO

from rich.color import ColorSystem
from rich.console import Console
from rich.text import Text

from reasoner.render.clean import is_safe_link


@cache
def console() -> Console:
    """What rich needs to look up styles; nothing is ever printed on it."""
    return Console(file=StringIO(), markup=False, highlight=False, emoji=False, _environ={})


def painted(line: Text, *, links: bool) -> str:
    """A line with colours and, where they are wanted and safe, links."""
    parts = []
    for text, style, _ in line.render(console()):
        if style is None:
            parts.append(text)
            continue
        keep = links and style.link and is_safe_link(style.link)
        kept = style if keep or not style.link else style.update_link(None)
        parts.append(kept.render(text, color_system=ColorSystem.STANDARD))
    return "".join(parts)
