"""The corpus as a map: documents as points of a plane, like ones near one another.

What was compared, and what it takes, is in ``docs/method.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import sparse
from threadpoolctl import ThreadpoolController

from lamplighter.linalg import product, row_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Rows
    from lamplighter.engine.engine import Engine

__all__ = ["SAMPLE", "project"]

SAMPLE = 20_000
"""Documents that are arranged by t-SNE; of a larger corpus the others are placed among them."""

DIMENSIONS = 50
"""Of the space in which documents are compared."""

PERPLEXITY = 15.0
"""About how many neighbours a document is drawn to."""

ANGLE = 1.0
"""How roughly far points are taken together: twice as fast as scikit-learn's 0.5, to the same picture."""

STEPS = 250
"""Of each of the two stages; scikit-learn takes no fewer."""

FIRST = 5_000
"""Documents of the first stage, which decides what lies where; the second takes all of the sample."""

EXAGGERATION = 12.0
"""How much more documents attract one another in the first stage, so that groups find together."""

JITTER = 1e-3
"""Of places at the beginning of a stage, in units of their spread: texts that are the same would never part."""

PLACED_BY = 5
"""Neighbours whose mean place a document gets that has none yet."""

FEWEST = 10
"""Of fewer documents the two main axes are drawn: there is nothing to arrange."""

ROUNDING = 1e-9
"""A row that is no longer has nothing in common with the main directions."""

BLOCK = 1024
"""Rows that are compared with the sample at a time: 80 MB of distances."""

Points: TypeAlias = "NDArray[np.float32]"


def project(
    engine: Engine,
    *,
    seed: int = 0,
    sample: int = SAMPLE,
    report: Callable[[float], None] | None = None,
) -> Points:
    """Give each document a place on a map.

    1. A sample of the documents, all where they are not more than ``sample``, is reduced to its 50 main directions, and
       rows to length 1.
    2. t-SNE arranges 5,000 of them, beginning with the two main directions; at first like ones are strongly drawn together.
    3. The others of the sample join them, and all settle.
    4. Every other document is placed among its five nearest of the sample, at their mean, weighted by the inverse square of
       their distances.

    It takes one thread, also because several would add up forces in another order each time, and end at another map.

    Parameters
    ----------
    engine : Engine
    seed : int, default=0
        The same seed gives the same map of the same documents.
    sample : int, default=20000
    report : callable, optional
        Told the share that is done, from 0 to 1, between any two pieces of work. What it raises ends the work.

    Returns
    -------
    ndarray of shape (n, 2)
        float32, from −1 to 1; one unit is as long across as it is up.

    References
    ----------
    L. van der Maaten: Accelerating t-SNE using tree-based algorithms. JMLR 15, 2014.

    Examples
    --------
    >>> from lamplighter.engine import Engine, build_index
    >>> from lamplighter.primitives import Ngrams
    >>> texts = ["a good film"] * 12 + ["fresh bad food"] * 12
    >>> places = project(Engine(build_index(texts, Ngrams())))
    >>> films, food = places[:12], places[12:]
    >>> places.shape, bool(np.ptp(films, axis=0).max() < np.abs(films.mean(axis=0) - food.mean(axis=0)).max())
    ((24, 2), True)
    """
    said = report or _nobody
    said(0.0)
    generator = np.random.default_rng(seed)
    chosen = _sampled(engine.index.n_documents, sample, generator)
    axes = _axes(_rows(engine, chosen), int(generator.integers(2**31)))
    said(0.05)
    known = np.concatenate(
        [_reduced(block.features[_within(chosen, block.documents)], axes) for block in engine.index.slices]
    )
    arranged = _scaled(_arranged(known, generator, _part(said, 0.05, 0.95)))
    if len(chosen) == engine.index.n_documents:
        said(1.0)
        return arranged
    places = _placed(engine, axes, known, arranged, _part(said, 0.95, 1.0))
    places[chosen] = arranged
    return places


def _part(report: Callable[[float], None], start: float, stop: float) -> Callable[[float], None]:
    """Give what reports the shares of one piece of the work as shares of all."""
    return lambda share: report(start + (stop - start) * share)


def _nobody(_: float) -> None:
    """Report to nobody."""


def _sampled(n_documents: int, sample: int, generator: np.random.Generator) -> Rows:
    if n_documents <= sample:
        return np.arange(n_documents)
    return np.sort(generator.choice(n_documents, sample, replace=False)).astype(np.int64)


def _within(documents: Rows, block: slice) -> Rows:
    """Give those documents that a slice holds, as its rows."""
    first, last = np.searchsorted(documents, [block.start, block.stop])
    rows: Rows = documents[first:last] - block.start
    return rows


def _rows(engine: Engine, documents: Rows) -> Features:
    return sparse.vstack(
        [block.features[_within(documents, block.documents)] for block in engine.index.slices], format="csr"
    )


def _axes(features: Features, seed: int) -> NDArray[np.float64]:
    """Give the main directions of sparse rows, shape (d, k)."""
    from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415  (a map is asked for more seldom than an engine)

    k = min(DIMENSIONS, *features.shape)
    axes: NDArray[np.float64] = randomized_svd(features, k, n_iter=5, random_state=seed)[2].T
    return axes


def _reduced(features: Features, axes: NDArray[np.float64]) -> Points:
    """Give rows in the space of the axes, of length 1; of length 0 where a document has no known word.

    They are rounded: the last digits depend on how many threads the linear algebra takes, and would in the end give
    another map.
    """
    rows = product(features, axes)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > ROUNDING)
    reduced: Points = unit.round(5).astype(np.float32)
    return reduced


def _nearest(rows: Points, known: Points, k: int) -> tuple[Rows, Points]:
    """Give the k nearest known points of each row and their distances, shape (n, k), the nearest first."""
    squares = np.maximum(2.0 - 2.0 * (rows @ known.T), 0.0)
    # Rows without a known word have length 0, not 1: they are near to one another and to nothing else.
    squares[~rows.any(axis=1)] = np.where(known.any(axis=1), 2.0, 0.0)
    found = np.argpartition(squares, k - 1, axis=1)[:, :k]
    distances = np.sqrt(np.take_along_axis(squares, found, axis=1)).round(4)
    order = np.argsort(distances, axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1), np.take_along_axis(distances, order, axis=1)


def _blocks(n_rows: int) -> Iterator[tuple[slice, float]]:
    """Give row blocks, with the share of the rows that is done with each."""
    for block in row_blocks(n_rows, largest=BLOCK):
        yield block, block.stop / n_rows


def _graph(known: Points, k: int, report: Callable[[float], None]) -> sparse.csr_array[np.float32]:
    """Give the distances of each point to itself and its k nearest, sparse."""
    n = len(known)
    found, far = [], []
    for block, share in _blocks(n):
        nearest, distances = _nearest(known[block], known, min(k + 1, n))
        found.append(nearest)
        far.append(distances)
        report(share)
    columns = np.concatenate(found)
    starts = np.arange(0, columns.size + 1, columns.shape[1])
    return sparse.csr_array((np.concatenate(far).ravel(), columns.ravel(), starts), shape=(n, n))


def _main_plane(known: Points) -> NDArray[np.float64]:
    """Give the places of points on the two axes along which they differ most, shape (n, 2)."""
    centred = known.astype(np.float64) - known.mean(axis=0, dtype=np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)
    plane = np.zeros((len(known), 2))
    widest = directions[:, ::-1][:, :2]
    signs = np.sign(widest[np.abs(widest).argmax(axis=0), np.arange(widest.shape[1])])
    plane[:, : widest.shape[1]] = centred @ (widest * signs)
    return plane.round(5)


def _arranged(known: Points, generator: np.random.Generator, report: Callable[[float], None]) -> NDArray[np.float64]:
    """Give the places that t-SNE finds for points, shape (n, 2)."""
    plane = _main_plane(known)
    if len(known) < FEWEST:
        return plane
    first = np.sort(generator.choice(len(known), min(FIRST, len(known)), replace=False))
    near = 1e-4 * _jittered(plane[first], generator)  # so near that none has to get past another
    drawn = _moved(known[first], near, EXAGGERATION, _part(report, 0.0, 0.3))
    joined = np.concatenate([_among(known[block], known[first], drawn) for block, _ in _blocks(len(known))])
    return _moved(known, _jittered(joined, generator), 1.0, _part(report, 0.3, 1.0))


def _jittered(places: NDArray[np.float64], generator: np.random.Generator) -> NDArray[np.float64]:
    spread = float(places.std()) or 1.0
    return places + generator.normal(scale=JITTER * spread, size=places.shape)


def _moved(
    known: Points, places: NDArray[np.float64], exaggeration: float, report: Callable[[float], None]
) -> NDArray[np.float64]:
    """Move points by one stage of t-SNE on from where they are, shape (n, 2)."""
    from sklearn.manifold import TSNE  # noqa: PLC0415

    perplexity = min(PERPLEXITY, (len(known) - 1) / 3)
    graph = _graph(known, int(3 * perplexity) + 1, _part(report, 0.0, 0.2))
    stage = TSNE(
        metric="precomputed",
        init=places.astype(np.float32),
        perplexity=perplexity,
        early_exaggeration=exaggeration,
        max_iter=STEPS,
        angle=ANGLE,
    )
    with ThreadpoolController().limit(limits=1, user_api="openmp"):  # of this thread; others keep theirs
        moved: NDArray[np.float64] = stage.fit_transform(graph).astype(np.float64)
    report(1.0)
    return moved


def _among(rows: Points, known: Points, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give each row the mean place of its nearest known points, shape (n, 2), weighted by the inverse square of distances."""
    found, distances = _nearest(rows, known, min(PLACED_BY, len(known)))
    weights = 1 / (distances.astype(np.float64) ** 2 + 1e-6)
    weights /= weights.sum(axis=1, keepdims=True)
    means: NDArray[np.float64] = np.einsum("nk,nkd->nd", weights, places[found])
    return means


def _scaled(places: NDArray[np.float64]) -> Points:
    """Move and scale places, alike in both directions, so that they just fit into [−1, 1]."""
    low, high = places.min(axis=0), places.max(axis=0)
    half = float((high - low).max()) / 2
    scaled: Points = ((places - (low + high) / 2) / (half or 1.0)).astype(np.float32)
    np.clip(scaled, -1, 1, out=scaled)
    return scaled


def _placed(
    engine: Engine, axes: NDArray[np.float64], known: Points, arranged: Points, report: Callable[[float], None]
) -> Points:
    """Place all documents among those that are arranged, a block at a time."""
    places = np.empty((engine.index.n_documents, 2), dtype=np.float32)
    there = arranged.astype(np.float64)
    for piece in engine.index.slices:
        for block, _ in _blocks(len(piece)):
            start, stop = piece.start + block.start, piece.start + block.stop
            places[start:stop] = _among(_reduced(piece.features[block], axes), known, there)
            report(stop / len(places))
    return places
