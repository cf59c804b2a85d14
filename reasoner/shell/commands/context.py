"""Where and when: cancer, stage, site, assume, phase."""

from __future__ import annotations

from functools import partial

from reasoner.knowledge.suppositions import supposition
from reasoner.model.entity import Kind
from reasoner.model.evidence import System
from reasoner.model.finding import Finding
from reasoner.program import edits
from reasoner.render.clean import clean
from reasoner.render.shell_parts import plain_list
from reasoner.render.words import bare, labels
from reasoner.shell.commands.given import put_in_setting
from reasoner.shell.echo import Echo
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece
from reasoner.shell.reading import Assumption
from reasoner.shell.table import Command, Slot

_GROUP = "Where and when"
_NONE = ("none", "any")


def setting(key: str, shell: Shell, rest: Piece) -> None:
    """Set the cancer, the stage or the site; without a name, show what can be set."""
    kb = shell.kb
    if not rest.text:
        now = getattr(shell.scenario.setting, key)
        entities = [entity for entity in kb.entities.values() if entity.kind is Kind(key)]
        head = f"{key.capitalize()}: {kb.entities[now].label if now else 'none'}. It can be:"
        shell.out.show(plain_list(head, [(entity.label, entity.id) for entity in entities]))
        return
    if rest.text.casefold() in _NONE:
        shell.change(f"{key} none", edits.place_in(shell.scenario, key, None), f"{key.capitalize()}: none.")
        return
    value = shell.reader.one(getattr(shell.names, key), rest)
    was = getattr(shell.scenario.setting, key)
    told = f" (was {kb.entities[was].label})" if was and was != value else ""
    echo = f"{key.capitalize()}: {kb.entities[value].label}{told}."
    shell.change(f"{key} {rest.text}", edits.place_in(shell.scenario, key, value), echo)


def assume(shell: Shell, rest: Piece) -> None:
    """Assume an option of a hypothesis group; without one, show the groups."""
    if not rest.text:
        now = set(shell.scenario.setting.assume)
        for group in shell.kb.groups:
            options = [
                (option.label + (" (assumed)" if (group.id, option.id) in now else ""), f"{group.id}/{option.id}")
                for option in group.options
            ]
            shell.out.show(plain_list(group.question, options))
        if not shell.kb.groups:
            shell.out.line("There are no hypotheses to assume.")
        return
    if rest.text.casefold() in _NONE:
        scenario = shell.scenario
        for group_id, _ in scenario.setting.assume:
            scenario = edits.assume(scenario, group_id, None)
        shell.change("assume none", scenario, "Nothing is assumed.")
        return
    group_id, option_id = shell.reader.one(shell.names.assumption, rest)
    echo = Echo()
    scenario = put_in_setting(shell, shell.scenario, Assumption(group_id, option_id), echo)
    shell.change(f"assume {rest.text}", scenario, str(echo))


def suppose(shell: Shell, rest: Piece) -> None:
    """Suppose that one thing leads to another; without anything, show what is supposed."""
    now = shell.scenario.setting.suppose
    if not rest.text:
        rows = [(bare(shell.kb.claim(each)).partition(": ")[2], str(each)) for each in now]
        shell.out.show(plain_list("Supposed:" if now else "Nothing is supposed. (as `suppose hypoxia -> EMT`)", rows))
        return
    if rest.text.casefold() in _NONE:
        shell.change("suppose none", edits.suppose(shell.scenario, None), "Nothing is supposed.")
        return
    made = supposition(shell.kb, shell.names, rest.text, lambda offset: shell.reader.where(rest.column + offset))
    claim = bare(shell.kb.claim(made)).partition(": ")[2]
    echo = f"Supposed{' already' if made in now else ''}: {claim}. It is a hypothesis of yours, said by no source."
    shell.change(f"suppose {rest.text}", edits.suppose(shell.scenario, made), echo)


def evidence(shell: Shell, rest: Piece) -> None:
    """Say which evidence counts, or change it."""
    word, setting = rest.text.casefold(), shell.scenario.setting
    if not word:
        parts = ["of the setting alone"] if setting.strict_context else []
        parts += [f"{setting.system.value.replace('_', ' ')} alone"] if setting.system else []
        shell.say(f"Evidence that counts: {', '.join(parts) or 'all'}.")
        return
    if word in ("all", *_NONE):
        scenario = edits.unfilter(edits.unfilter(shell.scenario, "strict_context"), "system")
        shell.change("evidence all", scenario, "All evidence counts.")
    elif word in ("strict", "strict context"):
        told = "Evidence from another cancer, stage, site or cell than named counts for nothing."
        shell.change("evidence strict", edits.strictly(shell.scenario), told)
    else:
        system = shell.reader.one(shell.names.system, rest)
        told = (
            f"Only evidence {'from patients' if system is System.patient else system.value.replace('_', ' ')} counts."
        )
        shell.change(f"evidence {system.value}", edits.only_from(shell.scenario, system), told)


def before(shell: Shell, rest: Piece) -> None:
    """Say what lies before the first phase; without anything, show it."""
    kb, now = shell.kb, shell.scenario.history
    if not rest.text:
        shell.say(f"Before: {labels(kb, now)}." if now else "Nothing lies before. (as `before chemotherapy`)")
        return
    if rest.text.casefold() in _NONE:
        shell.change("before none", edits.lies_before(shell.scenario, ()), "Nothing lies before.")
        return
    items = shell.reader.items(rest, sites=False)
    for item in items:
        if not isinstance(item.meaning, Finding) or item.absent:
            raise shell.reader.error("E200", "what lies before are findings, as `before chemotherapy`", item.piece)
    found = [*now, *(item.meaning for item in items if isinstance(item.meaning, Finding))]
    words = f"before {', '.join(item.piece.text for item in items)}"
    shell.change(words, edits.lies_before(shell.scenario, found), f"Before: {labels(kb, dict.fromkeys(found))}.")


def phase(shell: Shell, rest: Piece) -> None:
    """Begin the next phase; what was observed in the one before stays there, and is named."""
    behind = [each for each in edits.current(shell.kb, shell.scenario).given if not shell.kb.is_condition(each)]
    name = clean(rest.text)  # as every file that is written of it has it
    scenario = edits.next_phase(shell.scenario, name)
    number = len(scenario.phases)
    told = f" ({name})" if name else ""
    words = "what is there carries over."
    if behind:
        words = f"conditions and interventions carry over; observed before: {labels(shell.kb, behind)}."
    shell.change(f"phase {name}".strip(), scenario, f"Phase {number}{told}: {words}")


COMMANDS = (
    *(
        Command(
            key,
            f"{key} NAME | none",
            f"set the {key}; alone, show which there are",
            partial(setting, key),
            Slot[key],
            examples,
            (),
            _GROUP,
        )
        for key, examples in (
            ("cancer", ("cancer glioblastoma", "cancer", "cancer none")),
            ("stage", ("stage",)),
            ("site", ("site",)),
        )
    ),
    Command(
        "assume",
        "assume GROUP/OPTION | none",
        "assume one explanation of an open question; alone, show which there are",
        assume,
        Slot.assumption,
        ("assume",),
        (),
        _GROUP,
    ),
    Command(
        "suppose",
        "suppose A, B -> C | none",
        "suppose that A and B lead to C, as a hypothesis of your own; alone, show what is supposed",
        suppose,
        Slot.finding,
        ("suppose hypoxia -> TGFB", "hypoxia", "suppose", "suppose none"),
        (),
        _GROUP,
        more=("`unless X` behind it stops it where X holds. It counts as a hypothesis, and is cited as yours.",),
    ),
    Command(
        "before",
        "before X, ... | none",
        "say what lies before, as a treatment that is over; alone, show it",
        before,
        Slot.finding,
        ("before paclitaxel", "before", "before none"),
        (),
        _GROUP,
        more=("Statements about what follows on something earlier read it. Nothing else is inferred from it.",),
    ),
    Command(
        "evidence",
        "evidence strict | patient | in_vivo | ex_vivo | in_vitro | all",
        "let only some evidence count: of the setting that is named, or of one experimental system",
        evidence,
        Slot.words,
        ("hypoxia", "evidence in_vitro", "evidence strict", "evidence", "evidence all"),
        (),
        _GROUP,
        ("strict", *System, "all"),
    ),
    Command(
        "phase",
        "phase [NAME]",
        "begin the next phase: conditions, numbers and interventions carry over",
        phase,
        Slot.nothing,
        ("chemotherapy", "phase drug holiday", "retract chemotherapy"),
        (),
        _GROUP,
        more=("Other observations stay behind; what becomes of findings is told with its reason.",),
    ),
)
