"""Readers that are not ours: packages from npm, run by node or in a browser. Without them tests skip; CI fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "foreign"
PACKAGES = FOLDER / "node_modules"


def package(name: str) -> Path:
    """The folder of a package. Without it the test is skipped, and fails where CI is set."""
    found = PACKAGES / name
    if not found.is_dir() or shutil.which("node") is None:
        message = f"{name} is not installed (make foreign): what it reads is not tested"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


class Gift:
    """gift-pegjs, in a process that reads one text after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(FOLDER / "gift.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def read(self, content: bytes) -> Any:
        """The questions of a file, or what is wrong with it, under `error`."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(content.decode()) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def gifts() -> Iterator[Gift]:
    """A reader of GIFT for a fixture of a module."""
    package("gift-pegjs")
    found = Gift()
    try:
        yield found
    finally:
        found.close()


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, f"<{tag}> where only plain text was"
        self.links += [value or "" for name, value in attrs if name == "href"]


ALLOWED = frozenset({"p", "strong", "a", "table", "thead", "tbody", "tr", "th", "td", "i"})


def text_of(html: str) -> str:
    """The text of HTML as it is read, without blanks."""
    parser = _Texts()
    parser.feed(html)
    parser.close()
    return squeezed("".join(parser.texts))


def links_of(html: str) -> list[str]:
    """The addresses that HTML links to."""
    parser = _Texts()
    parser.feed(html)
    return parser.links


def squeezed(text: str) -> str:
    """A text without blanks, and with what may not be shown as it is shown."""
    from reasoner.render.clean import clean

    return "".join(clean(text).split())
