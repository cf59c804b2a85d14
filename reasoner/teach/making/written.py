"""Drafts as the text of an exercise file, which the reader reads back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reasoner.knowledge.as_yaml import listed, prose, scalar
from reasoner.model.scenario import Scenario

_WIDTH = 110


def scenario_doc(scenario: Scenario) -> dict[str, Any]:
    """A scenario of one phase as an exercise has it: what it gives and sets, and where; nothing that is empty."""
    setting, phase = scenario.setting, scenario.phases[0]
    found = {
        "cancer": setting.cancer,
        "stage": setting.stage,
        "site": setting.site,
        "assume": [f"{group}/{option}" for group, option in setting.assume],
        "history": [str(each) for each in scenario.history],
        "given": [str(each) for each in (*phase.given, *phase.measured)],
        "block": [str(each) for each in phase.block],
    }
    return {key: value for key, value in found.items() if value}


def text(documents: Iterable[Mapping[str, Any]]) -> str:
    """Exercises as one file."""
    return "---\n".join("".join(f"{line}\n" for line in _mapping(each)) for each in documents)


def _mapping(document: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, value in document.items():
        yield from _pair(f"{indent}{key if key.isidentifier() else scalar(key)}:", value, indent)


def _pair(head: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        if not value:
            yield f"{head} {{}}"
            return
        yield head
        yield from _mapping(value, f"{indent}  ")
    elif isinstance(value, list | tuple):
        if all(isinstance(each, str | int) for each in value):
            line = f"{head} {listed(value)}"
            if len(line) <= _WIDTH:
                yield line
                return
        yield head
        for each in value:
            yield from _item(each, f"{indent}  ")
    elif isinstance(value, int):
        yield f"{head} {value}"
    else:
        yield f"{head} {prose(value)}"


def _item(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        lines = list(_mapping(value, f"{indent}  "))
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield f"{indent}- {scalar(str(value))}"
