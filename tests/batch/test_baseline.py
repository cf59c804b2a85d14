"""Against a former report: what newly fails and passes, what is new and gone, and what holds otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reasoner.batch.baseline import Baseline
from reasoner.batch.report import RunEnd, RunItem, RunReport, Status
from reasoner.batch.run import run
from reasoner.errors import UsageError
from reasoner.knowledge.loader import load
from reasoner.model.evidence import Grade
from reasoner.pipeline import Reasoner
from reasoner.render.as_json import line, to_json
from tests.surfaces.calling import PACK, SESSIONS


def item(title: str, status: Status, number: int = 1, path: str = "a.yaml") -> RunItem:
    return RunItem(path=path, line=number, number=number, title=title, status=status)


def lines(path: Path, *items: RunItem, end: bool = True) -> str:
    file = path / "former.jsonl"
    last = [line(RunEnd(counts={}))] if end else []
    file.write_text("".join([*map(line, items), *last]), encoding="utf-8")
    return str(file)


BAD = (Status.failed, Status.xpassed, Status.invalid, Status.error)
GOOD = (Status.passed, Status.unjudged, Status.warned, Status.xfailed, Status.collected)


@pytest.mark.parametrize("was", Status)
@pytest.mark.parametrize("now", Status)
def test_every_change_of_status(was: Status, now: Status, tmp_path: Path) -> None:
    (found,) = Baseline(lines(tmp_path, item("one", was))).compared([item("one", now)])
    assert found.against is not None
    assert found.against.was is was
    wanted = {(False, True): "newly_failing", (True, False): "newly_passing"}.get((was in BAD, now in BAD), "")
    assert found.against.change == wanted
    assert found.counts_against is (now is Status.error or (now in BAD and was in GOOD))


def test_scenarios_are_known_by_title_then_by_order(tmp_path: Path) -> None:
    former = [
        item("twice", Status.failed, 1),
        item("twice", Status.passed, 2),
        item("", Status.failed, 3),
        item("gone", Status.passed, 4),
        item("twice", Status.passed, 1, "b.yaml"),
    ]
    now = [
        item("new", Status.failed, 1),
        item("twice", Status.failed, 2),
        item("", Status.failed, 3),
        item("twice", Status.failed, 4),
        item("twice", Status.passed, 5),
        item("twice", Status.passed, 1, "./b.yaml"),
    ]
    baseline = Baseline(lines(tmp_path, *former))
    found = list(baseline.compared(now))
    assert [each.against.change for each in found if each.against] == ["new", "", "", "newly_failing", "new", ""]
    assert [each.counts_against for each in found] == [True, False, False, True, False, False]
    assert [(each.path, each.title, each.number) for each in baseline.gone()] == [("a.yaml", "gone", 4)]


def test_findings_are_compared_where_both_reports_have_them(tmp_path: Path) -> None:
    asked = Reasoner(load(PACK))
    (now,) = run(asked, [str(SESSIONS / "holiday.yaml")], results=True)
    assert now.result is not None
    first, second, *rest = now.result.findings
    lower = second.model_copy(update={"support": Grade.hypothesis})
    other = first.model_copy(update={"finding": first.finding.contrary, "label": "the contrary"})
    former = now.model_copy(update={"result": now.result.model_copy(update={"findings": (lower, other, *rest)})})
    (found,) = Baseline(lines(tmp_path, former)).compared([now])
    assert found.against is not None
    assert [(each.label, each.was, each.now) for each in found.against.findings] == [
        (first.label, None, first.support),
        ("the contrary", first.support, None),
        (second.label, Grade.hypothesis, second.support),
    ]
    without = now.model_copy(update={"result": None})
    (found,) = Baseline(lines(tmp_path, former)).compared([without])
    assert found.against is not None
    assert found.against.findings == ()


def test_both_formats_say_the_same_and_a_killed_run_is_a_report_too(tmp_path: Path) -> None:
    former = list(run(Reasoner(load(PACK)), [str(SESSIONS / "suite.yaml")], results=True))
    whole = tmp_path / "former.json"
    whole.write_text(to_json(RunReport(counts={}, items=tuple(former))), encoding="utf-8")
    in_one_line, otherwise = tmp_path / "one.json", tmp_path / "otherwise.json"
    content = json.loads(whole.read_text(encoding="utf-8"))
    in_one_line.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")
    otherwise.write_text(json.dumps(content, indent=1).replace("\n", "\r\n"), encoding="utf-8")
    for report in (whole, in_one_line, otherwise, True, False):
        baseline = Baseline(str(report) if isinstance(report, Path) else lines(tmp_path, *former, end=report))
        against = [each.against for each in baseline.compared(former)]
        assert [(each.change, each.findings) for each in against if each] == [("", ())] * 8
        assert [each.was for each in against if each] == [each.status for each in former]
        assert baseline.gone() == ()
        assert [each.code for each in baseline.warnings()] == ([] if report else ["W271"])


@pytest.mark.parametrize("left", [1, 9, -1])
def test_json_lines_that_are_cut_are_used_up_to_there_with_a_warning(left: int, tmp_path: Path) -> None:
    path = lines(tmp_path, item("one", Status.failed), item("two", Status.failed), end=False)
    first, second = Path(path).read_bytes().splitlines(keepends=True)
    Path(path).write_bytes(first + second.rstrip()[:left])
    baseline = Baseline(path)
    found = list(baseline.compared([item("one", Status.failed), item("two", Status.failed)]))
    assert [each.against.change for each in found if each.against] == ["", "new"]
    (warning,) = baseline.warnings()
    assert f"{warning.where} {warning.code}" == f"{path}:2 W271"


def test_a_line_amid_others_that_cannot_be_read_is_no_end(tmp_path: Path) -> None:
    path = lines(tmp_path, item("one", Status.failed), item("two", Status.failed))
    Path(path).write_text(Path(path).read_text(encoding="utf-8").replace('"two"', "two"), encoding="utf-8")
    with pytest.raises(UsageError):
        Baseline(path)


def test_files_are_known_however_they_are_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    names = ("a.yaml", "./a.yaml", "../sub/a.yaml", str(tmp_path / "sub" / "a.yaml"))
    for was in names:
        for now in names:
            baseline = Baseline(lines(tmp_path, item("one", Status.failed, path=was)))
            (found,) = baseline.compared([item("one", Status.failed, path=now)])
            assert (found.counts_against, list(baseline.warnings())) == (False, [])


def test_a_report_of_other_files_is_told(tmp_path: Path) -> None:
    former = lines(tmp_path, item("one", Status.failed, path="sub/a.yaml"))
    for path, code in (("a.yaml", ["W272"]), ("sub/a.yaml", [])):  # in a file that is known, one may well be new
        baseline = Baseline(former)
        list(baseline.compared([item("two", Status.passed, path=path)]))
        assert [each.code for each in baseline.warnings()] == code
    assert list(Baseline(former).warnings()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}\n",
        b"[]",
        b"\xff\n",
        b"{\n}\n",
        b"[" * 100_000,
        line(item("one", Status.passed)).encode()[:-9],
        line(RunEnd(counts={}, schema_version=2)).encode(),
        to_json(RunReport(counts={}, items=(), schema_version=2)).encode(),
        b"given: [hypoxia]\n",
    ],
)
def test_what_is_no_report_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "former"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        Baseline(str(path))
    assert [problem.code for problem in caught.value.problems] == ["E271"]


def test_a_report_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError) as caught:
            Baseline(str(path))
        assert [problem.code for problem in caught.value.problems] == ["E001"]
