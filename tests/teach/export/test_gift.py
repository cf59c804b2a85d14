"""GIFT, as gift-pegjs reads it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoner.model.exercise import Entry, EntryKey, Message
from reasoner.render.quiz.gift import gift
from tests.teach.export.foreign import Gift, gifts, links_of, squeezed, text_of
from tests.teach.export.samples import CITATION, ONE, SAMPLES, Pair, exercise, exercises

reader = pytest.fixture(scope="module")(gifts)


def questions(reader: Gift, *pairs: Pair) -> list[dict[str, Any]]:
    found = reader.read(gift(pairs).content)
    assert isinstance(found, list), found
    return found


def test_a_broken_file_is_refused(reader: Gift) -> None:
    whole = gift(SAMPLES).content.decode()
    assert isinstance(reader.read(whole.encode()), list)
    for broken in (whole.replace("}", ""), whole.replace("\\:", ":", 1), whole.replace("%50%", "%500%", 1)):
        assert broken != whole
        assert "error" in reader.read(broken.encode())


def test_each_kind_of_entry_is_what_it_can_be(reader: Gift) -> None:
    found = questions(reader, *SAMPLES)
    assert [(each["type"], each.get("title", "").partition(" (")[0]) for each in found] == [
        ("Category", "$course$/top/reasoner/hypoxia"),
        ("MC", "Exercise one"),
        ("MC", "Exercise either"),
        ("MC", "Exercise many"),
        ("Short", "Exercise sets"),
        ("Short", "Exercise order"),
        ("Short", "Exercise loose"),
        ("Short", "Exercise name"),
        ("Short", "Exercise names"),
        ("Essay", "Exercise open"),
        ("Essay", "Exercise rule"),
        *[("MC", "Exercise table")] * 4,
        ("MC", "Exercise mixed"),
        ("Short", "Exercise mixed"),
        ("Essay", "Exercise mixed"),
    ]
    assert found[1]["tags"] == ["hypoxia", "emt", "predict", "difficulty 3", "2 minutes"]


def test_choices_have_their_weights_and_messages(reader: Gift) -> None:
    _, one, either, many, sets, order, loose, name, *_ = questions(reader, *SAMPLES)
    assert [each["isCorrect"] for each in one["choices"]] == [False, True, False]
    assert [text_of(each["feedback"]["text"]) for each in one["choices"]] == [
        f"Saidofo{number}.S115[71]" for number in (1, 2, 3)
    ]
    assert links_of(one["choices"][0]["feedback"]["text"]) == [CITATION.link]
    assert [each["isCorrect"] for each in either["choices"]] == [False, True, True]
    assert [each["weight"] for each in many["choices"]] == [50, 50, -50, -50]
    assert [each["text"]["text"] for each in sets["choices"]] == ["A", "BC"]
    assert [each["text"]["text"] for each in order["choices"]] == ["CBA"]
    assert {each["text"]["text"] for each in loose["choices"]} == {"DCBA", "DBCA"}
    assert {each["text"]["text"]: each["weight"] for each in name["choices"]} == {
        "hypoxia": 100,
        "HIF2A": 100,
        "normoxia": 0,
    }
    assert "clinicaldecisions" in text_of(one["globalFeedback"]["text"])


def test_an_asterisk_stands_for_itself_and_an_arrow_for_no_pair(reader: Gift) -> None:
    entry = Entry(id="a", kind="names")
    for right, kind, texts in (("a * b", "Short", ["a \\* b"]), ("a -> b", "Essay", [])):
        (_, found) = questions(reader, exercise("a", (entry, EntryKey(entry="a", points=1, right=(right,)))))
        assert (found["type"], [text_in(each) for each in found.get("choices", ())]) == (kind, texts)


def test_places_that_a_message_names_are_links_there(reader: Gift) -> None:
    other = CITATION.model_copy(update={"row": "S11", "refs": (7, 8, 9), "link": "https://example.org/other"})
    item, key = exercise("a", ONE)
    told = Message(text="It is so (S115 [71]).\n\nAnd again, by S115.", citations=(CITATION, other))
    (_, found) = questions(reader, (item, key.model_copy(update={"explanation": told})))
    shown = found["globalFeedback"]["text"]
    assert links_of(shown) == [CITATION.link, CITATION.link, other.link]
    assert text_of(shown).startswith("Itisso(S115[71]).Andagain,byS115.S11[7–9]")


def text_in(answer: dict[str, Any]) -> str:
    return answer["text"]["text"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_text_survives(reader: Gift, data: st.DataObject) -> None:
    item, key = data.draw(exercises())
    (part,) = item.entries
    found = reader.read(gift([(item, key)]).content)
    assert isinstance(found, list), found
    _, question = found
    assert squeezed(question["title"]) == squeezed(item.title)
    shown = text_of(question["stem"]["text"])
    (heading, line), *_ = item.shown
    assert shown.startswith(squeezed(f"{item.stem}{heading}:{line}{part.prompt}"))
    assert text_of(question["globalFeedback"]["text"]).startswith(squeezed(key.explanation.text))
    if question["type"] == "Essay":
        assert part.kind == "names"
        assert "->" in "".join(key.entries[0].right + key.entries[0].also[0])
        return
    answers = question["choices"]
    if part.kind == "names":
        right = [key.entries[0].right[0], key.entries[0].also[0][0]]
        # An asterisk would stand for any text.
        assert [squeezed(text_in(each)) for each in answers] == [squeezed(each).replace("*", "\\*") for each in right]
    elif part.kind == "order":
        for letter, option in zip("ABCDE", part.options, strict=False):
            assert f"{letter}.{squeezed(option.text)}" in shown
        places = {option.id: letter for letter, option in zip("ABCDE", part.options, strict=False)}
        assert [text_in(each) for each in answers] == ["".join(places[each] for each in key.entries[0].right)]
    else:
        assert [text_of(text_in(each)) for each in answers] == [squeezed(each.text) for each in part.options]
        for answer, option in zip(answers, part.options, strict=True):
            is_right = answer["isCorrect"] if part.kind == "one" else (answer["weight"] or 0) > 0
            assert is_right == (option.id in key.entries[0].right)
            said = key.entries[0].messages.get(option.id)
            feedback = answer["feedback"]
            assert (feedback is None) == (said is None)
            if said:
                assert text_of(feedback["text"]) == squeezed(f"{said.text}S115[71]")
