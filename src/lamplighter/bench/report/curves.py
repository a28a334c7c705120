"""What curves come to: scores of runs, means and spreads over seeds, and differences paired by seed."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lamplighter.bench.report.tables import method_order, protocol_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lamplighter.bench.report.records import Curve, Setting

__all__ = ["Difference", "Measured", "Spread", "by_protocol", "mean_curve", "paired", "spread"]

_BASE = 0.5  # the paper's threshold "if not otherwise mentioned" (section 5.1)
_TIE = 1e-12  # what rounding leaves of a difference of equal means
_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Spread:
    """A mean over seeds.

    Attributes
    ----------
    mean : float
    sd : float
        Standard deviation of the sample (divisor ``n - 1``); not a number for one seed.
    n : int
        Seeds, at least 1.
    """

    mean: float
    sd: float
    n: int

    @property
    def error(self) -> float:
        """The standard error of the mean."""
        return self.sd / math.sqrt(self.n)


@dataclass(frozen=True)
class Difference(Spread):
    """A mean difference between two methods over the seeds that both ran."""

    @property
    def sign(self) -> int:
        """1, -1, or 0 for a tie."""
        return 0 if abs(self.mean) < _TIE else int(math.copysign(1, self.mean))

    @property
    def clear(self) -> bool:
        """Whether it is beyond noise: 0 lies outside the 95 % interval of Student's t with ``n - 1`` degrees of freedom.

        Examples
        --------
        With three seeds the interval reaches 4.30 standard errors to either side:

        >>> Difference(0.05, 0.01 * 3**0.5, 3).clear, Difference(0.04, 0.01 * 3**0.5, 3).clear
        (True, False)
        """
        from scipy.special import stdtrit  # noqa: PLC0415

        if self.n < 2 or self.sign == 0:  # noqa: PLR2004
            return False
        reach = float(stdtrit(self.n - 1, (1 + _CONFIDENCE) / 2))
        return abs(self.mean) > reach * self.error


@dataclass(frozen=True)
class Measured:
    """What was measured under one protocol.

    Attributes
    ----------
    protocol : str
    curves : tuple of Curve
        Those that can be compared with the others of their setting and threshold, ascending by seed.
    left_out : tuple of Curve
        Those that were measured at other iterations than most, as a run that was stopped.
    """

    protocol: str
    curves: tuple[Curve, ...]
    left_out: tuple[Curve, ...] = ()
    _index: Mapping[tuple[Setting, str, float], tuple[Curve, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: defaultdict[tuple[Setting, str, float], tuple[Curve, ...]] = defaultdict(tuple)
        for curve in self.curves:
            index[curve.setting, curve.method, curve.threshold] += (curve,)
        object.__setattr__(self, "_index", dict(index))

    @property
    def thresholds(self) -> tuple[float, ...]:
        """The thresholds of the simulated user, ascending."""
        return tuple(sorted({curve.threshold for curve in self.curves}))

    @property
    def threshold(self) -> float:
        """The threshold that tables are about: the paper's 0.5, or the lowest there is."""
        return _BASE if _BASE in self.thresholds else self.thresholds[0]

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The rows of the tables, in the paper's order of data sets."""
        found = {curve.setting for curve in self.curves if curve.threshold == self.threshold}
        return tuple(sorted(found, key=lambda setting: setting.order))

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods, the paper's in its order and then others by name."""
        found = {curve.method for curve in self.curves if curve.threshold == self.threshold}
        return tuple(sorted(found, key=method_order))

    def of(self, setting: Setting, method: str, threshold: float | None = None) -> tuple[Curve, ...]:
        """Give the curves of one cell, ascending by seed; none if it was not run."""
        return self._index.get((setting, method, self.threshold if threshold is None else threshold), ())

    def scores(self, setting: Setting, method: str, threshold: float | None = None) -> dict[int, float]:
        """Give the score of each seed of one cell."""
        return {curve.seed: curve.score for curve in self.of(setting, method, threshold)}

    def spread(self, setting: Setting, method: str, threshold: float | None = None) -> Spread | None:
        """Give the mean score of one cell, or nothing if it was not run."""
        scores = self.scores(setting, method, threshold)
        return spread(list(scores.values())) if scores else None


def spread(values: Sequence[float]) -> Spread:
    """Summarize values, one a seed.

    Examples
    --------
    >>> spread([0.5, 0.75, 1.0]), spread([0.5])
    (Spread(mean=0.75, sd=0.25, n=3), Spread(mean=0.5, sd=nan, n=1))
    """
    sd = statistics.stdev(values) if len(values) > 1 else math.nan
    return Spread(math.fsum(values) / len(values), sd, len(values))


def paired(ours: Mapping[int, float], theirs: Mapping[int, float]) -> Difference | None:
    """Give the mean of ``ours - theirs`` over the seeds of both, or nothing where they share none.

    A seed decides the split of the documents and so how hard they are; what two methods share of that cancels here.

    Examples
    --------
    >>> difference = paired({0: 0.75, 1: 1.0, 2: 0.9}, {0: 0.5, 1: 0.5})
    >>> difference.mean, difference.n, difference.error
    (0.375, 2, 0.125)
    """
    common = sorted(ours.keys() & theirs.keys())
    if not common:
        return None
    over = spread([ours[seed] - theirs[seed] for seed in common])
    return Difference(over.mean, over.sd, over.n)


def mean_curve(curves: Sequence[Curve]) -> tuple[tuple[int, ...], tuple[Spread, ...]]:
    """Give the iterations of curves that were measured at the same ones, and the spread over curves at each."""
    columns = zip(*(curve.values for curve in curves), strict=True)
    return curves[0].iterations, tuple(spread(values) for values in columns)


def by_protocol(curves: Iterable[Curve]) -> tuple[Measured, ...]:
    """Part curves by protocol and set aside those that cannot be compared, in an order that does not depend on theirs.

    A mean over 7 of 10 points of a rising curve is lower than that over all, so within a setting and threshold only
    curves with the points that most have are kept; among as frequent ones the longer curves.
    """
    groups: defaultdict[str, defaultdict[tuple[Setting, float], list[Curve]]] = defaultdict(lambda: defaultdict(list))
    for curve in sorted(curves, key=_place):
        groups[curve.protocol][curve.setting, curve.threshold].append(curve)
    return tuple(_measured(protocol, list(group.values())) for protocol, group in groups.items())


def _place(curve: Curve) -> tuple[object, ...]:
    return protocol_order(curve.protocol), curve.setting.order, method_order(curve.method), curve.threshold, curve.seed


def _measured(protocol: str, groups: Sequence[Sequence[Curve]]) -> Measured:
    kept: list[Curve] = []
    left_out: list[Curve] = []
    for group in groups:
        counts = Counter(curve.iterations for curve in group)
        usual = max(counts, key=lambda iterations: (counts[iterations], len(iterations), iterations))
        kept.extend(curve for curve in group if curve.iterations == usual)
        left_out.extend(curve for curve in group if curve.iterations != usual)
    return Measured(protocol, tuple(kept), tuple(left_out))
