"""Reads the files of packs into a draft: each record by itself, so that one broken record hides no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from reasoner.errors import Position, Problem
from reasoner.knowledge.draft import Draft, Located
from reasoner.knowledge.nodes import Document, Mapping, Scalar, Tree
from reasoner.knowledge.packs import Pack
from reasoner.knowledge.reader import read_one
from reasoner.knowledge.typed import items, validate
from reasoner.knowledge.wording import FORBIDDEN, did_you_mean, one_of, shown
from reasoner.model.base import Record
from reasoner.model.entity import Entity, Extension, Kind
from reasoner.model.evidence import Evidence
from reasoner.model.rule import HypothesisGroup, Rule
from reasoner.model.source import Deprecated, Incompatible, NotEncoded, Reference, Source

R = TypeVar("R", Rule, HypothesisGroup)
N = TypeVar("N", bound=Record)


def collect(packs: Sequence[Pack]) -> Draft:
    """Read everything that packs say.

    Args:
        packs: the home pack first. One without `facts/source.yaml` cites the home pack's source.

    Returns:
        The draft, with the problems of reading: nothing is checked yet that takes more than one record, but ids that
        are used twice.
    """
    draft = Draft()
    home = ""
    for number, pack in enumerate(packs):
        reader = _PackReader(draft, pack, number, home)
        reader.read()
        if number == 0:
            home = reader.source
    for extension in draft.extensions:
        _extend(draft, extension)
    return draft


def _extend(draft: Draft, extension: Located[Extension]) -> None:
    """Add to an entity what an extension says of it, each part with its own position."""
    entity = draft.entities.get(extension.value.id)
    if entity is None:
        return  # `invariants.extensions` says so
    update: dict[str, tuple[str, ...]] = {}
    elsewhere = dict(entity.elsewhere)
    for part in ("synonyms", "is_a"):
        known: tuple[str, ...] = getattr(entity.value, part)
        for number, text in enumerate(getattr(extension.value, part)):
            if text in known:
                first = entity.where(part, known.index(text))
                message = f"{shown(text)} stands already under `{part}` of `{entity.value.id}`, at {first}"
                draft.problems.append(Problem("E030", message, extension.where(part, number)))
                continue
            elsewhere[part, len(known)] = extension.where(part, number)
            known = (*known, text)
        update[part] = known
    value = entity.value.model_copy(update=update)
    draft.entities[value.id] = Located(value, entity.tree, entity.document, elsewhere)


def _named(below: Path) -> str:
    """A file's name in its pack as it counts, whichever of the two suffixes it has."""
    return below.with_suffix(".yaml").as_posix()


class _PackReader:
    """Reads one pack. `source` is the id of the work that it cites."""

    def __init__(self, draft: Draft, pack: Pack, number: int, home: str) -> None:
        self.draft = draft
        self.pack = pack
        self.number = number
        self.source = home
        self.path = ""

    def read(self) -> None:
        files = [(path.relative_to(self.pack.folder), path) for path in self.pack.files()]
        sources = [each for each in files if _named(each[0]) == "facts/source.yaml"]
        for below, path in sources:
            self.source = f"?{self.number}"  # until it is known: nothing is held against another source's rows
            self._file(below.as_posix(), path, self._source)
        if not sources and self.number == 0:
            where = Position(self.pack.shown(self.pack.folder / "facts" / "source.yaml"))
            message = "the file is missing: it says which work the rules cite, row by row"
            self.draft.problems.append(Problem("E019", message, where))
        special: dict[str, Callable[[Document], None]] = {
            "facts/references.yaml": self._references,
            "facts/incompatible.yaml": self._incompatible,
            "facts/extend.yaml": self._extensions,
            "rules/_hypotheses.yaml": self._groups,
            "rules/not_encoded.yaml": self._not_encoded,
            "rules/_deprecated.yaml": self._deprecated,
        }
        for below, path in files:
            if (below, path) not in sources:
                usual = self._entities if below.parts[0] == "facts" else self._rules
                self._file(below.as_posix(), path, special.get(_named(below), usual))

    def _file(self, below: str, path: Path, read: Callable[[Document], None]) -> None:
        self.path = below
        document = read_one(path, self.pack.shown(path), instead=self.pack.instead.get(path))
        self.draft.pack_of[document.path] = self.number
        if FORBIDDEN.search(below):
            message = "the file's name holds a character that is not accepted"
            document.problems.append(Problem("E009", message, Position(document.path)))
        if document.root is None:
            self.draft.unread = self.draft.unread or below.startswith("facts/")
        else:
            read(document)
        self.draft.problems.extend(document.problems)

    # ---------------------------------------------------------------- facts

    def _source(self, document: Document) -> None:
        root = document.root
        assert root is not None
        found = validate(Source, root, document)
        if found is None:
            return
        if first := self.draft.sources.get(found.id):
            message = f"the source `{found.id}` is already described at {first.where('id')}"
            of_home = self.draft.pack(first.where()) == 0
            help_ = (
                "leave this source.yaml out to cite the one that is there"
                if of_home
                else "put what cites one source into one pack"
            )
            document.problems.append(Problem("E030", message, document.where(root, "id"), (help_,)))
            return
        self.source = found.id
        self.draft.sources[found.id] = Located(found, root, document)

    def _entities(self, document: Document) -> None:
        root = document.root
        assert root is not None
        kind = self._kind(document, root)
        for tree in items(document, "entities", ("kind",)):
            entity = validate(Entity, tree, document, kind=kind or Kind.condition)
            if entity is None or kind is None:
                self._declare(tree, "id", self.draft.declared)
                continue
            thresholds = tuple(
                threshold.model_copy(update={"evidence": self._cite(threshold.evidence)})
                for threshold in entity.thresholds
            )
            entity = entity.model_copy(update={"thresholds": thresholds}) if thresholds else entity
            self._keep(self.draft.entities, entity.id, Located(entity, tree, document), "entity")

    def _kind(self, document: Document, root: Mapping) -> Kind | None:
        found = root.values.get("kind")
        if found is None:
            document.problems.append(Problem("E013", "the key `kind` is missing", document.position))
        elif not isinstance(found, Scalar) or found.text not in Kind.__members__:
            text = found.text if isinstance(found, Scalar) else ""
            message = f"expected the kind of the entities below: {one_of(Kind)}"
            document.problems.append(
                Problem("E010", message, document.where(found), did_you_mean(text, list(Kind.__members__)))
            )
        else:
            return Kind(found.text)
        return None

    def _references(self, document: Document) -> None:
        for tree in items(document, "references"):
            if found := validate(Reference, tree, document, source=self.source):
                key = (found.source, found.ref)
                self._keep(self.draft.references, key, Located(found, tree, document), "reference", "ref", found.ref)

    def _incompatible(self, document: Document) -> None:
        for tree in items(document, "incompatible"):
            if found := validate(Incompatible, tree, document):
                self.draft.incompatible.append(Located(found, tree, document))

    def _extensions(self, document: Document) -> None:
        for tree in items(document, "extend"):
            if found := validate(Extension, tree, document):
                self.draft.extensions.append(Located(found, tree, document))

    # ---------------------------------------------------------------- rules

    def _rules(self, document: Document) -> None:
        root = document.root
        assert root is not None
        topic = root.values.get("topic")
        if topic is None:
            document.problems.append(Problem("E013", "the key `topic` is missing", document.position))
        elif not isinstance(topic, Scalar):
            document.problems.append(Problem("E010", "expected text under `topic`", document.where(topic)))
        text = topic.text if isinstance(topic, Scalar) else ""
        for tree in items(document, "rules", ("topic",)):
            fill = {**self._place(tree), "topic": text}
            rule = validate(Rule, tree, document, **fill)
            if rule is not None:
                update: dict[str, Any] = {"evidence": self._cite(rule.evidence)}
                if rule.reverts:
                    update["reverts"] = rule.reverts.model_copy(update={"source": self.source})
                rule = rule.model_copy(update=update)
                self._keep(self.draft.rules, rule.id, Located(rule, tree, document), "rule")

    def _groups(self, document: Document) -> None:
        for tree in items(document, "groups"):
            group = validate(HypothesisGroup, tree, document, **self._place(tree))
            if group is None:
                self._declare(tree, "id", self.draft.broken_groups)
                continue
            group = group.model_copy(update={"evidence": self._cite(group.evidence)})
            self._keep(self.draft.groups, group.id, Located(group, tree, document), "hypothesis group")

    def _not_encoded(self, document: Document) -> None:
        for tree in items(document, "not_encoded"):
            if found := validate(NotEncoded, tree, document, source=self.source):
                key = (found.source, found.at)
                self._keep(self.draft.not_encoded, key, Located(found, tree, document), "row", "at", found.at)

    def _deprecated(self, document: Document) -> None:
        for tree in items(document, "deprecated"):
            if found := validate(Deprecated, tree, document):
                self._keep(self.draft.deprecated, found.id, Located(found, tree, document), "retired rule")

    # ---------------------------------------------------------------- helpers

    def _place(self, tree: Tree) -> dict[str, Any]:
        """What the loader says of a statement: its source, and where it stands."""
        return {"source": self.source, "pack": self.pack.name, "path": self.path, "line": tree.line}

    def _cite(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(item.model_copy(update={"source": self.source}) for item in evidence)

    def _declare(self, tree: Tree, key: str, ids: set[str]) -> None:
        found = tree.values.get(key) if isinstance(tree, Mapping) else None
        if isinstance(found, Scalar):
            ids.add(found.text)

    def _keep(
        self,
        kept: dict[Any, Located[N]],
        id_: object,
        found: Located[N],
        what: str,
        key: str = "id",
        name: object = None,
    ) -> None:
        """Keep a record under its id; a second one of that id is a problem that names both places."""
        if first := kept.get(id_):
            message = f"the {what} {shown(str(name or id_))} stands here and already at {first.where(key)}"
            found.document.problems.append(Problem("E030", message, found.where(key)))
        else:
            kept[id_] = found
