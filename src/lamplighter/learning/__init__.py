"""Label models (from votes to beliefs), the end model (from texts to classes), and matching the class balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.learning.balance import estimate_balance, match_class_balance, soft_shares
from lamplighter.learning.dawid_skene import DawidSkene
from lamplighter.learning.end_model import EndModel, Linear
from lamplighter.learning.fitted import FittedLabelModel
from lamplighter.learning.implyloss import (
    ImplyLoss,
    RuleBlock,
    RuleModel,
    fit_imply_loss,
    imply_loss_and_gradient,
    rule_block,
)
from lamplighter.learning.label_model import LabelModel
from lamplighter.learning.level_set import LevelSet, final_set, function_features, gram_product, straddle
from lamplighter.learning.logistic import fit_logistic, loss_and_gradient
from lamplighter.learning.majority import MajorityVote
from lamplighter.learning.metal import MeTaL
from lamplighter.learning.metal_steps import MeTaLSteps
from lamplighter.learning.metrics import accuracy, f1_scores
from lamplighter.learning.one_coin import OneCoin
from lamplighter.learning.snorkel import Snorkel
from lamplighter.learning.triplet import Triplet
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "LABEL_MODELS",
    "DawidSkene",
    "EndModel",
    "FittedLabelModel",
    "ImplyLoss",
    "LabelModel",
    "LevelSet",
    "Linear",
    "MajorityVote",
    "MeTaL",
    "MeTaLSteps",
    "OneCoin",
    "RuleBlock",
    "RuleModel",
    "Snorkel",
    "Triplet",
    "accuracy",
    "estimate_balance",
    "f1_scores",
    "final_set",
    "fit_imply_loss",
    "fit_logistic",
    "function_features",
    "gram_product",
    "imply_loss_and_gradient",
    "loss_and_gradient",
    "match_class_balance",
    "rule_block",
    "soft_shares",
    "straddle",
]

LABEL_MODELS: Registry[Callable[[], LabelModel]] = Registry(
    "label model",
    "lamplighter.label_models",
    {
        "dawid-skene": DawidSkene,
        "majority": MajorityVote,
        "metal": MeTaL,
        "one-coin": OneCoin,
        "snorkel": Snorkel,
        "triplet": Triplet,
    },
)
"""Label models by name: each value makes one, called without arguments."""
