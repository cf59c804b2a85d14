"""Strongly connected components and strata: in which order a program with negation may be computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def components(successors: Sequence[Iterable[int]]) -> list[list[int]]:
    """Tarjan's strongly connected components of a graph on 0..n-1, sources last (reverse topological order).

    Iterative, so that long chains cannot exhaust the stack (R. Tarjan, SIAM J. Comput. 1(2), 1972).
    """
    count = len(successors)
    order = [0] * count
    low = [0] * count
    on_stack = [False] * count
    stack: list[int] = []
    found: list[list[int]] = []
    clock = 0
    for start in range(count):
        if order[start]:
            continue
        clock += 1
        order[start] = low[start] = clock
        stack.append(start)
        on_stack[start] = True
        work = [(start, iter(successors[start]))]
        while work:
            vertex, rest = work[-1]
            advanced = False
            for nxt in rest:
                if not order[nxt]:
                    clock += 1
                    order[nxt] = low[nxt] = clock
                    stack.append(nxt)
                    on_stack[nxt] = True
                    work.append((nxt, iter(successors[nxt])))
                    advanced = True
                    break
                if on_stack[nxt]:
                    low[vertex] = min(low[vertex], order[nxt])
            if advanced:
                continue
            work.pop()
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[vertex])
            if low[vertex] == order[vertex]:
                part: list[int] = []
                while True:
                    member = stack.pop()
                    on_stack[member] = False
                    part.append(member)
                    if member == vertex:
                        break
                found.append(part)
    return found


def strata(
    count: int, rules: Iterable[tuple[int, Sequence[int], Sequence[int]]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The stratum and the component of each atom.

    Args:
        count: how many atoms.
        rules: (head, body, unless) of each rule.

    Returns:
        For each atom its stratum (a head lies at least as high as its body, above its `unless`), and the position of
        its component in a topological order of the dependencies, from the bottom up.

    Raises:
        ValueError: a cycle runs through an `unless`; its argument holds the atoms of the component.
    """
    listed = list(rules)
    successors: list[list[int]] = [[] for _ in range(count)]
    for head, body, unless in listed:
        successors[head] += body
        successors[head] += unless
    parts = components(successors)  # what an atom depends on comes first
    component = [0] * count
    for number, part in enumerate(parts):
        for atom in part:
            component[atom] = number
    level = [0] * len(parts)
    for head, body, unless in sorted(listed, key=lambda rule: component[rule[0]]):
        here = component[head]
        for atom in body:
            if lower := level[component[atom]]:  # most lie at the bottom
                level[here] = max(level[here], lower)
        for atom in unless:
            if component[atom] == here:
                raise ValueError(sorted(parts[here]))
            level[here] = max(level[here], level[component[atom]] + 1)
    return tuple(level[part] for part in component), tuple(component)
