"""How long the shell takes: to its first prompt, for an assertion on the full base, and for a key with its menu open.

`python -m bench.shell` prints it. The first prompt is measured against an interpreter that does nothing, an assertion
(read, computed, explained, compared with before, and written) against CLIPS with read-back on the same scenario, and a
key against prompt_toolkit's own fuzzy completer with the same words.
"""

from __future__ import annotations

import io
import os
import pty
import random
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, FuzzyCompleter, WordCompleter
from prompt_toolkit.document import Document

from bench.engines import own
from bench.peers.clips_peer import Clips
from bench.startup import ROOT, CommandError
from bench.timing import Timing, interleaved
from reasoner.knowledge.loader import load
from reasoner.render.output import Output
from reasoner.shell.interpreter import Shell
from reasoner.shell.ranking import Ranked, Term

ROUNDS = 9
TERMS = 5_000
SEED = 1
_READY = b"\x1b[?2004h"  # what prompt_toolkit writes once it takes keys
_PATIENCE = 60
_LINES = ("hypoxia", "CSC", "chemotherapy", "inflammation", "block HIF2A")
_SYLLABLES = (
    "al",
    "be",
    "cor",
    "dan",
    "el",
    "fi",
    "gam",
    "hyp",
    "kin",
    "lo",
    "mi",
    "nor",
    "ox",
    "pha",
    "ras",
    "sig",
    "tum",
    "vas",
)
_TYPED = ("h", "hyp", "hypoxia", "id_", "ras p", "tumvas", "hypxoia", "xyzxyz", "signalling of the")


@dataclass(frozen=True)
class Talk:
    """How long something takes in the shell.

    Attributes:
        name: for the table.
        timing: of it.
        peer: of what it is measured against.
        bound: how many times as long as that it takes at most; None where seconds are bounded.
        seconds: how long it takes at most; None where the ratio is bounded.
    """

    name: str
    timing: Timing
    peer: Timing
    bound: float | None = None
    seconds: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as long as its peer."""
        return self.timing.over(self.peer)

    @property
    def met(self) -> bool:
        """Whether it keeps to its bound."""
        return self.ratio <= self.bound if self.bound else self.timing.seconds <= (self.seconds or 0)


def measure(rounds: int) -> list[Talk]:
    """Time them all.

    Raises:
        CommandError: the shell does not come to its prompt.
    """
    return [_prompt(rounds), *_assertions(rounds), *_keys(rounds)]


# ---------------------------------------------------------------- the first prompt


def _prompt(rounds: int) -> Talk:
    with tempfile.TemporaryDirectory() as folder:
        known = {name: value for name, value in os.environ.items() if not name.startswith(("REASONER_", "PYTHON"))}
        env = known | {
            "REASONER_HOME": str(Path(folder, "home")),
            "PYTHONPYCACHEPREFIX": str(Path(folder, "bytecode")),
            "TERM": "xterm-256color",
        }

        def nothing() -> None:
            subprocess.run([sys.executable, "-c", "pass"], env=env, check=True)

        def shell() -> None:
            _until_ready(env)

        infer = [sys.executable, "-m", "reasoner", "infer", "hypoxia"]  # writes byte code, and the cache of the base
        subprocess.run(infer, cwd=ROOT, env=env, capture_output=True, check=True)
        times = interleaved({"nothing": nothing, "shell": shell}, rounds)
    return Talk("first prompt, over `python -c pass`", times["shell"], times["nothing"], bound=15)


def _until_ready(env: dict[str, str]) -> None:
    """Start the shell in a pseudo-terminal, and end it once it takes keys."""
    child, terminal = pty.fork()
    if not child:  # pragma: no cover - another process
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "reasoner"], env)
    seen = b""
    try:
        while _READY not in seen:
            if not select.select([terminal], [], [], _PATIENCE)[0]:
                raise CommandError(f"the shell shows no prompt within {_PATIENCE} seconds")
            new = os.read(terminal, 65_536)
            seen += new
            if b"\x1b[6n" in new:
                os.write(terminal, b"\x1b[1;1R")
    except OSError as error:
        raise CommandError(f"the shell ends before its prompt: {seen[-200:]!r}") from error
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


# ---------------------------------------------------------------- an assertion


def _assertions(rounds: int) -> list[Talk]:
    """In a home of its own: what is kept of one run must not help the next."""
    before = os.environ.get("REASONER_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REASONER_HOME"] = folder
        try:
            return _answered(rounds)
        finally:
            del os.environ["REASONER_HOME"]
            os.environ.update({"REASONER_HOME": before} if before else {})


def _answered(rounds: int) -> list[Talk]:
    clips = Clips(own(drawn=1, width=1, seed=SEED))
    shell = Shell(load(), Output(io.StringIO(), "never", 80, {}))
    for line in (*_LINES, "reset", "ovarian cancer", "reset"):
        shell.run(line)

    def said(lines: Sequence[str]) -> Callable[[], None]:
        def call() -> None:
            shell.out = Output(io.StringIO(), "never", 80, {})
            for line in lines:
                shell.run(line)

        return call

    calls: dict[str, Callable[[], object]] = {"CLIPS": lambda: clips.model(0)}
    calls["assertions"] = said([*_LINES, "undo all"])
    calls["cancer"] = said(["hypoxia, CSC", "ovarian cancer", "glioblastoma", "cancer none", "undo all"])
    times = interleaved(calls, rounds)
    each = len(_LINES) + 1
    one = Timing(times["assertions"].seconds / each, times["assertions"].runs)
    cancer = Timing(times["cancer"].seconds / 5, times["cancer"].runs)
    return [
        Talk("an assertion, answered on the full base, over CLIPS", one, times["CLIPS"], seconds=0.1),
        Talk("a cancer set, over CLIPS", cancer, times["CLIPS"], seconds=0.1),
    ]


# ---------------------------------------------------------------- a key


def _keys(rounds: int) -> list[Talk]:
    draw = random.Random(SEED)

    def word() -> str:
        return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(2, 4)))

    terms = [Term(f"id_{word()}_{n}", (f"{word()} {word()}", f"{word()}-{n}"), "molecule") for n in range(TERMS)]
    ranked = Ranked(terms)
    names = [name for term in terms for name in (term.insert, *term.names)]
    fuzzy, event = FuzzyCompleter(WordCompleter(names)), CompleteEvent()
    calls: dict[str, Callable[[], object]] = {}
    for typed in _TYPED:
        calls[typed] = lambda typed=typed: ranked.matches(typed)
        calls[f"fuzzy {typed}"] = lambda typed=typed: list(fuzzy.get_completions(Document(typed), event))[:40]
    times = interleaved(calls, min(rounds, 5))
    worst = max(_TYPED, key=lambda typed: times[typed].seconds)
    title = f"a key, the worst of {len(_TYPED)} lines, {TERMS:,} terms, over prompt_toolkit"
    return [Talk(title, times[worst], times[f"fuzzy {worst}"], seconds=0.008)]


def lines(talks: Sequence[Talk]) -> list[str]:
    """The table, a line each."""
    found = []
    for each in talks:
        bound = f"at most {each.bound:g} times" if each.bound else f"at most {1000 * (each.seconds or 0):g} ms"
        verdict = "met" if each.met else "NOT MET"
        found.append(f"{each.name:<66}{each.ratio:>9.2f}{1000 * each.timing.seconds:>10.1f} ms   {bound}, {verdict}")
    return found


def main() -> int:
    """Measure and print."""
    try:
        print("\n".join(lines(measure(ROUNDS))))
    except CommandError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
