"""Panels of lines as a figure: distinguishable without colour, text as text, the same bytes every time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lamplighter.bench.report.tables import DATASET_HEADINGS, FIGURES
from lamplighter.exceptions import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from lamplighter.bench.report.panels import Line, Panel

__all__ = ["Style", "draw", "need_matplotlib", "save", "styles"]


@dataclass(frozen=True)
class Style:
    """How a line is told from the others: by colour, by dashes and by marker, any one of which suffices."""

    colour: str
    dashes: str | tuple[int, tuple[float, ...]]
    marker: str
    width: float = 1.3
    size: float = 4.4


# The colours of Okabe and Ito (2008), which people with any colour vision can tell apart, without the yellow that is
# too pale for a line on white; then three for methods and data sets of one's own.
_STYLES = (
    Style("#D55E00", "-", "o", 2.2),
    Style("#000000", "-", "s"),
    Style("#0072B2", (0, (5, 1.5)), "^"),
    Style("#56B4E9", (0, (5, 1.5, 1, 1.5)), "v"),
    Style("#009E73", (0, (1, 1)), "D"),
    Style("#E69F00", (0, (3, 1)), "X", size=5.8),
    Style("#CC79A7", (0, (7, 1.5, 1, 1.5, 1, 1.5)), "P", size=5.8),
    Style("#777777", (0, (2, 2)), "*", size=6.5),
    Style("#8C510A", (0, (4, 1, 1, 1, 1, 1)), "<"),
    Style("#A89A00", (0, (2, 1)), ">"),
)

_SETTINGS: Any = {  # matplotlib's type of the keys is another in each version
    "axes.edgecolor": "#666666",
    "axes.labelcolor": "#222222",
    "axes.labelsize": 9.5,
    "axes.linewidth": 0.7,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.unicode_minus": True,
    "font.family": "sans-serif",
    # The first is the one that matplotlib brings and measures by; a browser without it takes the next.
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica"],
    "font.size": 9.5,
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.6,
    "legend.fontsize": 9.5,
    "legend.frameon": False,
    "path.simplify": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "lamplighter",
    "text.parse_math": False,
    "xtick.color": "#444444",
    "xtick.major.size": 3,
    "xtick.major.width": 0.7,
    "ytick.color": "#444444",
    "ytick.major.size": 0,
}

_ACROSS = 3  # panels in a row
_PANEL, _SIDE, _BETWEEN = (2.45, 2.1), 0.66, 0.58  # inches: a panel's size, what its axis takes, what lies below it
_TITLE, _LINE, _MARGIN = (
    0.32,
    0.24,
    0.12,
)  # inches: the first row's title, a line of the legend, what is free at the right
_AIR = 0.04  # of a range, above and below


def need_matplotlib() -> None:
    """Raise an error that says how to install matplotlib, unless it is there."""
    try:
        import matplotlib as mpl  # noqa: F401, PLC0415
    except ImportError as error:
        raise MissingExtraError.from_missing("bench", "Drawing the plots needs matplotlib") from error


def styles(names: Iterable[str]) -> dict[str, Style]:
    """Give each line its style: the methods of the learning curves, and the data sets, always the same.

    Others take what is free, then start again.
    """
    fixed = {
        **dict(zip(FIGURES["A"].methods, _STYLES, strict=False)),
        **dict(zip(DATASET_HEADINGS, _STYLES[1:], strict=False)),
    }
    wanted = list(dict.fromkeys(names))
    taken = {fixed[name] for name in wanted if name in fixed}
    free = [style for style in _STYLES if style not in taken] or list(_STYLES)
    others = (name for name in wanted if name not in fixed)
    chosen = {name: free[place % len(free)] for place, name in enumerate(others)}
    return {name: fixed.get(name) or chosen[name] for name in wanted}


def draw(
    panels: Sequence[Panel],
    headings: Mapping[str, str],
    x_label: str,
    *,
    ticks: Mapping[float, str] | None = None,
    band: bool = True,
) -> Figure:
    """Draw panels beside and below one another, with one legend for all.

    Parameters
    ----------
    panels : sequence of Panel
        At least one.
    headings : mapping from str to str
        How each line is named in the legend, in its order.
    x_label : str
    ticks : mapping from float to str, optional
        The marks of the horizontal axis; chosen from the data unless given.
    band : bool, default=True
        Show the standard errors as bands around the lines; else as bars at the points.

    Returns
    -------
    matplotlib.figure.Figure
        Drawn without any global state of pyplot.
    """
    need_matplotlib()
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    columns = min(_ACROSS, len(panels))
    rows = math.ceil(len(panels) / columns)
    shown = {name: heading for name, heading in headings.items() if name in _drawn(panels)}
    with rc_context(_SETTINGS):
        figure = Figure()
        FigureCanvasAgg(figure)
        cells = list(figure.subplots(rows, columns, squeeze=False).ravel())
        for axes, panel in zip(cells, panels, strict=False):
            _draw_lines(axes, panel, styles(shown), band=band)
            axes.set_title(panel.title)
        _label_axes(cells, panels, columns, x_label, ticks or {})
        below = _draw_legend(figure, cells[len(panels) :], shown, columns)
        _arrange(figure, rows, columns, below)
    return figure


def _arrange(figure: Figure, rows: int, columns: int, below: float) -> None:
    """Give every panel the same size and the same room for its axes, and the legend its inches at the bottom."""
    width, height = _PANEL
    wide = columns * (width + _SIDE) + _MARGIN
    high = _TITLE + rows * (height + _BETWEEN) + below
    figure.set_size_inches(wide, high)
    figure.subplots_adjust(
        left=_SIDE / wide,
        right=1 - _MARGIN / wide,
        top=1 - _TITLE / high,
        bottom=(_BETWEEN + below) / high,
        wspace=_SIDE / width,
        hspace=_BETWEEN / height,
    )


def _drawn(panels: Sequence[Panel]) -> set[str]:
    return {line.name for panel in panels for line in panel.lines}


def _draw_lines(axes: Axes, panel: Panel, chosen: Mapping[str, Style], *, band: bool) -> None:
    """Draw the lines of one panel, the first on top."""
    for place, line in enumerate(panel.lines):
        style = chosen[line.name]
        over = 2 + (len(panel.lines) - place) / 10
        if band:
            low, high = _reach(line)
            axes.fill_between(line.x, low, high, color=style.colour, alpha=0.13, linewidth=0, zorder=1.5)
        else:
            axes.errorbar(line.x, line.y, line.error, fmt="none", ecolor=style.colour, elinewidth=0.9, zorder=over)
        axes.plot(line.x, line.y, zorder=over, label=line.name, **_look(style))
    axes.grid(axis="y")
    axes.set_axisbelow(True)


def _look(style: Style) -> dict[str, Any]:
    return {
        "color": style.colour,
        "linestyle": style.dashes,
        "linewidth": style.width,
        "marker": style.marker,
        "markersize": style.size,
        "markeredgecolor": "white",
        "markeredgewidth": 0.5,
    }


def _reach(line: Line) -> tuple[list[float], list[float]]:
    pairs = list(zip(line.y, line.error, strict=True))
    return [mean - error for mean, error in pairs], [mean + error for mean, error in pairs]


def _label_axes(
    cells: Sequence[Axes], panels: Sequence[Panel], columns: int, x_label: str, ticks: Mapping[float, str]
) -> None:
    """Give panels of one measure one range, and say what an axis shows only where the neighbour does not."""
    ranges = _ranges(panels)
    for place, (axes, panel) in enumerate(zip(cells, panels, strict=False)):
        axes.set_ylim(*ranges[panel.y_label])
        axes.locator_params(axis="y", nbins=6, steps=[1, 2, 5, 10])
        if place % columns == 0 or panels[place - 1].y_label != panel.y_label:
            axes.set_ylabel(panel.y_label)
        if place + columns >= len(panels):
            axes.set_xlabel(x_label)
        if ticks:
            axes.set_xticks(list(ticks), list(ticks.values()))
            axes.set_xmargin(0.1)


def _ranges(panels: Sequence[Panel]) -> dict[str, tuple[float, float]]:
    """Give each measure the range of all its panels with their errors, and a little air."""
    ranges = {}
    for name in {panel.y_label for panel in panels}:
        lines = [line for panel in panels if panel.y_label == name for line in panel.lines]
        low = min(min(_reach(line)[0]) for line in lines)
        high = max(max(_reach(line)[1]) for line in lines)
        air = _AIR * (high - low) or _AIR
        ranges[name] = (low - air, high + air)
    return ranges


def _draw_legend(figure: Figure, free: Sequence[Axes], headings: Mapping[str, str], most: int) -> float:
    """Name the lines in the free cell of the grid, or below all panels, at most so many beside one another.

    Gives the inches that it takes below.
    """
    from matplotlib.lines import Line2D  # noqa: PLC0415

    chosen = styles(headings)
    handles = [Line2D([], [], label=heading, **_look(chosen[name])) for name, heading in headings.items()]
    for axes in free:
        axes.set_axis_off()
    if free:
        free[0].legend(handles=handles, loc="center", handlelength=4, labelspacing=0.75)
        return 0
    lines = math.ceil(len(handles) / most)
    columns = math.ceil(len(handles) / lines)
    figure.legend(handles=handles, loc="lower center", ncols=columns, handlelength=4)
    return lines * _LINE


def save(figure: Figure, path: Path, *, png: bool = False) -> None:
    """Write a figure as SVG, and as PNG of 200 dots an inch beside it if asked for.

    No date and no version is written, so that the same figures give the same bytes.
    """
    from matplotlib import rc_context  # noqa: PLC0415

    with rc_context(_SETTINGS):
        figure.savefig(path.with_suffix(".svg"), metadata={"Date": None, "Creator": None})
        if png:
            figure.savefig(path.with_suffix(".png"), dpi=200, metadata={"Software": None})
