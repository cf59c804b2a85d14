"""Why an answer is right or wrong, in plain sentences with their citations: from `why`, `whynot` and `whatif`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reasoner.errors import UsageError
from reasoner.explain.report import finding_result
from reasoner.model.evidence import Grade, Wording
from reasoner.model.exercise import Message
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Citation, Ending, FindingResult, Origin, ProofNode
from reasoner.model.rule import Effect, Rule
from reasoner.model.source import ranges
from reasoner.model.whynot import Needed, Way, WhyNot
from reasoner.pipeline import Evaluation, Reasoner

_STRUCTURE = ("is_a", "implies", "place")
_STEPS = 4
"""Steps of a proof that a message tells; what is left out is said to be."""


# ---------------------------------------------------------------- words


def sentence(text: str) -> str:
    """A text with a capital letter and a full stop."""
    text = text.strip()
    return upper(text) + ("" if text.endswith((".", "?", "!", ":")) else ".") if text else ""


def upper(text: str) -> str:
    """A text with a capital letter; a name that is written otherwise, as `p21` or `miR-21`, keeps its own."""
    first = text.split(" ", 1)[0]
    is_name = any(each.isdecimal() or each.isupper() for each in first[1:])
    return text if is_name else text[:1].upper() + text[1:]


def listed(words: Iterable[str], last: str = " and ") -> str:
    """Words with commas between them, and `last` before the last."""
    found = list(words)
    return last.join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def place(kb: KnowledgeBase, cited: Iterable[Citation]) -> str:
    """Where something is said, in brackets: `(S191 [149], S227)`; empty where it is said nowhere."""
    rows: dict[str, list[int]] = {}
    for each in cited:
        refs = rows.setdefault(kb.row_name(each.source, each.row), [])
        refs += [ref for ref in each.refs if ref not in refs]
    told = [f"{row} [{_numbers(refs)}]" if refs else row for row, refs in rows.items()]
    return f"({', '.join(told)})" if told else ""


def _numbers(refs: Iterable[int]) -> str:
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges(refs))


def claim(kb: KnowledgeBase, text: str, cited: Iterable[Citation]) -> str:
    """A claim with where it is said, without a full stop."""
    return " ".join(filter(None, [text.strip().removesuffix("."), place(kb, cited)]))


def together(messages: Iterable[Message], between: str = " ") -> Message:
    """Several messages as one: their sentences one after the other, their citations each once."""
    found = list(messages)
    cited = dict.fromkeys(each for message in found for each in message.citations)
    texts = dict.fromkeys(each.text for each in found if each.text)
    return Message(text=between.join(texts), citations=tuple(cited))


def paragraphs(messages: Iterable[Message]) -> Message:
    """Several messages as one, each a paragraph."""
    return together(messages, "\n\n")


# ---------------------------------------------------------------- what holds


def follows(kb: KnowledgeBase, evaluation: Evaluation, finding: Finding) -> Message:
    """Why a finding holds in the last phase: the steps of its proof, and how firmly the sources back it."""
    found = finding_result(evaluation.last, finding, proof=True)
    label = found.label
    if found.origin is Origin.given:
        return Message(text=f"{upper(label)}: given.")
    if found.origin is Origin.intervened:
        return Message(text=f"{upper(label)}: set by the intervention.")
    assert found.proof is not None
    if not found.rules:
        base = next((each for each in _walk(found.proof) if each.via not in _STRUCTURE), found.proof)
        return Message(text=f"{upper(label)}: by definition, from {base.label}.")
    steps = list(dict.fromkeys(_steps(kb, found.proof)))
    shown = steps if len(steps) <= _STEPS + 1 else [*steps[: _STEPS - 1], f"({len(steps) - _STEPS} steps)", steps[-1]]
    told = "; then ".join(_lower(kb, each) if number else each for number, each in enumerate(shown))
    if found.proof.via in _STRUCTURE:
        told += f"; that is {label}, by definition"
    persisting = " It goes on from an earlier phase." if found.origin is Origin.persisting else ""
    text = f"{upper(label)}: inferred. {sentence(told)}{persisting} {firmness(kb, found)}"
    return Message(text=text, citations=found.citations)


def firmness(kb: KnowledgeBase, found: FindingResult) -> str:
    """How firmly the sources back a finding, and whether they say it or only their combination does."""
    hedge = _hedge(kb, found)
    if found.stated:
        how = f"stated in {listed(found.rows)}"
    else:
        how = f"nowhere said end to end, but combined from {listed(found.rows)}"
    parts = [f"Support: {found.support}, {how}"]
    if hedge:
        parts.append(hedge)
    if found.extrapolated:
        parts.append("the evidence comes from another setting, so it counts one grade lower")
    if found.against_requirement:
        parts.append("something that it is said to depend on is not met, so it counts lower")
    if found.contested or found.rests_on_contested:
        parts.append("it is contested: what excludes it follows as well")
    return sentence("; ".join(parts))


def _hedge(kb: KnowledgeBase, found: FindingResult) -> str:
    """How the weakest link is put, where that is less than a flat statement."""
    weak = [kb.rules_by_id[each] for each in found.weakest if each in kb.rules_by_id]
    if any(each.effect is Effect.correlates for each in weak):
        return "its weakest link is told as a correlation"
    wordings = [{item.wording for item in each.evidence} for each in weak]
    if any(each == {Wording.hypothesises} for each in wordings):
        return "its weakest link is a hypothesis"
    if any(Wording.states not in each for each in wordings):
        return "its weakest link is hedged"
    if found.support <= Grade.limited and any(not item.refs for each in weak for item in each.evidence):
        return "its weakest link has no reference"
    return ""


def _steps(kb: KnowledgeBase, proof: ProofNode) -> Iterator[str]:
    """The claims of the cited steps of a proof, premises first."""
    for each in proof.premises:
        yield from _steps(kb, each)
    if proof.rule:
        read_back = ", read back from the sign" if proof.via == "backward" else ""
        yield claim(kb, proof.claim, proof.citations) + read_back


def _walk(proof: ProofNode) -> Iterator[ProofNode]:
    yield proof
    for each in proof.premises:
        yield from _walk(each)


def _lower(kb: KnowledgeBase, text: str) -> str:
    """A claim inside of a sentence: names and abbreviations keep their capitals."""
    first = text.split(" ", 1)[0].split("-", 1)[0].rstrip(",;")
    is_word = first.isalpha() and first[1:].islower() and first not in _proper(kb)
    return text[:1].lower() + text[1:] if is_word or first == "A" else text


def _proper(kb: KnowledgeBase) -> frozenset[str]:
    """The words that the names of entities write with a capital letter only, as `Notch` and `Sonic`."""
    if kb.digest not in _PROPER:
        names = (name for entity in kb.entities.values() for name in (entity.label, *entity.synonyms))
        words = {word for name in names for word in re.split(r"[^A-Za-z]+", name) if word}
        _PROPER[kb.digest] = frozenset(each for each in words if each[0].isupper() and each.lower() not in words)
    return _PROPER[kb.digest]


_PROPER: dict[str, frozenset[str]] = {}


# ---------------------------------------------------------------- what does not


def does_not_follow(reasoner: Reasoner, evaluation: Evaluation, finding: Finding) -> Message:
    """Why a finding is not inferred in the last phase.

    It tells the nearest way to it and what stands in that, or that there is none; what is denied; and that "not
    inferred" is not "false".
    """
    from reasoner.questions.whynot import why_not

    kb = reasoner.kb
    try:
        answer = why_not(reasoner, evaluation, finding, changes=False)
    except UsageError as error:
        return Message(text=" ".join(sentence(each.message) for each in error.problems))
    parts = [Message(text=f"{upper(answer.label)}: not inferred here."), *_ended(kb, evaluation, finding)]
    if answer.contrary:
        contrary = follows(kb, evaluation, finding.contrary)
        parts.append(Message(text=f"Instead: {contrary.text}", citations=contrary.citations))
    way = _nearest(answer)
    if way and (len(parts) == 1 or answer.contrary):
        parts.append(_way(kb, way))
    elif len(parts) == 1:
        parts += _no_way(kb, answer)
    parts += [_told(kb, f"What {kb.called()} denies here", each.claim, each.citations) for each in answer.denials[:1]]
    if not answer.contrary:
        parts.append(Message(text="Not inferred is not the same as false."))
    return together(parts)


_ENDED = {
    Ending.removed: "It held before, and ended with what gave it",
    Ending.cut: "It held before, and was ended",
    Ending.reverts: "It held before, and is said to go with its cause",
    Ending.open: "It held before; what becomes of it now is not said",
}


def _ended(kb: KnowledgeBase, evaluation: Evaluation, finding: Finding) -> Iterator[Message]:
    """That a finding held in the phase before, and how it ended."""
    changes = evaluation.changes(len(evaluation.phases) - 1)
    for each in changes.ended if changes else ():
        if each.finding == finding:
            yield Message(
                text=sentence(" ".join([_ENDED[each.how], place(kb, each.citations)]).strip()), citations=each.citations
            )


_NOT_AS_NEEDED = {
    "not_observed": "{} is not observed: signs are read back only from what is observed",
    "intervened_only": "{} holds through the intervention alone, and what goes along with a thing does not follow from "
    "forcing it",
}
"""What is said of a premise that holds, but not in the way that the rule needs."""


def _nearest(answer: WhyNot) -> Way | None:
    """The way with the fewest obstacles that takes a rule.

    Of several, one that an intervention cuts, or whose premises hold in another way; then one with more premises met,
    and a firmer one.
    """
    ways = [each for each in answer.ways if each.rule]

    def order(way: Way) -> tuple[object, ...]:
        almost = any(each.how in _NOT_AS_NEEDED and not each.met for each in way.premises)
        assumed = any(each.kind == "hypothesis" for each in way.obstacles)
        met = sum(each.met for each in way.premises)
        return (way.cost is None, way.cost or 0, not (almost or _cut(way)), assumed, -met, -(way.grade or 0))

    return min(ways, key=order, default=None)


def _cut(way: Way) -> str:
    """The intervention that cuts a way, or the best way to a premise that it lacks; empty where none does."""
    own = (each.text for each in way.obstacles if each.kind == "intervention")
    deeper = (_cut(each.way) for each in way.premises if not each.met and each.way)
    return next(filter(None, [*own, *deeper]), "")


def _way(kb: KnowledgeBase, way: Way) -> Message:
    unmet = [each for each in way.premises if not each.met]
    missing = [_missing(each) for each in unmet if each.how not in _NOT_AS_NEEDED]
    others = [_NOT_AS_NEEDED[each.how].format(each.label) for each in unmet if each.how in _NOT_AS_NEEDED]
    others += [
        f"it is stopped: {each.text}" if each.kind == "exception" else each.text
        for each in way.obstacles
        if each.kind not in ("missing", "before", *_NOT_AS_NEEDED)
    ]
    cut = next(filter(None, (_cut(each.way) for each in unmet if each.way)), "")
    since = f", since {cut}" if cut else ""
    lacking = [f"what is missing is {listed(missing)}{since}"] if missing else []
    but = "; and ".join([*lacking, *others]) or "it does not fire here"
    told = f"The nearest way is this: {claim(kb, way.claim, way.citations)}; but {but}"
    return Message(text=sentence(told), citations=way.citations)


def _missing(needed: Needed) -> str:
    return f"{needed.label} (before)" if needed.before else needed.label


def _no_way(kb: KnowledgeBase, answer: WhyNot) -> list[Message]:
    if answer.beside:
        first = answer.beside[0]
        how = "names it in an order of events only" if first.effect == "precedes" else "names it without a direction"
        return [_told(kb, f"{kb.called()} {how}", first.claim, first.citations)]
    if answer.can_be_given:
        return [Message(text=f"Nothing in {kb.called()} gives it; it is a condition that can be given.")]
    return [Message(text=f"It is not stated by {kb.called()}: no statement leads to it.")]


def _told(kb: KnowledgeBase, lead: str, text: str, cited: tuple[Citation, ...]) -> Message:
    return Message(text=sentence(f"{lead}: {claim(kb, text, cited)}"), citations=cited)


# ---------------------------------------------------------------- rules


def told_rule(kb: KnowledgeBase, rule: Rule) -> Message:
    """What a rule claims, and where the sources say so."""
    cited = tuple(dict.fromkeys(kb.citation(item) for item in rule.items()))
    return Message(text=sentence(claim(kb, rule.claim, cited)), citations=cited)


def hedged(rule: Rule) -> bool:
    """Whether a rule's sources put it as less than a flat statement."""
    return rule.effect is Effect.correlates or all(item.wording is not Wording.states for item in rule.evidence)
