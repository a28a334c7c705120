"""The end model: from a text to a probability for each class."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.learning.logistic import of_each_class
from lamplighter.linalg import product, softmax

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from lamplighter.arrays import Balance, Features, Posterior
    from lamplighter.primitives import FeatureSpace, Ngrams

__all__ = ["EndModel", "Linear"]


@dataclass(frozen=True, kw_only=True)
class EndModel:
    """Settings of the end model: logistic regression on TF-IDF, trained on soft labels.

    Parameters
    ----------
    C : float or tuple of float, default=1.0
        Inverse strength of the penalty, as in scikit-learn. Of several, the one with the best accuracy on the
        validation documents is taken, the first of equally good ones; they need a session with validation documents.
    match_balance : bool, default=True
        Whether the intercept is shifted until the share of documents predicted in each class is the class balance.
    labels : {'soft', 'hard'}, default='soft'
        Whether it learns the label model's beliefs, or the likeliest class of each document (the first of equally
        likely ones).
    documents : {'covered', 'all'}, default='covered'
        Whether it learns from the documents that have votes, or also from those without, of which the label model
        believes the class balance.
    class_weight : {'balanced'}, optional
        Whether documents weigh so much that each class has the same share of the loss. Left out: all alike.
    """

    C: float | tuple[float, ...] = 1.0
    match_balance: bool = True
    labels: Literal["soft", "hard"] = "soft"
    documents: Literal["covered", "all"] = "covered"
    class_weight: Literal["balanced"] | None = None

    def __post_init__(self) -> None:
        if not self.candidates or any(not C > 0 for C in self.candidates):
            raise InputError(f"C is {self.C}; expected a number above 0.")
        if self.labels not in {"soft", "hard"}:
            raise InputError(f"No kind of labels is called {self.labels!r}. There are: soft, hard.")
        if self.documents not in {"covered", "all"}:
            raise InputError(f"documents is {self.documents!r}; expected 'covered' or 'all'.")
        if self.class_weight not in {None, "balanced"}:
            raise InputError(f"class_weight is {self.class_weight!r}; expected 'balanced' or None.")

    @property
    def candidates(self) -> tuple[float, ...]:
        """The values of C to choose among, one or more."""
        return tuple(self.C) if isinstance(self.C, (tuple, list)) else (self.C,)

    def settings(self) -> dict[str, Any]:
        """Give the settings as JSON has them."""
        return {**asdict(self), "C": list(self.C) if isinstance(self.C, (tuple, list)) else self.C}

    @classmethod
    def from_settings(cls, values: Mapping[str, Any]) -> EndModel:
        """Make them again from :meth:`settings`."""
        C = values["C"]
        return cls(**{**values, "C": tuple(C) if isinstance(C, list) else C})


@dataclass(frozen=True, eq=False)
class Linear:
    """A learnt linear classifier over the classes that have votes.

    Attributes
    ----------
    weights : ndarray of shape (k, d + 1), or (1, d + 1) for two classes
        Coefficients, and the intercept in the last column; the one row for two classes speaks for the second.
    classes : tuple of int
        The k class codes it can tell, ascending.
    n_classes : int
        K, the number of all classes; those it cannot tell have probability 0.
    class_balance : ndarray of shape (K,) or None
        What its predicted shares were matched to.
    """

    weights: NDArray[np.float64]
    classes: tuple[int, ...]
    n_classes: int
    class_balance: Balance | None = None

    def logits(self, features: Features) -> NDArray[np.float64]:
        """Give the logits, shape (n, k)."""
        return of_each_class(product(features, self.weights[:, :-1].T) + self.weights[:, -1])

    def predict_proba(self, features: Features) -> Posterior:
        """Give the probabilities, shape (n, K)."""
        posterior = np.zeros((features.shape[0], self.n_classes))
        posterior[:, list(self.classes)] = softmax(self.logits(features))[0]
        return posterior

    def shifted(self, shift: NDArray[np.float64]) -> Linear:
        """Add to the intercepts, shape (k,)."""
        weights = self.weights.copy()
        weights[:, -1] += shift[1:] - shift[:1] if len(weights) == 1 else shift
        return replace(self, weights=weights)

    def pipeline(self, cut: Ngrams, counted: Sequence[str], space: FeatureSpace, labels: Sequence[str]) -> Pipeline:
        """Give it as a fitted scikit-learn pipeline, from raw texts to probabilities, that needs nothing of ours.

        Parameters
        ----------
        cut : Ngrams
            How the texts were cut.
        counted : sequence of str
            What was counted in them.
        space : FeatureSpace
            What was learnt from. A feature's scale is taken up by its coefficient.
        labels : sequence of str
            The names of all K classes; the pipeline's ``classes_`` are those it can tell.
        """
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
        from sklearn.pipeline import make_pipeline  # noqa: PLC0415

        columns = {counted[number]: column for column, number in enumerate(space.columns)}
        vectorizer = TfidfVectorizer(**cut.vectorizer_settings(), vocabulary=columns, sublinear_tf=space.sublinear)
        vectorizer.idf_ = space.idf
        classifier = LogisticRegression()
        classifier.classes_ = np.array([labels[code] for code in self.classes], dtype=object)
        classifier.coef_ = self.weights[:, :-1] * space.scale
        classifier.intercept_ = self.weights[:, -1].copy()
        classifier.n_features_in_ = len(space)
        classifier.n_iter_ = np.array([1])
        return make_pipeline(vectorizer, classifier)
