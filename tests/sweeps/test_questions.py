"""What `reasoner sweep` answers over all of its scenarios: claims, sensitivity, pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import reasoner
from reasoner.cli.others import schema_text
from tests.surfaces.calling import PACK, call

FACTORS = ("--factor", "hypoxia", "chemotherapy", "block HIF2A", "cancer=glioma,ovarian cancer")


def sweep(*arguments: str) -> Any:
    return call("sweep", *FACTORS, *arguments)


def answer(*arguments: str) -> dict[str, Any]:
    called = sweep(*arguments, "--format", "json")
    found: dict[str, Any] = json.loads(called.out)
    jsonschema.validate(found, json.loads(schema_text("sweep")))
    return found


def test_a_claim_that_fails_ends_with_1_and_an_example_that_run_accepts(tmp_path: Path) -> None:
    path = tmp_path / "against.yaml"
    called = sweep("--never", "EMT", "--always", "CSC enrichment", "--counter-example", str(path))
    assert called.code == 1
    assert "Never EMT: does not hold" in called.out
    assert "Always CSC enrichment: does not hold" in called.out
    ran = call("run", str(path))
    assert ran.code == 0
    assert ran.out.startswith("2 scenarios: 2 passed.")


def test_a_claim_that_holds_ends_with_0() -> None:
    called = sweep("--never", "EMT", "--support", "strong")
    assert called.code == 0
    assert "holds in all" in called.out


def test_the_counts_of_claims_are_those_of_the_rows() -> None:
    found = answer("--never", "EMT", "--always", "CSC enrichment", "--target", "drug resistance")
    kb = reasoner.load(PACK)
    rows = list(kb.sweep(FACTORS[1:], ["EMT", "CSC enrichment"]))
    counting = [row for row in rows if not row.refused]
    against = [claim["against"] for claim in found["claims"]["claims"]]
    assert against == [
        sum(row.support["EMT"] is not None for row in counting),
        sum(row.support["CSC_enrichment"] is None for row in counting),
    ]
    assert [each["finding"] for each in found["targets"]] == ["drug_resistance", "EMT", "CSC_enrichment"]


def test_sensitivity_stands_in_the_answer() -> None:
    found = answer("--target", "EMT", "--sensitivity")["sensitivity"]
    effects = {each["switch"]: each for each in found["effects"]}
    assert effects["hypoxia"]["gained"] == effects["hypoxia"]["pairs"] == 12
    assert set(effects) == {"hypoxia", "chemotherapy", "block HIF2A", "cancer=glioma", "cancer=ovarian_cancer"}


def test_pictures_are_shown_and_written(tmp_path: Path) -> None:
    path = tmp_path / "effects.svg"
    called = sweep("--target", "EMT", "--picture", f"effects:{path}", "--picture", "bars")
    assert called.code == 0
    assert "How often findings hold in 24 scenarios" in called.out
    assert path.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--support", "strong"), 2, "--support is about claims"),
        (("--counter-example", "x.yaml"), 2, "--counter-example is about claims"),
        (("--never", "EMT", "--support", "firm"), 2, "`firm`"),
        (("--never", "nothing of the kind"), 2, "unknown name"),
        (("--never", "EMT", "--resume", "--output", "rows.csv"), 2, "without --resume"),
        (("--picture", "timeline"), 2, "there is no picture `timeline`"),
        (("--picture", "bars", "--format", "json"), 2, "a picture is not shown beneath JSON"),
    ],
)
def test_what_does_not_go_together_is_refused(arguments: tuple[str, ...], code: int, said: str, tmp_path: Path) -> None:
    called = sweep(*arguments)
    assert (called.code, said in called.err) == (code, True), called.err


def test_claims_and_sensitivity_from_python() -> None:
    made = reasoner.load(PACK).sweep(FACTORS[1:], ["EMT"])
    claims = made.claims(never=["EMT"], always=["hypoxia"]).to_dict()
    assert [claim["always"] for claim in claims["claims"]] == [False, True]
    assert made.sensitivity().to_dict()["effects"][0]["switch"] == "hypoxia"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--output", "a.csv", "--counter-example", "a.csv", "--never", "EMT"), "over --output"),
        (("--output", "a.csv", "--counter-example", "a.csv.json", "--never", "EMT"), "over the journal of --output"),
        (("--picture", "bars:a.svg", "--picture", "effects:a.svg"), "--picture would be written over --picture"),
        (("--picture", "bars:a.png"), "a picture is written as SVG"),
        (("--picture", "bars:none/a.svg"), "there is no such folder"),
        (("--picture", "bars:there.svg"), "there is a file of this name already"),
        (("--never", "EMT", "--counter-example", "there.svg"), "there is a file of this name already"),
        (("--never", "EMT", "--output", "-"), "in place of other answers"),
        (("--seed", "3"), "--seed is that of a sample"),
    ],
)
def test_no_answer_is_written_over_anything(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.svg").write_text("mine", encoding="utf-8")
    called = sweep(*arguments)
    assert (called.code, said in called.err) == (2, True), called.err
    assert [path.name for path in tmp_path.iterdir()] == ["there.svg"]
    assert Path("there.svg").read_text(encoding="utf-8") == "mine"


def test_a_sample_without_pairs_says_so() -> None:
    called = call("sweep", "--factor", "conditions", "--sample", "1", "--target", "EMT", "--sensitivity")
    assert "No two of these scenarios differ in one factor alone" in called.out


def test_a_number_without_a_threshold_is_a_matter_of_the_command_line() -> None:
    assert call("sweep", "--factor", "oxygen = 5 mmHg").code == 2
