"""The loop, as one object: suggest, write, learn, suggest again (Algorithm 1)."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from lamplighter.engine import Engine, Models, Validation, build_index
from lamplighter.exceptions import InputError, OtherCorpusError, PrimitiveError, SessionError
from lamplighter.learning import estimate_balance
from lamplighter.session.browse import Catalogue
from lamplighter.session.checks import checked, checked_document, twin, written
from lamplighter.session.choosing import back, different, similar
from lamplighter.session.events import (
    Answer,
    Brought,
    Edited,
    Estimated,
    Event,
    Labeled,
    Redone,
    Rejected,
    Skipped,
    Started,
    Suggested,
    Switched,
    Undone,
    Withdrawn,
    Written,
)
from lamplighter.session.journal import Journal
from lamplighter.session.learning import begun, context
from lamplighter.session.picking import first_documents, measured, picked, suggestion
from lamplighter.session.proposals import proposals, ranked
from lamplighter.session.reach import Reach
from lamplighter.session.settings import Settings, validation_fingerprint
from lamplighter.session.state import OWN_CHOICE
from lamplighter.session.strategies import checked_strategy, strategy_name, strategy_of
from lamplighter.votes import LabelingFunction, snorkel_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from lamplighter.arrays import Balance, Posterior, Rows
    from lamplighter.data import Corpus
    from lamplighter.engine import Learner, Neighbourhood, Quality, TunedBy
    from lamplighter.learning import EndModel, LabelModel
    from lamplighter.primitives import Ngrams, Tfidf
    from lamplighter.selection import Strategy
    from lamplighter.session.proposals import Proposal
    from lamplighter.session.schedule import Schedule
    from lamplighter.session.settings import LabelModelChoice
    from lamplighter.session.state import State
    from lamplighter.session.suggestion import Suggestion
    from lamplighter.votes import Contextualizer

__all__ = ["Session"]


class Session:
    """Interactive data programming on one corpus.

    The loop in four steps:

    1. :meth:`suggest` picks a document, by default the one whose words would cover the most that is not covered yet.
    2. The person writes a labeling function on it (:meth:`add`), or gives only its label (:meth:`label`), or
       neither (:meth:`skip`).
    3. A label model merges the votes into soft labels, and an end model learns from these, by default after teachers
       that carry them to all documents.
    4. Their beliefs decide what :meth:`suggest` picks next.

    Everything that happens is an event; the session is a function of its corpus and its :attr:`events`, and
    :meth:`replay` gives it again, bit for bit.

    Parameters
    ----------
    corpus : Corpus
    labels : sequence of str, optional
        The classes, two or more. Left out: those that stand in the corpus's gold.
    primitives : str or Ngrams, default='unigrams'
        What functions are made of: a name in ``lamplighter.primitives.PRIMITIVES``, or settings.
    features : Tfidf, optional
        What the end model learns from, and in which distances are taken. Left out: all primitives.
    strategy : str or Strategy, default='coverage'
        A name in ``lamplighter.selection.STRATEGIES``, or an object.
    learner : str or Learner, default='self-training'
        A name in ``lamplighter.engine.LEARNERS``, or an object.
    label_model : str, callable, or sequence of these, default='majority'
        A name in ``lamplighter.learning.LABEL_MODELS``, or what makes a new label model when called. Of several, the
        best on the validation documents is taken in each round.
    contextualizer : Contextualizer or None, default=None
        Where functions count; with ``None``, on every document that contains their primitive.
    end_model : EndModel, optional
    tuned_by : {'log-loss', 'accuracy'}, default='log-loss'
        What label models and percentiles are compared by on the validation documents.
    schedule : Schedule, optional
        When what is done.
    class_balance : mapping or sequence of float, optional
        The classes' shares, as far as they are known: they weigh as much as ten documents when the shares are estimated, to
        which predictions are matched. (With the learner ``SelfTraining(balance="counted")``, and with ``"two-stage"``, they are
        taken as they stand.)
    validation : Corpus, optional
        Documents with known classes, apart from ``corpus``, to choose settings on where several are given.
    random_state : int, Generator or None, default=0
        All chance comes from it.

    See Also
    --------
    lamplighter.Corpus : the documents.

    References
    ----------
    C.-Y. Hsieh, J. Zhang, A. Ratner: Nemo: Guiding and Contextualizing Weak Supervision for Interactive Data
    Programming. PVLDB, 2023.

    Examples
    --------
    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["a good film", "good food", "a bad film", "bad food", "good music", "bad music"])
    >>> session = Session(corpus, labels=["positive", "negative"])
    >>> function = session.add("good", "positive", document=0)
    >>> function = session.add("bad", "negative", document=2)
    >>> session.label_matrix().tolist()
    [[0, -1], [0, -1], [-1, 1], [-1, 1], [0, -1], [-1, 1]]
    >>> session.suggest().document in {1, 3, 4, 5}
    True
    >>> session.end_model_.predict(["good good fun"]).tolist()
    ['positive']
    """

    def __init__(
        self,
        corpus: Corpus,
        *,
        labels: Sequence[str] | None = None,
        primitives: str | Ngrams = "unigrams",
        features: Tfidf | None = None,
        strategy: str | Strategy = "coverage",
        learner: str | Learner = "self-training",
        label_model: LabelModelChoice | Sequence[LabelModelChoice] = "majority",
        contextualizer: Contextualizer | None = None,
        end_model: EndModel | None = None,
        tuned_by: TunedBy = "log-loss",
        schedule: Schedule | None = None,
        class_balance: Mapping[str, float] | Sequence[float] | None = None,
        validation: Corpus | None = None,
        random_state: int | np.random.Generator | None = 0,
    ) -> None:
        settings = Settings.checked(
            corpus,
            labels=labels,
            primitives=primitives,
            features=features,
            strategy=strategy,
            learner=learner,
            label_model=label_model,
            contextualizer=contextualizer,
            end_model=end_model,
            tuned_by=tuned_by,
            schedule=schedule,
            class_balance=class_balance,
            validation=validation,
            random_state=random_state,
        )
        self._begin(corpus, settings, [Started(settings.to_json(), corpus.fingerprint)], validation)

    @classmethod
    def replay(
        cls,
        corpus: Corpus,
        events: Sequence[Event],
        *,
        primitives: Ngrams | None = None,
        strategy: Strategy | None = None,
        learner: Learner | None = None,
        label_model: Callable[[], LabelModel] | Sequence[Callable[[], LabelModel]] | None = None,
        validation: Corpus | None = None,
    ) -> Session:
        """Make the session again that these events are of.

        Parameters
        ----------
        corpus : Corpus
            The same documents.
        events : sequence of Event
            All of them, from the first on.
        primitives, strategy, learner, label_model : object, optional
            Where the session was made with objects of one's own: the same ones.
        validation : Corpus, optional
            Where the session was made with validation documents: the same ones.

        Raises
        ------
        OtherCorpusError
            If the session was made on other documents, or with other validation documents.
        """
        if not events or not isinstance(events[0], Started):
            raise InputError("The events do not begin with the start of a session. Hand in all of session.events.")
        if events[0].fingerprint != corpus.fingerprint:
            raise OtherCorpusError(
                f"The session was made on other documents than these {len(corpus)} of {corpus.name!r}: a text was "
                "changed, added, removed or moved. Hand in the corpus it was made on."
            )
        session = cls.__new__(cls)
        settings = Settings.from_json(
            events[0].settings, primitives=primitives, strategy=strategy, learner=learner, label_model=label_model
        )
        if settings.validation != validation_fingerprint(validation):
            raise OtherCorpusError(
                "The session was made with other validation documents than these, or with none. Hand in the same ones: "
                "validation=…."
            )
        session._begin(corpus, settings, list(events), validation)  # noqa: SLF001  (of the same class)
        return session

    def _begin(self, corpus: Corpus, settings: Settings, events: list[Event], validation: Corpus | None) -> None:
        self.corpus = corpus
        self.validation = validation
        self.settings = settings
        self.gold = settings.gold_codes(corpus)
        self._journal = Journal(events)
        self._models: Models | None = None
        self._reach = Reach(self)
        self._progress: Callable[[int, int], None] | None = None

    # ------------------------------------------------------------------ what there is

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happened, in order."""
        return self._journal.events

    @property
    def state(self) -> State:
        """What the events come to."""
        return self._journal.state

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self.settings.labels

    @property
    def strategy_name(self) -> str:
        """The name of the strategy that picks now."""
        return strategy_name(self)

    @property
    def functions(self) -> tuple[LabelingFunction, ...]:
        """The functions that stand and vote, oldest first."""
        return self.state.voting

    @cached_property
    def engine(self) -> Engine:
        """The index of the corpus, and the threads that work on it; made when first needed, or by :meth:`prepare`."""
        settings = self.settings
        index = build_index(
            self.corpus.texts,
            settings.primitives,
            self._progress,
            features=settings.features,
            columns=self.corpus.columns,
        )
        return Engine(index)

    def prepare(self, progress: Callable[[int, int], None] | None = None, *, engine: Engine | None = None) -> Session:
        """Index the corpus now, or take an engine that was made of the same texts with the same settings.

        Parameters
        ----------
        progress : callable, optional
            Told the documents done and those there are.
        engine : Engine, optional
            That of another session: sessions may share one.
        """
        if engine is not None:
            self.__dict__["engine"] = engine
            return self
        self._progress = progress
        _ = self.engine
        self._progress = None
        return self

    @cached_property
    def held_out(self) -> Validation | None:
        """The validation documents, indexed. A column that they lack has no value there, so functions on it abstain."""
        if self.validation is None:
            return None
        gold = self.settings.gold_codes(self.validation)
        if gold is None:
            return None
        unknown = dict.fromkeys(self.corpus.columns, (None,) * len(self.validation))
        columns = {**unknown, **self.validation.columns}
        return Validation(self.engine.index.slice_of(self.validation.texts, columns), gold)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What finds documents of the corpus by their texts, votes, predictions and labels."""
        return Catalogue(self)

    @cached_property
    def representatives(self) -> Rows:
        """Documents that stand for many others, in the order in which a session may begin with them."""
        return first_documents(self.engine, self.settings.seed)

    # ------------------------------------------------------------------ the loop

    def suggest(self, *, fresh: bool = True) -> Suggestion:
        """Give the document to look at now; the same one until it is answered.

        Parameters
        ----------
        fresh : bool, default=True
            Whether to learn first what the latest answers taught. Otherwise the newest finished models pick, at once.

        Raises
        ------
        PoolExhaustedError
            If every document has been shown.
        """
        if self.state.current is None:
            models = self._present() if fresh else self.newest_models()
            batch = picked(self, models)
            if models.is_complete:
                self._measure(models)
            for event in batch:
                self._journal.append(event)
        return suggestion(self, self.state.current)

    def show(self, document: int) -> Suggestion:
        """Have a document of one's own choice on screen; what was on screen waits behind it.

        It may have been answered before: what is then said of it is a new answer.

        Raises
        ------
        SessionError
            If there is no such document.
        """
        chosen = self._document(document)
        if self.state.current is None or self.state.current.document != chosen:
            seen = 0 if self._models is None else self._models.step
            self._journal.append(Suggested(chosen, 0.0, 1, seen, chosen_by=OWN_CHOICE))
        return suggestion(self, self.state.current)

    def show_similar(self) -> Suggestion:
        """Have another document like the one on screen there; that one is passed over, and comes again some answers later.

        Raises
        ------
        SessionError
            If nothing is on screen, nothing else is left, or nothing has a word in common with it.
        """
        self._journal.append(similar(self, 0 if self._models is None else self._models.step))
        return suggestion(self, self.state.current)

    def show_different(self, *, fresh: bool = True) -> Suggestion:
        """Have the strategy's best document far from the one on screen there, which is passed over as by :meth:`show_similar`.

        Parameters
        ----------
        fresh : bool, default=True
            As for :meth:`suggest`.

        Raises
        ------
        SessionError
            If nothing is on screen, or nothing else is left.
        """
        self._journal.append(different(self, self._present() if fresh else self.newest_models()))
        return suggestion(self, self.state.current)

    def back(self) -> Suggestion:
        """Have the document on screen again that the present one came in place of, since the last answer.

        Several that were passed over, one for another, come back one by one. It is what undo on the page does before it
        takes an answer back.

        Raises
        ------
        SessionError
            If the one on screen came in place of none.
        """
        self._journal.append(back(self))
        return suggestion(self, self.state.current)

    def switch(self, strategy: str) -> Strategy:
        """Have another strategy pick from now on, and give it; what is on screen stays.

        Undoing does not take it back. The session's settings stay what they were at its start.

        Parameters
        ----------
        strategy : str
            A name in ``lamplighter.selection.STRATEGIES``, or that of the strategy that the session was made with.

        Raises
        ------
        UnknownNameError
            If there is none of that name.
        """
        if checked_strategy(self, strategy) != self.strategy_name:
            self._journal.append(Switched(strategy))
        return strategy_of(self)

    def add(
        self, primitive: str, label: str, document: int | None = None, *, percentile: float | None = None
    ) -> LabelingFunction:
        """Write a labeling function: documents that contain the primitive are voted the label.

        Parameters
        ----------
        primitive : str
            A word, a phrase, or another pattern: see :mod:`lamplighter.engine.patterns` for how they are written.
        label : str
        document : int, optional
            On which it is written. Left out: the one that is suggested.
        percentile : float, optional
            How far it reaches: to so many percent of the corpus, those nearest to the document; above 0, up to 100. Left out, as
            far as the session's contextualizer says.

        Returns
        -------
        LabelingFunction

        Raises
        ------
        PrimitiveError
            If it cannot be read, or no document contains it.
        SessionError
            If the same function stands already.
        """
        return self._write(primitive, label, self._document(document), percentile)

    def bring(self, functions: Iterable[tuple[str, str]]) -> list[LabelingFunction]:
        """Write functions that come from elsewhere, ``(primitive, label)``: of no document, so they count everywhere.

        Those that stand already are passed over. Either all others are written or, where one of them cannot be, none. Together
        they are one answer: undoing takes all of them back.

        Raises
        ------
        PrimitiveError, LabelError
            As :meth:`add`.
        """
        before = len(self._journal)
        brought = []
        try:
            for primitive, label in functions:
                new = LabelingFunction(-1, written(self, primitive), self.settings.code(label), None)
                if twin(self, new) is None:
                    brought.append(self._write(primitive, label, None, None))
        except InputError:
            self.rollback(before)
            raise
        if brought:
            # Each was tried on top of those before it; what is kept is that they came together.
            self._journal.rollback(before)
            self._journal.append(Brought(tuple((one.number, one.primitive, one.label) for one in brought)))
        return brought

    def edit(
        self,
        function: int | LabelingFunction,
        *,
        primitive: str | None = None,
        label: str | None = None,
        percentile: float | Literal["project"] | None = None,
        enabled: bool | None = None,
    ) -> LabelingFunction:
        """Change a function; what is left out stays as it is.

        Parameters
        ----------
        function : int or LabelingFunction
        primitive, label : str, optional
        percentile : float or 'project', optional
            As in :meth:`add`; 100 for everywhere, ``'project'`` for as far as the project says of functions that have no reach of
            their own.
        enabled : bool, optional
            Whether it votes.

        Raises
        ------
        PrimitiveError, SessionError
            As :meth:`add`; or if the function does not stand.
        """
        old = self._journal.standing(function, "change")
        new = replace(
            old,
            primitive=old.primitive if primitive is None else primitive,
            label=old.label if label is None else self.settings.code(label),
            percentile=_reach(old.percentile, percentile),
            enabled=old.enabled if enabled is None else enabled,
        )
        new = replace(new, primitive=checked(self, new))
        if new != old:
            self._journal.append(Edited(new.number, new.primitive, new.label, new.percentile, new.enabled))
        return new

    def label(self, document: int | None, label: str) -> None:
        """Give only the label of a document (``None``: the one that is suggested), without a function."""
        self._journal.append(Labeled(self._document(document), self.settings.code(label)))

    def skip(self, document: int | None = None) -> None:
        """Say nothing of a document, which is then not shown again."""
        self._journal.append(Skipped(self._document(document)))

    def withdraw(self, function: int | LabelingFunction) -> LabelingFunction:
        """Take a function back, by its number or itself, and give it.

        Raises
        ------
        SessionError
            If it does not stand.
        """
        withdrawn = self._journal.standing(function, "withdraw")
        self._journal.append(Withdrawn(withdrawn.number))
        return withdrawn

    def reject(self, primitive: str, label: str) -> None:
        """Turn down a function that was proposed: it is not proposed again.

        Raises
        ------
        PrimitiveError
            If the primitive is none of the corpus.
        """
        if primitive not in self.engine.index.vocabulary.numbers:
            raise PrimitiveError(f"{primitive!r} is none of the primitives of this corpus, so it was never proposed.")
        self._journal.append(Rejected(primitive, self.settings.code(label)))

    def undo(self) -> Answer:
        """Take back the last answer that stands, and give it; its document is on screen again.

        Raises
        ------
        SessionError
            If there is nothing to undo.
        """
        undone = self.state.undoable
        if undone is None:
            raise SessionError("There is nothing to undo: no answer stands.")
        self._journal.append(Undone())
        return undone

    def redo(self) -> Answer:
        """Give the answer again that was taken back last, and return it.

        Raises
        ------
        SessionError
            If there is none, or another answer was given since.
        """
        redone = self.state.redoable
        if redone is None:
            raise SessionError("There is nothing to redo: no answer was undone since the last one was given.")
        self._journal.append(Redone())
        return redone

    # ------------------------------------------------------------------ learning

    def models(self) -> Models:
        """Give models that have seen all answers, learning them first where need be."""
        models = self._present().complete()
        self._measure(models)
        return models

    def _present(self) -> Models:
        """Give models of the present state, of which only that is learnt which is asked for."""
        if self._models is None or self._models.step != self.state.step:
            self._models = begun(self, self.state, self._models)
        return self._models

    def learn(self, state: State | None = None) -> Models:
        """Learn models of a state (the present one), without taking them over.

        A pure function of the events: it may run in another thread while answers come in.
        """
        return begun(self, self.state if state is None else state, self._models).complete()

    def adopt(self, models: Models) -> None:
        """Take models over as the newest, and measure them where there is gold."""
        self._models = models
        self._measure(models)

    def note(self, models: Models, quality: Quality) -> None:
        """Note how good models were found without gold (:meth:`Models.estimate`)."""
        self._journal.append(Estimated(models.step, quality.accuracy, quality.low, quality.high))

    def _measure(self, models: Models) -> None:
        if self.gold is not None and models.step > max((point.step for point in self.state.curve), default=-1):
            self._journal.append(measured(models, self.gold))

    def newest_models(self) -> Models:
        """Give the newest models, however old; the first ones are learnt."""
        return self._models if self._models is not None else self.models()

    def class_balance(self, state: State | None = None) -> Balance:
        """Give what is believed of the classes' shares: as given, else estimated from the person's labels."""
        if self.settings.class_balance is not None:
            return np.array(self.settings.class_balance)
        return estimate_balance((self.state if state is None else state).labels.values(), len(self.labels))

    # ------------------------------------------------------------------ what was learnt

    def label_matrix(self) -> NDArray[np.int64]:
        """Give the votes, dense, shape (n, m): class codes ``0..K-1``, −1 for abstain (Snorkel's convention)."""
        return np.concatenate([snorkel_matrix(votes) for votes in self.models().votes])

    def soft_labels(self) -> Posterior:
        """Give the label model's beliefs, shape (n, K)."""
        return np.concatenate([*self.models().posterior])

    def predict_proba(self) -> Posterior:
        """Give the end model's probabilities for every document, shape (n, K).

        While fewer than two classes have votes there is no end model, and every document has the class balance.
        """
        return np.concatenate([*self.models().predictions])

    def predict_texts(self, texts: Sequence[str]) -> Posterior:
        """Give the end model's probabilities for other texts, shape (n, K).

        Raises
        ------
        SessionError
            While fewer than two classes have votes.
        """
        _ = self.end_model_
        return self.models().predict(self.engine.index.transform(texts))

    @property
    def end_model_(self) -> Pipeline:
        """The end model: a fitted scikit-learn pipeline from raw texts to probabilities, without need of lamplighter.

        Raises
        ------
        SessionError
            While fewer than two classes have votes.
        """
        classifier = self.models().classifier
        if classifier is None:
            voted = sorted({self.labels[function.label] for function in self.functions})
            found = f"only for {voted[0]!r}" if voted else "for no class"
            raise SessionError(
                f"There is no model yet: functions vote {found}. Write functions for two classes or more."
            )
        index = self.engine.index
        return classifier.pipeline(index.cut, index.counted, index.space, self.labels)

    def lf_summary(self) -> pl.DataFrame:
        """Give a table of the functions that stand, with the columns of Snorkel's ``LFAnalysis.lf_summary``.

        Returns
        -------
        polars.DataFrame
            ``name``, ``j``, ``Polarity``, ``Coverage``, ``Overlaps``, ``Conflicts``; where there is gold also
            ``Correct``, ``Incorrect`` and ``Emp. Acc.``.
        """
        from lamplighter.session.summary import lf_summary  # noqa: PLC0415  (it imports Polars)

        return lf_summary(self)

    # ------------------------------------------------------------------ questions

    def neighbourhood(self, primitive: str, document: int | None, percentile: float | None = None) -> Neighbourhood:
        """Find where a function on a primitive, written on a document, votes; of several percentiles, at the widest."""
        return self.reach(primitive, context(self, document, self.state), percentile)

    def neighbourhood_of(self, function: LabelingFunction) -> Neighbourhood:
        """Find where a function votes."""
        return self.neighbourhood(function.primitive, function.document, function.percentile)

    def reach(self, primitive: str, context: tuple[int, ...], percentile: float | None = None) -> Neighbourhood:
        """Find where a function on a primitive may vote, written in a context of development examples; kept once found."""
        return self._reach.of(primitive, context, percentile)

    def rank(self, label: str, document: int | None = None, *, fresh: bool = True) -> list[str]:
        """Give the words of a document (``None``: the one that is suggested), the most useful one for a class first.

        Parameters
        ----------
        label : str
        document : int, optional
        fresh : bool, default=True
            As for :meth:`suggest`.
        """
        return ranked(self, self._present() if fresh else self.newest_models(), self._document(document), label)

    def propose(self, n: int = 5, *, fresh: bool = True) -> list[Proposal]:
        """Give functions that look useful, the best first; they vote only once they are written (:meth:`add`).

        Parameters
        ----------
        n : int, default=5
            How many at most. There are none while there is no end model.
        fresh : bool, default=True
            As for :meth:`suggest`.
        """
        return proposals(self, self._present() if fresh else self.newest_models(), n)

    # ------------------------------------------------------------------ inside

    def rollback(self, n_events: int) -> None:
        """Forget all but the first events: they could not be kept, so they did not happen."""
        self._journal.rollback(n_events)
        if self._models is not None and self._models.step > self.state.step:
            self._models = None  # the step they have seen will be another one

    def _write(self, primitive: str, label: str, document: int | None, percentile: float | None) -> LabelingFunction:
        new = LabelingFunction(self.state.next_function, primitive, self.settings.code(label), document, percentile)
        self._journal.append(Written(new.number, checked(self, new), new.label, document, percentile))
        return self.state.functions[new.number]

    def _document(self, document: int | None) -> int:
        if document is None:
            if self.state.current is None:
                raise SessionError("No document is suggested. Call suggest() first, or name a document.")
            return self.state.current.document
        return checked_document(self, document)


def _reach(before: float | None, said: float | Literal["project"] | None) -> float | None:
    """Give the percentile that a function has after a change."""
    if said is None:
        return before
    return None if said == "project" else said
