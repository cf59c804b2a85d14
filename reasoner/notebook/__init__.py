"""Exercises in notebooks: filled in there, and graded by the kernel.

import reasoner
exercise = reasoner.exercise("hypoxia-hif2a-blocked")
exercise                                              # shows it, as a widget where `anywidget` is installed
exercise.answer(["EMT in CSC", "angiogenesis"])       # or in Python
exercise.mark.points
"""

from __future__ import annotations

from reasoner.notebook.collection import Exercises, exercise, exercises
from reasoner.notebook.interactive import Exercise, Graded

__all__ = ["Exercise", "Exercises", "Graded", "exercise", "exercises"]
