"""The first visit in a real browser: a tour that points at the page, and is over when somebody begins to work."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXTS = [
    "A complete waste of money, and of time.",
    "A fine kettle, worth the money.",
    "What a waste of a fine evening.",
    "The money was well spent on this kettle.",
]

TARGETS = {
    "text": "Text",
    "classes": "Class of this text",
    "draft": "Draft function",
    "save": "Choose class and word",
    "views": "Views",
    "help": "Help: all keys",
}
STEPS = list(TARGETS)


@pytest.fixture(autouse=True)
def visited():
    """Open the page in a browser that has never seen it."""


@pytest.fixture
def newcomer(page, label):
    page.goto(label(TEXTS))
    expect(page.get_by_test_id("tour")).to_be_focused()
    return page


def expect_step(page, step):
    expect(page.get_by_test_id("tour")).to_have_attribute("data-step", step)


def expect_no_tour_after_reload(page):
    page.reload()
    expect(page.get_by_test_id("word").first).to_be_visible()
    page.wait_for_timeout(300)  # longer than the tour takes to come
    expect(page.get_by_test_id("tour")).to_have_count(0)


def expect_shown(page, step):
    """Wait until the ring and the card have found their places."""
    for _ in range(60):
        if is_shown(page, step):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{step} is not shown in a window of {page.viewport_size}.")


def is_shown(page, step):
    """Whether the ring lies around the step's part of the page, and the card is in the window."""
    name = TARGETS[step]
    element = page.get_by_role("button", name=name) if step in ("save", "help") else page.get_by_label(name, exact=True)
    ring, card = page.get_by_test_id("tour-ring").bounding_box(), page.get_by_test_id("tour").bounding_box()
    target = element.bounding_box()
    middle = (target["x"] + target["width"] / 2, target["y"] + target["height"] / 2)
    return contains(ring, *middle) and ring["width"] < target["width"] + 20 and is_in_window(page, card)


def contains(box, x, y):
    return box["x"] <= x <= box["x"] + box["width"] and box["y"] <= y <= box["y"] + box["height"]


def is_in_window(page, box):
    size = page.viewport_size
    fits = box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= size["height"]
    return box["x"] >= 0 and box["y"] >= 0 and fits


def test_tour_by_keyboard_forth_back_and_through_and_not_again_but_when_asked_for(newcomer):
    for step, key in zip(STEPS, ["Enter", "ArrowRight"] * 3, strict=True):
        expect_step(newcomer, step)
        expect(newcomer.get_by_test_id("tour")).to_be_focused()
        expect_shown(newcomer, step)
        if step == "draft":
            newcomer.keyboard.press("ArrowLeft")
            expect_step(newcomer, "classes")
            newcomer.keyboard.press("ArrowRight")
            expect_step(newcomer, "draft")
        newcomer.keyboard.press(key)
    expect(newcomer.get_by_test_id("tour")).to_be_hidden()
    assert newcomer.get_by_test_id("freshness").get_attribute("data-step") == "0"
    expect_no_tour_after_reload(newcomer)
    newcomer.get_by_test_id("nav-export").click()
    newcomer.keyboard.press("?")
    newcomer.get_by_test_id("take-tour").click()
    expect_step(newcomer, "text")
    expect(newcomer.get_by_test_id("tour")).to_be_focused()


def test_tour_by_its_buttons_is_described_and_can_be_skipped(newcomer):
    tour = newcomer.get_by_role("dialog", name="The text and its words")
    expect(tour).to_have_accessible_description(re.compile("^Read the text"))
    newcomer.get_by_test_id("tour-next").click()
    expect_step(newcomer, "classes")
    newcomer.keyboard.press("Tab")
    newcomer.keyboard.press("Tab")
    expect(newcomer.get_by_test_id("tour-back")).to_be_focused()
    newcomer.keyboard.press("Enter")
    expect_step(newcomer, "text")
    newcomer.keyboard.press("Escape")
    expect(newcomer.get_by_test_id("tour")).to_be_hidden()
    expect_no_tour_after_reload(newcomer)


def test_keys_of_who_simply_begins_are_the_pages_and_the_first_answer_ends_the_tour(newcomer):
    newcomer.keyboard.press("2")
    expect(newcomer.locator('[data-testid="class-button"][aria-pressed="true"]')).to_have_attribute(
        "data-label", "spam"
    )
    newcomer.keyboard.press("ArrowRight")
    expect(newcomer.get_by_test_id("save")).to_have_attribute("data-does", "pick")
    expect_step(newcomer, "text")
    newcomer.keyboard.press("Enter")
    newcomer.keyboard.press("Enter")
    expect(newcomer.get_by_test_id("freshness")).to_have_attribute("data-step", "1")
    expect(newcomer.get_by_test_id("tour")).to_be_hidden()
    expect_no_tour_after_reload(newcomer)


def test_after_a_click_on_the_page_enter_is_the_pages(newcomer):
    newcomer.get_by_test_id("class-button").first.click()
    newcomer.keyboard.press("Enter")
    expect(newcomer.get_by_test_id("freshness")).to_have_attribute("data-step", "1")
    expect(newcomer.get_by_test_id("tour")).to_be_hidden()


def test_small_windows_show_every_step_whole(newcomer):
    for width, height in [(320, 640), (720, 450)]:
        newcomer.set_viewport_size({"width": width, "height": height})
        for step in STEPS:
            expect_step(newcomer, step)
            expect_shown(newcomer, step)
            assert newcomer.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            newcomer.keyboard.press("Enter" if step != STEPS[-1] else "Tab")
        for _ in STEPS[1:]:
            newcomer.keyboard.press("ArrowLeft")


def test_blocked_storage_breaks_nothing(page, label):
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name,"
        " { get() { throw new DOMException('blocked', 'SecurityError') } })"
    )
    page.goto(label(TEXTS))
    expect_step(page, "text")
    page.keyboard.press("Space")  # to skip a text is an answer, too
    expect(page.get_by_test_id("freshness")).to_have_attribute("data-step", "1")
    expect(page.get_by_test_id("tour")).to_be_hidden()
    page.keyboard.press("1")
    page.keyboard.press("l")
    expect(page.get_by_test_id("freshness")).to_have_attribute("data-step", "2")


def test_every_view_of_a_fresh_project_says_where_to_begin_and_the_tour_waits_meanwhile(newcomer):
    for view, place in [
        ("functions", "no-functions"),
        ("corpus", "nothing-predicted"),
        ("progress", "enough"),
        ("export", "enough"),
    ]:
        newcomer.get_by_test_id(f"nav-{view}").click()
        link = newcomer.locator("main").get_by_test_id(place).get_by_role("link", name="Label")
        expect(link).to_have_attribute("href", "#/label")
        expect(newcomer.get_by_test_id("tour")).to_be_hidden()
    newcomer.get_by_test_id("nav-label").click()
    expect_step(newcomer, "text")
    expect(newcomer.get_by_test_id("tour")).not_to_be_focused()


def test_nothing_is_said_of_a_model_before_there_is_one(newcomer):
    newcomer.get_by_test_id("nav-progress").click()
    expect(newcomer.get_by_test_id("confidence")).to_have_text("–")
    for row in newcomer.get_by_test_id("balance-row").all():
        _, _, predicted, believed, voted = row.locator("th, td").all_text_contents()
        assert (predicted, voted) == ("–", "–")
        assert believed.endswith("%")
    newcomer.get_by_test_id("nav-export").click()
    expect(newcomer.get_by_test_id("enough")).to_contain_text(
        "–mean probability of the predicted class: there is no model yet"
    )


def test_view_that_cannot_be_loaded_is_said_and_the_choice_outlives_the_reload(newcomer, watched):
    newcomer.keyboard.press("Escape")
    newcomer.keyboard.press("2")
    newcomer.get_by_test_id("word").nth(1).click()
    word = newcomer.get_by_test_id("draft").get_attribute("data-primitive")
    newcomer.route("**/assets/MapView*.js", lambda route: route.abort())
    newcomer.get_by_test_id("nav-map").click()
    said = newcomer.get_by_test_id("part-missing")
    expect(said).to_contain_text(
        "This part of the page cannot be loaded, because the server is gone or was updated; what you chose is kept."
    )
    expect(newcomer.get_by_test_id("draft")).to_have_attribute("data-primitive", word)
    newcomer.get_by_test_id("nav-label").click()
    expect(said).to_be_hidden()
    newcomer.get_by_test_id("nav-map").click()
    expect(said).to_be_visible()
    newcomer.unroute("**/assets/MapView*.js")
    said.get_by_role("button", name="Reload").click()
    expect(newcomer.locator("main")).to_have_attribute("data-view", "map")
    newcomer.get_by_test_id("nav-label").click()
    expect(newcomer.get_by_test_id("draft")).to_have_attribute("data-primitive", word)
    expect(newcomer.get_by_test_id("draft")).to_have_attribute("data-label", "spam")
    assert all("ERR_FAILED" in line for line in watched)
    watched.clear()  # the browser itself reports the file that did not come
