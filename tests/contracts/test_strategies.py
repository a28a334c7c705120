"""Every strategy that is registered keeps the contract, and the check catches those that do not."""

import re
from dataclasses import replace

import numpy as np
import pytest

from lamplighter.selection import SEU, STRATEGIES, Disagree, Random, Reason, Strategy, Uncertainty, pick_batch
from lamplighter.testing import check_strategy, strategies


@pytest.mark.parametrize("name", STRATEGIES.names)
def test_registered_strategy_keeps_the_contract(name):
    check_strategy(STRATEGIES[name])


@pytest.mark.parametrize(
    "make",
    [lambda: SEU(class_prior="balance"), lambda: Disagree(abstentions="counted")],
    ids=["seu-balance", "disagree-counted"],
)
def test_strategy_with_other_settings_keeps_the_contract(make):
    check_strategy(make)


def test_the_paper_s_strategies_are_registered():
    assert {"abstain", "disagree", "end-model-uncertainty", "random", "seu", "uncertainty"} <= set(STRATEGIES.names)
    titles = [STRATEGIES[name]().title for name in STRATEGIES.names]
    assert len(set(titles)) == len(titles)


class Untitled(Random):
    title = " "


class OneTooMany(Random):
    def scores(self, context, statistics):
        return np.zeros(context.incidence.shape[0] + 1)


class Boundless(Random):
    def scores(self, context, statistics):
        with np.errstate(divide="ignore"):
            return 1 / np.diff(context.votes.indptr)


class Moody(Random):
    asked = 0

    def scores(self, context, statistics):
        Moody.asked += 1
        return np.full(context.incidence.shape[0], float(Moody.asked))


class Scribbler(Random):
    def scores(self, context, statistics):
        context.entropy[:] = 0
        return context.entropy


class Reckoner(SEU):
    def scores(self, context, statistics):
        scores = super().scores(context, statistics)
        statistics += 1
        return scores


class InOrder(Random):
    def scores(self, context, statistics):
        return np.arange(context.incidence.shape[0], dtype=np.float64)


class FirstFunction(Random):
    def scores(self, context, statistics):
        votes = context.votes.toarray()
        return votes[:, :1].sum(axis=1).astype(np.float64)


class Averages(Random):
    def statistics(self, context):
        return context.entropy.mean(keepdims=True) if len(context.entropy) else np.zeros(1)

    def scores(self, context, statistics):
        return context.entropy - statistics[0]


class Reader(Uncertainty):
    reads = frozenset({"entropy", "gold"})


class Peeper(Uncertainty):
    reads = frozenset({"votes"})


class Collector(SEU):
    reads = frozenset({"entropy"})


class Improviser(Uncertainty):
    def scorer(self, statistics, available):
        return lambda context: 2 * self.scores(context, statistics)


class Forgetter(Uncertainty):
    def after(self, context, statistics, picked):
        context.entropy[:] = 0
        return context


class Shaker(Uncertainty):
    def after(self, context, statistics, picked):
        return replace(context, entropy=np.full_like(context.entropy, np.inf))


class Neighbour(Uncertainty):
    def after(self, context, statistics, picked):
        return replace(context, entropy=context.entropy - context.entropy.sum())


class Boaster(SEU):
    def reasons(self, context, statistics):
        return [reason._replace(utility=2 * reason.utility) for reason in super().reasons(context, statistics)]


class Stranger(Random):
    def reasons(self, context, statistics):
        return [Reason(10_000, 0, 0.5, 0.0)]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (Untitled, "title is ' '; expected how it is called on screen."),
        (OneTooMany, "'chance', 2 classes: scores of 0 documents have the shape (1,); expected (0,)."),
        (Boundless, "'chance', 2 classes: a score is [inf]; expected finite numbers."),
        (Moody, "'chance', 2 classes: asked twice it gives different scores."),
        (Scribbler, "'chance', 2 classes: it writes to what it is handed (assignment destination is read-only)."),
        (Reckoner, "'expected utility', 2 classes: it changes the statistics it is handed."),
        (InOrder, "'chance', 2 classes: with the documents in another order the scores change."),
        (FirstFunction, "'chance', 2 classes: with the functions in another order the scores change."),
        (Averages, "'chance', 2 classes: cut into blocks, with the statistics summed, the corpus has other scores."),
        (
            Reader,
            "'uncertainty of the label model', 2 classes: it reads ['gold']; expected some of ['entropy', 'predictions', 'votes'].",
        ),
        (
            Peeper,
            "'uncertainty of the label model', 2 classes: with other entropy, which it does not name in reads, the scores change.",
        ),
        (
            Collector,
            "'expected utility', 2 classes: with other predictions, which it does not name in reads, the statistics change.",
        ),
        (Improviser, "'uncertainty of the label model', 2 classes: its scorer gives other scores than scores() does."),
        (
            Forgetter,
            "'uncertainty of the label model', 2 classes: it writes to what it is handed (assignment destination is read-only).",
        ),
        (Shaker, "'uncertainty of the label model', 2 classes: after a pick, a score is not finite."),
        (
            Neighbour,
            "'uncertainty of the label model', 2 classes: after a pick, cut into blocks, the corpus has other scores.",
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_strategy_that_breaks_the_contract_is_caught(broken, message):
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}$"):
        check_strategy(broken)


def of_picks(change):
    """Give a pick_batch that breaks a rule: its choices are changed in the end."""

    def broken(*arguments, **options):
        return change(pick_batch(*arguments, **options))

    return broken


def moved(choices, place, document):
    changed = choices[place]._replace(pick=choices[place].pick._replace(document=document))
    return [*choices[:place], changed, *choices[place + 1 :]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda choices: choices[::-1], r"a batch begins with Pick\(.*\); the single pick is Pick\(.*\)\."),
        (lambda choices: moved(choices, 1, 0), r"a batch holds a document that is not eligible\."),
        (lambda choices: [*choices, choices[0]], r"a batch holds a document, or its twin beside it\."),
        (lambda choices: choices[:-1], r"a batch has 3 documents; 4 were eligible, but for twins\."),
    ],
    ids=["first", "eligible", "once", "all"],
)
def test_batch_that_breaks_a_rule_is_caught(monkeypatch, change, message):
    monkeypatch.setattr(strategies, "pick_batch", of_picks(change))
    with pytest.raises(AssertionError, match=f"^'uncertainty of the label model', 2 classes: {message}$"):
        check_strategy(Uncertainty)


def test_reasons_that_do_not_add_up_are_caught():
    message = r"^'expected utility', 2 classes: the reasons for document 0 add up to (\S+); its score is (\S+)\.$"
    with pytest.raises(AssertionError, match=message) as caught:
        check_strategy(Boaster)
    total, score = (float(number) for number in re.match(message, str(caught.value)).groups())
    assert total == pytest.approx(2 * score, rel=1e-5)


def test_reasons_about_primitives_of_other_documents_are_caught():
    message = (
        "'chance', 2 classes: Reason(primitive=10000, label=0, probability=0.5, utility=0.0) of document 0, which lacks "
        "this primitive."
    )
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}$"):
        check_strategy(Stranger)


def test_strategy_without_scores_cannot_be_made():
    class Silent(Strategy):
        title = "silence"

    with pytest.raises(TypeError, match=r"^Can't instantiate abstract class Silent with.* '?scores'?$"):
        check_strategy(Silent)
