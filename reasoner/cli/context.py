"""What a command works with: options, streams, and the knowledge base once it is needed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from reasoner.errors import InputError, Problem, UsageError
from reasoner.render.output import Output

if TYPE_CHECKING:
    from reasoner.knowledge.names import Names
    from reasoner.model.base import Record
    from reasoner.model.finding import Finding
    from reasoner.model.knowledge import KnowledgeBase
    from reasoner.model.scenario import Scenario
    from reasoner.pipeline import Evaluation, Reasoner
    from reasoner.render.layout import Block
    from reasoner.teach.desk import Desk


_PARTS = (
    *("given", "block", "force", "cancer", "stage", "site", "assume", "suppose", "history"),
    *("strict_context", "system"),
)


class Context:
    """A command's surroundings.

    Args:
        options: what the command was called with.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.out = Output(sys.stdout, options.color)
        self.err = Output(sys.stderr, options.color)

    @property
    def is_json(self) -> bool:
        """Whether the answer is wanted as JSON."""
        return getattr(self.options, "format", "text") == "json"

    @cached_property
    def kb(self) -> KnowledgeBase:
        """The knowledge base that the options name, from the cache where it can be."""
        from reasoner.knowledge.cache import load_cached

        return load_cached(self.options.kb, self.options.extra)

    @cached_property
    def names(self) -> Names:
        """Its names."""
        from reasoner.knowledge.names import Names

        return Names(self.kb)

    @cached_property
    def reasoner(self) -> Reasoner:
        """What answers questions on it."""
        from reasoner.pipeline import Reasoner

        return Reasoner(self.kb)

    @cached_property
    def desk(self) -> Desk:
        """The knowledge base as exercises ask it."""
        from reasoner.teach.desk import Desk

        return Desk(self.kb)

    # ---------------------------------------------------------------- scenarios

    def evaluate(self, engine: str, given: Iterable[str] = ()) -> Evaluation:
        """Evaluate the scenario that the options describe.

        Args:
            engine: which engine computes it.
            given: findings named as arguments, added to those of `--given`.

        Raises:
            UsageError: a name is unknown, or what the options describe contradicts itself.
            InputError: the scenario file is invalid.
        """
        if self.options.scenario is not None:
            return self._evaluate_file(engine, list(given))
        scenario = self._from_options(given)
        try:
            return self._evaluated(scenario, engine)
        except InputError as error:  # no file is at fault, but the command line
            raise UsageError(error.problems) from error

    def _evaluated(self, scenario: Scenario, engine: str) -> Evaluation:
        """Evaluate a scenario; from here on the base has what it supposes, so that answers can be put into words."""
        self.reasoner = self.reasoner.supposing(scenario)
        self.kb = self.reasoner.kb
        return self.reasoner.evaluate(scenario, engine)

    def _from_options(self, given: Iterable[str]) -> Scenario:
        from reasoner.knowledge.scenarios import scenario_from_parts

        options = self.options
        return scenario_from_parts(
            self.kb,
            [*given, *options.given],
            block=options.block,
            force=options.force,
            cancer=options.cancer,
            stage=options.stage,
            site=options.site,
            assume=options.assume,
            suppose=options.suppose,
            history=options.history,
            strict_context=options.strict_context,
            system=options.system,
            names=self.names,
        )

    def _evaluate_file(self, engine: str, given: list[str]) -> Evaluation:
        options = self.options
        others = [f"--{name.replace('_', '-')}" for name in _PARTS if getattr(options, name)]
        if given or others:
            what = " and ".join([*(["the findings"] if given else []), *others])
            raise UsageError(
                Problem("E200", f"--scenario stands alone, without {what}", None, ("write them into the file",))
            )
        return self.evaluate_file(options.scenario, engine)

    def evaluate_file(self, path: str, engine: str) -> Evaluation:
        """Evaluate the scenario that `FILE` or `FILE#NUMBER` names.

        Raises:
            UsageError: there is none.
            InputError: it is invalid.
        """
        from reasoner.batch.run import located
        from reasoner.cli.paths import one_scenario

        item = one_scenario(path, self.kb, self.names)
        if item.scenario is None:
            raise InputError(item.problems)
        try:
            return self._evaluated(item.scenario, engine)
        except InputError as error:
            raise InputError(located(item, error)) from error

    def scenario(self) -> Scenario:
        """The scenario that the options describe, found to be free of contradictions.

        Raises:
            UsageError: a name is unknown, or what the options describe contradicts itself.
            InputError: the scenario file is invalid.
        """
        return self.evaluate("columns").scenario

    def scenarios(self, paths: Iterable[str]) -> list[Scenario]:
        """The scenarios of files, found to be free of contradictions; the scenario options stand aside.

        Raises:
            UsageError: a path does not exist, options name a scenario as well, or a scenario supposes something.
            InputError: a scenario is invalid: all of these.
        """
        from reasoner.batch.run import located
        from reasoner.cli.paths import several_scenarios

        if others := [f"--{name.replace('_', '-')}" for name in ("scenario", *_PARTS) if getattr(self.options, name)]:
            message = f"--scenarios stands alone, without {' and '.join(others)}"
            raise UsageError(Problem("E200", message, None, ("write them into the files",)))
        found: list[Scenario] = []
        problems: list[Problem] = []
        for item in several_scenarios(paths, self.kb, self.names):
            if item.scenario is None:
                problems += item.problems
                continue
            if item.scenario.setting.suppose:
                raise UsageError(Problem("E200", "several scenarios at once may not suppose anything", item.position))
            try:
                self.reasoner.evaluate(item.scenario, "columns")
                found.append(item.scenario)
            except InputError as error:
                problems += located(item, error)
        if problems:
            raise InputError(problems)
        return found

    def findings(self, texts: Iterable[str]) -> list[Finding]:
        """The findings that texts name.

        Raises:
            UsageError: some are unknown: all of these.
        """
        found: list[Finding] = []
        problems: list[Problem] = []
        for text in texts:
            try:
                found.append(self.names.said(text))
            except UsageError as error:
                problems.extend(error.problems)
        if problems:
            raise UsageError(problems)
        return found

    # ---------------------------------------------------------------- answers

    def tell(self, answer: Record) -> None:
        """Show an answer as its kind is told; where it goes out as JSON, nothing that makes text is imported."""
        if self.is_json:
            self.answer(answer, ())
            return
        from reasoner.render.text import told

        reading = {name: getattr(self.options, name) for name in ("everything", "rules") if name in self.options}
        self.answer(answer, told(self.kb, answer, **reading))

    def answer(self, value: Record, blocks: Iterable[Block]) -> None:
        """Show an answer: as JSON where that is wanted, else as text."""
        if self.is_json:
            self.out.json(value)
        else:
            self.out.show(blocks)
        self.out.flush()
