"""Every name that the review uses for a thing leads to that thing, however it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reasoner.errors import UsageError
from reasoner.knowledge.loader import load
from reasoner.knowledge.names import FINDING_KINDS, Names
from reasoner.model.finding import Finding

KB = load(Path(__file__).parents[2])
NAMES = Names(KB)
FILE = Path(__file__).with_name("names.yaml")
ROWS: dict[str, dict[str, str | list[str]]] = yaml.load(FILE.read_text(encoding="utf-8"), yaml.BaseLoader)
USED = {name: [found] if isinstance(found, str) else found for names in ROWS.values() for name, found in names.items()}


def entities(name: str) -> list[str]:
    """The entity of a name, or the choices that its error offers."""
    try:
        return [NAMES.entity(name).id]
    except UsageError as error:
        (problem,) = error.problems
        assert problem.code == "E014", f"{name}: {problem}"
        return [line.split("`")[1] for line in problem.help]


def typed(name: str) -> list[str]:
    """A name as it is printed, in small letters, and without hyphens."""
    return list(dict.fromkeys((name, name.lower(), name.replace("-", " "), name.lower().replace("-", " "))))


def test_every_name_of_the_review_resolves_as_typed() -> None:
    amiss = {text: found for name in USED for text in typed(name) if (found := entities(text)) != sorted(USED[name])}
    assert not amiss


def test_a_homonym_is_refused_with_its_choices_and_each_is_reached_by_its_id() -> None:
    homonyms = {name: ids for name, ids in USED.items() if len(ids) > 1}
    assert set(homonyms) == {"MET", "HSCs", "SP", "survival", "phenotypic switch"}
    for name, ids in homonyms.items():
        with pytest.raises(UsageError) as error:
            NAMES.entity(name)
        (problem,) = error.value.problems
        choices = [f"`{id_}`: {KB.entities[id_].label} ({KB.entities[id_].kind})" for id_ in sorted(ids)]
        assert (problem.code, list(problem.help)) == ("E014", choices)
        assert [NAMES.entity(id_).id for id_ in ids] == ids


def test_every_name_of_what_can_hold_reads_as_a_finding() -> None:
    held = {name: ids[0] for name, ids in USED.items() if len(ids) == 1 and KB.entities[ids[0]].kind in FINDING_KINDS}
    assert {name: NAMES.finding(name) for name in held} == {name: Finding(id_) for name, id_ in held.items()}
    for name, id_ in held.items():
        assert NAMES.finding(f"{name} down in CSCs") == Finding(id_, "CSC", down=True)


def test_the_names_are_of_the_review_and_each_stands_once() -> None:
    assert set(ROWS) <= {row.id for row in KB.sources[0].rows}
    assert list(ROWS) == sorted(ROWS, key=[row.id for row in KB.sources[0].rows].index)
    assert sum(map(len, ROWS.values())) == len(USED) > 700
    assert {id_ for ids in USED.values() for id_ in ids} <= set(KB.entities)
    assert max(len(name.split()) for name in USED) <= 8
