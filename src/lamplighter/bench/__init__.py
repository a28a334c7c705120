"""Simulated people, and what comes of their work: they drive a session exactly as a person does."""

from __future__ import annotations

from lamplighter.bench.metric import Metric, parse_metric
from lamplighter.bench.simulate import Simulation, simulate
from lamplighter.bench.users import UniformUser, User, UserClass
from lamplighter.registry import Registry

__all__ = ["USERS", "Metric", "Simulation", "UniformUser", "User", "UserClass", "parse_metric", "simulate"]

USERS: Registry[UserClass] = Registry("simulated user", "lamplighter.users", {"uniform": UniformUser})
"""Simulated users by name."""
