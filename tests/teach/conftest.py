from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.model.knowledge import KnowledgeBase
from tests.shell import pack

EXERCISES = """\
exercise: mini-predict
type: predict
title: What hypoxia brings
topics: [mini]
objective: tell what follows from hypoxia
difficulty: 1
points: 2
stem: |
  A tumour lacks oxygen.

  Which of these follow?
scenario: {given: [hypoxia]}
options: [EMT in CSC, HIF2A, recruitment]
hints: [Hypoxia acts on two things., Look at S4., Two are right.]
---
exercise: mini-contrast
type: contrast
title: With oxygen and without
topics: [mini]
objective: compare two settings
difficulty: 2
points: 4
stem: What follows where?
situations:
  - {name: little oxygen, scenario: {given: [hypoxia]}}
  - {name: enough oxygen, scenario: {given: [normoxia]}}
findings: [EMT in CSC, HIF2A]
---
exercise: mini-missing
type: missing
title: What is missing
topics: [mini]
objective: find a condition
difficulty: 1
stem: Which condition brings HIF-2α?
scenario: {given: [CSC]}
goal: HIF2A
"""
COURSE = """\
course: mini
title: A small course
lessons:
  - title: Low oxygen
    objective: tell what low oxygen brings
    rows: [S1, S4]
    predict: {text: Say what you expect.}
    run:
      text: Now ask.
      commands: [hypoxia, why EMT in CSC, reasoner infer hypoxia]
    compare: {text: Compare with what you expected.}
    explain:
      text: Two statements begin with hypoxia (S1, S4).
      exercises: [mini-predict]
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack of the shell's tests, with exercises and a course."""
    made = pack.write(tmp_path_factory.mktemp("teach"))
    for name, text in (("exercises/mini.yaml", EXERCISES), ("courses/mini.yaml", COURSE)):
        target = made / "sessions" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def kb(folder: Path) -> KnowledgeBase:
    return pack.load(folder)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own, in which the test stands."""
    monkeypatch.setenv("REASONER_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path
