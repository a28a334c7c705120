from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.primitives import Ngrams, excerpt, occurrences

WORDS = Ngrams().words()


def around(text, primitive, **width):
    """Give the words around the first place of a primitive; the beginning, where it has none."""
    return excerpt(text, *occurrences(text, primitive.split(), WORDS)[:1], **width)


@pytest.mark.parametrize(
    ("text", "primitive", "expected"),
    [
        ("A fine film indeed.", "film", "A fine film indeed."),
        ("film first, and then a lot of talk", "film", "film first, and…"),
        ("a lot of talk and at last the film", "film", "… last the film"),
        ("what a waste, of money it was then", "waste of money", "what a waste, of money it was…"),
        ("one\n\ntwo\tthree", "two", "one two three"),
        ("they say film 👍 good", "film", "they say film 👍 good"),
        ("", "film", ""),
    ],
)
def test_words_around_a_primitive_on_one_line(text, primitive, expected):
    found = around(text, primitive, width=10)
    assert found.replace(" …", "…") == expected.replace(" …", "…")


def test_text_without_the_primitive_is_shown_from_its_beginning():
    assert around("nothing of the kind is said in here", "film", width=12) == "nothing of …"


def test_first_occurrence_is_shown():
    assert around("good one, bad one, good two", "good", width=6) == "good one, …"


def test_primitive_inside_of_another_word_is_not_taken_for_it():
    assert around("goodness me, what a good film", "good", width=7) == "… what a good film"


def test_mark_behind_the_primitive_stays_at_it():
    assert around("a good, long film", "good") == "a good, long film"


@given(st.lists(st.sampled_from(["good", "film", "a", "!", ",", "waste of", "\n"]), max_size=25), st.integers(0, 30))
def test_an_excerpt_is_one_line_and_holds_the_primitive(parts, width):
    text = " ".join(parts)
    found = around(text, "good", width=width)
    assert "\n" not in found
    assert ("good" in found) == ("good" in text) or "good" not in parts
    assert len(found) <= 2 * width + len("good") + len("…  …") + 2


@pytest.mark.parametrize(
    ("text", "primitive", "places"),
    [
        ("Not good. Not GOOD at all!", "not good", ["Not good", "Not GOOD"]),
        ("waste,\nof money", "waste of money", ["waste,\nof money"]),
        ("film film film", "film film", ["film film"]),  # no two overlap
        ("👍 good 👎 good", "good", ["good", "good"]),
        ("İyi good, ẞ good", "good", ["good", "good"]),  # letters that grow when they are made small
        ("cafe\u0301 café", "café", ["café"]),
        ("goodness", "good", []),
        ("", "good", []),
    ],
)
def test_places_of_words_that_follow_one_another(text, primitive, places):
    found = occurrences(text, primitive.split(), WORDS)
    assert [text[start:end] for start, end in found] == places
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
