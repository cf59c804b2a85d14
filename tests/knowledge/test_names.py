"""Names as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoner.errors import UsageError
from reasoner.knowledge import names as names_module
from reasoner.knowledge.names import Names
from reasoner.knowledge.spelling import key, loose
from reasoner.model.entity import Entity, Kind
from reasoner.model.evidence import System
from reasoner.model.finding import Finding, Node
from reasoner.model.rule import HypothesisGroup, Option


def entities(*records: tuple[str, Kind, str, tuple[str, ...]]) -> dict[str, Entity]:
    return {id_: Entity(id=id_, kind=kind, label=label, synonyms=names) for id_, kind, label, names in records}


NAMES = Names.of(
    entities(
        ("hypoxia", Kind.condition, "hypoxia", ("low oxygen",)),
        ("HIF2A", Kind.molecule, "HIF-2α", ("EPAS1",)),
        ("HIF1A", Kind.molecule, "HIF-1α", ()),
        ("TGFB", Kind.molecule, "TGF-β", ()),
        ("NFKB", Kind.pathway, "NF-κB signalling", ("NF-kappaB",)),
        ("ACTA2", Kind.molecule, "αSMA", ()),
        ("CTNNB1", Kind.molecule, "β-catenin", ()),
        ("KRAS", Kind.molecule, "KRAS", ()),
        ("CSC", Kind.cell, "CSCs", ("cancer stem cell",)),
        ("endothelial_cell", Kind.cell, "endothelial cells", ()),
        ("HSC_blood", Kind.cell, "haematopoietic stem cells", ("HSC",)),
        ("HSC_liver", Kind.cell, "hepatic stellate cells", ("HSC",)),
        ("MET_receptor", Kind.molecule, "c-MET", ("MET",)),
        ("MET_transition", Kind.process, "mesenchymal-epithelial transition", ("MET",)),
        ("increase_in_growth", Kind.process, "increase in growth", ()),
        ("metastatic_site", Kind.site, "metastatic sites", ("metastasis",)),
        ("metastasis_process", Kind.process, "metastatic spread", ("metastasis",)),
        ("tumour_growth", Kind.phenotype, "tumour growth", ()),
        ("CD44pos", Kind.marker, "CD44+/CD24- cells", ("CD44+CD24−/low",)),
        ("CD44", Kind.marker, "CD44", ()),
        ("glioblastoma", Kind.cancer, "glioblastoma", ("GBM",)),
        ("early", Kind.stage, "early stage", ()),
        ("oxygen", Kind.measure, "oxygen", ("pO2",)),
    ),
    {
        "quiescence": HypothesisGroup(
            id="quiescence",
            question="Q",
            options=(Option(id="pre_existing", label="there before treatment"), Option(id="induced", label="induced")),
        )
    },
)


def refusal(read, text):
    with pytest.raises(UsageError) as error:
        read(text)
    (problem,) = error.value.problems
    assert problem.where is None
    return problem


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("HIF2A", "HIF2A"),
        ("hif2a", "HIF2A"),
        ("HIF-2α", "HIF2A"),
        ("HIF 2 alpha", "HIF2A"),
        ("HIF2alpha", "HIF2A"),
        ("hif_2a", "HIF2A"),
        ("HIF‑2α", "HIF2A"),  # a non-breaking hyphen
        ("epas-1", "HIF2A"),
        ("TGFbeta", "TGFB"),
        ("tgf beta", "TGFB"),
        ("TGF-b", "TGFB"),
        ("TGFΒ", "TGFB"),  # a capital beta
        ("NF-κB", "NFKB"),
        ("nfkappab", "NFKB"),
        ("NF kappa B", "NFKB"),
        ("alpha-SMA", "ACTA2"),
        ("αSMA", "ACTA2"),
        ("beta catenin", "CTNNB1"),
        ("CSCs", "CSC"),
        ("Cancer Stem Cells", "CSC"),
        ("endothelial cell", "endothelial_cell"),
        ("ENDOTHELIAL-CELLS", "endothelial_cell"),
        ("tumor growth", "tumour_growth"),
        ("hematopoietic stem cell", "HSC_blood"),
        ("low oxygen", "hypoxia"),
        ("CD44+/CD24-", None),
        ("CD44+/CD24− cells", "CD44pos"),
        ("CD44⁺/CD24⁻ cell", "CD44pos"),
        ("CD44", "CD44"),
        ("KRAS", "KRAS"),
        ("  hypoxia ", "hypoxia"),
        ("glioblastomas", "glioblastoma"),
        ("NF-κB signaling pathway", "NFKB"),
        ("NFkB signalling pathways", "NFKB"),
        ("NF-κB signalling pathway", "NFKB"),
    ],
)
def test_spelling(typed, id_):
    if id_ is None:
        assert refusal(NAMES.entity, typed).code == "E012"
    else:
        assert NAMES.entity(typed).id == id_


def test_signs_of_markers_are_kept():
    assert len({key("CD44+"), key("CD44-"), key("CD44")}) == 3
    assert key("CD44+/CD24-") != key("CD44-/CD24+")
    assert key("IL-6") == key("IL6")


@pytest.mark.parametrize("word", ["metastasis", "hypoxia", "beta", "immune", "machinery", "alphabet", "spindle"])
def test_greek_names_inside_of_words_are_left_alone(word):
    assert key(f"x{word}y") == f"x{word}y"


@given(st.text(max_size=30))
def test_keys_take_any_text_and_are_stable(text):
    assert key(text) == key(text.strip())
    assert loose(text) == loose(f" {text} ")


def test_homonyms_are_ambiguous_with_the_choices():
    problem = refusal(NAMES.entity, "hsc")
    assert problem.code == "E014"
    assert problem.help == (
        "`HSC_blood`: haematopoietic stem cells (cell)",
        "`HSC_liver`: hepatic stellate cells (cell)",
    )
    assert refusal(NAMES.finding, "MET").code == "E014"
    assert refusal(NAMES.finding, "hypoxia in HSC").code == "E014"


def test_a_kind_decides_between_homonyms():
    assert NAMES.site("metastases") == "metastatic_site"
    assert NAMES.entity("MET", {Kind.molecule}).id == "MET_receptor"
    assert NAMES.finding("HIF2A in metastasis") == Finding("HIF2A", "metastatic_site")


def test_unknown_names_have_up_to_three_suggestions_best_first():
    problem = refusal(NAMES.entity, "hypoxa")
    assert (problem.code, problem.help) == ("E012", ("did you mean `hypoxia`?",))
    assert refusal(NAMES.entity, "HIF3A").help == ("did you mean `HIF1A`?", "did you mean `HIF2A`?")
    assert refusal(NAMES.entity, "catenin").help == ("did you mean `CTNNB1` (β-catenin)?",)
    assert refusal(NAMES.entity, "endothelial").help[0] == "did you mean `endothelial_cell`?"
    assert refusal(NAMES.entity, "zzzzzz").help == ()
    assert len(refusal(NAMES.entity, "H").help) <= 3


def test_suggestions_keep_to_the_kind():
    problem = refusal(NAMES.cancer, "glioblastom")
    assert problem.help == ("did you mean `glioblastoma`?",)
    assert refusal(NAMES.cancer, "hypoxa").help == ()


def test_names_of_the_wrong_kind():
    assert refusal(NAMES.cancer, "hypoxia").code == "E015"
    problem = refusal(NAMES.finding, "GBM")
    assert problem.code == "E015"
    assert problem.help == ("set it as the cancer: `cancer: glioblastoma`, or `--cancer glioblastoma`",)
    assert refusal(NAMES.finding, "oxygen").code == "E015"
    assert refusal(NAMES.finding, "HIF2A in hypoxia").code == "E015"


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("HIF-2α", Finding("HIF2A")),
        ("HIF2A down", Finding("HIF2A", None, True)),
        ("HIF-2α Down in endothelial cells", Finding("HIF2A", "endothelial_cell", True)),
        ("TGF-β in cancer stem cells", Finding("TGFB", "CSC")),
        ("increase in growth", Finding("increase_in_growth")),
        ("increase in growth down in CSCs", Finding("increase_in_growth", "CSC", True)),
        ("HIF-2α low", Finding("HIF2A", None, True)),
        ("HIF-2α high in CSCs", Finding("HIF2A", "CSC")),
        ("NF-κB signalling inactive", Finding("NFKB", None, True)),
        ("less tumour growth", Finding("tumour_growth", None, True)),
    ],
)
def test_findings(typed, finding):
    assert NAMES.finding(typed) == finding


def test_every_canonical_finding_and_every_printed_label_reads_back():
    for id_, entity in NAMES._entities.items():
        if entity.kind in (Kind.cancer, Kind.stage, Kind.measure):
            continue
        for finding in (Finding(id_), Finding(id_, None, True), Finding(id_, "CSC"), Finding(id_, "CSC", True)):
            assert NAMES.finding(str(finding)) == finding
        for down in (False, True):
            phrase = entity.phrase(down=down)
            if not phrase.startswith("no "):
                assert NAMES.finding(phrase) == Finding(id_, None, down)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "E016"),
        ("  ", "E016"),
        ("down", "E012"),
        ("in CSC", "E012"),
        ("no CSCs", "E012"),
        ("HIF2A in", "E012"),
        ("HIF2A in nowhere", "E012"),
        ("nothing in nowhere", "E012"),
        ("HIF2A up", "E012"),
        ("HIF2A down down", "E012"),
        ("HIF2A low down", "E012"),
        ("HIF2A in CSC in CSC", "E012"),
        ("a in " * 100_000, "E012"),
        ("\x1b[31mhypoxia", "E012"),
    ],
)
def test_what_is_no_finding(typed, code):
    problem = refusal(NAMES.finding, typed)
    assert problem.code == code
    assert "\x1b" not in problem.message
    assert len(problem.message) < 200


def folded_characters(monkeypatch) -> list[int]:
    """How long the texts are that names fold to compare them, call by call."""
    lengths: list[int] = []
    for fold in (key, loose):
        monkeypatch.setattr(
            names_module, fold.__name__, lambda text, fold=fold: lengths.append(len(text)) or fold(text)
        )
    return lengths


def test_long_texts_cost_no_more_than_their_length(monkeypatch):
    names = Names.of(NAMES._entities)
    refusal(names.entity, "nothing of the kind")  # makes the indexes
    lengths = folded_characters(monkeypatch)
    for text in ("a in " * 20_000, "a" * 100_000, "-" * 100_000, "a down " * 10_000):
        for read in (names.finding, names.entity, names.cancer, names.assumption, names.node):
            lengths.clear()
            refusal(read, text)
            assert sum(lengths) < 20 * len(text)


def test_the_part_that_is_unknown_is_named():
    assert "`nowhere`" in refusal(NAMES.finding, "HIF2A in nowhere").message
    assert "`HIF9`" in refusal(NAMES.finding, "HIF9 in CSC").message


def test_nodes_take_no_direction():
    assert NAMES.node("HIF-2α in CSCs") == Node("HIF2A", "CSC")
    problem = refusal(NAMES.node, "HIF2A down in CSC")
    assert (problem.code, problem.help) == ("E016", ("write `HIF2A in CSC`",))
    assert refusal(NAMES.node, "HIF-2α low").code == "E016"


def test_measurements():
    assert str(NAMES.measurement("pO2=1.50 %")) == "oxygen = 1.50 %"
    assert str(NAMES.measurement(" oxygen  =  -1 mm Hg ")) == "oxygen = -1 mm Hg"
    for text in ("oxygen = 1", "oxygen = one %", "oxygen = 1,5 %", "oxygen = 1e3 %", "oxygen = nan %", "= 1 %"):
        assert refusal(NAMES.measurement, text).code == "E016", text
    assert refusal(NAMES.measurement, "hypoxia = 1 %").code == "E015"
    assert refusal(NAMES.measurement, "oxygn = 1 %").code == "E012"


def test_assumptions_and_systems():
    assert NAMES.assumption("Quiescence/pre-existing") == ("quiescence", "pre_existing")
    assert NAMES.assumption("quiescence / there before treatment") == ("quiescence", "pre_existing")
    problem = refusal(NAMES.assumption, "quiescence/other")
    assert (problem.code, problem.help) == (
        "E012",
        ("the options are `quiescence/pre_existing` or `quiescence/induced`",),
    )
    assert refusal(NAMES.assumption, "origin/induced").code == "E012"
    assert refusal(NAMES.assumption, "quiescence").code == "E016"
    assert NAMES.system("in vivo") is System.in_vivo
    assert refusal(NAMES.system, "in silico").code == "E012"


def test_an_id_to_the_letter_comes_first():
    names = Names.of(entities(("MET", Kind.molecule, "c-MET", ()), ("MT", Kind.process, "transition", ("MET", "met"))))
    assert names.entity("MET").id == "MET"
    assert refusal(names.entity, "met").code == "E014"


def test_thousands_of_names_are_looked_up_without_comparing_each(monkeypatch):
    many = {
        f"gene_{number}": Entity(
            id=f"gene_{number}", kind=Kind.molecule, label=f"G-{number}α", synonyms=(f"s{number}",)
        )
        for number in range(3000)
    }
    names = Names.of(many)
    refusal(names.entity, "nothing of the kind")  # makes the indexes
    lengths = folded_characters(monkeypatch)
    for number in range(3000):
        assert names.finding(f"g {number} alpha").entity == f"gene_{number}"
    assert len(lengths) < 10 * 3000  # a look-up folds what was typed, and no name of the base


def test_a_question_may_say_no_and_is_told_that_a_number_is_none() -> None:
    assert NAMES.said("no HIF-2α") == Finding("HIF2A", None, True)
    assert NAMES.said("without tumour growth in CSC") == Finding("tumour_growth", "CSC", True)
    assert NAMES.said("hypoxia in CSC") == Finding("hypoxia", "CSC")
    with pytest.raises(UsageError, match="is a number"):
        NAMES.said("oxygen = 1 %")
    with pytest.raises(UsageError, match="got list"):
        NAMES.said(["hypoxia"])  # type: ignore[arg-type]
