"""The lines that a conversation begins with: what to try, and whose statements these are."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.errors import UsageError
from reasoner.knowledge.names import Names
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.words import sources_legend

_USUAL = ("hypoxia", "CSC enrichment", "HIF2A")


def greeting(kb: KnowledgeBase, names: Names) -> Iterator[str]:
    """What to try, in names of this base; and which works it cites, where it has others than its own review."""
    condition, finding, node = tries(kb, names)
    steps = [condition, f"why {finding}" if finding else "", f"block {node}" if node else ""]
    line = ", then: ".join(filter(None, steps))
    yield f"Try: {line} (tour, help, exit)" if line else "Try: help"
    if works := sources_legend(kb, [source.id for source in kb.sources]):
        yield works


def tries(kb: KnowledgeBase, names: Names) -> tuple[str, str, str]:
    """A condition, a finding that it brings about, and what could be blocked on the way; empty where there is none."""
    return _USUAL if _all_known(names) else _tries(kb)


def _all_known(names: Names) -> bool:
    try:
        return bool([names.finding(text) for text in _USUAL])
    except UsageError:
        return False


def _tries(kb: KnowledgeBase) -> tuple[str, str, str]:
    """The condition that alone lets most rules fire, what one of them gives, and what could be blocked on the way."""
    given: dict[Finding, list[Finding]] = {}
    for rule in kb.rules:
        alone = {premise.finding for item in rule.when for premise in item if not premise.before}
        if rule.fires and not rule.hypothesis and len(alone) == 1 and kb.is_condition(first := next(iter(alone))):
            given.setdefault(first, []).extend(rule.then)
    if not given:
        return (kb.label(kb.conditions[0]) if kb.conditions else "", "", "")
    condition = max(given, key=lambda each: (len(given[each]), str(each)))
    concluded = given[condition]
    blocked = next((each for each in concluded if not each.down and each != concluded[0]), None)
    return kb.label(condition), kb.label(concluded[0]), kb.name(blocked.node) if blocked else ""
