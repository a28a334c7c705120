"""Votes whose true classes and rates are known."""

import numpy as np
import pytest
from scipy import sparse


def drawn(rates, balance, n, seed):
    """Draw n documents and the votes of functions that are independent given the class; rates of shape (m, K, K)."""
    rng = np.random.default_rng(seed)
    K = len(balance)
    truth = rng.choice(K, size=n, p=balance)
    upper = np.cumsum(np.asarray(rates)[:, :, truth], axis=1)
    voted = (rng.random((len(rates), n))[:, np.newaxis] > upper).sum(axis=1) + 1
    return sparse.csr_array(np.where(voted <= K, voted, 0).T.astype(np.int64)), truth


def one_coin(accuracies, propensities, n_classes):
    """Give the rates of functions with one accuracy and one propensity each."""
    right = np.eye(n_classes, dtype=bool)
    accuracies = np.asarray(accuracies)[:, np.newaxis, np.newaxis]
    rates = np.where(right, accuracies, (1 - accuracies) / (n_classes - 1))
    return rates * np.asarray(propensities)[:, np.newaxis, np.newaxis]


def keywords(precisions, coverages, labels, balance):
    """Give the rates of functions that vote for one class each."""
    balance, K = np.asarray(balance), len(balance)
    rates = np.zeros((len(labels), K, K))
    for j, (precision, coverage, label) in enumerate(zip(precisions, coverages, labels, strict=True)):
        rates[j, label] = coverage * (1 - precision) / (1 - balance[label])
        rates[j, label, label] = coverage * precision / balance[label]
    return rates


def accuracy(model, votes, truth):
    """Give the share of the documents with votes that a model believes right, ties counted as chance breaks them."""
    covered = np.diff(votes.indptr) > 0
    beliefs = model.predict_proba(votes)[covered]
    best = np.isclose(beliefs, beliefs.max(axis=1, keepdims=True))
    return (best[np.arange(len(best)), truth[covered]] / best.sum(axis=1)).mean()


COINS = one_coin([0.9, 0.8, 0.7, 0.6, 0.85, 0.75, 0.65, 0.8], [0.6, 0.5, 0.7, 0.4, 0.3, 0.5, 0.6, 0.4], 2)
COINS3 = one_coin([0.9, 0.8, 0.7, 0.6, 0.85, 0.75, 0.65, 0.8], [0.6, 0.5, 0.7, 0.4, 0.3, 0.5, 0.6, 0.4], 3)
PRECISIONS = [0.9, 0.6, 0.8, 0.7, 0.65, 0.85, 0.75, 0.6, 0.8, 0.9, 0.7, 0.65]
COVERAGES = [0.1, 0.2, 0.15, 0.1, 0.2, 0.15, 0.1, 0.2, 0.15, 0.1, 0.2, 0.15]
CASES = {
    "two classes, one coin": (COINS, [0.5, 0.5]),
    "two uneven classes, one coin": (COINS, [0.7, 0.3]),
    "three classes, one coin": (COINS3, [0.5, 0.3, 0.2]),
    "two classes, keywords": (keywords(PRECISIONS, COVERAGES, [0, 1] * 6, [0.5, 0.5]), [0.5, 0.5]),
    "three classes, keywords": (keywords(PRECISIONS, COVERAGES, [0, 1, 2] * 4, [0.4, 0.3, 0.3]), [0.4, 0.3, 0.3]),
}


@pytest.fixture(scope="package", params=CASES)
def known(request):
    """Give votes, true classes, true rates and the class balance: 20,000 documents of several kinds."""
    rates, balance = CASES[request.param]
    votes, truth = drawn(rates, balance, 20_000, 0)
    return votes, truth, rates, np.array(balance)


@pytest.fixture
def eight():
    """Give all votes of three functions on two even classes, each right on 3/4 of the documents, and how often each is.

    Of 64 documents 32 are of each class. All three are right on 32 · 27/64 and wrong on 32 · 1/64, together 14 for either
    class; one certain of them disagrees on 32 · 9/64 + 32 · 3/64 = 6.
    """
    rows = [[1, 1, 1], [1, 1, 2], [1, 2, 1], [1, 2, 2], [2, 1, 1], [2, 1, 2], [2, 2, 1], [2, 2, 2]]
    return sparse.csr_array(rows), np.array([14, 6, 6, 6, 6, 6, 6, 14]), np.array([1 / 2, 1 / 2])


@pytest.fixture
def share_right():
    """Give the function that measures a model's accuracy."""
    return accuracy
