"""What tests of many rooms share: small corpora, and how Hypothesis looks for counter-examples."""

from urllib.request import Request, urlopen

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


@pytest.fixture
def s3(monkeypatch):
    """Serve S3, empty, on a port of this machine, where the environment says that it is."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415  (half a second, which few tests need)
    from s3fs import S3FileSystem  # noqa: PLC0415

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()
    urlopen(
        Request(f"http://{host}:{port}/moto-api/reset", method="POST")
    ).close()  # servers of a process share what they hold
    yield
    S3FileSystem.clear_instance_cache()
    server.stop()
