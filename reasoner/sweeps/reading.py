"""Factors as people write them: `hypoxia`, `block HIF2A`, `oxygen = 1 %`, `cancer=glioma,melanoma`, `assume GROUP`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reasoner.errors import Position, Problem, UsageError, name_error
from reasoner.knowledge.names import Names, kind
from reasoner.knowledge.wording import shown
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.program import edits
from reasoner.program.phases import Inputs
from reasoner.sweeps.factors import Factor, Level
from reasoner.values import Value

NONE = "none"
EVERY = "*"
MOST_LEVELS = 255
CONTEXT = ("cancer", "stage", "site")
_WAYS = "a factor is: F, 'block X', 'force X', 'oxygen = 1 %', 'cancer=C,C', 'stage=S', 'site=S', 'assume GROUP'"
_BETWEEN_NUMBERS = re.compile(r",\s+")  # a comma without a space after it may be meant for a decimal point


class _Read(Value):
    """A factor with what it was read from.

    Attributes:
        factor: it.
        text, where: what was written, and where.
        one_of_many: the text names all of a kind; what cannot be switched is left out then.
    """

    factor: Factor
    text: str
    where: Position | None
    one_of_many: bool = False


def factors(
    names: Names,
    kb: KnowledgeBase,
    scenario: Scenario,
    texts: Iterable[str],
    where: Iterable[Position] = (),
    *,
    families: bool = True,
) -> tuple[Factor, ...]:
    """The factors that texts name; `conditions`, `therapies` and the like stand for all conditions of that kind.

    Args:
        names: of the knowledge base.
        kb: it.
        scenario: in which they are switched.
        texts: they.
        where: for each text its position, if it has one.
        families: whether a text may stand for several conditions.

    Raises:
        UsageError: a name is unknown, a text names nothing that can be switched (E260), two factors bear on one thing
            (E261), or the scenario settles what one would switch (E262): all of these.
    """
    positions = iter(where)
    found: list[_Read] = []
    problems: list[Problem] = []
    for text in texts:
        position = next(positions, None)
        try:
            many = _family(kb, text) if families else []
            found += [_Read(_given(each), text, position, True) for each in many]
            if not many:
                found.append(_Read(_read(names, kb, scenario, text), text, position))
        except UsageError as error:
            problems += [problem.at(position) for problem in error.problems]
    now = edits.current(kb, scenario)
    kept, wrong = _agreeing(kb, now, found)
    if problems or wrong:
        raise UsageError([*problems, *wrong])
    return tuple(kept)


def _agreeing(kb: KnowledgeBase, now: Inputs, found: Iterable[_Read]) -> tuple[list[Factor], list[Problem]]:
    """The factors that can be switched beside each other, and what is wrong with the others."""
    read = list(found)
    named = {_bears_on(each.factor) for each in read if not each.one_of_many}
    taken: dict[object, _Read] = {}
    problems: list[Problem] = []
    for each in read:
        key = _bears_on(each.factor)
        settled = _settled(kb, now, each.factor)
        if each.one_of_many and (settled or key in named or key in taken):
            continue
        if settled:
            help_ = ("leave the factor out, or what settles it",)
            problems.append(Problem("E262", f"{shown(each.text)} is no factor here: {settled}", each.where, help_))
        elif key in taken:
            problems.append(_twice(each, taken[key]))
        taken.setdefault(key, each)
    return [each.factor for each in taken.values()], problems


def _twice(one: _Read, other: _Read) -> Problem:
    if one.factor.name == other.factor.name:
        message, help_ = f"{shown(one.text)} is the same factor as {shown(other.text)}", "name it once"
    else:
        message = f"{shown(one.text)} and {shown(other.text)} are two factors for one thing"
        help_ = "leave one out; several values of one thing are levels of one factor, as 'oxygen = 1 %, 5 %'"
    return Problem("E261", message, one.where, (help_,))


def _bears_on(factor: Factor) -> object:
    """What a factor switches: no other may switch it too."""
    level = factor.levels[1]
    if level.given:
        return "given", level.given[0].node
    if level.measured:
        return "measured", level.measured[0].measure
    if level.setting:
        key, value = level.setting[0]
        return key, value.partition("/")[0] if key == "assume" else ""
    return "set", (*level.block, *level.force)[0]


def _settled(kb: KnowledgeBase, now: Inputs, factor: Factor) -> str:
    """What the scenario gives or sets, so that the factor would switch nothing, or contradict it; empty if nothing."""
    level = factor.levels[1]
    for number in level.measured:
        if number.measure in {each.measure for each in now.measured}:
            return f"the scenario gives a number for {kb.entities[number.measure].label}"
    for finding in level.given:
        for each in (finding, finding.contrary):
            if each in now.given:
                return f"the scenario gives {kb.label(each)}"
    for node in (*(finding.node for finding in level.given), *level.block, *level.force):
        for other in now.block:
            if kb.is_at_or_below(node, other):
                return f"the scenario inhibits {kb.name(other)}"
        if node in now.force:
            return f"the scenario forces {kb.name(node)}"
    return ""


# ---------------------------------------------------------------- one text


def _read(names: Names, kb: KnowledgeBase, scenario: Scenario, text: str) -> Factor:
    """The factor of a text."""
    if "=" in text:
        key, _, right = text.partition("=")
        key = key.strip().casefold()
        return _places(names, kb, scenario, key, right) if key in CONTEXT else _numbers(names, text)
    try:
        return _given(names.said(text))
    except UsageError as error:
        if error.problems[0].code == "E015" and (measure := _measure(names, text)):
            unit = next((each.unit for each in kb.entities[measure].thresholds), "%")
            several = f"{measure} = 1 {unit}, 5 {unit}"
            helps = (
                f"`{measure} = 1 {unit}` is off or on",
                f"`{several}` is none, 1 {unit} or 5 {unit}",
                f'in a table in CSV such a name is quoted, for its comma: "{several}"',
            )
            message = f"{shown(text)} is a measure: a factor says which of its numbers are given"
            raise name_error("E260", message, helps) from None
        word, _, rest = text.strip().partition(" ")
        verb = edits.VERBS.get(word.casefold())
        if verb is None or (not rest and verb not in CONTEXT):
            raise
        return _switch(names, kb, scenario, verb, rest.strip())


def _measure(names: Names, text: str) -> str:
    """The id of the measure that a text names; empty where it names none."""
    try:
        return names.measure(text)
    except UsageError:
        return ""


def _family(kb: KnowledgeBase, text: str) -> list[Finding]:
    """The conditions of a kind that is named in the plural, as `therapies`; `conditions` are all of them."""
    word = text.strip().casefold()
    if word in Kind.__members__:
        return []
    try:
        wanted = kind(word)
    except UsageError:
        return []
    return [each for each in kb.conditions if wanted in (Kind.condition, kb.kind(each))]


def _given(finding: Finding) -> Factor:
    return _on_off(str(finding), given=(finding,))


def _on_off(name: str, **adds: object) -> Factor:
    return Factor(name, (Level("off"), Level("on", **adds)))  # type: ignore[arg-type]


def _switch(names: Names, kb: KnowledgeBase, scenario: Scenario, verb: str, rest: str) -> Factor:
    """The factor that a verb begins."""
    if verb in CONTEXT:
        return _places(names, kb, scenario, verb, rest or EVERY)
    if verb == "assume":
        return _option(names, scenario, rest) if "/" in rest else _options(names, scenario, rest)
    if verb == "give":
        return _given(names.said(rest))
    if verb in ("block", "force"):
        node: tuple[Node, ...] = (names.node(rest),)
        return _on_off(f"{verb} {node[0]}", **{verb: node})
    message = f"a factor adds something to the scenario; got {shown(f'{verb} {rest}')}"
    raise name_error("E260", message, ("leave it out of the scenario, and make it the factor", _WAYS))


def _places(names: Names, kb: KnowledgeBase, scenario: Scenario, key: str, text: str) -> Factor:
    """Cancers, stages or sites: as it is, and each."""
    if not text.strip():
        raise name_error("E260", f"expected values after {shown(f'{key}=')}", (f"`{key}={EVERY}` takes every one",))
    known = getattr(scenario.setting, key)
    if text.strip() == EVERY:
        values = sorted(each.id for each in kb.entities.values() if each.kind is Kind(key))
    else:
        values = [getattr(names, key)(part) for part in _but_none(key, known, text.split(","))]
    return _choice(key, known, [(value, (key, value)) for value in values])


def _but_none(name: str, known: str | None, parts: list[str]) -> list[str]:
    """Values without `none`, which is the first level of every factor anyway, unless the scenario has a value."""
    values = [part for part in parts if part.strip().casefold() != NONE]
    if len(values) < len(parts) and known:
        message = f"`{NONE}` is no level of {shown(name)} here: the scenario has {shown(known)}"
        raise name_error("E262", message, ("leave that out of the scenario",))
    if not values:
        raise name_error("E260", f"expected values beside `{NONE}` for {shown(name)}", (_WAYS,))
    return values


def _options(names: Names, scenario: Scenario, text: str) -> Factor:
    """All options of a hypothesis group."""
    group = names.group(text)
    known = dict(scenario.setting.assume).get(group.id)
    options = [(option.id, ("assume", f"{group.id}/{option.id}")) for option in group.options]
    return _choice(f"assume {group.id}", known, options)


def _option(names: Names, scenario: Scenario, text: str) -> Factor:
    group, option = names.assumption(text)
    if known := dict(scenario.setting.assume).get(group):
        message = f"{shown(f'assume {text}')} is no factor here: the scenario assumes {group}/{known}"
        raise name_error("E262", message, (f"`assume {group}` switches between all options",))
    return _on_off(f"assume {group}/{option}", setting=(("assume", f"{group}/{option}"),))


def _choice(name: str, known: str | None, choices: list[tuple[str, tuple[str, str]]]) -> Factor:
    """A factor of several levels: as it is, and each choice that differs from that."""
    values = [value for value, _ in choices]
    for value in values:
        if values.count(value) > 1:
            raise name_error(
                "E261", f"{shown(value)} stands twice among the levels of {shown(name)}", ("once will do",)
            )
    if len(choices) >= MOST_LEVELS:
        message = f"{shown(name)} has {len(choices)} levels, and a factor at most {MOST_LEVELS - 1}"
        raise name_error("E263", message, (f"name those that are meant, as {shown(f'{name}=A,B')}",))
    levels = [Level(value, setting=(setting,)) for value, setting in choices if value != known]
    if not levels:
        raise name_error("E262", f"{shown(name)} is no factor here: {shown(str(known))} is what the scenario has")
    return Factor(name, (Level(known or NONE), *levels))


def _numbers(names: Names, text: str) -> Factor:
    """A number that is given or not; or several of one measure: none, and each."""
    measure, _, values = text.partition("=")
    parts = _BETWEEN_NUMBERS.split(values)
    numbers = [names.measurement(f"{measure}={value}") for value in _but_none(measure.strip(), None, parts)]
    if len(parts) == 1:
        return _on_off(str(numbers[0]), measured=(numbers[0],))
    if len(set(numbers)) < len(numbers):
        raise name_error("E261", f"a number stands twice in {shown(text)}", ("once will do",))
    levels = (Level(f"{number.value} {number.unit}", measured=(number,)) for number in numbers)
    return Factor(numbers[0].measure, (Level(NONE), *levels))


# ---------------------------------------------------------------- words


def label(kb: KnowledgeBase, factor: Factor) -> str:
    """A factor as a reader says it."""
    level = factor.levels[1]
    for finding in level.given:
        return kb.label(finding)
    for node in (*level.block, *level.force):
        return kb.set_label(node, down=bool(level.block))
    for number in level.measured:
        name = kb.entities[number.measure].label
        return f"{name} = {number.value} {number.unit}" if is_switch(factor) else name
    key, value = level.setting[0]
    if key != "assume":
        return key
    group, _, option = value.partition("/")
    return f"{option_label(kb, group, option)} assumed" if is_switch(factor) else kb.groups_by_id[group].question


def level_label(kb: KnowledgeBase, factor: Factor, level: Level) -> str:
    """A level as a reader says it."""
    key, value = (level.setting or factor.levels[1].setting or (("", ""),))[0]
    if key in CONTEXT and level.name in kb.entities:
        return kb.entities[level.name].label
    if key == "assume" and not is_switch(factor) and level.name != NONE:
        return option_label(kb, value.partition("/")[0], level.name)
    return level.name


def option_label(kb: KnowledgeBase, group: str, option: str) -> str:
    """An option of a hypothesis group as a reader says it."""
    return next(each.label for each in kb.groups_by_id[group].options if each.id == option)


def is_switch(factor: Factor) -> bool:
    """Whether a factor is off or on, and nothing else."""
    return [level.name for level in factor.levels] == ["off", "on"]
