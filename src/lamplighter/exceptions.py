"""The errors that lamplighter raises, each with what was found, what was expected and what to do.

::

    LamplighterError
    ├── InputError (ValueError)            what a person handed in cannot be used
    │   ├── FileError                      a file is missing, unreadable, or not what its ending says
    │   │   └── OutputError                a file cannot be written
    │   ├── ColumnNotFoundError            a table has no such column
    │   ├── LabelError                     class names, gold values or a class balance that do not fit
    │   ├── PrimitiveError                 a primitive or pattern that cannot be read, or that no document contains
    │   └── UnknownNameError (LookupError) no strategy, label model, store … of that name
    ├── SessionError (ValueError)          an action the session cannot take in its present state
    │   ├── StaleStepError                 the action was meant for an earlier state of the session
    │   └── PoolExhaustedError             every document has been shown
    ├── StoppedError (RuntimeError)        an experiment ended before all of its runs were done
    ├── ClusterError (RuntimeError)        the workers of a cluster, or its scheduler, cannot be reached
    ├── MissingExtraError (ImportError)    an optional package that this needs is not installed
    └── ProjectError                       a project file that cannot be used
        ├── NotAProjectError (ValueError)  not a project of ours
        ├── NewerProjectError (ValueError) made by a newer version
        ├── OtherCorpusError (ValueError)  made for another corpus, or with other settings
        └── StorageError (OSError)         the disk is full, the file is locked or cannot be written

Every class also inherits the builtin that a caller would catch.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ClusterError",
    "ColumnNotFoundError",
    "FileError",
    "InputError",
    "LabelError",
    "LamplighterError",
    "MissingExtraError",
    "NewerProjectError",
    "NotAProjectError",
    "OtherCorpusError",
    "OutputError",
    "PoolExhaustedError",
    "PrimitiveError",
    "ProjectError",
    "SessionError",
    "StaleStepError",
    "StoppedError",
    "StorageError",
    "UnknownNameError",
    "did_you_mean",
]


class LamplighterError(Exception):
    """The root of all errors that are meant for a person to read."""


class InputError(LamplighterError, ValueError):
    """Something a person handed in cannot be used."""


class FileError(InputError):
    """A file is missing, unreadable, or not what its ending says."""


class OutputError(FileError):
    """A file cannot be written: a full disk, a missing folder, a permission."""


class ColumnNotFoundError(InputError):
    """A table has no column of that name."""

    @classmethod
    def from_missing(cls, column: str, available: Iterable[str]) -> ColumnNotFoundError:
        """Build the error from the name asked for and the names there are."""
        names = list(available)
        listed = ", ".join(repr(name) for name in names)
        return cls(f"There is no column {column!r}.{did_you_mean(column, names)} The columns are: {listed}.")


class LabelError(InputError):
    """Class names, gold values or a class balance that do not fit."""


class PrimitiveError(InputError):
    """A primitive or pattern that cannot be read or that no document contains, or a corpus without any."""

    @classmethod
    def from_none(cls, n_different: int, n_documents: int, min_df: int, max_df: float) -> PrimitiveError:
        """Build the error from how many words there are, of which none is frequent enough to be used."""
        return cls(
            f"No word can be used: of {n_different} different ones in {n_documents} documents none stands in at least "
            f"{min_df} of them and in at most {max_df:.0%}. Give more documents, set min_df to 1 (--min-df 1), "
            "or, for a language without blanks between words, pass a tokeniser (in Python)."
        )


class UnknownNameError(InputError, LookupError):
    """A registry has no entry of that name."""

    @classmethod
    def from_missing(cls, kind: str, name: str, available: Iterable[str]) -> UnknownNameError:
        """Build the error from what was asked for and what the registry holds."""
        names = sorted(available)
        return cls(f"No {kind} is called {name!r}.{did_you_mean(name, names)} There are: {', '.join(names)}.")


class StoppedError(LamplighterError, RuntimeError):
    """An experiment ended before all of its runs were done; those that were done are kept."""


class ClusterError(LamplighterError, RuntimeError):
    """The workers of a cluster cannot be reached, or its scheduler."""


class MissingExtraError(LamplighterError, ImportError):
    """An optional package that this needs is not installed."""

    @classmethod
    def from_missing(cls, extra: str, what: str) -> MissingExtraError:
        """Build the error from the extra that brings the package, and what needs it.

        Examples
        --------
        >>> print(MissingExtraError.from_missing("bench", "Drawing the plots needs matplotlib"))
        Drawing the plots needs matplotlib, which is not installed. Install it with: pip install "lamplighter[bench]"
        """
        return cls(f'{what}, which is not installed. Install it with: pip install "lamplighter[{extra}]"')


class SessionError(LamplighterError, ValueError):
    """An action that the session cannot take in its present state."""


class StaleStepError(SessionError):
    """The action was meant for an earlier state of the session."""


class PoolExhaustedError(SessionError):
    """Every document has been shown."""


class ProjectError(LamplighterError):
    """A project file that cannot be used."""


class NotAProjectError(ProjectError, ValueError):
    """The file is not a project of ours."""


class NewerProjectError(ProjectError, ValueError):
    """The project was made by a newer version."""


class OtherCorpusError(ProjectError, ValueError):
    """The project was made for another corpus, or with other settings."""


class StorageError(ProjectError, OSError):
    """The project's file cannot be read or written: a full disk, a lock, a permission."""


def did_you_mean(name: str, available: Iterable[str]) -> str:
    """Give a hint, with a leading space, or nothing where no name is close.

    Examples
    --------
    >>> did_you_mean("lable", ["text", "label"])
    " Did you mean 'label'?"
    >>> did_you_mean("x", ["text", "label"])
    ''
    """
    folded = {candidate.casefold(): candidate for candidate in available}
    close = difflib.get_close_matches(name.casefold(), folded, n=1)
    return f" Did you mean {folded[close[0]]!r}?" if close else ""
