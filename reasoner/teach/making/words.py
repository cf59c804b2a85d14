"""The words of exercises: templates, filled with labels as the base has them, of which a seed picks one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reasoner.explain.analysis import Analysis
from reasoner.model.explanation import Proof
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Setting
from reasoner.teach.making.lots import Lots


def listed(texts: Iterable[str], word: str = "and") -> str:
    """Texts as a sentence lists them: `A, B and C`."""
    parts = list(texts)
    return f" {word} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def labels(kb: KnowledgeBase, findings: Iterable[Finding], word: str = "and") -> str:
    """Findings as a sentence lists them."""
    return listed((kb.label(each) for each in findings), word)


def upper(text: str) -> str:
    """A text with a capital at its beginning, where that is a word and no symbol."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


def where(kb: KnowledgeBase, setting: Setting) -> str:
    """The setting in words, as `in glioma, in late stage`; empty where it names nothing."""
    named = [getattr(setting, key) for key in ("cancer", "stage", "site")]
    return ", ".join(f"in {kb.entities[each].label}" for each in named if each)


def stem(kb: KnowledgeBase, setting: Setting, question: str) -> str:
    """A question, behind what its scenario assumes; all else that the scenario says is shown below the stem."""
    return f"Assumed: {assumed(kb, setting)}. {question}" if setting.assume else question


def inhibited(kb: KnowledgeBase, nodes: Sequence[Node]) -> str:
    """Nodes that are blocked, as `HIF-2α is inhibited`."""
    return f"{listed(map(kb.name, nodes))} {'are' if len(nodes) > 1 else 'is'} inhibited" if nodes else ""


def assumed(kb: KnowledgeBase, setting: Setting) -> str:
    """The hypotheses that a setting assumes, each as its label with what it answers."""
    found = []
    for group_id, option_id in setting.assume:
        group = kb.groups_by_id[group_id]
        label = next(each.label for each in group.options if each.id == option_id)
        found.append(f"{label} ({group.question.rstrip('?')})")
    return "; ".join(found)


def filled(template: str, parts: Mapping[str, str]) -> str:
    """A template with its parts put in."""
    for name, text in parts.items():
        template = template.replace(name, text)
    return template


def source(kb: KnowledgeBase) -> str:
    """How sentences speak of what the base rests on: `the review`."""
    return kb.called()


# ---------------------------------------------------------------- hints


def topic_hint(kb: KnowledgeBase, rule: Rule) -> str:
    """The gentlest hint: where it is told."""
    return f"Look at what {source(kb)} tells under “{rule.topic}”." if rule.topic else f"Look at {rule.path}."


def premise_hint(kb: KnowledgeBase, proof: Proof, but: Finding | None = None) -> str:
    """The second hint: what the last statement of a proof needs, but what is asked for."""
    needed = labels(kb, (each.finding for each in proof.premises if each.finding != but))
    if not needed:
        return (
            f"{upper(kb.label(proof.finding))} is what one statement of {source(kb)} concludes from a single premise."
        )
    return f"One statement of {source(kb)} starts from {needed}."


def claim_hint(rule: Rule) -> str:
    """The last hint: the statement itself."""
    return f"It turns on this statement: {rule.claim}"


def proof_hints(analysis: Analysis, proof: Proof, but: Finding | None = None) -> tuple[str, str, str]:
    """The ladder for what a proof shows; the second rung does not name what is asked for."""
    kb = analysis.kb
    last = next(part for part in proof.walk() if part.rule)
    rule = kb.rules_by_id[last.rule or ""]
    return topic_hint(kb, rule), premise_hint(kb, last, but), claim_hint(rule)


def objective(kb: KnowledgeBase, lots: Lots, what: Sequence[str]) -> str:
    """One of several objectives, as it stands behind `To learn:`."""
    text = lots.pick(what, "objective").replace("{source}", source(kb)).removesuffix(".")
    return text[:1].lower() + text[1:]
