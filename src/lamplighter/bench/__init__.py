"""Simulated people, and what comes of their work: they drive a session exactly as a person does."""

from __future__ import annotations

from lamplighter.bench.datasets import DATASETS, Dataset
from lamplighter.bench.methods import METHODS, Method
from lamplighter.bench.metric import Metric, parse_metric
from lamplighter.bench.protocols import PROTOCOLS, Protocol
from lamplighter.bench.simulate import Simulation, simulate
from lamplighter.bench.users import (
    USERS,
    CoverageUser,
    ExplanationUser,
    GuidedUser,
    Lexicon,
    LexiconUser,
    NoisyUser,
    ReviewingUser,
    UniformUser,
    User,
    UserClass,
    knows_words,
    named_user,
)

__all__ = [
    "DATASETS",
    "METHODS",
    "PROTOCOLS",
    "USERS",
    "CoverageUser",
    "Dataset",
    "ExplanationUser",
    "GuidedUser",
    "Lexicon",
    "LexiconUser",
    "Method",
    "Metric",
    "NoisyUser",
    "Protocol",
    "ReviewingUser",
    "Simulation",
    "UniformUser",
    "User",
    "UserClass",
    "knows_words",
    "named_user",
    "parse_metric",
    "simulate",
]
