"""`teach list` and `teach preview`: which exercises there are, and how one looks."""

from __future__ import annotations

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.exercises import add_choosing, chosen
from reasoner.cli.parser import Parser, add_common


def listed_options(parser: Parser) -> None:
    """The options of `teach list`."""
    add_choosing(parser)
    parser.add_argument(
        "--check", action="store_true", help="hold each to the knowledge base: what is broken is told, all of it"
    )
    add_common(parser)


def listed(context: Context) -> int:
    """List exercises, and the courses that are shipped."""
    from reasoner.knowledge.packs import find_all
    from reasoner.model.listing import Listing
    from reasoner.teach.courses import course_files, read_courses
    from reasoner.teach.reading import questions
    from reasoner.teach.topics import topics

    options = context.options
    exercises = chosen(context)
    if options.check:
        questions(exercises)
    summaries = tuple(each.summary for each in exercises)
    narrowed = options.exercises or options.topic or options.type or options.difficulty
    files = [] if narrowed else read_courses(course_files(find_all(options.kb, options.extra)))
    found = Listing(
        exercises=summaries,
        courses=tuple(each.course for each in files),
        knowledge_base=context.kb.digest,
    )
    if context.is_json:
        context.out.json(found)
    else:
        from reasoner.render.exercises import listing

        context.out.show(listing(found, topics(context.kb)))
    context.out.flush()
    return exits.OK


def preview_options(parser: Parser) -> None:
    """The options of `teach preview`."""
    add_choosing(parser)
    parser.add_argument("--key", action="store_true", help="also what is right, with what is said of each choice")
    add_common(parser)


def preview(context: Context) -> int:
    """Show exercises as a student sees them, and perhaps their keys."""
    from reasoner.model.listing import Preview
    from reasoner.teach.reading import questions

    asked = questions(chosen(context))
    found = Preview(
        exercises=tuple(each.item for each in asked),
        keys=tuple(each.key for each in asked) if context.options.key else (),
        knowledge_base=context.kb.digest,
    )
    if context.is_json:
        context.out.json(found)
    else:
        from reasoner.render.exercises import preview as told

        context.out.show(told(context.kb, found))
    context.out.flush()
    return exits.OK
