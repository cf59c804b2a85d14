"""Questions about the knowledge base: about, rule, cite, search."""

from __future__ import annotations

import re

from reasoner.knowledge.suppositions import ARROWS, step
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.finding import Finding
from reasoner.questions.about import about as said_of
from reasoner.questions.says import says as said_to
from reasoner.render import kb as kb_text
from reasoner.render import kb_queries, references
from reasoner.render.about import about as about_text
from reasoner.render.kb_views import EntityView
from reasoner.render.says import says as says_text
from reasoner.render.shell_parts import in_shell_words, places
from reasoner.render.words import listed
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece
from reasoner.shell.table import Command, Slot

_GROUP = "Questions"
_LONGEST = 200
_REFERENCE = re.compile(r"(?:([a-z0-9-]+)/)?\[?(\d{1,6})\]?")


def about(shell: Shell, rest: Piece) -> None:
    """Show all that the sources say of a name; what a rule, a sentence, a hypothesis group is."""
    asked, everything = _all(rest)
    if not asked.text:
        raise shell.reader.error("E200", "expected a name, as `about HIF2A`", rest, "help about")
    if numbered := shell.reader.numbered(asked):
        asked = Piece(numbered[0].entity, asked.column)
    view = shell.reader.one(lambda text: kb_queries.show(shell.kb, text, shell.names.entity), asked)
    if not isinstance(view, EntityView):
        shell.record(view)
        shell.out.show(kb_text.shown(shell.kb, view))
        return
    answer = said_of(shell.base.kb, view.entity)  # what the session supposes is said by no source
    shell.record(answer)
    shell.out.show(in_shell_words(about_text(shell.kb, answer, everything=everything), f"about {asked.text} all"))
    shell.close(answer, graded=bool(answer.places or answer.of_kinds), therapy=bool(answer.advice))


def says(shell: Shell, rest: Piece) -> None:
    """Say whether, and how, the sources say that one thing leads to another."""
    asked, everything = _all(rest)
    if not asked.text:
        raise shell.reader.error("E200", "expected two names, as `says hypoxia -> EMT`", rest, "help says")
    pair = _by_number(shell, asked) or step(
        shell.names, asked.text, lambda offset: shell.reader.where(asked.column + offset)
    )
    answer = said_to(shell.base, *pair)
    shell.record(answer)
    shell.out.show(in_shell_words(says_text(shell.kb, answer, everything=everything), f"says {asked.text} all"))
    shell.close(answer, graded=answer.verdict != "nothing", therapy=bool(answer.advice))


def _by_number(shell: Shell, asked: Piece) -> tuple[Finding, Finding] | None:
    """The two sides of an arrow, where one of them is a number of the last list; None where none is.

    Raises:
        UsageError: a number stands for several findings, or for none, or a name is unknown.
    """
    arrow = ARROWS.search(asked.text)
    if not arrow:
        return None
    sides = asked.part(0, arrow.start()), asked.part(arrow.end())
    numbered = [shell.reader.numbered(side) for side in sides]
    if not any(numbered):
        return None
    for side, found in zip(sides, numbered, strict=True):
        if len(found) > 1:
            names = listed(map(str, found), " or ")
            raise shell.reader.error(
                "E230", "one finding stands on each side of a question", side, f"name one: {names}"
            )
    one, other = (
        found[0] if found else shell.reader.one(shell.names.said, side)
        for side, found in zip(sides, numbered, strict=True)
    )
    return one, other


def _all(rest: Piece) -> tuple[Piece, bool]:
    """What is asked, and whether all is wanted."""
    everything = rest.text.endswith((" all", " --all"))
    return (rest.part(0, rest.text.rindex(" ")) if everything else rest), everything


def rule(shell: Shell, rest: Piece) -> None:
    """Show a rule, by its id."""
    found = shell.kb.rules_by_id.get(rest.text.casefold())
    if not found:
        help_ = did_you_mean(rest.text, list(shell.kb.rules_by_id)) or ("search WORD finds rules by what they say",)
        message = f"unknown rule {shown(rest.text)}" if rest.text else "expected the id of a rule"
        raise shell.reader.error("E012", message, rest, *help_)
    view = kb_queries.rule_view(shell.kb, found)
    shell.record(view)
    shell.out.show(kb_text.shown(shell.kb, view))


def cite(shell: Shell, rest: Piece) -> None:
    """Show a reference, a sentence, or all that a finding rests on, with addresses."""
    if match := _REFERENCE.fullmatch(rest.text):
        view = shell.reader.one(lambda _text: references.cite(shell.kb, int(match[2]), match[1] or ""), rest)
        shell.record(view)
        shell.out.show(kb_text.cited(shell.kb, view))
        return
    if kb_queries.find_row(shell.kb, rest.text):
        about(shell, rest)
        return
    if not rest.text:
        raise shell.reader.error("E200", "expected a reference, a sentence or a finding", rest, "help cite")
    chosen = shell.reader.numbered(rest) if rest.text.startswith("#") else ()
    for finding in chosen or (shell.reader.one(shell.names.said, rest),):
        found = shell.moment.view.found.get(finding)
        if not found:
            raise shell.reader.error(
                "E203",
                f"{shell.kb.label(finding)} is not inferred here",
                rest,
                f"whynot {finding} tells what is missing",
                "see: findings",
            )
        shell.record(found)
        shell.out.show(places(shell.kb, found))


def search(shell: Shell, rest: Piece) -> None:
    """Find names and rules by the words in them."""
    if not rest.text:
        raise shell.reader.error("E200", "expected words to look for, as `search vessel`", rest, "help search")
    if len(rest.text) > _LONGEST:
        raise shell.reader.error("E016", f"the line is too long: {_LONGEST} characters at most", rest)
    view = kb_queries.search(shell.kb, rest.text)
    shell.record(view)
    shell.out.show(kb_text.searched(shell.kb, view))


COMMANDS = (
    Command(
        "about",
        "about X",
        "show all that is said of a name, by place and setting; what a rule, a sentence or a hypothesis group is",
        about,
        Slot.finding,
        ("about HIF2A",),
        ("show", "what"),
        _GROUP,
        more=("`all` at the end folds nothing.",),
    ),
    Command(
        "says",
        "says X -> Y",
        "tell whether the source says that X leads to Y: stated, hedged, left open, denied, combined, or not",
        says,
        Slot.finding,
        ("says hypoxia -> HIF2A", "says hypoxia CSC_enrichment"),
        (),
        _GROUP,
        more=("`no Y` or `Y down` asks for its absence. That a thing is not said is not the same as false.",),
    ),
    Command(
        "rule",
        "rule ID",
        "show a rule: its claim, premises, conclusions and evidence",
        rule,
        Slot.shown,
        ("rule hypoxia-hif2a",),
        (),
        _GROUP,
    ),
    Command(
        "cite",
        "cite N | S115 | F",
        "show reference N of the source (SOURCE/N of another), a sentence, or all that a finding rests on",
        cite,
        Slot.held,
        ("hypoxia", "cite 1", "cite S1", "cite HIF2A"),
        (),
        _GROUP,
        more=("Addresses are written out. `cite #3` is for number 3 of the last list.",),
    ),
    Command(
        "search",
        "search WORDS",
        "find names and rules by the words in them",
        search,
        Slot.nothing,
        ("search hypoxia",),
        (),
        _GROUP,
    ),
)
