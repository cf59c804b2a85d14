"""What a line is taken to mean, and where errors point."""

from __future__ import annotations

import pytest

from reasoner.errors import UsageError
from reasoner.shell.parser import Piece, number_of, strip_line
from tests.shell.driving import Inside


def read(say: Inside, line: str, **more: bool) -> list[str]:
    """The things a line names, in short."""
    found = []
    for item in say.shell.reader.items(strip_line(line), **more):
        meaning = item.meaning
        text = str(meaning) if hasattr(meaning, "_fields") else "/".join(map(str, vars_of(meaning)))
        found.append(f"no {text}" if item.absent else text)
    return found


def vars_of(meaning: object) -> list[object]:
    return [getattr(meaning, name) for name in meaning.__slots__]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("hypoxia", ["hypoxia"]),
        ("Low Oxygen", ["hypoxia"]),
        ("hif-2alpha", ["HIF2A"]),
        ("HIF2A down", ["HIF2A down"]),
        ("HIF-2α inactive", ["HIF2A down"]),
        ("EMT in cancer stem cells", ["EMT in CSC"]),
        ("hypoxia, CSC", ["hypoxia", "CSC"]),
        ("hypoxia;CSC ,, TGFb,", ["hypoxia", "CSC", "TGFB"]),
        ("hypoxia and CSC and TGF-β", ["hypoxia", "CSC", "TGFB"]),
        ("rest and wait", ["rest_and_wait"]),
        ("hypoxia and rest and wait and CSC", ["hypoxia", "rest_and_wait", "CSC"]),
        ("hypoxia in glioblastoma", ["hypoxia", "cancer/glioblastoma"]),
        ("hypoxia and EMT in CSC in GBM", ["hypoxia", "EMT in CSC", "cancer/glioblastoma"]),
        ("glioma", ["cancer/glioma"]),
        ("advanced stage", ["stage/advanced"]),
        ("bone marrow", ["site/bone_marrow"]),
        ("EMT in bone marrow", ["EMT in bone_marrow"]),
        ("origin/stem", ["origin/stem"]),
        ("no CAFs", ["no CAF"]),
        ("without CAFs", ["no CAF"]),
        ("hypoxia, no CAFs", ["hypoxia", "no CAF"]),
        ("no CAFs, no hypoxia", ["no CAF", "no hypoxia"]),
        ("no CAFs and no hypoxia", ["no CAF", "no hypoxia"]),
        ("oxygen = 1 %", ["oxygen = 1 %"]),
        ("oxygen 1%", ["oxygen = 1 %"]),
        ("oxygen is 0.5 %", ["oxygen = 0.5 %"]),
        ("oxygen at 1 %, CSC", ["oxygen = 1 %", "CSC"]),
        ("oxygen = 1 % and CSC", ["oxygen = 1 %", "CSC"]),
        ("CSC and oxygen 1 % in glioma", ["CSC", "oxygen = 1 %", "cancer/glioma"]),
        ("oxygen = 1 % in glioma", ["oxygen = 1 %", "cancer/glioma"]),
        ("> hypoxia   # as pasted", ["hypoxia"]),
    ],
)
def test_lines(say: Inside, line: str, meant: list[str]):
    assert read(say, line) == meant


def test_a_site_can_be_observed(say: Inside):
    assert read(say, "bone marrow", sites=False) == ["bone_marrow"]


@pytest.mark.parametrize(
    ("line", "code", "columns", "said"),
    [
        ("hypoxya", "E012", [1], "did you mean `hypoxia`?"),
        ("hypoxia,  hypoxya", "E012", [11], "hypoxya"),
        ("hypoxia and hypoxya and zzz", "E012", [13], "hypoxya"),
        ("qqq, hypoxia, zzz", "E012", [1, 15], "zzz"),
        ("HSC", "E014", [1], "CAF"),
        ("hypoxia, HSC", "E014", [10], "CSC"),
        ("no CAFs and hypoxia", "E016", [1], "not clear"),
        ("no CAFs, hypoxia", "E016", [1], "no CAFs, no hypoxia"),
        ("oxygen", "E015", [1], "oxygen = 1 %"),
        ("oxygen 1", "E016", [1], "unit"),
        ("oxygen = much", "E016", [1], "oxygen = 1 %"),
        ("hypoxia = 1 %", "E015", [1], "measure"),
        ("no", "E012", [1], ""),
        ("hypoxia and", "E012", [1], "hypoxia"),
        (",", "E016", [1], "expected a name"),
        ("x" * 3000, "E016", [1], "too long"),
        ("CSC," * 60, "E016", [1], "too long"),
    ],
)
def test_what_is_not_understood(say: Inside, line: str, code: str, columns: list[int], said: str):
    from reasoner.errors import Position

    say.shell.reader.where = lambda column: Position("s", 1, column)
    with pytest.raises(UsageError) as caught:
        say.shell.reader.items(strip_line(line))
    problems = caught.value.problems
    assert {problem.code for problem in problems} == {code}
    assert [problem.where.column for problem in problems if problem.where] == columns
    assert said in str(caught.value)
    assert all(len(problem.help) <= 3 for problem in problems)


def test_pieces_know_where_they_stand():
    assert Piece("  a b ", 5).part(1) == Piece("a b", 7)
    assert strip_line("   > hypoxia # note") == Piece("hypoxia", 6)
    assert strip_line("# only a note").text == strip_line("  ").text == ""
    assert strip_line("CD44#2").text == "CD44#2"
    assert number_of("interleukin 6") == ("interleukin", "interleukin = 6")
    assert number_of("hypoxia") is None
