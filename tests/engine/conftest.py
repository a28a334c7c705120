"""Engines and evidence of a few texts, as the tests of learning need them."""

import numpy as np
import pytest

from lamplighter.engine import Engine, Evidence, Recipe, Validation, build_index, neighbourhood
from lamplighter.learning import EndModel, MajorityVote
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Ngrams
from lamplighter.votes import LabelingFunction

from .made_up import FEATURES, MadeUp


@pytest.fixture
def make_engine(monkeypatch):
    """Index texts, in slices of at most a size."""

    def make(texts, *, largest=8192, n_threads=1, primitives=None, features=None):
        monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=largest))
        return Engine(build_index(texts, primitives or Ngrams(min_df=1), features=features), n_threads=n_threads)

    return make


@pytest.fixture
def make_evidence():
    """Give evidence of functions ``(primitive, class code, document)``, or with a context in place of the document."""

    def make(engine, functions, *, near=None, labels=None, balance=(0.5, 0.5), validation=None):
        held_out = None
        if validation is not None:
            texts, gold = validation
            held_out = Validation(engine.index.slice_of(texts), np.asarray(gold, dtype=np.int64))
        block = None if held_out is None else held_out.block
        contexts = [context if isinstance(context, tuple) else (context,) for _, _, context in functions]
        return Evidence(
            tuple(
                LabelingFunction(number, primitive, label, contexts[number][0])
                for number, (primitive, label, _) in enumerate(functions)
            ),
            tuple(
                neighbourhood(engine, primitive, context, near, block)
                for (primitive, _, _), context in zip(functions, contexts, strict=True)
            ),
            labels=labels or {},
            class_balance=np.asarray(balance),
            validation=held_out,
        )

    return make


@pytest.fixture
def make_recipe():
    """Give a recipe, by default of majority vote and an end model that is not matched."""

    def make(*label_models, near=None, end_model=None, tuned_by="log-loss"):
        return Recipe(
            label_models=label_models or (MajorityVote,),
            contextualizer=near,
            end_model=end_model or EndModel(match_balance=False),
            tuned_by=tuned_by,
        )

    return make


@pytest.fixture
def engine(reviews, make_engine):
    return make_engine(reviews.texts, largest=110, n_threads=2, features=FEATURES)


@pytest.fixture
def small(make_engine):
    """Index a made-up corpus of 300 documents in slices."""
    made = MadeUp([0.5, 0.5], 0, n_documents=300, pool=20)
    return made, make_engine(made.corpus.texts, largest=70)
