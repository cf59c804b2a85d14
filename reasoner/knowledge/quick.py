"""Reads small, plain scenario documents at once: what files of many scenarios are made of.

Whatever is unusual in a document, or wrong, makes this decline it: then it is read with care, by `reader`, `typed` and
`resolve`, which say what is right. What is not declined here is what they would give; a test holds the two together.

Composing by libyaml is several times as fast as building a tree of its events, and has three faults: it recurses, so
that deep nesting ends the process; it forgets anchors and tags; it knows nothing of characters that are not accepted.
So the bytes are looked at first. Texts are resolved once and remembered.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, get_args

from yaml import MappingNode, ScalarNode, SequenceNode, YAMLError
from yaml._yaml import CParser

from reasoner.errors import Position, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.resolve import NO_PHASES, given, reference, removed, row, rule
from reasoner.knowledge.scenario_docs import CITED, GradeName, SeverityName, SystemName
from reasoner.knowledge.suppositions import supposition
from reasoner.knowledge.text import Chunk
from reasoner.knowledge.wording import FORBIDDEN
from reasoner.model.evidence import Grade, System
from reasoner.model.finding import Finding, Measurement
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Expectation, Phase, Scenario, Setting
from reasoner.model.supposition import Supposition

Read = Callable[[str], Any]
Reader = Callable[[Any], Any]

_LARGEST = 1 << 14
_DEEPEST = 100  # brackets, which are all that can nest in so few bytes: indentation grows with each level
_REMEMBERED = 5_000
_PLAIN = bytes(code for code in range(0x20, 0x7F) if chr(code) not in "[{&!?") + b"\t\n"
_LISTS_OF_LISTS = re.compile(rb"-[ \t]+-[ \t\n]")
# An anchor, a tag or an explicit key: none can begin right after a letter. Aliases without anchors, and directives
# without the line of hyphens that would follow, libyaml refuses.
_MARKS = re.compile(r"(?:&(?=\S)|!|\?(?!\S))(?<!\w.)")
_SETTING = frozenset({"cancer", "stage", "site", "assume", "strict_context", "system", "suppose"})


class _DeclinedError(Exception):
    """Something in the document is unusual."""


class _Composer(CParser):
    """Composes without tags: what it asks of a resolver, at every node, is answered by builtins of no effect."""

    descend_resolver: ClassVar[Any] = staticmethod(operator.is_)
    ascend_resolver: ClassVar[Any] = staticmethod(bool)
    resolve: ClassVar[Any] = staticmethod(slice)


class _Known(dict[str, Any]):
    """What texts mean, each worked out once; emptied when it is full, so that any number of texts can come."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, text: str) -> Any:
        if FORBIDDEN.search(text):  # written as an escape
            raise _DeclinedError
        found = self.read(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = found
        return found


class Quick:
    """Reads documents of one knowledge base.

    Args:
        kb: whose names they use.
        names: its names.
    """

    def __init__(self, kb: KnowledgeBase, names: Names) -> None:
        finding = _Known(names.finding).__getitem__
        named = _Known(lambda text: str(names.finding(text))).__getitem__
        findings, nodes = _each(finding), _each(_Known(names.node).__getitem__)
        expected: dict[str, Reader] = dict.fromkeys(Expectation.model_fields, findings)
        expected["support"] = _mapping(named, _one({name: Grade[name] for name in get_args(GradeName)}.__getitem__))
        expected["cites"] = _mapping(named, _all(_Known(partial(_reference, kb)).__getitem__))
        expected["beside"] = _all(_Known(partial(rule, kb)).__getitem__)
        phase: dict[str, Reader] = {
            "name": _text,
            "given": _all(_Known(partial(given, names)).__getitem__),
            "remove": _all(_Known(partial(removed, names)).__getitem__),
            "block": nodes,
            "force": nodes,
            "release": nodes,
            "expect": lambda node: Expectation.of(**_fields(node, expected)),
        }
        self._scenario: dict[str, Reader] = {
            "scenario": _text,
            "rows": _all(_Known(partial(row, kb)).__getitem__),
            "note": _text,
            "cancer": _one(_Known(names.cancer).__getitem__),
            "stage": _one(_Known(names.stage).__getitem__),
            "site": _one(_Known(names.site).__getitem__),
            "assume": _assumed(_Known(names.assumption).__getitem__),
            "suppose": _each(_Known(partial(_supposition, kb, names)).__getitem__),
            "history": findings,
            "strict_context": _one({"true": True, "false": False}.__getitem__),
            "system": _one({name: System(name) for name in get_args(SystemName)}.__getitem__),
            "tags": lambda node: tuple(map(_text, [node] if node.__class__ is ScalarNode else _list(node))),
            "xfail": _text,
            "severity": _one({name: name for name in get_args(SeverityName)}.__getitem__),
            "phases": lambda node: tuple(_phase(_fields(item, phase)) for item in _list(node)),
            **{name: phase[name] for name in NO_PHASES},
        }

    def read(self, chunk: Chunk) -> tuple[Position, Scenario] | None:
        """What a document says, and where it begins; None where it is to be read with care."""
        if chunk.lost or chunk.problems or len(chunk.data) > _LARGEST:
            return None
        try:
            root: Any = _Composer(_accepted(chunk.data)).get_single_node()
            scenario = _made(_fields(root, self._scenario))
        # LookupError: a key or a word that is not known. TypeError: a list or mapping in the place of a text, since
        # the value of its node is a list, which cannot be looked up. ValueError: bytes that are no UTF-8.
        except (_DeclinedError, UsageError, LookupError, TypeError, ValueError, YAMLError):
            return None
        mark = root.start_mark
        return Position(chunk.path, chunk.line + mark.line, mark.column + 1), scenario


def _accepted(data: bytes) -> bytes | str:
    """What libyaml may be given: text that is accepted, without anchors and tags, of little depth."""
    odd = data.translate(None, _PLAIN)
    if odd.count(b"[") + odd.count(b"{") > _DEEPEST or _LISTS_OF_LISTS.search(data):
        raise _DeclinedError
    if not odd.strip(b"[{"):
        return data
    text = data.decode("utf-8").replace("\r\n", "\n")
    if FORBIDDEN.search(text) or _MARKS.search(text):
        raise _DeclinedError
    return text


def _made(found: dict[str, Any]) -> Scenario:
    """The scenario of what its keys hold."""
    if "scenario" in found:
        found["title"] = found.pop("scenario")
    only = {name: found.pop(name) for name in NO_PHASES if name in found}
    if "phases" not in found:
        found["phases"] = (_phase(only),)
    elif only or not found["phases"]:
        raise _DeclinedError
    if setting := {name: found.pop(name) for name in _SETTING.intersection(found)}:
        found["setting"] = Setting.of(**setting)
    return Scenario.of(**found)


def _phase(found: dict[str, Any]) -> Phase:
    """The phase of what its keys hold: findings and numbers stand under one key there."""
    if came := found.get("given"):
        found["given"] = tuple(dict.fromkeys(each for each in came if each.__class__ is Finding))
        found["measured"] = tuple(each for each in came if each.__class__ is Measurement)
    if gone := found.get("remove"):
        found["remove"] = tuple(dict.fromkeys(each for each in gone if each.__class__ is Finding))
        found["remove_measured"] = tuple(dict.fromkeys(each for each in gone if each.__class__ is str))
    return Phase.of(**found)


def _reference(kb: KnowledgeBase, text: str) -> int | str:
    if not re.fullmatch(CITED.removesuffix("$"), text):
        raise _DeclinedError
    return reference(kb, text)


def _supposition(kb: KnowledgeBase, names: Names, text: str) -> Supposition:
    return supposition(kb, names, text)


# -------------------------------------------------------------------- nodes


def _fields(node: Any, readers: dict[str, Reader]) -> dict[str, Any]:
    """What the keys of a mapping hold, each as its reader has it."""
    if node.__class__ is not MappingNode:
        raise _DeclinedError
    found = {key.value: readers[key.value](value) for key, value in node.value}
    if len(found) != len(node.value):
        raise _DeclinedError
    return found


def _text(node: Any) -> str:
    """Text of any kind; where nothing is written a value is missing."""
    text: str = node.value
    if node.__class__ is not ScalarNode or not (text or node.style) or FORBIDDEN.search(text):
        raise _DeclinedError
    return text


def _texts(node: Any) -> list[str]:
    """The texts of a list; one value stands for a list of one."""
    if node.__class__ is ScalarNode:
        return [node.value]
    return [item.value for item in _list(node)]


def _list(node: Any) -> list[Any]:
    if node.__class__ is not SequenceNode:
        raise _DeclinedError
    items: list[Any] = node.value
    return items


def _one(read: Read) -> Reader:
    return lambda node: read(node.value)


def _all(read: Read) -> Reader:
    """Texts, as they are read."""
    return lambda node: tuple(map(read, _texts(node)))


def _each(read: Read) -> Reader:
    """Texts, as they are read, each once."""
    return lambda node: tuple(dict.fromkeys(map(read, _texts(node))))


def _mapping(read_key: Read, read: Reader) -> Reader:
    """Keys and values, as they are read; two keys may mean the same, and then the last one counts."""

    def reader(node: Any) -> dict[str, Any]:
        if node.__class__ is not MappingNode or len({key.value for key, _ in node.value}) != len(node.value):
            raise _DeclinedError
        return {read_key(key.value): read(value) for key, value in node.value}

    return reader


def _assumed(read: Read) -> Reader:
    """Groups with their options; only one of a group can be assumed."""

    def reader(node: Any) -> tuple[tuple[str, str], ...]:
        pairs: set[tuple[str, str]] = set(map(read, _texts(node)))
        if len(dict(pairs)) != len(pairs):
            raise _DeclinedError
        return tuple(sorted(pairs))

    return reader
