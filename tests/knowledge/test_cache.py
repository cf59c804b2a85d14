"""The compiled base: the same value as from the files, and never in the way."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from reasoner.errors import KnowledgeError
from reasoner.knowledge import cache, packs
from reasoner.knowledge.cache import load_cached, state_folder
from reasoner.knowledge.loader import load
from tests.knowledge.packs import python, rule, write

R = "rules/20-x.yaml"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REASONER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write(tmp_path / "pack", {R: rule("reverts: {at: S1, find: a b c}\nquantity: ten-fold")})


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Counts how often a base is built from its files."""
    from reasoner.knowledge import loader

    done: list[str] = []
    build = loader.build
    monkeypatch.setattr(loader, "build", lambda draft: done.append("built") or build(draft))
    return done


def files(home: Path) -> list[Path]:
    return sorted((home / "cache").glob("kb-*.json"))


def test_the_second_time_comes_from_the_cache_and_is_the_same(home: Path, pack: Path, loads: list[str]):
    first, second = load_cached(pack), load_cached(pack)
    assert first == second == load(pack)
    assert second.rules_by_id["r"] == first.rules_by_id["r"]
    assert second.model_dump_json() == first.model_dump_json()
    assert len(files(home)) == 1
    assert loads == ["built", "built"]  # load_cached once, and load
    assert [path.name for path in (home / "cache").iterdir()] == [files(home)[0].name]


def test_every_change_of_a_file_is_seen(home: Path, pack: Path, loads: list[str]):
    load_cached(pack)
    (pack / R).write_text((pack / R).read_text().replace("claim: C.", "claim: D."))
    assert load_cached(pack).rules_by_id["r"].claim == "D."
    (pack / R).rename(pack / "rules" / "30-x.yaml")
    assert load_cached(pack).rules_by_id["r"].path == "rules/30-x.yaml"
    (pack / "rules" / "30-x.yaml").unlink()
    assert "r" not in load_cached(pack).rules_by_id
    assert len(loads) == 4
    write(pack, {R: rule("reverts: {at: S1, find: a b c}\nquantity: ten-fold")})
    assert load_cached(pack).rules_by_id["r"].claim == "C."
    assert len(loads) == 4


def test_other_packs_are_other_bases(home: Path, tmp_path: Path, pack: Path):
    extra = write(tmp_path / "extra", {"facts/x.yaml": "kind: cell\nentities: [{id: y, label: yy}]\n"}, bare=True)
    assert "y" not in load_cached(pack).entities
    assert "y" in load_cached(pack, [extra]).entities
    assert "y" not in load_cached(pack).entities
    assert len(files(home)) == 2


def test_a_change_of_the_code_is_seen(home: Path, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = cache.key([packs.find(pack)])
    code = tmp_path / "code"
    for name in ("model", "knowledge"):
        (code / name).mkdir(parents=True)
        (code / name / "a.py").write_text("x = 1\n")
    monkeypatch.setattr(cache, "_PACKAGE", code)
    with_code = cache.key([packs.find(pack)])
    (code / "model" / "a.py").write_text("x = 2\n")
    edited = cache.key([packs.find(pack)])
    (code / "model" / "b.py").write_text("")
    added = cache.key([packs.find(pack)])
    monkeypatch.setattr(cache, "__version__", "999")
    assert len({before, with_code, edited, added, cache.key([packs.find(pack)])}) == 5


def test_names_and_contents_cannot_run_into_each_other(tmp_path: Path):
    one = write(tmp_path / "one", {"rules/a.yaml": "x", "rules/b.yaml": "y", "facts/c.yaml": ""}, bare=True)
    keys = {cache.key([packs.find(one)])}
    for number, content in enumerate(["xrules/b.yamly", "xrules/b.yaml\x001\x00y", "xrules/b.yaml\x00y"]):
        two = write(tmp_path / str(number), {"rules/a.yaml": content, "facts/c.yaml": ""}, bare=True)
        keys.add(cache.key([packs.find(two)]))
    assert len(keys) == 4


def corrupt(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "cut short":
        path.write_bytes(content[: len(content) // 2])
    elif how == "one bit":
        path.write_bytes(content.replace(b"Hypoxia raises", b"Hypoxia lowers"))
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "no hash":
        path.write_bytes(content.partition(b"\n")[2])
    elif how == "another's":
        body = b'{"entities": 1}'
        path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    elif how == "no text":
        path.write_bytes(os.urandom(1000))
    elif how == "a pickle":
        path.write_bytes(b"\x80\x04\x95cos\nsystem\n(S'exit 1'\ntR.")
    elif how == "a folder":
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize(
    "how", ["cut short", "one bit", "empty", "no hash", "another's", "no text", "a pickle", "a folder"]
)
def test_a_corrupt_cache_is_no_error(home: Path, pack: Path, how: str):
    expected = load_cached(pack)
    corrupt(files(home)[0], how)
    assert load_cached(pack) == expected
    if how != "a folder":  # and it is mended
        assert (
            hashlib.sha256(files(home)[0].read_bytes().partition(b"\n")[2]).hexdigest().encode()
            == files(home)[0].read_bytes().partition(b"\n")[0]
        )
    assert not list((home / "cache").glob(".kb-*"))


def test_an_unwritable_home_is_no_error(tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("")
    for home in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/none")):
        monkeypatch.setenv("REASONER_HOME", str(home))
        assert load_cached(pack) == load(pack)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_home_without_permission_is_no_error(home: Path, pack: Path):
    home.mkdir(mode=0o500)
    assert load_cached(pack) == load(pack)


def test_a_full_disk_is_no_error(home: Path, pack: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert load_cached(pack) == load(pack)
    assert list((home / "cache").iterdir()) == []


def test_what_is_broken_is_not_cached(home: Path, tmp_path: Path):
    pack = write(tmp_path / "pack", {R: rule("", then="nothing")})
    for _ in range(2):
        with pytest.raises(KnowledgeError, match="E012"):
            load_cached(pack)
    assert not home.exists() or not files(home)


def test_what_changes_while_it_is_loaded_is_not_cached(home: Path, pack: Path, monkeypatch: pytest.MonkeyPatch):
    from reasoner.knowledge import loader

    build = loader.build

    def meanwhile(draft):
        (pack / R).write_text(rule("", then="stemness down"))
        return build(draft)

    monkeypatch.setattr(loader, "build", meanwhile)
    load_cached(pack)
    assert files(home) == []


def test_old_files_are_cleared_away(home: Path, pack: Path):
    for number in range(12):
        write(pack, {R: rule(f"note: {number}")})
        load_cached(pack)
    assert len(files(home)) == cache._KEPT
    assert load_cached(pack).rules_by_id["r"].note == "11"


def test_where_the_state_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("REASONER_HOME", raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert state_folder() == tmp_path / ".local" / "state" / "reasoner"
    monkeypatch.setenv("XDG_STATE_HOME", "relative/is/ignored")
    assert state_folder() == tmp_path / ".local" / "state" / "reasoner"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert state_folder() == tmp_path / "state" / "reasoner"
    monkeypatch.setenv("REASONER_HOME", str(tmp_path / "own"))
    assert state_folder() == tmp_path / "own"


def test_the_cached_way_imports_no_yaml(home: Path, pack: Path):
    code = """
        import sys
        from reasoner.knowledge.cache import load_cached
        from reasoner.knowledge.names import Names
        from reasoner.knowledge.scenarios import scenario_from_parts
        kb = load_cached(sys.argv[1])
        scenario_from_parts(kb, ["low oxygen"], block=["HIF-2α"])
        print("yaml" in sys.modules, "difflib" in sys.modules, len(kb.rules))
    """
    first = python(code, str(pack), REASONER_HOME=str(home))
    assert first.stdout.split()[0] == "True", first.stderr
    second = python(code, str(pack), REASONER_HOME=str(home))
    assert (second.stdout.split()[0], second.stdout.split()[2]) == ("False", "3"), second.stderr


def test_content_and_digest_do_not_depend_on_hash_seeds(pack: Path, home: Path):
    code = "import sys; from reasoner.knowledge.loader import load; print(load(sys.argv[1]).model_dump_json())"
    outputs = {python(code, str(pack), PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "2")}
    assert len(outputs) == 1
    assert outputs.pop().startswith("{")


def test_two_processes_write_at_once(home: Path, pack: Path):
    import subprocess

    code = "import sys; from reasoner.knowledge.cache import load_cached; print(load_cached(sys.argv[1]).digest)"
    path = str(Path(cache.__file__).parents[2])
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(pack)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
        )
        for _ in range(4)
    ]
    digests = {process.communicate(timeout=60)[0] for process in running}
    assert digests == {load(pack).digest.encode() + b"\n"}
    assert len(files(home)) == 1


def test_what_is_worked_out_once_is_kept_until_name_or_code_change(home: Path, tmp_path: Path, monkeypatch):
    code = tmp_path / "package"
    (code / "engines").mkdir(parents=True)
    (code / "engines" / "a.py").write_text("x = 1\n")
    monkeypatch.setattr(cache, "_PACKAGE", code)
    made: list[str] = []

    def ask(name: str) -> str:
        return cache.remembered(name, ("engines",), lambda: made.append(name) or f"text of {name}")

    assert [ask("share-a"), ask("share-a"), ask("share-b")] == ["text of share-a", "text of share-a", "text of share-b"]
    assert made == ["share-a", "share-b"]
    (code / "engines" / "a.py").write_text("x = 22\n")
    ask("share-a")
    assert made == ["share-a", "share-b", "share-a"]
    for path in (home / "cache").glob("share-*.json"):
        path.write_bytes(path.read_bytes()[:-3])  # cut short
    assert ask("share-a") == "text of share-a"
    assert len(made) == 4
