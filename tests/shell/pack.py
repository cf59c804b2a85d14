"""A small pack, written to a temporary folder, so that what the real base says next week breaks no test here."""

from __future__ import annotations

import hashlib
from pathlib import Path
from textwrap import dedent

from reasoner.knowledge.loader import load
from reasoner.knowledge.names import Names
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.pipeline import scenario_from_names

ROWS = {"S1": [1, 2], "S2": [], "S3": [3], "S4": [4, 5], "S5": [6]}


def _row(id_: str, refs: list[int]) -> str:
    digest = hashlib.sha256(f"The row {id_} of a small source.".encode()).hexdigest()
    return f"  - {{id: {id_}, section: Mini, refs: {refs}, sha256: {digest}}}\n"


def _rule(id_: str, claim: str, when: str, then: str, at: str, wording: str = "states", more: str = "") -> str:
    return f"""\
  - id: {id_}
    claim: {claim}
    when: [{when}]
    then: [{then}]
    evidence:
      - {{at: {at}, {_FIND}, wording: {wording}}}
{more}"""


_FIND = 'find: "three plain words"'
_REVERTS = f"    reverts: {{at: S5, refs: [6], {_FIND}}}\n"
_RULES = "topic: Mini\nrules:\n" + "".join(
    [
        _rule("hypoxia-hif2a", "Hypoxia raises HIF-2α.", "hypoxia", "HIF2A", "S1, refs: [1, 2]"),
        _rule("hif2a-enrichment", "HIF-2α enriches CSCs.", "HIF2A", "CSC_enrichment", "S3, refs: [3]"),
        _rule("hypoxia-emt", "Hypoxia brings EMT.", "hypoxia", "EMT in CSC", "S4, refs: [4, 5]"),
        _rule("emt-enrichment", "EMT enriches CSCs.", "EMT in CSC", "CSC_enrichment", "S2", "suggests"),
        _rule("taxane-state", "Taxanes bring a state.", "taxane", "taxane_state", "S5, refs: [6]", more=_REVERTS),
        _rule("caf-recruitment", "CSCs bring CAFs.", "CSC", "recruitment", "S5, refs: [6]"),
        _rule("caf-hif", "CAFs lower HIF-2α.", "CAF", "HIF2A down", "S5, refs: [6]", "suggests"),
        _rule("relapse", "EMT comes with relapse.", "EMT in CSC", "relapse", "S4, refs: [4]", "correlates"),
    ]
)

FILES = {
    "facts/source.yaml": "id: mini\nkind: review\ntitle: A small source\nurl: https://example.org/mini\n"
    "reference_anchor: ref-CR{}\nrows:\n" + "".join(_row(*row) for row in ROWS.items()),
    "facts/conditions.yaml": """\
        kind: condition
        entities:
          - {id: hypoxia, label: hypoxia, synonyms: [low oxygen]}
          - {id: normoxia, label: normoxia}
        """,
    "facts/therapies.yaml": """\
        kind: therapy
        entities:
          - {id: taxane, label: taxanes}
          - {id: paclitaxel, label: paclitaxel, is_a: [taxane], synonyms: [Taxol]}
        """,
    "facts/cells.yaml": """\
        kind: cell
        entities:
          - {id: cancer_cell, label: cancer cells}
          - {id: CSC, label: CSCs, synonyms: [cancer stem cell, HSC], is_a: [cancer_cell]}
          - {id: CAF, label: CAFs, synonyms: [cancer-associated fibroblast, HSC]}
        """,
    "facts/sites.yaml": """\
        kind: site
        entities:
          - {id: bone_marrow, label: bone marrow}
        """,
    "facts/molecules.yaml": """\
        kind: molecule
        entities:
          - {id: HIF2A, label: HIF-2α, synonyms: [EPAS1], words: [active, inactive]}
          - {id: TGFB, label: TGF-β}
        """,
    "facts/processes.yaml": """\
        kind: process
        entities:
          - {id: EMT, label: EMT, synonyms: [epithelial-mesenchymal transition]}
          - {id: recruitment, label: recruitment of CAFs, yields: [CAF]}
        """,
    "facts/phenotypes.yaml": """\
        kind: phenotype
        entities:
          - {id: CSC_enrichment, label: CSC enrichment, definition: more CSCs than before}
          - {id: taxane_state, label: taxane state, definition: what taxanes bring about}
          - {id: rest_and_wait, label: rest and wait, definition: a name with `and` in it}
          - {id: cell_signals, label: signals that it gives off, definition: a name with a verb in it}
          - {id: small_group, label: a group of cells, definition: a name with an article in it}
        """,
    "facts/outcomes.yaml": """\
        kind: outcome
        entities:
          - {id: relapse, label: relapse, definition: it comes back}
        """,
    "facts/cancers.yaml": """\
        kind: cancer
        entities:
          - {id: glioma, label: glioma}
          - {id: glioblastoma, label: glioblastoma, synonyms: [GBM], is_a: [glioma]}
        """,
    "facts/stages.yaml": """\
        kind: stage
        entities:
          - {id: advanced, label: advanced stage}
        """,
    "facts/measures.yaml": """\
        kind: measure
        entities:
          - id: oxygen
            label: oxygen
            thresholds:
              - {below: "2", unit: "%", gives: hypoxia}
        """,
    "facts/incompatible.yaml": """\
        incompatible:
          - {members: [hypoxia, normoxia]}
        """,
    "rules/10-mini.yaml": _RULES,
    "rules/_hypotheses.yaml": """\
        groups:
          - id: origin
            question: Where do they come from?
            options:
              - {id: stem, label: normal stem cells}
              - {id: mature, label: mature cells}
        """,
}


def write(folder: Path) -> Path:
    """Write the pack."""
    for name, text in FILES.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dedent(text), encoding="utf-8")
    return folder


def base(folder: Path) -> KnowledgeBase:
    """Write the pack and load it."""
    return load(write(folder))


def scenario(kb: KnowledgeBase, *given: str, **more: object) -> Scenario:
    """A scenario of the pack."""
    return scenario_from_names(kb, given, names=Names(kb), **more)  # type: ignore[arg-type]
