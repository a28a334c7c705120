"""Reads: what they say, and that they never act."""

import pytest

import lamplighter
from lamplighter.primitives import Ngrams
from lamplighter.session import Schedule
from lamplighter.session.events import Learnt, Suggested
from lamplighter.session.session import Session
from lamplighter.store import MemoryStore


def get(client, path, **parameters):
    answer = client.get(f"/api{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_project_says_what_does_not_change(client, store):
    assert get(client, "/project") == {
        "name": "small.csv",
        "place": f"'{store.place}'",  # quoted, for it has blanks and is to be typed in a terminal
        "n_documents": 8,
        "n_rows": 9,
        "n_missing": 1,
        "n_duplicates": 1,
        "n_primitives": 5,  # bad, film, food, good, music: "and" stands in one document
        "labels": ["pos", "neg"],
        "primitives": "unigrams",
        "strategy": "coverage",
        "label_model": "majority",
        "contextualizer": "none",
        "has_gold": True,
        "version": lamplighter.__version__,
    }


def test_contextualizer_is_told_in_words(bare, created, serving):
    near = lamplighter.Contextualizer(percentile=60, metric="euclidean")
    with serving(created(bare, contextualizer=near)) as client:
        project = get(client, "/project")
        assert (project["contextualizer"], project["has_gold"]) == ("euclidean, percentile 60", False)


def test_document_comes_with_its_words_marked(client):
    assert get(client, "/documents/4") == {
        "document": 4,
        "row": 5,
        "id": "r5",
        "columns": {},
        "cut": "|Good^good~music|!",
        "marks": "|~^",
        "duplicates": 0,
    }


def test_document_says_how_often_its_text_stands_elsewhere(client):
    assert get(client, "/documents/0")["duplicates"] == 1
    assert get(client, "/documents/6")["duplicates"] == 1
    assert get(client, "/documents/1")["duplicates"] == 0


def test_document_has_no_id_where_none_were_given(bare, created, serving):
    with serving(created(bare)) as client:
        assert get(client, "/documents/0")["id"] is None


def test_suggestion_comes_with_its_clickable_words(client, small):
    screen = get(client, "/suggestion")
    shown = screen["suggestion"]
    assert screen["step"] == {
        "step": 0,
        "models_step": 0,
        "learning": False,
        "learnt_seconds": screen["step"]["learnt_seconds"],
        "can_undo": None,
        "can_redo": None,
    }
    assert screen["step"]["learnt_seconds"] > 0
    words = set(Ngrams().words()(small.texts[shown["document"]["document"]]))
    counts = {"bad": 3, "film": 4, "food": 2, "good": 4, "music": 3}
    assert shown["candidates"] == {word: counts[word] for word in sorted(words) if word in counts}
    assert shown["strategy"] == "likeness to many others"
    assert shown["n_tied"] >= 1
    assert get(client, "/suggestion") == screen


@pytest.mark.parametrize(
    ("settings", "chosen_by"),
    [
        ({}, "likeness to many others"),
        ({"schedule": Schedule(representatives_first=0)}, "new coverage"),
        ({"strategy": "seu"}, "expected utility"),
        ({"strategy": "seu", "schedule": Schedule(random_first=1)}, "chance"),
    ],
    ids=str,
)
def test_suggestion_says_what_chose_it(bare, created, serving, settings, chosen_by):
    with serving(created(bare, **settings)) as client:
        assert get(client, "/suggestion")["suggestion"]["strategy"] == chosen_by


def test_suggestion_of_an_old_project_is_said_to_be_chosen_by_its_strategy(bare, serving):
    session = Session(bare, labels=["pos", "neg"], strategy="seu", learner="two-stage")
    events = [session.events[0], Suggested(1, 0.25, 1, 0)]
    with serving(MemoryStore.create("project from before it was kept what chose", bare, events)) as client:
        shown = get(client, "/suggestion")["suggestion"]
        assert (shown["document"]["document"], shown["strategy"]) == (1, "expected utility")


@pytest.mark.parametrize("strategy", ["coverage", "seu"])
def test_reasons_multiply_to_contributions_and_add_up_to_the_score(small, created, serving, write, strategy):
    with serving(created(small, strategy=strategy)) as client:
        write(client, "good", "pos", 0)
        write(client, "bad", "neg", 2)
        client.get("/api/export/labels")  # waits for models
        client.post("/api/skips", json={"document": get(client, "/suggestion")["suggestion"]["document"]["document"]})
        shown = get(client, "/suggestion")["suggestion"]
    assert 0 < len(shown["reasons"]) <= 6
    for reason in shown["reasons"]:
        assert reason["contribution"] == pytest.approx(reason["probability"] * reason["utility"])
        assert reason["contribution"] > 0
        assert reason["primitive"] in shown["candidates"]
        assert reason["label"] in {"pos", "neg"}
    total = sum(reason["contribution"] for reason in shown["reasons"])
    if strategy == "coverage":
        assert total == pytest.approx(shown["score"])
    else:  # under expected utility something may speak against a document too, and that is not shown
        assert total >= shown["score"]


def test_functions_are_listed_oldest_first_with_their_statistics(client, write):
    write(client, "good", "pos", 0)
    write(client, "film", "neg", 2)
    client.get("/api/export/labels")  # waits for models
    table = get(client, "/functions")
    assert table["step"]["step"] == 2
    precisions = [row.pop("precision") for row in table["functions"]]
    assert [(one["n_labeled"], one["n_right"]) for one in precisions] == [(0, 0), (1, 0)]  # of "film": document 0
    assert all(0 < one["low"] < one["mean"] < one["high"] < 1 for one in precisions)
    assert table["conflicts"] == [[0, 2], [2, 0]]
    assert table["functions"] == [
        {
            "id": 0,
            "primitive": "good",
            "label": "pos",
            "document": 0,
            "excerpt": "a good film",
            "percentile": None,
            "radius": None,
            "enabled": True,
            "n_votes": 4,
            "n_containing": 4,
            "coverage": 4 / 8,
            "overlaps": 2 / 8,
            "conflicts": 2 / 8,
            "accuracy": 4 / 4,
            "written_at_step": 1,
        },
        {
            "id": 1,
            "primitive": "film",
            "label": "neg",
            "document": 2,
            "excerpt": "a bad film",
            "percentile": None,
            "radius": None,
            "enabled": True,
            "n_votes": 4,
            "n_containing": 4,
            "coverage": 4 / 8,
            "overlaps": 2 / 8,
            "conflicts": 2 / 8,
            "accuracy": 1 / 3,  # the fourth has no true label
            "written_at_step": 2,
        },
    ]


@pytest.fixture
def counting(small, created, serving):
    """The same, with a learner that takes for the class balance what it counts in the labels given."""
    with serving(created(small, learner="two-stage")) as client:
        yield client


def test_progress_says_how_far_the_work_has_come(counting, write):
    client = counting
    begun = get(client, "/progress")
    assert (begun["n_functions"], begun["coverage"], begun["latest"]) == (0, 0, [])
    assert begun["predicted_balance"] == {"pos": 0, "neg": 0}
    assert begun["notes"] == [
        "There is no model until functions vote for two classes: write a function, for pos or neg."
    ]
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.post("/api/labels", json={"document": 1, "label": "pos"})
    client.post("/api/skips", json={"document": 7})
    client.get("/api/export/labels")  # waits for models
    progress = get(client, "/progress")
    assert (progress["n_functions"], progress["n_labels"], progress["n_skipped"]) == (2, 3, 1)
    assert (progress["coverage"], progress["conflict"]) == (7 / 8, 0)
    assert progress["votes_balance"] == pytest.approx({"pos": 4 / 7, "neg": 3 / 7})
    assert progress["believed_balance"] == pytest.approx({"pos": 4 / 7, "neg": 3 / 7})  # 2 + 2 and 2 + 1 labels
    assert progress["balance_source"] == "estimated"
    assert sum(progress["predicted_balance"].values()) == pytest.approx(1)
    assert 0.5 < progress["confidence"] <= 1
    assert progress["notes"] == []
    assert [row["primitive"] for row in progress["latest"]] == ["bad", "good"]
    steps = [point["step"] for point in progress["curve"]]  # how many depends on how quickly models are learnt
    assert steps == sorted(set(steps))
    assert steps[0] >= 2  # there is no model before two classes have votes
    assert steps[-1] == 4
    assert progress["curve"][-1]["accuracy"] == 7 / 7


def test_balance_that_the_learner_estimates_is_told_as_estimated(client, write):
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.post("/api/labels", json={"document": 1, "label": "pos"})
    client.get("/api/export/labels")  # waits for models
    progress = get(client, "/progress")
    assert progress["balance_source"] == "estimated"
    assert set(progress["believed_balance"]) == {"pos", "neg"}
    assert sum(progress["believed_balance"].values()) == pytest.approx(1)
    assert progress["curve"][-1]["accuracy"] == 7 / 7


def test_progress_shows_the_newest_eight_functions(bare, created, serving, write):
    with serving(created(bare)) as client:
        words = ["good", "bad", "film", "food", "music"]
        for label in ("pos", "neg"):
            for word in words:
                write(client, word, label, 0)
        latest = get(client, "/progress")["latest"]
        assert [(row["primitive"], row["label"]) for row in latest] == [
            *((word, "neg") for word in words[::-1]),
            *((word, "pos") for word in words[:1:-1]),
        ]


def test_curve_is_empty_without_true_labels(bare, created, serving, write):
    with serving(created(bare)) as client:
        write(client, "good", "pos", 0)
        client.get("/api/export/labels")
        assert get(client, "/progress")["curve"] == []


def test_given_balance_is_told_as_given(bare, created, serving):
    with serving(created(bare, class_balance={"pos": 0.9, "neg": 0.1})) as client:
        progress = get(client, "/progress")
        assert progress["balance_source"] == "given"
        assert progress["believed_balance"] == {"pos": 0.9, "neg": 0.1}


READS = [
    "/project",
    "/suggestion",
    "/documents/0",
    "/draft?primitive=film&label=pos&document=0&percentile=50",
    "/functions",
    "/progress",
    "/history",
    "/patterns",
    "/export/functions",
    "/export/labels?format=csv&votes=true",
    "/export/labels?format=parquet",
    "/export/labels?format=jsonl",
    "/export/model",
    "/openapi.json",
    "/documents/99",
    "/draft?primitive=nowhere&label=pos&document=0",
]


def test_reads_never_act(client, store, write):
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.get("/api/export/labels")  # models have seen everything: nothing happens any more by itself
    before = store.events()
    for _ in range(2):
        for path in READS:
            client.get(f"/api{path}")
    assert store.events() == before


def test_reads_never_act_while_models_are_old(store, serving, write, monkeypatch):
    """Learning never ends in this test: whatever is read meanwhile must not take its place."""
    learn = Session.learn
    monkeypatch.setattr(Session, "learn", lambda self, state=None: learn(self, state) if state is None else stop())

    def stop():
        raise RuntimeError("no models today")

    with serving(store) as client:
        write(client, "good", "pos", 0)
        before = store.events()
        for path in READS[:9]:
            assert client.get(f"/api{path}").status_code == 200
        assert store.events() == before
        assert get(client, "/suggestion")["step"]["models_step"] == 0


def test_serving_begins_with_a_measurement_and_a_suggestion(store, serving):
    with serving(store):
        kinds = [stamped.event.kind for stamped in store.events()]
        assert kinds == ["started", "learnt", "suggested"]
        assert isinstance(store.events()[1].event, Learnt)
