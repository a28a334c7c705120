"""One body for every error: ``{"error": name, "message": sentence}``, on every path to one."""

import pytest

from lamplighter.server import views
from lamplighter.server.schemas import ErrorBody

FUNCTION = {"primitive": "film", "label": "pos", "document": 0}


def refused(client, method, path, *, status, error, message, **request):
    answer = client.request(method, path, **request)
    assert (answer.status_code, answer.json()) == (status, {"error": error, "message": message})
    assert answer.headers["content-type"] == "application/json"
    assert ErrorBody.model_validate(answer.json())


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/nothing", 404), ("GET", "/api/documents/", 404), ("GET", "/nothing.html", 404)],
)
def test_unknown_route_is_answered_with_the_one_body(client, method, path, status):
    refused(client, method, path, status=status, error="HTTPError", message=f"{method} {path}: Not Found.")


def test_wrong_method_is_answered_with_the_one_body(client):
    for method, path in [("PUT", "/api/functions"), ("POST", "/api/project"), ("DELETE", "/api/undo")]:
        refused(client, method, path, status=405, error="HTTPError", message=f"{method} {path}: Method Not Allowed.")


@pytest.mark.parametrize(
    ("path", "body", "faults"),
    [
        ("/api/functions", {}, ["primitive", "label", "document"]),
        ("/api/labels", {}, ["document", "label"]),
        ("/api/skips", {}, ["document"]),
    ],
)
def test_missing_fields_are_named(client, path, body, faults):
    listed = "; ".join(f"body.{name}: Field required" for name in faults)
    refused(
        client,
        "POST",
        path,
        json=body,
        status=422,
        error="InvalidRequest",
        message=f"The request does not fit: {listed}.",
    )


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/functions", FUNCTION),
        ("/api/labels", {"document": 0, "label": "pos"}),
        ("/api/skips", {"document": 0}),
        ("/api/undo", {}),
        ("/api/redo", {}),
        ("/api/functions/import", {"format": "csv", "content": ""}),
    ],
)
def test_extra_fields_are_refused(client, store, path, body):
    before = store.events()
    refused(
        client,
        "POST",
        path,
        json={**body, "mood": "good"},
        status=422,
        error="InvalidRequest",
        message="The request does not fit: body.mood: Extra inputs are not permitted.",
    )
    assert store.events() == before


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"document": -1}, "body.document: Input should be greater than or equal to 0"),
        (
            {"document": "first"},
            "body.document: Input should be a valid integer, unable to parse string as an integer",
        ),
        ({"primitive": ""}, "body.primitive: String should have at least 1 character"),
        ({"primitive": "x" * 1001}, "body.primitive: String should have at most 1000 characters"),
        ({"primitive": None}, "body.primitive: Input should be a valid string"),
        ({"label": 1}, "body.label: Input should be a valid string"),
        ({"percentile": 0}, "body.percentile: Input should be greater than 0"),
        ({"percentile": 100.5}, "body.percentile: Input should be less than or equal to 100"),
        ({"step": "now"}, "body.step: Input should be a valid integer, unable to parse string as an integer"),
    ],
)
def test_values_that_do_not_fit_are_named(client, change, fault):
    refused(
        client,
        "POST",
        "/api/functions",
        json={**FUNCTION, **change},
        status=422,
        error="InvalidRequest",
        message=f"The request does not fit: {fault}.",
    )


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"primitive": "\\ud83d", "label": "pos", "document": 0}']
)
def test_body_that_cannot_be_read_is_answered_with_the_one_body(client, store, content):
    before = store.events()
    answer = client.post("/api/functions", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "message"}
    assert store.events() == before


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_what_a_foreign_page_can_send_without_asking_is_refused(client, store, content_type):
    """Without a preflight a browser sends these types for any page; none of them may act."""
    before = store.events()
    headers = {} if content_type is None else {"content-type": content_type}
    answer = client.post("/api/undo", content=b"{}", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["error"] == "InvalidRequest"
    assert store.events() == before


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (
            "/api/documents/first",
            "path.document: Input should be a valid integer, unable to parse string as an integer",
        ),
        ("/api/draft?primitive=film&label=pos", "query.document: Field required"),
        ("/api/draft?primitive=&label=pos&document=0", "query.primitive: String should have at least 1 character"),
        (
            "/api/draft?primitive=film&label=pos&document=0&percentile=0",
            "query.percentile: Input should be greater than 0",
        ),
        (
            "/api/draft?primitive=film&label=pos&document=0&percentile=101",
            "query.percentile: Input should be less than or equal to 100",
        ),
        ("/api/export/labels?format=xlsx", "query.format: Input should be 'parquet', 'csv' or 'jsonl'"),
        ("/api/export/functions?format=xlsx", "query.format: Input should be 'csv', 'jsonl' or 'json'"),
    ],
)
def test_parameters_that_do_not_fit_are_named(client, path, fault):
    refused(client, "GET", path, status=422, error="InvalidRequest", message=f"The request does not fit: {fault}.")


@pytest.mark.parametrize("label", ["poss", "POS"])
def test_unknown_class_is_named_with_a_hint(client, label):
    message = f"No class is called '{label}'. Did you mean 'pos'? There are: pos, neg."
    for path, body in [("functions", FUNCTION), ("labels", {"document": 0})]:
        refused(
            client,
            "POST",
            f"/api/{path}",
            json={**body, "label": label},
            status=422,
            error="LabelError",
            message=message,
        )
    draft = f"/api/draft?primitive=film&label={label}&document=0"
    refused(client, "GET", draft, status=422, error="LabelError", message=message)


@pytest.mark.parametrize(
    ("primitive", "message"),
    [
        ("filn", "No document contains 'filn'. Did you mean 'film'? Choose a word of the document."),
        ("unheard", "No document contains 'unheard'. Choose a word of the document."),
        ("bad good", "No document contains 'bad good'. Did you mean 'good'? Choose a word of the document."),
        ("?!", "'?!' has no word of two letters or more that a function could look for."),
        ("!?", "'!?' only says what must not stand in a text. Say first what must: great & !waste."),
    ],
)
def test_unknown_primitive_is_named_with_a_hint(client, primitive, message):
    refused(
        client,
        "POST",
        "/api/functions",
        json={**FUNCTION, "primitive": primitive},
        status=422,
        error="PrimitiveError",
        message=message,
    )
    refused(
        client,
        "GET",
        "/api/draft",
        params={**FUNCTION, "primitive": primitive},
        status=422,
        error="PrimitiveError",
        message=message,
    )


def test_unknown_document_is_refused(client):
    error = {"status": 409, "error": "SessionError"}
    message = "There is no document 8; they are numbered 0 to 7."
    refused(client, "GET", "/api/documents/8", **error, message=message)
    refused(client, "POST", "/api/functions", json={**FUNCTION, "document": 8}, **error, message=message)
    refused(client, "POST", "/api/labels", json={"document": 8, "label": "pos"}, **error, message=message)
    refused(client, "POST", "/api/skips", json={"document": 8}, **error, message=message)
    refused(
        client,
        "GET",
        "/api/documents/-1",
        **error,
        message="There is no document -1; they are numbered 0 to 7.",
    )


@pytest.mark.parametrize("document", [8, 10**9, -1])
def test_draft_on_an_unknown_document_is_refused(client, document):
    refused(
        client,
        "GET",
        "/api/draft",
        params={**FUNCTION, "document": document},
        status=409,
        error="SessionError",
        message=f"There is no document {document}; they are numbered 0 to 7.",
    )


def test_unknown_function_cannot_be_withdrawn(client, write):
    message = "There is no function 0 to withdraw. Those that stand: none."
    refused(client, "DELETE", "/api/functions/0", status=409, error="SessionError", message=message)
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    message = "There is no function 7 to withdraw. Those that stand: 0, 1."
    refused(client, "DELETE", "/api/functions/7", status=409, error="SessionError", message=message)


def test_function_cannot_be_written_twice(client, store, write):
    write(client, "film", "pos", 0)
    client.get("/api/export/labels")
    before = store.events()
    message = "'film' votes pos already: it is function 0. Withdraw that one first, or choose another word."
    refused(client, "POST", "/api/functions", json=FUNCTION, status=409, error="SessionError", message=message)
    assert store.events() == before


def test_nothing_cannot_be_undone(client):
    message = "There is nothing to undo: no answer stands."
    refused(client, "POST", "/api/undo", json={}, status=409, error="SessionError", message=message)


def test_model_is_not_exported_before_two_classes_have_votes(client, write):
    advice = "Write functions for two classes or more."
    message = f"There is no model yet: functions vote for no class. {advice}"
    refused(client, "GET", "/api/export/model", status=409, error="SessionError", message=message)
    write(client, "good", "pos", 0)
    message = f"There is no model yet: functions vote only for 'pos'. {advice}"
    refused(client, "GET", "/api/export/model", status=409, error="SessionError", message=message)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "localhost.", "[::2]"]
)
@pytest.mark.parametrize("path", ["/api/project", "/"])
def test_page_is_not_served_under_foreign_names(client, host, path):
    name = host.removesuffix(":8765")
    message = f"The page is not served under the name {name!r}. Open the address that lamplighter printed."
    refused(client, "GET", path, headers={"host": host}, status=400, error="UnknownHost", message=message)


def test_foreign_name_cannot_act(client, store):
    before = store.events()
    answer = client.post("/api/skips", json={"document": 0}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert store.events() == before


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765", "[::1]"])
def test_page_is_served_under_local_names(client, host):
    assert client.get("/api/project", headers={"host": host}).status_code == 200


def test_page_is_served_under_any_name_where_that_is_wanted(store, serving):
    with serving(store, hosts=["*"]) as client:
        assert client.get("/api/project", headers={"host": "lamp.example:8765"}).status_code == 200


def test_fault_of_ours_is_answered_without_its_words(client, monkeypatch):
    def fault(session, place):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(views, "project", fault)
    message = "Something went wrong inside lamplighter; what was saved is safe."
    refused(client, "GET", "/api/project", status=500, error="ZeroDivisionError", message=message)
