"""Serve the embedded corpus with some functions on it, and photograph the page. Started by scripts/screenshots."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from lamplighter import Corpus, Session
from lamplighter.data.reviews import generate_reviews
from lamplighter.server import make_app, serving
from lamplighter.store import SqliteStore

IMAGES = Path(__file__).parent
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
SIZE = {"width": 1440, "height": 900}

FUNCTIONS = [
    ("great", "positive"),
    ("awful", "negative"),
    ("excellent", "positive"),
    ("waste", "negative"),
    ("lovely", "positive"),
    ("worst", "negative"),
    ("gripping", "positive"),
    ("hours", "negative"),
    ("friendly", "positive"),
    ("late", "negative"),
    ("beautiful", "positive"),
    ("sour", "negative"),
]
LONG_ENOUGH = 45  # words: a picture of three words shows little
ENOUGH_REASONS = 3


def worked_on() -> Session:
    """Make a session in which somebody has worked for a while, and is looking at a text of some length."""
    reviews = generate_reviews()
    session = Session(Corpus.from_texts(reviews.texts, gold=reviews.labels, name="demo reviews"))
    for primitive, label in FUNCTIONS:
        session.add(primitive, label, next(number for number, text in enumerate(reviews.texts) if primitive in text))
        session.models()
    while len(session.suggest().text.split()) < LONG_ENOUGH or len(session.suggest().reasons) < ENOUGH_REASONS:
        session.skip()
    return session


def photograph(page, url: str, scheme: str) -> None:
    """Take each view in one colour scheme."""
    page.emulate_media(color_scheme=scheme)
    page.goto(url)
    page.get_by_test_id("document-card").wait_for()
    reason = page.get_by_test_id("reason").first.get_attribute("data-primitive")
    page.locator(f'[data-testid="word"][data-primitive="{reason}"]').first.click()
    page.keyboard.press("1")
    page.get_by_test_id("draft-votes").wait_for()
    for view in ("label", "functions", "progress", "export"):
        page.get_by_test_id(f"nav-{view}").click()
        page.mouse.move(0, 0)
        page.wait_for_timeout(700)
        page.screenshot(path=IMAGES / (f"{view}.png" if scheme == "light" else f"{view}-{scheme}.png"))


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    session = worked_on()
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore.create(Path(folder) / "demo.lamplighter", session.corpus, session.events)
        with serving(make_app(store, session=session)) as url, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=os.environ["LAMPLIGHTER_CHROMIUM"], args=FLAGS)
            page = chromium.new_page(viewport=SIZE)
            for scheme in ("light", "dark"):
                photograph(page, url, scheme)
            chromium.close()
    print(f"Written: {', '.join(sorted(path.name for path in IMAGES.glob('*.png')))}")


if __name__ == "__main__":
    main()
