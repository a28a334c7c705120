"""Simulated users, by hand on five documents.

=====  ==============  =====     =====  ======  ======
       text            class     word   of pos  of neg
=====  ==============  =====     =====  ======  ======
0      good film       pos       bad    1/3     2/3
1      good food       pos       film   2/3     1/3
2      bad film        neg       food   1/2     1/2
3      bad food        neg       good   3/3     0/3
4      good bad film   pos
=====  ==============  =====     =====  ======  ======
"""

import re

import numpy as np
import pytest

from lamplighter import Corpus, Session
from lamplighter.bench import USERS, UniformUser
from lamplighter.bench.users import function_accuracies
from lamplighter.exceptions import InputError, UnknownNameError

from .five import GOLD, TEXTS, Lots, shown


def answers(session, document, *, threshold, lots):
    return [UniformUser(session, threshold=threshold, rng=Lots(lot)).answer(shown(session, document)) for lot in lots]


def test_accuracy_of_a_function_is_the_share_of_its_documents_with_that_class(session):
    accuracies = function_accuracies(session, session.gold)
    assert session.engine.index.vocabulary.terms == ("bad", "film", "food", "good")
    assert accuracies == pytest.approx(np.array([[1 / 3, 2 / 3], [2 / 3, 1 / 3], [1 / 2, 1 / 2], [3 / 3, 0 / 3]]))


@pytest.mark.parametrize(
    ("document", "label", "candidates"),
    [
        (0, "pos", ["film", "good"]),
        (1, "pos", ["good"]),
        (2, "neg", ["bad"]),
        (3, "neg", ["bad"]),
        (4, "pos", ["film", "good"]),
    ],
)
def test_candidates_are_words_of_the_document_that_are_right_more_often_than_the_threshold(
    session, document, label, candidates
):
    lots = [(place + 0.5) / len(candidates) for place in range(len(candidates))]
    given = answers(session, document, threshold=0.5, lots=lots)
    assert given == [(word, label) for word in candidates]


def test_lowest_and_highest_lot_draw_the_first_and_the_last_candidate(session):
    assert answers(session, 4, threshold=0.0, lots=[0.0, 1 - 2**-53]) == [("bad", "pos"), ("good", "pos")]


def test_accuracy_has_to_be_above_the_threshold(session):
    assert answers(session, 2, threshold=2 / 3, lots=[0.5]) == [None]
    assert answers(session, 2, threshold=0.66, lots=[0.5]) == [("bad", "neg")]
    assert answers(session, 1, threshold=0.49, lots=[0.0, 0.9]) == [("food", "pos"), ("good", "pos")]


def test_each_candidate_is_drawn_about_equally_often(session):
    user = UniformUser(session, threshold=0.5, rng=np.random.default_rng(0))
    drawn = []
    for _ in range(2000):
        user.used.clear()
        drawn.append(user.answer(shown(session, 4))[0])
    assert drawn.count("film") == pytest.approx(1000, abs=90)  # four standard deviations of √(2000 · 1/4)
    assert set(drawn) == {"film", "good"}


def test_word_is_never_used_twice(session):
    user = UniformUser(session, threshold=0.5, rng=np.random.default_rng(0))
    given = [user.answer(shown(session, 0)) for _ in range(4)]
    assert sorted(given[:2]) == [("film", "pos"), ("good", "pos")]
    assert given[2:] == [None, None]
    assert user.answer(shown(session, 4)) is None
    assert user.answer(shown(session, 2)) == ("bad", "neg")
    assert user.answer(shown(session, 3)) is None


def test_one_lot_is_drawn_whether_there_are_candidates_or_not(session):
    rng, other = np.random.default_rng(5), np.random.default_rng(5)
    user = UniformUser(session, threshold=0.9, rng=rng)
    for document in (2, 0, 3):
        user.answer(shown(session, document))
        other.random()
    assert rng.random() == other.random()


def test_user_sees_no_more_than_the_session_needs_to_take_the_answer(session):
    user = UniformUser(session, rng=np.random.default_rng(0))
    suggestion = session.suggest()
    primitive, label = user.answer(suggestion)
    assert label == GOLD[suggestion.document]
    assert session.add(primitive, label).document == suggestion.document


@pytest.mark.parametrize("threshold", [-0.1, 1.0, float("nan")])
def test_threshold_that_no_accuracy_can_pass_is_an_error(session, threshold):
    message = f"The threshold is {threshold}; expected a number from 0 up to, but without, 1."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        UniformUser(session, threshold=threshold, rng=np.random.default_rng(0))


@pytest.mark.parametrize("gold", [None, ["pos", None, "neg", "neg", "pos"]])
def test_user_needs_the_true_class_of_every_document(gold):
    session = Session(Corpus.from_texts(TEXTS, gold=gold), labels=["pos", "neg"])
    message = "A simulated user needs the true label of every document. Name the column: --gold COLUMN."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        UniformUser(session, rng=np.random.default_rng(0))


def test_users_have_names():
    assert USERS["uniform"] is UniformUser
    message = (
        "No simulated user is called 'unifrom'. Did you mean 'uniform'? There are: coverage, explanation, guided, lexicon, "
        "noisy, reviewer, uniform."
    )
    with pytest.raises(UnknownNameError, match=f"^{re.escape(message)}$"):
        USERS["unifrom"]
