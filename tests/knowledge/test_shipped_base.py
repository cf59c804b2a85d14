"""The shipped base as a whole: in order to the last warning, silent where nothing is given, and of use.

The limits are those of the project: closures that are too much alike, or a condition that leads to much of everything,
mean that the answer no longer depends on the question. `reasoner kb stats --all` shows what a failure comes from.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from pathlib import Path

from reasoner.batch.stats import WIDE, Stats, stats
from reasoner.cli.kb_check import check
from reasoner.knowledge.loader import load
from reasoner.model.entity import Kind
from reasoner.model.scenario import Scenario, Setting
from reasoner.pipeline import Reasoner
from reasoner.program.grading import allowed

ROOT = Path(__file__).parents[2]
REASONER = Reasoner(load(ROOT))
MOST_ALIKE, MOST_ALIKE_NEAR = 0.45, 0.30
# Conditions that may lead to more than a quarter of everything within three steps: each with the rows that say so.
LEADS_FAR: dict[str, str] = {
    "CSC": "the review's subject: what CSCs are and do stands in S001, S006, S013 to S016, S029, S038, S045, S075, "
    "S103, S130, S156, S161, S187, S210, S230, S243, S258, S271 and F4",
    "cycling_CSC": "a kind of CSC (S170), with all that is said of CSCs",
    "CD105_CSC": "a kind of CSC (S222), with all that is said of CSCs",
}


@cache
def found() -> Stats:
    return stats(REASONER)


def test_not_one_error_or_warning() -> None:
    """No row unaccounted for, no dead premise, no entity without use, no rule that can never fire."""
    _, problems = check(str(ROOT))
    assert not problems, "\n".join(map(str, problems[:20]))


def test_nothing_follows_from_nothing_in_any_setting() -> None:
    """No rule can do without a premise, and none does in settings in which, taken together, every rule exists."""
    kb = REASONER.kb
    assert all(variant for rule in kb.rules if rule.fires for variant in rule.variants)

    def of(kind: Kind) -> list[str | None]:
        return [None, *(entity.id for entity in kb.entities.values() if entity.kind is kind)]

    # Each group's options in turn, all groups at once: so every rule with a hypothesis exists in one of these.
    most = max((len(group.options) for group in kb.groups), default=0)
    assumed = [
        tuple(sorted((group.id, group.options[number % len(group.options)].id) for group in kb.groups))
        for number in range(most)
    ]
    seen: set[str] = set()
    for site, stage, cancer, assume in product(of(Kind.site), of(Kind.stage), of(Kind.cancer), [(), *assumed]):
        setting = Setting(cancer=cancer, stage=stage, site=site, assume=assume)
        existing = {rule.id for rule in kb.rules if rule.fires and allowed(kb, rule, setting)}
        if not existing <= seen:
            seen |= existing
            assert not REASONER.evaluate(Scenario(setting=setting), "columns").last.findings, setting
    assert seen == {rule.id for rule in kb.rules if rule.fires}


def test_closures_are_not_too_much_alike() -> None:
    alike = found().alikeness
    assert len(alike.compared) == 60
    assert alike.mean is not None
    assert alike.near is not None
    worst = sorted(alike.compared, key=lambda each: -(each.alike or 0))[:10]
    assert alike.mean <= MOST_ALIKE, ", ".join(f"{each.finding} {each.alike}" for each in worst)
    worst = sorted(alike.compared, key=lambda each: -(each.alike_near or 0))[:10]
    assert alike.near <= MOST_ALIKE_NEAR, ", ".join(f"{each.finding} {each.alike_near}" for each in worst)


def test_no_condition_leads_to_a_quarter_of_everything_unless_the_source_says_so() -> None:
    assert WIDE == 0.25
    shares = {str(lead.condition): lead.share for lead in found().conditions}
    wide = {str(condition): shares[str(condition)] for condition in found().wide if str(condition) not in LEADS_FAR}
    assert not wide


def test_an_exception_is_needed_and_says_where_the_source_says_so() -> None:
    for condition, reason in LEADS_FAR.items():
        assert condition in map(str, found().wide), f"{condition} is no exception any more: take it out"
        rows = re.findall(r"\b[A-Z]\d+\b", reason)
        assert rows, reason
        assert {(REASONER.kb.home_source, row) for row in rows} <= set(REASONER.kb.rows)
