"""What answers cite: each sentence and each reference once, with what is known of it and its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.text import Text

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.source import Confidence, Source
from reasoner.render.bibliography import UNCHECKED
from reasoner.render.kb import entry
from reasoner.render.kb_queries import all_cites
from reasoner.render.layout import Block, Para, Row, Rows, join, styled
from reasoner.render.pieces import pieces
from reasoner.render.references import addresses, numbers
from reasoner.render.words import DIM, HEAD, linked

Key = tuple[str, str]
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def cited(kb: KnowledgeBase, blocks: Iterable[Block | str]) -> Iterator[Block]:
    """All that blocks cite, source by source.

    Sentences are known by their addresses, or by their names where a source has none; references by their addresses,
    and by the brackets behind names, since of `[29-31]` only the first and the last number have one.

    Args:
        kb: the knowledge base.
        blocks: answers; lines of plain text cite nothing.
    """
    rows, refs = _found(kb, blocks)
    for source in kb.works:
        mine = [row for row in source.rows if (source.id, row.id) in rows]
        known = [ref for ref in numbers(kb, source) if (source.id, ref) in refs]
        if not (mine or known):
            continue
        yield Para(styled(source.described, HEAD))
        if source.url:
            yield Para(linked(source.url, source.url))
        if mine:
            sentences = [
                Row((linked(kb.row_name(source.id, row.id), rows[source.id, row.id]), styled(row.section)))
                for row in mine
            ]
            yield Rows(sentences, 1, styled("Sentences", HEAD), widest=0)
        if known:
            yield from _references(kb, source, known)


def _references(kb: KnowledgeBase, source: Source, known: list[int]) -> Iterator[Block]:
    other = "" if source.id == kb.home_source else f"{source.id} "
    records = {ref: kb.references_by_number.get((source.id, ref)) for ref in known}
    entries = []
    for ref, record in records.items():
        links = [linked(link, link) for link in (addresses(record) if record else ())]
        entries.append(
            Row((linked(f"{other}[{ref}]", source.reference_link(ref)), entry(record)), tail=join(links, "  "))
        )
    yield Rows(entries, 1, styled("References", HEAD), widest=0)
    words = [record.confidence for record in records.values() if record]
    for word in dict.fromkeys(filter(None, words)):
        yield Para(styled(f"{word}: {word.meaning}.", DIM))
    if any(word is not Confidence.listed for word in words):
        yield Para(styled(UNCHECKED, DIM))


def _found(kb: KnowledgeBase, blocks: Iterable[Block | str]) -> tuple[dict[Key, str], set[tuple[str, int]]]:
    """The sentences that are cited, each with its address, and the references."""
    names = {kb.row_name(source.id, row.id): (source, row) for source in kb.works for row in source.rows}
    texts = re.compile(
        rf"(?<!\w)({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)(\s\[[\d,\s-]+\])?"
    )
    places: dict[str, set[Key]] = {}
    for _, item in all_cites(kb):
        if link := kb.sources_by_id[item.source].sentence_link(item.find):
            places.setdefault(link, set()).add((item.source, item.at))
    entries = {
        source.reference_link(ref): (source.id, ref)
        for source in kb.works
        if source.reference_anchor
        for ref in numbers(kb, source)
    }
    rows: dict[Key, str] = {}
    refs: set[tuple[str, int]] = set()
    for text in (text for block in blocks for text in texts_of(block)):
        for piece in pieces(text):
            here, named = places.get(piece.link, set()), names.get(piece.text)
            if named:  # rows may have words in common
                here = here & {(named[0].id, named[1].id)}
            for key in here if len(here) == 1 else ():
                rows[key] = rows.get(key) or piece.link
            if piece.link in entries:
                refs.add(entries[piece.link])
        for match in texts.finditer(text.plain) if names else ():
            source, row = names[match[1]]
            if match[2]:
                wanted = {n for a, b in _RANGE.findall(match[2]) for n in range(int(a), int(b or a) + 1)}
                refs |= {(source.id, ref) for ref in row.refs if ref in wanted}
            if match[2] or not source.url:
                rows.setdefault((source.id, row.id), "")
    return rows, refs


def texts_of(block: Block | str) -> Iterator[Text]:
    """The texts of a block."""
    if isinstance(block, Para):
        yield block.text
    elif isinstance(block, Rows):
        yield from (block.title, block.over)
        for row in block.rows:
            yield from (*row.cells, row.tail)
