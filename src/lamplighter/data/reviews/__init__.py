"""A corpus to try things on: product reviews with known classes and categories, made on the spot.

In it the sentiment of many words depends on the category: "funny" praises a film and damns a fish. So it shows what
the method is for, needs no download, and serves the tests as truth. `generate_reviews` writes it, from

- ``vocabulary``: what a category is made of, and the notation of its sentences;
- ``films``, ``food``, ``phones``, ``books``, ``kitchen``, ``shoes`` and ``shared``: the sentences, as plain data;
- ``sentences``: from a template to a sentence;
- ``reviewer``: from sentences to one review, and the settings that make it noisy;
- ``generate``: from reviews to a corpus.
"""

from __future__ import annotations

from lamplighter.data.reviews.generate import Reviews, generate_reviews

__all__ = ["Reviews", "generate_reviews"]
