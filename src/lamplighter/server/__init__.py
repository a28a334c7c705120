"""The web server: routes, errors, and the page."""

from lamplighter.server.app import make_app, openapi
from lamplighter.server.serving import serving

__all__ = ["make_app", "openapi", "serving"]
