"""Each known trap of experta 1.9.4, twice: that stock experta falls into it, and that the production engine does not.

Where the first half of a test fails, experta has changed, and the care taken in `reasoner/engines/` may be needless.
"""

import gc
import json
import logging
import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import reasoner
from reasoner.engines.experta_shim import NOT, Activation, Agenda, Fact, KnowledgeEngine, Rule
from reasoner.engines.matcher import CountingMatcher
from reasoner.engines.production import GroundEngine, Production, model
from reasoner.engines.strategy import StratifiedStrategy
from reasoner.engines.translation import GroundProduction, Holds
from reasoner.model.scenario import Setting
from reasoner.program.ground import Case, GroundRule, Program

experta: Any = sys.modules["experta"]  # imported by the shim
rete: Any = sys.modules["experta.matchers"].ReteMatcher
RuleParts = tuple[int, tuple[int, ...], tuple[int, ...]]


class F(Fact):
    """A fact of the stock engines."""


def make(rules: list[RuleParts], facts: set[int], stratum: dict[int, int] | None = None) -> Case:
    """A case from (head, body, unless) triples; atoms lie in stratum 0 unless said otherwise."""
    atoms = range(1 + max([*facts, *(atom for head, body, unless in rules for atom in (head, *body, *unless))]))
    program = Program(
        setting=Setting(),
        atoms=(),
        rules=tuple(GroundRule(index, *parts) for index, parts in enumerate(rules)),
        stratum=tuple((stratum or {}).get(atom, 0) for atom in atoms),
        component=tuple(atoms),
    )
    return Case(program, frozenset(facts))


def stock(case: Case, fired: list[int] | None = None) -> Any:
    """The same rules as experta's manual would have them: decorated methods of a class, Rete, DepthStrategy."""

    def method(rule: GroundRule) -> Rule:
        def act(self):
            if fired is not None:
                fired.append(rule.index)
            self.declare(F(rule.head))

        patterns = [*(F(atom) for atom in rule.body), *(NOT(F(atom)) for atom in rule.unless)]
        return Rule(*patterns, salience=-case.program.stratum[rule.head])(act)

    engine = type("Stock", (KnowledgeEngine,), {f"r{rule.index}": method(rule) for rule in case.program.rules})()
    engine.reset()
    engine.declare(*map(F, sorted(case.facts)))
    return engine


def atoms(engine: KnowledgeEngine) -> set[int]:
    """What holds in an engine."""
    return {fact[0] for fact in engine.facts.values() if isinstance(fact, F | Holds)}


def python(code: str, **environment: str) -> str:
    """What a fresh interpreter prints."""
    package = str(Path(reasoner.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": package} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


# --- The import -------------------------------------------------------------------------------------------------------

MAPPING = "import collections, collections.abc; collections.Mapping = collections.abc.Mapping\n"
REPORT = """
try:
    {0}
except Exception as error:
    print(type(error).__name__, error)
"""


def test_frozendict_needs_a_name_that_python_has_dropped():
    assert "no attribute 'Mapping'" in python(REPORT.format("import experta"))
    ours = "import collections, reasoner.engines.experta_shim, experta, importlib\n"
    assert python(ours + "print(hasattr(collections, 'Mapping'), experta.KnowledgeEngine.__name__)") == (
        "False KnowledgeEngine"
    )


def test_a_mapping_that_somebody_else_has_set_stays():
    assert python(MAPPING + "import reasoner.engines.experta_shim; print(collections.Mapping.__name__)") == "Mapping"


def test_import_takes_the_root_logger():
    root = "import logging; root = logging.getLogger()\n"
    state = "print(len(root.handlers), root.level)"
    assert python(MAPPING + root + "import experta\n" + state) == "1 30"
    assert python(root + "import reasoner.engines.experta_shim\n" + state) == "0 30"
    meanwhile = """
import sys
class Other:
    def find_spec(self, name, path, target=None):
        if name == "experta.factlist":
            root.addHandler(logging.NullHandler())
sys.meta_path.insert(0, Other())
"""
    assert python(root + meanwhile + "import reasoner.engines.experta_shim\n" + state) == "1 30"  # another thread's
    own = root + "own = logging.StreamHandler(); root.addHandler(own); root.setLevel(10)\n"
    assert python(own + "import reasoner.engines.experta_shim; print(root.handlers == [own], root.level)") == "True 10"


def test_with_schema_missing_the_import_yields_an_empty_module():
    missing = "import sys; sys.modules['schema'] = None\n"
    assert python(MAPPING + missing + "import experta; print(hasattr(experta, 'KnowledgeEngine'))") == "False"
    said = python(missing + REPORT.format("import reasoner.engines.production"))
    assert said.startswith("EngineError error[E401]: the production engine is not available: experta cannot be loaded")
    assert "schema" in said
    assert "help: " in said


@pytest.mark.parametrize(
    "harm",
    [
        "sys.modules['experta'] = None",
        "sys.modules['frozendict'] = None",
        "import types; sys.modules['experta'] = types.ModuleType('experta')",
        f"{MAPPING}import experta.abstract; del experta.abstract.Strategy",
    ],
)
def test_whatever_is_wrong_with_experta_is_one_error(harm: str):
    said = python(f"import sys\n{harm}\n{REPORT.format('import reasoner.engines.experta_shim')}")
    assert said.startswith("EngineError error[E401]: ")
    assert len(said.splitlines()) == 3


def test_after_a_failure_the_next_import_tries_anew():
    code = "import sys, collections, logging; sys.modules['schema'] = None\n"
    code += REPORT.format("import reasoner.engines.experta_shim")
    code += "print(hasattr(collections, 'Mapping'), logging.getLogger().handlers)\n"
    code += (
        "del sys.modules['schema']; import reasoner.engines.experta_shim as shim; print(shim.KnowledgeEngine.__name__)"
    )
    assert python(code).splitlines()[-2:] == ["False []", "KnowledgeEngine"]


def test_many_threads_may_import_at_once():
    code = """
import collections, importlib, logging, threading
found, start = [], threading.Barrier(8)
def load():
    start.wait()
    found.append(importlib.import_module("reasoner.engines.production").Production)
threads = [threading.Thread(target=load) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(found), len(set(found)), hasattr(collections, "Mapping"), logging.getLogger().handlers)
"""
    assert python(code) == "8 1 False []"


# --- The matcher ------------------------------------------------------------------------------------------------------


def with_idle_rules(count: int) -> Case:
    """A chain of ten firings, and rules that stay on the threshold."""
    chain: list[RuleParts] = [(atom + 1, (atom,), ()) for atom in range(10)]
    idle: list[RuleParts] = [(20 + number, (0,), (11,)) for number in range(count)]
    return make([*chain, *idle], {0, 11}, {20 + number: 1 for number in range(count)})


def calls(action: Any) -> int:
    """How many calls of Python functions an action makes."""
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event == "call"

    before = sys.getprofile()
    gc.disable()  # whose callbacks would count too
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
        gc.enable()
    return made


def test_rete_polls_every_rule_at_every_firing(monkeypatch: pytest.MonkeyPatch):
    node: Any = sys.modules["experta.matchers.rete.nodes"].ConflictSetNode
    polled = []
    original = node.get_activations
    monkeypatch.setattr(node, "get_activations", lambda self: polled.append(self) or original(self))
    engine = stock(with_idle_rules(200))
    polled.clear()
    engine.run()
    assert len(polled) >= 200 * 10

    few, many = Production(with_idle_rules(10)), Production(with_idle_rules(400))
    assert calls(few.run) == calls(many.run)
    assert few.log == many.log
    assert len(few.log) == 10


def random_rules(rnd: random.Random, count: int) -> list[GroundProduction]:
    def some(most: int) -> list[Holds]:
        return [Holds(rnd.randrange(count)) for _ in range(rnd.randint(0, most))]

    return [GroundProduction(*some(3), *map(NOT, some(2)), number=number, head=number) for number in range(10)]


class WithRete(GroundEngine):
    __matcher__ = rete


class Recorder:
    """An engine whose activations are followed by what its matcher reports, not by its agenda."""

    def __init__(self, kind: type[GroundEngine], rules: tuple[GroundProduction, ...]) -> None:
        self.engine = kind(rules)
        self.engine.reset()
        self.engine.running = True  # so that several changes reach the matcher in one batch
        self.active = set(map(self.identity, self.engine.agenda.activations))  # the initial fact's

    def identity(self, activation: Activation) -> tuple[int, tuple[int, ...]]:
        assert isinstance(activation.rule, GroundProduction)
        return activation.rule.number, tuple(sorted(fact.__factid__ or 0 for fact in activation.facts))

    def retract(self, atom: int) -> None:
        self.engine.retract(next(number for number, fact in self.engine.facts.items() if fact.get(0) == atom))

    def update(self) -> set[tuple[int, tuple[int, ...]]]:
        """Take over what came and went, each once and rightly so."""
        added, removed = (list(map(self.identity, each)) for each in self.engine.get_activations())
        assert len(set(removed)) == len(removed)
        assert self.active.issuperset(removed)
        self.active.difference_update(removed)
        assert len(set(added)) == len(added)
        assert self.active.isdisjoint(added)
        self.active.update(added)
        return self.active


def test_matcher_gives_the_activations_of_rete():
    """Over 10,000 batches of declarations and retractions; rules and facts are equal, so the fact numbers are too."""
    rnd = random.Random(2019)
    came_and_went = set()
    for _ in range(200):
        count = rnd.randint(3, 7)
        rules = random_rules(rnd, count)
        pair = [Recorder(kind, tuple(rules)) for kind in (GroundEngine, WithRete)]
        for _ in range(50):
            held = atoms(pair[0].engine)
            batch = rnd.sample(range(count), rnd.choice((1, 1, 1, 2, 3)))
            again = [atom for atom in batch if atom in held and rnd.random() < 0.1]
            for recorder in pair:
                for atom in batch:
                    if atom in held:
                        recorder.retract(atom)
                    else:
                        recorder.engine.declare(Holds(atom))
                for atom in again:  # retracted and declared again in one batch: a new fact
                    recorder.engine.declare(Holds(atom))
            ours, theirs = (recorder.update() for recorder in pair)
            assert ours == theirs
            came_and_went.add(len(ours))
    assert came_and_went >= set(range(8))


def test_declare_and_retract_in_one_action_raises():
    class Stock(KnowledgeEngine):
        @Rule(F(0))
        def passing(self):
            self.retract(self.declare(F(1)))

        @Rule(F(1))
        def waiting(self):
            raise AssertionError("nothing to wait for")

    engine = Stock()
    engine.reset()
    engine.declare(F(0))
    with pytest.raises((KeyError, ValueError)):
        engine.run()

    class Passing(GroundEngine):
        def conclude(self, rule: GroundProduction) -> None:
            super().conclude(rule)
            if rule.head == 1:
                self.retract(max(self.facts))

    conditions = [(Holds(0),), (Holds(1),), (Holds(0), NOT(Holds(1)))]
    ours = Passing(tuple(GroundProduction(*each, number=n, head=n + 1) for n, each in enumerate(conditions)))
    ours.reset()
    ours.give(frozenset([0]))
    ours.run()
    assert [firing.head for firing in ours.log] == [1, 3]
    assert atoms(ours) == {0, 3}


def test_one_fact_object_may_come_and_go_within_a_batch():
    """Stock Rete raises here too; the same object even changes its number on the way."""
    engine = GroundEngine((GroundProduction(Holds(0), number=0), GroundProduction(Holds(1), NOT(Holds(0)), number=1)))
    engine.reset()
    first, second = Holds(0), Holds(1)

    def ready() -> list[int]:
        engine.running = False
        engine.settle()
        return sorted(activation.rule.number for activation in engine.agenda.activations)

    engine.declare(first, second)
    assert ready() == [0]
    engine.running = True
    for _ in range(2):
        engine.retract(first)
        engine.declare(first)
    assert ready() == [0]
    engine.running = True
    engine.retract(first)
    engine.declare(first)
    engine.retract(first)
    assert ready() == [1]
    engine.declare(Fact("of another kind"))
    engine.reset()
    assert ready() == []


@pytest.mark.parametrize("condition", [F(0), NOT(F(0))])
def test_matcher_refuses_what_is_not_ground(condition: Any):
    with pytest.raises(TypeError, match="a ground pattern is expected"):
        GroundEngine((GroundProduction(condition),))
    with pytest.raises(TypeError, match="a ground production is expected"):
        type("Stock", (KnowledgeEngine,), {"__matcher__": CountingMatcher, "rule": Rule(F(0))(print)})()


# --- The strategy -----------------------------------------------------------------------------------------------------


def test_depth_strategy_loses_removals():
    """Of six activations with equal salience and facts, one in the middle fires although its blocker is declared."""
    case = make([(10 + number, (0,), (20 + number,)) for number in range(6)], {0})
    fired: list[int] = []
    engine = stock(case, fired)
    assert len(engine.agenda.activations) == 6
    exceptions = {F(20 + number): number for number in range(6)}
    (middle,) = (exceptions[each[0]] for each in engine.agenda.activations[3].rule if isinstance(each, NOT))
    engine.declare(F(20 + middle))
    assert len(engine.agenda.activations) == 6
    engine.run()
    assert middle in fired

    for blocked in range(6):
        rules: list[RuleParts] = [(20 + blocked, (0,), ()), *((10 + n, (0,), (20 + n,)) for n in range(6))]
        above = {10 + number: 1 for number in range(6)}
        assert 10 + blocked not in model(make(rules, {0}, above))
        assert len(model(make(rules, {0}, above))) == 7


def test_strategy_removes_exactly_what_it_is_told():
    """What comes and goes in any order is sorted, the same rules are left, and what has fired already is no error."""
    rnd = random.Random(5)
    for _ in range(200):
        fact = Holds(0)
        fact.__factid__ = 1
        rules = [GroundProduction(fact, number=number, salience=rnd.randint(-2, 0)) for number in range(12)]
        waiting = [Activation(rule, [fact]) for rule in rules]
        rnd.shuffle(waiting)
        gone = rnd.sample(waiting, 5)
        part = rnd.randint(0, 12)
        agenda, strategy = Agenda(), StratifiedStrategy()
        strategy.update_agenda(agenda, waiting[:part], [])
        strategy.update_agenda(agenda, waiting[part:], [])
        strategy.update_agenda(agenda, [], [*gone, *gone])
        left = [rule for rule in rules if all(rule is not activation.rule for activation in gone)]
        left.sort(key=lambda rule: -rule.salience)
        assert [activation.rule.number for activation in reversed(agenda.activations)] == [rule.number for rule in left]


def test_strategy_orders_what_rete_gives_too():
    rnd = random.Random(6)
    for _ in range(100):
        rules = tuple(random_rules(rnd, 10))
        logs = []
        for kind in (GroundEngine, WithRete):
            engine = kind(rules)
            engine.reset()
            engine.give(frozenset([0, 1, 2]))
            engine.run()
            logs.append(engine.log)
        assert logs[0] == logs[1]


ORDER = """
import json, sys
sys.path.insert(0, {folder!r})
import {name} as traps
case = traps.make([(atom, (0,), ()) for atom in range(1, 10)], {{0}})
fired = []
traps.stock(case, fired).run()
print(json.dumps([fired, [firing.rule for firing in traps.production(case).log]]))
"""


def production(case: Case) -> Production:
    done = Production(case)
    done.run()
    return done


def test_firing_order_changes_with_the_hash_seed():
    code = ORDER.format(folder=str(Path(__file__).parent), name=Path(__file__).stem)
    orders = [json.loads(python(code, PYTHONHASHSEED=seed)) for seed in ("0", "1", "2", "3")]
    assert len({tuple(stocks) for stocks, _ in orders}) > 1
    assert [ours for _, ours in orders] == [list(range(9))] * 4


# --- The engine -------------------------------------------------------------------------------------------------------


def test_an_exception_in_an_action_leaves_running_set(monkeypatch: pytest.MonkeyPatch):
    class Stock(KnowledgeEngine):
        @Rule(F(0))
        def failing(self):
            raise RuntimeError

        @Rule(F(1))
        def other(self):
            pass

    engine = Stock()
    engine.reset()
    engine.declare(F(0))
    with pytest.raises(RuntimeError):
        engine.run()
    assert engine.running
    engine.declare(F(1))
    assert engine.agenda.activations == []  # the failed rule is lost, and the agenda no longer follows the facts

    def fail(engine: GroundEngine, rule: GroundProduction) -> None:
        raise RuntimeError

    ours = Production(make([(1, (0,), ()), (2, (1,), ())], {0}))
    with monkeypatch.context() as patched:
        patched.setattr(GroundEngine, "conclude", fail)
        with pytest.raises(RuntimeError):
            ours.run()
    assert [waiting.rule for waiting in ours.agenda()] == [0]
    assert [firing.head for firing in ours.run()] == [1, 2]


def test_a_fact_object_belongs_to_one_engine():
    one, other = (stock(make([(1, (0,), ())], {0})) for _ in range(2))
    shared = F(8)
    one.declare(F(7), shared)
    other.declare(shared)
    one.retract(shared)
    assert atoms(one) == {0, 8}  # the wrong one is gone: the second engine has renumbered the fact

    case = make([(1, (0,), (3,)), (2, (1,), ())], {0, 5}, {1: 1, 2: 1})
    engines = [production(case)._engine for _ in range(2)]
    facts, rules, patterns = [], [], []
    for engine in engines:
        assert engine is not None
        facts.append({id(fact) for fact in engine.facts.values()})
        rules.append({id(rule) for rule in engine.get_rules()})
        patterns.append({id(condition) for rule in engine.get_rules() for condition in rule})
        assert facts[-1].isdisjoint(patterns[-1])
    for pair in (facts, rules, patterns):
        assert pair[0].isdisjoint(pair[1])


def test_rules_belong_to_the_class():
    kind = type(stock(make([(1, (0,), ())], {0})))
    one, other = kind(), kind()
    (rule,) = one.get_rules()
    assert rule is other.get_rules()[0]
    assert rule.ke is other  # whoever looked last


def test_duplicate_declarations_return_none():
    engine = stock(make([(1, (0,), ())], {0}))
    assert engine.declare(F(5)) is not None
    assert engine.declare(F(5)) is None
    with pytest.raises(AttributeError):
        engine.retract(engine.declare(F(5)))

    ours = production(make([(1, (0,), ()), (1, (2,), ()), (0, (1,), ())], {0, 2}))
    assert [(firing.head, firing.new) for firing in ours.log] == [(1, True), (1, False), (0, False)]


def test_interleaved_engines_thrash_the_cache_of_rete():
    case = make([(atom + 1, (atom,), ()) for atom in range(8)], {0})
    cache = rete._get_conflict_set_nodes
    one, other = stock(case), stock(case)
    before = cache.cache_info().misses
    for _ in range(4):
        one.run(1)
        other.run(1)
    assert cache.cache_info().misses - before >= 8

    alone = production(case).log
    fields = {name for name, value in vars(CountingMatcher).items() if hasattr(value, "cache_info")}
    assert fields | {name for name, value in vars(StratifiedStrategy).items() if hasattr(value, "cache_info")} == set()
    pair = Production(case), Production(case)
    work = [calls(pair[turn % 2].step) for turn in range(2 * len(alone))]
    assert work[::2] == work[1::2]
    assert [engine.log for engine in pair] == [alone, alone]


def test_watchers_are_loggers_of_the_process(caplog: pytest.LogCaptureFixture):
    case, other = make([(1, (0,), ())], {0}), make([(3, (2,), ())], {2})
    logger = logging.getLogger("experta.watchers.RULES")
    level = logger.level
    try:
        experta.watch("RULES", level=logging.INFO)  # meant for one engine
        stock(case).run()
        stock(other).run()
    finally:
        logger.setLevel(level)
    assert len([record for record in caplog.records if "FIRE" in record.message]) == 2

    caplog.clear()
    assert [firing.head for firing in production(case).log] == [1]
    assert [firing.head for firing in production(other).log] == [3]
    assert caplog.records == []


def test_engines_run_in_threads():
    case = make([(atom + 1, (atom,), ()) for atom in range(40)], {0})
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(production(case).log))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [40] * 8
