"""The page's reading of names against the reasoner's, on every name there is."""

from __future__ import annotations

import json
import random
from importlib.resources import files
from pathlib import Path

import pytest

from reasoner.errors import UsageError
from reasoner.knowledge.cache import load_cached
from reasoner.knowledge.names import Names
from reasoner.knowledge.spelling import key
from reasoner.teach.page.compiled import vocabulary
from tests.teach.browser import Browser, browsers

pytestmark = pytest.mark.xdist_group("chromium")
browser = pytest.fixture(scope="module")(browsers)


def test_every_name_is_read_as_the_reasoner_reads_it(browser: Browser, tmp_path: Path) -> None:
    kb = load_cached()
    names, rng = Names(kb), random.Random(4)
    texts = [text for text, _ in names.names()]
    texts += [entity.phrase(down=down) for entity in kb.entities.values() for down in (False, True)]
    changed = rng.sample(texts, 500)
    texts += [rng.choice([str.upper, str.lower, str.title])(each).replace("-", " ") for each in changed]
    texts += [f"{rng.choice(texts)} in {rng.choice(['CSC', 'cancer cells', 'bone', 'nowhere'])}" for _ in range(120)]
    texts += [f"{rng.choice(['no', 'not', 'Without'])} {rng.choice(texts)}" for _ in range(60)]
    texts += [f"{rng.choice(texts)} down" for _ in range(60)]
    script = files("reasoner.teach.page").joinpath("names.js").read_text(encoding="utf-8")
    entities = json.dumps(vocabulary(kb)).replace("<", "\\u003c")
    path = tmp_path / "names.html"
    path.write_text(f"<meta charset=utf-8><script>{script}\nconst names = new Names({entities});</script>", "utf-8")
    browser.open(path)
    spelt = ["CD44+/CD24-", "CD24 -", "NF-κB", "NF-kappaB", "TGF‑beta1", "ﬁbrosis", "Ångström ²", "metastasis", "", "+"]
    assert browser.run(f"{json.dumps(spelt)}.map(folded)") == [key(text) for text in spelt]
    found = browser.run(
        f"{json.dumps(texts)}.map((text) => {{ try {{ return names.finding(text); }} catch {{ return null; }} }})"
    )
    more = 0
    for text, read in zip(texts, found, strict=True):
        try:
            wanted = str(names.said(text))
        except UsageError:
            wanted = None
        if read is None and wanted is not None:
            more += 1  # by plurals and spellings that the page does not look through: it asks for a choice
            continue
        assert read == wanted, text
    assert more < 0.02 * len(texts)
