"""Packs beside each other: what they may add, and every clash with both its places."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from reasoner.errors import KnowledgeError, Problem, UsageError
from reasoner.knowledge.cache import load_cached
from reasoner.knowledge.checks.report import check_base
from reasoner.knowledge.loader import load
from reasoner.knowledge.names import Names
from tests.knowledge.packs import FILES, TEXT, write

SOURCE = "id: other\ntitle: Another\nrows:\n  - {id: P1, section: One, refs: [1], statements: 1}\n"
EXTEND = "facts/extend.yaml"
OWN = "facts/own.yaml"
RULES = "rules/10-own.yaml"


def entities(*lines: str, kind: str = "molecule") -> str:
    return f"kind: {kind}\nentities:\n" + "".join(f"  - {line}\n" for line in lines)


def rules(
    *ids: str, at: str = "P1", when: str = "hypoxia", then: str = "HIF2A", find: str = "three plain words"
) -> str:
    item = f'{{at: {at}, find: "{find}", wording: states}}'
    rest = f"    claim: C.\n    when: [{when}]\n    then: {then}\n    evidence: [{item}]\n"
    return "topic: T\nrules:\n" + "".join(f"  - id: {id_}\n{rest}" for id_ in ids)


def base(tmp_path: Path, files: dict[str, str | None] | None = None) -> Path:
    return write(tmp_path / "base", files)


def pack(tmp_path: Path, files: dict[str, str | None], name: str = "added") -> Path:
    return write(tmp_path / name, files, bare=True)


def problems(*folders: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as error:
        load(folders[0], folders[1:])
    return list(error.value.problems)


def word_at(place: str) -> str:
    """The word that stands at `PATH:LINE:COLUMN`."""
    path, line, column = place.rsplit(":", 2)
    text = Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    return re.split(r"[,\]}]|$", text[int(column) - 1 :])[0].strip("'\" ")


# -------------------------------------------------------------------- clashes

CLASHES: dict[str, tuple[dict[str, str], str, str, str]] = {
    # what a pack holds, the code, and what stands at the two places that the problem names
    "rule id": ({RULES: rules("hypoxia-hif2a", at="S1")}, "E030", "hypoxia-hif2a", "hypoxia-hif2a"),
    "entity id": ({OWN: entities("{id: TGFB, label: other}")}, "E030", "TGFB", "TGFB"),
    "group id": (
        {"rules/_hypotheses.yaml": "groups:\n  - {id: origin, question: q, options: [{id: a, label: a}]}\n"},
        "E030",
        "origin",
        "origin",
    ),
    "source id": ({"facts/source.yaml": SOURCE.replace("other", "mini")}, "E030", "mini", "mini"),
    "id spelt otherwise": ({OWN: entities("{id: hif2a, label: other}")}, "E046", "hif2a", "HIF2A"),
    "label": ({OWN: entities("{id: x, label: cscs}")}, "E046", "cscs", "CSCs"),
    "label that is an id": ({OWN: entities("{id: x, label: tgfb1, synonyms: [csc]}")}, "E046", "csc", "CSC"),
    "id that is a synonym": ({OWN: entities("{id: GBM, label: other}")}, "E046", "GBM", "GBM"),
    "synonym": ({OWN: entities("{id: x, label: other, synonyms: [epas-1]}")}, "E046", "epas-1", "EPAS1"),
    "synonym but for a plural": (
        {OWN: entities("{id: x, label: other, synonyms: [cancer stem cells]}")},
        "E046",
        "cancer stem cells",
        "cancer stem cell",
    ),
    "synonym that is a label": ({OWN: entities("{id: x, label: y, synonyms: [CSCs]}")}, "E046", "CSCs", "CSC"),
    "synonym that is given to an entity of the base": (
        {EXTEND: "extend:\n  - {id: TGFB, synonyms: [GBM]}\n"},
        "E046",
        "GBM",
        "GBM",
    ),
    "synonym that is there already": (
        {EXTEND: "extend:\n  - {id: HIF2A, synonyms: [EPAS1]}\n"},
        "E030",
        "EPAS1",
        "EPAS1",
    ),
    "parent that is there already": ({EXTEND: "extend:\n  - {id: HIF2A, is_a: [HIF]}\n"}, "E030", "HIF", "HIF"),
}


@pytest.mark.parametrize("name", CLASHES)
def test_a_clash_is_an_error_that_names_both_places(name: str, tmp_path: Path) -> None:
    files, code, here, there = CLASHES[name]
    home, added = base(tmp_path), pack(tmp_path, files)
    (problem,) = problems(home, added)
    assert problem.code == code
    other = re.search(r"at (\S+:\d+:\d+)$", problem.message)
    assert other, problem.message
    places = {str(problem.where): "", other[1]: ""}
    assert sorted(place.startswith(f"{added}{os.sep}") for place in places) == [False, True]
    assert {place.startswith(f"{home}{os.sep}") for place in places} == {False, True}
    by_pack = {place.startswith(f"{added}{os.sep}"): word_at(place) for place in places}
    assert by_pack == {True: here, False: there}


@pytest.mark.parametrize("name", ["rule id", "entity id", "group id"])
def test_packs_clash_among_themselves_as_with_the_base(name: str, tmp_path: Path) -> None:
    files = {path: text.replace("HIF2A", "normoxia") for path, text in CLASHES[name][0].items()}
    empty = {
        "rules/10-mini.yaml": "topic: T\nrules: []\n",
        "rules/_hypotheses.yaml": None,
        "facts/molecules.yaml": None,
    }
    home, one, two = base(tmp_path, empty), pack(tmp_path, files, "one"), pack(tmp_path, files, "two")
    load(home, [one])
    (problem,) = problems(home, one, two)
    assert problem.code == "E030"
    assert f"{one}{os.sep}" in problem.message
    assert str(problem.where).startswith(f"{two}{os.sep}")


def test_homonyms_within_one_pack_are_for_the_check_to_report(tmp_path: Path) -> None:
    home = base(tmp_path)
    added = pack(
        tmp_path, {OWN: entities("{id: x, label: xx, synonyms: [same]}", "{id: y, label: yy, synonyms: [same]}")}
    )
    assert {"x", "y"} <= load(home, [added]).entities.keys()


def test_a_broken_source_hides_nothing_else_and_causes_nothing_else(tmp_path: Path) -> None:
    home = base(tmp_path)
    for broken in (SOURCE.replace("other", "mini"), SOURCE.replace("other", "Not An Id"), "title: T\n"):
        files = {"facts/source.yaml": broken, RULES: rules("r", then="nothing_known")}
        found = problems(home, pack(tmp_path, files))
        assert [problem.code for problem in found if problem.where and "10-own" in problem.where.path] == ["E012"]
        assert len(found) == 2, found


def test_what_a_pack_names_must_be_there(tmp_path: Path) -> None:
    added = pack(
        tmp_path,
        {
            EXTEND: "extend:\n  - {id: HIF2, synonyms: [x]}\n  - {id: CSC, is_a: [hypoxia]}\n  - {id: TGFB}\n"
            "  - {id: glioma, label: other}\n  - {id: HIF, is_a: [HIF2A]}\n"
        },
    )
    found = problems(base(tmp_path), added)
    assert sorted((problem.code, problem.where.line if problem.where else 0) for problem in found) == [
        ("E011", 5),
        ("E012", 2),
        ("E013", 4),
        ("E032", 6),
        ("E035", 3),
    ]
    assert next(problem for problem in found if problem.code == "E012").help[0] == "did you mean `HIF2A`?"


def test_a_folder_is_named_once(tmp_path: Path) -> None:
    home, added = base(tmp_path), pack(tmp_path, {OWN: entities("{id: x, label: x}")})
    with pytest.raises(UsageError, match=r"E200.*is the knowledge base itself"):
        load(home, [home])
    with pytest.raises(UsageError, match=r"E200.*is an added pack already"):
        load(home, [added, tmp_path / "base" / ".." / "added"])


def test_a_part_of_a_pack_is_told_from_the_pack(tmp_path: Path) -> None:
    home = base(tmp_path)
    with pytest.raises(KnowledgeError, match=re.escape(f"did you mean `{home}`?")):
        load(home / "rules")
    with pytest.raises(KnowledgeError, match="this folder is no pack"):
        load(home, [home / "facts"])


def test_a_row_of_another_source_is_told_from_one_that_is_not_there(tmp_path: Path) -> None:
    added = pack(tmp_path, {"facts/source.yaml": SOURCE, RULES: rules("r", at="S1")})
    (problem,) = problems(base(tmp_path), added)
    assert problem.code == "E042"
    assert problem.help[0].startswith("`mini` has one")


# -------------------------------------------------------------------- what packs may do


def test_a_pack_extends_entities_of_the_base(tmp_path: Path) -> None:
    added = pack(
        tmp_path,
        {
            EXTEND: "extend:\n  - {id: HIF2A, synonyms: [our factor], is_a: [stress_factor]}\n",
            OWN: entities("{id: stress_factor, label: stress factors}"),
        },
    )
    kb = load(base(tmp_path), [added])
    assert kb.entities["HIF2A"].synonyms == ("EPAS1", "our factor")
    assert kb.ancestors("HIF2A") == {"HIF2A", "HIF", "stress_factor"}
    assert Names(kb).entity("Our Factor").id == "HIF2A"
    assert kb.entities["HIF2A"].label == "HIF-2α"


def test_an_extended_base_is_the_same_as_one_that_says_so_itself(tmp_path: Path) -> None:
    molecules = FILES["facts/molecules.yaml"].replace("synonyms: [EPAS1]", "synonyms: [EPAS1, our factor]")
    added = pack(tmp_path, {EXTEND: "extend:\n  - {id: HIF2A, synonyms: our factor}\n"})
    whole = load(write(tmp_path / "whole", {"facts/molecules.yaml": molecules}))
    assert load(base(tmp_path), [added]) == whole


def test_the_order_of_packs_does_not_matter(tmp_path: Path) -> None:
    home = base(tmp_path)
    one = pack(tmp_path, {"facts/source.yaml": SOURCE, RULES: rules("one")}, "one")
    two = pack(tmp_path, {"facts/source.yaml": SOURCE.replace("other", "a-third"), RULES: rules("two")}, "two")
    assert load(home, [one, two]) == load(home, [two, one])
    assert [source.id for source in load(home, [one, two]).sources] == ["mini", "a-third", "other"]


def test_both_suffixes_count_for_special_files(tmp_path: Path) -> None:
    files = {"facts/source.yml": SOURCE, "rules/10-own.yml": rules("r"), "facts/extend.yml": "extend: []\n"}
    assert load(base(tmp_path), [pack(tmp_path, files)]).rules_by_id["r"].source == "other"


def test_rules_know_their_pack_whatever_the_cache_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REASONER_HOME", str(tmp_path / "state"))
    home = base(tmp_path)
    files = {"facts/source.yaml": SOURCE, RULES: rules("r")}
    for name in ("one", "two", "one"):
        kb = load_cached(home, [pack(tmp_path, files, name)])
        assert (kb.rules_by_id["r"].pack, kb.rules_by_id["r"].path) == (name, "rules/10-own.yaml")
        assert kb.rules_by_id["hypoxia-hif2a"].pack == ""
    assert load(home, [tmp_path / "one"]).digest == load(home, [tmp_path / "two"]).digest


def test_no_file_says_which_pack_it_is_of(tmp_path: Path) -> None:
    text = rules("r").replace("claim: C.", "claim: C.\n    pack: base")
    (problem,) = problems(base(tmp_path), pack(tmp_path, {"facts/source.yaml": SOURCE, RULES: text}))
    assert problem.code == "E011"


# -------------------------------------------------------------------- checks


def codes(*folders: Path, texts: tuple[str, ...] = ()) -> list[str]:
    report = check_base(folders[0], folders[1:], texts)
    return [problem.code for problem in report.problems if problem.is_error]


def counted(statements: dict[str, int]) -> dict[str, str]:
    """The base with its statements counted."""
    rows = "".join(
        f"  - {{id: {id_}, section: Mini, refs: [], sha256: {hashlib.sha256(text.encode()).hexdigest()}"
        + (f", statements: {statements[id_]}" if id_ in statements else "")
        + "}\n"
        for id_, text in TEXT.items()
    )
    sourced = FILES["rules/10-mini.yaml"].replace("refs: [1], ", "").replace("refs: [3], ", "")
    aside = "not_encoded:\n  - {at: S2, reason: background}\n"
    return {
        "facts/source.yaml": f"id: mini\ntitle: A small source\nrows:\n{rows}",
        "rules/10-mini.yaml": sourced,
        "rules/not_encoded.yaml": aside,
    }


def test_rows_of_the_base_are_counted_without_what_packs_add_to_them(tmp_path: Path) -> None:
    home = base(tmp_path, counted({"S1": 1, "S2": 0, "S3": 1}))
    assert codes(home) == []
    added = pack(
        tmp_path, {RULES: rules("r", at="S1", then="TGFB") + rules("s", at="S2", then="HIF").split("rules:\n")[1]}
    )
    assert codes(home, added) == []
    assert codes(base(tmp_path, {**counted({"S1": 2, "S2": 0, "S3": 1})}), added) == ["E050"]


def test_a_pack_answers_for_the_rows_of_its_own_source(tmp_path: Path) -> None:
    home = base(tmp_path, counted({"S1": 1, "S2": 0, "S3": 1}))
    added = pack(tmp_path, {"facts/source.yaml": SOURCE, RULES: rules("r", "s", then="TGFB")})
    report = check_base(home, [added])
    (problem,) = report.errors
    assert problem.code == "E050"
    assert str(problem.where).startswith(str(added))
    assert str(report.positions["r"]).startswith(str(added))


def test_the_text_of_each_source_is_named_by_its_id(tmp_path: Path) -> None:
    home = base(tmp_path)
    text = "It is three plain words that this row holds [1]."
    with_hash = SOURCE.replace("refs: [1],", f"refs: [1], sha256: {hashlib.sha256(text.encode()).hexdigest()},")
    added = pack(tmp_path, {"facts/source.yaml": with_hash, RULES: rules("r", then="TGFB")})
    table = tmp_path / "other.tsv"
    table.write_text(f"id\tsection\trefs\ttext\nP1\tOne\t1\t{text}\n", encoding="utf-8")
    found = check_base(home, [added], [f"other={table}"])
    assert not [problem for problem in found.problems if problem.code in ("E048", "E049")]
    assert found.with_text
    for edited in (rules("r", then="TGFB", find="words that are not"), rules("r", then="TGFB", find="row holds 1")):
        pack(tmp_path, {RULES: edited})
        assert "E048" in codes(home, added, texts=(f"other={table}",))
    with pytest.raises(UsageError, match=r"E012.*unknown source `othr`"):
        check_base(home, [added], [f"othr={table}"])
    pack(tmp_path, {"facts/source.yaml": SOURCE})
    assert "E049" in codes(home, added, texts=(f"other={table}",))  # a row without a hash, where there is a text
