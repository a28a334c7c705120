"""The routes, by topic. Reads never change anything."""

from lamplighter.server.routes import answers, export, look

ROUTERS = (look.router, answers.router, export.router)
