"""What simulated users have in common, on the five documents of ``five``."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.bench import UniformUser
from lamplighter.bench.users import SimulatedUser, draw, function_accuracies
from lamplighter.exceptions import InputError, LabelError, PrimitiveError

from .five import GOLD, GOLD_OF_THREE, Lots, drawn_words, shown


class FilmGoer(SimulatedUser):
    """Thinks of films three times as readily as of all else but "good", which never comes to mind."""

    def weights(self, primitives, label):
        terms = self.session.engine.index.vocabulary.terms
        return np.array([{"film": 3.0, "good": 0.0}.get(terms[number], 1.0) for number in primitives])


def uniform(session, **options):
    return UniformUser(session, **{"rng": np.random.default_rng(0), **options})


# ---------------------------------------------------------------------- drawing


@pytest.mark.parametrize(
    ("lot", "place"),
    [(0.0, 0), (0.124, 0), (0.125, 2), (0.4, 2), (0.6249, 2), (0.625, 3), (1 - 2**-53, 3)],
)
def test_chance_of_a_place_is_its_share_of_the_weights(lot, place):
    # sums 1/8, 1/8, 5/8, 8/8, 8/8
    assert draw(np.array([1.0, 0.0, 4.0, 3.0, 0.0]), lot) == place


@pytest.mark.parametrize("weights", [[], [0.0], [0.0, 0.0, 0.0]])
def test_nothing_is_drawn_where_nothing_has_a_weight(weights):
    assert draw(np.array(weights), 0.5) is None


@given(
    st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e6)), min_size=1, max_size=30).filter(any),
    st.one_of(st.just(1 - 2**-53), st.floats(0, 1, exclude_max=True)),
)
def test_what_is_drawn_has_a_weight(weights, lot):
    assert weights[draw(np.array(weights), lot)] > 0


@given(st.integers(1, 1000), st.one_of(st.just(1 - 2**-53), st.floats(0, 1, exclude_max=True)))
def test_equal_weights_are_drawn_as_if_counted(n, lot):
    assert draw(np.ones(n), lot) == int(lot * n)


# ---------------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("document", "lot", "answer"),
    [
        (4, 0.0, ("bad", "pos")),  # of "bad" 1, "film" 3, "good" 0
        (4, 0.24, ("bad", "pos")),
        (4, 0.25, ("film", "pos")),
        (4, 0.99, ("film", "pos")),
        (1, 0.99, ("food", "pos")),  # of "food" 1, "good" 0
    ],
)
def test_word_is_drawn_by_its_weight(session, document, lot, answer):
    user = FilmGoer(session, threshold=0.0, rng=Lots(lot))
    assert user.answer(shown(session, document)) == answer


def test_weight_counts_for_nothing_below_the_threshold(session):
    user = FilmGoer(session, threshold=2 / 3, rng=Lots(0.5, 0.5))
    assert user.answer(shown(session, 4)) is None  # "film" is right in 2/3, "good" in 3/3 but has no weight
    assert user.used == set()


def test_used_word_leaves_its_chance_to_the_others(session):
    user = FilmGoer(session, threshold=0.0, rng=Lots(0.9, 0.9, 0.9))
    assert [user.answer(shown(session, 4)) for _ in range(3)] == [("film", "pos"), ("bad", "pos"), None]
    assert user.used == {"film", "bad"}


def test_draws_are_as_frequent_as_the_weights_say(session):
    words = drawn_words(FilmGoer(session, threshold=0.0, rng=np.random.default_rng(1)), 4, 2000)
    assert words.count("film") == pytest.approx(1500, abs=78)  # four standard deviations of √(2000 · 3/4 · 1/4)
    assert set(words) == {"film", "bad"}


@pytest.mark.parametrize(("min_coverage", "words"), [(1, {"food", "good"}), (2, {"food", "good"}), (3, {"good"})])
def test_words_of_fewer_documents_do_not_come_to_mind(session, min_coverage, words):
    user = uniform(session, threshold=0.0, min_coverage=min_coverage)
    assert set(drawn_words(user, 1, 40)) == words


def test_no_word_of_enough_documents_gives_no_answer(session):
    assert uniform(session, min_coverage=4).answer(shown(session, 4)) is None


# ---------------------------------------------------------------------- three classes


def test_accuracies_of_three_classes_sum_to_one(three):
    expected = [[2 / 3, 1 / 3, 0 / 3], [1 / 4, 2 / 4, 1 / 4], [1 / 4, 2 / 4, 1 / 4]]
    assert three.engine.index.vocabulary.terms == ("red", "round", "small")
    assert function_accuracies(three, three.gold) == pytest.approx(np.array(expected))


@pytest.mark.parametrize(
    ("document", "threshold", "words"),
    [
        (0, 0.5, {"red"}),
        (0, 0.2, {"red", "round"}),
        (3, 0.2, {"red", "round", "small"}),
        (3, 0.4, {"round", "small"}),
        (4, 0.2, {"round", "small"}),
    ],
)
def test_candidates_of_three_classes(three, document, threshold, words):
    user = uniform(three, threshold=threshold)
    assert set(drawn_words(user, document, 60)) == words
    user.used.clear()
    assert user.answer(shown(three, document))[1] == GOLD_OF_THREE[document]


def test_rare_class_has_no_candidates_at_the_usual_threshold(three):
    assert uniform(three, threshold=0.5).answer(shown(three, 4)) is None


# ---------------------------------------------------------------------- labels and proposals


def test_label_is_the_true_one(session):
    user = uniform(session, rng=Lots())
    assert [user.label(document) for document in range(5)] == GOLD
    assert user.label(np.int64(2)) == "neg"


@pytest.mark.parametrize(
    ("primitive", "label", "threshold", "approved"),
    [
        ("good", "pos", 0.99, True),  # 3/3
        ("good", "neg", 0.0, False),  # 0/3: above 0 is asked for
        ("bad", "neg", 0.5, True),  # 2/3
        ("bad", "neg", 0.7, False),
        ("food", "pos", 0.5, False),  # 1/2 is not above 1/2
        ("food", "pos", 0.49, True),
    ],
)
def test_function_is_approved_that_is_right_more_often_than_the_threshold(
    session, primitive, label, threshold, approved
):
    assert uniform(session, threshold=threshold).approves(primitive, label) is approved


def test_approving_draws_nothing_and_uses_nothing_up(session):
    user = uniform(session, rng=Lots(0.9))
    assert user.approves("good", "pos")
    assert user.answer(shown(session, 4)) == ("good", "pos")
    assert user.approves("good", "pos")


def test_proposal_that_is_no_primitive_is_an_error(session):
    message = (
        "'goods' is none of the 4 primitives of this corpus. A function that is proposed must be on one of them: "
        "session.engine.index.vocabulary.terms."
    )
    with pytest.raises(PrimitiveError, match=f"^{re.escape(message)}$"):
        uniform(session).approves("goods", "pos")


def test_proposal_for_no_class_is_an_error(session):
    message = "No class is called 'poss'. Did you mean 'pos'? There are: pos, neg."
    with pytest.raises(LabelError, match=f"^{re.escape(message)}$"):
        uniform(session).approves("good", "poss")


# ---------------------------------------------------------------------- settings


@pytest.mark.parametrize("count", [0, -3])
def test_min_coverage_is_a_count(session, count):
    message = f"min_coverage is {count}; expected a count of documents, 1 or more."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        uniform(session, min_coverage=count)
