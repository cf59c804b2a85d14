"""Scenario documents for tests by properties: most of what is in them fits, and now and then anything stands there."""

from __future__ import annotations

from hypothesis import strategies as st

from reasoner.model.scenario import Expectation

LISTS = frozenset(Expectation.model_fields) - {"support", "cites", "beside"}
NAMES = st.sampled_from(
    ["hypoxia", "low oxygen", "HIF-2α", "HIF2A", "HIF in CSCs", "TGF-β down", "stemness", "dormancy", "CSC", "GBM",
     "glioma", "oxygen", "oxygen = 1 %", "oxygen=1.50 %", "oxygen = 1", "hypoxa", "HIF2A down in CSC", " hypoxia ",
     "origin/stem", "origin/mature", "origin/normal stem cells", "hypoxia -> stemness",
     "hypoxia, CSC → dormancy unless HIF", "S1", "S2", "S9", "hypoxia-hif2a", "1", "07", "mini/2", "x/1", "strong",
     "limited", "true", "false", "yes", "in_vivo", "warn", "error", "", "~", "null", "no", "a: b", "a #b", "é",
     "&a", "*a", "!a", "a!", "? a", "a?", "%", "-", "- a", "[", "{", "'", '"', "\n", "a\nb", "\t", "\\", "\u200b",
     "\x1b", "\ufffd", "<<", "2018-01-01", "1e3"]
)  # fmt: skip
TEXTS = NAMES | st.text(st.characters(codec="utf-8"), max_size=6)
NODES = st.recursive(
    NAMES | TEXTS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(TEXTS, below, max_size=2),
    max_leaves=4,
)
GIVEN = st.sampled_from(["hypoxia", "low oxygen", "HIF-2α", "HIF2A in CSC", "TGFB down", "oxygen = 1 %"])
FINDINGS = st.sampled_from(["stemness", "Stemness", "HIF2A down", "HIF-2α in CSCs", "dormancy", "low oxygen", "TGF-β"])
NODE = st.sampled_from(["HIF2A", "HIF-2α in CSCs", "TGF-β", "stemness"])
WORDS = st.sampled_from(["a case", "a", "b", "why: so", "it's", "5 % & more!", "α → β", "a\nb", "# no", ""])


def listed(each):
    return each | st.lists(each, max_size=4)


def mostly(right, odd=NODES):
    """What fits, and now and then anything."""
    return st.integers(0, 19).flatmap(lambda n: right if n else odd)


def record(**keys):
    fitting = st.fixed_dictionaries({}, optional={key: mostly(value) for key, value in keys.items()})
    return st.tuples(fitting, mostly(st.just({}), st.dictionaries(TEXTS, NODES, max_size=1))).map(
        lambda both: both[0] | both[1]
    )


EXPECT = record(
    **{name: listed(FINDINGS) for name in sorted(LISTS)},
    support=st.dictionaries(FINDINGS, st.sampled_from(["hypothesis", "limited", "moderate", "strong"]), max_size=3),
    cites=st.dictionaries(FINDINGS, listed(st.sampled_from(["1", "3", "mini/2", "02"])), max_size=3),
    beside=listed(st.sampled_from(["hypoxia-hif2a", "hif2a-stemness"])),
)
ONE = {"given": listed(GIVEN), "block": listed(NODE), "force": listed(NODE), "expect": EXPECT}
MORE = {"name": WORDS, "remove": listed(GIVEN | st.just("oxygen")), "release": listed(NODE)}
HEAD = {
    "scenario": WORDS,
    "rows": listed(st.sampled_from(["S1", "S2", "S3"])),
    "note": WORDS,
    "cancer": st.sampled_from(["GBM", "glioma"]),
    "stage": st.just("late"),
    "site": st.just("Brain"),
    "assume": listed(st.sampled_from(["origin/stem", "origin/normal stem cells", "origin/mature"])),
    "suppose": listed(st.sampled_from(["hypoxia -> stemness", "low oxygen -> stemness", "CSC, HIF -> dormancy"])),
    "history": listed(FINDINGS),
    "strict_context": st.sampled_from(["true", "false", "yes"]),
    "system": st.sampled_from(["in_vivo", "patient"]),
    "tags": listed(WORDS),
    "xfail": WORDS,
    "severity": st.sampled_from(["warn", "error"]),
}
DOCUMENTS = record(**HEAD, **ONE) | record(**HEAD, phases=st.lists(record(**ONE, **MORE), max_size=3))
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([20, 80, 1000]),
        "default_style": st.sampled_from([None, None, None, "'", '"', "|", ">"]),
        "line_break": st.sampled_from(["\n", "\n", "\r\n"]),
        "explicit_start": st.booleans(),
    }
)

EDITS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.integers(0, 3),
        st.sampled_from(
            [*"abz:-[]{},'\" \n#|>?&*!%\\\r\t~@`\0\x1b\u200b\ufeffé", "\n---\n", "\n...\n", "\n%", "- ", ": "]
        ),
    ),
    min_size=1,
    max_size=4,
)


def edited(text: str, edits) -> str:
    for place, cut, put in edits:
        at = place % (len(text) + 1)
        text = text[:at] + put + text[at + cut :]
    return text
