"""``lamplighter simulate``."""

from __future__ import annotations

import json as json_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lamplighter.cli.group import Failure
from lamplighter.cli.options import given_labels, given_settings, method_options, reading_options
from lamplighter.cli.progress import progress_bar

if TYPE_CHECKING:
    from lamplighter.bench import Simulation, UserClass

__all__ = ["simulate"]


@click.command(short_help="Measure what a simulated person achieves on a labeled file.")
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
@click.option("--gold", metavar="COLUMN", required=True, help="The column of true labels.")
@click.option("--labels", metavar="a,b,c", help="The classes.  [default: those of --gold]")
@click.option(
    "--user",
    "user_name",
    metavar="NAME",
    help="The simulated person: uniform, coverage, explanation, lexicon; or one of them who errs (noisy:lexicon), is helped with words (guided:lexicon) or with proposals (reviewer:lexicon).  [default: the protocol's]",
)
@click.option(
    "--lexicon",
    type=click.Path(path_type=Path),
    help="Words that the user 'lexicon' knows: a table with the columns word and label (or polarity).",
)
@click.option(
    "--lexicon-labels",
    metavar="a=1,b=-1",
    help="The polarity of each class in --lexicon.  [default: guessed from the classes' names]",
)
@click.option(
    "--method",
    "method_name",
    metavar="NAME",
    help="A method of the paper's tables, such as nemo, snorkel, us.  [default: a session as it is]",
)
@click.option(
    "--protocol",
    "protocol_name",
    metavar="NAME",
    default="product",
    show_default=True,
    help="What a method leaves open: product, paper or authors.",
)
@click.option(
    "--threshold", type=float, default=0.5, show_default=True, help="Accuracy a function must have for the user."
)
@click.option("--iterations", type=click.IntRange(1), default=50, show_default=True, help="Documents shown in a run.")
@click.option("--every", type=click.IntRange(1), default=5, show_default=True, help="Iterations between measurements.")
@click.option(
    "--seeds", type=click.IntRange(1), default=1, show_default=True, help="Runs, each with a split of its own."
)
@click.option("--metric", "metric_name", default="accuracy", show_default=True, help="accuracy or f1:LABEL.")
@click.option("--json", is_flag=True, help="Print one JSON object.")
@method_options
def simulate(
    file: Path,
    text: str | None,
    id_: str | None,
    encoding: str,
    gold: str,
    labels: str | None,
    user_name: str | None,
    lexicon: Path | None,
    lexicon_labels: str | None,
    method_name: str | None,
    protocol_name: str,
    threshold: float,
    iterations: int,
    every: int,
    seeds: int,
    metric_name: str,
    json: bool,
    **values: Any,
) -> None:
    """Let a simulated person work on FILE and measure the model on held-out texts (the paper's protocol).

    For each seed the texts are split 80/10/10; the person sees the 80, and the model is measured on the last 10. The
    score of a run is the mean of its learning curve. The seeds are 0, 1, …; --seed is not used here.
    """
    from lamplighter.bench import METHODS, PROTOCOLS, parse_metric  # noqa: PLC0415
    from lamplighter.bench import simulate as run  # noqa: PLC0415
    from lamplighter.cli.projects import read_corpus  # noqa: PLC0415
    from lamplighter.session.settings import checked_labels  # noqa: PLC0415

    for part in ("strategy", "learner"):
        if method_name and values[f"{part}_options"] and not values[part]:
            raise Failure(f"A method has its own {part}. Name one with --{part} too, or leave out --{part}-option.")
    protocol, method = PROTOCOLS[protocol_name], METHODS[method_name] if method_name else None
    corpus = read_corpus(file, text=text, gold=gold, id_=id_, encoding=encoding, quiet=json)
    names = checked_labels(given_labels(labels) or corpus.gold_labels)
    metric = parse_metric(metric_name, names)
    user = _user(user_name or protocol.user, lexicon, lexicon_labels, names)
    with progress_bar("Simulating") as report:
        result = run(
            corpus,
            user,
            metric,
            labels=names,
            seeds=seeds,
            iterations=iterations,
            every=every,
            threshold=threshold,
            method=method,
            protocol=protocol,
            settings=given_settings({**values, "seed": None}),  # each run has its own
            progress=report,
        )
    _print_json(result) if json else _print(result, metric_name)


def _user(name: str, lexicon: Path | None, meaning: str | None, labels: tuple[str, ...]) -> UserClass:
    """Give what makes the simulated person, with the words that it knows."""
    from lamplighter.bench import Lexicon, knows_words, named_user  # noqa: PLC0415

    make = named_user(name)
    if (lexicon or meaning) and not knows_words(name):
        option = "--lexicon" if lexicon else "--lexicon-labels"
        raise Failure(f"{option} is for the user 'lexicon', not for {name!r}. Add --user lexicon, or leave it out.")
    if lexicon is None:
        return make
    words = Lexicon.from_file(lexicon).for_labels(labels, _meaning(meaning))
    return named_user(name, words)


def _meaning(value: str | None) -> dict[str, str] | None:
    """Read ``a=1,b=-1``."""
    if value is None:
        return None
    pairs = [part.rpartition("=") for part in value.split(",")]
    wrong = next((part for part, (_, sign, _) in zip(value.split(","), pairs, strict=True) if not sign), None)
    if wrong is not None:
        raise Failure(
            f"--lexicon-labels: {wrong!r} is not a class and its polarity; expected, for example: negative=-1,positive=1"
        )
    return {name.strip(): polarity.strip() for name, _, polarity in pairs}


def _print_json(result: Simulation) -> None:
    click.echo(
        json_.dumps(
            {
                "score": result.score,
                "std": result.std,
                "curve": result.curve.tolist(),
                "scores": result.scores.tolist(),
                "seconds": result.seconds,
            }
        )
    )


def _print(result: Simulation, metric_name: str) -> None:
    width = 40
    for step, value in zip(result.steps, result.curve, strict=True):
        click.echo(f"{step:>5}  {value:.3f}  {'█' * round(width * value)}")
    spread = f" ± {result.std:.3f} between {len(result.scores)} seeds" if len(result.scores) > 1 else ""
    click.echo(f"{metric_name}, mean of the curve: {result.score:.3f}{spread}  ({result.seconds:.1f} s)")
