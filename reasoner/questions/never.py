"""Why a search finds nothing, or has nothing to do."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.knowledge.structure import Structure
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.search import Change, Shown, Verb
from reasoner.questions.variants import Outcome, Variants
from reasoner.search.search import Search
from reasoner.search.world import Goal


def already(variants: Variants, outcome: Outcome, goals: Sequence[Goal]) -> tuple[str, ...]:
    """Why the goals are met as it is."""
    kb = variants.reasoner.kb
    found = []
    for goal in goals:
        label = kb.label(goal.finding)
        held = outcome.support.get(goal.finding)
        if not goal.wanted:
            found.append(f"{label} is not inferred" if held is None else f"{label} is no firmer than {held}")
            continue
        shown = variants.shown(outcome, goal.finding)
        how = f": {_claimed(kb, shown)}" if shown.rule else ", as is given or follows by definition"
        found.append(f"{label} holds already{how}")
    return tuple(found)


def never(variants: Variants, candidates: Sequence[Change], goals: Sequence[Goal]) -> tuple[str, ...]:
    """Why no changes among the candidates, of whatever number, can meet the goals; empty where more might."""
    if Search([variants.world.with_goals(tuple(goals))], candidates).possible():
        return ()
    alone = [goal for goal in goals if not Search([variants.world.with_goals((goal,))], candidates).possible()]
    if not alone:
        names = " and ".join(_said(variants, goal) for goal in goals)
        return (f"each goal can be met, but not all of them together: {names}",)
    return tuple(_why_never(variants, candidates, goal) for goal in alone)


def _said(variants: Variants, goal: Goal) -> str:
    label = variants.reasoner.kb.label(goal.finding)
    return label if goal.wanted else f"not {label}"


def _why_never(variants: Variants, candidates: Sequence[Change], goal: Goal) -> str:
    kb = variants.reasoner.kb
    label = kb.label(goal.finding)
    plain = variants.situation(())
    if goal.wanted and plain and goal.finding.node in plain.fixed:
        return f"{label} cannot hold while an intervention fixes it: release it first"
    if not goal.wanted:
        return f"nothing among the candidates ends {label}{_whatever(variants, candidates, goal)}"
    rules = concluding(variants, goal.finding)
    if not rules:
        return f"no rule concludes {label}: {kb.silent('does not say', 'do not say')} what brings it about"
    existing = [rule for rule in rules if rule.id in variants.world.program.backings]
    if not existing:
        return f"the rules that conclude {label} hold in other settings only, or under a hypothesis: ask `whynot`"
    strongest = max(variants.world.program.backings[rule.id].grade for rule in existing)
    if strongest < goal.support:
        return f"no rule that concludes {label} is firmer than {strongest} in this setting"
    return f"nothing among the candidates leads to {label}: ask `whynot` for what is missing"


def _whatever(variants: Variants, candidates: Sequence[Change], goal: Goal) -> str:
    """What still gives a finding when all that can be blocked is."""
    outcome = variants.outcomes([tuple(each for each in candidates if each.verb is Verb.block)])[0]
    if outcome is None or goal.finding not in outcome.support:
        return ""
    shown = variants.shown(outcome, goal.finding)
    if not shown.rule:
        return ", which is given or follows by definition"
    return f": whatever of them is inhibited, it follows from what is given ({_claimed(variants.reasoner.kb, shown)})"


def _claimed(kb: KnowledgeBase, shown: Shown) -> str:
    """The claim of the rule that finally gives a finding, with its places: `Hypoxia induces EMT, S191 [149]`."""
    places = []
    for each in shown.citations:
        refs = f" [{', '.join(map(str, each.refs))}]" if each.refs else ""
        places.append(f"{kb.row_name(each.source, each.row)}{refs}")
    return ", ".join([shown.claim.rstrip("."), *dict.fromkeys(places)])


def concluding(variants: Variants, finding: Finding) -> list[Rule]:
    """The rules that conclude a finding, or something that gives it by definition."""
    kb = variants.reasoner.kb
    structure = Structure(kb.entities)
    found = []
    for rule in kb.rules:
        premises = [each.finding for item in rule.when for each in item] if rule.effect == "marks" else []
        if rule.fires and finding in structure.closure([*rule.then, *premises]):
            found.append(rule)
    return found
