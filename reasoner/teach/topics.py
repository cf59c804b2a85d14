"""The topics of a knowledge base: the files that its rules stand in."""

from __future__ import annotations

import re
from pathlib import PurePath

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule

_NUMBER = re.compile(r"^[0-9]+-")


def topic_of(rule: Rule) -> str:
    """The topic of a rule: the name of its file, without number and ending."""
    return _NUMBER.sub("", PurePath(rule.path).stem)


def topics(kb: KnowledgeBase) -> dict[str, str]:
    """Every topic with its title, in the order of the files."""
    found: dict[str, str] = {}
    for rule in sorted(kb.rules, key=lambda each: each.path):
        found.setdefault(topic_of(rule), rule.topic)
    return found
