"""Another text in place of the one on screen, by key and by mouse; another strategy; two windows."""

import re

import pytest
from playwright.sync_api import expect

from .pages import Desk

pytestmark = pytest.mark.browser

TEXTS = [
    *(f"the spoon is bent, number {word}" for word in ("one", "two", "three", "four", "five")),
    *(f"a fork of silver costs {word}" for word in ("six", "seven", "eight", "nine")),
    *(f"my knife was blunt in {word}" for word in ("may", "june", "july")),
]


def kind(text):
    return re.search("spoon|fork|knife", text)[0]


def arrived(page, before):
    """Wait until another text is on screen."""
    expect(page.get_by_test_id("document-card")).not_to_have_attribute("data-document", str(before))


def test_another_text_another_strategy_and_another_window(page, label, watched):
    desk = Desk(page, label(TEXTS))
    why, text = page.get_by_test_id("why"), page.get_by_test_id("document-text")
    first, what = desk.document, kind(text.inner_text())

    # Another one like it, by its key.
    page.keyboard.press("n")
    arrived(page, first)
    assert kind(text.inner_text()) == what
    expect(why).to_contain_text("You asked for another one like the text before.")
    expect(page.get_by_test_id("said")).to_have_text("Another one like it.")

    # Something different, by the mouse; the keyboard stays with the text.
    second = desk.document
    page.get_by_test_id("different").click()
    arrived(page, second)
    assert kind(text.inner_text()) != what
    expect(why).to_contain_text("You asked for something unlike the text before.")
    assert desk.step == 0

    # Back to the one before, which waits no more.
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("document-card")).to_have_attribute("data-document", str(second))

    # Another window moves on: this one is told, and shows what is on screen now.
    wish = {"wanted": "different", "document": second, "step": 0}
    moved = page.request.post(page.url.split("#")[0] + "api/suggestion/other", data=wish)
    elsewhere = moved.json()["suggestion"]["document"]["document"]
    assert elsewhere != second
    page.keyboard.press("n")
    expect(page.get_by_test_id("notice")).to_contain_text("Another window answered first. Nothing was changed")
    expect(page.get_by_test_id("document-card")).to_have_attribute("data-document", str(elsewhere))
    assert [line for line in watched if "409" in line] == watched
    watched.clear()

    # Another strategy, from the next text on. What needs a model cannot be chosen yet.
    strategy = page.get_by_test_id("strategy")
    expect(strategy).to_have_value("coverage")
    expect(strategy.locator("option[value=seu]")).to_be_disabled()
    expect(strategy.locator("option[value=seu]")).to_have_text("expected utility: needs functions for two classes")
    strategy.select_option("random")
    expect(page.get_by_test_id("said")).to_have_text("From the next text on, texts are chosen by chance.")
    here = desk.document
    page.keyboard.press("Escape")
    page.get_by_test_id("skip").click()
    desk.arrived(1)
    assert desk.document != here
    page.reload()
    expect(strategy).to_have_value("random")


def test_undo_says_what_it_takes_back_and_begins_with_the_change_of_text(page, label):
    desk = Desk(page, label(TEXTS))
    undo, redo, said = (page.get_by_test_id(name) for name in ("undo", "redo", "said"))
    desk.write_by_mouse("ham", 0)
    here = desk.document
    page.keyboard.press("n")
    arrived(page, here)
    there = desk.document
    page.keyboard.press("d")
    arrived(page, there)
    expect(undo).to_have_attribute("title", "Take back: the change of text")
    page.keyboard.press("Control+z")
    expect(page.get_by_test_id("document-card")).to_have_attribute("data-document", str(there))
    expect(said).to_have_text("Back to the text before.")
    page.keyboard.press("Control+z")
    expect(page.get_by_test_id("document-card")).to_have_attribute("data-document", str(here))
    expect(undo).to_have_attribute("title", re.compile("^Take back: “the” votes ham"))
    page.keyboard.press("Control+z")
    desk.arrived(2)
    expect(said).to_have_text("Undone: “the” votes ham.")
    expect(redo).to_have_attribute("title", "Give again: “the” votes ham")
    redo.click()
    desk.arrived(3)
    expect(redo).to_have_count(0)


def test_how_sure_the_labels_around_are_once_there_is_a_model(page, label):
    desk = Desk(page, label(TEXTS))
    expect(page.get_by_test_id("around")).to_have_count(0)
    desk.write_by_mouse("ham", desk.words().index(kind(page.get_by_test_id("document-text").inner_text())))
    desk.write_by_mouse("spam", desk.words().index(kind(page.get_by_test_id("document-text").inner_text())))
    desk.fresh()
    expect(page.get_by_test_id("around")).to_have_text(
        re.compile(r"^Labels around it: (sure|partly sure|unsure)[01]\.\d\d of 1$")
    )
    expect(page.get_by_test_id("around")).to_have_attribute("title", re.compile(r"of the 11\s"))
    expect(page.get_by_test_id("strategy").locator("option[value=seu]")).to_be_enabled()
