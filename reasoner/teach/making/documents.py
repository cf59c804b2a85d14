"""Drafts as documents of the exercise format: with an id, topics, minutes and points."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from reasoner.model.exercise import QuestionType
from reasoner.teach.making.draft import Draft
from reasoner.teach.topics import topic_of

MINUTES = {
    QuestionType.predict: 2,
    QuestionType.missing: 2,
    QuestionType.build: 3,
    QuestionType.intervene: 3,
    QuestionType.order: 2,
    QuestionType.spot: 3,
    QuestionType.extent: 1,
    QuestionType.contrast: 3,
    QuestionType.hypothesis: 2,
    QuestionType.agenda: 2,
    QuestionType.rule: 3,
    QuestionType.flaw: 3,
}
"""What the easiest exercise of a type takes; two levels more of difficulty take a minute more."""
_ROWS, _TOPICS = 6, 2


def document(type_: QuestionType, draft: Draft) -> dict[str, Any]:
    """A draft as the document that is written.

    Its id follows from what is asked, so that the same exercise has the same one whatever it is made with.
    """
    topics = dict.fromkeys(map(topic_of, draft.rules))
    first = next(iter(topics))
    rows = dict.fromkeys(item.at for rule in draft.rules for item in rule.evidence)
    return {
        "exercise": f"{type_}-{_slug(first)}-{digest(type_, draft)[:8]}",
        "type": type_.value,
        "title": draft.title,
        "topics": list(topics)[:_TOPICS],
        "objective": draft.objective,
        "difficulty": draft.level,
        "minutes": minutes(type_, draft.level),
        "points": draft.level,
        "stem": draft.stem,
        **draft.question,
        "hints": list(draft.hints),
        "rows": list(rows)[:_ROWS],
        "tags": ["made"],
        **({"answer": {entry: list(right) for entry, right in draft.answer.items()}} if draft.answer else {}),
    }


def minutes(type_: QuestionType, level: int) -> int:
    """How long an exercise takes."""
    return MINUTES[type_] + level // 2


def digest(type_: QuestionType, draft: Draft) -> str:
    """What a draft asks, as a hash."""
    question: Mapping[str, Any] = {"type": type_.value, **draft.question}
    return sha256(json.dumps(question, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "base"
