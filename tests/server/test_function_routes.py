"""Functions by HTTP: drafts, changes, history, redo, in and out; of the small corpus of conftest.py.

::

    document  text            gold
    0         a good film     pos
    1         good food       pos
    2         a bad film      neg
    3         bad food        neg
    4         Good music!     pos
    5         bad music       neg
    6         a good film     pos
    7         film and music  -
"""

import json

import pytest

from lamplighter import Contextualizer, Corpus, Session
from lamplighter.exceptions import StorageError
from lamplighter.server.schemas import ErrorBody
from lamplighter.session.events import Brought, Edited, Redone, Undone, Written
from lamplighter.store import MemoryStore, SqliteStore

TEXTS = ["a good film", "good food", "a bad film", "bad food", "Good music!", "bad music"]
FILM = {"primitive": "film", "label": "pos", "document": 0}


@pytest.fixture
def client(store, serving):
    with serving(store) as client:
        yield client


@pytest.fixture(params=["memory", "sqlite"])
def store(request, small, created, tmp_path):
    """A new project of the small corpus, in each of the stores."""
    if request.param == "memory":
        return created(small)
    session = Session(small, labels=["pos", "neg"])
    return SqliteStore.create(tmp_path / "small.lamplighter", small, session.events)


@pytest.fixture
def two(client, write):
    """A project with a function of each class, whose models have seen them."""
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.get("/api/export/labels")  # waits for models
    return client


def get(client, path, **parameters):
    answer = client.get(f"/api{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def took(answer, said, status=200):
    assert (answer.status_code, answer.json().get("said")) == (status, said), answer.text
    return answer.json()


def refused(answer, status, error, message):
    assert (answer.status_code, answer.json()) == (status, {"error": error, "message": message})
    assert ErrorBody.model_validate(answer.json())


def kept(store, *kinds):
    return [stamped.event for stamped in store.events() if isinstance(stamped.event, kinds)]


def rows(client):
    return get(client, "/functions")["functions"]


# ------------------------------------------------------------------ drafts


def test_draft_says_what_a_function_would_do(client, write):
    found = get(client, "/draft", primitive="FILM", label="pos", document=0)
    distance = pytest.approx(found["nearest"][0]["distance"])
    assert found["nearest"] == [  # document 6 has the very text of the one it is written on
        {
            "document": 2,
            "distance": distance,
            "votes": True,
            "label": None,
            "pieces": [{"text": "a bad ", "found": False}, {"text": "film", "found": True}],
        },
        {
            "document": 7,
            "distance": distance,
            "votes": True,
            "label": None,
            "pieces": [{"text": "film", "found": True}, {"text": " and music", "found": False}],
        },
    ]
    assert {**found, "nearest": []} == {
        "primitive": "film",
        "label": "pos",
        "percentile": None,
        "radius": None,
        "n_votes": 4,
        "n_new": 4,
        "n_disputed": 0,
        "n_containing": 4,
        "coverage": 4 / 8,
        "agreement": None,
        "precision": None,
        "contradicts": [],
        "duplicates": [],
        "nearest": [],
        "farthest": [],
        "outside": [],
        "already": None,
    }


def test_draft_is_set_beside_the_functions_that_stand(two):
    found = get(two, "/draft", primitive="film", label="pos", document=0)
    assert (found["n_votes"], found["n_new"], found["n_disputed"]) == (4, 1, 1)
    assert found["contradicts"] == [{"id": 1, "primitive": "bad", "label": "neg", "n_shared": 1}]
    assert found["agreement"] in {3 / 4, 2 / 4}
    assert (found["precision"]["n_labeled"], found["precision"]["n_right"]) == (1, 0)  # document 2; its own is left out
    assert found["precision"]["low"] < found["precision"]["mean"] < found["precision"]["high"]
    assert {one["label"] for one in found["nearest"]} <= {"pos", "neg"}
    again = get(two, "/draft", primitive="/bad/", label="neg", document=3)
    assert again["duplicates"] == [{"id": 1, "primitive": "bad", "label": "neg", "n_shared": 3}]
    assert get(two, "/draft", primitive="bad", label="neg", document=3)["already"] == "“bad” votes neg already."


def test_draft_reaches_as_far_as_is_asked(client):
    near = get(client, "/draft", **FILM, percentile=20)
    assert near["percentile"] == 20
    assert (near["n_votes"], near["n_containing"]) == (2, 4)  # the document itself, and the one with the same text
    assert (near["nearest"], [one["document"] for one in near["outside"]]) == ([], [2, 7])
    assert all(near["radius"] < one["distance"] and not one["votes"] for one in near["outside"])
    assert get(client, "/draft", **FILM, percentile=100) == get(client, "/draft", **FILM) | {"percentile": 100}


@pytest.mark.parametrize("percentile", ["0", "-1", "100.5", "nan", "inf", "far"])
def test_draft_reaches_no_other_share_of_the_texts(client, percentile):
    answer = client.get("/api/draft", params={**FILM, "percentile": percentile})
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidRequest")
    assert answer.json()["message"].startswith("The request does not fit: query.percentile: Input should be ")


def test_draft_reaches_as_far_as_the_project_says(bare, created, serving):
    with serving(created(bare, contextualizer=Contextualizer(percentile=30))) as client:
        own = get(client, "/draft", **FILM, percentile=30)
        assert get(client, "/draft", **FILM) == own | {"percentile": None}
        assert get(client, "/draft", **FILM, percentile=100)["radius"] is None


# ------------------------------------------------------------------ functions of other kinds


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("/f(ilm|ood)/", "“/f(ilm|ood)/” votes pos on 6 texts."),
        ('"Good"', '“"Good"” votes pos on 1 text.'),
        ("Film & !Bad", "“film & !bad” votes pos on 3 texts."),
    ],
)
def test_function_of_each_kind_is_written(client, store, pattern, said):
    took(client.post("/api/functions", json={**FILM, "primitive": pattern}), said, 201)
    written = said[1:].split("”")[0]
    assert kept(store, Written) == [Written(0, written, 0, 0)]
    (row,) = rows(client)
    assert (row["primitive"], row["radius"], row["enabled"]) == (written, None, True)


def test_function_with_a_reach_of_its_own_is_written(client, store):
    took(client.post("/api/functions", json={**FILM, "percentile": 20}), "“film” votes pos on 2 texts.", 201)
    assert kept(store, Written) == [Written(0, "film", 0, 0, 20)]
    (row,) = rows(client)
    assert (row["percentile"], row["n_votes"], row["n_containing"]) == (20, 2, 4)
    assert row["radius"] < 1
    took(
        client.post("/api/functions", json={**FILM, "primitive": "*", "percentile": 20}),
        "“*” votes pos on 2 texts.",
        201,
    )


def test_function_on_a_column_is_written(created, serving):
    corpus = Corpus.from_texts(TEXTS, columns={"stars": ["5", "5", "1", "1", "4", "1"]})
    with serving(created(corpus)) as client:
        took(
            client.post("/api/functions", json={**FILM, "primitive": "@stars=5"}),
            "“@stars=5” votes pos on 2 texts.",
            201,
        )
        message = "There is no column 'star'. Did you mean 'stars'? Columns beside the texts: 'stars'."
        refused(client.post("/api/functions", json={**FILM, "primitive": "@star=5"}), 422, "PrimitiveError", message)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (
            "/fil(m/",
            "/fil(m/ is no regular expression: unclosed group. Mend it; look-around and back-references are not known here.",
        ),
        ("!film", "'!film' only says what must not stand in a text. Say first what must: great & !waste."),
        ("*", "* fits every text. Say how far it reaches: a percentile below 100."),
        ("/xyz/", "No document fits '/xyz/'. Look at what the texts contain, and mend it."),
        ("!" * 1000, f"'{'!' * 1000}' only says what must not stand in a text. Say first what must: great & !waste."),
    ],
)
def test_pattern_that_cannot_be_is_refused_wherever_it_is_sent(two, store, pattern, message):
    before = store.events()
    body = {**FILM, "primitive": pattern}
    refused(two.post("/api/functions", json=body), 422, "PrimitiveError", message)
    refused(two.get("/api/draft", params=body), 422, "PrimitiveError", message)
    refused(two.patch("/api/functions/0", json={"primitive": pattern}), 422, "PrimitiveError", message)
    assert store.events() == before


def test_kinds_of_patterns_are_told_with_an_example_of_each(client):
    assert get(client, "/patterns") == [
        {"kind": "word or phrase", "example": "not good"},
        {"kind": "exact words", "example": '"Apple"'},
        {"kind": "regular expression", "example": "/call \\d{5,}/i"},
        {"kind": "value of a column", "example": "@category=books"},
        {"kind": "every text (near the example)", "example": "*"},
        {"kind": "one and another, or without another", "example": "great & !waste"},
    ]


# ------------------------------------------------------------------ changes


@pytest.mark.parametrize(
    ("change", "said", "event"),
    [
        ({"primitive": "Film"}, "“film” votes pos on 4 texts.", Edited(0, "film", 0, None, enabled=True)),
        ({"label": "neg"}, "“good” votes neg on 4 texts.", Edited(0, "good", 1, None, enabled=True)),
        ({"percentile": 25}, "“good” votes pos on 2 texts.", Edited(0, "good", 0, 25, enabled=True)),
        ({"percentile": 100}, "“good” votes pos on 4 texts.", Edited(0, "good", 0, 100, enabled=True)),
        ({"enabled": False}, "“good” is silent.", Edited(0, "good", 0, None, enabled=False)),
        (
            {"primitive": "music", "label": "neg", "enabled": True},
            "“music” votes neg on 3 texts.",
            Edited(0, "music", 1, None, enabled=True),
        ),
    ],
)
def test_function_is_changed(two, store, change, said, event):
    body = took(two.patch("/api/functions/0", json={**change, "step": 2}), said)
    assert (body["step"]["step"], body["step"]["can_undo"][:4]) == (3, "the ")
    assert kept(store, Edited) == [event]
    row = rows(two)[0]
    assert (row["primitive"], row["label"], row["percentile"], row["enabled"]) == (
        event.primitive,
        ["pos", "neg"][event.label],
        event.percentile,
        event.enabled,
    )
    assert row["document"] == 0


def test_reach_is_taken_back_to_the_projects_by_null_and_stays_where_it_is_left_out(two, store):
    two.patch("/api/functions/0", json={"percentile": 40})
    two.patch("/api/functions/0", json={"label": "neg"})
    assert rows(two)[0]["percentile"] == 40
    two.patch("/api/functions/0", json={"percentile": None, "label": None})
    assert (rows(two)[0]["percentile"], rows(two)[0]["label"]) == (None, "neg")
    assert kept(store, Edited)[-1] == Edited(0, "good", 1, None, enabled=True)


def test_change_of_nothing_is_no_answer(two, store):
    before = store.events()
    body = took(two.patch("/api/functions/0", json={"primitive": None, "step": 2}), "“good” votes pos on 4 texts.")
    assert body["step"]["step"] == 2
    assert store.events() == before


def test_silent_function_is_listed_and_exported_nowhere(two):
    two.patch("/api/functions/1", json={"enabled": False})
    assert [(row["id"], row["enabled"], row["n_votes"]) for row in rows(two)] == [(0, True, 4), (1, False, 3)]
    assert get(two, "/functions")["conflicts"] == [[0, 0], [0, 0]]
    assert get(two, "/progress")["n_functions"] == 1
    assert two.get("/api/export/functions").text == "query,label\ngood,pos\n"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"percentile": 0}, "body.percentile: Input should be greater than 0"),
        ({"percentile": 100.01}, "body.percentile: Input should be less than or equal to 100"),
        ({"primitive": ""}, "body.primitive: String should have at least 1 character"),
        ({"primitive": "x" * 1001}, "body.primitive: String should have at most 1000 characters"),
        ({"enabled": "perhaps"}, "body.enabled: Input should be a valid boolean, unable to interpret input"),
        ({"document": 3}, "body.document: Extra inputs are not permitted"),
    ],
)
def test_change_that_does_not_fit_is_refused(two, store, change, fault):
    before = store.events()
    message = f"The request does not fit: {fault}."
    refused(two.patch("/api/functions/0", json=change), 422, "InvalidRequest", message)
    assert store.events() == before


def test_change_that_cannot_be_is_refused(two, store):
    before = store.events()
    message = "There is no function 7 to change. Those that stand: 0, 1."
    refused(two.patch("/api/functions/7", json={"label": "neg"}), 409, "SessionError", message)
    message = "'bad' votes neg already: it is function 1. Withdraw that one first, or choose another word."
    refused(two.patch("/api/functions/0", json={"primitive": "bad", "label": "neg"}), 409, "SessionError", message)
    message = "No class is called 'nego'. Did you mean 'neg'? There are: pos, neg."
    refused(two.patch("/api/functions/0", json={"label": "nego"}), 422, "LabelError", message)
    assert store.events() == before


# ------------------------------------------------------------------ undo and redo


def test_undone_answer_is_given_again(two, store):
    body = took(two.post("/api/undo", json={"step": 2}), "Undone: “bad” votes neg.")
    assert (body["step"]["can_undo"], body["step"]["can_redo"]) == ("“good” votes pos", "“bad” votes neg")
    shown = body["suggestion"]["document"]["document"]
    body = took(two.post("/api/redo", json={"step": 3}), "Again: “bad” votes neg.")
    assert (body["step"]["step"], body["step"]["can_undo"], body["step"]["can_redo"]) == (4, "“bad” votes neg", None)
    assert kept(store, Undone, Redone) == [Undone(), Redone()]
    assert [row["id"] for row in rows(two)] == [0, 1]
    took(two.post("/api/undo", json={}), "Undone: “bad” votes neg.")
    assert get(two, "/suggestion")["suggestion"]["document"]["document"] == shown


def test_everything_that_was_undone_can_be_redone_in_its_order(two):
    two.patch("/api/functions/0", json={"enabled": False})
    two.delete("/api/functions/1")
    undone = [two.post("/api/undo", json={}).json()["said"] for _ in range(4)]
    again = [two.post("/api/redo", json={}).json()["said"] for _ in range(4)]
    assert undone == [
        "Undone: the withdrawal.",
        "Undone: the silence of “good”.",
        "Undone: “bad” votes neg.",
        "Undone: “good” votes pos.",
    ]
    assert again == [said.replace("Undone", "Again") for said in undone[::-1]]
    assert [(row["id"], row["enabled"]) for row in rows(two)] == [(0, False)]


def test_nothing_cannot_be_redone(two, store):
    message = "There is nothing to redo: no answer was undone since the last one was given."
    refused(two.post("/api/redo", json={}), 409, "SessionError", message)
    two.post("/api/undo", json={})
    two.post("/api/skips", json={"document": 5})
    assert get(two, "/suggestion")["step"]["can_redo"] is None
    before = kept(store, Undone, Redone)
    refused(two.post("/api/redo", json={}), 409, "SessionError", message)
    assert kept(store, Undone, Redone) == before


def test_redo_is_there_again_after_a_restart(tmp_path, small, serving, write):
    place = tmp_path / "again.lamplighter"
    with serving(SqliteStore.create(place, small, Session(small, labels=["pos", "neg"]).events)) as client:
        write(client, "good", "pos", 0)
        client.patch("/api/functions/0", json={"percentile": 40})
        client.post("/api/undo", json={})
    with serving(SqliteStore.open(place)) as client:
        assert get(client, "/suggestion")["step"]["can_redo"] == "the change: “good” votes pos"
        took(client.post("/api/redo", json={}), "Again: the change: “good” votes pos.")
        assert rows(client)[0]["percentile"] == 40


class FailingStore(MemoryStore):
    """Has a full disk, when told to."""

    full = False

    def append(self, events, *, expected):
        if self.full:
            raise StorageError("The disk is full.")
        super().append(events, expected=expected)


def test_redo_that_cannot_be_kept_did_not_happen_and_can_be_tried_again(small, created, serving, write):
    store = created(small, FailingStore)
    with serving(store) as client:
        write(client, "good", "pos", 0)
        client.post("/api/undo", json={})
        client.get("/api/export/labels")
        store.full = True
        refused(client.post("/api/redo", json={}), 507, "StorageError", "The disk is full.")
        assert get(client, "/suggestion")["step"]["can_redo"] == "“good” votes pos"
        store.full = False
        took(client.post("/api/redo", json={"step": 2}), "Again: “good” votes pos.")


STALE = {
    "change": ("PATCH", "/api/functions/0", {"enabled": False}),
    "import": ("POST", "/api/functions/import", {"format": "csv", "content": "query,label\nfilm,pos\n"}),
    "redo": ("POST", "/api/redo", {}),
    "written with a reach": ("POST", "/api/functions", {**FILM, "percentile": 50}),
}


@pytest.mark.parametrize("kind", STALE)
def test_answer_for_another_step_is_refused_and_leaves_nothing(client, store, write, kind):
    method, path, body = STALE[kind]
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    client.post("/api/undo", json={})
    client.get("/api/export/labels")  # no measurement is to come
    before = store.events()
    message = (
        "This answer was meant for step 2, but the project is at step 3: another window has answered. Look at the "
        "document that is shown now and answer again."
    )
    refused(client.request(method, path, json={**body, "step": 2}), 409, "StaleStepError", message)
    assert store.events() == before
    assert client.request(method, path, json={**body, "step": 3}).json()["step"]["step"] == 4


# ------------------------------------------------------------------ history


def test_history_is_told_newest_first(two):
    two.post("/api/labels", json={"document": 3, "label": "neg"})
    two.post("/api/undo", json={})
    two.delete("/api/functions/1")
    told = get(two, "/history")
    assert told["step"]["step"] == 5
    assert told["entries"] == [
        {"step": 5, "kind": "withdrawn", "said": "the withdrawal of “bad”", "document": 2, "stands": True},
        {"step": 4, "kind": "undone", "said": "undone: the label neg", "document": 3, "stands": True},
        {"step": 3, "kind": "labeled", "said": "the label neg", "document": 3, "stands": False},
        {"step": 2, "kind": "written", "said": "“bad” votes neg", "document": 2, "stands": True},
        {"step": 1, "kind": "written", "said": "“good” votes pos", "document": 0, "stands": True},
    ]


def test_before_the_first_answer_there_is_neither_history_nor_a_function(client):
    assert get(client, "/history")["entries"] == []
    assert get(client, "/functions")["conflicts"] == []


# ------------------------------------------------------------------ in and out


def bring(client, content, form="csv", **more):
    return client.post("/api/functions/import", json={"format": form, "content": content, **more})


def test_functions_are_brought_in_at_once(two, store):
    content = "\ufeffquery,label\r\nGood,pos\r\nFilm,pos\r\n/mus/,neg\r\n"
    body = took(bring(two, content, step=2), "2 functions were brought in; 1 stood already.", 201)
    assert (body["step"]["step"], body["step"]["can_undo"]) == (3, "the import of 2 functions")
    assert kept(store, Brought) == [Brought(((2, "film", 0), (3, "/mus/", 1)))]
    row = rows(two)[2]
    assert (row["document"], row["excerpt"], row["n_votes"]) == (None, "", 4)
    took(bring(two, content), "0 functions were brought in; 3 stood already.", 201)
    took(bring(two, '{"label": "neg", "pattern": [{"lower": "food"}]}', "jsonl"), "1 function was brought in.", 201)


def test_all_or_none_are_brought_in(two, store):
    before = store.events()
    message = "No document contains 'filn'. Did you mean 'film'? Mend it or leave it out."
    refused(bring(two, "query,label\nfilm,pos\nfiln,pos\n"), 422, "PrimitiveError", message)
    refused(bring(two, "query,label\nfilm,pos\nfood,\n"), 422, "FileError", f"Line 3 has 'food' and ''; {BOTH}")
    refused(bring(two, "{", "json"), 422, "FileError", f"The file is no JSON: {ENDS}, at character 1.")
    assert store.events() == before
    assert len(rows(two)) == 2


BOTH = "expected a query and a label, both texts."
ENDS = "Expecting property name enclosed in double quotes"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"format": "xml", "content": ""}, "body.format: Input should be 'csv', 'jsonl' or 'json'"),
        ({"format": "csv"}, "body.content: Field required"),
        (
            {"format": "csv", "content": "x" * 5_000_001},
            "body.content: String should have at most 5000000 characters",
        ),
    ],
)
def test_import_that_does_not_fit_is_refused(client, body, fault):
    message = f"The request does not fit: {fault}."
    refused(client.post("/api/functions/import", json=body), 422, "InvalidRequest", message)


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [
        ("csv", "functions.csv", "text/csv; charset=utf-8"),
        ("jsonl", "patterns.jsonl", "application/jsonl"),
        ("json", "functions.json", "application/json"),
    ],
)
def test_functions_are_exported_and_brought_into_another_project(two, small, created, serving, form, name, kind):
    answer = two.get("/api/export/functions", params={"format": form})
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    with serving(created(small)) as other:
        took(bring(other, answer.text, form), "2 functions were brought in.", 201)
        assert other.get("/api/export/functions").text == "query,label\ngood,pos\nbad,neg\n"


def test_export_as_json_has_lineage_and_reach(client, write):
    write(client, "good", "pos", 4)
    client.patch("/api/functions/0", json={"percentile": 62.5, "enabled": False})
    assert json.loads(client.get("/api/export/functions", params={"format": "json"}).content) == [
        {"number": 0, "primitive": "good", "label": "pos", "document": 4, "percentile": 62.5, "enabled": False}
    ]
