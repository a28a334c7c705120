"""What a person does on the page, in the words of the tests."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MOST_TABS = 80

FIRST_MS = 20_000
"""For what is shown first: a busy machine takes its time to load a page."""


class Desk:
    """The page, as a person uses it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.goto(url)
        expect(page.get_by_test_id("document-card")).to_be_visible(timeout=FIRST_MS)

    @property
    def document(self) -> int:
        return int(self.page.get_by_test_id("document-card").get_attribute("data-document"))

    @property
    def step(self) -> int:
        return int(self.page.get_by_test_id("freshness").get_attribute("data-step"))

    def words(self) -> list[str]:
        """The clickable words, in order."""
        return self.page.get_by_test_id("word").evaluate_all("words => words.map(word => word.dataset.primitive)")

    def arrived(self, step: int) -> None:
        """Wait until the text that follows the answer of a step is on screen."""
        expect(self.page.get_by_test_id("freshness")).to_have_attribute("data-step", str(step))

    def fresh(self) -> None:
        """Wait until models have seen every answer."""
        expect(self.page.get_by_test_id("freshness")).to_have_attribute("data-state", "fresh", timeout=20_000)

    def choose_class(self, label: str) -> None:
        self.page.locator(f'[data-testid="class-button"][data-label="{label}"]').click()

    def choose_word(self, place: int) -> None:
        self.page.get_by_test_id("word").nth(place).click()

    def write_by_mouse(self, label: str, place: int) -> None:
        step = self.step
        self.choose_class(label)
        self.choose_word(place)
        expect(self.page.get_by_test_id("draft-votes")).to_be_visible()
        self.page.get_by_test_id("save").click()
        self.arrived(step + 1)

    def write_by_keys(self, key: str, place: int) -> None:
        step = self.step
        self.page.keyboard.press(key)
        word = self.page.get_by_test_id("word").nth(place)
        for _ in range(place + 1):
            if word.get_attribute("data-cursor") is not None:
                break
            self.page.keyboard.press("ArrowRight")
        self.page.keyboard.press("w")
        expect(self.page.get_by_test_id("draft-votes")).to_be_visible()
        self.page.keyboard.press("Enter")
        self.arrived(step + 1)

    def open(self, view: str) -> None:
        self.page.get_by_test_id(f"nav-{view}").click()

    # ------------------------------------------------------------------ by keyboard alone

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, test_id: str, *, back: bool = False) -> None:
        """Go from control to control until one has the keyboard."""
        for _ in range(MOST_TABS):
            self.press("Shift+Tab" if back else "Tab")
            if self.page.evaluate("document.activeElement.dataset.testid") == test_id:
                return
        raise AssertionError(f"Tab does not lead to {test_id}.")

    def go(self, view: str) -> None:
        """Open a view as those do who have no mouse: the navigation stands before the view."""
        within = self.page.evaluate("document.activeElement !== document.body")
        self.tab_to(f"nav-{view}", back=within)
        self.press("Enter")
        expect(self.page.locator(f'main[data-view="{view}"]')).to_be_focused()
