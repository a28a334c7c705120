"""Every document that the server showed can be picked again from its events alone, however old its models were."""

import numpy as np
import pytest

from lamplighter import Corpus, Session
from lamplighter.data.reviews import generate_reviews
from lamplighter.server.workbench import Workbench
from lamplighter.session import fold
from lamplighter.session.events import Suggested
from lamplighter.session.picking import picked
from lamplighter.store import MemoryStore

FUNCTIONS = [
    ("great", "positive"),
    ("awful", "negative"),
    ("lovely", "positive"),
    ("waste", "negative"),
    ("worst", "negative"),
]


WAYS = {"as it is": {}, "seu, two-stage": {"strategy": "seu", "learner": "two-stage"}}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def worked(request):
    """A store with the events of a person who answers faster than models are learnt."""
    reviews = generate_reviews(400)
    session = Session(Corpus.from_texts(reviews.texts, gold=reviews.labels), **request.param)
    store = MemoryStore.create(f"repick {id(session)}", session.corpus, session.events)
    bench = Workbench(store, session)
    for primitive, label in FUNCTIONS:
        for _ in range(2):
            bench.answer(lambda session: session.skip() or "skipped")
        bench.answer(lambda session, word=primitive, label=label: str(session.add(word, label)))
    with bench.reading_fresh():
        pass
    events = [stamped.event for stamped in store.events()]
    bench.close()
    return session.corpus, events


def models_of(session, events, step):
    """Learn what models of a step have seen: the state after the answer that made the step."""
    ends = [end for end in range(1, len(events) + 1) if fold(events[:end]).step == step]
    return session.learn(fold(events[: ends[0]]))


def test_each_pick_follows_from_the_events_before_it_and_the_step_its_models_had_seen(worked):
    corpus, events = worked
    whole = Session.replay(corpus, events).prepare()
    places = [place for place, event in enumerate(events) if isinstance(event, Suggested)]
    assert len(places) == 3 * len(FUNCTIONS) + 1
    for place in places:
        before = Session.replay(corpus, events[:place])
        before.__dict__["engine"] = whole.engine  # the index depends on the corpus and the settings alone
        assert picked(before, models_of(whole, events, events[place].models_step)) == [events[place]]


def test_replayed_session_believes_the_same_to_the_last_bit(worked):
    corpus, events = worked
    one, other = Session.replay(corpus, events), Session.replay(corpus, events)
    assert np.array_equal(one.label_matrix(), other.label_matrix())
    assert np.array_equal(one.predict_proba(), other.predict_proba())
    assert one.suggest() == other.suggest()
