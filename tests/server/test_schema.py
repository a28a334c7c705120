"""The description of the API, from which the page's types are made."""

import re

import pytest
from pydantic import ValidationError

import lamplighter
from lamplighter.server import make_app, openapi, schemas
from lamplighter.server.schemas.base import Schema

OPERATIONS = {
    ("get", "/api/project"): "project",
    ("get", "/api/suggestion"): "suggestion",
    ("post", "/api/suggestion"): "show",
    ("post", "/api/suggestion/other"): "show_other",
    ("get", "/api/strategies"): "strategies",
    ("put", "/api/strategy"): "switch_strategy",
    ("get", "/api/documents"): "browse",
    ("get", "/api/documents/{document}"): "document",
    ("get", "/api/documents/{document}/votes"): "explain",
    ("get", "/api/documents/{document}/around"): "around",
    ("get", "/api/draft"): "draft",
    ("get", "/api/functions"): "functions",
    ("get", "/api/progress"): "progress",
    ("get", "/api/pace"): "pace",
    ("post", "/api/functions"): "write_function",
    ("patch", "/api/functions/{function}"): "change_function",
    ("delete", "/api/functions/{function}"): "withdraw",
    ("post", "/api/functions/import"): "bring_functions",
    ("get", "/api/history"): "history",
    ("get", "/api/patterns"): "patterns",
    ("post", "/api/labels"): "give_label",
    ("post", "/api/skips"): "skip",
    ("post", "/api/undo"): "undo",
    ("post", "/api/redo"): "redo",
    ("get", "/api/map"): "map_status",
    ("get", "/api/map/points"): "map_points",
    ("get", "/api/map/colours"): "map_colours",
    ("get", "/api/map/function/{number}"): "map_function",
    ("get", "/api/export/labels"): "export_labels",
    ("get", "/api/export/model"): "export_model",
    ("get", "/api/export/functions"): "export_functions",
    ("get", "/api/export/report"): "export_report",
}
"""The page calls each by its name: a new one belongs here."""

DESCRIBED = {
    (method, path): operation for path, methods in openapi()["paths"].items() for method, operation in methods.items()
}


def test_every_route_has_its_operation_id():
    assert {route: operation["operationId"] for route, operation in DESCRIBED.items()} == OPERATIONS


@pytest.mark.parametrize("route", list(DESCRIBED), ids=" ".join)
def test_every_route_tells_its_errors_and_what_it_is_for(route):
    operation = DESCRIBED[route]
    assert operation["description"]
    for status in ("409", "422", "507"):
        content = operation["responses"][status]["content"]
        assert content == {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}


def test_description_is_that_of_the_served_application(client):
    assert client.get("/api/openapi.json").json() == openapi()
    assert openapi()["info"]["version"] == lamplighter.__version__


def test_no_page_loads_scripts_from_elsewhere(client):
    for path in ("/docs", "/redoc"):
        assert client.get(path).status_code == 404


def _all(model):
    return [one for kind in model.__subclasses__() for one in (kind, *_all(kind))]


MODELS = _all(Schema)


def test_every_schema_is_public_except_their_base():
    assert {model.__name__ for model in MODELS} == set(schemas.__all__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_schemas_are_frozen_and_refuse_what_they_do_not_know(model):
    assert model.model_config == {"frozen": True, "extra": "forbid"}
    with pytest.raises(ValidationError, match=re.escape("mood\n  Extra inputs are not permitted")):
        model(mood="good")


def test_schema_cannot_be_changed():
    body = schemas.ErrorBody(error="HTTPError", message="No.")
    with pytest.raises(ValidationError, match=r"^1 validation error for ErrorBody\nerror\n  Instance is frozen"):
        body.error = "other"


RECEIVED = ["Step", "Answer", "Progress", "ProjectInfo", "Document", "Suggestion", "Draft", "FunctionTable", "History"]


@pytest.mark.parametrize("name", RECEIVED)
def test_what_the_page_receives_is_exactly_what_is_described(client, write, name):
    write(client, "good", "pos", 0)
    answer = client.get("/api/suggestion").json()
    received = {
        "Step": answer["step"],
        "Answer": client.post("/api/undo", json={}).json(),
        "Progress": client.get("/api/progress").json(),
        "ProjectInfo": client.get("/api/project").json(),
        "Document": client.get("/api/documents/1").json(),
        "Suggestion": client.get("/api/suggestion").json()["suggestion"],
        "Draft": client.get("/api/draft", params={"primitive": "film", "label": "neg", "document": 0}).json(),
        "FunctionTable": client.get("/api/functions").json(),
        "History": client.get("/api/history").json(),
    }[name]
    described = openapi()["components"]["schemas"][name]
    assert set(received) == set(described["properties"])
    assert getattr(schemas, name).model_validate(received).model_dump(mode="json") == received


def test_page_that_was_not_built_is_told(store, monkeypatch, tmp_path, serving):
    monkeypatch.setattr("lamplighter.server.app.STATIC", tmp_path)
    with serving(store) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert answer.text == (
            "The page is not part of this installation. Install lamplighter from its wheel, or run scripts/demo."
        )
        assert client.get("/api/project").status_code == 200


def test_page_that_was_built_is_served(store, monkeypatch, tmp_path, serving):
    (tmp_path / "index.html").write_text("<title>lamp</title>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "page.js").write_text("light()")
    monkeypatch.setattr("lamplighter.server.app.STATIC", tmp_path)
    with serving(store) as client:
        assert client.get("/").text == "<title>lamp</title>"
        assert client.get("/assets/page.js").text == "light()"
        assert client.get("/assets/other.js").json() == {
            "error": "HTTPError",
            "message": "GET /assets/other.js: Not Found.",
        }
        assert client.get("/api/project").json()["name"] == "small.csv"


def test_session_that_was_made_already_is_not_made_again(store, small, monkeypatch):
    session = lamplighter.Session.replay(small, [stamped.event for stamped in store.events()])
    app = make_app(store, session=session)
    assert app.state.workbench.session is session
    app.state.workbench.close()
