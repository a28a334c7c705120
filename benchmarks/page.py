"""How fast the page is under a person's hands, in a real Chromium, and what it loads.

    python benchmarks/page.py --out benchmarks/results/page.md               # 20,000 generated reviews
    python benchmarks/page.py reviews.parquet --labels positive,negative     # texts of yours

Starts the real command on the texts, and works on the page with mouse and keys, without pause, so that models are learnt
behind nearly every answer. Times are taken inside the page, by its own clock: from the time stamp of the key or click to the
beginning of the frame after the one that shows what came of it, so up to a frame (17 ms) is counted too much rather than
too little. Needs a Chromium (LAMPLIGHTER_CHROMIUM=... names one) and Playwright, of the extra test.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import random
import shutil
import sys
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import polars as pl
from interactive import Server, percentile, settled
from playwright.sync_api import Page, Response, sync_playwright

from lamplighter.data.reviews import generate_reviews

CHROMIUM_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SIZE = {"width": 1440, "height": 900}
VIEWS = ("functions", "corpus", "map", "progress", "export")
SKIP_EVERY = 4
FREQUENT = range(10, 5001)
"""Of the words in so many documents, one is clicked."""

PROBE = """
(() => {
  try { localStorage.setItem("lamplighter.tour", "seen"); } catch { /* about:blank keeps nothing */ }
  performance.setResourceTimingBufferSize(100000);
  const probe = (window.probe = { answers: [], drafts: [], moves: [], requests: [] });
  let answer = null, draft = null;
  const found = (name) => document.querySelector(`[data-testid="${name}"]`);
  const shown = () => found("document-card")?.dataset.document;
  const whenPainted = (then) => requestAnimationFrame(() => requestAnimationFrame(() => then(performance.now())));
  const drafted = () => {
    const votes = found("draft-votes");
    return found("draft")?.dataset.primitive === draft.word && votes && !votes.closest("[data-late]");
  };

  addEventListener("keydown", ({ key, timeStamp }) => {
    if (key === "ArrowRight") whenPainted((painted) => probe.moves.push({ at: timeStamp, painted }));
    if (key !== "Enter" && key !== " ") return;
    const state = found("freshness")?.dataset.state;
    answer = { key: key === " " ? "skip" : "save", at: timeStamp, before: shown(), learning: state === "learning" };
  }, true);
  addEventListener("pointerup", ({ target, timeStamp }) => {
    const word = target.closest?.('[data-testid="word"]')?.dataset.primitive;
    if (word) draft = { word, at: timeStamp };
  }, true);
  const look = () => {
    if (answer && shown() && shown() !== answer.before) {
      const done = { ...answer, changed: performance.now() };
      answer = null;
      whenPainted((painted) => probe.answers.push({ ...done, painted, ...asked(done) }));
    }
    if (draft && drafted()) {
      const done = draft;
      draft = null;
      whenPainted((painted) => probe.drafts.push({ ...done, painted }));
    }
  };
  probe.request = async () => {
    const at = performance.now();
    await (await fetch("api/patterns")).text();
    probe.requests.push({ at, painted: performance.now() });
  };
  /** When the request of an answer left, and when its response was there. */
  const asked = ({ at, changed }) => {
    const sent = performance.getEntriesByType("resource").findLast(
      ({ name, startTime, responseEnd }) =>
        /api.(functions|skips)$/.test(name) && startTime >= at && responseEnd <= changed);
    return { sent: sent?.startTime, received: sent?.responseEnd };
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["data-document", "data-primitive", "data-late"],
  });
})();
"""


class Loaded(NamedTuple):
    """What a view fetched: bytes as a server that compresses would send them."""

    view: str
    page: int
    data: int

    @classmethod
    def of(cls, view: str, responses: list[Response]) -> Loaded:
        """Sum the responses up; a picture or font that is compressed already stays as it is."""
        sizes = {"page": 0, "data": 0}
        for response in responses:
            body = response.body()
            kind = "data" if urlsplit(response.url).path.startswith("/api/") else "page"
            sizes[kind] += min(len(gzip.compress(body)), len(body))
        return cls(view, **sizes)


def first_loads(page: Page, url: str) -> list[Loaded]:
    """Open the page with nothing kept from before, then each view for the first time (the map begins to be laid out)."""
    loads, responses = [], []

    def note(response: Response) -> None:
        responses.append(response)

    page.on("response", note)
    page.goto(url)
    page.get_by_test_id("word").first.wait_for()
    page.wait_for_load_state("networkidle")
    loads.append(Loaded.of("Label, the first", responses))
    page.keyboard.press("Escape")  # ends the tour, which comes with a first visit
    for view in VIEWS:
        responses.clear()
        page.get_by_test_id(f"nav-{view}").click()
        page.locator(f'main[data-view="{view}"] > *').first.wait_for()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        loads.append(Loaded.of(view.title(), responses))
    return loads


def answer(page: Page, server: Server, n_labels: int, used: set[str], chance: random.Random) -> None:
    """Choose class and word, wait for the draft, and save; skip every fourth text, and one without a word for it."""
    suggestion = server.ask("GET", "/api/suggestion")["suggestion"]
    words = [word for word, n in suggestion["candidates"].items() if n in FREQUENT and word not in used]
    n_answers = page.evaluate("probe.answers.length")
    if not words or n_answers % SKIP_EVERY == SKIP_EVERY - 1:
        page.keyboard.press("Space")
    else:
        word = chance.choice(words)
        used.add(word)
        n_drafts = page.evaluate("probe.drafts.length")
        page.keyboard.press(str(len(used) % n_labels + 1))
        page.locator(f'[data-testid="word"][data-primitive="{word}"]').first.click()
        page.wait_for_function("n => probe.drafts.length > n", arg=n_drafts)
        page.keyboard.press("Enter")
    page.wait_for_function("n => probe.answers.length > n", arg=n_answers)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("n => probe.moves.length > n", arg=n_answers)
    page.evaluate("probe.request()")


def work(page: Page, url: str, server: Server, n_answers: int) -> dict[str, list[dict]]:
    """Give so many answers, and what the page saw of them."""
    chance, used = random.Random(0), set()
    page.add_init_script(PROBE)
    page.goto(url)
    page.get_by_test_id("word").first.wait_for()
    n_labels = len(server.ask("GET", "/api/project")["labels"])
    for _ in range(n_answers):
        answer(page, server, n_labels, used, chance)
    return page.evaluate("({ ...probe, request: null })")


def row(name: str, values: list[float]) -> str:
    figures = [percentile(values, share) for share in (0.5, 0.95, 0.99)]
    return f"| {name} | {len(values)} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |"


def between(records: list[dict], begin: str = "at", end: str = "painted") -> list[float]:
    return [one[end] - one[begin] for one in records]


def timings(seen: dict[str, list[dict]]) -> list[str]:
    """Tables of what was measured, in milliseconds."""
    answers = seen["answers"]
    known = [one for one in answers if one.get("sent") is not None]
    return [
        "| milliseconds | n | p50 | p95 | p99 |",
        "|---|---|---|---|---|",
        row("key to next text painted", between(answers)),
        row("… that saves (Enter)", between([one for one in answers if one["key"] == "save"])),
        row("… that skips (Space)", between([one for one in answers if one["key"] == "skip"])),
        row("… to its request", between(known, "at", "sent")),
        row("its request to the response", between(known, "sent", "received")),
        row("the response to the next text painted", between(known, "received", "painted")),
        row("click on a word to draft painted", between(seen["drafts"])),
        row("beside it: a key that moves the cursor, painted", between(seen["moves"])),
        row("beside it: a request that computes nothing", between(seen["requests"])),
    ]


def sizes(loads: list[Loaded]) -> list[str]:
    head = ["| kB gzipped | page | data |", "|---|---|---|"]
    return [*head, *(f"| {one.view} | {one.page / 1000:.0f} | {one.data / 1000:.0f} |" for one in loads)]


def texts_file(folder: Path, given: Path | None, n_documents: int) -> Path:
    """Copy the file that was given, or write one of generated reviews."""
    if given is not None:
        return Path(shutil.copy(given, folder / given.name))
    reviews = generate_reviews(n_documents)
    pl.DataFrame({"text": reviews.texts}).write_parquet(folder / "reviews.parquet")
    return folder / "reviews.parquet"


def measure(options: argparse.Namespace, folder: Path) -> tuple[list[str], str]:
    """Run it all; gives tables, and the browser's version."""
    file = texts_file(folder, options.file, options.documents)
    command = [sys.executable, "-m", "lamplighter", "label", str(file), "--labels", options.labels]
    with closing(Server([*command, "--no-browser", "--port", "0"])) as server, sync_playwright() as playwright:
        url = f"http://{server.connection.host}:{server.connection.port}/"
        executable = os.environ.get("LAMPLIGHTER_CHROMIUM") or shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        seen = work(chromium.new_page(viewport=SIZE), url, server, options.answers)
        refit = settled(server)["step"]["learnt_seconds"]
        project = server.ask("GET", "/api/project")
        loads = first_loads(chromium.new_page(viewport=SIZE), url)
        told = f"Chromium {chromium.version}"
        chromium.close()
    learning = sum(one["learning"] for one in seen["answers"]) / len(seen["answers"])
    said = (
        f"{project['n_documents']:,} texts, {project['n_primitives']:,} words; {learning:.0%} of the answers met models "
        f"being learnt, which took {refit:.1f} s at the end."
    )
    return [said, "", *timings(seen), "", *sizes(loads)], told


def machine(chromium: str) -> str:
    packages = ("numpy", "scipy", "scikit-learn", "fastapi", "uvicorn", "playwright")
    packaged = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}. Python {platform.python_version()}, "
        f"lamplighter {version('lamplighter')}, {packaged}, {chromium}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=20_000, help="how many reviews are generated without a file")
    parser.add_argument("--labels", default="positive,negative")
    parser.add_argument("--answers", type=int, default=100)
    parser.add_argument("--out", type=Path, help="a Markdown file to record the tables in")
    options = parser.parse_args()
    busy = f"Other programs ran beside it: load average {os.getloadavg()[0]:.1f} when it began."
    with tempfile.TemporaryDirectory() as folder:
        tables, chromium = measure(options, Path(folder))
    lines = ["# How fast the page is, and what it loads", "", f"{machine(chromium)} {busy}", "", *tables]
    print("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
