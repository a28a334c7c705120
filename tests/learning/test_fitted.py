"""When a label model that learns steps back, and what it says then."""

import numpy as np
import pytest
from scipy import sparse

from lamplighter.exceptions import InputError
from lamplighter.learning import DawidSkene, FittedLabelModel, MajorityVote, MeTaL, MeTaLSteps, OneCoin, Triplet
from lamplighter.learning.fitted import emptied, favoured

MODELS = [DawidSkene, MeTaL, OneCoin, Triplet]
EVEN = np.array([1 / 2, 1 / 2])


def fitted(model, votes, counts=None, balance=EVEN):
    return model.fit(sparse.csr_array(votes), counts, n_classes=len(balance), class_balance=np.asarray(balance))


class Says(FittedLabelModel):
    """Believes what it was told to, on every row."""

    name = "says"

    def __init__(self, belief):
        self.belief = belief

    def _learn(self, votes, counts):
        self.learnt_ = int(counts.sum())

    def _beliefs(self, votes):
        return np.tile(self.belief, (votes.shape[0], 1))


class Unguarded(Says):
    guarded = False


@pytest.mark.parametrize("make", MODELS)
@pytest.mark.parametrize(
    ("votes", "found"),
    [
        (np.zeros((3, 0), dtype=int), "0 functions vote; {} needs 3: majority vote is used."),
        ([[0, 0, 0], [0, 0, 0]], "0 functions vote; {} needs 3: majority vote is used."),
        ([[0, 2, 0], [0, 1, 0]], "1 function votes; {} needs 3: majority vote is used."),
        ([[1, 2, 0], [1, 0, 0]], "2 functions vote; {} needs 3: majority vote is used."),
        ([[2, 2, 2], [0, 2, 2]], "Only one class is voted for; {} needs 2: majority vote is used."),
        (
            [[1, 0, 0], [0, 2, 0], [0, 0, 1]],
            "No two functions vote on one document; {} learns from those: majority vote is used.",
        ),
    ],
)
def test_it_says_what_it_lacks_and_believes_what_majority_vote_believes(make, votes, found):
    model = fitted(make(), votes)
    assert model.fallback_ == found.format(model.name)
    majority = fitted(MajorityVote(), votes)
    assert (
        model.predict_proba(sparse.csr_array(votes)).tolist()
        == majority.predict_proba(sparse.csr_array(votes)).tolist()
    )


def test_rows_that_no_document_has_are_not_learnt_from():
    votes = [[1, 2, 0], [1, 0, 0], [1, 2, 2]]
    assert fitted(Unguarded([1 / 2, 1 / 2]), votes, np.array([1, 1, 1])).fallback_ is None
    assert fitted(Unguarded([1 / 2, 1 / 2]), votes, np.array([1, 1, 0])).fallback_.startswith("2 functions vote; ")


def test_numbers_that_are_not_finite_are_not_used():
    model = fitted(Says([np.nan, 1.0]), [[1, 2, 2], [1, 1, 2]])
    assert model.fallback_ == "says did not arrive at finite numbers: majority vote is used."
    assert model.predict_proba(sparse.csr_array([[1, 2, 2]])) == pytest.approx(np.array([[1 / 3, 2 / 3]]))


def test_class_that_is_emptied_is_noticed():
    votes, counts = [[1, 1, 2], [1, 2, 2], [0, 0, 0]], np.array([9, 4, 7])
    model = fitted(Says([0.6, 0.4]), votes, counts)
    assert model.fallback_ == (
        "says would leave 0 of the documents to class code 1, which has the majority of votes on 4: majority vote is used."
    )
    model = fitted(Says([0.4, 0.6]), votes, counts)  # documents without votes are no excuse
    assert model.fallback_ == (
        "says would leave 0 of the documents to class code 0, which has the majority of votes on 9: majority vote is used."
    )


def test_class_is_emptied_below_a_twentieth_of_its_documents():
    majority = np.repeat([[1.0, 0.0], [0.0, 1.0]], [10, 40], axis=0)
    for kept, is_emptied in ((1, True), (2, False)):
        beliefs = np.repeat([[0.9, 0.1], [0.2, 0.8]], [50 - kept, kept], axis=0)
        assert (emptied(beliefs, majority, np.ones(50, dtype=int), "it") is not None) is is_emptied


def test_documents_on_which_classes_tie_favour_none():
    assert favoured(np.array([[0.5, 0.5], [0.2, 0.8], [0.3, 0.7]]), np.array([5, 2, 1])).tolist() == [0, 3]


def test_one_that_is_not_guarded_keeps_what_it_learnt():
    assert fitted(Unguarded([0.6, 0.4]), [[1, 1, 2], [1, 2, 2]]).fallback_ is None
    assert not MeTaLSteps.guarded


def test_what_was_learnt_before_is_gone_after_another_fit():
    model = fitted(Unguarded([1 / 2, 1 / 2]), [[1, 2, 2], [1, 1, 2]])
    assert model.learnt_ == 2
    fitted(model, [[1, 2, 0]])
    assert set(vars(model)) == {"belief", "class_balance_", "fallback_"}
    fitted(model, [[1, 2, 2], [1, 1, 2]])
    assert set(vars(model)) == {"belief", "class_balance_", "learnt_"}


@pytest.mark.parametrize("make", [*MODELS, MeTaLSteps])
def test_before_it_is_fitted_it_holds_its_settings_alone(make):
    model = make()
    assert model.fallback_ is None
    assert not [name for name in vars(model) if name.endswith("_") or name.startswith("_")]
    again = make(**vars(model))
    assert vars(again) == vars(model)


@pytest.mark.parametrize(
    ("make", "settings", "message"),
    [
        (MeTaL, {"precision": 0.4}, "precision is 0.4; expected a number of at least 0.5 and below 1."),
        (MeTaL, {"precision": 1.0}, "precision is 1.0; expected a number of at least 0.5 and below 1."),
        (MeTaL, {"l2": -1.0}, "l2 is -1.0; expected a number of at least 0."),
        (MeTaL, {"l2": float("nan")}, "l2 is nan; expected a number of at least 0."),
        (MeTaL, {"l2": float("inf")}, "l2 is inf; expected a number of at least 0."),
        (MeTaL, {"max_iter": 0}, "max_iter is 0; expected a number of at least 1."),
        (MeTaL, {"class_balance": "guessed"}, "class_balance is 'guessed'; expected one of given, estimated."),
        (DawidSkene, {"precision": 0.0}, "precision is 0.0; expected a number of at least 0.5 and below 1."),
        (DawidSkene, {"prior_strength": -0.5}, "prior_strength is -0.5; expected a number of at least 0."),
        (DawidSkene, {"max_iter": 0}, "max_iter is 0; expected a number of at least 1."),
        (OneCoin, {"accuracy": 1.5}, "accuracy is 1.5; expected a number of at least 0.5 and below 1."),
        (OneCoin, {"tol": -1}, "tol is -1; expected a number of at least 0."),
        (Triplet, {"over": "mode"}, "over is 'mode'; expected one of mean, median."),
        (Triplet, {"prior_strength": -2}, "prior_strength is -2; expected a number of at least 0."),
        (MeTaLSteps, {"steps": 0}, "steps is 0; expected a number of at least 1."),
    ],
)
def test_setting_that_makes_no_sense_is_an_error(make, settings, message):
    with pytest.raises(InputError) as error:
        make(**settings)
    assert str(error.value) == message


@pytest.mark.parametrize("make", MODELS)
def test_it_knows_better_than_majority_vote_on_votes_that_are_independent_given_the_class(make, known, share_right):
    votes, truth, _, balance = known
    models = [model().fit(votes, n_classes=len(balance), class_balance=balance) for model in (make, MajorityVote)]
    assert models[0].fallback_ is None
    learnt, majority = (share_right(model, votes, truth) for model in models)
    assert learnt > majority


@pytest.mark.parametrize("make", MODELS)
def test_function_and_class_not_seen_before_say_nothing(make, eight):
    votes, counts, balance = eight
    rows = sparse.csr_array(np.hstack([votes.toarray(), np.zeros((8, 1), dtype=int)]))
    model = make().fit(rows, counts, n_classes=2, class_balance=balance)
    if make is OneCoin:  # a function that has never voted has the prior accuracy
        assert model.accuracies_[3] == 0.7
        return
    assert model.predict_proba(sparse.csr_array([[0, 0, 0, 1]])) == pytest.approx(np.array([[1 / 2, 1 / 2]]), abs=1e-6)
