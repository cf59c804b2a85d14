"""Which command is meant, and how it is run."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import NoReturn

from reasoner.cli.context import Context
from reasoner.cli.parser import Parser
from reasoner.errors import Problem, UsageError
from reasoner.values import Value


class Command(Value):
    """A command of the command line.

    Attributes:
        name: one word, or two for `kb` commands.
        summary: one line for the list of commands.
        module: where it is, imported when it is called.
        function: what runs it; its options are added by the function of the same name with `_options`.
        examples: for its help.
    """

    name: str
    summary: str
    module: str
    function: str
    examples: tuple[str, ...]

    def parser(self) -> Parser:
        """Its parser."""
        found = Parser(self.name, f"{self.summary[0].upper()}{self.summary[1:]}.", self.examples)
        add: Callable[[Parser], None] = getattr(importlib.import_module(self.module), f"{self.function}_options")
        add(found)
        return found

    def run(self, arguments: Sequence[str]) -> int:
        """Run it."""
        options = self.parser().parse_intermixed_args(list(arguments))
        function: Callable[[Context], int] = getattr(importlib.import_module(self.module), self.function)
        return function(Context(options))


COMMANDS = tuple(
    Command(name, summary, f"reasoner.cli.{module}", function, examples)
    for name, summary, module, function, examples in (
        (
            "infer",
            "what holds under given conditions, with support and citations",
            "answers",
            "infer",
            (
                "reasoner infer hypoxia",
                "reasoner infer hypoxia CSC --cancer glioblastoma --block HIF2A --why CSC_enrichment",
                "reasoner infer 'oxygen = 1 %' --format json",
                "reasoner infer --scenario sessions/scenarios/cxcr4.yaml#1",
            ),
        ),
        (
            "why",
            "the proof of a finding, step by step, and the other lines that give it",
            "answers",
            "why",
            (
                "reasoner why CSC_enrichment --given hypoxia",
                "reasoner why angiogenesis --given hypoxia --links --all",
            ),
        ),
        (
            "whynot",
            "what stands in the way of a finding, and the smallest changes that would give it",
            "whynot",
            "whynot",
            (
                "reasoner whynot 'CD44hi/CD24hi state' --given paclitaxel --block Src --cancer 'breast cancer'",
                "reasoner whynot angiogenesis --given normoxia --all",
            ),
        ),
        (
            "whatif",
            "what changes of a scenario would bring and take away, each with its reason",
            "hypotheses",
            "whatif",
            (
                "reasoner whatif hypoxia --change 'block HIF2A'",
                "reasoner whatif --given hypoxia CSC --change 'cancer glioblastoma' --change 'remove CSC'",
                "reasoner whatif --scenario sessions/scenarios/cxcr4.yaml#1 --change 'give chemotherapy' --all",
            ),
        ),
        (
            "needs",
            "what a finding cannot do without: what is given, and which statements",
            "hypotheses",
            "needs",
            (
                "reasoner needs CSC_enrichment --given hypoxia",
                "reasoner needs angiogenesis --given hypoxia CSC --cancer glioblastoma",
            ),
        ),
        (
            "next",
            "what one more condition would change, the most informative one first",
            "hypotheses",
            "further",
            (
                "reasoner next hypoxia",
                "reasoner next --given hypoxia --block HIF2A -n 3",
                "reasoner next hypoxia --for dormancy",
            ),
        ),
        (
            "compare",
            "two scenarios side by side",
            "hypotheses",
            "compare",
            (
                "reasoner compare sessions/scenarios/hypoxia.yaml#1 sessions/scenarios/hypoxia.yaml#3",
                "reasoner compare mine.yaml theirs.yaml --all",
            ),
        ),
        (
            "says",
            "whether the review says that one thing leads to another, and how: stated, hedged, denied, combined",
            "sayings",
            "says",
            (
                "reasoner says hypoxia 'EMT in CSC'",
                "reasoner says 'hypoxia -> no dormancy'",
                "reasoner says CAF CSC_enrichment --format json",
            ),
        ),
        (
            "about",
            "everything the review says of a thing, by place and stage",
            "sayings",
            "about",
            ("reasoner about HIF-2α", "reasoner about EMT --place CSC", "reasoner about dormancy --cancer glioma"),
        ),
        (
            "seek",
            "which conditions would bring findings about: every minimal set",
            "searching",
            "seek",
            (
                "reasoner seek CSC_enrichment",
                "reasoner seek EMT --not apoptosis --support moderate -k 3 --given hypoxia",
                "reasoner seek drug_resistance --from hypoxia CAF TAM MSC --cancer breast_cancer",
            ),
        ),
        (
            "targets",
            "which blocks would end a finding: every minimal set, and what else each changes",
            "searching",
            "targets",
            (
                "reasoner targets stemness --given inflammation",
                "reasoner targets 'drug resistance' --given chemotherapy CSC --kind molecule pathway -k 3",
                "reasoner targets angiogenesis --given hypoxia --below strong --keep EMT",
                "reasoner targets drug_resistance --scenarios sessions/scenarios/cxcr4.yaml",
            ),
        ),
        (
            "discriminate",
            "which set-ups and observations tell hypotheses or scenarios apart",
            "searching",
            "discriminate",
            (
                "reasoner discriminate quiescence",
                "reasoner discriminate csc_origin -k 3",
                "reasoner discriminate --scenarios sessions/scenarios/cxcr4.yaml#1 sessions/scenarios/cxcr4.yaml#2",
            ),
        ),
        (
            "sweep",
            "how often findings hold over many scenarios: factors in every combination, a table or a sample",
            "sweeping",
            "sweep",
            (
                "reasoner sweep --factor hypoxia CAF 'block HIF2A' --target CSC_enrichment EMT --cancer glioma",
                "reasoner sweep --factor 'cancer=glioma,breast cancer' 'assume quiescence' --given chemotherapy",
                "reasoner sweep --factor conditions --sample 100000 --seed 1 --output sweep.parquet -j 4",
                "reasoner sweep --table mice.csv --target drug_resistance --output rows.csv --resume",
            ),
        ),
        (
            "run",
            "evaluate scenario files and judge their expectations",
            "running",
            "run",
            (
                "reasoner run sessions/scenarios",
                "reasoner run 'sessions/**/*.yaml' -v",
                "reasoner run sessions -k 'CXCR4 and not glioma' -x -j 4",
                "reasoner run sessions --report junit:results.xml --report html:results.html",
                "reasoner run sessions --baseline before.jsonl",
                "cat scenario.yaml | reasoner run - --format json",
            ),
        ),
        (
            "shell",
            "assert, retract and ask, interactively or from a script",
            "others",
            "shell",
            ("reasoner shell", "reasoner shell -c 'assert hypoxia' -c findings", "reasoner shell -f session.txt"),
        ),
        (
            "teach list",
            "the exercises and courses that there are",
            "teach_list",
            "listed",
            ("reasoner teach list", "reasoner teach list --topic hypoxia --type predict"),
        ),
        (
            "teach preview",
            "exercises as a student sees them, and with --key what is right, and why",
            "teach_list",
            "preview",
            ("reasoner teach preview --topic hypoxia", "reasoner teach preview mine.yaml --key"),
        ),
        (
            "teach do",
            "exercises and lessons in the terminal: hints, marks, and why an answer is right or wrong",
            "teach_do",
            "do",
            (
                "reasoner teach do biology/1",
                "reasoner teach do --topic hypoxia --type predict",
                "reasoner teach do --resume --transcript mine.md",
            ),
        ),
        (
            "teach make",
            "exercises from the rule base: of a topic, a type and a difficulty, as many as there is time for",
            "teach_make",
            "make",
            (
                "reasoner teach make --topic hypoxia --type predict --difficulty 2 --seed 7 --count 20",
                "reasoner teach make --topic EMT,MET --minutes 20 --output quiz.yaml",
            ),
        ),
        (
            "teach export",
            "exercises for a course elsewhere: a page for a browser, Moodle XML, GIFT, QTI 2.1, jupyterquiz",
            "teach_export",
            "export",
            (
                "reasoner teach export moodle-xml quiz.yaml --output quiz.xml",
                "reasoner teach export html quiz.yaml --output quiz.html",
                "reasoner teach export qti21 --topic hypoxia --type predict --output hypoxia.zip --strict",
                "reasoner teach export qti21 quiz.yaml --no-keys --output quiz.zip",
            ),
        ),
        (
            "teach grade",
            "marks for what students handed in: a file of JSON lines, or a folder",
            "teach_grade",
            "grade",
            (
                "reasoner teach grade answers.jsonl --format csv --output marks.csv",
                "reasoner teach grade handed-in/ --exercises quiz.yaml --no-keys",
            ),
        ),
        (
            "kb check",
            "check the knowledge base",
            "kb",
            "check",
            ("reasoner kb check", "reasoner kb check --source rows.tsv", "reasoner kb check --kb my-base"),
        ),
        (
            "kb stats",
            "counts, what each condition leads to, and how alike it is",
            "kb",
            "stats",
            ("reasoner kb stats", "reasoner kb stats --all", "reasoner kb stats --format json"),
        ),
        (
            "kb coverage",
            "how far the sources are encoded: sections, rows, references, and every gap",
            "kb",
            "coverage",
            ("reasoner kb coverage", "reasoner kb coverage --rows", "reasoner kb coverage --format json"),
        ),
        (
            "kb show",
            "everything known of an entity, a rule, a sentence or a hypothesis group",
            "kb",
            "show",
            ("reasoner kb show HIF-2α", "reasoner kb show hypoxia-hif2a", "reasoner kb show S115"),
        ),
        (
            "kb cite",
            "what is verified of references, and what rests on them; also as BibTeX and CSL-JSON",
            "kb_cite",
            "cite",
            (
                "reasoner kb cite 71",
                "reasoner kb cite --all",
                "reasoner kb cite --all --format bibtex --output review.bib",
                "reasoner kb cite 140 142 --format csl-json > resistance.json",
            ),
        ),
        (
            "kb index",
            "the rule book: every rule in words, by section, entity and reference; for reading and reviewing",
            "kb_index",
            "index",
            ("reasoner kb index", "reasoner kb index --check", "reasoner kb index --html rule-book.html"),
        ),
        (
            "kb search",
            "entities and rules whose text has all of some words",
            "kb",
            "search",
            ("reasoner kb search hypoxia", "reasoner kb search drug resistance"),
        ),
        (
            "kb new-rule",
            "a rule from a few options, tried out, then printed or added to a pack",
            "new_rule",
            "new_rule",
            (
                "reasoner kb new-rule --at S115 --when hypoxia HIF2A --then EMT --find 'primarily dependant on the'",
                "reasoner kb new-rule --into mine/rules/10-first-topic.yaml --at P1 --new-row Results --refs 3 "
                "--when hypoxia --then angiogenesis --find 'vessels grew where' --wording suggests",
            ),
        ),
        (
            "kb impact",
            "what packs add, strengthen, weaken or contest, over single conditions and scenarios",
            "impact",
            "impact",
            ("reasoner kb impact --with mine", "reasoner kb impact --with mine sessions/scenarios/emt.yaml --all"),
        ),
        (
            "kb new-pack",
            "the files of a pack for rules of your own",
            "new_rule",
            "new_pack",
            (
                "reasoner kb new-pack mine --id smith2020 --title 'A study of ours' --url https://example.org/smith",
                "reasoner kb new-pack notes --cite-base",
            ),
        ),
        (
            "explain",
            "what the code of an error or warning means",
            "others",
            "explain",
            ("reasoner explain E012",),
        ),
        (
            "schema",
            "the JSON schema of an answer, or of scenario files",
            "others",
            "schema",
            ("reasoner schema result", "reasoner schema scenario > scenario.schema.json"),
        ),
        (
            "doctor",
            "what this installation consists of, and whether it works",
            "others",
            "doctor",
            ("reasoner doctor",),
        ),
    )
)
_BY_NAME = {command.name: command for command in COMMANDS}
_WITH_VALUE = ("--kb", "--with", "--color", "--format")


def run(argv: list[str]) -> int:
    """Run what the arguments ask for."""
    at = _first_word(argv)
    if at is None:
        return _without_command(argv)
    name, rest = argv[at], [*argv[:at], *argv[at + 1 :]]
    if any(command.name.startswith(f"{name} ") for command in COMMANDS):
        further = _first_word(rest[at:])
        if further is None:
            return _help_of_group(name, rest)
        below = at + further
        name, rest = f"{name} {rest[below]}", [*rest[:below], *rest[below + 1 :]]
    if name == "help":
        return _help(_words(rest))
    if name not in _BY_NAME:
        _unknown(name)
    return _BY_NAME[name].run(rest)


def color_option(argv: Sequence[str]) -> str:
    """The value of `--color`, for messages about arguments that could not be read."""
    for number, text in enumerate(argv):
        value = text.partition("=")[2] if text.startswith("--color=") else ""
        if text == "--color" and number + 1 < len(argv):
            value = argv[number + 1]
        if value in ("always", "never"):
            return value
    return "auto"


def _first_word(argv: list[str]) -> int | None:
    """Where the first argument stands that is no option and no value of one."""
    number = 0
    while number < len(argv):
        if argv[number] in _WITH_VALUE:
            number += 1
        elif not argv[number].startswith("-"):
            return number
        number += 1
    return None


def _words(argv: list[str]) -> list[str]:
    """The arguments that are no options and no values of general ones."""
    words = []
    rest = argv
    while (at := _first_word(rest)) is not None:
        words.append(rest[at])
        rest = rest[at + 1 :]
    return words


def _without_command(argv: list[str]) -> int:
    if "-h" in argv or "--help" in argv:
        return _help([])
    if "--version" in argv or "-V" in argv:
        from reasoner import __version__

        print(f"reasoner {__version__}")
        return 0
    return _BY_NAME["shell"].run(argv)


def _help(words: list[str]) -> int:
    name = " ".join(words)
    if name in _BY_NAME:
        _BY_NAME[name].parser().print_help()
        return 0
    if name and not any(command.name.startswith(f"{name} ") for command in COMMANDS):
        _unknown(name)
    _overview([command for command in COMMANDS if not name or command.name.startswith(f"{name} ")])
    return 0


def _help_of_group(name: str, rest: list[str]) -> int:
    if "-h" in rest or "--help" in rest:
        return _help([name])
    commands = ", ".join(command.name for command in COMMANDS if command.name.startswith(f"{name} "))
    raise UsageError(Problem("E200", f"`reasoner {name}` needs a command", None, (f"commands: {commands}",)))


def _overview(commands: Sequence[Command]) -> None:
    import sys

    from reasoner.render.output import Output

    out = Output(sys.stdout)
    for line in (
        "Asks a rule base encoded from a review on cancer stem cells: conditions in, cited findings and proofs out.",
        "For research and education, not for clinical decisions.",
        "",
        "usage: reasoner [COMMAND] [OPTIONS]        without a command: the shell",
        "",
    ):
        out.line(line)
    width = max(len(command.name) for command in commands)
    for command in commands:
        out.line(f"  {command.name:<{width}}  {command.summary}")
    out.line("")
    out.line("reasoner COMMAND --help tells more; reasoner --version prints the version.")
    out.line("")
    out.line("example: reasoner infer hypoxia CSC --cancer glioblastoma --block HIF2A")
    out.flush()


def _unknown(name: str) -> NoReturn:
    import difflib

    near = difflib.get_close_matches(name, _BY_NAME, n=2, cutoff=0.5)
    help_ = [f"did you mean `reasoner {each}`?" for each in near]
    if " " not in name and not near:
        help_.append(f"to infer from a condition: reasoner infer {name}")
    help_.append("`reasoner --help` lists the commands")
    raise UsageError(Problem("E200", f"there is no command `{name}`", None, tuple(help_)))
