"""Snorkel itself; where it is not installed, that one is told so."""

import importlib.util
import random
import re

import numpy as np
import pytest
from scipy import sparse

from lamplighter.exceptions import MissingExtraError
from lamplighter.learning import LABEL_MODELS, MeTaLSteps, Snorkel
from lamplighter.learning.snorkel import global_chance_kept
from lamplighter.linalg import distinct_rows
from lamplighter.votes import snorkel_matrix


def test_without_snorkel_it_says_what_to_install(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "snorkel" else found(name))
    message = (
        "The label model 'snorkel' needs Snorkel, which is not installed. "
        'Install it with: pip install "lamplighter[snorkel]"'
    )
    with pytest.raises(MissingExtraError, match=f"^{re.escape(message)}$"):
        LABEL_MODELS["snorkel"]()


@pytest.fixture
def label_model():
    """Give Snorkel's class, or skip the test."""
    return pytest.importorskip("snorkel.labeling.model").LabelModel


def test_it_believes_what_snorkel_believes(label_model, known):
    votes, _, _, balance = known
    votes = votes[:3000]
    theirs = label_model(cardinality=len(balance), verbose=False)
    theirs.fit(snorkel_matrix(votes), class_balance=balance.tolist(), progress_bar=False, seed=3, lr=0.02, n_epochs=50)
    rows, counts, numbers = distinct_rows(votes)
    ours = Snorkel(seed=3, lr=0.02, n_epochs=50).fit(rows, counts, n_classes=len(balance), class_balance=balance)
    assert ours.fallback_ is None
    assert ours.predict_proba(rows)[numbers] == pytest.approx(theirs.predict_proba(snorkel_matrix(votes)), abs=1e-5)


def test_steps_without_it_lead_to_the_same_place(label_model, known):
    votes, _, _, balance = known
    rows, counts, _ = distinct_rows(votes)
    for seed, settings in enumerate(({}, {"l2": 0.1}, {"lr": 0.1, "n_epochs": 500, "precision": 0.8})):
        theirs = Snorkel(seed=seed, **settings).fit(rows, counts, n_classes=len(balance), class_balance=balance)
        assert theirs.fallback_ is None
        ours = MeTaLSteps(
            steps=settings.get("n_epochs", 100),
            step_size=settings.get("lr", 0.01),
            l2=settings.get("l2", 0.0),
            precision=settings.get("precision", 0.7),
            scale=np.random.RandomState(seed).random_sample(),  # what Snorkel draws
        ).fit(rows, counts, n_classes=len(balance), class_balance=balance)
        assert ours.predict_proba(rows) == pytest.approx(theirs.predict_proba(rows), abs=1e-3)


def test_chance_elsewhere_goes_on_as_if_it_had_not_been_there(label_model, eight):
    import torch  # noqa: PLC0415

    votes, counts, balance = eight

    def draws(between):
        random.seed(1)
        np.random.seed(1)  # noqa: NPY002
        torch.manual_seed(1)
        between()
        return random.random(), np.random.random(), float(torch.rand(1))  # noqa: NPY002

    alone = draws(lambda: None)
    assert draws(lambda: Snorkel().fit(votes, counts, n_classes=2, class_balance=balance)) == alone

    def breaks_off():
        with global_chance_kept():
            np.random.seed(5)  # noqa: NPY002
            raise KeyError

    def fails():
        with pytest.raises(KeyError):
            breaks_off()

    assert draws(fails) == alone


def test_many_votes_on_one_document_do_not_end_in_zero_by_zero(label_model):
    rng = np.random.default_rng(0)
    votes = sparse.csr_array(rng.integers(1, 3, size=(200, 400)))
    model = Snorkel(lr=1e-4).fit(votes, n_classes=2, class_balance=np.array([1 / 2, 1 / 2]))
    assert model.fallback_ is None
    assert np.isfinite(model.predict_proba(votes)).all()
