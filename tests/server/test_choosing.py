"""A second choice on the page: another text in place of the one on screen, what lies around it, another strategy."""

import pytest

from lamplighter import Session
from lamplighter.session import Schedule
from lamplighter.session.events import Suggested, Switched


def get(client, path):
    answer = client.get(f"/api{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(screen):
    return screen["suggestion"]["document"]["document"]


def other(client, wanted, document, step=0):
    return client.post("/api/suggestion/other", json={"wanted": wanted, "document": document, "step": step})


def refused(answer, status, error, message):
    assert (answer.status_code, answer.json()) == (status, {"error": error, "message": message})


# ------------------------------------------------------------------ another text


def test_text_like_the_one_on_screen_comes_in_its_place_and_is_kept(client, store, small):
    client.post("/api/suggestion", json={"document": 0, "step": 0})
    answer = other(client, "similar", 0)
    assert answer.status_code == 201
    body = answer.json()
    assert shown(body) in {1, 2, 4, 6}  # they share "good" or "film" with it
    assert body["said"] == "Another one like it."
    assert body["step"]["step"] == 0
    suggestion = body["suggestion"]
    assert (suggestion["strategy"], suggestion["passed"], suggestion["stood_in_for"]) == (
        "likeness to the text before",
        0,
        None,
    )
    kept = [stamped.event for stamped in store.events()]
    assert isinstance(kept[-1], Suggested)
    assert (kept[-1].document, kept[-1].passed) == (shown(body), 0)
    assert Session.replay(small, kept).state.current == kept[-1]
    assert get(client, "/suggestion")["suggestion"] == suggestion


def test_undo_goes_back_to_the_text_before_first_and_then_takes_the_answer_back(client, write):
    write(client, "good", "pos", 0)
    client.post("/api/suggestion", json={"document": 1, "step": 1})
    body = other(client, "similar", 1, step=1).json()
    assert body["step"]["can_undo"] == "the change of text"
    back = client.post("/api/undo", json={"step": 1}).json()
    assert (back["said"], shown(back)) == ("Back to the text before.", 1)
    assert (back["step"]["step"], back["step"]["can_undo"]) == (1, "“good” votes pos")
    undone = client.post("/api/undo", json={"step": 1}).json()
    assert (undone["said"], shown(undone)) == ("Undone: “good” votes pos.", 0)
    assert undone["step"]["can_redo"] == "“good” votes pos"


def test_something_different_is_shown_in_its_place(client):
    client.post("/api/suggestion", json={"document": 0, "step": 0})
    body = other(client, "different", 0).json()
    assert shown(body) in {3, 5}  # "bad food" and "bad music" alone share no word with "a good film"
    assert body["said"] == "Something different."
    suggestion = body["suggestion"]
    assert (suggestion["strategy"], suggestion["passed"], suggestion["stood_in_for"]) == (
        "likeness to many others",
        0,
        "new coverage",
    )


@pytest.mark.parametrize("wanted", ["similar", "different"])
def test_another_window_that_came_first_is_told_so(client, store, wanted):
    first = shown(get(client, "/suggestion"))
    second = shown(other(client, "different", first).json())
    before = store.events()
    refused(
        other(client, wanted, first),
        409,
        "StaleStepError",
        f"This was meant for document {first}, but document {second} is on screen: another window has moved on. Look at the "
        "document that is shown now and choose again.",
    )
    client.post("/api/skips", json={"document": second, "step": 0})
    stale = other(client, wanted, second)
    assert (stale.status_code, stale.json()["error"]) == (409, "StaleStepError")
    assert store.events()[: len(before)] == before


def test_when_nothing_is_left_the_text_stays(client, store):
    for _ in range(6):  # 0 and 6 say the same: seven texts
        other(client, "different", shown(get(client, "/suggestion")))
    last = get(client, "/suggestion")
    before = store.events()
    refused(
        other(client, "similar", shown(last)),
        409,
        "PoolExhaustedError",
        "No other text is left: all were answered, or passed over since the last answer. Answer this one, or skip it.",
    )
    assert get(client, "/suggestion") == last
    assert store.events() == before


def test_text_without_another_like_it_is_told_so(created, serving, bare):
    with serving(created(bare)) as client:
        client.post("/api/suggestion", json={"document": 5, "step": 0})  # "bad music"
        for answered in (2, 3, 4, 7):
            client.post("/api/skips", json={"document": answered})
        refused(
            other(client, "similar", 5, step=4),
            409,
            "SessionError",
            "No text that is left has a word in common with this one. Ask for something different, or answer this one.",
        )


def test_other_wishes_are_refused(client):
    answer = other(client, "better", 0)
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidRequest")
    assert (
        answer.json()["message"] == "The request does not fit: body.wanted: Input should be 'similar' or 'different'."
    )


# ------------------------------------------------------------------ another strategy


def test_strategies_are_offered_with_what_they_lack(client, write):
    before = {offer["name"]: offer for offer in get(client, "/strategies")}
    assert before["coverage"] == {"name": "coverage", "title": "new coverage", "lacks": None}
    lacking = "functions for two classes"
    assert before["seu"] == {"name": "seu", "title": "expected utility", "lacks": lacking}
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.get("/api/export/labels?format=csv")  # waits until models have seen both
    assert not [offer for offer in get(client, "/strategies") if offer["lacks"]]


def test_switched_strategy_picks_the_next_text_and_is_named(bare, created, serving):
    store = created(bare, schedule=Schedule(representatives_first=0))
    with serving(store) as client:
        first = get(client, "/suggestion")
        answer = client.put("/api/strategy", json={"strategy": "random", "step": 0})
        assert answer.status_code == 200
        body = answer.json()
        assert body["said"] == "From the next text on, texts are chosen by chance."
        assert (body["strategy"], body["suggestion"], body["step"]["step"]) == ("random", first["suggestion"], 0)
        after = client.post("/api/skips", json={"document": shown(first), "step": 0}).json()
        assert (after["strategy"], after["suggestion"]["strategy"]) == ("random", "chance")
        assert get(client, "/project")["strategy"] == "coverage"  # what it was made with
    assert [stamped.event for stamped in store.events() if isinstance(stamped.event, Switched)] == [Switched("random")]


def test_switch_of_an_old_page_is_refused(client, write):
    write(client, "good", "pos", 0)
    answer = client.put("/api/strategy", json={"strategy": "seu", "step": 0})
    assert (answer.status_code, answer.json()["error"]) == (409, "StaleStepError")
    assert get(client, "/suggestion")["strategy"] == "coverage"


def test_unknown_strategy_is_refused(client):
    refused(
        client.put("/api/strategy", json={"strategy": "coverige", "step": 0}),
        422,
        "UnknownNameError",
        "No selection strategy is called 'coverige'. Did you mean 'coverage'? There are: abstain, coverage, disagree, "
        "end-model-uncertainty, random, seu, uncertainty.",
    )


# ------------------------------------------------------------------ around a text


def test_how_sure_the_models_are_around_a_text(client, write):
    assert get(client, "/documents/3/around") == {"n_documents": 7, "uncertainty": None, "models_step": 0}
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.get("/api/export/labels?format=csv")
    found = get(client, "/documents/3/around")
    assert (found["n_documents"], found["models_step"]) == (7, 2)
    assert 0 < found["uncertainty"] < 1


def test_around_a_text_that_there_is_not(client):
    message = "There is no document 8; they are numbered 0 to 7."
    refused(client.get("/api/documents/8/around"), 409, "SessionError", message)
