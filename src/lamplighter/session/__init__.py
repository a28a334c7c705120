"""One person's work on one corpus: events, the state folded from them, and the step of the loop.

Opens no file and knows no clock: time and randomness are handed in, so that a session replays exactly.
"""

from lamplighter.session.applied import applied, fingerprint
from lamplighter.session.browse import Catalogue, Page, Query
from lamplighter.session.events import EVENTS, Event, event_from_json, event_to_json
from lamplighter.session.explanation import Explanation, explain
from lamplighter.session.nearby import Around, around
from lamplighter.session.schedule import Schedule
from lamplighter.session.session import Session
from lamplighter.session.settings import Settings
from lamplighter.session.state import State, fold
from lamplighter.session.suggestion import Suggestion

__all__ = [
    "EVENTS",
    "Around",
    "Catalogue",
    "Event",
    "Explanation",
    "Page",
    "Query",
    "Schedule",
    "Session",
    "Settings",
    "State",
    "Suggestion",
    "applied",
    "around",
    "event_from_json",
    "event_to_json",
    "explain",
    "fingerprint",
    "fold",
]
