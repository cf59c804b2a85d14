"""Reads a rule book back: its HTML with a strict XML parser, its Markdown with a foreign one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reasoner.model.evidence import Evidence
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.source import SourceRow
from reasoner.render.book.content import book
from reasoner.render.book.html import html
from reasoner.render.book.markdown import markdown
from tests.properties.adapter import knowledge_base
from tests.properties.generator import case

Element = ElementTree.Element
INLINE = frozenset({"a", "b", "cite", "code", "output", "span", "strong"})


def page(kb: KnowledgeBase) -> Element:
    """The HTML of a base's book; a parse error where an element is not closed where it should be."""
    doctype, _, text = html(book(kb)).partition("\n")
    assert doctype == "<!DOCTYPE html>"
    return ElementTree.fromstring(text)


def by_id(root: Element) -> dict[str, Element]:
    """The elements that have an id, each with its own."""
    found: dict[str, Element] = {}
    for element in root.iter():
        if name := element.get("id"):
            assert name not in found, f"two elements with the id {name}"
            found[name] = element
    return found


def words(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())


def text_of(element: Element) -> str:
    """The text in an element, as it is read: blocks are apart."""
    return words("".join(_read(element)))


def _read(element: Element) -> Iterator[str]:
    apart = "" if element.tag in INLINE else " "
    yield f"{apart}{element.text or ''}"
    for child in element:
        yield from _read(child)
        yield child.tail or ""
    yield apart


def tokens(kb: KnowledgeBase) -> list[Token]:
    """The tokens of the Markdown of a base's book, inline ones included."""
    return list(_flat(MarkdownIt("commonmark").parse(markdown(book(kb)))))


def _flat(found: list[Token]) -> Iterator[Token]:
    for token in found:
        yield token
        yield from _flat(token.children or [])


def random_base(seed: int) -> KnowledgeBase:
    """A random base, with a source that has the rows which its rules cite."""
    kb = knowledge_base(case(seed)[0])
    refs: dict[str, set[int]] = {}
    for item in kb.evidence():
        refs.setdefault(item.at, set())
        refs.setdefault(item.refs_at or item.at, set()).update(item.refs)
    rows = tuple(SourceRow(id=row, section="Made up", refs=sorted(refs[row]), sha256="0" * 64) for row in sorted(refs))
    source = kb.sources[0].model_copy(update={"rows": rows, "url": "https://example.org/made"})
    rules = tuple(rule.model_copy(update={"quantity": f"{number}-fold"}) for number, rule in enumerate(kb.rules))
    return kb.model_copy(update={"sources": (source,), "rules": rules})


def standing(rule: Rule) -> tuple[str, str]:
    """A rule's effect, or that it is a requirement or denial; and the grade of its best place."""
    return str(rule.effect if rule.kind == "rule" else rule.kind), str(max(item.grade for item in rule.evidence))


def said_of(kb: KnowledgeBase, rule_id: str) -> Iterator[str]:
    """All that a reader must find in the entry of a rule, taken from the rule itself."""
    rule = kb.rules_by_id[rule_id]
    yield rule.claim
    for item in rule.when:
        for premise in item:
            yield f"{'earlier: ' if premise.before else ''}{kb.label(premise.finding)}"
        if len(item) > 1:
            yield "any of "
    for part in (rule.then, rule.unless, rule.outcomes, rule.needs):
        yield from map(kb.label, part)
    for name, present in {"unless": rule.unless, "one of": rule.outcomes, "Needed": rule.needs}.items():
        if present:
            yield name
    for key, values in rule.only.items():
        yield f"{key}: {' or '.join(kb.entities[each].label for each in values)}"
    if rule.hypothesis:
        group, _, option = rule.hypothesis.partition("/")
        label = next(each.label for each in kb.groups_by_id[group].options if each.id == option)
        yield f"{label} ({rule.hypothesis})"
    yield from filter(None, [rule.quantity, rule.note, "outlasts its cause" if rule.persists else ""])
    for item in rule.items():
        yield from _said_of_item(kb, item)
    if rule.reverts:
        yield "goes with its cause"
        yield rule.reverts.find
    for other in kb.rules:
        concluded = {(each.entity, each.place, each.down) for each in other.then}
        if rule.fires and other.kind == "requirement" and concluded & {(e.entity, e.place, e.down) for e in rule.then}:
            yield other.claim


def _said_of_item(kb: KnowledgeBase, item: Evidence) -> Iterator[str]:
    yield f"“{item.find}”"
    named = "" if item.source == kb.home_source else f"{item.source} "
    yield ", ".join(f"{named}{ref}" for ref in sorted(set(item.refs)))
    yield f"{item.grade}: {item.wording}"
    if item.shared and item.refs:
        yield "shared bracket, counts as one study"
    if not item.refs:
        yield "no reference"
    if item.refs_at and item.refs_at != item.at:
        yield f"cited at {item.refs_at}"
    yield from kb.setting_words(item.context)


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
