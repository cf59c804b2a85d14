"""What `kb check` finds by evaluating the base, beyond what its files say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.knowledge.packs import rule, write
from tests.surfaces.calling import call

R, SECOND = "rules/20-x.yaml", "rules/30-x.yaml"
DORMANT = {
    "facts/x.yaml": "kind: phenotype\nentities:\n  - {id: rest, label: rest, definition: d, implies: [stemness down]}\n"
}


@pytest.mark.parametrize(
    ("files", "message", "help_"),
    [
        (
            {R: rule("unless: [HIF2A]", then="dormancy")},
            "where hypoxia is observed, dormancy does not follow",
            "an exception holds then: HIF-2α high",
        ),
        (
            {**DORMANT, R: rule("", when="[rest, hypoxia]", then="[stemness, TGFB]")},
            "where rest, hypoxia are observed, stemness does not follow",
            "by definition the premises mean the contrary, or block it",
        ),
        (
            {**DORMANT, R: rule("", when="[rest, stemness]", then="TGFB")},
            "where rest, stemness are observed, TGF-β high does not follow",
            "they exclude each other, and are refused",
        ),
    ],
)
def test_a_rule_that_is_silent_on_its_own_premises(
    files: dict[str, str | None], message: str, help_: str, tmp_path: Path
) -> None:
    out = call("kb", "check", pack=write(tmp_path, files)).out
    assert re.search(
        rf"rules/20-x.yaml:3:\d+: warning\[W047\]: {re.escape(message)}\n  help: {re.escape(help_)}\n", out
    )


def test_rules_that_fire_are_not_reported(tmp_path: Path) -> None:
    files = {R: rule("unless: [HIF2A]", when="[normoxia]", then="dormancy")}
    assert "W047" not in call("kb", "check", pack=write(tmp_path, files)).out
