"""Splitting documents for an experiment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.exceptions import InputError

if TYPE_CHECKING:
    from lamplighter.arrays import Rows

__all__ = ["Split", "split"]


@dataclass(frozen=True)
class Split:
    """Document numbers of the three parts; together they are all documents, each once."""

    train: Rows
    validation: Rows
    test: Rows


def split(n_documents: int, *, seed: int, held_out: float = 0.1) -> Split:
    """Split documents at random, 80/10/10 as in the paper's section 5.

    Parameters
    ----------
    n_documents : int
        At least 10, so that no part is empty.
    seed : int
        The same seed gives the same split.
    held_out : float, default=0.1
        Share of documents in the validation part, and again in the test part.

    Raises
    ------
    InputError
        If a part would be empty.

    Examples
    --------
    >>> parts = split(10, seed=0)
    >>> len(parts.train), len(parts.validation), len(parts.test)
    (8, 1, 1)
    """
    n_held_out = int(n_documents * held_out)
    if n_held_out < 1:
        raise InputError(
            f"{n_documents} documents are too few to be split into training, validation and test: at least "
            f"{round(1 / held_out)} are needed."
        )
    # A stream apart from those of sessions and users, which may have the same seed.
    order = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,))).permutation(n_documents)
    test, validation, train = np.split(order, [n_held_out, 2 * n_held_out])
    return Split(train=np.sort(train), validation=np.sort(validation), test=np.sort(test))
