"""`whynot`."""

from __future__ import annotations

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common, add_engine, add_reading, add_scenario


def whynot_options(parser: Parser) -> None:
    """The options of `whynot`."""
    parser.add_argument("finding", metavar="F", help="the finding: ENTITY [down] [in PLACE]")
    add_engine(parser, "columns")
    add_reading(parser)
    add_scenario(parser)
    add_common(parser)


def whynot(context: Context) -> int:
    """Why a finding is not inferred."""
    from reasoner.questions.whynot import why_not

    options = context.options
    (wanted,) = context.findings([options.finding])
    evaluation = context.evaluate(options.engine)  # first: the base has what it supposes from here on
    context.tell(why_not(context.reasoner, evaluation, wanted))
    return exits.OK
