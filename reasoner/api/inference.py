"""What holds in a scenario, in Python, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from reasoner.api.answer import Answer
from reasoner.api.shown import Shown
from reasoner.api.values import Holding
from reasoner.errors import Problem, UsageError
from reasoner.knowledge.names import Names, grade, kind
from reasoner.model.finding import Finding
from reasoner.model.result import Result
from reasoner.pipeline import Evaluation, Reasoner

if TYPE_CHECKING:
    from reasoner.model.pictures import Picture
    from reasoner.render.layout import Block


class Inference(Shown):
    """What holds in a scenario. Made by `Base.infer`; a value that does not change."""

    def __init__(self, reasoner: Reasoner, names: Names, evaluation: Evaluation) -> None:
        self._reasoner = reasoner
        self._names = names
        self._evaluation = evaluation
        self.result: Result = reasoner.result(evaluation)
        self._by_finding = {found.finding: found for found in self.result.findings}

    def holds(self, finding: str) -> bool:
        """Whether a finding holds. That it does not means "not inferred", never "false".

        Raises:
            UsageError: the name is unknown or ambiguous.
        """
        return self._names.said(finding) in self._by_finding

    def __getitem__(self, finding: str) -> Holding:
        """What the result says of a finding.

        Raises:
            KeyError: it does not hold; the message says what holds at the same node instead, if anything.
        """
        try:
            wanted = self._names.said(finding)
        except UsageError as error:
            raise KeyError(str(error)) from error
        if wanted not in self._by_finding:
            raise KeyError(self._hint(wanted))
        return Holding.showing(self._by_finding[wanted], self._reasoner.kb, self.result)

    def _hint(self, wanted: Finding) -> str:
        label = self._reasoner.kb.label
        message = f"{label(wanted)} is not inferred here, which is not the same as false"
        contrary = self._by_finding.get(wanted.contrary)
        return f"{message}; {contrary.label} is" if contrary else message

    def __iter__(self) -> Iterator[Holding]:
        """The findings, in the order in which lists show them."""
        return (Holding.showing(found, self._reasoner.kb, self.result) for found in self.result.findings)

    def __len__(self) -> int:
        """How many findings hold."""
        return len(self.result.findings)

    def why(self, finding: str, every: bool = False) -> Answer:
        """Why a finding holds: the proof shown, and a line for each of up to three other rules.

        Args:
            finding: it.
            every: a line for every other rule.

        Raises:
            UsageError: the name is unknown, or the finding does not hold (E203).
        """
        wanted = self._names.said(finding)
        return Answer(self._reasoner.why(self._evaluation, wanted, None if every else 3), self._reasoner.kb)

    def whynot(self, finding: str) -> Answer:
        """Why a finding does not hold: the ways to it, what stands in each, and the smallest changes that give it.

        Args:
            finding: it.

        Raises:
            UsageError: the name is unknown, or the finding holds (E220).
        """
        from reasoner.questions.whynot import why_not

        wanted = self._names.said(finding)
        return Answer(why_not(self._reasoner, self._evaluation, wanted), self._reasoner.kb)

    def whatif(self, *changes: str) -> Answer:
        """What changes of the last phase, or of the setting, would bring and take away, each with its reason.

        Args:
            *changes: `give F` (also a number), `remove F`, `block X`, `force X`, `release X`, `cancer C`, `stage S`,
                `site S` (or `none`), `assume GROUP/OPTION`; made one after the other.

        Raises:
            UsageError: a change cannot be read (E210) or made (E024), or the scenario contradicts itself then.
        """
        from reasoner.questions.whatif import whatif

        return Answer(whatif(self._reasoner, self._names, self._evaluation, changes), self._reasoner.kb)

    def needs(self, finding: str) -> Answer:
        """What a finding cannot do without: what is given or set, and which rules; and the lines that are independent.

        Args:
            finding: it.

        Raises:
            UsageError: the name is unknown, or the finding does not hold (E203).
        """
        from reasoner.questions.needs import needs

        return Answer(needs(self._reasoner, self._evaluation, self._names.said(finding)), self._reasoner.kb)

    def next(self, goal: str | None = None, most: int | None = 10) -> Answer:
        """What one more condition would change, for each condition that is not given, most informative first.

        Args:
            goal: a finding; then only what would bring it, take it away or change its support.
            most: how many conditions; None for all.

        Raises:
            UsageError: the name is unknown, or the number less than 1 (E211).
        """
        from reasoner.questions.further import further

        if most is not None and most < 1:
            raise UsageError(Problem("E211", f"the number of conditions is 1 or more; got {most}"))
        wanted = None if goal is None else self._names.said(goal)
        return Answer(further(self._reasoner, self._evaluation, wanted, most), self._reasoner.kb)

    def compare(self, other: Inference) -> Answer:
        """This scenario and another one side by side.

        Args:
            other: of the same knowledge base.

        Raises:
            UsageError: it is of another knowledge base (E212).
        """
        from reasoner.questions.comparing import compare

        if other._reasoner.kb is not self._reasoner.kb and other._reasoner.kb.digest != self._reasoner.kb.digest:
            raise UsageError(Problem("E212", "the scenarios are of two knowledge bases"))
        return Answer(compare(self._reasoner, self._evaluation, other._evaluation), self._reasoner.kb)

    def seek(
        self,
        *goals: str,
        unwanted: Iterable[str] = (),
        support: str = "hypothesis",
        among: Iterable[str] | None = None,
        k: int = 2,
    ) -> Answer:
        """Every inclusion-minimal set of at most k conditions that, given as well, would meet all goals.

        Args:
            *goals: findings that are to hold.
            unwanted: findings that are not to hold.
            support: the least support of those that are to hold: hypothesis, limited, moderate or strong.
            among: what may be given; None for every condition but the relatives of the goals.
            k: conditions in a set, 1 to 6.

        Raises:
            UsageError: a name is unknown, the goals contradict each other, or there is nothing to choose from.
        """
        from reasoner.questions.seek import seek

        return Answer(
            seek(
                self._reasoner,
                self._evaluation.scenario,
                [self._names.said(each) for each in goals],
                [self._names.said(each) for each in unwanted],
                support=grade(support),
                among=None if among is None else [self._names.said(each) for each in among],
                most=k,
            ),
            self._reasoner.kb,
        )

    def targets(
        self,
        finding: str,
        *,
        below: str | None = None,
        keep: Iterable[str] = (),
        kinds: Iterable[str] = (),
        among: Iterable[str] | None = None,
        allow_force: bool = False,
        also: Iterable[Inference] = (),
        k: int = 2,
    ) -> Answer:
        """Every inclusion-minimal set of at most k blocks after which a finding no longer holds, with what else goes.

        Args:
            finding: it.
            below: it need only be weaker than this grade.
            keep: findings that are to go on holding.
            kinds: kinds of what may be blocked, as `molecule`.
            among: what may be blocked, as `HIF2A` and `IL6 in endothelial_cell`.
            allow_force: whether nodes may be forced, too.
            also: further scenarios: sets then work always, or in some of them.
            k: blocks in a set, 1 to 6.

        Raises:
            UsageError: a name is unknown, the finding is an outcome or holds nowhere, or nothing can be blocked.
        """
        from reasoner.questions.targets import Wish, targets

        wish = Wish(
            self._names.said(finding),
            None if below is None else grade(below),
            tuple(self._names.said(each) for each in keep),
            tuple(map(kind, kinds)),
            None if among is None else tuple(self._names.node(each) for each in among),
            allow_force,
            k,
        )
        scenarios = [each._evaluation.scenario for each in (self, *also)]
        return Answer(targets(self._reasoner, scenarios, wish), self._reasoner.kb)

    def discriminate(self, group: str = "", *, against: Iterable[Inference] = (), k: int = 2) -> Answer:
        """The set-ups and observations that tell hypotheses apart, or this scenario from others.

        Args:
            group: a hypothesis group, whose options are tried out in this scenario.
            against: other scenarios, instead of a group.
            k: changes in a set-up, 1 to 6.

        Raises:
            UsageError: the group is unknown, or neither or both are named.
        """
        from reasoner.questions.discriminate import discriminate

        scenarios = [self._evaluation.scenario, *(each._evaluation.scenario for each in against)]
        named = self._names.group(group) if group else None
        return Answer(discriminate(self._reasoner, scenarios, named, most=k), self._reasoner.kb)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values: the same as `reasoner infer --format json`."""
        return self.result.model_dump(mode="json")

    @property
    def whole(self) -> Answer:
        """The result, with nothing folded where it is shown."""
        return Answer(self.result, self._reasoner.kb, everything=True)

    def __repr__(self) -> str:
        return f"<inference: {len(self)} findings>"

    def _told(self) -> Iterable[Block]:
        from reasoner.render.infer import infer

        return infer(self._reasoner.kb, self.result)

    def _pictures(self) -> Iterable[Picture]:
        from reasoner.render.pictures.content import pictures

        return pictures(self._reasoner.kb, self.result)
