"""The product of a sparse and a dense array, typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

    SparseRows: TypeAlias = sparse.csr_array[np.float64] | sparse.csc_array[np.float64]

__all__ = ["product"]


def product(left: SparseRows, right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Multiply; the result is dense. SciPy's own types cannot tell.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> product(sparse.csr_array([[1.0, 2.0], [0.0, 3.0]]), np.array([1.0, 1.0])).tolist()
    [3.0, 3.0]
    """
    return cast("NDArray[np.float64]", left @ right)
