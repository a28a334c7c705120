"""The user who explains a classifier."""

import re

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from lamplighter import Corpus, Session
from lamplighter.bench import USERS, ExplanationUser
from lamplighter.bench.users import contributions
from lamplighter.exceptions import InputError
from lamplighter.primitives import Tfidf

from .five import Lots, drawn_words, shown


def explainer(session, **options):
    return ExplanationUser(session, **{"rng": np.random.default_rng(0), **options})


def every(user, label):
    """Give the weights of all primitives."""
    return user.weights(np.arange(len(user.session.engine.index.vocabulary)), label)


def test_contribution_to_a_class_is_its_weight_less_the_mean_of_the_others():
    weights = np.array([[2.0, 0.0, 9.0], [-1.0, 1.0, 9.0], [0.0, 5.0, 9.0]])  # the last column is the intercept
    expected = [
        [2 - (-1 + 0) / 2, -1 - (2 + 0) / 2, 0 - (2 - 1) / 2],
        [0 - (1 + 5) / 2, 1 - (0 + 5) / 2, 5 - (0 + 1) / 2],
    ]
    assert contributions(weights) == pytest.approx(np.array(expected))


def test_one_row_of_weights_speaks_for_the_second_of_two_classes():
    one, both = np.array([[1.5, -2.0, 0.3]]), np.array([[0.0, 0.0, 0.0], [1.5, -2.0, 0.3]])
    assert contributions(one).tolist() == [[-1.5, 1.5], [2.0, -2.0]]
    assert contributions(one) == pytest.approx(contributions(both))


@pytest.mark.parametrize("C", [0.5, 1.0, 4.0])
def test_weight_that_can_be_found_by_hand(C):
    # Each document is one word, whose feature is 1. By symmetry the weights are w and −w, the intercept is 0, and
    # 4 log(1 + exp(−w)) + 2w² / 2C is smallest where 2w / C = 4 / (1 + exp(w)).
    session = Session(Corpus.from_texts(["good", "bad"] * 2, gold=["pos", "neg"] * 2), labels=["pos", "neg"])
    user = explainer(session, C=C)
    assert session.engine.index.vocabulary.terms == ("bad", "good")
    bad, good = every(user, 0)
    assert bad == 0
    assert good * (1 + np.exp(good)) == pytest.approx(2 * C, rel=1e-3)
    assert every(user, 1) == pytest.approx([good, 0], rel=1e-3)


@pytest.mark.parametrize("name", ["session", "three"])
def test_weights_are_those_of_scikit_learns_classifier(name, request):
    session = request.getfixturevalue(name)
    features = sparse.vstack([block.features for block in session.engine.index.slices]).toarray()
    coefficients = LogisticRegression(tol=1e-8, max_iter=1000).fit(features, session.gold).coef_
    # Those of three classes sum to 0, so that the mean of the two others is −1/2 of the own.
    expected = np.vstack([-coefficients, coefficients]) if len(coefficients) == 1 else coefficients * 3 / 2
    user = explainer(session)
    for label in range(len(session.labels)):
        assert every(user, label) == pytest.approx(np.maximum(expected[label], 0), abs=2e-4)


def test_pairs_that_models_learn_from_do_not_change_what_comes_to_mind():
    texts = ["a good film", "a good film", "a bad film", "a bad film"] * 5 + ["good food", "bad food"]
    corpus = Corpus.from_texts(texts, gold=["+" if "good" in text else "-" for text in texts])
    sessions = [Session(corpus, labels=["+", "-"], features=Tfidf(bigram_min_df=least)) for least in (5, None)]
    assert sessions[0].engine.index.space.bigrams == ("bad film", "good film")
    with_pairs, without = (every(explainer(session), 0) for session in sessions)
    assert with_pairs == pytest.approx(without, abs=1e-4)
    assert max(without) > 0.5


def test_words_that_speak_against_the_class_do_not_come_to_mind(session):
    # "good" is always pos; "bad" is neg in 2/3, but where both stand it is pos.
    user = explainer(session, threshold=0.0)
    assert set(drawn_words(user, 4, 60)) == {"film", "good"}
    assert set(drawn_words(user, 3, 60)) == {"bad", "food"}


def test_chance_is_proportional_to_the_weight(session):
    user = explainer(session)
    _, film, _, good = every(user, 0)
    assert 0 < film < good
    words = drawn_words(user, 4, 2000)
    share = film / (film + good)
    assert words.count("film") == pytest.approx(2000 * share, abs=4 * np.sqrt(2000 * share * (1 - share)))


def test_accuracy_has_to_be_above_the_threshold_whatever_the_weight(session):
    user = explainer(session, threshold=2 / 3, rng=Lots(0.0, 0.5))
    assert user.answer(shown(session, 2)) is None
    assert user.answer(shown(session, 4)) == ("good", "pos")


def test_classifier_is_fitted_once_and_only_when_it_is_needed(session, monkeypatch):
    fitted = []
    summed = session.engine.summed
    monkeypatch.setattr(session.engine, "summed", lambda *asked: fitted.append(1) or summed(*asked))
    user = explainer(session)
    assert len(fitted) == 1  # the accuracies
    user.answer(shown(session, 0))
    once = len(fitted)
    assert once > 1
    user.answer(shown(session, 4))
    assert len(fitted) == once


def test_corpus_of_one_class_leaves_nothing_to_explain():
    session = Session(Corpus.from_texts(["good film"] * 3, gold=["pos"] * 3), labels=["pos", "neg"])
    assert explainer(session).answer(shown(session, 0)) is None


def test_class_without_documents_changes_nothing(session):
    more = Session(session.corpus, labels=["pos", "neutral", "neg"])
    user, other = explainer(session), explainer(more)
    assert every(other, 0).tolist() == every(user, 0).tolist()
    assert every(other, 1).tolist() == [0] * 4
    assert every(other, 2).tolist() == every(user, 1).tolist()


@pytest.mark.parametrize("C", [0.0, -1.0, float("nan")])
def test_c_is_above_zero(session, C):
    with pytest.raises(InputError, match=f"^{re.escape(f'C is {C}; expected a number above 0.')}$"):
        explainer(session, C=C)


def test_it_has_a_name():
    assert USERS["explanation"] is ExplanationUser
