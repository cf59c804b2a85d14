"""`kb impact`: what packs change."""

from __future__ import annotations

import gc
from pathlib import Path

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common
from reasoner.errors import Problem, UsageError


def impact_options(parser: Parser) -> None:
    """The options of `kb impact`."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="scenarios to compare (default: sessions/ of the knowledge base)"
    )
    parser.add_argument("--all", action="store_true", dest="everything", help="fold nothing")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 also where scenarios fail")
    add_common(parser)


def impact(context: Context) -> int:
    """Compare the knowledge base with the packs to the one without."""
    from reasoner.batch.impact import Impact
    from reasoner.cli.paths import scenario_files
    from reasoner.knowledge.cache import load_cached
    from reasoner.knowledge.packs import find
    from reasoner.pipeline import Reasoner

    options = context.options
    if not options.extra:
        help_ = ("reasoner kb impact --with my-pack",)
        raise UsageError(Problem("E200", "there is nothing to compare: name a pack with --with FOLDER", None, help_))
    gc.enable()  # `__main__` leaves it off for short commands
    sessions = find(options.kb).folder / "sessions"
    files = scenario_files(options.paths or ([_shown(sessions)] if sessions.is_dir() else []))
    without = Reasoner(load_cached(options.kb))
    found = Impact(without, context.reasoner).report(files, options.extra)
    if context.is_json:
        context.out.json(found)
    else:
        from reasoner.batch.impact_text import impact_blocks

        context.out.show(impact_blocks(context.kb, found, everything=options.everything))
    context.out.flush()
    failed = exits.FAILED if any(not each.warn for each in found.broken) else exits.OK
    code = exits.worst([failed, exits.INVALID if found.invalid else exits.OK])
    return exits.OK if options.exit_zero else code


def _shown(folder: Path) -> str:
    """The folder as seen from where the user stands, so that positions are short."""
    try:
        return str(folder.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(folder)
