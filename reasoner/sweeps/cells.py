"""What stands in the cells of a table, as levels of the factor that its column is."""

from __future__ import annotations

from reasoner.errors import Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.spelling import key
from reasoner.knowledge.wording import one_of, shown
from reasoner.model.knowledge import KnowledgeBase
from reasoner.sweeps.factors import Factor
from reasoner.sweeps.reading import CONTEXT, NONE, is_switch, level_label

_KEPT = 4096  # a name can be spelt in many ways; no table needs so many
_SWITCH = {
    **dict.fromkeys(("on", "true", "yes", "1"), 1),
    **dict.fromkeys(("off", "false", "no", "0"), 0),
}


class Cells(dict[str, int]):
    """What stands in cells of a column -> levels; a text is read when it is first met.

    Raises:
        UsageError: a text names no level.
    """

    def __init__(self, names: Names, kb: KnowledgeBase, factor: Factor) -> None:
        self._names, self._factor = names, factor
        self._known = dict(_SWITCH)
        if not is_switch(factor):
            self._known = {"": 0}
            for number, level in enumerate(factor.levels):
                label, assumed = level_label(kb, factor, level), dict(level.setting).get("assume", "")
                group = assumed.partition("/")[0]
                for text in (label, level.name, *((assumed, f"{group}/{label}") if assumed else ())):
                    self._known[key(text)] = number
        self._order: dict[int, int] = {}

    def renumber(self, order: dict[int, int]) -> None:
        """Give levels other numbers."""
        self.clear()
        self._order = order

    def __missing__(self, text: str) -> int:
        found = self._read(text)
        found = self._order.get(found, found)
        if len(self) < _KEPT:
            self[text] = found
        return found

    def _read(self, text: str) -> int:
        if is_switch(self._factor):
            if (number := self._known.get(text.strip().casefold())) is None:
                message = (
                    f"expected on or off, true or false, yes or no, 1 or 0 for {self._factor.name}; got {shown(text)}"
                )
                raise UsageError(Problem("E010", message))
            return number
        if (number := self._known.get(key(text))) is not None:
            return number
        if key(text) == NONE:
            message = (
                f"`{NONE}` is no level of {self._factor.name} here: the scenario has {self._factor.levels[0].name}"
            )
            raise UsageError(Problem("E010", message, None, ("leave that out of the scenario",)))
        if self._factor.name in CONTEXT:
            value = getattr(self._names, self._factor.name)(text)
            if (number := self._known.get(key(value))) is not None:
                return number
        choices = one_of(level.name for level in self._factor.levels[:8])
        message = f"expected a level of {self._factor.name}; got {shown(text)}"
        raise UsageError(Problem("E010", message, None, (f"some are {choices}",)))
