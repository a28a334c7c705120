"""Label models (from votes to beliefs), the end model (from texts to classes), and matching the class balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.learning.balance import estimate_balance, match_class_balance, soft_shares
from lamplighter.learning.end_model import EndModel, Linear
from lamplighter.learning.label_model import LabelModel
from lamplighter.learning.logistic import fit_logistic, loss_and_gradient
from lamplighter.learning.majority import MajorityVote
from lamplighter.learning.metrics import accuracy, f1_scores
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "LABEL_MODELS",
    "EndModel",
    "LabelModel",
    "Linear",
    "MajorityVote",
    "accuracy",
    "estimate_balance",
    "f1_scores",
    "fit_logistic",
    "loss_and_gradient",
    "match_class_balance",
    "soft_shares",
]

LABEL_MODELS: Registry[Callable[[], LabelModel]] = Registry(
    "label model", "lamplighter.label_models", {"majority": MajorityVote}
)
"""Label models by name: each value makes one, called without arguments."""
