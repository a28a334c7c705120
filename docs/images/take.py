"""Serve the embedded corpus with some functions on it, and photograph the page. Started by scripts/screenshots."""

import contextlib
import itertools
import os
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from scipy.spatial import KDTree

from lamplighter import Corpus, Session
from lamplighter.data.reviews import Reviews, generate_reviews
from lamplighter.server import make_app, serving
from lamplighter.session import Suggestion
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
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 640, "height": 1000}
RESTED_MS = 700
BETWEEN_EVENTS = (1, 6)  # seconds
COLOURS = 256

FUNCTIONS = [
    ("great", "positive"),
    ("awful", "negative"),
    ("excellent", "positive"),
    ("waste", "negative"),
    ("delighted", "positive"),
    ("worst", "negative"),
    ("gripping", "positive"),
    ("overpriced", "negative"),
    ("lovely", "positive"),
    ("hours", "negative"),
    ("recommended", "positive"),
    ("horrible", "negative"),
]
TELLING = {
    **dict.fromkeys(("believable", "perfectly", "tense", "honesty", "quick", "rich", "friendly", "smooth"), "positive"),
    **dict.fromkeys(("burnt", "stiff", "limp", "smell", "plastic", "soggy", "greasy", "dull", "rude"), "negative"),
}
"""One of these words is chosen on screen, for its class."""
LONG_ENOUGH = 55  # words: a picture of three words shows little
ENOUGH_REASONS = 3


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    session = worked_on()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # the page tells the project's place
        store = SqliteStore.create("reviews.lamplighter", session.corpus, session.events, clock=leisurely())
        with serving(make_app(store, session=session)) as url, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=os.environ["LAMPLIGHTER_CHROMIUM"], args=FLAGS)
            for scheme in ("light", "dark"):
                photograph(chromium, url, scheme)
            chromium.close()
    for path in sorted(IMAGES.glob("*.png")):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def worked_on() -> Session:
    """Make a session in which somebody has worked for a while, and is looking at a text of some length."""
    reviews = generate_reviews()
    session = Session(Corpus.from_texts(reviews.texts, gold=reviews.labels, name="demo reviews"))
    for primitive, label in FUNCTIONS:
        session.add(primitive, label, written_on(reviews, primitive, label))
        session.models()
    while not worth_a_picture(shown := session.suggest(), reviews):
        session.label(shown.document, reviews.labels[shown.document])
        session.models()
    return session


def written_on(reviews: Reviews, primitive: str, label: str) -> int:
    """Give the first text with a word that is of its class."""
    both = enumerate(zip(reviews.texts, reviews.labels, strict=True))
    return next(number for number, (text, true) in both if primitive in text and true == label)


def worth_a_picture(shown: Suggestion, reviews: Reviews) -> bool:
    """Say whether a text is long enough, has a word to choose that is right of it, and came for reasons."""
    true = reviews.labels[shown.document]
    telling = {TELLING[word] for word in shown.candidates if word in TELLING}
    return telling == {true} and len(shown.text.split()) >= LONG_ENOUGH and len(shown.reasons) >= ENOUGH_REASONS


def leisurely() -> Callable[[], datetime]:
    """Give a clock by which a person takes some seconds for each answer."""
    chance = random.Random(0)
    seconds = itertools.accumulate(chance.uniform(*BETWEEN_EVENTS) for _ in itertools.count())
    began = datetime.now(UTC) - timedelta(minutes=10)
    return lambda: began + timedelta(seconds=next(seconds))


def photograph(chromium: Browser, url: str, scheme: Literal["light", "dark"]) -> None:
    """Take each view in one colour scheme, and the first one in a narrow window too."""
    page = chromium.new_page(viewport=WIDE, color_scheme=scheme)
    page.add_init_script("localStorage.setItem('lamplighter.tour', 'seen')")
    end = "" if scheme == "light" else f"-{scheme}"
    for view, arrange in VIEWS.items():
        page.goto(f"{url}#/{view}")
        page.locator(f'main[data-view="{view}"]').wait_for()
        arrange(page)
        keep(page, f"{view}{end}.png")
    page.set_viewport_size(NARROW)
    page.goto(f"{url}#/label")
    draft(page)
    keep(page, f"label-narrow{end}.png")
    page.close()


def draft(page: Page) -> None:
    """Choose a word that tells, and the class for which it does."""
    words = page.get_by_test_id("word")
    words.first.wait_for()
    page.keyboard.press("Escape")
    stands = words.evaluate_all("words => words.map(word => word.dataset.primitive)")
    place, word = next((place, word) for place, word in enumerate(stands) if word in TELLING)
    words.nth(place).click()
    page.locator(f'[data-testid="class-button"][data-label="{TELLING[word]}"]').click()
    page.get_by_test_id("draft-precision").wait_for()


def search(page: Page) -> None:
    """Look for a word."""
    page.get_by_test_id("search").fill("funny")
    page.locator('[data-testid="count"]', has_text=" of ").wait_for()


def drawn(page: Page) -> None:
    """Wait for the map, which is laid out the first time that it is asked for."""
    page.get_by_test_id("map").wait_for(timeout=120_000)


def rested(page: Page) -> None:
    """Nothing more: the view is there as soon as it rests."""
    page.wait_for_load_state("networkidle")


VIEWS = {"label": draft, "functions": rested, "corpus": search, "map": drawn, "progress": rested, "export": rested}


def keep(page: Page, name: str) -> None:
    """Take a picture, in the colours that are in it most, so that the file is small."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(RESTED_MS)
    taken = np.asarray(Image.open(BytesIO(page.screenshot())).convert("RGB"))
    colours, place, n = np.unique(taken.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    most = colours[np.argsort(-n, kind="stable")[:COLOURS]]
    nearest = KDTree(most).query(colours)[1]
    picture = Image.fromarray(nearest[place].reshape(taken.shape[:2]).astype(np.uint8))
    picture.putpalette(most.tobytes())
    picture.save(IMAGES / name, optimize=True)


if __name__ == "__main__":
    main()
