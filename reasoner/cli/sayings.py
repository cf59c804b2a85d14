"""`says` and `about`: what the sources say."""

from __future__ import annotations

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common


def says_options(parser: Parser) -> None:
    """The options of `says`."""
    parser.add_argument(
        "step", nargs="+", metavar="X", help="two findings, as X Y or as 'X -> Y'; each ENTITY [down] [in PLACE]"
    )
    parser.add_argument("--all", action="store_true", dest="everything", help="fold nothing")
    add_common(parser)


def says(context: Context) -> int:
    """Whether the sources say that one finding leads to another."""
    from reasoner.knowledge.suppositions import step
    from reasoner.questions.says import says as asked

    words = context.options.step
    if len(words) == 2 and not any("->" in word or "→" in word for word in words):
        pair = context.names.said(words[0]), context.names.said(words[1])
    else:
        pair = step(context.names, " ".join(words))
    answer = asked(context.reasoner, *pair)
    context.tell(answer)
    return exits.OK


def about_options(parser: Parser) -> None:
    """The options of `about`."""
    parser.add_argument("name", nargs="+", metavar="X", help="an id, label or synonym")
    parser.add_argument("--stage", metavar="S", help="only what is said of a stage")
    parser.add_argument("--place", metavar="P", help="only what is said of a place: a cell or a site")
    parser.add_argument("--cancer", metavar="C", help="only what is said of a cancer")
    parser.add_argument("--all", action="store_true", dest="everything", help="fold nothing")
    add_common(parser)


def about(context: Context) -> int:
    """Everything the sources say of a thing."""
    from reasoner.questions.about import about as asked
    from reasoner.questions.about import filters

    options = context.options
    entity = context.names.entity(" ".join(options.name))
    confined = filters(context.names, stage=options.stage, place=options.place, cancer=options.cancer)
    context.tell(asked(context.kb, entity, **confined))
    return exits.OK
