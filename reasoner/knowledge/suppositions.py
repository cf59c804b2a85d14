"""What people type of one thing leading to another -> findings: `hypoxia, CSC -> EMT in CSC unless HIF2A down`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reasoner.errors import Position, Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.supposition import Supposition

Where = Callable[[int], Position | None]
"""Gives the position of an offset in the text; None where it has none."""

ARROWS = re.compile(r"\s*(?:-+>|=+>|→|⇒|➔|⟶)\s*")
_UNLESS = re.compile(r"\s+unless\s+", re.IGNORECASE)
_NO = re.compile(r"^no\s+", re.IGNORECASE)
_COMMAS = re.compile(r"[,;]")
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_EXAMPLE = "write it as `hypoxia, CSC -> EMT in CSC`, with `unless X` where something stops it"
_LONGEST = 2000


class Part(NamedTuple):
    """A part of a text, with the offset where it begins."""

    text: str
    at: int = 0

    def cut(self, start: int, end: int | None = None) -> Part:
        """What stands between two offsets, without the blanks around it."""
        text = self.text[start:end]
        left = text.lstrip()
        return Part(left.rstrip(), self.at + start + len(text) - len(left))


def findings_of(names: Names, part: Part, where: Where) -> list[Finding]:
    """The findings that a text names, between commas and `and`, each once.

    Raises:
        UsageError: some names are unknown or ambiguous: all of them, each at its position.
    """
    found: list[Finding] = []
    problems: list[Problem] = []
    for each in _parts(names, part):
        try:
            found.append(names.said(each.text))
        except UsageError as error:
            behind_no = len(each.text) - len(_NO.sub("", each.text, count=1))
            problems += [problem.at(where(each.at + behind_no)) for problem in error.problems]
    if problems:
        raise UsageError(problems)
    return list(dict.fromkeys(found))


def supposition(kb: KnowledgeBase, names: Names, text: str, where: Where = lambda _offset: None) -> Supposition:
    """What a text supposes.

    Args:
        kb: the knowledge base.
        names: its names.
        text: premises, an arrow, conclusions, and perhaps `unless` with exceptions.
        where: the position of each offset in the text.

    Raises:
        UsageError: the text is of another form (E230), names what is unknown (E012 to E016), or what it supposes says
            nothing, or could never come about (E231).
    """
    when, then, unless = _sides(text, where)
    found: list[tuple[Finding, ...]] = []
    problems: list[Problem] = []
    for part in (when, then, *([unless] if unless else [])):
        try:
            found.append(tuple(findings_of(names, part, where)))
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    made = Supposition(when=found[0], then=found[1], unless=found[2] if unless else ())
    message = _empty(kb, made)
    if message:
        raise UsageError(Problem("E231", message, where(then.at)))
    return made


def step(names: Names, text: str, where: Where = lambda _offset: None) -> tuple[Finding, Finding]:
    """The two findings of `X -> Y`, or of `X Y` where only one reading makes both of them names.

    Raises:
        UsageError: there is no arrow, and none or several readings, or more than one finding on a side (E230); names
            are unknown (E012 to E016).
    """
    if ARROWS.search(text):
        when, then, unless = _sides(text, where)
        if unless:
            raise UsageError(Problem("E230", "a question has no `unless`", where(unless.at)))
        sides = [findings_of(names, part, where) for part in (when, then)]
        for part, found in zip((when, then), sides, strict=True):
            if len(found) > 1:
                message = "one finding stands on each side of a question"
                raise UsageError(Problem("E230", message, where(part.at), ("`suppose` takes several",)))
        return sides[0][0], sides[1][0]
    whole = Part(text)
    cuts = [(whole.cut(0, blank.start()), whole.cut(blank.end())) for blank in re.finditer(r"\s+", text.strip())]
    fitting = [(a, b) for a, b in cuts[:40] if _reads(names, a) and _reads(names, b)]
    if len(fitting) == 1:
        a, b = fitting[0]
        return names.said(a.text), names.said(b.text)
    readings = " or ".join(f"`{a.text} -> {b.text}`" for a, b in fitting[:3])
    help_ = f"it could be {readings}" if fitting else "as `hypoxia -> EMT in CSC`"
    raise UsageError(Problem("E230", "write an arrow between the two that are meant", where(0), (help_,)))


def _sides(text: str, where: Where) -> tuple[Part, Part, Part | None]:
    """Premises, conclusions, exceptions."""
    whole = Part(text)

    def wrong(message: str, at: int = 0) -> UsageError:
        return UsageError(Problem("E230", message, where(at), (_EXAMPLE,)))

    if len(text) > _LONGEST:
        raise wrong(f"the text is longer than {_LONGEST} characters")
    arrows = list(ARROWS.finditer(text))
    if not arrows:
        raise wrong("an arrow is missing between what leads to something and what it leads to")
    if len(arrows) > 1:
        raise wrong("there are several arrows; each step is to be written alone", arrows[1].start())
    when, rest = whole.cut(0, arrows[0].start()), whole.cut(arrows[0].end())
    unless = _UNLESS.search(f"{rest.text} ")
    then = rest.cut(0, unless.start()) if unless else rest
    if not when.text:
        raise wrong("nothing stands before the arrow", arrows[0].start())
    if not then.text or then.text.casefold().startswith("unless "):
        raise wrong("nothing stands behind the arrow", arrows[0].start())
    if unless and not rest.text[unless.end() :].strip():
        raise wrong("nothing stands behind `unless`", rest.at + unless.start())
    return when, then, rest.cut(unless.end()) if unless else None


def _empty(kb: KnowledgeBase, made: Supposition) -> str:
    """Why a supposition says nothing, or can never come about; empty where it can."""
    for each in made.then:
        if each in made.when:
            return f"{kb.label(each)} is both a premise and a conclusion"
        if each.contrary in made.then:
            return f"{kb.label(each)} and {kb.label(each.contrary)} are both concluded"
    for stop in made.unless:
        for premise in made.when:
            if premise.down == stop.down and kb.is_at_or_below(premise.node, stop.node):
                return f"{kb.label(premise)} is a premise, and what stops it"
    return ""


def _parts(names: Names, part: Part) -> Iterator[Part]:
    """The parts between commas and `and`; a name that has either in it stays whole."""
    if _reads(names, part):
        yield part
        return
    start = 0
    for end in (*(match.start() for match in _COMMAS.finditer(part.text)), len(part.text)):
        piece = part.cut(start, end)
        start = end + 1
        if piece.text:
            yield from _between_ands(names, piece)


def _between_ands(names: Names, part: Part) -> Iterator[Part]:
    """The parts between `and`, each a name as long as can be."""
    cuts = list(_AND.finditer(part.text))
    if _reads(names, part) or not cuts:
        yield part
        return
    for cut in reversed(cuts):
        if _reads(names, part.cut(0, cut.start())):
            yield part.cut(0, cut.start())
            yield from _between_ands(names, part.cut(cut.end()))
            return
    yield part.cut(0, cuts[0].start())
    yield from _between_ands(names, part.cut(cuts[0].end()))


def _reads(names: Names, part: Part) -> bool:
    """Whether a text is one finding as it stands: a name that fits several counts, as it is to be asked about."""
    try:
        names.said(part.text)
    except UsageError as error:
        return error.problems[0].code == "E014"
    return True
