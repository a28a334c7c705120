"""Label models (from votes to beliefs), the end model (from texts to classes), and matching the class balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.learning.balance import estimate_balance, match_class_balance, soft_shares
from lamplighter.learning.dawid_skene import DawidSkene
from lamplighter.learning.end_model import EndModel, Linear
from lamplighter.learning.fitted import FittedLabelModel
from lamplighter.learning.heaps import Heaps, histogram, two_heaps
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
from lamplighter.learning.majority import MajorityVote, vote_shares
from lamplighter.learning.metal import MeTaL
from lamplighter.learning.metal_steps import MeTaLSteps
from lamplighter.learning.metrics import accuracy, f1_scores, margins, roc_auc
from lamplighter.learning.naive_bayes import class_counts, document_scores, log_odds, root_lengths
from lamplighter.learning.one_coin import OneCoin
from lamplighter.learning.post_stratification import Calibration, calibrated_sums, post_stratify
from lamplighter.learning.snorkel import Snorkel
from lamplighter.learning.triplet import Triplet
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "LABEL_MODELS",
    "Calibration",
    "DawidSkene",
    "EndModel",
    "FittedLabelModel",
    "Heaps",
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
    "calibrated_sums",
    "class_counts",
    "document_scores",
    "estimate_balance",
    "f1_scores",
    "final_set",
    "fit_imply_loss",
    "fit_logistic",
    "function_features",
    "gram_product",
    "histogram",
    "imply_loss_and_gradient",
    "log_odds",
    "loss_and_gradient",
    "margins",
    "match_class_balance",
    "post_stratify",
    "roc_auc",
    "root_lengths",
    "rule_block",
    "soft_shares",
    "straddle",
    "two_heaps",
    "vote_shares",
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
