"""The users that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.bench.users.coverage import CoverageUser
from lamplighter.bench.users.explanation import ExplanationUser
from lamplighter.bench.users.guided import GuidedUser, ReviewingUser
from lamplighter.bench.users.lexicon import LexiconUser
from lamplighter.bench.users.noisy import NoisyUser
from lamplighter.bench.users.uniform import UniformUser
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from lamplighter.bench.users.base import UserClass

__all__ = ["USERS"]

USERS: Registry[UserClass] = Registry(
    "simulated user",
    "lamplighter.users",
    {
        "coverage": CoverageUser,
        "explanation": ExplanationUser,
        "guided": GuidedUser,
        "lexicon": LexiconUser,
        "noisy": NoisyUser,
        "reviewer": ReviewingUser,
        "uniform": UniformUser,
    },
)
"""Simulated users by name; ``lexicon`` needs its word list: ``partial(USERS["lexicon"], lexicon=…)``."""
