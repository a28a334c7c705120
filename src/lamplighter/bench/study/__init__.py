"""A study with people, as in the paper's Table 3: who works with which method, and what came of it.

``dealing`` deals methods to participants and makes the sessions they work on; ``outcomes`` reads response times and
scores from the events of these sessions. No file is touched here: that is the command's part.
"""

from __future__ import annotations

from lamplighter.bench.study.dealing import DEALT, EVERY, Study, Task, deal, plan_study, sessions
from lamplighter.bench.study.outcomes import PAPER, Course, HeldOut, Outcome, Row, follow, outcomes, summarize

__all__ = [
    "DEALT",
    "EVERY",
    "PAPER",
    "Course",
    "HeldOut",
    "Outcome",
    "Row",
    "Study",
    "Task",
    "deal",
    "follow",
    "outcomes",
    "plan_study",
    "sessions",
    "summarize",
]
