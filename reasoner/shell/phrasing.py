"""Lines as people would say them -> a verb with what follows it. A small, fixed grammar: nothing is guessed.

What stands between the words of a phrase is left to the verb, which refuses what is no name, at its own place. Names
come first: a line that is one stays one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from reasoner.knowledge.suppositions import ARROWS
from reasoner.shell.parser import Piece, negated

_LONGEST = 2000  # characters; nobody says more, and patterns take long over what is much longer
_END = re.compile(r"[\s?.!]*$")
_X, _Y = "(?P<x>.+?)", "(?P<y>.+?)"
_THE = "(?:(?:the|an?|any|some) )?"
_ARTICLE = re.compile(r"\b(?:the|an?|any|some)\s+\Z", re.IGNORECASE)
_WE = "(?:I|we|you|one)"
_BE = "(?:is|are|was|were)"
_NOBE = "(?:(?:is|are|was|were) not|isn't|aren't|wasn't|weren't)"
_WHAT_IS = f"(?:what {_BE}|what'?s)"
_HOW = f"how (?:(?:do|can|could|would|should|might) {_WE}|to)"
_MAY = "(?:(?:would|could|can|will|might) )?"
_GIVES = (
    "(?:brings?(?: about)?|causes?|gives?|leads? to|induces?|produces?|triggers?|"
    "promotes?|drives?|activates?|favou?rs?)"
)
_ENDS = "(?:ends?|stops?|prevents?|blocks?|inhibits?|suppress(?:es)?|abolish(?:es)?|gets? rid of)"
_OFF = "(?:blocked|inhibited|silenced|neutrali[sz]ed|(?:knocked|switched|turned) (?:out|off|down))"
_ON = "(?:forced|activated|overexpressed|(?:switched|turned) on)"
_HERE = "(?:given|added|present|there|active)"
_NOT_HERE = "(?:absent|missing|inactive)"
_SOME = "(?P<one>is|was)|are|were"
_GONE = "(?:removed|withdrawn|gone|taken away|no longer (?:given|there))"


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


_HOLDS = "(?:hold|happen|occur|follow|appear|arise|develop)"
_IF = "(?:if|happens (?:if|when)|would happen (?:if|when))"
_NOT = (
    f"(?:not|no|{_BE} (?:there )?(?:not|no)|there {_BE} (?:not|no)|{_NOBE} there"
    f"|(?:don't|do not|can't|cannot) {_WE} (?:have|see|get))"
)
_SHOWN = f"(?:holds|follows|{_BE} (?:inferred|there)|can be inferred|do {_WE} have|have {_WE} got)"
_LEADS = f"(?:how )?(?:do|does|can|could|will|would|may|might) (?!{_WE} ){_X}"
_CHANGED = f"(?P<x>(?:(?!->|=>|→).)+? {_BE} (?:{_OFF}|{_ON}|{_HERE}|{_NOT_HERE}|{_GONE}))"

PHRASES = (
    Phrase("whatif", f"(?:what {_IF}|if) {_X}", "what if HIF2A is blocked"),
    Phrase("whatif", f"(?:suppose|imagine|assume)(?: that)? {_CHANGED}", "suppose hypoxia is gone"),
    Phrase("whynot", f"why {_NOT} {_THE}{_X}", "why is there no taxane state"),
    Phrase("whynot", f"why (?:doesn't|don't|does not|do not) {_X} {_HOLDS}", "why doesn't taxane state follow"),
    Phrase("whynot", f"why (?:does|do) {_X} not {_HOLDS}", "why does taxane state not follow"),
    Phrase("whynot", f"why {_BE} {_X} (?:not (?:there|present)|absent)", "why is taxane state not there"),
    Phrase("whynot", f"why {_X} (?:does|do) not {_HOLDS}", "tell me why taxane state does not follow"),
    Phrase("why", f"why (?:{_BE} there|do {_WE} (?:have|see|get)) {_THE}{_X}", "why is there EMT in CSC"),
    Phrase("why", f"(?:why|how come) (?:does|do) {_X} {_HOLDS}", "why does EMT in CSC follow"),
    Phrase("why", f"why {_BE} {_X} (?:there|present|happening)", "why is EMT in CSC there"),
    Phrase("why", f"why there {_BE} {_THE}{_X}", "explain why there is EMT in CSC"),
    Phrase("why", f"why {_X} {_HOLDS}s", "I want to know why EMT in CSC holds"),
    Phrase("why", f"(?:explain|prove) {_X}", "explain EMT in CSC"),
    Phrase("why", f"{_BE} there {_THE}{_X}", "is there EMT in CSC"),
    Phrase("why", f"{_BE} {_X} (?:there|present)", "is EMT in CSC there"),
    Phrase(
        "next",
        "what(?: now|(?: is|'?s)? next|(?: else)? (?:would|could) matter| else(?: (?:matters|is there))?)",
        "what next",
    ),
    Phrase(
        "next for",
        f"what (?:else )?(?:would|could) (?:change|bear on|matter (?:for|to)) {_THE}{_X}",
        "what would change EMT",
    ),
    Phrase("scenario", f"{_WHAT_IS} given|where {_BE} {_WE}", "what is given"),
    Phrase("findings", f"what {_SHOWN}", "what follows"),
    Phrase(
        "findings all", "(?:show|list)(?: me)? (?:everything|all(?: the| my)? (?:findings|results))", "show everything"
    ),
    Phrase("findings", "(?:show|list)(?: me)?(?: the| my)? (?:findings|results)", "show me the findings"),
    Phrase("help", f"help me|what can {_WE} (?:do|ask|type|say)(?: here| now)?", "what can I ask"),
    Phrase("seek", f"what {_MAY}{_GIVES} {_THE}{_X}", "what would bring about taxane state"),
    Phrase("seek", f"how {_BE} {_X} (?:induced|caused|brought about|triggered)", "how is taxane state induced"),
    Phrase("seek", f"when (?:does|do|would) {_X} {_HOLDS}", "when does taxane state appear"),
    Phrase("seek", f"when {_BE} there {_THE}{_X}", "when is there taxane state"),
    Phrase("targets", f"what {_MAY}{_ENDS} {_THE}{_X}", "what would end EMT in CSC"),
    Phrase("targets", f"{_HOW} {_ENDS} {_THE}{_X}", "how can we stop EMT in CSC"),
    Phrase("seek", f"{_HOW} (?:get|bring about|induce|cause) {_THE}{_X}", "how do we get taxane state"),
    Phrase("needs", f"what (?:does|do) {_X} (?:need|require|depend on|rest on)", "what does EMT in CSC depend on"),
    Phrase("needs", f"what {_BE} (?:needed|required) for {_THE}{_X}", "what is needed for EMT in CSC"),
    Phrase("says", f"{_LEADS} {_GIVES} {_THE}{_Y}", "does hypoxia lead to EMT in CSC"),
    Phrase("says no", f"{_LEADS} {_ENDS} {_THE}{_Y}", "do CAFs inhibit HIF2A"),
    Phrase("why", f"(?:does|do) {_X} {_HOLDS}", "does EMT in CSC hold"),
    Phrase(
        "says",
        f"is it (?:said|known|true) that {_X} {_GIVES} {_THE}{_Y}",
        "is it said that hypoxia leads to EMT in CSC",
    ),
    Phrase("discriminate", f"{_HOW} tell {_X} apart", "how can we tell origin apart"),
    Phrase("discriminate", f"(?:which experiment|what) {_MAY}tells? {_X} apart", "what would tell origin apart"),
    Phrase("about", f"(?:what do {_WE} know (?:about|of)|tell me (?:more )?about) {_THE}{_X}", "tell me about HIF2A"),
    Phrase("about", f"what (?:does|do) {_X} (?:do|mean)", "what does HIF2A do"),
    Phrase("about", f"define {_THE}{_X}", "define HIF2A"),
    Phrase("about", f"{_WHAT_IS} {_THE}{_X}", "what is HIF2A"),
    Phrase("about", f"what {_X} {_BE}", "tell me what HIF2A is"),
    Phrase("reset", "start (?:over|again|anew)", "start over"),
    Phrase("undo", "(?:go )?back|(?:take|undo) (?:it|that)(?: back)?", "go back"),
    Phrase("whatif", f"what {_IF}", ""),
    Phrase("whynot", f"why {_NOT}", ""),
    Phrase("why", "explain", ""),
    Phrase("no", f"there (?:{_BE} no|{_NOBE}) {_THE}{_X}", "there are no CAFs"),
    Phrase("assert", f"there {_BE} {_THE}{_X}", "there is hypoxia"),
    Phrase("assert", f"(?:(?:we are|it is|it's|this is) )?in {_THE}{_X}", "we are in glioma"),
    Phrase(
        "assert",
        f"(?:it is|it's|this is|the (?:cancer|tumou?r|patient) (?:is|has)) (?!treated ){_THE}{_X}",
        "it is a glioma",
    ),
)
"""What is understood beside the verbs; of two that fit, the first."""
_CHANGES = tuple(
    (verb, _compiled(pattern))
    for verb, pattern in (
        ("no", f"(?:there (?:{_BE} no|{_NOBE})|(?:{_WE} have )?(?:no|without)) {_THE}{_X}"),
        ("give", f"there {_BE} {_THE}{_X}"),
        ("give", f"(?:{_WE} |the (?:cancer|tumou?r|patient) {_BE} )?treat(?:ed)? with {_THE}{_X}"),
        ("give", f"(?:we are|it is|it's|the (?:cancer|tumou?r) is) (?:in )?{_THE}{_X}"),
        ("block", f"(?:{_WE} )?(?:block|inhibit|silence|(?:knock|switch) (?:out|off|down)) {_THE}{_X}"),
        ("force", f"(?:{_WE} )?(?:force|activate|switch on) {_THE}{_X}"),
        ("remove", f"(?:{_WE} )?(?:remove|withdraw|take away|retract|stop|forget) {_THE}{_X}"),
        ("give", f"(?:{_WE} )?(?:add|give|have|gave|had) {_THE}{_X}"),
        ("no", f"{_X} (?:{_NOBE} (?:present|there|active)|{_BE} {_NOT_HERE})"),
        ("block", f"{_X} (?:{_SOME}) {_OFF}"),
        ("force", f"{_X} (?:{_SOME}) {_ON}"),
        ("remove", f"{_X} (?:{_SOME}) {_GONE}"),
        ("release", f"{_X} (?:{_SOME}) (?:released|no longer (?:blocked|inhibited))"),
        ("give", f"{_X} (?:{_SOME}) {_HERE}"),
    )
)
_QUESTIONS = ("what", "why", "how", "when", "which", "does", "do", "is", "are", "can", "tell", "show", "explain")
_ALONE = {"give": "assert", "remove": "retract"}
_BETWEEN = re.compile(r"\s*,\s*(?:(?:and|but)\s+)?|\s+(?:and|but)\s+", re.IGNORECASE)
_LIST = re.compile(r",|\s(?:and|or|but|not)\b", re.IGNORECASE)
_NO_NAME = re.compile(r"(?:if|and|suppose|assume|imagine|what|why|how|we|that|do|does|is|are)(?:\s|$)", re.IGNORECASE)
_COURTESY = re.compile(
    r"(?:(?:(?:tell|show) me|I (?:want|would like) to know|explain)\s+(?=(?:what|why|how|when|which)\s)"
    r"|(?:please|now|also|and|then|so|let's|let us|(?:can|could|would|will) you"
    r"|I(?:'d like| would like| want) to)\s+)+(?=\S)",
    re.IGNORECASE,
)
_TOLD = _compiled(f"{_X} {_GIVES} {_Y}")
_TOLD_OF = _compiled(f" (?:{_BE}|{_NOBE}) (?:not )?(?:{_OFF}|{_ON}|{_HERE}|{_NOT_HERE}|{_GONE})")
_ARROW = re.compile(f"{_X}{ARROWS.pattern}{_Y}")
_ABOUT = _compiled(f"(?:what|how) about {_X}")


def read(piece: Piece, is_name: Callable[[str], bool] = lambda _text: False) -> tuple[str, Piece] | None:
    """The verb that a line means, and what follows it.

    Args:
        piece: the line, which is no name.
        is_name: whether a text is a name, which may look like a list of several.

    Returns:
        None where it is no phrase.
    """
    if len(piece.text) > _LONGEST:
        return None
    text = without_end(piece)
    said = _straight(text)
    for phrase in PHRASES:
        if match := phrase.whole.fullmatch(said.text):
            verb, _, before = phrase.verb.partition(" ")
            return verb, _named(text, match, before, is_name)
    return _alone(text, changes(text, is_name))


def echo(verb: str, rest: Piece, is_name: Callable[[str], bool]) -> str:
    """A line that says what was understood, by its verb."""
    told = changes(rest, is_name) if verb in ("whatif", "apply") else []
    text = ", ".join(f"{change} {name.text}" for change, name in told) or rest.text
    return " ".join(f"{verb} {text}".split())


def without_end(piece: Piece) -> Piece:
    """A text without the marks that end a sentence."""
    end = _END.search(piece.text)
    return piece.part(0, end.start() if end else None)


def without_courtesy(piece: Piece) -> Piece | None:
    """A line without `please`, `now` and the like before it; None where it has none."""
    match = _COURTESY.match(piece.text)
    return piece.part(match.end()) if match else None


def unclear(piece: Piece) -> tuple[list[Piece], tuple[str, ...]]:
    """What a line names that could mean several things, none more likely, and the lines that it could mean.

    Args:
        piece: a line that begins with no verb, or with `no`, and is no phrase.

    Returns:
        Nothing where it could mean one thing only.
    """
    whole = without_end(piece)
    if match := _ABOUT.fullmatch(whole.text):
        return [whole.part(*match.span("x"))], (f"about {match['x']}", f"whatif {match['x']}")
    if match := _TOLD.fullmatch(whole.text) or _ARROW.fullmatch(whole.text):
        step = f"{match['x']} -> {match['y']}"
        return [whole.part(*match.span(side)) for side in "xy"], (f"says {step}", f"suppose {step}")
    if piece.text.endswith("?"):
        others = (whole.text,) if negated(whole) else (f"why {whole.text}", f"about {whole.text}")
        return [whole], (*others, f"whatif {whole.text}")
    return [], ()


def is_question(word: str) -> bool:
    """Whether questions in words begin with a word."""
    return word.casefold() in _QUESTIONS


def half_told(piece: Piece) -> bool:
    """Whether a text tells of something that it is blocked, given or gone; what `changes` cannot read, is no change."""
    return bool(_TOLD_OF.search(piece.text))


def _straight(piece: Piece) -> Piece:
    return Piece(piece.text.replace("’", "'"), piece.column)


def _named(text: Piece, match: re.Match[str], before: str, is_name: Callable[[str], bool]) -> Piece:
    """What is named, at its place, behind what the verb takes before it; of two names the words between give way."""
    names = match.groupdict()
    if "x" not in names:
        return Piece(before, text.column + len(text.text))
    named = _whole_name(text, *match.span("x"), is_name)
    if "y" in names:
        arrow = f" -> {before} ".replace("  ", " ")
        other = _whole_name(text, *match.span("y"), is_name)
        gap = other.column - named.column - len(named.text)
        return Piece(f"{named.text}{arrow:<{gap}}{other.text}", named.column)
    return Piece(f"{before} {named.text}", named.column - len(before) - 1) if before else named


def _whole_name(text: Piece, start: int, end: int, is_name: Callable[[str], bool]) -> Piece:
    """What stands between two offsets, with the article before it where that is a part of the name."""
    article = _ARTICLE.search(text.text, 0, start)
    longer = text.part(article.start(), end) if article else None
    return longer if longer and is_name(longer.text) else text.part(start, end)


def opened(line: str) -> tuple[str, str] | None:
    """The verb that the beginning of a line means, and what was typed of what follows it; None where it is none."""
    naming = [phrase for phrase in PHRASES if _X in phrase.pattern]
    found = [(match.end(), phrase.verb) for phrase in naming if (match := phrase.opening.match(line))]
    end, verb = max(found, default=(0, ""), key=lambda each: each[0])
    return (verb, line[end:]) if verb else None


def changes(piece: Piece, is_name: Callable[[str], bool] = lambda _text: False) -> list[tuple[str, Piece]]:
    """The changes that a text tells, each with its verb and what is named; empty where it tells none."""
    return _split(_straight(piece), set(), is_name) or []


def _alone(text: Piece, told: list[tuple[str, Piece]]) -> tuple[str, Piece] | None:
    """The verb for changes that are told as a line of their own."""
    if not told or (len(told) > 1 and all(verb == "no" for verb, _ in told)):  # the verb `no` reads lists itself
        return None
    verb, named = told[0]
    return (_ALONE.get(verb, verb), named) if len(told) == 1 else ("apply", text)


def _split(piece: Piece, failed: set[int], is_name: Callable[[str], bool]) -> list[tuple[str, Piece]] | None:
    """The first way to read a text as changes with `and` or commas between them; None where there is none."""
    if piece.column in failed:
        return None
    for edge in (*_BETWEEN.finditer(piece.text), None):
        first = _change(piece.part(0, edge.start() if edge else None), is_name)
        others = _split(piece.part(edge.end()), failed, is_name) if first and edge else []
        if first and others is not None:
            return [first, *others]
    failed.add(piece.column)
    return None


def _change(piece: Piece, is_name: Callable[[str], bool]) -> tuple[str, Piece] | None:
    for verb, pattern in _CHANGES:
        match = pattern.fullmatch(piece.text)
        if match and (is_name(match["x"]) or not _is_more(match)):
            return verb, _whole_name(piece, *match.span("x"), is_name)
    return None


def _is_more(match: re.Match[str]) -> bool:
    """Whether what stands where a name should is more than one: of `X and Y is blocked` X may be meant otherwise."""
    return bool(_NO_NAME.match(match["x"]) or (match.groupdict().get("one") and _LIST.search(match["x"])))
