"""Factors of a sweep: what is switched, and what each of their levels adds to a scenario."""

from __future__ import annotations

from reasoner.model.finding import Finding, Measurement, Node
from reasoner.values import Value


class Level(Value):
    """One level of a factor: what it adds to the last phase of a scenario, or sets in its setting.

    Attributes:
        name: `off`, `on`, or the value as `glioblastoma`.
        given: findings that are observed.
        measured: numbers that are.
        block, force: nodes that are fixed.
        setting: fields of the setting (`cancer`, `stage`, `site`) that are replaced, and hypotheses that are assumed,
            as `("assume", "group/option")`.
    """

    name: str
    given: tuple[Finding, ...] = ()
    measured: tuple[Measurement, ...] = ()
    block: tuple[Node, ...] = ()
    force: tuple[Node, ...] = ()
    setting: tuple[tuple[str, str], ...] = ()


class Factor(Value):
    """Something that is switched over a sweep.

    Attributes:
        name: as tables and outputs call it: unique in a sweep.
        levels: two or more; the first is that of the scenario as it is.
    """

    name: str
    levels: tuple[Level, ...]
