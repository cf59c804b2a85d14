"""The types of exercises that are made, one module each: from a wish to drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reasoner.model.exercise import QuestionType
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.kinds import (
    agenda,
    build,
    contrast,
    extent,
    flaw,
    hypothesis,
    intervene,
    missing,
    order,
    predict,
    rule,
    spot,
)

KINDS: dict[QuestionType, Callable[[Wish], Iterator[Draft]]] = {
    QuestionType.predict: predict.drafts,
    QuestionType.missing: missing.drafts,
    QuestionType.build: build.drafts,
    QuestionType.intervene: intervene.drafts,
    QuestionType.order: order.drafts,
    QuestionType.spot: spot.drafts,
    QuestionType.extent: extent.drafts,
    QuestionType.contrast: contrast.drafts,
    QuestionType.hypothesis: hypothesis.drafts,
    QuestionType.agenda: agenda.drafts,
    QuestionType.rule: rule.drafts,
    QuestionType.flaw: flaw.drafts,
}
"""What makes the exercises of each type."""
