"""The formats that exercises are written in, one line each."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import cast

from reasoner.render.quiz.carried import Exported, Naming, Pair
from reasoner.values import Value


class Format(Value):
    """A format of an export.

    Attributes:
        name: as it is asked for.
        module, function: what writes it, imported when it is asked for: from exercises, naming and `keys`.
        about: what reads it.
        without_keys: whether it is of use without keys.
        readable: whether students get the file, and can read the keys in it.
        note: what has to be known of every file in it.
    """

    name: str
    module: str
    function: str
    about: str
    without_keys: bool = False
    readable: bool = False
    note: str = ""

    def write(self, pairs: Sequence[Pair], naming: Naming, *, keys: bool) -> Exported:
        """Exercises in this format.

        Args:
            pairs: exercises with their keys.
            naming: how names are put.
            keys: whether what is right is written as well.
        """
        write = cast("Callable[..., Exported]", getattr(importlib.import_module(self.module), self.function))
        return write(pairs, naming, keys=keys) if self.without_keys else write(pairs, naming)


_HERE = "reasoner.render.quiz"
FORMATS = {
    each.name: each
    for each in (
        Format(name="moodle-xml", module=f"{_HERE}.moodle_xml", function="moodle_xml", about="Moodle's question bank"),
        Format(name="gift", module=f"{_HERE}.gift", function="gift", about="Moodle and others, as plain text"),
        Format(
            name="qti21",
            module=f"{_HERE}.qti21",
            function="qti21",
            about="systems that read QTI 2.1, as a content package (.zip)",
            without_keys=True,
        ),
        Format(
            name="jupyterquiz",
            module=f"{_HERE}.jupyterquiz",
            function="jupyterquiz",
            about="display_quiz of jupyterquiz, in notebooks",
            readable=True,
            note="it says what is right and counts no points",
        ),
    )
}
