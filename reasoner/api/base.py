"""A knowledge base that can be asked, in Python."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from reasoner.api.answer import Answer
from reasoner.api.inference import Inference
from reasoner.api.shown import Shown
from reasoner.api.values import Known
from reasoner.knowledge.cache import load_cached
from reasoner.knowledge.names import Names, texts
from reasoner.knowledge.packs import Pack, find_all
from reasoner.model.knowledge import KnowledgeBase
from reasoner.pipeline import Reasoner, scenario_from_names

if TYPE_CHECKING:
    from reasoner.api.sweeping import Sweep
    from reasoner.render.layout import Block


def load(folder: str | os.PathLike[str] | None = None, extra: Iterable[str | os.PathLike[str]] = ()) -> Base:
    """Load a knowledge base.

    Args:
        folder: a pack: a folder with `facts/` and `rules/`. Without it `REASONER_KB`, the checkout that the running
            package lies in, or the copy inside the package.
        extra: packs that are added.

    Raises:
        UsageError: a folder does not exist.
        KnowledgeError: something is wrong in the files: all problems of all files.
    """
    added = tuple(extra)
    return Base(load_cached(folder, added), find_all(folder, added))


class Base(Shown):
    """A knowledge base that can be asked.

    Args:
        knowledge: the content; `load` reads it from files.
        packs: the folders that it was read from.
    """

    def __init__(self, knowledge: KnowledgeBase, packs: Iterable[Pack] = ()) -> None:
        self.knowledge = knowledge
        self.packs = tuple(packs)
        self._names = Names(knowledge)
        self._reasoner = Reasoner(knowledge)

    @property
    def digest(self) -> str:
        """SHA-256 of the content; every result carries it."""
        return self.knowledge.digest

    def __repr__(self) -> str:
        return f"<knowledge base {self.digest[:12]}: {len(self.knowledge.rules)} rules>"

    def _told(self) -> Iterable[Block]:
        from reasoner.render.things import base

        return base(self.knowledge)

    def resolve(self, name: str) -> Known:
        """The entity that a name, however it is spelt, stands for.

        Raises:
            UsageError: the name is unknown (E012, with suggestions) or fits several entities (E014, with the choices).
        """
        return Known.showing(self._names.entity(name), self.knowledge)

    def infer(
        self,
        given: Iterable[str] = (),
        *,
        block: Iterable[str] = (),
        force: Iterable[str] = (),
        cancer: str | None = None,
        stage: str | None = None,
        site: str | None = None,
        assume: Iterable[str] = (),
        suppose: Iterable[str] = (),
        history: Iterable[str] = (),
        strict_context: bool = False,
        system: str | None = None,
        engine: str = "production",
    ) -> Inference:
        """What the literature lets one infer from conditions.

        Args:
            given: findings, as `hypoxia`, `TNC down`, `IL6 in endothelial_cell`; numbers, as `oxygen = 1 %`.
            block: what is inhibited, as `HIF2A`.
            force: what is forced up.
            cancer: the cancer of the scenario.
            stage: its stage.
            site: its site.
            assume: hypotheses, as `quiescence/induced`.
            suppose: hypotheses of your own, as `hypoxia, CSC -> EMT in CSC unless HIF2A down`: each is a rule of grade
                hypothesis in this scenario, cited as yours.
            history: findings that lie before.
            strict_context: drop evidence from other settings instead of counting it one grade lower.
            system: the one experimental system whose evidence counts: patient, in_vivo, ex_vivo or in_vitro.
            engine: `production` or `columns`; both give the same result.

        Raises:
            UsageError: a name is unknown or ambiguous.
            InputError: what is given contradicts itself.
        """
        scenario = scenario_from_names(
            self.knowledge,
            given,
            block=block,
            force=force,
            cancer=cancer,
            stage=stage,
            site=site,
            assume=assume,
            suppose=suppose,
            history=history,
            strict_context=strict_context,
            system=system,
            names=self._names,
        )
        reasoner = self._reasoner.supposing(scenario)
        return Inference(reasoner, self._names, reasoner.evaluate(scenario, engine))

    def sweep(
        self,
        factors: Iterable[str] = (),
        targets: Iterable[str] = (),
        *,
        table: str | os.PathLike[str] | None = None,
        sample: int | None = None,
        seed: int = 0,
        executor: Executor | None = None,
        **scenario: Any,
    ) -> Sweep:
        """Many scenarios of one kind: how often, and where, findings hold.

        Args:
            factors: what is switched, as `hypoxia`, `block HIF2A`, `cancer=glioma,melanoma`, `assume quiescence`: every
                combination is a scenario.
            targets: findings that are looked at; without any, phenotypes and outcomes that rules conclude.
            table: a CSV or JSONL file instead, with a scenario a row and a factor a column.
            sample: so many combinations, drawn at random.
            seed: of the sample.
            executor: does the work; without one, this thread.
            **scenario: what all scenarios have in common: as for `infer`, but for the engine.

        Raises:
            UsageError: a name is unknown or ambiguous, a factor cannot be switched, or there are too many combinations.
            InputError: what is given contradicts itself, or the table is invalid.
        """
        from reasoner.api.sweeping import Sweep
        from reasoner.sweeps.plan import Planned, designed, usual_targets
        from reasoner.sweeps.serial import Serial

        common = scenario_from_names(self.knowledge, **scenario, names=self._names)
        reasoner = self._reasoner.supposing(common)
        reasoner.evaluate(common, "columns")  # refused here, and not at the first block
        path = None if table is None else os.fsdecode(table)
        design = designed(self._names, reasoner.kb, common, texts(factors), table=path, sample=sample, seed=seed)
        wanted = dict.fromkeys(map(self._names.said, texts(targets))) or usual_targets(reasoner.kb)
        return Sweep(Planned(reasoner, common, design, tuple(wanted)), executor or Serial(), self._names)

    def says(self, premise: str, conclusion: str = "") -> Answer:
        """Whether the sources say that one thing leads to another: stated, hedged, denied, combined, or not at all.

        Args:
            premise: what would lead to it; or the whole question, as `hypoxia -> EMT in CSC`.
            conclusion: what it would lead to.

        Raises:
            UsageError: a name is unknown or ambiguous, or both are the same (E233).
        """
        from reasoner.knowledge.suppositions import step
        from reasoner.questions.says import says

        said = self._names.said
        pair = (said(premise), said(conclusion)) if conclusion else step(self._names, premise)
        return Answer(says(self._reasoner, *pair), self.knowledge)

    def about(
        self, name: str, *, stage: str | None = None, place: str | None = None, cancer: str | None = None
    ) -> Answer:
        """Everything the sources say of a thing, by place and setting.

        Args:
            name: an id, label or synonym.
            stage: only what is said of a stage.
            place: only what is said of a place: a cell or a site.
            cancer: only what is said of a cancer.

        Raises:
            UsageError: a name is unknown or ambiguous, or of another kind.
        """
        from reasoner.questions.about import about, filters

        confined = filters(self._names, stage=stage, place=place, cancer=cancer)
        return Answer(about(self.knowledge, self.resolve(name), **confined), self.knowledge)
