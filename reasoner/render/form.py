"""The entries of an exercise as a form in HTML: what a browser shows and reads out. No key stands in it.

Every entry is an element with its id in `data-entry` and its kind in `data-kind`; what stands in it is read from its
controls: the values of what is checked or selected, the `data-value` of list items in their order, or the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reasoner.model.exercise import Entry, Item
from reasoner.render.markup import Markup, element, joined

LOOK = """
fieldset { border: 1px solid color-mix(in srgb, currentColor 30%, transparent); margin: .5rem 0; padding: .3rem .8rem; }
legend { font-weight: 600; padding: 0 .3rem; }
label { display: block; margin: .2rem 0; }
label input[type=text], label textarea { display: block; width: 100%; max-width: 40rem; font: inherit; }
label textarea { font-family: ui-monospace, monospace; }
input[type=radio], input[type=checkbox] { margin: 0 .5rem 0 0; }
li > button { margin-right: .3rem; }
table.grid th, table.grid td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
button { font: inherit; padding: .15rem .7rem; margin-right: .5rem; }
button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible { outline: 3px solid #4c8df6; }
.feedback { border-left: 4px solid color-mix(in srgb, currentColor 40%, transparent); padding-left: .8rem; }
.feedback:empty { display: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""
"""How it looks, for an element that it stands in; see `embedded.within`."""
_NAMES = {
    "condition": "Conditions, as: hypoxia, CAF",
    "block": "What is to be blocked, as: HIF2A, Notch",
    "cancer": "Cancers, as: glioma",
    "": "Names, with commas between them",
}
_MOST = 3  # controls for names where any number may stand
_ORDER = "Put the steps in order, the first one on top."
_RULE = "A rule, as: A, B -> C unless D"


def entries(item: Item, key: str, *, completed: bool = False) -> Markup:
    """All entries of an exercise, those with rows and columns together as a table.

    Args:
        item: it.
        key: what names of controls begin with: another one for each form of a document.
        completed: whether the document has lists of names to choose from, as `names-condition`: then each name has a
            control of its own, since a browser completes one name at a time.
    """
    grid = [each for each in item.entries if each.row or each.column]
    others = ((each, f"{key}-{number}") for number, each in enumerate(item.entries) if each not in grid[1:])
    return joined(_table(grid, name) if each in grid else _entry(each, name, completed) for each, name in others)


def _entry(asked: Entry, name: str, completed: bool) -> Markup:
    if asked.kind == "names" and completed:
        legend = element("legend", asked.prompt or _NAMES[asked.what].partition(",")[0])
        return element("fieldset", legend, *_names(asked, name), data_entry=asked.id, data_kind=asked.kind)
    if asked.kind == "names":
        most = f" (at most {asked.most})" if asked.most is not None else ""
        words = [element("strong", asked.prompt), " "] if asked.prompt else []
        control = element("input", type="text", autocomplete="off", spellcheck="false", name=name)
        return _whole(asked, element("label", *words, _NAMES[asked.what] + most, control))
    if asked.kind == "rule":
        words = [element("strong", asked.prompt), " "] if asked.prompt else []
        control = element("textarea", rows="2", spellcheck="false", name=name)
        return _whole(asked, element("label", *words, _RULE, control))
    words = [asked.prompt or {"one": "Choose one", "many": "Choose all that apply", "order": _ORDER}[asked.kind]]
    if asked.kind == "many" and asked.most is not None:
        words.append(f" (at most {asked.most})")
    options = element("ol", *_steps(asked)) if asked.kind == "order" else joined(_choices(asked, name))
    return element("fieldset", element("legend", *words), options, data_entry=asked.id, data_kind=asked.kind)


def _names(asked: Entry, name: str) -> Iterator[Markup]:
    """A control for each name."""
    what = asked.what or "finding"
    word = {"block": "Blocked"}.get(what, what.capitalize())
    for number in range(1, (asked.most or _MOST) + 1):
        control = element(
            "input", type="text", list=f"names-{what}", autocomplete="off", spellcheck="false", name=f"{name}-{number}"
        )
        yield element("label", word if asked.most == 1 else f"{word} {number}", control)


def _whole(asked: Entry, inner: Markup) -> Markup:
    return element("div", inner, data_entry=asked.id, data_kind=asked.kind)


def _choices(asked: Entry, name: str) -> Iterator[Markup]:
    kind = "radio" if asked.kind == "one" else "checkbox"
    for option in asked.options:
        yield element("label", element("input", type=kind, name=name, value=option.id), option.text)


def _steps(asked: Entry) -> Iterator[Markup]:
    for option in asked.options:
        moves = (
            element("button", sign, type="button", data_move=way, aria_label=f"{words}: {option.text}")
            for way, sign, words in (("up", "↑", "Move up"), ("down", "↓", "Move down"))
        )
        yield element("li", *moves, element("span", option.text), data_value=option.id)


def _table(grid: Sequence[Entry], key: str) -> Markup:
    columns = list(dict.fromkeys(each.column for each in grid))
    rows = list(dict.fromkeys(each.row for each in grid))
    cells = {(each.row, each.column): each for each in grid}
    names = {each.id: f"{key}-{number}" for number, each in enumerate(grid)}
    head = element("tr", element("td"), *(element("th", each, scope="col") for each in columns))
    body = []
    for row in rows:
        asked = ((column, cells.get((row, column))) for column in columns)
        told = (element("td", _cell(e, names[e.id]) if e else None, data_column=column) for column, e in asked)
        body.append(element("tr", element("th", row, scope="row"), *told))
    return element("table", element("thead", head), element("tbody", *body), class_="grid", aria_label="Your answer")


def _cell(asked: Entry, name: str) -> Markup:
    """An entry in a table: its row and column are its name."""
    label = ", ".join(filter(None, (asked.row, asked.column, asked.prompt)))
    if asked.kind == "one":
        options = [
            element("option", "choose", value=""),
            *(element("option", o.text, value=o.id) for o in asked.options),
        ]
        return _whole(asked, element("select", *options, name=name, aria_label=label))
    if asked.kind in ("names", "rule"):
        control = element("input", type="text", autocomplete="off", spellcheck="false", name=name, aria_label=label)
        return _whole(asked, control)
    options = [element("ol", *_steps(asked))] if asked.kind == "order" else list(_choices(asked, name))
    return element("div", *options, role="group", aria_label=label, data_entry=asked.id, data_kind=asked.kind)
