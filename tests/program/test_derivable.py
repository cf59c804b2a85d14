"""What conditions can lead to at all: routes that single random conditions seldom take."""

from __future__ import annotations

from tests.explain.making import Document, item, reasoner, rule


def derivable(*rules: Document, **keys: Document) -> set[str]:
    return set(map(str, reasoner(*rules, **keys).derivable()))


def test_what_therapies_block_is_low() -> None:
    low = rule("a", ["SRC down"], "EMT down", item("S001", 1))
    assert derivable(low, taxane={"blocks": ["SRC"]}) == {"EMT down"}
    assert derivable(low) == set()


def test_what_two_therapies_block_together() -> None:
    families = {
        "HIF": {"members": "complete"},
        "HIF1A": {"is_a": ["HIF"]},
        "HIF2A": {"is_a": ["HIF"]},
        "taxane": {"blocks": ["HIF1A"]},
        "carboplatin": {"blocks": ["HIF2A"]},
    }
    assert derivable(rule("a", ["HIF down"], "EMT down", item("S001", 1)), **families) == {"EMT down"}


def test_markers_that_are_conditions_are_read_backwards() -> None:
    marks = rule("a", ["stemness"], "CD44", item("S001", 1), effect="marks")
    more = rule("b", ["stemness"], "relapse", item("S001", 1))
    assert derivable(marks, more, CD44={"input": "measured"}) == {"stemness", "CD44", "relapse"}
    assert derivable(marks, more) == set()


def test_guards_hypotheses_exceptions_and_phases_are_left_aside() -> None:
    rules = (
        rule("a", ["hypoxia"], "HIF1A", item("S001", 1), only={"cancer": "glioma"}),
        rule("b", ["HIF1A"], "VEGF", item("S001", 1), hypothesis="origin/early"),
        rule("c", ["before VEGF"], "angiogenesis", item("S001", 1), unless=["hypoxia"]),
    )
    assert derivable(*rules) == {"HIF1A", "VEGF", "angiogenesis"}


def test_only_what_a_rule_concludes_counts() -> None:
    rules = (
        rule("a", ["hypoxia"], "HIF1A in CAF", item("S001", 1)),
        rule("b", ["HIF"], "hypoxia", item("S001", 1)),
        rule("c", ["VEGF"], "relapse", item("S001", 1)),
        rule("d", ["hypoxia"], "EMT", item("S001", 1), effect="precedes"),
    )
    assert derivable(*rules, HIF1A={"is_a": ["HIF"]}) == {"HIF1A in CAF", "hypoxia"}
