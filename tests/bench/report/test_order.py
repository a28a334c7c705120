import pytest

from lamplighter.bench.report.markdown import row_labels
from lamplighter.bench.report.order import order_sentence, outcomes
from lamplighter.bench.report.tables import TABLES

ABLATIONS = ("nemo", "nemo-no-selector", "nemo-no-contextualizer")


def cells(dataset, **seeds_of):
    """Give curves of one point: ``nemo=[...]`` holds the score of each seed."""
    return {
        (dataset, method.replace("_", "-"), seed): [score]
        for method, scores in seeds_of.items()
        for seed, score in enumerate(scores)
    }


def sentence(table, measured):
    return order_sentence(TABLES[table], outcomes(TABLES[table], measured), row_labels(measured.settings))


def test_first_method_is_compared_with_the_strongest_other(frame, measure):
    values = cells("yelp", nemo=[0.75, 0.75], nemo_no_selector=[0.5, 0.5], nemo_no_contextualizer=[0.5, 0.75])
    (outcome,) = outcomes(TABLES[4], measure(frame(values)))
    assert outcome.rival.method == "nemo-no-contextualizer"
    assert (outcome.difference.mean, outcome.difference.error) == pytest.approx((1 / 8, 1 / 8))
    assert outcome.in_paper is True


def test_sentence_counts_names_and_tells_noise(frame, measure):
    values = {
        # differences to the stronger ablation: .25, .25: no noise at all
        **cells("amazon", nemo=[0.75, 0.75], nemo_no_selector=[0.5, 0.5], nemo_no_contextualizer=[0.25, 0.5]),
        # .25, 0: mean .125, error .125
        **cells("yelp", nemo=[0.75, 0.75], nemo_no_selector=[0.5, 0.75], nemo_no_contextualizer=[0.25, 0.25]),
        # -.25, -.25
        **cells("imdb", nemo=[0.5, 0.5], nemo_no_selector=[0.75, 0.75], nemo_no_contextualizer=[0.25, 0.25]),
        # .25, -.25: a tie
        **cells("youtube", nemo=[0.75, 0.5], nemo_no_selector=[0.5, 0.75], nemo_no_contextualizer=[0.25, 0.25]),
    }
    assert sentence(4, measure(frame(values))) == (
        "Nemo is above No data selector and No LF contextualizer on 2 of 4 data sets, beyond noise on 1 of them (in the "
        "paper on 4 of 4): Amazon (+0.250 ± 0.000, next No data selector) and Yelp (+0.125 ± 0.125, next No data "
        "selector, within noise). Not on IMDB (−0.250 ± 0.000, behind No data selector) and Youtube (0.000 ± 0.250, a "
        "tie with No data selector, within noise)."
    )


def test_one_seed_cannot_tell_noise(frame, measure):
    values = cells("amazon", nemo=[0.75], nemo_no_selector=[0.5], nemo_no_contextualizer=[0.25])
    assert sentence(4, measure(frame(values))) == (
        "Nemo is above No data selector and No LF contextualizer on 1 of 1 data set, beyond noise on none of them (in the "
        "paper on 1 of 1): Amazon (+0.250, next No data selector, one seed)."
    )


def test_sole_rival_is_not_named_again_and_many_are_not_listed(frame, measure):
    values = cells("youtube", contextualized_majority=[0.5], standard_majority=[0.75])
    assert sentence(10, measure(frame(values))) == (
        "Contextualized is above Standard on none of 1 data set (in the paper on none of 1). "
        "Not on Youtube (−0.250, one seed)."
    )
    values = cells("youtube", **{method.replace("-", "_"): [0.5] for method in TABLES[2].methods[1:]}, nemo=[0.75])
    assert sentence(2, measure(frame(values))).startswith("Nemo is above every other method on 1 of 1 data set, ")


def test_sentence_says_what_it_is_judged_without(frame, measure):
    values = {
        **cells("amazon", nemo=[0.75], nemo_no_selector=[0.5]),
        **cells("yelp", nemo=[0.75], nemo_no_contextualizer=[0.5]),
        **cells("imdb", nemo_no_contextualizer=[0.5]),
        **cells("sms", nemo=[0.5]),
    }
    assert sentence(4, measure(frame(values))) == (
        "Nemo is above No data selector and No LF contextualizer on 2 of 2 data sets, beyond noise on none of them (in "
        "the paper on 2 of 2): Amazon (+0.250, next No data selector, one seed) and Yelp (+0.250, next No LF "
        "contextualizer, one seed). Judged without No LF contextualizer on Amazon; No data selector on Yelp."
    )


def test_methods_without_a_common_seed_cannot_be_compared(frame, measure):
    measured = measure(frame({("yelp", "nemo", 0): [0.75], ("yelp", "nemo-no-selector", 1): [0.5]}))
    assert outcomes(TABLES[4], measured) == ()
    assert sentence(4, measured) == (
        "Nemo and another method of this table were not run together, so there is no order to judge."
    )


def test_own_data_sets_are_judged_without_the_paper(frame, measure):
    values = cells("tickets", **{method.replace("-", "_"): [0.5] for method in ABLATIONS})
    assert sentence(4, measure(frame(values))) == (
        "Nemo is above No data selector and No LF contextualizer on none of 1 data set. "
        "Not on tickets (0.000, a tie with No data selector, one seed)."
    )


def test_several_users_are_rows_not_data_sets(frame, measure):
    values = cells("youtube", contextualized_majority=[0.75], standard_majority=[0.5])
    measured = measure(frame(values, user="acc"), frame(values, user="expl"))
    assert sentence(10, measured) == (
        "Contextualized is above Standard on 2 of 2 rows, beyond noise on none of them (in the paper on none of 2): "
        "Youtube, user acc (+0.250, one seed) and Youtube, user expl (+0.250, one seed)."
    )
