"""Documents, where they come from, and how they are split; only ``readers`` and ``batches`` touch files."""

from lamplighter.data.corpus import Corpus, guess_text_column
from lamplighter.data.splits import Split, split

__all__ = ["Corpus", "Split", "guess_text_column", "split"]
