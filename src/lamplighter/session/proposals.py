"""Which word of a document to click, and functions that the program proposes: hints, that never vote by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.linalg import rows_with_column
from lamplighter.selection.user_model import within_coverage
from lamplighter.session.picking import eligible

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Posterior
    from lamplighter.engine import Models, Slice
    from lamplighter.session.session import Session

__all__ = ["Proposal", "proposals", "ranked"]

EXAMPLES = 5
"""Documents shown with a proposal, at most."""

MIN_COVERAGE, MAX_COVERAGE = 2, 0.1
"""What is proposed stands in so many documents, and in such a share of them at most."""


class Proposal(NamedTuple):
    """A function that might be written.

    Attributes
    ----------
    primitive, label : str
    accuracy : float
        Expected, as the end model sees it: an estimate without gold.
    n_votes, n_new : int
        Documents it would vote on, and those of them that have no vote yet.
    utility : float
        What it is ranked by, see :class:`~lamplighter.engine.worth.Worth`.
    documents : tuple of int
        Some that contain the primitive and were not shown yet, those first that look most like the class.
    """

    primitive: str
    label: str
    accuracy: float
    n_votes: int
    n_new: int
    utility: float
    documents: tuple[int, ...]


def ranked(session: Session, models: Models, document: int, label: str) -> list[str]:
    """Give the words of a document that have no function yet, the most useful one for a class first.

    Of equally useful ones (all, while there is no end model), those that would add more votes come first.
    """
    code, used = session.settings.code(label), {function.primitive for function in session.state.functions.values()}
    numbers = session.engine.index.vocabulary.numbers
    worth = models.worth

    def key(term: str) -> tuple[float, float, str]:
        number = numbers[term]
        return -float(worth.utility[number, code]), -float(worth.new[number]), term

    return sorted((term for term in session.engine.terms_of(document) if term not in used), key=key)


def proposals(session: Session, models: Models, n: int) -> list[Proposal]:
    """Give the functions with the greatest utility of all that were neither written nor rejected.

    There is none while there is no end model.

    Raises
    ------
    InputError
        If n is not a whole number of 1 or more.
    """
    if n < 1:
        raise InputError(f"n is {n!r}; expected a whole number of proposals, 1 or more.")
    if models.classifier is None:
        return []
    worth, vocabulary = models.worth, session.engine.index.vocabulary
    counts = vocabulary.document_counts.astype(np.float64)
    utility = worth.utility * within_coverage(counts, vocabulary.n_documents, MIN_COVERAGE, MAX_COVERAGE)[:, np.newaxis]
    for primitive in {function.primitive for function in session.state.functions.values()} & vocabulary.numbers.keys():
        utility[vocabulary.numbers[primitive]] = 0.0
    for primitive, code in session.state.rejected:
        utility[vocabulary.numbers[primitive], code] = 0.0
    found: list[Proposal] = []
    for place in np.argsort(-utility, axis=None, kind="stable"):
        number, code = (int(index) for index in np.unravel_index(place, utility.shape))
        if utility[number, code] <= 0 or len(found) == n:
            break
        documents = _examples(session, models, number, code)
        if documents:
            found.append(_proposal(session, models, number, code, float(utility[number, code]), documents))
    return found


def _proposal(
    session: Session, models: Models, number: int, code: int, utility: float, documents: tuple[int, ...]
) -> Proposal:
    vocabulary = session.engine.index.vocabulary
    return Proposal(
        primitive=vocabulary.terms[number],
        label=session.labels[code],
        accuracy=float(models.worth.accuracy[number, code]),
        n_votes=int(vocabulary.document_counts[number]),
        n_new=int(models.worth.new[number]),
        utility=utility,
        documents=documents,
    )


def _examples(session: Session, models: Models, number: int, code: int) -> tuple[int, ...]:
    """Give documents that contain a primitive and were not shown, those first that look most like the class."""
    engine = session.engine

    def likeliness(block: Slice, predictions: Posterior) -> NDArray[np.float64]:
        rows = rows_with_column(block.incidence, number)
        return np.column_stack([block.start + rows, predictions[rows, code]])

    found, likely = engine.gathered(likeliness, models.predictions).T
    documents = found.astype(np.int64)
    ranked = documents[np.argsort(-likely, kind="stable")]
    ranked = ranked[eligible(session)[ranked]]
    _, first = np.unique(session.corpus.twins[ranked], return_index=True)  # of equal texts, one
    return tuple(ranked[np.sort(first)][:EXAMPLES].tolist())
