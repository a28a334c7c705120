"""What functions would be worth, by hand on twenty documents.

Documents 0–9 are "good film", 10–19 are "bad film"; 0 and 1 also have "seen", 9 also has "fine". The end model gives the
first ten to the first class with certainty, the others with 1/5; the class balance is 3/5 and 2/5. The function on "good"
votes on documents 0–5, the one on "bad" on 10.

====  =========  ===============  =============  =================  ===================  ========  ===
word  documents  predicted first  first: with 6  share of the way   second: with 4       share     new
====  =========  ===============  =============  =================  ===================  ========  ===
bad   10         2                8/20 = .4      below 3/5          12/20 = .6           1/3       9
film  20         12               18/30 = .6     none               12/30 = .4           none      13
fine  1          1                7/11           1/11               4/11                 below     1
good  10         10               16/20 = .8     1/2                4/20 = .2            below     4
seen  2          2                8/12 = 2/3     1/6                4/12 = 1/3           below     0
====  =========  ===============  =============  =================  ===================  ========  ===
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.engine import Engine, GoldOnly, Models, SelfTraining, Slice, TwoStage, build_index
from lamplighter.engine.worth import IMAGINED, worth
from lamplighter.learning import EndModel
from lamplighter.primitives import Ngrams
from lamplighter.selection import Random

TEXTS = ["good film"] * 10 + ["bad film"] * 10
TEXTS[0] = TEXTS[1] = "good film seen"
TEXTS[9] = "good film fine"
PREDICTIONS = np.array([[1.0, 0.0]] * 10 + [[0.2, 0.8]] * 10)
BALANCE = np.array([0.6, 0.4])
TERMS = ("bad", "film", "fine", "good", "seen")


def votes_on(n_documents, *functions):
    """Give the votes of functions ``(class code, documents)``."""
    votes = np.zeros((n_documents, len(functions)), dtype=np.int64)
    for number, (label, documents) in enumerate(functions):
        votes[list(documents), number] = label + 1
    return votes


VOTES = votes_on(20, (0, range(6)), (1, [10]))


def found(engine, predictions=PREDICTIONS, votes=VOTES, balance=BALANCE):
    """Give what is found of arrays of all documents, cut as the engine's slices are."""
    slices = engine.index.slices
    return worth(
        engine,
        [predictions[block.documents] for block in slices],
        [sparse.csr_array(votes[block.documents]) for block in slices],
        np.asarray(balance),
    )


def cut(engine, edges, n_threads=1):
    """Give an engine of one slice in several."""
    (whole,) = engine.index.slices
    slices = [
        Slice(number, start, whole.texts[start:stop], whole.incidence[start:stop], whole.features[start:stop])
        for number, (start, stop) in enumerate(pairwise(edges))
    ]
    return Engine(replace(engine.index, slices=tuple(slices)), n_threads=n_threads)


@pytest.fixture
def engine(make_engine):
    return make_engine(TEXTS)


# ------------------------------------------------------------------ by hand


def test_accuracy_is_the_predicted_share_with_ten_imagined_documents_of_the_class_balance(engine):
    assert IMAGINED == 10
    assert engine.index.vocabulary.terms == TERMS
    first = np.array([8 / 20, 18 / 30, 7 / 11, 16 / 20, 8 / 12])
    assert found(engine).accuracy == pytest.approx(np.column_stack([first, 1 - first]))


def test_new_are_the_documents_that_contain_it_and_have_no_vote(engine):
    assert found(engine).new.tolist() == [9, 13, 1, 4, 0]


def test_utility_is_the_share_of_the_way_from_the_balance_to_certainty_times_the_root_of_what_is_new(engine):
    expected = [
        [0, 3 * (12 / 20 - 2 / 5) / (3 / 5)],  # "bad": √9 / 3
        [0, 0],
        [1 * (7 / 11 - 3 / 5) / (2 / 5), 0],  # "fine": 1/11
        [2 * (16 / 20 - 3 / 5) / (2 / 5), 0],  # "good": √4 / 2
        [0, 0],  # "seen" would vote on no document that has no vote
    ]
    assert found(engine).utility == pytest.approx(np.array(expected), abs=1e-12)


def test_without_functions_every_document_that_contains_it_is_new(engine):
    assert found(engine, votes=votes_on(20)).new.tolist() == [10, 20, 1, 10, 2]


def test_document_with_several_votes_is_counted_once(engine):
    votes = votes_on(20, (0, range(6)), (1, range(3)), (0, [0]))
    assert found(engine, votes=votes).new.tolist() == [10, 14, 1, 4, 0]


def test_word_of_few_documents_is_trusted_less_than_one_of_many(engine):
    accuracy = found(engine).accuracy[:, 0]
    one, two, ten = (
        accuracy[TERMS.index(word)] for word in ("fine", "seen", "good")
    )  # all of them always predicted first
    assert BALANCE[0] < one < two < ten < 1


def test_three_classes(make_engine):
    engine = make_engine(["red round"] * 2 + ["red"] * 3)
    predictions = np.array([[0.5, 0.25, 0.25]] * 2 + [[1.0, 0.0, 0.0]] * 3)
    balance = [0.2, 0.3, 0.5]
    got = found(engine, predictions, votes_on(5, (0, [4])), balance)
    assert engine.index.vocabulary.terms == ("red", "round")
    # In five documents, predicted 4, 1/2, 1/2, with 2, 3, 5 imagined ones; in two, predicted 1, 1/2, 1/2.
    assert got.accuracy == pytest.approx(np.array([[6 / 15, 3.5 / 15, 5.5 / 15], [3 / 12, 3.5 / 12, 5.5 / 12]]))
    assert got.new.tolist() == [4, 2]
    expected = [[2 * (0.4 - 0.2) / 0.8, 0, 0], [np.sqrt(2) * (0.25 - 0.2) / 0.8, 0, 0]]
    assert got.utility == pytest.approx(np.array(expected))


# ------------------------------------------------------------------ laws


@st.composite
def situations(draw):
    """Give texts, predictions, votes, a class balance, and edges of slices."""
    n_classes = draw(st.integers(2, 4))
    words = st.lists(st.sampled_from(["apple", "banana", "cherry", "date"]), max_size=4).map(" ".join)
    texts = ["apple banana", *draw(st.lists(words, min_size=1, max_size=15))]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    predictions = rng.dirichlet(np.ones(n_classes), len(texts))
    balance = rng.dirichlet(np.full(n_classes, 3.0))
    votes = np.where(rng.random((len(texts), 3)) < 0.2, rng.integers(1, n_classes + 1, 3), 0)
    middle = draw(st.sets(st.integers(1, len(texts) - 1)))
    return texts, predictions, votes, balance, [0, *sorted(middle), len(texts)]


@given(situations())
def test_slices_and_threads_do_not_matter(situation):
    texts, predictions, votes, balance, edges = situation
    whole = Engine(build_index(texts, Ngrams(min_df=1)), n_threads=1)
    one, two = cut(whole, edges), cut(whole, edges, n_threads=3)
    expected, several, threaded = (found(engine, predictions, votes, balance) for engine in (whole, one, two))
    two.close()
    assert several.new.tolist() == expected.new.tolist()
    assert several.accuracy == pytest.approx(expected.accuracy)
    assert several.utility == pytest.approx(expected.utility, abs=1e-9)
    for name in ("accuracy", "new", "utility"):
        assert np.array_equal(getattr(threaded, name), getattr(several, name))


@given(situations())
def test_it_is_what_counting_document_by_document_gives(situation):
    texts, predictions, votes, balance, _ = situation
    engine = Engine(build_index(texts, Ngrams(min_df=1)), n_threads=1)
    got = found(engine, predictions, votes, balance)
    for number, term in enumerate(engine.index.vocabulary.terms):
        documents = [document for document, text in enumerate(texts) if term in text.split()]
        expected = (predictions[documents].sum(axis=0) + 10 * balance) / (len(documents) + 10)
        assert got.accuracy[number] == pytest.approx(expected)
        assert got.new[number] == sum(not votes[document].any() for document in documents)


@given(situations())
def test_what_is_worse_than_chance_or_would_add_nothing_is_worth_nothing_and_all_else_something(situation):
    texts, predictions, votes, balance, _ = situation
    got = found(Engine(build_index(texts, Ngrams(min_df=1)), n_threads=1), predictions, votes, balance)
    assert got.accuracy.sum(axis=1) == pytest.approx(np.ones(len(got.new)))
    assert (got.utility[got.accuracy <= balance] == 0).all()
    assert (got.utility[got.new == 0] == 0).all()
    assert (got.utility >= 0).all()
    assert (got.utility <= np.sqrt(got.new)[:, np.newaxis]).all()
    better = (got.accuracy > balance + 1e-9) & (got.new > 0)[:, np.newaxis]
    assert (got.utility[better] > 0).all()


def test_nothing_that_is_handed_in_is_changed(engine):
    arrays = [PREDICTIONS.copy(), sparse.csr_array(VOTES), BALANCE.copy()]
    for array in (arrays[0], arrays[1].data, arrays[1].indices, arrays[1].indptr, arrays[2]):
        array.setflags(write=False)
    worth(engine, arrays[:1], arrays[1:2], arrays[2])


# ------------------------------------------------------------------ as models have it


class Spy(TwoStage):
    """Notes what is learnt."""

    def __init__(self):
        self.seen = []

    def believe(self, engine, evidence, recipe):
        self.seen.append("beliefs")
        return super().believe(engine, evidence, recipe)

    def classify(self, engine, evidence, recipe, beliefs):
        self.seen.append("end model")
        return super().classify(engine, evidence, recipe, beliefs)


@pytest.fixture
def begin(make_evidence, make_recipe):
    """Give models of which nothing is learnt yet."""

    def make(engine, functions, *, balance=(0.6, 0.4), labels=None, end_model=None, learner=None, **settings):
        evidence = make_evidence(engine, functions, balance=balance, labels=labels)
        recipe = make_recipe(end_model=end_model)
        settings = {"step": 2, "recipe": recipe, "learner": learner or Spy(), "strategy": Random(), **settings}
        return Models(engine, evidence, **settings)

    return make


BOTH = [("seen", 0, 0), ("bad", 1, 10)]


@pytest.mark.parametrize("largest", [8192, 7])
@pytest.mark.parametrize("match_balance", [False, True])
def test_models_take_their_own_predictions_votes_and_balance(make_engine, begin, largest, match_balance):
    engine = make_engine(TEXTS, largest=largest)
    models = begin(engine, BOTH, end_model=EndModel(match_balance=match_balance))
    predictions = np.concatenate(models.predictions)
    expected = found(engine, predictions, votes_on(20, (0, [0, 1]), (1, range(10, 20))), [0.6, 0.4])
    assert models.worth.new.tolist() == expected.new.tolist() == [0, 8, 1, 8, 0]
    assert models.worth.accuracy == pytest.approx(expected.accuracy)
    assert models.worth.utility == pytest.approx(expected.utility)
    assert models.worth.utility.any()


def test_balance_that_predictions_were_matched_to_is_the_one_that_counts(reviews, make_engine, begin):
    engine = make_engine(reviews.texts, primitives=Ngrams())
    functions = [(word, label, number) for number, (word, label) in enumerate([("great", 0), ("waste", 1)])]
    models = begin(engine, functions, balance=(0.9, 0.1), end_model=EndModel(), learner=SelfTraining())
    models.evidence = replace(models.evidence, balance_source="counted")
    balance = models.class_balance
    assert not np.array_equal(balance, [0.9, 0.1])
    votes = np.concatenate([block.toarray() for block in models.votes])
    expected = found(engine, np.concatenate(models.predictions), votes, balance)
    assert np.array_equal(models.worth.accuracy, expected.accuracy)
    assert np.array_equal(models.worth.utility, expected.utility)


def test_slices_of_learnt_models_do_not_matter(reviews, make_engine, begin):
    functions = [("great", 0, 0), ("love", 0, 1), ("waste", 1, 2), ("disappointed", 1, 3)]
    whole, parts = (
        begin(make_engine(reviews.texts, largest=largest, primitives=Ngrams()), functions, balance=(0.5, 0.5)).worth
        for largest in (8192, 37)
    )
    assert parts.new.tolist() == whole.new.tolist()
    assert parts.accuracy == pytest.approx(whole.accuracy, abs=1e-3)
    assert parts.utility == pytest.approx(whole.utility, abs=1e-2)
    assert whole.utility.max() > 0.5


def test_class_that_the_end_model_cannot_tell_is_worth_nothing(make_engine, begin):
    models = begin(make_engine(TEXTS), BOTH, balance=(0.5, 0.3, 0.2))
    assert models.classifier.classes == (0, 1)
    assert (models.worth.utility[:, 2] == 0).all()
    assert models.worth.utility[:, :2].any()


BEGINNINGS = pytest.mark.parametrize(
    ("functions", "new"),
    [([], [10, 20, 1, 10, 2]), ([("seen", 0, 0)], [10, 18, 1, 8, 0])],
    ids=["no function", "one class"],
)
SHARES = pytest.mark.parametrize(
    "balance", [(0.5, 0.5), (0.6, 0.4), (0.7, 0.3), (2 / 3, 1 / 3), (0.5, 0.2, 0.3)], ids=str
)


@BEGINNINGS
@SHARES
def test_without_an_end_model_accuracy_is_the_class_balance(make_engine, begin, functions, new, balance):
    models = begin(make_engine(TEXTS), functions, balance=balance)
    assert models.classifier is None
    assert models.worth.accuracy == pytest.approx(np.tile(balance, (5, 1)))
    assert models.worth.new.tolist() == new


@BEGINNINGS
@SHARES
def test_without_an_end_model_no_function_is_better_than_chance(make_engine, begin, functions, new, balance):
    worths = begin(make_engine(TEXTS), functions, balance=balance).worth
    assert worths.utility.tolist() == [[0.0] * len(balance)] * 5


def test_without_votes_there_may_be_an_end_model_all_the_same(make_engine, begin):
    models = begin(make_engine(TEXTS), [], labels={0: 0, 10: 1}, balance=(0.5, 0.5), learner=GoldOnly())
    assert models.worth.new.tolist() == [10, 20, 1, 10, 2]
    good, bad = TERMS.index("good"), TERMS.index("bad")
    assert models.worth.utility[good, 0] > models.worth.utility[good, 1] == 0
    assert models.worth.utility[bad, 1] > models.worth.utility[bad, 0] == 0


def test_end_model_that_is_kept_judges_and_new_votes_are_counted(make_engine, begin):
    engine = make_engine(TEXTS)
    earlier = begin(engine, BOTH)
    later = begin(engine, [*BOTH, ("good", 0, 0)], step=3, earlier=earlier)
    assert np.array_equal(later.worth.accuracy, earlier.worth.accuracy)
    assert earlier.worth.new.tolist() == [0, 8, 1, 8, 0]
    assert later.worth.new.tolist() == [0, 0, 0, 0, 0]


def test_it_is_learnt_when_it_is_asked_for_and_once(make_engine, begin):
    models = begin(make_engine(TEXTS), BOTH)
    models.complete()
    assert "worth" not in vars(models)  # no strategy reads it
    assert models.worth is models.worth
    assert models.learner.seen == ["beliefs", "end model"]


def test_it_needs_neither_to_be_asked_for_last_nor_first(make_engine, begin):
    first, second = begin(make_engine(TEXTS), BOTH), begin(make_engine(TEXTS), BOTH)
    _ = first.worth
    second.complete()
    assert np.array_equal(first.worth.utility, second.worth.utility)
    assert np.array_equal(first.complete().predictions[0], second.predictions[0])
