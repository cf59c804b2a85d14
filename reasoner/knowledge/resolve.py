"""Scenario documents -> scenarios: names are resolved, and every one that is not is a problem at its position."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, TypeVar

from reasoner.errors import Position, Problem, UsageError, name_error
from reasoner.knowledge.names import Names
from reasoner.knowledge.scenario_docs import ExpectationDoc, PhaseDoc, ScenarioDoc
from reasoner.knowledge.suppositions import supposition
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.evidence import Grade, System
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Expectation, Phase, Scenario, Setting
from reasoner.model.supposition import Supposition

T = TypeVar("T")
Steps = tuple[int | str, ...]
Where = Callable[..., Position | None]

NO_PHASES = ("given", "block", "force", "expect")
"""What stands in the document itself where there is one phase."""


def given(names: Names, text: str) -> Finding | Measurement:
    """What is given: a finding, or a number.

    Raises:
        UsageError: it is neither.
    """
    return names.measurement(text) if "=" in text else names.finding(text)


def removed(names: Names, text: str) -> Finding | str:
    """What is taken away: a measure, by its name or as the number was given, or a finding.

    Raises:
        UsageError: it is neither.
    """
    if "=" in text:
        return names.measurement(text).measure
    try:
        return names.finding(text)
    except UsageError as error:
        if error.problems[0].code != "E015":
            raise
        return names.measure(text)


def reference(kb: KnowledgeBase, text: str) -> int | str:
    """A reference: a number of the base's own source, or with the source that it belongs to.

    Raises:
        UsageError: there is no such source (E012).
    """
    source, _, number = text.rpartition("/")
    if source and source not in kb.sources_by_id:
        raise name_error("E012", f"unknown source {shown(source)}", did_you_mean(source, list(kb.sources_by_id)))
    return int(number) if source in ("", kb.home_source) else f"{source}/{int(number)}"


def rule(kb: KnowledgeBase, text: str) -> str:
    """The id of a rule.

    Raises:
        UsageError: there is none (E012).
    """
    if text not in kb.rules_by_id:
        raise name_error("E012", f"unknown rule {shown(text)}", did_you_mean(text, list(kb.rules_by_id)))
    return text


def row(kb: KnowledgeBase, text: str) -> str:
    """A row of a source.

    Raises:
        UsageError: there is none (E042).
    """
    known = [row for _, row in kb.rows]
    if text not in known:
        raise name_error("E042", f"the source has no row {shown(text)}", did_you_mean(text, known))
    return text


class Resolver:
    """Resolves one document.

    Args:
        kb: whose names are meant.
        names: its names, for callers that resolve many documents.
        where: gives the position of a path of keys and indices, where there is one; `key=True` asks for that of a key.
        written: the keys that stand in the document, be their values the defaults.
    """

    def __init__(self, kb: KnowledgeBase, names: Names, where: Where, written: Collection[str] = ()) -> None:
        self.kb = kb
        self.names = names
        self.where = where
        self.written = written
        self.problems: list[Problem] = []
        self.positions: dict[tuple[int, str], Position] = {}

    def scenario(self, doc: ScenarioDoc) -> Scenario | None:
        """The scenario of a document; None, with `problems` filled, where something in it is wrong."""
        setting = Setting(
            cancer=self._one(self.names.cancer, doc.cancer, "cancer"),
            stage=self._one(self.names.stage, doc.stage, "stage"),
            site=self._one(self.names.site, doc.site, "site"),
            assume=self._assume(doc.assume),
            strict_context=doc.strict_context,
            system=None if doc.system is None else System(doc.system),
            suppose=self._suppose(doc.suppose),
        )
        if doc.phases:
            for name in NO_PHASES:
                if name in self.written:
                    message = f"`{name}` and `phases` are both there"
                    help_ = f"move `{name}` into the first phase"
                    self._report(Problem("E017", message, self.where(name, key=True), (help_,)))
            phases = [self._phase(phase, number, ("phases", number)) for number, phase in enumerate(doc.phases)]
        else:
            only = PhaseDoc(given=doc.given, block=doc.block, force=doc.force, expect=doc.expect)
            phases = [self._phase(only, 0, ())]
        if "phases" in self.written and not doc.phases:
            self._report(Problem("E017", "there are no phases", self.where("phases")))
        scenario = Scenario(
            title=doc.scenario,
            setting=setting,
            history=self._all(self.names.finding, doc.history, ("history",), 0),
            phases=tuple(phases),
            rows=tuple(self._each(partial(row, self.kb), doc.rows, ("rows",), None)),
            note=doc.note,
            tags=doc.tags,
            xfail=doc.xfail,
            severity=doc.severity,
        )
        return None if self.problems else scenario

    # ---------------------------------------------------------------- phases

    def _phase(self, doc: PhaseDoc, phase: int, at: Steps) -> Phase:
        came = self._each(partial(given, self.names), doc.given, (*at, "given"), phase)
        gone = self._each(partial(removed, self.names), doc.remove, (*at, "remove"), phase)
        return Phase(
            name=doc.name,
            given=tuple(dict.fromkeys(each for each in came if isinstance(each, Finding))),
            measured=tuple(each for each in came if isinstance(each, Measurement)),
            remove=tuple(dict.fromkeys(each for each in gone if isinstance(each, Finding))),
            remove_measured=tuple(dict.fromkeys(each for each in gone if isinstance(each, str))),
            block=self._all(self.names.node, doc.block, (*at, "block"), phase),
            force=self._all(self.names.node, doc.force, (*at, "force"), phase),
            release=self._all(self.names.node, doc.release, (*at, "release"), phase),
            expect=None if doc.expect is None else self._expectation(doc.expect, phase, (*at, "expect")),
        )

    def _expectation(self, doc: ExpectationDoc, phase: int, at: Steps) -> Expectation:
        found: dict[str, Any] = {}
        for name in doc.model_fields:
            value = getattr(doc, name)
            here = (*at, name)
            if name == "beside":
                ids = [self._name(partial(rule, self.kb), text, (*here, n), None) for n, text in enumerate(value)]
                pairs = [(id_, self.where(*here, n)) for n, id_ in enumerate(ids) if id_]
                found[name] = tuple(id_ for id_, _ in pairs)
            elif isinstance(value, dict):
                keyed = [(self._key(text, (*here, text)), text, each) for text, each in value.items()]
                pairs = [(str(finding), self.where(*here, text, key=True)) for finding, text, _ in keyed if finding]
                found[name] = {
                    str(finding): Grade[each]
                    if name == "support"
                    else tuple(self._each(partial(reference, self.kb), each, (*here, text), None))
                    for finding, text, each in keyed
                    if finding
                }
            else:
                named = [self._name(self.names.finding, text, (*here, n), None) for n, text in enumerate(value)]
                pairs = [(str(each), self.where(*here, n)) for n, each in enumerate(named) if each]
                found[name] = tuple(dict.fromkeys(each for each in named if each))
            for what, where in pairs:
                if what and where:
                    self.positions.setdefault((phase, f"{name}: {what}"), where)
        return Expectation(**found)

    def _key(self, text: str, steps: Steps) -> Finding | None:
        try:
            return self.names.finding(text)
        except UsageError as error:
            self._report(error.problems[0].at(self.where(*steps, key=True)))
            return None

    # ---------------------------------------------------------------- parts

    def _assume(self, texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for number, text in enumerate(texts):
            pair = self._name(self.names.assumption, text, ("assume", number), None)
            if pair is None:
                continue
            first = found.setdefault(*pair)
            if first != pair[1]:
                message = f"two options of `{pair[0]}` are assumed: `{first}` and `{pair[1]}`"
                help_ = "competing explanations are looked at one at a time"
                self._report(Problem("E025", message, self.where("assume", number), (help_,)))
        return tuple(sorted(found.items()))

    def _suppose(self, texts: Iterable[str]) -> tuple[Supposition, ...]:
        found: list[Supposition] = []
        for number, text in enumerate(texts):
            where = self.where("suppose", number)
            try:
                made = supposition(self.kb, self.names, text, lambda _offset, where=where: where)  # type: ignore[misc]
            except UsageError as error:
                self.problems.extend(error.problems)
                continue
            if made not in found:
                found.append(made)
            if where is not None:
                self.positions.setdefault((0, f"suppose {made}"), where)
        return tuple(found)

    def _all(self, read: Callable[[str], T], texts: Iterable[str], at: Steps, phase: int) -> tuple[T, ...]:
        """Names resolved, each once."""
        return tuple(dict.fromkeys(self._each(read, texts, at, phase)))

    def _each(self, read: Callable[[str], T], texts: Iterable[str], at: Steps, phase: int | None) -> list[T]:
        """Names resolved, in their order."""
        found = (self._name(read, text, (*at, n), phase) for n, text in enumerate(texts))
        return [each for each in found if each is not None]

    def _one(self, read: Callable[[str], str], text: str | None, key: str) -> str | None:
        return None if text is None else self._name(read, text, (key,), None)

    def _name(self, read: Callable[[str], T], text: str, steps: Steps, phase: int | None) -> T | None:
        """Resolve a name; remember its position in the phase, for what only the evaluation can find wrong."""
        where = self.where(*steps)
        try:
            found = read(text)
        except UsageError as error:
            self._report(error.problems[0].at(where))
            return None
        if phase is not None and where is not None:
            name = found.measure if isinstance(found, Measurement) else str(found)
            self.positions.setdefault((phase, name), where)
            for verb in (
                "block",
                "force",
            ):  # a node may be given as well: what is said of an intervention is said there
                if verb in steps:
                    self.positions.setdefault((phase, f"{verb} {name}"), where)
            if isinstance(found, (Finding, Node)):
                self.positions.setdefault((phase, str(Node(found.entity, found.place))), where)
        return found

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)
