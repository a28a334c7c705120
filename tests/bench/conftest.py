"""Data sets so small that a run takes a blink."""

import polars as pl
import pytest

from lamplighter.bench.runs import Conditions
from lamplighter.bench.work import Site
from lamplighter.data.reviews import generate_reviews

OPINIONS = {"word": ["good", "lovely", "excellent", "dull", "sour", "unwanted"], "polarity": [1, 1, 1, -1, -1, -1]}


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """A folder with 60 reviews as ``amazon``, the same with other classes as ``sms``, and a word list."""
    folder = tmp_path_factory.mktemp("data")
    written = generate_reviews(60, random_state=1)
    spam = ["spam" if label == "negative" else "ham" for label in written.labels]
    pl.DataFrame({"text": written.texts, "label": written.labels}).write_parquet(folder / "amazon.parquet")
    pl.DataFrame({"text": written.texts, "label": spam}).write_parquet(folder / "sms.parquet")
    pl.DataFrame(OPINIONS).write_parquet(folder / "opinion_lexicon.parquet")
    return folder


@pytest.fixture
def site(data, tmp_path):
    """Where the data sets are, and where outcomes go."""
    conditions = Conditions(iterations=4, every=2, fingerprint="", version="")
    return Site(data, tmp_path / "runs", {"amazon": conditions, "sms": conditions})
