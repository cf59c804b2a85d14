"""What users see, held word by word. Look at a change, then write it with `UPDATE_SNAPSHOTS=1`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.surfaces.calling import LAKE, PACK, SESSIONS, SNAPSHOTS, call, check_snapshot

AGAIN = str(SNAPSHOTS.parent / "again.yaml")
ROOT = Path(__file__).parents[2]
HOLIDAY = str(SESSIONS / "holiday.yaml")
SUITE = str(SESSIONS / "suite.yaml")

ANSWERS = {
    "infer": ["infer", "hypoxia", "--cancer", "glioblastoma"],
    "infer-blocked": ["infer", "low oxygen", "CSC", "--cancer", "GBM", "--block", "EPAS1"],
    "infer-forced": ["infer", "--force", "HIF1A", "--given", "CSC"],
    "infer-all": ["infer", "hypoxia", "--cancer", "glioblastoma", "--all", "--rules"],
    "infer-contested": ["infer", "hypoxia", "chemotherapy", "--cancer", "ovarian cancer"],
    "infer-observed-otherwise": ["infer", "hypoxia", "angiogenesis down"],
    "infer-number": ["infer", "oxygen = 1 %"],
    "infer-strict": ["infer", "hypoxia", "--cancer", "ovarian_cancer", "--strict-context", "--system", "in vitro"],
    "infer-elsewhere": ["infer", "hypoxia", "--stage", "early stage", "--site", "liver"],
    "infer-assumed": ["infer", "chemotherapy", "--assume", "rest/induced", "--history", "dormancy"],
    "infer-why": ["infer", "hypoxia", "--why", "CSC enrichment", "--why", "invasion"],
    "infer-nothing-given": ["infer"],
    "infer-nothing-inferred": ["infer", "normoxia"],
    "infer-phases": ["infer", "--scenario", HOLIDAY],
    "infer-phases-all": ["infer", "--scenario", HOLIDAY, "--all"],
    "infer-phases-again": ["infer", "--scenario", AGAIN],
    "why": ["why", "CSC_enrichment", "--given", "hypoxia"],
    "why-lowered": ["why", "CSC_enrichment", "--given", "hypoxia", "--block", "HIF2A"],
    "why-all": ["why", "CSC_enrichment", "--given", "oxygen = 1 %", "--all", "--links", "--rules"],
    "why-family": ["why", "angiogenesis", "--given", "hypoxia"],
    "why-combined": ["why", "invasion", "--given", "hypoxia", "--cancer", "ovarian cancer"],
    "why-backward": ["why", "quiescence", "--given", "label_retention", "CXCR4 down"],
    "why-given": ["why", "hypoxia", "--given", "hypoxia"],
    "why-intervened": ["why", "HIF2A down", "--block", "HIF"],
    "why-contested": ["why", "dormancy", "--given", "hypoxia", "chemotherapy"],
    "why-persisting": ["why", "scarring", "--scenario", HOLIDAY],
    "whatif": ["whatif", "hypoxia", "CSC", "--cancer", "GBM", "--change", "block EPAS1"],
    "whatif-released": ["whatif", "hypoxia", "--block", "HIF2A", "--change", "release HIF2A", "--all", "--rules"],
    "whatif-setting": ["whatif", "hypoxia", "--cancer", "glioma", "--change", "cancer ovarian cancer"],
    "whatif-phases": ["whatif", "--scenario", HOLIDAY, "--change", "give chemotherapy"],
    "whatif-nothing": ["whatif", "hypoxia", "--change", "give hypoxia"],
    "needs": ["needs", "CSC_enrichment", "--given", "hypoxia", "CSC"],
    "needs-phases": ["needs", "scarring", "--scenario", HOLIDAY, "--rules"],
    "needs-given": ["needs", "hypoxia", "--given", "hypoxia"],
    "next": ["next", "hypoxia", "--cancer", "ovarian cancer", "-n", "3"],
    "next-all": ["next", "--scenario", HOLIDAY, "--all", "--rules"],
    "next-for": ["next", "hypoxia", "--for", "drug resistance"],
    "next-for-lost": ["next", "hypoxia", "--for", "HIF2A"],
    "next-for-nothing": ["next", "hypoxia", "--for", "normoxia"],
    "compare": ["compare", f"{SUITE}#1", f"{SUITE}#2"],
    "compare-all": ["compare", f"{SUITE}#1", f"{SUITE}#3", "--all", "--rules"],
    "compare-phases": ["compare", HOLIDAY, f"{SUITE}#1"],
    "compare-alike": ["compare", HOLIDAY, HOLIDAY],
    "whynot": ["whynot", "angiogenesis", "--given", "normoxia", "--block", "HIF2A"],
    "whynot-contrary": ["whynot", "dormancy", "--given", "hypoxia", "--all", "--rules"],
    "infer-supposed": ["infer", "hypoxia", "--suppose", "hypoxia, HIF2A -> stemness unless dormancy in CSC"],
    "why-supposed": ["why", "invasion", "--given", "ROS", "--suppose", "ROS -> EMT"],
    "says-stated": ["says", "hypoxia", "no dormancy"],
    "says-hedged": ["says", "EMT -> invasion"],
    "says-combined": ["says", "hypoxia", "angiogenesis"],
    "says-together": ["says", "hypoxia", "CSC_enrichment"],
    "says-denied": ["says", "dormancy", "stemness"],
    "says-contrary": ["says", "hypoxia", "dormancy"],
    "says-nothing": ["says", "normoxia", "EMT"],
    "about": ["about", "HIF-2 alpha"],
    "about-cell": ["about", "CSC"],
    "about-cancer": ["about", "EMT", "--cancer", "GBM"],
    "about-therapy": ["about", "chemotherapy"],
    "about-nothing": ["about", "normoxia"],
    "seek": ["seek", "CSC enrichment", "-k", "3"],
    "seek-combined": ["seek", "invasion", "--not", "EMT in CSC", "--all"],
    "seek-already": ["seek", "EMT in CSC", "--given", "hypoxia", "--not", "dormancy"],
    "seek-never": ["seek", "stemness", "--support", "strong"],
    "seek-none": ["seek", "invasion", "--from", "normoxia", "CSC", "-k", "1"],
    "seek-limit": ["seek", "angiogenesis", "--limit", "1", "--given", "CSC"],
    "seek-treated": ["seek", "dormancy", "--scenario", HOLIDAY],
    "targets": ["targets", "invasion", "--given", "hypoxia"],
    "targets-keep": [
        "targets",
        "angiogenesis",
        "--given",
        "hypoxia",
        "--keep",
        "CSC enrichment",
        "--allow-force",
        "--all",
    ],
    "targets-below": ["targets", "CSC enrichment", "--given", "hypoxia", "--below", "moderate", "--kind", "molecule"],
    "targets-among": ["targets", "angiogenesis", "--given", "hypoxia", "--among", "HIF1A", "HIF2A", "NOTCH"],
    "targets-several": ["targets", "angiogenesis", "--scenarios", f"{SUITE}#1", f"{SUITE}#2", HOLIDAY],
    "targets-never": ["targets", "CSC enrichment", "--given", "hypoxia"],
    "discriminate": ["discriminate", "rest"],
    "discriminate-given": ["discriminate", "rest", "--given", "chemotherapy", "--interventions", "-k", "1"],
    "discriminate-scenarios": ["discriminate", "--scenarios", f"{SUITE}#1", f"{SUITE}#2", "-k", "1"],
    "sweep": [
        "sweep",
        "--factor",
        "hypoxia",
        "chemotherapy",
        "block HIF2A",
        "cancer=GBM,ovarian cancer",
        "assume rest",
    ],
    "sweep-sample": ["sweep", "--factor", "conditions", "--sample", "50", "--seed", "7", "--given", "CSC"],
    "sweep-table": ["sweep", "--table", "../mice.csv", "--target", "EMT", "CSC enrichment", "dormancy"],
    "sweep-phases": [
        "sweep",
        "--factor",
        "normoxia",
        "block HIF1A",
        "chemotherapy",
        "--target",
        "scarring",
        "EMT",
        "--scenario",
        HOLIDAY,
    ],
    "sweep-rows": ["sweep", "--table", "../mice.csv", "--target", "EMT", "hypoxia", "--output", "-"],
    "run": ["run", str(SESSIONS)],
    "run-verbose": ["run", HOLIDAY, "-v"],
    "run-concise": ["run", str(SESSIONS), "--report", "concise"],
    "run-junit": ["run", str(SESSIONS), "--report", "junit"],
    "run-csv": ["run", str(SESSIONS), "--report", "csv"],
    "run-markdown": ["run", str(SESSIONS), "--report", "markdown"],
    "run-html": ["run", str(SESSIONS), "--report", "html"],
    "run-collect-only": ["run", str(SESSIONS), "--collect-only"],
    "run-stopped": ["run", str(SESSIONS), "-x"],
    "kb-check": ["kb", "check"],
    "kb-stats": ["kb", "stats"],
    "kb-stats-all": ["kb", "stats", "--all"],
    "kb-coverage": ["kb", "coverage"],
    "kb-coverage-rows": ["kb", "coverage", "--rows"],
    "kb-show-row-partly": ["kb", "show", "T02"],
    "kb-show-entity": ["kb", "show", "HIF-2 alpha"],
    "kb-show-measure": ["kb", "show", "oxygen"],
    "kb-show-therapy": ["kb", "show", "HIF2A_inhibitor"],
    "kb-show-rule": ["kb", "show", "chemotherapy-cxcr4-high"],
    "kb-show-requirement": ["kb", "show", "enrichment-needs-hif2a"],
    "kb-show-row": ["kb", "show", "t05"],
    "kb-show-row-not-encoded": ["kb", "show", "T08"],
    "kb-show-group": ["kb", "show", "rest"],
    "kb-cite": ["kb", "cite", "4"],
    "kb-cite-unverified": ["kb", "cite", "[7]"],
    "kb-cite-all": ["kb", "cite", "--all"],
    "kb-cite-several": ["kb", "cite", "[4,", "5]"],
    "kb-cite-bibtex": ["kb", "cite", "4", "--format", "bibtex"],
    "kb-cite-csl-json": ["kb", "cite", "4", "--format", "csl-json"],
    "kb-search": ["kb", "search", "hypoxia"],
    "kb-search-nothing": ["kb", "search", "xylophone"],
    "explain": ["explain", "e012"],
    "help": ["--help"],
    "help-kb": ["kb", "--help"],
}

ERRORS = {
    "error-unknown-name": ["infer", "hypoxya", "--block", "HIF2B", "--cancer", "glioblastome"],
    "error-contradiction": ["infer", "hypoxia", "normoxia"],
    "error-not-inferred": ["why", "dormancy", "--given", "hypoxia"],
    "error-seek-bounds": ["seek", "EMT", "-k", "0"],
    "error-seek-contradiction": ["seek", "EMT", "--not", "EMT"],
    "error-seek-nothing": ["seek"],
    "error-seek-grade": ["seek", "EMT", "--support", "good"],
    "error-seek-empty": ["seek", "EMT", "--from", "hypoxia", "--given", "hypoxia"],
    "error-seek-scenario": ["seek", "EMT", "--given", "hypoxia", "normoxia"],
    "error-targets-outcome": ["targets", "poor prognosis", "--given", "hypoxia"],
    "error-targets-nothing": ["targets", "dormancy"],
    "error-targets-kind": ["targets", "EMT", "--given", "hypoxia", "--kind", "gene"],
    "error-targets-both": ["targets", "EMT", "--given", "hypoxia", "--scenarios", SUITE],
    "error-discriminate": ["discriminate", "sleep"],
    "error-discriminate-one": ["discriminate", "--scenarios", f"{SUITE}#1"],
    "error-sweep": ["sweep", "--target", "EMTT"],
    "error-sweep-factors": [
        "sweep",
        *("--factor", "hypoxia", "low oxygen", "remove EMT", "HIFFA", "cancer=", "no CSC", "block HIF2A", "EPAS1"),
        *("--given", "CSC", "--block", "HIF"),
    ],
    "error-sweep-sample": ["sweep", "--factor", "hypoxia", "--sample", "3"],
    "error-sweep-output": ["sweep", "--factor", "hypoxia", "--output", "x.txt"],
    "error-change": ["whatif", "hypoxia", "--change", "EPAS1", "--change", "remove CSC", "--change", "block HIF9"],
    "error-no-change": ["whatif", "hypoxia"],
    "error-change-contradicts": ["whatif", "hypoxia", "--change", "give normoxia"],
    "error-next": ["next", "hypoxia", "-n", "0"],
    "error-compare": ["compare", SUITE],
    "error-compare-number": ["compare", SUITE, HOLIDAY],
    "error-compare-invalid": ["compare", f"{SUITE}#7", HOLIDAY],
    "error-needs": ["needs", "dormancy", "--given", "hypoxia"],
    "error-inferred": ["whynot", "CSC enrichment", "--given", "hypoxia"],
    "error-command": ["infr", "hypoxia"],
    "error-no-command": ["hypoxia"],
    "error-option": ["infer", "hypoxia", "--blok", "HIF2A"],
    "error-engine": ["infer", "hypoxia", "--engine", "rete"],
    "error-kb": ["kb"],
    "error-run-words": ["run", SUITE, "-k", "hypoxia or (CAF"],
    "error-run-reports": ["run", SUITE, "--report", "json", "--report", "csv"],
    "error-run-format": ["run", SUITE, "--report", "xml:results.xml"],
    "error-run-replaced": ["run", SUITE, "--report", f"json:{SUITE}"],
    "error-run-baseline": ["run", SUITE, "--baseline", HOLIDAY],
    "error-run-nothing": ["run", HOLIDAY, "-k", "xylophone"],
    "error-path": ["run", "no/such/file.yaml", "no/such/*.yaml"],
    "error-many-scenarios": ["infer", "--scenario", SUITE],
    "error-scenario-number": ["infer", "--scenario", f"{SUITE}#99"],
    "error-invalid-scenario": ["infer", "--scenario", f"{SUITE}#7"],
    "error-scenario-and-more": ["infer", "hypoxia", "--scenario", SUITE, "--cancer", "glioma"],
    "error-schema": ["schema", "resutl"],
    "error-code": ["explain", "E0l2"],
    "error-reference": ["kb", "cite", "99"],
    "error-reference-number": ["kb", "cite", "Lee2017"],
    "error-references": ["kb", "cite", "4", "--all"],
    "error-output": ["kb", "cite", "4", "--output", "no/such/folder/4.txt"],
    "error-show": ["kb", "show", "hypoxia-hif1"],
    "error-assume": ["infer", "hypoxia", "--assume", "rest/indced"],
    "error-system": ["infer", "hypoxia", "--system", "in silico"],
    "error-new-rule": ["kb", "new-rule", "--at", "T99", "--when", "hypoxya", "--then", "EMT", "--find", "too few"],
    "error-new-rule-shape": ["kb", "new-rule", "--at", "T01", "--then", "EMT", "--find", "three plain words"],
    "error-suppose": ["infer", "hypoxia", "--suppose", "hypoxya -> EMMT", "--suppose", "hypoxia, EMT"],
    "error-suppose-itself": ["infer", "hypoxia", "--suppose", "hypoxia, EMT -> EMT"],
    "error-suppose-circle": ["infer", "hypoxia", "--suppose", "hypoxia -> EMT unless invasion"],
    "error-says": ["says", "hypoxia"],
    "error-says-itself": ["says", "hypoxia", "low oxygen"],
    "error-impact": ["kb", "impact"],
}

_RULE = ["--at", "u2", "--when", "low oxygen", "before chemotherapy", "--then", "EMT", "invasion"]
_RULE += ["--find", "kept under normal oxygen", "--wording", "suggests", "--cancer", "GBM", "--id", "hypoxia-again"]
EXTRA = {
    "extra-infer": ["infer", "hypoxia", "chemotherapy"],
    "extra-why-more": ["why", "angiogenesis", "--given", "hypoxia"],
    "extra-why-mixed": ["why", "spread", "--given", "hypoxia"],
    "extra-why-contested": ["why", "late_relapse", "--given", "hypoxia", "chemotherapy"],
    "extra-why-denied": ["infer", "chemotherapy", "--why", "stemness"],
    "extra-why-stated": ["why", "angiogenesis", "--given", "hypoxia", "--block", "HIF", "--links"],
    "extra-cite": ["kb", "cite", "other2021/3"],
    "extra-check": ["kb", "check"],
    "extra-coverage": ["kb", "coverage", "--rows"],
    "extra-says": ["says", "hypoxia", "angiogenesis"],
    "extra-about": ["about", "angiogenesis"],
    "extra-supposed": ["why", "spread", "--given", "ROS", "--suppose", "ROS -> EMT"],
    "extra-show-entity": ["kb", "show", "angiogenesis"],
    "extra-show-rule": ["kb", "show", "emt-spread"],
    "extra-show-row": ["kb", "show", "U1"],
    "extra-search": ["kb", "search", "angiogenesis"],
    "extra-shell": ["shell", "-c", "hypoxia", "-c", "why spread", "-c", "cite spread", "-c", "cite other2021/3"],
    "extra-impact": ["kb", "impact"],
    "extra-new-rule": ["kb", "new-rule", *_RULE],
}
# Another base altogether, invented for the tests, with a source that is no review.
LAKES = {
    "lake-infer": [
        "infer",
        "manure",
        "cold summer",
        "planting of reeds",
        "--cancer",
        "peat lake",
        "--why",
        "dead fish",
    ],
    "lake-nothing": ["infer", "cold summer"],
    "lake-denied": ["infer", "algicide", "reed_planting", "clear_water down"],
    "lake-says": ["says", "manure", "murky water"],
    "lake-says-nothing": ["says", "manure", "no algae"],
    "lake-about": ["about", "algae"],
    "lake-run": ["run", "sessions", "-v"],
    "lake-check": ["kb", "check"],
    "lake-stats": ["kb", "stats"],
    "lake-show-row": ["kb", "show", "p1-2"],
    "lake-show-rule": ["kb", "show", "algae-murky-water"],
    "lake-cite": ["kb", "cite", "3"],
    "lake-search": ["kb", "search", "fish"],
    "lake-shell": ["shell", "-c", "manure", "-c", "findings", "-c", "why murky water", "-c", "cite murky water"],
}
# The shipped base: obstacles of several kinds, as the review has them.
_TAXANE = ["whynot", "CD44hi/CD24hi state", "--given", "paclitaxel"]
SHIPPED = {
    "shipped-seek": ["seek", "CSC enrichment"],
    "shipped-targets": ["targets", "stemness", "--given", "inflammation"],
    "shipped-discriminate": ["discriminate", "quiescence"],
    "shipped-whynot": [*_TAXANE, "--block", "Src", "--cancer", "breast cancer"],
    "shipped-whynot-guard": ["whynot", "cure", "--given", "surgery"],
    "shipped-whynot-hypothesis": ["whynot", "resistance mechanisms in CSC", "--given", "CSC"],
    "shipped-whynot-strict": [*_TAXANE, "high dose", "--cancer", "melanoma", "--strict-context"],
    "shipped-whynot-observed": ["whynot", "EMT", "--given", "hypoxia", "EMT down"],
    "shipped-whynot-no-rule": ["whynot", "tenascin C in endothelial cells"],
}
NARROW = (
    "infer",
    "sweep",
    "seek",
    "targets",
    "discriminate",
    "says-together",
    "about",
    "infer-phases",
    "why-all",
    "run",
    "kb-stats",
    "kb-coverage-rows",
    "kb-show-entity",
)


@pytest.mark.parametrize("name", ANSWERS)
def test_answer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACK)
    called = call(*_near(ANSWERS[name]), pack=Path())
    assert not called.err
    check_snapshot(name, called.out)


@pytest.mark.parametrize("name", EXTRA)
def test_answer_of_two_packs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACK)
    called = call(*EXTRA[name], "--with", "../extra", pack=Path())
    assert called.code == (3 if name == "extra-impact" else 0)  # three of the scenarios are no scenarios
    assert not called.err or name == "extra-new-rule"
    check_snapshot(name, called.out + called.err)


@pytest.mark.parametrize("name", LAKES)
def test_answer_of_another_base(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LAKE)
    called = call(*LAKES[name], pack=Path())
    assert not called.err
    check_snapshot(name, called.out)


@pytest.mark.parametrize("name", ERRORS)
def test_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACK)
    called = call(*_near(ERRORS[name]), pack=Path())
    assert not called.out
    check_snapshot(name, f"{called.err}exit {called.code}\n")


@pytest.mark.parametrize("name", NARROW)
def test_narrow(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACK)
    called = call(*_near(ANSWERS[name]), pack=Path(), environ={"COLUMNS": "40"})
    assert max(map(len, called.out.splitlines())) <= 40
    check_snapshot(f"{name}-40", called.out)


@pytest.mark.parametrize("name", SHIPPED)
def test_answer_of_the_shipped_base(name: str) -> None:
    called = call(*SHIPPED[name], "--kb", str(ROOT), pack=None)
    assert not called.err
    check_snapshot(name, called.out)


def test_no_snapshot_is_left_over() -> None:
    known = {*SHIPPED, *ANSWERS, *ERRORS, *EXTRA, *LAKES, *(f"{name}-40" for name in NARROW)}
    assert {path.stem for path in SNAPSHOTS.glob("*")} == known


def _near(arguments: list[str]) -> list[str]:
    """Paths as seen from the pack, so that no snapshot holds where this checkout lies."""
    return [argument.replace(f"{PACK}{os.sep}", "") for argument in arguments]
