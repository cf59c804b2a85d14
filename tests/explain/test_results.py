"""What a result says of each finding beyond whether it holds; expected answers are derived by hand."""

from __future__ import annotations

from typing import Any

from reasoner.model.finding import Finding
from reasoner.pipeline import denied_proofs
from tests.explain.making import infer, item, one, reasoner, rule, texts
from tests.properties import adapter

HYPOXIA_VEGF = rule("hypoxia-vegf", ["hypoxia"], "VEGF", item("S001", 1, 2))
VEGF_ANGIOGENESIS = rule("vegf-angiogenesis", ["VEGF"], "angiogenesis", item("S002", 3))


def test_weakest_link_rows_and_references() -> None:
    found = one(infer(reasoner(HYPOXIA_VEGF, VEGF_ANGIOGENESIS), "hypoxia"), "angiogenesis")
    assert (found.support.name, found.stated, found.steps) == ("moderate", False, 2)
    assert found.weakest == ("vegf-angiogenesis",)
    assert found.rows == ("S002", "S001")
    assert found.refs == (1, 2, 3)
    assert found.rules == ("vegf-angiogenesis", "hypoxia-vegf")


def test_citations_link_to_the_sentence_and_to_each_reference() -> None:
    words = item("S001", 1, find="wide-spread loss of TGF-β")
    found = one(infer(reasoner(rule("a", ["hypoxia"], "VEGF", words)), "hypoxia"), "VEGF")
    (citation,) = found.citations
    assert citation.link == "https://example.org/#:~:text=wide%2Dspread%20loss%20of%20TGF%2D%CE%B2"
    assert citation.reference_links == ("https://example.org/#ref-CR1",)


def test_proofs_that_mix_cancers_say_so() -> None:
    def base(first: str, second: str) -> Any:
        return reasoner(
            rule("a", ["hypoxia"], "VEGF", item("S001", 1, context={"cancer": first})),
            rule("b", ["VEGF"], "angiogenesis", item("S002", 1, context={"cancer": second})),
            breast_cancer={"is_a": ["solid_tumour"]},
        )

    assert one(infer(base("breast_cancer", "glioma"), "hypoxia"), "angiogenesis").mixed_context
    assert not one(infer(base("breast_cancer", "solid_tumour"), "hypoxia"), "angiogenesis").mixed_context
    contexts = one(infer(base("breast_cancer", "glioma"), "hypoxia"), "angiogenesis").contexts
    assert contexts == ("cancer: glioma", "cancer: breast_cancer")


def test_a_family_names_the_member_it_holds_through() -> None:
    made = reasoner(rule("a", ["hypoxia"], "HIF1A", item("S001", 1)), HIF1A={"is_a": ["HIF"]}, HIF2A={"is_a": ["HIF"]})
    found = one(infer(made, "hypoxia"), "HIF")
    assert found.through == (Finding("HIF1A"),)
    assert found.lifted_from == Finding("HIF1A")


def test_guards_that_only_the_context_keeps_shut_are_listed() -> None:
    made = reasoner(
        rule("guarded", ["hypoxia"], "VEGF", item("S001", 1), only={"cancer": "glioma"}),
        rule("assumed", ["hypoxia"], "EMT", item("S002", 1), hypothesis="origin/early"),
        rule("elsewhere", ["inflammation"], "EMT", item("S003", 1), only={"cancer": "glioma"}),
    )
    guards = {note.rule: note for note in infer(made, "hypoxia").guards}
    assert guards.keys() == {"guarded", "assumed"}
    assert guards["guarded"].needs == ("cancer: glioma",)
    assert guards["guarded"].would_give == (Finding("VEGF"),)
    assert guards["assumed"].needs == ("assume: origin/early",)
    assert not infer(made, "hypoxia", cancer="glioma", assume=["origin/early"]).guards


def test_cells_that_a_process_would_bring_in_are_named_until_they_are_there() -> None:
    made = reasoner(rule("a", ["hypoxia"], "recruitment", item("S001", 1)), recruitment={"yields": ["CAF"]})
    assert infer(made, "hypoxia").would_bring_in == ("CAF",)
    assert infer(made, "hypoxia", "CAF").would_bring_in == ()
    assert infer(made, "hypoxia", "CAF down").would_bring_in == ()
    assert "CAF" not in texts(infer(made, "hypoxia"))


def test_outcomes_come_last_and_stated_before_combined() -> None:
    made = reasoner(
        HYPOXIA_VEGF,
        VEGF_ANGIOGENESIS,
        rule("c", ["hypoxia"], "relapse", item("S003", 1, 2)),
        rule("d", ["hypoxia"], "stemness", item("S004", 1)),
    )
    order = [str(found.finding) for found in infer(made, "hypoxia").findings]
    assert order == ["stemness", "VEGF", "angiogenesis", "relapse", "hypoxia"]


def test_lines_are_independent_where_they_share_no_reference() -> None:
    made = reasoner(
        rule("first", ["hypoxia"], "stemness", item("S001", 1, 2)),
        rule("second", ["hypoxia"], "stemness", item("S002", 2)),
        rule("third", ["hypoxia"], "stemness", item("S003", 3)),
        rule("uncited", ["hypoxia"], "stemness", item("S004")),
    )
    evaluation = made.evaluate(adapter.scenario({"entities": []}, {"given": ["hypoxia"]}))
    why = made.why(evaluation, Finding("stemness"))
    assert why.finding.rules == ("first",)
    assert [(line.rule, line.independent) for line in why.lines] == [
        ("second", False),
        ("third", True),
        ("uncited", False),
    ]
    assert why.independent == 2
    assert made.why(evaluation, Finding("stemness"), most=1).more == 2


def test_what_an_unmet_requirement_would_do_is_said_beforehand() -> None:
    need = {"id": "need", "kind": "requirement", "claim": "It needs HIF2A.", "then": "enrichment", "needs": "HIF2A"}
    made = reasoner(rule("a", ["hypoxia"], "enrichment", item("S001", 1)), {**need, "evidence": [item("S001", 1)]})
    evaluation = made.evaluate(adapter.scenario({"entities": []}, {"given": ["hypoxia"]}))
    (sentence,) = made.why(evaluation, Finding("enrichment")).if_unmet
    assert sentence == "If HIF2A low: limited (It needs HIF2A)."
    blocked = one(infer(made, "hypoxia", block=["HIF2A"]), "enrichment")
    assert (blocked.support.name, blocked.against_requirement) == ("limited", True)
    assert blocked.proof is not None
    assert blocked.proof.lowered_by == ("need",)


def test_a_summary_row_is_shown_only_where_no_other_does_as_well() -> None:
    made = reasoner(
        rule("a-summary", ["hypoxia"], "stemness", item("S900", 1)), rule("b", ["hypoxia"], "stemness", item("S001", 1))
    )
    assert one(infer(made, "hypoxia"), "stemness").rules == ("b",)


def test_of_the_rows_of_one_rule_those_that_only_sum_up_come_last() -> None:
    """Their ids may come first in the alphabet; another row that backs the finding as well is the one to cite."""
    made = reasoner(rule("a", ["hypoxia"], "stemness", item("S900", 1), item("S901", 1)))
    assert one(infer(made, "hypoxia"), "stemness").rows == ("S901",)


def test_a_proof_through_a_denied_step_is_reported() -> None:
    denial = {
        "id": "not-vegf",
        "kind": "denial",
        "claim": "Not through VEGF.",
        "when": ["VEGF"],
        "then": "angiogenesis",
    }
    made = reasoner(HYPOXIA_VEGF, VEGF_ANGIOGENESIS, {**denial, "evidence": [item("S003", 4)]})
    result = infer(made, "hypoxia")
    assert [(denied.rule, str(denied.finding)) for denied in result.denied] == [("not-vegf", "angiogenesis")]
    assert [(beside.rule, beside.effect) for beside in result.beside] == [("not-vegf", "denies")]
    reported = {(rule.id, str(finding), tuple(map(str, given))) for rule, finding, given in denied_proofs(made)}
    assert ("not-vegf", "angiogenesis", ("hypoxia",)) in reported
    assert ("not-vegf", "angiogenesis", ("hypoxia", "CSC")) in reported or len(reported) > 1
    fine = reasoner(HYPOXIA_VEGF, rule("b", ["hypoxia"], "angiogenesis", item("S002", 3)))
    assert not list(denied_proofs(fine))


def test_therapies_bring_the_line_on_advice() -> None:
    made = reasoner(rule("a", ["taxane"], "EMT", item("S001", 1)), paclitaxel={"is_a": ["taxane"]})
    assert infer(made, "paclitaxel").advice
    assert not infer(made, "hypoxia").advice
    assert infer(made, "hypoxia", history=["carboplatin"]).advice


def test_the_empty_scenario_has_an_empty_model() -> None:
    assert not infer(reasoner(HYPOXIA_VEGF, VEGF_ANGIOGENESIS)).findings


def test_a_filter_that_opens_an_exception_says_so() -> None:
    made = reasoner(
        rule("stopper", ["hypoxia"], "EMT", item("S001", 1, context={"cancer": "glioma"})),
        rule("stopped", ["hypoxia"], "stemness", item("S002", 1), unless=["EMT"]),
    )
    assert "stemness" not in texts(infer(made, "hypoxia", cancer="breast_cancer"))
    strict = infer(made, "hypoxia", cancer="breast_cancer", strict_context="true")
    assert "stemness" in texts(strict)
    assert [(warning.code, warning.message.split(":")[0]) for warning in strict.warnings] == [("W023", "stopped")]
    assert not infer(made, "hypoxia", cancer="glioma", strict_context="true").warnings


def test_a_requirement_about_a_situation_bears_on_that_situation_alone() -> None:
    need = {"id": "need", "kind": "requirement", "claim": "It needs HIF2A.", "then": "enrichment", "needs": "HIF2A"}
    made = reasoner(
        rule("a", [{"any": ["hypoxia", "carboplatin"]}], "enrichment", item("S001", 1)),
        {**need, "when": ["hypoxia"], "evidence": [item("S001", 1)]},
    )
    under = {given: one(infer(made, given, block=["HIF2A"]), "enrichment") for given in ("hypoxia", "carboplatin")}
    assert [(found.support.name, found.against_requirement) for found in under.values()] == [
        ("limited", True),
        ("moderate", False),
    ]


def test_a_requirement_is_said_to_lower_only_what_it_does() -> None:
    need = {"id": "need", "kind": "requirement", "claim": "It needs HIF2A.", "then": "enrichment", "needs": "HIF2A"}
    made = reasoner(
        rule("a", ["hypoxia"], "VEGF", item("S001", 1)),
        rule("b", ["VEGF"], "enrichment", item("S002", 1, 2)),
        {**need, "evidence": [item("S002", 1)]},
    )

    def sentences(*given: str) -> tuple[str, ...]:
        evaluation = made.evaluate(adapter.scenario({"entities": []}, {"given": list(given)}))
        return made.why(evaluation, Finding("enrichment")).if_unmet

    assert one(infer(made, "hypoxia"), "enrichment").support.name == "moderate"
    assert sentences("hypoxia") == ()  # the strong rule, one lower, is still as firm as its premise
    assert one(infer(made, "hypoxia", block=["HIF2A"]), "enrichment").support.name == "moderate"
    assert sentences("hypoxia", "enrichment") == ()  # given findings are not lowered
    assert sentences("VEGF") == ("If HIF2A low: moderate (It needs HIF2A).",)


def test_a_requirement_is_said_to_lower_what_rests_on_what_it_lowers() -> None:
    need = {"id": "need", "kind": "requirement", "claim": "It needs HIF2A.", "then": "VEGF", "needs": "HIF2A"}
    made = reasoner(
        rule("a", ["hypoxia"], "VEGF", item("S001", 1)),
        rule("b", ["VEGF"], "angiogenesis", item("S002", 1, 2)),
        rule("c", ["angiogenesis", "hypoxia"], "enrichment", item("S003", 1, 2)),
        rule("d", ["hypoxia"], "stemness", item("S004", 1)),
        {**need, "evidence": [item("S001", 1)]},
    )
    evaluation = made.evaluate(adapter.scenario({"entities": []}, {"given": ["hypoxia"]}))
    for finding in ("VEGF", "angiogenesis", "enrichment"):
        assert made.why(evaluation, Finding(finding)).if_unmet == ("If HIF2A low: limited (It needs HIF2A).",)
        assert one(infer(made, "hypoxia", block=["HIF2A"]), finding).support.name == "limited"
    assert made.why(evaluation, Finding("stemness")).if_unmet == ()


def test_a_denial_is_held_against_proofs_where_its_guard_admits_it() -> None:
    denial = {
        "id": "not-vegf",
        "kind": "denial",
        "claim": "Not through VEGF.",
        "when": ["VEGF"],
        "then": "angiogenesis",
    }
    guarded = {**denial, "only": {"cancer": "glioma"}, "evidence": [item("S003", 4)]}
    other = rule("b", ["hypoxia"], "angiogenesis", item("S004", 5, 6))
    found = {finding for _, finding, _ in denied_proofs(reasoner(HYPOXIA_VEGF, VEGF_ANGIOGENESIS, guarded))}
    assert found == {Finding("angiogenesis")}
    assert not infer(reasoner(HYPOXIA_VEGF, VEGF_ANGIOGENESIS, guarded), "hypoxia").denied
    elsewhere = rule("c", ["hypoxia"], "angiogenesis", item("S004", 5, 6), only={"cancer": "glioma"})
    assert not list(denied_proofs(reasoner(HYPOXIA_VEGF, VEGF_ANGIOGENESIS, elsewhere, guarded)))
    assert not list(denied_proofs(reasoner(HYPOXIA_VEGF, VEGF_ANGIOGENESIS, other, guarded)))


def test_every_denial_is_held_against_proofs_in_all_its_parts() -> None:
    denied = {"kind": "denial", "claim": "Not so.", "evidence": [item("S003", 4)]}
    either = {"id": "not-a", "when": [{"any": ["SRC", "VEGF"]}], "then": ["stemness", "angiogenesis"], **denied}
    another = {"id": "not-b", "when": ["HIF"], "then": "EMT", **denied}
    more = rule("c", ["CSC"], "HIF", item("S005", 7)), rule("d", ["HIF"], "EMT", item("S006", 8))
    found = [
        (denial.id, str(finding), len(given))
        for denial, finding, given in denied_proofs(reasoner(HYPOXIA_VEGF, VEGF_ANGIOGENESIS, *more, either, another))
        if set(map(str, given)) <= {"hypoxia", "CSC"}
    ]
    both = [("not-a", "angiogenesis", 2), ("not-b", "EMT", 2)]
    assert sorted(found) == sorted([("not-a", "angiogenesis", 1), ("not-b", "EMT", 1), *both])
