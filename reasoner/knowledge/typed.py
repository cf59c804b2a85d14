"""Trees -> records of the model, with every problem of a tree at its position and in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import ValidationError

from reasoner.errors import Position, Problem
from reasoner.knowledge.nodes import Document, Mapping, Scalar, Sequence, Tree, descend, plain
from reasoner.knowledge.wording import did_you_mean, one_of, shown
from reasoner.model.base import Record, types

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=Record)

LOADED = frozenset({"source", "pack", "topic", "path", "line"})  # the loader fills them in: no file may set them

_NUMBERS = {
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "bool_parsing": "`true` or `false`",
    "bool_type": "`true` or `false`",
    "decimal_parsing": "a decimal number",
    "decimal_type": "a decimal number",
}
_LISTS = {"list_type", "tuple_type", "iterable_type"}
_PATTERNS = {
    r"^[A-Za-z][A-Za-z0-9_]*$": "letters, digits and underscores, with a letter first, as `HIF2A` or `drug_resistance`",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words and digits joined by hyphens, as `hypoxia-emt`",
    r"^[a-z0-9][a-z0-9-]*$": "lower-case letters, digits and hyphens",
    r"^[a-z0-9_]+$": "lower-case letters, digits and underscores",
    r"^[^/\s]+/[^/\s]+$": "`group/option`, as `quiescence/induced`",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits in lower case",
    r"^(https://.*)?$": "an address that begins with https://",
    r"^([a-z]+( [a-z]+)*)?$": "words in lower-case letters, as `review`",
    r"^([^{}\s]*\{\}[^{}\s]*)?$": "an anchor with `{}` for the number, as `ref-{}`",
    "^complete$": "`complete`",
    r"^([a-z0-9][a-z0-9-]*/)?[0-9]{1,9}$": "a reference's number, as `71`, or `SOURCE/3` for one of another source",
}


def validate(model: type[M], tree: Tree, document: Document, **fill: Any) -> M | None:
    """Make a record of a tree.

    Args:
        model: what it should be.
        tree: what was read.
        document: gives positions; problems are added to it.
        fill: values for keys of the record that do not come from the tree: there they count as unknown.

    Returns:
        The record, or None where the tree is none: then `document.problems` says why, one problem for each thing wrong.
    """
    data = plain(tree)
    before = len(document.problems)
    document.problems.extend(_refuse(model, tree, document, LOADED.union(fill)))
    try:
        record = model.model_validate(data | fill if isinstance(data, dict) else data)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_context=True):
            if problem := _problem(model, tree, document, details):
                document.problems.append(problem)
        return None
    return record if len(document.problems) == before and not _broken(tree) else None


def salvage(model: type[M], tree: Tree) -> tuple[M, frozenset[str]]:
    """What is right in a tree that is wrong: the innermost keys with anything wrong below them are left out.

    Args:
        model: what it should be; none of its keys is demanded.
        tree: a tree that `validate` has refused.

    Returns:
        The record, and the keys that are left.
    """
    data = _unbroken(tree)
    while True:
        try:
            return model.model_validate(data), frozenset(data)
        except ValidationError as error:
            dropped = [_drop(data, details["loc"]) for details in error.errors(include_url=False)]
            if not any(dropped):
                data = {}


def _unbroken(tree: Tree) -> Any:
    """The tree without the keys whose values, or items of them, the reader has refused."""
    if isinstance(tree, Mapping):
        return {key: _unbroken(value) for key, value in tree.values.items() if not _has_broken(value)}
    return [_unbroken(item) for item in tree.items] if isinstance(tree, Sequence) else tree.text


def _has_broken(tree: Tree) -> bool:
    if isinstance(tree, Sequence):
        return any(map(_has_broken, tree.items))
    return isinstance(tree, Scalar) and tree.broken


def _drop(data: Any, loc: tuple[int | str, ...]) -> bool:
    """Take away the innermost key on a path, and say whether there was one; lists keep their length and positions."""
    innermost: tuple[dict[str, Any], str] | None = None
    for step in loc:
        if isinstance(data, dict) and step in data:
            innermost = data, str(step)
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            break
    if innermost:
        innermost[0].pop(innermost[1], None)
    return innermost is not None


def items(document: Document, key: str, known: tuple[str, ...] = ()) -> Iterator[Tree]:
    """The items of the list under a key of a document's top mapping, once the mapping's keys are checked.

    Args:
        document: problems are added to it: keys that are not known, no list under `key`, an item that is no mapping.
        key: the key of the list.
        known: other keys that may stand beside it.

    Yields:
        Each item that is a mapping.
    """
    root = document.root
    if root is None:
        return
    allowed = (*known, key)
    for name, scalar in root.keys.items():
        if name not in allowed:
            document.problems.append(_unknown_key(name, allowed, Position(document.path, scalar.line, scalar.column)))
    found = root.values.get(key)
    if found is None:
        document.problems.append(Problem("E013", f"the key `{key}` is missing", document.position))
    elif isinstance(found, Sequence):
        for item in found.items:
            if isinstance(item, Mapping):
                yield item
            elif not (isinstance(item, Scalar) and item.broken):
                message = "expected keys with values (`key: value`)"
                document.problems.append(Problem("E010", message, document.where(item)))
    elif not (isinstance(found, Scalar) and found.broken):
        document.problems.append(Problem("E010", f"expected a list under `{key}`", document.where(found)))


def _broken(tree: Tree) -> bool:
    """Whether the reader refused something below: its stand-in must not pass for what was meant."""
    if isinstance(tree, Scalar):
        return tree.broken
    return any(map(_broken, tree.values.values() if isinstance(tree, Mapping) else tree.items))


def _refuse(model: type[Record], tree: Tree, document: Document, refused: frozenset[str]) -> Iterator[Problem]:
    """Keys that files may not set, in a record, and those of `LOADED` in a record inside of it."""
    if isinstance(tree, Mapping):
        for name, scalar in tree.keys.items():
            if name in refused and name in model.model_fields:
                known = tuple(field for field in model.model_fields if field not in refused)
                yield _unknown_key(name, known, Position(document.path, scalar.line, scalar.column))
            elif (inner := _model_at(model, (name,))) is not None:
                below = tree.values[name]
                for item in below.items if isinstance(below, Sequence) else [below]:
                    yield from _refuse(inner, item, document, LOADED)


def _problem(model: type[Record], tree: Tree, document: Document, details: ErrorDetails) -> Problem | None:
    """A validation error in plain words; None where the reader has reported the spot already."""
    loc = tuple(step for step in details["loc"] if step != "[key]")
    kind = details["type"]
    name = str(loc[-1]) if loc else ""
    if kind == "unexpected_keyword_argument":
        known = tuple(_fields(_model_at(model, loc[:-1]) or model))
        return _unknown_key(name, known, document.where_key(tree, *loc))
    if kind == "missing":
        where = document.where(tree, *loc[:-1])
        return Problem("E013", f"the key `{name}` is missing", where)
    found = descend(tree, *loc)
    where = document.where(tree, *loc)
    if _broken(found):
        return None
    code, message, help_ = _explain(details, found, model, loc)
    return Problem(code, message, where, help_)


def _explain(
    details: ErrorDetails, found: Tree, model: type[Record], loc: tuple[int | str, ...]
) -> tuple[str, str, tuple[str, ...]]:
    kind = details["type"]
    context = details.get("ctx", {})
    got = _got(found)
    if kind == "value_error":
        text = str(context.get("error", details["msg"]))
        code = "E016" if text.startswith("expected") else "E010"
        return code, f"{text}; got {got}" if code == "E016" else text, ()
    if kind == "is_instance_of":
        return "E010", f"expected text; got {got}", ()
    if kind in _NUMBERS:
        return "E010", f"expected {_NUMBERS[kind]}; got {got}", ()
    if kind in _LISTS:
        return "E010", f"expected a list; got {got}", ()
    if kind in ("dataclass_type", "dict_type"):
        inner = _model_at(model, loc)
        keys = f" with the keys {one_of(_fields(inner))}" if inner else ""
        return "E010", f"expected a mapping{keys}; got {got}", ()
    if kind == "string_type":
        return "E010", f"expected text; got {got}", ()
    if kind in ("enum", "literal_error"):
        choices = _choices(model, loc, str(context.get("expected", "")))
        help_ = did_you_mean(found.text, choices) if isinstance(found, Scalar) else ()
        return "E010", f"expected {one_of(choices)}; got {got}", help_
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        return "E010", f"expected {_PATTERNS.get(pattern, pattern)}; got {got}", ()
    if kind in ("too_short", "too_long"):
        least, most = context.get("min_length"), context.get("max_length")
        return (
            "E010",
            f"expected {f'at least {least}' if kind == 'too_short' else f'at most {most}'} here; got {got}",
            (),
        )
    if kind == "string_too_short":
        return "E010", "expected some text; it is empty", ()
    if kind == "greater_than_equal":
        return "E010", f"expected {context.get('ge')} or more; got {got}", ()
    return "E010", f"{details['msg'].lower().rstrip('.')}; got {got}", ()


def _got(found: Tree) -> str:
    if isinstance(found, Scalar):
        return shown(found.text) if found.text else "an empty text"
    if isinstance(found, Mapping):
        return "a mapping (text that holds a colon and a space must be quoted)"
    return f"a list of {len(found.items)}"


def _unknown_key(name: str, known: tuple[str, ...], where: Position) -> Problem:
    help_ = did_you_mean(name, known) or (f"known here: {', '.join(known)}",)
    return Problem("E011", f"unknown key {shown(name)}", where, help_)


def _fields(model: type[Record] | None) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name not in LOADED) if model else ()


def _model_at(model: type[Record], loc: tuple[int | str, ...]) -> type[Record] | None:
    """The record that stands at a path of keys and indices."""
    inner: type[Record] | None = model
    for step in loc:
        if isinstance(step, str) and inner is not None:
            inner = next(_models(types(inner).get(step)), None)
    return inner


def _models(annotation: Any) -> Iterator[type[Record]]:
    """The records that an annotation names, inside of whatever generics."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _choices(model: type[Record], loc: tuple[int | str, ...], expected: str) -> tuple[str, ...]:
    """The values of an enumeration or of literals, as the files write them."""
    names = [step for step in loc if isinstance(step, str)]
    owner = _model_at(model, tuple(names[:-1])) if names else None
    enums = list(_enums(types(owner).get(names[-1]))) if owner else []
    if enums:
        return tuple(map(str, enums[0]))
    return tuple(part.strip("' ") for part in expected.replace(" or ", ", ").split(","))


def _enums(annotation: Any) -> Iterator[type[Enum]]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for argument in get_args(annotation):
        yield from _enums(argument)
