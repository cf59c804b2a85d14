"""The page in a real browser: answered by keyboard, marked as Python marks, and nothing in its data acts."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from reasoner.knowledge.cache import load_cached
from reasoner.model.exercise import Entry, Submission
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.teach.desk import Desk
from reasoner.teach.grading import grade
from reasoner.teach.page.content import shown
from reasoner.teach.page.html import html
from reasoner.teach.question import Question
from reasoner.teach.reading import Written, questions, read_bank
from tests.surfaces.calling import call
from tests.teach.browser import Browser, browsers
from tests.teach.export.foreign import package

pytestmark = pytest.mark.xdist_group("chromium")
Bank = dict[str, Question[Any]]
EXERCISES = Path(__file__).with_name("exercises.yaml")
browser = pytest.fixture(scope="module")(browsers)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(load_cached())


@pytest.fixture(scope="module")
def bank(desk: Desk) -> Bank:
    return {each.item.id: each for each in questions(read_bank([(EXERCISES, "exercises")], desk, Written).values())}


@pytest.fixture(scope="module")
def files(bank: Bank, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The page with keys, and without."""
    folder = tmp_path_factory.mktemp("page")
    pages = [shown(each) for each in bank.values()]
    found = {}
    for keys in (True, False):
        found[keys] = folder / f"page-{keys}.html"
        found[keys].write_text(html(desk, pages, keys=keys, title="A <course> & more"), encoding="utf-8")
    return found


@pytest.fixture
def page(browser: Browser, files: dict[bool, Path]) -> Iterator[Browser]:
    """The page with keys, as a student opens it for the first time."""
    browser.emulate()
    browser.open(files[True])
    yield browser
    browser.run("try { localStorage.clear(); } catch {}")
    assert browser.complaints() == []
    assert [each for each in browser.requests() if not each.startswith(("file:", "data:", "blob:"))] == []


def text(page: Browser, selector: str) -> str:
    return " ".join(page.run(f"document.querySelector({json.dumps(selector)}).innerText").split())


def focused(page: Browser) -> str:
    """What the focus is on: what its label, or its own text, says."""
    found: str = page.run(
        "(({activeElement: e}) => e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText)(document)"
    )
    return " ".join(found.split())


def fill(page: Browser, exercise: str, answer: dict[str, tuple[str, ...]]) -> None:
    """Fill an exercise in, as its controls take it, and check it."""
    page.run(
        f"""((article, answer) => {{
            for (const entry of article.querySelectorAll("[data-entry]")) {{
                const texts = answer[entry.dataset.entry] || [];
                if (entry.dataset.kind === "order") {{
                    const steps = () => [...entry.querySelectorAll("li")];
                    texts.forEach((text, place) => {{
                        const at = () => steps().findIndex((step) => step.dataset.value === text);
                        while (at() > place) {{ steps()[at()].querySelector("[data-move=up]").click(); }}
                    }});
                    if (texts.length) {{ entry.querySelector("[data-move=up]").click(); }}
                }}
                entry.querySelectorAll("[type=text], select, textarea").forEach((control, number) => {{
                    control.value = texts[number] || "";
                }});
                entry.querySelectorAll("[type=radio], [type=checkbox]").forEach((control) => {{
                    control.checked = texts.includes(control.value);
                }});
            }}
            article.querySelector("[type=submit]").click();
        }})(document.querySelector("[data-exercise='{exercise}']"), {json.dumps(answer)})"""
    )


# ---------------------------------------------------------------- marks


def drawn(rng: random.Random, question: Question[Any], entry: Entry) -> tuple[str, ...]:
    """An answer to an entry: right, nearly right, wrong, none, or no name at all."""
    ids = [option.id for option in entry.options]
    key = next(each for each in question.key.entries if each.entry == entry.id)
    right = rng.choice([key.right, *key.also])
    if rng.random() < 0.05 and entry.kind != "order":
        return ()
    if entry.kind == "one":
        return (rng.choice([*ids, right[0]]),)
    if entry.kind == "many":
        return tuple(each for each in ids if (each in right) == (rng.random() < 0.88))
    if entry.kind == "order":
        made = list(right)
        for _ in range(rng.randrange(4)):
            n = rng.randrange(len(made) - 1)
            made[n], made[n + 1] = made[n + 1], made[n]
        return tuple(made)
    if entry.kind == "rule":
        return right
    kb = question.kb
    some = [*map(str, kb.conditions), *kb.entities]
    texts = [each for each in right if rng.random() < 0.7]
    texts += [rng.choice(some) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    rng.shuffle(texts)
    named = [called(rng, kb, each) for each in texts]
    unknown = ["no such thing"] if rng.random() < 0.05 else []
    found = [*unknown, *named][: entry.most]
    if rng.random() < 0.05:
        return (" ,; ",)
    return (rng.choice((", ", "; ", " and ")).join(found),) if found and rng.random() < 0.2 else tuple(found)


def called(rng: random.Random, kb: KnowledgeBase, name: str) -> str:
    """A name as someone might type it."""
    entity = kb.entities.get(name)
    return rng.choice([name, entity.label, entity.label.upper(), *entity.synonyms[:1]]) if entity else name


def test_marks_are_those_of_the_reasoner(page: Browser, bank: Bank) -> None:
    rng = random.Random(11)
    asked: list[tuple[str, dict[str, tuple[str, ...]], int]] = []
    for question in bank.values():
        many = 60 if any(entry.kind == "names" for entry in question.item.entries) else 30
        for _ in range(many):
            answer = {entry.id: drawn(rng, question, entry) for entry in question.item.entries}
            asked.append((question.item.id, answer, rng.choice((0, 0, 1, 2, 3))))
    found = page.run(
        f"{json.dumps(asked)}.map(([id, answer, hints]) => grading.mark(exercises.get(id), answer, hints))"
    )
    seen: Counter[str] = Counter()
    for (name, answer, hints), mark in zip(asked, found, strict=True):
        wanted = grade(bank[name], Submission(exercise=name, answer=answer, hints=hints))
        where = f"{name}: {answer}, {hints} hints"
        for part, other in zip(mark["parts"], wanted.parts, strict=True):
            seen[f"{bank[name].type} {part['status']}"] += 1
            if part["status"] == "open":
                continue
            found_part = (part["status"], part["points"], part["outOf"])
            assert found_part == (other.status, other.points, other.out_of), where
        if mark["status"] != "open":
            found_mark = (mark["status"], mark["points"], mark["cost"])
            assert found_mark == (wanted.status, wanted.points, wanted.cost), where
    assert {each for each in seen if each.endswith(" open")} == {"rule open", "build open"}
    for kind in ("predict", "missing", "build", "intervene", "order", "spot", "contrast", "hypothesis", "flaw"):
        assert seen[f"{kind} right"] > 2, kind
        assert seen[f"{kind} wrong"] + seen[f"{kind} partly"] > 2, kind
    assert seen["build partly"] + seen["intervene partly"] > 5


# ---------------------------------------------------------------- as a student uses it


def test_answered_by_keyboard_alone(page: Browser) -> None:
    """Options, a hint, feedback with links, and the same once more after the page was opened anew."""
    page.press("Tab")
    assert focused(page) == "Skip to the exercises"
    for label in ("HIF-2α active", "CSC enrichment"):
        page.run("document.querySelector('[data-exercise=predict] input').focus()")
        for _ in range(8):
            if focused(page) == label:
                break
            page.press("Tab")
        assert focused(page) == label
        page.press(" ")
    while not focused(page).startswith("Hint"):
        page.press("Tab")
    assert focused(page) == "Hint 1 of 3, costs 0.2 of 2 points"
    page.press("Enter")
    assert text(page, "[data-exercise=predict] .hints").endswith("</script><script>window.hacked = 4</script>")
    page.press("Tab")  # from the hint, which is read out, on to what follows
    page.run("document.querySelector('[data-exercise=predict] [type=submit]').focus()")
    page.press("Enter")
    assert "Partly right" in text(page, "[data-exercise=predict] .result")
    assert "(hints cost 0.2)" in text(page, "[data-exercise=predict] .result")
    assert page.run("document.activeElement.className") == "result"
    assert "not chosen" in text(page, "[data-entry=findings] .feedback")
    assert text(page, "[data-sign=predict]").startswith("◐")
    before = text(page, "[data-exercise=predict] .result")
    page.call("Page.reload")
    page.wait("Page.loadEventFired")
    assert text(page, "[data-exercise=predict] .result") == before
    assert page.run("document.querySelectorAll('[data-exercise=predict] input:checked').length") == 2


def test_steps_are_ordered_by_keyboard(page: Browser) -> None:
    first = "[data-exercise=order] ol li:first-child span"
    was = text(page, first)
    page.run("document.querySelector('[data-exercise=order] [data-move=down]').focus()")
    page.press("Enter")
    assert text(page, first) != was
    assert focused(page) == f"Move down: {was}"
    assert text(page, "#announcer") == f"{was}: place 2 of 5"


def test_right_partly_and_wrong_are_told_without_colour(page: Browser, bank: Bank) -> None:
    right = bank["contrast"].right_answer
    fill(page, "contrast", right)
    assert text(page, "[data-exercise=contrast] .result").startswith("✓ Right: 6 of 6 points.")
    assert "Read" in text(page, "[data-entry='1.1'] .feedback")
    link = page.run("document.querySelector('[data-exercise=contrast] .feedback a').href")
    assert link.startswith("https://")
    fill(page, "contrast", {**right, "1.1": ("contrary",)})
    assert text(page, "[data-exercise=contrast] .result").startswith("◐ Partly right: 5 of 6 points.")
    fill(page, "spot", {"step": ("1",)})
    assert text(page, "[data-exercise=spot] .result").startswith("✗ Not right: 0 of 1 point.")
    assert "This step follows." in text(page, "[data-entry=step] .feedback")
    fill(page, "missing-free", {"condition": ("no such thing",)})
    assert "is not known to this page" in text(page, "[data-exercise=missing-free]")
    fill(page, "missing-free", {"condition": ("direct cell contact",)})
    assert text(page, "[data-exercise=missing-free] .result").startswith("✓ Right: 2 of 2 points.")
    fill(page, "rule", {"rule": ("HIF -> VEGF",)})
    assert "hand in" in text(page, "[data-exercise=rule]")
    assert page.run("document.querySelector('[data-exercise=rule] .explanation').hidden") is False


def test_the_explanation_opens_once_something_was_answered_and_says_nothing_twice(page: Browser, bank: Bank) -> None:
    def explained() -> list[tuple[str, bool]]:
        return page.run(
            "[...document.querySelectorAll('[data-exercise=predict] .explanation > p:not(.cites)')]"
            ".map((each) => [each.textContent, each.hidden])"
        )

    key = bank["predict"].key.entries[0]
    wrong = next(each for each in key.messages if each not in (*key.right, "none"))
    fill(page, "predict", {})
    assert page.run("document.querySelector('[data-exercise=predict] .explanation').hidden") is True
    fill(page, "predict", {"findings": (wrong,)})
    assert page.run("document.querySelector('[data-exercise=predict] .explanation').hidden") is False
    said = key.messages[wrong].text
    assert [hidden for paragraph, hidden in explained() if paragraph in said] == [True]
    assert [hidden for paragraph, hidden in explained() if paragraph not in said].count(False) == len(explained()) - 1


def test_answers_are_saved_as_grade_reads_them(page: Browser, bank: Bank, desk: Desk) -> None:
    answers = {question.item.id: question.right_answer for question in bank.values() if question.item.id != "phases"}
    for name, answer in answers.items():
        fill(page, name, answer)
    page.run("document.querySelector('[data-exercise=predict] [data-hint]').click()")
    page.run(
        """const student = document.getElementById('student');
        student.value = 'Ada "the <first>"';
        student.dispatchEvent(new Event('change'));"""
    )
    lines = page.run("submissions()")
    read = [Submission.model_validate(json.loads(line)) for line in lines.splitlines()]
    assert [each.exercise for each in read] == list(answers)
    for each in read:
        mark = grade(bank[each.exercise], each)
        assert (mark.status, mark.student) == ("right", 'Ada "the <first>"')
        assert mark.hints == (each.exercise == "predict")
    page.run("document.getElementById('save').click()")
    assert text(page, "#announcer") == "Saved as answers.jsonl."


def test_it_works_where_nothing_can_be_kept(page: Browser, files: dict[bool, Path]) -> None:
    script = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('not allowed'); }});"
    added = page.call("Page.addScriptToEvaluateOnNewDocument", source=script)
    try:
        page.open(files[True])
        fill(page, "spot", {"step": ("4",)})
        assert text(page, "[data-exercise=spot] .result").startswith("✓ Right")
    finally:
        page.call("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])


def test_a_scenario_is_tried_out(page: Browser, desk: Desk) -> None:
    def give(part: str, name: str) -> None:
        page.run(f"document.getElementById('try-{part}').focus()")
        page.type(name)
        page.press("Enter")

    give("given", "Hypoxia")
    assert "follow." in text(page, "#try .state")
    assert "HIF-2α active" in text(page, "#try .findings")
    assert "CSC enrichment ●●●○ moderate" in text(page, "#try .findings")
    page.run(
        "[...document.querySelectorAll('#try th')].find((th) => th.innerText === 'CSC enrichment')"
        ".parentElement.querySelector('button').click()"
    )
    assert "S115" in text(page, "#try .proof")
    give("given", "no hypoxia")
    assert text(page, "#try .state").startswith("These contradict each other: hypoxia; no")
    page.run("document.querySelector('#try .chosen li:last-child button').click()")
    give("block", "HIF-2α")
    assert "HIF-2α active" not in text(page, "#try .findings")
    give("given", "xyzzy")
    assert text(page, "#try .wrong:not(:empty)") == "“xyzzy” is not known to this page; choose a name from the list."


# ---------------------------------------------------------------- what it is made of


def test_nothing_in_data_acts(page: Browser, files: dict[bool, Path]) -> None:
    fill(page, "predict", {"findings": ("HIF2A",)})
    page.run("document.querySelector('[data-exercise=predict] [data-hint]').click()")
    assert page.run("window.hacked") is None
    assert page.run("document.querySelectorAll('b, img').length") == 0
    assert page.run("document.querySelectorAll('[onclick], [onfocus], [onerror], [onload], [style]').length") == 0
    assert page.run("document.title") == "A <course> & more"


def test_the_policy_admits_nothing_from_outside(page: Browser) -> None:
    asked = page.run("fetch('https://example.invalid/x').then(() => 'sent', (error) => error.name)")
    assert asked == "TypeError"
    page.run(
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.invalid/y.png'}))"
    )
    page.run("new Promise((done) => setTimeout(done, 50))")
    assert [each for each in page.requests() if "example" in each] == []
    page.run(
        """try {
            const script = document.createElement('script');
            script.textContent = 'window.hacked = 5';
            document.body.append(script);
        } catch {}"""
    )
    assert page.run("window.hacked") is None
    page.events.clear()  # the refusals, which the console tells of


def test_the_file_is_strict_xml_of_one_piece(files: dict[bool, Path]) -> None:
    for path in files.values():
        doctype, _, rest = path.read_text(encoding="utf-8").partition("\n")
        assert doctype == "<!DOCTYPE html>"
        root = ElementTree.fromstring(rest)
        ids = [each.get("id") for each in root.iter() if each.get("id")]
        assert len(ids) == len(set(ids))
        addresses = [value for each in root.iter() for name, value in each.attrib.items() if name in ("src", "href")]
        assert all(each.startswith(("#", "https://", "data:,")) for each in addresses)
        assert DISCLAIMER in rest


def test_without_keys_nothing_right_is_in_the_page(files: dict[bool, Path], bank: Bank, browser: Browser) -> None:
    with_keys, without = (files[keys].read_text(encoding="utf-8") for keys in (True, False))
    for question in bank.values():
        for message in (question.key.explanation, *(m for key in question.key.entries for m in key.messages.values())):
            plain = message.text.partition("\n")[0]
            if len(plain) > 60 and not re.search("[<>&'\"]", plain):
                assert plain in with_keys
                assert plain not in without
        assert not [hint.text for hint in question.item.hints if hint.text in without and len(hint.text) > 20]
    data = json.loads(re.findall(r'id="data">(.*?)</script>', without)[0])
    assert data.keys() == {"storage", "entities", "exercises"}
    assert {name for each in data["exercises"] for entry in each["entries"] for name in entry} == {
        "id",
        "kind",
        "options",
    }
    assert not any(each["hints"] or each["remarks"] for each in data["exercises"])
    browser.emulate()
    browser.open(files[False])
    assert browser.run("document.querySelectorAll('.actions, .explanation, #try, .hints').length") == 0
    browser.run("document.querySelector('[data-exercise=predict] input').click()")
    assert text(browser, "#progress").startswith("1 of ")
    assert json.loads(browser.run("submissions()").splitlines()[0])["exercise"] == "predict"
    browser.run("localStorage.clear()")
    assert browser.complaints() == []


# ---------------------------------------------------------------- for everybody


CONTRASTS = """
(() => {
    const light = (text) => {
        const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        const [r, g, b] = text.match(/[\\d.]+/g).map((each) => linear(each / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
        for (let each = element; each; each = each.parentElement) {
            const colour = getComputedStyle(each).backgroundColor;
            if (!/, 0\\)$|transparent/.test(colour)) { return colour; }
        }
        return "rgb(255, 255, 255)";
    };
    const found = new Map();
    for (const element of document.querySelectorAll("body *:not(script):not(svg):not(svg *)")) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        if (!own || !element.offsetParent) { continue; }
        const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) { found.set(element.tagName + "." + element.className, ratio); }
    }
    return [...found];
})()
"""


@pytest.mark.parametrize("dark", [False, True])
def test_contrast_suffices_in_both_schemes(page: Browser, bank: Bank, *, dark: bool) -> None:
    page.emulate(dark=dark)
    for name, answer in (("spot", {"step": ("1",)}), ("contrast", bank["contrast"].right_answer)):
        fill(page, name, answer)
    fill(page, "predict", {"findings": ("HIF2A",)})
    page.run("document.getElementById('try-given').value = 'hypoxia'")
    page.run("document.querySelectorAll('#try button')[0].click()")
    page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.run(CONTRASTS) == []


def test_everything_has_a_name_for_those_who_do_not_see_it(page: Browser) -> None:
    """By the tree that the browser hands to screen readers."""
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    roles = (
        "button",
        "checkbox",
        "radio",
        "textbox",
        "combobox",
        "searchbox",
        "link",
        "image",
        "group",
        "table",
        "article",
    )
    seen: Counter[str] = Counter()
    for node in nodes:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in roles:
            continue
        seen[role] += 1
        if role != "group":  # those of `details` have none
            assert node.get("name", {}).get("value", "").strip(), node
    assert all(seen[role] for role in ("button", "checkbox", "radio", "combobox", "link", "group", "article")), seen
    levels = page.run("[...document.querySelectorAll('h1, h2, h3, h4')].map((each) => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1
    assert page.run("document.querySelectorAll('fieldset:not(:has(> legend))').length") == 0


def judged_by_axe(page: Browser) -> list[str]:
    """What axe-core, a checker of accessibility that is not ours, finds wrong."""
    page.run((package("axe-core") / "axe.min.js").read_text(encoding="utf-8") + "; 0")
    found: list[str] = page.run(
        """axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.map(
            (each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`))"""
    )
    return found


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_wrong(page: Browser, bank: Bank, *, dark: bool) -> None:
    page.emulate(dark=dark)
    for name in ("contrast", "order", "intervene-options"):
        fill(page, name, bank[name].right_answer)
    fill(page, "predict", {"findings": ("EMT",)})
    page.run("document.querySelector('[data-exercise=predict] [data-hint]').click()")
    page.run("document.getElementById('try-given').value = 'hypoxia'")
    page.run("document.querySelectorAll('#try button')[0].click()")
    page.run("document.querySelector('#try td button').click()")
    page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert judged_by_axe(page) == []
    page.run(
        "document.querySelectorAll('[data-exercise=spot] label').forEach((each) => each.replaceWith(...each.children))"
    )
    assert [each.partition(":")[0] for each in judged_by_axe(page)] == ["label"]


def test_no_screen_needs_scrolling_sideways(page: Browser, bank: Bank) -> None:
    page.emulate(width=360, height=700)
    for question in bank.values():
        if question.item.id != "phases":
            fill(page, question.item.id, question.right_answer)
    page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for width in (360, 640, 1000):
        page.emulate(width=width, height=700)
        assert page.run("document.documentElement.scrollWidth") <= width


def test_paper_has_the_exercises_and_no_buttons(page: Browser) -> None:
    page.emulate(media="print")
    seen = (
        "(selector) => [...document.querySelectorAll(selector)].filter((each) => each.getClientRects().length).length"
    )
    for gone in ("button", "nav", "#try", ".explanation", ".hints"):
        assert page.run(f"({seen})({json.dumps(gone)})") == 0, gone
    assert page.run(f"({seen})('article')") == 15
    assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_proofs_stand_there_as_a_picture_and_in_words(page: Browser, bank: Bank) -> None:
    fill(page, "order", bank["order"].right_answer)
    page.run("document.querySelectorAll('[data-exercise=order] details').forEach((each) => { each.open = true; })")
    words = text(page, "[data-exercise=order] figcaption ol")
    drawn_words = page.run(
        "[...document.querySelectorAll('[data-exercise=order] svg text')].map((each) => each.textContent).join(' ')"
    )
    for step in ("arrest in capillaries", "colonisation"):
        assert step in words
        assert step in drawn_words
    assert page.run("document.querySelector('[data-exercise=order] svg').getAttribute('role')") == "img"


# ---------------------------------------------------------------- the command


def test_the_command_writes_the_page_and_says_what_it_cannot_do(tmp_path: Path) -> None:
    path, source = tmp_path / "page.html", tmp_path / "exercises.yaml"
    documents = EXERCISES.read_text(encoding="utf-8").split("---\n")
    source.write_text("---\n".join(each for each in documents if "type: rule" in each or "type: spot" in each), "utf-8")
    export = ("teach", "export", "html", str(source), "--kb", str(Path(__file__).parents[3]), "--output")
    done = call(*export, str(path))
    assert done.code == 0, done.err
    assert "html does not carry marking, which `reasoner teach grade` does (in rule)" in done.err
    assert "2 exercises, 1 of them carried in full" in done.err
    assert "can read them" in done.err
    first = path.read_bytes()
    assert call(*export, str(path)).code == 0
    assert path.read_bytes() == first
    assert "E320" in call(*export, str(tmp_path / "no.html"), "--strict").err
    assert not (tmp_path / "no.html").exists()
    assert "keys" not in call(*export, str(path), "--no-keys").err
