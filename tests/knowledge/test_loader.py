"""Loading: every way in which files do not hold together, with code and position; packs; the digest."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from reasoner.errors import KnowledgeError, UsageError
from reasoner.knowledge import packs as finding_packs
from reasoner.knowledge.loader import load
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from tests.knowledge.packs import FILES, base, found, problems_of, rule, write


def entity(extra: str, kind: str = "phenotype") -> str:
    return f"kind: {kind}\nentities:\n  - id: x\n    label: an x\n    {extra}\n"


X, R = "facts/x.yaml", "rules/20-x.yaml"
COMPLETE = "    evidence: [{at: S1, find: 'Under hypoxia the', wording: states}]\n"

BAD = {
    # -------------------------------------------------- records
    "unknown key": ({X: entity("colour: red")}, [("E011", f"{X}:5:5")]),
    "key that the loader fills in": ({R: rule("path: x")}, [("E011", f"{R}:8:5")]),
    "key that the loader fills in, inside": (
        {R: "topic: T\nrules:\n  - {id: r, claim: C., when: hypoxia, then: HIF,\n     evidence: [{at: S1, source: x, "
            "find: a b c, wording: states}]}\n"},
        [("E011", f"{R}:4:26")],
    ),
    "kind at an entity": ({X: entity("kind: cell")}, [("E011", f"{X}:5:5")]),
    "missing key": ({X: "kind: cell\nentities:\n  - id: x\n"}, [("E013", f"{X}:3:5")]),
    "no kind": ({X: "entities: []\n"}, [("E013", f"{X}:1:1")]),
    "unknown kind": ({X: "kind: molecul\nentities: []\n"}, [("E010", f"{X}:1:7")]),
    "unknown key on top": ({X: "kind: cell\nentity: []\nentities: []\n"}, [("E011", f"{X}:2:1")]),
    "no list": ({X: "kind: cell\nentities: 3\n"}, [("E010", f"{X}:2:11")]),
    "item that is no mapping": ({X: "kind: cell\nentities: [a]\n"}, [("E010", f"{X}:2:12")]),
    "malformed id": ({X: "kind: cell\nentities: [{id: a-b, label: ab}]\n"}, [("E010", f"{X}:2:17")]),
    "wrong type": ({R: rule("persists: maybe")}, [("E010", f"{R}:8:15")]),
    "unknown value": ({R: rule("effect: cause")}, [("E010", f"{R}:8:13")]),
    "unknown confidence": (
        {"facts/references.yaml": "references:\n  - {ref: 1, confidence: verified}\n"},
        [("E010", "facts/references.yaml:2:26")],
    ),
    "list for text": ({X: entity("definition: [a]")}, [("E010", f"{X}:5:17")]),
    "text for a mapping": ({R: rule("only: glioma")}, [("E010", f"{R}:8:11")]),
    "no finding": ({R: rule("", then="[HIF, no TGFB]")}, [("E016", f"{R}:6:17")]),
    "no finding among alternatives": ({R: rule("", when="[{any: [HIF, no TGFB]}]")}, [("E016", f"{R}:5:24")]),
    "mapping for a finding": ({R: rule("", then="[{HIF: 1}]")}, [("E010", f"{R}:6:12")]),
    "before elsewhere than in when": ({R: rule("", then="before HIF")}, [("E016", f"{R}:6:11")]),
    "three words for two directions": ({X: entity("words: [a, b, c]")}, [("E010", f"{X}:5:12")]),
    "negative count": (
        {"facts/source.yaml": FILES["facts/source.yaml"].replace("refs: [3],", "refs: [3], statements: -1,")},
        [("E010", "facts/source.yaml:7:52")],
    ),
    "both bounds": (
        {X: entity("thresholds: [{below: '2', above: '3', unit: '%', gives: hypoxia}]", "measure")},
        [("E010", f"{X}:5:18")],
    ),
    # -------------------------------------------------- ids
    "entity twice": ({X: "kind: cell\nentities: [{id: CSC, label: c}]\n"}, [("E030", f"{X}:2:17")]),
    "rule twice": ({R: FILES["rules/10-mini.yaml"]}, [("E030", f"{R}:3:9"), ("E030", f"{R}:9:9")]),
    "group twice": (
        {"rules/_hypotheses.yaml": "groups:\n" + "  - {id: g, question: Q, options: [{id: a, label: a}]}\n" * 2},
        [("E030", "rules/_hypotheses.yaml:3:10")],
    ),
    "option twice": (
        {
            "rules/_hypotheses.yaml": "groups:\n"
            "  - {id: g, question: Q, options: [{id: a, label: a}, {id: a, label: b}]}\n"
        },
        [("E030", "rules/_hypotheses.yaml:2:60")],
    ),
    "reference twice": (
        {"facts/references.yaml": "references:\n  - {ref: 1}\n  - {ref: 1}\n"},
        [("E030", "facts/references.yaml:3:11")],
    ),
    "retired id": (
        {"rules/_deprecated.yaml": "deprecated: [{id: hypoxia-hif2a, reason: R, replaced_by: other}]\n"},
        [("E031", "rules/10-mini.yaml:3:9"), ("E012", "rules/_deprecated.yaml:1:58")],
    ),
    # -------------------------------------------------- names
    "unknown parent": ({X: entity("is_a: [HIFX]")}, [("E012", f"{X}:5:12")]),
    "unknown premise": ({R: rule("", when="[hypoxia, HIF3]")}, [("E012", f"{R}:5:21")]),
    "unknown alternative": ({R: rule("", when="[{any: [HIF, HIF3]}]")}, [("E012", f"{R}:5:24")]),
    "unknown conclusion": ({R: rule("", then="HIF3 down")}, [("E012", f"{R}:6:11")]),
    "unknown exception": ({R: rule("unless: [HIF, HIF3]")}, [("E012", f"{R}:8:19")]),
    "unknown place": ({R: rule("", then="HIF in blood")}, [("E012", f"{R}:6:11")]),
    "unknown cancer": ({R: rule("only: {cancer: [glioma, myeloma]}")}, [("E012", f"{R}:8:29")]),
    "unknown cell of a study": (
        {R: rule("context: {cell: HSC}")},
        [("E012", f"{R}:8:21")],
    ),
    "setting of the wrong kind": ({R: rule("only: {cancer: CSC}")}, [("E015", f"{R}:8:20")]),
    "setting of an item of the wrong kind": (
        {R: rule("").replace("wording: states", "wording: states, context: {cancer: CSC}")},
        [("E015", f"{R}:7:87")],
    ),
    "cancer as a finding": ({R: rule("", then="glioma")}, [("E015", f"{R}:6:11")]),
    "unknown group": ({R: rule("hypothesis: orign/stem")}, [("E012", f"{R}:8:17")]),
    "unknown option": ({R: rule("hypothesis: origin/root")}, [("E012", f"{R}:8:17")]),
    "malformed hypothesis": ({R: rule("hypothesis: origin")}, [("E010", f"{R}:8:17")]),
    "id that is a synonym elsewhere": (
        {X: "kind: molecule\nentities: [{id: epas1, label: other}]\n"},
        [("E046", "facts/molecules.yaml:4:43")],
    ),
    "ids that read the same": (
        {X: "kind: molecule\nentities: [{id: tgf_b, label: t}]\n"},
        [("E046", f"{X}:2:17")],
    ),
    "label twice": ({X: entity("synonyms: [y]").replace("an x", "CSCs")}, [("E046", f"{X}:4:12")]),
    "name without letters": ({X: entity("synonyms: ['-']")}, [("E046", f"{X}:5:16")]),
    # -------------------------------------------------- vocabulary
    "is_a in a circle": (
        {X: "kind: molecule\nentities:\n  - {id: a, label: aa, is_a: [b]}\n  - {id: b, label: bb, is_a: [a]}\n"},
        [("E032", f"{X}:3:24")],
    ),
    "its own parent": ({X: entity("is_a: x")}, [("E032", f"{X}:5:5")]),
    "is_a and implies in a circle": (
        {X: "kind: phenotype\nentities:\n  - {id: a, label: aa, is_a: [b]}\n  - {id: b, label: bb, implies: [a]}\n"},
        [("E032", f"{X}:3:24")],
    ),
    "implies its contrary": ({X: entity("implies: [x down]")}, [("E032", f"{X}:5:15")]),
    "cell under a site": (
        {X: "kind: site\nentities: [{id: bone, label: bone}]\n", "facts/y.yaml": entity("is_a: bone", "cell")},
        [("E035", "facts/y.yaml:5:11")],
    ),
    "molecule under a cell": ({X: entity("is_a: CSC", "molecule")}, [("E035", f"{X}:5:11")]),
    "place that is none": ({R: rule("", then="HIF in hypoxia")}, [("E036", f"{R}:6:11")]),
    "implies with a place": ({X: entity("implies: [HIF in CSC]")}, [("E037", f"{X}:5:15")]),
    "threshold with a place": (
        {X: entity("thresholds: [{below: '2', unit: '%', gives: hypoxia in CSC}]", "measure")},
        [("E037", f"{X}:5:49")],
    ),
    "threshold that gives nothing known": (
        {X: entity("thresholds: [{below: '2', unit: '%', gives: hypoxa}]", "measure")},
        [("E012", f"{X}:5:49")],
    ),
    "threshold that gives no finding": (
        {X: entity("thresholds: [{below: '2', unit: '%', gives: no x}]", "measure")},
        [("E016", f"{X}:5:49")],
    ),
    "incompatible with a place": (
        {"facts/incompatible.yaml": "incompatible:\n  - {members: [hypoxia, normoxia in CSC]}\n"},
        [("E037", "facts/incompatible.yaml:2:25")],
    ),
    "incompatible with itself": (
        {"facts/incompatible.yaml": "incompatible:\n  - {members: [hypoxia, hypoxia]}\n"},
        [("E053", "facts/incompatible.yaml:2:25")],
    ),
    "incompatible with its parent": (
        {"facts/incompatible.yaml": "incompatible:\n  - {members: [HIF, HIF2A]}\n"},
        [("E053", "facts/incompatible.yaml:2:21")],
    ),
    "blocks of no therapy": ({X: entity("blocks: HIF", "molecule")}, [("E038", f"{X}:5:5")]),
    "thresholds of no measure": (
        {X: entity("thresholds: [{below: '2', unit: '%', gives: hypoxia}]")},
        [("E038", f"{X}:5:5")],
    ),
    "input of a condition": ({X: entity("input: why", "condition")}, [("E038", f"{X}:5:5")]),
    "complete without members": ({X: entity("members: complete")}, [("E038", f"{X}:5:5")]),
    "yields of no cell": ({X: entity("yields: [HIF]", "process")}, [("E015", f"{X}:5:14")]),
    "therapy that blocks itself": ({X: entity("blocks: [x]", "therapy")}, [("E034", f"{X}:5:5")]),
    "therapies in a circle": (
        {X: "kind: therapy\nentities:\n  - {id: a, label: aa, blocks: [b]}\n  - {id: b, label: bb, blocks: [a]}\n"},
        [("E034", f"{X}:3:24")],
    ),
    "therapies in a longer circle": (
        {X: "kind: therapy\nentities:\n  - {id: a, label: aa, blocks: [b]}\n  - {id: b, label: bb}\n"
            "  - {id: c, label: cc, is_a: [b], blocks: [a]}\n"},
        [("E034", f"{X}:3:24")],
    ),
    "words that do not read": ({X: entity("words: ['{a}', low]")}, [("E045", f"{X}:5:13")]),
    "words that are the same": ({X: entity("words: [low, low]")}, [("E045", f"{X}:5:18")]),
    # -------------------------------------------------- statements
    "nothing from nothing": ({R: rule("", when="[]")}, [("E039", f"{R}:3:5")]),
    "no conclusion": ({R: rule("", then="[]")}, [("E039", f"{R}:3:5")]),
    "marks two premises": ({R: rule("effect: marks", when="[hypoxia, HIF]")}, [("E039", f"{R}:5:11")]),
    "marks either of two": ({R: rule("effect: marks", when="[{any: [hypoxia, HIF]}]")}, [("E039", f"{R}:5:11")]),
    "marks the past": ({R: rule("effect: marks", when="[before hypoxia]")}, [("E039", f"{R}:5:12")]),
    "outcomes of another effect": ({R: rule("outcomes: [HIF, TGFB]")}, [("E039", f"{R}:8:5")]),
    "modulates nothing": ({R: rule("effect: modulates", then="[]")}, [("E039", f"{R}:3:5")]),
    "one outcome": ({R: rule("effect: modulates\noutcomes: [HIF]", then="[]")}, [("E039", f"{R}:9:15")]),
    "needs of a rule": ({R: rule("needs: HIF")}, [("E039", f"{R}:8:5")]),
    "requirement about before": (
        {R: rule("kind: requirement\nneeds: HIF", when="[before hypoxia]")},
        [("E039", f"{R}:5:11")],
    ),
    "requirement without needs": ({R: rule("kind: requirement", when="[]")}, [("E039", f"{R}:3:5")]),
    "requirement with an effect": (
        {R: rule("kind: requirement\nneeds: HIF\neffect: causes", when="[]")}, [("E039", f"{R}:10:5")],
    ),
    "denial without premises": ({R: rule("kind: denial", when="[]")}, [("E039", f"{R}:3:5")]),
    "denial that persists": ({R: rule("kind: denial\npersists: true")}, [("E039", f"{R}:9:5")]),
    "persists and reverts": (
        {R: rule("persists: true\nreverts: {at: S1, find: a b c}")}, [("E039", f"{R}:9:5")],
    ),
    "both directions": ({R: rule("", then="[HIF, HIF down]")}, [("E047", f"{R}:6:17")]),
    "its own premise": ({R: rule("", then="hypoxia")}, [("E047", f"{R}:5:12")]),
    "premise and exception": ({R: rule("unless: hypoxia")}, [("E047", f"{R}:5:12")]),
    "premise twice": ({R: rule("", when="[hypoxia, hypoxia]")}, [("E047", f"{R}:5:21")]),
    "conclusion twice": ({R: rule("", then="[HIF, HIF]")}, [("E047", f"{R}:6:17")]),
    # -------------------------------------------------- evidence
    "unknown row": ({R: rule("").replace("at: S1", "at: S9")}, [("E042", f"{R}:7:21")]),
    "unknown row of references": (
        {R: rule("").replace("at: S1", "at: S1, refs: 1, refs_at: S9")}, [("E042", f"{R}:7:43")],
    ),
    "reference of another row": ({R: rule("").replace("at: S1", "at: S1, refs: [2, 3]")}, [("E043", f"{R}:7:35")]),
    "reference not of the row named": (
        {R: rule("").replace("at: S1", "at: S1, refs_at: S3, refs: [1]")}, [("E043", f"{R}:7:45")],
    ),
    "reference twice in an item": ({R: rule("").replace("at: S1", "at: S1, refs: [2, 2]")}, [("E043", f"{R}:7:35")]),
    "reference of a part that is not encoded": (
        {"rules/not_encoded.yaml": "not_encoded:\n  - {at: S1, refs: [2, 3], reason: background}\n"},
        [("E043", "rules/not_encoded.yaml:2:24")],
    ),
    "locator of two words": ({R: rule("").replace("Under hypoxia the", "IL-6")}, [("E044", f"{R}:7:31")]),
    "locator of nine words": ({R: rule("").replace("Under hypoxia the", "a b c d e f g h i")}, [("E044", f"{R}:7:31")]),
    "locator of a reversal": ({R: rule("reverts: {at: S1, find: a b}")}, [("E044", f"{R}:8:29")]),
    "row of a reversal": ({R: rule("reverts: {at: S7, find: a b c}")}, [("E042", f"{R}:8:19")]),
    "no evidence": ({R: rule("").split("    evidence")[0]}, [("E013", f"{R}:3:5")]),
    "empty evidence": ({R: rule("").split("    evidence")[0] + "    evidence: []\n"}, [("E010", f"{R}:7:15")]),
    "row twice": (
        {"facts/source.yaml": FILES["facts/source.yaml"].replace("id: S3", "id: S2"), "rules/10-mini.yaml": None},
        [("E030", "facts/source.yaml:7:10")],
    ),
    "unknown summary row": (
        {"facts/source.yaml": FILES["facts/source.yaml"].replace("[S2]", "[S2, S8]")},
        [("E042", "facts/source.yaml:3:20")],
    ),
    "not encoded, but no row": (
        {"rules/not_encoded.yaml": "not_encoded: [{at: S8, reason: question}]\n"},
        [("E042", "rules/not_encoded.yaml:1:20")],
    ),
    "reason that is none": (
        {"rules/not_encoded.yaml": "not_encoded: [{at: S2, reason: boring}]\n"},
        [("E010", "rules/not_encoded.yaml:1:32")],
    ),
    # -------------------------------------------------- files
    "no source": ({"facts/source.yaml": None}, [("E019", "facts/source.yaml")]),
    "empty file": ({X: "# later\n"}, [("E003", X)]),
    "no YAML": ({X: "kind: [\n"}, [("E004", f"{X}:2:1")]),
    "escape in a label": ({X: entity("").replace("an x", '"\\e[31mx"')}, [("E009", f"{X}:4:12")]),
}  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), BAD.values(), ids=BAD.keys())
def test_what_does_not_hold_together_has_code_and_position(tmp_path: Path, files, expected):
    write(tmp_path, files)
    problems = problems_of(tmp_path)
    assert sorted(found(problems, tmp_path)) == sorted(expected), "\n".join(map(str, problems))
    assert all(problem.message[0] != problem.message[0].upper() or problem.message[0] in "`I" for problem in problems)


def test_all_problems_of_all_files_at_once(tmp_path: Path):
    write(
        tmp_path,
        {
            X: "kind: cell\nentities:\n  - {id: 1x, label: a}\n  - {id: y, lable: b}\n"
            "  - {id: z, label: c, is_a: [none]}\n",
            R: rule("unless: [nope]\npersists: maybe"),
            "rules/30.yaml": rule("unless: [nope]", then="HIF9"),
        },
    )
    assert found(problems_of(tmp_path), tmp_path) == [
        ("E010", f"{X}:3:10"),
        ("E013", f"{X}:4:5"),
        ("E011", f"{X}:4:13"),
        ("E012", f"{X}:5:30"),
        ("E010", f"{R}:9:15"),
        ("E012", "rules/30.yaml:6:11"),
        ("E012", "rules/30.yaml:8:14"),
    ]


def test_what_is_named_in_a_broken_record_is_not_unknown_as_well(tmp_path: Path):
    write(tmp_path, {X: entity("colour: red"), R: rule("", then="[x, HIF in x]")})
    assert found(problems_of(tmp_path), tmp_path) == [("E011", f"{X}:5:5")]
    write(tmp_path, {X: "kind: [\n"})
    assert found(problems_of(tmp_path), tmp_path) == [("E004", f"{X}:2:1")]


def test_suggestions(tmp_path: Path):
    write(tmp_path, {R: rule("unles: [HIF]\nhypothesis: origin/sten", then="EPAS1")})
    helps = {p.message: p.help for p in problems_of(tmp_path)}
    assert helps["unknown key `unles`"][0] == "did you mean `unless`?"
    write(tmp_path, {R: rule("hypothesis: origin/sten", then="EPAS1")})
    helps = {p.message: p.help for p in problems_of(tmp_path)}
    assert helps["unknown entity `EPAS1`"] == ("did you mean `HIF2A`?",)
    assert helps["the group `origin` has no option `sten`"] == ("the options are `stem` or `mature`",)


# -------------------------------------------------------------------- cycles through unless


def rules(*texts: str) -> str:
    """Rules written as `a, b -> c unless d`."""
    lines = ["topic: T", "rules:"]
    for number, text in enumerate(texts):
        body, _, exceptions = text.partition(" unless ")
        when, then = body.split(" -> ")
        effect = "marks" if when.startswith("!") else "causes"
        lines.append(f"  - {{id: r{number}, claim: C., effect: {effect}, when: [{when.lstrip('!')}], then: [{then}],")
        lines.append(f"     unless: [{exceptions}], evidence: [{{at: S1, find: a b c, wording: states}}]}}")
    return "\n".join(lines) + "\n"


CYCLIC = {
    "itself": ["hypoxia -> stemness unless stemness"],
    "over another rule": ["hypoxia -> stemness unless dormancy", "stemness -> dormancy"],
    "over a definition": ["hypoxia -> HIF2A unless HIF"],
    "over a place": ["hypoxia -> TGFB in CSC unless TGFB"],
    "any place counts": ["hypoxia -> TGFB in CSC unless TGFB in cancer_cell"],
    "over guards": ["hypoxia -> stemness unless dormancy", "stemness, normoxia -> dormancy"],
    "over two exceptions": ["hypoxia -> stemness unless dormancy", "hypoxia -> dormancy unless stemness"],
    "downwards": ["hypoxia -> stemness unless TGFB down", "stemness -> TGFB down in CSC"],
}
ACYCLIC = {
    "contrary": ["hypoxia -> stemness unless stemness down"],
    "wider place": ["hypoxia -> TGFB unless TGFB in CSC"],
    "other place": ["hypoxia -> TGFB in cancer_cell unless TGFB in CSC"],
    "below": ["hypoxia -> HIF unless HIF2A"],
    "earlier phase": ["before stemness -> dormancy unless TGFB", "dormancy -> stemness", "stemness -> HIF"],
    "an earlier phase closes no cycle": ["hypoxia -> stemness unless dormancy", "before stemness -> dormancy"],
    "backward reading": ["!stemness -> TGFB", "TGFB -> HIF unless stemness"],
    "no exception in the cycle": ["stemness -> dormancy unless TGFB", "dormancy -> stemness"],
    "down gives nothing wider": ["hypoxia -> TGFB down in CSC unless TGFB in cancer_cell"],
}


@pytest.mark.parametrize("texts", CYCLIC.values(), ids=CYCLIC.keys())
def test_cycles_through_unless_are_refused_and_printed(tmp_path: Path, texts):
    write(tmp_path, {"rules/10-mini.yaml": None, R: rules(*texts)})
    problems = problems_of(tmp_path)
    assert [(code, where) for code, where in found(problems, tmp_path)] == [("E033", f"{R}:4:15")]
    assert "stops r0, which gives" in problems[0].message


@pytest.mark.parametrize("texts", ACYCLIC.values(), ids=ACYCLIC.keys())
def test_what_only_looks_like_a_cycle_is_accepted(tmp_path: Path, texts):
    write(tmp_path, {"rules/10-mini.yaml": None, R: rules(*texts)})
    assert problems_of(tmp_path) == ()


def test_the_printed_cycle_reads_from_exception_to_exception(tmp_path: Path):
    texts = ["hypoxia -> HIF2A in CSC unless TGFB", "HIF -> stemness", "stemness -> TGFB in CSC"]
    write(tmp_path, {"rules/10-mini.yaml": None, R: rules(*texts)})
    (problem,) = problems_of(tmp_path)
    assert problem.message == (
        "rules run in a circle through `unless`: TGFB stops r0, which gives HIF2A in CSC -> HIF in CSC (by definition) "
        "-> HIF (by definition) -> stemness (r1) -> TGFB in CSC (r2) -> TGFB (by definition)"
    )


# -------------------------------------------------------------------- what is loaded


def test_records_know_where_they_come_from(tmp_path: Path):
    kb = base(tmp_path)
    rule_ = kb.rules_by_id["hif2a-stemness"]
    assert (rule_.topic, rule_.source, rule_.path, rule_.line) == ("Mini", "mini", "rules/10-mini.yaml", 9)
    assert rule_.evidence[0].source == "mini"
    assert rule_.unless == (Finding("dormancy"),)
    assert [each.id for each in kb.rules] == sorted(each.id for each in kb.rules)
    assert list(kb.entities) == sorted(kb.entities)
    assert str(tmp_path) not in kb.model_dump_json()


def test_nitric_oxide_stays_a_molecule(tmp_path: Path):
    kb = base(tmp_path, {X: "kind: molecule\nentities: [{id: NO, label: NO, synonyms: [1e3, 2018-01-01, off]}]\n"})
    assert kb.entities["NO"].synonyms == ("1e3", "2018-01-01", "off")


def test_the_digest_does_not_see_layout(tmp_path: Path):
    first = base(tmp_path)
    content = dedent(FILES["rules/10-mini.yaml"])
    head, one, two = content.replace("  - id:", "#  - id:").split("#")
    source = FILES["facts/source.yaml"]
    title, rows = source.split("rows:\n")
    moved = {
        "rules/10-mini.yaml": None,
        "rules/b/90-other.yaml": head + two + one,
        "facts/cells.yaml": None,
        "facts/a/tissue.yaml": "# moved\n" + dedent(FILES["facts/cells.yaml"]),
        "facts/source.yaml": title + "rows:\n" + "".join(reversed(rows.splitlines(keepends=True))),
    }
    second = load(write(tmp_path / "moved", moved))
    assert second.rules_by_id["hif2a-stemness"].path == "rules/b/90-other.yaml"
    assert second.digest == first.digest
    third = load(write(tmp_path / "edited", {"rules/10-mini.yaml": content.replace("keeps cells", "keeps the cells")}))
    assert third.digest != first.digest


# -------------------------------------------------------------------- packs


def test_an_extra_pack_extends_the_vocabulary_and_cites_its_own_source(tmp_path: Path):
    home = write(tmp_path / "home")
    extra = write(
        tmp_path / "extra",
        {
            "facts/source.yaml": FILES["facts/source.yaml"].replace("id: mini", "id: other"),
            X: entity("is_a: [HIF]", "molecule"),
            R: rule("", then="x"),
        },
        bare=True,
    )
    kb = load(home, [extra])
    assert [source.id for source in kb.sources] == ["mini", "other"]
    assert kb.rules_by_id["r"].source == kb.rules_by_id["r"].evidence[0].source == "other"
    assert kb.rules_by_id["hypoxia-hif2a"].source == "mini"
    assert kb.entities["x"].kind is Kind.molecule
    assert kb.digest != load(home).digest


def test_an_extra_pack_without_a_source_cites_that_of_the_base(tmp_path: Path):
    extra = write(tmp_path / "extra", {R: rule("")}, bare=True)
    assert load(write(tmp_path / "home"), [extra]).rules_by_id["r"].source == "mini"


def test_clashes_of_packs_name_both_places(tmp_path: Path):
    home, extra = write(tmp_path / "home"), write(tmp_path / "extra")
    with pytest.raises(KnowledgeError) as error:
        load(home, [extra])
    assert {problem.code for problem in error.value.problems} == {"E030"}
    for problem in error.value.problems:
        assert str(problem.where).startswith(str(extra))
        assert f"{home}/" in problem.message


def test_folders_that_are_no_pack(tmp_path: Path):
    with pytest.raises(UsageError, match=r"E001.*no such folder"):
        load(tmp_path / "none")
    (tmp_path / "facts").mkdir()
    with pytest.raises(KnowledgeError, match=r"E019.*it has no rules/"):
        load(tmp_path)


def test_where_the_pack_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    named, checkout = write(tmp_path / "named"), write(tmp_path / "checkout")
    package = checkout / "reasoner"
    write(package / "_data")
    monkeypatch.setattr(finding_packs, "_PACKAGE", package)
    monkeypatch.delenv("REASONER_KB", raising=False)
    assert finding_packs.find(named) == finding_packs.Pack(named, "given")
    assert finding_packs.find() == finding_packs.Pack(checkout, "checkout")
    monkeypatch.setenv("REASONER_KB", str(named))
    assert finding_packs.find() == finding_packs.Pack(named, "environment")
    monkeypatch.setenv("REASONER_KB", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="REASONER_KB names it"):
        finding_packs.find()
    monkeypatch.delenv("REASONER_KB")
    (checkout / "facts" / "source.yaml").unlink()
    assert finding_packs.find() == finding_packs.Pack(package / "_data", "package")
    monkeypatch.setattr(finding_packs, "_PACKAGE", tmp_path / "nowhere" / "reasoner")
    with pytest.raises(KnowledgeError, match="E019"):
        finding_packs.find()


def test_file_names_with_escapes_are_refused(tmp_path: Path):
    write(tmp_path, {"facts/a\x1b[31m.yaml": entity("")})
    assert [problem.code for problem in problems_of(tmp_path)] == ["E009"]


def test_hidden_and_foreign_files_are_left_alone(tmp_path: Path):
    write(
        tmp_path, {"facts/.x.yaml": "a: [", "rules/README.md": "# x", "rules/.git/x.yaml": "a: [", "facts/x.yaml~": "["}
    )
    assert problems_of(tmp_path) == ()


def test_files_that_cannot_be_opened_and_large_ones(tmp_path: Path):
    write(tmp_path)
    with (tmp_path / "rules" / "50mb.yaml").open("wb") as stream:
        stream.truncate(50_000_000)
    (tmp_path / "rules" / "binary.yaml").write_bytes(bytes(range(256)))
    assert found(problems_of(tmp_path), tmp_path)[0] == ("E005", "rules/50mb.yaml")
    assert {code for code, _ in found(problems_of(tmp_path), tmp_path)} == {"E005", "E002"}
