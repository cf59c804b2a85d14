"""What of a rule is matched, in the run as far as it is: premises that are met, what stops it, what keeps it out."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.explain.ways import Ways
from reasoner.model.rule import Rule
from reasoner.program.ground import GroundRule, Layer
from reasoner.questions.whynot import ways_of
from reasoner.render.stepping import Match, Part
from reasoner.shell.interpreter import Shell
from reasoner.shell.stepping import Stepping

_LAYERS = {
    Layer.natural: "not by an intervention alone",
    Layer.observed: "as something observed",
    Layer.before: "in an earlier phase",
}


def matches_of(shell: Shell, run: Stepping, rule: Rule) -> list[Match]:
    """The ways in which a rule can fire, each as it stands in a run; those that differ in conclusions alone are one."""
    atoms = run.program.atoms
    ground = [
        each
        for each in run.program.rules
        if each.rule is not None and each.rule.id == rule.id and atoms[each.head].layer is Layer.holds
    ]
    if not ground:
        return list(_kept_out(shell, rule))
    ways = ways_of(shell.reasoner, shell.moment.evaluation)
    seen = (each for each in run.production.agenda() if atoms[each.head].layer is Layer.holds)
    places = {each.rule: number for number, each in enumerate(seen)}
    groups: dict[tuple[object, ...], list[GroundRule]] = {}
    for each in ground:
        groups.setdefault((each.body, each.unless, _state(shell, run, ways, places, each)), []).append(each)
    return [_match(shell, run, places, ways, group) for group in groups.values()]


def _match(shell: Shell, run: Stepping, places: dict[int, int], ways: Ways, group: list[GroundRule]) -> Match:
    atoms, first = run.program.atoms, group[0]
    numbers = sorted(run.numbers[each.index] for each in group if each.index in run.numbers)
    waiting = sorted(places[each.index] + 1 for each in group if each.index in places)
    state, told = _state(shell, run, ways, places, first)
    if state == "fired":
        told = _numbered("number", numbers)
    elif state == "ready":
        told = f"{_numbered('number', waiting)} of the agenda"
    return Match(
        tuple(dict.fromkeys(atoms[each.head].finding for each in group)),
        tuple(_part(shell, run, atom) for atom in dict.fromkeys(first.body)),
        tuple(_part(shell, run, atom) for atom in dict.fromkeys(first.unless)),
        state,
        told,
    )


def _numbered(word: str, numbers: list[int]) -> str:
    return f"{word if len(numbers) == 1 else word + 's'} {', '.join(map(str, numbers))}"


def _state(shell: Shell, run: Stepping, ways: Ways, places: dict[int, int], rule: GroundRule) -> tuple[str, str]:
    """Where an instance stands: it is told once for all that stand alike."""
    if rule.index in run.numbers:
        return "fired", ""
    if rule.index in places:
        return "ready", ""
    holding = run.production.model
    if rule.index in run.situation.stopped or any(atom in holding for atom in rule.unless):
        finding = run.program.atoms[rule.head].finding
        reasons = [each.text for each in ways.obstacles.at(finding)]
        reasons += [_label(shell, run, atom) for atom in rule.unless if atom in holding]
        return "stopped", "; ".join(dict.fromkeys(reasons))
    return "partly", ""


def _label(shell: Shell, run: Stepping, atom: int) -> str:
    """An atom as a reader says it, with the way in which it has to hold."""
    finding, layer = run.program.atoms[atom]
    words = _LAYERS.get(layer)
    return shell.kb.label(finding) + (f", {words}" if words else "")


def _part(shell: Shell, run: Stepping, atom: int) -> Part:
    holds = atom in run.production.model
    finding = run.program.atoms[atom].finding
    how = ""
    if atom in run.situation.case.facts:
        fixed = finding.node in run.situation.fixed.nodes
        how = (
            "set by an intervention"
            if fixed
            else "given"
            if finding in run.situation.observed.given
            else "from the start"
        )
    elif fired := run.gave.get(finding):
        by = shell.kb.label(fired.premises[0]) if fired.rule is None and fired.premises else ""
        how = f"{fired.how}: {by}" if by else f"by {fired.rule.id if fired.rule else fired.how}"
        how = f"number {fired.number}, {how}"
    elif holds:
        how = "holds"
    return Part(_label(shell, run, atom), holds, how)


def _kept_out(shell: Shell, rule: Rule) -> Iterator[Match]:
    """A rule that has no instance in this setting: what would have to be otherwise."""
    ways = ways_of(shell.reasoner, shell.moment.evaluation)
    reasons = "; ".join(each.text for each in ways.obstacles.of_rule(rule))
    holding = ways.model
    for variant in rule.variants:
        parts = []
        for premise in variant:
            atom = next((n for n, each in enumerate(ways.program.atoms) if each.finding == premise.finding), None)
            parts.append(Part(shell.kb.label(premise.finding), atom is not None and atom in holding))
        yield Match(rule.then, tuple(parts), (), "out", reasons or "nothing here can make it fire")
