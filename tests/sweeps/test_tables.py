"""Tables as designs."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest

from reasoner.errors import InputError, Problem, UsageError
from reasoner.sweeps import tables
from reasoner.sweeps.tables import Table
from tests.sweeps.slowly import KB, NAMES, scenario

HEADER = ["scenario", "low oxygen", "block EPAS1", "cancer", "assume rest", "oxygen = 5 %, 20 %"]
YES, NO = ("on", "TRUE", " yes", "1"), ("off", "false", "No", "0 ")
CHOICES = {
    "cancer": (("", "none"), ("GBM", "glioblastoma"), ("Ovarian Cancer",)),
    "assume rest": (("none", ""), ("before", "there before treatment", "rest/before"), ("induced", "REST / induced")),
    "oxygen = 5 %, 20 %": (("none", ""), ("5 %",), ("20%",)),
}


def table(path: Path) -> Table:
    return Table(str(path), NAMES, KB, scenario())


def written(path: Path, number: int, seed: int = 0) -> tuple[list[tuple[str, ...]], list[str]]:
    """Write a table of random rows, each value spelt in some way; returns the levels meant, by name, and the titles."""
    draw = random.Random(seed)
    meant, titles, lines = [], [], []
    for row in range(number):
        title = draw.choice([f"row {row}", f'"{row}", quoted', f"two\nlines {row}"])
        switches = [draw.randrange(2) for _ in range(2)]
        levels = [draw.randrange(3) for _ in CHOICES]
        cells: list[object] = [draw.choice((NO, YES)[each]) for each in switches]
        if path.suffix == ".jsonl" and draw.randrange(2):
            cells = [bool(each) for each in switches]
        cells += [draw.choice(CHOICES[name][level]) for name, level in zip(CHOICES, levels, strict=True)]
        names = (("none", "glioblastoma", "ovarian_cancer"), ("none", "before", "induced"), ("none", "5 %", "20 %"))
        meant.append((*(("off", "on")[n] for n in switches), *(each[n] for each, n in zip(names, levels, strict=True))))
        titles.append(title)
        lines.append([title, *cells])
    with path.open("w", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="") as stream:
        if path.suffix == ".csv":
            csv.writer(stream).writerows([HEADER, [], *lines])
        else:
            stream.writelines(json.dumps(dict(zip(HEADER, line, strict=True))) + "\n\n" for line in lines)
    return meant, titles


def levels_of(read: Table, start: int, width: int) -> list[tuple[str, ...]]:
    masks = read.part(start, width).masks(start, width)
    assert masks == read.masks(start, width)
    found = []
    for bit in range(width):
        have = [[n for n, mask in enumerate(each) if mask >> bit & 1] for each in masks]
        assert all(len(each) == 1 for each in have)
        found.append(tuple(factor.levels[n[0]].name for factor, n in zip(read.factors, have, strict=True)))
    return found


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_any_part_of_a_table_is_what_was_written(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "CHUNK", 16)
    path = tmp_path / f"t{suffix}"
    meant, titles = written(path, 80)  # a whole number of chunks
    read = table(path)
    assert (read.size, read.titled) == (80, True)
    for start, width in ((0, 80), (0, 1), (15, 2), (16, 16), (79, 1), (33, 40)):
        assert levels_of(read, start, width) == meant[start : start + width]
        assert list(read.titles(start, width)) == titles[start : start + width]
    assert [read.levels(n) for n in (3, 60)] == [
        tuple([level.name for level in f.levels].index(name) for f, name in zip(read.factors, meant[n], strict=True))
        for n in (3, 60)
    ]


def test_both_forms_say_the_same_of_what_is_switched(tmp_path: Path) -> None:
    written(tmp_path / "t.csv", 30)
    written(tmp_path / "t.jsonl", 30)
    one, other = table(tmp_path / "t.csv"), table(tmp_path / "t.jsonl")
    assert one.factors == other.factors
    assert [factor.name for factor in one.factors] == ["hypoxia", "block HIF2A", "cancer", "assume rest", "oxygen"]
    assert one.digest != other.digest


def test_levels_that_stand_nowhere_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("cancer,hypoxia\novarian cancer,no\n,no\n", encoding="utf-8")
    read = table(path)
    assert [level.name for level in read.factors[1].levels] == ["off", "on"]
    assert "glioma" not in [level.name for level in read.factors[0].levels]
    assert [level.name for level in read.factors[0].levels] == ["none", "ovarian_cancer"]
    assert levels_of(read, 0, 2) == [("ovarian_cancer", "off"), ("none", "off")]
    path.write_text("cancer\nnone\n", encoding="utf-8")
    assert len(table(path).factors[0].levels) == 2


def problems(path: Path, text: str | bytes) -> list[str]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        table(path)
    return [said(problem, path) for problem in caught.value.problems]


def said(problem: Problem, path: Path) -> str:
    return f"{problem.where}".replace(str(path), "") + f" {problem.code} {problem.message}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [" E003 the table is empty"]),
        ("\n\n", [" E003 the table is empty"]),
        ("hypoxia\n", [" E003 the table has no rows but the first, which names the columns"]),
        ("title\nmouse\n", [" E264 the table has no column for a factor"]),
        (
            "hypoxia,EMTT\non\n",
            [":1:9 E012 unknown name `EMTT`", ":2:1 E264 this row has 1 cell, and the first one 2 cells"],
        ),
        (
            "hypoxia,title,low oxygen,scenario\non,a,off,b\n",
            [
                ":1:15 E261 `low oxygen` is the same factor as `hypoxia`",
                ":1:26 E264 two columns name the rows",
            ],
        ),
        ("hypoxia,conditions\non,on\n", [":1:9 E012 unknown name `conditions`"]),
        (
            '"hypoxia",CSC\non,maybe\n"a\nb",2\n,off\n',
            [
                ":2:4 E010 expected on or off, true or false, yes or no, 1 or 0 for CSC; got `maybe`",
                ":3:1 E010 expected on or off, true or false, yes or no, 1 or 0 for hypoxia; got `a b`",
                ":4:4 E010 expected on or off, true or false, yes or no, 1 or 0 for CSC; got `2`",
                ":5:1 E010 expected on or off, true or false, yes or no, 1 or 0 for hypoxia; got ``",
            ],
        ),
        (
            "cancer,assume rest\nGBN,never\n",
            [
                ":2:1 E012 unknown name `GBN`",
                ":2:5 E010 expected a level of assume rest; got `never`",
            ],
        ),
        ("oxygen\n1 %\n", [":1:1 E260 `oxygen` is a measure: a factor says which of its numbers are given"]),
        ("assume rest\nother/induced\n", [":2:1 E010 expected a level of assume rest; got `other/induced`"]),
        ("hypoxia,CSC\ron,off\r", [":1:1 E264 a line ends in a carriage return alone"]),
        ("hypoxia\non\n".encode("utf-16"), [":1:1 E002 this is no text in UTF-8: byte 0xFF does not belong there"]),
        ('hypoxia\n"on"x\n', [":2:1 E264 this is no CSV: ',' expected after '\"'"]),
        ("hypoxia,title\non,a\x1bb\n", [":2:4 E009 a character in this title is not accepted"]),
        (b"hypoxia\non\n\xff\n", [":3:1 E002 this is no text in UTF-8: byte 0xFF does not belong there"]),
        (b"hypoxia\n" + b"x" * (1 << 20) + b"yy\n", [":2 E005 a line is longer than 1048576 bytes"]),
    ],
)
def test_all_that_is_wrong_in_csv_is_said_with_its_place(text: str | bytes, found: list[str], tmp_path: Path) -> None:
    said = problems(tmp_path / "t.csv", text)
    assert said[: len(found)] == found
    assert "E003" not in str(said) or len(said) == 1


def test_none_is_no_level_where_the_scenario_has_one(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("cancer,assume rest\nnone,none\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Table(str(path), NAMES, KB, scenario(cancer="GBM", assume=["rest/induced"]))
    assert [said(problem, path) for problem in caught.value.problems] == [
        ":2:1 E010 `none` is no level of cancer here: the scenario has glioblastoma",
        ":2:6 E010 `none` is no level of assume rest here: the scenario has induced",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\n", [" E003 the table is empty"]),
        ("[1]\n", [':1:1 E264 expected a JSON object, as {"hypoxia": true}']),
        ("{}\n", [" E264 the table has no column for a factor"]),
        (
            '{"hypoxia": 1}\n{"hypoxia": 2}\n{"hypoxia": null}\n{"hypoxia": [1]}\n{"hypoxia": {"a": 1}}\n',
            [
                ":2:2 E010 expected on or off, true or false, yes or no, 1 or 0 for hypoxia; got `2`",
                ":3:2 E010 expected on or off, true or false, yes or no, 1 or 0 for hypoxia; got ``",
                ":4:2 E264 expected one value for `hypoxia`; got a list",
                ":5:2 E264 expected one value for `hypoxia`; got an object",
            ],
        ),
        (
            '{"hypoxia": 1, "CSC": 0}\n{"CSC": 1}\n{"hypoxia": 1, "CSC": 0, "x": 1}\n{"CSC": 1, "CSC": 0}\n{\n',
            [
                ":2:1 E264 there is no value for `hypoxia`",
                ":3:26 E264 the first row has no column `x`",
                ":4:2 E008 the key `CSC` stands twice",
                ":5:2 E264 this line is no JSON",
            ],
        ),
        ("[" * 100_000 + "\n", [":1:1 E264 this line is no JSON"]),
    ],
)
def test_all_that_is_wrong_in_jsonl_is_said_with_its_place(text: str, found: list[str], tmp_path: Path) -> None:
    assert sorted(problems(tmp_path / "t.jsonl", text)) == sorted(found)


def test_of_very_many_errors_the_first_are_said(tmp_path: Path) -> None:
    assert len(problems(tmp_path / "t.csv", "hypoxia\n" + "maybe\n" * 10_000)) == 50


def test_a_table_is_a_file_of_a_known_kind(tmp_path: Path) -> None:
    for name, code in (("none.csv", "E001"), ("t.xlsx", "E200")):
        with pytest.raises(UsageError) as caught:
            table(tmp_path / name)
        assert caught.value.problems[0].code == code


@pytest.mark.parametrize("after", ["hypoxia,CSC\non,on\noff,on\n", "hypoxia,CSC\non,on\nmaybe,off\n", "hypoxia,CSC\n"])
def test_a_table_that_changes_meanwhile_is_noticed(after: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("hypoxia,CSC\non,on\noff,off\n", encoding="utf-8")
    read = table(path)
    path.write_text(after, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read.masks(0, 2)
    assert [problem.code for problem in caught.value.problems] == ["E265"]
