"""Where there are very many documents, a pick looks at some of them: other ones each time, and none is left out for ever."""

import pytest

from lamplighter import Corpus, Session
from lamplighter.data.reviews import generate_reviews
from lamplighter.exceptions import PoolExhaustedError
from lamplighter.linalg import row_blocks


@pytest.fixture(scope="module")
def corpus():
    written = generate_reviews(150, random_state=4)
    return Corpus.from_texts([f"{text} {number}" for number, text in enumerate(written.texts)], gold=written.labels)


@pytest.fixture
def looks_at(monkeypatch):
    """Have picks look at so many documents, in slices of ten."""

    def set_to(n):
        monkeypatch.setattr("lamplighter.session.picking.LOOKED_AT", n)
        monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=10))

    return set_to


def worked_on(corpus, strategy, n=12):
    """Label some documents; give those that were shown."""
    session = Session(corpus, labels=["negative", "positive"], strategy=strategy)
    shown = []
    for _ in range(n):
        document = session.suggest().document
        shown.append(document)
        session.label(document, corpus.gold[document])
    return session, shown


@pytest.mark.parametrize("strategy", ["coverage", "seu", "random"])
def test_what_is_looked_at_is_a_function_of_the_answers(corpus, looks_at, strategy):
    looks_at(30)
    session, shown = worked_on(corpus, strategy)
    assert worked_on(corpus, strategy)[1] == shown
    again = Session.replay(corpus, session.events)
    assert again.suggest().document == session.suggest().document


def test_other_documents_are_looked_at_each_time(corpus, looks_at, monkeypatch):
    looks_at(30)
    seen = []
    from lamplighter.session import picking  # noqa: PLC0415

    looked_at = picking._looked_at
    monkeypatch.setattr(picking, "_looked_at", lambda *given: seen.append(looked_at(*given)) or seen[-1])
    worked_on(corpus, "seu")
    assert all(30 <= mask.sum() < 50 for mask in seen)
    assert len({mask.tobytes() for mask in seen}) == len(seen) > 5


def test_as_many_as_there_may_be_are_all_looked_at(corpus, looks_at):
    looks_at(150)
    exact = worked_on(corpus, "seu")[1]
    looks_at(1_000_000)
    assert worked_on(corpus, "seu")[1] == exact


def test_every_document_comes_up(corpus, looks_at):
    looks_at(30)
    session, shown = worked_on(corpus, "random", n=150)
    assert sorted(shown) == list(range(150))
    with pytest.raises(PoolExhaustedError):
        session.suggest()
