"""Take the pictures of `docs/` anew: of the terminal, the page for students, and the exercise in a notebook.

    python -m tools.screenshots
    python -m tools.screenshots page-exercise --into /tmp

Needs what the tests need, and Chromium. Nothing is posed: the terminal is a pseudo-terminal whose screen is drawn with
its colours, the page is the exported one, and the widget is answered through the messages that a notebook exchanges.
"""

from __future__ import annotations

import argparse
import base64
import html
import struct
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

import reasoner
from reasoner.cli import main as command
from tests.notebook.shown import Notebook
from tests.shell.driving import Terminal
from tests.teach.browser import Browser, executable

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
EXERCISE = "csc-what-follows"
SCALE = 1.5
COLORS = {
    "default": "#d8dee4", "red": "#ff8a80", "green": "#7fd6a0", "brown": "#e6c07b", "blue": "#8ab4f8",
    "magenta": "#d7a6ff", "cyan": "#7fd0e0", "black": "#8b949e", "brightblack": "#8b949e", "white": "#ffffff",
}  # fmt: skip
SCREEN = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>terminal</title><style>
body { margin: 0; background: #1b1f24 }
pre { margin: 0; padding: 12px 16px; color: #d8dee4; font: 14px/1.3 "DejaVu Sans Mono", monospace; width: max-content }
</style><pre id="shot">%s</pre>"""
PIXELS = """(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const reader = new FileReader();
    const read = new Promise((done) => { reader.onload = () => done(reader.result); });
    reader.readAsDataURL(new Blob([context.getImageData(0, 0, image.width, image.height).data]));
    return [image.width, image.height, (await read).split(",")[1]];
})("%s")"""
CELL = """<style>
#shot { font: 15px/1.45 "DejaVu Sans", sans-serif; background: #fff; padding: 12px; width: 760px }
#in { font: 13px/1.4 "DejaVu Sans Mono", monospace; background: #f5f5f5; border: 1px solid #ddd; padding: 6px 8px }
#a { padding: 8px 8px 0 }
</style><div id="shot"><div id="in">exercise = reasoner.exercise("%s")<br>exercise</div><div id="a"></div></div>"""


class Studio:
    """A browser, and where pictures go to.

    Args:
        browser: it.
        folder: for what is made on the way.
        into: for the pictures.
    """

    def __init__(self, browser: Browser, folder: Path, into: Path) -> None:
        self.browser, self.folder, self.into = browser, folder, into
        self._blank = folder / "blank.html"
        self._blank.write_text("<!DOCTYPE html><title>blank</title>", encoding="utf-8")

    def shoot(self, name: str, selector: str = "", *, height: int = 10_000) -> None:
        """Take a picture of a part of what the browser shows, or of its window as it is.

        Args:
            name: of the picture.
            selector: the part.
            height: at most, from its top.
        """
        clip = {
            "x": 0,
            "y": self.browser.run("scrollY"),
            **self.browser.run("({width: innerWidth, height: innerHeight})"),
        }
        if selector:
            width, whole = self.browser.run("[innerWidth, document.documentElement.scrollHeight]")
            self.browser.emulate(width=width, height=whole)  # so that nothing is scrolled away, and no bar takes room
            clip = self.browser.run(
                "(({x, y, width, height}) => ({x, y, width, height}))"
                f"(document.querySelector({selector!r}).getBoundingClientRect())"
            )
        clip |= {"height": min(height, clip["height"]), "scale": SCALE}
        found = self.browser.call(
            "Page.captureScreenshot", captureBeyondViewport=bool(selector), format="png", clip=clip
        )
        self.browser.open(self._blank)
        data = small(*self.browser.run(PIXELS % found["data"]))
        (self.into / f"{name}.png").write_bytes(data)
        print(f"{name}.png: {len(data) // 1000} kB")

    def page(self, *exercises: str) -> Path:
        """The page for students, with some exercises."""
        file = self.folder / "page.html"
        if command(["teach", "export", "html", *exercises, "--output", str(file)]):
            sys.exit("the page could not be written")
        return file

    def screen(self, terminal: Terminal) -> None:
        """Show what stands on the screen of a terminal."""
        file = self.folder / "screen.html"
        file.write_text(SCREEN % drawn(terminal), encoding="utf-8")
        self.browser.open(file)


def small(width: int, height: int, pixels: str) -> bytes:
    """A picture as PNG with at most 256 colours, which text does not need more of: a third of the size.

    Args:
        width, height: in pixels.
        pixels: red, green, blue and alpha of each, in base 64.
    """
    colors = list(struct.iter_unpack("BBBx", base64.b64decode(pixels)))
    common = [color for color, _ in Counter(colors).most_common()]
    for shift in range(2, 8):
        alike: dict[tuple[int, ...], tuple[int, ...]] = {}
        for color in common:  # the most common of those that are alike stands for them
            alike.setdefault(tuple(part >> shift for part in color), color)
        if len(alike) <= 256:
            break
    palette = list(alike.values())
    number = {color: palette.index(alike[tuple(part >> shift for part in color)]) for color in common}
    indices = bytes(number[color] for color in colors)
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(map(bytes, palette))),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def drawn(terminal: Terminal) -> str:
    """The screen of a terminal as HTML, without empty lines above and below."""
    screen = terminal.screen
    filled = [number for number, line in enumerate(screen.display) if line.strip()]
    lines = []
    for row in range(filled[0], filled[-1] + 1):
        cells = [screen.buffer[row][column] for column in range(screen.columns)]
        parts = [
            f'<span style="color: {COLORS.get(color, f"#{color}")}; font-weight: {"bold" if bold else "normal"}">'
            f"{html.escape(''.join(each.data for each in same))}</span>"
            for (color, bold), same in groupby(cells, lambda cell: (cell.fg, cell.bold))
        ]
        lines.append("".join(parts))
    return "\n".join(lines)


# ---------------------------------------------------------------- the pictures


def terminal_exercise(studio: Studio) -> None:
    """An exercise in the terminal, with a hint, an answer and its mark."""
    with Terminal(ROOT, studio.folder, EXERCISE, command=("teach", "do"), columns=84, rows=60) as terminal:
        terminal.wait("as `1 3`")
        terminal.enter("hint", "costs")
        terminal.enter("yes", "Hint 1:")
        terminal.enter("1 3", "Enter goes on")
        studio.screen(terminal)
    studio.shoot("terminal-exercise", "#shot")


def terminal_lesson(studio: Studio) -> None:
    """A step of a lesson: a line is offered, and run."""
    with Terminal(ROOT, studio.folder, "biology/1", command=("teach", "do"), columns=92, rows=54) as terminal:
        terminal.wait("Enter goes on")
        terminal.type("\r")
        terminal.wait("Enter runs: oxygen 1%")
        terminal.type("\r")
        terminal.wait("Enter runs: why EMT in CSC")
        terminal.type("\r")
        terminal.wait("Enter runs: why metastasis")
        studio.screen(terminal)
    studio.shoot("terminal-lesson", "#shot")


def page_exercise(studio: Studio) -> None:
    """An exercise on the page, answered wrongly, with the proof below it."""
    browser = studio.browser
    browser.emulate(width=760)
    browser.open(studio.page("growth-most-of-it"))
    article = "article[data-exercise]"
    browser.run(
        f"""((article) => {{
            article.querySelector("input[value=oxygen_demand]").click();
            article.querySelector("[type=submit]").click();
            for (const each of article.querySelectorAll("details")) {{ each.open = each.parentElement === article; }}
            document.activeElement.blur();
        }})(document.querySelector("{article}"))"""
    )
    studio.shoot("page-exercise", article)


def page_scenario(studio: Studio) -> None:
    """A scenario of the student's own on the page."""
    browser = studio.browser
    browser.emulate(width=760)
    browser.open(studio.page("hypoxia-hif2a-blocked"))
    for field, text in (("given", "hypoxia"), ("block", "HIF2A")):
        browser.run(f"document.getElementById('try-{field}').focus()")
        browser.type(text)
        browser.press("Enter")
    browser.run("document.activeElement.blur()")
    studio.shoot("page-scenario", "#try", height=1000)


def notebook_exercise(studio: Studio) -> None:
    """The exercise widget below a cell, with a hint and a mark."""
    browser = studio.browser
    browser.emulate(width=800)
    notebook = Notebook(browser, reasoner.exercise(EXERCISE), studio.folder, CELL % EXERCISE)
    browser.run("document.querySelector('[data-part=hint]').click()")
    notebook.exchange()
    chosen = ["self_renewal in CSC", "tumourigenicity in CSC"]
    browser.run(
        f"for (const box of document.querySelectorAll('input')) {{ box.checked = {chosen}.includes(box.value); }}"
        "document.querySelector('[data-part=check]').click()"
    )
    notebook.exchange()
    studio.shoot("notebook-exercise", "#shot", height=1100)


def rule_book(studio: Studio) -> None:
    """The rule book in a browser, where a curator reads a rule."""
    file = studio.folder / "book.html"
    if command(["kb", "index", "--html", str(file)]):
        sys.exit("the rule book could not be written")
    studio.browser.emulate(width=820, height=760)
    studio.browser.open(file, "#row-S115")
    for _ in range(3):  # what comes into view takes another height than was reckoned with
        studio.browser.run(
            "new Promise((done) => { document.getElementById('row-S115').scrollIntoView({behavior: 'instant'});"
            " requestAnimationFrame(() => setTimeout(done, 50)); })"
        )
    studio.shoot("rule-book")


TAKEN: dict[str, Callable[[Studio], None]] = {
    each.__name__.replace("_", "-"): each
    for each in (terminal_exercise, terminal_lesson, page_exercise, page_scenario, notebook_exercise, rule_book)
}


def take(names: Iterable[str], into: Path) -> None:
    """Take pictures.

    Args:
        names: of the pictures.
        into: where they go to.
    """
    path = executable()
    if path is None:
        sys.exit("there is no chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(path, Path(folder) / "profile")
        try:
            for name in names:
                TAKEN[name](Studio(browser, Path(folder), into))
        finally:
            browser.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures that are named, or all."""
    summary, _, description = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="screenshots",
        description=summary,
        epilog=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(TAKEN)} (default: all)")
    parser.add_argument("--into", type=Path, default=PICTURES, help="where they go to (default: docs/pictures)")
    options = parser.parse_args(arguments)
    unknown = [each for each in options.names if each not in TAKEN]
    if unknown:
        parser.error(f"no such picture: {', '.join(unknown)}")
    options.into.mkdir(parents=True, exist_ok=True)
    take(options.names or TAKEN, options.into)


if __name__ == "__main__":
    main()
