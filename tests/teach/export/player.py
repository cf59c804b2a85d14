"""Plays items of QTI 2.1 in a player that is not ours, in a real browser."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qti_convert import upgrade_qti2_to_qti3

from tests.teach.browser import Browser, browsers
from tests.teach.export.foreign import package

PLAYER = """
async function load(xml) {
  document.body.innerHTML = '<qti-item><item-container></item-container></qti-item>';
  const box = document.querySelector('item-container');
  await box.updateComplete;
  box.itemXML = xml;
  await box.updateComplete;
  window.item = box.shadowRoot.querySelector('qti-assessment-item');
  if (!item) throw new Error('no item');
  await item.updateComplete;
  await new Promise((done) => setTimeout(done));
}
function variables() {
  return Object.fromEntries(item.variables.map((each) => [each.identifier, each.value]));
}
async function submit() {
  if (!item.processResponse(true, false)) throw new Error('nothing marks it');
  await item.updateComplete;
  return variables();
}
function answer(answers) {
  for (const [name, value] of Object.entries(answers)) {
    if (!item.getVariable(name)) throw new Error(`no response ${name}`);
    item.updateResponseVariable(name, value);
  }
  return submit();
}
function unknown() {
  const odd = (each) =>
    each.localName.includes('-') ? !customElements.get(each.localName) : each instanceof HTMLUnknownElement;
  return [...new Set([...item.querySelectorAll('*')].filter(odd).map((each) => each.localName))];
}
function shown() {
  return [...item.querySelectorAll('qti-feedback-block, qti-modal-feedback')]
    .filter((each) => each.showStatus === 'on' && !each.querySelector('qti-end-attempt-interaction'))
    .map((each) => each.textContent);
}
function hints() {
  const buttons = [...item.querySelectorAll('qti-end-attempt-interaction')];
  return buttons.filter((each) => each.checkVisibility()).map((each) => each.getAttribute('response-identifier'));
}
"""
# Parts of an item that the player reads, and does not show.
READ = {"qti-content-body", "qti-correct-response", "qti-default-value", "qti-map-entry", "qti-mapping", "qti-value"}


class Player:
    """A player with one item in it."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        script = package("@citolab/qti-components") / "cdn" / "index.global.js"
        page = folder / "player.html"
        page.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><script src="{script.as_uri()}"></script><script>{PLAYER}</script>'
        )
        self.browser = browser
        browser.open(page)

    def load(self, item: str) -> None:
        """Load an item of QTI 2.1; an error where the player cannot, or finds what it does not know."""
        self.browser.run(f"load({json.dumps(upgrade_qti2_to_qti3(item))})")
        unknown = set(self.browser.run("unknown()")) - READ
        assert not unknown, f"the player does not know {', '.join(sorted(unknown))}"

    def answer(self, **responses: str | list[str] | None) -> dict[str, Any]:
        """Answer the item; all that the player then knows."""
        found: dict[str, Any] = self.browser.run(f"answer({json.dumps(responses)})")
        return found

    def score(self, **responses: str | list[str] | None) -> float:
        """The points for an answer."""
        return float(self.answer(**responses)["SCORE"])

    def shown(self) -> list[str]:
        """The messages that are shown."""
        found: list[str] = self.browser.run("shown()")
        return found

    def hints(self) -> list[str]:
        """The hints that can be had."""
        found: list[str] = self.browser.run("hints()")
        return found


def players() -> Iterator[Player]:
    """A player for a fixture of a module."""
    package("@citolab/qti-components")
    for browser in browsers():
        with tempfile.TemporaryDirectory() as folder:
            yield Player(browser, Path(folder))


def items(content: bytes) -> dict[str, str]:
    """The items of a package, by the ids of their exercises."""
    with zipfile.ZipFile(io.BytesIO(content)) as package_:
        texts = {name: package_.read(name).decode() for name in package_.namelist()}
    return {found[1]: text for name, text in texts.items() if (found := re.fullmatch(r"items/(.+)\.xml", name))}
