"""Nothing is lost: saving, loading, journals."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from reasoner.errors import UsageError
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.shell.files import path_of, write_file
from reasoner.shell.journal import Journal, left_behind
from reasoner.shell.session import Session
from tests.shell.driving import Inside, piped


def test_a_session_is_saved_and_loaded(say: Inside, kb: KnowledgeBase, home: Path):
    say("hypoxia, EMT in CSC, oxygen 1 % in glioblastoma", "assume origin/stem", "block HIF2A", "force TGFB")
    say("phase later", "no hypoxia", "release TGFB", "retract oxygen")
    scenario = say.shell.scenario
    assert say("save mine.yaml") == "Saved: mine.yaml (reasoner run mine.yaml runs it).\n"
    (item,) = read_scenarios(home / "mine.yaml", kb)
    assert item.scenario == scenario
    other = Inside(kb)
    answer = other("load mine.yaml")
    assert other.shell.scenario == scenario
    assert answer.startswith("Glioblastoma. Assumed: normal stem cells (origin/stem).")
    assert "\nPhase 2 (later): " in answer
    assert "Nothing is different" not in answer
    assert other("undo").startswith("Taken back: `load mine.yaml`.")


def test_a_saved_session_runs(folder: Path, home: Path):
    import subprocess
    import sys

    from tests.shell.driving import environment

    assert piped(folder, home, given="hypoxia\nphase two\nno hypoxia\nsave it.yaml\n").returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "reasoner", "run", "--kb", str(folder), "it.yaml"],
        cwd=home, env=environment(home), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_nothing_is_overwritten_silently(say: Inside, kb: KnowledgeBase, home: Path):
    (home / "theirs.yaml").write_text("given: [CSC] # by hand\n", encoding="utf-8")
    assert "error[E200]: `theirs.yaml` is there already\n  help: save! theirs.yaml replaces it" in say(
        "save theirs.yaml"
    )
    assert "by hand" in (home / "theirs.yaml").read_text(encoding="utf-8")
    assert say("hypoxia", "save").endswith("Saved: session.yaml (reasoner run session.yaml runs it).\n")
    say("CSC")
    assert say("save").startswith("Saved: session.yaml ")  # its own, and as it left it
    assert "CSC" in (home / "session.yaml").read_text(encoding="utf-8")
    (home / "session.yaml").write_text("changed: since\n", encoding="utf-8")
    assert "error[E200]" in say("save")
    assert say("save! session.yaml").startswith("Saved: ")
    assert Inside(kb)("save").startswith("Saved: session-2.yaml")
    say("load theirs.yaml")
    assert "error[E200]" in say("save theirs.yaml")


def test_asking_before_replacing(kb: KnowledgeBase, home: Path):
    (home / "a.yaml").write_text("x", encoding="utf-8")
    asked = []
    say = Inside(kb, ask=lambda question: bool(asked.append(question)) or len(asked) > 1)
    assert say("save a.yaml") == "Not saved.\n"
    assert say("save a.yaml").startswith("Saved: a.yaml")
    assert asked == ["a.yaml is there already. Replace it?"] * 2


@pytest.mark.parametrize("name", ["missing/a.yaml", "/proc/nope/a.yaml", ".", ""])
def test_what_cannot_be_written(say: Inside, name: str):
    if name:
        assert "error[E200]" in say(f"save! {name}")
    with pytest.raises(UsageError, match="E200"):
        write_file(path_of(name) if name else path_of(" "), "x", replace=False)


@pytest.mark.parametrize("name", ["a\0b", "\x1b[31m", "x" * 5000])
def test_what_is_no_path(name: str):
    with pytest.raises(UsageError, match="expected the name of a file"):
        path_of(name)


def test_quotation_marks_and_home(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", "/somewhere")
    assert path_of(' "my file.yaml" ') == Path("my file.yaml")
    assert path_of("~/a.yaml") == Path("/somewhere/a.yaml")


def test_files_keep_their_mode_and_links(home: Path):
    target = home / "real.yaml"
    target.write_text("x", encoding="utf-8")
    target.chmod(0o640)
    (home / "link.yaml").symlink_to(target)
    write_file(home / "link.yaml", "new", replace=True)
    assert (home / "link.yaml").is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert not [each for each in os.listdir(home) if each.startswith(".real")]


def test_loading_one_of_several(say: Inside, home: Path):
    (home / "two.yaml").write_text(
        "scenario: one\ngiven: [CSC]\n---\nscenario: two\ngiven: [hypoxia]\n", encoding="utf-8"
    )
    assert "The file has 2 scenarios; this is number 1" in say("load two.yaml")
    assert "two" in say("load two.yaml 2")
    assert say("load two.yaml#1").splitlines()[1] == "one"
    assert "error[E200]: the file has 2 scenarios, and no number 3" in say("load two.yaml 3")


def test_what_is_wrong_in_a_file_changes_nothing(say: Inside, home: Path):
    (home / "bad.yaml").write_text("given: [hypoxya, CSC]\nblok: [HIF2A]\n", encoding="utf-8")
    say("hypoxia")
    session = say.shell.session
    answer = say("load bad.yaml")
    assert "bad.yaml:1:9: error[E012]" in answer
    assert "bad.yaml:2:1: error[E011]" in answer
    assert "error[E001]" in say("load .")
    assert "error[E001]" in say("load nowhere.yaml")
    (home / "against.yaml").write_text("given: [hypoxia, normoxia]\n", encoding="utf-8")
    assert "error[E022]" in say("load against.yaml")
    assert say.shell.session is session


def test_a_session_that_was_killed_comes_back_whole(kb: KnowledgeBase, home: Path):
    journal = Journal(home / "journal")
    say = Inside(kb, journal=journal)
    say("hypoxia", "block HIF2A", "CSC", "undo 2", "redo", "qqq", "undo", "redo")
    session = say.shell.session
    assert left_behind(home / "journal", kb) == []  # it is running
    journal._stream.close()  # type: ignore[union-attr]  # as a kill would
    (left,) = left_behind(home / "journal", kb)
    assert (left.closed, left.session) == (False, session)
    again = Journal(home / "journal")
    other = Inside(kb, journal=again)
    assert "with 2 changes to take back." in other("load last")
    assert other.shell.session == session
    again.close()
    assert [each.closed for each in left_behind(home / "journal", kb)] == [True, True]
    assert left_behind(home / "journal", kb)[0].session == session
    third = Inside(kb)
    assert third("CSC", "load last").count("The session of") == 1
    assert third.shell.session.depth == 2  # into a session that has begun it comes as one change


def test_journals_that_are_broken_or_of_another_base(kb: KnowledgeBase, home: Path):
    folder = home / "journal"
    folder.mkdir()
    good = json.dumps({"words": "a", "scenario": Scenario(title="a").model_dump(mode="json")})
    strange = good.replace('"cancer": null', '"cancer": "unheard_of"')
    for name, text in (
        ("1.open.jsonl", good + "\n" + good[:40]),  # cut short by the kill
        ("2.open.jsonl", "not json\n" + good),
        ("3.open.jsonl", strange + "\n" + good),
        ("4.open.jsonl", ""),
        ("5.open.jsonl", '[1]\n{"undo": -1}\n'),
        ("6.other", good),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "7.open.jsonl").write_bytes(b"\xff\xfe\n")
    assert [left.path.name for left in left_behind(folder, kb)] == ["1.open.jsonl"]
    assert left_behind(home / "nowhere", kb) == []


def test_a_state_folder_that_cannot_be_written_is_no_error(kb: KnowledgeBase, home: Path):
    (home / "file").write_text("x", encoding="utf-8")
    say = Inside(kb, journal=Journal(home / "file"))
    assert say("hypoxia").startswith("Given: hypoxia.")
    say.shell.journal.close()  # type: ignore[union-attr]


def test_old_journals_are_dropped(kb: KnowledgeBase, home: Path):
    folder = home / "journal"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.closed.jsonl").write_text("", encoding="utf-8")
    journal = Journal(folder)
    journal.change(Session().changed("a", Scenario(title="a")).now)
    journal.close()
    assert len(list(folder.iterdir())) == 8


def test_no_session_to_load(say: Inside):
    assert "error[E200]: no earlier session" in say("load last")


def test_the_line_that_runs_a_saved_file_can_be_copied(say: Inside, home: Path):
    assert say("hypoxia", "save my talk.yaml").endswith("Saved: my talk.yaml (reasoner run 'my talk.yaml' runs it).\n")
    told = say("tee my talk.txt", "tee off")
    assert "reasoner shell -f 'my talk.txt'" in " ".join(told.split())
