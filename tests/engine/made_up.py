"""Made-up corpora whose truth is known, and looks into the slices of an engine."""

import numpy as np
from scipy import sparse

from lamplighter import Corpus, Session
from lamplighter.primitives import Tfidf

FUNCTIONS = [("great", 0, 33), ("love", 0, 41), ("waste", 1, 125), ("cheap", 1, 40), ("film", 0, 217)]
LABELS = {33: 0, 41: 0, 125: 1, 40: 1, 217: 0, 90: 1, 14: 0}
FEATURES = Tfidf(max_features=150)
ROUNDS = 5


class MadeUp:
    """Texts of words that all classes share, and of words of their own class, or of another one by mistake."""

    def __init__(self, balance, seed, *, n_documents=800, shared=9, own=3, pool=60, mistaken=0.2):
        rng = np.random.default_rng(seed)
        n_classes = len(balance)
        self.truth = rng.permutation(
            np.repeat(np.arange(n_classes), np.round(np.array(balance) * n_documents).astype(int))
        )
        texts = []
        for code in self.truth:
            words = [f"shared{word}" for word in rng.integers(150, size=shared)]
            sources = np.where(rng.random(own) < mistaken, rng.integers(n_classes, size=own), code)
            words += [
                self.word(source, word) for source, word in zip(sources, rng.integers(pool, size=own), strict=True)
            ]
            texts.append(" ".join(words))
        self.corpus = Corpus.from_texts(texts)
        self.names = [f"class {code}" for code in range(n_classes)]

    @staticmethod
    def word(code, number):
        return f"{'xyz'[code]}word{number}"

    def functions(self, n_each, classes=None):
        """Give functions ``(word, class code, document)``, each written on a document of its class."""
        words = [(self.word(code, j), code) for j in range(n_each) for code in classes or range(len(self.names))]
        return [(word, code, self.example(word, code)) for word, code in words]

    def example(self, word, code):
        return next(n for n, text in enumerate(self.corpus.texts) if self.truth[n] == code and word in text.split())

    def learnt(self, learner, functions, **settings):
        """Write functions in a session, and give its models."""
        session = Session(self.corpus, labels=self.names, strategy="random", learner=learner, **settings)
        for word, code, document in functions:
            session.add(word, self.names[code], document)
        return session.models()

    def accuracy(self, models):
        return (predicted(models) == self.truth).mean()


def predicted(models):
    return np.concatenate(models.predictions).argmax(axis=1)


def whole(parts):
    return np.concatenate(list(parts))


def dense(engine):
    return np.vstack([block.features.toarray() for block in engine.index.slices])


def contained(engine):
    return sparse.vstack([block.incidence for block in engine.index.slices], format="csr")


def in_slices(engine, values):
    return [values[block.documents] for block in engine.index.slices]


def believed(engine, evidence):
    """Give the votes of functions wherever their words stand."""
    reaches = [where.rows for where in evidence.neighbourhoods]
    result = []
    for block in engine.index.slices:
        votes = np.zeros((len(block), len(evidence.functions)), dtype=np.int64)
        for column, (function, rows) in enumerate(zip(evidence.functions, reaches, strict=True)):
            votes[rows[block.number], column] = function.label + 1
        result.append(sparse.csr_array(votes))
    return result
