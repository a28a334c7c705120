"""The user who errs, on the five documents of ``five``."""

import re
from collections import Counter
from functools import partial

import numpy as np
import pytest

from lamplighter.bench import USERS, CoverageUser, ExplanationUser, Lexicon, LexiconUser, NoisyUser, UniformUser
from lamplighter.exceptions import InputError

from .five import GOLD, GOLD_OF_THREE, drawn_words, shown

OPINIONS = Lexicon.from_entries([("good", 1), ("bad", -1), ("film", 1)])


def noisy(session, seed=0, **options):
    rates = {"label_noise": 0.0, "keyword_noise": 0.0, "threshold": 0.5}
    return NoisyUser(session, rng=np.random.default_rng(seed), **{**rates, **options})


def all_labels(user):
    return [user.label(document) for document in range(5)]


@pytest.mark.parametrize("base", [UniformUser, CoverageUser, ExplanationUser, partial(LexiconUser, lexicon=OPINIONS)])
@pytest.mark.parametrize("seed", range(5))
def test_without_noise_it_answers_as_the_other_user_does(session, base, seed):
    other = base(session, threshold=0.3, rng=np.random.default_rng(seed))
    user = noisy(session, seed, threshold=0.3, base=base)
    for document in (4, 0, 2, 1, 3, 4):
        assert user.answer(shown(session, document)) == other.answer(shown(session, document))
    assert all_labels(user) == GOLD
    assert user.approves("good", "pos")
    assert not user.approves("good", "neg")


# ---------------------------------------------------------------------- labels


def test_wrong_label_keeps_the_keyword_of_the_true_one(session):
    for seed in range(10):
        user, true = noisy(session, seed, label_noise=1.0), noisy(session, seed)
        for document in (0, 2, 4):
            (word, wrong), (same, right) = user.answer(shown(session, document)), true.answer(shown(session, document))
            assert (word, {wrong, right}) == (same, {"pos", "neg"})


def test_answer_has_the_label_that_is_given_when_asked_for_alone(session):
    for seed in range(20):
        user = noisy(session, seed, label_noise=0.5)
        told = all_labels(user)
        assert all_labels(user) == told
        assert user.answer(shown(session, 4)) in {("film", told[4]), ("good", told[4])}


def test_each_wrong_class_is_as_likely(three):
    told = Counter(noisy(three, seed, label_noise=1.0).label(4) for seed in range(400))
    assert set(told) == {"a", "b"}  # the true one is c
    assert told["a"] == pytest.approx(200, abs=40)  # four standard deviations of √(400 · 1/4)


def test_share_of_wrong_labels_is_the_rate(three):
    wrong = sum(
        told != true
        for seed in range(200)
        for told, true in zip(all_labels(noisy(three, seed, label_noise=0.25)), GOLD_OF_THREE, strict=True)
    )
    assert wrong == pytest.approx(250, abs=55)  # four standard deviations of √(1000 · 1/4 · 3/4)


def test_higher_rate_adds_errors_to_those_of_a_lower_one(three):
    for seed in range(30):
        few, more = (all_labels(noisy(three, seed, label_noise=rate)) for rate in (0.3, 0.6))
        assert all(low in {true, high} for low, high, true in zip(few, more, GOLD_OF_THREE, strict=True))


# ---------------------------------------------------------------------- keywords


def test_bad_keyword_is_any_word_of_the_document(session):
    user = noisy(session, keyword_noise=1.0, min_coverage=3)
    words = drawn_words(user, 3, 2000)  # of "bad" and "food", only the first is neg often enough and in 3 documents
    assert words.count("bad") == pytest.approx(1000, abs=90)  # four standard deviations of √(2000 · 1/4)
    assert set(words) == {"bad", "food"}


def test_bad_keyword_comes_where_no_good_one_is(session):
    assert noisy(session, threshold=2 / 3).answer(shown(session, 2)) is None
    word, label = noisy(session, threshold=2 / 3, keyword_noise=1.0).answer(shown(session, 2))
    assert (word in {"bad", "film"}, label) == (True, "neg")


def test_share_of_documents_with_a_bad_keyword_is_the_rate(session):
    bad = 0
    for seed in range(600):
        answer = noisy(session, seed, keyword_noise=0.4).answer(shown(session, 1))
        bad += answer == ("food", "pos")  # which no other rule than the bad one gives, and it gives it every other time
    assert bad == pytest.approx(120, abs=40)  # four standard deviations of √(600 · 1/5 · 4/5)


def test_no_keyword_is_used_twice_whether_bad_or_good(session):
    for seed in range(20):
        user = noisy(session, seed, keyword_noise=0.5)
        given = [user.answer(shown(session, document)) for document in (0, 1, 2, 3, 4) * 3]
        words = [answer[0] for answer in given if answer]
        assert len(words) == len(set(words))
        assert user.used == set(words)


# ---------------------------------------------------------------------- proposals


def test_opinion_of_a_function_is_turned_round_at_the_rate_of_wrong_labels(session):
    assert not noisy(session, label_noise=1.0).approves("good", "pos")
    assert noisy(session, label_noise=1.0).approves("good", "neg")
    refused = sum(not noisy(session, seed, label_noise=0.25).approves("good", "pos") for seed in range(400))
    assert refused == pytest.approx(100, abs=35)  # four standard deviations of √(400 · 1/4 · 3/4)


def test_opinion_of_a_function_stays(session):
    for seed in range(20):
        user = noisy(session, seed, label_noise=0.5)
        once = user.approves("film", "pos")
        user.answer(shown(session, 4))
        assert user.approves("film", "pos") is once


# ---------------------------------------------------------------------- lots and settings


def test_lots_are_those_of_one_draw_an_answer(session):
    rng, other = np.random.default_rng(5), np.random.default_rng(5)
    user = NoisyUser(session, rng=rng, label_noise=0.5, keyword_noise=0.5)
    for document in (2, 0, 3, 4, 4):
        user.answer(shown(session, document))
        user.label(document)
        user.approves("film", "neg")
        other.random()
    assert rng.random() == other.random()


def test_other_user_keeps_its_own_settings(session):
    user = noisy(session, threshold=0.0, base=partial(UniformUser, min_coverage=3))
    assert set(drawn_words(user, 1, 30)) == {"good"}  # "food" stands in two documents


def test_one_in_ten_errs_when_nothing_is_said(session):
    user = USERS["noisy"](session, threshold=0.5, rng=np.random.default_rng(0))
    assert isinstance(user, NoisyUser)
    assert (user.label_noise, user.keyword_noise, type(user.base)) == (0.1, 0.1, UniformUser)


@pytest.mark.parametrize("name", ["label_noise", "keyword_noise"])
@pytest.mark.parametrize("rate", [-0.1, 1.1, float("nan")])
def test_rate_is_between_zero_and_one(session, name, rate):
    with pytest.raises(InputError, match=f"^{re.escape(f'{name} is {rate}; expected a rate from 0 to 1.')}$"):
        noisy(session, **{name: rate})


def test_other_user_that_cannot_be_made_says_why(session):
    with pytest.raises(InputError, match=r"^The user 'lexicon' needs a word list: "):
        noisy(session, base=LexiconUser)
