"""A stand-in for a notebook: a page that shows a widget, in a real browser, while the widget is in this process."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reasoner.notebook.interactive import Exercise
from reasoner.notebook.widget import HERE
from tests.teach.browser import Browser

MODEL = """
window.sent = [];
window.state = STATE;
const heard = {};
window.model = {
  get: (name) => window.state[name],
  set: (name, value) => { window.state[name] = value; },
  save_changes: () => {},
  send: (content) => { window.sent.push(content); },
  on: (name, act) => { (heard[name] ??= []).push(act); },
  off: (name, act) => { heard[name] = heard[name].filter((each) => each !== act); },
};
window.change = (state) => {
  Object.assign(window.state, state);
  for (const name of Object.keys(state)) (heard[`change:${name}`] ?? []).forEach((act) => act());
};
window.listeners = () => Object.values(heard).flat().length;
"""


class Notebook:
    """A page that shows a widget, and the widget: what the page sends is heard, and what changes is shown.

    Args:
        browser: it.
        exercise: what is asked.
        folder: for the page.
        around: what the page holds, with a place for the widget.
    """

    def __init__(self, browser: Browser, exercise: Exercise, folder: Path, around: str = '<div id="a"></div>') -> None:
        self.browser, self.widget = browser, exercise.widget()
        page = folder / "page.html"
        page.write_text(f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>t</title><body>{around}', "utf-8")
        browser.open(page)
        browser.run(MODEL.replace("STATE", json.dumps(self._state())) + ";0")
        source = base64.b64encode((HERE / "widget.js").read_bytes()).decode()
        browser.run(
            f"import('data:text/javascript;base64,{source}').then((found) => {{ window.module = found.default;"
            " window.end = found.default.render({model: window.model, el: document.getElementById('a')}); })"
        )

    def _state(self) -> dict[str, Any]:
        return {name: getattr(self.widget, name) for name in ("form", "answer", "hints", "offer", "feedback")}

    def exchange(self) -> list[Mapping[str, Any]]:
        sent: list[Mapping[str, Any]] = self.browser.run("window.sent.splice(0)")
        for each in sent:
            self.widget._heard(None, each, None)
        changed = {name: value for name, value in self._state().items() if name not in ("form", "answer")}
        self.browser.run(f"window.change({json.dumps(changed)})")
        return sent

    def text(self, part: str) -> str:
        return str(self.browser.run(f"document.querySelector('[data-part={part}]').textContent"))

    def focused(self) -> str:
        return str(self.browser.run("document.activeElement.ariaLabel ?? document.activeElement.value ?? ''"))
