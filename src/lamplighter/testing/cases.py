"""What the checks are run on: small made-up votes and documents, the same each time, and the means to compare."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy import sparse

from lamplighter.linalg import entropy
from lamplighter.selection import SelectionContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from lamplighter.arrays import Balance, Mask, Rows, Votes

__all__ = [
    "Ballot",
    "ballots",
    "case",
    "context_of",
    "contexts",
    "digest",
    "expect",
    "otherwise_learnt",
    "same",
    "some_documents",
]

S = TypeVar("S", bound=np.generic)
Sparse = TypeVar("Sparse", "sparse.csr_array[np.int64]", "sparse.csr_array[np.float64]")

N_DOCUMENTS = 60
N_PRIMITIVES = 25
N_FUNCTIONS = 6
BALANCES = {2: (0.75, 0.25), 4: (0.4, 0.3, 0.2, 0.1)}


@dataclass(frozen=True, eq=False)
class Ballot:
    """Votes on documents whose true classes are known.

    Attributes
    ----------
    name : str
        What is special about it, for messages.
    votes : csr_array of shape (n, m)
        Class codes ``1..K``; its arrays cannot be written to.
    truth : ndarray of shape (n,)
        Class codes ``0..K-1``.
    class_balance : ndarray of shape (K,)
    """

    name: str
    votes: Votes
    truth: NDArray[np.int64]
    class_balance: Balance

    @property
    def n_classes(self) -> int:
        """K."""
        return len(self.class_balance)


def ballots() -> Iterator[Ballot]:
    """Give votes of two and of four classes, right four times in five; and the cases in which little is known."""
    for n_classes, shares in BALANCES.items():
        rng = np.random.default_rng(n_classes)
        balance = read_only(np.array(shares))
        truth = rng.choice(n_classes, size=N_DOCUMENTS, p=balance).astype(np.int64)
        shape = (N_DOCUMENTS, N_FUNCTIONS)
        wrong = (truth[:, np.newaxis] + rng.integers(1, n_classes, size=shape)) % n_classes
        dense = np.where(rng.random(shape) < 0.8, truth[:, np.newaxis], wrong) + 1  # noqa: PLR2004  (four in five)
        dense[rng.random(shape) < 0.5] = 0  # noqa: PLR2004  (every other one abstains)
        dense[:3] = 0  # on some documents, all of them
        of = f"{n_classes} classes"
        yield Ballot(of, frozen(sparse.csr_array(dense)), truth, balance)
        yield Ballot(f"{of}, one function", frozen(sparse.csr_array(dense[:, :1])), truth, balance)
        yield Ballot(f"{of}, one class voted", frozen(sparse.csr_array(np.where(dense == 1, 1, 0))), truth, balance)
        yield Ballot(f"{of}, nobody voted", frozen(sparse.csr_array(np.zeros_like(dense))), truth, balance)
        yield Ballot(f"{of}, no function", frozen(sparse.csr_array((N_DOCUMENTS, 0), dtype=np.int64)), truth, balance)


def contexts() -> Iterator[tuple[str, SelectionContext]]:
    """Give what a strategy may be told, with the name of the case."""
    for ballot in ballots():
        rng = np.random.default_rng(len(ballot.name))
        contained = rng.random((N_DOCUMENTS, N_PRIMITIVES)) < 0.2  # noqa: PLR2004  (five or so a document)
        contained[5] = False  # a document without primitives
        posterior = rng.dirichlet(np.ones(ballot.n_classes), size=N_DOCUMENTS)
        available = np.ones(N_PRIMITIVES)
        available[:4] = 0.0
        context = SelectionContext(
            incidence=frozen(sparse.csr_array(contained.astype(np.float64))),
            predictions=read_only(rng.dirichlet(np.ones(ballot.n_classes), size=N_DOCUMENTS)),
            entropy=read_only(entropy(posterior)),
            votes=ballot.votes,
            available=read_only(available),
            class_balance=ballot.class_balance,
        )
        yield ballot.name, context
        uninformed = np.tile(ballot.class_balance, (N_DOCUMENTS, 1))
        yield f"{ballot.name}, no end model", replace(context, predictions=read_only(uninformed))
        yield f"{ballot.name}, all primitives used", replace(context, available=read_only(np.zeros_like(available)))


def context_of(
    incidence: ArrayLike,
    predictions: ArrayLike | None = None,
    entropy: ArrayLike | None = None,
    *,
    votes: ArrayLike | None = None,
    available: ArrayLike | None = None,
    class_balance: ArrayLike | None = None,
) -> SelectionContext:
    """Give a context from plain lists, for examples that are worked by hand.

    What is left out is as it is before anything was learnt: uniform predictions, no uncertainty, no function, every
    primitive available; and a uniform class balance. Without predictions there are two classes.

    Examples
    --------
    >>> context = context_of([[1, 1], [0, 1]], votes=[[2], [0]])
    >>> context.predictions.tolist(), context.votes.toarray().tolist(), context.available.tolist()
    ([[0.5, 0.5], [0.5, 0.5]], [[2], [0]], [1.0, 1.0])
    """
    contained = np.asarray(incidence, dtype=np.float64)
    n_documents, n_primitives = contained.shape
    predicted = np.full((n_documents, 2), 0.5) if predictions is None else np.asarray(predictions, dtype=np.float64)
    K = predicted.shape[1]
    return SelectionContext(
        incidence=frozen(sparse.csr_array(contained)),
        predictions=read_only(predicted.copy()),
        entropy=read_only(np.array(np.zeros(n_documents) if entropy is None else entropy, dtype=np.float64)),
        votes=frozen(
            sparse.csr_array(np.array(np.zeros((n_documents, 0)) if votes is None else votes, dtype=np.int64))
        ),
        available=read_only(np.array(np.ones(n_primitives) if available is None else available, dtype=np.float64)),
        class_balance=read_only(
            np.array(np.full(K, 1 / K) if class_balance is None else class_balance, dtype=np.float64)
        ),
    )


def some_documents(context: SelectionContext, rows: Rows | Mask | slice) -> SelectionContext:
    """Give what is known of some documents, in the order of the rows."""
    some = context.of(rows)
    return replace(
        some,
        incidence=frozen(some.incidence),
        predictions=read_only(some.predictions),
        entropy=read_only(some.entropy),
        votes=frozen(some.votes),
    )


def otherwise_learnt(context: SelectionContext, field: str) -> SelectionContext:
    """Give the same documents with other votes, entropy or predictions, as if something else had been learnt."""
    rng = np.random.default_rng(99)
    n_documents, K = context.predictions.shape
    if field == "votes":
        votes = rng.integers(0, K + 1, size=context.votes.shape)
        return replace(context, votes=frozen(sparse.csr_array(votes)))
    posterior = read_only(rng.dirichlet(np.ones(K), size=n_documents))
    if field == "entropy":
        return replace(context, entropy=read_only(entropy(posterior)))
    return replace(context, predictions=posterior)


def read_only(array: NDArray[S]) -> NDArray[S]:
    """Lock an array, so that writing to it is an error."""
    array.flags.writeable = False
    return array


def frozen(rows: Sparse) -> Sparse:
    """Lock the arrays of a sparse matrix."""
    for array in (rows.data, rows.indices, rows.indptr):
        array.flags.writeable = False
    return rows


def digest(*arrays: NDArray[np.generic] | sparse.csr_array[np.int64] | sparse.csr_array[np.float64]) -> list[bytes]:
    """Give the bytes of arrays, to see later whether they changed."""
    flat = [
        part
        for array in arrays
        for part in ((array.data, array.indices, array.indptr) if sparse.issparse(array) else (array,))
    ]
    return [np.asarray(part).tobytes() for part in flat]


def same(one: NDArray[np.float64], other: NDArray[np.float64], tolerance: float = 1e-9) -> bool:
    """Say whether two arrays are of one shape and, but for rounding, equal."""
    return one.shape == other.shape and np.allclose(one, other, rtol=tolerance, atol=tolerance)


@contextmanager
def case(name: str) -> Iterator[None]:
    """Say in which case a check failed; and what it means if a locked array could not be written to."""
    try:
        yield
    except AssertionError as error:
        raise AssertionError(f"{name}: {error}") from error
    except ValueError as error:
        if "read-only" not in str(error):
            raise
        raise AssertionError(f"{name}: it writes to what it is handed ({error}).") from error


def expect(condition: object, message: str) -> None:
    """Raise AssertionError with a message, unless a condition holds."""
    if not condition:
        raise AssertionError(message)
