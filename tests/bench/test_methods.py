"""What the methods of the paper's tables are, and that each ablation differs in what its name says."""

import pytest

from lamplighter.bench import METHODS, PROTOCOLS, Method
from lamplighter.bench.methods import session_settings
from lamplighter.bench.report import METHOD_HEADINGS, TABLES
from lamplighter.engine import Learner, SelfTraining, TwoStage
from lamplighter.learning import MajorityVote
from lamplighter.selection import SEU, Strategy


def settings(method, protocol="paper"):
    return session_settings(METHODS[method], PROTOCOLS[protocol])


def differing(one, other, protocol="paper"):
    """Give what two methods do not have in common; strategies and learners are compared by their options."""
    ours, theirs = (
        {name: _plain(value) for name, value in settings(method, protocol).items()} for method in (one, other)
    )
    return {name for name in ours if ours[name] != theirs[name]}


def _plain(value):
    return (type(value), vars(value)) if isinstance(value, (Strategy, Learner)) else value


def test_every_column_of_a_table_is_a_method_and_every_method_has_a_heading():
    columns = {method for table in TABLES.values() for method in table.methods}
    assert columns <= set(METHODS)
    assert set(METHOD_HEADINGS) >= set(METHODS)
    assert [METHODS[name].name for name in METHODS] == METHODS.names


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ("nemo", "nemo-no-selector", {"strategy"}),
        ("nemo", "nemo-no-contextualizer", {"contextualizer"}),
        ("nemo-no-contextualizer", "snorkel", {"strategy"}),
        ("nemo-no-selector", "snorkel", {"contextualizer"}),
        ("snorkel", "snorkel-abs", {"strategy"}),
        ("snorkel", "snorkel-dis", {"strategy"}),
        ("snorkel", "implyloss-l", {"learner"}),
        ("snorkel", "us", {"strategy", "learner"}),
        ("snorkel", "iws-lse", set()),  # differs in what is asked
        ("nemo-no-contextualizer", "seu-uniform-user", {"strategy"}),
        ("nemo-no-contextualizer", "seu-no-informativeness", {"strategy"}),
        ("nemo-no-contextualizer", "seu-no-correctness", {"strategy"}),
        ("nemo-no-selector", "contextualized-euclidean", {"contextualizer"}),
        ("contextualized-majority", "standard-majority", {"contextualizer"}),
    ],
)
def test_methods_of_a_comparison_differ_in_what_is_compared_alone(one, other, difference, protocol):
    assert differing(one, other, protocol) == difference


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        ("lamplighter-random", {"strategy"}),
        ("lamplighter-abstain", {"strategy"}),
        ("lamplighter-disagree", {"strategy"}),
        ("lamplighter-seu", {"strategy"}),
        ("lamplighter-proposals", set()),  # differs in what is asked
        ("no-representatives", {"schedule"}),
        ("no-need", {"strategy"}),
        ("no-length", {"strategy"}),
        ("no-teacher", {"learner"}),
        ("no-mask", {"learner"}),
        ("no-bigrams", {"features"}),
        ("no-rounds", {"learner"}),
        ("rounds-unchecked", {"learner"}),
        ("balance-counted", {"learner"}),
    ],
)
def test_rivals_and_parts_of_the_product_differ_from_it_in_what_is_compared_alone(other, difference):
    assert differing("lamplighter", other, "product") == difference
    assert (METHODS[other].asks == METHODS["lamplighter"].asks) == bool(difference)


@pytest.mark.parametrize(
    ("method", "part", "changed"),
    [
        ("no-representatives", "schedule", {"representatives_first": 0}),
        ("no-need", "strategy", {"balanced": False}),
        ("no-length", "strategy", {"by_length": False}),
        ("no-mask", "learner", {"masked": False}),
        ("no-rounds", "learner", {"rounds": "never"}),
        ("rounds-unchecked", "learner", {"rounds": "always"}),
        ("balance-counted", "learner", {"balance": "counted"}),
    ],
)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_product_without_a_part_is_the_product_but_for_this_part(method, part, changed, protocol):
    whole, without = settings("lamplighter", protocol)[part], settings(method, protocol)[part]
    assert type(without) is type(whole)
    assert vars(without) == {**vars(whole), **changed}


@pytest.mark.parametrize(
    ("method", "kind"), [("lamplighter", SelfTraining), ("no-teacher", TwoStage), ("nemo", TwoStage)]
)
def test_learner_is_an_object_as_a_session_has_it_by_default(method, kind):
    learner = settings(method, "product")["learner"]
    assert type(learner) is kind
    assert vars(learner) == vars(kind())


@pytest.mark.parametrize(
    ("method", "changed"),
    [
        ("nemo", {}),
        ("nemo-no-contextualizer", {}),
        ("seu-uniform-user", {"user_model": "uniform"}),
        ("seu-no-informativeness", {"utility": "no-informativeness"}),
        ("seu-no-correctness", {"utility": "no-correctness"}),
    ],
)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_expected_utility_is_the_protocols_but_for_what_is_ablated(method, changed, protocol):
    strategy = settings(method, protocol)["strategy"]
    assert isinstance(strategy, SEU)
    assert vars(strategy) == {**vars(PROTOCOLS[protocol].seu), **changed}


def test_ablation_does_not_change_the_protocol():
    before = dict(vars(PROTOCOLS["authors"].seu))
    settings("seu-uniform-user", "authors")
    assert vars(PROTOCOLS["authors"].seu) == before


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_other_distance_leaves_the_percentiles_as_they_are(protocol):
    near, far = settings("nemo-no-selector", protocol), settings("contextualized-euclidean", protocol)
    assert (near["contextualizer"].metric, far["contextualizer"].metric) == ("cosine", "euclidean")
    assert near["contextualizer"].candidates == far["contextualizer"].candidates


@pytest.mark.parametrize("method", ["standard-majority", "contextualized-majority"])
def test_majority_takes_the_place_of_the_protocols_label_model(method):
    assert settings(method)["label_model"] == (MajorityVote,)


def test_people_are_asked_four_things():
    asked = [(METHODS[name].asks, name) for name in METHODS if METHODS[name].asks != "function"]
    assert sorted(asked) == [("approval", "iws-lse"), ("label", "us"), ("review", "lamplighter-proposals")]


def test_method_is_data_programming_on_random_documents_unless_it_says_otherwise():
    assert Method(name="snorkel") == METHODS["snorkel"]
