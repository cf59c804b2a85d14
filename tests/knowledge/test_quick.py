"""The quick reading of scenarios: what it does not decline is what the careful reading gives, to the letter."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoner.knowledge import quick as quick_module
from reasoner.knowledge.loader import load
from reasoner.knowledge.names import Names
from reasoner.knowledge.quick import Quick
from reasoner.knowledge.reader import pieces
from reasoner.knowledge.scenarios import _careful, read_scenarios
from reasoner.knowledge.text import Chunk
from reasoner.model.scenario import Expectation, Phase, Scenario, Setting
from tests.knowledge.documents import DOCUMENTS, EDITS, LISTS, STYLES, edited
from tests.knowledge.packs import base, python
from tests.knowledge.test_reader import BAD as BAD_YAML
from tests.knowledge.test_scenarios import BAD, OXYGEN

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def kb(tmp_path_factory):
    more = {
        "facts/measures.yaml": OXYGEN,
        "facts/stages.yaml": "kind: stage\nentities: [{id: late, label: late stage}]\n",
        "facts/sites.yaml": "kind: site\nentities: [{id: brain, label: brain}]\n",
    }
    return base(tmp_path_factory.mktemp("quick"), more)


@pytest.fixture(scope="module")
def quick(kb):
    return Quick(kb, Names(kb))


def agree(quick: Quick, kb, text: str | bytes, names: Names | None = None) -> tuple[int, int]:
    """Hold each document to the careful reading; how many there are, and how many were read quickly."""
    names = names or Names(kb)
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    taken = documents = 0
    for chunk in pieces(io.BytesIO(data), "s.yaml"):
        documents += 1
        careful = _careful(chunk, kb, names)
        found = quick.read(chunk)
        if found is None:
            continue
        taken += 1
        assert careful.problems == ()
        assert found == (careful.position, careful.scenario)
        assert repr(found[1]) == repr(careful.scenario)  # 1 and True are equal
    return documents, taken


PLAIN = {
    "flow lists": "scenario: a case\ngiven: [hypoxia, HIF-2α in CSCs]\nexpect: {present: [stemness], absent: [HIF]}\n",
    "block lists": "given:\n- hypoxia\n- low oxygen\nblock:\n  - HIF2A\nexpect:\n  present:\n  - stemness down\n",
    "single values": "given: hypoxia\nblock: HIF2A in CSC\ncancer: GBM\ntags: slow\nrows: S1\n",
    "quoted": "scenario: 'it''s: a \"case\"'\ngiven: [\"low oxygen\", 'HIF-2α']\nnote: \"a\\tb \\u03b1\"\nxfail: ''\n",
    "escaped name": 'given: ["HIF-2\\u03b1"]\n',
    "comments": "# first\n--- # second\ngiven: [hypoxia] # third\n\n# last\n",
    "marks inside of text": "scenario: EMT & more! 5 * 3, 100 % (why?)\nnote: what is it?x\n",
    "block scalars": "note: |\n  one\n\n  two: 2\nscenario: >-\n  a\n  b\ngiven: [hypoxia]\n",
    "words over lines": "scenario: a\n  b\n  c\ngiven: [hypoxia,\n  HIF2A]\n",
    "Windows lines": "scenario: a\r\nnote: |\r\n  b\r\n  c\r\ngiven: [hypoxia]\r\n",
    "numbers": 'given: ["oxygen = 1.5 %", oxygen = 2 %, oxygen = 2.0 %, hypoxia, hypoxia]\n',
    "setting": "cancer: glioma\nstage: late stage\nsite: brain\n"
    "assume: [origin/stem, origin/stem]\nsystem: in_vitro\nstrict_context: true\n",
    "suppositions": "suppose: [\"hypoxia, CSC -> stemness unless dormancy\", 'hypoxia -> dormancy']\nhistory: HIF\n",
    "phases": "phases:\n- {name: one, given: [hypoxia, oxygen = 1 %], block: HIF, expect: {}}\n"
    "- remove: [low oxygen, oxygen, oxygen = 2 %]\n  release: [HIF]\n  force: TGF-β\n"
    "  expect: {cut: [], open: dormancy}\n",
    "expectations": "expect:\n  support: {stemness: strong, HIF2A down: limited, Stemness: moderate}\n"
    "  cites: {stemness: [1, mini/3, 02], hif2a: 2}\n  beside: [hif2a-stemness, hif2a-stemness]\n  stated: HIF2A\n",
    "empty lists": "given: []\nexpect: {present: [], support: {}}\ntags: []\nrows: []\n",
    "severity": "severity: warn\nxfail: not yet\ntags: [a, b, a]\n",
    "JSON": '{"scenario": "a", "given": ["hypoxia"], "strict_context": "false", "expect": {"absent":["stemness"]}}',
    "no break at the end": "given: [hypoxia]",
}  # fmt: skip


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN.keys())
def test_plain_documents_are_read_quickly(quick, kb, text):
    assert agree(quick, kb, text) == (1, 1)


def test_each_key_of_a_scenario_is_read_quickly(quick, kb):
    """A field that is added to the model and forgotten here would still be read, slowly."""
    texts = [*PLAIN.values(), *(f"expect: {{{name}: [stemness]}}" for name in sorted(LISTS))]
    read = [quick.read(chunk)[1] for text in texts for chunk in pieces(io.BytesIO(text.encode()))]
    phases = [phase for scenario in read for phase in scenario.phases]
    for kind, values in (
        (Scenario, read),
        (Setting, [scenario.setting for scenario in read]),
        (Phase, phases),
        (Expectation, [phase.expect for phase in phases if phase.expect]),
    ):
        default = kind()
        for name in kind.model_fields:
            assert any(getattr(value, name) != getattr(default, name) for value in values), (kind, name)


ODD = {
    **{name: text for name, (text, _) in BAD.items()},
    **{f"YAML: {name}": text for name, (text, _) in BAD_YAML.items()},
    "anchor of a list": "given: &all [hypoxia]\n",
    "anchor after a break": "given:\n  &all\n  - hypoxia\n",
    "alias in a list": "given: [hypoxia,*all]\n",
    "tag": "scenario: !!str a\n",
    "tag next to a key": '{"scenario":!x a}\n',
    "short tag": "scenario: ! a\n",
    "directive": "%YAML 1.1\n---\ngiven: [hypoxia]\n",
    "directive in a document": "given: [hypoxia]\n%YAML 1.1\n",
    "explicit key": "? given\n: [hypoxia]\n",
    "key twice": "given: [hypoxia]\ngiven: [hypoxia]\n",
    "key twice, quoted once": "given: [hypoxia]\n'given': [hypoxia]\n",
    "key of an expectation twice": "expect: {present: [stemness], present: [stemness]}\n",
    "key of a support twice": "expect: {support: {stemness: strong, 'stemness': strong}}\n",
    "two names of a key": "expect: {support: {stemness: strong, stemness : strong}}\n",
    "key that is a list": "expect: {support: {[stemness]: strong}}\n",
    "key that is a mapping": "{{given: a}: b}\n",
    "value that is missing": "scenario:\ngiven: [hypoxia]\n",
    "item that is missing": "tags:\n-\n- a\n",
    "tilde for a name": "cancer: ~\n",
    "merge": "<<: {given: [hypoxia]}\n",
    "list for a text": "scenario: [a]\n",
    "list of lists for tags": "tags: [[a]]\n",
    "mapping for names": "given: {hypoxia: 1}\n",
    "mapping for a list of tags": "tags: {a: b}\n",
    "list for a word": "severity: [warn]\n",
    "list for phases": "phases: {name: a}\n",
    "text for an expectation": "expect: stemness\n",
    "list for a support": "expect: {support: [stemness]}\n",
    "list for a grade": "expect: {support: {stemness: [strong]}}\n",
    "reference with a line feed": 'expect: {cites: {stemness: "1\\n"}}\n',
    "reference in other digits": "expect: {cites: {stemness: ١}}\n",
    "reference of no source": "expect: {cites: {stemness: none/1}}\n",
    "invisible character of a name": 'given: ["hypoxia\\u200b"]\n',
    "separator that is stripped as a blank": 'given: ["hypoxia\\x1f"]\n',
    "invisible character of a title": 'scenario: "a\\u200b"\n',
    "invisible character of a tag": 'tags: ["a\\u200b"]\n',
    "invisible character of a key": 'expect: {support: {"stemness\\u200b": strong}}\n',
    "two options": "assume: [origin/stem, origin/mature]\n",
    "phases and blocks": "phases: [{name: a}]\nblock: []\n",
    "no phase": "phases: []\n",
    "two documents on a line": "{given: [hypoxia]} {given: [hypoxia]}\n",
    "text after a document": "--- {given: [hypoxia]}\nmore\n",
    "not UTF-8": b"scenario: \xe9\ngiven: [hypoxia]\n",
    "NUL": b"scenario: a\0\n",
    "UTF-16": "given: [hypoxia]\n".encode("utf-16"),
    "surrogates": b"scenario: \xed\xa0\x80\n",
    "old Mac lines": b"given: [hypoxia]\rblock: [HIF]\r",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_what_is_odd_or_wrong_is_declined(quick, kb, text):
    _, taken = agree(quick, kb, text)
    assert taken == 0


def test_the_repository_s_own_documents():
    kb = load()
    names = Names(kb)
    quick = Quick(kb, names)
    for folder in ("facts", "rules"):
        for path in (ROOT / folder).rglob("*.yaml"):
            assert agree(quick, kb, path.read_bytes(), names)[1] == 0
    found = [
        agree(quick, kb, path.read_bytes(), names) for path in sorted((ROOT / "sessions/scenarios").rglob("*.yaml"))
    ]
    documents, taken = (sum(column) for column in zip(*found, strict=True))
    assert documents > 500
    assert taken > 0.95 * documents


# -------------------------------------------------------------------- any document


@settings(max_examples=400, deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=3), STYLES)
def test_any_document_is_read_as_with_care_or_declined(quick, kb, documents, style):
    agree(quick, kb, yaml.dump_all(documents, sort_keys=False, **style))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([*PLAIN.values()]) | st.builds(yaml.dump, DOCUMENTS), EDITS)
def test_edited_documents_are_read_as_with_care_or_declined(quick, kb, text, edits):
    agree(quick, kb, edited(text, edits))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*PLAIN.values(), *(t for t in ODD.values() if isinstance(t, str))]), max_size=6))
def test_a_file_gives_what_its_documents_give(kb, texts):
    data = "".join(f"---\n{text}\n" for text in texts).encode("utf-8", "surrogatepass")
    names = Names(kb)
    items = list(read_scenarios(io.BytesIO(data), kb, "s.yaml", names))
    careful = [_careful(chunk, kb, names) for chunk in pieces(io.BytesIO(data), "s.yaml")]
    assert [(i.position, i.scenario, i.problems, i.positions) for i in items] == [
        (i.position, i.scenario, i.problems, i.positions) for i in careful
    ]


# -------------------------------------------------------------------- what is remembered, and what it costs


def test_a_wrong_name_is_not_remembered_as_right(quick, kb):
    for _ in range(2):
        assert agree(quick, kb, "given: [hypoxa]\n") == (1, 0)
        assert agree(quick, kb, "block: [TNC down]\n") == (1, 0)
    assert agree(quick, kb, "given: [HIF2A down]\n---\nblock: [HIF2A down]\n---\ncancer: hypoxia\n") == (3, 1)


def test_what_is_remembered_is_bounded(kb, monkeypatch):
    monkeypatch.setattr(quick_module, "_REMEMBERED", 3)
    quick = Quick(kb, Names(kb))
    text = "".join(f"---\ngiven: [oxygen = {number} %, hypoxia]\n" for number in range(20))
    assert agree(quick, kb, text) == (20, 20)


def test_positions_are_those_of_the_document_in_its_file(kb):
    text = "---\nscenario: one\n---\n# two\n\ngiven: [hypoxia]\nexpect:\n  present: [stemness]\n"
    _, item = read_scenarios(io.BytesIO(text.encode()), kb, "s.yaml")
    assert str(item.position) == "s.yaml:6:1"
    assert str(item.where(0, "hypoxia")) == "s.yaml:6:9"
    assert str(item.where(0, "present: stemness")) == "s.yaml:8:13"
    assert item.where(0, "nothing") == item.position


LARGE = {
    "in a list": "tags: [{}]\n".format(", ".join(["abcdefgh"] * 4_000)),
    "in a text": "note: '{}'\n".format("x" * 40_000),
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
def test_large_documents_are_read_with_care(quick, kb, text):
    assert agree(quick, kb, text) == (1, 0)


def test_no_document_that_is_given_to_libyaml_ends_the_process():
    done = python(
        """
        import threading
        from reasoner.knowledge.quick import _Composer, _DeclinedError, _LARGEST, _accepted

        NESTED = ["[", "{a: ", "[\\n", "- ", "-\\t", "-   ", "- - a\\n", "? ", "a: [", "[? ", "{? ", "[[a]: "]
        NESTED += ["-\\n", "a:\\n", "? - "]
        def steps(text):
            return "".join(" " * n + text for n in range(200))[:_LARGEST]
        def compose(text):
            try:
                _Composer(_accepted(text.encode())).get_single_node()
            except _DeclinedError:
                print("declined")
            except Exception:
                print("refused")
            else:
                print("composed")
        def all_of_them():
            for part in NESTED:
                for text in ((part * _LARGEST)[:_LARGEST], part * 90, steps(part)):
                    compose(text)
        threading.stack_size(160 << 10)
        thread = threading.Thread(target=all_of_them)
        thread.start()
        thread.join()
        print("done")
        """
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[-1] == "done"
    assert "declined" in done.stdout
    assert "composed" in done.stdout


def test_memory_does_not_grow_with_the_number_of_documents(kb):
    import tracemalloc

    def peak(number: int) -> int:
        document = b"---\nscenario: case\ngiven: [hypoxia, oxygen = %d %%]\nexpect: {present: [stemness]}\n"

        class Stream(io.RawIOBase):
            left = number

            def readable(self) -> bool:
                return True

            def readinto(self, buffer) -> int:
                if not self.left:
                    return 0
                self.left -= 1
                data = document % self.left
                buffer[: len(data)] = data
                return len(data)

        tracemalloc.start()
        try:
            assert sum(item.scenario is not None for item in read_scenarios(io.BufferedReader(Stream()), kb)) == number
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    few = peak(quick_module._REMEMBERED + 1_000)
    assert peak(4 * quick_module._REMEMBERED) < 1.2 * few


def test_a_pipe_is_read_no_further_than_needed(kb):
    read: list[int] = []

    class Stream(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            read.append(1)
            data = b"---\ngiven: [hypoxia]\n"
            buffer[: len(data)] = data
            return len(data)

    items = read_scenarios(io.BufferedReader(Stream()), kb)
    assert next(items).scenario is not None
    assert next(items).scenario is not None
    assert len(read) == 3


def test_nothing_is_taken_that_has_problems_already(quick):
    (chunk,) = pieces(io.BytesIO(b"%YAML 1.1\n---\ngiven: [hypoxia]\n"))
    assert chunk.problems
    assert quick.read(chunk) is None
    assert quick.read(Chunk("s.yaml", 1, b"given: [hypoxia]\n", lost=True)) is None
