"""The page as a whole, for input small enough to redo by hand."""

import re
import sys

import polars as pl
import pytest

from lamplighter.bench.report import DatasetFacts, write_report
from lamplighter.exceptions import InputError, MissingExtraError

QUARTERS = pl.DataFrame(
    {
        "dataset": ["youtube"] * 4,
        "seed": [0] * 4,
        "quartile": [1, 2, 3, 4],
        "functions": [3] * 4,
        "coverage": [0.5, 0.25, 0.25, 0.125],
        "accuracy": [0.75, 0.75, 0.5, 0.5],
    }
)
MADE = {"command": "lamplighter bench --out out", "versions": {"lamplighter": "0.1.0", "numpy": "2.0"}}

PAGE = """\
# The paper's experiments, measured

C.-Y. Hsieh, J. Zhang and A. Ratner, *Nemo: Guiding and Contextualizing Weak Supervision for Interactive Data
Programming*, VLDB 2023 (technical report arXiv 2203.01382), beside what this command gave:

```bash
lamplighter bench --out out
```

Two cores. lamplighter 0.1.0, numpy 2.0.

A run's score is the mean of its learning curve. **0.762 ± 0.012** is the mean of the scores over seeds and their standard
deviation (divisor n − 1); bold is the best of its row. *Nemo − it* is the difference of two methods' scores, paired by
seed: its mean ± its standard error, in parentheses where it is within noise, that is, where 0 lies in the 95 % interval of
Student's t, or there is one seed only. No correction is made for how many differences are looked at. The paper prints
means of five runs without a spread, and its copies of the data may be others, so *ours − paper* has no error.
– stands for what was not run.

## Table 1: data sets

Documents.

| Data set | train | valid | test | paper: train | valid | test |
|---|--:|--:|--:|--:|--:|--:|
| Youtube | 1,500 | 200 | 200 | 1,566 | 195 | 195 |
| tickets | 80 | 10 | 10 | – | – | – |

## Protocol `paper`: as the paper's text says

Simulated user: `uniform`, threshold 0.5. Accuracy on Youtube and tickets. Curves of 2 points up to iteration 10.

### Learning curves (the paper's Appendix A)

![Learning curves: Youtube; tickets](figures/curves-paper.svg)

Means over seeds; the bands are one standard error of the mean to either side.

### Table 4: Nemo without its parts

| Data set |  | Nemo | No data selector | No LF contextualizer |
|---|---|--:|--:|--:|
| Youtube | ours, 1–2 seeds | **0.750 ± 0.177** (n = 2) | 0.500 (n = 1) | – |
|  | paper | **0.872** | 0.841 | 0.863 |
|  | ours − paper | −0.122 | −0.341 | – |
|  | Nemo − it |  | (+0.125) | – |
| tickets | ours, 1 seed | **0.500** | – | – |
|  | Nemo − it |  | – | – |

Nemo is above No data selector and No LF contextualizer on 1 of 1 data set, beyond noise on none of them (in the paper on \
1 of 1): Youtube (+0.125, next No data selector, one seed). Judged without No LF contextualizer on Youtube.

### Other methods

| Data set |  | shortest |
|---|---|--:|
| Youtube | ours, 1 seed | **0.250** |

### What a run takes

Seconds, the median over runs.

| Method | Youtube | tickets |
|---|--:|--:|
| Nemo | 2.0 | 2.0 |
| Nemo, no selector | 2.0 | – |
| shortest | 2.0 | – |

Functions written, the median over runs.

| Method | Youtube | tickets |
|---|--:|--:|
| Nemo | 9 | 9 |
| Nemo, no selector | 9 | – |
| shortest | 9 | – |

## Figure 2: coverage and accuracy of functions by distance to their development example

![Coverage and accuracy of functions from the nearest to the farthest documents](figures/quartiles.svg)

3 functions. Means over seeds of the mean over functions; ± and bars are one standard error.

| Data set |  | nearest | 2nd | 3rd | farthest | nearest − farthest |
|---|---|--:|--:|--:|--:|--:|
| Youtube | coverage | 0.500 | 0.250 | 0.250 | 0.125 | +0.375 |
|  | accuracy | 0.750 | 0.750 | 0.500 | 0.500 | +0.250 |

From the nearest to the farthest quarter coverage falls on 1 of 1 and accuracy on 1 of 1 data sets. \
The paper shows both on Amazon.

## Not run

- `paper`: Nemo, no selector (`nemo-no-selector`) on tickets
- `paper`: Nemo, no contextualizer (`nemo-no-contextualizer`) on all
- `paper`: shortest (`shortest`) on tickets
- `paper`: what Tables 2, 5, 6, 7, 8, 9 and 10 would show
- `paper`: Amazon, Yelp, IMDB and SMS by the paper's metric
- `paper`: Nemo, no selector (`nemo-no-selector`) on Youtube, seed 1, threshold 0.5, is left out: measured once, last at \
iteration 5; the others 2 times, last at iteration 10

## Notes of runs

- `paper`: Nemo, no selector (`nemo-no-selector`) on Youtube, seed 1: stopped after 9 s
"""


@pytest.fixture
def curves(frame):
    return frame(
        {
            ("youtube", "nemo", 0): [0.5, 0.75],  # 5/8
            ("youtube", "nemo", 1): [0.75, 1.0],  # 7/8: mean 3/4, sd √(2 · (1/8)²) = .177
            ("youtube", "nemo-no-selector", 0): [0.5, 0.5],  # 5/8 − 1/2 = 1/8
            ("youtube", "nemo-no-selector", 1): [0.5],
            ("youtube", "shortest", 0): [0.25, 0.25],
            ("tickets", "nemo", 0): [0.5, 0.5],
        }
    )


def noted(runs):
    stopped = (pl.col("method") == "nemo-no-selector") & (pl.col("seed") == 1)
    return runs.with_columns(note=pl.when(stopped).then(pl.lit("stopped\nafter 9 s")).otherwise(pl.lit("")))


def test_whole_page(curves, runs_of, tmp_path):
    facts = [DatasetFacts("tickets", 80, 10, 10), DatasetFacts("youtube", 1500, 200, 200)]
    written = write_report(
        curves, noted(runs_of(curves)), QUARTERS, facts, tmp_path / "new" / "out", machine="Two cores", **MADE
    )
    assert written == tmp_path / "new" / "out" / "report.md"
    assert written.read_text("utf-8") == PAGE
    assert sorted(path.name for path in (written.parent / "figures").iterdir()) == ["curves-paper.svg", "quartiles.svg"]


def test_every_plot_is_written_and_referred_to(frame, runs_of, tmp_path):
    values = {("sms", method, 0): [0.25, 0.5] for method in ("nemo", "snorkel")}
    curves = pl.concat(
        [frame(values, protocol=name, threshold=at) for name in ("paper", "my own/2") for at in (0.5, 0.7)]
    )
    written = write_report(curves, runs_of(curves), None, [], tmp_path, machine="Two cores", png=True, **MADE)
    page = written.read_text("utf-8")
    referred = set(re.findall(r"\]\(figures/(.+)\.svg\)", page))
    assert referred == {"curves-paper", "thresholds-paper", "curves-my-own-2", "thresholds-my-own-2"}
    names = {path.name for path in (tmp_path / "figures").iterdir()}
    assert names == {f"{name}.{ending}" for name in referred for ending in ("svg", "png")}
    assert "## Protocol `my own/2`\n" in page
    assert "Figure 2" not in page
    assert "Table 1:" not in page


def test_same_input_gives_the_same_bytes_in_any_order_of_rows(curves, runs_of, tmp_path):
    curves = pl.concat([curves, curves.with_columns(protocol=pl.lit("authors"))])
    runs = noted(runs_of(curves))
    mixed = (curves.sample(fraction=1, shuffle=True, seed=1), runs.sample(fraction=1, shuffle=True, seed=1))
    for name, (points, costs) in {"one": (curves, runs), "two": mixed}.items():
        write_report(points, costs, QUARTERS, [], tmp_path / name, machine="Two cores", **MADE)
    paths = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(paths) == 4
    assert all((tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes() for path in paths)


def test_rows_are_told_apart_by_user_and_metric(frame, runs_of, tmp_path):
    values = {("sms", method, 0): [0.5] for method in ("nemo", "nemo-no-selector")}
    curves = pl.concat([frame(values, metric="f1:spam"), frame(values), frame(values, user="lexicon")])
    page = write_report(curves, runs_of(curves), None, [], tmp_path, machine="Two cores", **MADE).read_text("utf-8")
    rows = re.findall(r"^\| (SMS.*?) \| ours", page, flags=re.MULTILINE)
    assert rows == ["SMS, user lexicon, Accuracy", "SMS, user uniform, Accuracy", "SMS, user uniform, F1 of spam"]
    assert page.count("|  | paper |") == 1  # the paper measures SMS by F1


def test_nothing_is_written_when_the_input_is_bad(curves, runs_of, tmp_path):
    with pytest.raises(InputError, match=r"^The curves have no rows, "):
        write_report(curves.clear(), runs_of(curves), None, [], tmp_path / "out", machine="Two cores", **MADE)
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_without_matplotlib(curves, runs_of, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError):
        write_report(curves, runs_of(curves), None, [], tmp_path / "out", machine="Two cores", **MADE)
    assert not (tmp_path / "out").exists()
