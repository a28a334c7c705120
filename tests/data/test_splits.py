import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.data import split
from lamplighter.exceptions import InputError


@given(st.integers(10, 500), st.integers(0, 99))
def test_parts_are_all_documents_each_once_in_order(n_documents, seed):
    parts = split(n_documents, seed=seed)
    every = np.concatenate([parts.train, parts.validation, parts.test])
    assert sorted(every) == list(range(n_documents))
    assert all((np.diff(part) > 0).all() for part in (parts.train, parts.validation, parts.test))


def test_shares_are_80_10_10():
    parts = split(1000, seed=3)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (800, 100, 100)


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    assert np.array_equal(split(100, seed=1).test, split(100, seed=1).test)
    assert not np.array_equal(split(100, seed=1).test, split(100, seed=2).test)


def test_too_few_documents_are_an_error():
    message = "9 documents are too few to be split into training, validation and test: at least 10 are needed."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        split(9, seed=0)
