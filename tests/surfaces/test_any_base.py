"""Answers on random knowledge bases that use every mechanism: always an answer, never too wide, true to its schema."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from reasoner.cli.others import schema_text
from reasoner.errors import ReasonerError
from reasoner.model.base import adapter
from reasoner.model.result import Result, Why
from reasoner.pipeline import Evaluation, Reasoner
from reasoner.render.as_json import to_json
from reasoner.render.infer import infer
from reasoner.render.kb import shown
from reasoner.render.kb_queries import entity_view, rule_view
from reasoner.render.layout import Block, lay_out
from reasoner.render.view import View
from reasoner.render.why import why
from tests.properties.adapter import knowledge_base
from tests.properties.adapter import scenario as adapted
from tests.properties.generator import case

SEEDS = 400
CHUNKS = 8


def evaluated(seed: int) -> tuple[Reasoner, Evaluation, Result] | None:
    base, document = case(seed)
    try:
        asked = Reasoner(knowledge_base(base))
        evaluation = asked.evaluate(adapted(base, document), "columns")
        return asked, evaluation, asked.result(evaluation, with_specificity=False)
    except ReasonerError:  # a base that no loader would let through, or a scenario that contradicts itself
        return None


def laid_out(blocks: list[Block], widths: tuple[int, ...] = (40, 100)) -> str:
    for width in widths:
        lines = [line.plain for line in lay_out(blocks, width)]
        assert all(len(line) <= width for line in lines)
    return "\n".join(lines)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_answer_can_be_shown(chunk: int) -> None:
    results, whys = (jsonschema.Draft202012Validator(json.loads(schema_text(name))) for name in ("result", "why"))
    count = 0
    for seed in range(chunk, SEEDS, CHUNKS):
        if (found := evaluated(seed)) is None:
            continue
        asked, evaluation, result = found
        view = View(asked.kb, result, result.setting)
        for everything in (False, True):
            text = laid_out(list(infer(asked.kb, result, everything=everything, rules=everything)))
            assert not re.search(r"\b(up|down)\b", text)
        results.validate(json.loads(to_json(result)))
        assert Result.model_validate_json(to_json(result)) == result
        assert to_json(result) == adapter(Result).dump_json(result, indent=2).decode() + "\n"
        for each in result.findings[:8]:
            answer = asked.why(evaluation, each.finding, None)
            text = laid_out(list(why(view, answer, everything=True, links=True)))
            assert not re.search(r"\b(up|down)\b", text)
            laid_out(list(why(view, answer)))
            assert answer.finding.label.removeprefix("no ")[1:] in text.replace("\n", " ").replace("  ", " ")
            if count % 10 == 0:
                whys.validate(json.loads(to_json(answer)))
                assert Why.model_validate_json(to_json(answer)) == answer
                assert to_json(answer) == adapter(Why).dump_json(answer, indent=2).decode() + "\n"
            count += 1
    assert count > 200


@pytest.mark.parametrize("seed", range(0, 100, 10))
def test_everything_in_a_base_can_be_shown(seed: int) -> None:
    kb = knowledge_base(case(seed)[0])
    for entity in kb.entities.values():
        laid_out(list(shown(kb, entity_view(kb, entity))))
    for rule in kb.rules:
        laid_out(list(shown(kb, rule_view(kb, rule))))
