"""Cycles of directed graphs, found without recursion and in an order that depends on the graph alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

V = TypeVar("V", bound=Hashable)


def components(graph: Mapping[V, Iterable[V]]) -> Iterator[list[V]]:
    """The strongly connected components (Tarjan), each after those that it leads to.

    Args:
        graph: the successors of each vertex; vertices that are only successors count too.
    """
    index: dict[V, int] = {}
    low: dict[V, int] = {}
    stack: list[V] = []
    on_stack: set[V] = set()
    for start in graph:
        if start in index:
            continue
        work: list[tuple[V, Iterator[V]]] = []

        def enter(vertex: V, work: list[tuple[V, Iterator[V]]] = work) -> None:
            index[vertex] = low[vertex] = len(index)
            stack.append(vertex)
            on_stack.add(vertex)
            work.append((vertex, iter(graph.get(vertex, ()))))

        enter(start)
        while work:
            vertex, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    enter(successor)
                    break
                if successor in on_stack:
                    low[vertex] = min(low[vertex], index[successor])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[vertex])
                if low[vertex] == index[vertex]:
                    component = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == vertex:
                            break
                    yield component


def path(graph: Mapping[V, Iterable[V]], start: V, goal: V) -> list[V]:
    """A shortest path from one vertex to another, both included; empty where there is none. `[v]` from v to itself."""
    came: dict[V, V | None] = {start: None}
    front = [start]
    while front and goal not in came:
        following = []
        for vertex in front:
            for successor in graph.get(vertex, ()):
                if successor not in came:
                    came[successor] = vertex
                    following.append(successor)
        front = following
    if goal not in came:
        return []
    found: list[V] = []
    step: V | None = goal
    while step is not None:
        found.append(step)
        step = came[step]
    return found[::-1]


def cycles(graph: Mapping[V, Iterable[V]]) -> Iterator[list[V]]:
    """One shortest cycle of each component that has any, as `[a, b, a]`."""
    for component in components(graph):
        members = set(component)
        inside = {vertex: [other for other in graph.get(vertex, ()) if other in members] for vertex in component}
        first = min(component, key=str)
        for successor in sorted(inside[first], key=str):
            yield [first, *path(inside, successor, first)]
            break
