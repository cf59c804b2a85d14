"""The chains that the review's text makes derive, link by link: no figure of the base is bought by breaking them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reasoner.knowledge.loader import load
from reasoner.pipeline import Reasoner
from tests.knowledge.chains import chain, faults, links, read_chains
from tests.knowledge.packs import base

ROOT = Path(__file__).parents[2]
REASONER = Reasoner(load(ROOT))
CHAINS = read_chains(REASONER, Path(__file__).with_name("chains.yaml"))
# Sections that tell of mechanisms; those left out sum up.
SUMMARIES = {"Abstract", "Future perspective: Challenges and opportunities", "Conclusion"}
SECTIONS = {row.section for row in REASONER.kb.sources[0].rows if not row.section.startswith("Figure")} - SUMMARIES

# Two members of HIF, so that one may be missing; stemness comes of one of them in one place.
MINI = """\
    topic: Mini
    rules:
      - id: hypoxia-hif
        claim: C.
        when: [hypoxia]
        then: [HIF2A, HIF1A]
        evidence: [{at: S1, find: "Under hypoxia the", wording: states}]
      - id: hif2a-stemness
        claim: C.
        when: [HIF2A in CSC]
        then: stemness in CSC
        evidence: [{at: S3, find: "cites one more study", wording: states}]
      - id: hif-dormancy
        claim: C.
        when: [HIF]
        then: dormancy
        evidence: [{at: S3, find: "cites one more study", wording: states}]
      - id: stemness-tgfb
        claim: C.
        when: [stemness]
        then: TGFB down
        evidence: [{at: S3, find: "cites one more study", wording: states}]
      - id: tgfb-normoxia
        claim: C.
        when: [TGFB down]
        then: normoxia
        evidence: [{at: S3, find: "cites one more study", wording: states}]
    """
MOLECULES = """\
    kind: molecule
    entities:
      - {id: HIF, label: HIFs}
      - {id: HIF1A, label: HIF-1α, is_a: [HIF]}
      - {id: HIF2A, label: HIF-2α, synonyms: [EPAS1], is_a: [HIF]}
      - {id: TGFB, label: TGF-β}
    """


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_the_chains_of_a_section_derive(section: str) -> None:
    broken = {str(each): found for each in CHAINS if each.section == section and (found := faults(REASONER, each))}
    assert not broken


def test_every_section_has_ten_chains_of_two_steps_or_more() -> None:
    assert Counter(each.section for each in CHAINS).keys() == SECTIONS
    assert min(Counter(each.section for each in CHAINS).values()) >= 10
    assert not [str(each) for each in CHAINS if len(each.path) < 3]
    assert not [path for path, number in Counter((each.rows, each.path) for each in CHAINS).items() if number > 1]


def test_a_chain_stands_in_its_section() -> None:
    sections = {row.id: row.section for row in REASONER.kb.sources[0].rows}
    for each in CHAINS:
        assert each.section in {sections[row] for row in each.rows}, each


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_a_chain_breaks_without_the_rules_of_any_of_its_links(section: str) -> None:
    each = max((each for each in CHAINS if each.section == section), key=lambda each: len(each.path))
    for earlier, later in zip(each.path, each.path[1:], strict=False):
        ids = {id_ for id_, *_ in links(REASONER, each, earlier, later)}
        rules = tuple(rule for rule in REASONER.kb.rules if rule.id not in ids)
        less = Reasoner(REASONER.kb.model_copy(update={"rules": rules, "digest": ""}))
        assert f"no rule of {', '.join(each.rows)} leads from {earlier} to {later}" in faults(less, each)


@pytest.mark.parametrize(
    ("given", "rows", "path", "found"),
    [
        ("HIF2A in CSC", "S3", "HIF2A in CSC, stemness, TGFB down, normoxia", []),
        ("hypoxia", "S1", "hypoxia, HIF, HIF1A", ["no rule of S1 leads from HIF to HIF1A"]),
        ("HIF2A in CSC", "S1", "HIF2A in CSC, stemness", ["no rule of S1 leads from HIF2A in CSC to stemness"]),
        ("HIF2A in CSC", "S3", "HIF2A in CSC, TGFB down", ["no rule of S3 leads from HIF2A in CSC to TGFB down"]),
        ("HIF2A in CSC", "S3", "TGFB down, stemness", ["no rule of S3 leads from TGFB down to stemness"]),
        (
            "HIF2A",
            "S3",
            "HIF2A, stemness",
            ["stemness does not hold", "no rule of S3 leads from HIF2A to stemness"],
        ),
        (
            "hypoxia",
            "S1 S3",
            "hypoxia, HIF2A, dormancy",
            ["what leads from HIF2A to dormancy does so without it: ['hif-dormancy']"],
        ),
        ("hypoxia", "S1 S3", "hypoxia, HIF, dormancy", []),
    ],
)
def test_what_does_not_derive_is_told(tmp_path: Path, given: str, rows: str, path: str, found: list[str]) -> None:
    files: dict[str, str | None] = {"rules/10-mini.yaml": MINI, "facts/molecules.yaml": MOLECULES}
    mini = Reasoner(base(tmp_path, files))
    assert faults(mini, chain(mini, "Mini", rows=rows.split(), path=path.split(", "), given=[given])) == found
