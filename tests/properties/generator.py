"""Random knowledge bases and scenarios that use every mechanism, as plain documents.

``knowledge(rng)`` and ``scenario(rng, base)`` draw from a seeded generator; ``case(seed)`` draws both, and ``cases()``
is the hypothesis strategy over seeds. Scenarios are aimed: each is made of a few intentions (fire this rule, stop that
one by its exception, observe the contrary of what a third concludes, ...), so that little of the base lies idle. About
one scenario in ten is invalid on purpose, and now and then a base is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from .oracle_base import Refused, check_base, premises_of

Document = dict[str, Any]

SUMMARY_ROWS = ["S001", "S002"]
ROWS = [*SUMMARY_ROWS, *(f"S{number:03d}" for number in range(3, 11))]
WORDINGS = ["states"] * 6 + ["suggests", "correlates", "hypothesises"]
SYSTEMS = ["patient", "in_vivo", "ex_vivo", "in_vitro"]
OPTIONS = ["origin/early", "origin/late", "relapse/dormant", "relapse/seeded"]


def likely(rng: random.Random, share: float) -> bool:
    """True in this share of calls."""
    return rng.random() < share


def some(rng: random.Random, pool: Sequence[str], least: int, most: int) -> list[str]:
    """A few different members of a pool, in its order."""
    chosen = set(rng.sample(range(len(pool)), min(len(pool), rng.randint(least, most))))
    return [item for index, item in enumerate(pool) if index in chosen]


def contrary(text: str) -> str:
    """The other direction of the same node."""
    if " down" in text:
        return node(text)
    entity, _, place = text.partition(" in ")
    return f"{entity} down" + (f" in {place}" if place else "")


def node(text: str) -> str:
    """A finding without its direction."""
    return text.replace(" down", "")


def one_or_list(rng: random.Random, items: list[str]) -> Any:
    """A single item now and then without its list."""
    return items[0] if len(items) == 1 and likely(rng, 0.5) else items


# ---- vocabulary ------------------------------------------------------------------------------------------------------


class Names:
    """The ids of a base by use."""

    def __init__(self, entities: list[Document]) -> None:
        self.entities = {entity["id"]: entity for entity in entities}
        self.conditions = self.of("condition")
        self.therapies = self.of("therapy")
        self.cells = self.of("cell")
        self.sites = self.of("site")
        self.places = self.cells + self.sites
        self.things = self.of("molecule", "pathway", "process", "phenotype")
        self.markers = self.of("marker", "assay")
        self.outcomes = self.of("outcome")
        self.measures = self.of("measure")
        self.context = {"cancer": self.of("cancer"), "stage": self.of("stage"), "site": self.sites}

    def of(self, *kinds: str) -> list[str]:
        """The ids of some kinds."""
        return [name for name, entity in self.entities.items() if entity["kind"] in kinds]

    def parents(self, name: str) -> list[str]:
        """The direct parents of an entity."""
        return list(self.entities[name].get("is_a", []))

    def children(self, name: str) -> list[str]:
        """The direct children of an entity."""
        return [child for child in self.entities if name in self.parents(child)]


def family(rng: random.Random, kind: str, stem: str, count: int, linked: float) -> list[Document]:
    """Entities of one kind with a random `is_a` DAG: parents come earlier."""
    made: list[Document] = []
    for number in range(1, count + 1):
        name = f"{stem}{number}"
        entity: Document = {"id": name, "label": f"{kind} {number}", "kind": kind, "definition": f"{kind} of a test"}
        if made and likely(rng, linked):
            entity["is_a"] = some(rng, [parent["id"] for parent in made], 1, 2 if likely(rng, 0.3) else 1)
        made.append(entity)
    return made


def vocabulary(rng: random.Random) -> list[Document]:
    """Entities of every kind, with implications, families, therapies and a measure."""
    made = [
        *family(rng, "condition", "cond", rng.randint(3, 5), 0.3),
        *family(rng, "therapy", "drug", rng.randint(2, 3), 0.4),
        *family(rng, "cell", "cell", rng.randint(2, 3), 0.5),
        *family(rng, "site", "site", rng.randint(1, 3), 0.6),
        *family(rng, "molecule", "MOL", rng.randint(4, 6), 0.5),
        *family(rng, "process", "proc", rng.randint(2, 3), 0.4),
        *family(rng, "phenotype", "phen", rng.randint(2, 4), 0.4),
        *family(rng, "marker", "mark", rng.randint(1, 2), 0.3),
        *family(rng, "assay", "assay", 1, 0.0),
        *family(rng, "outcome", "outc", 1, 0.0),
        *family(rng, "cancer", "canc", 3, 0.5),
        *family(rng, "stage", "stage", 2, 0.3),
    ]
    names = Names(made)
    add_implications(rng, names)
    for entity in made:
        if names.children(entity["id"]) and entity["kind"] in ("molecule", "process", "cell", "condition"):
            if likely(rng, 0.6):
                entity["members"] = "complete"
        elif entity["kind"] == "molecule" and likely(rng, 0.1):
            entity["input"] = "given to the culture"
    add_blocks(rng, names)
    return [*made, measure(rng, names)]


def add_implications(rng: random.Random, names: Names) -> None:
    """Definitions: to `up` only towards earlier entities, so that they stay acyclic; to `down` anywhere."""
    sources = names.things + some(rng, names.conditions, 1, 2)
    for name in some(rng, sources, 3, 5):
        earlier = names.things[: names.things.index(name)] if name in names.things else names.things
        others = [other for other in names.things if other != name and other not in names.parents(name)]
        up = [other for other in earlier if other in others]
        implied = rng.choice(up) if up and likely(rng, 0.5) else rng.choice(others) + " down"
        names.entities[name]["implies"] = [implied]


def add_blocks(rng: random.Random, names: Names) -> None:
    """Therapies block things, in the place of the giving or in their own; sometimes cells or an earlier therapy."""
    for number, therapy in enumerate(names.therapies):
        if likely(rng, 0.75):
            target = rng.choice(names.things)
            blocks = [f"{target} in {rng.choice(names.places)}" if likely(rng, 0.3) else target]
            if number and likely(rng, 0.2):
                blocks.append(rng.choice(names.therapies[:number]))
            if likely(rng, 0.15):
                blocks.append(rng.choice(names.cells))
            names.entities[therapy]["blocks"] = blocks


def measure(rng: random.Random, names: Names) -> Document:
    """A measure with two thresholds on conditions."""
    low, high = rng.sample(names.conditions, 2)
    gives = high + " down" if likely(rng, 0.2) else high
    thresholds = [
        {"below": "2", "unit": "%", "gives": low, "evidence": [evidence(rng, names, "S003")]},
        {"above": "10.5", "unit": "%", "gives": gives, "evidence": [evidence(rng, names, "S004")]},
    ]
    return {
        "id": "oxygen",
        "label": "oxygen",
        "kind": "measure",
        "definition": "share of oxygen",
        "thresholds": thresholds,
    }


# ---- rules -----------------------------------------------------------------------------------------------------------


def evidence(rng: random.Random, names: Names, row: str) -> Document:
    """An evidence item of a row."""
    refs = [str(number) for number in sorted(rng.sample(range(1, 30), rng.choice([0, 1, 1, 2, 2, 3])))]
    item: Document = {"at": row, "refs": refs, "find": "three plain words", "wording": rng.choice(WORDINGS)}
    if likely(rng, 0.1):
        item["refs_at"] = rng.choice(ROWS[4:])
    if refs and likely(rng, 0.15):
        item["shared"] = "true"
    if likely(rng, 0.5):
        item["context"] = context(rng, names, ["cancer", "stage", "site", "system", "cell"])
    return item


def context(rng: random.Random, names: Names, keys: list[str]) -> Document:
    """Values for one or two of these keys, now and then a list of values."""
    pools = {**names.context, "system": SYSTEMS, "cell": names.cells}
    weights = {"cancer": 4, "stage": 2, "site": 1, "system": 1, "cell": 1}
    chosen = rng.choices(keys, [weights[key] for key in keys], k=rng.choice([1, 1, 2]))
    return {key: one_or_list(rng, some(rng, pools[key], 1, 2 if likely(rng, 0.2) else 1)) for key in chosen}


def above(names: Names, text: str) -> list[str]:
    """What one structural step gives from an up finding."""
    if " down" in text:
        return []
    entity, _, place = text.partition(" in ")
    suffix = f" in {place}" if place else ""
    found = [parent + suffix for parent in names.parents(entity)] + ([entity] if place else [])
    return found + [implied + suffix for implied in names.entities[entity].get("implies", [])]


class Rules:
    """Rules drawn one after the other: premises come from what earlier rules conclude, so that chains arise."""

    def __init__(self, rng: random.Random, names: Names) -> None:
        self.rng, self.names = rng, names
        self.inputs = names.conditions + names.therapies + names.cells
        self.concluded: list[str] = []
        self.row = ROWS[2]
        self.made: list[Document] = []

    def place(self, text: str, share: float) -> str:
        """Put a finding in a place, in a share of cases."""
        return f"{text} in {self.rng.choice(self.names.places)}" if likely(self.rng, share) else text

    def reachable(self) -> str:
        """A finding that may hold: an input, what an earlier rule concludes, or what lies above it."""
        if not self.concluded or likely(self.rng, 0.3):
            return self.rng.choice(self.inputs)
        text = self.rng.choice(self.concluded[-8:])
        for _ in range(2):
            higher = above(self.names, text)
            if higher and likely(self.rng, 0.4):
                text = self.rng.choice(higher)
        return text

    def any_finding(self) -> str:
        """Any thing, in any direction and place."""
        text = self.rng.choice(self.names.things) + (" down" if likely(self.rng, 0.3) else "")
        return self.place(text, 0.25)

    def head(self) -> str:
        """A new conclusion; some oppose or repeat an earlier one."""
        if self.concluded and likely(self.rng, 0.16):
            return contrary(self.rng.choice(self.concluded))
        if self.concluded and likely(self.rng, 0.12):
            return self.rng.choice(self.concluded)
        pool = self.names.things + (self.names.outcomes if likely(self.rng, 0.2) else [])
        text = self.rng.choice(pool) + (" down" if likely(self.rng, 0.22) else "")
        return self.place(text, 0.3)

    def premises(self) -> list[Any]:
        """One to three premises, among them alternatives and a past."""
        count = self.rng.choice([1, 1, 1, 1, 2, 2, 3])
        drawn: list[Any] = list(dict.fromkeys(self.reachable() for _ in range(count)))
        if likely(self.rng, 0.12):
            other = self.any_finding() if likely(self.rng, 0.3) else self.reachable()
            if other not in drawn:
                drawn[0] = {"any": [drawn[0], other]}
        if likely(self.rng, 0.12):
            past = self.reachable()
            drawn = [*drawn, f"before {past}"] if likely(self.rng, 0.6) else [f"before {past}"]
        return drawn

    def exceptions(self) -> list[str]:
        """One or two exceptions: inputs, what rules conclude, what is taken for granted."""
        found = []
        for _ in range(self.rng.choice([1, 1, 2])):
            kind = self.rng.random()
            if kind < 0.3:
                found.append(self.rng.choice(self.inputs))
            elif kind < 0.6 and self.concluded:
                found.append(self.rng.choice(self.concluded))
            else:
                found.append(self.place(self.rng.choice(self.names.things), 0.3))
                if likely(self.rng, 0.7):
                    found[-1] = contrary(found[-1])
        return list(dict.fromkeys(found))

    def items(self) -> list[Document]:
        """Evidence, mostly from the row of the rule before."""
        if likely(self.rng, 0.55):
            self.row = self.rng.choice(ROWS)
        rows = [self.row] + [self.rng.choice(ROWS) for _ in range(self.rng.choice([0, 0, 0, 1, 2]))]
        return [evidence(self.rng, self.names, row) for row in dict.fromkeys(rows)]

    def add(self, rule: Document) -> None:
        """Complete a rule with what every kind may have, and keep it."""
        whole: Document = {"id": f"rule-{len(self.made) + 1:02d}", "claim": "One thing leads to another.", **rule}
        if likely(self.rng, 0.15):
            whole["context"] = context(self.rng, self.names, ["cancer", "stage", "site", "system"])
        if likely(self.rng, 0.09):
            whole["only"] = context(self.rng, self.names, ["cancer", "stage", "site"])
        if likely(self.rng, 0.09):
            whole["hypothesis"] = self.rng.choice(OPTIONS)
        whole["evidence"] = self.items()
        self.made.append(whole)

    def add_firing(self) -> None:
        """A rule that causes or correlates."""
        when = self.premises()
        named = {text for variant in premises_of({"when": when}) for text in variant}
        heads = [self.head() for _ in range(self.rng.choice([1, 1, 1, 2]))]
        heads = [h for h in dict.fromkeys(heads) if h not in named and contrary(h) not in heads]
        if not heads:
            return
        rule: Document = {"when": when, "then": one_or_list(self.rng, heads)}
        if likely(self.rng, 0.16):
            rule["effect"] = "correlates"
        if likely(self.rng, 0.35):
            unless = [text for text in self.exceptions() if text not in {*heads, *named}]
            rule.update({"unless": unless} if unless else {})
        if likely(self.rng, 0.22):
            rule["persists"] = "true"
        elif likely(self.rng, 0.2):
            rule["reverts"] = {"at": self.row, "refs": ["7"], "find": "gone with its cause"}
        self.add(rule)
        self.concluded += heads

    def add_marks(self) -> None:
        """A state with its markers."""
        state = self.rng.choice(self.names.things + self.names.cells)
        if likely(self.rng, 0.5) and self.concluded:
            ups = [text for text in self.concluded if " down" not in text]
            state = self.rng.choice(ups) if ups else state
        markers = some(self.rng, self.names.markers, 1, 2)
        if " in " not in state and likely(self.rng, 0.2):
            markers = [self.place(marker, 1.0) for marker in markers]
        elif " in " in state and likely(self.rng, 0.5):
            markers = [f"{marker} in {state.partition(' in ')[2]}" for marker in markers]
        rule: Document = {"effect": "marks", "when": [state], "then": one_or_list(self.rng, markers)}
        if likely(self.rng, 0.3):
            unless = [text for text in self.exceptions() if text not in {*markers, state}]
            rule.update({"unless": unless} if unless else {})
        self.add(rule)
        self.concluded += markers

    def add_open(self) -> None:
        """A rule that never fires: the direction is left open, or it is a mere sequence."""
        effect = self.rng.choice(["modulates", "modulates", "precedes"])
        rule: Document = {"effect": effect, "when": self.premises(), "then": self.any_finding()}
        if effect == "modulates" and likely(self.rng, 0.5):
            rule["outcomes"] = self.rng.sample(self.names.things, 2)
            if likely(self.rng, 0.5):
                del rule["then"]
        if likely(self.rng, 0.3):
            rule["unless"] = self.exceptions()
        self.add(rule)

    def add_requirement(self) -> None:
        """A conclusion, or what lies above it, needs something."""
        then = self.rng.choice(self.concluded or self.names.things)
        ups = above(self.names, then)
        needs = [text for text in dict.fromkeys(self.reachable() for _ in range(2)) if node(text) != node(then)]
        if needs:
            then = self.rng.choice(ups) if ups and likely(self.rng, 0.4) else then
            chosen = needs[: self.rng.choice([1, 1, 2])]
            made: Document = {"kind": "requirement", "then": then, "needs": one_or_list(self.rng, chosen)}
            if likely(self.rng, 0.4):
                made["when"] = [self.rng.choice([self.reachable(), self.rng.choice(self.inputs)])]
            self.add(made)

    def add_denial(self) -> None:
        """What the source denies."""
        then = self.rng.choice(self.concluded or self.names.things)
        self.add({"kind": "denial", "when": self.reachable(), "then": then})


def incompatible(rng: random.Random, names: Names) -> list[Document]:
    """Sets of conditions or of things, no member of which leads to the other."""
    sets = []
    for pool in (names.conditions, names.things, names.things):
        members = rng.sample(pool, 2)
        if likely(rng, 0.7) and not any(other in all_above(names, one) for one in members for other in members):
            sets.append({"members": members, "reason": "they exclude each other"})
    return sets


def all_above(names: Names, text: str) -> set[str]:
    """What structural steps give from a finding, in turn."""
    higher = above(names, text)
    return set(higher).union(*(all_above(names, step) for step in higher))


def draw(rng: random.Random) -> Document:
    """A base that may be invalid."""
    entities = vocabulary(rng)
    names = Names(entities)
    rules = Rules(rng, names)
    kinds: list[Callable[[], None]] = [rules.add_firing] * rng.randint(11, 17) + [rules.add_marks] * 2
    kinds += [rules.add_open] * 2 + [rules.add_requirement] * 3 + [rules.add_denial]
    first, rest = kinds[:4], kinds[4:]
    rng.shuffle(rest)
    for add in first + rest:
        add()
    groups: dict[str, list[str]] = {}
    for option in OPTIONS:
        groups.setdefault(option.split("/")[0], []).append(option.split("/")[1])
    return {
        "entities": entities,
        "incompatible": incompatible(rng, names),
        "source": {"summary_rows": list(SUMMARY_ROWS)},
        "rules": rules.made,
        "groups": [
            {
                "id": group,
                "question": f"Which {group}?",
                "evidence": [evidence(rng, names, "S005")],
                "options": [{"id": option, "label": option} for option in options],
            }
            for group, options in groups.items()
        ],
    }


def knowledge(rng: random.Random) -> Document:
    """A knowledge base; one in fifty has a cycle that must be refused."""
    broken = likely(rng, 0.02)
    while True:
        base = draw(rng)
        if broken:
            break_base(rng, base)
        try:
            check_base(base)
        except Refused:
            if broken:
                return base
            drop_exceptions(rng, base)
            try:
                check_base(base)
            except Refused:
                continue
        if not broken:
            return base


def break_base(rng: random.Random, base: Document) -> None:
    """Try to close a cycle: through `is_a`, or through an exception."""
    if likely(rng, 0.3):
        names = Names(base["entities"])
        child = rng.choice(names.things)
        names.entities[child]["is_a"] = [child]
        for parent in names.parents(child):
            names.entities[parent]["is_a"] = [child]
        return
    firing = [r for r in base["rules"] if "kind" not in r and r.get("effect", "causes") in ("causes", "correlates")]
    for rule in firing:
        heads = rule["then"] if isinstance(rule["then"], list) else [rule["then"]]
        rule["unless"] = [rng.choice(rng.choice([heads, rule.get("unless", heads)]))]


def drop_exceptions(rng: random.Random, base: Document) -> None:
    """Take exceptions away, one rule at a time, until no cycle goes through them."""
    rules = [rule for rule in base["rules"] if rule.get("unless")]
    rng.shuffle(rules)
    for rule in rules:
        kept = rule.pop("unless")
        try:
            check_base(base)
        except Refused:
            continue
        for text in kept:  # put back what does no harm
            trial = [*rule.get("unless", []), text]
            rule["unless"] = trial
            try:
                check_base(base)
            except Refused:
                rule["unless"] = trial[:-1]
        if not rule["unless"]:
            del rule["unless"]
        return


# ---- scenarios -------------------------------------------------------------------------------------------------------


class Draft:
    """A scenario in the making: what is given and set in the phase at hand, kept free of plain contradictions."""

    def __init__(self, rng: random.Random, base: Document) -> None:
        self.rng, self.base = rng, base
        self.names = Names(base["entities"])
        self.rules = [r for r in base["rules"] if "kind" not in r]
        self.firing = [r for r in self.rules if r.get("effect", "causes") in ("causes", "correlates", "marks")]
        self.history: list[str] = []
        self.carried: list[str] = []  # conditions of earlier phases
        self.numbers = False
        self.set: dict[str, str] = {}  # interventions of earlier phases
        self.phase: Document = {}
        self.excluding = {(a, b) for s in base["incompatible"] for a in s["members"] for b in s["members"] if a != b}

    def add(self, key: str, text: str) -> None:
        """Add to the phase, unless it plainly contradicts what is there."""
        there = self.phase.setdefault(key, [])
        if key == "given":
            entity = node(text).partition(" in ")[0]
            present = {node(other).partition(" in ")[0] for other in there + self.carried}
            barred = any((entity, other) in self.excluding for other in present)
            if contrary(text) in there or (barred and not likely(self.rng, 0.1)):
                return
        elif node(text) in {*self.phase.get("block", []), *self.phase.get("force", [])}:
            return
        if text not in there:
            there.append(text)

    def premises(self, rule: Document) -> list[str]:
        """The premises of one variant of a rule."""
        return list(self.rng.choice(premises_of(rule)))

    def causes_of(self, text: str, depth: int = 2) -> list[str]:
        """Observations that lead to a finding by a rule, or the finding itself."""
        leading = [r for r in self.firing if text in self.heads(r) and r.get("effect") != "marks"]
        if depth and leading and likely(self.rng, 0.75):
            found: list[str] = []
            for premise in self.premises(self.rng.choice(leading)):
                found += [] if premise.startswith("before ") else self.causes_of(premise, depth - 1)
            if found:
                return found
        return [text]

    def heads(self, rule: Document) -> list[str]:
        """The conclusions of a rule."""
        then = rule.get("then", [])
        return list(then) if isinstance(then, list) else [then]

    def fire(self, rule: Document) -> None:
        """Give what the premises of a rule come from."""
        for text in self.premises(rule):
            if text.startswith("before "):
                self.history.append(text.removeprefix("before "))
                continue
            for cause in self.causes_of(text):
                self.add("given", cause)

    def with_key(self, key: str) -> Document:
        """A firing rule that has a key, or any."""
        return self.rng.choice([r for r in self.firing if key in r] or self.firing)

    # Intentions

    def simply(self) -> None:
        """Fire a rule."""
        self.fire(self.rng.choice(self.firing))

    def stop_by_exception(self) -> None:
        """Fire a rule and make one of its exceptions hold."""
        rule = self.with_key("unless")
        self.fire(rule)
        for text in rule.get("unless", [])[:1]:
            if " down" in text and likely(self.rng, 0.5):
                self.add("block", node(text))
            else:
                for cause in self.causes_of(text, 1):
                    self.add("given", cause)

    def cut_rule(self) -> None:
        """Fire a rule and fix what it concludes."""
        rule = self.rng.choice(self.firing)
        self.fire(rule)
        head = node(self.rng.choice(self.heads(rule)))
        higher = above(self.names, head)
        if higher and likely(self.rng, 0.25):
            head = node(self.rng.choice(higher))
        self.add("force" if likely(self.rng, 0.2) else "block", head)

    def observe_otherwise(self) -> None:
        """Fire a rule and observe the contrary of what it concludes, or of what lies above."""
        rule = self.rng.choice(self.firing)
        self.fire(rule)
        head = self.rng.choice(self.heads(rule))
        higher = above(self.names, head)
        self.add("given", contrary(self.rng.choice(higher) if higher and likely(self.rng, 0.3) else head))

    def read_backwards(self) -> None:
        """Observe the markers of a state."""
        marks = [rule for rule in self.firing if rule.get("effect") == "marks"]
        if marks:
            for marker in self.heads(self.rng.choice(marks)):
                lifted = " in " not in marker and likely(self.rng, 0.2)
                self.add("given", f"{marker} in {self.rng.choice(self.names.places)}" if lifted else marker)

    def breach(self) -> None:
        """Fire what concludes the `then` of a requirement while a need is down."""
        requirement = self.rng.choice([r for r in self.base["rules"] if r.get("kind") == "requirement"] or [None])
        if requirement is None:
            return
        then = requirement["then"]
        lower = [r for r in self.firing if then in self.heads(r)]
        lower += [r for r in self.firing if any(then in above(self.names, head) for head in self.heads(r))]
        if lower:
            self.fire(self.rng.choice(lower))
        needs = requirement["needs"]
        need = self.rng.choice(needs if isinstance(needs, list) else [needs])
        if " down" not in need and likely(self.rng, 0.5):
            self.add("block", need)
        else:
            self.add("given", contrary(need))

    def contest(self) -> None:
        """Fire two rules with contrary conclusions."""
        pairs = [
            (one, two)
            for one in self.firing
            for two in self.firing
            if any(contrary(head) in self.heads(two) for head in self.heads(one))
        ]
        for rule in self.rng.choice(pairs) if pairs else []:
            self.fire(rule)

    def block_family(self) -> None:
        """Block all members of a complete family, after something that leads to it."""
        names = [name for name, entity in self.names.entities.items() if entity.get("members") == "complete"]
        if names:
            name = self.rng.choice(names)
            for child in self.names.children(name):
                self.add("block", child)

    def treat(self) -> None:
        """Give a therapy that blocks something."""
        blocking = [name for name in self.names.therapies if self.names.entities[name].get("blocks")]
        if blocking:
            therapy = self.rng.choice(blocking)
            self.add(
                "given", f"{therapy} in {self.rng.choice(self.names.places)}" if likely(self.rng, 0.25) else therapy
            )

    def measure(self) -> None:
        """Give a number; the thresholds are at 2 and 10.5."""
        value = self.rng.choice(["1", "1.5", "2", "5", "10.5", "10.6", "21"])
        there = self.phase.setdefault("given", [])
        if not any("=" in text for text in there):
            there.append(f"oxygen = {value} %")
            self.numbers = True

    def intervene(self) -> None:
        """Block or force anything, or a cell."""
        pool = self.names.things + self.names.cells + self.names.conditions
        text = self.rng.choice(pool)
        if likely(self.rng, 0.25):
            text += f" in {self.rng.choice(self.names.places)}"
        self.add("force" if likely(self.rng, 0.45) else "block", text)

    def past(self) -> None:
        """Put what a `before` needs, or what leads to it, into the history or into the first phase."""
        rules = [rule for rule in self.firing if "before " in str(rule["when"])]
        if rules:
            rule = self.rng.choice(rules)
            for text in self.premises(rule):
                if not text.startswith("before "):
                    for cause in self.causes_of(text):
                        self.add("given", cause)
                elif likely(self.rng, 0.4):
                    self.history.append(text.removeprefix("before "))
                else:
                    for cause in self.causes_of(text.removeprefix("before ")):
                        self.add("given", cause)

    def override(self) -> None:
        """Force one of an incompatible pair while the other is observed, or anything that gives them is."""
        if self.excluding:
            one, other = self.rng.choice(sorted(self.excluding))
            place = f" in {self.rng.choice(self.names.places)}" if likely(self.rng, 0.3) else ""
            below = [other, other, *self.names.children(other)]
            self.add("given", self.rng.choice(below) + place)
            self.add("force", one + place)

    def disturb(self) -> None:
        """Fix, or observe otherwise, what an earlier phase may have left behind."""
        rule = self.with_key("persists")
        head = self.rng.choice(self.heads(rule))
        if likely(self.rng, 0.5):
            self.add("given", contrary(head))
        else:
            self.add("block", node(head))

    def last(self) -> None:
        """Fire a rule whose conclusion persists or reverts."""
        self.fire(self.with_key(self.rng.choice(["persists", "persists", "reverts"])))

    INTENTIONS = (
        (simply, 5),
        (stop_by_exception, 4),
        (cut_rule, 3),
        (observe_otherwise, 3),
        (read_backwards, 2),
        (breach, 3),
        (contest, 3),
        (block_family, 1),
        (treat, 2),
        (measure, 1),
        (intervene, 2),
        (past, 2),
        (last, 5),
        (override, 1),
    )

    def next_phase(self, first: bool) -> Document:
        """Draw a phase."""
        self.phase = {}
        if not first:
            self.undo()
        most = 4 if first else 2
        intentions, weights = zip(*self.INTENTIONS, strict=True)
        for intention in self.rng.choices(intentions, weights, k=self.rng.randint(1 if first else 0, most)):
            intention(self)
        if not first and likely(self.rng, 0.3):
            self.disturb()
        done, self.phase = self.phase, {}
        for text in done.get("given", []):
            if "=" not in text and self.is_condition(text):
                self.carried = [other for other in self.carried if other != text] + [text]
        self.carried = [text for text in self.carried if contrary(text) not in done.get("given", [])]
        for kind in ("block", "force"):
            self.set.update(dict.fromkeys(done.get(kind, []), kind))
        return {key: texts for key, texts in done.items() if texts}

    def undo(self) -> None:
        """Remove some of what is given, release some of what is set."""
        for text in list(self.carried):
            if likely(self.rng, 0.45):
                self.phase.setdefault("remove", []).append(text)
                self.carried.remove(text)
        if self.numbers and likely(self.rng, 0.4):
            self.phase.setdefault("remove", []).append("oxygen")
            self.numbers = False
        for text in list(self.set):
            if likely(self.rng, 0.35):
                self.phase.setdefault("release", []).append(text)
                del self.set[text]

    def is_condition(self, text: str) -> bool:
        """Whether a given finding carries over."""
        entity = self.names.entities.get(text)  # neither down nor placed
        return entity is not None and (entity["kind"] in ("condition", "therapy", "cell") or "input" in entity)

    def spoil(self, phases: list[Document]) -> None:
        """Make the last phase invalid, in one of the ways."""
        phase, thing = phases[-1], self.rng.choice(self.names.things)
        given = phase.setdefault("given", [])
        ways: list[Callable[[], None]] = [
            lambda: phase.update(block=[thing], force=[f"{thing} in {self.rng.choice(self.names.places)}"]),
            lambda: given.extend([thing, thing + " down"]),
            lambda: phase.update(block=["cell1"], force=[f"{thing} in cell1"], given=[]),
            lambda: phase.setdefault("remove", []).append("phen1"),
            lambda: phase.setdefault("release", []).append("phen1 in site1"),
            lambda: given.append("oxygen = 1 percent"),
            lambda: given.extend(["oxygen = 5 %", self.threshold()]),
        ]
        if self.excluding:
            pair = self.rng.choice(sorted(self.excluding))
            ways.append(lambda: given.extend(pair))
            ways.append(lambda: phase.update(force=list(pair), block=[]))
        self.rng.choice(ways)()
        if sum("=" in text for text in given) > 1:
            given[:] = [text for text in given if "=" not in text] + [next(t for t in given if "=" in t)]
        for key in [key for key in phase if not phase[key]]:
            del phase[key]

    def threshold(self) -> str:
        """A finding of the measure."""
        return str(self.names.entities["oxygen"]["thresholds"][0]["gives"])


def scenario(rng: random.Random, base: Document) -> Document:
    """A scenario for a base: one to three phases; about one in ten is invalid."""
    draft = Draft(rng, base)
    made: Document = {"scenario": "random"}
    for key, share in (("cancer", 0.75), ("stage", 0.45), ("site", 0.3)):
        if likely(rng, share):
            made[key] = rng.choice(draft.names.context[key])
    if likely(rng, 0.12):
        made["strict_context"] = "true"
    if likely(rng, 0.06):
        made["system"] = rng.choice(SYSTEMS)
    groups = sorted({option.split("/")[0] for option in OPTIONS})
    assumed = [rng.choice([o for o in OPTIONS if o.startswith(group)]) for group in groups if likely(rng, 0.6)]
    count = rng.choice([1, 1, 2, 2, 3])
    phases = [draft.next_phase(first=number == 0) for number in range(count)]
    if likely(rng, 0.1):
        draft.spoil(phases)
    elif likely(rng, 0.01):
        assumed = OPTIONS[:2]
    if assumed:
        made["assume"] = assumed
    if draft.history:
        made["history"] = list(dict.fromkeys(draft.history))
    if count == 1 and likely(rng, 0.7):
        return {**made, **phases[0]}
    return {**made, "phases": [{"name": f"phase {number}", **phase} for number, phase in enumerate(phases, 1)]}


def case(seed: int) -> tuple[Document, Document]:
    """The base and the scenario of a seed."""
    rng = random.Random(seed)
    base = knowledge(rng)
    return base, scenario(rng, base)


def cases() -> st.SearchStrategy[tuple[Document, Document]]:
    """A base with a scenario for it, as a hypothesis strategy."""
    return st.integers(min_value=0, max_value=2**31 - 1).map(case)
