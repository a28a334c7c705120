"""Sessions on the documents of ``five``."""

import pytest

from lamplighter import Corpus, Session

from .five import GOLD, GOLD_OF_THREE, TEXTS, TEXTS_OF_THREE


@pytest.fixture
def session():
    return Session(Corpus.from_texts(TEXTS, gold=GOLD), labels=["pos", "neg"])


@pytest.fixture
def three():
    return Session(Corpus.from_texts(TEXTS_OF_THREE, gold=GOLD_OF_THREE))
