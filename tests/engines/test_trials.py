"""Rules tried out on their own premises, where random bases seldom go; elsewhere the property tests hold them."""

from __future__ import annotations

from tests.explain.making import Document, item, reasoner, rule


def silent(*rules: Document, **keys: Document) -> dict[str, tuple[list[str], list[str], bool]]:
    return {
        each.trial.rule.id: ([str(f) for f in each.findings], [str(f) for f in each.exceptions], each.refused)
        for each in reasoner(*rules, **keys).silent()
    }


def test_an_exception_that_the_premises_bring_about() -> None:
    rules = [
        rule("a", ["hypoxia"], "HIF1A in CAF", item("S001", 1)),
        rule("b", ["hypoxia"], ["EMT", "VEGF"], item("S002", 1), unless=["HIF1A", "SRC"]),
    ]
    assert silent(*rules) == {"b": (["EMT", "VEGF"], ["HIF1A", "HIF1A in CAF"], False)}
    assert silent(rules[1]) == {}


def test_one_setting_in_which_it_speaks_is_enough() -> None:
    rules = [
        rule("a", ["hypoxia"], "SRC", item("S001", 1), only={"cancer": "glioma"}),
        rule("b", ["hypoxia"], "EMT", item("S002", 1), unless=["SRC"], only={"cancer": ["glioma", "breast_cancer"]}),
    ]
    assert silent(*rules) == {}
    rules[0]["only"] = {"cancer": ["glioma", "breast_cancer"]}
    assert silent(*rules) == {"b": (["EMT"], ["SRC"], False)}


def test_premises_that_mean_the_contrary_of_one_conclusion() -> None:
    made = rule("a", ["EMT"], ["stemness down", "VEGF"], item("S001", 1))
    assert silent(made, EMT={"implies": ["stemness"]}) == {"a": (["stemness down"], [], False)}


def test_premises_that_cannot_be_observed_together() -> None:
    made = rule("a", ["EMT", "stemness down"], "VEGF", item("S001", 1))
    assert silent(made, EMT={"implies": ["stemness"]}) == {"a": (["VEGF"], [], True)}


def test_what_does_not_fire_by_its_nature_is_not_tried() -> None:
    assert silent(rule("a", ["hypoxia"], "EMT", item("S001", 1), effect="precedes")) == {}
