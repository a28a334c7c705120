"""A server without a socket, on a corpus one can count by hand."""

from contextlib import contextmanager
from itertools import count

import pytest
from starlette.testclient import TestClient

from lamplighter import Corpus, Session
from lamplighter.server import make_app
from lamplighter.store import MemoryStore

TEXTS = [
    "a good film",
    "good food",
    None,
    "a bad film",
    "bad food",
    "Good music!",
    "bad music",
    "a good film",
    "film and music",
]
GOLD = ["pos", "pos", None, "neg", "neg", "pos", "neg", "pos", None]

numbers = count()


@pytest.fixture
def small():
    """Eight documents in nine rows, two with the same text, one without a true label."""
    return Corpus.from_texts(TEXTS, gold=GOLD, ids=[f"r{row}" for row in range(9)], name="small.csv")


@pytest.fixture
def bare():
    """The same without ids and true labels."""
    return Corpus.from_texts(TEXTS, name="small.csv")


@pytest.fixture
def serving():
    """Serve a store, and end the server with the block."""

    @contextmanager
    def serve(store, **options):
        with TestClient(make_app(store, **options), raise_server_exceptions=False) as client:
            yield client

    return serve


@pytest.fixture
def created():
    """Make a store in memory for a corpus."""

    def create(corpus, kind=MemoryStore, **settings):
        session = Session(corpus, **{"labels": ["pos", "neg"], **settings})
        return kind.create(f"server test {next(numbers)}", corpus, session.events)

    return create


@pytest.fixture
def store(small, created):
    """A new project of the small corpus."""
    return created(small)


@pytest.fixture
def client(store, serving):
    with serving(store) as client:
        yield client


@pytest.fixture
def write():
    """Write a function, and expect it to be taken."""

    def write(client, primitive, label, document):
        answer = client.post("/api/functions", json={"primitive": primitive, "label": label, "document": document})
        assert answer.status_code == 201, answer.text
        return answer.json()

    return write
