"""A session at work: answers are kept before they are acknowledged, and models are learnt behind them."""

from __future__ import annotations

import time
from contextlib import contextmanager
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

from lamplighter.exceptions import PoolExhaustedError, SessionError, StaleStepError
from lamplighter.session import Session
from lamplighter.session.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lamplighter.engine import Models
    from lamplighter.session.state import State
    from lamplighter.store import SessionStore

__all__ = ["Workbench"]

ESTIMATE_EVERY = 5
"""Answers between two estimates of the quality, each of which takes five rounds of learning."""

LEAST_LABELS = 10
"""Development examples, under which an estimate says nothing."""

LONGEST_WAIT = 600.0
"""Seconds that an export waits for models that have seen the last answer."""


class Workbench:
    """One session, its store, and the thread that learns.

    An answer is three things in one lock: the session takes it, the newest finished models pick the next document, and
    both are written to the store in one transaction. Only then is it acknowledged; where the store fails, the session
    is put back to where it was. Meanwhile the thread learns models of the newest state, always from a state that does
    not change under it, and swaps them in.

    Parameters
    ----------
    store : SessionStore
    session : Session, optional
        That of the store, where it has been made already. Left out, it is replayed from the store.
    """

    def __init__(self, store: SessionStore, session: Session | None = None) -> None:
        self.store = store
        self.session = session or Session.replay(store.corpus(), [stamped.event for stamped in store.events()])
        self.learnt_seconds: float | None = None
        self.failure: str | None = None
        self.told: Recent[tuple[int, int], Any] = Recent(lambda: 1)
        """What progress was told last: pages ask for it again and again while models are learnt, by the events there were and the models' step."""
        self._changed = Condition()
        self._closed = False
        estimates = self.session.state.estimates
        self._tried = estimates[-1].step if estimates else -ESTIMATE_EVERY  # the step of the last attempt to estimate
        with self._changed, self._kept():
            self._learn_now()
            self._suggest()
        self._thread = Thread(target=self._run, name="lamplighter-learning", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------ answers

    def answer(self, act: Callable[[Session], str], *, step: int | None = None) -> str:
        """Take an answer: what ``act`` does to the session is kept, or did not happen.

        Parameters
        ----------
        act : callable
            Changes the session and gives a sentence about it.
        step : int, optional
            The step that the person has seen; another one is refused.

        Raises
        ------
        StaleStepError
            If the session has moved on since.
        """
        with self._changed:
            present = self.session.state.step
            if step is not None and step != present:
                raise StaleStepError(
                    f"This answer was meant for step {step}, but the project is at step {present}: another window has "
                    "answered. Look at the document that is shown now and answer again."
                )
            with self._kept():
                said = act(self.session)
                self._suggest()
            self.failure = None  # the new state is tried anew: the disk may have room again
            self._changed.notify_all()
            return said

    # ------------------------------------------------------------------ questions

    @contextmanager
    def reading(self) -> Iterator[tuple[Session, Models]]:
        """Give the session and its newest models, for as long as the block lasts; nothing may be changed."""
        with self._changed:
            yield self.session, self._models()

    @contextmanager
    def reading_fresh(self) -> Iterator[tuple[Session, Models]]:
        """Give them as :meth:`reading` does, after models have seen every answer.

        Raises
        ------
        SessionError
            If learning failed, or lamplighter ends meanwhile.
        StaleStepError
            If another program has written to the project since.
        """
        with self._changed:
            done = self._changed.wait_for(
                lambda: not self.learning or self.failure is not None or self._closed, LONGEST_WAIT
            )
            if self._closed:
                raise SessionError(
                    "lamplighter is ending, so nothing is answered any more. Start it again and ask again."
                )
            if not done:
                raise SessionError(
                    f"Learning has taken more than {LONGEST_WAIT:.0f} seconds. Try again when it is done."
                )
            if self.failure is not None and self.learning:
                raise SessionError(f"The models could not be learnt: {self.failure}")
            self.store.append([], expected=len(self.session.events))  # nobody else has written to the project
            yield self.session, self._models()

    @property
    def learning(self) -> bool:
        """Whether there are answers that no finished model has seen."""
        return self._models().step != self.session.state.step

    def close(self) -> None:
        """End the thread and let go of the store."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()
        self.session.engine.close()
        self.store.close()

    # ------------------------------------------------------------------ inside

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Write what happens to the session in the block to the store; take it back where anything fails."""
        before = len(self.session.events)
        try:
            yield
            self.store.append(self.session.events[before:], expected=before)
        except BaseException:
            self.session.rollback(before)
            self.told.clear()
            raise

    def _suggest(self) -> None:
        """Have a document on screen, unless all have been shown."""
        try:
            self.session.suggest(fresh=False)
        except PoolExhaustedError:
            return

    def _models(self) -> Models:
        return self.session.newest_models()

    def _learn_now(self) -> None:
        began = time.perf_counter()
        self.session.models()
        self.learnt_seconds = time.perf_counter() - began

    def _run(self) -> None:
        """Learn models of the newest state whenever there is one that models have not seen; while idle, judge them."""
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._closed or (self.failure is None and (self.learning or self._estimate_is_due))
                )
                if self._closed:
                    return
                learning, state = self.learning, self.session.state
            try:
                if learning:
                    self._learn(state)
                else:
                    self._estimate()
            except Exception as error:  # noqa: BLE001  (the thread's outermost edge: the page has to say it)
                with self._changed:
                    self.failure = f"{type(error).__name__}: {error}"
                    self._changed.notify_all()

    def _learn(self, state: State) -> None:
        began = time.perf_counter()
        models = self.session.learn(state)
        with self._changed:
            with self._kept():
                self.session.adopt(models)
            self.learnt_seconds = time.perf_counter() - began
            self._changed.notify_all()

    @property
    def _estimate_is_due(self) -> bool:
        models = self._models()
        return models.classifier is not None and models.step - self._tried >= ESTIMATE_EVERY

    def _estimate(self) -> None:
        """Estimate the quality of the newest models, unless an answer comes first: its models are wanted sooner."""
        models = self._models()
        quality = models.estimate(stopped=lambda: self.learning or self._closed)
        with self._changed:
            if self.learning or self._closed:
                return
            self._tried = models.step
            if quality is not None and quality.n_documents >= LEAST_LABELS:
                with self._kept():
                    self.session.note(models, quality)
            self._changed.notify_all()
