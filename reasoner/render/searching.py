"""What the answers of searches have in common: names of changes, how far they are complete, how a finding holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.search import Change, Discriminate, Seek, Shown, Sought, Status, Targets, Verb
from reasoner.model.supposition import SUPPOSED
from reasoner.render.layout import Block, Para, join, styled
from reasoner.render.words import DIM, citations, counted, grade, listed, sentence

Answer = Seek | Targets | Discriminate
LARGEST = 6
_WORDS = {
    Verb.give: "{}",
    Verb.block: "{} inhibited",
    Verb.force: "{} forced",
    Verb.remove: "without {}",
    Verb.release: "{} released",
}


def named(changes: Iterable[Change]) -> str:
    """Changes as a reader says them: `hypoxia and CAFs`; an empty set is `as it is`."""
    ordered = sorted(changes, key=lambda each: each.verb in (Verb.remove, Verb.release))
    return listed((_WORDS[each.verb].format(each.label) for each in ordered), ", " if _mixed(ordered) else " and ") or (
        "as it is"
    )


def _mixed(changes: Sequence[Change]) -> bool:
    """Whether something is added and something taken away: `without` is not to be read of both."""
    return len({each.verb in (Verb.remove, Verb.release) for each in changes}) > 1


def sentences(shown: Shown) -> str:
    """Of how many sentences a finding is combined, and of how many suppositions of the user's."""
    own = sum(row.startswith(SUPPOSED) for row in shown.rows)
    parts = [counted(len(shown.rows) - own, "sentence")] if len(shown.rows) > own else []
    return listed([*parts, *([counted(own, "supposition")] if own else [])], " and ")


def is_supposed(shown: Shown) -> bool:
    """Whether a finding is shown by what the user supposes."""
    return any(row.startswith(SUPPOSED) for row in shown.rows)


def goal_words(goals: Iterable[Sought]) -> str:
    """Goals as a reader says them: `CSC enrichment, at least moderate; not EMT`."""
    parts = []
    for goal in goals:
        firm = f", at least {goal.support}" if goal.wanted and goal.support else ""
        below = f" no longer {goal.support} or firmer" if not goal.wanted and goal.support else ""
        parts.append(f"{goal.label}{firm}{below}" if goal.wanted or below else f"not {goal.label}")
    return "; ".join(parts)


def held(shown: Shown) -> Text:
    """How firmly a finding holds, and whether that is said end to end, as `weakest link limited, 3 sentences`."""
    support = grade(shown.support)
    if shown.stated or not shown.rows:
        return support
    return join(["weakest link ", support, f", {sentences(shown)}"])


def because(kb: KnowledgeBase, shown: Shown) -> Text:
    """The claim of the rule that finally gives a finding, with its places."""
    if not shown.rule:
        return styled("given, or by definition")
    return join([styled(shown.claim.rstrip(".")), " ", citations(kb, shown.citations)])


def completeness(answer: Answer, noun: str, several: str) -> Iterator[Block]:
    """How far an answer is complete."""
    among = counted(answer.candidates, "candidate")
    if answer.cut == "interrupted":
        told = f"Incomplete: interrupted; {_up_to(answer.complete_to, several)}."
    elif answer.cut == "limit":
        told = f"Incomplete: there are more than a limit lets through; {_up_to(answer.complete_to, several)}."
    else:
        told = f"Complete: no other minimal set of at most {counted(answer.most, noun, several)} among {among} does it."
    yield Para(styled(told, DIM))


def _up_to(size: int, several: str) -> str:
    return f"complete up to sets of {size} {several}" if size > 0 else "not even the smallest sets are all there"


def outcome(answer: Answer, noun: str, several: str) -> Iterator[Block]:
    """What is said where no sets are listed: why there is nothing to find, or nothing to do."""
    if answer.status is Status.already:
        yield Para(styled(f"Nothing is needed. {' '.join(map(sentence, answer.reasons))}"))
    elif answer.status is Status.never:
        yield Para(
            styled(f"No set of these candidates, of any size, does it. {' '.join(map(sentence, answer.reasons))}")
        )
    elif answer.status is Status.none and not answer.cut:
        none = f"No set of at most {counted(answer.most, noun, several)} among "
        none += f"{counted(answer.candidates, 'candidate')} does it"
        hint = f"; larger ones may (-k {answer.most + 1})" if answer.most < LARGEST else ""
        yield Para(styled(f"{none}{hint}."))
