"""QTI 2.1: read by a converter, played by a player, both of others; marks are held to those of the program."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qti_convert import read_package, upgrade_package_files

from reasoner.knowledge.cache import load_cached
from reasoner.model.exercise import Entry, Submission
from reasoner.render.clean import clean
from reasoner.render.quiz.carried import Naming
from reasoner.render.quiz.qti21 import qti21
from reasoner.teach.desk import Desk
from reasoner.teach.grading import grade
from reasoner.teach.judging import judged_by_key
from reasoner.teach.reading import Written, questions, read_bank
from tests.teach.export.foreign import squeezed
from tests.teach.export.player import Player, items, players
from tests.teach.export.samples import SAMPLES, exercises

QUIZ = Path(__file__).parents[1] / "exercises.yaml"
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
player = pytest.fixture(scope="module")(players)
SAMPLE = items(qti21(SAMPLES).content)
ENTRIES = {item.id: (item.entries[0], key.entries[0]) for item, key in SAMPLES}


def share(name: str, *chosen: str) -> float:
    entry, key = ENTRIES[name]
    return key.points * judged_by_key(entry, key, chosen).share


def made(number: int, *chosen: str) -> list[str]:
    return [f"R{number}O{each.removeprefix('o')}" for each in chosen]


# ---------------------------------------------------------------- the package


def test_the_manifest_names_every_file_and_the_test_every_item() -> None:
    content = qti21(SAMPLES).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
        test = ElementTree.fromstring(package.read("test.xml"))
        files = set(package.namelist()) - {"imsmanifest.xml"}
    assert {each.get("href") for each in manifest.iter("{http://www.imsglobal.org/xsd/imscp_v1p1}file")} == files
    listed = [each.get("href") for each in test.iter(f"{QTI}assessmentItemRef")]
    assert listed == [f"items/{item.id}.xml" for item, _ in SAMPLES]


def test_a_converter_reads_the_package(tmp_path: Path) -> None:
    path = tmp_path / "quiz.zip"
    path.write_bytes(qti21(SAMPLES).content)
    found = upgrade_package_files(read_package(path))
    assert {f"items/{item.id}.xml" for item, _ in SAMPLES} <= set(found.files)


def test_the_same_bytes_each_time() -> None:
    assert qti21(SAMPLES).content == qti21(SAMPLES).content


def test_without_keys_nothing_of_them_is_there() -> None:
    made = qti21(SAMPLES, keys=False)
    assert {loss.exercise for loss in made.losses} == {item.id for item, _ in SAMPLES}
    for name, text in items(made.content).items():
        root = ElementTree.fromstring(text)
        tags = {each.tag.removeprefix(QTI) for each in root.iter()}
        assert not tags & {"correctResponse", "mapping", "responseProcessing", "modalFeedback", "feedbackBlock"}, name
        for word in ("Said of", "That is why", "Hint number", "Right:", "Well seen"):
            assert word not in text
    right = {f"items/{name}.xml": text for name, text in SAMPLE.items()}
    assert any("Said of" in text for text in right.values())


# ---------------------------------------------------------------- the player


def play(player: Player, item: str) -> float:
    player.load(item)
    return player.score(R1="R1O2")


@pytest.mark.parametrize(
    ("old", "new"),
    [("simpleChoice", "simplestChoice"), ("responseProcessing", "responseProcess"), ("</itemBody>", "")],
)
def test_a_broken_item_is_refused(player: Player, old: str, new: str) -> None:
    player.load(SAMPLE["one"])
    assert player.score(R1="R1O2") == 1
    broken = SAMPLE["one"].replace(old, new)
    assert broken != SAMPLE["one"]
    with pytest.raises((AssertionError, SyntaxError)):
        play(player, broken)


def test_a_wrong_key_is_noticed(player: Player) -> None:
    player.load(SAMPLE["many"].replace('mapKey="R1O1" mappedValue="1"', 'mapKey="R1O1" mappedValue="0.5"'))
    assert player.score(R1=made(1, "o1", "o2")) != share("many", "o1", "o2")


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("one", [("o2",), ("o1",), ("o3",)]),
        ("either", [("o1",), ("o2",), ("o3",)]),
        ("many", [("o1", "o2"), ("o1",), ("o1", "o2", "o3"), ("o3",), ("o1", "o2", "o3", "o4"), ("o3", "o4")]),
        ("order", [("o3", "o2", "o1"), ("o2", "o3", "o1"), ("o1", "o2", "o3"), ("o3", "o1", "o2")]),
        (
            "loose",
            [("o4", "o3", "o2", "o1"), ("o4", "o2", "o3", "o1"), ("o2", "o4", "o3", "o1"), ("o1", "o2", "o3", "o4")],
        ),
    ],
)
def test_marks_are_those_of_the_program(player: Player, name: str, answers: list[tuple[str, ...]]) -> None:
    for chosen in answers:
        player.load(SAMPLE[name])
        response = made(1, *chosen)
        kind = ENTRIES[name][0].kind
        assert player.score(R1=response[0] if kind == "one" else response) == pytest.approx(
            share(name, *chosen), abs=0.01
        )


def test_sets_and_names_in_any_order_and_spelling(player: Player) -> None:
    for chosen, points in ((["R1O1"], 1), (["R1O3", "R1O2"], 1), (["R1O2"], 0), (["R1O1", "R1O2", "R1O3"], 0)):
        player.load(SAMPLE["sets"])
        assert player.score(R1=chosen) == points
    for name, response, points in (("hypoxia", {}, 1), ("HIF2A", {}, 1), ("hif2a", {}, 1), ("normoxia", {}, 0)):
        player.load(SAMPLE["name"])
        assert player.score(R1N1=name, **response) == points
    for first, second, points in (
        ("Src", "HIF2A", 1),
        ("hif2a", "src", 1),
        ("Notch", None, 1),
        (None, "notch", 1),
        ("Src", None, 0),
        ("Notch", "Src", 0),
    ):
        player.load(SAMPLE["names"])
        assert player.score(R1N1=first, R1N2=second) == points
    naming = Naming(spelt=lambda name: {"HIF2A": ("HIF-2α",)}.get(name, ()), row=lambda citation: citation.row)
    player.load(items(qti21(SAMPLES, naming).content)["name"])
    assert player.score(R1N1="hif-2α") == 1


def test_clicks_give_marks_and_messages(player: Player) -> None:
    player.load(SAMPLE["one"])
    assert player.shown() == []
    player.browser.run("item.querySelectorAll('qti-simple-choice')[1].click()")
    assert float(player.browser.run("submit()")["SCORE"]) == 1
    said = [squeezed(each) for each in player.shown()]
    assert said[:2] == ["Saidofo2.S115[71]", "Wellseen."]
    assert said[2].startswith("Thatiswhy.")


def test_hints_cost_what_they_say_and_never_more_than_there_is(player: Player) -> None:
    press = """(async () => {
        item.querySelectorAll('qti-end-attempt-interaction')[%d].shadowRoot.querySelector('*').click();
        await item.updateComplete;
    })()"""
    player.load(SAMPLE["one"])
    assert player.hints() == ["HINT1", "HINT2", "HINT3"]
    for number in (0, 2):
        player.browser.run(press % number)
    assert player.hints() == ["HINT2"]
    assert [squeezed(each) for each in player.shown()] == ["Hintnumber1.", "Hintnumber3."]
    assert player.score(R1="R1O2") == pytest.approx(0.6)
    player.load(SAMPLE["one"])
    player.browser.run(press % 1)
    assert player.score(R1="R1O1") == 0


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_item_plays(player: Player, data: st.DataObject) -> None:
    item, key = data.draw(exercises())
    (entry,), (part,) = item.entries, key.entries
    player.load(items(qti21([(item, key)]).content)[item.id])
    text = squeezed(str(player.browser.run("item.querySelector('qti-item-body').textContent")))
    assert squeezed(f"{item.stem}{item.shown[0][0]}:{item.shown[0][1]}") in text
    for option in entry.options:
        assert squeezed(option.text) in text
    assert float(player.answer(**answered(entry, part.right))["SCORE"]) == pytest.approx(1)
    if entry.kind != "names":
        ids = [option.id for option in entry.options]
        chosen = tuple(data.draw(st.permutations(ids)))
        chosen = (
            chosen if entry.kind == "order" else chosen[: 1 if entry.kind == "one" else data.draw(st.integers(1, 3))]
        )
        score = float(player.answer(**answered(entry, chosen))["SCORE"])
        assert score == pytest.approx(judged_by_key(entry, part, chosen).share, abs=0.01)


def answered(entry: Entry, chosen: tuple[str, ...]) -> dict[str, str | list[str] | None]:
    if entry.kind == "names":
        return {f"R1N{at}": clean(chosen[at - 1]) if at <= len(chosen) else None for at in (1, 2, 3)}
    numbers = {option.id: number for number, option in enumerate(entry.options, 1)}
    found = [f"R1O{numbers[each]}" for each in chosen]
    return {"R1": found[0] if entry.kind == "one" else found}


# ---------------------------------------------------------------- exercises of the knowledge base


def test_real_exercises_are_marked_as_the_program_marks_them(player: Player) -> None:
    written = read_bank([(QUIZ, QUIZ.name)], Desk(load_cached(None, ())), Written)
    bank = list(questions(each for each in written.values() if each.type not in ("build", "intervene", "rule")))
    texts = items(qti21([(each.item, each.key) for each in bank]).content)
    seen: dict[str, set[str]] = {}
    for question in bank:
        item, right = question.item, question.right_answer
        if any(not entry.options for entry in item.entries) or any(part.check for part in question.key.entries):
            continue
        options = {entry.id: tuple(option.id for option in entry.options) for entry in item.entries}
        other = {name: each[::-1] if len(each) == len(right[name]) else each[:1] for name, each in options.items()}
        first = item.entries[0].id
        some = {**other, first: right[first][:-1] or right[first]} if item.entries[0].kind == "many" else other
        for answer in (right, other, some, {**other, first: right[first]}):
            responses: dict[str, str | list[str] | None] = {}
            for number, entry in enumerate(item.entries, 1):
                found = [f"R{number}O{options[entry.id].index(each) + 1}" for each in answer[entry.id]]
                responses[f"R{number}"] = found[0] if entry.kind == "one" else found
            player.load(texts[item.id])
            mark = grade(question, Submission(exercise=item.id, answer=answer))
            assert player.score(**responses) == pytest.approx(mark.points, abs=0.02), (item.id, answer)
            seen.setdefault(mark.status, set()).add(item.type)
    assert seen.keys() == {"right", "partly", "wrong"}
    assert len(seen["right"]) >= 7
