"""Serving from a thread: it ends when the block does, whoever is still connected."""

import http.client
import logging
import socket
from urllib.parse import urlsplit

from lamplighter.server import make_app, serving


def half_a_request(url):
    place = urlsplit(url)
    held = socket.create_connection((place.hostname, place.port))
    held.sendall(b"POST /api/skips HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    return held


def test_it_ends_and_closes_the_project_though_someone_is_connected(store, caplog, monkeypatch):
    app, ended = make_app(store), []
    monkeypatch.setattr(store, "close", lambda: ended.append(True))
    with caplog.at_level(logging.INFO), serving(app) as url:
        reader = http.client.HTTPConnection(urlsplit(url).netloc)
        reader.request("GET", "/api/project")
        assert reader.getresponse().status == 200  # and stays connected
        held = half_a_request(url)
    held.close()
    reader.close()
    assert ended == [True]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_export_that_waits_for_models_does_not_keep_the_server(store, monkeypatch):
    app = make_app(store)
    monkeypatch.setattr(type(app.state.workbench), "learning", property(lambda _: True))
    with serving(app) as url:
        place = urlsplit(url)
        waiting = socket.create_connection((place.hostname, place.port))
        waiting.sendall(b"GET /api/export/labels HTTP/1.1\r\nHost: localhost\r\n\r\n")
    waiting.close()
    assert not app.state.workbench._thread.is_alive()
