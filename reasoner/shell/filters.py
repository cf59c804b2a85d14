"""What `findings` is asked for: words that narrow the list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reasoner.errors import UsageError
from reasoner.knowledge.names import Names, grade
from reasoner.knowledge.spelling import key, loose
from reasoner.model.entity import PLACES, Kind
from reasoner.model.evidence import Grade
from reasoner.model.result import FindingResult, Origin
from reasoner.render.view import View
from reasoner.shell.parser import Piece
from reasoner.shell.reading import Reader

Test = Callable[[FindingResult], bool]

_PLURALS = {"processes" if kind is Kind.process else f"{kind}s": kind for kind in Kind}
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
    "at least",
    "steps",
    "in",
)
_MOST = 40  # words
_TOKEN = re.compile(r'["“”][^"“”]*["“”]|[^\s,]+')
_STEPS = re.compile(r"(?P<least>\d{1,4})(?:-(?P<most>\d{1,4})|(?P<more>\+))?")


@dataclass(frozen=True)
class Narrowing:
    """One filter.

    Attributes:
        words: it, as it was understood.
        test: passes the findings that it lets through.
    """

    words: str
    test: Test


@dataclass(frozen=True)
class Filter:
    """What is asked for.

    Attributes:
        everything: nothing is folded.
        tests: a finding has to pass all of them.
    """

    everything: bool
    tests: tuple[Narrowing, ...]

    @property
    def words(self) -> str:
        """The filters as they were understood; empty where there are none."""
        return ", ".join(each.words for each in self.tests)

    @classmethod
    def read(cls, reader: Reader, piece: Piece) -> Filter:
        """Read words; those that are no filter, and what stands in quotation marks, are a text to look for.

        Raises:
            UsageError: a place is unknown, a number of steps, or a grade, is missing, or there are too many words.
        """
        words, rest = _split(piece), list[str]()
        if len(words) > _MOST:
            raise reader.error("E016", f"the line is too long: {_MOST} words at most", piece)
        everything, kinds, tests = False, dict[Kind, str](), list[Narrowing]()
        while words:
            word = words.pop(0)
            low = word.text.casefold()
            if _quoted(word):
                rest.append(word.text.strip('"“”'))
            elif low == "all":
                everything = True
            elif low in _FLAGS:
                tests.append(Narrowing(low, _FLAGS[low]))
            elif kind := _PLURALS.get(low) or (Kind(low) if low in set(Kind) else None):
                kinds[kind] = low
            elif low in ("at", "least"):
                if low == "at" and words and words[0].text.casefold() == "least":
                    words.pop(0)
                tests.append(_at_least(_grade(reader, words, word)))
            elif low in Grade.__members__:
                better = [each.text.casefold() for each in words[:2]] in (["or", "better"], ["or", "firmer"])
                del words[: 2 * better]
                tests.append(_at_least(Grade[low]) if better else _graded(Grade[low]))
            elif low in ("step", "steps"):
                tests.append(_in_steps(reader, words.pop(0) if words else word))
            elif low == "in" and words:
                tests.append(_placed(reader, words))
            elif low != "and":
                rest.append(word.text)
        if kinds:
            tests.append(Narrowing(", ".join(kinds.values()), lambda found: found.kind in kinds))
        if rest:
            wanted = " ".join(rest)
            tests.append(Narrowing(f"“{wanted}”", _containing(wanted, reader.names)))
        return cls(everything, tuple(tests))

    def pick(self, view: View) -> list[FindingResult]:
        """The findings that pass; without any filter those that are not folded."""
        if not self.tests:
            return [each for each in view.concluded if self.everything or not view.is_folded(each)]
        among = view.phase.findings if self.everything else view.concluded
        found = [each for each in among if self.passes(each)]
        return found or [each for each in view.phase.findings if self.passes(each)]

    def further(self, view: View, picked: Sequence[FindingResult]) -> int:
        """How many more pass that follow by definition, and were not picked."""
        known = {each.finding for each in picked}
        lifted = [each for each in view.phase.findings if each.lifted_from is not None]
        return sum(each.finding not in known and self.passes(each) for each in lifted) if self.tests else 0

    def passes(self, found: FindingResult) -> bool:
        """Whether a finding passes all of them."""
        return all(each.test(found) for each in self.tests)

    def emptied_by(self, view: View) -> str:
        """The one filter without which something would be left; empty where there is none, or only one filter."""
        if len(self.tests) < 2:
            return ""
        for each in self.tests:
            others = [other for other in self.tests if other is not each]
            if any(all(other.test(found) for other in others) for found in view.phase.findings):
                return each.words
        return ""


def _split(piece: Piece) -> list[Piece]:
    return [Piece(match[0], piece.column + match.start()) for match in _TOKEN.finditer(piece.text)]


def _quoted(word: Piece) -> bool:
    return word.text[:1] in '"“”'


def _joined(words: list[Piece]) -> Piece:
    return Piece(" ".join(each.text for each in words), words[0].column)


def _grade(reader: Reader, words: list[Piece], before: Piece) -> Grade:
    if not words:
        raise reader.error("E200", "expected a grade behind it, as `at least moderate`", before, "help findings")
    return reader.one(grade, words.pop(0))


def _graded(support: Grade) -> Narrowing:
    return Narrowing(support.name, lambda found: found.support == support)


def _at_least(support: Grade) -> Narrowing:
    return Narrowing(f"at least {support.name}", lambda found: found.support >= support)


def _in_steps(reader: Reader, piece: Piece) -> Narrowing:
    match = _STEPS.fullmatch(piece.text)
    if not match:
        raise reader.error("E200", "expected a number of steps: `steps 1`, `steps 2-3`, `steps 3+`", piece)
    least = int(match["least"])
    most = int(match["most"] or 10_000) if match["most"] or match["more"] else least
    return Narrowing(f"steps {piece.text}", lambda found: least <= found.steps <= most)


def _placed(reader: Reader, words: list[Piece]) -> Narrowing:
    """Those in a place, or in a kind of it; it is named by as many words as name one."""
    for count in range(len(words), 1, -1):
        if found := reader.attempt(lambda each: reader.names.entity(each.text, PLACES), _joined(words[:count])):
            break
    else:
        count, found = 1, reader.one(lambda text: reader.names.entity(text, PLACES), words[0])
    del words[:count]
    kinds = reader.kb.descendants(found.id)
    return Narrowing(f"in {reader.kb.entities[found.id].label}", lambda each: each.place in kinds)


def _containing(text: str, names: Names) -> Test:
    """Findings whose name has a text in it, or that are, or lie in, what the text names."""
    wanted, low = key(text), loose(text)
    try:
        entity = names.entity(text).id
    except UsageError:
        entity = ""

    def test(found: FindingResult) -> bool:
        if entity and entity in (found.entity, found.place):
            return True
        said = key(found.label), loose(found.label), key(str(found.finding))
        return bool(wanted) and any(wanted in each or low in each for each in said)

    return test
