from hypothesis import given
from hypothesis import strategies as st

from lamplighter.linalg import row_blocks


@given(n_rows=st.integers(0, 5000), largest=st.integers(1, 300))
def test_blocks_partition_the_rows_in_order(n_rows, largest):
    rows = [row for block in row_blocks(n_rows, largest=largest) for row in range(block.start, block.stop)]
    assert rows == list(range(n_rows))


@given(n_rows=st.integers(1, 5000), largest=st.integers(1, 300))
def test_blocks_are_as_few_and_as_even_as_fit(n_rows, largest):
    sizes = [block.stop - block.start for block in row_blocks(n_rows, largest=largest)]
    assert max(sizes) <= largest
    assert len(sizes) == (n_rows + largest - 1) // largest
    assert max(sizes) - min(sizes) <= 1


def test_no_rows_give_no_blocks():
    assert row_blocks(0) == []


def test_a_block_is_at_most_8192_rows_when_nothing_is_said():
    assert row_blocks(8192) == [slice(0, 8192)]
    assert row_blocks(8193) == [slice(0, 4097), slice(4097, 8193)]
