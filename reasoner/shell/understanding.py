"""What a line means: its verb and what follows it, said by its word, in plain words, or by a name alone."""

from __future__ import annotations

import re
from dataclasses import replace

from reasoner.errors import Problem
from reasoner.shell.commands import table
from reasoner.shell.parser import Piece, first_word
from reasoner.shell.phrasing import is_question, read, unclear, without_courtesy, without_end
from reasoner.shell.reading import Reader
from reasoner.shell.table import Command, Slot

_UNKNOWN = re.compile(r"unknown name `([^`]{1,60})`")


def understood(reader: Reader, piece: Piece) -> tuple[Command, Piece, bool]:
    """The verb of a line, what follows it, and whether it was said in other words.

    A line that is a name stands for asserting it.

    Raises:
        UsageError: the line could mean several things.
    """
    verbs, is_name = table(), reader.is_name
    piece, asked = _line(reader, piece), piece
    word, rest = first_word(piece)
    command = verbs.get(word)
    mute = command is None or command.name == "about"  # of which `show` is a word
    if mute and not is_name(piece.text) and (plainly := without_courtesy(asked)):
        return (*understood(reader, plainly)[:2], True)
    if not command or (rest.text and is_name(piece.text)):
        command, rest = verbs.by_word["assert"], piece
    phrase = None if is_name(piece.text) or is_name(rest.text) else read(piece, is_name)
    if phrase and not (verbs.by_word[phrase[0]] is command and phrase[1].text == rest.text):
        return verbs.by_word[phrase[0]], phrase[1], True
    if rest.column == piece.column or command.name == "no" or first_word(rest)[0].casefold() == "about":
        _clear(reader, asked)
    return command, rest, False


def _line(reader: Reader, piece: Piece) -> Piece:
    """A line without the marks that end a sentence, which belong to names, and to files, where there are such."""
    command, ended = table().get(first_word(piece)[0]), without_end(piece)
    kept = not ended.text or (command and command.slot is Slot.file) or reader.is_name(piece.text)
    return piece if kept else ended


def _clear(reader: Reader, piece: Piece) -> None:
    """Refuse a line that could mean several things.

    Raises:
        UsageError: it could, or what it names is unknown.
    """
    names = reader.attempt(reader.items, piece)
    if names and not piece.text.endswith("?"):
        return
    named, lines = unclear(piece)
    for each in named:
        reader.items(each)
    if lines:
        raise reader.error("E016", "this could mean several things", piece, *lines)


def with_verbs(problem: Problem, piece: Piece) -> Problem:
    """A problem with what a line may have been meant as: a name that is not known may be a verb that is misspelt.

    Args:
        problem: it.
        piece: the line.
    """
    word, rest = first_word(without_end(without_courtesy(piece) or piece))
    verbs = table()
    if problem.code != "E012":
        return problem
    name = _UNKNOWN.match(problem.message)
    looked = [f"`search {name[1]}` looks in names and claims"] if name and not problem.help else []
    words = ["`help phrases` lists what is understood in words"] if is_question(word) else []
    if verbs.get(word):
        return replace(problem, help=(*problem.help, *words, *looked)[:3])
    near = [f"did you mean `{f'{verb} {rest.text}'.strip()[:60]}`?" for verb in verbs.near(word, bool(rest.text))[:1]]
    if is_question(word):
        near = []
    elif word.casefold() in ("reasoner", "$"):
        near = ["this is its shell already: leave out `reasoner`, and give conditions on a line of their own"]
    return replace(problem, help=(*near, *words, *problem.help, *looked)[:3])
