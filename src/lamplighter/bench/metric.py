"""The figure that an experiment reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamplighter.exceptions import InputError, did_you_mean
from lamplighter.learning import accuracy, f1_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Metric", "parse_metric"]


@dataclass(frozen=True)
class Metric:
    """Accuracy, or the F1 of one class; between 0 and 1.

    Attributes
    ----------
    name : str
        As it was asked for.
    label : int or None
        The class whose F1 it is; ``None`` for accuracy.
    n_classes : int
    """

    name: str
    label: int | None
    n_classes: int

    def __call__(self, predicted: NDArray[np.int64], truth: NDArray[np.int64]) -> float:
        """Measure predictions; both arrays hold class codes."""
        if self.label is None:
            return accuracy(predicted, truth)
        return float(f1_scores(predicted, truth, self.n_classes)[self.label])


def parse_metric(name: str, labels: Sequence[str]) -> Metric:
    """Read ``accuracy`` or ``f1:LABEL``.

    Examples
    --------
    >>> parse_metric("f1:spam", ["ham", "spam"])
    Metric(name='f1:spam', label=1, n_classes=2)
    >>> parse_metric("f1:spa", ["ham", "spam"])
    Traceback (most recent call last):
    lamplighter.exceptions.InputError: No class is called 'spa'. Did you mean 'spam'? There are: ham, spam.
    """
    if name == "accuracy":
        return Metric(name, None, len(labels))
    kind, _, label = name.partition(":")
    if kind != "f1":
        raise InputError(f"No metric is called {name!r}. There are: accuracy, f1:LABEL.")
    if label not in labels:
        raise InputError(f"No class is called {label!r}.{did_you_mean(label, labels)} There are: {', '.join(labels)}.")
    return Metric(name, list(labels).index(label), len(labels))
