"""The picture of how time grows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.growth import BLOCK, WIDTH, Growth, Line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLES = {
    "production engine": ("#7f7f7f", "s", ":"),
    "CLIPS": ("#d95f02", "^", "--"),
    "clingo": ("#7570b3", "D", "-."),
    "columns, models of a block": ("#66c2a5", "v", "-"),
    "columns, with supports": ("#1b7837", "o", "-"),
}
"""Colour, mark and dash of each peer: any one of them tells it."""
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def draw(growth: Growth, form: str = "svg") -> bytes:
    """Draw it, the same bytes for the same times.

    Args:
        growth: what was measured.
        form: `svg` or `png`.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "growth", "svg.fonttype": "none", "font.size": 10}):
        figure = Figure(figsize=(12, 5.6), layout="constrained")
        left, right = figure.subplots(1, 2)
        _panel(left, growth.rules, "One scenario", "rules of a generated base, with negation")
        _panel(right, growth.scenarios, "All scenarios", "scenarios on the repository's own base")
        left.set_title(f"Growth with rules (columns: {BLOCK:,} scenarios side by side)", fontsize=11)
        right.set_title(f"Growth with scenarios (columns: up to {WIDTH:,} side by side)", fontsize=11)
        known = {line.get_label(): line for axes in (left, right) for line in axes.get_lines()}
        figure.legend(known.values(), known.keys(), loc="outside lower center", ncols=len(known), frameon=False)
        out = io.BytesIO()
        metadata = {"Date": None, "Title": "Growth of time with rules and with scenarios"} if form == "svg" else None
        figure.savefig(out, format=form, metadata=metadata)
    return out.getvalue()


def _panel(axes: Axes, lines: Sequence[Line], what: str, along: str) -> None:
    from matplotlib.ticker import FuncFormatter

    for line in lines:
        colour, mark, dash = STYLES[line.name]
        points = sorted(line.seconds.items())
        axes.plot(*zip(*points, strict=True), color=colour, marker=mark, linestyle=dash, markersize=5, label=line.name)
    axes.set(xscale="log", yscale="log", xlabel=along, ylabel=f"{what}: time")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: count(value)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: duration(value)))
    axes.grid(visible=True, which="major", color="#dddddd")
    axes.minorticks_off()


def count(value: float) -> str:
    """A number of rules or scenarios."""
    return f"{value / 1e6:g} million" if value >= 1e6 else f"{value:,.0f}"


def duration(seconds: float) -> str:
    """A time with the unit that suits it."""
    factor, unit = next((each for each in UNITS if seconds >= each[0] * 0.9999), UNITS[-1])
    return f"{float(f'{seconds / factor:.3g}'):g} {unit}"
