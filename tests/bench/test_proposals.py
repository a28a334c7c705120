"""Interactive weak supervision on 60 documents of four words.

==========  ================  ======
word        documents         class
==========  ================  ======
apple       0–11              red
cherry      0–11, as apple    red
banana      12–23             yellow
the         0–59: too common
wordN       N: too rare
==========  ================  ======

So six functions can be proposed: three words for two classes. Before the first answer the usefulness of each has mean ½
and variance ¼. Two words of the same documents have cosine 1, words of others 0; the noise has variance ¼ as well. A yes
moves the mean by ¼ / (¼ + ¼) · ½ = ¼ and leaves half the variance, for the function itself and for its word's twin, and
the other class of both by as much to the other side; a no is a yes to the other class.
"""

import re

import numpy as np
import pytest

from lamplighter import Corpus, Session
from lamplighter.bench.proposals import JOINED, Proposals
from lamplighter.exceptions import PoolExhaustedError, PrimitiveError

LABELS = ["red", "yellow"]
FUNCTIONS = [(word, label) for word in ("apple", "banana", "cherry") for label in LABELS]
"""In the order in which lots are drawn among equals."""

UNTOUCHED = 1.96 * np.sqrt(1 / 4) - 0
TOUCHED = 1.96 * np.sqrt(1 / 8) - 1 / 4
"""Straddle scores: 0.98 and 0.443."""


def texts():
    fruit = ["apple cherry"] * 12 + ["banana"] * 12 + [""] * 36
    return [f"the word{number} {word}" for number, word in enumerate(fruit)]


def session(written=None, **options):
    return Session(Corpus.from_texts(written or texts()), **{"labels": LABELS, "strategy": "random", **options})


class Judge:
    """Approves the functions it knows to be good, and remembers what it was asked."""

    def __init__(self, *good):
        self.good = set(good)
        self.asked = []

    def approves(self, primitive, label):
        self.asked.append((primitive, label))
        return (primitive, label) in self.good


TRUTH = (("apple", "red"), ("cherry", "red"), ("banana", "yellow"))


def asked(times, *good, seed=0):
    judge = Judge(*good)
    proposals = Proposals(session(), judge, seed=seed)
    for _ in range(times):
        proposals.ask()
    return proposals, judge.asked


def believed(proposals):
    return {(function.primitive, LABELS[function.label]) for function in proposals.models().functions}


def test_words_that_are_neither_rare_nor_common_are_proposed():
    proposals, _ = asked(0)
    vocabulary = proposals.session.engine.index.vocabulary
    assert [vocabulary.terms[number] for number in proposals.candidates] == ["apple", "banana", "cherry"]
    cosines = proposals.features @ proposals.features.T
    assert cosines == pytest.approx(np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]]), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_first_is_drawn_among_all(seed):
    lot = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(2,))).random()
    assert asked(1, seed=seed)[1] == [FUNCTIONS[int(6 * lot)]]


def test_first_is_another_with_another_seed():
    assert len({asked(1, seed=seed)[1][0] for seed in range(12)}) > 3


@pytest.mark.parametrize("seed", range(12))
def test_next_is_of_the_documents_of_which_nothing_is_known(seed):
    """All functions of the first word's documents have the score 0.443 now, all of the others 0.98."""
    assert TOUCHED < UNTOUCHED
    _, (first, second) = asked(2, *TRUTH, seed=seed)
    assert (first[0] == "banana") != (second[0] == "banana")


def test_scores_are_as_reckoned_on_paper():
    proposals, [(word, label)] = asked(1, *FUNCTIONS, seed=0)
    mean, sd = proposals._predicted()
    place, code = ["apple", "banana", "cherry"].index(word), LABELS.index(label)
    assert mean[place, code] == pytest.approx(3 / 4)
    assert mean[place, 1 - code] == pytest.approx(1 / 4)
    assert sd[place] ** 2 == pytest.approx(np.array([1 / 8, 1 / 8]))


def test_nothing_is_proposed_twice_and_the_end_is_told():
    proposals, questions = asked(6, *TRUTH)
    assert sorted(questions) == FUNCTIONS
    with pytest.raises(PoolExhaustedError, match=r"^All 6 functions have been proposed\.$"):
        proposals.ask()


@pytest.mark.parametrize("seed", range(4))
def test_functions_that_are_approved_are_learnt_from_and_those_refused_are_not(seed):
    proposals, questions = asked(6, *TRUTH, seed=seed)
    assert believed(proposals) == set(TRUTH)
    assert proposals.approved == [question in TRUTH for question in questions]
    assert proposals.n_functions == 3


def test_refused_function_is_not_learnt_from_even_where_it_is_predicted_useful():
    """For red speak the yes to apple, and the two times no to yellow; against it the no to cherry: ½ + (3 − 1) · ½ / 5."""
    proposals, _ = asked(6, ("apple", "red"))
    mean, _ = proposals._predicted()
    assert mean[[0, 2], 0] == pytest.approx([7 / 10, 7 / 10])
    assert believed(proposals) == {("apple", "red")}


def test_function_like_an_approved_one_joins_unasked():
    for seed in range(12):
        proposals, [(word, label)] = asked(1, *FUNCTIONS, seed=seed)
        twins = {"apple": {"apple", "cherry"}, "cherry": {"apple", "cherry"}, "banana": {"banana"}}[word]
        assert believed(proposals) == {(twin, label) for twin in twins}


def test_refused_function_speaks_for_the_other_class():
    proposals, [(word, label)] = asked(1)
    other = LABELS[1 - LABELS.index(label)]
    assert (word, other) in believed(proposals)
    assert (word, label) not in believed(proposals)


def test_before_the_first_answer_nothing_is_believed():
    proposals, _ = asked(0)
    assert (proposals.n_functions, proposals.n_documents) == (0, 0)
    assert proposals.models().predict(proposals.session.engine.index.transform(["apple"])).tolist() == [[0.5, 0.5]]


def test_models_have_learnt_from_the_functions():
    proposals, _ = asked(6, *TRUTH)
    models = proposals.models()
    votes = np.concatenate([block.toarray() for block in models.votes])
    assert (votes > 0).sum() == 3 * 12
    features = proposals.session.engine.index.transform(["an apple", "a banana"])
    assert models.predict(features).argmax(axis=1).tolist() == [0, 1]
    assert proposals.session.state.shown == proposals.session.state.shown.__class__()  # no document was shown


def test_shares_of_the_classes_that_are_known_are_used():
    proposals = Proposals(session(class_balance=[0.75, 0.25]), Judge(), seed=0)
    assert proposals.models().class_balance.tolist() == [0.75, 0.25]


def test_so_many_may_join_unasked_and_the_most_frequent_do():
    """160 words of five times ten documents, each word in every other document of its ten or in all of them."""
    written = []
    for document in range(60):
        group = document // 12
        often = [f"often{group}n{number}" for number in range(8)]
        seldom = [f"seldom{group}n{number}" for number in range(8)] if document % 12 < 10 else []
        written.append(" ".join(often + seldom))
    proposals = Proposals(session(written), Judge(), seed=0)
    proposals.approved, proposals.asked = [True] * 5, []
    words = [proposals._term(place) for place in range(len(proposals.candidates))]
    proposals.asked = [(words.index(f"often{group}n0"), 0) for group in range(5)]
    chosen = believed(proposals)
    assert len(chosen) == JOINED + 5 == proposals.n_functions
    often = {(word, "red") for word in words if word.startswith("often")}
    assert len(often) == 40
    assert often < chosen
    assert {label for _, label in chosen} == {"red"}


def test_corpus_without_words_to_propose_is_told():
    message = "No word stands in at least 10 documents and in at most 20% of them, so none can be proposed."
    with pytest.raises(PrimitiveError, match=f"^{re.escape(message)}$"):
        Proposals(session(["the cat", "the dog"] * 6), Judge(), seed=0).ask()
