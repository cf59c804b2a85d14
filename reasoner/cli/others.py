"""`explain`, `schema`, `doctor`, and the way into the shell."""

from __future__ import annotations

import difflib
import importlib

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common
from reasoner.errors import name_error

# Where the model of each schema is, and whether it is of answers or of files that are read.
SCHEMAS = {
    "result": ("reasoner.model.result", "Result"),
    "why": ("reasoner.model.result", "Why"),
    "whynot": ("reasoner.model.whynot", "WhyNot"),
    "whatif": ("reasoner.model.whatif", "WhatIf"),
    "needs": ("reasoner.model.needs", "Needs"),
    "next": ("reasoner.model.further", "Next"),
    "compare": ("reasoner.model.whatif", "Comparison"),
    "says": ("reasoner.model.sayings", "Says"),
    "about": ("reasoner.model.sayings", "About"),
    "seek": ("reasoner.model.search", "Seek"),
    "targets": ("reasoner.model.search", "Targets"),
    "discriminate": ("reasoner.model.search", "Discriminate"),
    "sweep": ("reasoner.model.sweep", "Sweep"),
    "run": ("reasoner.batch.report", "RunReport"),
    "run-line": ("reasoner.batch.report", "RunLine"),
    "scenario": ("reasoner.knowledge.scenario_docs", "ScenarioDoc"),
    "exercise": ("reasoner.teach.documents", "AnyExercise"),
    "course": ("reasoner.model.course", "Course"),
    "submission": ("reasoner.model.exercise", "Submission"),
    "mark": ("reasoner.model.exercise", "Mark"),
    "teach-list": ("reasoner.model.listing", "Listing"),
    "teach-preview": ("reasoner.model.listing", "Preview"),
    "teach-make": ("reasoner.cli.teach_make", "MakeAnswer"),
    "teach-grade": ("reasoner.model.grading", "Grading"),
    "teach-grade-line": ("reasoner.model.grading", "Graded"),
    "kb-check": ("reasoner.cli.kb_check", "CheckAnswer"),
    "kb-stats": ("reasoner.batch.stats", "Stats"),
    "kb-coverage": ("reasoner.batch.coverage", "Coverage"),
    "kb-show": ("reasoner.render.kb_views", "Shown"),
    "kb-cite": ("reasoner.render.kb_views", "Cited"),
    "kb-index": ("reasoner.cli.kb_index", "IndexAnswer"),
    "kb-search": ("reasoner.render.kb_views", "SearchView"),
    "kb-impact": ("reasoner.batch.impact_report", "ImpactReport"),
    "kb-new-rule": ("reasoner.cli.new_rule", "NewRuleAnswer"),
    "kb-new-pack": ("reasoner.cli.new_rule", "NewPackAnswer"),
    "doctor": ("reasoner.cli.doctor", "Health"),
}
READ = ("scenario", "exercise", "course", "submission")


def schema_options(parser: Parser) -> None:
    """The options of `schema`."""
    parser.add_argument("name", metavar="NAME", help=f"one of: {', '.join(SCHEMAS)}")
    add_common(parser, formats=False)


def schema(context: Context) -> int:
    """Print a JSON schema."""
    context.out.machine(schema_text(context.options.name))
    context.out.flush()
    return exits.OK


def schema_text(name: str) -> str:
    """A published schema as JSON text.

    Raises:
        UsageError: there is none of this name (E012).
    """
    from reasoner.render.as_json import schema as text

    if name not in SCHEMAS:
        near = difflib.get_close_matches(name, SCHEMAS, n=1)
        help_ = [*(f"did you mean `{each}`?" for each in near), f"schemas: {', '.join(SCHEMAS)}"]
        raise name_error("E012", f"unknown schema `{name[:40]}`", help_)
    module, model = SCHEMAS[name]
    return text(getattr(importlib.import_module(module), model), files=name in READ)


def explain_options(parser: Parser) -> None:
    """The options of `explain`."""
    parser.add_argument("code", metavar="CODE", help="as E012; every error and warning shows its own")
    add_common(parser, formats=False)


def explain(context: Context) -> int:
    """Explain a code."""
    from reasoner.codes import explain as text

    for line in text(context.options.code).rstrip().splitlines():
        context.out.line(line)
    context.out.flush()
    return exits.OK


def doctor_options(parser: Parser) -> None:
    """The options of `doctor`."""
    add_common(parser)


def doctor(context: Context) -> int:
    """Examine the installation."""
    from reasoner.cli.doctor import examine, health_lines

    found = examine(context.options.kb, context.options.extra, context.out)
    if context.is_json:
        context.out.json(found)
    else:
        for line in health_lines(found):
            context.out.line(line)
    context.out.flush()
    return exits.BROKEN if found.problems else exits.OK


def shell_options(parser: Parser) -> None:
    """The options of `shell`."""
    parser.add_argument("-c", "--command", action="append", default=[], metavar="CMD", help="run a command; repeatable")
    parser.add_argument(
        "-f",
        "--file",
        action="append",
        default=[],
        metavar="FILE",
        help="run the commands of a file, - for standard input",
    )
    parser.add_argument("--plain", action="store_true", help="line by line, fit for a screen reader")
    add_common(parser)


def shell(context: Context) -> int:
    """Open the shell; without a terminal, read its commands from standard input."""
    from reasoner.shell import main

    options = context.options
    return main(
        options.command,
        options.file,
        options.plain,
        kb_folder=options.kb,
        extra=options.extra,
        color=options.color,
        as_json=context.is_json,
    )
