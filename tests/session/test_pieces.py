"""Texts as the page receives them: one string, with marks of the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.primitives import Ngrams, Segment, segments
from lamplighter.session.pieces import CutText, cut_text

EVERY_PLAIN_MARK = "|~^*=+#$%&@<>{}[]`"

WORDS = Ngrams().words()


def read(written: CutText) -> list[Segment]:
    """Read it as the page does."""
    run, space, other = written.marks
    found = []
    for at, part in enumerate(written.cut.split(run)):
        if at % 2 == 0:
            found += [Segment(part, None)] * bool(part)
            continue
        for place, word in enumerate(part.split(space)):
            text, *primitive = word.split(other)
            found += [Segment(" ", None)] * bool(place) + [Segment(text, (*primitive, text)[0])]
    return found


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", ""),
        ("?!", "?!"),
        ("fish", "|fish|"),
        ("a good  fish\n", "a |good|  |fish|\n"),
        ("good fish", "|good~fish|"),
        ("Good fish", "|Good^good~fish|"),
        ("it costs 5|6", "~it^costs~ 5|6"),
    ],
)
def test_words_are_marked(text, cut):
    assert cut_text(segments(text, WORDS)).cut == cut


def test_words_without_a_blank_between_them_stay_apart():
    pieces = [Segment("服", "服"), Segment("務", "務"), Segment(" ", None), Segment("好", "好")]
    written = cut_text(pieces)
    assert (written.cut, read(written)) == ("|服||務~好|", pieces)


def test_marks_are_characters_that_the_text_has_not():
    written = cut_text(segments(f"All of them: {EVERY_PLAIN_MARK}", WORDS))
    assert written.marks == "\ue000\ue001\ue002"
    assert "".join(piece.text for piece in read(written)) == f"All of them: {EVERY_PLAIN_MARK}"


@given(st.text(alphabet="aAσΣİ服 \n|~^.\u0301\ue000", max_size=30))
def test_what_is_read_is_what_was_written(text):
    pieces = segments(text, WORDS)
    assert read(cut_text(pieces)) == pieces


def test_fifty_thousand_words_take_little_more_room_than_their_text():
    text = "A battery that does not charge any more. " * 6000
    assert len(cut_text(segments(text, WORDS)).cut) < 1.2 * len(text)
