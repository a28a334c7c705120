import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.primitives import Ngrams, excerpt

WORDS = Ngrams().words()


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
    found = excerpt(text, primitive, WORDS, width=10)
    assert found.replace(" …", "…") == expected.replace(" …", "…")


def test_text_without_the_primitive_is_shown_from_its_beginning():
    assert excerpt("nothing of the kind is said in here", "film", WORDS, width=12) == "nothing of …"


def test_first_occurrence_is_shown():
    assert excerpt("good one, bad one, good two", "good", WORDS, width=6) == "good one, …"


def test_primitive_inside_of_another_word_is_not_taken_for_it():
    assert excerpt("goodness me, what a good film", "good", WORDS, width=7) == "… what a good film"


def test_mark_behind_the_primitive_stays_at_it():
    assert excerpt("a good, long film", "good", WORDS) == "a good, long film"


@given(st.lists(st.sampled_from(["good", "film", "a", "!", ",", "waste of", "\n"]), max_size=25), st.integers(0, 30))
def test_an_excerpt_is_one_line_and_holds_the_primitive(parts, width):
    text = " ".join(parts)
    found = excerpt(text, "good", WORDS, width=width)
    assert "\n" not in found
    assert ("good" in found) == ("good" in text) or "good" not in parts
    assert len(found) <= 2 * width + len("good") + len("…  …") + 2
