"""Courses: lessons in which one predicts, runs, compares, and has it explained, with exercises on the way."""

from __future__ import annotations

from typing import Annotated

from reasoner.model.base import Before, Checked, Field, Record
from reasoner.model.evidence import as_list

Texts = Annotated[tuple[str, ...], Before(as_list)]

STEPS = ("predict", "run", "compare", "explain")


class Step(Record):
    """A step of a lesson: a text, then commands to run, then exercises."""

    text: str = Field(min_length=1, description="paragraphs, parted by an empty line")
    commands: Texts = Field(default=(), description="lines for the shell, each as it is typed")
    exercises: Texts = Field(default=(), description="ids of exercises, in the order in which they are asked")


class Lesson(Record):
    """One lesson: its four steps, in this order."""

    title: str = Field(min_length=1)
    objective: str = Field(default="", description="what one can do afterwards")
    minutes: Annotated[float, Checked(gt=0, le=600)] = 20
    rows: Texts = Field(default=(), description="the rows of the source that its texts rest on")
    predict: Step
    run: Step
    compare: Step
    explain: Step

    @property
    def steps(self) -> tuple[tuple[str, Step], ...]:
        """The steps with their names."""
        return tuple((name, getattr(self, name)) for name in STEPS)

    @property
    def exercises(self) -> tuple[str, ...]:
        """The ids of all its exercises, in the order in which they are asked."""
        return tuple(id_ for _, step in self.steps for id_ in step.exercises)


class Course(Record):
    """A course, as its file says it: one YAML document."""

    course: Annotated[str, Checked(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = Field(description="its id, as `biology`")
    title: str = Field(min_length=1)
    about: str = Field(default="", description="for whom it is, and what it leads to")
    lessons: Annotated[tuple[Lesson, ...], Checked(min_length=1)]
