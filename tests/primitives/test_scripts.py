"""How texts of other scripts are cut: what docs/languages.md says of it."""

import pytest

from lamplighter import Corpus, Ngrams, Session
from lamplighter.primitives import segments
from lamplighter.session import explain

CHINESE = ["这家餐厅的服务非常好，但是菜的味道一般。", "服务很好", "味道不好", "味道一般"]


def characters(text):
    return [letter for letter in text if letter.isalnum()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Très bon café!", ["très", "bon", "café"]),
        ("한국어 문장은 배송이", ["한국어", "문장은", "배송이"]),
        ("المنتج ممتاز جدا", ["المنتج", "ممتاز", "جدا"]),
        (CHINESE[0], ["这家餐厅的服务非常好", "但是菜的味道一般"]),
        ("I 😍 it, 👩‍👩‍👧‍👦!", ["it"]),
    ],
)
def test_a_word_is_a_run_of_letters(text, words):
    assert Ngrams().words()(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("यह अच्छा है।", ["यह", "अच्छा", "है"]),
        ("המוצר שָׁלוֹם טוב", ["המוצר", "שָׁלוֹם", "טוב"]),
        ("كِتَابٌ مُمْتَاز، جدا", ["كِتَابٌ", "مُمْتَاز", "جدا"]),
        ("มันเป็นสินค้าที่ดี มาก", ["มันเป็นสินค้าที่ดี", "มาก"]),  # a clause: nothing stands between its words
        ("நல்ல படம்", ["நல்ல", "படம்"]),
        ("tre\u0300s bon cafe\u0301", ["tre\u0300s", "bon", "cafe\u0301"]),
        ("İstanbul'da", ["i\u0307stanbul", "da"]),  # lower-cased, it is two characters, the second a mark
        ("1\ufe0f\u20e3 \u0301 a", []),  # neither an emoji's digit nor a mark on nothing is a word
    ],
)
def test_marks_belong_to_the_word_they_stand_on(text, words):
    assert Ngrams().words()(text) == words
    assert Ngrams(ngram_range=(1, 2)).words()(text) == words
    shown = segments(text, Ngrams().words())
    assert "".join(piece.text for piece in shown) == text
    assert [piece.primitive for piece in shown if piece.primitive] == words


def test_words_with_marks_vote_and_are_shown_where_they_stand():
    texts = ["यह अच्छा है", "बहुत अच्छा!", "यह अच्छाई नहीं"]
    session = Session(Corpus.from_texts(texts), labels=["good", "bad"])
    for written in ("अच्छा", '"अच्छा"', r"/\bअच्छा\b/"):  # of the word, the letters and the engine of expressions
        session.add(written, "good", document=0)
    assert session.label_matrix().T.tolist() == [[0, 0, -1]] * 3
    assert [passage.text for passage in explain(session, session.models(), 1).passages] == ["बहुत ", "अच्छा", "!"]


def test_exported_classifier_keeps_marks_too():
    session = Session(Corpus.from_texts(["अच्छा माल", "अच्छा काम", "बुरा माल", "बुरा काम"]), labels=["good", "bad"])
    session.add("अच्छा", "good", document=0)
    session.add("बुरा", "bad", document=2)
    pipeline = session.end_model_
    assert sorted(pipeline[0].vocabulary_) == ["अच्छा", "काम", "बुरा", "माल"]
    assert pipeline.predict(["अच्छा", "बुरा"]).tolist() == ["good", "bad"]


def test_characters_as_words_make_phrases_of_chinese():
    primitives = Ngrams(ngram_range=(1, 2), tokenizer=characters, min_df=1)
    session = Session(Corpus.from_texts(CHINESE), labels=["good", "bad"], primitives=primitives)
    session.add("服 务", "good", document=0)
    assert session.label_matrix()[:, 0].tolist() == [0, 0, -1, -1]


def test_patterns_find_chinese_that_is_not_cut():
    session = Session(Corpus.from_texts(CHINESE), labels=["good", "bad"], primitives=Ngrams(min_df=1))
    session.add('"服务"', "good", document=0)
    session.add("/味道(不|一)/", "bad", document=2)
    assert session.label_matrix().T.tolist() == [[0, 0, -1, -1], [1, -1, 1, 1]]


def test_patterns_find_emoji():
    texts = ["love it 😍", "hate it 😡😡", "it 😍😍 came", "it came"]
    session = Session(Corpus.from_texts(texts), labels=["good", "bad"])
    session.add('"😍"', "good", document=0)
    session.add("/😡|hate/", "bad", document=1)
    assert session.label_matrix().T.tolist() == [[0, -1, 0, -1], [-1, 1, -1, -1]]
