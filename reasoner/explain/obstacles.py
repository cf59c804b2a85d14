"""What stands in the way of a finding: nodes that are fixed, observations, exceptions, and what keeps rules out.

Each obstacle comes with its mends: the sets of edits of the scenario any of which takes it away.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from reasoner.explain.fired import Fired
from reasoner.model.entity import Kind
from reasoner.model.evidence import SOFT_KEYS
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Setting
from reasoner.program.grading import backing
from reasoner.program.ground import GroundRule, Layer
from reasoner.program.observations import clashes, spread
from reasoner.program.situation import Situation


class Edit(NamedTuple):
    """One change of a scenario.

    Attributes:
        kind: `give`, `remove` (a given finding, or a number by its measure), `release`, `cancer`, `stage`, `site`,
            `assume`, `evidence` (drop a filter: `strict context` or `system`), `history`.
        what: the finding, node, id, or `group/option`, in canonical text.
    """

    kind: str
    what: str


Mends = tuple[frozenset[Edit], ...]


class Hindrance(NamedTuple):
    """Something that stops a rule, beside missing premises.

    Attributes:
        kind: `intervention`, `exception`, `observation`, `guard`, `hypothesis`, `evidence`.
        text: in words.
        subject: the finding that holds or was observed, or what would have to be named, in canonical text.
        mends: sets of edits; any one of them takes it away.
    """

    kind: str
    text: str
    subject: str
    mends: Mends


class Obstacles:
    """The obstacles of one phase.

    Args:
        situation: the phase, on an open program.
        fired: its model's rules.
        setting: of the scenario.
    """

    def __init__(self, situation: Situation, fired: Fired, setting: Setting) -> None:
        self.situation = situation
        self.kb: KnowledgeBase = situation.kb
        self.fired = fired
        self.setting = setting
        self._at: dict[Finding, tuple[Hindrance, ...]] = {}
        self._of_rule: dict[str, tuple[Hindrance, ...]] = {}
        self._exception: dict[int, Hindrance] = {}

    # ---------------------------------------------------------------- at a node

    def at(self, finding: Finding) -> tuple[Hindrance, ...]:
        """What keeps any rule from concluding a finding: its node is fixed, its cell blocked, the contrary observed."""
        if finding not in self._at:
            self._at[finding] = tuple(self._found_at(finding))
        return self._at[finding]

    def _found_at(self, finding: Finding) -> Iterator[Hindrance]:
        fixed, observed = self.situation.fixed, self.situation.observed
        node = finding.node
        if node in fixed.nodes:
            yield from self.causes(node, down=fixed.nodes[node].down)
        elif node in fixed:
            for cell in self._blocked_cells(node.place):
                for cause in self.causes(Node(cell), down=True):
                    where = self.kb.entities[cell].label
                    yield cause._replace(text=f"{cause.text}: nothing is concluded in {where}")
        if finding.contrary in observed.closure:
            yield self.observed(finding.contrary, f"{self.kb.label(finding.contrary)} was observed")

    def _blocked_cells(self, place: str | None) -> list[str]:
        above = self.kb.ancestors(place) if place else frozenset()
        nodes = self.situation.fixed.nodes
        return sorted(
            cell
            for cell in above
            if self.kb.entities[cell].kind is Kind.cell and Node(cell) in nodes and nodes[Node(cell)].down
        )

    def observed(self, finding: Finding, text: str) -> Hindrance:
        """An observation that stands in the way, itself or what gives it by definition."""
        givens = [each for each in self.situation.observed.given if finding in self._spread(each)]
        if givens and finding not in givens:
            text = f"{text} (by {', '.join(map(self.kb.label, givens))})"
        edits = frozenset(edit for given in givens for edit in self.removals(given))
        return Hindrance("observation", text, str(finding), (edits,))

    def _spread(self, finding: Finding) -> frozenset[Finding]:
        return spread(self.kb, [finding], self.situation.fixed)

    def removals(self, given: Finding) -> Iterator[Edit]:
        """The edits after which a finding is no longer given."""
        if given in self.situation.inputs.given:
            yield Edit("remove", str(given))
        for number in self.situation.inputs.measured:
            for threshold in self.kb.entities[number.measure].thresholds:
                if threshold.unit == number.unit and threshold.gives == str(given) and threshold.met_by(number.value):
                    yield Edit("remove", number.measure)

    # ---------------------------------------------------------------- what fixes a node

    def causes(self, node: Node, *, down: bool) -> tuple[Hindrance, ...]:
        """Everything that fixes a node in a direction, each of which has to go."""
        found = list(self._blocks(node) if down else self._forces(node, down=False))
        if down:
            found += self._forces(node, down=True)
            found += self._members(node, {mend for each in found for mend in each.mends}, frozenset())
        return tuple(dict.fromkeys(found))

    def _blocks(self, node: Node) -> Iterator[Hindrance]:
        kb = self.kb
        for blocked in self.situation.inputs.block:
            if kb.is_at_or_below(node, blocked):
                more = "" if node == blocked else f", and with it {kb.name(node)}"
                yield _intervention(f"you inhibit {kb.name(blocked)}{more}", f"block {blocked}", _release(blocked))
        for therapy, mends in self._therapies():
            targets = (
                Node(target.entity, target.place or therapy.place)
                for above in kb.ancestors(therapy.entity)
                for target in kb.entities[above].blocks
            )
            if any(kb.is_at_or_below(node, target) for target in targets):
                yield _intervention(f"{kb.name(therapy)} blocks {kb.name(node)}", str(therapy), mends)

    def _therapies(self) -> Iterator[tuple[Node, Mends]]:
        """The therapies that act, each with what takes it away."""
        fixed = self.situation.fixed
        for finding in self.situation.observed.given:
            if not finding.down and finding.node not in fixed.idle:
                yield finding.node, (frozenset(self.removals(finding)),)
        for node, why in fixed.nodes.items():
            if not why.down and node not in fixed.idle:
                yield node, _release(why.by)

    def _forces(self, node: Node, *, down: bool) -> Iterator[Hindrance]:
        for forced in self.situation.inputs.force:
            if (node == forced and not down) or (node, down) in self._implied(forced):
                more = "" if node == forced else f", which settles {self.kb.name(node)}"
                text = f"you force {self.kb.label(Finding(*forced))}{more}"
                yield _intervention(text, f"force {forced}", _release(forced))

    def _implied(self, forced: Node) -> set[tuple[Node, bool]]:
        seen: set[tuple[Node, bool]] = set()
        todo = [forced]
        while todo:
            for implied in self.kb.entities[todo.pop().entity].implies:
                target = Node(implied.entity, forced.place)
                if (target, implied.down) not in seen:
                    seen.add((target, implied.down))
                    if not implied.down:
                        todo.append(target)
        return seen

    def _members(self, node: Node, known: set[frozenset[Edit]], seen: frozenset[Node]) -> Iterator[Hindrance]:
        """The complete families at or above a node all of whose members are blocked, in other ways than those known."""
        kb = self.kb
        for family in kb.families:
            for upper in self.situation.program.nodes.get(family.id, ()):
                children = kb.children.get(family.id, ())
                if not children or upper in seen or not kb.is_at_or_below(node, upper):
                    continue
                each = [self._all_that_block(Node(child, upper.place), seen | {upper}) for child in children]
                if all(each) and all(any(edits not in known for edits in one) for one in each):
                    mends = tuple(frozenset(edit for edits in one for edit in edits) for one in each)
                    text = f"all members of {kb.name(upper)} are inhibited"
                    yield _intervention(text, f"members of {upper}", tuple(dict.fromkeys(mends)))

    def _all_that_block(self, node: Node, seen: frozenset[Node]) -> list[frozenset[Edit]]:
        """The least edits that take away each cause for which a node is blocked; empty where it is not."""
        causes = list(self._blocks(node))
        found = [edits for each in causes for edits in each.mends]
        return found + [each.mends[0] for each in self._members(node, set(found), seen)]

    # ---------------------------------------------------------------- giving something

    def giving(self, finding: Finding) -> tuple[Hindrance, ...]:
        """What would keep a finding from counting if it were given."""
        kb, fixed, observed = self.kb, self.situation.fixed, self.situation.observed
        found = list(self.at(finding))
        own = self._spread(finding)
        for each in sorted(own - {finding}, key=str):
            if each.contrary in observed.closure:
                found.append(self.observed(each.contrary, f"{kb.label(each.contrary)} was observed"))
        if kb.exclusive:
            forced = {Finding(*node) for node, why in fixed.nodes.items() if not why.down}
            for pair in clashes(kb, own | observed.closure | spread(kb, forced, fixed)):
                mine = [each for each in pair if each in own]
                others = [each for each in pair if each not in own]
                if mine and others and others[0] in observed.closure:
                    found.append(self.observed(others[0], f"{kb.label(others[0])} was observed, which excludes it"))
                elif mine and others:
                    for force in self.situation.inputs.force:
                        if others[0] in spread(kb, [Finding(*force)], fixed):
                            text = f"you force {kb.label(Finding(*force))}, which excludes it"
                            found.append(_intervention(text, f"force {force}", _release(force)))
        return tuple(dict.fromkeys(found))

    # ---------------------------------------------------------------- of a rule

    def of_rule(self, rule: Rule) -> tuple[Hindrance, ...]:
        """What keeps a rule out of the setting."""
        if rule.id not in self._of_rule:
            self._of_rule[rule.id] = tuple(self._kept_out(rule))
        return self._of_rule[rule.id]

    def _kept_out(self, rule: Rule) -> Iterator[Hindrance]:
        kb, setting = self.kb, self.setting
        for key, values in rule.only.items():
            value = getattr(setting, key)
            if value is None or not any(wanted in kb.ancestors(value) for wanted in values):
                names = " or ".join(kb.entities[wanted].label for wanted in values)
                here = f", not of {kb.entities[value].label}" if value else f"; no {key} is named"
                mends = tuple(frozenset({Edit(key, wanted)}) for wanted in values)
                yield Hindrance("guard", f"said of {names} only{here}", f"{key}: {' '.join(values)}", mends)
        if rule.hypothesis and tuple(rule.hypothesis.split("/", 1)) not in setting.assume:
            group, _, option = rule.hypothesis.partition("/")
            labels = {each.id: each.label for each in kb.groups_by_id[group].options}
            text = f"not assumed: {labels[option]} ({rule.hypothesis})"
            yield Hindrance("hypothesis", text, rule.hypothesis, (frozenset({Edit("assume", rule.hypothesis)}),))
        if backing(kb, rule, setting) is None:
            yield from self._dropped(rule)

    def _dropped(self, rule: Rule) -> Iterator[Hindrance]:
        """What its filters leave of no evidence: `strict context`, `system`, or only both together."""
        setting = self.setting
        strict, system = Edit("evidence", "strict context"), Edit("evidence", "system")
        trials = (
            ({"strict_context": False}, {strict}),
            ({"system": None}, {system}),
            ({"strict_context": False, "system": None}, {strict, system}),
        )
        found: list[frozenset[Edit]] = []
        for update, edits in trials:
            opens = backing(self.kb, rule, setting.model_copy(update=update)) is not None
            if opens and not any(known <= edits for known in found):
                found.append(frozenset(edits))
        dropped = []
        if any(strict in edits for edits in found):
            dropped.append(f"its evidence is from another setting ({', '.join(self._elsewhere(rule))})")
        if setting.system and any(system in edits for edits in found):
            dropped.append(f"it has no evidence {setting.system.value.replace('_', ' ')}")
        yield Hindrance("evidence", f"left out by your filter: {' and '.join(dropped)}", "evidence", tuple(found))

    def _elsewhere(self, rule: Rule) -> list[str]:
        named = (getattr(item.context, key) for item in rule.items() for key in SOFT_KEYS)
        return list(dict.fromkeys(self.kb.entities[value].label for values in named for value in values))

    # ---------------------------------------------------------------- exceptions

    def exceptions(self, ground: GroundRule) -> Iterator[Hindrance]:
        """The exceptions of a rule that hold."""
        for atom in ground.unless:
            if atom in self.fired.model:
                if atom not in self._exception:
                    self._exception[atom] = self._exception_at(atom)
                yield self._exception[atom]

    def _exception_at(self, atom: int) -> Hindrance:
        finding = self.situation.program.atoms[atom].finding
        return Hindrance("exception", self._how(finding), str(finding), self._cuts(atom))

    def _how(self, finding: Finding) -> str:
        """How an exception holds, in words."""
        fixed, observed = self.situation.fixed.nodes, self.situation.observed
        if finding.node in fixed:
            return "; ".join(each.text for each in self.causes(finding.node, down=fixed[finding.node].down))
        how = "given" if finding in observed.given else "inferred"
        return f"{self.kb.label(finding)}, {how}"

    def _cuts(self, atom: int) -> Mends:
        """The least sets of one or two givens and interventions without which an exception would not hold."""
        program, fixed = self.situation.program, self.situation.fixed.nodes
        leaves: dict[int, frozenset[Edit]] = {}
        for leaf in self.fired.beneath(atom) & self.situation.case.facts:
            finding, layer = program.atoms[leaf]
            edits: frozenset[Edit] = frozenset()
            if layer is not Layer.before and finding.node in fixed:
                causes = self.causes(finding.node, down=finding.down)
                edits = frozenset(edit for each in causes if each.mends for edit in each.mends[0])
            elif layer is not Layer.before:
                edits = frozenset(self.removals(finding))
            if edits:
                leaves[leaf] = edits
        singles = sorted(set(leaves.values()), key=sorted)[:8]
        found: list[frozenset[Edit]] = []
        for size in (1, 2):
            for chosen in combinations(singles, size):
                edits = frozenset().union(*chosen)
                if any(known <= edits for known in found):
                    continue
                gone = {leaf for leaf, needed in leaves.items() if needed <= edits}
                if not self._derives(atom, gone):
                    found.append(edits)
        return tuple(found)

    def _derives(self, atom: int, without: set[int]) -> bool:
        """Whether the rules that fired still derive an atom without some of the facts."""
        known = set(self.situation.case.facts - without)
        todo = list(known)
        while todo:
            for rule in self.fired.with_premise.get(todo.pop(), ()):
                if rule.head not in known and known.issuperset(rule.body):
                    known.add(rule.head)
                    todo.append(rule.head)
        return atom in known


def _intervention(text: str, subject: str, mends: Mends) -> Hindrance:
    return Hindrance("intervention", text, subject, mends)


def _release(node: Node) -> Mends:
    return (frozenset({Edit("release", str(node))}),)
