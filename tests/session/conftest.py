"""A person at work, as the tests of sessions need one."""

from itertools import cycle, islice

import numpy as np
import pytest

from lamplighter import Session

ACTIONS = ("add", "add", "label", "add", "skip", "add", "withdraw", "add", "undo", "add", "undo", "undo", "add")


class Person:
    """Answers in all the ways there are; knows the truth, which the session need not."""

    def __init__(self, truth, *, seed=0):
        self.truth = truth
        self.rng = np.random.default_rng(seed)

    def answer(self, session: Session, action: str) -> None:
        shown = session.suggest()
        truth = self.truth[shown.document]
        unused = sorted(set(shown.candidates) - {function.primitive for function in session.functions})
        if action == "add" and unused:
            session.add(unused[self.rng.integers(len(unused))], truth)
        elif action == "label":
            session.label(None, truth)
        elif action == "withdraw" and session.functions:
            session.withdraw(session.functions[self.rng.integers(len(session.functions))])
        elif action == "undo" and session.state.undoable:
            session.undo()
        else:
            session.skip()

    def work(self, session: Session, n_answers: int = 13) -> Session:
        for action in islice(cycle(ACTIONS), n_answers):
            self.answer(session, action)
        session.suggest()
        return session


@pytest.fixture
def person(reviews):
    return Person(reviews.gold)


@pytest.fixture
def make_person():
    def make(corpus, seed=0):
        return Person(corpus.gold, seed=seed)

    return make
