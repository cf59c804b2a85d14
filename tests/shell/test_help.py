"""Every verb is documented, and the examples of its help work as they are printed."""

from __future__ import annotations

import pytest

from reasoner.model.knowledge import KnowledgeBase
from reasoner.shell.commands import table
from reasoner.shell.table import Command
from tests.shell.driving import Inside

COMMANDS = table().commands


def test_words_are_used_once():
    words = [word for command in COMMANDS for word in (command.name, *command.also)]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_verb_is_documented(command: Command, say: Inside):
    text = say(f"help {command.name}")
    assert command.usage in text
    assert command.usage.split()[0] == command.name
    assert command.group
    assert command.name.endswith("!") or f"  {command.name}  " in say("help")
    assert all(example in text for example in command.examples)


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.examples], ids=lambda command: command.name)
def test_examples_work(command: Command, kb: KnowledgeBase, home):
    say = Inside(kb)
    for example in command.examples:
        if "chemotherapy" in example:  # not in the small pack
            example = example.replace("chemotherapy", "paclitaxel")  # noqa: PLW2901
        said = say(example)
        assert "error[" not in said, example
        assert said.strip(), example
    assert any(example.split()[0] in (command.name, *command.also) for example in command.examples)


def test_help_in_forty_columns_and_for_unknown_verbs(say: Inside):
    assert "error[E012]: there is no verb `frobnicate`" in say("help frobnicate")
    assert "findings" in say("?")
