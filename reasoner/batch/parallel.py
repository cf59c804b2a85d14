"""Runs scenario files on several workers: the same items in the same order as `run` gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import lru_cache
from pathlib import Path
from typing import IO

from reasoner.batch.executors import surviving
from reasoner.batch.report import RunItem
from reasoner.batch.run import run_documents
from reasoner.batch.selection import Selection
from reasoner.errors import KnowledgeError, Problem
from reasoner.knowledge.cache import load_cached
from reasoner.knowledge.names import Names
from reasoner.knowledge.reader import pieces as cut
from reasoner.knowledge.scenarios import scenarios_of
from reasoner.knowledge.text import Chunk
from reasoner.pipeline import Reasoner
from reasoner.sweeps.ordered import in_order
from reasoner.values import Value

SIZE, DOCUMENTS = 1 << 16, 512
WITH_RESULTS = 1 << 12, 16
"""Bytes and documents of a piece of work; results are large, and few of them are to wait for their turn."""


class Piece(Value):
    """Some documents of a file, and how many stand before them."""

    chunks: tuple[Chunk, ...]
    number: int


class Job(Value):
    """What a worker must know beside the documents.

    Attributes:
        kb, extra: the packs, as they were named.
        digest: of the knowledge base, which must be the same everywhere.
        engine, results, evaluated: as for `run`.
        selection: which documents are run.
        most: after how many bad ones a piece is given back as far as it is; 0 for the whole of it.
    """

    kb: str | None
    extra: tuple[str, ...]
    digest: str
    engine: str = "columns"
    results: bool = False
    evaluated: bool = True
    selection: Selection = Selection()
    most: int = 0


def run_on(executor: Executor, job: Job, sources: Iterable[str | IO[bytes]], *, ahead: int = 1) -> Iterator[RunItem]:
    """Run the scenarios of files and streams, in order, a few pieces at a time.

    Args:
        executor: does the work.
        job: what is to be done.
        sources: paths and open streams.
        ahead: how many pieces are handed out before the first of them is waited for.

    Raises:
        EngineError: a worker ended before its work was done.
        KnowledgeError: the knowledge base was changed meanwhile (E406).
    """
    size, documents = WITH_RESULTS if job.results else (SIZE, DOCUMENTS)
    tasks = ((job, piece) for source in sources for piece in _pieces(source, size, documents))
    done = in_order(executor, run_piece, tasks, ahead=ahead)
    for found in surviving(done, help_="fewer processes need less memory: -j"):
        yield from found


def _pieces(source: str | IO[bytes], size: int, documents: int) -> Iterator[Piece]:
    """The documents of a file or stream, some at a time, cut by the rule by which they are read."""
    held: list[Chunk] = []
    number = 0
    for chunk in cut(Path(source) if isinstance(source, str) else source):
        held.append(chunk)
        if len(held) >= documents or sum(len(each.data) for each in held) >= size:
            yield Piece(tuple(held), number)
            number += len(held)
            held = []
    if held:
        yield Piece(tuple(held), number)


def run_piece(task: tuple[Job, Piece]) -> tuple[RunItem, ...]:
    """Run the documents of one piece.

    Raises:
        KnowledgeError: the knowledge base is not the one of the job (E406).
    """
    job, piece = task
    reasoner, names = _ready(job.kb, job.extra)
    if reasoner.kb.digest != job.digest:
        help_ = ("run it again",)
        raise KnowledgeError(Problem("E406", "the knowledge base was changed while scenarios were run", None, help_))
    numbered = enumerate(scenarios_of(piece.chunks, reasoner.kb, names), start=piece.number + 1)
    if not job.selection.is_all:
        selected = job.selection.of(piece.chunks[0].path)
        numbered = ((number, item) for number, item in numbered if selected(item, number))  # type: ignore[assignment]
    items = run_documents(reasoner, numbered, engine=job.engine, results=job.results, evaluated=job.evaluated)
    return tuple(_until(items, job.most))


def _until(items: Iterable[RunItem], most: int) -> Iterator[RunItem]:
    bad = 0
    for item in items:
        yield item
        bad += item.status.is_bad
        if most and bad >= most:
            return


@lru_cache(maxsize=1)
def _ready(kb: str | None, extra: tuple[str, ...]) -> tuple[Reasoner, Names]:
    """A worker's knowledge base, loaded once."""
    found = load_cached(kb, extra)
    return Reasoner(found), Names(found)
