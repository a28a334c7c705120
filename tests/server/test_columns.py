"""What the page receives of the other columns."""

import pytest

from lamplighter import Corpus
from lamplighter.store import SqliteStore

TEXTS = ["a good film", "good food", None, "a bad film", "bad food"]


@pytest.fixture
def described():
    """Four documents in five rows, whose columns have gaps."""
    return Corpus.from_texts(
        TEXTS,
        gold=["pos", "pos", "", "neg", "neg"],
        columns={"stars": [5, 4, 3, None, 1.0], "by": ["<b>", "", "x", "", ""]},
    )


def test_document_has_what_its_row_says_and_nothing_else(described, created, serving):
    with serving(created(described)) as client:
        received = [client.get(f"/api/documents/{document}").json()["columns"] for document in range(4)]
    assert received == [{"stars": "5", "by": "<b>"}, {"stars": "4"}, {}, {"stars": "1"}]
    assert list(received[0]) == ["stars", "by"]


def test_suggested_document_has_its_columns_too(described, created, serving):
    with serving(created(described)) as client:
        document = client.get("/api/suggestion").json()["suggestion"]["document"]
        assert document == client.get(f"/api/documents/{document['document']}").json()
        assert "columns" in document


def test_columns_survive_a_restart(described, created, serving, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the store's place is a name there
    created(described, SqliteStore).close()
    [place] = tmp_path.iterdir()
    with serving(SqliteStore.open(place)) as client:
        assert client.get("/api/documents/0").json()["columns"] == {"stars": "5", "by": "<b>"}


def test_corpus_without_other_columns_has_empty_ones(client):
    assert client.get("/api/documents/0").json()["columns"] == {}


def test_labels_are_exported_without_the_columns(described, created, serving):
    with serving(created(described)) as client:
        header = client.get("/api/export/labels", params={"format": "csv"}).text.splitlines()[0]
    assert header == "row,text,label,proba_pos,proba_neg,coverage,given"
