"""What each code of a problem means, with an example of wrong and right: `reasoner explain CODE`."""

from __future__ import annotations

from reasoner.errors import name_error


def explain(code: str) -> str:
    """The title and the explanation of a code.

    Args:
        code: as `E012`, in either case.

    Raises:
        UsageError: there is no such code (E012).
    """
    wanted = code.strip().upper()
    if wanted not in CODES:
        near = sorted(CODES, key=lambda known: (sum(a != b for a, b in zip(known, wanted, strict=False)), known))[:3]
        raise name_error("E012", f"unknown code `{wanted[:20]}`", (f"near it: {', '.join(near)}",))
    title, text = CODES[wanted]
    return f"{wanted}: {title}\n\n{text.strip()}\n"


# E001-E009 reading files, E010-E019 shape and names, E020-E029 scenarios, E030-E069 the knowledge base, E2xx commands,
# E3xx teaching, E4xx engines; W020-W029 scenarios, W030-W069 the knowledge base, W3xx teaching.
CODES: dict[str, tuple[str, str]] = {
    # ------------------------------------------------------------ reading files
    "E001": (
        "a file or folder cannot be read",
        """The path does not exist, is a folder where a file is needed (or the other way round), or may not be read.

Wrong:  reasoner run scenarois/hypoxia.yaml
Right:  reasoner run sessions/scenarios/hypoxia.yaml""",
    ),
    "E002": (
        "a file is no text",
        """Files are text in UTF-8. Bytes that are none, or NUL characters, mean a binary file or another encoding.

Wrong:  a file saved as UTF-16 or Latin-1, an image, a spreadsheet
Right:  the file saved as UTF-8""",
    ),
    "E003": (
        "a file is empty",
        """There is nothing in the file but blank lines and comments. Leave the file out, or write an empty list.

Wrong:  # nothing retired yet
Right:  deprecated: []""",
    ),
    "E004": (
        "a file is no YAML",
        """The text does not follow YAML's syntax at this position. Most often an indentation is wrong, a tab stands
where spaces must, a bracket or quotation mark is not closed, or text that holds a colon and a space is not
quoted.

Wrong:  note: in two steps: first this
Right:  note: "in two steps: first this\"""",
    ),
    "E005": (
        "a document is too large",
        """A file of the knowledge base, and each document of a scenario file, may have a few megabytes and some
200,000 parts. A file of scenarios may be any length: its documents are separated by lines of three hyphens.

Wrong:  one document of 50 MB
Right:  many documents, with a line `---` before each""",
    ),
    "E006": (
        "the nesting is too deep",
        """Lists and mappings may stand in each other up to 40 levels deep; real files need fewer than ten.

Wrong:  [[[[[[ ... ]]]]]]
Right:  given: [hypoxia, CSC]""",
    ),
    "E007": (
        "an anchor, alias, tag or directive",
        """Every value is written out where it stands and read as text: so a file says what it seems to say. `&name`,
`*name`, `!!type` and lines such as `%YAML 1.2` are refused.

Wrong:  given: &usual [hypoxia]    and later    given: *usual
Right:  given: [hypoxia]           in both places""",
    ),
    "E008": (
        "a key stands twice",
        """Each key of a mapping stands once; of two, one would be lost unseen. The message names both places.

Wrong:  given: [hypoxia]
        given: [CSC]
Right:  given: [hypoxia, CSC]""",
    ),
    "E009": (
        "a character that is not accepted",
        """Control characters, terminal escapes, characters that reorder text and characters that cannot be seen do not
belong into names and notes, written as escapes (`\\x1b`) either.

Wrong:  label: "\\e[31mhypoxia"
Right:  label: hypoxia""",
    ),
    # ------------------------------------------------------------ shape and names
    "E010": (
        "a value has the wrong form",
        """What stands here is not what the key takes: a list where text is needed, a word where a number is needed, a
value that is none of the choices. The message says what is expected and what it got.

Wrong:  strict_context: maybe
Right:  strict_context: true""",
    ),
    "E011": (
        "an unknown key",
        """Keys that are not known are refused, since a misspelt one would be passed over unseen.

Wrong:  blocks: [HIF2A]     in a scenario
Right:  block: [HIF2A]""",
    ),
    "E012": (
        "an unknown name",
        """Nothing of the knowledge base has this name, also when case, hyphens, spaces, Greek letters and plurals are
left aside. Nothing is guessed: take one of the suggestions, or look with `reasoner kb search`.

Wrong:  reasoner infer hypoxya
Right:  reasoner infer hypoxia""",
    ),
    "E013": (
        "a key or a value is missing",
        """A key that is needed is not there, or a key has nothing after its colon.

Wrong:  given:
Right:  given: []     or the key left out""",
    ),
    "E014": (
        "an ambiguous name",
        """The name is that of several things: HSC, say, is a haematopoietic stem cell and a hepatic stellate cell.
Write the id of the one that is meant; the message lists the choices.

Wrong:  given: [HSC]
Right:  given: [hepatic_stellate_cell]""",
    ),
    "E015": (
        "a name of the wrong kind",
        """The name is known, but is not what can stand here. Cancers and stages are settings, not findings; numbers
belong to measures; places are cells and sites.

Wrong:  given: [glioblastoma]
Right:  cancer: glioblastoma""",
    ),
    "E016": (
        "no finding, node or number",
        """A finding is written `ENTITY [down] [in PLACE]`, a node the same without a direction, a number `MEASURE =
NUMBER UNIT`, a hypothesis `GROUP/OPTION`. In the files of the knowledge base ids are written as they are.

In the shell also a line that could mean several things, as `EMT?`, or `hypoxia leads to EMT`: the help names the lines
that it could mean, and none of them is taken for granted.

Wrong:  when: [no HIF2A]        block: [HIF2A down]
Right:  when: [HIF2A down]      block: [HIF2A]""",
    ),
    "E017": (
        "parts of a scenario that exclude each other",
        """A scenario has either `phases`, or `given`, `block`, `force` and `expect` for its only phase.

Wrong:  given: [chemotherapy]
        phases: [{name: after, remove: [chemotherapy]}]
Right:  phases:
          - {name: treated, given: [chemotherapy]}
          - {name: after, remove: [chemotherapy]}""",
    ),
    "E019": (
        "no knowledge base",
        """A knowledge base is a folder with `facts/` and `rules/`, and a `facts/source.yaml` that says which work the
rules cite. It is looked for where --kb or REASONER_KB says, in the checkout, then in the package.

Wrong:  reasoner --kb my-base/rules infer hypoxia
Right:  reasoner --kb my-base infer hypoxia""",
    ),
    # ------------------------------------------------------------ scenarios
    "E020": (
        "fixed both ways",
        """Interventions fix one node to both directions: by name, or through a family that is blocked and a member
that is forced.

Wrong:  block: [HIF]      force: [HIF2A]
Right:  block: [HIF1A]    force: [HIF2A]""",
    ),
    "E021": (
        "observed both ways",
        """Both directions of one node are given, by name or through what the given findings mean by definition.

Wrong:  given: [TNC, TNC down]
Right:  given: [TNC down]""",
    ),
    "E022": (
        "findings that exclude each other",
        """The vocabulary says that these cannot be together in one place.

Wrong:  given: [hypoxia, normoxia]
Right:  given: [hypoxia], or the two in two phases""",
    ),
    "E023": (
        "forced in a blocked cell",
        """The cells are blocked, so nothing can be forced in them.

Wrong:  block: [CSC]    force: [SOX2 in CSC]
Right:  force: [SOX2 in CSC]""",
    ),
    "E024": (
        "nothing there to take away",
        """A phase removes what is not given, or releases what is not fixed.

Wrong:  phases: [{given: [chemotherapy]}, {remove: [radiotherapy]}]
Right:  phases: [{given: [chemotherapy]}, {remove: [chemotherapy]}]""",
    ),
    "E025": (
        "two options of one hypothesis",
        """The options of a group are competing explanations: a scenario assumes one at a time.

Wrong:  assume: [quiescence/induced, quiescence/pre_existing]
Right:  two scenarios, one for each""",
    ),
    "E026": (
        "a number that cannot be used",
        """The unit is not the one of the measure's thresholds, a measure has two values, the number lies outside the
measure's range, or it contradicts what is given.

Wrong:  given: [hypoxia, "oxygen = 21 %"]
Right:  given: ["oxygen = 1 %"]""",
    ),
    "W020": (
        "an observation is overridden by an intervention",
        """What is observed at a node counts for nothing while an intervention fixes it to the contrary.

Wrong:  given: [HIF2A]    block: [HIF2A]
Right:  block: [HIF2A]""",
    ),
    "W021": (
        "an observation in a blocked cell",
        """The cells are blocked, so what is observed of them counts for nothing.

Wrong:  given: [SOX2 in CSC]    block: [CSC]
Right:  block: [CSC]""",
    ),
    "W022": (
        "something given that has no effect",
        """A therapy that is itself blocked blocks nothing; an observation that excludes what is forced counts for
nothing.

Wrong:  given: [normoxia]    force: [hypoxia]
Right:  force: [hypoxia]""",
    ),
    "W023": (
        "an exception that rests on evidence left out",
        """`--strict-context` and `--system` drop evidence, and rules that are left without any. Where such a rule gives
the exception of another, the other fires although it would be stopped with all evidence.

Wrong:  to read the finding as if the exception had been looked for
Right:  compare with the same scenario without the filter""",
    ),
    # ------------------------------------------------------------ the knowledge base
    "E030": (
        "an id or number is used twice",
        """Ids of entities, rules, groups and options, numbers of references, and rows stand once over all packs. The
message names both places.

Wrong:  two rules `- id: hypoxia-emt`
Right:  one rule, with the evidence of both""",
    ),
    "E031": (
        "an id that was retired",
        """Rules that are retired move to rules/_deprecated.yaml, and their ids are never used again: results that were
saved cite them.

Wrong:  - id: hypoxia-emt        while _deprecated.yaml lists it
Right:  - id: hypoxia-emt-in-csc""",
    ),
    "E032": (
        "definitions in a circle",
        """`is_a` and `implies` give what holds by definition; taken together they must not lead back to where they
began, and an entity cannot imply its own contrary. Opposites that deny each other (`implies: X down`) are
fine.

Wrong:  stemness is_a CSC_property, CSC_property implies stemness
Right:  one of the two""",
    ),
    "E033": (
        "rules in a circle through `unless`",
        """A rule would stop itself: its conclusion leads, by other rules or by definition, to what its exception
names. All rules that can fire are taken together, whatever their guards and hypotheses. The message prints
the circle.

Wrong:  dormancy unless proliferation; dormancy down unless ...; dormancy gives proliferation
Right:  an exception that none of the rule's consequences lead to""",
    ),
    "E034": (
        "therapies that block each other in a circle",
        """Whether a therapy acts must not depend on itself.

Wrong:  therapy a blocks: [b], therapy b blocks: [a]
Right:  one of the two""",
    ),
    "E035": (
        "a parent of another kind",
        """Cells, sites, cancers, stages and measures have parents of their own kind: these order places and settings.

Wrong:  a cell with `is_a: [bone_marrow]`
Right:  a cell with `is_a: [stromal_cell]`""",
    ),
    "E036": (
        "a place that is none",
        """What follows `in` is a cell or a site.

Wrong:  then: IL6 in hypoxia
Right:  then: IL6 in endothelial_cell""",
    ),
    "E037": (
        "a place where none may stand",
        """Definitions hold in every place alike: `implies`, thresholds and incompatible sets name no place.

Wrong:  implies: ["drug_resistance down in CSC"]
Right:  implies: ["drug_resistance down"]""",
    ),
    "E038": (
        "a key that does not go with the entity",
        """`blocks` belongs to therapies, `thresholds` to measures, `input` to what is no condition by its kind,
`members: complete` to what has members.

Wrong:  kind: molecule, blocks: [HDAC]
Right:  kind: therapy, blocks: [HDAC]""",
    ),
    "E039": (
        "a statement of the wrong shape",
        """Each kind of statement takes its own parts: a rule `when` and `then`; `marks` one premise; `modulates`
`then` or two or more `outcomes`; a requirement `then` and `needs` (and `when`, if it is
about some situation only); a denial `when` and `then`. Nothing may
follow from nothing.

Wrong:  kind: requirement, when: [hypoxia], then: X
Right:  kind: requirement, then: X, needs: HIF2A""",
    ),
    "E042": (
        "a row that the source does not have",
        """Rows are named as in facts/source.yaml.

Wrong:  at: S999
Right:  at: S115""",
    ),
    "E043": (
        "a reference that the row does not cite",
        """The references of an item are among those of its row, or of the neighbouring row that `refs_at` names.

Wrong:  {at: S176, refs: [140]}                  where S177 cites 140
Right:  {at: S176, refs_at: S177, refs: [140]}""",
    ),
    "E044": (
        "a locator that is too short or too long",
        """`find` holds three to eight words of the row: enough to find one place, too few to copy the source. `IL-6`
counts as two.

Wrong:  find: "hypoxia"
Right:  find: "primarily dependant on the\"""",
    ),
    "E045": (
        "words that do not read",
        """`words` are two different phrases for up and down: with `{}` the whole phrase, else what follows the label.

Wrong:  words: ["{label} high", "{label} low"]
Right:  words: [high, low]    or    words: ["{}", "less {}"]""",
    ),
    "E046": (
        "a name that hides another",
        """Ids are matched first, so no id may read the same as another entity's id, label or synonym; and no two
labels may be the same, since readers see labels only. A pack that is added gives no name, not even a synonym,
that another pack has for something else: what was clear without it stays clear.

Wrong:  id: MET (the receptor), and a synonym MET of the transition
Right:  id: MET_receptor, with MET among the synonyms of both""",
    ),
    "E047": (
        "a rule that contradicts or repeats itself",
        """A finding stands twice in one part, a premise is also an exception or the conclusion, or both directions of
a node are concluded.

Wrong:  when: [hypoxia], then: hypoxia
Right:  when: [hypoxia], then: HIF1A""",
    ),
    "E048": (
        "a locator that does not find its sentence",
        """With the source's text at hand: the words of `find` stand in the row that is named, letter by letter,
nowhere else in the source, and not across a citation bracket.

Wrong:  find: "in the tumour microenvironment"       (stands in many rows)
Right:  words that stand once""",
    ),
    "E049": (
        "a row that is not that of the text",
        """With the source's text at hand: hash, references and section of each row in facts/source.yaml are those of
the text, and no row is missing.

Wrong:  sha256 of a text that was edited
Right:  sha256 of the row's text in UTF-8""",
    ),
    "E050": (
        "a count of statements that does not come out",
        """The statements of a row are counted by reading before it is encoded; what cites the row must add up to that.
A rule counts the choices among its `any` times its conclusions, a requirement its needs, a group its
options, a threshold and a `reverts` one.

Wrong:  statements: 3, and one rule with two conclusions
Right:  statements: 3, and another rule for the third""",
    ),
    "E051": (
        "a row that is neither encoded nor set aside, or both",
        """Every row of a source is cited by what encodes its statements, or listed in rules/not_encoded.yaml with a
reason: then it has no statements, and nothing cites it. An entry with `refs` is about the part of a row that
stands before these references; the rest of the row is encoded. A small pack's source need not list rows that
the pack is not about.

Wrong:  statements: 0, and no entry
Right:  statements: 0, and {at: S169, reason: question}""",
    ),
    "E052": (
        "a malformed identifier",
        """Identifiers are CURIEs: a registry's prefix, a colon, and an identifier in that registry's form.

Wrong:  identifiers: ["HGNC 3374"]
Right:  identifiers: ["hgnc:3374"]""",
    ),
    "E053": (
        "an incompatible set that makes no sense",
        """The members of a set are different entities, and none is a kind of another.

Wrong:  members: [hypoxia, severe_hypoxia]      where one is_a the other
Right:  members: [hypoxia, normoxia]""",
    ),
    "E054": (
        "a row whose statements are not counted",
        """Every row in facts/source.yaml says how many statements it makes, counted by reading before it is encoded:
so what is forgotten is seen.

Wrong:  {id: S115, section: Role of hypoxia, ...}
Right:  {id: S115, section: Role of hypoxia, ..., statements: 2}""",
    ),
    # ------------------------------------------------------------ lints of the knowledge base
    "W030": (
        "a dead premise",
        """No rule, definition or number gives the premise, and it is no condition that can be asserted: the rule can
never fire.

Wrong:  when: [IL6 in osteoblast]    and nothing gives IL6 there
Right:  a rule that gives it, or `input: reason` at the entity""",
    ),
    "W031": (
        "an unreachable rule",
        """Each premise is concluded by some rule, but from no conditions do they all follow: rules wait for each
other.

Wrong:  a gives b, b gives a, and nothing else gives either
Right:  a rule from a condition to one of them""",
    ),
    "W033": (
        "a duplicate rule",
        """Two rules have the same premises, conclusions, guards and hypothesis: they are one statement that is said
twice.

Wrong:  two rules, one for each sentence
Right:  one rule with two evidence items""",
    ),
    "W034": (
        "a rule that adds nothing",
        """Another rule concludes the same from fewer premises, with no more guards or exceptions, and at least the
same support.

Wrong:  hypoxia gives EMT; hypoxia and HIF1A give EMT, with weaker evidence
Right:  the general rule alone, or different conclusions""",
    ),
    "W035": (
        "an entity that nobody uses",
        """No rule, definition, setting or set names the entity, its parents or its children.

Wrong:  an entity written down for later
Right:  the entity with its first rule""",
    ),
    "W036": (
        "a name that several entities share",
        """Two names read the same, apart from case, hyphens, plurals and the like. Where that is meant (a homonym),
the name stands letter for letter among the synonyms of each, and is nobody's label: whoever types it gets
the choices.

Wrong:  label HSC here, synonym HSC there
Right:  synonym HSC in both, with longer labels""",
    ),
    "W037": (
        "an identifier to look at again",
        """Two entities have the same identifier, or the registry is not a known one.

Wrong:  identifiers: ["hgcn:3374"]
Right:  identifiers: ["hgnc:3374"]""",
    ),
    "W039": (
        "an evidence item whose parts do not go together",
        """`shared` or `refs_at` without references, a row for references that is far off, or a wording weaker than the
effect.

Wrong:  effect: causes, wording: correlates
Right:  effect: correlates, wording: correlates""",
    ),
    "W040": (
        "a bracket that several rules claim in full",
        """Several rules that are no chain of steps cite the same several references of one row. A bracket that stands
behind a list is not divided among its members: it is `shared: true`, and counts as one study.

Wrong:  two rules with refs: [118, 119, 120]
Right:  the same with shared: true""",
    ),
    "W041": (
        "neither identifier nor definition",
        """What an entity of this kind means is nowhere said.

Wrong:  - {id: CXCR4_high_state, label: CXCR4-high state}
Right:  the same with `definition:` in own words""",
    ),
    "W042": (
        "a claim that is no sentence",
        """A claim is one sentence on one line, in own words, with a capital letter and a full stop, of at most 220
characters.

Wrong:  claim: hypoxia -> EMT
Right:  claim: Hypoxia brings about EMT.""",
    ),
    "W043": (
        "a rule that makes cells appear",
        """Cells are asserted, not inferred: where anything may bring them about, every scenario ends with the same
findings. Recruitment and activation are processes with `yields:`; a rule may conclude cells only where the
source says that they appear.

Wrong:  then: CAF
Right:  then: CAF_activation, whose entity has yields: [CAF]""",
    ),
    "W044": (
        "a proof that takes a denied step",
        """Under one condition, or two, a finding is shown by a proof that goes the way which the source denies.
Answers say so; the rules on the way may be broader than their sentences.

Wrong:  rules that lead from normoxia over ROS to quiescence, which a denial says does not happen
Right:  narrower rules, or an exception""",
    ),
    "W045": (
        "premises that exclude each other",
        """Two premises of a rule are contrary, or members of an incompatible set in one place: given as they stand,
they are refused.

Wrong:  when: [hypoxia, normoxia]
Right:  when: [hypoxia]""",
    ),
    "W046": (
        "a reference of a row that nothing carries",
        """Something cites the row, but one of its references stands in no evidence item: either it was forgotten, or
it stands behind a part of the sentence that makes no statement. That part is then set aside in
rules/not_encoded.yaml.

Wrong:  a row with refs: [71, 72], and rules that cite 71 alone
Right:  refs: [71, 72]    or    - {at: S115, refs: [72], reason: background} in rules/not_encoded.yaml""",
    ),
    "W047": (
        "a rule that does not fire where its premises are observed",
        """Given exactly what the rule asks for, in the least setting in which it exists, it still does not conclude: an
exception follows from the premises themselves, or by definition they mean the contrary of the conclusion. Such
a rule can hardly ever fire.

Wrong:  chemotherapy gives dormancy; when: [chemotherapy], then: EMT, unless: [dormancy]
Right:  a premise that keeps the two apart, or no exception""",
    ),
    # ------------------------------------------------------------ commands
    "E200": (
        "a command that cannot be carried out as it stands",
        """Something on the command line, or in the shell, is missing, too much, or does not go together. The message
says what.

Wrong:  reasoner kb
Right:  reasoner kb check""",
    ),
    "E201": (
        "an unknown engine",
        """There are the engines `production` and `columns`; they give the same model.

Wrong:  --engine rete
Right:  --engine production""",
    ),
    "E203": (
        "a finding that does not hold",
        """`why` explains what is inferred; this finding is not. That is not the same as its being false.

Wrong:  reasoner why dormancy --given hypoxia
Right:  reasoner kb show dormancy    (which rules conclude it, and what they need)""",
    ),
    "E204": (
        "there is nothing to run",
        """The paths are there, but no scenario file is among them, or below them.

Wrong:  reasoner run rules
Right:  reasoner run sessions/scenarios""",
    ),
    "E205": (
        "the answer cannot be written",
        """What standard output goes to takes no more: a full disk, or a file that may not be written. Or the file that
was named for the answer cannot be made: its folder does not exist, it is a folder itself, or may not be written.

Wrong:  reasoner kb cite --all --format bibtex --output no-such-folder/review.bib
Right:  reasoner kb cite --all --format bibtex --output review.bib""",
    ),
    "E206": (
        "a rule book that is not current",
        """The file was made from other rules, or edited by hand. It is made from facts/ and rules/, and belongs into
the same commit as a change to them.

Wrong:  a change in rules/, and rules/README.md as before
Right:  a change in rules/, then reasoner kb index""",
    ),
    "E208": (
        "a file to which nothing can be appended",
        """A rule is appended to a file without a change to the rest of it. That takes a list at the end of the file, an
item a `- `, or an empty one, `[]`; and a file that nobody changes at the same moment.

Wrong:  rules: [{id: a, ...}, {id: b, ...}]
Right:  rules:
          - id: a""",
    ),
    "E210": (
        "a change that cannot be read",
        """A change of `whatif` begins with what it does: give, remove, block, force, release, cancer, stage, site or
assume; then comes a name, or `none` for what is to be left open.

Wrong:  reasoner whatif hypoxia --change HIF2A
Right:  reasoner whatif hypoxia --change 'block HIF2A'""",
    ),
    "E211": (
        "a number of answers that is none",
        """How many answers are to be listed is a number, 1 or more; `--all` lists all.

Wrong:  reasoner next hypoxia -n 0
Right:  reasoner next hypoxia -n 5""",
    ),
    "E212": (
        "not two scenarios to compare",
        """`compare` takes two scenarios: two files, or one that has exactly two scenarios in it; `FILE#2` is the second
scenario of a file.

Wrong:  reasoner compare one.yaml
Right:  reasoner compare one.yaml other.yaml#2""",
    ),
    "E220": (
        "a finding that holds",
        """`whynot` tells what stands in the way of a finding that is not inferred; this one is. `why` proves it.

Wrong:  reasoner whynot angiogenesis --given hypoxia
Right:  reasoner why angiogenesis --given hypoxia""",
    ),
    "E230": (
        "no statement of one thing leading to another",
        """What you suppose, or ask of the source, is written with an arrow: premises before it, conclusions behind it,
several with commas or `and` between them. `unless X` at the end of what is supposed says what stops it.

Wrong:  --suppose 'hypoxia and CSC'
Right:  --suppose 'hypoxia, CSC -> EMT in CSC unless HIF2A down'""",
    ),
    "E231": (
        "a supposition that says nothing, or can never come about",
        """A finding cannot lead to itself; a finding and its contrary cannot both be concluded; and what stops a step
cannot be among its premises, or above one.

Wrong:  --suppose 'hypoxia, EMT -> EMT'
Right:  --suppose 'hypoxia -> EMT'""",
    ),
    "E232": (
        "a supposition that makes a finding depend on its own absence",
        """Together with the rules of the base, what you suppose closes a circle through an exception: a finding would
hold because it does not. No model says what that means.

Wrong:  --suppose 'hypoxia -> EMT unless invasion', where EMT leads to invasion
Right:  --suppose 'hypoxia -> EMT'""",
    ),
    "E233": (
        "a question that answers itself",
        """Whether a thing leads to itself is not asked: it would hold where it is given.

Wrong:  reasoner says hypoxia hypoxia
Right:  reasoner says hypoxia EMT""",
    ),
    "E240": (
        "a bound that means nothing",
        """A search looks for sets of 1 to 6 changes, and for one set or more.

Wrong:  reasoner seek EMT -k 0
Right:  reasoner seek EMT -k 3""",
    ),
    "E241": (
        "goals that contradict each other",
        """A finding cannot hold and not hold at once. Its contrary is another finding: `EMT down` may hold beside
`EMT`.

Wrong:  reasoner seek EMT --not EMT
Right:  reasoner seek EMT --not apoptosis""",
    ),
    "E242": (
        "nothing to choose from",
        """All that a search was to choose from is given or set already, or is the goal itself.

Wrong:  reasoner seek EMT --from hypoxia --given hypoxia
Right:  reasoner seek EMT --from hypoxia TGFB_signalling""",
    ),
    "E243": (
        "an outcome as a goal",
        """Outcomes are what the source associates with findings. It does not say that ending a finding changes an
outcome, so they are never goals of `seek` and `targets`.

Wrong:  reasoner targets poor_prognosis --given hypoxia
Right:  reasoner targets angiogenesis --given hypoxia""",
    ),
    "E244": (
        "nothing to end",
        """The finding is not inferred, or nowhere as firm as was asked, so no block can change that.

Wrong:  reasoner targets dormancy
Right:  reasoner targets angiogenesis --given hypoxia""",
    ),
    "E245": (
        "a finding to be kept that is not there",
        """What is to go on holding must hold as it is, in every scenario in which the goal does.

Wrong:  reasoner targets angiogenesis --given hypoxia --keep dormancy
Right:  reasoner targets angiogenesis --given hypoxia --keep EMT""",
    ),
    "E246": (
        "nothing to tell apart",
        """Telling apart takes two models or more: a hypothesis group with several options, or several scenarios.

Wrong:  reasoner discriminate --scenarios one.yaml#1
Right:  reasoner discriminate --scenarios one.yaml#1 one.yaml#2""",
    ),
    "E260": (
        "a change that is no factor",
        """A factor of a sweep adds something to a scenario, or puts it into another setting. What is to be taken away
is left out of the scenario, and given as the factor.

Wrong:  reasoner sweep --given hypoxia --factor 'remove hypoxia'
Right:  reasoner sweep --factor hypoxia""",
    ),
    "E261": (
        "two factors for one thing",
        """Each factor is switched by itself, so two of them cannot be the same thing under two names, a finding and its
contrary, or two values of one setting. Several values of one thing are the levels of one factor.

Wrong:  reasoner sweep --factor cancer=glioma cancer=melanoma
Right:  reasoner sweep --factor cancer=glioma,melanoma""",
    ),
    "E262": (
        "a factor that the scenario settles",
        """What the scenario itself gives, inhibits or forces cannot be switched any more: the factor would change
nothing, or contradict the scenario whenever it is on.

Wrong:  reasoner sweep --block HIF2A --factor HIF2A
Right:  reasoner sweep --factor HIF2A 'block HIF1A'""",
    ),
    "E263": (
        "a number of scenarios that cannot be",
        """Every factor that is off or on doubles the number of combinations. A sweep goes through some four thousand
million scenarios at most; of more, take a sample. A sample holds each combination at most once, so it cannot have
more scenarios than there are.

Wrong:  reasoner sweep --factor conditions
Right:  reasoner sweep --factor conditions --sample 100000 --seed 1""",
    ),
    "E264": (
        "a table that cannot be read",
        """The first row of a table in CSV names its columns, and all rows have as many cells. In JSONL each line is an
object, and all have the same keys. One column, `scenario` or `title`, may name the rows; each other one is a factor.

Wrong:  hypoxia,CAF
        on
Right:  hypoxia,CAF
        on,off""",
    ),
    "E265": (
        "a table that has changed",
        """A table is looked through once, and then read again part by part. What was found then no longer holds.

Wrong:  to write into a table while a sweep reads it
Right:  to sweep a copy of it""",
    ),
    "E266": (
        "a file that is there already",
        """Nothing is written over unasked. An interrupted sweep is gone on with by `--resume`.

Wrong:  reasoner sweep --factor hypoxia CAF --output sweep.csv, a second time
Right:  reasoner sweep --factor hypoxia CAF --output sweep.csv --overwrite""",
    ),
    "E267": (
        "a sweep that cannot be resumed",
        """Beside a file of rows lies its journal, FILE.json, which says of which sweep they are and how many are there.
A sweep is resumed by the command that began it, on the same knowledge base, with file and journal as they were left:
without a journal, or in a file that was edited since, nobody can say where to go on.

Wrong:  reasoner sweep --factor hypoxia --output sweep.csv --resume, where --factor CAF had begun it
Right:  reasoner sweep --factor CAF --output sweep.csv --resume""",
    ),
    "E268": (
        "something that is not installed",
        """Parquet files and Dask clusters need packages that nothing else needs, and so are extras.

Wrong:  reasoner sweep --factor hypoxia --output sweep.parquet, without pyarrow
Right:  pip install 'csc-reasoner[parquet]'""",
    ),
    "E269": (
        "a cluster that does not answer",
        """No Dask scheduler answers at this address, or this is no address.

Wrong:  reasoner sweep --factor hypoxia --dask localhost
Right:  reasoner sweep --factor hypoxia --dask tcp://localhost:8786""",
    ),
    "E270": (
        "an expression of words that cannot be read",
        """Scenarios are selected by words of their title, path and tags, with `and`, `or`, `not` and parentheses.

Wrong:  reasoner run sessions -k 'hypoxia and'
Right:  reasoner run sessions -k 'hypoxia and not (CXCR4 or CAF)'""",
    ),
    "E271": (
        "a former report that cannot be read",
        """What a run is compared with is a report of an earlier one, as JSON or JSON Lines. JSON must be whole, in one
line or in many; JSON Lines are used as far as they go.

Wrong:  reasoner run sessions --baseline results.xml
Right:  reasoner run sessions --report jsonl:before.jsonl, and later --baseline before.jsonl""",
    ),
    "E272": (
        "reports that cannot all be written",
        """There are the formats text, concise, json, jsonl, csv, junit, markdown and html. One report goes to standard
output; the others go to files, each to one of its own, and none to a scenario file.

Wrong:  reasoner run sessions --report json --report csv
Right:  reasoner run sessions --report json --report csv:results.csv""",
    ),
    "W271": (
        "a former report that has no end",
        """The run that wrote it was killed, or the file was cut. What is there is compared; the scenarios that would
follow are new, so whichever of them fails makes the run fail.

Wrong:  a report in JSON Lines without its last line
Right:  reasoner run sessions --report jsonl:before.jsonl, to its end""",
    ),
    "W272": (
        "a former report of other files",
        """A scenario is known by its file and its title, and no file of this run is in the former report: all scenarios
are new, and all failures count. In a report, files are named as they were on the command line, seen from the folder
in which that was.

Wrong:  cd sessions; reasoner run . --baseline ../before.jsonl, where before.jsonl has sessions/hypoxia.yaml
Right:  reasoner run sessions --baseline before.jsonl""",
    ),
    # ------------------------------------------------------------ teaching
    "E300": (
        "there is no such question type",
        """`type` says what an exercise asks for. The types are predict, missing, build, intervene, order, spot, extent,
contrast, hypothesis, agenda, rule and flaw; `reasoner schema exercise` tells what each has.

Wrong:  type: predicts
Right:  type: predict""",
    ),
    "E301": (
        "two exercises have one id",
        """What students hand in names an exercise by its id, so each has its own in all files that are read together.

Wrong:  exercise: hypoxia-1   in two documents
Right:  exercise: hypoxia-1   and   exercise: hypoxia-2""",
    ),
    "E302": (
        "an exercise asks for nothing, or for what cannot be judged",
        """The knowledge base is the key, so it has to have one answer to what is asked: a goal that does not hold yet,
something that can end it, situations that differ, a step that is one statement or does not follow at all.

Wrong:  type: predict, scenario: {given: [hypoxia]}, options: [hypoxia, EMT]   (hypoxia is given)
Right:  type: predict, scenario: {given: [hypoxia]}, options: [angiogenesis, EMT]""",
    ),
    "E303": (
        "an exercise contradicts the knowledge base",
        """What its author takes for right (`answer`, the order of a chain, which step is wrong) is not what the base
gives. The help line has the proof, or what stands in its way. Mend the exercise, or the rule base, where that is wrong.

Wrong:  scenario: {given: [normoxia]}, answer: {findings: [angiogenesis]}
Right:  scenario: {given: [hypoxia]}, answer: {findings: [angiogenesis]}""",
    ),
    "E304": (
        "there is no such exercise",
        """An exercise is named by its id, or by the file or folder that it stands in; --topic, --type and --difficulty
narrow the choice, perhaps to nothing.

Wrong:  reasoner teach preview hypoxia-predikt
Right:  reasoner teach list --topic hypoxia""",
    ),
    "E320": (
        "a format cannot carry all of an exercise, and `--strict` asks for all",
        """The message says what would be lost, and of which exercises. Nothing was written. Without `--strict` the rest
is written, and what is lost is said (W320).

Wrong:  reasoner teach export gift quiz.yaml --output quiz.gift --strict   (its exercises have hints)
Right:  reasoner teach export qti21 quiz.yaml --output quiz.zip --strict""",
    ),
    "E321": (
        "a format is of no use without keys",
        """Its reader marks answers by the keys in the file, so that nothing would be left to do.

Wrong:  reasoner teach export jupyterquiz quiz.yaml --no-keys --output quiz.json
Right:  reasoner teach export qti21 quiz.yaml --no-keys --output quiz.zip""",
    ),
    "E330": (
        "a course that cannot be used as it stands",
        """A course has an id of its own, and each of its commands is one line, as it is typed in the shell.

Wrong:  two files that both begin with course: biology
Right:  course: biology, and course: chaining""",
    ),
    "E331": (
        "an unknown course or lesson",
        """A lesson is named by its course and its number, as `biology/3`.

Wrong:  reasoner teach do biology/99
Right:  reasoner teach do biology/3""",
    ),
    "E332": (
        "an answer that cannot be taken",
        """An answer is a number or the words of an option, names, or a rule, as the exercise asks. What is wrong is
said, and the answer is asked again.

Wrong:  1 1 2, where an order of three is asked for
Right:  1 3 2""",
    ),
    "E333": (
        "an exercise without a proof to show",
        """`why` proves what follows in the scenario of an exercise; this one has none, or nothing in it follows.

Wrong:  why, in an exercise that compares two situations
Right:  show, which tells what would be right and on which sentences that rests""",
    ),
    "E334": (
        "marks that would stand among the submissions",
        """What is written must not replace, or come to stand beside, what is read.

Wrong:  reasoner teach grade handed-in/ --output handed-in/marks.csv
Right:  reasoner teach grade handed-in/ --output marks.csv""",
    ),
    "E340": (
        "nothing is called so that exercises could be about",
        """`--topic` of `teach make` takes the topics of the rule base (the names of its files without number, or their
titles) and entities by any of their names, however they are spelt.

Wrong:  reasoner teach make --topic hypoxya
Right:  reasoner teach make --topic hypoxia""",
    ),
    "E341": (
        "a number that exercises cannot be made by",
        """A difficulty is a number from 1 to 5, or a range of these; `--count` and `--minutes` are at least 1.

Wrong:  reasoner teach make --difficulty 3-2
Right:  reasoner teach make --difficulty 2-3""",
    ),
    "W320": (
        "a format does not carry all of an exercise",
        """The message says what is lost, and of which exercises; the rest was written. `--strict` makes an error of it
(E320).

Wrong:  a rule to be written, in a system that cannot evaluate rules: a person has to mark it
Right:  the same in the terminal, or marked by `reasoner teach grade`""",
    ),
    "W321": (
        "an export has keys in it, and students get the file",
        """What marks answers in a student's browser needs the keys there, and can be read. That is well for practice,
and not for an examination.

Wrong:  an examination in jupyterquiz
Right:  `reasoner teach export qti21 --no-keys`, and `reasoner teach grade` for what is handed in""",
    ),
    "W340": (
        "fewer exercises than asked for",
        """The base does not give as many different exercises of this kind, or none whose minutes fill the time any
better. What there is was made.

Wrong:  reasoner teach make --topic conclusion --type agenda --count 500
Right:  reasoner teach make --topic conclusion --count 20""",
    ),
    "W341": (
        "no exercise of a type",
        """Nothing in the base makes an exercise of this type about the topic, at this difficulty: where no hypothesis
is told, say, none can be asked for.

Wrong:  reasoner teach make --topic hypoxia --type hypothesis,predict
Right:  reasoner teach make --topic quiescence --type hypothesis,predict""",
    ),
    # ------------------------------------------------------------ engines
    "E401": (
        "the production engine cannot be loaded",
        """experta, or something it needs, is missing or not the version that was tested.

Wrong:  an environment put together by hand
Right:  pip install csc-reasoner, or make venv""",
    ),
    "E402": (
        "an engine's model misses a finding",
        """The explanation found a rule whose premises hold and whose conclusion the engine did not give. This is an
error of the program: please report it with the scenario.

Wrong:  a model that is not closed under the rules
Right:  the least model, stratum by stratum""",
    ),
    "E403": (
        "an engine's model holds a finding that nothing gives",
        """The explanation found no proof for a finding of the engine's model. This is an error of the program: please
report it with the scenario.

Wrong:  a model with findings from nowhere
Right:  the least model, stratum by stratum""",
    ),
    "E404": (
        "search and engines disagree",
        """A search found what the engines do not confirm. This is an error of the program: please report it with the
scenario.

Wrong:  a set of changes that the engines refuse, or under which a goal is not met
Right:  sets under which every goal is met""",
    ),
    "E405": (
        "a process that did the work has ended",
        """One of several processes was ended from outside, most often because the machine ran out of memory. What is
written is whole.

Wrong:  reasoner sweep --factor conditions --sample 10000000 -j 64, on a small machine
Right:  the same with -j 4, and --resume""",
    ),
    "E406": (
        "a knowledge base that was changed while scenarios were run",
        """All scenarios of a run are evaluated with one knowledge base; a process found another one.

Wrong:  editing rules/ while `reasoner run -j 4` runs
Right:  editing first, then running""",
    ),
    "E499": (
        "an error of the program",
        """Something happened that nobody thought of. Please report it with the command and the input.

Wrong:  a traceback
Right:  an answer, or an error that says what is wrong with the input""",
    ),
}
