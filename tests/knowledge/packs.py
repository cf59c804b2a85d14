"""Small packs written to a temporary folder; each test says only what it changes."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import reasoner
from reasoner.errors import Problem, ReasonerError
from reasoner.knowledge.loader import load
from reasoner.model.knowledge import KnowledgeBase

TEXT = {
    "S1": "Under hypoxia the cells of this test keep the stem-like state [1, 2].",
    "S2": "Nothing else is said in the second row of it.",
    "S3": "The third row cites one more study of these cells [3].",
}
REFS = {"S1": [1, 2], "S2": [], "S3": [3]}


def _row(id_: str) -> str:
    digest = hashlib.sha256(TEXT[id_].encode()).hexdigest()
    return f"  - {{id: {id_}, section: Mini, refs: {REFS[id_]}, sha256: {digest}}}\n"


FILES = {
    "facts/source.yaml": "id: mini\ntitle: A small source\nsummary_rows: [S2]\nrows:\n" + "".join(map(_row, TEXT)),
    "facts/conditions.yaml": """\
        kind: condition
        entities:
          - {id: hypoxia, label: hypoxia, synonyms: [low oxygen]}
          - {id: normoxia, label: normoxia}
        """,
    "facts/cells.yaml": """\
        kind: cell
        entities:
          - {id: cancer_cell, label: cancer cells}
          - {id: CSC, label: CSCs, synonyms: [cancer stem cell], is_a: [cancer_cell]}
        """,
    "facts/molecules.yaml": """\
        kind: molecule
        entities:
          - {id: HIF, label: HIFs}
          - {id: HIF2A, label: HIF-2α, synonyms: [EPAS1], is_a: [HIF]}
          - {id: TGFB, label: TGF-β}
        """,
    "facts/phenotypes.yaml": """\
        kind: phenotype
        entities:
          - {id: stemness, label: stemness, definition: what stem cells have}
          - {id: dormancy, label: dormancy, definition: no division for long}
        """,
    "facts/cancers.yaml": """\
        kind: cancer
        entities:
          - {id: glioma, label: glioma}
          - {id: glioblastoma, label: glioblastoma, synonyms: [GBM], is_a: [glioma]}
        """,
    "rules/10-mini.yaml": """\
        topic: Mini
        rules:
          - id: hypoxia-hif2a
            claim: Hypoxia raises HIF-2α.
            when: [hypoxia]
            then: HIF2A
            evidence:
              - {at: S1, refs: [1], find: "Under hypoxia the", wording: states}
          - id: hif2a-stemness
            claim: HIF-2α keeps cells stem-like.
            when: [HIF2A]
            then: stemness
            unless: [dormancy]
            evidence:
              - {at: S3, refs: [3], find: "cites one more study", wording: suggests}
        """,
    "rules/_hypotheses.yaml": """\
        groups:
          - id: origin
            question: Where do they come from?
            options:
              - {id: stem, label: normal stem cells}
              - {id: mature, label: mature cells}
        """,
}


def write(folder: Path, files: dict[str, str | None] | None = None, *, bare: bool = False) -> Path:
    """Write the small pack, with files added, replaced, or (None) left out; `bare` writes these files only."""
    content: dict[str, str | None] = {**({} if bare else FILES), **(files or {})}
    for path, text in content.items():
        if text is not None:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(dedent(text), encoding="utf-8")
    return folder


def rule(extra: str, *, when: str = "[hypoxia]", then: str = "stemness") -> str:
    """A rule file with one rule, that ends with the lines given."""
    head = f"topic: T\nrules:\n  - id: r\n    claim: C.\n    when: {when}\n    then: {then}\n"
    tail = '    evidence: [{at: S1, find: "Under hypoxia the", wording: states}]\n'
    return head + tail + "".join(f"    {line}\n" for line in dedent(extra).strip().splitlines())


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a pack; nothing where it loads."""
    try:
        load(folder)
    except ReasonerError as error:
        return error.problems
    return ()


def found(problems: tuple[Problem, ...], folder: Path) -> list[tuple[str, str]]:
    """Codes and positions, with paths below the folder."""
    return [(p.code, str(p.where).removeprefix(f"{folder}{os.sep}")) for p in problems]


def seen(problems: tuple[Problem, ...], folder: Path) -> list[tuple[str, str, str]]:
    """Codes, with file and line, and the word that stands at the position."""
    told = []
    for problem in problems:
        assert problem.where
        path = Path(problem.where.path)
        line = path.read_text(encoding="utf-8").splitlines()[problem.where.line - 1]
        word = re.split(r"[\s,\]}]", line[problem.where.column - 1 :].lstrip("'\"[{"))[0].strip("'\"")
        told.append((problem.code, f"{path.relative_to(folder).as_posix()}:{problem.where.line}", word))
    return told


def base(tmp_path: Path, files: dict[str, str | None] | None = None) -> KnowledgeBase:
    """The small pack, loaded."""
    return load(write(tmp_path / "pack", files))


def python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code with this package in another process."""
    path = str(Path(reasoner.__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": path, **environment}
    return subprocess.run(
        [sys.executable, "-c", dedent(code), *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
