"""Every command is documented, and its examples are right."""

from __future__ import annotations

import argparse
import shlex

import pytest

from reasoner.cli.dispatch import COMMANDS, Command
from reasoner.cli.parser import Parser
from tests.surfaces.calling import PACK, SESSIONS, call

WITH_SCENARIO = ("infer", "why", "whynot", "whatif", "needs", "next", "seek", "targets", "discriminate", "sweep")
SCENARIO = "--given --block --force --cancer --stage --site --assume --history --strict-context --system --scenario"
NAMES = [command.name for command in COMMANDS]


def _command(name: str) -> Command:
    return next(command for command in COMMANDS if command.name == name)


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_documented(name: str) -> None:
    command = _command(name)
    assert command.summary
    assert not command.summary.endswith(".")
    assert command.examples
    help_ = call(*name.split(), "--help").out
    assert command.summary[1:] in help_
    for example in command.examples:
        assert example in help_
    for action in command.parser()._actions:
        assert action.help, f"{name} {action.option_strings or action.dest} says nothing of itself"
        assert all(option in help_ for option in action.option_strings)


@pytest.mark.parametrize("name", NAMES)
def test_its_examples_can_be_parsed(name: str) -> None:
    for example in _command(name).examples:
        words = shlex.split(example.partition(" > ")[0].partition(" | ")[2] or example.partition(" > ")[0])
        assert words[: 1 + len(name.split())] == ["reasoner", *name.split()]
        _command(name).parser().parse_intermixed_args(words[1 + len(name.split()) :])


def test_the_overview_lists_every_command() -> None:
    out = call("--help").out
    for command in COMMANDS:
        assert f"  {command.name} " in out
        assert command.summary in out
    assert out == call("-h").out == call("help").out


@pytest.mark.parametrize("name", WITH_SCENARIO)
def test_scenario_options(name: str) -> None:
    options = {option for action in _command(name).parser()._actions for option in action.option_strings}
    assert set(SCENARIO.split()) <= options


@pytest.mark.parametrize("name", NAMES)
def test_general_options_stand_before_or_after_a_command(name: str) -> None:
    parser: Parser = _command(name).parser()
    options = {option for action in parser._actions for option in action.option_strings}
    assert {"--kb", "--with", "--color", "--help"} <= options


def test_the_place_of_options_does_not_matter() -> None:
    first = call("infer", "hypoxia", "CSC", "--cancer", "glioma", "--format", "json")
    assert first.code == 0
    assert first == call("--format", "json", "infer", "--cancer", "glioma", "--given", "hypoxia", "CSC")
    assert first == call("--format=json", "infer", "hypoxia", "--cancer", "glioma", "CSC")
    assert first == call("infer", "--given", "hypoxia", "--given", "CSC", "--format", "json", "--cancer", "glioma")


def test_general_options_may_stand_within_a_command_of_two_words() -> None:
    first = call("kb", "search", "hypoxia", "--format", "json")
    assert first.code == 0
    assert first == call("--format", "json", "kb", "search", "hypoxia")
    assert first == call("kb", "--format", "json", "search", "hypoxia")
    assert call("help", "kb", "search").out == call("kb", "search", "-h").out


def test_names_are_taken_as_people_type_them() -> None:
    first = call("infer", "hypoxia", "--block", "HIF2A", "--cancer", "glioblastoma", "--system", "in_vitro")
    assert first.code == 0
    assert first == call("infer", "Low-Oxygen", "--block", "hif-2 alpha", "--cancer", "gbm", "--system", "In Vitro")


def test_every_option_of_a_scenario_is_used() -> None:
    arguments = ["hypoxia", "--force", "EMT", "--block", "HIF2A", "--assume", "rest/induced", "--history", "dormancy"]
    out = call("infer", *arguments, "--strict-context", "--cancer", "glioma").out.replace("\n  ", " ")
    assert out.startswith(
        "Glioma. Assumed: brought about by treatment (rest/induced). Evidence from other settings left out. "
        "Before: dormancy."
    )
    assert "Given: hypoxia. Inhibited: HIF-2α. Forced: EMT." in out


def test_a_group_of_commands_needs_one_of_them() -> None:
    assert call("kb", "--help").out.count("  kb ") == sum(name.startswith("kb ") for name in NAMES)
    assert "commands: kb check" in call("kb").err


def test_run_takes_files_folders_and_patterns_each_file_once() -> None:
    holiday = str(SESSIONS / "holiday.yaml")
    assert "1 scenario: 1 passed." in call("run", holiday).out
    assert call("run", str(SESSIONS)).out == call("run", str(SESSIONS / "*.yaml"), holiday).out
    assert "1 scenario: 1 passed." in call("run", str(PACK / "**" / "holi*.yaml"), holiday, holiday).out


def test_a_search_tells_how_many_hits_it_does_not_show() -> None:
    out = call("kb", "search", "hypoxia", "--most", "2").out
    assert out.startswith("10 hits, the first 2 of them:\n")
    assert len(out.splitlines()) == 3


def test_packs_are_chosen() -> None:
    assert "pack (given)" in call("doctor").out
    assert "pack (environment)" in call("doctor", pack=None, environ={"REASONER_KB": str(PACK)}).out
    assert "(checkout)" in call("doctor", pack=None).out or "(package)" in call("doctor", pack=None).out


@pytest.mark.parametrize("columns", ["40", "60", "130", "0", "-3", "many", ""])
@pytest.mark.parametrize("name", ["infer", "kb show"])
def test_help_is_as_wide_as_argparse_would_make_it(name: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = call(*name.split(), "--help", environ={"COLUMNS": columns}).out
    parser = _command(name).parser()
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    monkeypatch.setenv("COLUMNS", columns)
    assert out == parser.format_help()
