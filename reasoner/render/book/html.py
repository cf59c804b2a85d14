"""The rule book as HTML: one file that needs nothing else, no network and, but for its filter, no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from reasoner.model.evidence import Grade
from reasoner.model.result import DISCLAIMER
from reasoner.model.source import Source
from reasoner.render.book import legend
from reasoner.render.book.html_index import kinds, reference_lists, references_title
from reasoner.render.book.html_parts import entry_list, grade_mark, ground_item, numbers, said, says, sections
from reasoner.render.book.parts import Book, Chapter, GroupEntry, RowEntry, RuleEntry
from reasoner.render.book.rules import MEANINGS
from reasoner.render.markup import Markup, element, head, inside, joined, outside, own
from reasoner.render.words import bare, counted


def html(book: Book) -> str:
    """The text of the file."""
    style, script = (files(__package__).joinpath(name).read_text(encoding="utf-8") for name in ("book.css", "book.js"))
    title = f"{legend.TITLE}: {book.sources[0].title}" if book.sources else legend.TITLE
    body = element(
        "body",
        inside("Skip to the rules", "main", "skip"),
        _top(book),
        element("div", _contents(book), element("main", *_main(book), id="main"), class_="layout"),
        element("footer", *_footer(book)),
        own("script", script),
    )
    return f"<!DOCTYPE html>\n{element('html', head(title, style, script=script), body, lang='en')}\n"


# ---------------------------------------------------------------- around the rules


def _top(book: Book) -> Markup:
    return element(
        "header",
        element("h1", legend.TITLE),
        *(element("p", *_work(source), class_="work") for source in book.sources),
        element("p", element("strong", DISCLAIMER)),
    )


def _work(source: Source) -> Iterator[str]:
    yield outside(source.title, source.url)
    where = " ".join(filter(None, [source.journal, str(source.year or ""), source.volume]))
    parts = [", ".join(source.authors), f"{where}:{source.pages}" if source.pages else where, source.licence]
    yield "".join(f". {part}" for part in parts if part) + "."


def _contents(book: Book) -> Markup:
    """The contents; sections without statements are listed too: what is not there is worth knowing."""
    chapters = [
        element("li", inside(each.title, each.anchor), " ", element("span", str(each.statements), class_="count"))
        for each in book.chapters
    ]
    further = [("how", "How to read it"), ("questions", "Open questions")]
    ends = [*((each.anchor, f"Entities: {each.title}") for each in book.kinds)]
    ends += [(each.anchor, references_title(book, each)) for each in book.references]
    lists = [
        element("ul", *(element("li", inside(text, to)) for to, text in further[:1])),
        element("ol", *chapters),
        element("ul", *(element("li", inside(text, to)) for to, text in [*further[1:], *ends])),
    ]
    return element("nav", element("details", element("summary", "Contents"), *lists, open=True), aria_label="Contents")


def _main(book: Book) -> Iterator[Markup]:
    yield _finder()
    yield _how(book)
    for chapter in book.chapters:
        yield _chapter(chapter)
    yield sections(
        "Open questions",
        "questions",
        [_group(group) for group in book.groups] or [element("p", "None.")],
    )
    yield from kinds(book)
    yield from reference_lists(book)
    if book.retired:
        yield sections("Retired rules", "retired", [said((each.name, each.line) for each in book.retired)])


def _finder() -> Markup:
    """The filter: hidden until its script has run."""
    grades = [element("option", "any support", value="")]
    grades += [
        element("option", f"{each} or firmer" if each < max(Grade) else str(each), value=str(int(each)))
        for each in Grade
    ]
    effects = [element("option", "any kind", value=""), *(element("option", each, value=each) for each in MEANINGS)]
    return element(
        "form",
        element("label", "Find ", element("input", type="search", id="words", autocomplete="off")),
        element("label", "Support ", element("select", *grades, id="grade")),
        element("label", "Kind ", element("select", *effects, id="effect")),
        element("output", id="found", for_="words grade effect"),
        id="finder",
        hidden=True,
        role="search",
    )


def _how(book: Book) -> Markup:
    terms = [*MEANINGS.items(), *legend.TERMS]
    return sections(
        "How to read it",
        "how",
        [
            element("p", legend.INTRODUCTION),
            element("p", f"It holds {', '.join(book.counts)}."),
            element("p", legend.SCALE),
            element("p", joined([grade_mark(each) for each in Grade], " "), class_="scale"),
            element(
                "details",
                element("summary", "How grades are made, and what the words mean"),
                element("p", legend.TABLE),
                element(
                    "dl",
                    *(joined([element("dt", word), element("dd", f"{text}.")]) for word, text in terms),
                    class_="says",
                ),
            ),
        ],
    )


def _footer(book: Book) -> Iterator[Markup]:
    yield element("p", DISCLAIMER)
    yield element("p", "Content of the knowledge base: SHA-256 ", element("code", book.digest))


# ---------------------------------------------------------------- chapters


def _chapter(chapter: Chapter) -> Markup:
    """A section of the source; runs of sentences of which nothing is said are one line."""
    parts: list[Markup] = []
    pending: list[RowEntry] = []
    for row in chapter.rows:
        if row.is_open:
            pending.append(row)
        else:
            parts += [*_open_rows(pending), _row(row)]
            pending = []
    about = f"{counted(len(chapter.rows), 'sentence')}, {counted(chapter.statements, 'statement')}"
    jumps = [inside(row.name, row.anchor) for row in chapter.rows if not row.is_open]
    lead = element("p", joined([about, joined(jumps, " ")], ": ") if jumps else f"{about}.", class_="about")
    return sections(chapter.title, chapter.anchor, [lead, *parts, *_open_rows(pending)])


def _open_rows(rows: list[RowEntry]) -> Iterator[Markup]:
    if rows:
        first, *rest = [element("span", row.name, id=row.anchor) for row in rows]
        between = [element("span", id=row.anchor) for row in rows[1:-1]]
        yield element("p", first, *between, *([" to ", rest[-1]] if rest else []), ": no rule yet.", class_="open")


def _row(row: RowEntry) -> Markup:
    about: list[str] = [
        counted(row.statements, "statement") if row.statements is not None else "statements not counted"
    ]
    about.append(joined(["cites ", numbers(row.refs)]) if row.refs else "cites no reference")
    if row.summary:
        about.append("only sums up")
    if row.url:
        about.append(outside("read it on line", row.url))
    return element(
        "section",
        element("h3", inside(row.name, row.anchor)),
        element("p", joined(about, " · "), class_="about"),
        element("p", f"Set aside, {bare(row.aside)}.", class_="aside") if row.aside else None,
        *(_rule(rule) for rule in row.rules),
        entry_list("Also rests on it", row.also) if row.also else None,
        id=row.anchor,
        class_="row",
        data_group=True,
    )


def _rule(rule: RuleEntry) -> Markup:
    return element(
        "article",
        element("h4", inside(rule.claim, rule.anchor)),
        element(
            "p",
            joined(
                [grade_mark(rule.grade), element("span", rule.what, class_="effect"), element("code", rule.id)], " "
            ),
            class_="meta",
        ),
        says(rule.fields),
        _grounds(rule),
        id=rule.anchor,
        class_="rule",
        data_item=rule.what,
        data_grade=str(int(rule.grade)),
    )


def _grounds(rule: RuleEntry) -> Markup:
    items = [ground_item(each) for each in rule.grounds]
    if rule.reverts:
        items.append(ground_item(rule.reverts, "goes with its cause: "))
    place = element("li", element("code", rule.place), class_="place") if rule.place else None
    return element("ul", *items, place, class_="grounds")


def _group(group: GroupEntry) -> Markup:
    options: Iterable[Markup] = (
        element(
            "li",
            element("strong", each.label),
            " ",
            element("code", f"{group.id}/{each.id}"),
            f": {each.note}" if each.note else None,
            element("ul", *(element("li", inside(rule.text, rule.to)) for rule in each.rules)) if each.rules else None,
        )
        for each in group.options
    )
    return element(
        "article",
        element("h3", inside(group.question, group.anchor)),
        element("p", group.note) if group.note else None,
        element("ul", *options, class_="options"),
        element("ul", *(ground_item(each, "asked in ") for each in group.grounds), class_="grounds"),
        id=group.anchor,
        class_="group",
        data_item="question",
    )
