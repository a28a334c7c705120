"""Every learner that is registered keeps the contract, and the check catches those that do not."""

import re
from dataclasses import replace

import numpy as np
import pytest

from lamplighter.engine import LEARNERS, GoldOnly, Joint, TwoStage
from lamplighter.learning import Linear
from lamplighter.testing import check_learner


@pytest.mark.parametrize("name", LEARNERS.names)
def test_registered_learner_keeps_the_contract(name):
    check_learner(LEARNERS[name])


def test_learner_with_other_settings_keeps_the_contract():
    check_learner(lambda: Joint(gamma=0.5, ridge=0.1))


class Renamer(TwoStage):
    def __init__(self, *, power=1.0):
        self.exponent = power


class Setter(TwoStage):
    def __init__(self, *, power=1.0):
        self.power = power + 1


class Holder(TwoStage):
    def __init__(self):
        self.rng = np.random.default_rng(0)


class Overconfident(TwoStage):
    def believe(self, engine, evidence, recipe):
        beliefs = super().believe(engine, evidence, recipe)
        return replace(beliefs, posterior=tuple(posterior * 1.01 for posterior in beliefs.posterior))


class Negative(TwoStage):
    def believe(self, engine, evidence, recipe):
        beliefs = super().believe(engine, evidence, recipe)
        return replace(beliefs, posterior=tuple(2 * posterior - 0.5 for posterior in beliefs.posterior))


class Silent(TwoStage):
    def believe(self, engine, evidence, recipe):
        beliefs = super().believe(engine, evidence, recipe)
        return replace(beliefs, votes=tuple(votes[:, :0] for votes in beliefs.votes))


class Turncoat(TwoStage):
    def believe(self, engine, evidence, recipe):
        beliefs = super().believe(engine, evidence, recipe)
        for votes in beliefs.votes:
            votes.data[:] = evidence.n_classes + 1 - votes.data
        return beliefs


class Wordless(TwoStage):
    def classify(self, engine, evidence, recipe, beliefs):
        return "positive"


class Boaster(TwoStage):
    """Tells every class, whoever spoke of it."""

    def classify(self, engine, evidence, recipe, beliefs):
        shape = (1 if evidence.n_classes == 2 else evidence.n_classes, len(engine.index.space) + 1)
        return Linear(np.zeros(shape), tuple(range(evidence.n_classes)), evidence.n_classes)


class Shortened(TwoStage):
    """Leaves out a row of the weights: two classes have one row, four have four."""

    def classify(self, engine, evidence, recipe, beliefs):
        found = super().classify(engine, evidence, recipe, beliefs)
        return None if found is None else replace(found, weights=np.vstack([found.weights] * 2))


class Boundless(TwoStage):
    def classify(self, engine, evidence, recipe, beliefs):
        found = super().classify(engine, evidence, recipe, beliefs)
        return None if found is None else replace(found, weights=found.weights * np.inf)


class Narrow(TwoStage):
    """Forgets how many classes there are."""

    def classify(self, engine, evidence, recipe, beliefs):
        found = super().classify(engine, evidence, recipe, beliefs)
        return None if found is None else replace(found, n_classes=9)


class Moody(TwoStage):
    mood = 0

    def classify(self, engine, evidence, recipe, beliefs):
        found = super().classify(engine, evidence, recipe, beliefs)
        Moody.mood += 1
        return (
            None
            if found is None
            else found.shifted(np.full(len(found.classes), 0.0) + np.eye(len(found.classes))[0] * Moody.mood)
        )


class Sleeper(TwoStage):
    """Learns every other time."""

    awake = False

    def classify(self, engine, evidence, recipe, beliefs):
        Sleeper.awake = not Sleeper.awake
        return super().classify(engine, evidence, recipe, beliefs) if Sleeper.awake else None


class Single(TwoStage):
    """Wants to see the whole corpus at once."""

    def classify(self, engine, evidence, recipe, beliefs):
        return super().classify(engine, evidence, recipe, beliefs) if len(engine.index.slices) == 1 else None


class Keeper(TwoStage):
    """Keeps what it has learnt."""

    def classify(self, engine, evidence, recipe, beliefs):
        self.last = super().classify(engine, evidence, recipe, beliefs)
        return self.last


class Scribbler(TwoStage):
    def classify(self, engine, evidence, recipe, beliefs):
        engine.index.slices[0].features.data *= 2
        return super().classify(engine, evidence, recipe, beliefs)


class Forger(GoldOnly):
    def classify(self, engine, evidence, recipe, beliefs):
        found = super().classify(engine, evidence, recipe, beliefs)
        evidence.labels[59] = 0
        return found


class FirstSlice(TwoStage):
    """Learns from the first slice alone."""

    def classify(self, engine, evidence, recipe, beliefs):
        votes = tuple(block if number == 0 else 0 * block for number, block in enumerate(beliefs.votes))
        for block in votes:
            block.eliminate_zeros()
        return super().classify(engine, evidence, recipe, replace(beliefs, votes=votes))


class Threaded(TwoStage):
    """Depends on how many threads there are."""

    def classify(self, engine, evidence, recipe, beliefs):
        found = super().classify(engine, evidence, recipe, beliefs)
        if found is None:
            return None
        return found.shifted(np.eye(len(found.classes))[0] * 1e-12 * engine.n_threads)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            Renamer,
            (
                "Renamer: another one cannot be made of its attributes, {'exponent': 1.0}, as a project has to: "
                f"{Renamer.__init__.__qualname__}() got an unexpected keyword argument 'exponent'."
            ),
        ),
        (Setter, "Setter: made of its attributes, {'power': 2.0}, another one has {'power': 3.0}."),
        (Overconfident, "Overconfident, 2 classes: rows of beliefs do not sum to 1."),
        (Negative, "Negative, 2 classes: a belief is -0.5; expected 0 or more."),
        (Silent, "Silent, 2 classes: votes of one slice have the shapes [(60, 0)]; expected [(60, 6)]."),
        (Turncoat, "Turncoat, 2 classes: a function votes another class than its own."),
        (Wordless, "Wordless, 2 classes: classify gives an object of str; expected a Linear, or None."),
        (
            Boaster,
            (
                "Boaster, 2 classes, one class alone: the end model tells the classes [0, 1]; expected two or more of [1], "
                "ascending, or no end model."
            ),
        ),
        (Narrow, "Narrow, 2 classes: n_classes is 9; expected 2."),
        (Boundless, "Boundless, 2 classes: a weight is not a finite number."),
        (
            Moody,
            "Moody, 2 classes: learnt by another one, made the same way, the end model is another one.",
        ),
        (
            Sleeper,
            "Sleeper, 2 classes: learnt by another one, made the same way, there is an end model only once.",
        ),
        (
            Single,
            "Single, 2 classes: in slices the corpus has an end model, or the whole has, but not both.",
        ),
        (Keeper, "Keeper, 2 classes: learning changes its attributes."),
        (Scribbler, "Scribbler, 2 classes: it writes to what it is handed (output array is read-only)."),
        (Forger, "Forger, 2 classes: it changes what it is handed."),
        (FirstSlice, "FirstSlice, 2 classes: in slices the corpus has another end model."),
        (Threaded, "Threaded, 2 classes: in several threads, the end model is another one."),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_learner_that_breaks_the_contract_is_caught(broken, message):
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}$"):
        check_learner(broken)


def test_learner_whose_settings_json_cannot_keep_is_caught():
    message = (
        r"^Holder: another one cannot be made of its attributes, \{'rng': Generator\(PCG64\) at 0x[0-9A-F]+\}, as a project "
        r"has to: Object of type Generator is not JSON serializable\.$"
    )
    with pytest.raises(AssertionError, match=message):
        check_learner(Holder)


def test_weights_of_another_shape_are_caught():
    message = r"^Shortened, 2 classes: the weights have the shape \(2, \d+\); expected \(1, \d+\)\.$"
    with pytest.raises(AssertionError, match=message):
        check_learner(Shortened)


def test_object_that_is_no_learner_is_caught():
    with pytest.raises(AssertionError, match=r"^object: it is no lamplighter\.engine\.Learner\.$"):
        check_learner(object)
