"""What the shell answers, on the small pack."""

from __future__ import annotations

import re

import pytest

from tests.shell.driving import Inside


def numbered(text: str) -> list[str]:
    """The lines with a number, without their blanks."""
    return [" ".join(line.split()) for line in text.splitlines() if re.match(r" +\d+  \S", line)]


def test_an_assertion_answers_at_once(say: Inside):
    answer = say("hypoxia")
    assert answer.startswith("Given: hypoxia.\nGained, stated")
    assert numbered(answer) == [
        "1 EMT in CSCs strong S4 [4, 5]",
        "2 CSC enrichment weakest link moderate, 2 sentences S3 [3], S1 [1, 2] weakest: S3",
        "3 relapse limited S4 [4, 5]",
    ]
    assert "and 1 molecule gained (findings all)" in answer
    assert "not how true it is" in answer
    assert "not how true it is" not in say("CSC")  # said once


def test_stated_before_combined_and_outcomes_last(say: Inside):
    answer = say("hypoxia")
    titles = [line for line in answer.splitlines() if line and not line.startswith(" ")]
    order = ["Gained, stated", "Gained, combined", "What the review associates"]
    found = [next(n for n, line in enumerate(titles) if line.startswith(title)) for title in order]
    assert found == sorted(found)
    assert "weakest link" in answer


def test_blocking_tells_what_is_lost_and_what_changed(say: Inside):
    say("hypoxia")
    answer = say("block HIF-2alpha")
    assert answer.splitlines()[0] == "Inhibited: HIF-2α."
    assert "Lost\n   -  HIF-2α active" in answer
    assert "Changed" in answer
    assert "CSC enrichment" in answer
    assert "was moderate" in answer
    assert "No longer fixed: HIF-2α." in say("release HIF2A")


def test_no_takes_back_or_observes_absent_and_says_which(say: Inside):
    assert say("CAF").startswith("Given: CAFs.")
    assert say("no CAFs").startswith("No longer given: CAFs.")
    assert say("no CAFs").startswith("Observed absent: CAFs.")
    assert say("no CAFs").startswith("Observed absent already: CAFs.")
    assert [str(each) for each in say.shell.moment.evaluation.last.situation.inputs.given] == ["CAF down"]


def test_an_observation_outranks_what_is_expected(say: Inside):
    say("hypoxia")
    answer = say("observe HIF2A down")
    assert "Expected from the review, observed otherwise: HIF-2α active, S1 [1, 2]." in answer


def test_contested_findings_are_marked(say: Inside):
    assert "HIF-2α inactive" in say("hypoxia, CAF")
    assert "contested: HIF-2α inactive (limited), S5 [6] as well" in say("findings all")


def test_extrapolation_and_settings(say: Inside):
    assert say("glioblastoma").startswith("Cancer: glioblastoma.")
    assert say("glioma").startswith("Cancer: glioma (was glioblastoma).")
    assert say("cancer none").startswith("Cancer: none.")
    assert "It can be:" in say("cancer")
    assert "error[E015]" in say("cancer hypoxia")
    assert say("assume origin/stem").startswith("Assumed: normal stem cells (origin/stem).")
    assert "in place of normal stem cells" in say("assume origin/mature")
    assert say("retract origin/mature").startswith("No longer given: origin/mature")
    assert "Where do they come from?" in say("assume")
    assert say("bone marrow").startswith("Site: bone marrow.")
    assert say("retract bone marrow").startswith("No longer given: bone marrow, the site.")


def test_numbers_stand_for_findings(say: Inside):
    assert say("oxygen 1%").startswith("Given: oxygen = 1 %.")
    assert "hypoxia: given as oxygen = 1 %" in say("why EMT in CSC")
    assert "(was 1 %)" in say("oxygen 1.5%")
    assert say("retract oxygen").startswith("No longer given: oxygen.")
    assert "error[E024]" in say("retract oxygen")


def test_what_would_be_brought_in(say: Inside):
    assert "Would bring in: CAFs (assert to go on)." in say("CSC")
    assert "Would bring in" not in say("hypoxia")  # said already


def test_a_useful_line_where_nothing_follows(say: Inside):
    answer = say("TGFB")
    assert "not the same as no effect" in answer
    assert "Would open most, if given: " in answer
    assert "Nothing is different." in say("TGFB")


def test_phases_tell_how_findings_end(say: Inside):
    say("paclitaxel")
    assert say("phase drug holiday").startswith("Phase 2 (drug holiday): what is there carries over.")
    answer = say("no paclitaxel")
    assert "Ended\n  reverts  taxane state: it goes with its cause, S5 [6]" in answer
    assert "Phase 2 (drug holiday)" in say("scenario")


def test_therapies_are_no_advice(say: Inside):
    advice = "It does not compare treatment with no treatment"
    assert advice in say("paclitaxel")
    assert advice not in say("hypoxia")
    assert advice in say("findings")


@pytest.mark.parametrize(
    ("before", "line", "code"),
    [
        (["hypoxia"], "normoxia", "E022"),
        (["HIF2A"], "HIF2A down", "E021"),
        (["block HIF2A"], "force HIF2A", "E020"),
        ([], "hypoxya", "E012"),
        ([], "HSC", "E014"),
        ([], "release HIF2A", "E024"),
        ([], "retract hypoxia", "E024"),
        ([], "block", "E200"),
        (["oxygen 1 %"], "normoxia", "E022"),
    ],
)
def test_errors_leave_the_session_as_it_was(say: Inside, before: list[str], line: str, code: str):
    say(*before, "CSC", "undo")
    session = say.shell.session
    assert session.undone
    assert f"error[{code}]" in say(line)
    assert say.shell.session is session


def test_why_by_number_and_by_name(say: Inside):
    say("hypoxia")
    listed = say.shell.reader.last
    assert str(listed[0].findings[0]) == "EMT in CSC"
    assert say("why 1") == say("why EMT in CSC") == say("why #1")
    assert say("why 1").startswith("EMT in CSCs: strong, stated.")
    assert "Hypoxia brings EMT" in say("why 1")
    assert "error[E200]: there is no number 99" in say("why 99")
    assert "error[E203]" in say("why relapse in CSC")
    assert "why EMT in CSC: EMT in CSCs" in say("why EMT in CAF")
    assert "error[E200]" in say("why")
    assert "Second line" in say("why CSC enrichment") or "line, " in say("why CSC enrichment")


def test_findings_and_their_filters(say: Inside):
    assert "Nothing is inferred" in say("findings")
    say("hypoxia")
    everything = say("findings all")
    assert "--all" not in everything + say("findings")
    assert "HIF-2α active" in everything
    assert all("weakest link" not in line for line in numbered(say("findings stated")))
    assert numbered(say("findings outcomes"))[0].startswith("1 relapse")
    assert "1 finding: in CSCs, “EMT”." in say("findings EMT in CSC")
    assert "HIF-2α" in say("findings molecules")
    assert "not inferred is not the same as false" in say("findings xyz")
    say("findings stated phenotypes")
    assert say("why 1").startswith("CSC enrichment") or say.shell.reader.last == []


def test_the_run_step_by_step(say: Inside):
    say("hypoxia")
    assert "Ready to fire, the next first" in say("agenda")
    step = say("step")
    assert "Fired\n      1  Hypoxia brings EMT" in step
    assert "error[E200]" in say("step 0")
    assert "error[E200]" in say("run many")
    assert "Nothing is left to fire: " in say("run")
    assert "Ready to fire: nothing." in say("agenda")
    say("CSC")
    assert "nothing fired yet" in say("step")


def test_watching(say: Inside):
    assert say("watch rules on") == "Watched: rules.\n"
    assert "Hypoxia brings EMT" in say("hypoxia")
    assert say("watch facts") == "Watched: rules, facts.\n"
    assert "Facts that went and came\n  - HIF-2α active\n" in say("block HIF2A")
    assert say("watch off") == "Watched: nothing.\n"
    assert "Fired" not in say("CSC")
    assert "error[E200]" in say("watch birds")


def test_looking_things_up(say: Inside):
    assert "EPAS1" in say("about hif2a")
    assert "Hypoxia raises HIF-2α" in say("rule hypoxia-hif2a")
    assert "did you mean `hypoxia-hif2a`?" in say("rule hypoxia-hif2")
    assert "https://example.org/mini#ref-CR1" in say("cite 1")
    assert "S3" in say("cite S3")
    say("hypoxia")
    assert "https://example.org/mini#:~:text=three%20plain%20words" in say("cite EMT in CSC")
    assert say("cite #1") == say("cite EMT in CSC")
    assert "error[E203]" in say("cite relapse in CSC")
    assert "hypoxia-emt" in say("search EMT")


def test_undo_redo_diff_reset(say: Inside):
    assert "Nothing to take back." in say("undo")
    assert "nothing to make again" in say("redo")
    assert "0 changes to compare with" in say("diff")
    say("hypoxia", "block HIF2A")
    assert say("undo").startswith("Taken back: `block HIF2A`.")
    assert say("redo").startswith("Made again: `block HIF2A`.")
    assert say("diff").startswith("Since then: `block HIF2A`.\nLost")
    assert "`assert hypoxia`, `block HIF2A`" in say("diff start")
    assert say("reset").startswith("Nothing is given.")
    assert say("undo all").startswith("Taken back: `reset`, `block HIF2A`, `assert hypoxia`.")
    assert say("redo 2").startswith("Made again: `assert hypoxia`, `block HIF2A`.")
    assert "error[E200]" in say("undo x")


def test_a_misspelt_verb_is_suggested(say: Inside):
    assert "did you mean `block HIF2A`?" in say("blok HIF2A")
    assert "did you mean `help findings`?" in say("help finding")
    assert "error[E200]" in say("reset now")


def test_verbs_are_no_names_and_names_no_verbs(say: Inside):
    assert say("cancer stem cell").startswith("Given: CSCs.")
    assert say("BLOCK HIF2A").startswith("Inhibited: HIF-2α.")


def test_narrow_answers_fit(kb, home):
    narrow = Inside(kb, width=40)
    text = narrow("hypoxia", "block HIF2A", "findings", "why 1", "help", "run", "scenario", "diff start")
    assert max(map(len, text.splitlines())) <= 40


def test_an_error_of_the_program_does_not_cost_the_session(say: Inside, monkeypatch: pytest.MonkeyPatch):
    say("hypoxia")

    def broken(*_args: object) -> None:
        raise RuntimeError("no\x1b[31m\nsuch")

    monkeypatch.setattr(say.shell.reasoner, "evaluate", broken)
    assert say.shell.attempt("CSC")
    assert say.stream.getvalue().splitlines()[-2] == "error[E499]: internal error: RuntimeError: no\\x1b[31m"
    assert say.shell.session.depth == 1
    assert not say.shell.attempt("exit")

    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(say.shell.reasoner, "evaluate", interrupted)
    assert say.shell.attempt("CSC")
    assert say.shell.session.depth == 1


def test_why_not_tells_what_is_missing(say: Inside):
    answer = say("whynot CSC enrichment")
    assert answer.startswith("CSC enrichment: not inferred.")
    assert "missing  hypoxia" in answer
    assert "Smallest change" in answer
    assert "Not inferred is not “does not happen”." in answer
    say("hypoxia")
    assert "error[E220]" in say("whynot CSC enrichment")
    assert "why CSC enrichment" in say("whynot CSC enrichment")
    assert "error[E200]" in say("whynot")
    assert "error[E012]" in say("whynot xylophone")
