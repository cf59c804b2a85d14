"""What is known of the references that a source cites, and what rests on them."""

from __future__ import annotations

from urllib.parse import quote

from reasoner.errors import name_error
from reasoner.model.evidence import Evidence, Reversal
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.source import Reference, Source
from reasoner.render.kb_queries import all_cites
from reasoner.render.kb_views import Cites, CitesView, CiteView, CitingRow

_IN_DOI = "/:;()-._"


def numbers(kb: KnowledgeBase, source: Source) -> list[int]:
    """The numbers of a source's references: those that its rows cite, and those of which something is known."""
    cited = {ref for row in source.rows for ref in row.refs}
    return sorted(cited | {record.ref for record in kb.references if record.source == source.id})


def source_of(kb: KnowledgeBase, name: str = "") -> Source:
    """The source of an id; the base's own without one.

    Raises:
        UsageError: there is no such source (E012).
    """
    found = kb.sources_by_id.get(name or kb.home_source)
    if found is None:
        raise name_error("E012", f"unknown source `{name}`", [f"sources: {', '.join(kb.sources_by_id)}"])
    return found


def cite(kb: KnowledgeBase, ref: int, source: str = "") -> CiteView:
    """The view of a reference.

    Args:
        kb: the knowledge base.
        ref: the number in the source's list.
        source: the id of the source; the base's own if it is left out.

    Raises:
        UsageError: there is no such source, or no row and no record has this number (E012).
    """
    work = source_of(kb, source)
    known = numbers(kb, work)
    if ref not in known:
        span = [f"its references have the numbers {known[0]} to {known[-1]}"] if known else []
        others = [other.id for other in kb.sources if any(ref in row.refs for row in other.rows)]
        span += [f"another source does: {other}/{ref}" for other in others]
        raise name_error("E012", f"{work.id} cites no reference {ref}", span)
    return _view(kb, work, ref, _citing(kb, work))


def cite_all(kb: KnowledgeBase, source: str = "") -> CitesView:
    """The views of all references of a source; the base's own if it is left out.

    Raises:
        UsageError: there is no such source (E012).
    """
    work = source_of(kb, source)
    citing = _citing(kb, work)
    found = tuple(_view(kb, work, ref, citing) for ref in numbers(kb, work))
    return CitesView(knowledge_base=kb.digest, source=work.id, references=found)


_Citing = list[tuple[Cites, Evidence | Reversal]]


def _citing(kb: KnowledgeBase, work: Source) -> _Citing:
    return [(each, item) for each, item in all_cites(kb) if item.source == work.id]


def _view(kb: KnowledgeBase, work: Source, ref: int, citing: _Citing) -> CiteView:
    record = kb.references_by_number.get((work.id, ref))
    words = {item.at: item.find for _, item in reversed(citing)}
    words |= {item.at: item.find for _, item in reversed(citing) if ref in item.refs}
    return CiteView(
        knowledge_base=kb.digest,
        source=work.id,
        ref=ref,
        reference=record,
        confidence_means=record.confidence.meaning if record and record.confidence else "",
        link=work.reference_link(ref),
        links=tuple(addresses(record)) if record else (),
        rows=tuple(
            CitingRow(
                row=row.id, section=row.section, link=work.sentence_link(words[row.id]) if row.id in words else ""
            )
            for row in work.rows
            if ref in row.refs
        ),
        cited_by=tuple(each for each, item in citing if ref in item.refs),
    )


def addresses(record: Reference) -> list[str]:
    """Where a paper is found on line, by its identifiers."""
    doi = [f"https://doi.org/{quote(record.doi, safe=_IN_DOI)}"] if record.doi else []
    return [*doi, *([f"https://pubmed.ncbi.nlm.nih.gov/{quote(record.pmid)}/"] if record.pmid else [])]
