"""The rule book: everything of every rule is in it, in words; it is sound as a document; text in it never acts."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from reasoner.knowledge.loader import load
from reasoner.model.evidence import Evidence, Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.render.book.content import book
from reasoner.render.book.html import html
from reasoner.render.book.markdown import markdown
from reasoner.render.clean import clean
from tests.render.pages import by_id, page, random_base, said_of, slug, standing, text_of, tokens, words
from tests.surfaces.calling import PACK

EXTRA = PACK.parent / "extra"
SEEDS = range(0, 60, 4)
HEAD = re.compile(rf".+ \w+, (?:{'|'.join(Grade.__members__)}) [a-z0-9-]+$")
NAMES = ["shipped", "pack", "two packs", *map(str, SEEDS)]


def base(name: str) -> KnowledgeBase:
    if name.isdecimal():
        return random_base(int(name))
    return {"shipped": load, "pack": lambda: load(PACK), "two packs": lambda: load(PACK, [EXTRA])}[name]()


@pytest.fixture(scope="module", params=NAMES)
def kb(request: pytest.FixtureRequest) -> KnowledgeBase:
    return base(request.param)


# ---------------------------------------------------------------- what is in it


def test_html_says_all_of_every_rule(kb: KnowledgeBase) -> None:
    found = by_id(page(kb))
    for rule in kb.rules:
        entry = text_of(found[f"rule-{rule.id}"])
        what, grade = standing(rule)
        assert re.match(rf"{re.escape(words(rule.claim))} [●○]{{4}} {grade} {what} {rule.id} ", entry)
        assert entry.split("○")[0].count("●") == Grade[grade] + 1
        for part in said_of(kb, rule.id):
            assert words(part) in entry, f"{rule.id} lacks {part!r}"


def test_markdown_says_all_of_every_rule(kb: KnowledgeBase) -> None:
    inline = [token.children or [] for token in tokens(kb) if token.type == "inline"]
    text = ["".join(" " if each.type == "softbreak" else each.content for each in line) for line in inline]
    starts = [number for number, line in enumerate(text) if HEAD.match(line)]
    for rule in kb.rules:
        (first,) = [
            number for number in starts if text[number].startswith(rule.claim) and text[number].endswith(rule.id)
        ]
        last = next((n for n in range(first + 1, len(text)) if n in starts), len(text))
        entry = words(" ".join(text[first:last]))
        for part in said_of(kb, rule.id):
            assert words(part) in entry, f"{rule.id} lacks {part!r}"


def test_every_rule_stands_once_under_the_sentence_it_rests_on_first(kb: KnowledgeBase) -> None:
    root = page(kb)
    parents = {child: parent for parent in root.iter() for child in parent}
    articles = [each for each in root.iter("article") if each.get("class") == "rule"]
    assert Counter(each.get("id") for each in articles) == Counter(f"rule-{rule.id}" for rule in kb.rules)
    rows = {each.get("id"): each for each in articles}
    for rule in kb.rules:
        item = rule.evidence[0]
        home = item.source == kb.home_source
        section = parents[rows[f"rule-{rule.id}"]]
        assert section.get("id") == f"row-{item.at if home else f'{item.source}.{item.at}'}"


def test_a_sentence_names_everything_that_cites_it(kb: KnowledgeBase) -> None:
    found = by_id(page(kb))
    for rule in kb.rules:
        for item in [*rule.evidence, *([rule.reverts] if rule.reverts else [])]:
            for at in {item.at, item.refs_at or item.at}:
                row = found[f"row-{at if item.source == kb.home_source else f'{item.source}.{at}'}"]
                assert any(each.get("href") == f"#rule-{rule.id}" for each in row.iter("a"))
    for group in kb.groups:
        for item in group.evidence:
            assert any(each.get("href") == f"#group-{group.id}" for each in found[f"row-{item.at}"].iter("a"))


def test_sentences_stand_in_the_order_of_the_source(kb: KnowledgeBase) -> None:
    ids = [each.get("id", "") for each in page(kb).iter() if each.get("id", "").startswith("row-")]
    home = kb.sources[0]
    assert ids == [
        f"row-{row.id if source is home else f'{source.id}.{row.id}'}" for source in kb.sources for row in source.rows
    ]


def test_set_aside_open_and_summary_sentences_say_so() -> None:
    kb = load(PACK)
    found = by_id(page(kb))
    assert "Set aside, signposting: leads over to the summary." in text_of(found["row-T08"])
    assert "\nSet aside, signposting: leads over to the summary.\n" in markdown(book(kb))
    unsaid = kb.model_copy(update={"not_encoded": tuple(each for each in kb.not_encoded if each.at != "T09")})
    assert "T09: no rule yet." in text_of(page(unsaid))
    assert "\n*T09: no rule yet.*\n" in markdown(book(unsaid))
    rule = kb.rules[0]
    moved = tuple(item.model_copy(update={"at": "T09"}) for item in rule.evidence)
    summed = kb.model_copy(update={"rules": (rule.model_copy(update={"evidence": moved}), *kb.rules[1:])})
    assert "only sums up" in text_of(by_id(page(summed))["row-T09"])
    assert "sums up." in markdown(book(summed)).partition("### T09")[2].partition("\n- ")[0]


def test_entities_have_their_meaning_and_where_they_are_used(kb: KnowledgeBase) -> None:
    found = by_id(page(kb))
    for entity in kb.entities.values():
        entry = found[f"entity-{entity.id}"]
        text = text_of(entry)
        said = [entity.label, entity.id, entity.definition, *entity.synonyms, *entity.identifiers]
        said += [kb.entities[each].label for each in (*entity.is_a, *entity.yields)]
        said += [*map(kb.label, entity.implies), *map(kb.name, entity.blocks), *(t.text for t in entity.thresholds)]
        for part in said:
            assert words(part) in text, f"{entity.id} lacks {part!r}"
        linked = {each.get("href", "") for each in entry.iter("a")}
        for rule in kb.rules:
            if any(entity.id in (each.entity, each.place) for each in rule.findings()):
                assert f"#rule-{rule.id}" in linked


def test_questions_have_their_options_and_the_rules_under_them() -> None:
    kb = load(PACK)
    group = text_of(by_id(page(kb))["group-rest"])
    assert "Why are some cells quiescent?" in group
    for option in kb.groups_by_id["rest"].options:
        assert f"{option.label} rest/{option.id}" in group
    assert "Treatment may make cells quiescent." in group
    text = markdown(book(kb)).partition("## Open questions")[2].partition("## Entities")[0]
    assert "**brought about by treatment** `rest/induced`\n  - under it: Treatment may make cells quiescent." in text


def test_references_show_what_is_verified_and_nothing_else() -> None:
    kb = load(PACK)
    found = by_id(page(kb))
    known = found["ref-4"]
    assert "[4] Writer 2011. On enrichment J Tests (named, doi, pubmed)" in text_of(known)
    links = [each.get("href") for each in known.iter("a")]
    assert links[:3] == [
        "https://example.org/article#ref-CR4",
        "https://doi.org/10.1000/test.4",
        "https://pubmed.ncbi.nlm.nih.gov/12345/",
    ]
    assert "#row-T02" in links
    assert "#rule-hypoxia-hif2a-enrichment" in links
    assert text_of(found["ref-9"]).startswith("[9] cited in T07 2 statements on it")
    assert text_of(found["references-mini"]).startswith("References 10 references, 1 with a verified entry. named: ")


def test_exports_say_what_they_are_not_for(kb: KnowledgeBase) -> None:
    assert DISCLAIMER in text_of(page(kb))
    assert f"**{DISCLAIMER}**" in markdown(book(kb))


def test_retired_rules_and_sets_that_exclude_each_other_are_listed() -> None:
    from reasoner.model.source import Deprecated

    kb = load(PACK)
    old = Deprecated(id="old-rule", reason="the sentence was misread", replaced_by="hypoxia-emt")
    kb = kb.model_copy(update={"deprecated": (old,)})
    assert "old-rule the sentence was misread (see hypoxia-emt)" in text_of(by_id(page(kb))["retired"])
    assert "- `old-rule`: the sentence was misread (see hypoxia-emt)" in markdown(book(kb))
    for each in kb.incompatible:
        labels = ", ".join(kb.entities[member].label for member in each.members)
        assert labels in text_of(by_id(page(kb))["excluded"])
        assert labels in markdown(book(kb))


def test_the_same_bytes_each_time(kb: KnowledgeBase) -> None:
    again = KnowledgeBase.model_validate(kb.model_dump(mode="json"))
    assert html(book(again)) == html(book(kb))
    assert markdown(book(again)) == markdown(book(kb))


# ---------------------------------------------------------------- HTML


def test_a_browser_builds_the_tree_that_is_written(kb: KnowledgeBase) -> None:
    """Nothing is nested where HTML does not allow it: the parser of browsers would move it elsewhere."""
    text = html(book(kb)).rstrip()
    parsed = JustHTML(text, sanitize=False, collect_errors=True)
    assert not parsed.errors
    (root,) = [child for child in parsed.root.children if child.name == "html"]
    assert _tree(root) == _written(ElementTree.fromstring(text.partition("\n")[2]))


def _tree(node):
    children = [child for child in node.children if child.name != "#text" or child.data]
    return (
        node.name,
        {key: value or "" for key, value in node.attrs.items()},
        [child.data if child.name == "#text" else _tree(child) for child in children],
    )


def _written(element: ElementTree.Element):
    children: list[object] = [element.text] if element.text else []
    for child in element:
        children.append(_written(child))
        if child.tail:
            children.append(child.tail)
    return (element.tag, dict(element.attrib), children)


def test_every_link_leads_somewhere(kb: KnowledgeBase) -> None:
    root = page(kb)
    ids = set(by_id(root))
    links = [each.get("href", "") for each in root.iter("a")]
    assert {link for link in links if link.startswith("#")} <= {f"#{name}" for name in ids}
    outside = {link for link in links if not link.startswith("#")}
    assert outside
    assert all(re.fullmatch(r"https://[\x21-\x7e]+", link) for link in outside)


def test_grounds_link_to_the_sentence_and_its_references() -> None:
    kb = load(PACK)
    entry = by_id(page(kb))["rule-chemotherapy-cxcr4-high"]
    links = [each.get("href") for each in entry.iter("a")]
    assert "https://example.org/article#:~:text=leaves%20a%20resistant%20state" in links
    assert "https://example.org/article#:~:text=goes%20when%20drugs%20are%20removed" in links
    assert {"#row-T05", "#ref-6", "#ref-7", "#entity-chemotherapy", "#entity-CXCR4_high_state"} <= set(links)


def test_it_needs_nothing_else_and_lets_nothing_in(kb: KnowledgeBase) -> None:
    root = page(kb)
    assert not [each for each in root.iter() if each.get("src") or each.get("srcset") or each.get("action")]
    assert [each.get("href") for each in root.iter("link")] == ["data:,"]
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on") or name == "style"]
    (style,), (script,) = list(root.iter("style")), list(root.iter("script"))
    assert "url(" not in (style.text or "")
    assert "@import" not in (style.text or "")
    (policy,) = [each.get("content", "") for each in root.iter("meta") if "http-equiv" in each.attrib]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'none'"
    for name, element in {"style-src": style, "script-src": script}.items():
        digest = base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
        assert directives[name] == f"'sha256-{digest}'"


def test_it_can_be_read_without_its_script() -> None:
    hidden = [each for each in page(load(PACK)).iter() if "hidden" in each.attrib]
    assert [each.get("id") for each in hidden] == ["finder"]


def test_headings_go_down_one_by_one(kb: KnowledgeBase) -> None:
    levels = [int(each.tag[1]) for each in page(kb).iter() if re.fullmatch(r"h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


# ---------------------------------------------------------------- Markdown


def test_links_of_the_markdown_lead_somewhere(kb: KnowledgeBase) -> None:
    found = tokens(kb)
    headings = [
        "".join(child.content for child in found[number + 1].children or [])
        for number, token in enumerate(found)
        if token.type == "heading_open"
    ]
    anchors = {f"#{slug(heading)}" for heading in headings}
    links = [str(token.attrs["href"]) for token in found if token.type == "link_open"]
    assert {link for link in links if link.startswith("#")} <= anchors
    assert all(link.startswith(("#", "https://")) for link in links)
    written = "".join(token.content for token in found if token.type == "text")
    assert not re.search(r"\[[A-Z]?\d+\]", written), "a short link without its address"


def test_nothing_in_the_markdown_is_html_but_its_first_comment(kb: KnowledgeBase) -> None:
    blocks = [token.content for token in tokens(kb) if token.type in ("html_block", "html_inline")]
    assert len(blocks) == 1
    assert blocks[0].startswith("<!-- Written by `reasoner kb index`")


# ---------------------------------------------------------------- text never acts

PLAIN = "plain"
ACTS = [
    "</p></article><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><a href='javascript:alert(1)'>x</a>",
    "&lt; &amp; &#60; &copy",
    "<!-- ]]> -->",
    "**a** _b_ `c` ~~d~~ [e](http://e.org) [f]: http://f.org ![g](h) <https://i.org> | # 1. - + > \\",
    "http://e.org https://e.org www.e.org a@e.org",
    "\x1b[31m\u202e\u200b\x00\n\n# x\n",
    "[S115] [1] [T05][1]",
    "$a$ :smile: @someone #1",
]
TEXTS = (
    st.sampled_from(ACTS)
    | st.text("<>&\"'`*_[]()#!|\\~$-+=.:/@ \n\tax1", min_size=1, max_size=30)
    | st.text(max_size=20)
)


def with_text(text: str) -> KnowledgeBase:
    """The pack with a text in the place of every text that a file may hold."""
    kb = load(PACK)

    def claimed(item: Evidence) -> Evidence:
        return item.model_copy(update={"find": text})

    source = kb.sources[0]
    rows = tuple(row.model_copy(update={"section": text}) for row in source.rows)
    entities = {
        entity.id: entity.model_copy(
            update={
                "label": text,
                "definition": text,
                "synonyms": (text,),
                "words": (f"a {{}} {text}", f"b {{}} {text}"),
            }
        )
        for entity in kb.entities.values()
    }
    rules = tuple(
        rule.model_copy(
            update={"claim": text, "note": text, "quantity": text, "evidence": tuple(map(claimed, rule.evidence))}
        )
        for rule in kb.rules
    )
    groups = tuple(
        group.model_copy(
            update={
                "question": text,
                "note": text,
                "options": tuple(each.model_copy(update={"label": text, "note": text}) for each in group.options),
            }
        )
        for group in kb.groups
    )
    source = source.model_copy(update={"rows": rows, "title": text, "authors": (text,), "licence": text})
    names = {"first_author": text, "title": text, "journal": text, "note": text, "seen_at": text}
    return kb.model_copy(
        update={
            "entities": entities,
            "rules": rules,
            "groups": groups,
            "sources": (source,),
            "references": tuple(each.model_copy(update=names) for each in kb.references),
            "not_encoded": tuple(each.model_copy(update={"note": text}) for each in kb.not_encoded),
            "incompatible": tuple(each.model_copy(update={"reason": text}) for each in kb.incompatible),
        }
    )


USUAL = with_text(PLAIN)
SHAPE = [(each.tag, sorted(each.attrib)) for each in page(USUAL).iter()]
TOKENS = [(token.type, token.tag) for token in tokens(USUAL) if token.type != "text"]


@settings(max_examples=60, deadline=None)
@given(TEXTS.filter(lambda text: clean(text).strip()))
def test_text_never_changes_the_structure_of_the_html(text: str) -> None:
    root = page(with_text(text))
    assert [(each.tag, sorted(each.attrib)) for each in root.iter()] == SHAPE
    by_id(root)
    assert words(clean(text)) in text_of(by_id(root)["rule-hypoxia-hif1a"])
    assert all(each.get("href", "#").startswith(("#", "https://", "data:,")) for each in root.iter())
    JustHTML(html(book(with_text(text))), sanitize=False, strict=True)


@settings(max_examples=60, deadline=None)
@given(TEXTS.filter(lambda text: clean(text).strip()))
def test_text_never_changes_the_structure_of_the_markdown(text: str) -> None:
    found = tokens(with_text(text))
    assert [(token.type, token.tag) for token in found if token.type != "text"] == TOKENS
    end = next(n for n, token in enumerate(found) if token.type == "code_inline" and token.content == "hypoxia-hif1a")
    start = max(n for n in range(end) if found[n].type == "strong_open")
    close = next(n for n in range(start, end) if found[n].type == "strong_close")
    assert words("".join(each.content for each in found[start:close])) == words(clean(text))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://example.org/", 'https://e.org/"onclick=x', "https://e org"]
)
def test_only_safe_addresses_become_links(address: str) -> None:
    kb = load(PACK)
    source = kb.sources[0].model_copy(update={"url": address})
    kb = kb.model_copy(update={"sources": (source,)})
    root = page(kb)
    safe = address.startswith("https://") and " " not in address
    links = [each.get("href", "") for each in root.iter("a")]
    assert any(link.startswith(address) for link in links) == safe
    assert not [name for each in root.iter("a") for name in each.attrib if name not in ("href", "class")]
    hrefs = [str(token.attrs["href"]) for token in tokens(kb) if token.type == "link_open"]
    assert not [link for link in hrefs if not link.startswith(("#", "https://"))]


def test_ids_that_are_no_plain_words_still_have_an_anchor_each() -> None:
    kb = load(PACK)
    rows = tuple(row.model_copy(update={"id": f"{row.id}.2e é/<x>"}) for row in kb.sources[0].rows)
    others = tuple(row.model_copy(update={"id": f"{row.id}%2e é/<x>"}) for row in kb.sources[0].rows)
    kb = kb.model_copy(update={"sources": (kb.sources[0].model_copy(update={"rows": rows + others}),), "rules": ()})
    root = page(kb.model_copy(update={"groups": ()}))
    found = [name for name in by_id(root) if name.startswith("row-")]
    assert len(found) == 2 * len(rows)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in found)
