"""Evidence: where the source says something, in which words, and the grade that follows from that."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from reasoner.model.base import Before, Record

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Grade(IntEnum):
    """How firmly the source backs a claim (not how true it is), weakest first."""

    hypothesis = 0
    limited = 1
    moderate = 2
    strong = 3

    __hash__ = int.__hash__  # that of enumerations hashes the name, in Python

    def __str__(self) -> str:
        return self.name

    def lowered(self, by: int) -> Grade:
        """The grade `by` steps lower; nothing counts lower than `hypothesis`."""
        return Grade(max(0, self - by)) if by else self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read and written by name."""
        from pydantic_core import core_schema

        names = core_schema.literal_schema(list(cls.__members__))
        return core_schema.no_info_before_validator_function(
            lambda value: cls.__members__.get(value, value) if isinstance(value, str) else value,
            handler(source),
            json_schema_input_schema=names,
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=names),
        )


class Wording(StrEnum):
    """How the source puts it."""

    states = "states"
    suggests = "suggests"
    correlates = "correlates"
    hypothesises = "hypothesises"


class System(StrEnum):
    """The experimental system; shown and filterable, never weakening."""

    patient = "patient"
    in_vivo = "in_vivo"
    ex_vivo = "ex_vivo"
    in_vitro = "in_vitro"


_TABLE = {
    Wording.states: (Grade.limited, Grade.moderate, Grade.strong),
    Wording.suggests: (Grade.hypothesis, Grade.limited, Grade.limited),
    Wording.correlates: (Grade.hypothesis, Grade.limited, Grade.limited),
    Wording.hypothesises: (Grade.hypothesis, Grade.hypothesis, Grade.hypothesis),
}

SOFT_KEYS = ("cancer", "stage", "site")
_CONTEXT = (*SOFT_KEYS, "system", "cell")


def as_list(value: Any) -> Any:
    """One value stands for a list of one: files may leave the brackets out."""
    return value if isinstance(value, (list, tuple)) else [value]


Names = Annotated[tuple[str, ...], Before(as_list)]


class Context(Record):
    """In which setting a study was done; every key may hold several values."""

    cancer: Names = ()
    stage: Names = ()
    site: Names = ()
    system: Annotated[tuple[System, ...], Before(as_list)] = ()
    cell: Names = ()

    def completed(self, other: Context) -> Context:
        """This context, with the keys it leaves empty taken from `other`; itself where there is nothing to take."""
        taken = {key: found for key in _CONTEXT if (found := getattr(other, key)) and not getattr(self, key)}
        return self.model_copy(update=taken) if taken else self


class Evidence(Record):
    """One place of the source that backs a claim.

    Attributes:
        at: the row (sentence) of the source.
        refs: numbers in the source's reference list, as that row cites them.
        refs_at: the neighbouring row that cites them, where one study is told over several rows.
        find: three to eight words of the row that occur once in the source.
        wording: how the row puts it.
        shared: the bracket stands behind several claims and is not divided among them: it counts as one study.
        context: the setting of the study.
        source: the id of the source; filled in from the pack.
    """

    at: str
    refs: Annotated[tuple[int, ...], Before(as_list)] = ()
    refs_at: str | None = None
    find: str
    wording: Wording
    shared: bool = False
    context: Context = Context()
    source: str = ""

    @cached_property
    def grade(self) -> Grade:
        """The grade by the table of semantics: wording against the number of studies cited."""
        studies = len(set(self.refs))
        if self.shared:
            studies = min(studies, 1)
        return _TABLE[self.wording][min(studies, 2)]

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that this item rests on."""
        return (self.at,) if self.refs_at in (None, self.at) else (self.at, self.refs_at)


class Reversal(Record):
    """Where the source says that a state goes with its cause."""

    at: str
    refs: Annotated[tuple[int, ...], Before(as_list)] = ()
    refs_at: str | None = None
    find: str
    source: str = ""
