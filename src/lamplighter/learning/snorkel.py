"""Snorkel's own ``LabelModel``, for whoever wants exactly that (the extra ``lamplighter[snorkel]``)."""

from __future__ import annotations

import importlib.util
import random
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.exceptions import MissingExtraError
from lamplighter.learning.fitted import FittedLabelModel, check_number
from lamplighter.learning.moments import combine, vote_cells
from lamplighter.votes import snorkel_matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from lamplighter.arrays import Posterior, Votes

__all__ = ["Snorkel", "global_chance_kept"]


@contextmanager
def global_chance_kept() -> Iterator[None]:
    """Put the global random states of Python, NumPy and PyTorch back as they were.

    Snorkel seeds all three, and draws from NumPy's when it is imported.
    """
    import torch  # noqa: PLC0415

    python, numpy = random.getstate(), np.random.get_state()  # noqa: NPY002  (it is Snorkel that uses it)
    with torch.random.fork_rng():
        try:
            yield
        finally:
            random.setstate(python)
            np.random.set_state(numpy)  # noqa: NPY002  (as above)


class Snorkel(FittedLabelModel):
    """Snorkel's ``LabelModel``, with its own defaults.

    It is fitted by a fixed number of gradient steps, and with the defaults and keywords' votes stops far from a minimum:
    its beliefs depend on the steps, their size and the seed. It needs the label matrix row by row, documents × functions,
    in memory. :class:`~lamplighter.learning.MeTaL` fits the same model to the end, and
    :class:`~lamplighter.learning.MeTaLSteps` takes the same steps, both without PyTorch.

    Parameters
    ----------
    n_epochs : int, default=100
        Gradient steps.
    lr : float, default=0.01
        Their size.
    l2 : float, default=0.0
        Pull towards the start, and weight decay.
    precision : float, default=0.7
        Prior precision of a vote, ``prec_init``.
    seed : int, default=0

    Attributes
    ----------
    class_balance_ : ndarray of shape (K,)
    rates_ : ndarray of shape (m, K, K)
        ``P(λ_j = l | Y = y)`` for function j, vote l and class y.
    fallback_ : str or None
        Why majority vote stands in.

    Raises
    ------
    MissingExtraError
        If Snorkel is not installed.
    Exception
        Snorkel's own, from :meth:`fit`, where the steps are so large that its loss is no longer a number.

    References
    ----------
    Ratner, Bach, Ehrenberg, Fries, Wu and Ré, "Snorkel: Rapid Training Data Creation with Weak Supervision", VLDB 2018.
    """

    name: ClassVar[str] = "snorkel"

    def __init__(
        self, *, n_epochs: int = 100, lr: float = 0.01, l2: float = 0.0, precision: float = 0.7, seed: int = 0
    ) -> None:
        if importlib.util.find_spec("snorkel") is None:
            raise MissingExtraError.from_missing("snorkel", "The label model 'snorkel' needs Snorkel")
        check_number("n_epochs", n_epochs, 1)
        check_number("lr", lr, 0.0)
        check_number("l2", l2, 0.0)
        check_number("precision", precision, 0.0, 1.0)
        check_number("seed", seed, 0)
        self.n_epochs = n_epochs
        self.lr = lr
        self.l2 = l2
        self.precision = precision
        self.seed = seed

    def _learn(self, votes: Votes, counts: NDArray[np.int64]) -> None:
        matrix = np.repeat(snorkel_matrix(votes), counts, axis=0)
        with global_chance_kept():
            from snorkel.labeling.model import LabelModel  # noqa: PLC0415

            model = LabelModel(cardinality=len(self.class_balance_), verbose=False)
            model.fit(
                matrix,
                class_balance=self.class_balance_.tolist(),
                progress_bar=False,
                n_epochs=self.n_epochs,
                lr=self.lr,
                l2=self.l2,
                prec_init=self.precision,
                seed=self.seed,
            )
        self.rates_ = model.get_conditional_probs()[:, 1:]

    def _beliefs(self, votes: Votes) -> Posterior:
        # As Snorkel does, but from sparse rows, and with logarithms throughout: many votes leave it with 0 / 0.
        K = len(self.class_balance_)
        return combine(vote_cells(votes, K), np.log(self.rates_).reshape(-1, K), np.log(self.class_balance_))
