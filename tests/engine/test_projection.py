"""Maps of made-up texts of which one knows what belongs together."""

import numpy as np
import pytest

from lamplighter.engine import projection
from lamplighter.engine.projection import project

THEMES = [
    "plot actor scene film director screen camera story cast role",
    "bread soup cheese dish sauce taste oven salt cook menu",
    "shoe heel sole lace leather boot toe fit size walk",
]
COMMON = "good bad very quite rather never always"


def texts_of(theme, n, generator):
    words = theme.split()
    return [" ".join([*generator.choice(words, 6), *generator.choice(COMMON.split(), 2)]) for _ in range(n)]


@pytest.fixture
def themed(make_engine):
    """Texts of three themes by turns, and the theme of each."""

    def make(n, **options):
        generator = np.random.default_rng(7)
        columns = [texts_of(theme, n, generator) for theme in THEMES]
        texts = [text for row in zip(*columns, strict=True) for text in row]
        return make_engine(texts, **options), np.tile(np.arange(3), n)

    return make


def kept_together(places, themes, k=5):
    """Give the share of the k nearest on the map that are of a document's own theme; by chance it is 1/3."""
    far = np.linalg.norm(places[:, np.newaxis] - places[np.newaxis], axis=2)
    np.fill_diagonal(far, np.inf)
    nearest = np.argsort(far, axis=1)[:, :k]
    return float((themes[nearest] == themes[:, np.newaxis]).mean())


def test_documents_on_like_things_lie_together(themed):
    engine, themes = themed(40)
    places = project(engine)
    assert kept_together(places, themes) > 0.97
    centres = np.array([np.median(places[themes == theme], axis=0) for theme in range(3)])
    inner = np.median(np.linalg.norm(places - centres[themes], axis=1))
    between = np.linalg.norm(centres - np.roll(centres, 1, axis=0), axis=1).min()
    assert between > 2 * inner


def test_places_fill_the_square_and_keep_their_proportions(themed):
    engine, _ = themed(20)
    places = project(engine)
    assert places.shape == (60, 2)
    assert places.dtype == np.float32
    assert np.ptp(places, axis=0).max() == pytest.approx(2)
    assert np.abs(places).max() == 1
    low, high = places.min(axis=0), places.max(axis=0)
    assert (low + high) == pytest.approx([0, 0], abs=1e-6)


def test_same_seed_gives_the_same_map_however_the_corpus_is_cut(themed):
    engine, _ = themed(20)
    cut, _ = themed(20, largest=16, n_threads=2)
    assert len(cut.index.slices) == 4
    first = project(engine, seed=3)
    np.testing.assert_array_equal(first, project(engine, seed=3))
    np.testing.assert_array_equal(first, project(cut, seed=3))
    assert not np.array_equal(first, project(engine, seed=4))


def test_documents_beyond_the_sample_are_placed_among_their_like(themed, monkeypatch):
    monkeypatch.setattr(projection, "BLOCK", 17)
    engine, themes = themed(60, largest=50)
    places = project(engine, sample=90)
    assert kept_together(places, themes) > 0.97
    assert np.abs(places).max() <= 1


def test_document_that_is_the_same_as_one_of_the_sample_lies_where_that_one_lies(make_engine):
    generator = np.random.default_rng(1)
    texts = [text for theme in THEMES for text in texts_of(theme, 30, generator)]
    engine = make_engine([*texts, *texts])
    places = project(engine, sample=120)
    twins = np.linalg.norm(places[:90] - places[90:], axis=1)
    chosen = projection._sampled(180, 120, np.random.default_rng(0))
    alone = ~(np.isin(np.arange(90), chosen) & np.isin(np.arange(90, 180), chosen))
    assert np.median(twins[alone]) < 0.02
    assert np.median(twins) < 0.1


def test_place_is_the_mean_of_the_nearest_weighted_by_the_inverse_square_of_distances():
    known = np.eye(3, dtype=np.float32)
    row = np.array([[0.8, 0.6, 0.0]], dtype=np.float32)
    places = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    # squared distances 2 − 2·0.8, 2 − 2·0.6 and 2: weights 5/2, 5/4 and 1/2 of their sum 17/4
    found = projection._among(row, known, places)
    np.testing.assert_allclose(found, [[(5 / 4) / (17 / 4), (1 / 2) / (17 / 4)]], atol=1e-3)


def test_nearest_come_first_and_what_has_no_known_word_is_near_to_nothing_else():
    known = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    found, distances = projection._nearest(known[[0, 2]], known, 3)
    assert found[0].tolist()[:2] == [0, 1]
    assert distances[0].tolist() == pytest.approx([0, np.sqrt(0.8), np.sqrt(2)], abs=1e-3)
    assert found[1, 0] == 2
    assert distances[1].tolist() == pytest.approx([0, np.sqrt(2), np.sqrt(2)], abs=1e-3)


@pytest.mark.parametrize("n", [1, 2, 3, 9, 10, 11, 17])
def test_corpora_of_a_few_texts_have_maps(make_engine, n):
    texts = [f"{'good' if number % 2 else 'bad'} film number{number // 2}" for number in range(n)]
    places = project(make_engine(texts))
    assert places.shape == (n, 2)
    assert np.isfinite(places).all()
    assert np.abs(places).max() <= 1


@pytest.mark.parametrize("others", [[], ["another text"], [""]], ids=["alone", "beside another", "beside none"])
def test_texts_that_are_all_the_same_have_maps(make_engine, others):
    places = project(make_engine(["the same text"] * 60 + others))
    assert np.isfinite(places).all()
    assert np.abs(places).max() <= 1


def test_progress_only_grows_and_ends_at_one(themed):
    engine, _ = themed(60)
    said = []
    project(engine, sample=90, report=said.append)
    assert said[0] == 0
    assert said == sorted(said)
    assert said[-1] == pytest.approx(1)
    assert len(said) > 5


def test_work_can_be_ended_between_two_pieces(themed):
    engine, _ = themed(20)
    said = []

    def impatient(share):
        said.append(share)
        if share > 0.1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project(engine, report=impatient)
    assert 0.1 < said[-1] < 0.5
