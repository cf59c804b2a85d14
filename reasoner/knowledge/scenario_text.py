"""A scenario as the text of a scenario file, which `reasoner run` and `load` read back to the same scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reasoner.knowledge.as_yaml import scalar
from reasoner.knowledge.wording import FORBIDDEN
from reasoner.model.scenario import Expectation, Phase, Scenario

_WIDTH = 110


def scenario_text(scenario: Scenario) -> str:
    """The text of a scenario file with one scenario.

    Everything in it is read back the same, but for characters that no file may hold: those are written as escapes that
    can be read, as everywhere else.
    """
    return "".join(f"{line}\n" for line in _scenario(scenario))


def _scenario(scenario: Scenario) -> Iterator[str]:
    setting = scenario.setting
    yield f"scenario: {_scalar(scenario.title)}"
    yield from _list("rows", scenario.rows)
    yield from _one("note", scenario.note)
    yield from _one("cancer", setting.cancer)
    yield from _one("stage", setting.stage)
    yield from _one("site", setting.site)
    yield from _list("assume", [f"{group}/{option}" for group, option in setting.assume])
    yield from _list("suppose", setting.suppose)
    yield from _list("history", scenario.history)
    if setting.strict_context:
        yield "strict_context: true"
    yield from _one("system", setting.system.value if setting.system else None)
    yield from _list("tags", scenario.tags)
    yield from _one("xfail", scenario.xfail)
    if scenario.severity != "error":
        yield f"severity: {scenario.severity}"
    first = scenario.phases[0]
    if len(scenario.phases) == 1 and not (first.name or first.remove or first.remove_measured or first.release):
        yield from _phase(first)
        return
    yield "phases:"
    for phase in scenario.phases:
        lines = list(_phase(phase))
        yield f"  - name: {_scalar(phase.name)}"
        yield from (f"    {line}" for line in lines)


def _phase(phase: Phase) -> Iterator[str]:
    yield from _list("remove", [*phase.remove, *phase.remove_measured])
    yield from _list("release", phase.release)
    yield from _list("given", [*phase.given, *phase.measured])
    yield from _list("block", phase.block)
    yield from _list("force", phase.force)
    if phase.expect is not None:
        lines = list(_expectation(phase.expect))
        yield "expect:" if lines else "expect: {}"
        yield from (f"  {line}" for line in lines)


def _expectation(expect: Expectation) -> Iterator[str]:
    for name in Expectation.model_fields:
        value = getattr(expect, name)
        if isinstance(value, dict):
            yield from _map(name, value)
        else:
            yield from _list(name, value)


def _map(name: str, value: Mapping[str, object]) -> Iterator[str]:
    if value:
        yield f"{name}:"
        for key, each in value.items():
            yield f"  {_scalar(key)}: {_numbers(each) if isinstance(each, tuple) else _scalar(str(each))}"


def _numbers(values: Iterable[object]) -> str:
    return f"[{', '.join(map(str, values))}]"


def _one(name: str, value: str | None) -> Iterator[str]:
    if value:
        yield f"{name}: {_scalar(value)}"


def _list(name: str, values: Iterable[object]) -> Iterator[str]:
    texts = [_scalar(str(value)) for value in values]
    if not texts:
        return
    line = f"{name}: [{', '.join(texts)}]"
    if len(line) <= _WIDTH:
        yield line
        return
    yield f"{name}:"
    yield from (f"  - {text}" for text in texts)


def _scalar(text: str) -> str:
    """A text as YAML reads it back; characters that no file may hold are written as escapes that can be read."""
    return scalar(FORBIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text))
