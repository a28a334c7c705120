"""The product's learner: an end model that learns, beyond the votes, from what these teach about all other documents."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from lamplighter.engine.balance import estimated_balance
from lamplighter.engine.classify import balance_shift, features_of_rows, fit_classifier, fit_weights
from lamplighter.engine.heaps import find_heaps
from lamplighter.engine.held_out import hold_out
from lamplighter.engine.learner import Learner, labels_within, refined_for_end_model, voted_classes
from lamplighter.engine.naive_bayes import shares_of, sharpened, taught
from lamplighter.engine.patterns import read_pattern
from lamplighter.engine.sample import sampled
from lamplighter.exceptions import InputError
from lamplighter.learning import Linear
from lamplighter.linalg import masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Posterior, Votes
    from lamplighter.engine.beliefs import Beliefs
    from lamplighter.engine.engine import Engine, Parts
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.engine.heaps import Shares
    from lamplighter.engine.held_out import HeldOut
    from lamplighter.engine.index import Slice

__all__ = ["SelfTraining"]

Rounds = Literal["checked", "always", "never"]
Estimate = Literal["post-stratified", "counted"]

ROUNDS = 5
"""Of naive Bayes."""

WEIGHT = 10.0
"""Of a document whose class a person gave: it counts as much as so many others."""


class SelfTraining(Learner):
    """Makes labels of *all* documents out of those that votes cover, and learns the end model from these.

    Functions cover few documents, and those by the very words that the functions are made of. A model that is
    trained on them finds these words again and little else. So a teacher comes first, which has to find other words:

    1. *Masked*: two logistic regressions on the covered documents, with the label model's beliefs as labels: one on all
       words, one on all but those of the functions. Their logits are added.
    2. *In rounds*: naive Bayes on the words, taught by the votes, then four times by what it says itself of all documents
       (expectation maximisation). Where the texts of a class are alike this finds the class whole; where they
       are not, it drifts off to some other division of the corpus.
    3. The second teacher is taken where it ranks the votes of functions that it has not seen better after the last
       round than after the first; or where its scores fall into two heaps with a gap between.
    4. The teacher's logits are matched to the class balance and sharpened, ``softmax(3 l)``: labels of all documents, from
       which the end model learns, and is matched again.

    Teachers and end model alike learn from the labels that a person gave too, with a function or without one: each counts as much as
    ten documents. A class of which there are labels alone is predicted as well, once two classes have functions.

    The class balance is estimated before from functions that are held out; one that was given is where this begins.

    Parameters
    ----------
    masked : bool, default=True
        Whether the first teacher has the regression without the functions' words too.
    rounds : {'checked', 'always', 'never'}, default='checked'
        When the second teacher is taken.
    balance : {'post-stratified', 'counted'}, default='post-stratified'
        What is taken for the class balance: ``'counted'`` is the one given, as it stands, and where none is given the shares
        of the labels.
    sample : int or None, default=25_000
        Of a corpus of more than twice as many documents all of this is learnt from a sample, which stands for the others: so many of the documents
        without votes, and at most so many of those with votes. With ``None``, from all documents, however many.

    See Also
    --------
    TwoStage : the end model learns from the covered documents alone.
    """

    def __init__(
        self,
        *,
        masked: bool = True,
        rounds: Rounds = "checked",
        balance: Estimate = "post-stratified",
        sample: int | None = 25_000,
    ) -> None:
        for name, value, choices in (("rounds", rounds, get_args(Rounds)), ("balance", balance, get_args(Estimate))):
            if value not in choices:
                raise InputError(f"{name} is {value!r}; expected one of: {', '.join(choices)}.")
        _check_sample(sample)
        self.masked = masked
        self.rounds = rounds
        self.balance = balance
        self.sample = sample

    def classify(self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Linear | None:
        """Learn the end model from what a teacher says of all documents, or of those that stand for them."""
        beliefs = refined_for_end_model(engine, evidence, recipe, beliefs)
        told = voted_classes(engine, beliefs)
        if len(told) < 2:  # noqa: PLR2004  (one class cannot be told from itself)
            return None
        engine, evidence, beliefs = sampled(engine, evidence, beliefs, self.sample)
        votes = engine.over(lambda block: shares_of(block, told), beliefs.votes)
        held_out = hold_out(engine, evidence, beliefs.votes, told, ROUNDS)
        heaps = find_heaps(engine, votes, len(told), ROUNDS)
        if evidence.balance_source != "fixed" and self.balance == "post-stratified":
            balance = estimated_balance(engine, evidence, told, held_out, heaps)
            evidence = replace(evidence, class_balance=balance)
        classes = sorted({*told, *evidence.labels.values()})
        if self._takes_rounds(held_out, heaps):
            logits = _in_rounds(engine, evidence, beliefs, classes)
        else:
            logits = self._masked(engine, evidence, recipe, beliefs, classes)
        targets, K = _with_labels(engine, evidence, classes, engine.over(sharpened, logits)), evidence.n_classes
        share = (
            engine.index.n_documents / engine.n_documents
        )  # of a sample: the penalty is for as many documents as are seen
        return fit_classifier(
            engine,
            evidence,
            None,
            engine.over(lambda block: _over_all(block, classes, K), targets),
            classes,
            recipe.end_model,
            weights=engine.over(lambda block, own: (share * own * block).sum(axis=1), targets, engine.weights),
        )

    def _takes_rounds(self, held_out: HeldOut | None, heaps: Shares) -> bool:
        """Say whether naive Bayes in rounds is the teacher."""
        if self.rounds != "checked":
            return self.rounds == "always"
        return heaps.apart or (held_out is not None and held_out.gain is not None and held_out.gain > 0)

    def _masked(
        self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs, classes: Sequence[int]
    ) -> Parts[NDArray[np.float64]]:
        """Give the matched logits of regressions with all words, and without those of the functions."""
        covered = engine.over(partial(_of_covered, classes), beliefs.posterior, beliefs.votes)
        every = _with_labels(engine, evidence, classes, covered)
        rows = engine.over(lambda block: np.flatnonzero(block.any(axis=1)), every)
        targets = engine.over(lambda block, chosen: block[chosen], every, rows)
        seen = features_of_rows(engine, rows)
        C = recipe.end_model.candidates[0]
        models = [_regression(engine, seen, targets, classes, evidence.n_classes, C)]
        if self.masked:
            kept = np.ones(len(engine.index.space), dtype=np.bool_)
            kept[_own_features(engine, evidence)] = False
            hidden = engine.over(lambda block: masked(block, kept), seen)
            # A word that was hidden has the weight 0: the model says the same of documents with the word and without it.
            models.append(_regression(engine, hidden, targets, classes, evidence.n_classes, C))
        logits = engine.map(lambda block: reduce(np.add, [model.logits(block.features) for model in models]))
        shift = balance_shift(engine, logits, evidence.class_balance[list(classes)])
        return engine.over(partial(np.add, shift), logits)


def _check_sample(sample: object) -> None:
    if sample is not None and (not isinstance(sample, int) or isinstance(sample, bool) or sample < 1):
        raise InputError(f"sample is {sample!r}; expected a whole number of documents, 1 or more, or None for all.")


def _of_covered(classes: Sequence[int], posterior: Posterior, votes: Votes) -> Posterior:
    """Give beliefs over some classes about the documents that have votes; rows of 0 for others."""
    beliefs = posterior[:, list(classes)]
    total = np.where(np.diff(votes.indptr) > 0, beliefs.sum(axis=1), np.inf)
    result: Posterior = beliefs / total[:, np.newaxis]
    return result


def _regression(
    engine: Engine,
    features: Parts[Features],
    targets: Parts[Posterior],
    classes: Sequence[int],
    n_classes: int,
    C: float,
) -> Linear:
    (weights,) = fit_weights(engine, features, targets, len(classes), [C])
    return Linear(weights, tuple(classes), n_classes)


def _in_rounds(
    engine: Engine, evidence: Evidence, beliefs: Beliefs, classes: Sequence[int]
) -> Parts[NDArray[np.float64]]:
    """Give the matched logits of naive Bayes after the last round."""
    shares = engine.over(lambda block: shares_of(block, classes), beliefs.votes)
    votes = _with_labels(engine, evidence, classes, shares)
    balance = evidence.class_balance[list(classes)]
    *_, logits = taught(engine, votes, balance / balance.sum(), ROUNDS)
    return logits


def _own_features(engine: Engine, evidence: Evidence) -> NDArray[np.int64]:
    """Give the features that are the words of functions."""
    numbers, columns = engine.index.vocabulary.numbers, engine.index.space.columns
    words = {word for one in evidence.functions for word in read_pattern(engine.index, one.primitive).primitives}
    primitives = [numbers[word] for word in words if word in numbers]
    return np.flatnonzero(np.isin(columns, primitives))


def _with_labels(
    engine: Engine, evidence: Evidence, classes: Sequence[int], beliefs: Parts[Posterior]
) -> Parts[Posterior]:
    """Give beliefs in which people are right who gave a label, and count for more: these rows sum to the weight."""
    labels = evidence.labels

    def corrected(block: Slice, own: Posterior) -> Posterior:
        codes = labels_within(block, labels)
        given = codes >= 0
        every = own.copy()
        every[given] = WEIGHT * np.eye(len(classes))[np.searchsorted(classes, codes[given])]
        return every

    return engine.map(corrected, beliefs)


def _over_all(beliefs: Posterior, classes: Sequence[int], n_classes: int) -> Posterior:
    """Give beliefs over some classes as beliefs over all."""
    every = np.zeros((len(beliefs), n_classes))
    every[:, list(classes)] = beliefs
    return every
