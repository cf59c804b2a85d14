"""What findings lead to, each given alone: many scenarios of one finding as one block."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.engines.columns import Block, Columns
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.program.build import Grounder
from reasoner.program.situation import alone


def closures(grounder: Grounder, findings: Iterable[Finding]) -> dict[Finding, frozenset[Finding]]:
    """The closure of each finding: observed alone, in no context and under no hypothesis.

    A closure holds what a cited rule concludes there. What the finding gives by definition, and what is only lifted
    from a conclusion along places or `is_a`, is not in it.

    Args:
        grounder: of the knowledge base.
        findings: of nodes that the base names.

    Returns:
        The closures of those findings that can be given at all, in their order.
    """
    nothing = Scenario()
    cases = {finding: known.case for finding in findings if (known := alone(grounder, nothing, (finding,)))}
    if not cases:
        return {}
    block = Block.of(list(cases.values()))
    columns = Columns.of(block.program)
    found: list[set[Finding]] = [set() for _ in cases]
    for atom, column in columns.concluded(block, columns.models(block)).items():
        for number, closure in enumerate(found):
            if column >> number & 1:
                closure.add(block.program.atoms[atom].finding)
    return dict(zip(cases, map(frozenset, found), strict=True))
