"""The Corpus view: search, filter, scroll, read why, and label what one has found."""

import pytest
from playwright.sync_api import expect

from .pages import Desk

pytestmark = pytest.mark.browser

FOOD = ["good", "bad", "fine", "poor"]
TEXTS = [f"{FOOD[number % 4]} food number{number}" for number in range(300)]
"""Text 0 is good, 1 bad, 2 fine, 3 poor, 4 good again …"""


class Shelf(Desk):
    """The Corpus view, as a person uses it."""

    def __init__(self, page, url):
        super().__init__(page, url)
        self.open("corpus")
        self.rows = page.get_by_test_id("document-row")
        self.count = page.get_by_test_id("count")
        self.search = page.get_by_test_id("search")
        expect(self.rows.first).to_have_attribute("data-document", "0")

    def found(self, words):
        expect(self.count).to_have_text(words.replace(" texts", "\u00a0texts"))

    def ask(self, name, choice):
        self.page.get_by_test_id(f"filter-{name}").select_option(choice)

    def write(self, primitive, label, document):
        """Write a function as another window would."""
        body = {"primitive": primitive, "label": label, "document": document}
        assert self.page.request.post(f"{self.page.url.split('#')[0]}api/functions", data=body).status == 201


@pytest.fixture
def shelf(page, label):
    return Shelf(page, label(TEXTS))


@pytest.fixture
def learnt(shelf):
    """Two functions that agree nowhere and one that disagrees with the first; models have seen them."""
    shelf.write("good", "ham", 0)
    shelf.write("bad", "spam", 1)
    shelf.write("number8", "spam", 8)
    shelf.page.reload()
    shelf.arrived(3)
    shelf.fresh()
    expect(shelf.rows.first).to_have_attribute("data-document", "0")
    return shelf


def test_range_of_how_sure_the_model_is_by_keys(learnt):
    page, ends = learnt.page, []
    for name, key in (("least", "End"), ("most", "End")):  # from 100 %; then to no less than that
        page.get_by_test_id(f"filter-{name}").focus()
        page.keyboard.press(key)
        ends.append(page.get_by_test_id(f"filter-{name}").input_value())
    assert ends == ["1", "1"]
    learnt.ask("least", "0")
    learnt.ask("most", "0.5")
    expect(page.get_by_test_id("filter-least").locator("option")).to_have_count(3)
    learnt.ask("most", "0.9")
    learnt.ask("least", "0.6")
    query = "api/documents?least=0.6&most=0.9&limit=200"
    expected = page.request.get(f"{page.url.split('#')[0]}{query}").json()
    assert 0 < expected["total"] < 300
    assert all(0.6 <= row["probability"] <= 0.9 for row in expected["rows"])
    learnt.found(f"{expected['total']} of 300 texts")


def test_all_texts_are_there_and_counted(shelf):
    shelf.found("300 texts")
    expect(shelf.rows.first).to_contain_text("good food number0")
    expect(shelf.rows.first).to_contain_text("no prediction")
    expect(shelf.rows.first).to_contain_text("no votes")


def test_search_marks_what_it_found(shelf):
    shelf.search.fill("Poor food")
    shelf.found("75 of 300 texts")
    expect(shelf.rows.first).to_have_attribute("data-document", "3")
    expect(shelf.rows.first.locator("mark")).to_have_text("poor food")
    shelf.search.fill("/number1?7$/")
    shelf.found("2 of 300 texts")
    expect(shelf.rows.nth(1).locator("mark")).to_have_text("number17")


def test_pattern_that_cannot_be_read_is_said_and_nothing_is_lost(shelf, watched):
    shelf.search.fill("poor")
    shelf.found("75 of 300 texts")
    shelf.search.fill("/(poor/")
    expect(shelf.page.get_by_test_id("search-error")).to_contain_text("/(poor/ is no regular expression")
    expect(shelf.search).to_have_value("/(poor/")
    expect(shelf.search).to_have_attribute("aria-invalid", "true")
    expect(shelf.rows.first).to_have_attribute("data-document", "3")  # what was found before stays
    shelf.search.fill("/(poor)/")
    expect(shelf.page.get_by_test_id("search-error")).to_be_empty()
    shelf.found("75 of 300 texts")
    assert all("422" in line for line in watched)
    watched.clear()  # the browser itself reports the answer 422


def test_nothing_found_says_what_to_do(shelf):
    shelf.search.fill("whale")
    shelf.found("0 of 300 texts")
    expect(shelf.page.get_by_test_id("nothing-found")).to_contain_text("No text fits “whale”.")
    shelf.page.get_by_test_id("show-all").click()
    shelf.found("300 texts")
    expect(shelf.search).to_have_value("")
    shelf.ask("predicted", "spam")
    expect(shelf.page.get_by_test_id("nothing-found")).to_contain_text("There is no model yet")


def test_filters_and_order(learnt):
    learnt.ask("state", "contradicted")
    learnt.found("1 of 300 texts")
    expect(learnt.rows.first).to_have_attribute("data-document", "8")
    expect(learnt.rows.first).to_contain_text("2\u00a0votes, at odds")
    learnt.ask("state", "uncovered")
    learnt.found("150 of 300 texts")
    learnt.ask("state", "labeled")
    learnt.found("3 of 300 texts")
    learnt.ask("given", "spam")
    learnt.found("2 of 300 texts")
    learnt.ask("given", "")
    learnt.ask("state", "any")
    learnt.found("300 texts")
    learnt.ask("order", "least certain")
    first = learnt.rows.first
    expect(first).not_to_have_attribute("data-document", "0")  # of which a function says something, unlike of text 2
    learnt.ask("order", "document")
    expect(first).to_have_attribute("data-document", "0")


def test_what_was_asked_is_there_again_when_one_comes_back(learnt):
    learnt.search.fill("poor")
    learnt.ask("state", "uncovered")
    learnt.found("75 of 300 texts")
    learnt.open("functions")
    learnt.open("corpus")
    learnt.found("75 of 300 texts")
    expect(learnt.search).to_have_value("poor")


def test_list_scrolls_to_its_end_and_holds_only_what_is_in_sight(shelf):
    shelf.page.get_by_test_id("documents").evaluate("list => { list.scrollTop = list.scrollHeight }")
    last = shelf.page.locator('[data-testid="document-row"][data-document="299"]')
    expect(last).to_contain_text("poor food number299")
    expect(last).to_be_in_viewport()
    assert shelf.rows.count() < 40
    shelf.search.fill("good")
    expect(shelf.rows.first).to_have_attribute("data-document", "0")  # what is found anew begins at its beginning


def test_text_is_explained(learnt):
    learnt.search.fill("number8")
    learnt.found("1 of 300 texts")
    learnt.rows.first.click()
    said = learnt.page.get_by_test_id("explanation")
    expect(said).to_have_attribute("data-document", "8")
    expect(learnt.page.get_by_test_id("explained-text")).to_have_text(TEXTS[8])
    assert said.locator("mark").all_inner_texts() == ["good", "number8"]
    votes = learnt.page.get_by_test_id("vote")
    expect(votes).to_have_count(2)
    expect(votes.nth(0)).to_contain_text("“good” votes ham")
    expect(votes.nth(1)).to_contain_text("“number8” votes spam")
    expect(learnt.page.get_by_test_id("votes")).to_contain_text("The votes balance")
    expect(learnt.page.get_by_test_id("given")).to_contain_text("You said spam")
    expect(learnt.page.get_by_test_id("share")).to_have_count(2)
    expect(said.get_by_test_id("around")).to_contain_text("Labels around it: ")
    words = (
        learnt.page.get_by_test_id("words-for").inner_text() + learnt.page.get_by_test_id("words-against").inner_text()
    )
    assert "good" in words


def test_texts_of_one_function_are_a_click_away(learnt):
    learnt.rows.first.click()
    learnt.page.get_by_test_id("vote").first.get_by_role("link").click()
    learnt.found("75 of 300 texts")
    chip = learnt.page.get_by_test_id("function-chip")
    expect(chip).to_contain_text("where “good” votes ham")
    expect(learnt.page.get_by_test_id("explanation")).to_be_hidden()
    chip.click()
    learnt.found("300 texts")
    expect(chip).to_be_hidden()


def test_label_this_one_has_it_on_screen_and_the_other_text_waits(shelf):
    shelf.open("label")
    expect(shelf.page.get_by_test_id("document-card")).to_be_visible()
    waiting = shelf.document
    shelf.open("corpus")
    wanted = 17 if waiting != 17 else 21
    shelf.search.fill(f"number{wanted}")
    shelf.found("1 of 300 texts")
    shelf.rows.first.click()
    shelf.page.get_by_test_id("label-this").click()
    card = shelf.page.get_by_test_id("document-card")
    expect(card).to_have_attribute("data-document", str(wanted))
    expect(card).to_contain_text("your own choice")
    shelf.page.keyboard.press("2")
    shelf.page.keyboard.press("l")
    shelf.arrived(1)
    expect(card).to_have_attribute("data-document", str(waiting))
    shelf.open("corpus")
    shelf.found("1 of 300 texts")
    expect(shelf.rows.first).to_contain_text("you: spam")


def test_keyboard_alone_is_enough(shelf):
    keys = shelf.page.keyboard
    keys.press("/")
    expect(shelf.search).to_be_focused()
    keys.type("fine")
    shelf.found("75 of 300 texts")
    keys.press("ArrowDown")
    expect(shelf.page.get_by_test_id("documents")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    chosen = shelf.page.locator('[data-testid="document-row"][aria-selected="true"]')
    expect(chosen).to_have_attribute("data-document", "10")  # of 2, 6, 10
    keys.press("End")
    expect(chosen).to_have_attribute("data-document", "298")
    expect(chosen).to_be_in_viewport()
    keys.press("Home")
    keys.press("PageDown")
    expect(chosen).to_be_in_viewport()
    keys.press("Home")
    expect(chosen).to_have_attribute("data-document", "2")
    keys.press("Enter")
    expect(shelf.page.get_by_test_id("explanation")).to_have_attribute("data-document", "2")
    keys.press("Escape")
    expect(shelf.page.get_by_test_id("explanation")).to_be_hidden()
    expect(shelf.page.get_by_test_id("documents")).to_be_focused()
    keys.press("Enter")
    expect(shelf.page.get_by_test_id("label-this")).to_be_visible()
    keys.press("Tab")
    expect(shelf.page.get_by_test_id("label-this")).to_be_focused()
    keys.press("Enter")
    expect(shelf.page.get_by_test_id("document-card")).to_have_attribute("data-document", "2")


def test_texts_are_texts_whatever_stands_in_them(page, label):
    text = "<script>window.harmed = true</script> <b>bold</b> waste 🙂 naïve שלום"
    shelf = Shelf(page, label([text, "waste of it"]))
    shelf.search.fill("waste")
    expect(shelf.rows.first.locator("mark")).to_have_text("waste")
    expect(shelf.rows.first).to_contain_text("<b>bold</b> waste 🙂 naïve שלום")
    shelf.rows.first.click()
    expect(page.get_by_test_id("explained-text")).to_have_text(text)
    assert page.evaluate("window.harmed") is None


def test_narrow_window_scrolls_in_one_direction_only(shelf):
    shelf.page.set_viewport_size({"width": 360, "height": 720})
    expect(shelf.rows.first).to_be_in_viewport()
    assert shelf.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shelf.rows.first.click()
    expect(shelf.page.get_by_test_id("label-this")).to_be_in_viewport()
    assert shelf.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
