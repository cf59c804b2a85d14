"""What every object of the Python interface has in common: it shows itself as text, and richly in notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reasoner.model.pictures import Picture
    from reasoner.render.layout import Block

_WIDTH = 100


class Shown:
    """Something that is told as blocks. `str()` gives it as text; notebooks show HTML, GitHub and LaTeX Markdown."""

    def _told(self) -> Iterable[Block]:
        """What is told of it."""
        raise NotImplementedError

    def _pictures(self) -> Iterable[Picture]:
        """What is drawn beneath it, where pictures can be."""
        return ()

    def _in_python(self) -> Iterable[Block]:
        from reasoner.render.rewording import ALL_SHOWN, reworded

        return reworded(self._told(), {ALL_SHOWN: ".whole shows them"})

    def __str__(self) -> str:
        from reasoner.render.layout import lay_out

        return "\n".join(line.plain.rstrip() for line in lay_out(self._in_python(), _WIDTH))

    def _repr_html_(self) -> str:
        from reasoner.render.embedded import embedded_html

        return str(embedded_html(self._in_python(), self._pictures()))

    def _repr_markdown_(self) -> str:
        from reasoner.render.embedded import embedded_markdown

        return embedded_markdown(self._in_python())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """All forms at once; which of them is shown, the notebook decides."""
        return {
            "text/plain": str(self),
            "text/markdown": self._repr_markdown_(),
            "text/html": self._repr_html_(),
        }
