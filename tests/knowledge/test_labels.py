"""Labels of the shipped base with their words for a direction, as sentences have them."""

from __future__ import annotations

import re
from pathlib import Path

from reasoner.knowledge.loader import load
from reasoner.knowledge.names import FINDING_KINDS
from reasoner.model.entity import Entity, Kind

KB = load(Path(__file__).parents[2])
PHRASES = {
    (entity.id, down): entity.phrase(down=down)
    for entity in KB.entities.values()
    if entity.kind in FINDING_KINDS
    for down in (False, True)
}


def test_an_article_gives_way_to_no() -> None:
    def absent(label: str, kind: Kind = Kind.condition, words: tuple[str, str] | None = None) -> str:
        return Entity(id="x", kind=kind, label=label, words=words).phrase(down=True)

    assert absent("a stem cell niche") == absent("stem cell niche") == "no stem cell niche"
    assert absent("an established tumour") == "no established tumour"
    assert absent("the angiogenic switch", Kind.process, ("{}", "no {}")) == "no angiogenic switch"
    assert absent("anoikis") == "no anoikis"
    assert absent("the MET receptor", Kind.molecule) == "the MET receptor low"
    assert absent("a cytokine network", Kind.process, ("{}", "without {}")) == "without a cytokine network"
    assert Entity(id="x", kind=Kind.condition, label="a stem cell niche").phrase(down=False) == "a stem cell niche"


def test_no_label_has_two_determiners() -> None:
    doubled = re.compile(r"\b(?:a|an|the|no|less|fewer|more|high|low|good|large|small) (?:a|an|the)\b")
    assert not {found: text for found, text in PHRASES.items() if doubled.search(text)}


def test_no_two_findings_read_the_same() -> None:
    assert len(set(PHRASES.values())) == len(PHRASES)
