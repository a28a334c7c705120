"""What was acknowledged is never lost."""

import signal
import socket
import threading
import time
from contextlib import closing

import pytest

from lamplighter import Session
from lamplighter.session.events import Labeled, Learnt, Skipped, Suggested, Undone, Withdrawn, Written
from lamplighter.store import SqliteStore

OPTIONS = ("--labels", "a,b", "--gold", "class", "--no-browser", "--port", "0")

KILLS = 20


def kept(project):
    """Give the answers that a project file holds; the file opens and replays."""
    with closing(SqliteStore.open(project)) as store:
        events = [stamped.event for stamped in store.events()]
        Session.replay(store.corpus(), events)
    return [event for event in events if isinstance(event, (Written, Labeled, Skipped, Withdrawn, Undone))]


def give(server, number):
    """Give an answer, of another kind each time, and say what must be kept of it."""
    shown = server.get("/suggestion")["suggestion"]
    document = shown["document"]["document"]
    if number % 4 == 0:
        labels = {(row["primitive"], row["label"]) for row in server.get("/functions")["functions"]}
        word, label = next(
            (word, label) for label in "ab" for word in shown["candidates"] if (word, label) not in labels
        )
        server.post("/functions", primitive=word, label=label, document=document)
        return Written(number // 4, word, "ab".index(label), document)
    if number % 4 == 1:
        server.post("/labels", document=document, label="b")
        return Labeled(document, 1)
    if number % 4 == 2:
        server.post("/skips", document=document)
        return Skipped(document)
    server.post("/undo")
    return Undone()


def test_server_that_is_killed_after_an_answer_finds_every_answer_again(forks, texts_csv):
    project = texts_csv.with_name("texts.csv.lamplighter")
    acknowledged = []
    for number in range(KILLS):
        server = forks.start("label", texts_csv, *OPTIONS)
        step = server.get("/suggestion")["step"]
        assert (step["step"], step["models_step"]) == (number, number)
        acknowledged.append(give(server, number))
        server.kill()
        assert forks.ended() == -signal.SIGKILL
    assert kept(project) == acknowledged
    server = forks.start("label", texts_csv, *OPTIONS)
    written = [answer.primitive for answer in acknowledged if isinstance(answer, Written)]
    assert [row["primitive"] for row in server.get("/functions")["functions"]] == written
    assert server.get("/progress")["n_functions"] == KILLS / 4


def test_server_that_is_killed_in_a_flood_of_answers_keeps_all_it_acknowledged(start, texts_csv):
    project = texts_csv.with_name("texts.csv.lamplighter")
    server, process = start("label", texts_csv, *OPTIONS)
    server.post("/functions", primitive="good", label="a", document=0)
    server.post("/functions", primitive="bad", label="b", document=1)
    acknowledged, many, refused = [], threading.Event(), []

    def flood(label):
        for document in range(label, 120, 2):
            try:
                server.post("/labels", document=document, label="ab"[label])
            except (OSError, ValueError) as error:  # the server is gone, before or amid its answer
                refused.append(error)
                return
            acknowledged.append(Labeled(document, label))
            if len(acknowledged) > 20:
                many.set()

    floods = [threading.Thread(target=flood, args=(label,)) for label in (0, 1)]
    for thread in floods:
        thread.start()
    assert many.wait(60)
    server.kill()
    for thread in floods:
        thread.join()
    assert process.wait() == -signal.SIGKILL
    assert refused, "the flood was over before the kill"
    answers = kept(project)
    assert answers[:2] == [Written(0, "good", 0, 0), Written(1, "bad", 1, 1)]
    assert set(acknowledged) <= set(answers[2:])
    for label in (0, 1):
        own = [answer for answer in answers[2:] if answer.label == label]
        known = [answer for answer in acknowledged if answer.label == label]
        assert own[: len(known)] == known
        assert len(own) <= len(known) + 1  # the one that was under way may have been kept


def test_measurements_and_suggestions_are_kept_with_the_answers(forks, texts_csv):
    server = forks.start("label", texts_csv, *OPTIONS)
    shown = server.get("/suggestion")["suggestion"]["document"]["document"]
    following = server.post("/labels", document=shown, label="a")["suggestion"]["document"]["document"]
    server.kill()
    assert forks.ended() == -signal.SIGKILL
    with closing(SqliteStore.open(texts_csv.with_name("texts.csv.lamplighter"))) as store:
        events = [stamped.event for stamped in store.events()]
    assert [event.document for event in events if isinstance(event, Suggested)] == [shown, following]
    assert any(isinstance(event, Learnt) for event in events)
    assert events.index(Labeled(shown, 0)) + 1 == next(
        place for place, event in enumerate(events) if isinstance(event, Suggested) and event.document == following
    )


def test_interrupt_ends_the_server_without_a_word_of_python(start, texts_csv):
    server, process = start("label", texts_csv, *OPTIONS)
    server.post("/labels", document=0, label="a")
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 0
    assert (said, complained) == ("", "")
    assert sorted(path.name for path in texts_csv.parent.iterdir()) == ["texts.csv", "texts.csv.lamplighter"]
    assert kept(texts_csv.with_name("texts.csv.lamplighter")) == [Labeled(0, 0)]


@pytest.mark.parametrize("interrupts", [1, 2])
def test_interrupt_does_not_wait_for_an_answer_that_never_ends(start, texts_csv, interrupts):
    """Neither who sends half a request nor who reads no answer keeps the server, nor has it end with a traceback."""
    server, process = start("label", texts_csv, *OPTIONS)
    server.post("/labels", document=0, label="a")
    name, port = server.address.split(":")
    with socket.create_connection((name, int(port))) as held:
        held.sendall(
            b"POST /api/skips HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{"
        )
        time.sleep(0.5)  # it waits for the rest by now
        for _ in range(interrupts):
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
        said, complained = process.communicate(timeout=30)
    assert process.returncode == 0
    assert (said, complained) == ("", "")
    assert sorted(path.name for path in texts_csv.parent.iterdir()) == ["texts.csv", "texts.csv.lamplighter"]


def test_terminated_server_leaves_a_closed_project(forks, texts_csv):
    server = forks.start("label", texts_csv, *OPTIONS)
    server.post("/skips", document=3)
    server.end(signal.SIGTERM)
    assert forks.ended() == -signal.SIGTERM
    assert sorted(path.name for path in texts_csv.parent.iterdir()) == ["texts.csv", "texts.csv.lamplighter"]
    assert kept(texts_csv.with_name("texts.csv.lamplighter")) == [Skipped(3)]
