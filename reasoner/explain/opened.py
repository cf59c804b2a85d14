"""Exceptions that a filter on evidence opens: a rule fires only because the evidence for its exception was dropped."""

from __future__ import annotations

from reasoner.errors import Problem
from reasoner.explain.analysis import Analysis
from reasoner.model.finding import Finding


def opened_exceptions(filtered: Analysis, whole: Analysis) -> tuple[Problem, ...]:
    """What a filter lets fire that would be stopped with all evidence.

    Args:
        filtered: a phase with `strict_context` or a `system`.
        whole: the same phase without them.

    Returns:
        A warning (W023) for each rule and exception, in the order of the rules.
    """
    kb = filtered.kb
    found: dict[tuple[str, Finding], None] = {}
    for rule in filtered.fired.rules:
        if rule.rule is not None:
            for number in rule.unless:
                exception = filtered.program.atoms[number].finding
                if whole.holds(exception):
                    found[rule.rule.id, exception] = None
    return tuple(
        Problem(
            "W023",
            f"{rule}: its exception, {kb.label(exception)}, rests on evidence that is left out here; with all evidence "
            "the rule is stopped",
        )
        for rule, exception in sorted(found, key=lambda key: (key[0], str(key[1])))
    )
