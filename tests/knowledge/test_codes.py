"""Every code that can be raised is explained, and every one that is explained can be raised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reasoner
from reasoner.codes import CODES, explain
from reasoner.errors import UsageError

PACKAGE = Path(reasoner.__file__).parent
RAISED = {
    code
    for path in PACKAGE.rglob("*.py")
    if path.name != "codes.py"
    for code in re.findall(r'"([EW]\d{3})"', path.read_text(encoding="utf-8"))
}


def test_every_code_raised_is_explained():
    assert RAISED - set(CODES) == set()


def test_every_code_explained_is_raised():
    assert set(CODES) - RAISED == set()


@pytest.mark.parametrize("code", sorted(CODES))
def test_explanations_show_wrong_and_right(code):
    title, text = CODES[code]
    assert title[0].islower() or title.startswith("`")
    assert not title.endswith(".")
    assert re.search(r"^Wrong:  \S", text, re.MULTILINE)
    assert re.search(r"^Right:  \S", text, re.MULTILINE)
    assert explain(code).startswith(f"{code}: {title}\n\n")
    assert max(map(len, explain(code).splitlines())) <= 120


def test_codes_are_in_order():
    for letter in "EW":
        codes = [code for code in CODES if code.startswith(letter)]
        assert codes == sorted(codes)


def test_unknown_codes():
    assert explain("e012") == explain("E012")
    with pytest.raises(UsageError, match="unknown code `E999`"):
        explain("E999")
    with pytest.raises(UsageError):
        explain("")
