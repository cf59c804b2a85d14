"""How difficult an exercise is: a number from 1 to 5, from the proofs that a student has to find.

Each proof counts

- 2 for every cited step of its longest branch after the first: so many statements are to be joined in a row;
- 1 for every premise of a step beyond its first: so many branches are to be kept in mind beside each other;
- 0, 1 or 2 for specificity (below 0.7, from 0.7, from 0.9): what few situations give cannot be guessed.

The hardest proof of an exercise counts. Types without a proof say themselves what their steps and branches are: of a
rule to be written its premises and exceptions, of a run its firings and what is ready. The sum makes the level: 0 and 1
are level 1, 2 and 3 level 2, 4 and 5 level 3, 6 and 7 level 4, and all above level 5. It never falls where steps,
branches or specificity grow.
"""

from __future__ import annotations

from reasoner.model.explanation import Proof
from reasoner.values import Value

HARDEST = 5


class Shape(Value):
    """What of a proof makes it difficult.

    Attributes:
        steps: cited rules on its longest branch.
        branches: premises of its steps beyond one for each.
        specificity: of what it shows, in hundredths; 1 minus the share of small scenarios in which that holds.
    """

    steps: int = 1
    branches: int = 0
    specificity: int = 0


def shape(proof: Proof, specificity: float) -> Shape:
    """The shape of a proof."""
    branches = sum(max(0, len(part.premises) - 1) for part in proof.walk())
    return Shape(steps=proof.steps, branches=branches, specificity=round(specificity * 100))


def weight(shape: Shape) -> int:
    """How much a proof counts."""
    rare = (shape.specificity >= 70) + (shape.specificity >= 90)
    return 2 * max(0, shape.steps - 1) + shape.branches + rare


def level(*shapes: Shape) -> int:
    """The level of an exercise that asks for some proofs; without any it is the lowest."""
    return min(HARDEST, 1 + max(map(weight, shapes), default=0) // 2)
