"""Which atoms of a program may hold at all, and which bear on some of them."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.program.ground import GroundRule, Program


def relevant(program: Program, facts: Iterable[int], starts: Iterable[int], *, demotions: bool) -> frozenset[int]:
    """The atoms that some atoms may depend on, of those that may hold at all.

    Args:
        program: the ground program.
        facts: the atoms that may be facts.
        starts: the atoms asked for.
        demotions: whether requirements bear on the question, too.
    """
    possible = _possible(program.rules, facts)
    lowering: dict[int, list[int]] = {}
    for requirement in (*program.requirements, *program.kept_out) if demotions else ():
        needed = [*requirement.broken, *(each for atoms in requirement.when for each in atoms)]
        for head in requirement.lowered:
            lowering.setdefault(head, []).extend(needed)
    found: set[int] = set()
    todo = [atom for atom in starts if atom in possible]
    while todo:
        atom = todo.pop()
        if atom in found:
            continue
        found.add(atom)
        for rule in program.concluding[atom]:
            if possible.issuperset(rule.body):
                todo += [each for each in (*rule.body, *rule.unless) if each in possible]
        todo += [each for each in lowering.get(atom, ()) if each in possible]
    return frozenset(found)


def _possible(rules: Iterable[GroundRule], facts: Iterable[int]) -> set[int]:
    """The atoms that hold where nothing is cut, stopped or excepted."""
    waiting: dict[int, list[GroundRule]] = {}
    found = set(facts)
    todo = list(found)
    for rule in rules:
        if rule.body:
            waiting.setdefault(rule.body[0], []).append(rule)
    while todo:
        for rule in waiting.pop(todo.pop(), ()):
            missing = next((each for each in rule.body if each not in found), None)
            if missing is not None:
                waiting.setdefault(missing, []).append(rule)
            elif rule.head not in found:
                found.add(rule.head)
                todo.append(rule.head)
    return found
