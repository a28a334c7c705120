"""Which document to look at next: strategies from what is known to a score for each document, and the pick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.registry import Registry
from lamplighter.selection.abstain import Abstain
from lamplighter.selection.batch import Choice, pick_batch
from lamplighter.selection.context import LEARNT, Reason, SelectionContext, Strategy
from lamplighter.selection.coverage import Coverage
from lamplighter.selection.disagree import Disagree
from lamplighter.selection.pick import Pick, pick
from lamplighter.selection.random import Random
from lamplighter.selection.seu import SEU
from lamplighter.selection.uncertainty import EndModelUncertainty, Uncertainty

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "LEARNT",
    "SEU",
    "STRATEGIES",
    "Abstain",
    "Choice",
    "Coverage",
    "Disagree",
    "EndModelUncertainty",
    "Pick",
    "Random",
    "Reason",
    "SelectionContext",
    "Strategy",
    "Uncertainty",
    "pick",
    "pick_batch",
]

STRATEGIES: Registry[Callable[[], Strategy]] = Registry(
    "selection strategy",
    "lamplighter.selection",
    {
        "abstain": Abstain,
        "coverage": Coverage,
        "disagree": Disagree,
        "end-model-uncertainty": EndModelUncertainty,
        "random": Random,
        "seu": SEU,
        "uncertainty": Uncertainty,
    },
)
"""Strategies by name: each value makes one, called without arguments."""
