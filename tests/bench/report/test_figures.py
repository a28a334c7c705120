from lamplighter.bench.report.figures import quartile_lines, robust_settings, threshold_lines
from lamplighter.bench.report.markdown import row_labels
from lamplighter.bench.report.records import Quartile


def scores(frame, threshold, **methods):
    return frame({("sms", method, 0): [score] for method, score in methods.items()}, threshold=threshold)


def told(measured):
    return threshold_lines(measured, row_labels(measured.settings))


def test_loss_is_what_the_lowest_threshold_costs(frame, measure):
    measured = measure(
        scores(frame, 0.5, nemo=0.75, snorkel=0.25),
        scores(frame, 0.6, nemo=0.5, snorkel=0.375),
        scores(frame, 0.7, nemo=0.875, snorkel=0.5),
    )
    assert told(measured) == [
        "What is lost from threshold 0.7 to 0.5, paired by seed, ± its standard error; bold is the least.",
        "",
        "| Data set | Nemo | Snorkel |",
        "|---|--:|--:|",
        "| SMS | **0.125** | 0.250 |",
        "",
        "Nemo has the highest mean at every threshold on 1 of 1, and loses least on 1 of 1. The paper says both.",
    ]


def test_one_threshold_where_another_method_is_level_is_enough_to_say_no(frame, measure):
    measured = measure(
        scores(frame, 0.5, nemo=0.75, snorkel=0.75),
        scores(frame, 0.7, nemo=1.0, snorkel=0.875),
    )
    assert told(measured)[-1] == (
        "Nemo has the highest mean at every threshold on none of 1, and loses least on none of 1. The paper says both."
    )


def test_one_threshold_makes_no_figure(frame, measure):
    assert robust_settings(measure(scores(frame, 0.5, nemo=0.5))) == ()


def test_figure_without_its_first_method_judges_nothing(frame, measure):
    measured = measure(scores(frame, 0.5, us=0.5, snorkel=0.5), scores(frame, 0.7, snorkel=0.75))
    assert told(measured)[2:] == [
        "| Data set | Snorkel |",
        "|---|--:|",
        "| SMS | **0.250** |",
        "",
        "Nemo and another method were not run at both thresholds, so there is nothing to judge.",
    ]


def quarters(dataset, seed, coverages, accuracies):
    pairs = enumerate(zip(coverages, accuracies, strict=True), start=1)
    return [Quartile(dataset, seed, place, 10, coverage, accuracy) for place, (coverage, accuracy) in pairs]


def test_quarters_are_means_over_seeds():
    rows = [
        *quarters("tickets", 0, [0.5, 0.25, 0.25, 0.125], [0.5, 0.5, 0.5, None]),
        *quarters("amazon", 0, [0.5, 0.25, 0.25, 0.0], [0.5, 0.75, 0.75, 0.75]),
        *quarters("amazon", 1, [1.0, 0.25, 0.25, 0.0], [0.5, 0.75, 0.75, None]),
    ]
    # Amazon, nearest: (.5 + 1) / 2 = .75, sd .25 · √2, divided by √2: .25
    said = (
        "From the nearest to the farthest quarter coverage falls on 2 of 2 and accuracy on none of 2 data sets. "
        "The paper shows both on Amazon."
    )
    assert quartile_lines(rows) == [
        "| Data set |  | nearest | 2nd | 3rd | farthest | nearest − farthest |",
        "|---|---|--:|--:|--:|--:|--:|",
        "| Amazon | coverage | 0.750 ± 0.250 | 0.250 ± 0.000 | 0.250 ± 0.000 | 0.000 ± 0.000 | +0.750 |",
        "|  | accuracy | 0.500 ± 0.000 | 0.750 ± 0.000 | 0.750 ± 0.000 | 0.750 | −0.250 |",
        "| tickets | coverage | 0.500 | 0.250 | 0.250 | 0.125 | +0.375 |",
        "|  | accuracy | 0.500 | 0.500 | 0.500 | – | – |",
        "",
        said,
    ]
