"""Changes as people write them, `block HIF2A`, read and made to a scenario."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import InputError, Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.model.whatif import Change
from reasoner.program import edits

_NONE = ("none", "any")
_LIST = "a change is: give F, remove F, block X, force X, release X, cancer C, stage S, site S, assume GROUP/OPTION"


def changed(names: Names, kb: KnowledgeBase, scenario: Scenario, texts: Iterable[str]) -> tuple[Scenario, list[Change]]:
    """A scenario with changes made to it, one after the other, in its last phase or its setting.

    Args:
        names: of the knowledge base.
        kb: it.
        scenario: that is changed.
        texts: the changes.

    Raises:
        UsageError: a change cannot be read (E210), names something unknown, or takes back what is not there (E024);
            of all that cannot be read, all.
    """
    made: list[Change] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            scenario, change = one_change(names, kb, scenario, text)
            made.append(change)
        except (UsageError, InputError) as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    if not made:
        raise UsageError(Problem("E210", "there is no change to look at", None, (_LIST,)))
    return scenario, made


def one_change(names: Names, kb: KnowledgeBase, scenario: Scenario, text: str) -> tuple[Scenario, Change]:
    """A scenario with one change made to it.

    Raises:
        UsageError: as `changed`.
    """
    word, _, rest = text.strip().partition(" ")
    verb, rest = edits.VERBS.get(word.casefold()), rest.strip()
    if verb is None or not rest:
        message = f"expected a change; got `{text.strip()[:60]}`"
        near = (f"did you mean `give {text.strip()[:60]}`?",) if verb is None and _names_finding(names, text) else ()
        raise UsageError(Problem("E210", message, None, (*near, _LIST)))
    after, canonical, label = _MADE[verb](names, kb, scenario, verb, rest)
    return after, Change.of(text=canonical, label=label, idle=after is scenario or after == scenario)


def _names_finding(names: Names, text: str) -> bool:
    try:
        names.finding(text)
    except UsageError:
        return False
    return True


_Made = tuple[Scenario, str, str]


def _give(names: Names, kb: KnowledgeBase, scenario: Scenario, _verb: str, rest: str) -> _Made:
    if "=" in rest:
        number = names.measurement(rest)
        label = f"{kb.entities[number.measure].label} = {number.value} {number.unit}"
        return edits.measure(kb, scenario, number), f"give {number}", label
    finding = names.finding(rest)
    return edits.give(kb, scenario, finding), f"give {finding}", f"{kb.label(finding)} given"


def _remove(names: Names, kb: KnowledgeBase, scenario: Scenario, _verb: str, rest: str) -> _Made:
    try:
        finding = names.finding(rest)
    except UsageError:
        try:
            measure = names.measure(rest.partition("=")[0].strip())
        except UsageError:
            pass
        else:
            label = f"{kb.entities[measure].label} not given"
            return edits.unmeasure(kb, scenario, measure), f"remove {measure}", label
        raise
    return edits.retract(kb, scenario, finding), f"remove {finding}", f"{kb.label(finding)} not given"


def _set(names: Names, kb: KnowledgeBase, scenario: Scenario, verb: str, rest: str) -> _Made:
    node = names.node(rest)
    if verb == "release":
        return edits.release(kb, scenario, node), f"release {node}", f"{kb.name(node)} let go"
    edit = edits.block if verb == "block" else edits.force
    return edit(kb, scenario, node), f"{verb} {node}", kb.set_label(node, down=verb == "block")


def _place(names: Names, kb: KnowledgeBase, scenario: Scenario, verb: str, rest: str) -> _Made:
    if rest.casefold() in _NONE:
        return edits.place_in(scenario, verb, None), f"{verb} none", f"no {verb} named"
    value = getattr(names, verb)(rest)
    return edits.place_in(scenario, verb, value), f"{verb} {value}", f"{verb} {kb.entities[value].label}"


def _assume(names: Names, kb: KnowledgeBase, scenario: Scenario, _verb: str, rest: str) -> _Made:
    if rest.casefold() in _NONE:
        after = scenario
        for group, _ in scenario.setting.assume:
            after = edits.assume(after, group, None)
        return after, "assume none", "nothing assumed"
    group, option = names.assumption(rest)
    label = next(each.label for each in kb.groups_by_id[group].options if each.id == option)
    return edits.assume(scenario, group, option), f"assume {group}/{option}", f"{label} assumed ({group}/{option})"


_MADE = {
    "give": _give,
    "remove": _remove,
    **dict.fromkeys(("block", "force", "release"), _set),
    **dict.fromkeys(("cancer", "stage", "site"), _place),
    "assume": _assume,
}
