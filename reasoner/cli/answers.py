"""`infer` and `why`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common, add_engine, add_reading, add_scenario
from reasoner.cli.pictures import add_pictures, check_pictures, pictures

if TYPE_CHECKING:
    from reasoner.model.pictures import Picture
    from reasoner.model.result import PhaseResult, Result, Why
    from reasoner.render.layout import Block


def infer_options(parser: Parser) -> None:
    """The options of `infer`."""
    parser.add_argument("conditions", nargs="*", metavar="COND", help="findings that are observed")
    parser.add_argument(
        "--why", action="append", default=[], metavar="F", help="also prove a finding of the answer; repeatable"
    )
    parser.add_argument("--links", action="store_true", help="list the addresses of sentences and references in proofs")
    add_pictures(parser, ["timeline"])
    add_engine(parser, "production")
    add_reading(parser)
    add_scenario(parser)
    add_common(parser)


def infer(context: Context) -> int:
    """What holds in a scenario."""
    options = context.options
    check_pictures(context)
    wanted = context.findings(options.why)
    evaluation = context.evaluate(options.engine, options.conditions)
    whys = [context.reasoner.why(evaluation, finding, None if options.everything else 3) for finding in wanted]
    result = context.reasoner.result(evaluation, wanted)
    context.answer(result, _infer_blocks(context, result, whys))
    pictures(context, {"timeline": lambda: _timeline(context, result)})
    return exits.OK


def _timeline(context: Context, result: Result) -> Picture:
    from reasoner.render.pictures.content import timeline

    return timeline(context.kb, result)


def _infer_blocks(context: Context, result: Result, whys: list[Why]) -> Iterator[Block]:
    from reasoner.render.infer import infer as told
    from reasoner.render.layout import BLANK
    from reasoner.render.why import specific
    from reasoner.render.words import cited_in, footer

    options = context.options
    yield from told(context.kb, result, everything=options.everything, rules=options.rules, closing=False)
    for each in whys:
        yield BLANK
        yield from _why_blocks(context, each, result)
        for found in result.findings:
            if found.finding == each.finding.finding:
                yield from specific(found)
    yield BLANK
    sources = cited_in(context.kb, result, *whys)
    yield from footer(context.kb, sources, legend=bool(result.findings or result.phases), advice=result.advice)


def _why_blocks(context: Context, answer: Why, phase: PhaseResult, *, alone: bool = False) -> Iterator[Block]:
    from reasoner.render.view import View
    from reasoner.render.why import why as told

    options = context.options
    view = View(context.kb, phase, answer.setting, options.everything, options.rules)
    yield from told(view, answer, everything=options.everything, links=options.links, headed=alone, closing=alone)


def why_options(parser: Parser) -> None:
    """The options of `why`."""
    parser.add_argument("finding", metavar="F", help="the finding: ENTITY [down] [in PLACE]")
    parser.add_argument("--links", action="store_true", help="list the addresses of sentences and references")
    add_engine(parser, "production")
    add_reading(parser)
    add_scenario(parser)
    add_common(parser)


def why(context: Context) -> int:
    """Why a finding holds."""
    from reasoner.model.result import PhaseResult

    options = context.options
    (wanted,) = context.findings([options.finding])
    evaluation = context.evaluate(options.engine)
    answer = context.reasoner.why(evaluation, wanted, None if options.everything else 3)
    # What it is contested by stands in the result; otherwise the answer has all that is shown.
    phase = context.reasoner.result(evaluation, with_specificity=False) if answer.finding.contested else PhaseResult()
    context.answer(answer, _why_blocks(context, answer, phase, alone=True))
    return exits.OK
