"""A run as one HTML file that needs nothing else: no network, and no script."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from reasoner.batch.report import RunEnd, RunItem, Status
from reasoner.batch.reports.base import SpoolWriter
from reasoner.batch.reports.words import change, finding_change, name, remarks, tally, told, where
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.pictures import Picture
from reasoner.model.result import DISCLAIMER, PhaseResult, Result
from reasoner.render.markup import Markup, element, head, joined, lines
from reasoner.render.output import Output
from reasoner.render.pictures.content import RunBars, timeline
from reasoner.render.pictures.drawing import STYLE
from reasoner.render.pictures.svg import svg


class HtmlReport(SpoolWriter):
    """The scenarios wait in a temporary file, since their numbers stand before them."""

    def __init__(self, kb: KnowledgeBase, out: Output, *, verbose: bool = False, listing: bool = False) -> None:
        super().__init__(kb, out, verbose=verbose, listing=listing)
        self._bars = RunBars(kb)
        self._pictures = 0

    def item(self, item: RunItem) -> None:
        """Take a scenario."""
        pictures: list[Markup] = []
        if item.result:
            self._bars.add(item.result, item.result.advice)
            if item.result.phases:
                pictures = [self._picture(timeline(self.kb, item.result))]
        self.spool.write(f"{_scenario(item, pictures)}\n")

    def _picture(self, picture: Picture) -> Markup:
        self._pictures += 1
        return element("figure", svg(picture, f"picture-{self._pictures}"))

    def end(self, end: RunEnd) -> None:
        """Write it all; a filter is a box for each kind, which stands before what it hides."""
        kinds = [Status(each) for each in end.counts]
        self.out.ready(f'<!DOCTYPE html>\n<html lang="en">{head("Scenarios", _style(kinds), styles=[STYLE])}<body>\n')
        top = [element("h1", "Scenarios"), element("p", tally(end.counts), class_="tally")]
        top += [element("p", element("strong", DISCLAIMER)), *(element("p", each) for each in remarks(end))]
        boxes = [element("span", "Show: ")]
        for kind in kinds:
            boxes.append(element("input", type="checkbox", id=f"show-{kind.value}", checked=True))
            label = f"{kind.value} {end.counts[kind.value]}"
            boxes.append(element("label", label, for_=f"show-{kind.value}", class_=kind.value))
        self.out.ready(f"{element('header', *top)}\n{joined(boxes)}\n<main>\n")
        self.spool.rewind()
        self.spool.pour(self.out)
        if bars := self._bars.picture():
            self.out.ready(f"{element('section', element('h2', 'Phenotypes'), self._picture(bars))}\n")
        for part in sections(end):
            self.out.ready(f"{part}\n")
        footer = element("p", "Content of the knowledge base: SHA-256 ", element("code", end.knowledge_base))
        self.out.ready(f"</main>\n{element('footer', element('p', DISCLAIMER), footer)}\n</body></html>\n")


def sections(end: RunEnd) -> Iterator[Markup]:
    """What follows the scenarios, a `section` each."""
    if end.gone:
        items = [element("li", f"{each.title or f'scenario {each.number}'}, {each.path}") for each in end.gone]
        yield element("section", element("h2", "Gone since the former report"), element("ul", *items))


def _style(kinds: list[Status]) -> str:
    """The style, with a rule for each box that hides what it stands for."""
    hiding = "".join(f"#show-{each.value}:not(:checked) ~ main .{each.value} {{ display: none }}\n" for each in kinds)
    return files(__package__).joinpath("run.css").read_text(encoding="utf-8") + hiding


def _scenario(item: RunItem, pictures: list[Markup]) -> Markup:
    """A scenario: a line, and, where there is more to say, what unfolds below it."""
    line = joined(
        [
            element("span", item.status.value, class_="status"),
            element("span", name(item), class_="title"),
            element("code", where(item)),
            *(element("span", each, class_="tag") for each in item.tags),
            element("strong", change(item)) if change(item) else None,
        ],
        " ",
    )
    inner = [element("li", lines([f"{each.where}: {each.text}", *each.help])) for each in told(item)]
    inner += [element("li", finding_change(each)) for each in (item.against.findings if item.against else ())]
    if item.xfail:
        inner.append(element("li", f"xfail: {item.xfail}"))
    body = [element("ul", *inner)] if inner else []
    body += [*pictures, _result(item.result)] if item.result else []
    if not body:
        return element("article", element("p", line), class_=item.status.value)
    unfolded = item.status.is_bad
    details = element("details", element("summary", line), *body, open=unfolded)
    return element("article", details, class_=item.status.value)


def _result(result: Result) -> Markup:
    phases = result.phases or (result,)
    parts = [_phase(each, number if len(phases) > 1 else 0) for number, each in enumerate(phases, 1)]
    return joined([*parts, element("p", result.advice) if result.advice else None])


def _phase(phase: PhaseResult, number: int) -> Markup:
    title = f"Phase {number}{f': {phase.name}' if phase.name else ''}" if number else "What holds"
    heads = element("tr", *(element("th", each) for each in ("finding", "support", "how", "rows", "references")))
    rows = (
        element(
            "tr",
            element("td", each.label),
            element("td", str(each.support), class_=f"grade{int(each.support)}"),
            element("td", each.origin.value if not each.rules else "stated" if each.stated else "combined"),
            element("td", ", ".join(each.rows)),
            element("td", ", ".join(map(str, each.refs))),
        )
        for each in phase.findings
    )
    return joined([element("h3", title), element("table", element("thead", heads), element("tbody", *rows))])
