"""Progress: the estimate behind the answers, and what is said of it."""

import time

import pytest

from lamplighter import Corpus
from lamplighter.server import workbench
from lamplighter.session.figures import percent

WORDS = {"pos": ["good", "great", "fine", "nice"], "neg": ["bad", "poor", "dull", "weak"]}
THINGS = ["film", "food", "music", "party", "garden", "coffee", "story", "actor"]
TEXTS = [f"{word} {thing} {other}" for label in WORDS for word in WORDS[label] for thing in THINGS for other in THINGS]


@pytest.fixture
def corpus():
    return Corpus.from_texts(TEXTS)


def answered(client, n):
    """Label what is shown, as it is, and write a function where its word has none yet."""
    used = set()
    for _ in range(n):
        screen = client.get("/api/suggestion").json()
        document = screen["suggestion"]["document"]["document"]
        word = TEXTS[document].split()[0]
        label = next(label for label in WORDS if word in WORDS[label])
        route, body = "/api/labels", {"document": document, "label": label}
        if word not in used:
            used.add(word)
            route, body = "/api/functions", {**body, "primitive": word}
        assert client.post(route, json={**body, "step": screen["step"]["step"]}).status_code == 201


def until(ask, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = ask()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("It did not come.")


def test_the_quality_is_estimated_behind_the_answers_and_kept(serving, created, corpus):
    store = created(corpus)
    with serving(store) as client:
        assert client.get("/api/progress").json()["enough"] == (
            "Not yet: there is no model until functions vote for two classes."
        )
        answered(client, 16)
        (point,) = until(lambda: client.get("/api/progress").json()["estimates"])
        assert point["step"] == 16
        assert point["low"] <= point["accuracy"] <= point["high"]
        progress = client.get("/api/progress").json()
        assert progress["enough"] == (
            f"The model is {percent(point['accuracy'])} right, as far as your labels tell. 10 more answers will show whether it still rises."
        )
        assert sum(progress["histogram"]) == len(TEXTS)
        assert len(client.get("/api/pace").json()["answers"]) == 16
    kinds = [stamped.event.kind for stamped in store.events()]
    assert kinds.count("estimated") == 1


def test_too_few_labels_are_not_estimated_from(serving, created, corpus, monkeypatch):
    monkeypatch.setattr(workbench, "LEAST_LABELS", 100)
    with serving(created(corpus)) as client:
        answered(client, 12)
        bench = client.app.state.workbench
        until(lambda: bench._tried == 12)
        assert client.get("/api/progress").json()["estimates"] == []
