"""All that a base can conclude from conditions: what the findings of one of them are a share of."""

from __future__ import annotations

from reasoner.knowledge.reachable import reachable
from reasoner.knowledge.structure import Structure
from reasoner.model.finding import Finding
from reasoner.model.scenario import Setting
from reasoner.program.build import Grounder
from reasoner.program.interventions import fix


def derivable(grounder: Grounder) -> frozenset[Finding]:
    """Every finding that some rule concludes which can fire from the conditions, in whichever context.

    The conditions are taken together, with what therapies among them block; exceptions, guards, hypotheses and cuts are
    left aside. So this holds whatever any scenario of conditions alone yields, and is fair to none of them.
    """
    kb = grounder.kb
    program = grounder.program(Setting())
    start = set(kb.conditions)
    for given in (*((condition,) for condition in kb.conditions), kb.conditions):
        start.update(Finding(*node, why.down) for node, why in fix(kb, program, (), (), given).nodes.items())
    return frozenset(reachable(Structure(kb.entities), kb.rules, start).concluded)
