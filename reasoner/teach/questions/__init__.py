"""The question types, one module each."""

from __future__ import annotations

from typing import Any

from reasoner.teach.question import Question
from reasoner.teach.questions.agenda import Agenda
from reasoner.teach.questions.build import Build
from reasoner.teach.questions.contrast import Contrast
from reasoner.teach.questions.extent import Extent
from reasoner.teach.questions.flaw import Flaw
from reasoner.teach.questions.hypothesis import Hypothesis
from reasoner.teach.questions.intervene import Intervene
from reasoner.teach.questions.missing import Missing
from reasoner.teach.questions.order import Order
from reasoner.teach.questions.predict import Predict
from reasoner.teach.questions.rule import WriteRule
from reasoner.teach.questions.spot import Spot

QUESTIONS: dict[str, type[Question[Any]]] = {
    each.type.value: each
    for each in (
        Predict,
        Missing,
        Build,
        Intervene,
        Order,
        Spot,
        Extent,
        Contrast,
        Hypothesis,
        Agenda,
        WriteRule,
        Flaw,
    )
}
"""By the name that exercises give it."""
