"""Claims about all scenarios of a sweep, and where they fail."""

from __future__ import annotations

from reasoner.model.base import Record
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import ScenarioAnswer


class CounterExample(Record):
    """A scenario in which a claim does not hold: of those with the fewest switches on, the first.

    Attributes:
        number: which scenario of the sweep.
        switches: what is on in it, in words.
        support: of the finding there; None where it does not hold.
        scenario: the text of a scenario file, which expects what was found.
    """

    number: int
    switches: tuple[str, ...]
    support: Grade | None
    scenario: str


class Claim(Record):
    """That a finding holds in no scenario, or in every one.

    Attributes:
        finding, label: it.
        always: in every one; else in none.
        support: with this support at least.
        against: in how many scenarios, of those that are not refused, it is not so.
        counter_example: one of these.
    """

    finding: Finding
    label: str
    always: bool
    support: Grade
    against: int
    counter_example: CounterExample | None = None


class Claims(ScenarioAnswer):
    """Whether claims hold in all scenarios of a sweep.

    Attributes:
        scenarios: how many there are.
        refused: how many of them contradict themselves: nothing is claimed of these.
        full: all combinations of the levels are there; else the claims are about a table or sample alone.
        claims: they. Where every scenario is refused nothing was tested, and no claim is shown to hold.
    """

    scenarios: int
    refused: int
    full: bool
    claims: tuple[Claim, ...]

    @property
    def tested(self) -> bool:
        """Whether any scenario bears on the claims."""
        return self.refused < self.scenarios

    @property
    def hold(self) -> bool:
        """Whether all of them hold, in at least one scenario."""
        return self.tested and not any(claim.against for claim in self.claims)
