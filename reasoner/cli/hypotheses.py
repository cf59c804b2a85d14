"""`whatif`, `needs`, `next` and `compare`: what would be different, what is needed, and what is different."""

from __future__ import annotations

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common, add_engine, add_reading, add_scenario
from reasoner.errors import Problem, UsageError

_MOST = 10


def whatif_options(parser: Parser) -> None:
    """The options of `whatif`."""
    parser.add_argument("given_first", nargs="*", metavar="COND", help="findings that are observed")
    parser.add_argument(
        "--change",
        action="append",
        default=[],
        metavar="CHANGE",
        help="'give F', 'remove F', 'block X', 'force X', 'release X', 'cancer C', 'stage S', 'site S', "
        "'assume G/O'; repeatable",
    )
    add_engine(parser, "columns")
    add_reading(parser)
    add_scenario(parser)
    add_common(parser)


def whatif(context: Context) -> int:
    """What changes would bring, and take away."""
    from reasoner.questions.whatif import whatif as asked

    options = context.options
    evaluation = context.evaluate(options.engine, options.given_first)
    answer = asked(context.reasoner, context.names, evaluation, options.change)
    context.tell(answer)
    return exits.OK


def needs_options(parser: Parser) -> None:
    """The options of `needs`."""
    parser.add_argument("finding", metavar="F", help="the finding: ENTITY [down] [in PLACE]")
    add_engine(parser, "columns")
    add_reading(parser)
    add_scenario(parser)
    add_common(parser)


def needs(context: Context) -> int:
    """What a finding cannot do without."""
    from reasoner.questions.needs import needs as asked

    options = context.options
    (wanted,) = context.findings([options.finding])
    answer = asked(context.reasoner, context.evaluate(options.engine), wanted)
    context.tell(answer)
    return exits.OK


def further_options(parser: Parser) -> None:
    """The options of `next`."""
    parser.add_argument("given_first", nargs="*", metavar="COND", help="findings that are observed")
    parser.add_argument("--for", dest="goal", metavar="F", help="only what would bring or take away this finding")
    parser.add_argument(
        "-n", dest="most", type=_number, default=_MOST, metavar="N", help=f"how many to list (default: {_MOST})"
    )
    add_engine(parser, "columns")
    add_reading(parser)
    add_scenario(parser)
    add_common(parser)


def further(context: Context) -> int:
    """What one more condition would change."""
    from reasoner.questions.further import further as asked

    options = context.options
    goals = context.findings([options.goal]) if options.goal is not None else [None]
    evaluation = context.evaluate(options.engine, options.given_first)
    answer = asked(context.reasoner, evaluation, goals[0], None if options.everything else options.most)
    context.tell(answer)
    return exits.OK


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise UsageError(Problem("E211", f"`-n` takes a number, 1 or more; got `{text[:40]}`", None, ("-n 5",)))
    return int(text[:9])


def compare_options(parser: Parser) -> None:
    """The options of `compare`."""
    help_ = "a scenario file; FILE#2 is the second scenario in it; one file alone has exactly two"
    parser.add_argument("files", nargs="+", metavar="FILE", help=help_)
    add_engine(parser, "columns")
    add_reading(parser)
    add_common(parser)


def compare(context: Context) -> int:
    """Two scenarios side by side."""
    from reasoner.questions.comparing import compare as asked

    options = context.options
    first, second = (context.evaluate_file(each, options.engine) for each in _two(context, options.files))
    answer = asked(context.reasoner, first, second)
    context.tell(answer)
    return exits.OK


def _two(context: Context, files: list[str]) -> list[str]:
    """The two scenarios that are meant."""
    from reasoner.cli.paths import numbers_of

    if len(files) == 1 and numbers_of(files[0], context.kb, context.names) == 2:
        return [f"{files[0]}#1", f"{files[0]}#2"]
    if len(files) != 2 or files == ["-", "-"]:
        help_ = "as: reasoner compare one.yaml other.yaml#2"
        raise UsageError(Problem("E212", "two scenarios are compared: name two", None, (help_,)))
    return files
