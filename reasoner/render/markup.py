"""HTML from values: everything that comes from data is escaped here, and nothing but an https address becomes a link.

What is written is HTML5 and well-formed XML at once, so that a strict parser can check that every element is closed
where it should be.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable

from reasoner.render.clean import clean, is_safe_link

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_VOID = frozenset({"meta", "link", "input", "br", "hr"})


class Markup(str):
    """Text that is markup already: only this module makes it."""

    __slots__ = ()


LINE = Markup("\n")
"""Stands between pieces that have lines of their own."""


def escaped(text: str) -> Markup:
    """Text from data: clean, and with nothing in it that acts in HTML."""
    return Markup(clean(text).translate(_ESCAPES))


def element(tag: str, *children: str | None, **attributes: str | bool | None) -> Markup:
    """An element.

    Args:
        tag: its name, of the program and never from data.
        *children: markup as it is, other text escaped; None is nothing.
        **attributes: by name, hyphens as underscores and a trailing underscore left out (`class_`). None and False
            leave an attribute out, True writes it without a value.
    """
    named = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{tag}{named} />")
    return Markup(f"<{tag}{named}>{joined(children)}</{tag}>")


def joined(children: Iterable[str | None], between: str = "") -> Markup:
    """Several pieces as one; text that is no markup is escaped."""
    parts = [each if isinstance(each, Markup) else escaped(each) for each in children if each is not None]
    return Markup((between if isinstance(between, Markup) else escaped(between)).join(parts))


def lines(texts: Iterable[str]) -> Markup:
    """Texts from data, each on a line of its own."""
    return Markup("\n".join(escaped(each) for each in texts))


def _attribute(name: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    text = "" if value is True else escaped(value)
    return f' {name.rstrip("_").replace("_", "-")}="{text}"'


def outside(text: str, url: str, class_: str | None = None) -> Markup:
    """A link out of the document, if the address is a safe one; else the text alone."""
    return element("a", text, href=url, class_=class_) if is_safe_link(url) else escaped(text)


def inside(text: str, anchor: str, class_: str | None = None) -> Markup:
    """A link to an anchor of the document."""
    return element("a", text, href=f"#{anchor}", class_=class_)


def numbered(markup: Markup, characters: Collection[str]) -> Markup:
    """Markup in which some characters, that mean something to who reads it, are written by their numbers."""
    each = re.compile(r"&#?\w+;|.", re.DOTALL)  # what is written by number or name stays
    return Markup(each.sub(lambda found: f"&#{ord(found[0])};" if found[0] in characters else found[0], markup))


def own(tag: str, text: str) -> Markup:
    """A `style` or `script` of the program's own; its text stands there as `contained` has it.

    Raises:
        ValueError: it holds what would end it.
    """
    return Markup(f"<{tag}>{contained(text)}</{tag}>")


def contained(text: str) -> str:
    """A style or script as it stands in its element: text that XML would read otherwise is marked as such in comments.

    Raises:
        ValueError: it holds what would end it.
    """
    if any(each in text.lower() for each in ("</script", "</style", "<!--", "]]>")):
        raise ValueError("a style or script of the program holds what would end it")
    return f"/*<![CDATA[*/{text}/*]]>*/" if "<" in text or "&" in text else text


def data(name: str, json: str) -> Markup:
    """An element with JSON that a script of the document reads by the id `name`; nothing in it acts, nothing is run.

    `<`, `>` and `&` can stand in texts of JSON only, where they are written as escapes.
    """
    safe = json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/json" id="{escaped(name)}">{safe}</script>')


def fingerprint(text: str) -> str:
    """How a content security policy names a style or script: the hash of its text as it stands in its element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(contained(text).encode()).digest()).decode()}'"


def head(title: str, style: str, *, styles: Iterable[str] = (), script: str = "", policy: Iterable[str] = ()) -> Markup:
    """The head of a page that needs nothing else: nothing is loaded, and only its own style and script count.

    Args:
        title: of the page.
        style: its style.
        styles: those of what is inside of it, as of pictures.
        script: its script, which stands at its end; empty where it has none.
        policy: further parts of what it allows.
    """
    allowed = [
        "default-src 'none'",
        f"style-src {' '.join(map(fingerprint, (style, *styles)))}",
        *([f"script-src {fingerprint(script)}"] if script else []),
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        *policy,
    ]
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content="; ".join(allowed)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("link", rel="icon", href="data:,"),
        own("style", style),
    )
