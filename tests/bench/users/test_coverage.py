"""The user who prefers frequent words, on the five documents of ``five``."""

import numpy as np
import pytest

from lamplighter.bench import USERS, CoverageUser

from .five import Lots, drawn_words, shown


@pytest.mark.parametrize(
    ("lot", "answer"),
    [
        (0.0, ("food", "pos")),  # "food" stands in 2 documents, "good" in 3: chances 2/5 and 3/5
        (0.39, ("food", "pos")),
        (0.41, ("good", "pos")),
        (0.99, ("good", "pos")),
    ],
)
def test_chance_is_proportional_to_the_documents_that_contain_the_word(session, lot, answer):
    user = CoverageUser(session, threshold=0.49, rng=Lots(lot))
    assert user.answer(shown(session, 1)) == answer


@pytest.mark.parametrize(
    ("document", "threshold", "lot", "word"),
    [
        (0, 0.2, 0.42, "red"),  # "red" 3, "round" 4: 3/7 = .4286
        (0, 0.2, 0.43, "round"),
        (0, 0.5, 0.99, "red"),  # "round" is right for a in 1/4 only
        (3, 0.2, 0.27, "red"),  # 3, 4, 4: sums 3/11 = .273, 7/11 = .636
        (3, 0.2, 0.28, "round"),
        (3, 0.2, 0.63, "round"),
        (3, 0.2, 0.64, "small"),
        (3, 0.4, 0.49, "round"),  # "red" is right for b in 1/3 only: 4, 4
        (3, 0.4, 0.51, "small"),
    ],
)
def test_chances_of_three_classes(three, document, threshold, lot, word):
    user = CoverageUser(three, threshold=threshold, rng=Lots(lot))
    assert user.answer(shown(three, document))[0] == word


def test_frequencies_of_the_draws(three):
    words = drawn_words(CoverageUser(three, threshold=0.2, rng=np.random.default_rng(0)), 0, 2100)
    assert words.count("red") == pytest.approx(900, abs=91)  # four standard deviations of √(2100 · 3/7 · 4/7)
    assert set(words) == {"red", "round"}


def test_accuracy_has_to_be_above_the_threshold_however_frequent_the_word(session):
    assert CoverageUser(session, threshold=2 / 3, rng=Lots(0.5)).answer(shown(session, 2)) is None


def test_it_has_a_name():
    assert USERS["coverage"] is CoverageUser
