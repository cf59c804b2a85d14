"""Lines as people would say them -> a verb with what follows it. A small, fixed grammar: nothing is guessed.

What stands between the words of a phrase is left to the verb, which refuses what is no name, at its own place. Names
come first: a line that is one stays one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from reasoner.shell.parser import Piece

_LONGEST = 2000  # characters; nobody says more, and patterns take long over what is much longer
_END = re.compile(r"[\s?.!]*$")
_X, _Y = "(?P<x>.+?)", "(?P<y>.+?)"
_THE = "(?:(?:the|an?|any|some) )?"
_WE = "(?:I|we|you|one)"
_BE = "(?:is|are|was|were)"
_MAY = "(?:(?:would|could|can|will|might) )?"
_GIVES = "(?:brings?(?: about)?|causes?|gives?|leads? to|induces?|produces?|triggers?)"
_ENDS = "(?:ends?|stops?|prevents?|blocks?|abolish(?:es)?|gets? rid of)"
_OFF = "(?:blocked|inhibited|silenced|neutrali[sz]ed|(?:knocked|switched|turned) (?:out|off|down))"
_ON = "(?:forced|activated|overexpressed|(?:switched|turned) on)"
_HERE = "(?:given|added|present|there)"
_GONE = "(?:removed|withdrawn|gone|absent|taken away|no longer (?:given|there))"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)


@dataclass(frozen=True)
class Phrase:
    """A way of saying something.

    Attributes:
        verb: the verb that it means.
        pattern: a regular expression in which `x` is what follows the verb, a blank stands for any blanks; with `y`, it
            asks about a step from x to y.
        example: a line that works; empty where there is none, as where the name is missing.
    """

    verb: str
    pattern: str
    example: str

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """What a line of it looks like."""
        return _compiled(self.pattern)

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """What stands before the first name of it."""
        return _compiled(self.pattern.partition(_X)[0])


_HOLDS = "(?:hold|happen|occur|follow|appear|arise)"
_IF = "(?:if|happens (?:if|when)|would happen (?:if|when)|about)"
_NOT = f"(?:not|no|{_BE} (?:there )?(?:not|no)|(?:isn't|aren't) there)"
_SHOWN = f"(?:holds|follows|{_BE} (?:inferred|there)|can be inferred|do {_WE} have|have {_WE} got)"
_STEP = "(?:lead to|cause|bring about|give|induce|promote|drive)"

PHRASES = (
    Phrase("whatif", f"(?:(?:and )?what {_IF}|if) {_X}", "what if HIF2A is blocked"),
    Phrase("whynot", f"why {_NOT} {_THE}{_X}", "why is there no taxane state"),
    Phrase("whynot", f"why (?:doesn't|don't|does not|do not) {_X} {_HOLDS}", "why doesn't taxane state follow"),
    Phrase("whynot", f"why (?:does|do) {_X} not {_HOLDS}", "why does taxane state not follow"),
    Phrase("why", f"why (?:{_BE} there|do {_WE} (?:have|see|get)) {_THE}{_X}", "why is there EMT in CSC"),
    Phrase("why", f"(?:why|how come) (?:does|do) {_X} {_HOLDS}", "why does EMT in CSC follow"),
    Phrase("why", f"(?:explain|prove) {_X}", "explain EMT in CSC"),
    Phrase("next", "what (?:next|else(?: (?:matters|(?:would|could) matter|is there))?)", "what next"),
    Phrase("next for", f"what (?:else )?(?:would|could) (?:change|bear on) {_THE}{_X}", "what would change EMT"),
    Phrase("scenario", f"what {_BE} given", "what is given"),
    Phrase("findings", f"what {_SHOWN}", "what follows"),
    Phrase("seek", f"what {_MAY}{_GIVES} {_THE}{_X}", "what would bring about taxane state"),
    Phrase("seek", f"how (?:do|can|could) {_WE} (?:get|bring about|induce) {_THE}{_X}", "how do we get taxane state"),
    Phrase("seek", f"when (?:does|do|would) {_X} {_HOLDS}", "when does taxane state appear"),
    Phrase("targets", f"what {_MAY}{_ENDS} {_THE}{_X}", "what would end EMT in CSC"),
    Phrase("targets", f"how (?:do|can|could) {_WE} {_ENDS} {_THE}{_X}", "how can we stop EMT in CSC"),
    Phrase("needs", f"what (?:does|do) {_X} (?:need|require|depend on|rest on)", "what does EMT in CSC depend on"),
    Phrase("says", f"(?:does|do|can) {_X} {_STEP} {_THE}{_Y}", "does hypoxia lead to EMT in CSC"),
    Phrase("says", f"is it said that {_X} {_GIVES} {_THE}{_Y}", "is it said that hypoxia leads to EMT in CSC"),
    Phrase("discriminate", f"how (?:do|can|could) {_WE} tell {_X} apart", "how can we tell origin apart"),
    Phrase("discriminate", f"(?:which experiment|what) {_MAY}tells? {_X} apart", "what would tell origin apart"),
    Phrase("about", f"(?:what do {_WE} know about|tell me about) {_THE}{_X}", "tell me about HIF2A"),
    Phrase("about", f"what {_BE} {_THE}{_X}", "what is HIF2A"),
    Phrase("reset", "start (?:over|again|anew)", "start over"),
    Phrase("undo", "(?:go back|take (?:it|that) back)", "go back"),
    Phrase("whatif", f"(?:and )?what {_IF}", ""),
    Phrase("whynot", f"why {_NOT}", ""),
    Phrase("no", f"there {_BE} no {_X}", "there are no CAFs"),
    Phrase("assert", f"there {_BE} {_THE}{_X}", "there is hypoxia"),
    Phrase("assert", f"(?:we are|it is|this is) in {_THE}{_X}", "we are in glioma"),
)
"""What is understood beside the verbs; of two that fit, the first."""
_CHANGES = tuple(
    (verb, _compiled(pattern))
    for verb, pattern in (
        ("no", f"there {_BE} no {_X}"),
        ("give", f"there {_BE} {_THE}{_X}"),
        ("block", f"(?:{_WE} )?(?:block|inhibit|silence|knock out|switch off) {_X}"),
        ("force", f"(?:{_WE} )?(?:force|activate|switch on) {_X}"),
        ("remove", f"(?:{_WE} )?(?:remove|withdraw|take away|retract|stop) {_X}"),
        ("give", f"(?:{_WE} )?(?:add|give|have) {_X}"),
        ("block", f"{_X} {_BE} {_OFF}"),
        ("force", f"{_X} {_BE} {_ON}"),
        ("remove", f"{_X} {_BE} {_GONE}"),
        ("release", f"{_X} {_BE} (?:released|no longer (?:blocked|inhibited))"),
        ("give", f"{_X} {_BE} {_HERE}"),
    )
)
_QUESTIONS = ("what", "why", "how", "when", "which", "does", "do", "is", "are", "can", "tell", "show", "explain")
_ALONE = {"give": "assert", "remove": "retract"}
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)


def read(piece: Piece) -> tuple[str, Piece] | None:
    """The verb that a line means, and what follows it.

    Args:
        piece: the line, which is no name.

    Returns:
        None where it is no phrase.
    """
    if len(piece.text) > _LONGEST:
        return None
    end = _END.search(piece.text)
    text = piece.part(0, end.start() if end else None)
    for phrase in PHRASES:
        if match := phrase.whole.fullmatch(text.text):
            verb, _, before = phrase.verb.partition(" ")
            named = _named(text, match)
            return verb, Piece(f"{before} {named.text}", named.column - len(before) - 1) if before else named
    told = changes(text)
    return _alone(text, told)


def is_question(word: str) -> bool:
    """Whether questions in words begin with a word."""
    return word.casefold() in _QUESTIONS


def _named(text: Piece, match: re.Match[str]) -> Piece:
    """What is named, at its place; of two names the words between them give way to an arrow."""
    names = match.groupdict()
    if "x" not in names:
        return Piece("", text.column + len(text.text))
    if "y" not in names:
        return text.part(*match.span("x"))
    gap = match.start("y") - match.end("x")
    return Piece(f"{match['x']}{' -> ':<{gap}}{match['y']}", text.column + match.start("x"))


def opened(line: str) -> tuple[str, str] | None:
    """The verb that the beginning of a line means, and what was typed of what follows it; None where it is none."""
    naming = [phrase for phrase in PHRASES if _X in phrase.pattern]
    found = [(match.end(), phrase.verb) for phrase in naming if (match := phrase.opening.match(line))]
    end, verb = max(found, default=(0, ""), key=lambda each: each[0])
    return (verb, line[end:]) if verb else None


def changes(piece: Piece) -> list[tuple[str, Piece]]:
    """The changes that a text tells, each with its verb and what is named; empty where it tells none."""
    return _split(piece, set()) or []


def _alone(text: Piece, told: list[tuple[str, Piece]]) -> tuple[str, Piece] | None:
    """The verb for changes that are told as a line of their own."""
    if not told:
        return None
    verb, named = told[0]
    return (_ALONE.get(verb, verb), named) if len(told) == 1 else ("apply", text)


def _split(piece: Piece, failed: set[int]) -> list[tuple[str, Piece]] | None:
    """The first way to read a text as changes with `and` or commas between them; None where there is none."""
    if piece.column in failed:
        return None
    for edge in (*_BETWEEN.finditer(piece.text), None):
        first = _change(piece.part(0, edge.start() if edge else None))
        others = _split(piece.part(edge.end()), failed) if first and edge else []
        if first and others is not None:
            return [first, *others]
    failed.add(piece.column)
    return None


def _change(piece: Piece) -> tuple[str, Piece] | None:
    for verb, pattern in _CHANGES:
        if match := pattern.fullmatch(piece.text):
            return verb, piece.part(*match.span("x"))
    return None
