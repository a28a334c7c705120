"""Regular expressions, and words with regard to case, which are one of these.

The engine is that of Rust, through Polars: its time grows with the length of the text, whatever the expression, so none can hang
the server. It knows no look-around and no back-references.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.engine.patterns.pattern import Cut, Pattern, Span
from lamplighter.exceptions import PrimitiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from lamplighter.arrays import Rows
    from lamplighter.engine.index import Index, Slice

__all__ = ["Exact", "Regex", "series_of"]

WRITTEN = re.compile(r"/((?:\\.|[^/\\])+)/(i?)", re.DOTALL)
"""A slash inside has a backslash before it."""

MEANT = re.compile(r"/.*/\w*", re.DOTALL)
"""What someone writes who means an expression, however it is written."""

QUOTED = re.compile(r'"([^"]+)"')

UNSPACED = (
    "CJK",
    "IDEOGRAPHIC",
    "HIRAGANA",
    "KATAKANA",
    "HALFWIDTH KATAKANA",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "TIBETAN",
)
"""Scripts that set nothing between words, as Unicode begins the names of their letters."""

PRIVATE = range(0xE000, 0xF900)
"""Characters that mean nothing to anyone, so that few texts have them."""


@dataclass(frozen=True)
class Regex(Pattern):
    """A regular expression, written between slashes; with ``i`` behind, without regard to case.

    Parameters
    ----------
    expression : str
    ignore_case : bool
    """

    expression: str
    ignore_case: bool

    kind: ClassVar[str] = "regular expression"
    example: ClassVar[str] = r"/call \d{5,}/i"

    @classmethod
    def parse(cls, text: str, cut: Cut) -> Regex | None:  # noqa: ARG003
        """Read an expression, and try it."""
        written = WRITTEN.fullmatch(text.strip())
        if written is None:
            if MEANT.fullmatch(text.strip()):
                raise PrimitiveError(
                    f"{text.strip()} is no regular expression: write \\/ for a slash inside, something between the slashes, and behind "
                    "them nothing but i, for any case."
                )
            return None
        found = cls(written[1], bool(written[2]))
        found._try()
        return found

    def __str__(self) -> str:
        return f"/{self.expression}/{'i' * self.ignore_case}"

    def rows(self, index: Index, block: Slice) -> Rows:  # noqa: ARG002
        """Search all texts of the slice."""
        return np.flatnonzero(block.series.str.contains(self._rust).to_numpy()).astype(np.int64)

    def spans(self, text: str, cut: Cut) -> list[Span]:  # noqa: ARG002
        """Give the places it fits; one of no length is none."""
        # Polars gives what fits, but not where, and the same letters may stand earlier where they do not fit: so it marks the places.
        begin, end = _marks(text)
        pieces = series_of([text]).str.replace_all(self._rust, f"{begin}${{0}}{end}")[0].split(begin)
        found: list[Span] = []
        at = len(pieces[0])
        for piece in pieces[1:]:
            fits, _, behind = piece.partition(end)
            found += [(at, at + len(fits))] * bool(fits)
            at += len(fits) + len(behind)
        return found

    @property
    def _rust(self) -> str:
        return f"(?i){self.expression}" if self.ignore_case else self.expression

    def _try(self) -> None:
        import polars as pl  # noqa: PLC0415

        try:
            empty = pl.Series(["", "a"]).str.contains(self._rust)[0]
        except pl.exceptions.ComputeError as error:
            raise PrimitiveError(
                f"{self} is no regular expression: {_reason(str(error))}. Mend it; look-around and back-references are not known here."
            ) from error
        if empty:
            raise PrimitiveError(f"{self} fits every text, also an empty one. Write what has to stand in a text.")


@dataclass(frozen=True)
class Exact(Pattern):
    """Words with regard to case, written in double quotes; they are whole words where their script sets words apart.

    Parameters
    ----------
    words : str
    """

    words: str

    kind: ClassVar[str] = "exact words"
    example: ClassVar[str] = '"Apple"'

    @classmethod
    def parse(cls, text: str, cut: Cut) -> Exact | None:  # noqa: ARG003
        """Read what stands between quotes."""
        quoted = QUOTED.fullmatch(text.strip())
        return None if quoted is None else cls(quoted[1])

    def __str__(self) -> str:
        return f'"{self.words}"'

    def rows(self, index: Index, block: Slice) -> Rows:
        """Search all texts of the slice."""
        return self._regex.rows(index, block)

    def spans(self, text: str, cut: Cut) -> list[Span]:
        """Give the places where it stands."""
        return self._regex.spans(text, cut)

    @property
    def _regex(self) -> Regex:
        before, after = (r"\b" if _stands_apart(edge) else "" for edge in (self.words[0], self.words[-1]))
        return Regex(before + re.escape(self.words) + after, ignore_case=False)


def series_of(texts: Sequence[str]) -> pl.Series:
    """Give texts as Polars has them; half characters, which it cannot hold, as question marks."""
    import polars as pl  # noqa: PLC0415  (a tenth of a second, which few need)

    try:
        return pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:
        return pl.Series([text.encode("utf-8", "replace").decode() for text in texts], dtype=pl.String)


def _marks(text: str) -> tuple[str, str]:
    """Give two characters that a text does not have."""
    begin, end, *_ = (chr(code) for code in PRIVATE if chr(code) not in text)
    return begin, end


def _stands_apart(letter: str) -> bool:
    """Whether it is of a word to the engine, in a script whose words have something between them; Chinese or Thai have not."""
    kind = unicodedata.category(letter)
    return (kind[0] in "LM" or kind in {"Nd", "Nl", "Pc"}) and not unicodedata.name(letter, "").startswith(UNSPACED)


def _reason(message: str) -> str:
    """Give the line of what the engine says that names the fault."""
    lines = [line.removeprefix("error: ") for line in message.splitlines() if line.startswith("error: ")]
    return lines[0] if lines else message.splitlines()[0].removeprefix("regex error: ").rstrip(".")
