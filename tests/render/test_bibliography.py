"""The exported bibliography, read back by programs that are not ours: pybtex for BibTeX, citeproc for CSL-JSON."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string
from pybtex.richtext import Text

from reasoner.knowledge.loader import load
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.model.source import Confidence, Reference, Source
from reasoner.render.bibliography import UNCHECKED, Entry, Name, entries
from reasoner.render.bibtex import bibtex, escaped
from reasoner.render.csl_json import csl_json
from reasoner.render.references import numbers

SOURCE = Source(id="mini", title="A source", authors=("Writer AB", "Other-Name C"), year=2020, url="https://e.org/a")


def base(*references: Reference) -> KnowledgeBase:
    filled = tuple(each.model_copy(update={"source": "mini"}) for each in references)
    return KnowledgeBase(entities={}, rules=(), sources=(SOURCE,), references=filled)


def one(**fields: Any) -> Entry:
    """The entry of a reference with these fields."""
    (_, entry) = entries(base(Reference(ref=7, **fields)), [("mini", 7)], ["mini"])
    return entry


def read(*found: Entry) -> BibliographyData:
    return parse_string(bibtex(found), "bibtex")


def plain(tex: str) -> str:
    return str(Text.from_latex(tex))


@pytest.fixture(scope="module")
def shipped() -> tuple[KnowledgeBase, list[Entry]]:
    kb = load()
    wanted = [(source.id, ref) for source in kb.sources for ref in numbers(kb, source)]
    return kb, entries(kb, wanted, [source.id for source in kb.sources])


# ---------------------------------------------------------------- what is in it


def test_the_source_and_every_verified_reference_are_there(shipped: tuple[KnowledgeBase, list[Entry]]) -> None:
    kb, found = shipped
    keys = {source.id for source in kb.sources} | {f"{each.source}_ref{each.ref}" for each in kb.references}
    assert found[0].key == kb.home_source
    assert {each.key for each in found} == keys == set(read(*found).entries.keys())
    assert {item["id"] for item in json.loads(csl_json(found))} == keys


def test_a_reference_without_an_entry_is_left_out() -> None:
    found = entries(base(Reference(ref=2, title="Known")), [("mini", 1), ("mini", 2), ("mini", 2)], ["mini"])
    assert [each.key for each in found] == ["mini", "mini_ref2"]


def test_the_note_says_how_far_the_entry_can_be_trusted(shipped: tuple[KnowledgeBase, list[Entry]]) -> None:
    kb, found = shipped
    notes = {each.key: each.note for each in found}
    assert DISCLAIMER in notes[kb.home_source]
    for record in kb.references:
        note = notes[f"{record.source}_ref{record.ref}"]
        assert f"Reference {record.ref} of {record.source}, https://" in note
        assert ("not certain" in note) == record.number_uncertain
        assert record.confidence is not None
        assert f"Confidence: {record.confidence}, {record.confidence.meaning}." in note
        assert UNCHECKED in note
    assert UNCHECKED not in one(confidence=Confidence.listed).note
    assert "Confidence" not in one(title="No word on it").note


# ---------------------------------------------------------------- BibTeX


def test_every_field_of_the_shipped_references_comes_back(shipped: tuple[KnowledgeBase, list[Entry]]) -> None:
    kb, found = shipped
    back = read(*found).entries
    for record in kb.references:
        entry = back[f"{record.source}_ref{record.ref}"]
        assert entry.type == ("article" if record.journal else "misc")
        assert plain(entry.fields.get("title", "")) == record.title
        assert plain(entry.fields.get("journal", "")) == record.journal
        assert entry.fields.get("year", "") == str(record.year or "")
        assert entry.fields.get("doi", "") == record.doi
        assert entry.fields.get("pmid", "") == record.pmid
        names = [str(person) for person in entry.persons.get("author", ())]
        assert [name.replace(",", "").replace(".", "").replace(" ", "") for name in names] == (
            [record.first_author.replace(" ", ""), "others"] if record.first_author else []
        )


TEXTS = st.text(st.sampled_from("ab \\%#&_~-`'?!\"@,=<>αβ–éAB") | st.characters(codec="utf-8"), max_size=30)


@given(TEXTS)
def test_text_comes_back_whatever_is_in_it(text: str) -> None:
    entry = one(title=text, first_author="Writer A")
    tex = read(entry).entries["mini_ref7"].fields.get("title", "")
    if not re.search(r"[{}^$]", entry.title):  # which pybtex's decoder leaves as they are written
        assert plain(tex).split() == entry.title.split()


@given(st.text('{}\\%$^"@,', max_size=12), st.text('{}\\%$^"@, a', max_size=12), st.text('{}\\%"a/.', max_size=12))
def test_nothing_ends_a_value_or_an_entry(title: str, author: str, doi: str) -> None:
    entry = one(title=title, first_author=author, doi=doi, journal=title)
    after = Entry("after", title="Still here")
    assert read(entry, after).entries["after"].fields["title"] == "Still here"


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("5 % of #1 & $x_2", r"5 \% of \#1 \& \$x\_2"),
        ("a{b}c", r"a{\textbraceleft}b{\textbraceright}c"),
        ("~^\\", r"{\textasciitilde}{\textasciicircum}{\textbackslash}"),
        ("a--b ``c'' ?`", r"a-{}-b `{}`c'{}' ?{}`"),
        ("a,,b", r"a,{},b"),
        ("TGF-β–α", "TGF-β–α"),
    ],
)
def test_what_acts_in_tex_is_escaped_and_letters_stay(text: str, tex: str) -> None:
    assert escaped(text) == tex


def test_capitals_that_a_style_must_keep_are_held() -> None:
    assert "title = {Role of {HIF-2α} and {Wnt} in {miR-21} loss}" in bibtex(
        [Entry("a", title="Role of HIF-2α and Wnt in miR-21 loss")]
    )
    assert "title = {{MSC-EVs} and others}" in bibtex([Entry("a", title="MSC-EVs and others")])


@pytest.mark.parametrize(
    ("text", "name", "tex"),
    [
        ("Lee HH", Name("Lee", "H. H."), "Lee, H. H."),
        ("Ricci-Vitiani L", Name("Ricci-Vitiani", "L."), "Ricci-Vitiani, L."),
        ("Dupont J-P", Name("Dupont", "J.-P."), "Dupont, J.-P."),
        ("van der Berg A", Name("van der Berg", "A."), "van der Berg, A."),
        ("Wang", Name("Wang"), "Wang"),
        ("The HIF Study Group", Name("The HIF Study Group"), "{The HIF Study Group}"),
        ("Smith and Sons", Name("Smith and Sons"), "{Smith and Sons}"),
        ("Ångström Å", Name("Ångström", "Å."), "Ångström, Å."),
    ],
)
def test_names(text: str, name: Name, tex: str) -> None:
    entry = one(first_author=text)
    assert entry.authors == (name,)
    assert f"author = {{{tex} and others}}" in bibtex([entry])
    first, others = read(entry).entries["mini_ref7"].persons["author"]
    assert (first.first_names != []) == bool(name.given)
    assert str(others) == "others"


def test_the_authors_of_the_source_are_all_there_is() -> None:
    persons = read(*entries(base(), [], ["mini"])).entries["mini"].persons["author"]
    assert [str(each) for each in persons] == ["Writer, A. B.", "Other-Name, C."]


# ---------------------------------------------------------------- CSL-JSON


def _listed(file: str, *names: str) -> set[str]:
    """The names that the CSL specification, as citeproc ships it, lists under these patterns."""
    text = files("citeproc").joinpath("data", "schema", "schemas", "styles", file).read_text(encoding="utf-8")
    text = re.sub(r"#.*", "", text)
    found: set[str] = set()
    for name in names:
        (body,) = re.findall(rf"{re.escape(name)} =\s*((?:\|?\s*\"[^\"]+\"\s*)+)", text)
        found |= set(re.findall(r'"([^"]+)"', body))
    return found


def test_csl_items_use_the_words_of_the_specification(shipped: tuple[KnowledgeBase, list[Entry]]) -> None:
    types = _listed("csl-types.rnc", "item-types")
    persons = _listed("csl-variables.rnc", "variables.names")
    dates = _listed("csl-variables.rnc", "variables.dates")
    texts = _listed("csl-variables.rnc", "variables.numbers", "variables.strings", "variables.titles")
    assert {"article-journal", "document"} <= types
    for item in json.loads(csl_json(shipped[1])):
        assert item.pop("type") in types
        for name, value in item.items():
            if name in persons:
                assert value
                assert all({"family"} <= set(each) <= {"family", "given"} for each in value)
            elif name in dates:
                assert re.fullmatch(r"\{'date-parts': \[\[\d{4}\]\]\}", str(value))
            else:
                assert name in texts | {"id"}
                assert isinstance(value, str)
                assert value


def test_csl_items_are_cited_by_a_foreign_processor(shipped: tuple[KnowledgeBase, list[Entry]]) -> None:
    kb, found = shipped
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(json.loads(csl_json(found))), formatter.plain)
    titled = [record for record in kb.references if record.title and record.first_author and record.year]
    for record in titled:
        bibliography.register(Citation([CitationItem(f"{record.source}_ref{record.ref}")]))
    texts = [str(each) for each in bibliography.bibliography()]
    assert len(titled) > 20
    for record in titled:
        name = record.first_author.split(" ")[0]
        title = record.title.partition(" ")[2]  # styles may change the capital of the first word
        assert any(name in text and str(record.year) in text and title in text for text in texts), record.ref


def test_csl_leaves_out_what_is_not_known() -> None:
    (item,) = json.loads(csl_json([one(first_author="Wang")]))
    assert set(item) == {"id", "type", "author", "note"}
    assert item["author"] == [{"family": "Wang"}]
