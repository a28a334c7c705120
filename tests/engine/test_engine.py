import threading

import numpy as np
import pytest

from lamplighter.engine import Engine, Index, Slice, build_index
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Ngrams


def cut(texts, largest, monkeypatch):
    """Index texts in slices of a size."""
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=largest))
    return build_index(texts, Ngrams())


@pytest.fixture
def index(reviews, monkeypatch):
    return cut(reviews.texts, 40, monkeypatch)


def test_results_come_in_the_order_of_the_slices(index):
    engine = Engine(index, n_threads=4)
    barrier = threading.Event()

    def slow_first(block):
        if block.number == 0:
            barrier.wait(timeout=5)
        if block.number == 1:
            barrier.set()
        return block.number

    assert list(engine.map(slow_first)) == list(range(8))  # 300 documents, at most 40 a slice
    engine.close()


def test_sum_is_the_same_to_the_last_bit_however_many_threads_there_are(index):
    rng = np.random.default_rng(0)
    parts = rng.normal(size=(8, 100, 3)) * 10.0 ** rng.integers(-8, 8, size=(8, 1, 1))
    totals = [Engine(index, n_threads=n).total(lambda block: parts[block.number]) for n in (1, 2, 4, None)]
    assert all(np.array_equal(total, totals[0]) for total in totals)
    assert totals[0] == pytest.approx(parts.sum(axis=0))


def test_one_slice_is_worked_on_without_a_thread(tiny):
    engine = Engine(build_index(tiny.texts, Ngrams()))
    assert list(engine.map(lambda block: threading.current_thread())) == [threading.current_thread()]
    assert engine.total(lambda block: np.array([1.0, 2.0])).tolist() == [1.0, 2.0]
    engine.close()


def test_one_thread_is_the_one_that_asks(index):
    engine = Engine(index, n_threads=1)
    assert len(index.slices) > 1
    assert {*engine.map(lambda block: threading.current_thread())} == {threading.current_thread()}
    assert list(engine.over(lambda number: number + 1, range(3))) == [1, 2, 3]
    engine.close()


def test_an_error_in_a_slice_reaches_the_caller(index):
    def fail(block):
        raise RuntimeError(f"slice {block.number}")

    engine = Engine(index, n_threads=2)
    with pytest.raises(RuntimeError, match=r"^slice 0$"):
        engine.map(fail)
    engine.close()


def test_who_asks_does_the_work_where_the_threads_are_busy(index):
    engine = Engine(index, n_threads=2)
    begun, free = threading.Event(), threading.Event()

    def wait(block):
        if threading.current_thread() is not other:
            begun.set()
            free.wait(20)
        return block.number

    other = threading.Thread(target=lambda: engine.map(wait))
    other.start()
    assert begun.wait(20)  # the one thread beside those that ask is busy
    assert engine.map(lambda block: block.number) == tuple(range(len(index.slices)))
    free.set()
    other.join()
    engine.close()


def test_closing_ends_the_threads(index):
    before = set(threading.enumerate())  # other tests' engines may not be closed yet
    engine = Engine(index, n_threads=2)
    engine.map(len)
    assert set(threading.enumerate()) > before
    engine.close()
    assert set(threading.enumerate()) <= before


def test_locating_documents_of_uneven_slices():
    texts = [str(number) for number in range(7)]
    small = build_index(["aa", "aa"], Ngrams())
    nothing = small.slices[0].features
    parts = (texts[:3], texts[3:5], texts[5:])
    starts = (0, 3, 5)
    slices = tuple(
        Slice(n, start, part, nothing[[0] * len(part)], nothing[[0] * len(part)])
        for n, (start, part) in enumerate(zip(starts, parts, strict=True))
    )
    index = Index(Ngrams(), small.vocabulary, small.space, slices)
    located = [index.locate(document) for document in range(7)]
    assert [block.texts[row] for block, row in located] == texts
    assert index.n_documents == 7


def test_only_slices_that_hold_some_of_the_documents_are_asked(index):
    engine = Engine(index, n_threads=1)
    parts = [letter * 2 for letter in "abcdefgh"]
    found = engine.within(np.array([3, 5, 299]), lambda block, rows, own: (block.number, rows.tolist(), own), parts)
    last = index.slices[7]
    assert found == [(0, [3, 5], "aa"), (7, [299 - last.start], "hh")]
    assert engine.within(np.zeros(0, dtype=np.int64), lambda block, rows: rows) == []
    assert engine.look(299, lambda block, row, own: (block.number, row, own), parts) == (7, 299 - last.start, "hh")
    engine.close()
