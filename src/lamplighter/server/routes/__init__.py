"""The routes, by topic. Reads never change anything."""

from lamplighter.server.routes import answers, choosing, corpus, export, functions, look
from lamplighter.server.routes import map as mapped

ROUTERS = (look.router, corpus.router, answers.router, choosing.router, functions.router, mapped.router, export.router)
