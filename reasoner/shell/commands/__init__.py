"""The verbs of the shell, one small module a family."""

from __future__ import annotations

from functools import cache

from reasoner.shell.table import Table


@cache
def table() -> Table:
    """Every verb, in the order in which help lists them."""
    from reasoner.shell.commands import (
        asking,
        context,
        fixing,
        given,
        helping,
        keeping,
        looking,
        missing,
        running,
        searching,
        supposing,
        telling,
    )

    families = (
        given,
        fixing,
        context,
        asking,
        missing,
        supposing,
        searching,
        looking,
        running,
        keeping,
        telling,
        helping,
    )
    return Table(tuple(command for family in families for command in family.COMMANDS))
