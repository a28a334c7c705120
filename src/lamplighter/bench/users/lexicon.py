"""Words of an opinion lexicon come to mind: the lists themselves, and the user who knows them."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.bench.users.base import SimulatedUser
from lamplighter.exceptions import ColumnNotFoundError, InputError, LabelError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from lamplighter.session import Session

__all__ = ["Lexicon", "LexiconUser"]

VALUE_COLUMNS = ("label", "polarity")
"""What the column beside the words may be called; the first that is there is read."""

POSITIVE = frozenset({"positive", "pos", "+", "+1", "1"})
NEGATIVE = frozenset({"negative", "neg", "-", "-1", "0"})
"""What the two classes of sentiment are usually called."""


@dataclass(frozen=True)
class Lexicon:
    """Words, and the polarity or the class that each speaks for.

    Attributes
    ----------
    entries : frozenset of (str, str)
        A word in lower case, and its polarity (``"-1"``, ``"1"``) or the name of its class. A word may stand in
        several lists: it speaks for each.
    name : str
        What messages call it.

    Examples
    --------
    >>> lexicon = Lexicon.from_entries([("good", 1), ("bad", -1), ("funny", 1), ("funny", -1)])
    >>> len(lexicon), lexicon.values
    (3, ('-1', '1'))
    >>> sorted(lexicon.for_labels(["neg", "pos"]).entries)
    [('bad', 'neg'), ('funny', 'neg'), ('funny', 'pos'), ('good', 'pos')]
    >>> sorted(lexicon.for_labels(["ham", "spam"], {"spam": 1}).entries)
    [('funny', 'spam'), ('good', 'spam')]
    """

    entries: frozenset[tuple[str, str]]
    name: str = "the word list"

    @classmethod
    def from_entries(cls, entries: Iterable[tuple[str, object]], *, name: str = "the word list") -> Lexicon:
        """Make a lexicon of words and their polarities or classes.

        Parameters
        ----------
        entries : iterable of (str, object)
            Blanks around a word and its capitals do not matter. A polarity is a number, or a text that is one: ``1``,
            ``1.0`` and ``"+1"`` are the same.
        name : str, default='the word list'
        """
        return cls(frozenset((word.strip().lower(), _canonical(value)) for word, value in entries), name)

    @classmethod
    def from_file(cls, path: str | Path, *, encoding: str = "utf-8") -> Lexicon:
        """Read a lexicon from a CSV, TSV, JSONL or Parquet file, also with ``.gz`` behind it.

        Parameters
        ----------
        path : str or Path
            A table with the columns ``word``, and ``label`` (the names of classes) or ``polarity``; where there are
            both, the labels count. Rows without a word are left out.
        encoding : str, default='utf-8'
            Of CSV, TSV and JSONL files.

        Raises
        ------
        FileError
            If there is no such file, or it is empty, unreadable or not what its ending says.
        ColumnNotFoundError
            If a column is missing.
        InputError
            If there is no word, or a word has neither polarity nor label.
        """
        from lamplighter.data.readers import read_table  # noqa: PLC0415  (reads with Polars, which is slow to import)

        frame = read_table(path, encoding=encoding)
        name = str(path).replace("\\", "/").rsplit("/", 1)[-1]
        if "word" not in frame.columns:
            raise ColumnNotFoundError.from_missing("word", frame.columns)
        column = next((column for column in VALUE_COLUMNS if column in frame.columns), None)
        if column is None:
            listed = ", ".join(repr(found) for found in frame.columns)
            raise ColumnNotFoundError(
                f"{name} has neither a column 'label' nor a column 'polarity', which say what each word speaks for. "
                f"The columns are: {listed}."
            )
        entries = list(_rows(frame["word"].to_list(), frame[column].to_list(), name, column))
        if not entries:
            raise InputError(f"{name} has no word: the column 'word' is blank in all of its {frame.height} rows.")
        # A class is called what it is called, "007" too; only polarities are numbers.
        return cls.from_entries(entries, name=name) if column == "polarity" else cls(frozenset(entries), name)

    def __len__(self) -> int:
        return len({word for word, _ in self.entries})

    @property
    def fingerprint(self) -> str:
        """Hash of the words and what they speak for."""
        return hashlib.sha256(json.dumps(sorted(self.entries)).encode()).hexdigest()

    @property
    def values(self) -> tuple[str, ...]:
        """The different polarities or classes, sorted."""
        return tuple(sorted({value for _, value in self.entries}))

    def for_labels(self, labels: Sequence[str], meaning: Mapping[str, object] | None = None) -> Lexicon:
        """Give the same words with the classes of a task in place of the polarities.

        1. What ``meaning`` says counts.
        2. Without it, values that are names of classes stand for these.
        3. Else, with two classes that are called positive and negative, pos and neg, + and -, or 1 and 0, whatever
           the case, polarities above 0 stand for the one and those below 0 for the other.

        Parameters
        ----------
        labels : sequence of str
            The classes.
        meaning : mapping of str to object, optional
            From a class to its polarity: ``{"negative": -1, "positive": 1}``. Classes that are left out have no words,
            and so no word comes to mind for them.

        Raises
        ------
        LabelError
            If it is not clear which class a polarity means, or ``meaning`` names what there is not.
        """
        chosen = self._guessed(labels) if meaning is None else self._told(labels, meaning)
        kept = ((word, label) for word, value in self.entries for label, values in chosen.items() if value in values)
        return replace(self, entries=frozenset(kept))

    def _told(self, labels: Sequence[str], meaning: Mapping[str, object]) -> dict[str, set[str]]:
        chosen = {}
        for label, given in meaning.items():
            if label not in labels:
                hint = did_you_mean(label, labels)
                raise LabelError(f"No class is called {label!r}.{hint} There are: {', '.join(labels)}.")
            forms = {str(given), _canonical(given)} & set(self.values)
            if not forms:
                raise LabelError(
                    f"No word of {self.name} speaks for {str(given)!r}, which was said to mean {label}. Its words speak "
                    f"for: {_listed(self.values)}."
                )
            chosen[label] = forms
        return chosen

    def _guessed(self, labels: Sequence[str]) -> dict[str, set[str]]:
        if set(self.values) <= set(labels):
            return {label: {label} for label in labels}
        positive = [label for label in labels if label.strip().lower() in POSITIVE]
        negative = [label for label in labels if label.strip().lower() in NEGATIVE]
        numbers = {value: _number(value) for value in self.values}
        if len(labels) != 2 or len(positive) != 1 or len(negative) != 1 or None in numbers.values():  # noqa: PLR2004
            named = ",".join(f"{label}=…" for label in labels)
            raise LabelError(
                f"The words of {self.name} speak for {_listed(self.values)}, and the classes are {', '.join(labels)}. "
                f"Say which value means which class: --lexicon-labels {named} on the command line, "
                "lexicon.for_labels(labels, {label: value, …}) in Python."
            )
        signs = {value: number for value, number in numbers.items() if number is not None}
        return {
            positive[0]: {value for value, number in signs.items() if number > 0},
            negative[0]: {value for value, number in signs.items() if number < 0},
        }


class LexiconUser(SimulatedUser):
    """Draws among the words of an opinion lexicon that have the class's polarity.

    The user of the authors' experiments, by default; the paper's text knows no lexicon. As with the others, the word's
    function must be right often enough on the corpus; all such words are as likely.

    Parameters
    ----------
    session : Session
        Its corpus must have gold.
    threshold : float, default=0.5
        Accuracy that a function must exceed; from 0 up to, but without, 1.
    rng : Generator
        Draws once an answer.
    min_coverage : int, default=1
        Documents that must contain a primitive before it comes to mind.
    lexicon : Lexicon
        Of the session's classes, or of polarities from which they follow, see :meth:`Lexicon.for_labels`.

    Raises
    ------
    InputError
        If there is no lexicon, or none of its words is a primitive of the corpus.
    LabelError
        If it is not clear which class a polarity means.

    Examples
    --------
    >>> from functools import partial
    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["good plot", "good film", "bad plot", "bad film"], gold=["+", "+", "-", "-"])
    >>> opinions = Lexicon.from_entries([("good", 1), ("great", 1), ("bad", -1)])
    >>> make = partial(LexiconUser, lexicon=opinions)  # is made like any other user
    >>> user = make(Session(corpus, labels=["+", "-"]), threshold=0.5, rng=np.random.default_rng(0))
    >>> numbers = user.session.engine.index.vocabulary.numbers
    >>> user.weights(np.array([numbers["good"], numbers["plot"], numbers["bad"]]), 0).tolist()
    [1.0, 0.0, 0.0]
    """

    def __init__(
        self,
        session: Session,
        *,
        threshold: float = 0.5,
        rng: np.random.Generator,
        min_coverage: int = 1,
        lexicon: Lexicon | None = None,
    ) -> None:
        super().__init__(session, threshold=threshold, rng=rng, min_coverage=min_coverage)
        if lexicon is None:
            raise InputError(
                "The user 'lexicon' needs a word list: --lexicon FILE on the command line, "
                "partial(LexiconUser, lexicon=Lexicon.from_file(FILE)) in Python. Expected is a table with the columns "
                "'word', and 'polarity' or 'label'."
            )
        self.lexicon = lexicon.for_labels(session.labels)
        self._speaks_for = _speaks_for(self.lexicon, session.engine.index.vocabulary.terms, session.labels)

    def weights(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give 1 for the lexicon's words of the class, else 0; shape (c,)."""
        known: NDArray[np.float64] = self._speaks_for[primitives, label]
        return known


def _speaks_for(lexicon: Lexicon, terms: Sequence[str], labels: Sequence[str]) -> NDArray[np.float64]:
    """Give 1 where a primitive stands in the list of a class, else 0; shape (Z, K)."""
    rows = [[(term.lower(), label) in lexicon.entries for label in labels] for term in terms]
    found = np.array(rows, dtype=np.float64)
    if not found.any():
        raise InputError(
            f"None of the {len(lexicon):,} words of {lexicon.name} is a primitive of this corpus, which has "
            f"{len(terms):,}. Expected are words as the texts have them; give a list in the language of the texts."
        )
    return found


def _rows(words: Sequence[object], values: Sequence[object], name: str, column: str) -> Iterable[tuple[str, str]]:
    for row, (word, value) in enumerate(zip(words, values, strict=True), start=1):
        cleaned = "" if word is None else str(word).strip().lower()
        held = "" if value is None or value != value else str(value).strip()  # noqa: PLR0124  (only NaN is not itself)
        if cleaned and not held:
            raise InputError(f"{name}, row {row}: the word {cleaned!r} has no {column}. Give it one, or leave it out.")
        if cleaned:
            yield cleaned, held


def _canonical(value: object) -> str:
    """Write a value in one way if it is a number: 1, 1.0 and "+1" are the same polarity."""
    text = str(value).strip()
    number = _number(text)
    if number is None:
        return text
    return str(int(number)) if number.is_integer() else str(number)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values[:6]) + (", …" if len(values) > 6 else "")  # noqa: PLR2004  (enough to recognise the file)
