"""``--columns``: what the page shows with each text."""

from contextlib import closing

import polars as pl
import pytest

from lamplighter.store import SqliteStore

SAID = "  Shown with each text: "


@pytest.fixture
def described(tmp_path):
    """A file with more to say than texts; one of its rows has no text, and one column has long values."""
    file = tmp_path / "reviews.csv"
    pl.DataFrame(
        {
            "text": ["a good film", "good food", "", "a bad film", "bad food"],
            "class": ["pos", "pos", "", "neg", "neg"],
            "stars": ["5", "4", "3", None, "1"],
            "by": ["me", "you", "us", "them", ""],
            "page": ["x" * 300] * 5,
        }
    ).write_csv(file)
    return file


def project_of(file):
    return file.with_name(f"{file.name}.lamplighter")


def test_columns_with_short_values_are_kept_and_said(label, served, described):
    result = label("--gold", "class", file=described)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[2] == f"{SAID}stars, by (--columns names others)"
    kept = {"stars": ("5", "4", None, "1"), "by": ("me", "you", "them", None)}
    assert dict(served[0].corpus.columns) == kept
    with closing(SqliteStore.open(project_of(described))) as store:
        assert dict(store.corpus().columns) == kept


def test_labels_that_are_not_named_as_gold_are_a_column_like_others(label, served, described):
    assert f"{SAID}class, stars, by (--columns names others)" in label("--labels", "pos,neg", file=described).output


def test_named_columns_alone_are_kept(label, served, described):
    result = label("--labels", "pos,neg", "--columns", " page , stars", file=described)
    assert f"{SAID}page, stars\n" in result.output
    assert list(served[0].corpus.columns) == ["page", "stars"]


def test_none_are_kept_where_none_are_wanted(label, served, described):
    result = label("--labels", "pos,neg", "--columns", "none", file=described)
    assert result.exit_code == 0
    assert SAID not in result.output
    assert dict(served[0].corpus.columns) == {}


def test_of_many_columns_eight_are_said(label, served, tmp_path):
    file = tmp_path / "wide.csv"
    pl.DataFrame({"text": ["good film", "good food"], **{f"c{n}": ["1", "2"] for n in range(11)}}).write_csv(file)
    output = label("--labels", "pos,neg", file=file).output
    assert f"{SAID}c0, c1, c2, c3, c4, c5, c6, c7 and 3 more (--columns names others)\n" in output


def test_column_that_is_not_there_is_told(refused, described):
    refused(
        *("label", described, "--labels", "pos,neg", "--columns", "stars,buy"),
        message=(
            "There is no column 'buy'. Did you mean 'by'? The columns are: 'text', 'class', 'stars', 'by', 'page'."
        ),
    )


def test_column_that_is_gold_is_not_shown(refused, described):
    refused(
        *("label", described, "--gold", "class", "--columns", "class"),
        message="The column 'class' holds the true labels already. Leave it out of the other columns.",
    )


# ---------------------------------------------------------------------- continuing


def test_project_keeps_its_columns_whatever_becomes_of_the_file(label, served, described):
    assert label("--labels", "pos,neg", "--columns", "stars", file=described).exit_code == 0
    pl.read_csv(described).drop("stars", "class", "by").write_csv(described)
    result = label(file=described)
    assert result.exit_code == 0, result.output
    assert f"{SAID}stars (--columns names others)\n" in result.output
    assert dict(served[1].corpus.columns) == {"stars": ("5", "4", None, "1")}
    described.unlink()
    assert f"{SAID}stars\n" in label(file=project_of(described)).output


def test_same_columns_are_not_refused(label, described):
    assert label("--labels", "pos,neg", "--columns", "stars,by", file=described).exit_code == 0
    assert label("--columns", "by,stars", file=described).exit_code == 0


@pytest.mark.parametrize(("first", "present"), [("stars,by", "stars, by"), ("none", "none")])
def test_other_columns_than_the_projects_are_refused(label, refused, described, first, present):
    assert label("--labels", "pos,neg", "--columns", first, file=described).exit_code == 0
    refused(
        *("label", described, "--no-browser", "--port", "0", "--columns", "stars"),
        message=(
            f"The project {str(project_of(described))!r} was made with other columns: they are {present}. Leave --columns "
            "out to go on with it, or name another --project to begin anew."
        ),
    )


# ---------------------------------------------------------------------- what comes of it


def test_exported_labels_have_no_column_twice(label, run, tmp_path):
    file, exported = tmp_path / "x.csv", tmp_path / "labels.parquet"
    names = ["row", "id", "label", "coverage", "given", "proba_pos"]
    pl.DataFrame({"text": ["good film", "good food"], **{name: ["7", "8"] for name in names}}).write_csv(file)
    assert label("--labels", "pos,neg", "--text", "text", file=file).exit_code == 0
    assert run("export", project_of(file), "--to", exported).exit_code == 0
    frame = pl.read_parquet(exported)
    assert frame.columns == ["row", "text", "label", "proba_pos", "proba_neg", "coverage", "given"]
    assert frame["row"].to_list() == [0, 1]


def test_study_shows_its_participants_nothing_but_the_texts(run, tmp_path):
    file, folder = tmp_path / "reviews.csv", tmp_path / "study"
    words = [f"{word} film {n}" for n in range(20) for word in ("good", "bad")]
    pl.DataFrame({"text": words, "class": ["pos", "neg"] * 20, "stars": [5, 1] * 20}).write_csv(file)
    dealt = run("study", "deal", file, "--gold", "class", "--participants", "1", "--iterations", "3", "--out", folder)
    assert dealt.exit_code == 0, dealt.output
    dealt_to = list(folder.glob("*.lamplighter"))
    assert len(dealt_to) == 2
    for project in dealt_to:
        with closing(SqliteStore.open(project)) as store:
            assert dict(store.corpus().columns) == {}
