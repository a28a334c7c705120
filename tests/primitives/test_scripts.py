"""How texts of other scripts are cut: what docs/languages.md says of it."""

import re

import pytest

from lamplighter import Corpus, Ngrams, Session

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


def test_marks_end_words_unless_a_tokeniser_keeps_them():
    hindi = "यह अच्छा है।"
    assert Ngrams().words()(hindi) == ["यह", "अच"]
    keep = re.compile(r"[^\s\d_!-/:-@\[-`{-~।॥]{2,}").findall
    assert Ngrams(tokenizer=keep).words()(hindi) == ["यह", "अच्छा", "है"]


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
