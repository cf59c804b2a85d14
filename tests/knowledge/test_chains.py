"""Chains that the text makes derive: closures are not kept apart by leaving steps out."""

from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.knowledge.loader import load
from reasoner.pipeline import Reasoner
from tests.knowledge.chains import Chain, chain, faults, read_chains

ROOT = Path(__file__).parents[2]
REASONER = Reasoner(load(ROOT))
CHAINS = read_chains(REASONER, Path(__file__).with_name("chains.yaml"))
# Sections that tell of mechanisms; abstract, perspective, conclusion and captions sum up.
SUMMARIES = {"Abstract", "Future perspective: Challenges and opportunities", "Conclusion"}


def test_each_section_has_ten_chains_of_two_steps_or_more() -> None:
    sections = dict.fromkeys(row.section for row in REASONER.kb.sources[0].rows)
    told = [name for name in sections if name not in SUMMARIES and not name.startswith("Figure")]
    assert {each.section for each in CHAINS} == set(told)
    for name in told:
        assert len([each for each in CHAINS if each.section == name and len(each.path) > 2]) >= 10, name
    assert len({str(each) for each in CHAINS}) == len(CHAINS)


def test_the_rows_of_a_chain_are_of_its_section_or_near_it() -> None:
    order = {row.id: number for number, row in enumerate(REASONER.kb.sources[0].rows)}
    section = {row.id: row.section for row in REASONER.kb.sources[0].rows}
    for each in CHAINS:
        assert each.section in {section[row] for row in each.rows}, each
        assert all(row in order for row in each.rows), each


@pytest.mark.parametrize("each", CHAINS, ids=str)
def test_the_chain_derives_step_by_step(each: Chain) -> None:
    assert faults(REASONER, each) == []


def test_a_chain_whose_link_is_missing_does_not_derive() -> None:
    def broken(*path: str, rows: tuple[str, ...], given: str) -> list[str]:
        return faults(REASONER, chain(REASONER, "x", rows=list(rows), given=[given], path=list(path)))

    assert broken("hypoxia", "HIF", "VEGF", rows=("S119",), given="hypoxia") == []
    assert broken("hypoxia", "VEGF", "HIF", rows=("S119",), given="hypoxia")
    assert broken("hypoxia", "HIF", "VEGF", rows=("S118",), given="hypoxia")
    assert broken("CSC", "HIF", "VEGF", rows=("S119",), given="hypoxia")
