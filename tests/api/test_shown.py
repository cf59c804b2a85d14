"""What the objects of the Python interface show in notebooks: well formed, inert, and saying what their text says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import justhtml
import pytest
from markdown_it import MarkdownIt

import reasoner
from reasoner.api.answer import Answer
from reasoner.api.inference import Inference
from reasoner.api.shown import Shown
from reasoner.api.sweeping import Sweep
from reasoner.model.finding import Finding
from reasoner.model.result import DISCLAIMER
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner
from reasoner.render.embedded import within
from reasoner.render.text import TELLERS
from tests.shell import pack

HOSTILE = """<img src=x onerror=alert(1)></div><script>*b* [l](https://e.org) `c` & "q" '"""
KNOWN = ("HIF-2α", "CSC enrichment", "TGF-β", "glioblastoma", "taxanes")


def hostile(label: str) -> str:
    return f"{label} {HOSTILE}"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> reasoner.Base:
    """The small pack, some of whose labels and claims do their worst."""
    folder = pack.write(tmp_path_factory.mktemp("hostile"))
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for label in KNOWN:
            quoted = "'" + hostile(label).replace("'", "''") + "'"
            text = text.replace(f"label: {label},", f"label: {quoted},").replace(
                f"label: {label}}}", f"label: {quoted}}}"
            )
        quoted = "'" + hostile("Hypoxia raises HIF-2α").replace("'", "''") + ".'"
        path.write_text(text.replace("claim: Hypoxia raises HIF-2α.", f"claim: {quoted}"), encoding="utf-8")
    return reasoner.load(folder)


def infer(kb: reasoner.Base) -> Inference:
    return kb.infer(["hypoxia", "CSC", "taxane"], cancer="glioma")


def swept(kb: reasoner.Base) -> Sweep:
    return kb.sweep(["hypoxia", "block HIF2A", "taxane"], ["CSC enrichment", "EMT in CSC"])


def in_phases(kb: reasoner.Base) -> Answer:
    taxane = Finding("taxane")
    phases = (Phase(name=hostile("one"), given=(taxane,)), Phase(name="two", remove=(taxane,)))
    made = Reasoner(kb.knowledge)
    return Answer(made.result(made.evaluate(Scenario(phases=phases))), kb.knowledge)


MAKERS: dict[str, Callable[[reasoner.Base], Shown]] = {
    "Base": lambda kb: kb,
    "Known": lambda kb: kb.resolve("HIF2A"),
    "Inference": infer,
    "Holding": lambda kb: infer(kb)["CSC enrichment"],
    "Sweep of Python": swept,
    "SweepRow": lambda kb: list(swept(kb))[4],
    "Result": lambda kb: infer(kb).whole,
    "Result in phases": in_phases,
    "Why": lambda kb: infer(kb).why("CSC enrichment"),
    "WhyNot": lambda kb: kb.infer(["CSC"]).whynot("CSC enrichment"),
    "WhatIf": lambda kb: infer(kb).whatif("block HIF2A"),
    "Needs": lambda kb: infer(kb).needs("CSC enrichment"),
    "Next": lambda kb: infer(kb).next(),
    "Comparison": lambda kb: infer(kb).compare(kb.infer(["CSC"])),
    "Seek": lambda kb: kb.infer([]).seek("CSC enrichment"),
    "Targets": lambda kb: infer(kb).targets("CSC enrichment"),
    "Discriminate": lambda kb: infer(kb).discriminate(against=[kb.infer(["CSC"])]),
    "Sweep": lambda kb: swept(kb).summary(),
    "Sensitivity": lambda kb: swept(kb).sensitivity(),
    "Claims": lambda kb: swept(kb).claims(never=["CSC enrichment"]),
    "Says": lambda kb: kb.says("hypoxia", "CSC enrichment"),
    "About": lambda kb: kb.about("HIF2A"),
}


def subclasses(cls: type) -> Iterator[type]:
    for each in cls.__subclasses__():
        yield each
        yield from subclasses(each)


def test_every_object_and_every_answer_is_looked_at() -> None:
    assert set(TELLERS) <= set(MAKERS)
    ours = {each.__name__ for each in subclasses(Shown) if each.__module__.startswith("reasoner.api.")}
    assert ours - {"Answer"} <= set(MAKERS)


def letters(text: str) -> list[str]:
    """All that a text says, without what separates cells in one format or another."""
    return sorted(re.sub(r"[;()\s·]+", "", text))


def parsed(html: str) -> Any:
    page = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{html}</body></html>'
    return justhtml.JustHTML(page, sanitize=False, strict=True)


@pytest.mark.parametrize("name", MAKERS)
def test_it_shows_what_its_text_says(kb: reasoner.Base, name: str) -> None:
    thing = MAKERS[name](kb)
    bundle = thing._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown", "text/html"}
    assert bundle == thing._repr_mimebundle_(), "the same bytes for the same thing"
    text = bundle["text/plain"]
    assert text == str(thing)
    assert DISCLAIMER in " ".join(text.split())

    page = parsed(bundle["text/html"])
    assert not page.query("script, img, iframe, object, embed, link, meta, form")
    for node in page.query("body *"):
        assert not [key for key in node.attrs if key.startswith("on") or key in ("src", "style")], node.name
        assert node.attrs.get("href", "https://").startswith("https://")
    (body,) = page.query("body > div.reasoner")
    for extra in [*page.query("style"), *page.query("figure")]:
        extra.parent.remove_child(extra)
    assert letters(body.to_text(separator="", strip=False)) == letters(text)

    tokens = list(flat(MarkdownIt("commonmark").parse(bundle["text/markdown"])))
    assert not {"html_inline", "html_block", "image", "em_open"} & {token.type for token in tokens}
    shown = " ".join(
        token.content for token in tokens if token.type in ("text", "text_special", "fence", "code_inline")
    )
    assert letters(shown) == letters(text)


def flat(tokens: Any) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def test_hostile_names_are_shown_and_do_nothing(kb: reasoner.Base) -> None:
    for name in ("Base", "Known", "Holding", "Why", "Sensitivity", "Result in phases"):
        html = MAKERS[name](kb)._repr_html_()
        assert "onerror" in html or name == "Base"
        assert "<img" not in html


def test_a_proof_is_a_list_within_lists(kb: reasoner.Base) -> None:
    page = parsed(infer(kb).why("CSC enrichment")._repr_html_())
    deep = page.query("ul.tree > li > ul > li > ul > li")
    assert [each.to_text().strip() for each in deep] == ["hypoxia: given"]
    assert {each.attrs["href"] for each in page.query("ul.tree a")} >= {"https://example.org/mini#ref-CR3"}


def test_what_is_folded_can_be_unfolded() -> None:
    answer = reasoner.load().infer(["hypoxia"])
    assert ".whole shows them" in str(answer)
    assert "shows them" not in str(answer.whole)
    assert len(str(answer.whole)) > len(str(answer))


def test_pictures_stand_where_there_are_some(kb: reasoner.Base) -> None:
    several = {name: parsed(MAKERS[name](kb)._repr_html_()).query("figure > svg") for name in MAKERS}
    assert {name: len(found) for name, found in several.items() if found} == {
        "Why": 1,
        "Says": 1,
        "Sweep": 1,
        "Sensitivity": 2,
        "Result in phases": 1,
    }
    drawn = {svg.to_html() for found in several.values() for svg in found}
    ids = {node.attrs["id"] for found in several.values() for svg in found for node in svg.query("title[id]")}
    assert len(ids) == len(drawn), "two pictures of one notebook never share an id"


def test_what_is_handed_out_equals_what_it_shows(kb: reasoner.Base) -> None:
    result = infer(kb)
    found = next(each for each in result.result.findings if each.entity == "CSC_enrichment")
    assert result["CSC enrichment"] == found
    assert found == result["CSC enrichment"]
    assert hash(found) == hash(result["CSC enrichment"])
    assert result["CSC enrichment"].model_dump() == found.model_dump()
    assert result["CSC enrichment"] != next(each for each in result.result.findings if each != found)
    assert list(result) == list(result.result.findings)
    assert kb.resolve("HIF2A") == kb.knowledge.entities["HIF2A"]


def test_the_look_stays_where_it_belongs() -> None:
    css = within("p, td > a { color: red; }\ndiv { --x: 1; }\n.d1 > .lead { margin: 0; }", "mine")
    assert css.splitlines() == [
        "div.mine p, div.mine td > a { color: red; }",
        "div.mine { --x: 1; }",
        "div.mine .d1 > .lead { margin: 0; }",
    ]
