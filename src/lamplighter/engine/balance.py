"""The shares of the classes, from labels of documents that a strategy chose, and from what a person believes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamplighter.learning import calibrated_sums, post_stratify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lamplighter.arrays import Balance
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence
    from lamplighter.engine.heaps import Shares
    from lamplighter.engine.held_out import HeldOut

__all__ = ["estimated_balance"]


def estimated_balance(
    engine: Engine, evidence: Evidence, told: Sequence[int], held_out: HeldOut | None, heaps: Shares
) -> Balance:
    """Estimate the shares of all classes.

    Of the classes that have functions: the heaps, where there is a gap between them; else by post-stratification, where
    functions can be held out; else what is believed beforehand, which is as a person gave them, else equally common. Of the
    other classes: what was given, else what the labels say.

    What a person gives is not taken for the truth: it is rarely counted, and a share that is wrong by half costs more than
    one that is right brings (``docs/quality.md``). It weighs as much as ten documents.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    told : sequence of int
        The classes that have functions.
    held_out : HeldOut or None
    heaps : Shares
        Of these classes.
    """
    own = list(told)
    balance = evidence.class_balance.copy()
    together = balance[own].sum()
    prior = balance[own] / together if evidence.balance_source == "given" else np.full(len(own), 1 / len(own))
    if heaps.apart:
        shares = heaps.balance
    elif held_out is None:
        shares = prior
    else:
        scores = held_out.scores
        shares = post_stratify(
            lambda slope, offsets: engine.summed(
                lambda block, weights: calibrated_sums(block, slope, offsets, weights), scores, engine.weights
            ),
            engine.n_documents,
            held_out.examples,
            held_out.labels,
            prior,
        ).balance
    balance[own] = shares * together
    return balance
