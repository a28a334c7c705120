"""Every label model that is registered keeps the contract, and the check catches those that do not."""

import re

import numpy as np
import pytest

from lamplighter.exceptions import MissingExtraError
from lamplighter.learning import LABEL_MODELS, FittedLabelModel, MajorityVote
from lamplighter.learning.majority import vote_shares
from lamplighter.testing import check_label_model


@pytest.mark.parametrize("name", LABEL_MODELS.names)
def test_registered_label_model_keeps_the_contract(name):
    try:
        LABEL_MODELS[name]()
    except MissingExtraError as missing:
        pytest.skip(str(missing))
    check_label_model(LABEL_MODELS[name])


class Forgetful(MajorityVote):
    def fit(self, votes, counts=None, *, n_classes, class_balance):
        super().fit(votes, counts, n_classes=n_classes, class_balance=class_balance)


class Overconfident(MajorityVote):
    def predict_proba(self, votes):
        return super().predict_proba(votes) * 1.01


class Undecided(MajorityVote):
    def predict_proba(self, votes):
        beliefs = super().predict_proba(votes)
        beliefs[np.diff(votes.indptr) == 0] = 1 / beliefs.shape[1]
        return beliefs


class Stubborn(MajorityVote):
    def fit(self, votes, counts=None, *, n_classes, class_balance):
        first = getattr(self, "class_balance_", class_balance)
        return super().fit(votes, counts, n_classes=n_classes, class_balance=first)


class Scribbler(MajorityVote):
    def fit(self, votes, counts=None, *, n_classes, class_balance):
        votes.data -= 1
        return super().fit(votes, counts, n_classes=n_classes, class_balance=class_balance)


class FirstDocument(MajorityVote):
    def fit(self, votes, counts=None, *, n_classes, class_balance):
        self.first_ = 0 if votes.nnz == 0 else int(votes.data[0]) - 1
        return super().fit(votes, counts, n_classes=n_classes, class_balance=class_balance)

    def predict_proba(self, votes):
        beliefs = super().predict_proba(votes)
        voted = np.diff(votes.indptr) > 0
        beliefs[voted] = 0.9 * beliefs[voted] + 0.1 * np.eye(beliefs.shape[1])[self.first_]
        return beliefs


class FirstFunction(MajorityVote):
    def predict_proba(self, votes):
        dense = votes.toarray()
        beliefs = super().predict_proba(votes)
        if dense.shape[1]:
            told = dense[:, 0] > 0
            beliefs[told] = np.eye(beliefs.shape[1])[dense[told, 0] - 1]
        return beliefs


class RowsAlone(MajorityVote):
    """Weighs a vote by how often its class is voted among the rows, however many documents they stand for."""

    def fit(self, votes, counts=None, *, n_classes, class_balance):
        self.weights_ = np.bincount(votes.data - 1, minlength=n_classes) + 1.0
        return super().fit(votes, counts, n_classes=n_classes, class_balance=class_balance)

    def predict_proba(self, votes):
        beliefs = super().predict_proba(votes)
        voted = np.diff(votes.indptr) > 0
        beliefs[voted] *= self.weights_
        return beliefs / beliefs.sum(axis=1, keepdims=True)


class Contrary(MajorityVote):
    def predict_proba(self, votes):
        beliefs = super().predict_proba(votes)
        voted = np.diff(votes.indptr) > 0
        beliefs[voted] = (1 - beliefs[voted]) / (beliefs.shape[1] - 1)
        return beliefs


class Silent(FittedLabelModel):
    """Believes the majority of the votes, learns nothing, and says nothing of it."""

    name = "silent"

    def fit(self, votes, counts=None, *, n_classes, class_balance):
        super().fit(votes, counts, n_classes=n_classes, class_balance=class_balance)
        self.fallback_ = None
        return self

    def _learn(self, votes, counts):
        pass

    def _beliefs(self, votes):
        return vote_shares(votes, self.class_balance_)


class Pretender(MajorityVote):
    """Says that it is majority vote, and is not."""

    def fit(self, votes, counts=None, *, n_classes, class_balance):
        self.fallback_ = "Too little is known."
        return super().fit(votes, counts, n_classes=n_classes, class_balance=class_balance)

    def predict_proba(self, votes):
        return (super().predict_proba(votes) + self.class_balance_) / 2


class Wordless(MajorityVote):
    def fit(self, votes, counts=None, *, n_classes, class_balance):
        self.fallback_ = " "
        return super().fit(votes, counts, n_classes=n_classes, class_balance=class_balance)


class Hasty(MajorityVote):
    fallback_ = "It was not even fitted."


class Divider(MajorityVote):
    """Fails where a function votes on every document."""

    def predict_proba(self, votes):
        beliefs = super().predict_proba(votes)
        everywhere = votes.nnz and votes.shape[0] > 1 and (np.bincount(votes.indices) == votes.shape[0]).any()
        return beliefs * np.nan if everywhere else beliefs


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            Silent,
            (
                "Silent, 2 classes, one function: there is nothing to learn from, and it does not say in fallback_ that it "
                "did not."
            ),
        ),
        (
            Pretender,
            "Pretender, 2 classes: it says that majority vote is used (Too little is known.), and believes something else.",
        ),
        (Wordless, "Wordless, 2 classes: fallback_ is empty; expected a sentence, or None."),
        (Hasty, "Hasty, 2 classes: fallback_ is not None before it is fitted."),
        (Divider, "Divider, 2 classes, functions that vote everywhere: a belief is not a finite number."),
        (Forgetful, "Forgetful, 2 classes: fit does not return the model itself."),
        (Overconfident, "Overconfident, 2 classes: rows of beliefs do not sum to 1."),
        (
            Undecided,
            "Undecided, 2 classes: without a vote it believes [[0.5, 0.5]]; expected the class balance, [0.75, 0.25].",
        ),
        (Stubborn, "Stubborn, 2 classes: fitted to other votes before, it believes something else."),
        (Scribbler, "Scribbler, 2 classes: it writes to what it is handed (output array is read-only)."),
        (FirstDocument, "FirstDocument, 2 classes: with the documents in another order the beliefs change."),
        (FirstFunction, "FirstFunction, 2 classes: with the functions in another order the beliefs change."),
        (
            RowsAlone,
            (
                "RowsAlone, 2 classes: fitted to distinct rows and their counts, it believes something else than fitted "
                "to all rows."
            ),
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_label_model_that_breaks_the_contract_is_caught(broken, message):
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}$"):
        check_label_model(broken)


def test_label_model_that_believes_the_contrary_is_caught():
    message = (
        r"^Contrary, 2 classes: of \d+ documents with 3 votes or more, all for one class, it believes these votes on 0; "
        r"expected most\.$"
    )
    with pytest.raises(AssertionError, match=message):
        check_label_model(Contrary)
