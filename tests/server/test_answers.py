"""Answers: each is kept, counted, and answered with the next document."""

import threading
import time

import pytest

from lamplighter.exceptions import StorageError
from lamplighter.session.events import Labeled, Skipped, Suggested, Undone, Withdrawn, Written
from lamplighter.session.session import Session
from lamplighter.store import MemoryStore, SqliteStore


@pytest.fixture(params=["memory", "sqlite"])
def store(request, small, created, tmp_path):
    """A new project of the small corpus, in each of the stores."""
    if request.param == "memory":
        return created(small)
    session = Session(small, labels=["pos", "neg"])
    return SqliteStore.create(tmp_path / "small.lamplighter", small, session.events)


def shown(screen):
    return screen["suggestion"]["document"]["document"]


def events(store):
    return [stamped.event for stamped in store.events()]


def kept(store, *kinds):
    return [event for event in events(store) if isinstance(event, kinds)]


def test_written_function_is_kept_and_answered_with_another_document(client, store):
    first = client.get("/api/suggestion").json()
    document = shown(first)
    word = next(iter(first["suggestion"]["candidates"]))
    answer = client.post("/api/functions", json={"primitive": word, "label": "pos", "document": document})
    assert answer.status_code == 201
    body = answer.json()
    assert body["step"]["step"] == 1
    assert body["step"]["can_undo"] == f"“{word}” votes pos"
    assert shown(body) != document
    assert kept(store, Written) == [Written(0, word, 0, document)]
    assert [event.document for event in kept(store, Suggested)] == [document, shown(body)]


@pytest.mark.parametrize(("word", "count"), [("good", "4 texts"), ("and", "1 text")])
def test_answer_says_what_the_function_does(client, word, count):
    body = client.post("/api/functions", json={"primitive": word, "label": "pos", "document": 7}).json()
    assert body["said"] == f"“{word}” votes pos on {count}."


def test_function_is_kept_as_the_analyser_writes_it(client, store, write):
    write(client, " GOOD  film ", "pos", 0)
    assert [(event.primitive, event.label) for event in kept(store, Written)] == [("good film", 0)]


def test_label_is_kept_without_a_function(client, store):
    answer = client.post("/api/labels", json={"document": 3, "label": "neg"})
    assert answer.status_code == 201
    assert answer.json()["said"] == "The text is neg; no function was written."
    assert answer.json()["step"]["can_undo"] == "the label neg"
    assert kept(store, Labeled) == [Labeled(3, 1)]
    assert client.get("/api/functions").json()["functions"] == []


def test_skipped_document_is_not_shown_again(client, store):
    document = shown(client.get("/api/suggestion").json())
    answer = client.post("/api/skips", json={"document": document})
    assert answer.status_code == 201
    assert answer.json()["said"] == "Skipped."
    assert answer.json()["step"]["can_undo"] == "the skip"
    assert kept(store, Skipped) == [Skipped(document)]
    assert shown(answer.json()) != document


def test_withdrawn_function_votes_no_more(client, store, write):
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    answer = client.delete("/api/functions/0")
    assert answer.status_code == 200
    assert answer.json()["said"] == "“good” votes no more."
    assert answer.json()["step"]["can_undo"] == "the withdrawal"
    assert [row["id"] for row in client.get("/api/functions").json()["functions"]] == [1]
    assert kept(store, Withdrawn) == [Withdrawn(0)]


def test_undone_answer_has_its_document_on_screen_again(client, store):
    first = client.get("/api/suggestion").json()
    client.post("/api/skips", json={"document": shown(first)})
    answer = client.post("/api/undo", json={})
    assert answer.status_code == 200
    assert answer.json()["said"] == "Undone: the skip."
    assert shown(answer.json()) == shown(first)
    assert answer.json()["step"] | {"learnt_seconds": None, "learning": None, "models_step": None} == {
        "step": 2,
        "models_step": None,
        "learning": None,
        "learnt_seconds": None,
        "can_undo": None,
        "can_redo": "the skip",
    }
    assert kept(store, Undone) == [Undone()]


def test_everything_can_be_undone_to_the_beginning(client, write):
    write(client, "good", "pos", 0)
    client.post("/api/labels", json={"document": 3, "label": "neg"})
    client.delete("/api/functions/0")
    said = [client.post("/api/undo", json={}).json()["said"] for _ in range(3)]
    assert said == ["Undone: the withdrawal.", "Undone: the label neg.", "Undone: “good” votes pos."]
    assert client.get("/api/functions").json()["functions"] == []
    assert client.post("/api/undo", json={}).status_code == 409


def test_number_of_a_function_is_never_given_twice(client, store, write):
    write(client, "good", "pos", 0)
    client.post("/api/undo", json={})
    write(client, "bad", "neg", 2)
    assert [event.function for event in kept(store, Written)] == [0, 1]


# ---------------------------------------------------------------------- steps

ANSWERS = {
    "function": ("POST", "/api/functions", {"primitive": "film", "label": "pos", "document": 0}),
    "label": ("POST", "/api/labels", {"document": 0, "label": "pos"}),
    "skip": ("POST", "/api/skips", {"document": 0}),
    "undo": ("POST", "/api/undo", {}),
    "withdrawal": ("DELETE", "/api/functions/0", None),
    "change": ("PATCH", "/api/functions/0", {"enabled": False}),
    "import": ("POST", "/api/functions/import", {"format": "csv", "content": "query,label\nbad,neg\n"}),
}


def send(client, kind, step=None):
    method, path, body = ANSWERS[kind]
    if body is None:
        return client.request(method, path, params=None if step is None else {"step": step})
    return client.request(method, path, json=body if step is None else {**body, "step": step})


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_answer_for_another_step_is_refused_and_leaves_nothing(client, store, write, kind):
    write(client, "good", "pos", 0)
    client.get("/api/export/labels")  # no measurement is to come
    before = store.events()
    for step in (0, 2):
        answer = send(client, kind, step)
        assert answer.status_code == 409
        assert answer.json() == {
            "error": "StaleStepError",
            "message": (
                f"This answer was meant for step {step}, but the project is at step 1: another window has answered. "
                "Look at the document that is shown now and answer again."
            ),
        }
    assert store.events() == before


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_answer_for_the_present_step_is_taken(client, write, kind):
    write(client, "good", "pos", 0)
    answer = send(client, kind, 1)
    assert answer.status_code in {200, 201}
    assert answer.json()["step"]["step"] == 2


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_answer_without_a_step_is_taken(client, write, kind):
    write(client, "good", "pos", 0)
    assert send(client, kind).json()["step"]["step"] == 2


def until(condition):
    """Wait for the learning thread, at most a minute."""
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("a minute has passed")


def test_models_follow_behind_the_answers_and_say_so(store, serving, write, monkeypatch):
    may_learn = threading.Event()
    learn = Session.learn

    def patient(self, state=None):
        if state is not None:
            assert may_learn.wait(60)
        return learn(self, state)

    monkeypatch.setattr(Session, "learn", patient)
    with serving(store) as client:
        write(client, "good", "pos", 0)
        step = write(client, "bad", "neg", 2)["step"]
        assert (step["step"], step["models_step"], step["learning"]) == (2, 0, True)
        assert kept(store, Suggested)[-1].models_step == 0
        may_learn.set()
        until(lambda: not client.get("/api/suggestion").json()["step"]["learning"])
        step = client.get("/api/suggestion").json()["step"]
        assert (step["step"], step["models_step"]) == (2, 2)


def test_next_document_is_picked_by_the_newest_finished_models(client, store, write):
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.get("/api/export/labels")  # waits for models of step 2
    document = shown(client.get("/api/suggestion").json())
    client.post("/api/skips", json={"document": document})
    assert kept(store, Suggested)[-1].models_step == 2


def test_all_documents_shown_leave_no_suggestion(client, store):
    for count in range(7):  # the eighth has the very text of the first
        screen = client.get("/api/suggestion").json()
        assert screen["step"]["step"] == count
        client.post("/api/skips", json={"document": shown(screen)})
    assert client.get("/api/suggestion").json()["suggestion"] is None
    assert client.post("/api/labels", json={"document": 0, "label": "pos"}).json()["suggestion"] is None
    assert client.post("/api/undo", json={}).json()["suggestion"] is None
    assert client.post("/api/undo", json={}).json()["suggestion"] is not None


# ---------------------------------------------------------------------- another process, another day


def test_server_goes_on_where_it_was_stopped(tmp_path, small, serving, write):
    place = tmp_path / "small.lamplighter"
    with serving(SqliteStore.create(place, small, Session(small, labels=["pos", "neg"]).events)) as client:
        write(client, "good", "pos", 0)
        screen = write(client, "bad", "neg", 2)
        client.get("/api/export/labels")  # waits for the models that precision is expected by
        table = client.get("/api/functions").json()["functions"]
    with serving(SqliteStore.open(place)) as client:
        again = client.get("/api/suggestion").json()
        assert again["suggestion"] == screen["suggestion"]
        assert (again["step"]["step"], again["step"]["models_step"]) == (2, 2)
        assert client.get("/api/functions").json()["functions"] == table


def test_answer_is_refused_when_another_program_has_written(tmp_path, small, serving):
    place = tmp_path / "small.lamplighter"
    store = SqliteStore.create(place, small, Session(small, labels=["pos", "neg"]).events)
    with serving(store) as client:
        other = SqliteStore.open(place)
        other.append([Skipped(5)], expected=len(store.events()))
        other.close()
        answer = client.post("/api/skips", json={"document": 1})
        assert answer.status_code == 409
        assert answer.json() == {
            "error": "StaleStepError",
            "message": (
                "The project has 4 events where 3 were expected: another program or window has written to it. Nothing "
                "was lost; open the project again to see what is there."
            ),
        }
        assert client.get("/api/suggestion").json()["step"]["step"] == 0


def test_many_windows_at_once_lose_nothing(client, store):
    answers = []

    def work(document):
        answers.append(client.post("/api/labels", json={"document": document, "label": "pos"}).status_code)

    windows = [threading.Thread(target=work, args=(document,)) for document in range(8)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert answers == [201] * 8
    assert sorted(event.document for event in kept(store, Labeled)) == list(range(8))
    assert client.get("/api/suggestion").json()["step"]["step"] == 8


# ---------------------------------------------------------------------- what cannot be kept


class FailingStore(MemoryStore):
    """Has a full disk, when told to."""

    full = False

    def append(self, events, *, expected):
        if self.full:
            raise StorageError("The disk is full.")
        super().append(events, expected=expected)


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_answer_that_cannot_be_kept_did_not_happen_and_the_next_one_works(small, created, serving, write, kind):
    store = created(small, FailingStore)
    with serving(store) as client:
        write(client, "good", "pos", 0)
        client.get("/api/export/labels")
        before, screen = store.events(), client.get("/api/suggestion").json()
        store.full = True
        answer = send(client, kind)
        assert answer.status_code == 507
        assert answer.json() == {"error": "StorageError", "message": "The disk is full."}
        assert client.get("/api/suggestion").json() == screen
        store.full = False
        assert store.events() == before
        assert send(client, kind, 1).json()["step"]["step"] == 2
        assert events(store)[: len(before)] == [stamped.event for stamped in before]
        replayed = Session.replay(small, events(store))
        assert replayed.state.step == 2


def test_measurement_that_cannot_be_kept_is_said_and_learning_goes_on_with_the_next_answer(
    small, created, serving, write, monkeypatch
):
    store = created(small, FailingStore)
    learn = Session.learn

    def learn_on_a_full_disk(self, state=None):
        store.full = state is not None and state.step == 1
        return learn(self, state)

    monkeypatch.setattr(Session, "learn", learn_on_a_full_disk)
    with serving(store) as client:
        write(client, "good", "pos", 0)
        until(lambda: len(client.get("/api/progress").json()["notes"]) == 2)
        note = "Learning failed, so the models are old: StorageError: The disk is full."
        assert client.get("/api/progress").json()["notes"][0] == note
        store.full = False
        write(client, "bad", "neg", 2)
        assert client.get("/api/export/labels").status_code == 200
        progress = client.get("/api/progress").json()
        assert progress["notes"] == []
        assert progress["curve"][-1]["step"] == 2


def test_failure_to_learn_is_said_and_exports_are_refused(store, serving, write, monkeypatch):
    learn = Session.learn
    broken = threading.Event()
    broken.set()

    def sometimes(self, state=None):
        if state is not None and broken.is_set():
            raise ArithmeticError("The sum does not add up")
        return learn(self, state)

    monkeypatch.setattr(Session, "learn", sometimes)
    with serving(store) as client:
        write(client, "good", "pos", 0)
        message = "The models could not be learnt: ArithmeticError: The sum does not add up"
        for path in ("labels", "model"):
            answer = client.get(f"/api/export/{path}")
            assert answer.status_code == 409
            assert answer.json() == {"error": "SessionError", "message": message}
        progress = client.get("/api/progress").json()
        note = "Learning failed, so the models are old: ArithmeticError: The sum does not add up"
        assert progress["notes"][0] == note
        assert (progress["step"]["models_step"], progress["step"]["learning"]) == (0, False)
        broken.clear()
        answer = write(client, "bad", "neg", 2)
        assert answer["step"]["step"] == 2
        assert client.get("/api/export/model").status_code == 200
        assert client.get("/api/progress").json()["notes"] == []
