"""What is offered at the cursor, in which order, and what is not offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.shell.completion import Completion
from reasoner.shell.ranking import Ranked, Term
from tests.shell.driving import Inside


def offered(say: Inside, line: str) -> list[str]:
    return [each.text for each in Completion(say.shell).candidates(line)]


def ranked(*names: str) -> Ranked:
    return Ranked(Term(name, (), "") for name in names)


def test_the_order_of_matches():
    terms = ranked("hypoxia", "severe_hypoxia", "HIF2A", "hip", "hp", "hepatic")
    assert [match.term.insert for match in terms.matches("hp")] == ["hp", "hip", "hepatic", "hypoxia"]
    assert [match.term.insert for match in terms.matches("hyp")] == ["hypoxia", "severe_hypoxia"]
    assert [match.term.insert for match in terms.matches("hypoxia")] == ["hypoxia", "severe_hypoxia"]


@pytest.mark.parametrize("typed", ["hypoxya", "hypxoia", "hyppoxia", "hypoia", "hypxi"])
def test_typos_only_when_all_else_is_empty(typed: str):
    terms = ranked("hypoxia", "HIF2A", "normoxia")
    assert terms.matches(typed)[0].term.insert == "hypoxia"
    assert ranked("hypoxia", "qqqq").matches("zzzzzz") == []
    assert ranked("hypoxia").matches("hxp") == []  # three letters are too few for a guess


def test_names_and_aliases(say: Inside):
    first = Completion(say.shell).candidates("cancer-ass")[0]
    assert (first.text, first.back, first.about) == ("CAF", 10, "cancer-associated fibroblast, cell")
    first = Completion(say.shell).candidates("CS")[0]
    assert (first.text, first.about) == ("CSC", "CSCs, cell")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("hyp", "hypoxia"),
        ("fin", "findings"),
        ("hypoxia, low ox", "hypoxia"),
        ("hypoxia and cancer st", "CSC"),
        ("no CA", "CAF"),
        ("EMT in cancer st", "CSC"),
        ("block hif-2", "HIF2A"),
        ("block HIF2A, TG", "TGFB"),
        ("cancer GB", "glioblastoma"),
        ("stage ad", "advanced"),
        ("site bone", "bone_marrow"),
        ("assume ", "origin/stem"),
        ("assume mature", "origin/mature"),
        ("rule hypoxia-e", "hypoxia-emt"),
        ("help wh", "why"),
        ("watch ", "rules"),
        ("findings sta", "stated"),
        ("findings stated pheno", "phenotypes"),
        ("says hypoxia -> EM", "EMT"),
        ("suppose hypoxia -> EM", "EMT"),
        ("suppose hypoxia -> EMT unless TG", "TGFB"),
        ("seek EMT --from hyp", "hypoxia"),
        ("seek EMT --from hypoxia, cancer st", "CSC"),
        ("targets EMT --keep epi", "EMT"),
        ("targets EMT --kind mol", "molecule"),
        ("seek EMT --support mod", "moderate"),
        ("whatif block hif-2", "HIF2A"),
        ("whatif give hypoxia, block TG", "TGFB"),
        ("next for EM", "EMT"),
        ("discriminate ", "origin"),
        ("", "assert"),
    ],
)
def test_slots(say: Inside, line: str, wanted: str):
    assert offered(say, line)[0] == wanted


@pytest.mark.parametrize("line", ["seek EMT -k ", "next 3"])
def test_where_a_number_stands_nothing_is_offered(say: Inside, line: str):
    assert offered(say, line) == []


def test_what_is_given_is_hidden_and_only_that_can_be_retracted(say: Inside):
    assert offered(say, "retract ") == []
    assert offered(say, "release ") == []
    assert offered(say, "why ") == []
    say("hypoxia, oxygen 1 % in glioblastoma", "block HIF2A")
    assert "hypoxia" not in offered(say, "hyp")
    assert "hypoxia" in offered(say, "no hyp")
    assert "HIF2A" not in offered(say, "block ")
    assert offered(say, "retract ") == ["hypoxia", "oxygen", "glioblastoma"]
    assert offered(say, "release ") == ["HIF2A"]
    assert offered(say, "why CSC en") == ["CSC_enrichment"]
    assert "glioblastoma" not in offered(say, "glio")


def test_what_is_inserted_is_understood(say: Inside):
    say("hypoxia")
    for each in Completion(say.shell).candidates("why "):
        assert "error[" not in say(f"why {each.text}")


def test_files(say: Inside, home: Path):
    (home / "one.yaml").write_text("", encoding="utf-8")
    (home / "sub").mkdir()
    (home / "sub" / "two.yaml").write_text("", encoding="utf-8")
    (home / "bad\x1b.yaml").write_text("", encoding="utf-8")
    assert offered(say, "load ") == ["one.yaml", "sub/"]
    (home / "script.txt").write_text("", encoding="utf-8")
    assert offered(say, "source s") == ["script.txt", "sub/"]
    assert offered(say, "load s") == ["sub/"]
    assert offered(say, "load o") == ["one.yaml"]
    assert offered(say, "load sub/t") == ["two.yaml"]
    assert offered(say, "load nowhere/") == []


@pytest.mark.parametrize(
    "line", ["why", "undo ", "exit ", "xyzzy qqq", ",", " ", "in ", "a in b in ", "no ", "\x1b[", "load \0"]
)
def test_nothing_breaks_it(say: Inside, line: str):
    offered(say, line)
