"""What the parts of an answer need to know: knowledge base, phase, setting, and how much is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import cached_property

from reasoner.model.entity import Kind
from reasoner.model.evidence import SOFT_KEYS
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult, Origin, PhaseResult, Setting
from reasoner.values import Value

SHOWN_KINDS = frozenset(
    {Kind.phenotype, Kind.process, Kind.cell, Kind.outcome, Kind.condition, Kind.therapy, Kind.stage}
)
LONGEST = 3  # sentences that a combined finding may rest on before it is folded


class View(Value):
    """A phase as it is to be shown.

    Attributes:
        kb: the knowledge base, for labels and for what stands behind rules.
        phase: the phase.
        setting: of the scenario.
        everything: nothing is folded.
        rules: ids of rules are shown.
    """

    kb: KnowledgeBase
    phase: PhaseResult
    setting: Setting = field(default_factory=Setting)
    everything: bool = False
    rules: bool = False

    @cached_property
    def found(self) -> dict[Finding, FindingResult]:
        """The findings of the phase."""
        return {each.finding: each for each in self.phase.findings}

    @cached_property
    def concluded(self) -> tuple[FindingResult, ...]:
        """The findings to list: not what was given or set, not what structure alone gives from another."""
        return tuple(
            each
            for each in self.phase.findings
            if each.lifted_from is None and each.origin in (Origin.derived, Origin.persisting)
        )

    @cached_property
    def lifted(self) -> dict[Finding, list[Finding]]:
        """What structure alone gives, by what it gives it from."""
        found: dict[Finding, list[Finding]] = {}
        for each in self.phase.findings:
            if each.lifted_from is not None and each.origin in (Origin.derived, Origin.persisting):
                found.setdefault(each.lifted_from, []).append(each.finding)
        return found

    def is_folded(self, found: FindingResult) -> bool:
        """Whether a finding is only counted unless everything is wanted."""
        return not self.everything and (found.kind not in SHOWN_KINDS or self.is_long(found))

    @staticmethod
    def is_long(found: FindingResult) -> bool:
        """Whether it rests on more sentences than a reader can keep together."""
        return not found.stated and len(found.rows) > LONGEST

    def foreign(self, contexts: Iterable[str]) -> list[str]:
        """Of settings written as `cancer: ovarian cancer` those that are not the scenario's."""
        kb, found = self.kb, []
        for text in contexts:
            key, _, name = text.partition(": ")
            wanted = getattr(self.setting, key) if key in SOFT_KEYS else None
            ids = [entity.id for entity in kb.entities.values() if entity.label == name]
            if wanted and not any(kb.related(each, wanted) for each in ids):
                found.append(name)
        return list(dict.fromkeys(found))
