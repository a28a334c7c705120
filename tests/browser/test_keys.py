"""Keys of one's own, in a real browser: changed, taken already, given back, and still there the next day."""

import pytest
from playwright.sync_api import expect

from .pages import Desk

pytestmark = pytest.mark.browser

TEXTS = [
    "A complete waste of money, and of time.",
    "A fine kettle, worth the money.",
    "What a waste of a fine evening.",
    "The money was well spent on this kettle.",
    "Nothing of the evening was worth the time.",
    "Well made, and fine to look at.",
]


@pytest.fixture
def settings(page, label):
    """The page, with the keys open to be changed."""
    desk = Desk(page, label(TEXTS))
    page.keyboard.press("?")
    page.get_by_test_id("change-keys").click()
    return Settings(desk)


class Settings:
    def __init__(self, desk):
        self.desk = desk
        self.page = desk.page

    def row(self, action):
        return self.page.locator(f'[data-testid="key-row"][data-action="{action}"]')

    def key(self, action):
        return self.row(action).get_by_test_id("key")

    def press_for(self, action, key):
        self.key(action).click()
        expect(self.key(action)).to_have_text("press a key")
        self.page.keyboard.press(key)
        expect(self.key(action)).not_to_have_text("press a key")

    def close(self):
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_test_id("key-settings")).to_be_hidden()


def test_changed_key_works_is_shown_everywhere_in_every_window_and_outlives_a_reload(settings, context):
    page, desk = settings.page, settings.desk
    other = Desk(context.new_page(), page.url)
    settings.press_for("skip", "s")
    expect(other.page.get_by_test_id("skip")).to_contain_text("S")
    other.page.close()
    settings.press_for("undo", "Control+Backspace")
    settings.press_for("class_2", "x")
    expect(settings.key("skip")).to_have_attribute("data-key", "S")
    settings.close()
    page.reload()
    expect(page.get_by_test_id("skip")).to_contain_text("S")
    page.keyboard.press("Space")
    page.keyboard.press("x")
    expect(page.locator('[data-testid="class-button"][aria-pressed="true"]')).to_have_attribute(
        "aria-keyshortcuts", "x"
    )
    assert desk.step == 0
    page.keyboard.press("s")
    desk.arrived(1)
    expect(page.get_by_test_id("undo")).to_contain_text("Backspace")
    desk.open("functions")
    expect(page.get_by_test_id("undo")).to_have_attribute("title", "Undo the skip (Ctrl Backspace)")
    page.keyboard.press("Control+Backspace")
    desk.arrived(2)
    page.keyboard.press("?")
    expect(page.get_by_test_id("help")).to_contain_text("S skip this text")
    page.get_by_test_id("take-tour").click()
    expect(page.get_by_test_id("tour")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page.get_by_test_id("tour")).to_contain_text("S skips a text")


def test_taken_key_is_said_and_the_two_can_be_swapped(settings):
    page = settings.page
    settings.press_for("skip", "w")
    said = settings.row("skip").get_by_test_id("key-said")
    expect(said).to_contain_text("W means “choose the word, or let go of it” already.")
    expect(settings.key("skip")).to_have_attribute("data-key", "Space")
    said.get_by_test_id("swap-keys").click()
    expect(settings.key("skip")).to_have_attribute("data-key", "W")
    expect(settings.key("pick")).to_have_attribute("data-key", "Space")
    settings.row("skip").get_by_test_id("restore-key").click()
    expect(said).to_contain_text("Space means “choose the word, or let go of it” already.")
    page.get_by_test_id("reset-keys").click()
    for action, key in [("skip", "Space"), ("pick", "W")]:
        expect(settings.key(action)).to_have_attribute("data-key", key)
    expect(settings.page.get_by_test_id("restore-key")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('lamplighter.keys')") is None
    settings.close()
    page.keyboard.press("Space")
    settings.desk.arrived(1)


def test_keyboard_alone_changes_a_key_and_esc_and_tab_leave_it(settings):
    page = settings.page
    settings.key("label_only").focus()
    page.keyboard.press("Enter")
    expect(settings.key("label_only")).to_have_text("press a key")
    page.keyboard.press("Escape")
    expect(settings.key("label_only")).to_have_attribute("data-key", "L")
    expect(page.get_by_test_id("key-settings")).to_be_visible()
    page.keyboard.press("Space")
    expect(settings.key("label_only")).to_have_text("press a key")
    page.keyboard.press("Tab")
    expect(settings.key("skip")).to_be_focused()
    expect(settings.key("label_only")).to_have_attribute("data-key", "L")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+w")
    expect(settings.row("skip").get_by_test_id("key-said")).to_have_text(
        "Ctrl W belongs to the browser. Press another key."
    )
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    expect(settings.key("skip")).to_have_attribute("data-key", "S")
    expect(settings.key("skip")).to_be_focused()
