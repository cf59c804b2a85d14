"""The answer to `why`: the proof shown, the other lines, and what the finding rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from reasoner.model.explanation import Via
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Citation, FindingResult, Origin, PhaseResult, ProofLine, ProofNode, Why
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.listing import sentences
from reasoner.render.notes import contested
from reasoner.render.view import View
from reasoner.render.words import (
    DIM,
    HEAD,
    bare,
    citations,
    cited_in,
    counted,
    footer,
    grade,
    linked,
    listed,
    ordinal,
    sentence,
    spot,
    start,
)

_LEAVES = {
    Via.given: "given",
    Via.intervened: "set by an intervention",
    Via.history: "given as history",
    Via.persisting: "persists from an earlier phase",
    Via.before: "held in an earlier phase",
}
_ROWS = 24  # of a proof, that fit a screen
_STRUCTURE = (Via.is_a, Via.implies, Via.place)


def why(
    view: View,
    answer: Why,
    *,
    everything: bool = False,
    links: bool = False,
    headed: bool = True,
    closing: bool = True,
) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        view: the phase that the finding holds in; only knowledge base and setting are needed.
        answer: it.
        everything: the whole proof of every line.
        links: the addresses of sentences and references are listed.
        headed: the scenario stands above.
        closing: legend and disclaimer stand at the end.
    """
    found = answer.finding
    if headed:
        yield Para(styled(start(view.kb, answer), DIM))
    yield Para(join([styled(sentence(found.label)[:-1], HEAD), ": ", verdict(view.kb, found), "."]))
    if found.proof and (found.rules or found.proof.premises or found.proof.measurement):
        rows = list(_tree(view, found.proof, 0, root=True))
        yield Rows(rows if everything else folded(rows), widest=0, tree=True)
    for number, line in enumerate(answer.lines, start=2):
        yield from _line(view, line, number, everything)
    if answer.more:
        more = counted(answer.more, "more rule gives it", "more rules give it")
        yield Para(styled(f"{more} (--all shows them).", DIM))
    yield from _remarks(view, answer)
    if links:
        yield from _links(view.kb, answer)
    if closing:
        yield BLANK
        yield from footer(view.kb, cited_in(view.kb, answer), legend=True, advice=answer.advice)


def told(kb: KnowledgeBase, answer: Why, *, everything: bool = False) -> Iterator[Block]:
    """The answer as blocks, on its own: headed and closed."""
    kb = kb.supposing(answer.setting.suppose)
    return why(View(kb, PhaseResult(), answer.setting), answer, everything=everything)


def specific(found: FindingResult) -> Iterator[Block]:
    """How often it would be found anyway, where that was worked out."""
    if found.rules and found.specificity is not None:
        share = f"{round(100 * (1 - found.specificity))} %"
        rest = f"of one or two conditions in this setting (specificity {found.specificity:.2f})."
        yield Para(styled(f"Holds in {share} of the scenarios {rest}"))


def verdict(kb: KnowledgeBase, found: FindingResult) -> Text:
    """How firmly it holds, and whether that is said end to end."""
    if not found.rules:
        return styled(
            _LEAVES.get(Via(found.origin.value), "by definition")
            if found.origin is not Origin.derived
            else "by definition"
        )
    if found.origin is Origin.persisting:
        return join([_LEAVES[Via.persisting], ", ", grade(found.support)])
    if found.stated:
        others = cited_in(kb, found.citations) - {kb.home_source}
        return join([grade(found.support), f", stated in {listed(sorted(others), ' and ')}" if others else ", stated"])
    how = "rests on what you suppose, combined" if found.supposed else "combined by this tool"
    parts: list[Text | str] = [
        f"{how} from {sentences(found)}, not said end to end; weakest link ",
        grade(found.support),
    ]
    if found.also_stated is not None:
        parts += ["; also stated, ", grade(found.also_stated)]
    if set(found.weakest) < set(found.rules):
        claims = listed((bare(kb.rules_by_id[rule].claim) for rule in found.weakest), "; ")
        parts.append(f": {claims}")
    return join(parts)


def proof_rows(view: View, proof: ProofNode) -> Iterator[Row]:
    """The rows of a proof, its root first."""
    yield from _tree(view, proof, 0, root=True)


def _tree(view: View, node: ProofNode, depth: int, *, root: bool = False) -> Iterator[Row]:
    """The rows of a proof, each step above its premises; a chain of definitions is told with what it starts from."""
    start = _below(node)
    name = "" if root else start.label
    if start is not node:
        word = "by place" if Via(node.via) is Via.place else "by definition"
        name = f"{word}, as {start.label}" if root else f"{node.label} {word}, as {start.label}"
    yield Row(*_step(view, start, name, depth), tail=_step_notes(view, start))
    if not start.repeated:
        for premise in start.premises:
            yield from _tree(view, premise, depth + 1)


def folded(rows: Sequence[Row], most: int = _ROWS) -> list[Row]:
    """The rows of a proof down to a depth at which they can be taken in; what is folded is counted where it hangs.

    Args:
        rows: all of them, each before those that stand below it.
        most: how many to show, but for a proof whose first step alone has more premises.
    """
    if len(rows) <= most:
        return list(rows)
    depths = sorted(row.depth for row in rows)
    deepest = max(1, depths[most] - 1)
    groups: list[list[Row]] = []
    for row in rows:
        if row.depth <= deepest:
            groups.append([row])
        else:
            groups[-1].append(row)
    return [_counting(first, len(below)) for first, *below in groups]


def _counting(row: Row, below: int) -> Row:
    if not below:
        return row
    told = styled(f"{counted(below, 'step')} below (--all shows them)", DIM)
    return Row(row.cells, row.depth, join([row.tail, told] if row.tail else [told], "; "))


def _step(view: View, node: ProofNode, name: str, depth: int) -> tuple[tuple[Text, Text, Text], int]:
    via = Via(node.via)
    cited = citations(view.kb, node.citations)
    support = grade(node.grade) if via.is_rule else Text()
    if via.is_rule:
        words = bare(node.claim)
    elif node.measurement:
        words = f"given as {node.measurement}"
    else:
        words = _LEAVES.get(via, "by definition")  # structure whose premises stand further up
    if via is Via.backward:
        name = f"{name or node.label}, read back from its signs"
    return (styled(f"{name}: {words}" if name else words), support, cited), depth


def _below(node: ProofNode) -> ProofNode:
    """What a chain of structural steps starts from."""
    while Via(node.via) in _STRUCTURE and node.premises:
        node = node.premises[0]
    return node


def _step_notes(view: View, node: ProofNode) -> Text:
    kb, parts = view.kb, []
    rule = kb.rules_by_id.get(node.rule or "")
    if rule:
        cited = {(each.row, each.find) for each in node.citations}
        if any(item.shared and (item.at, item.find) in cited for item in rule.evidence):
            parts.append(styled("shared bracket", DIM))
    if node.extrapolated:
        foreign = view.foreign(node.contexts)
        parts.append(styled(f"extrapolated from {listed(foreign, ' and ') or 'another setting'}"))
    if node.lowered_by:
        parts.append(_lowered(view, node.lowered_by))
    if node.repeated:
        parts.append(styled("shown above", DIM))
    if view.rules and rule:
        parts.append(styled(rule.id, DIM))
    return join(parts, "; ")


def _lowered(view: View, requirements: Iterable[str]) -> Text:
    """The requirements that lower a step."""
    parts: list[Text | str] = []
    for each in requirements:
        requirement = view.kb.rules_by_id[each]
        places = join([spot(view.kb, item) for item in requirement.evidence], ", ")
        parts.append(join([f"lowered: {bare(requirement.claim)}, ", places]))
    return join(parts, "; ")


def _line(view: View, line: ProofLine, number: int, everything: bool) -> Iterator[Block]:
    if line.independent:
        word = "no reference in common"
    elif _has_references(line.proof):
        word = "sharing references with a line above"
    else:
        word = "said without a reference"
    chain = [bare(each.claim) for each in _steps(line.proof)]
    if everything:
        yield Para(join([styled(f"{ordinal(number)} line, {word}:", HEAD)]))
        yield Rows(list(_tree(view, line.proof, 0)), widest=0, tree=True)
        return
    told = "; ".join(chain[:3]) + ("; ..." if len(chain) > 3 else "")
    head = join([styled(f"{ordinal(number)} line, {word}: ", HEAD), told])
    yield Rows(
        [
            Row(
                (head, grade(line.support), citations(view.kb, _all_citations(line.proof), 3)),
                tail=_lowered(view, line.lowered_by),
            )
        ],
        indent=0,
        widest=0,
    )


def _steps(node: ProofNode) -> Iterator[ProofNode]:
    """The cited steps of a proof, the last one first."""
    if Via(node.via).is_rule:
        yield node
    for premise in node.premises:
        yield from _steps(premise)


def _has_references(node: ProofNode) -> bool:
    """Whether anything in a proof, what was given as a number included, cites a reference."""
    return any(each.refs for each in node.citations) or any(map(_has_references, node.premises))


def _all_citations(node: ProofNode) -> Iterable[Citation]:
    return dict.fromkeys(each for step in _steps(node) for each in step.citations)


def _remarks(view: View, answer: Why) -> Iterator[Block]:
    found = answer.finding
    if found.contested:
        yield Para(join(["Contested", contested(view, found)[len("contested") :], "."]))
    if found.rests_on_contested:
        yield Para(styled("Every proof as good as this rests on a contested finding."))
    if found.rules:
        yield Para(styled(_where(found)))
    if answer.independent > 1:
        yield Para(styled(f"Lines without a reference in common: {answer.independent}."))
    for text in answer.if_unmet:
        yield Para(styled(sentence(text)))


def _where(found: FindingResult) -> str:
    """Cancer and system of the studies, or that they are not stated."""
    by_key: dict[str, list[str]] = {}
    for text in found.contexts:
        key, _, value = text.partition(": ")
        by_key.setdefault(key, []).append(value)
    parts = [
        f"{key}: {', '.join(by_key[key])}" for key in ("cancer", "stage", "site", "cell", "system") if key in by_key
    ]
    missing = [key for key in ("cancer", "system") if key not in by_key]
    if missing:
        parts.append(f"{' and '.join(missing)}: not stated")
    mixed = " The proof joins studies of different cancers." if found.mixed_context else ""
    return sentence("; ".join(parts)) + mixed


def _links(kb: KnowledgeBase, answer: Why) -> Iterator[Block]:
    rows = {}
    proofs = [answer.finding.proof, *(line.proof for line in answer.lines)]
    for each in (cited for proof in proofs if proof for cited in _all_citations(proof)):
        other = "" if each.source == kb.home_source else f"{each.source} "
        rows[kb.row_name(each.source, each.row), each.link] = each.link
        rows.update(
            ((f"{other}[{ref}]", link), link) for ref, link in zip(each.refs, each.reference_links, strict=False)
        )
    yield Para(styled("Links:", HEAD))
    for name, link in rows:
        if link:
            yield Para(join([f"{name} ", linked(link, link)]), indent=2)
