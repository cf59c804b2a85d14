"""`kb check`: each family of checks finds what it is for, and nothing in a base that is in order."""

from __future__ import annotations

import hashlib
from pathlib import Path
from textwrap import dedent

import pytest

from reasoner.errors import InputError
from reasoner.knowledge.checks.report import check_base
from tests.knowledge.packs import FILES, REFS, TEXT, rule, seen, write

SOURCE = FILES["facts/source.yaml"]
COUNTED = (
    SOURCE.replace("refs: [1, 2],", "refs: [1, 2], statements: 1,")
    .replace("refs: [],", "refs: [], statements: 0,")
    .replace("refs: [3],", "refs: [3], statements: 1,")
)
ASIDE, PART = "  - {at: S2, reason: background}\n", "  - {at: S1, refs: [2], reason: background}\n"
# The small pack, without what nobody uses, and with every row accounted for.
ORDERLY = {
    "facts/source.yaml": COUNTED,
    "facts/conditions.yaml": "kind: condition\nentities: [{id: hypoxia, label: hypoxia}]\n",
    "facts/molecules.yaml": "kind: molecule\nentities: [{id: HIF2A, label: HIF-2α, synonyms: [EPAS1]}]\n",
    "facts/cells.yaml": None,
    "facts/cancers.yaml": None,
    "facts/phenotypes.yaml": """\
        kind: phenotype
        entities:
          - {id: stemness, label: stemness, definition: what stem cells have}
          - {id: dormancy, label: dormancy, definition: no division, input: asked for, implies: [stemness down]}
        """,
    "rules/not_encoded.yaml": f"not_encoded:\n{ASIDE}{PART}",
}
X, R = "facts/x.yaml", "rules/20-x.yaml"


def table(rows: dict[str, str] = TEXT) -> str:
    lines = [f"{id_}\tMini\t{' '.join(map(str, REFS.get(id_, [])))}\t{text}" for id_, text in rows.items()]
    return "\n".join(["id\tsection\trefs\ttext", *lines]) + "\n"


def run(tmp_path: Path, files: dict[str, str | None] | None = None, text: str | None = None):
    folder = write(tmp_path / "pack", {**ORDERLY, **(files or {})})
    source = None
    if text is not None:
        source = tmp_path / "text.tsv"
        source.write_text(text, encoding="utf-8")
    report = check_base(folder, texts=[str(source)] if source else [])
    return report, seen(report.problems, folder)


def second(extra: str, **parts: str) -> str:
    return rule(extra, **parts).replace("id: r", "id: s")


def edited(old: str, new: str, path: str = "rules/10-mini.yaml") -> dict[str, str | None]:
    content = dedent(ORDERLY.get(path) or FILES[path])
    assert old in content
    return {path: content.replace(old, new)}


def test_a_base_in_order(tmp_path: Path):
    report, problems = run(tmp_path, text=table())
    assert problems == []
    assert report.kb is not None
    assert report.origin == "given"
    assert report.with_text
    counts = report.counts
    assert (counts["entities"], counts["rules"], counts["rules: causes"], counts["rows"]) == (4, 2, 2, 3)
    assert (counts["statements"], counts["statements encoded"], counts["rows cited"]) == (2, 2, 2)


def test_a_base_that_does_not_hold_together_is_not_checked_further(tmp_path: Path):
    report, problems = run(tmp_path, {X: "kind: cell\nentities: [{id: a, label: aa, is_a: b}]\n"})
    assert report.kb is None
    assert problems == [("E012", f"{X}:2", "b")]
    assert report.errors == report.problems


# -------------------------------------------------------------------- statement counts

COUNTS = {
    "too few": (
        {"facts/source.yaml": COUNTED.replace("refs: [1, 2], statements: 1", "refs: [1, 2], statements: 2")},
        [("E050", "facts/source.yaml:5", "2")],
    ),
    "too many": ({R: rule("persists: true", then="dormancy")}, [("E050", "facts/source.yaml:5", "1")]),
    "alternatives and conclusions count": (
        edited("when: [hypoxia]\n    then: HIF2A", "when: [{any: [hypoxia, dormancy]}]\n    then: [HIF2A, stemness]"),
        [("E050", "facts/source.yaml:5", "1")],
    ),
    "not counted": (
        {"facts/source.yaml": COUNTED.replace("refs: [3], statements: 1,", "refs: [3],")},
        [("E054", "facts/source.yaml:7", "id:")],
    ),
    "not counted and not cited": (
        {
            "facts/source.yaml": COUNTED.replace("statements: 0, ", ""),
            "rules/not_encoded.yaml": f"not_encoded:\n{PART}",
        },
        [("E054", "facts/source.yaml:6", "id:")],
    ),
    "no statements and no reason": (
        {"rules/not_encoded.yaml": f"not_encoded:\n{PART}"},
        [("E051", "facts/source.yaml:6", "0")],
    ),
    "statements and nothing that cites it": (
        {
            "facts/source.yaml": COUNTED.replace("statements: 0", "statements: 3"),
            "rules/not_encoded.yaml": f"not_encoded:\n{PART}",
        },
        [("E051", "facts/source.yaml:6", "3")],
    ),
    "listed and cited": (
        {"rules/not_encoded.yaml": f"not_encoded:\n  - {{at: S1, reason: question}}\n{ASIDE}"},
        [("W046", "facts/source.yaml:5", "1"), ("E051", "rules/not_encoded.yaml:2", "S1")],
    ),
    "listed and counted": (
        {"facts/source.yaml": COUNTED.replace("statements: 0", "statements: 1")},
        [("E051", "rules/not_encoded.yaml:2", "S2")],
    ),
    "listed, cited and counted otherwise": (
        {
            "facts/source.yaml": COUNTED.replace("refs: [3], statements: 1", "refs: [3], statements: 2"),
            "rules/not_encoded.yaml": f"not_encoded:\n  - {{at: S3, reason: question}}\n{ASIDE}{PART}",
        },
        [("E050", "facts/source.yaml:7", "2"), ("E051", "rules/not_encoded.yaml:2", "S3")],
    ),
    "listed and not counted": (
        {"facts/source.yaml": COUNTED.replace("statements: 0, ", "")},
        [("E054", "facts/source.yaml:6", "id:")],
    ),
    "a reference that nothing carries": (
        {"rules/not_encoded.yaml": f"not_encoded:\n{ASIDE}"},
        [("W046", "facts/source.yaml:5", "1")],
    ),
    "a reference that an item carries": (
        {**edited("refs: [1], find", "refs: [1, 2], find"), "rules/not_encoded.yaml": f"not_encoded:\n{ASIDE}"},
        [],
    ),
    "a reference that a neighbour's item carries": (
        {
            **edited("at: S3, refs: [3]", "at: S3, refs_at: S1, refs: [2]"),
            "rules/not_encoded.yaml": f"not_encoded:\n{ASIDE}  - {{at: S3, refs: 3, reason: background}}\n",
        },
        [],
    ),
    "a part that is set aside and encoded": (
        edited("refs: [1], find", "refs: [1, 2], find"),
        [("E051", "rules/not_encoded.yaml:3", "2")],
    ),
    "a part that is set aside of a row that nothing cites": (
        {
            "facts/source.yaml": COUNTED.replace("refs: [], ", "refs: [4], "),
            "rules/not_encoded.yaml": f"not_encoded:\n  - {{at: S2, refs: 4, reason: background}}\n{PART}",
        },
        [("E051", "facts/source.yaml:6", "0")],
    ),
}


@pytest.mark.parametrize(("files", "expected"), COUNTS.values(), ids=COUNTS.keys())
def test_statement_counts(tmp_path: Path, files, expected):
    assert run(tmp_path, files)[1] == expected


def test_what_counts_as_how_many_statements(tmp_path: Path):
    item = "evidence: [{at: S2, find: is said in, wording: states}]"
    report, _ = run(
        tmp_path,
        {
            "facts/source.yaml": COUNTED.replace("statements: 0", "statements: 16"),
            "rules/not_encoded.yaml": f"not_encoded:\n{PART}",
            X: "kind: measure\nentities:\n"
            f"  - {{id: o, label: oo, thresholds: [{{below: '2', unit: '%', gives: hypoxia, {item}}}]}}\n",
            "rules/_hypotheses.yaml": "groups:\n"
            "  - {id: g, question: Q?, options: [{id: a, label: a}, {id: b, label: b}],\n"
            f"     {item}}}\n",
            R: f"""\
                topic: T
                rules:
                  - {{id: a, claim: C., when: [{{any: [stemness, before stemness, dormancy]}}, hypoxia],
                     then: [HIF2A down, dormancy down],
                     hypothesis: g/a, reverts: {{at: S2, find: is said in}}, {item}}}
                  - {{id: b, claim: C., kind: requirement, then: stemness, needs: [hypoxia, HIF2A], {item}}}
                  - {{id: c, claim: C., kind: denial, when: [hypoxia, HIF2A], then: [dormancy], {item}}}
                  - {{id: d, claim: C., effect: modulates, when: hypoxia, outcomes: [stemness, dormancy], {item}}}
                  - {{id: e, claim: C., effect: modulates, when: [hypoxia], then: [dormancy],
                     outcomes: [stemness, HIF2A], {item}}}
                  - {{id: f, claim: C., effect: precedes, when: [hypoxia], then: [stemness, HIF2A],
                     evidence: [{{at: S2, find: is said in, wording: states}},
                                {{at: S2, find: else is said, wording: states}}]}}
                """,
        },
    )
    # rule a: 2 choices (one of them now or earlier) x 2 conclusions and its reversal;
    # b: 2; c: 1; d: 1; e: 2; f: 2; group: 2; threshold: 1
    assert not report.errors, report.errors


# -------------------------------------------------------------------- locators

LOCATORS = {
    "in another row": (edited("Under hypoxia the", "cites one more study"), ["E048"]),
    "nowhere": (edited("Under hypoxia the", "over the moon and"), ["E048"]),
    "twice": (edited("Under hypoxia the", "of this test"), ["E048"]),
    "parts of words": (edited("Under hypoxia the", "nder hypoxia th"), ["E048"]),
    "across a bracket": (edited("cites one more study", "of these cells [3]"), ["E048"]),
    "not letter by letter": (edited("Under hypoxia the", "Under hypoxia, the"), ["E048"]),
    "other case": (edited("Under hypoxia the", "under Hypoxia the"), []),
}


@pytest.mark.parametrize(("files", "codes"), LOCATORS.values(), ids=LOCATORS.keys())
def test_locators(tmp_path: Path, files, codes):
    text = table({**TEXT, "S3": TEXT["S3"].replace("these cells", "these cells of this test, of these cells")})
    hashes = [hashlib.sha256(each.encode()).hexdigest() for each in (TEXT["S3"], text.splitlines()[3].split("\t")[3])]
    _, problems = run(tmp_path, {"facts/source.yaml": COUNTED.replace(*hashes), **files}, text)
    assert [code for code, _, _ in problems] == codes


def test_rows_against_the_text(tmp_path: Path):
    text = table({"S1": TEXT["S1"] + " ", "S2": TEXT["S2"], "S4": "A row that is new."}).replace(
        "S2\tMini\t", "S2\tMaxi\t7"
    )
    _, problems = run(tmp_path, text=text)
    assert [(code, word) for code, _, word in problems] == [
        ("E049", "rows:"),  # S4 is missing
        ("E049", problems[1][2]),  # the hash of S1
        ("E049", "Mini"),
        ("E049", ""),  # the references of S2
        ("E049", "S3"),
    ]
    assert problems[1][2] == hashlib.sha256(TEXT["S1"].encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E010"),
        ("a\tb\n", "E010"),
        ("id\tsection\trefs\ttext\nS1\tMini\n", "E010"),
        ("id\tsection\trefs\ttext\nS1\tM\tx\tT\n", "E010"),
        (table() + "S1\tMini\t\tagain\n", "E030"),
    ],
)
def test_texts_that_are_none(tmp_path: Path, text, code):
    with pytest.raises(InputError) as error:
        run(tmp_path, text=text)
    assert [problem.code for problem in error.value.problems] == [code]


def test_a_text_that_is_not_there(tmp_path: Path):
    with pytest.raises(InputError, match="E001"):
        check_base(write(tmp_path / "pack"), texts=[str(tmp_path / "none.tsv")])


# -------------------------------------------------------------------- lints

PROCESS = "kind: process\nentities:\n  - {id: x, label: an x, definition: d}\n  - {id: y, label: a y, definition: d}\n"
MOLECULES = "kind: molecule\nentities:\n"
SECOND = "rules/30.yaml"
CELL = "kind: cell\nentities: [{id: CAF, label: CAFs}]\n"

LINTS = {
    "dead premise": ({X: PROCESS, R: rule("", when="[hypoxia, x]", then="y")}, [("W030", f"{R}:5", "x")]),
    "dead alternative": ({X: PROCESS, R: rule("", when="[{any: [hypoxia, x]}]", then="y")}, [("W030", f"{R}:5", "x")]),
    "premise in a place where nothing gives it": (
        {"facts/cells.yaml": CELL, X: PROCESS, R: rule("", when="[stemness in CAF]", then="[x, y]")},
        [("W030", f"{R}:5", "stemness")],
    ),
    "low premises can be had": ({X: PROCESS, R: rule("", when="[x down]", then="y")}, []),
    "marked as an input": ({X: PROCESS.replace("an x,", "an x, input: why,"), R: rule("", when="[x]", then="y")}, []),
    "marked by what can be observed": (
        {X: PROCESS, R: rule("effect: marks", when="[x]", then="y"), SECOND: second("", when="[y]", then="dormancy")},
        [],
    ),
    "unreachable": (
        {X: PROCESS, R: rule("", when="[x]", then="y"), SECOND: second("", when="[y]", then="x")},
        [("W031", f"{R}:3", "r"), ("W031", "rules/30.yaml:3", "s")],
    ),
    "given by a measure": (
        {
            X: PROCESS,
            "facts/y.yaml": "kind: measure\nentities:\n"
            "  - {id: o, label: oo, thresholds: [{below: 2, unit: s, gives: x}]}\n",
            R: rule("", when="[x]", then="y"),
        },
        [],
    ),
    "duplicate": ({R: rule("", then="HIF2A")}, [("W033", f"{R}:3", "r")]),
    "duplicate in another order": (
        {
            R: rule("", when="[{any: [hypoxia, dormancy]}]", then="[HIF2A, stemness]"),
            SECOND: second("", when="[{any: [dormancy, hypoxia]}]", then="[stemness, HIF2A]"),
        },
        [("W033", "rules/30.yaml:3", "s")],
    ),
    "subsumed": ({R: rule("", when="[hypoxia, dormancy]", then="HIF2A")}, [("W034", f"{R}:3", "r")]),
    "better supported": (
        {R: rule("", when="[hypoxia, dormancy]", then="HIF2A").replace("at: S1", "at: S1, refs: [1, 2]")},
        [],
    ),
    "another exception": ({R: rule("unless: [dormancy]", then="HIF2A")}, [("W034", f"{R}:3", "r")]),
    "under a hypothesis": ({R: rule("hypothesis: origin/stem", then="HIF2A")}, [("W034", f"{R}:3", "r")]),
    "unused": ({X: PROCESS, R: rule("", then="y")}, [("W035", f"{X}:3", "x")]),
    "used by a child": (
        {X: PROCESS.replace("a y,", "a y, is_a: x,"), R: rule("", then="y")},
        [],
    ),
    "used by a parent": ({X: PROCESS.replace("a y,", "a y, is_a: x,"), R: rule("", then="x")}, []),
    "label that is another's synonym": (
        {X: MOLECULES + "  - {id: a, label: aa, synonyms: [bb]}\n  - {id: b, label: bb}\n", R: rule("", then="[a, b]")},
        [("W036", f"{X}:4", "bb")],
    ),
    "plural of another": (
        {X: MOLECULES + "  - {id: a, label: thing}\n  - {id: b, label: things}\n", R: rule("", then="[a, b]")},
        [("W036", f"{X}:4", "things")],
    ),
    "homonym that is meant": (
        {
            X: MOLECULES + "  - {id: a, label: aa, synonyms: [M]}\n  - {id: b, label: bb, synonyms: [M]}\n",
            R: rule("", then="[a, b]"),
        },
        [],
    ),
    "malformed identifier": (
        {X: PROCESS.replace("an x,", "an x, identifiers: ['HGNC 1', 'hgnc:x', 'go:1'],"), R: rule("", then="[x, y]")},
        [("E052", f"{X}:3", "HGNC"), ("E052", f"{X}:3", "hgnc:x"), ("E052", f"{X}:3", "go:1")],
    ),
    "unknown registry": (
        {X: PROCESS.replace("an x,", "an x, identifiers: ['hgcn:1'],"), R: rule("", then="[x, y]")},
        [("W037", f"{X}:3", "hgcn:1")],
    ),
    "identifier twice": (
        {X: PROCESS.replace("definition: d", "identifiers: ['hgnc:1']"), R: rule("", then="[x, y]")},
        [("W037", f"{X}:4", "hgnc:1")],
    ),
    "nowhere said what it means": (
        {X: PROCESS.replace(", definition: d", ""), R: rule("", then="[x, y]")},
        [("W041", f"{X}:3", "x"), ("W041", f"{X}:4", "y")],
    ),
    "claim without full stop": (edited("HIF-2α.", "HIF-2α"), [("W042", "rules/10-mini.yaml:4", "Hypoxia")]),
    "claim in lower case": (edited("Hypoxia raises", "hypoxia raises"), [("W042", "rules/10-mini.yaml:4", "hypoxia")]),
    "claim that begins with a symbol": (edited("Hypoxia raises", "p38 raises"), []),
    "claim that is long": (
        edited("Hypoxia raises", "Hypoxia raises" + " so" * 80),
        [("W042", "rules/10-mini.yaml:4", "Hypoxia")],
    ),
    "cells that appear": ({"facts/cells.yaml": CELL, R: rule("", then="CAF")}, [("W043", f"{R}:6", "CAF")]),
    "cells that appear by definition": (
        {"facts/cells.yaml": CELL, X: PROCESS.replace("an x,", "an x, implies: [CAF],"), R: rule("", then="[y, x]")},
        [("W043", f"{R}:6", "x")],
    ),
    "cells that the source says appear": ({"facts/cells.yaml": CELL, R: rule("note: S1 says so", then="CAF")}, []),
    "cells that go": ({"facts/cells.yaml": CELL, R: rule("", then="CAF down")}, []),
    "cells that are marked": ({"facts/cells.yaml": CELL, R: rule("effect: marks", when="[CAF]", then="stemness")}, []),
    "shared without references": (
        {R: rule("", then="dormancy").replace("wording: states", "wording: states, shared: true")},
        [("W039", f"{R}:7", "true")],
    ),
    "row for references without references": (
        {R: rule("", then="dormancy").replace("at: S1", "at: S1, refs_at: S3")},
        [("W039", f"{R}:7", "S3")],
    ),
    "weak wording of a cause": (
        {R: rule("", then="dormancy").replace("wording: states", "wording: correlates")},
        [("W039", f"{R}:7", "correlates")],
    ),
    "bracket claimed in full": (
        {
            X: PROCESS,
            R: rule("", then="x").replace("at: S1", "at: S1, refs: [1, 2]"),
            SECOND: second("", when="[dormancy]", then="y").replace("at: S1", "at: S1, refs: [1, 2]"),
        },
        [("W040", "rules/30.yaml:7", "1")],
    ),
    "bracket of a chain": (
        {
            X: PROCESS,
            R: rule("", then="x").replace("at: S1", "at: S1, refs: [1, 2]"),
            SECOND: second("", when="[x]", then="y").replace("at: S1", "at: S1, refs: [1, 2]"),
        },
        [],
    ),
    "bracket that is shared": (
        {
            X: PROCESS,
            R: rule("", then="x").replace("at: S1", "at: S1, shared: true, refs: [1, 2]"),
            SECOND: second("", when="[HIF2A]", then="y").replace("at: S1", "at: S1, refs: [1, 2]"),
        },
        [],
    ),
}


@pytest.mark.parametrize(("files", "expected"), LINTS.values(), ids=LINTS.keys())
def test_lints(tmp_path: Path, files, expected):
    report, problems = run(tmp_path, files)
    # What these rules do to the counts of statements is another test's business.
    problems = [each for each in problems if each[0] not in ("E050", "E051")]
    assert problems == expected, "\n".join(map(str, report.problems))


def test_the_repository_s_own_base_has_no_errors():
    report = check_base()
    assert not report.errors, "\n".join(map(str, report.errors))
