"""A real browser for tests: Debian's Chromium without a window, driven over a pipe by the DevTools protocol.

Nothing but the standard library is needed, nothing is downloaded, and no port is opened.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
# The browser reads from 3 and writes to 4; either may be the other's number before.
CONNECT = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]]
for end, number in zip(ends, (3, 4)):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
PATIENCE = 60  # seconds without a word from the browser; it is stuck then


def executable() -> str | None:
    """The browser, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def chromium() -> str:
    """The browser. Without one the test is skipped, and fails where CI is set: there nothing may go untested."""
    found = executable()
    if found is None:
        message = "there is no chromium: what runs in a browser is not tested"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


class Browser:
    """A running browser with one page.

    Args:
        path: of the program.
        folder: for its profile; a new one.
    """

    def __init__(self, path: str, folder: Path) -> None:
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()

        debugging = ["--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-SEc", CONNECT, str(theirs_in), str(theirs_out), path, *FLAGS, *debugging],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._in, self._out = ours_in, ours_out
        self._waiting = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    # ---------------------------------------------------------------- the protocol

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask for something, and give what is answered; events that come meanwhile are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session := getattr(self, "_session", None):
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            ready, _, _ = select.select([self._in], [], [], PATIENCE)
            assert ready, "the browser says nothing"
            data = os.read(self._in, 1 << 20)
            assert data, "the browser has ended"
            self._waiting += data
        text, _, self._waiting = self._waiting.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        if "method" in message:
            self.events.append(message)
        return message

    def wait(self, method: str) -> dict[str, Any]:
        """The next event of a kind, from now on or since the page was asked for."""
        while True:
            for event in self.events:
                if event["method"] == method:
                    self.events.remove(event)
                    return event
            self._read()

    # ---------------------------------------------------------------- a page

    def open(self, path: Path, fragment: str = "") -> None:
        """Open a file, and wait until it is loaded."""
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri() + fragment)
        self.wait("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other; single characters are typed."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowUp": 38, "ArrowDown": 40, "Backspace": 8}
        for key in keys:
            shift = key.startswith("Shift+")
            name = key.removeprefix("Shift+")
            text = {"Enter": "\r"}.get(name, name if len(name) == 1 else "")
            code = codes.get(name, ord(name.upper()) if len(name) == 1 else 0)
            shared = {"key": name, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
            self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **shared)
            self.call("Input.dispatchKeyEvent", type="keyUp", **shared)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.call("Input.insertText", text=text)

    def emulate(self, *, dark: bool = False, width: int = 1100, height: int = 900, media: str = "") -> None:
        """How the page is looked at: width, colour scheme, on screen or (`print`) on paper."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", media=media, features=scheme)
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def screenshot(self, path: Path) -> None:
        """The whole page as a PNG, to be looked at by whoever works on it."""
        found = self.call("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        path.write_bytes(base64.b64decode(found["data"]))

    def requests(self) -> list[str]:
        """The addresses that the page asked for since it was opened, without those that its own policy refused."""
        self.call("Runtime.evaluate", expression="0")  # events before this are read
        told = [(e["method"], e["params"]) for e in self.events]
        refused = {p["requestId"] for method, p in told if method == "Network.loadingFailed" and p.get("blockedReason")}
        sent = [p for method, p in told if method == "Network.requestWillBeSent"]
        return [p["request"]["url"] for p in sent if p["requestId"] not in refused]

    def complaints(self) -> list[str]:
        """What the console says of errors, refusals of the content security policy among them."""
        self.call("Runtime.evaluate", expression="0")
        found = [e["params"]["entry"] for e in self.events if e["method"] == "Log.entryAdded"]
        thrown = [e["params"]["exceptionDetails"] for e in self.events if e["method"] == "Runtime.exceptionThrown"]
        return [str(each["text"]) for each in found if each["level"] == "error"] + [str(each) for each in thrown]

    def close(self) -> None:
        """End the browser."""
        for end in (self._out, self._in):
            os.close(end)  # it ends when nobody listens
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def browsers() -> Iterator[Browser]:
    """A browser for a fixture of a module: `browser = pytest.fixture(scope="module")(browsers)`."""
    path = chromium()
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as folder:
        found = Browser(path, Path(folder))
        try:
            yield found
        finally:
            found.close()
