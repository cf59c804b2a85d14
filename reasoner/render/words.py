"""Small pieces of text that every answer uses: grades, citations, lists, the setting of a scenario."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from rich.style import Style
from rich.text import Text

from reasoner.model.base import Record
from reasoner.model.evidence import Evidence, Grade, Reversal
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER, Citation, Setting, Standing
from reasoner.model.source import ranges
from reasoner.model.supposition import SUPPOSED, Supposition
from reasoner.render.clean import clean, is_safe_link
from reasoner.render.layout import FIRM, Para, join, styled

HEAD = "bold"
DIM = "dim"
STYLES = {Grade.strong: "bold green", Grade.moderate: "cyan", Grade.limited: "yellow", Grade.hypothesis: "magenta"}
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


# ---------------------------------------------------------------- plain words


def listed(words: Iterable[str], last: str = ", ") -> str:
    """Words with commas between them, and `last` before the last."""
    found = list(words)
    return last.join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def counted(number: int, word: str, several: str = "") -> str:
    """A number with its noun, `1 sentence`, `3 sentences`."""
    return f"{number} {word if number == 1 else several or word + 's'}"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".") if text else ""


def bare(claim: str) -> str:
    """A claim without its full stop, to stand in a line."""
    return claim.strip().removesuffix(".")


def ordinal(number: int) -> str:
    """`First` for 1."""
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"No. {number}"


# ---------------------------------------------------------------- styled pieces


def grade(value: Grade, text: str = "") -> Text:
    """A grade, or words for it, in its colour."""
    return styled(text or str(value), STYLES[value])


def linked(text: str, url: str, style: str = "") -> Text:
    """Text that opens an address, where the address is a safe one."""
    piece = styled(text, style)
    if is_safe_link(url):
        piece.stylize(Style(link=url))
    return piece


def citations(kb: KnowledgeBase, cited: Iterable[Citation], most: int = 0) -> Text:
    """Several places, those of one sentence together: `S191 [149], S227 [150]`."""
    rows: dict[tuple[str, str], list[Citation]] = {}
    for each in cited:
        rows.setdefault((each.source, each.row), []).append(each)
    parts = []
    for (source, row), group in rows.items():
        links = {
            ref: link
            for each in group
            for ref, link in zip(each.refs, each.reference_links or [""] * len(each.refs), strict=False)
        }
        parts.append(_place(kb, source, row, group[0].link, links))
    left = len(parts) - most if most else 0
    if left > 0:
        parts = [*parts[:most], styled(f"and {left} more")]
    whole = join(parts, ", ")
    return (
        whole
        if not parts or any(each.refs or each.source == SUPPOSED for group in rows.values() for each in group)
        else join([whole, f"{FIRM}(no{FIRM}reference)"])
    )


def with_links(kb: KnowledgeBase, text: Text, cited: Iterable[Citation]) -> Text:
    """A text that names places, as `(S191 [149])`, with these as links."""
    linked_text = text.copy()
    rows: dict[str, list[Citation]] = {}
    for each in cited:
        rows.setdefault(kb.row_name(each.source, each.row), []).append(each)
    for name, group in rows.items():
        refs = {str(n): link for each in group for n, link in zip(each.refs, each.reference_links, strict=False)}
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)(\s\[[\d,\s-]+\])?", text.plain):
            _link(linked_text, group[0].link, found.start(), found.start() + len(name))
            for number in re.finditer(r"\d+", found[1] or ""):
                at = found.start(1) + number.start()
                _link(linked_text, refs.get(number[0], ""), at, at + len(number[0]))
    return linked_text


def _link(text: Text, url: str, start: int, end: int) -> None:
    if is_safe_link(url):
        text.stylize(Style(link=url), start, end)


def after(text: Text | str, cited: Text) -> Text:
    """A text with its places behind it, if it has any."""
    return join([text, ", ", cited]) if cited else join([text])


def spot(kb: KnowledgeBase, item: Evidence | Reversal) -> Text:
    """The place that an evidence item or a reversal points to."""
    source = kb.sources_by_id.get(item.source)
    links = {ref: source.reference_link(ref) if source else "" for ref in item.refs}
    return _place(kb, item.source, item.at, source.sentence_link(item.find) if source else "", links)


def _place(kb: KnowledgeBase, source: str, row: str, link: str, refs: Mapping[int, str]) -> Text:
    name = kb.row_name(source, row)
    if not refs:
        return linked(name, link)
    numbers: list[Text] = []
    for first, last in ranges(refs):
        number = linked(str(first), refs[first])
        numbers.append(number if first == last else join([number, linked(str(last), refs[last])], "-"))
    return join([linked(name, link), f"{FIRM}[", join(numbers, f",{FIRM}"), "]"])


# ---------------------------------------------------------------- findings and settings


def label(kb: KnowledgeBase, finding: Finding) -> str:
    """A finding as a reader says it."""
    return clean(kb.label(finding))


def labels(kb: KnowledgeBase, findings: Iterable[Finding]) -> str:
    """Findings as a list; those of one place share its name: `invasion, migration in CSCs`."""
    places: dict[str | None, list[str]] = {}
    for finding in findings:
        places.setdefault(finding.place, []).append(clean(kb.entities[finding.entity].phrase(down=finding.down)))
    return ", ".join(placed(kb, place, phrases) for place, phrases in places.items())


def placed(kb: KnowledgeBase, place: str | None, phrases: Sequence[str]) -> str:
    """Phrases of one place: `EMT in CSCs`, or `in CSCs: EMT, quiescence`."""
    unique = list(dict.fromkeys(phrases))
    if place is None:
        return ", ".join(unique)
    name = clean(kb.entities[place].label)
    return f"{unique[0]} in {name}" if len(unique) == 1 else f"in {name}: {', '.join(unique)}"


def given_label(kb: KnowledgeBase, text: str) -> str:
    """Something that is given, from its canonical text: a finding or a number."""
    try:
        return label(kb, Finding.parse(text))
    except ValueError:
        number = Measurement.parse(text)
        return clean(f"{kb.entities[number.measure].label} = {number.value} {number.unit}")


def intervention_labels(kb: KnowledgeBase, interventions: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is inhibited and what is forced, from `block NODE` and `force NODE`."""
    found: dict[str, list[str]] = {"block": [], "force": []}
    for text in interventions:
        verb, _, node = text.partition(" ")
        read = Node.parse(node)
        found[verb].append(clean(kb.name(read)) if verb == "block" else label(kb, Finding(*read)))
    return found["block"], found["force"]


def setting_words(kb: KnowledgeBase, setting: Setting) -> list[str]:
    """The setting in words: where, under which assumptions, with which filters."""
    where = [clean(kb.entities[each].label) for each in (setting.cancer, setting.stage, setting.site) if each]
    words = [sentence(", ".join(where))] if where else []
    assumed = []
    for text in setting.assume:
        group, _, option = text.partition("/")
        options = {each.id: each.label for each in kb.groups_by_id[group].options}
        assumed.append(f"{clean(options[option])} ({text})")
    if assumed:
        words.append(f"Assumed: {', '.join(assumed)}.")
    if supposed := [clean(supposition_words(kb, text)) for text in setting.suppose]:
        numbered = [f"{each} ({SUPPOSED} {number})" for number, each in enumerate(supposed, start=1)]
        words.append(f"Supposed: {'; '.join(numbered)}.")
    if setting.strict_context:
        words.append("Evidence from other settings left out.")
    if setting.system:
        system = {"patient": "from patients"}.get(setting.system.value, setting.system.value.replace("_", " "))
        words.append(f"Only evidence {system}.")
    return words


def supposition_words(kb: KnowledgeBase, text: str) -> str:
    """What is supposed, from its canonical text."""
    return bare(kb.claim(Supposition.parse(text)).partition(": ")[2])


def header(
    kb: KnowledgeBase,
    setting: Setting,
    given: Iterable[str] = (),
    interventions: Iterable[str] = (),
    history: Iterable[str] = (),
) -> str:
    """The first line of an answer: what it is an answer to."""
    words = setting_words(kb, setting)
    if before := [given_label(kb, each) for each in history]:
        words.append(f"Before: {', '.join(before)}.")
    things = [given_label(kb, each) for each in given]
    words.append(f"Given: {', '.join(things)}." if things else "Nothing given.")
    blocked, forced = intervention_labels(kb, interventions)
    if blocked:
        words.append(f"Inhibited: {', '.join(blocked)}.")
    if forced:
        words.append(f"Forced: {', '.join(forced)}.")
    return " ".join(words)


def start(kb: KnowledgeBase, answer: Standing) -> str:
    """The first line of an answer about a scenario: its phase, where there are several, and what it gives and sets."""
    phase = f"Phase {answer.phase}. " if answer.phase else ""
    return phase + header(kb, answer.setting, answer.given, answer.interventions, answer.history)


# ---------------------------------------------------------------- sources and legends


def cited_in(kb: KnowledgeBase, *values: object) -> set[str]:
    """The ids of the sources that anything in parts of an answer cites."""
    if len(kb.works) < 2:
        return {kb.home_source}
    found: set[str] = set()
    todo = list(values)
    while todo:
        value = todo.pop()
        if isinstance(value, Citation):
            found.add(value.source)
        elif isinstance(value, Record):
            todo += [getattr(value, name) for name in type(value).model_fields]
        elif isinstance(value, (tuple, list)):
            todo += value
    return found - {SUPPOSED}


def grade_legend(kb: KnowledgeBase, sources: Collection[str]) -> str:
    """What grades mean, in an answer that rests on some sources."""
    source = "its source" if len(sources) > 1 else kb.called(sources)
    return f"The grade says how firmly {source} backs a claim, not how true it is."


def sources_legend(kb: KnowledgeBase, sources: Collection[str]) -> str:
    """Which works the names of sources in an answer stand for; empty where it names none."""
    named = [each for each in kb.works if each.id in sources and kb.called([each.id]) == each.id]
    parts = [f"Source {each.id}: {each.described}." for each in named]
    if named and len(sources) > 1 and kb.home_source in sources:
        parts.append(f"Sentences without the name of a source are of {kb.called()}.")
    return " ".join(parts)


def footer(kb: KnowledgeBase, sources: Collection[str] = (), *, legend: bool, advice: str) -> list[Para]:
    """What every answer ends with.

    Args:
        kb: the knowledge base that answered.
        sources: the sources that the answer cites.
        legend: whether grades are shown, and need to be explained.
        advice: that it is none, where the answer has to do with a therapy.
    """
    scale = f"Support, from weak to firm: {', '.join(str(each) for each in Grade)}. {grade_legend(kb, sources)}"
    lines = [scale if legend else "", sources_legend(kb, sources or {kb.home_source}), DISCLAIMER, advice]
    return [Para(styled(line, DIM), hang=0) for line in lines if line]
