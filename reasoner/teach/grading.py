"""The mark of an answer: the same for the same exercise, answer and knowledge base, for ever."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from reasoner.model.exercise import Mark, Status, Submission
from reasoner.teach.judging import HINT_COSTS, rounded, texts_of
from reasoner.teach.question import Question


def grade(question: Question[Any], submission: Submission) -> Mark:
    """Judge what a student handed in.

    Args:
        question: the exercise that the submission is of.
        submission: it.

    Returns:
        The mark; never an error, whatever the answer is.
    """
    parts = question.grade(submission.answer)
    points = question.doc.points
    taken = max(0, min(submission.hints, len(question.item.hints)))
    cost = rounded(points * sum(HINT_COSTS[:taken]))
    earned = rounded(sum(each.points for each in parts))
    status = _status([each.status for each in parts], earned, points)
    answered = any(each.status not in (Status.empty, Status.unreadable) for each in parts)
    return Mark(
        student=submission.student,
        exercise=question.doc.exercise,
        type=question.type,
        status=status,
        points=max(0.0, rounded(earned - cost)),
        out_of=points,
        hints=taken,
        cost=cost,
        parts=tuple(parts),
        explanation=question.key.explanation if answered else None,
        remark=question.key.remarks.get(status.value, ""),
        knowledge_base=question.kb.digest,
        exercise_digest=question.digest,
        answer_digest=answer_digest(submission),
    )


def answer_digest(submission: Submission) -> str:
    """SHA-256 of an answer with the hints that were taken, however its texts are set in blanks."""
    plain = {key: list(texts_of(value)) for key, value in submission.answer.items()}
    text = json.dumps([plain, submission.hints], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _status(parts: list[Status], earned: float, points: float) -> Status:
    """That of the whole: of its parts, where these agree; else what its points say."""
    if len(set(parts)) == 1:
        return parts[0]
    return Status.right if earned >= points else Status.partly if earned > 0 else Status.wrong
