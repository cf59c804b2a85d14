"""Rules, requirements and denials as entries of the rule book: in words and labels, never in ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reasoner.model.evidence import Evidence, Reversal
from reasoner.model.finding import Finding, Node, Premise
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import HypothesisGroup, Rule
from reasoner.render.book.parts import Field, Ground, GroupEntry, Line, OptionEntry, Piece, RuleEntry, anchor
from reasoner.render.kb_queries import bearing
from reasoner.render.words import counted, sentence

# How premises and conclusions are called, by effect or kind.
_PARTS = {
    "causes": ("If", "then"),
    "correlates": ("Where there is", "goes with it"),
    "marks": ("The state", "shows in"),
    "modulates": ("Given", "bears on"),
    "precedes": ("First", "then comes"),
    "denial": ("From", "does not follow"),
}
MEANINGS = {
    "causes": "the premises bring the conclusions about",
    "correlates": "the conclusions go with the premises; an intervention on a premise says nothing of them",
    "marks": "the conclusions are markers or assays of the state; all of them observed let one infer the state",
    "modulates": "the premises bear on something, and the direction or the outcome is left open: nothing is inferred",
    "precedes": "one comes before the other in time: nothing is inferred",
    "requirement": "while what is needed is down, what needs it counts one grade lower",
    "denial": "the source denies the step: nothing is inferred, and proofs that take it are reported",
}


def rule_entry(kb: KnowledgeBase, rule: Rule) -> RuleEntry:
    """The entry of a rule."""
    return RuleEntry(
        id=rule.id,
        anchor=anchor("rule", rule.id),
        claim=rule.claim,
        what=effect_of(rule),
        grade=max(item.grade for item in rule.evidence),
        fields=tuple(field for field in _fields(kb, rule) if field.line),
        grounds=tuple(ground(kb, item) for item in rule.items()),
        reverts=ground(kb, rule.reverts) if rule.reverts else None,
        place=f"{rule.path}:{rule.line}" if rule.path else "",
    )


def effect_of(rule: Rule) -> str:
    """Its effect, or `requirement` or `denial`."""
    return str(rule.effect) if rule.kind == "rule" else str(rule.kind)


def group_entry(kb: KnowledgeBase, group: HypothesisGroup) -> GroupEntry:
    """The entry of a hypothesis group."""
    return GroupEntry(
        id=group.id,
        anchor=anchor("group", group.id),
        question=sentence(group.question),
        note=group.note,
        grounds=tuple(ground(kb, item) for item in group.evidence),
        options=tuple(
            OptionEntry(
                id=option.id,
                label=option.label,
                note=option.note,
                rules=tuple(rule_piece(rule) for rule in kb.rules if rule.hypothesis == f"{group.id}/{option.id}"),
            )
            for option in group.options
        ),
    )


def rule_piece(rule: Rule) -> Piece:
    """A rule's claim, leading to its entry."""
    return Piece(rule.claim, to=anchor("rule", rule.id))


# ---------------------------------------------------------------- what a rule says


def _fields(kb: KnowledgeBase, rule: Rule) -> Iterator[Field]:
    if rule.kind == "requirement":
        yield Field("Needed", listed([finding_line(kb, each) for each in rule.needs], " and "))
        yield Field("for", listed([finding_line(kb, each) for each in rule.then], " and "))
        yield Field("while", _premises(kb, rule.when))
    else:
        before, after = _PARTS[effect_of(rule)]
        yield Field(before, _premises(kb, rule.when))
        yield Field(after, listed([finding_line(kb, each) for each in rule.then], " and "))
    yield Field("one of", listed([finding_line(kb, each) for each in rule.outcomes], " or "))
    yield Field("unless", listed([finding_line(kb, each) for each in rule.unless], " or "))
    yield Field("only", listed([_guard(kb, key, values) for key, values in rule.only.items()], "; "))
    yield Field("assuming", _assumed(kb, rule.hypothesis) if rule.hypothesis else ())
    yield Field("persists", plain("outlasts its cause" if rule.persists else ""))
    yield Field("amount", plain(rule.quantity))
    yield Field("requirement", listed([(rule_piece(kb.rules_by_id[each]),) for each in bearing(kb, rule)], "; "))
    yield Field("note", plain(rule.note))


def _premises(kb: KnowledgeBase, when: Sequence[Sequence[Premise]]) -> Line:
    several = any(len(item) > 1 for item in when)
    return listed([_alternatives(kb, item) for item in when], "; and " if several else " and ", always=True)


def _alternatives(kb: KnowledgeBase, item: Sequence[Premise]) -> Line:
    lines = [(*((Piece("earlier: "),) if each.before else ()), *finding_line(kb, each.finding)) for each in item]
    return lines[0] if len(lines) == 1 else (Piece("any of "), *listed(lines, " or "))


def _guard(kb: KnowledgeBase, key: str, values: Iterable[str]) -> Line:
    return (Piece(f"{key}: "), *listed([entity_line(kb, each) for each in values], " or "))


def _assumed(kb: KnowledgeBase, hypothesis: str) -> Line:
    name, _, option = hypothesis.partition("/")
    label = next((each.label for each in kb.groups_by_id[name].options if each.id == option), option)
    return (Piece(label, to=anchor("group", name)), Piece(f" ({hypothesis})"))


def finding_line(kb: KnowledgeBase, finding: Finding) -> Line:
    """A finding as a reader says it, entity and place each leading to its entry."""
    phrase = kb.label(Finding(finding.entity, None, finding.down))
    return _placed(kb, phrase, finding.node)


def node_line(kb: KnowledgeBase, node: Node) -> Line:
    """A node as a reader says it, without a direction."""
    return _placed(kb, kb.entities[node.entity].label, node)


def entity_line(kb: KnowledgeBase, entity: str) -> Line:
    """An entity's label, leading to its entry."""
    return (Piece(kb.entities[entity].label, to=anchor("entity", entity)),)


def _placed(kb: KnowledgeBase, phrase: str, node: Node) -> Line:
    piece = Piece(phrase, to=anchor("entity", node.entity))
    return (piece, Piece(" in "), *entity_line(kb, node.place)) if node.place else (piece,)


def plain(text: str) -> Line:
    """Text that leads nowhere; an empty line for none."""
    return (Piece(text),) if text else ()


def listed(lines: Sequence[Line], last: str, *, always: bool = False) -> Line:
    """Several lines as one, with commas between them, and `last` before the last, or always."""
    found: list[Piece] = []
    for number, line in enumerate(lines):
        if number:
            found.append(Piece(last if always or number == len(lines) - 1 else ", "))
        found += line
    return tuple(found)


# ---------------------------------------------------------------- what it rests on


def ground(kb: KnowledgeBase, item: Evidence | Reversal) -> Ground:
    """A place of the source as a ground."""
    cited = kb.citation(item)
    return Ground(
        row=row_piece(kb, item.source, item.at),
        refs=tuple(ref_piece(kb, item.source, ref) for ref in cited.refs),
        find=Piece(item.find, url=cited.link),
        grade=item.grade if isinstance(item, Evidence) else None,
        remarks=tuple(_remarks(kb, item)),
    )


def _remarks(kb: KnowledgeBase, item: Evidence | Reversal) -> Iterator[str]:
    if isinstance(item, Evidence):
        yield str(item.wording)
        if not item.refs:
            yield "no reference"
        elif item.shared:
            yield "shared bracket, counts as one study"
        else:
            yield counted(len(set(item.refs)), "study", "studies")
    if item.refs_at and item.refs_at != item.at:
        yield f"cited at {item.refs_at}"
    if isinstance(item, Evidence):
        yield from kb.setting_words(item.context)


def row_piece(kb: KnowledgeBase, source: str, row: str) -> Piece:
    """A sentence, leading to its entry."""
    home = source in ("", kb.home_source)
    return Piece(row if home else f"{source} {row}", to=anchor("row", *([] if home else [source]), row))


def ref_piece(kb: KnowledgeBase, source: str, ref: int) -> Piece:
    """A reference's number, leading to its entry."""
    home = source in ("", kb.home_source)
    return Piece(str(ref) if home else f"{source} {ref}", to=anchor("ref", *([] if home else [source]), str(ref)))
