"""The page's engine in a real browser against the reasoner, on random scenarios of the shipped base."""

from __future__ import annotations

import json
import random
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from reasoner.engines.columns import Block, Columns
from reasoner.errors import InputError
from reasoner.knowledge.cache import load_cached
from reasoner.model.evidence import Grade
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from reasoner.program.ground import Layer
from reasoner.teach.page.compiled import packed, vocabulary, written
from reasoner.teach.page.content import told
from tests.properties import adapter, generator, oracle
from tests.teach.browser import Browser, browsers
from tests.teach.page.randomly import Randomly

pytestmark = pytest.mark.xdist_group("chromium")
SCENARIOS = 1000
ENGINE = files("reasoner.teach.page").joinpath("engine.js").read_text(encoding="utf-8")
browser = pytest.fixture(scope="module")(browsers)


def expected(reasoner: Reasoner, scenario: Scenario) -> dict[str, int] | None:
    """What the reasoner gives: each finding with its support; None where the scenario contradicts itself."""
    try:
        ready = reasoner.prepared(scenario)
    except InputError:
        return None
    block = Block.of([ready.case], [{atom: leaf.support for atom, leaf in ready.leaves.items()}])
    supports = Columns.of(ready.program).supports(block)
    return {
        str(finding): max(grade for grade in Grade if supports[grade][number])
        for number, (finding, layer) in enumerate(ready.program.atoms)
        if layer is Layer.holds and supports[Grade.hypothesis][number]
    }


def arguments(reasoner: Reasoner) -> str:
    """What an engine is made of."""
    return f"{written(reasoner)}, {json.dumps(vocabulary(reasoner.kb))}"


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """A page with nothing but the engine."""
    data = arguments(Reasoner(load_cached())).replace("<", "\\u003c")
    path: Path = tmp_path_factory.mktemp("engine") / "engine.html"
    path.write_text(
        f"<meta charset=utf-8><script>{ENGINE}\nconst engine = new Engine({data});</script>", encoding="utf-8"
    )
    browser.open(path)
    return browser


def evaluated(page: Browser, scenarios: list[Scenario], data: str = "") -> list[dict[str, int] | None]:
    """What the engine gives; with the data of another base, if there are any."""
    found: list[dict[str, int] | None] = page.run(
        f"""(function (engine) {{ return {json.dumps(list(map(told, scenarios)))}.map((scenario) => {{
            const model = engine.evaluate(scenario);
            const entries = [...model.supports].map(([finding, grade]) => [engine.text(finding), grade]);
            return model.refused ? null : Object.fromEntries(entries);
        }}); }}({f"new Engine({data})" if data else "engine"}))"""
    )
    return found


def test_the_engine_gives_what_the_reasoner_gives(page: Browser) -> None:
    reasoner = Reasoner(load_cached())
    drawn = Randomly(reasoner.kb, seed=7)
    scenarios = [drawn.scenario() for _ in range(SCENARIOS)]
    seen: Counter[str] = Counter()
    for number, (scenario, found) in enumerate(zip(scenarios, evaluated(page, scenarios), strict=True)):
        wanted = expected(reasoner, scenario)
        assert found == wanted, f"scenario {number}: {json.dumps(told(scenario))}"
        seen["refused" if wanted is None else "held"] += 1
        seen.update(f"support {grade:d}" for grade in set((wanted or {}).values()))
    assert all(seen[what] > 100 for what in ("held", "refused", *(f"support {grade:d}" for grade in Grade)))


def test_the_engine_agrees_on_other_bases(page: Browser) -> None:
    """Random ones, with what the shipped one lacks: complete families, and rules of every sort on few entities."""
    seen: Counter[str] = Counter()
    for seed in range(16):
        base = generator.knowledge(random.Random(seed))
        try:
            oracle.check_base(base)
            reasoner = Reasoner(adapter.knowledge_base(base))
            data = arguments(reasoner)
        except (oracle.Refused, InputError):
            continue
        drawn = Randomly(reasoner.kb, seed)
        scenarios = [drawn.scenario() for _ in range(20)]
        for number, (scenario, found) in enumerate(zip(scenarios, evaluated(page, scenarios, data), strict=True)):
            wanted = expected(reasoner, scenario)
            assert found == wanted, f"seed {seed}, scenario {number}: {json.dumps(told(scenario))}"
            seen["refused" if wanted is None else "held"] += 1
            seen["families"] += any(family.id in map(str, wanted or {}) for family in reasoner.kb.families)
    assert seen["held"] > 100
    assert seen["refused"] > 20


def test_numbers_are_read_as_they_were_written(page: Browser) -> None:
    numbers = [0, 1, -1, 15, 16, -16, 31, 32, 1023, -1024, 123456, -7654321]
    assert page.run(f"unpacked({json.dumps(packed(numbers))})") == numbers
