"""An afternoon in small: the SMS data, by keyboard and by mouse, with second thoughts and a restart."""

import shutil

import joblib
import polars as pl
import pytest
from playwright.sync_api import expect

from .pages import Desk

pytestmark = pytest.mark.browser

KEYS = {"ham": "1", "spam": "2"}


@pytest.fixture
def sms(shared_data, tmp_path):
    return shutil.copy(shared_data / "sms.parquet", tmp_path / "sms.parquet")


def fitting_word(words, used):
    """A long word that has no function yet, for want of judgement."""
    places = [place for place, word in enumerate(words) if word not in used]
    return max(places, key=lambda place: len(words[place]), default=None)


def write(desk, used, *, by_keys):
    """Write a function for one class after the other, so that there is a model soon; skip a text without a new word."""
    words = desk.words()
    place = fitting_word(words, used)
    if place is None:
        step = desk.step
        desk.page.keyboard.press("Space")
        desk.arrived(step + 1)
        return
    used.add(words[place])
    label = ("ham", "spam")[len(used) % 2]
    if by_keys:
        desk.write_by_keys(KEYS[label], place)
    else:
        desk.write_by_mouse(label, place)


def test_ten_documents_by_keys_and_mouse_with_withdrawal_undo_restart_and_export(page, run, sms, tmp_path):
    used = set()
    server = run("label", str(sms), "--gold", "label")
    desk = Desk(page, server.url)
    for number in range(8):
        write(desk, used, by_keys=number % 2 == 0)
    assert desk.step == 8

    desk.open("functions")
    rows = page.get_by_test_id("function-row")
    n_functions = len(used)
    expect(rows).to_have_count(n_functions)
    rows.nth(0).get_by_test_id("more").click()
    page.get_by_test_id("withdraw").click()
    expect(rows).to_have_count(n_functions - 1)
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(n_functions)

    desk.open("label")
    shown = desk.document
    last = desk.step
    write(desk, used, by_keys=True)
    page.keyboard.press("Control+z")
    desk.arrived(last + 2)
    assert desk.document == shown  # what was answered and undone is on screen again
    desk.fresh()

    server.stop()
    server.start()
    desk = Desk(page, server.url)
    assert (desk.document, desk.step) == (shown, last + 2)
    for number in range(2):
        write(desk, used, by_keys=number % 2 == 1)
    assert desk.step == last + 4

    desk.open("export")
    for name in ("parquet", "csv", "jsonl", "model"):
        with page.expect_download() as download:
            page.get_by_test_id(f"export-{name}").click()
        download.value.save_as(tmp_path / f"out.{name}")
    labels = pl.read_parquet(tmp_path / "out.parquet")
    assert labels.columns == ["row", "text", "label", "proba_ham", "proba_spam", "coverage", "given"]
    assert labels["label"].null_count() == 0
    assert labels["coverage"].sum() > 0
    assert pl.read_csv(tmp_path / "out.csv")["label"].to_list() == labels["label"].to_list()
    lines = pl.read_ndjson(tmp_path / "out.jsonl", infer_schema_length=None)  # no label of the person's comes early
    assert lines["label"].to_list() == labels["label"].to_list()
    model = joblib.load(tmp_path / "out.model")
    left = labels.filter(pl.col("given").is_null())[:50]  # what the person labeled stays as it is
    assert model.predict(left["text"].to_list()).tolist() == left["label"].to_list()


def test_accuracy_and_curve_are_shown_where_there_is_gold(page, run, sms):
    used = set()
    desk = Desk(page, run("label", str(sms), "--gold", "label").url)
    while len(used) < 4:
        write(desk, used, by_keys=False)
    desk.fresh()
    expect(page.get_by_test_id("accuracy")).to_contain_text("0.")
    desk.open("progress")
    expect(page.get_by_test_id("curve").locator("canvas")).to_be_visible()
