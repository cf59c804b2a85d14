"""What the rule book says of itself: how it is to be read. In words of the program, not of the data."""

from __future__ import annotations

from reasoner.model.evidence import Grade

TITLE = "Rule book"
INTRODUCTION = (
    "Every rule of the base in words, under the sentence of the source that it rests on first of all. What the source "
    "says is restated as rules, so changes were made: claims are in the project's own words, and what stands in "
    "quotation marks are the few words of the source that lead to the sentence on line."
)
SCALE = (
    f"Support, from weak to firm: {', '.join(str(each) for each in Grade)}. The grade says how firmly the source backs "
    "a claim, not how true it is."
)
TABLE = (
    "The grade follows from the sentence's wording and the number of studies that it cites: states with no study is "
    "limited, with one moderate, with two or more strong; suggests and correlates with none is hypothesis, with some "
    "limited; hypothesises is hypothesis. A bracket behind several claims is shared and counts as one study."
)
TERMS = (
    ("unless", "an exception: any one of these stops the rule"),
    ("only", "the rule exists only in these cancers, stages or sites"),
    ("assuming", "the rule holds only under this option of a question that the source leaves open"),
    ("earlier", "must have held in an earlier phase"),
    ("goes with its cause", "the source says that the state is gone once its cause is"),
    ("cancer, stage, site, system, cell", "the setting of the study; elsewhere the rule counts one grade lower"),
)
ROLES = {
    "concluded": "concluded",
    "premise": "premise",
    "exception": "exception",
    "alternative": "possible outcome",
    "needed": "needed",
    "place": "place",
    "guard": "limits a rule",
    "context": "setting of a study",
}
