"""The command line: reads options, asks, and hands the answer to `render`. Everything else is imported when used."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from reasoner.cli import exits
from reasoner.errors import Problem, ReasonerError
from reasoner.render.output import Output, silence
from reasoner.render.problems import show_problems

__all__ = ["main"]

DEBUG = "REASONER_DEBUG"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments without the program's name; None takes those of the process.

    Returns:
        The exit code: 0 all well, 1 an expectation failed, 2 usage, 3 an invalid input file, 4 the knowledge base or an
        engine failed, 5 nothing to run, 130 interrupted.
    """
    argv = sys.argv[1:] if argv is None else list(argv)
    if sys.stdout is None:  # it was closed before the program began
        if sys.stderr is not None:
            show_problems([Problem("E205", "the answer cannot be written: standard output is closed")], _stderr(argv))
        return exits.BROKEN
    try:
        return _run(argv)
    except ReasonerError as error:
        show_problems(error.problems, _stderr(argv))
        return error.exit_code
    except KeyboardInterrupt:
        _stderr(argv).line("interrupted")
        return exits.INTERRUPTED
    except OSError as error:  # a full disk beneath standard output, say
        silence(sys.stdout)
        show_problems([Problem("E205", f"the answer cannot be written: {error.strerror}")], _stderr(argv))
        return exits.BROKEN
    except SystemExit as end:  # help was shown
        return end.code if isinstance(end.code, int) else exits.OK
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        show_problems([_internal(error)], _stderr(argv))
        return exits.BROKEN


def _run(argv: list[str]) -> int:
    from reasoner.cli.dispatch import run

    return run(argv)


def _internal(error: BaseException) -> Problem:
    said = str(error).split("\n", 1)[0][:200]
    return Problem(
        "E499",
        f"internal error: {type(error).__name__}{f': {said}' if said else ''}",
        None,
        (f"set {DEBUG}=1 to see where, and please report it",),
    )


def _stderr(argv: list[str]) -> Output:
    from reasoner.cli.dispatch import color_option

    return Output(sys.stderr, color_option(argv))
