"""Reports of a run, each held to a foreign reader of its format; what acts in a format does not act in a report."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import junitparser
import markdown_it
import pytest
from justhtml import JustHTML

from reasoner.batch.expect import Failure
from reasoner.batch.report import Against, FindingChange, Gone, RunEnd, RunItem, RunReport, Status, Trouble
from reasoner.batch.reports.opening import FORMATS, opened, wanted
from reasoner.batch.run import run
from reasoner.cli.others import schema_text
from reasoner.errors import UsageError
from reasoner.knowledge.loader import load
from reasoner.model.evidence import Grade
from reasoner.model.result import DISCLAIMER
from reasoner.pipeline import Reasoner
from reasoner.render.as_json import to_json
from reasoner.render.output import Output
from tests.surfaces.calling import PACK, SESSIONS

KB = load(PACK)
NASTY = "=1+1 <b onclick='x'>\x1b[31m & | ]]> `x` \u202e \n*a* [x](javascript:x) ,\"; # é"
TROUBLE = Trouble(code="E012", message=NASTY, path="a\nb.yaml", line=3, column=4, help=(NASTY,))
FAILURE = Failure(key="present", name="x", expected=NASTY, actual=NASTY, hint=NASTY, path="a\nb.yaml", line=2, column=1)
AGAINST = Against(
    change="newly_failing",
    was=Status.passed,
    findings=(FindingChange(finding="EMT", label=NASTY, was=Grade.limited, now=Grade.strong),),
)


def nasty(number: int, status: Status) -> RunItem:
    return RunItem(
        path="a\nb.yaml" if number < 6 else "-",
        line=number,
        number=number,
        title=NASTY,
        tags=(NASTY,),
        xfail=NASTY if "x" in status else "",
        status=status,
        failures=(FAILURE,) if status in (Status.failed, Status.warned, Status.xfailed) else (),
        problems=(TROUBLE,) if status in (Status.invalid, Status.error) else (),
        against=AGAINST if status is Status.failed else None,
    )


NASTIES = [nasty(number, status) for number, status in enumerate(Status, 1)]


def items(*, results: bool = True) -> list[RunItem]:
    return list(run(Reasoner(KB), [str(SESSIONS / "suite.yaml"), str(SESSIONS / "holiday.yaml")], results=results))


def ending(found: list[RunItem], **known: object) -> RunEnd:
    counts = dict(sorted(Counter(item.status.value for item in found).items()))
    return RunEnd(knowledge_base=KB.digest, engine="columns", counts=counts, **known)


def written(
    name: str,
    found: list[RunItem],
    *,
    encoding: str = "utf-8",
    verbose: bool = False,
    listing: bool = False,
    **known: object,
) -> str:
    """A report as it goes to a stream."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    with opened([(name, "")], KB, Output(stream, "never", 100), (), verbose=verbose, listing=listing) as (report,):
        for item in found:
            report.item(item)
        report.end(ending(found, **known))
        assert report.problem is None
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", FORMATS)
def test_what_it_is_for_stands_in_every_report_and_nothing_in_it_acts(name: str) -> None:
    for found in (items(), NASTIES, []):
        text = written(name, found, verbose=True, listing=True)
        assert DISCLAIMER in " ".join(text.split())
        assert text.replace("\n", "").isprintable()
        assert text.endswith("\n")
        assert written(name, found, encoding="ascii", verbose=True).isascii()
    assert "interrupted" in written(name, items(), interrupted=True).lower() or name == "csv"


def test_json_is_the_record_its_items_first() -> None:
    for found in (items(), NASTIES, []):
        end = ending(found, interrupted=True, changes={"new": 1}, gone=(Gone(path="x"),))
        report = RunReport(**{field: getattr(end, field) for field in end.model_fields}, items=tuple(found))
        text = written("json", found, interrupted=True, changes={"new": 1}, gone=(Gone(path="x"),))
        assert json.loads(text) == json.loads(to_json(report))
        assert RunReport.model_validate_json(text) == report
        jsonschema.validate(json.loads(text), json.loads(schema_text("run")), jsonschema.Draft202012Validator)


def test_json_lines_has_a_scenario_a_line_and_then_the_end() -> None:
    schema = json.loads(schema_text("run-line"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for found in (items(), NASTIES):
        *lines, last = written("jsonl", found).splitlines()
        assert [RunItem.model_validate_json(line) for line in lines] == found
        assert RunEnd.model_validate_json(last) == ending(found)
        for line in [*lines, last]:
            jsonschema.validate(json.loads(line), schema, jsonschema.Draft202012Validator)


def test_csv_has_a_row_a_scenario_and_no_formulas() -> None:
    for found in (items(), NASTIES):
        head, *rows = csv.reader(io.StringIO(written("csv", found)))
        assert head[-1] == DISCLAIMER
        assert [len(row) for row in rows] == [len(head)] * len(found)
        read = [dict(zip(head, row, strict=True)) for row in rows]
        assert [row["status"] for row in read] == [item.status.value for item in found]
        assert [int(row["line"]) for row in read] == [item.line for item in found]
        assert not any(len(cell) > 1 and cell[0] in "=+-@\t\r" for row in rows for cell in row)
    assert read[0]["title"].startswith("'=1+1 <b")
    assert {row["change"] for row in read} == {"", "newly_failing"}
    assert list(csv.reader(io.StringIO(written("csv", [])))) == [head]


# What the schema of Jenkins (junit-10.xsd) and that of Apache Ant allow both, but for clock and host.
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "properties": {"property"},
    "property": set(),
    "testcase": {"skipped", "error", "failure", "system-out"},
    "skipped": set(),
    "error": set(),
    "failure": set(),
    "system-out": set(),
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "classname"},
    "skipped": {"message"},
    "error": {"message", "type"},
    "failure": {"message", "type"},
    "system-out": set(),
}


def test_junit_keeps_to_the_structure_and_its_numbers_are_right(tmp_path: Path) -> None:
    for found in (items(), NASTIES, []):
        text = written("junit", found)
        for element in ElementTree.fromstring(text.encode()).iter():
            assert {each.tag for each in element} <= CHILDREN[element.tag]
            assert set(element.attrib) == ATTRIBUTES[element.tag]
        path = tmp_path / "report.xml"
        path.write_text(text, encoding="utf-8")
        read = junitparser.JUnitXml.fromfile(str(path))
        said = (read.tests, read.failures, read.errors, read.skipped)
        read.update_statistics()
        assert said == (read.tests, read.failures, read.errors, read.skipped)
        assert [suite.name for suite in read] == list(dict.fromkeys(item.path.replace("\n", " ") for item in found))
        for suite in read:
            said = (suite.tests, suite.failures, suite.errors, suite.skipped)
            suite.update_statistics()
            assert said == (suite.tests, suite.failures, suite.errors, suite.skipped)


def test_junit_maps_every_end() -> None:
    read = junitparser.JUnitXml.fromstring(written("junit", NASTIES).encode())
    ends = {}
    for item, case in zip(NASTIES, [case for suite in read for case in suite], strict=True):
        ends[item.status] = [type(each).__name__ for each in case.result] or (["out"] if case.system_out else [])
    assert ends == {
        Status.passed: [],
        Status.unjudged: ["Skipped"],
        Status.warned: ["out"],
        Status.xfailed: ["Skipped"],
        Status.xpassed: ["Failure"],
        Status.failed: ["Failure"],
        Status.invalid: ["Error"],
        Status.error: ["Error"],
        Status.collected: ["Skipped"],
    }


def test_markdown_has_a_table_and_what_is_wrong_and_no_links_or_markup_from_data() -> None:
    for found in (items(), NASTIES):
        text = written("markdown", found, gone=(Gone(path=NASTY, title=NASTY),))
        tokens = markdown_it.MarkdownIt("commonmark").enable("table").parse(text)
        flat = [child for token in tokens for child in [token, *(token.children or [])]]
        assert not {token.type for token in flat} & {"html_block", "html_inline", "link_open", "image", "em_open"}
        cells = Counter(token.type for token in flat)
        assert cells["tr_open"] == 1 + len({item.path for item in found})
        assert cells["th_open"] == 1 + len({item.status for item in found})
        told = [item for item in found if item.status not in ("passed", "unjudged", "xfailed", "collected")]
        assert cells["strong_open"] == len(told) + 1


def test_html_stands_alone_and_is_well_formed() -> None:
    for found, verbose in ((items(), True), (NASTIES, False), ([], False)):
        text = written("html", found, verbose=verbose, gone=(Gone(path=NASTY, title=NASTY),))
        tree = ElementTree.fromstring(text.partition("\n")[2])  # well-formed XML, so every element is closed
        assert not [each for each in tree.iter() if each.tag in ("script", "img", "iframe", "object", "b")]
        assert all("src" not in each.attrib for each in tree.iter())
        assert not [name for each in tree.iter() for name in each.attrib if name.startswith("on")]
        document = JustHTML(text)
        assert not document.errors
        articles = [each.attrib["class"] for each in tree.iter("article")]
        assert articles == [item.status.value for item in found]
        boxes = {each.attrib["id"] for each in tree.iter("input")}
        assert boxes == {f"show-{item.status.value}" for item in found}
        style = "".join(each.text or "" for each in tree.iter("style"))
        assert all(
            f"#{box}:not(:checked) ~ main .{box.removeprefix('show-')} {{ display: none }}" in style for box in boxes
        )
    tables = len(list(ElementTree.fromstring(written("html", items()).partition("\n")[2]).iter("table")))
    assert tables == sum(len(item.result.phases) or 1 for item in items() if item.result) == 8


def test_html_names_its_style_in_its_policy() -> None:
    import base64
    import hashlib

    tree = ElementTree.fromstring(written("html", items()).partition("\n")[2])
    (style,) = [each.text or "" for each in tree.iter("style")]
    (policy,) = [each.attrib["content"] for each in tree.iter("meta") if "http-equiv" in each.attrib]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_concise_has_a_line_for_each_thing_that_is_wrong() -> None:
    *lines, last = written("concise", items()).splitlines()
    wrong = [each for item in items() if item.status is not Status.xfailed for each in (*item.failures, *item.problems)]
    wanted = {f"{each.path}:{each.line}:{each.column}:" for each in wrong}
    assert len(lines) == len(wrong) + 1  # and one that passed although it is marked
    assert wanted <= {line.split(" ")[0] for line in lines}
    assert "9 scenarios" in last


# ---------------------------------------------------------------- where they go


def test_formats_and_places() -> None:
    assert wanted([], "text") == [("text", "")]
    assert wanted([], "json") == [("json", "")]
    assert wanted(["csv"], "text") == [("csv", "")]
    assert wanted(["csv:-"], "text") == [("csv", "")]
    assert wanted(["csv:a:b.csv"], "text") == [("text", ""), ("csv", "a:b.csv")]
    for specs, default in (
        (["xml"], "text"),
        (["csv", "json"], "text"),
        (["csv"], "json"),
        (["csv:x", "json:./x"], "text"),
    ):
        with pytest.raises(UsageError) as caught:
            wanted(specs, default)
        assert [problem.code for problem in caught.value.problems] == ["E272"]


def to_file(path: Path, found: list[RunItem], name: str = "jsonl", *, ended: bool = True) -> None:
    with opened([(name, str(path))], KB, Output(io.StringIO()), (), verbose=False, listing=False) as (report,):
        for item in found:
            report.item(item)
        if ended:
            report.end(ending(found))


def test_a_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.jsonl"
    link = tmp_path / "link"
    link.symlink_to(path)
    path.write_text("former")
    path.chmod(0o640)
    to_file(path, NASTIES, ended=False)
    assert path.read_text() == "former"
    to_file(link, NASTIES)
    assert path.read_text().startswith('{"path":')
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link", "report.jsonl"]


class Full(io.TextIOWrapper):
    """A file on a disk that has room for some bytes."""

    room = 3000

    def write(self, text: str) -> int:
        kept = text.encode("utf-8", "backslashreplace")[: self.room]
        Full.room -= len(kept)
        self.buffer.write(kept)
        if not self.room:
            raise OSError(28, "No space left on device")
        return len(text)


@pytest.mark.parametrize("name", ["jsonl", "csv", "concise", "json", "junit", "html", "markdown"])
def test_of_a_report_for_which_there_is_no_room_the_whole_lines_are_kept(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report"
    path.write_text("former")
    monkeypatch.setattr(Full, "room", 3000)
    found = items(results=False) * 20
    with opened([(name, str(path))], KB, Output(io.StringIO()), (), verbose=False, listing=False) as (report,):
        out = report._target.out
        out.stream = Full(out.stream.detach(), encoding="utf-8")  # type: ignore[union-attr]
        for item in found:
            report.item(item)
        report.end(ending(found))
        assert report.problem is not None
        assert (report.problem.code, str(report.problem.where)) == ("E205", str(path))
    text = path.read_text()
    if name in ("jsonl", "csv", "concise"):
        assert text.endswith("\n")
        assert 2000 < len(text) <= 3000
        assert written(name, found).startswith(text)
    else:
        assert text == "former"
    assert [each.name for each in tmp_path.iterdir()] == ["report"]
