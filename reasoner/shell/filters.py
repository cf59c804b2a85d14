"""What `findings` is asked for: words that narrow the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reasoner.errors import UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.spelling import key, loose
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.result import FindingResult, Origin
from reasoner.render.view import View

Test = Callable[[FindingResult], bool]

_PLURALS = {**{f"{kind}s": kind for kind in Kind}, "pathways": Kind.pathway, "processes": Kind.process}
_KINDS = (Kind.phenotype, Kind.process, Kind.molecule, Kind.pathway, Kind.marker, Kind.assay, Kind.outcome, Kind.cell)
_FLAGS: dict[str, Test] = {
    "stated": lambda found: found.stated,
    "combined": lambda found: not found.stated,
    "contested": lambda found: found.contested or found.rests_on_contested,
    "extrapolated": lambda found: found.extrapolated,
    "persisting": lambda found: found.origin is Origin.persisting,
}
FILTERS = (
    "all",
    *_FLAGS,
    *(next(plural for plural, each in _PLURALS.items() if each is kind) for kind in _KINDS),
    *(grade.name for grade in reversed(Grade)),
)


@dataclass(frozen=True)
class Filter:
    """A filter.

    Attributes:
        everything: nothing is folded.
        tests: a finding has to pass all of them.
        words: the filter as it was understood; empty where there is none.
    """

    everything: bool
    tests: tuple[Test, ...]
    words: str

    @classmethod
    def read(cls, text: str, names: Names) -> Filter:
        """Read words; those that are no filter are taken together as a text to look for."""
        everything, kinds, tests, rest, understood = False, set(), list[Test](), list[str](), list[str]()
        for word in text.replace(",", " ").split():
            low = word.casefold()
            if low == "all":
                everything = True
            elif low in _FLAGS:
                tests.append(_FLAGS[low])
                understood.append(low)
            elif kind := _PLURALS.get(low) or (Kind(low) if low in set(Kind) else None):
                kinds.add(kind)
                understood.append(f"{low}")
            elif low in Grade.__members__:
                tests.append(_graded(Grade[low]))
                understood.append(low)
            elif low != "and":
                rest.append(word)
        if kinds:
            tests.append(lambda found: found.kind in kinds)
        if rest:
            wanted = " ".join(rest)
            tests.append(_containing(wanted, names))
            understood.append(f"“{wanted}”")
        return cls(everything, tuple(tests), ", ".join(understood))

    def pick(self, view: View) -> list[FindingResult]:
        """The findings that pass; without any filter those that are not folded."""
        if not self.tests:
            return [each for each in view.concluded if self.everything or not view.is_folded(each)]
        among = view.phase.findings if self.everything else view.concluded
        found = [each for each in among if all(test(each) for test in self.tests)]
        return found or [each for each in view.phase.findings if all(test(each) for test in self.tests)]


def _graded(grade: Grade) -> Test:
    return lambda found: found.support == grade


def _containing(text: str, names: Names) -> Test:
    """Findings whose name has a text in it, or that are, or lie in, what the text names."""
    wanted, low = key(text), loose(text)
    try:
        entity = names.entity(text.removeprefix("in ")).id
    except UsageError:
        entity = ""

    def test(found: FindingResult) -> bool:
        if entity and entity in (found.entity, found.place):
            return True
        said = key(found.label), loose(found.label), key(str(found.finding))
        return bool(wanted) and any(wanted in each or low in each for each in said)

    return test
