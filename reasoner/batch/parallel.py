"""Runs scenario files on several workers: the same items in the same order as `run` gives."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import lru_cache
from typing import IO

from reasoner.batch.executors import in_order
from reasoner.batch.pieces import Piece, pieces
from reasoner.batch.report import RunItem
from reasoner.batch.run import run
from reasoner.batch.selection import Selection
from reasoner.errors import KnowledgeError, Problem
from reasoner.knowledge.cache import load_cached
from reasoner.knowledge.names import Names
from reasoner.pipeline import Reasoner
from reasoner.values import Value

SIZE, DOCUMENTS = 1 << 16, 1024
WITH_RESULTS = 1 << 12, 16
"""Bytes and documents of a piece of work; results are large, and few of them are to wait for their turn."""


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
    tasks = ((job, piece) for piece in pieces(sources, size, documents))
    for found in in_order(executor, run_piece, tasks, ahead=ahead):
        yield from found


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
    select = None
    if not job.selection.is_all:
        selected = job.selection.of(piece.path)
        select = lambda item, number: selected(item, number + piece.number)  # noqa: E731
    source = piece.path if piece.content is None else io.BytesIO(piece.content)
    items = run(
        reasoner,
        [source],
        names=names,
        engine=job.engine,
        results=job.results,
        select=select,
        evaluated=job.evaluated,
    )
    return tuple(map(piece.placed, _until(items, job.most)))


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
