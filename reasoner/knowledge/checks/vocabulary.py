"""Names that could be confused, identifiers, definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reasoner.errors import Position, Problem
from reasoner.knowledge.checks.context import Context
from reasoner.knowledge.names import Names
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.entity import Kind

_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9.]*):([^\s:][^\s]*)")
# Registries that vocabularies of this field refer to, by their Bioregistry prefix, with the form of their identifiers.
_PREFIXES = {
    "hgnc": r"\d+",
    "uniprot": r"[A-Z0-9]{6,10}",
    "mirbase": r"MI(MAT)?\d+",
    "fplx": r"\w+",
    "chebi": r"\d+",
    "chembl": r"CHEMBL\d+",
    "pubchem.compound": r"\d+",
    "drugbank": r"DB\d+",
    "go": r"\d{7}",
    "mesh": r"[A-Z]\d+",
    "mondo": r"\d{7}",
    "doid": r"\d+",
    "efo": r"\d{7}",
    "hp": r"\d{7}",
    "ncit": r"C\d+",
    "cl": r"\d{7}",
    "uberon": r"\d{7}",
    "ncbitaxon": r"\d+",
    "ncbigene": r"\d+",
    "obi": r"\d{7}",
    "wikidata": r"Q\d+",
}
# Kinds whose labels do not say what they are: they need an identifier or a definition.
_UNPLAIN = frozenset({Kind.process, Kind.phenotype, Kind.outcome})


def check(context: Context) -> Iterator[Problem]:
    """Ambiguous names, malformed or repeated identifiers, meanings that are nowhere said."""
    yield from _ambiguous(context)
    users: dict[str, str] = {}
    for id_, entity in context.kb.entities.items():
        located = context.draft.entities[id_]
        for number, identifier in enumerate(entity.identifiers):
            where = located.where("identifiers", number)
            yield from _curie(identifier, where)
            first = users.setdefault(identifier.casefold(), id_)
            if first != id_:
                yield Problem("W037", f"`{first}` has the same identifier {shown(identifier)}", where)
        if not entity.identifiers and not entity.definition and entity.kind in _UNPLAIN:
            message = f"`{id_}` has neither an identifier nor a definition"
            yield Problem("W041", message, located.where("id"), ("say in own words what it means",))


def _curie(identifier: str, where: Position) -> Iterator[Problem]:
    match = _CURIE.fullmatch(identifier)
    if not match:
        yield Problem("E052", f"expected an identifier as `hgnc:3374`; got {shown(identifier)}", where)
        return
    prefix, local = match.groups()
    if prefix not in _PREFIXES:
        yield Problem("W037", f"unknown registry {shown(prefix)}", where, did_you_mean(prefix, list(_PREFIXES)))
    elif not re.fullmatch(_PREFIXES[prefix], local):
        yield Problem("E052", f"{shown(identifier)} has not the form of an identifier of {prefix}", where)


def _ambiguous(context: Context) -> Iterator[Problem]:
    """Names that read the same. Where every entity lists the name letter for letter as a synonym, it is meant so.

    Such homonyms are reported to whoever types them, with the choices. A label must never be one: what is printed can
    be typed back.
    """
    for group in Names(context.kb).sharing():
        entities = sorted({entity for _, entity in group})
        texts = {text for text, _ in group}
        declared = len(texts) == 1 and all(
            next(iter(texts)) in context.kb.entities[entity].synonyms for entity in entities
        )
        if not declared:
            text, entity = group[-1]
            located = context.draft.entities[entity]
            synonyms = context.kb.entities[entity].synonyms
            where = located.where("synonyms", synonyms.index(text)) if text in synonyms else located.where("label")
            others = " and ".join(f"`{other}`" for other in entities if other != entity)
            message = f"the name {shown(text)} of `{entity}` reads the same as one of {others}"
            help_ = "a homonym that is meant stands letter for letter among the synonyms of each, and is nobody's label"
            yield Problem("W036", message, where, (help_,))
