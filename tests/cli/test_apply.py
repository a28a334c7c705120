"""``lamplighter apply``: many files, of any size, so that it can be gone on with."""

import json
import os
import re
import shutil

import polars as pl
import pytest

import lamplighter
from lamplighter.store import SqliteStore

MANIFEST = "lamplighter-apply.json"

OWN = ["a good film", "good food", "", "a bad film", "bad food", "good music", "bad music", "a good film"]


@pytest.fixture
def parts(tmp_path):
    """The project's own texts, a bad day's, and none at all, in three formats."""
    folder = tmp_path / "new"
    folder.mkdir()
    pl.DataFrame({"text": OWN, "stars": range(8)}).write_parquet(folder / "a.parquet")
    pl.DataFrame({"text": ["bad, bad day", "so good"], "stars": [1, 5]}).write_csv(folder / "b.1.csv")
    pl.DataFrame({"text": ["", None], "stars": [1, 5]}).write_ndjson(folder / "c.jsonl")
    return folder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def manifest(folder):
    return json.loads((folder / MANIFEST).read_text())


@pytest.fixture
def applies(run, project, parts, out):
    """Run it on all parts; it ends well."""

    def run_apply(*options, patterns=(parts / "*",), exit_code=0):
        result = run("apply", project, *patterns, "--out", out, *options)
        assert result.exit_code == exit_code, result.output
        return result

    return run_apply


GUESSED = "Texts are in the column 'text' (guessed; --text names another)\n"


def test_every_file_gets_one_of_its_name(applies, run, project, out, tmp_path):
    result = applies()
    assert result.stdout == f"{GUESSED}{out}: 3 files, 12 rows, 9 of them labeled\n"
    assert result.stderr == ""
    assert listing(out) == ["a.parquet", "b.1.parquet", "c.parquet", MANIFEST]
    given = pl.read_parquet(out / "b.1.parquet")
    assert given.columns == ["row", "text", "label", "proba_pos", "proba_neg", "coverage"]
    assert given.select("row", "text", "label", "coverage").rows() == [
        (0, "bad, bad day", "neg", 1),
        (1, "so good", "pos", 1),
    ]
    assert run("export", project, "--to", tmp_path / "own.parquet").exit_code == 0
    exported, own = pl.read_parquet(tmp_path / "own.parquet").drop("given"), pl.read_parquet(out / "a.parquet")
    numbers = ["proba_pos", "proba_neg"]
    kept = own.with_columns(text=pl.when(pl.col("text") != "").then("text"))
    assert kept.drop(numbers).equals(exported.drop(numbers))
    assert own.select(numbers).fill_null(-1).to_numpy() == pytest.approx(
        exported.select(numbers).fill_null(-1).to_numpy(), abs=1e-9
    )


def test_all_that_may_be_added_is_added(applies, out):
    applies("--format", "csv", "--votes", "--beliefs", "--keep", "--no-text", "--batch-size", "1")
    assert (out / "b.1.csv").read_text().splitlines()[0] == (
        "row,label,proba_pos,proba_neg,coverage,vote_0_good,vote_1_bad,belief_pos,belief_neg,stars"
    )
    given = pl.read_csv(out / "b.1.csv")
    assert given.select("vote_0_good", "vote_1_bad", "belief_pos", "belief_neg", "stars").rows() == [
        (None, "neg", 0.0, 1.0, 1),
        ("pos", None, 1.0, 0.0, 5),
    ]


def test_second_run_does_nothing(applies, out):
    applies()
    before, stamps = contents(out), {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    result = applies()
    assert (
        result.stdout
        == f"{GUESSED}{out}: 0 files, 0 rows, 0 of them labeled\n  Done before, and not changed since: 3\n"
    )
    assert contents(out) == before
    del stamps[MANIFEST]
    assert {name: (out / name).stat().st_mtime_ns for name in stamps} == stamps


def test_files_that_came_or_changed_are_labeled_and_no_others(applies, parts, out):
    applies()
    pl.DataFrame({"text": ["good", "good", "good"]}).write_csv(parts / "b.1.csv")
    pl.DataFrame({"text": ["bad"]}).write_csv(parts / "d.csv")
    (out / "c.parquet").unlink()
    result = applies()
    assert f"{out}: 3 files, 6 rows, 4 of them labeled\n  Done before, and not changed since: 1\n" in result.stdout
    assert pl.read_parquet(out / "b.1.parquet")["text"].to_list() == ["good"] * 3
    assert listing(out) == ["a.parquet", "b.1.parquet", "c.parquet", "d.parquet", MANIFEST]
    assert {name: entry["rows"] for name, entry in manifest(out)["files"].items()} == {
        "a.parquet": 8,
        "b.1.parquet": 3,
        "c.parquet": 2,
        "d.parquet": 1,
    }


def test_file_of_the_same_name_in_another_folder_is_another_file(applies, parts, out, tmp_path):
    applies()
    shutil.copytree(parts, tmp_path / "moved")
    result = applies(patterns=[tmp_path / "moved" / "*"])
    assert f"{out}: 3 files, 12 rows, 9 of them labeled\n" in result.stdout
    assert "Done before" not in result.stdout


def test_manifest_names_the_state_of_the_project_and_the_settings(applies, out):
    applies("--votes")
    told = manifest(out)
    fingerprint = told["project"].pop("fingerprint")
    assert re.fullmatch("[0-9a-f]{64}", fingerprint)
    assert told["project"] == {"name": "work.lamplighter", "step": 2, "version": lamplighter.__version__}
    assert told["settings"] == {
        "format": "parquet",
        "text": "text",
        "id": None,
        "encoding": "utf-8",
        "texts": True,
        "votes": True,
        "beliefs": False,
        "keep": False,
        "functions": None,
    }
    assert told["files"]["c.parquet"].keys() == {"input", "size", "modified", "rows", "labeled"}


def answer(project, document=5):
    """Have the project learn something more."""
    store = SqliteStore.open(project)
    session = lamplighter.Session.replay(store.corpus(), [stamped.event for stamped in store.events()])
    before = len(session.events)
    session.label(document, "pos")
    store.append(session.events[before:], expected=before)
    store.close()


ANEW = "To write them anew: --overwrite. To keep them: name another --out."


def test_labels_of_another_state_are_not_mixed_with_new_ones(applies, refused, project, parts, out):
    applies()
    answer(project)
    message = f"The folder {str(out)!r} holds labels of another state of the project: step 2, not 3. {ANEW}"
    refused("apply", project, parts / "*", "--out", out, message=message)


def test_labels_with_other_settings_are_not_mixed_with_new_ones(applies, refused, project, parts, out):
    applies()
    options = ("--votes", "--id", "stars", "--format", "csv")
    message = (
        f"The folder {str(out)!r} holds labels that were written with other options: format is 'parquet', not 'csv'; "
        f"id is not given, not 'stars'; votes is off, not on. {ANEW}"
    )
    refused("apply", project, parts / "*", "--out", out, *options, message=message)


def test_labels_of_another_state_are_taken_away_when_asked_to(applies, project, parts, out):
    applies("--format", "csv")
    (out / "notes.txt").write_text("mine")
    answer(project)
    (parts / "c.jsonl").unlink()
    result = applies("--overwrite")
    assert f"{out}: 2 files, 10 rows, 9 of them labeled\n" in result.stdout
    assert listing(out) == ["a.parquet", "b.1.parquet", MANIFEST, "notes.txt"]
    assert manifest(out)["project"]["step"] == 3


def test_overwriting_what_is_of_the_same_state_does_nothing(applies):
    applies("--overwrite")
    assert "Done before, and not changed since: 3" in applies("--overwrite").stdout


def test_project_that_only_showed_documents_is_in_the_same_state(applies, project):
    applies()
    store = SqliteStore.open(project)
    session = lamplighter.Session.replay(store.corpus(), [stamped.event for stamped in store.events()])
    before = len(session.events)
    session.suggest()
    store.append(session.events[before:], expected=before)
    store.close()
    assert "Done before, and not changed since: 3" in applies().stdout


def test_files_of_others_are_not_replaced(refused, project, parts, out):
    out.mkdir()
    (out / "a.parquet").write_text("mine")
    message = (
        f"The folder {str(out)!r} has a file 'a.parquet' that is none of lamplighter's. To replace it: --overwrite. To keep it: "
        "name another --out."
    )
    refused("apply", project, parts / "*", "--out", out, message=message)


def test_files_of_others_are_replaced_when_asked_to(applies, out):
    out.mkdir()
    (out / "a.parquet").write_text("theirs")
    (out / "z.unfinished").write_text("theirs, too")
    applies("--overwrite")
    assert listing(out) == ["a.parquet", "b.1.parquet", "c.parquet", MANIFEST, "z.unfinished"]
    assert len(pl.read_parquet(out / "a.parquet")) == 8


def test_manifest_that_cannot_be_read_is_told(refused, project, parts, out):
    out.mkdir()
    (out / MANIFEST).write_text("[]")
    message = f"{str(out / MANIFEST)!r} is not what lamplighter writes into a folder of labels. Delete it, or name another --out."
    refused("apply", project, parts / "*", "--out", out, message=message)


def test_what_a_killed_run_left_unfinished_is_taken_away(applies, out):
    applies()
    whole = contents(out)
    (out / "b.1.parquet").unlink()
    (out / "b.1.parquet.unfinished").write_text("half")
    (out / "b.1.parquet.parts.unfinished").mkdir()
    (out / "b.1.parquet.parts.unfinished" / "0.parquet").write_text("half")
    applies()
    assert contents(out) == whole


# ---------------------------------------------------------------------- which files


def test_pattern_that_fits_nothing_is_told(refused, project, tmp_path, out):
    pattern = str(tmp_path / "none" / "*.csv")
    message = f"No file fits {pattern!r}. Write the pattern in quotes, such as 'reviews/*.parquet'."
    refused("apply", project, pattern, "--out", out, message=message)


def test_name_of_no_file_is_told(refused, project, parts, out):
    path = parts / "a.parqet"
    message = f"There is no file {str(path)!r}. Did you mean 'a.parquet'?"
    refused("apply", project, path, "--out", out, message=message)


def test_folder_is_no_file(refused, project, parts, out):
    refused("apply", project, parts, "--out", out, message=f"{str(parts)!r} is a folder. Name one file.")


def test_file_of_an_ending_that_is_not_known_is_told_before_anything_is_done(refused, project, parts, out):
    (parts / "z.txt").write_text("good")
    message = (
        "z.txt: the ending .txt is not known. Known are .csv, .jsonl, .ndjson, .parquet, .tsv, each also with .gz; save the file "
        "as one of them."
    )
    refused("apply", project, parts / "*", "--out", out, message=message)


def test_two_files_of_one_name_are_told(refused, project, parts, out):
    shutil.copy(parts / "b.1.csv", parts / "a.csv")
    message = (
        f"{str(parts / 'a.csv')!r} and {str(parts / 'a.parquet')!r} would both be written to 'a.parquet'. Label them into "
        "folders of their own, or rename one."
    )
    refused("apply", project, parts / "*", "--out", out, message=message)


def test_file_that_fits_two_patterns_is_labeled_once(applies, parts, out):
    result = applies(patterns=[parts / "a*", parts / "*.parquet", parts / ".." / "new" / "a.parquet"])
    assert f"{out}: 1 file, 8 rows, 7 of them labeled\n" in result.stdout


def test_name_with_signs_of_a_pattern_is_a_name_first(applies, parts, out):
    shutil.copy(parts / "a.parquet", parts / "[1].parquet")
    applies(patterns=[parts / "[1].parquet"])
    assert listing(out) == ["[1].parquet", MANIFEST]


def test_outputs_below_the_inputs_are_no_inputs(run, project, parts):
    out = parts / "labels"
    for _ in range(2):
        result = run("apply", project, parts / "**" / "*.*", "--out", out)
        assert result.exit_code == 0
    assert result.stdout.endswith("Done before, and not changed since: 3\n")
    assert listing(out) == ["a.parquet", "b.1.parquet", "c.parquet", MANIFEST]
    result = run("apply", project, out / "*", "--out", out)
    assert result.exit_code == 2
    pattern = str(out / "*")
    assert result.stderr == (
        f"Error: No file fits {pattern!r} but what is in {str(out)!r} already. Write the pattern in quotes, such as "
        "'reviews/*.parquet'.\n"
    )


def test_folder_of_the_inputs_cannot_be_that_of_the_outputs(refused, project, parts):
    message = (
        f"{str(parts / 'a.parquet')!r} lies in {str(parts)!r}, where the outputs are to be: they could not be told from it. Name "
        "another --out."
    )
    refused("apply", project, parts / "*", "--out", parts, message=message)


# ---------------------------------------------------------------------- files that are broken

NO_TEXT = "b.1.csv: There is no column 'text'. The columns are: 'words'."
GO_ON = "Mend it and start again, or leave such files out: --on-error skip."


@pytest.fixture
def broken(parts):
    """One part has no such column, and one is cut short."""
    (parts / "b.1.csv").write_text("words\ngood\n")
    (parts / "c.jsonl").write_text('{"text": "good"}\n{"text": "ba')
    return parts


def test_file_that_is_broken_ends_it_and_what_was_done_is_kept(applies, broken, out):
    result = applies(exit_code=2)
    assert result.stderr == f"Error: {NO_TEXT} 1 of 3 files are done, and are kept. {GO_ON}\n"
    assert listing(out) == ["a.parquet", MANIFEST]
    (broken / "b.1.csv").write_text("text\ngood\n")
    result = applies(exit_code=2)
    assert re.fullmatch(
        r"Error: c\.jsonl, line 2, cannot be read as JSON Lines: .* 2 of 3 files are done, and are kept\. "
        + re.escape(GO_ON + "\n"),
        result.stderr,
        re.DOTALL,
    )
    (broken / "c.jsonl").write_text('{"text": "good"}\n')
    result = applies()
    assert "1 file, 1 rows, 1 of them labeled\n  Done before, and not changed since: 2\n" in result.stdout


def test_file_that_is_broken_is_left_out_when_asked_to(applies, broken, out):
    result = applies("--on-error", "skip", exit_code=1)
    assert result.stdout == f"{GUESSED}{out}: 1 file, 8 rows, 7 of them labeled\n"
    first, second = result.stderr.splitlines()
    assert first == f"  Left out: {NO_TEXT}"
    assert second.startswith("  Left out: c.jsonl, line 2, cannot be read as JSON Lines: ")
    assert listing(out) == ["a.parquet", MANIFEST]


def test_output_of_a_file_that_is_now_broken_is_taken_away(applies, parts, out):
    applies()
    (parts / "b.1.csv").write_text("words\ngood\n")
    applies("--on-error", "skip", exit_code=1)
    assert listing(out) == ["a.parquet", "c.parquet", MANIFEST]
    assert set(manifest(out)["files"]) == {"a.parquet", "c.parquet"}


def test_first_file_that_can_be_read_says_which_column_holds_the_texts(applies, parts):
    (parts / "a.parquet").write_text("no parquet")
    result = applies("--on-error", "skip", exit_code=1)
    assert result.stdout.startswith(GUESSED)
    assert result.stderr == "  Left out: a.parquet: the ending says Parquet, but the content is not.\n"


def test_column_of_texts_stays_what_it_was_guessed_to_be(applies, parts, out):
    applies()
    (parts / "0.csv").write_text("comment\nthese words are many more than others\n")
    result = applies("--on-error", "skip", exit_code=1)
    assert result.stdout.startswith(GUESSED)
    assert result.stderr == "  Left out: 0.csv: There is no column 'text'. The columns are: 'comment'.\n"


def test_files_none_of_which_can_be_read_are_told(refused, project, parts, out):
    for path in parts.iterdir():
        path.write_bytes(b"")
    options = ("--on-error", "skip")
    message = (
        "None of the files can be read. Name the column of texts, --text, and each of them is named with the reason."
    )
    refused("apply", project, parts / "*", "--out", out, *options, message=message)
    message = f"a.parquet is empty. Expected a table with a column of texts. {GO_ON}"
    refused("apply", project, parts / "*", "--out", out, message=message)


def test_project_without_a_model_is_refused(refused, begun, parts, out):
    message = "There is no model yet: functions vote only for 'pos'. Write functions for two classes or more."
    result = refused("apply", begun, parts / "*", "--out", out, message=message)
    assert result.stdout == GUESSED


def test_file_that_is_no_project_is_refused(run, parts, out):
    result = run("apply", parts / "b.1.csv", parts / "*", "--out", out)
    assert result.exit_code == 2
    assert not out.exists()


def test_disk_without_room_ends_it_and_leaves_nothing_half_written(run, project, parts, small_disk):
    rows = [f"good {number**40}" for number in range(20_000)]
    pl.DataFrame({"text": rows}).write_csv(parts / "large.csv")
    for options in (("--on-error", "skip"), ("--format", "csv"), ("--format", "jsonl")):
        out = small_disk / "out"
        result = run("apply", project, parts / "*", "--out", out, *options)
        assert result.exit_code == 2
        place = out / f"large.{dict([options]).get('--format', 'parquet')}"
        assert re.fullmatch(
            rf"Error: {re.escape(repr(str(place)))} cannot be written: No space left on device( \(os error 28\))?\.\n",
            result.stderr,
        )
        assert len(listing(out)) == 4
        assert not any("unfinished" in name or "large" in name for name in listing(out))
        shutil.rmtree(out)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written_is_told(refused, project, parts, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    message = f"{str(locked / 'out')!r} cannot be written: Permission denied."
    refused("apply", project, parts / "*", "--out", locked / "out", message=message)


def test_folder_in_a_file_is_told(refused, project, parts):
    out = parts / "a.parquet" / "out"
    refused("apply", project, parts / "*", "--out", out, message=f"{str(out)!r} cannot be written: Not a directory.")
