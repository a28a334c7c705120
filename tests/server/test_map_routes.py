"""The map: computed in the background when it is first asked for, kept, and coloured by what is known."""

import threading
import time

import numpy as np
import pytest

from lamplighter.server import mapping
from lamplighter.store import MemoryStore, SqliteStore

NONE = 255


def awaited(client, state="ready"):
    """Ask until the map is there."""
    for _ in range(600):
        answer = client.get("/api/map")
        assert answer.status_code == 200, answer.text
        if answer.json()["state"] != "computing":
            assert answer.json()["state"] == state, answer.text
            return answer.json()
        time.sleep(0.02)
    pytest.fail("The map did not come.")


def places_of(client):
    answer = client.get("/api/map/points")
    assert answer.status_code == 200, answer.text
    return np.frombuffer(answer.content, dtype="<f4").reshape(-1, 2)


def colours(client, by):
    answer = client.get("/api/map/colours", params={"by": by})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/octet-stream"
    return list(answer.content)


@pytest.fixture
def gate(monkeypatch):
    """Have the projection wait half-way until it is let go."""
    opened, entered = threading.Event(), threading.Event()

    def project(engine, *, seed, report):
        report(0.25)
        entered.set()
        assert opened.wait(20)
        report(0.5)
        return np.zeros((engine.index.n_documents, 2), dtype=np.float32)

    monkeypatch.setattr(mapping, "project", project)
    project.opened, project.entered = opened, entered
    yield project
    opened.set()


@pytest.fixture
def counted(monkeypatch):
    """Count how often a map is computed."""
    calls, project = [], mapping.project

    def counting(engine, **options):
        calls.append(options["seed"])
        return project(engine, **options)

    monkeypatch.setattr(mapping, "project", counting)
    return calls


@pytest.fixture
def kept(small, created, tmp_path, monkeypatch):
    """A project file of the small corpus."""
    monkeypatch.chdir(tmp_path)
    return created(small, kind=SqliteStore)


def test_map_is_computed_only_when_it_is_asked_for(client, counted):
    client.get("/api/project")
    client.get("/api/map/colours", params={"by": "given"})
    assert counted == []
    assert awaited(client) == {"state": "ready", "share": 1, "n_documents": 8, "message": None}
    assert counted == [0]
    awaited(client)
    assert counted == [0]


def test_points_are_pairs_between_minus_one_and_one_for_every_document(client):
    awaited(client)
    places = places_of(client)
    assert places.shape == (8, 2)
    assert np.abs(places).max() == 1


def test_points_are_fetched_once(client):
    awaited(client)
    first = client.get("/api/map/points")
    assert first.headers["content-type"] == "application/octet-stream"
    tag = first.headers["etag"]
    again = client.get("/api/map/points", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/map/points", headers={"If-None-Match": '"other"'}).status_code == 200


def test_map_that_is_not_there_yet_says_how_far_it_is(client, gate):
    client.get("/api/map")
    assert gate.entered.wait(20)
    assert client.get("/api/map").json() == {"state": "computing", "share": 0.25, "n_documents": 8, "message": None}
    answer = client.get("/api/map/points")
    assert answer.status_code == 409
    assert answer.json() == {
        "error": "SessionError",
        "message": "The map is not there yet: 25\u202f% of it is done. Ask /api/map until it is ready.",
    }
    gate.opened.set()
    awaited(client)


def test_answers_are_taken_while_the_map_is_computed(client, gate, write):
    client.get("/api/map")
    assert gate.entered.wait(20)
    write(client, "good", "pos", 0)
    assert client.get("/api/map").json()["state"] == "computing"


def test_map_that_fails_says_why(client, monkeypatch):
    def broken(engine, **options):
        raise MemoryError("no room for 3 documents")

    monkeypatch.setattr(mapping, "project", broken)
    why = "It could not be computed (MemoryError: no room for 3 documents)."
    assert awaited(client, "failed") == {"state": "failed", "share": 0, "n_documents": 8, "message": why}
    answer = client.get("/api/map/points")
    assert (answer.status_code, answer.json()["message"]) == (409, f"There is no map: {why}")


def test_server_that_ends_does_not_wait_for_the_map(store, serving, gate, monkeypatch):
    monkeypatch.setattr(mapping, "PATIENCE", 0.05)
    with serving(store) as client:
        client.get("/api/map")
        assert gate.entered.wait(20)
        thread = next(thread for thread in threading.enumerate() if thread.name == "lamplighter-map")
        ending = time.perf_counter()
    assert time.perf_counter() - ending < 5
    gate.opened.set()
    thread.join(20)
    assert not thread.is_alive()


def test_work_that_was_ended_is_not_kept(kept, serving, gate, monkeypatch):
    monkeypatch.setattr(mapping, "PATIENCE", 0.05)
    with serving(kept) as client:
        client.get("/api/map")
        assert gate.entered.wait(20)
        thread = next(thread for thread in threading.enumerate() if thread.name == "lamplighter-map")
    gate.opened.set()
    thread.join(20)
    assert not kept.path.with_name(f"{kept.path.name}.map.npz").exists()


# ------------------------------------------------------------------ kept beside the project


def reopened(store, serving):
    """Serve the project again, and give the places and the file they are kept in."""
    with serving(SqliteStore.open(store.path)) as client:
        awaited(client)
        return places_of(client)


@pytest.fixture
def mapped(kept, serving, counted):
    """A project whose map has been computed: the places, and the file."""
    with serving(kept) as client:
        awaited(client)
        places = places_of(client)
    file = kept.path.with_name(f"{kept.path.name}.map.npz")
    assert counted == [0]
    assert sorted(path.name for path in file.parent.iterdir()) == [kept.path.name, file.name]
    return places, file


def test_map_is_read_from_its_file_the_next_time(kept, serving, mapped, counted):
    places, _ = mapped
    np.testing.assert_array_equal(reopened(kept, serving), places)
    assert counted == [0]


def overwritten(file, **changes):
    with np.load(file) as there:
        whole = {name: there[name] for name in there.files}
    np.savez(file, **{name: value for name, value in (whole | changes).items() if value is not None})


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"not a map at all"),
        lambda file: file.write_bytes(file.read_bytes()[:-40]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"NUMPY", b"NAMPY")),
        lambda file: (np.save(file.with_suffix(".npy"), np.zeros((8, 2))), file.with_suffix(".npy").replace(file)),
        lambda file: overwritten(file, version=0),
        lambda file: overwritten(file, version="new"),
        lambda file: overwritten(file, version=None),
        lambda file: overwritten(file, fingerprint="of another corpus"),
        lambda file: overwritten(file, points=np.zeros((7, 2), dtype=np.float32)),
        lambda file: overwritten(file, points=np.zeros((8, 2))),
        lambda file: overwritten(file, points=np.full((8, 2), np.nan, dtype=np.float32)),
        lambda file: overwritten(file, points=np.array([{"an": "object"}] * 8, dtype=object)),
        lambda file: (file.unlink(), file.mkdir()),
    ],
    ids=[
        "empty", "text", "cut off", "damaged", "an array", "older", "version of words", "without version", "foreign",
        "too few", "double", "not finite", "objects", "a folder",
    ],
)  # fmt: skip
def test_file_that_is_damaged_or_foreign_is_computed_anew(kept, serving, mapped, counted, harm):
    places, file = mapped
    harm(file)
    np.testing.assert_array_equal(reopened(kept, serving), places)
    assert counted == [0, 0]
    if file.is_file():
        np.testing.assert_array_equal(reopened(kept, serving), places)
        assert counted == [0, 0]  # the file was mended


def test_map_is_shown_where_it_cannot_be_kept(kept, serving, monkeypatch):
    monkeypatch.setattr(mapping.np, "savez", lambda *_, **__: (_ for _ in ()).throw(OSError("No space left on device")))
    with serving(kept) as client:
        awaited(client)
        assert len(places_of(client)) == 8
    assert [path.name for path in kept.path.parent.iterdir()] == [kept.path.name]


def test_project_in_memory_writes_no_file(store, client, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert isinstance(store, MemoryStore)
    awaited(client)
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ colours and functions


def test_before_there_is_a_model_nothing_is_predicted(client):
    for by in ("predicted", "confidence", "votes", "given"):
        assert colours(client, by) == [NONE] * 8
    assert colours(client, "gold") == [0, 0, 1, 1, 0, 1, 0, NONE]


def test_gold_that_is_not_there_colours_nothing(bare, created, serving):
    with serving(created(bare)) as client:
        assert colours(client, "gold") == [NONE] * 8


def test_colours_say_what_was_given_voted_and_predicted(client, write):
    # good film · good food · bad film · bad food · good music · bad music · good film · film and music
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.post("/api/labels", json={"document": 7, "label": "neg"})
    client.get("/api/export/labels")  # waits for models
    assert colours(client, "given") == [0, NONE, 1, NONE, NONE, NONE, NONE, 1]
    assert colours(client, "votes") == [0, 0, 1, 1, 0, 1, 0, NONE]
    predicted = colours(client, "predicted")
    assert predicted[:7] == [0, 0, 1, 1, 0, 1, 0]
    sure = colours(client, "confidence")
    assert all(0.5 * 254 <= each <= 254 for each in sure)
    answer = client.get("/api/map/colours", params={"by": "predicted"})
    assert (answer.headers["x-step"], answer.headers["x-models-step"]) == ("3", "3")


def test_tie_of_votes_is_nothing(client, write):
    write(client, "good", "pos", 0)
    write(client, "film", "neg", 2)
    client.get("/api/export/labels")
    assert colours(client, "votes") == [NONE, 0, 1, NONE, 0, NONE, NONE, 1]


def test_colouring_that_is_not_known_is_refused(client):
    answer = client.get("/api/map/colours", params={"by": "mood"})
    assert answer.status_code == 422
    assert answer.json() == {
        "error": "InvalidRequest",
        "message": "The request does not fit: query.by: Input should be 'predicted', 'confidence', 'votes', 'given' or 'gold'.",
    }


def test_function_says_where_it_votes_and_where_it_was_written(client, write):
    write(client, "film", "neg", 2)
    answer = client.get("/api/map/function/0")
    assert answer.json() == {"id": 0, "primitive": "film", "label": "neg", "document": 2, "documents": [0, 2, 6, 7]}


def test_function_that_is_silent_says_where_it_would_vote(client, write):
    write(client, "film", "neg", 2)
    assert client.patch("/api/functions/0", json={"enabled": False}).status_code == 200
    assert client.get("/api/map/function/0").json()["documents"] == [0, 2, 6, 7]


def test_function_that_does_not_stand_is_refused(client, write):
    write(client, "film", "neg", 2)
    answer = client.get("/api/map/function/5")
    assert answer.status_code == 409
    assert answer.json() == {"error": "SessionError", "message": "There is no function 5. Those that stand: 0."}
