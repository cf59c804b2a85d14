"""What can stand at the cursor: the verb or the name that is being typed, by what the line asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reasoner.knowledge.names import FINDING_KINDS
from reasoner.model.entity import PLACES, Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import Result
from reasoner.program import edits
from reasoner.program.phases import Inputs
from reasoner.render.clean import clean
from reasoner.shell.commands import table
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece, first_word
from reasoner.shell.phrasing import opened, without_courtesy
from reasoner.shell.ranking import Match, Ranked, Term
from reasoner.shell.table import Command, Slot

_LAST_PART = re.compile(
    r"(?:.*(?:[,;]|->|→|\s(?:and|&|unless)\s))?\s*(?P<no>(?:no|not|without)\s+)?", re.IGNORECASE | re.DOTALL
)
_CHANGE = re.compile(
    r"(?:.*(?:[,;]|\sand\s))?\s*(?:(?:I|we|you|one|there\s+(?:is|are))\s+)?"
    r"(?:(?:give|add|remove|block|inhibit|force|release|for|until|no)\s+)?",
    re.IGNORECASE | re.DOTALL,
)
_OPTION = re.compile(r"(?:.*\s)?--?(?P<name>[a-z][a-z-]*)\s+", re.IGNORECASE | re.DOTALL)
_WORDS = {"kind": tuple(Kind), "support": tuple(Grade.__members__), "below": tuple(Grade.__members__), "k": ()}
_PLACE = re.compile(r"(?P<entity>.*\S)\s+in\s+(?P<place>.*)", re.IGNORECASE | re.DOTALL)
_IN = re.compile(r"(?:.*\s)?in\s+(?P<place>.*)", re.IGNORECASE | re.DOTALL)
_AT_LEAST = re.compile(r"\bat\s+least\s+\S*$", re.IGNORECASE)
_BARE_KINDS = FINDING_KINDS | {Kind.cancer, Kind.stage, Kind.measure}
_GIVES = ("assert", "observe")
_FILES = 200
_ENDINGS = {**dict.fromkeys(("save", "load", "compare"), (".yaml", ".yml")), "export": (".md", ".html")}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to insert.

    Attributes:
        text: what.
        back: how many characters before the cursor it takes the place of.
        shown: the name that fits.
        about: what else to say of it.
    """

    text: str
    back: int
    shown: str
    about: str


class Completion:
    """Completes lines of a session.

    Args:
        shell: it.
    """

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self._held_of: tuple[Result, Ranked] | None = None

    def candidates(self, before: str) -> list[Candidate]:
        """What fits the text before the cursor, best first."""
        line = before.lstrip()
        word, rest = first_word(Piece(line))
        command = table().get(word)
        if not command and (plainly := without_courtesy(Piece(line))):
            return self.candidates(line[plainly.column - 1 :])
        phrase = opened(line)
        if phrase and not table().get(line.removesuffix(phrase[1]).strip()):  # a verb alone opens no phrase
            return self._of_slot(table().by_word[phrase[0].split()[0]], phrase[1])
        if command and (rest.text or line[len(word) :]):
            typed = line[len(word) :].lstrip()
            return self._of_slot(command, typed)
        names = self._names(line, self._entities(_BARE_KINDS), self._given)
        if " " in line or "," in line:
            return names
        return (
            [*_shown(self._verbs.matches(line), line), *names]
            if line
            else names[:0] + _shown(self._verbs.matches(""), "")
        )

    def _of_slot(self, command: Command, typed: str) -> list[Candidate]:
        shell, now = self.shell, self._now
        if behind := _OPTION.match(typed):
            return self._of_option(behind["name"].casefold(), typed[behind.end() :])
        match command.slot:
            case Slot.finding:
                hidden = self._given if command.name in _GIVES else set[str]
                return self._names(typed, self._entities(_BARE_KINDS), hidden)
            case Slot.change:
                behind = _CHANGE.match(typed)
                last = typed[behind.end() :] if behind else typed
                return [] if last.isdigit() else self._names(last, self._entities(_BARE_KINDS), set)
            case Slot.node:
                return self._names(typed, self._entities(FINDING_KINDS), lambda: {str(n) for n in self._fixed(command)})
            case Slot.given:
                inputs = now()
                taken = [self._finding(each) for each in inputs.given]
                taken += [self._entity(each.measure) for each in inputs.measured]
                setting = shell.scenario.setting
                taken += [self._entity(each) for each in (setting.cancer, setting.stage, setting.site) if each]
                taken += [Term(f"{group}/{option}", (option,), "assumed") for group, option in setting.assume]
                return self._names(typed, Ranked(taken), set)
            case Slot.fixed:
                inputs = now()
                nodes = [Term(str(n), (shell.kb.name(n),), "inhibited") for n in inputs.block]
                nodes += [Term(str(n), (shell.kb.name(n),), "forced") for n in inputs.force]
                return self._names(typed, Ranked(nodes), set)
            case Slot.cancer | Slot.stage | Slot.site:
                return _shown(self._entities(frozenset({Kind(command.slot.name)})).matches(typed), typed)
            case Slot.assumption:
                return _shown(self._options.matches(typed), typed)
            case Slot.group:
                groups = (Term(group.id, (group.question,), "open question") for group in shell.kb.groups)
                return _shown(Ranked(groups).matches(typed), typed)
            case Slot.held:
                return _shown(self._held().matches(typed), typed)
            case Slot.shown:
                return _shown(self._rules.matches(typed), typed)
            case Slot.words if "in" in command.choices and (place := _IN.fullmatch(typed)):
                return _shown(self._entities(PLACES).matches(place["place"]), place["place"])
            case Slot.words if "at least" in command.choices and _AT_LEAST.search(typed):
                last = typed.rpartition(" ")[2]
                return _shown(Ranked(Term(grade, (), "grade") for grade in Grade.__members__).matches(last), last)
            case Slot.words:
                last = typed.rpartition(" ")[2]
                return _shown(Ranked(Term(word, (), "") for word in command.choices).matches(last), last)
            case Slot.verb:
                return _shown(self._verbs.matches(typed), typed)
            case Slot.file:
                return _files(typed, _ENDINGS.get(command.name.rstrip("!"), ()))
            case Slot.nothing:
                return []

    def _of_option(self, name: str, typed: str) -> list[Candidate]:
        """What can stand behind an option: words where there are but a few, else names."""
        if name not in _WORDS:
            return self._names(typed, self._entities(_BARE_KINDS), set)
        last = typed.rpartition(" ")[2]
        return _shown(Ranked(Term(word, (), "") for word in _WORDS[name]).matches(last), last)

    def _names(self, typed: str, terms: Ranked, hidden: Callable[[], set[str]]) -> list[Candidate]:
        """Names for the part of a list that is being typed, or for its place."""
        match = _LAST_PART.match(typed)
        last = typed[match.end() :] if match else typed
        if place := _PLACE.fullmatch(last):
            return _shown(self._entities(PLACES).matches(place["place"]), place["place"])
        return _shown(terms.matches(last, set() if match and match["no"] else hidden()), last)

    # ---------------------------------------------------------------- terms

    def _held(self) -> Ranked:
        result = self.shell.moment.result
        if self._held_of is None or self._held_of[0] is not result:
            terms = [self._finding(each.finding, each.label) for each in result.findings]
            self._held_of = (result, Ranked(terms))
        return self._held_of[1]

    def _now(self) -> Inputs:
        return edits.current(self.shell.kb, self.shell.scenario)

    def _given(self) -> set[str]:
        inputs = self._now()
        setting = self.shell.scenario.setting
        return {str(each) for each in inputs.given} | {
            each for each in (setting.cancer, setting.stage, setting.site) if each
        }

    def _fixed(self, command: Command) -> tuple[object, ...]:
        inputs = self._now()
        return inputs.block if command.name == "block" else inputs.force

    def _entity(self, id_: str) -> Term:
        entity = self.shell.kb.entities[id_]
        return Term(entity.id, (entity.label, *entity.synonyms), entity.kind.value)

    def _finding(self, finding: Finding, label: str = "") -> Term:
        kb = self.shell.kb
        return Term(
            str(finding), (label or kb.label(finding), *kb.entities[finding.entity].synonyms), kb.kind(finding).value
        )

    def _entities(self, kinds: frozenset[Kind]) -> Ranked:
        if kinds not in self._by_kinds:
            ids = [entity.id for entity in self.shell.kb.entities.values() if entity.kind in kinds]
            self._by_kinds[kinds] = Ranked(map(self._entity, ids))
        return self._by_kinds[kinds]

    @cached_property
    def _by_kinds(self) -> dict[frozenset[Kind], Ranked]:
        return {}

    @cached_property
    def _verbs(self) -> Ranked:
        return Ranked(Term(command.name, (), command.summary) for command in table().commands)

    @cached_property
    def _rules(self) -> Ranked:
        return Ranked(Term(rule.id, (), rule.claim) for rule in self.shell.kb.rules)

    @cached_property
    def _options(self) -> Ranked:
        pairs = ((group, option) for group in self.shell.kb.groups for option in group.options)
        return Ranked(Term(f"{group.id}/{option.id}", (option.label,), group.question) for group, option in pairs)


def _shown(matches: list[Match], typed: str) -> list[Candidate]:
    return [
        Candidate(match.term.insert, len(typed), clean(match.term.insert), clean(_about(match))) for match in matches
    ]


def _about(match: Match) -> str:
    """The name that fits, where it is not what is inserted, and the kind."""
    term = match.term
    name = match.name if match.name != term.insert else next(iter(term.names), "")
    return ", ".join(filter(None, [name if name != term.insert else "", term.kind]))


def _files(typed: str, endings: tuple[str, ...]) -> list[Candidate]:
    """Folders, and files with some endings, that begin with what was typed."""
    folder, name = os.path.split(os.path.expanduser(typed))
    try:
        entries = sorted(Path(folder or ".").iterdir())[:_FILES]
    except (OSError, ValueError):
        return []
    fitting = [e for e in entries if e.name.startswith(name) and (name or not e.name.startswith("."))]
    fitting = [e for e in fitting if e.name.isprintable() and (e.is_dir() or not endings or e.suffix in endings)]
    shown = [e.name + ("/" if e.is_dir() else "") for e in fitting]
    typed_name = typed[len(typed) - len(name) :] if name else ""
    return [Candidate(each, len(typed_name), each, "") for each in shown]
