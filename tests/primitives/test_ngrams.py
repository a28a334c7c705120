import re

import pytest

from lamplighter.exceptions import InputError
from lamplighter.primitives import PRIMITIVES, Ngrams


def by_commas(text):
    return [part.strip() for part in text.split(",")]


def test_words_are_lower_cased_runs_of_two_or_more_letters_or_digits():
    assert Ngrams().analyzer()("I paid 20€ for a Naïve_one, OK?") == ["paid", "20", "for", "naïve_one", "ok"]


def test_ngrams_run_across_punctuation():
    assert Ngrams(ngram_range=(2, 2)).analyzer()("Good. Film!") == ["good film"]


def test_words_are_single_whatever_the_range():
    assert Ngrams(ngram_range=(2, 3)).words()("not a good film") == ["not", "good", "film"]


def test_own_tokenizer_cuts_the_words():
    assert Ngrams(tokenizer=by_commas).analyzer()("New York, a") == ["new york", "a"]


def test_accents_and_stop_words_can_be_left_out():
    assert Ngrams(strip_accents="unicode", stop_words="english").words()("The Café of the year") == ["cafe", "year"]


def test_settings_make_the_same_again():
    ngrams = Ngrams(ngram_range=(1, 3), strip_accents="ascii", stop_words="english", min_df=5, max_df=0.5)
    assert Ngrams.from_settings(ngrams.settings()) == ngrams


def test_own_tokenizer_has_to_be_handed_in_again():
    settings = Ngrams(tokenizer=by_commas).settings()
    message = (
        f"The session was made with an own tokeniser, {by_commas.__module__}.by_commas. Hand the same one in again: "
        "primitives=Ngrams(tokenizer=…)."
    )
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Ngrams.from_settings(settings)


@pytest.mark.parametrize("ngram_range", [(0, 1), (2, 1)])
def test_range_that_is_none_is_an_error(ngram_range):
    message = f"ngram_range is {ngram_range}; expected two numbers, 1 or more, the smaller first."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Ngrams(ngram_range=ngram_range)


@pytest.mark.parametrize(("min_df", "max_df"), [(0, 1.0), (2, 0.0), (2, 1.5)])
def test_frequencies_out_of_range_are_an_error(min_df, max_df):
    message = f"min_df is {min_df} and max_df {max_df}; expected a count of 1 or more and a share up to 1."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Ngrams(min_df=min_df, max_df=max_df)


def test_the_named_kinds_are_words_and_pairs_of_words():
    assert {name: PRIMITIVES[name]().ngram_range for name in PRIMITIVES} == {"unigrams": (1, 1), "ngrams": (1, 2)}


def test_it_says_what_it_is():
    assert str(Ngrams(tokenizer=by_commas)) == f"unigrams of {by_commas.__module__}.by_commas"
