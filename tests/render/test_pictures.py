"""Pictures: what they show, that nothing in them overlaps or acts, and that they need no colour."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from math import cos, radians, sin
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from reasoner.knowledge.loader import load
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.pictures import (
    Bar,
    Bars,
    Cell,
    EffectMap,
    Lane,
    Picture,
    ProofMap,
    ProofStep,
    Setup,
    Spell,
    Timeline,
)
from reasoner.model.result import DISCLAIMER, Origin, Result
from reasoner.model.scenario import Phase, Scenario
from reasoner.model.sensitivity import Effect, Prevalence, Sensitivity, Switch
from reasoner.pipeline import Reasoner
from reasoner.render.output import Output
from reasoner.render.pictures.bars import bars
from reasoner.render.pictures.content import RunBars, effect_map, proof_map, sweep_bars, timeline
from reasoner.render.pictures.drawing import Drawing, Placed
from reasoner.render.pictures.effects import effects
from reasoner.render.pictures.measure import LONGEST, clipped, width, wrapped
from reasoner.render.pictures.proof import proof
from reasoner.render.pictures.proof import told as proof_told
from reasoner.render.pictures.signs import percent
from reasoner.render.pictures.svg import drawn, svg, svg_file
from reasoner.render.pictures.terminal import told
from reasoner.render.pictures.timeline import timeline as draw_timeline

LAID_OUT: dict[type[Picture], Callable[[Any], Drawing]] = {
    EffectMap: effects,
    Bars: bars,
    Timeline: draw_timeline,
    ProofMap: proof,
}
SVG = "{http://www.w3.org/2000/svg}"
SCENARIOS = Path(__file__).parents[2] / "sessions" / "scenarios"
HOSTILE = [
    "</text><script>alert(1)</script>",
    "\x1b[31mred\x07",
    "a\u202eb",
    '" onload="x',
    "&lt;b&gt;",
    "]]>",
    "\ud800",
]
LONG = [
    "W" * 90,
    "γδΣ " * 30,
    "i",
    "中文标签",
    "α" * 20,
    "x y",
    "HIF-2α inhibited",
    "mesenchymal-epithelial transition " * 3,
]


def labels(rng: random.Random, many: int) -> tuple[str, ...]:
    return tuple(f"{rng.choice(LONG)} {number}" for number in range(many))


def cell(rng: random.Random, kind: int) -> Cell:
    if kind == 0:
        return rng.choice([Cell(), Cell(support=rng.choice(list(Grade)))])
    one, other = rng.random(), rng.random()
    return rng.choice(
        [Cell(), Cell(gained=one), Cell(lost=1.0), Cell(gained=one / 2, lost=other / 2), Cell(known=False)]
    )


def a_map(rng: random.Random, rows: int, columns: int, kind: int = 1) -> EffectMap:
    cells = tuple(tuple(cell(rng, kind) for _ in range(columns)) for _ in range(rows))
    title = "What each factor does"
    return EffectMap(title=title, note="A note.", rows=labels(rng, rows), columns=labels(rng, columns), cells=cells)


def some_bars(rng: random.Random, many: int) -> Bars:
    found = tuple(
        Bar(label=text, supports=tuple(rng.choice([0, 0, 3, 250]) for _ in Grade)) for text in labels(rng, many)
    )
    return Bars(title="How often", total=1000, bars=found)


def a_timeline(rng: random.Random, lanes: int, phases: int) -> Timeline:
    def spell() -> Spell | None:
        support = rng.choice(list(Grade))
        return rng.choice([None, Spell(ended="reverts"), Spell(support=support, gained=True, persisting=True)])

    return Timeline(
        title="A course " * 20,
        phases=tuple(f"{n} {text}" for n, text in enumerate(labels(rng, phases), start=1)),
        setup=tuple(Setup(label=text, phases=(True,) * phases) for text in labels(rng, 2)),
        lanes=tuple(Lane(label=text, spells=tuple(spell() for _ in range(phases))) for text in labels(rng, lanes)),
        advice="It is no advice.",
    )


def a_proof(rng: random.Random, many: int) -> ProofMap:
    """Steps of which each needs some before it; in the end one needs all that no other does."""
    steps: list[ProofStep] = []
    unused: set[int] = set()
    for number, text in enumerate(labels(rng, many)):
        premises = rng.sample(range(number), min(number, rng.choice([0, 1, 1, 2, 3])))
        premises = sorted(unused | set(premises)) if number == many - 1 else premises
        unused = (unused - set(premises)) | {number}
        steps.append(ProofStep(label=text, note=rng.choice(LONG), cited=bool(premises), premises=tuple(premises)))
    return ProofMap(title="Why it is so", steps=tuple(steps), advice="It is no advice.")


def pictures() -> Iterator[Picture]:
    """Pictures of every kind and of many shapes."""
    rng = random.Random(5)
    for rows, columns in ((0, 0), (0, 3), (3, 0), (1, 1), (1, 40), (60, 1), (7, 5)):
        yield from (a_map(rng, rows, columns, kind) for kind in (0, 1))
    yield from (some_bars(rng, many) for many in (0, 1, 30))
    yield from (a_timeline(rng, lanes, phases) for lanes, phases in ((0, 1), (1, 1), (20, 3), (3, 12)))
    yield from (a_proof(rng, many) for many in (0, 1, 2, 5, 9, 14, 14, 14))


# ---------------------------------------------------------------- room


def box(placed: Placed) -> list[tuple[float, float]]:
    """The corners of a text: where it lies, by its anchor, turned around its place."""
    wide = width(placed.text, placed.size) * (1.1 if placed.bold else 1)
    left = {"start": 0.0, "middle": -wide / 2, "end": -wide}[placed.anchor]
    turn = radians(placed.angle)
    corners = [
        (left, -0.8 * placed.size),
        (left + wide, -0.8 * placed.size),
        (left + wide, 0.24 * placed.size),
        (left, 0.24 * placed.size),
    ]
    return [(placed.x + x * cos(turn) - y * sin(turn), placed.y + x * sin(turn) + y * cos(turn)) for x, y in corners]


def apart(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> bool:
    """Whether a line along an edge of either rectangle lies between them."""
    for corners in (one, other):
        for (x, y), (x2, y2) in (corners[:2], corners[1:3]):
            spans = [[px * (y2 - y) + py * (x - x2) for px, py in each] for each in (one, other)]
            if max(spans[0]) <= min(spans[1]) or max(spans[1]) <= min(spans[0]):
                return True
    return False


def overlaps(picture: Picture) -> list[tuple[str, str]]:
    """Texts that lie on each other; only those are compared of which the surrounding boxes meet."""
    placed = sorted(((box(each), each.text) for each in drawn(picture).texts), key=lambda item: min(item[0]))
    edges = [(min(x for x, _ in corners), max(x for x, _ in corners)) for corners, _ in placed]
    order = sorted(range(len(placed)), key=lambda n: edges[n][0])
    found = []
    active: list[int] = []
    for n in order:
        active = [m for m in active if edges[m][1] > edges[n][0]]
        found += [(placed[m][1], placed[n][1]) for m in active if not apart(placed[m][0], placed[n][0])]
        active.append(n)
    return found


@pytest.mark.parametrize("kind", [0, 1])
def test_labels_do_not_overlap_at_sixty_by_forty(kind: int) -> None:
    picture = a_map(random.Random(kind), 60, 40, kind)
    assert len(drawn(picture).texts) > 60 + 40 + 60 * 40 / 3
    assert overlaps(picture) == []


def test_nothing_overlaps_or_lies_outside_in_any_picture() -> None:
    for picture in pictures():
        drawing = drawn(picture)
        assert overlaps(picture) == []
        for each in drawing.texts:
            for x, y in box(each):
                assert 0 <= x <= drawing.width, each
                assert 0 <= y <= drawing.height, each
        for shape in drawing.shapes:
            assert 0 <= shape.x <= shape.x + shape.width <= drawing.width + 0.01
            assert 0 <= shape.y <= shape.y + shape.height <= drawing.height + 0.01


def test_shapes_and_labels_keep_out_of_the_legend() -> None:
    for picture in pictures():
        drawing = LAID_OUT[type(picture)](picture)
        assert all(y <= drawing.height for each in drawing.texts for _, y in box(each))
        assert all(each.y + each.height <= drawing.height + 0.01 for each in drawing.shapes)


def test_the_real_base_at_sixty_by_forty(kb: KnowledgeBase) -> None:
    """The longest labels there are, and signs of both kinds."""
    rng = random.Random(1)
    names = sorted((kb.label(Finding(each)) for each in kb.entities), key=len, reverse=True)
    cells = tuple(tuple(cell(rng, 1) for _ in range(40)) for _ in range(60))
    picture = EffectMap(title="t", note="n", rows=tuple(names[:60]), columns=tuple(names[60:100]), cells=cells)
    assert overlaps(picture) == []


def test_overlaps_are_found() -> None:
    """The test above can fail: columns that are too narrow are noticed."""
    texts = [Placed("migration", x, 100, angle=-60) for x in (50, 60)]
    assert not apart(*map(box, texts))
    assert apart(*(box(Placed("migration", x, 100, angle=-60)) for x in (50, 66)))


def test_widths_are_upper_bounds() -> None:
    """Against the widest of the usual fonts, where it is installed."""
    fonts = pytest.importorskip("matplotlib.font_manager")
    from matplotlib.textpath import TextPath

    face = fonts.FontProperties(family="DejaVu Sans")
    for text in ["migration", "HIF-2α inhibited", "WM@%", "γδθμ", "+>99", "−<1", "G0/G1 (in) [x]"]:
        assert TextPath((0, 0), text, size=12, prop=face).get_extents().width <= width(text, 12)


def test_long_labels_are_clipped_and_told_whole() -> None:
    text = "W" * 90
    assert clipped("short", 12) == "short"
    assert width(clipped(text, 12), 12) <= LONGEST
    root = ElementTree.fromstring(svg(EffectMap(title="t", note="n", rows=(text,), columns=("c",), cells=((Cell(),),))))
    (found,) = [each for each in root.iter(f"{SVG}text") if "WW" in "".join(each.itertext())]
    assert found.findtext(f"{SVG}title") == text


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    for text in ("one two three " * 9, "W" * 80, "", "a " + "i" * 300):
        lines = wrapped(text, 10, 120)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(width(line, 10) <= 120 for line in lines)


# ---------------------------------------------------------------- the document


def shown(root: ElementTree.Element) -> list[str]:
    """The texts that are drawn, without titles."""
    return ["".join([each.text or "", *(part.tail or "" for part in each)]) for each in root.iter(f"{SVG}text")]


def test_a_document_is_xml_that_says_what_it_is() -> None:
    for picture in pictures():
        root = ElementTree.fromstring(svg_file(picture).encode())
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        ids = {each.get("id") for each in root.iter() if each.get("id")}
        assert set((root.get("aria-labelledby") or "").split()) == ids
        assert root.findtext(f"{SVG}title") == picture.title
        assert DISCLAIMER in (root.findtext(f"{SVG}desc") or "")
        assert "prefers-color-scheme:dark" in (root.findtext(f"{SVG}style") or "")
        assert "".join(shown(root)).count(DISCLAIMER) == 1
        assert picture.advice in " ".join(shown(root))


TAGS = {"svg", "title", "desc", "style", "rect", "text", "path"}


def test_nothing_in_data_acts() -> None:
    texts = tuple(HOSTILE)
    cells = tuple(tuple(Cell(gained=0.5) for _ in texts) for _ in texts)
    spells = (Spell(support=Grade.limited),) * len(texts)
    for picture in (
        EffectMap(title=HOSTILE[0], note=HOSTILE[1], rows=texts, columns=texts, cells=cells, advice=HOSTILE[0]),
        Bars(title=HOSTILE[1], total=2, bars=tuple(Bar(label=text, supports=(1, 0, 0, 1)) for text in texts)),
        Timeline(
            title=HOSTILE[2],
            phases=texts,
            setup=tuple(Setup(label=text, phases=(True,) * len(texts)) for text in texts),
            lanes=tuple(Lane(label=text, spells=spells) for text in texts),
        ),
        ProofMap(title=HOSTILE[0], steps=tuple(ProofStep(label=text, note=text) for text in texts)),
    ):
        text = svg_file(picture)
        assert {each for each in text if not each.isprintable()} == {"\n"}
        root = ElementTree.fromstring(text.encode())
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= TAGS
        assert not [name for each in root.iter() for name in each.attrib if name.startswith("on") or "href" in name]
        assert any("</text><script>" in told for told in shown(root))


def test_the_same_picture_is_the_same_bytes() -> None:
    assert [svg_file(each) for each in pictures()] == [svg_file(each) for each in pictures()]


def test_two_pictures_in_a_document_have_ids_of_their_own() -> None:
    picture = some_bars(random.Random(1), 2)
    ids = re.findall(r' id="([^"]*)"', svg(picture, "one") + svg(picture, "two"))
    assert len(ids) == len(set(ids)) == 4


def parts(picture: EffectMap | Timeline) -> int:
    """How many coloured parts there are to be."""
    if isinstance(picture, EffectMap):
        cells = [each for row in picture.cells for each in row]
        return sum((each.support is not None) + (each.gained > 0) + (each.lost > 0) for each in cells)
    held = [each for lane in picture.lanes for each in lane.spells if each and each.support is not None]
    return len(held) + sum(sum(each.phases) for each in picture.setup)


def test_every_colour_has_its_sign() -> None:
    """Each coloured part of a map or timeline has a text on it, of another kind for each colour."""
    rng = random.Random(3)
    wanted = {
        "map": {"more": r"\+|[SMLH]$", "less": "−"},
        "timeline": {"more": r"\+?~?[SMLH]$", "setup": "on$"},
    }
    for kind, picture in (
        ("map", a_map(rng, 9, 7, 0)),
        ("map", a_map(rng, 9, 7, 1)),
        ("timeline", a_timeline(rng, 9, 4)),
    ):
        drawing = drawn(picture)
        coloured = [each for each in drawing.shapes if each.class_ in wanted[kind]]
        assert len(coloured) == parts(picture) > 8
        for shape in coloured:
            middle = shape.y + shape.height / 2
            signs = [
                each.text
                for each in drawing.texts
                if shape.x <= each.x <= shape.x + shape.width and abs(each.y - 0.36 * each.size - middle) < 2
            ]
            assert [each for each in signs if re.match(wanted[kind][shape.class_], each)], (shape, signs)


# ---------------------------------------------------------------- the terminal


def printed(picture: Picture, columns: int, encoding: str = "utf-8", color: str = "never") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    Output(stream, color, columns, {}).show(told(picture))
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("columns", [40, 67, 120])
def test_pictures_fit_any_terminal(columns: int, encoding: str) -> None:
    from rich.cells import cell_len

    for picture in pictures():
        text = printed(picture, columns, encoding)
        assert max(map(cell_len, text.splitlines())) <= columns
        assert DISCLAIMER.split()[-1] in text


def test_colour_adds_nothing() -> None:
    for picture in pictures():
        painted = re.sub(r"\x1b\[[0-9;]*m", "", printed(picture, 80, color="always"))
        assert [line.rstrip() for line in painted.splitlines()] == printed(picture, 80).splitlines()


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_cells_stand_beneath_their_columns(columns: int) -> None:
    """Read back from what is printed: each sign at the place of its column's number."""
    rng = random.Random(columns)
    rows = tuple(f"row-{number} of which there is more to say" for number in range(12))
    cells = tuple(tuple(Cell(gained=rng.choice([0, 0.25, 1])) for _ in range(30)) for _ in rows)
    picture = EffectMap(title="t", note="n", rows=rows, columns=tuple(f"c{n}" for n in range(30)), cells=cells)
    found: dict[tuple[str, int], str] = {}
    places: dict[int, int] = {}
    for line in printed(picture, columns).splitlines():
        if re.fullmatch(r"[\s\d]+", line) and line.strip():
            places = {int(match[0]) - 1: match.start() for match in re.finditer(r"\d+", line)}
        elif line.strip().startswith("row-"):
            name = line.split()[0]
            found |= {(name, n): line[place : place + 4].strip() for n, place in places.items()}
    shares = {0: "", 0.25: "+25", 1: "+100"}
    for name, row in zip(rows, cells, strict=True):
        if any(each.gained for each in row):
            assert [found[name.split()[0], n] for n in range(30)] == [shares[each.gained] for each in row]


def test_bars_are_as_long_as_their_shares() -> None:
    supports = ((0, 0, 0, 500), (0, 0, 250, 250), (1000, 0, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0))
    found = tuple(Bar(label=f"f{number}", supports=each) for number, each in enumerate(supports))
    lines = [
        line for line in printed(Bars(title="t", total=1000, bars=found), 100, "ascii").splitlines() if " f" in line
    ]
    filled = [re.sub(r"^\s*f\d\s*", "", line).split("  ")[0].strip() for line in lines]
    assert filled[:3] == ["#" * 20, "#" * 10 + "=" * 10, "." * 40]
    assert filled[3] == "."
    assert "<1 %" in lines[3]
    assert "0 %" in filled[4]


def test_percents_never_claim_all_or_none() -> None:
    assert [percent(each) for each in (0, 0.001, 0.5, 0.999, 1)] == ["0", "<1", "50", ">99", "100"]


# ---------------------------------------------------------------- what they show


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


def test_an_effect_map_has_the_shares_of_a_sweep() -> None:
    targets = [Finding("EMT"), Finding("invasion")]
    counts = {
        ("a", "EMT"): (8, 2, 0),
        ("a", "invasion"): (8, 0, 4),
        ("b", "EMT"): (0, 0, 0),
        ("b", "invasion"): (4, 1, 1),
    }
    answer = Sensitivity(
        scenarios=16,
        refused=2,
        full=True,
        compared=16,
        switches=tuple(Switch(name=name, label=name.upper(), factor=name, level="on") for name in "ab"),
        targets=tuple(
            Prevalence(
                finding=each,
                label=str(each),
                kind=Kind.process,
                scenarios=5,
                support={"hypothesis": 1, "limited": 0, "moderate": 0, "strong": 4},
            )
            for each in targets
        ),
        effects=tuple(
            Effect(
                switch=name,
                target=Finding(target),
                pairs=pairs,
                gained=gained,
                lost=lost,
                raised=0,
                lowered=0,
                with_switch=8,
                held_with=0,
                without=8,
                held_without=0,
            )
            for (name, target), (pairs, gained, lost) in reversed(counts.items())
        ),
    )
    picture = effect_map(answer)
    assert picture.rows == ("A", "B")
    assert picture.columns == ("EMT", "invasion")
    assert picture.cells == (
        (Cell(gained=0.25), Cell(lost=0.5)),
        (Cell(known=False), Cell(gained=0.25, lost=0.25)),
    )
    assert sweep_bars(answer).total == 14
    assert [bar.held for bar in sweep_bars(answer).bars] == [5, 5]


@pytest.fixture(scope="module")
def results(kb: KnowledgeBase) -> list[Result]:
    """Of scenarios of the repository."""
    reasoner = Reasoner(kb)
    scenarios = [item.scenario for path in sorted(SCENARIOS.rglob("*.yaml"))[:6] for item in read_scenarios(path, kb)]
    return [
        reasoner.result(reasoner.evaluate(each, "columns"), with_specificity=False)
        for each in scenarios
        if each and not each.setting.suppose
    ]


def test_bars_of_a_run_count_its_scenarios(kb: KnowledgeBase, results: list[Result]) -> None:
    found = results[:25]
    counted = RunBars(kb)
    assert counted.picture() is None
    for result in found:
        counted.add(result)
    picture = counted.picture()
    assert picture is not None
    assert picture.total == len(found) == 25
    wanted: dict[str, list[int]] = {}
    for result in found:
        for each in result.findings:
            if each.kind is Kind.phenotype and each.lifted_from is None:
                wanted.setdefault(each.label, [0, 0, 0, 0])[each.support] += 1
    assert {bar.label: list(bar.supports) for bar in picture.bars} == wanted
    held = [bar.held for bar in picture.bars]
    assert held == sorted(held, reverse=True)


def test_a_timeline_says_what_each_phase_says(kb: KnowledgeBase, results: list[Result]) -> None:
    seen = dict.fromkeys(("gained", "persisting", "ended", "held", "several"), 0)
    for result in results:
        picture = timeline(kb, result)
        phases = result.phases or (result,)
        held = [{each.label: each for each in phase.findings} for phase in phases]
        ended = [{e.label: e.how.value for e in phase.changes.ended} if phase.changes else {} for phase in phases]
        seen["several"] += len(phases) > 1
        for lane in picture.lanes:
            for number, spell in enumerate(lane.spells):
                now = held[number].get(lane.label)
                before = number > 0 and lane.label in held[number - 1]
                if now is None:
                    assert (spell.ended if spell else "") == (ended[number].get(lane.label, "") if before else "")
                    seen["ended"] += spell is not None
                    continue
                assert spell is not None
                assert spell.support is now.support
                assert spell.persisting == (now.origin is Origin.persisting)
                assert spell.gained == (number > 0 and not before)
                seen["held"] += 1
                seen["gained"] += spell.gained
                seen["persisting"] += spell.persisting
        assert len(picture.setup) == len({text for phase in phases for text in (*phase.given, *phase.interventions)})
    assert all(seen.values()), seen


def test_a_timeline_of_chosen_findings(kb: KnowledgeBase, results: list[Result]) -> None:
    result = next(each for each in results if each.phases)
    chosen = [result.findings[0].finding, result.findings[-1].finding]
    assert [lane.label for lane in timeline(kb, result, chosen).lanes] == [kb.label(each) for each in chosen]


# ---------------------------------------------------------------- proofs


def test_arrows_lead_from_each_premise_to_its_conclusion_and_meet_no_other_box() -> None:
    rng = random.Random(3)
    for many in (2, 5, 9, 14, 14, 14):
        picture = a_proof(rng, many)
        drawing = proof(picture)
        boxes = {each.title: each for each in drawing.shapes}
        assert len(boxes) == len(picture.steps)
        named = [boxes[f"{each.label}: {each.note}"] for each in picture.steps]
        drawn_arrows = {(upper(drawing, arrow.points[0]), lower(drawing, arrow.points[-1])) for arrow in drawing.arrows}
        wanted = {
            (id(named[premise]), id(named[number]))
            for number, each in enumerate(picture.steps)
            for premise in each.premises
        }
        assert drawn_arrows == wanted
        for arrow in drawing.arrows:
            for (x, y), (x2, y2) in zip(arrow.points, arrow.points[1:], strict=False):
                for n in range(1, 20):
                    px, py = x + (x2 - x) * n / 20, y + (y2 - y) * n / 20
                    assert not [b for b in drawing.shapes if b.x < px < b.x + b.width and b.y < py < b.y + b.height]


def upper(drawing: Drawing, point: tuple[float, float]) -> int:
    """The box from whose lower edge an arrow comes."""
    (found,) = [
        b for b in drawing.shapes if abs(b.x + b.width / 2 - point[0]) < 1 and abs(b.y + b.height - point[1]) < 1
    ]
    return id(found)


def lower(drawing: Drawing, point: tuple[float, float]) -> int:
    """The box at whose upper edge an arrow ends."""
    (found,) = [b for b in drawing.shapes if abs(b.x + b.width / 2 - point[0]) < 1 and abs(b.y - point[1]) < 1]
    return id(found)


def test_a_proof_map_has_every_finding_of_the_proof_once(kb: KnowledgeBase) -> None:
    reasoner = Reasoner(kb)
    scenario = Scenario(phases=(Phase(given=(Finding("CSC"),)),))
    evaluation = reasoner.evaluate(scenario, "columns")
    deepest = max(
        reasoner.result(evaluation, with_specificity=False).findings, key=lambda each: (each.steps, each.label)
    )
    proof_node = reasoner.why(evaluation, deepest.finding).finding.proof
    assert proof_node is not None
    findings, todo = {}, [proof_node]
    while todo:
        node = todo.pop()
        findings[node.finding] = node.label
        todo += node.premises
    picture = proof_map(kb, proof_node)
    assert sorted(each.label for each in picture.steps) == sorted(findings.values())
    assert picture.steps[-1].label == proof_node.label
    lines = list(proof_told(picture))
    assert lines[0].endswith("given.")
    assert all(line.startswith(f"{number}. ") for number, line in enumerate(lines, start=1))
