"""What a person does on the page, in the words of the tests."""

from __future__ import annotations

from playwright.sync_api import Page, expect


class Desk:
    """The page, as a person uses it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.goto(url)
        expect(page.get_by_test_id("document-card")).to_be_visible()

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
        """Wait for the answer of a step."""
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
