"""`kb new-rule` and `kb new-pack`: scaffolds for a user's own rules."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reasoner.batch.report import Trouble
from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import SYSTEMS, Parser, add_common
from reasoner.errors import Position, Problem, UsageError
from reasoner.model.base import Record
from reasoner.model.evidence import Wording
from reasoner.model.result import SCHEMA_VERSION
from reasoner.model.rule import Effect, RuleKind

if TYPE_CHECKING:
    from reasoner.authoring.new_rule import Scaffold


class NewRuleAnswer(Record):
    """The answer to `kb new-rule`.

    Attributes:
        knowledge_base: the hash of the base with the rule.
        rule: its id.
        text: the rule as a rules file has it.
        file, line: where it was added; empty and 0 where it was only printed.
        scenario: the text of a scenario that expects what it concludes; empty for a rule that concludes nothing.
        remarks: what `kb check` says of it.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str
    rule: str
    text: str
    file: str = ""
    line: int = 0
    scenario: str = ""
    remarks: tuple[Trouble, ...] = ()


class NewPackAnswer(Record):
    """The answer to `kb new-pack`: the files that were written, and the hash of the base with the pack."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str
    folder: str
    source: str
    files: tuple[str, ...]


def new_rule_options(parser: Parser) -> None:
    """The options of `kb new-rule`."""
    group = parser.add_argument_group("the statement", "Names are ids, labels or synonyms, however they are spelt.")
    many = {"nargs": "+", "action": "extend", "default": [], "metavar": "F"}
    group.add_argument("--when", help="what it needs, all of it; 'before X' is met by an earlier phase", **many)  # type: ignore[arg-type]
    group.add_argument("--then", help="what it concludes", **many)  # type: ignore[arg-type]
    group.add_argument("--unless", help="exceptions, any of which stops it", **many)  # type: ignore[arg-type]
    group.add_argument("--needs", help="of a requirement: what the conclusion depends on", **many)  # type: ignore[arg-type]
    group.add_argument("--kind", choices=[str(each) for each in RuleKind], help="(default: rule)")
    group.add_argument("--effect", choices=[str(each) for each in Effect], help="(default: causes)")
    group.add_argument("--claim", default="", metavar="TEXT", help="one sentence in your own words")
    group.add_argument("--id", default="", help="proposed where it is left out")
    group.add_argument("--note", default="", metavar="TEXT", help="what a reader of the rule should know")
    group = parser.add_argument_group("where the source says so")
    group.add_argument("--at", default="", metavar="ROW", help="the sentence, by its id in facts/source.yaml")
    group.add_argument("--find", default="", metavar="WORDS", help="three to eight words in a row that point to it")
    group.add_argument("--wording", choices=[str(each) for each in Wording], default="states", help="(default: states)")
    group.add_argument(
        "--refs", nargs="*", type=int, metavar="N", help="the references it rests on (default: all of the row)"
    )
    group.add_argument("--refs-at", default="", metavar="ROW", help="the neighbouring row that cites them")
    group.add_argument("--shared", action="store_true", help="the bracket stands behind several claims")
    for name in ("cancer", "stage", "site"):
        group.add_argument(f"--{name}", metavar="X", help=f"the {name} of the study")
    group.add_argument("--system", metavar="S", help=f"its system: {', '.join(SYSTEMS)}")
    group.add_argument("--new-row", metavar="SECTION", help="the row is new: add it to the pack's facts/source.yaml")
    group = parser.add_argument_group("what to do with it")
    group.add_argument("--into", metavar="FILE", help="append it to this rules file of a pack (default: print it)")
    add_common(parser)


def new_rule(context: Context) -> int:
    """Make a rule, and print it or add it to a file."""
    from reasoner.authoring.new_rule import Asked, scaffold

    options = context.options
    _demanded(context)
    asked = Asked(
        when=tuple(options.when),
        then=tuple(options.then),
        unless=tuple(options.unless),
        needs=tuple(options.needs),
        kind=options.kind,
        effect=options.effect,
        at=options.at,
        find=options.find,
        wording=options.wording,
        refs_at=options.refs_at,
        shared=options.shared,
        cancer=options.cancer,
        stage=options.stage,
        site=options.site,
        system=options.system,
        id=options.id,
        claim=options.claim,
        note=options.note,
        refs=None if options.refs is None else tuple(options.refs),
        new_row=options.new_row,
        into=Path(options.into) if options.into else None,
    )
    made = scaffold(options.kb, options.extra, asked)
    for change in made.changes if options.into else ():
        _write(change.path, change.before, change.after)
    if context.is_json:
        context.out.json(_answer(made))
    else:
        from reasoner.render.problems import show_problems

        for line in _told(made, options.claim, _base(context)):
            context.out.line(line)
        context.out.flush()
        if made.remarks:
            context.err.line("kb check says of it:")
        show_problems(made.remarks, context.err)
    context.out.flush()
    context.err.flush()
    return exits.OK


def _demanded(context: Context) -> None:
    missing = [f"--{name}" for name in ("at", "find", "then") if not getattr(context.options, name)]
    if missing:
        example = "reasoner kb new-rule --at S115 --find 'three to eight words' --when hypoxia --then CSC_enrichment"
        raise UsageError(Problem("E200", f"a rule needs {', '.join(missing)}", None, (f"as in: {example}",)))
    if context.options.new_row is not None and not context.options.into:
        raise UsageError(Problem("E200", "--new-row changes files, so it goes with --into FILE"))


def _write(path: Path, before: bytes, after: bytes) -> None:
    """Write a file that nobody has changed since it was read."""
    from reasoner.shell.files import write_file

    try:
        same = path.read_bytes() == before
    except OSError:
        same = False
    if not same:
        raise UsageError(Problem("E208", "the file was changed meanwhile; nothing was added", Position(str(path))))
    write_file(path, after.decode("utf-8"), replace=True)


def _answer(made: Scaffold) -> NewRuleAnswer:
    return NewRuleAnswer(
        knowledge_base=made.kb.digest,
        rule=made.rule.id,
        text="".join(f"{line}\n" for line in made.lines),
        file=str(made.changes[-1].path) if made.line else "",
        line=made.line,
        scenario="".join(f"{line}\n" for line in made.scenario),
        remarks=tuple(Trouble.from_problem(problem) for problem in made.remarks),
    )


def _base(context: Context) -> str:
    """The option that names the knowledge base in a command to be typed next."""
    return f" --kb {shlex.quote(context.options.kb)}" if context.options.kb else ""


def _told(made: Scaffold, claim: str, base: str) -> Iterator[str]:
    """The rule, and below it, as comments of YAML, what comes next: the whole may be put into a file as it is."""
    folder = str(made.target.pack.folder) if made.target.number else ""
    option = f"{base} --with {shlex.quote(folder)}" if folder else base
    if made.line:
        yield f"# Added to {made.changes[-1].path}, line {made.line}:"
    yield from (f"  {line}" for line in made.lines)
    if not claim:
        yield "# The claim is a proposal: say it in your own words."
    if not made.line:
        where = (
            f"a file in {folder}/rules/" if folder else "a file in rules/ of a pack (reasoner kb new-pack makes one)"
        )
        yield f"# Put it under `rules:` of {where}, or let --into FILE do it."
    if made.scenario:
        sessions = f"{folder}/sessions/" if folder else "sessions/"
        yield f"# Next, a scenario in {sessions} that expects what the sentence says, as:"
        yield from (f"#   {line}" for line in made.scenario)
        yield f"# Then: reasoner run {shlex.quote(sessions)}{option}"
    yield f"# And: reasoner kb check{option}{f'; reasoner kb impact{option}' if folder else ''}"


# ---------------------------------------------------------------- a new pack


def new_pack_options(parser: Parser) -> None:
    """The options of `kb new-pack`."""
    parser.add_argument("folder", metavar="FOLDER", help="the pack; it is made if it is not there")
    group = parser.add_argument_group("the source that its rules cite")
    group.add_argument("--id", default="", help="its short name in answers, as smith2020 (default: from the folder)")
    group.add_argument("--title", default="", metavar="TEXT", help="its title")
    group.add_argument("--year", type=int, metavar="N", help="its year")
    group.add_argument("--url", default="", metavar="URL", help="where it can be read, https only")
    group.add_argument("--cite-base", action="store_true", help="cite the knowledge base's own source instead")
    parser.add_argument("--topic", default="First topic", metavar="TEXT", help="of its first rules")
    add_common(parser)


def new_pack(context: Context) -> int:
    """Write the files of a new pack."""
    from reasoner.authoring.new_pack import NewPack, pack_files, source_id
    from reasoner.knowledge.loader import build, draft
    from reasoner.knowledge.packs import Pack, find_all

    options = context.options
    folder = Path(options.folder)
    named = options.id or source_id(folder.resolve().name)
    if options.cite_base and (options.id or options.title or options.url or options.year):
        raise UsageError(Problem("E200", "--cite-base stands without a source of its own"))
    asked = NewPack(
        source="" if options.cite_base else named,
        title=options.title or f"Title of {named}, to be filled in",
        url=options.url,
        year=options.year,
        topic=options.topic,
    )
    files = {folder / path: text for path, text in pack_files(asked).items()}
    there = [path for path in files if os.path.lexists(path)]
    if there or (folder / "rules").is_dir():
        path = there[0] if there else folder / "rules"
        raise UsageError(Problem("E200", "there is a pack already", Position(str(path)), ("name another folder",)))
    contents = {path: text.encode() for path, text in files.items()}
    packs = [*find_all(options.kb, options.extra), Pack(folder, "given", folder.resolve().name, contents)]
    found = draft(packs)
    errors = [problem for problem in found.problems if problem.is_error]
    if any(not problem.where or Path(problem.where.path) not in files for problem in errors):
        build(found)  # what is there does not load as it is: its own errors
    if errors:
        raise UsageError(errors)
    _write_all(files)
    if context.is_json:
        names = tuple(map(str, files))
        context.out.json(
            NewPackAnswer(knowledge_base=build(found).digest, folder=str(folder), source=asked.source, files=names)
        )
    else:
        for line in _next_steps(folder, list(files), asked.source, _base(context)):
            context.out.line(line)
    context.out.flush()
    return exits.OK


def _write_all(files: dict[Path, str]) -> None:
    from reasoner.shell.files import write_file

    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise UsageError(
                Problem("E200", f"the folder cannot be made: {reason}", Position(str(path.parent)))
            ) from error
        write_file(path, text, replace=False)


def _next_steps(folder: Path, files: list[Path], source: str, base: str) -> Iterator[str]:
    rules = shlex.quote(str(next(path for path in files if path.parent.name == "rules")))
    yield "Written:"
    yield from (f"  {path}" for path in files)
    yield "A first rule, with your own names, words and references:"
    row = "--at P1 --new-row Results --refs 3" if source else "--at ROW"
    yield f"  reasoner kb new-rule{base} --into {rules} {row} \\"
    yield "    --find 'three to eight words' --when NAME --then NAME --claim 'A sentence of your own.'"
    yield "Then a scenario with what should come out, and:"
    for command in (f"run {shlex.quote(str(folder / 'sessions'))}", "kb check", "kb impact", "infer NAME"):
        yield f"  reasoner {command}{base} --with {shlex.quote(str(folder))}"
