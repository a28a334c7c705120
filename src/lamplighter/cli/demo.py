"""``lamplighter demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lamplighter.cli.options import method_options, serving_options

__all__ = ["demo"]


@click.command(short_help="The same on made-up product reviews, to try it.")
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    default=Path("demo.lamplighter"),
    show_default=True,
    help="Where to keep the work.",
)
@click.option(
    "--documents", type=click.IntRange(50), default=3000, show_default=True, help="How many reviews to make up."
)
@serving_options
@method_options
def demo(project: Path, documents: int, host: str, port: int | None, no_browser: bool, **values: Any) -> None:
    """Label made-up product reviews in the browser.

    The reviews are of several kinds of products, and the same word praises one kind and damns another. Their true
    labels are known, so the page shows how good the model gets.
    """
    from lamplighter.cli.projects import said_of, started  # noqa: PLC0415
    from lamplighter.cli.serving import listening_on, serve  # noqa: PLC0415
    from lamplighter.data import Corpus  # noqa: PLC0415
    from lamplighter.data.reviews import generate_reviews  # noqa: PLC0415

    reviews = generate_reviews(documents)
    corpus = Corpus.from_texts(reviews.texts, gold=reviews.labels, name="demo reviews")
    said_of(corpus)
    with listening_on(host, port) as listening:
        store, session = started(corpus, project, values)
        serve(store, session, listening, host=host, browser=not no_browser)
