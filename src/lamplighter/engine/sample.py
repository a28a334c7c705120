"""Documents drawn by lot, which stand for all of them where there are more than learning has use for.

What takes hundreds of passes over the documents would take half a minute of a million, and learns little there that some ten thousand do not teach.
Votes are rare, though: with a fair lot few documents would be drawn that have some. So those with votes and those without are drawn
apart, and each counts as much as the documents it stands for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from lamplighter.engine.engine import Engine
from lamplighter.engine.index import Slice
from lamplighter.linalg import row_blocks

if TYPE_CHECKING:
    from lamplighter.arrays import Mask, Posterior, Rows, Votes
    from lamplighter.engine.beliefs import Beliefs
    from lamplighter.engine.engine import Copied, Parts
    from lamplighter.engine.evidence import Evidence

__all__ = ["Sample", "sampled"]

LARGEST = 50_000
"""Rows of a slice: of larger ones there are fewer, and to begin with one costs less beside the work."""


class Sample(NamedTuple):
    """Some of an engine's documents and what is known of them, as if there were no others.

    Attributes
    ----------
    engine : Engine
        Of these documents, without their texts, each with the weight of those it stands for. It is of this process, wherever the others live.
    evidence : Evidence
        With their new numbers. It has no neighbourhoods: votes are cast already.
    beliefs : Beliefs
        About them.
    """

    engine: Engine
    evidence: Evidence
    beliefs: Beliefs


def sampled(engine: Engine, evidence: Evidence, beliefs: Beliefs, size: int | None) -> Sample:
    """Draw documents without votes and documents with votes; take all that were labeled or that functions were written on.

    The lots are always the same ones, so that models are a function of the answers. Those without votes come first.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    beliefs : Beliefs
    size : int or None
        How many are drawn of each kind, at most. Where there are no more than twice as many documents, or with ``None``, all
        are taken, and nothing is copied.
    """
    n = engine.index.n_documents
    if size is None or n <= 2 * size:
        return Sample(engine, evidence, beliefs)
    drawn = engine.drawn(size)
    silent = drawn.part(~_has_votes(engine, beliefs.votes, drawn.documents))
    n_voted, voted = _voted(engine, beliefs.votes, size)
    told = {*evidence.labels, *(one.document for one in evidence.functions if one.document is not None)}
    others = np.setdiff1d(np.union1d(voted, np.array(sorted(told), dtype=np.int64)), silent.documents)
    stands_for = np.concatenate(
        [
            np.full(len(silent.documents), (n - n_voted) / max(len(silent.documents), 1)),
            np.where(np.isin(others, voted), n_voted / max(len(voted), 1), 1.0),
        ]
    )
    votes, posterior = _known(engine, beliefs, others, len(silent.documents))
    slices, places = _slices(silent, engine.copied(others))
    # One thread: another core is left to those who answer.
    few = Engine(
        replace(engine.index, slices=slices), n_threads=1, weights=[stands_for[place, np.newaxis] for place in places]
    )
    own = replace(
        beliefs,
        votes=tuple(votes[place] for place in places),
        posterior=tuple(posterior[place] for place in places),
        entropy=(),
    )
    return Sample(few, _renumbered(evidence, np.concatenate([silent.documents, others])), own)


def _has_votes(engine: Engine, votes: Parts[Votes], documents: Rows) -> Mask:
    """Say which of some documents, ascending, have votes."""
    return np.concatenate(engine.within(documents, lambda _, rows, own: np.diff(own.indptr)[rows] > 0, votes))


def _voted(engine: Engine, votes: Parts[Votes], size: int) -> tuple[int, Rows]:
    """Give how many documents have votes, and about so many of them, drawn by lot, or all, if there are no more."""
    rows = engine.over(lambda own: np.flatnonzero(np.diff(own.indptr)), votes)
    n = engine.summed(len, rows)
    share = size / max(n, 1)

    def documents(block: Slice, own: Rows) -> Rows:
        drawn = own if share >= 1 else own[np.random.default_rng([0, block.number]).random(len(own)) < share]
        found: Rows = block.start + drawn
        return found

    return n, engine.gathered(documents, rows)


def _known(engine: Engine, beliefs: Beliefs, documents: Rows, n_silent: int) -> tuple[Votes, Posterior]:
    """Give the votes on some documents, ascending, and the beliefs about them; before them so many rows of 0."""
    found = engine.within(
        documents, lambda _, rows, votes, posterior: (votes[rows], posterior[rows]), beliefs.votes, beliefs.posterior
    )
    votes, posterior = ([*each] for each in zip(*found, strict=True))
    nobody = sparse.csr_array((n_silent, votes[0].shape[1]), dtype=votes[0].dtype)
    nothing = np.zeros((n_silent, posterior[0].shape[1]))
    return sparse.vstack([nobody, *votes], format="csr"), np.concatenate([nothing, *posterior])


def _slices(*kinds: Copied) -> tuple[tuple[Slice, ...], list[slice]]:
    """Give copied documents as slices, one kind after the other, and where each slice lies among all."""
    slices: list[Slice] = []
    n = 0
    for kind in kinds:
        for rows in row_blocks(len(kind.documents), largest=LARGEST):
            part = kind.part(rows)
            slices.append(Slice(len(slices), n, (), part.incidence, part.features))
            n += len(part.documents)
    return tuple(slices), [block.documents for block in slices]


def _renumbered(evidence: Evidence, documents: Rows) -> Evidence:
    number = {document: place for place, document in enumerate(documents.tolist())}
    functions = (
        one if one.document is None else replace(one, document=number[one.document]) for one in evidence.functions
    )
    labels = {number[document]: code for document, code in evidence.labels.items()}
    return replace(evidence, functions=tuple(functions), neighbourhoods=(), labels=labels)
