"""`kb stats`: counts, what conditions lead to, and how alike closures are, worked out by hand."""

from __future__ import annotations

import pytest

from reasoner.batch.alikeness import alikeness, jaccard, mean_jaccard
from reasoner.batch.stats import stats
from reasoner.batch.stats_text import stats_blocks
from reasoner.knowledge.loader import load
from reasoner.model.finding import Finding
from reasoner.pipeline import Reasoner
from reasoner.render.layout import lay_out
from tests.explain.making import item, reasoner, rule
from tests.surfaces.calling import PACK


@pytest.fixture(scope="module")
def asked() -> Reasoner:
    return Reasoner(load(PACK))


def chain() -> Reasoner:
    """Two chains of five that meet at the end; the first branches early, and lifts its first link to a family."""
    return reasoner(
        rule("a1", ["hypoxia"], "HIF1A in CAF", item("S001", 1)),
        rule("a2", ["HIF in CAF"], "VEGF", item("S002", 1)),
        rule("a3", ["VEGF"], "angiogenesis", item("S003", 1)),
        rule("a4", ["angiogenesis"], "EMT", item("S004", 1)),
        rule("a5", ["EMT"], "relapse", item("S005", 1)),
        rule("a6", ["hypoxia"], "SRC", item("S006", 1)),
        rule("b1", ["CSC"], "stemness", item("S007", 1)),
        rule("b2", ["stemness"], "EMT", item("S008", 1)),
        rule("c1", ["inflammation", "taxane"], "CD44", item("S009", 1)),
        rule("c2", ["HIF"], "VEGF", item("S010", 1)),
        HIF1A={"is_a": ["HIF"]},
    )


def test_stats_count_what_is_there(asked: Reasoner) -> None:
    found = stats(asked)
    assert sum(found.entities.values()) == len(asked.kb.entities)
    assert sum(found.statements.values()) == len(asked.kb.rules) == sum(found.grades.values())
    assert found.statements["requirement"] == found.statements["denial"] == 1
    leads = {str(lead.condition): lead for lead in found.conditions}
    assert set(leads) == {str(condition) for condition in asked.kb.conditions}
    assert (leads["chemotherapy"].stated, leads["chemotherapy"].combined, leads["chemotherapy"].phenotypes) == (4, 0, 4)
    assert leads["hypoxia"].steps == {"1": 7, "2": 5}
    assert leads["normoxia"].specificity is None
    assert found.specificity is not None
    assert 0 < found.specificity < 1


def test_what_a_condition_leads_to_and_what_share_of_everything_that_is() -> None:
    found = stats(chain())
    leads = {str(lead.condition): lead for lead in found.conditions}
    # HIF1A in CAF, VEGF, angiogenesis, EMT, relapse, SRC; stemness; CD44. Families and wider places do not count.
    assert found.derivable == 8
    assert (leads["hypoxia"].stated, leads["hypoxia"].combined) == (2, 4)
    assert leads["hypoxia"].steps == {"1": 2, "2": 1, "3": 1, "4": 1, "5": 1}
    assert (leads["hypoxia"].near, leads["hypoxia"].share) == (4, 0.5)
    assert (leads["CSC"].near, leads["CSC"].share) == (3, 0.375)
    assert leads["inflammation"].near == 0  # alone it lacks its second premise
    assert set(found.wide) == {Finding("CSC"), Finding("hypoxia")}


def test_a_quarter_is_not_above_a_quarter() -> None:
    links = [rule(f"r{n}", ["hypoxia"], each, item("S001", 1)) for n, each in enumerate(["SRC", "EMT"])]
    rest = [rule(f"s{n}", ["CSC"], each, item("S002", 1)) for n, each in enumerate(["VEGF", "HIF1A", "HIF2A"])]
    rest += [rule(f"t{n}", ["CAF"], each, item("S003", 1)) for n, each in enumerate(["CD44", "relapse", "stemness"])]
    found = stats(reasoner(*links, *rest))
    shares = {str(lead.condition): lead.share for lead in found.conditions if lead.near}
    assert shares == {"hypoxia": 0.25, "CSC": 0.375, "CAF": 0.375}
    assert set(map(str, found.wide)) == {"CSC", "CAF"}


def test_the_alikeness_of_two_chains() -> None:
    found = alikeness(chain(), most=3)
    # hypoxia: 6; HIF in CAF: VEGF, angiogenesis, EMT, relapse; HIF elsewhere: the same, so its place decides by text.
    assert [(str(each.finding), each.closure, each.near) for each in found.compared] == [
        ("hypoxia", 6, 4),
        ("HIF", 4, 3),
        ("CSC", 3, 3),
    ]
    assert found.premises == 10
    assert found.productive == 7  # of EMT, stemness, angiogenesis and VEGF as well; inflammation and the taxane not
    # Shared: 4 of 6; EMT and relapse of 7; EMT and relapse of 5.
    assert found.mean == round((4 / 6 + 2 / 7 + 2 / 5) / 3, 4)
    # Near: hypoxia to SRC, HIF1A in CAF, VEGF, angiogenesis; HIF to VEGF, angiogenesis, EMT; CSC to all three.
    assert found.near == round((2 / 5 + 0 / 7 + 1 / 5) / 3, 4)
    hypoxia, hif, csc = found.compared
    assert hypoxia.alike == round((4 / 6 + 2 / 7) / 2, 4)
    assert (hif.alike_near, csc.alike_near) == (round((2 / 5 + 1 / 5) / 2, 4), round((0 + 1 / 5) / 2, 4))
    assert dict(list(found.shared.items())[:2]) == {"EMT": 3, "relapse": 3}


def test_of_an_entity_its_most_productive_premise_is_compared() -> None:
    found = alikeness(
        reasoner(
            rule("a", ["VEGF"], "EMT", item("S001", 1)),
            rule("b", ["VEGF in CAF"], "SRC", item("S002", 1)),
            rule("c", ["HIF"], "EMT", item("S003", 1)),
        )
    )
    # VEGF in CAF holds as VEGF too; what it lifts to is not counted, what follows from that is.
    assert [(str(each.finding), each.closure) for each in found.compared] == [("VEGF in CAF", 2), ("HIF", 1)]
    assert found.mean == 0.5


def test_premises_that_are_low_or_past_are_not_given() -> None:
    found = alikeness(
        reasoner(
            rule("a", ["SRC down"], "EMT", item("S001", 1)),
            rule("b", ["before VEGF"], "EMT", item("S002", 1)),
            rule("c", ["hypoxia"], "EMT", item("S003", 1), effect="precedes"),
        )
    )
    assert (found.premises, found.productive, found.mean, found.compared) == (0, 0, None, ())


def test_the_index() -> None:
    a, b, c = (Finding(name) for name in "abc")
    assert jaccard({a, b}, {b, c}) == pytest.approx(1 / 3)
    assert jaccard({a}, {a}) == 1
    assert jaccard(set(), {a}) == jaccard(set(), set()) == 0
    assert mean_jaccard([frozenset({a})]) is None


@pytest.mark.parametrize("everything", [False, True])
def test_the_text_folds_what_leads_to_nothing_and_never_prints_ids(everything: bool, asked: Reasoner) -> None:
    text = "\n".join(line.plain for line in lay_out(stats_blocks(asked.kb, stats(asked), everything=everything), 100))
    assert ("Nothing follows from CSCs" in text) is not everything
    assert "CXCR4_high_state" not in text
    assert "CXCR4-high state" in text
