import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.primitives import Ngrams, segments

WORDS = Ngrams().words()


def marked(text, words=WORDS):
    """Write a text with its words in brackets."""
    return "".join(f"[{piece.text}]" if piece.primitive else piece.text for piece in segments(text, words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("—…!", "—…!"),
        ("good", "[good]"),
        ("A good film.", "A [good] [film]."),
        ("good goodness good", "[good] [goodness] [good]"),
        ("so-so  so", "[so]-[so]  [so]"),
        ("👍🏽 good 👩‍👩‍👧 film 👍", "👍🏽 [good] 👩‍👩‍👧 [film] 👍"),
        ("פילם טוב!", "[פילם] [טוב]!"),
        ("فيلم جيد جدا", "[فيلم] [جيد] [جدا]"),
        ("İyi film, İYİ film", "[İyi] [film], [İYİ] [film]"),
        ("İstanbul ΟΔΟΣ", "[İstanbul] [ΟΔΟΣ]"),
        ("don't", "[don]'t"),
        ("line\none\r\ttwo", "[line]\n[one]\r\t[two]"),
    ],
)
def test_words_stand_where_they_are_written(text, expected):
    assert marked(text) == expected


def test_pieces_carry_the_word_as_the_analyser_writes_it():
    assert [piece.primitive for piece in segments("Good FILM", WORDS)] == ["good", None, "film"]


def test_a_word_is_not_found_inside_of_one_that_was_left_out():
    # "becoming" is a stop word, and "coming" stands in it
    assert marked("Becoming: coming home", Ngrams(stop_words="english").words()) == "Becoming: [coming] [home]"


def test_word_that_stands_glued_to_what_was_left_out_is_found_all_the_same():
    assert marked("我爱北京。", lambda text: [word for word in ("北京",) if word in text]) == "我爱[北京]。"


def test_word_that_does_not_stand_in_the_text_is_passed_over():
    assert marked("running dogs", lambda text: ["run", "xyz", "dog"]) == "[run]ning [dog]s"


@given(st.text(max_size=60))
def test_pieces_joined_are_the_text(text):
    assert "".join(piece.text for piece in segments(text, WORDS)) == text


@given(
    st.lists(
        st.sampled_from(["good", "Good", "İ", "ß", "goodness", "x", "!", " ", "👍", "ΟΔΟΣ", "\n", "_"]), max_size=20
    )
)
def test_pieces_joined_are_the_text_and_no_piece_is_empty(parts):
    text = "".join(parts)
    pieces = segments(text, WORDS)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(st.text(alphabet="abAB ,.-ßéÉ", max_size=60))
def test_every_word_of_the_analyser_is_marked_in_order(text):
    assert [piece.primitive for piece in segments(text, WORDS) if piece.primitive] == WORDS(text)
