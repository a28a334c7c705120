"""Finding documents: who is found, in which order, and what is kept of it.

::

    document  text         "good"→yes  "bad"→no  "film"→yes  given
    0         a good film  yes         -         yes         yes
    1         good food    yes         -         -           -
    2         a bad film   -           no        yes         no
    3         bad food     -           no        -           -
    4         good music   yes         -         -           -
    5         bad music    -           no        -           no
    6         the music    -           -         -           -
"""

import re
import time
from threading import Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Corpus, Session
from lamplighter.exceptions import InputError, LabelError, PrimitiveError, SessionError
from lamplighter.session import browse
from lamplighter.session.browse import Query, likeliest
from lamplighter.session.pieces import Passage, Piece, excerpt_pieces, passages

BETWEEN = "The probability is asked for from {} to {}; expected two numbers between 0 and 1, the smaller first."

TEXTS = ["a good film", "good food", "a bad film", "bad food", "good music", "bad music", "the music"]


@pytest.fixture
def session():
    session = Session(Corpus.from_texts(TEXTS), labels=["yes", "no"])
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    session.add("film", "yes", document=0)
    session.label(2, "no")
    session.label(5, "no")
    return session


@pytest.fixture
def fresh():
    """No answer yet."""
    return Session(Corpus.from_texts(TEXTS), labels=["yes", "no"])


def found(session, **query):
    """Give the documents that a query finds."""
    page = session.catalogue.page(session.models(), Query(**query))
    assert page.total == len(page.rows)
    return [row.document for row in page.rows]


# ---------------------------------------------------------------------- who is found


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ({}, [0, 1, 2, 3, 4, 5, 6]),
        ({"state": "any"}, [0, 1, 2, 3, 4, 5, 6]),
        ({"state": "uncovered"}, [6]),
        ({"state": "voted"}, [0, 1, 2, 3, 4, 5]),
        ({"state": "contradicted"}, [2]),
        ({"state": "labeled"}, [0, 2, 5]),  # on document 0 a function was written, which is of a class
        ({"given": "no"}, [2, 5]),
        ({"given": "yes"}, [0]),
        ({"function": 0}, [0, 1, 4]),
        ({"function": 2}, [0, 2]),
        ({"text": "music"}, [4, 5, 6]),
        ({"text": "GOOD  film!"}, [0]),  # as the analyser cuts it
        ({"text": "/^a /"}, [0, 2]),
        ({"text": "music & !the"}, [4, 5]),
        ({"text": "   "}, [0, 1, 2, 3, 4, 5, 6]),
        ({"text": "whale"}, []),
        ({"text": "music", "state": "uncovered"}, [6]),
        ({"text": "film", "given": "no", "function": 1, "state": "contradicted"}, [2]),
        ({"given": "yes", "function": 1}, []),
    ],
)
def test_documents_that_a_query_finds(session, query, documents):
    assert found(session, **query) == documents


def test_predicted_class_and_its_probability_are_those_of_the_end_model(session):
    predictions = session.predict_proba()
    best, sure = predictions.argmax(axis=1), predictions.max(axis=1)
    for code, label in enumerate(session.labels):
        assert found(session, predicted=label) == np.flatnonzero(best == code).tolist()
    middle = float(np.median(sure))
    assert found(session, least=middle) == np.flatnonzero(sure >= middle).tolist()
    assert found(session, most=middle) == np.flatnonzero(sure <= middle).tolist()
    assert found(session, least=middle, most=middle) == np.flatnonzero(sure == middle).tolist()
    assert found(session, state="uncertain") == np.flatnonzero(sure < 0.6).tolist()


def test_orders_by_certainty_keep_equally_certain_documents_in_that_of_the_corpus(session):
    sure = session.predict_proba().max(axis=1)
    by_certainty = sorted(range(7), key=lambda document: sure[document])
    assert found(session, order="least certain") == by_certainty
    assert found(session, order="most certain") == sorted(range(7), key=lambda document: -sure[document])
    assert found(session, order="least certain", text="music") == [d for d in by_certainty if d in {4, 5, 6}]


def test_without_an_end_model_nothing_is_predicted_and_certain_orders_are_that_of_the_corpus(fresh):
    page = fresh.catalogue.page(fresh.models(), Query(order="most certain"))
    assert [row.document for row in page.rows] == list(range(7))
    assert {(row.predicted, row.probability, row.believed, row.n_votes) for row in page.rows} == {(None, None, None, 0)}
    assert found(fresh, predicted="yes") == found(fresh, state="uncertain") == found(fresh, most=0.9) == []
    assert found(fresh, state="uncovered") == list(range(7))


# ---------------------------------------------------------------------- what is said of them


def test_row_says_what_is_known_of_its_document(session):
    rows = session.catalogue.page(session.models(), Query()).rows
    predictions = session.predict_proba()
    torn = rows[2]
    assert (torn.n_votes, torn.contradicted, torn.believed, torn.given) == (2, True, None, "no")
    assert (rows[0].n_votes, rows[0].contradicted, rows[0].believed, rows[0].given) == (2, False, "yes", "yes")
    assert (rows[6].n_votes, rows[6].contradicted, rows[6].believed, rows[6].given) == (0, False, None, None)
    for row in rows:
        assert row.predicted == session.labels[predictions[row.document].argmax()]
        assert row.probability == predictions[row.document].max()
        assert "".join(piece.text for piece in row.pieces) == TEXTS[row.document]


def test_what_was_looked_for_is_marked(session):
    rows = session.catalogue.page(session.models(), Query(text="good music")).rows
    assert [row.pieces for row in rows] == [(Piece("good music", found=True),)]


def test_page_is_a_part_and_tells_how_many_there_are(session):
    models = session.models()
    every = [row.document for row in session.catalogue.page(models, Query(order="least certain")).rows]
    for offset, limit in [(0, 3), (3, 3), (6, 3), (7, 3), (100, 5), (2, 0)]:
        page = session.catalogue.page(models, Query(order="least certain"), offset=offset, limit=limit)
        assert page.total == 7
        assert [row.document for row in page.rows] == every[offset : offset + limit]


# ---------------------------------------------------------------------- while things change


def test_label_is_found_before_models_have_seen_it(session):
    models = session.models()
    assert found_by(session, models, given="yes") == [0]
    session.label(6, "yes")
    assert found_by(session, models, given="yes") == [0, 6]
    session.undo()
    assert found_by(session, models, given="yes") == [0]


def test_function_is_found_before_models_have_seen_it(session):
    models = session.models()
    function = session.add("music", "no", document=6)
    assert found_by(session, models, function=function.number) == [4, 5, 6]
    session.edit(function, primitive="food")
    assert found_by(session, models, function=function.number) == [1, 3]
    assert found_by(session, models, state="uncovered") == [6]  # models say so, which have not seen it


def test_function_that_is_silent_votes_on_nothing(session):
    session.edit(0, enabled=False)
    assert found(session, function=0) == []


def found_by(session, models, **query):
    return [row.document for row in session.catalogue.page(models, Query(**query)).rows]


def test_nothing_is_asked_twice_of_all_documents(session, monkeypatch):
    models, catalogue, counted = session.models(), session.catalogue, []
    find = browse.Catalogue._find
    monkeypatch.setattr(browse.Catalogue, "_find", lambda self, *arguments: counted.append(1) or find(self, *arguments))
    for offset in range(5):
        catalogue.page(models, Query(text="music"), offset=offset, limit=1)
    assert len(counted) == 1
    for number in range(1, browse.KEPT):  # as many as are kept, with the first
        catalogue.page(models, Query(text="music", most=number / 10))
    catalogue.page(models, Query(text="music"))
    assert len(counted) == browse.KEPT
    catalogue.page(models, Query(text="music", most=0.95))  # one more: what was not asked for the longest is forgotten
    catalogue.page(models, Query(text="music"))
    assert len(counted) == browse.KEPT + 1
    catalogue.page(models, Query(text="music", most=0.1))
    assert len(counted) == browse.KEPT + 2
    assert len(catalogue._found._kept) == browse.KEPT


def test_models_that_are_newer_find_anew(session):
    assert found(session, state="uncovered") == [6]
    session.add("music", "no", document=6)
    assert found(session, state="uncovered") == []


def test_many_may_ask_at_once(session):
    models, answers = session.models(), []

    def ask(order):
        answers.append([row.document for row in session.catalogue.page(models, Query(order=order)).rows])

    threads = [Thread(target=ask, args=[order]) for order in ["least certain", "most certain", "document"] * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 15
    assert all(sorted(documents) == list(range(7)) for documents in answers)


def test_finding_changes_nothing(session):
    models = session.models()
    events = session.events
    for query in [Query(), Query(text="film"), Query(function=0), Query(state="contradicted", order="most certain")]:
        session.catalogue.page(models, query)
    assert session.events == events
    assert session.models() is models


# ---------------------------------------------------------------------- what cannot be asked


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            {"state": "odd"},
            "state is 'odd'; expected one of: any, uncovered, voted, contradicted, uncertain, labeled.",
        ),
        ({"order": "odd"}, "order is 'odd'; expected one of: document, least certain, most certain."),
        ({"least": 0.9, "most": 0.2}, BETWEEN.format("0.9", "0.2")),
        ({"least": -0.1}, BETWEEN.format("-0.1", "1")),
        ({"most": 1.5}, BETWEEN.format("0", "1.5")),
        ({"least": float("nan")}, BETWEEN.format("nan", "1")),
    ],
)
def test_query_that_makes_no_sense_is_refused(query, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Query(**query)


def refused(session, error, message, **query):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        session.catalogue.page(session.models(), Query(**query))


def test_class_that_there_is_not_is_refused(session):
    for name in ("predicted", "given"):
        with pytest.raises(LabelError, match="'maybe'"):
            session.catalogue.page(session.models(), Query(**{name: "maybe"}))


def test_function_that_does_not_stand_is_refused(session, fresh):
    refused(session, SessionError, "There is no function 7. Those that stand: 0, 1, 2.", function=7)
    refused(fresh, SessionError, "There is no function 0. Those that stand: none.", function=0)
    session.withdraw(0)
    refused(session, SessionError, "There is no function 0. Those that stand: 1, 2.", function=0)


def test_pattern_that_cannot_be_read_is_refused(session):
    for text in ("/(/", "!", "/x*/"):
        with pytest.raises(PrimitiveError):
            session.catalogue.page(session.models(), Query(text=text))
    assert found(session, text="film") == [0, 2]  # and nothing is held up by it


def test_negative_place_is_refused(session):
    for offset, limit in [(-1, 5), (0, -5)]:
        message = f"offset is {offset} and limit {limit}; expected two numbers, 0 or more."
        with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
            session.catalogue.page(session.models(), Query(), offset=offset, limit=limit)


# ---------------------------------------------------------------------- pieces of texts


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


def test_short_text_is_its_own_excerpt():
    assert excerpt_pieces("a bad film", [(2, 5)]) == (Piece("a ", False), Piece("bad", True), Piece(" film", False))
    assert excerpt_pieces("  a bad film \n", []) == (Piece("a bad film", False),)
    assert excerpt_pieces("bad", [(0, 3)]) == (Piece("bad", True),)
    assert excerpt_pieces("", []) == ()


def test_long_text_begins_at_its_beginning_where_the_first_place_is_near():
    text = "one two " * 50
    assert text_of(excerpt_pieces(text, [(4, 7)], length=30)) == "one two one two one two one …"
    assert text_of(excerpt_pieces(text, [], length=30)) == "one two one two one two one …"


def test_long_text_begins_a_little_before_a_place_that_is_far():
    text = "one two " * 50 + "waste" + " of time" * 50
    pieces = excerpt_pieces(text, [(400, 405)], length=40, before=10)
    assert pieces == (Piece("… one two ", False), Piece("waste", True), Piece(" of time of time of time of …", False))


def test_place_that_is_longer_than_the_excerpt_is_cut():
    pieces = excerpt_pieces("x" * 500, [(100, 300)], length=20, before=5)
    assert pieces == (Piece("… xxxxx", False), Piece("x" * 15, True), Piece(" …", False))


places = st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True).map(sorted)


@given(st.text("ab \n🙂", min_size=60, max_size=90), places, st.integers(5, 40), st.integers(0, 4))
def test_pieces_stand_in_the_text_and_show_the_first_place(text, edges, length, before):
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    pieces = excerpt_pieces(text, spans, length=length, before=before)
    shown = text_of(pieces).removeprefix("… ").removesuffix(" …")
    assert shown in text
    assert len(shown) <= length + 1
    marked = [piece.text for piece in pieces if piece.found]
    assert all(piece.text for piece in pieces)
    if text[slice(*spans[0])].strip():
        assert marked
        assert marked[0].strip()[0] in text[slice(*spans[0])]


@given(st.text("ab 🙂", max_size=40), st.dictionaries(st.integers(0, 5), places.map(lambda e: [(e[0], e[1])])))
def test_passages_joined_are_the_text_and_each_has_its_functions(text, spans):
    spans = {number: [(start, min(end, len(text)))] for number, [(start, end)] in spans.items() if start < len(text)}
    cut = passages(text, spans)
    assert "".join(passage.text for passage in cut) == text
    at = 0
    for passage in cut:
        here = {number for number, [(start, end)] in spans.items() if start <= at < end}
        assert set(passage.functions) == here
        at += len(passage.text)


def test_passages_keep_the_functions_order_also_where_one_finds_a_text_twice():
    """As a pattern of several words may: (0, 5) and (2, 7) of the same function."""
    assert passages("a fine film", {3: [(0, 5), (2, 7)], 1: [(2, 6)]}) == (
        Passage("a ", (3,)),
        Passage("fin", (3, 1)),
        Passage("e", (3, 1)),
        Passage(" ", (3,)),
        Passage("film", ()),
    )


def test_long_text_full_of_finds_is_cut_at_once():
    """50,000 words, every second of them found by one of ten functions; going through all pairs would take an hour."""
    text = "word " * 50_000
    spans = {number: [(at, at + 4) for at in range(10 * number, len(text), 100)] for number in range(10)}
    cut = passages(text, spans)
    assert len(cut) == 50_000
    assert [passage.functions for passage in cut[:4]] == [(0,), (), (1,), ()]


def test_likeliest_class_is_one_or_none():
    assert likeliest(np.array([0.1, 0.9])) == 1
    assert likeliest(np.array([0.5, 0.5])) is None
    assert likeliest(np.array([1 / 3, 1 / 3, 1 / 3])) is None


@pytest.mark.slow
def test_twenty_thousand_documents_are_searched_in_a_fraction_of_a_second():
    """It takes some 10 milliseconds; a machine that is busy with something else is given more."""
    rng = np.random.default_rng(0)
    words = [f"word{number}" for number in range(2000)]
    texts = [" ".join(words[at] for at in rng.zipf(1.3, 40) % 2000) for _ in range(20_000)]
    session = Session(Corpus.from_texts(texts), labels=["yes", "no"], learner="two-stage")
    session.add("word3", "yes", document=0)
    session.add("word7", "no", document=0)
    models = session.models()

    def seconds(query):
        began = time.perf_counter()
        browse.Catalogue(session).page(models, query, limit=1)
        return time.perf_counter() - began

    for query in [
        Query(order="least certain"),
        Query(text="word11", state="contradicted"),
        Query(text="word5", predicted="yes", order="most certain"),
        Query(text="/word1[0-9] word2/"),
    ]:
        assert min(seconds(query) for _ in range(5)) < 0.3
