"""Moodle XML: as moodle-xml-parser reads it, and by what Moodle's own import demands."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodle_xml_parser.parser import parse_string

from reasoner.model.exercise import Entry, EntryKey, Message
from reasoner.render.quiz.moodle_xml import moodle_xml
from tests.teach.export.foreign import links_of, squeezed, text_of
from tests.teach.export.samples import CITATION, SAMPLES, Pair, exercise, exercises, options

# The shares that Moodle's question bank knows, in per cent; its import refuses others.
KNOWN = (
    *(100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111),
    *(10, 5, 0),
)


def quiz(*pairs: Pair) -> ElementTree.Element:
    return ElementTree.fromstring(moodle_xml(pairs).content)


def by_name(*pairs: Pair) -> dict[str, ElementTree.Element]:
    return {each.findtext("name/text", "category"): each for each in quiz(*pairs)}


def foreign(*pairs: Pair) -> dict[str, Any]:
    found = parse_string(moodle_xml(pairs).content.decode())
    return {each.name: each for each in (*found["multichoice"], *found["cloze"])}


def test_a_broken_file_is_refused() -> None:
    whole = moodle_xml(SAMPLES).content.decode()
    assert len(parse_string(whole)["multichoice"]) == 4
    with pytest.raises(ValueError, match="XML"):
        parse_string(whole.replace("</question>", "", 1))
    cut = parse_string(whole.replace("not inferred}", "not inferred", 1))
    assert [len(each.gaps) for each in cut["cloze"]] == [3]
    assert [len(each.gaps) for each in parse_string(whole)["cloze"]] == [4]


def test_each_kind_of_entry_is_what_it_can_be() -> None:
    assert {name: each.get("type") for name, each in by_name(*SAMPLES).items()} == {
        "category": "category",
        "Exercise one": "multichoice",
        "Exercise either": "multichoice",
        "Exercise many": "multichoice",
        "Exercise sets": "shortanswer",
        "Exercise order": "ordering",
        "Exercise loose": "shortanswer",
        "Exercise name": "shortanswer",
        "Exercise names": "shortanswer",
        "Exercise open": "essay",
        "Exercise rule": "essay",
        "Exercise table": "cloze",
        "Exercise mixed (1 of 3)": "multichoice",
        "Exercise mixed (2 of 3)": "ordering",
        "Exercise mixed (3 of 3)": "essay",
    }


def test_choices_as_others_read_them() -> None:
    found = foreign(*SAMPLES)
    one, many = found["Exercise one"], found["Exercise many"]
    assert (one.single, one.default_grade, one.penalty) == (True, 1, 0.2)
    assert [each.score_fraction for each in one.options] == [0, 100, 0]
    assert [text_of(each.feedback) for each in one.options] == [f"Saidofo{number}.S115[71]" for number in (1, 2, 3)]
    assert links_of(one.options[0].feedback) == [CITATION.link]
    assert text_of(one.general_feedback).startswith("Thatiswhy.S115[71]Objective:saywhatholds")
    assert text_of(one.correct_feedback) == "Wellseen."
    assert (many.single, many.default_grade) == (False, 2)
    assert [each.score_fraction for each in many.options] == [50, 50, -50, -50]
    (table,) = parse_string(moodle_xml(SAMPLES).content.decode().replace("&amp;#126;", ""))["cloze"]  # it cuts at these
    assert [[each.score for each in gap.options] for gap in table.gaps] == [[100, 0, 0]] * 2 + [[0, 0, 100]] * 2
    assert [gap.sub_type for gap in table.gaps] == ["MULTICHOICE"] * 4


def test_what_others_do_not_read() -> None:
    found = by_name(*SAMPLES)
    order = [text_of(each.findtext("text", "")) for each in found["Exercise order"].iter("answer")]
    assert order == ["start", "middle", "last"]
    texts = {name: [each.findtext("text") for each in found[name].iter("answer")] for name in found}
    assert texts["Exercise loose"] == ["DCBA", "DBCA"]
    assert set(texts["Exercise names"]) == {"Src, HIF2A", "Src,HIF2A", "HIF2A, Src", "HIF2A,Src", "Notch"}
    one = found["Exercise one"]
    assert [text_of(each.findtext("text", "")) for each in one.findall("hint")] == [
        f"Hintnumber{number}." for number in (1, 2, 3)
    ]
    assert [each.text for each in one.findall("tags/tag/text")] == [
        *("hypoxia", "emt", "predict", "difficulty 3", "2 minutes")
    ]
    assert found["category"].findtext("category/text") == "$course$/top/reasoner/hypoxia"
    assert "clinical decisions" in found["category"].findtext("info/text", "")
    assert "Right: hypoxia" in found["Exercise open"].findtext("graderinfo/text", "")


def refused(root: ElementTree.Element) -> list[str]:
    """What Moodle's import refuses: shares that it does not know, or that do not make a whole."""
    found = []
    for question in root.iter("question"):
        shares = [float(each.get("fraction", "nan")) for each in question.iter("answer")]
        found += [f"{each}" for each in shares if not any(abs(abs(each) - known) < 1e-4 for known in KNOWN)]
        kind = question.get("type")
        if kind in ("multichoice", "shortanswer", "ordering") and max(shares) != 100:
            whole = sum(each for each in shares if each > 0)
            if question.findtext("single") != "false" or abs(whole - 100) > 0.001:
                found.append(f"{kind}: {shares}")
    return found


def test_shares_that_moodle_does_not_know_are_noticed() -> None:
    text = moodle_xml(SAMPLES).content.decode()
    assert refused(ElementTree.fromstring(text)) == []
    assert refused(ElementTree.fromstring(text.replace('fraction="50"', 'fraction="45"')))
    assert refused(ElementTree.fromstring(text.replace('fraction="100"', 'fraction="0"')))


def test_parts_are_weighed_in_whole_numbers() -> None:
    (table,) = (key for _, key in SAMPLES if key.exercise == "table")
    entries = next(item for item, _ in SAMPLES if item.id == "table").entries
    for points, weights in (
        ((1.33, 1.33, 1.34, 1.34), [1, 1, 1, 1]),
        ((0.5, 1, 0.5, 1.5), [1, 2, 1, 3]),
        ((0.3, 0.5, 1, 1), [30, 50, 100, 100]),
    ):
        keys = [key.model_copy(update={"points": mine}) for key, mine in zip(table.entries, points, strict=True)]
        pair = exercise("table", *zip(entries, keys, strict=True))
        text = quiz(pair).findtext("question[@type='cloze']/questiontext/text", "")
        assert [int(each) for each in re.findall(r"\{(\d+):", text)] == weights


@settings(max_examples=60, deadline=None)
@given(exercises())
def test_any_text_survives(pair: Pair) -> None:
    item, key = pair
    root = quiz(pair)
    assert refused(root) == []
    assert moodle_xml([pair]).content == moodle_xml([pair]).content
    question = root[1]
    (part,), (right,) = item.entries, key.entries
    (heading, line), *_ = item.shown
    shown = text_of(question.findtext("questiontext/text", ""))
    assert shown.startswith(squeezed(f"{item.stem}{heading}:{line}{part.prompt}"))
    name = squeezed(question.findtext("name/text", ""))
    assert squeezed(item.title).startswith(name.removesuffix("…"))
    answers = list(question.iter("answer"))
    if part.kind == "names":
        wanted_texts = [squeezed(each).replace("*", "\\*") for each in (right.right[0], right.also[0][0])]
        assert [squeezed(each.findtext("text", "")) for each in answers] == wanted_texts
        return
    options = {option.id: option for option in part.options}
    wanted = [options[each] for each in right.right] if part.kind == "order" else list(options.values())
    assert [text_of(each.findtext("text", "")) for each in answers] == [squeezed(each.text) for each in wanted]
    for answer, option in zip(answers, wanted, strict=True):
        said = right.messages.get(option.id)
        assert text_of(answer.findtext("feedback/text", "")) == (squeezed(f"{said.text}S115[71]") if said else "")
    if part.kind in ("one", "many"):
        (read,) = foreign(pair).values()
        chosen = [option.id for option, mine in zip(wanted, read.options, strict=True) if mine.score_fraction > 0]
        assert chosen == list(right.right)


def gaps_of(pair: Pair) -> list[list[tuple[str, str, str]]]:
    """The gaps by Moodle's own patterns: of each answer its share, its text and what is said of it."""
    text = quiz(pair).findtext("question[@type='cloze']/questiontext/text", "")
    answer = r"(=|%-?[0-9.]+%)(.+?(?<!\\)(?<!&)(?<!&amp;)(?=[~#}]|$))(?:#(.*?(?<!\\)(?=[~}]|$)))?"
    gaps = re.findall(rf"\{{[0-9]*:[A-Z_]+:({answer}(?:~{answer})*)\}}", text, re.DOTALL)
    return [
        [(mark, unescape(text), unescape(said)) for mark, text, said in re.findall(answer, inside)]
        for inside, *_ in gaps
    ]


def test_nothing_acts_in_a_gap_or_beside_it() -> None:
    odd = ("<b>x</b> & y", "1 % = {a} ~ #b \\c", "=x~%100%y", "}{1:SA:=z}")
    said = {f"o{number}": Message(text=text) for number, text in enumerate(odd, 1)}
    choice = (
        Entry(id="a", kind="many", prompt="{1:SA:=x}", options=options(*odd)),
        EntryKey(entry="a", points=1, right=("o1", "o3"), messages=said),
    )
    typed = (Entry(id="b", kind="names"), EntryKey(entry="b", points=1, right=("a * {b} & <c>",), also=(("~#=%",),)))
    item, key = exercise("odd", choice, typed)
    first, second = gaps_of((item.model_copy(update={"stem": "Is {1:SA:=x} a gap?"}), key))
    assert [(mark, text_of(text), text_of(told)) for mark, text, told in first] == [
        (share, squeezed(text), squeezed(text)) for share, text in zip(("%50%", "%-50%") * 2, odd, strict=True)
    ]
    assert [text for _, text, _ in second] == ["a \\* {b} & <c>", "~#=%"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_text_survives_in_a_gap(data: st.DataObject) -> None:
    pairs = [data.draw(exercises(str(number))) for number in range(2)]
    parts = [(item.entries[0], key.entries[0]) for item, key in pairs]
    if any(entry.kind == "order" for entry, _ in parts):
        return
    entries = [entry.model_copy(update={"id": str(number)}) for number, (entry, _) in enumerate(parts)]
    keys = [key.model_copy(update={"entry": str(number)}) for number, (_, key) in enumerate(parts)]
    pair = exercise("gaps", *zip(entries, keys, strict=True))
    gaps = gaps_of(pair)
    assert len(gaps) == 2
    for decoded, entry, key in zip(gaps, entries, keys, strict=True):
        if entry.kind == "names":
            assert [squeezed(text) for _, text, _ in decoded] == [
                squeezed(each).replace("*", "\\*") for each in (key.right[0], key.also[0][0])
            ]
            continue
        found = [(mark, text_of(text), text_of(said)) for mark, text, said in decoded]
        assert [text for _, text, _ in found] == [squeezed(option.text) for option in entry.options]
        for (mark, _, said), option in zip(found, entry.options, strict=True):
            assert (mark == "=" or float(mark.strip("%")) > 0) == (option.id in key.right)
            message = key.messages.get(option.id)
            assert said == (squeezed(f"{message.text}S115[71]") if message else "")
