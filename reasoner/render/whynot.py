"""The answer to `whynot`: the ways to a finding, what stands in each, and the smallest changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Beside
from reasoner.model.whynot import ChangeSet, Needed, Obstacle, Way, WhyNot
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.words import (
    DIM,
    HEAD,
    after,
    bare,
    citations,
    cited_in,
    counted,
    footer,
    grade,
    labels,
    listed,
    sentence,
    start,
)

_MOST = 3
_MOST_CHANGES = 8
_HELD = {
    "given": "given",
    "intervened": "set by an intervention",
    "derived": "inferred",
    "persisting": "persists from an earlier phase",
    "history": "given as history",
    "earlier phase": "held in an earlier phase",
}
# For each kind of obstacle the word before it, and how its text is put.
_WORDS = {
    "missing": ("missing", "{}"),
    "before": ("missing", "{} in an earlier phase or the history"),
    "not_observed": ("missing", "{} as something observed: signs are read back only then"),
    "intervened_only": ("missing", "{} other than through an intervention: a correlation says nothing of that"),
    "intervention": ("cut", "{}"),
    "exception": ("stopped", "by an exception: {}"),
    "observation": ("stopped", "{}"),
    "guard": ("setting", "{}"),
    "hypothesis": ("setting", "{}"),
    "evidence": ("setting", "{}"),
}
_PREMISES = ("missing", "before", "not_observed", "intervened_only")  # obstacles that stand among the premises
_WIDTH = 9
_STATEMENTS = {
    "modulates": "Bears on it, direction left open",
    "precedes": "Tells of it as mere sequence",
}


def told(kb: KnowledgeBase, answer: WhyNot, *, everything: bool = False, rules: bool = False) -> Iterator[Block]:
    """The answer as blocks, headed and closed.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is folded.
        rules: ids of rules are shown.
    """
    yield Para(styled(start(kb, answer), DIM))
    yield from body(kb, answer, everything=everything, rules=rules)
    yield BLANK
    graded = any(way.grade is not None for way in answer.ways) or bool(answer.changes)
    yield from footer(kb, cited_in(kb, answer), legend=graded, advice=answer.advice)


def body(kb: KnowledgeBase, answer: WhyNot, *, everything: bool = False, rules: bool = False) -> Iterator[Block]:
    """The answer as blocks, without what stands above and below it."""
    yield Para(join([styled(sentence(answer.label)[:-1], HEAD), ": not inferred. ", _summary(kb, answer)]))
    yield from _instead(kb, answer)
    shown, folded = _chosen(answer, everything)
    if shown:
        yield Rows([row for way in shown for row in _way(kb, way, rules)], widest=0)
    if folded:
        more = counted(folded, "more way to it", "more ways to it")
        yield Para(styled(f"{more} (--all shows them).", DIM))
    yield from _said(kb, answer, everything)
    yield from _changes(kb, answer, everything)
    yield Para(styled("Not inferred is not “does not happen”."))


# ---------------------------------------------------------------- what there is to say first


def _summary(kb: KnowledgeBase, answer: WhyNot) -> str:
    rules = len({way.rule for way in answer.ways if way.rule})
    parts = []
    if rules:
        parts.append("One statement could give it." if rules == 1 else f"{rules} statements could give it.")
    elif not answer.ruled:
        source = "the sources" if len(kb.sources) > 1 else kb.called()
        parts.append(f"No statement of {source} concludes it, in any setting.")
    if answer.can_be_given:
        parts.append("It is a condition: it can be given itself.")
    elif not answer.ruled and not answer.givable:
        parts.append("It is no condition; as any finding it can be observed.")
    return " ".join(parts)


def _instead(kb: KnowledgeBase, answer: WhyNot) -> Iterator[Block]:
    if answer.contrary:
        how = _HELD[answer.contrary]
        yield Para(styled(f"The contrary holds: {answer.contrary_label}, {how}."))
    if answer.otherwise is not None:
        source = kb.called(cited_in(kb, answer.otherwise))
        cited = citations(kb, answer.otherwise.citations) or styled("it persisted from an earlier phase")
        yield Para(join([styled(f"Expected from {source}, observed otherwise: ", HEAD), cited, "."]))


# ---------------------------------------------------------------- ways


def _chosen(answer: WhyNot, everything: bool) -> tuple[list[Way], int]:
    """The ways to show, one a statement unless everything is wanted, and how many are left out."""
    if everything:
        return list(answer.ways), 0
    first: dict[str, Way] = {}
    for way in answer.ways:
        first.setdefault(way.rule or f"{way.step} {way.concludes}", way)
    chosen = list(first.values())
    return chosen[:_MOST], len(chosen) - len(chosen[:_MOST])


def _way(kb: KnowledgeBase, way: Way, rules: bool, depth: int = 0, name: str = "") -> Iterator[Row]:
    """A way with its premises and obstacles below it, and the best way to each premise that is missing."""
    yield Row((styled(_headline(way, name)), _grade(way), citations(kb, way.citations)), depth, _notes(way, rules))
    for each in way.premises:
        yield from _premise(kb, each, rules, depth + 1)
    for obstacle in way.obstacles:
        told = way.premises or (way.step == "given" and not way.lifted)
        if obstacle.kind not in _PREMISES or not told:
            yield _line(*_obstacle(obstacle), depth + 1)


def _headline(way: Way, name: str) -> str:
    said = {
        "given": "to be given",
        "therapy": "a therapy that blocks it would have to be given",
        "history": "in the history",
        "persisting": "persists from an earlier phase",
        "structure": "by definition or by place",
    }.get(way.step, bare(way.claim))
    if way.step == "backward":
        said = f"read back from its signs: {said}"
    if way.step in ("given", "persisting") and way.lifted:
        said = f"{way.label}, {said}"
    return f"{name}: {said}" if name else said


def _grade(way: Way) -> Text:
    return grade(way.grade) if way.grade is not None else Text()


def _notes(way: Way, rules: bool) -> Text:
    parts = []
    if way.lifted and way.rule:
        parts.append(styled(f"as {way.label}", DIM))
    if way.extrapolated:
        parts.append(styled(f"extrapolated from {listed(_where(way), ' and ') or 'another setting'}"))
    if rules and way.rule:
        parts.append(styled(way.rule, DIM))
    return join(parts, "; ")


def _where(way: Way) -> list[str]:
    split = (text.partition(": ") for text in way.contexts)
    return list(dict.fromkeys(value for key, _, value in split if key in ("cancer", "stage", "site")))


def _premise(kb: KnowledgeBase, each: Needed, rules: bool, depth: int) -> Iterator[Row]:
    if each.met:
        before = "" if each.how in ("history", "earlier phase") or not each.before else " before"
        named = f"{each.label}: {each.through}" if each.through else each.label
        yield _line("met", f"{named}{before}, {_HELD[each.how]}", depth)
        return
    word, text = _obstacle(Obstacle.of(kind=each.how, text=each.label, subject=""))
    remark = ""
    if each.shown_above:
        remark = " (shown above)"
    elif each.cost is None and not each.ruled:
        remark = " (no statement concludes it)" if not each.can_be_given else ""
    elif each.cost is None and each.way is None:
        remark = " (nothing that can be given leads to it)"
    yield _line(word, f"{text}{remark}", depth)
    if each.way is not None and each.way.step == "given" and not each.way.lifted:  # it could be given, but for these
        stopped = (obstacle for obstacle in each.way.obstacles if obstacle.kind not in _PREMISES)
        yield from (_line(*_obstacle(obstacle), depth + 1) for obstacle in stopped)
    elif each.way is not None:
        yield from _way(kb, each.way, rules, depth + 1)


def _obstacle(each: Obstacle) -> tuple[str, str]:
    word, text = _WORDS[each.kind]
    return word, text.format(each.text)


def _line(word: str, text: str, depth: int) -> Row:
    return Row((join([styled(f"{word:<{_WIDTH}}", DIM), text]), Text(), Text()), depth)


# ---------------------------------------------------------------- what is said beside


def _said(kb: KnowledgeBase, answer: WhyNot, everything: bool) -> Iterator[Block]:
    by_effect: dict[str, list[Beside]] = {}
    for each in answer.beside:
        by_effect.setdefault(each.effect, []).append(each)
    sections = [(f"Said otherwise by {kb.called(cited_in(kb, *answer.denials))}", list(answer.denials))]
    sections += [(title, by_effect.get(effect, [])) for effect, title in _STATEMENTS.items()]
    sections.append(("What is said of it otherwise", list(answer.related)))
    for title, statements in sections:
        if statements:
            yield Para(styled(f"{title}:", HEAD))
            shown = statements if everything else statements[:_MOST]
            for each in shown:
                yield Para(after(bare(each.claim), citations(kb, each.citations)), indent=2)
            if left := len(statements) - len(shown):
                yield Para(styled(f"and {left} more (--all shows them)", DIM), indent=2)


# ---------------------------------------------------------------- changes


def _changes(kb: KnowledgeBase, answer: WhyNot, everything: bool) -> Iterator[Block]:
    if answer.givable:
        shown = answer.givable if everything else answer.givable[:_MOST_CHANGES]
        more = f" and {len(answer.givable) - len(shown)} more" if len(shown) < len(answer.givable) else ""
        yield Para(join([styled("Follows by definition from any of: ", HEAD), f"{labels(kb, shown)}{more}."]))
    sets = list(answer.changes) if everything else _most_general(kb, answer.changes)
    if not sets:
        if answer.ruled:
            yield Para(styled(_no_change(answer)))
        return
    if len(sets) == 1:
        yield Para(join([styled("Smallest change: ", HEAD), _joined(sets[0]), _then(sets[0]), "."]))
    else:
        shown_sets = sets if everything else sets[:_MOST_CHANGES]
        parts = [join([_joined(each), _then(each)]) for each in shown_sets]
        left = len(sets) - len(shown_sets)
        yield Para(styled("Smallest changes, any one of:", HEAD))
        if all(len(each.changes) == 1 for each in shown_sets):
            parts = list(_by_grade(shown_sets))
        yield from (Para(part, indent=2) for part in parts)
        if left:
            yield Para(styled(f"and {left} more (--all shows them)", DIM), indent=2)
    if answer.changes_cut_short:
        yield Para(styled("There may be others: more sets of changes would have to be tried than are tried here.", DIM))


def _no_change(answer: WhyNot) -> str:
    if answer.changes_cut_short:
        return "No small change was found; more sets of changes would have to be tried than are tried here."
    if answer.cost is None:
        return "No change leads to it: nothing that can be given brings in what the statements above need."
    other = " other" if answer.givable or answer.can_be_given else ""
    return f"No{other} set of up to {answer.changes_complete_to} changes that mend these obstacles gives it."


def _most_general(kb: KnowledgeBase, sets: Iterable[ChangeSet]) -> list[ChangeSet]:
    """The sets without those that only give a kind of what another gives, to no firmer effect."""
    listed_ = list(sets)
    return [each for each in listed_ if not any(_below(kb, each, other) for other in listed_ if other is not each)]


def _below(kb: KnowledgeBase, one: ChangeSet, other: ChangeSet) -> bool:
    left = [each for each in one.changes if each not in other.changes]
    right = [each for each in other.changes if each not in one.changes]
    if len(left) != 1 or len(right) != 1 or {left[0].kind, right[0].kind} != {"give"}:
        return False
    if one.support is not None and (other.support is None or other.support < one.support):
        return False
    lower, upper = (Finding.parse(each.text) for each in (left[0], right[0]))
    return upper.entity in kb.ancestors(lower.entity)


def _joined(changes: ChangeSet) -> Text:
    return styled(listed((each.label for each in changes.changes), " and "))


def _by_grade(sets: list[ChangeSet]) -> Iterator[Text]:
    """Single changes, those that give it equally firmly together."""
    found: dict[Grade | None, list[str]] = {}
    for each in sets:
        found.setdefault(each.support, []).append(each.changes[0].label)
    for support, labels_ in found.items():
        head: list[Text | str] = ["weakest link ", grade(support), ": "] if support is not None else []
        yield join([*head, ", ".join(labels_)])


def _then(changes: ChangeSet) -> Text:
    return join([" (weakest link then ", grade(changes.support), ")"]) if changes.support is not None else Text()
