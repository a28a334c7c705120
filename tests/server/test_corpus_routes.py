"""Looking through all documents: search, page, explain, and having one on screen."""

import threading

import pytest

from lamplighter.engine.patterns import Phrase
from lamplighter.server import openapi, schemas
from lamplighter.session.events import Suggested
from lamplighter.session.state import OWN_CHOICE


def get(client, path, **parameters):
    answer = client.get(f"/api{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def documents(client, **query):
    return [row["document"] for row in get(client, "/documents", **query)["rows"]]


@pytest.fixture
def learnt(client, write):
    """Two functions, and models that have seen them."""
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.get("/api/export/labels")  # waits for models
    return client


def test_page_of_all_documents_before_any_answer(client):
    page = get(client, "/documents", limit=2)
    assert page["total"] == 8
    assert page["step"]["step"] == 0
    assert page["rows"] == [
        {
            "document": number,
            "row": number,
            "pieces": [{"text": text, "found": False}],
            "predicted": None,
            "probability": None,
            "believed": None,
            "given": None,
            "n_votes": 0,
            "contradicted": False,
        }
        for number, text in enumerate(["a good film", "good food"])
    ]


def test_search_gives_what_was_looked_for_as_pieces(client):
    page = get(client, "/documents", text="Film")
    assert [row["document"] for row in page["rows"]] == [0, 2, 6, 7]
    assert page["rows"][0]["pieces"] == [{"text": "a good ", "found": False}, {"text": "film", "found": True}]
    assert documents(client, text="/bad|music/") == [2, 3, 4, 5, 7]


def test_pages_follow_one_another(client):
    assert documents(client, offset=0, limit=3) == [0, 1, 2]
    assert documents(client, offset=6, limit=3) == [6, 7]
    assert documents(client, offset=99, limit=3) == []
    assert get(client, "/documents", limit=0)["total"] == 8


def test_filters_are_those_of_the_query(learnt):
    assert documents(learnt, state="uncovered") == [7]
    assert (
        documents(learnt, state="labeled") == documents(learnt, given="pos") + documents(learnt, given="neg") == [0, 2]
    )
    assert documents(learnt, function=1) == [2, 3, 5]
    every = set(documents(learnt, predicted="pos")) | set(documents(learnt, predicted="neg"))
    assert every == set(range(8))
    likely = [row["probability"] for row in get(learnt, "/documents", order="most certain")["rows"]]
    assert likely == sorted(likely, reverse=True)
    assert documents(learnt, least=likely[0]) == documents(learnt, least=likely[0], most=1.0) != []


def test_label_is_seen_at_once(learnt):
    learnt.post("/api/labels", json={"document": 7, "label": "neg"})
    assert documents(learnt, given="neg") == [2, 7]


@pytest.mark.parametrize("name", ["CorpusPage", "CorpusRow", "Explanation", "FunctionHere", "WordWeight"])
def test_what_the_page_receives_is_exactly_what_is_described(learnt, name):
    page, explained = get(learnt, "/documents"), get(learnt, "/documents/0/votes")
    received = {
        "CorpusPage": page,
        "CorpusRow": page["rows"][0],
        "Explanation": explained,
        "FunctionHere": explained["functions"][0],
        "WordWeight": (explained["words_for"] + explained["words_against"])[0],
    }[name]
    assert set(received) == set(openapi()["components"]["schemas"][name]["properties"])
    assert getattr(schemas, name).model_validate(received).model_dump(mode="json") == received


# ---------------------------------------------------------------------- one document


def test_document_is_explained(learnt):
    said = get(learnt, "/documents/2/votes")
    assert (said["document"], said["row"], said["id"], said["step"]["models_step"]) == (2, 3, "r3", 2)
    assert said["functions"] == [
        {"number": 1, "primitive": "bad", "label": "neg", "votes": True, "distance": None, "radius": None}
    ]
    assert said["passages"] == [
        {"text": "a ", "functions": []},
        {"text": "bad", "functions": [1]},
        {"text": " film", "functions": []},
    ]
    assert (said["believed"], said["given"], said["gold"], said["skipped"]) == ("neg", "neg", "neg", False)
    assert sum(said["belief"].values()) == pytest.approx(1)
    assert said["predicted"] == max(said["prediction"], key=said["prediction"].get)
    assert "bad" in {word["word"] for word in said["words_for"] + said["words_against"]}


def test_document_without_ids_and_gold_is_explained(bare, created, serving):
    with serving(created(bare)) as client:
        said = get(client, "/documents/7/votes")
        assert (said["id"], said["gold"], said["predicted"], said["prediction"]) == (None, None, None, None)
        assert said["passages"] == [{"text": "film and music", "functions": []}]


# ---------------------------------------------------------------------- on screen


def shown(screen):
    return screen["suggestion"]["document"]["document"]


def test_own_choice_is_on_screen_and_kept(client, store):
    first = shown(client.get("/api/suggestion").json())
    mine = (first + 1) % 8
    answer = client.post("/api/suggestion", json={"document": mine, "step": 0})
    assert answer.status_code == 201
    body = answer.json()
    assert (shown(body), body["suggestion"]["strategy"], body["step"]["step"]) == (mine, "own choice", 0)
    assert body["said"] == "Your own choice is on screen; the text that was there comes after it."
    kept = [stamped.event for stamped in store.events() if isinstance(stamped.event, Suggested)]
    assert [(event.document, event.chosen_by == OWN_CHOICE) for event in kept] == [(first, False), (mine, True)]
    after = client.post("/api/labels", json={"document": mine, "label": "pos", "step": 0}).json()
    assert shown(after) == first


def test_own_choice_of_an_old_page_is_refused(client, write):
    write(client, "good", "pos", 0)
    answer = client.post("/api/suggestion", json={"document": 3, "step": 0})
    assert (answer.status_code, answer.json()["error"]) == (409, "StaleStepError")


# ---------------------------------------------------------------------- what cannot be asked


def refused(answer, status, error, message):
    assert (answer.status_code, answer.json()) == (status, {"error": error, "message": message})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("?", "'?' has no word of two letters or more that a function could look for."),
        ("/x*/", "/x*/ fits every text, also an empty one. Write what has to stand in a text."),
    ],
)
def test_pattern_that_cannot_be_read_is_refused(client, text, message):
    refused(client.get("/api/documents", params={"text": text}), 422, "PrimitiveError", message)


def test_expression_that_cannot_be_read_names_its_fault(client):
    answer = client.get("/api/documents", params={"text": "/(film/"})
    assert (answer.status_code, answer.json()["error"]) == (422, "PrimitiveError")
    assert answer.json()["message"].startswith("/(film/ is no regular expression: ")


def test_what_is_asked_wrongly_is_refused(client):
    for query, message in [
        (
            {"state": "odd"},
            "query.state: Input should be 'any', 'uncovered', 'voted', 'contradicted', 'uncertain' or 'labeled'",
        ),
        ({"order": "odd"}, "query.order: Input should be 'document', 'least certain' or 'most certain'"),
        ({"offset": -1}, "query.offset: Input should be greater than or equal to 0"),
        ({"limit": 201}, "query.limit: Input should be less than or equal to 200"),
        ({"mood": "good"}, "query.mood: Extra inputs are not permitted"),
    ]:
        answer = client.get("/api/documents", params=query)
        refused(answer, 422, "InvalidRequest", f"The request does not fit: {message}.")
    answer = client.get("/api/documents", params={"least": 0.8, "most": 0.2})
    refused(
        answer,
        422,
        "InputError",
        "The probability is asked for from 0.8 to 0.2; expected two numbers between 0 and 1, the smaller first.",
    )
    assert client.get("/api/documents", params={"predicted": "odd"}).json()["error"] == "LabelError"
    refused(
        client.get("/api/documents", params={"function": 3}),
        409,
        "SessionError",
        "There is no function 3. Those that stand: none.",
    )


def test_document_that_there_is_not_is_refused(client, store):
    message = "There is no document 8; they are numbered 0 to 7."
    refused(client.get("/api/documents/8/votes"), 409, "SessionError", message)
    before = store.events()
    refused(client.post("/api/suggestion", json={"document": 8}), 409, "SessionError", message)
    assert store.events() == before


def test_looking_never_acts(learnt, store):
    before = store.events()
    for path in ("/documents", "/documents?text=film&order=least certain", "/documents/0/votes", "/documents?text=?"):
        learnt.get(f"/api{path}")
    assert store.events() == before


def test_answers_do_not_wait_for_a_long_search(client, monkeypatch):
    searching, done = threading.Event(), threading.Event()
    rows = Phrase.rows

    def slow(self, index, block):
        searching.set()
        assert done.wait(20)
        return rows(self, index, block)

    monkeypatch.setattr(Phrase, "rows", slow)
    found = []
    search = threading.Thread(target=lambda: found.extend(documents(client, text="a whale")))
    search.start()
    assert searching.wait(20)
    assert client.post("/api/labels", json={"document": 0, "label": "pos"}).status_code == 201
    done.set()
    search.join(20)
    assert not search.is_alive()
