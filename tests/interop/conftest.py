"""A session whose labels can be counted by hand."""

import pytest

from lamplighter import Corpus, Session


@pytest.fixture
def session():
    texts = ["a good film", None, "bad, “bad” food\nand drink", "good food", "a bad film", "nothing of the kind"]
    corpus = Corpus.from_texts(texts, ids=["7", "8", "07", None, "ß", ""])
    session = Session(corpus, labels=["ja", "nein, nie"])
    session.add("good", "ja", 0)
    session.add("bad", "nein, nie", 1)
    return session
