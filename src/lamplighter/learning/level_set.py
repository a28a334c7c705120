"""The level set of useful functions: which proposed functions are better than chance (interactive weak supervision)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import linalg
from scipy.sparse.linalg import LinearOperator, eigsh

from lamplighter.exceptions import InputError
from lamplighter.linalg import product

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Incidence

__all__ = ["LevelSet", "final_set", "function_features", "gram_product", "straddle"]


def gram_product(incidence: Incidence, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give ``Bᵀ(B v)`` of a block of documents, to be summed over blocks; the Gram matrix itself is never made.

    Parameters
    ----------
    incidence : csr_array of shape (n, Z)
        Columns of the candidates only.
    vectors : ndarray of shape (Z,) or (Z, k)

    Examples
    --------
    >>> from scipy import sparse
    >>> gram_product(sparse.csr_array([[1.0, 1.0], [0.0, 1.0]]), np.array([1.0, 0.0])).tolist()
    [1.0, 1.0]
    """
    return product(incidence.T, product(incidence, vectors))


def function_features(
    gram: Callable[[NDArray[np.float64]], NDArray[np.float64]], n_primitives: int, *, n_components: int = 150
) -> NDArray[np.float64]:
    """Describe each primitive by the documents it stands in: the truncated SVD of the columns of ``B``.

    With ``B ≈ U S Vᵀ`` the rows of ``V S``, scaled to length 1, so that a product of two rows is the cosine between
    the columns. (The original keeps their lengths; a linear model would then ask for frequent words first.) It is found
    from ``BᵀB`` by Lanczos iteration from a fixed vector; it is done once for a corpus.

    Parameters
    ----------
    gram : callable
        From vectors to the sum of :func:`gram_product` over all blocks.
    n_primitives : int
        Z, those that may become functions: frequent enough, not too common.
    n_components : int, default=150
        As in the original; with as many as Z or more it is exact.

    Returns
    -------
    ndarray of shape (Z, min(n_components, Z))
        Unique up to rotation, which no product of two rows depends on.

    Examples
    --------
    The first two words stand in the same documents, the third in others:

    >>> from scipy import sparse
    >>> incidence = sparse.csr_array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> features = function_features(lambda vectors: gram_product(incidence, vectors), 3)
    >>> np.abs(features @ features.T).round(3).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    if n_components < n_primitives:
        operator = LinearOperator((n_primitives, n_primitives), matvec=gram, dtype=np.float64)
        squares, axes = eigsh(operator, k=n_components, v0=np.ones(n_primitives), tol=1e-3)
    else:
        squares, axes = linalg.eigh(gram(np.eye(n_primitives)))
    scaled = axes * np.sqrt(np.maximum(squares, 0.0))
    lengths = np.linalg.norm(scaled, axis=1, keepdims=True)
    features: NDArray[np.float64] = np.divide(scaled, lengths, out=np.zeros_like(scaled), where=lengths > 0)
    return features


class LevelSet:
    """Learns from a person's answers which functions are useful: a Gaussian process over functions.

    IWS-LSE (Boecking et al., ICLR 2021; the paper's section 5.2) asks of one proposed function at a time whether
    it is better than chance, models the answer, and asks next where :func:`straddle` is greatest. The original's model
    is an ensemble of small neural networks; here it is the closed form with which the criterion was defined (Gotovos
    et al., IJCAI 2013). With ``u_z`` the features of a primitive and K classes, the usefulness of ``λ_{z,y}`` has

    - prior mean 1/K,
    - prior covariance ``prior_sd² · (u_z·u_z') · c(y, y')``, where ``c`` is 1 for one class and −1/(K−1) for two,

    so that over the classes the usefulness of a primitive sums to 1, and for two classes a yes to one is a no to the
    other (in the original too a function's features are those of its opposite, negative). An answer, 1 or 0, is the
    usefulness with Gaussian noise.

    Parameters
    ----------
    prior_sd : float, default=0.5
        How far usefulness is expected from the mean, above 0.
    noise_sd : float, default=0.5
        How little one answer is trusted to tell of similar functions, above 0.

    Examples
    --------
    One yes, for class 1 and the first of two primitives with cosine 0.6. Prior and noise have variance ¼: the
    mean moves from ½ by ``¼ / (¼ + ¼) · (1 − ½) = ¼``, or by 0.6 of that, and the other class by its negative:

    >>> features = np.array([[1.0, 0.0], [0.6, 0.8]])
    >>> model = LevelSet().fit(features[[0]], np.array([1]), np.array([True]), n_classes=2)
    >>> mean, sd = model.predict(features)
    >>> mean.round(2).tolist(), (sd**2).round(3).tolist()
    ([[0.25, 0.75], [0.35, 0.65]], [[0.125, 0.125], [0.205, 0.205]])
    """

    def __init__(self, *, prior_sd: float = 0.5, noise_sd: float = 0.5) -> None:
        for name, value in (("prior_sd", prior_sd), ("noise_sd", noise_sd)):
            if not value > 0:
                raise InputError(f"{name} is {value}; expected a number above 0.")
        self.prior_sd = prior_sd
        self.noise_sd = noise_sd

    def fit(
        self,
        features: NDArray[np.float64],
        labels: NDArray[np.int64],
        answers: NDArray[np.bool_] | NDArray[np.float64],
        *,
        n_classes: int,
    ) -> Self:
        """Learn from all answers so far; without any, the prior is left.

        Parameters
        ----------
        features : ndarray of shape (t, d)
            Of the primitives that were asked about, rows of length 1; also of functions known before the first
            question, whose answers count like any other.
        labels : ndarray of shape (t,)
            The classes, ``0..K-1``, that the proposed functions vote.
        answers : ndarray of shape (t,)
            True, or 1, where it is useful, and 0 where not; between for "I do not know".
        n_classes : int
            K.
        """
        self.features_, self.labels_ = features, labels
        self.similarity_ = (n_classes * np.eye(n_classes) - 1) / (n_classes - 1)
        covariance = self._covariance(features @ features.T, self.similarity_[labels][:, labels])
        root = np.linalg.cholesky(covariance + self.noise_sd**2 * np.eye(len(labels)))
        self.whitening_ = np.linalg.inv(root)  # well conditioned: the noise holds its eigenvalues up
        self.coefficients_ = self.whitening_.T @ (self.whitening_ @ (answers - 1 / n_classes))
        return self

    def predict(self, features: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the posterior mean and standard deviation of each function's usefulness.

        Parameters
        ----------
        features : ndarray of shape (Z, d)

        Returns
        -------
        mean, sd : ndarray of shape (Z, K)
            On the scale of the answers, where 0 is useless and 1 is useful; a mean may lie a little outside.
        """
        products = self.features_ @ features.T
        prior = self.prior_sd**2 * (features * features).sum(axis=1)
        mean, variance = np.empty((2, len(features), len(self.similarity_)))
        for label, similarity in enumerate(self.similarity_):
            covariance = self._covariance(products, similarity[self.labels_, np.newaxis])
            told = self.whitening_ @ covariance
            mean[:, label] = 1 / len(self.similarity_) + self.coefficients_ @ covariance
            variance[:, label] = prior - np.einsum("tz,tz->z", told, told)
        return mean, np.sqrt(np.maximum(variance, 0.0))

    def _covariance(self, products: NDArray[np.float64], similarity: NDArray[np.float64]) -> NDArray[np.float64]:
        covariance: NDArray[np.float64] = self.prior_sd**2 * products * similarity
        return covariance


def straddle(mean: NDArray[np.float64], sd: NDArray[np.float64], *, level: float = 0.5) -> NDArray[np.float64]:
    """Score how little is known of the side of a level that each function lies on: ``1.96·σ − |μ − level|``.

    The greatest is to be asked next. It is above 0 where the 95 % interval reaches over the level. It is given to nine
    digits, so that scores that differ by rounding alone, as all do before the first answer, are ties everywhere.

    Examples
    --------
    Uncertain, almost certain, and uncertain far from the level:

    >>> straddle(np.array([0.5, 0.5, 0.9]), np.array([0.2, 0.1, 0.2])).round(3).tolist()
    [0.392, 0.196, -0.008]
    """
    return np.round(1.96 * sd - np.abs(mean - level), 9)


def final_set(
    mean: NDArray[np.float64],
    asked: NDArray[np.int64],
    labels: NDArray[np.int64],
    answers: NDArray[np.bool_] | NDArray[np.float64],
    *,
    level: float = 0.5,
    coverage: NDArray[np.float64] | None = None,
    most: int | None = None,
) -> NDArray[np.bool_]:
    """Choose the functions to vote: those a person called useful, and those predicted so among the others.

    Parameters
    ----------
    mean : ndarray of shape (Z, K)
    asked : ndarray of shape (t,)
        Numbers of the primitives asked about, ``0..Z-1``.
    labels, answers : ndarray of shape (t,)
        As in :meth:`LevelSet.fit`. The last answer counts where one function was asked about twice.
    level : float, default=0.5
        A mean or an answer above it is useful.
    coverage : ndarray of shape (Z,), optional
        Documents that contain each primitive, or their share; needed with ``most``.
    most : int, optional
        How many of the predicted ones may join, at most: those with the greatest ``(2μ − 1) · coverage`` (the
        original's "LSE-ac"). Without a bound all do ("LSE-a").

    Returns
    -------
    ndarray of shape (Z, K)
        Where True, ``λ_{z,y}`` is chosen.

    Examples
    --------
    The first primitive was refused for class 1, though predicted useful:

    >>> mean = np.array([[0.3, 0.7], [0.2, 0.8], [0.4, 0.6]])
    >>> final_set(mean, np.array([0]), np.array([1]), np.array([False])).tolist()
    [[False, False], [False, True], [False, True]]
    """
    chosen = mean > level
    chosen[asked, labels] = False
    if most is not None:
        if coverage is None:
            raise InputError("A bound on the predicted functions needs their coverage. Hand in coverage as well.")
        worth = np.where(chosen, (2 * mean - 1) * coverage[:, np.newaxis], -np.inf).ravel()
        chosen.flat[np.argsort(-worth, kind="stable")[most:]] = False
    chosen[asked, labels] = answers > level
    return chosen
