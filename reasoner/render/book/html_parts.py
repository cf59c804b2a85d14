"""Small pieces of HTML that all parts of the rule book use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reasoner.model.evidence import Grade
from reasoner.render.book.parts import Field, Ground, Line, Piece
from reasoner.render.markup import Markup, element, escaped, inside, joined, outside


def piece(each: Piece) -> Markup:
    """A piece of text, with its link if it has one."""
    if each.to:
        return inside(each.text, each.to)
    return outside(each.text, each.url) if each.url else escaped(each.text)


def inline(line: Line) -> Markup:
    """Pieces of text behind each other."""
    return joined(map(piece, line))


def numbers(refs: Line) -> Markup:
    """Numbers of references in their bracket."""
    return joined(["[", joined(map(piece, refs), ", "), "]"])


def grade_mark(grade: Grade) -> Markup:
    """A grade: dots and its name, in its colour."""
    dots = "●" * (grade + 1) + "○" * (max(Grade) - grade)
    return element("span", element("span", dots, aria_hidden="true"), f" {grade}", class_=f"grade {grade}")


def says(fields: Iterable[Field]) -> Markup:
    """What a statement says, part by part."""
    return said((field.name, field.line) for field in fields)


def said(parts: Iterable[tuple[str, Line]]) -> Markup:
    """Names, with what belongs to them."""
    rows = [joined([element("dt", name), element("dd", inline(line))]) for name, line in parts]
    return element("dl", *rows, class_="says")


def ground_item(ground: Ground, before: str = "") -> Markup:
    """A place of the source, as an item of a list."""
    where = [joined([before, piece(ground.row)]), numbers(ground.refs) if ground.refs else None]
    words = joined(["“", piece(ground.find), "”"])
    told = "; ".join(ground.remarks)
    firm = f"{ground.grade}: {told}" if ground.grade is not None else told
    return element("li", joined([*where, words, firm or None], " "))


def entry_list(title: str, entries: Sequence[Piece], *, folded: bool = False) -> Markup:
    """A list of statements under a title; a folded one opens on demand."""
    items = element("ul", *(element("li", piece(each)) for each in entries))
    if folded:
        return element("details", element("summary", title), items, class_="list")
    return element("div", element("p", f"{title}:"), items, class_="list")


def sections(title: str, anchor: str, parts: Iterable[Markup]) -> Markup:
    """A part of the book under its title."""
    return element("section", element("h2", inside(title, anchor)), *parts, id=anchor, class_="part", data_group=True)
