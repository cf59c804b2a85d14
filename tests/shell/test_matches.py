"""What of a rule is matched, against the engine that fires it; and the run, its agenda and its breaks."""

from __future__ import annotations

from collections import Counter

import pytest

from reasoner.knowledge.cache import load_cached
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Effect
from reasoner.program.ground import Layer
from reasoner.questions.whynot import ways_of
from reasoner.render.stepping import Match, numbered
from reasoner.shell.matching import Matching
from reasoner.shell.stepping import Stepping
from tests.shell.driving import Inside

SCENARIOS = [
    ["hypoxia"],
    ["hypoxia", "block HIF2A"],
    ["hypoxia, paclitaxel in ovarian cancer"],
    ["CSC, inflammation", "cancer glioblastoma"],
    ["chemotherapy", "phase holiday", "no chemotherapy"],
    ["CAFs, hypoxia", "observe EMT down in CSC"],
    ["CAFs", "block TGFB"],
    ["CSC", "assume quiescence/induced"],
    ["paclitaxel, high dose in breast cancer", "block Src"],
    ["hypoxia", "block CSC"],
    ["CSC, hypoxia, M2 macrophages", "stage late_stage"],
    ["force EMT in CSC", "site bone marrow"],
]


def told(matches: list[Match]) -> Counter[tuple[object, ...]]:
    """For each conclusion how many premises are met of how many, and whether the rule fired or is ready."""
    return Counter(
        (
            finding,
            sum(part.holds for part in match.premises),
            len(match.premises),
            any(part.holds for part in match.exceptions),
            match.state if match.state in ("fired", "ready") else "",
        )
        for match in matches
        for finding in match.findings
    )


def agrees_with_the_engine(say: Inside, fire: int | None) -> set[str]:
    """Hold every rule's matches to what the run did and is about to do; gives the states seen."""
    shell, states = say.shell, set[str]()
    run = Stepping.of(shell, shell.scenario)
    list(run.fire(fire))
    atoms, holding = run.program.atoms, run.production.model
    fired = {each.rule for each in run.production.log}
    ready = {each.rule for each in run.production.agenda()}
    matching, ways = Matching(shell, run), ways_of(shell.reasoner, shell.moment.evaluation)
    for rule in (each for each in shell.kb.rules if each.fires):
        ground = [
            each
            for each in run.program.rules
            if each.rule is not None and each.rule.id == rule.id and atoms[each.head].layer is Layer.holds
        ]
        found = matching.of(rule)
        states |= {each.state for each in found}
        assert found, rule.id
        assert ({each.state for each in found} == {"out"}) == (not ground), rule.id
        if ground:
            assert matching.backing(rule) == run.program.backings[rule.id]
            assert told(found) == Counter(
                (
                    atoms[each.head].finding,
                    sum(atom in holding for atom in set(each.body)),
                    len(set(each.body)),
                    any(atom in holding for atom in each.unless),
                    "fired" if each.index in fired else "ready" if each.index in ready else "",
                )
                for each in ground
            ), rule.id
        elif fire is None:  # the open program has the rules that are kept out, and the same model
            kept = [each for each in ways.program.rules if each.rule is not None and each.rule.id == rule.id]
            kept = [each for each in kept if ways.program.atoms[each.head].layer is Layer.holds]
            met = sorted(sum(atom in ways.model for atom in set(each.body)) for each in kept)
            told_met = [sum(part.holds for part in each.premises) for each in found for _ in each.findings]
            assert sorted(told_met) == met, rule.id
        elif rule.effect is Effect.causes:
            layers = [{p.finding: Layer.before if p.before else Layer.holds for p in v} for v in rule.variants]
            met = [sum(run.program.number(*each) in holding for each in layer.items()) for layer in layers]
            assert sorted(sum(part.holds for part in each.premises) for each in found) == sorted(met), rule.id
        for each in found:
            assert each.told or each.state in ("partly", "stopped"), rule.id
            assert each.state != "partly" or not all(part.holds for part in each.premises), rule.id
            if each.state == "stopped":
                assert each.told or any(part.holds for part in each.exceptions), rule.id
    return states


@pytest.mark.parametrize("fire", [0, 1, 2, 3, None])
def test_every_rule_of_the_small_pack(say: Inside, fire: int | None):
    say("hypoxia, CSC", "block HIF2A")
    states = agrees_with_the_engine(say, fire)
    assert "stopped" in states
    assert ("fired" in states) == (fire != 0)
    assert ("ready" in states) == (fire is not None)


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return load_cached()


@pytest.mark.parametrize("lines", SCENARIOS, ids="; ".join)
@pytest.mark.parametrize("fire", [5, None])
def test_every_rule_of_the_shipped_base(shipped: KnowledgeBase, home, lines: list[str], fire: int | None):
    say = Inside(shipped)
    assert "error[" not in say(*lines)
    assert {"fired", "partly", "out"} <= agrees_with_the_engine(say, fire)


@pytest.mark.parametrize("fire", [5, None])
def test_filters_keep_rules_out(shipped: KnowledgeBase, home, fire: int | None):
    say = Inside(shipped)
    say("hypoxia, CSC in colon cancer")
    now = say.shell.scenario
    strict = now.setting.model_copy(update={"strict_context": True})
    say.shell.take("filter", now.model_copy(update={"setting": strict}))
    agrees_with_the_engine(say, fire)
    wanted = "out of this setting (left out by your filter: its evidence is from another setting"
    assert wanted in " ".join(say("matches taxane-cd44hi-cd24hi").split())


def test_what_is_shown(say: Inside):
    say("hypoxia")
    finished = say("matches EMT in CSC")
    assert "In the finished run, with 8 fired (`step` begins one from the start):" in finished
    assert "Hypoxia brings EMT. strong  S4 [4, 5]  hypoxia-emt" in finished
    assert "Gives EMT in CSCs: fired (number 1)" in finished
    assert "    met  hypoxia  given" in finished
    say("step 1")
    assert "In the run as far as it is, with 1 fired:" in say("matches emt-enrichment")
    assert "    met  EMT in CSCs  number 1, by hypoxia-emt" in say("matches emt-enrichment")
    assert "Gives CSC enrichment: ready to fire (number " in say("matches emt-enrichment")
    say("block HIF2A")
    assert "Gives HIF-2α active: stopped (you inhibit HIF-2α); 1 of 1 premise met" in say("matches HIF2A")
    assert "    missing  HIF-2α active  you inhibit HIF-2α" in say("matches hif2a-enrichment")
    say("reset")
    assert "Gives EMT in CSCs: 0 of 1 premise met" in say("matches hypoxia-emt")
    assert "    missing  hypoxia" in say("matches hypoxia-emt")


def test_the_rule_that_is_nearest_stands_first(say: Inside):
    say("hypoxia", "block HIF2A")
    shown = say("matches CSC enrichment")
    assert shown.index("emt-enrichment") < shown.index("hif2a-enrichment")
    say("no hypoxia", "release HIF2A", "force HIF2A")
    shown = say("matches CSC enrichment")
    assert shown.index("hif2a-enrichment") < shown.index("emt-enrichment")


def test_what_an_intervention_alone_brings_meets_no_correlation(shipped: KnowledgeBase, home):
    say = Inside(shipped)
    assert shipped.rules_by_id["csc-emt"].effect is Effect.correlates
    say("force CSC")
    assert "    missing  CSCs, not by an intervention alone" in say("matches csc-emt")
    say("release CSC", "CSC")
    assert "    met  CSCs  given" in say("matches csc-emt")


def test_a_premise_that_holds_in_no_way_is_missing_without_more(shipped: KnowledgeBase, home):
    say = Inside(shipped)
    assert "    missing  CSCs\n" in say("hypoxia", "matches csc-emt")


def test_the_grade_and_the_evidence_are_those_of_the_setting(shipped: KnowledgeBase, home):
    say = Inside(shipped)
    say("high dose, paclitaxel in ovarian cancer")
    assert "suppressed. limited, extrapolated S181 [143]" in " ".join(say("matches taxane-cd44hi-cd24hi").split())
    say("cancer breast cancer")
    assert "suppressed. moderate S181 [143]" in " ".join(say("matches taxane-cd44hi-cd24hi").split())
    run = Stepping.of(say.shell, say.shell.scenario)
    for each in run.fire():
        if each.rule:
            assert each.items == run.program.backings[each.rule.id].items


def test_a_finding_given_by_a_number(say: Inside):
    say("oxygen = 1 %")
    assert "    met  hypoxia  given as oxygen = 1 %" in say("matches hypoxia-emt")


def test_a_premise_of_an_earlier_phase(shipped: KnowledgeBase, home):
    say = Inside(shipped)
    say("chemotherapy", "phase holiday", "no chemotherapy")
    shown = say("matches aggression-relapse")
    assert "    met  cancer treatment, in an earlier phase  held there" in shown
    assert "    missing  cancer treatment\n" in shown
    assert shown.count("Gives tumour relapse: fired") == 1


def test_what_is_out_of_the_setting_and_what_stops_a_rule(shipped: KnowledgeBase, home):
    say = Inside(shipped)
    say("CSC in breast cancer")
    shown = " ".join(say("matches csc-neurospheres").split())
    assert "out of this setting (said of brain tumour only, not of breast cancer); 1 of 1 premise met" in shown
    assert "(read back from its signs, one grade lower): out of this setting" in shown
    say("high dose, paclitaxel", "block Src")
    shown = say("matches CD44hi/CD24hi state")
    assert "Gives CD44hi/CD24hi state: stopped; 2 of 2 premises met" in shown
    assert "stops it  Src inactive  set by an intervention" in shown
    assert "unless    apoptosis" in shown


def test_what_is_no_rule(say: Inside):
    say("hypoxia")
    assert "did you mean `hypoxia-emt`?" in say("matches hypoxia-emr")
    assert "no rule concludes hypoxia" in say("matches hypoxia")
    assert "error[E200]" in say("matches")
    assert "Hypoxia brings EMT." in say("findings", "matches 1")


def test_a_run_begins_anew(say: Inside):
    say("hypoxia", "run")
    assert "Nothing is left to fire: 8 fired, 3 of them by definition or place." in say("step")
    assert "nothing fired yet" in say("restart")
    assert "    1  " in say("step")


def test_the_run_stops_at_a_break_once_for_each_match(say: Inside):
    say("hypoxia", "break CSC enrichment")
    assert "The run stops before: emt-enrichment, hif2a-enrichment." in say("break")
    seen = say("run")
    assert "Stopped at a break: emt-enrichment is the next to fire." in seen
    assert "Gives CSC enrichment: ready to fire (number 1 of the agenda)" in say("matches emt-enrichment")
    assert "Stopped at a break: hif2a-enrichment is the next to fire." in say("run")
    assert "Nothing is left to fire" in say("run")
    say("break none", "restart")
    assert "Nothing is left to fire" in say("run")


def test_a_count_that_ends_the_run_is_no_break(say: Inside):
    say("hypoxia", "break emt-enrichment", "run")
    assert "Stopped" not in say("run 1")
    assert "error[" in say("break nowhere")
    assert "The run stops before: emt-enrichment." in say("break")


def test_a_run_until_a_finding_holds(say: Inside):
    say("hypoxia")
    seen = say("run until CSC enrichment")
    assert "Holds now: CSC enrichment, number " in seen
    assert say.shell.stepping is not None
    assert say.shell.stepping.agenda()
    assert "Holds already, and nothing was fired: CSC enrichment" in say("run until CSC enrichment")
    assert "Holds already, and nothing was fired: hypoxia, given." in say("run until hypoxia")
    assert "Nothing gave it: taxane state. (whynot taxane state)" in say("run until taxane state")
    assert "error[E200]" in say("run until")
    assert "error[E012]" in say("run until nowhere")


def test_what_one_match_concludes_stands_together(shipped: KnowledgeBase, home):
    say = Inside(shipped)
    say("hypoxia")
    shown = say("agenda all")
    ready = Stepping.of(say.shell, say.shell.scenario).agenda()
    assert f"Ready to fire, the next first ({len(ready)})" in shown
    matches = list(dict.fromkeys(each.match for each in ready))
    assert len(matches) < len(ready)
    told_ = [line.split()[0] for line in shown.splitlines() if line[:7].strip()[:1].isdigit()]
    assert len(told_) == len(matches)
    assert told_[-1].split("-")[-1] == str(len(ready))


def test_numbers_that_follow_each_other():
    assert numbered([9, 2, 3, 4]) == "2-4, 9"
    assert numbered([]) == ""


def test_facts_that_a_change_brings_and_ends(say: Inside):
    say("watch facts")
    came = say("hypoxia")
    assert "  + EMT in CSCs" in came
    assert "  + 2 by definition or place" in came
    assert "  - EMT in CSCs" in say("no hypoxia")
