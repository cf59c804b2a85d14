"""What stands beside the findings."""

from __future__ import annotations

import pytest

from tests.surfaces.calling import call

GIVE = "(add `in CSC`)"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("IL-6", f"Said only of IL-6 high in CSCs {GIVE}, IL-6 high in MSCs (add `in MSC`), "),
        ("p53", "Said only of p53 active in normal stem cells (add `in normal_stem_cell`)."),
        ("Kupffer cells", ""),  # no rule asks for them, in whichever place
        ("BMPR2", ""),
    ],
)
def test_where_a_name_without_a_place_bears_on_something(given: str, told: str) -> None:
    out = " ".join(call("infer", given, pack=None).out.split())
    assert "Nothing is inferred" in out
    assert (told in out) if told else ("Said only" not in out)


def test_a_finding_that_is_told_so_leads_on_there() -> None:
    assert "Said only" not in call("infer", "IL6 in CSC", pack=None).out
    assert "recruitment of MSCs" in call("infer", "IL6 in CSC", pack=None).out


def test_the_shell_says_it_of_what_is_new() -> None:
    out = call("shell", "-c", "IL-6", "-c", "p53", pack=None).out
    assert out.count(GIVE) == 1
    assert out.count("(add `in normal_stem_cell`)") == 1
