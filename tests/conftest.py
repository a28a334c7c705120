"""What tests of many rooms share: small corpora, and how Hypothesis looks for counter-examples."""

import pytest
from hypothesis import settings

from lamplighter import Corpus
from lamplighter.data.reviews import generate_reviews

settings.register_profile("steady", deadline=None, max_examples=60, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000, database=None)
settings.load_profile("steady")


@pytest.fixture
def tiny() -> Corpus:
    """Six texts whose words one can count by hand."""
    return Corpus.from_texts(["a good film", "good food", "a bad film", "bad food", "good music", "bad music"])


@pytest.fixture(scope="session")
def reviews() -> Corpus:
    """300 generated reviews with their true class."""
    written = generate_reviews(300, random_state=1)
    return Corpus.from_texts(written.texts, gold=written.labels, name="reviews")


@pytest.fixture(scope="session")
def categories() -> Corpus:
    """300 generated reviews of three categories, the category as the true class."""
    written = generate_reviews(500, random_state=2)
    kept = [place for place, category in enumerate(written.categories) if category in {"films", "food", "phones"}][:300]
    return Corpus.from_texts(
        [written.texts[place] for place in kept], gold=[written.categories[place] for place in kept], name="categories"
    )
