"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from lamplighter.cli.group import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lamplighter.registry import Registry

__all__ = [
    "cluster_options",
    "given_balance",
    "given_columns",
    "given_labels",
    "method_options",
    "reading_options",
    "serving_options",
]

F = TypeVar("F", bound="Callable[..., Any]")
T = TypeVar("T")


def _together(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


SWITCH = {"yes": True, "no": False}

reading_options = _together(
    click.option("--text", metavar="COLUMN", help="The column of texts.  [default: guessed, and said]"),
    click.option("--id", "id_", metavar="COLUMN", help="A column that names each text in exports."),
    click.option("--encoding", default="utf-8", show_default=True, help="Of CSV, TSV and JSONL files."),
)
"""How a file is read."""

cluster_options = _together(
    click.option(
        "--workers",
        metavar="N",
        type=click.IntRange(1),
        help="Work in so many processes of this machine (needs lamplighter[dask]).",
    ),
    click.option(
        "--cluster", metavar="tcp://…", help="Work on the workers of this Dask scheduler (needs lamplighter[dask])."
    ),
)
"""Where the work is done, if not in this process."""

serving_options = _together(
    click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on."),
    click.option(
        "--port", type=click.IntRange(0, 65535), help="The port to listen on.  [default: 8765, or a free one]"
    ),
    click.option("--no-browser", is_flag=True, help="Only print the address."),
)
"""Where the page is."""

method_options = _together(
    click.option(
        "--class-balance",
        metavar="a=0.9,b=0.1",
        help="The classes' shares, where you have an idea of them; estimated in any case.",
    ),
    click.option(
        "--strategy",
        metavar="NAME",
        help="What picks the documents: coverage, seu, random, abstain, disagree, uncertainty or end-model-uncertainty.  [default: coverage]",
    ),
    click.option(
        "--strategy-option",
        "strategy_options",
        metavar="NAME=VALUE",
        multiple=True,
        help="Of the strategy, such as max_coverage=0.05 for coverage. May be repeated.",
    ),
    click.option(
        "--learner",
        metavar="NAME",
        help="What learns from the votes: self-training, two-stage, implyloss or gold-only.  [default: self-training]",
    ),
    click.option(
        "--learner-option",
        "learner_options",
        metavar="NAME=VALUE",
        multiple=True,
        help="Of the learner, such as balance=counted, which takes the class balance as it is given. May be repeated.",
    ),
    click.option(
        "--label-model",
        metavar="NAME",
        help="What merges the votes: majority, metal, dawid-skene, one-coin, triplet or snorkel.  [default: majority]",
    ),
    click.option("--batch-size", type=click.IntRange(1), help="Documents picked at a time.  [default: 1]"),
    click.option(
        "--primitives", metavar="NAME", help="What functions are made of: unigrams or ngrams.  [default: unigrams]"
    ),
    click.option("--min-df", type=click.IntRange(1), help="Documents a word must stand in to be used.  [default: 2]"),
    click.option(
        "--radius",
        metavar="PERCENTILE",
        help="Functions vote on this nearest percentage of all texts; 'none': wherever their word stands.  [default: none]",
    ),
    click.option("--distance", metavar="NAME", help="How near is measured: cosine or euclidean.  [default: cosine]"),
    click.option("--seed", type=click.IntRange(0), help="Of all chance.  [default: 0]"),
)
"""How documents are picked and what is learnt from the answers."""


def given_labels(value: str | None) -> list[str] | None:
    """Read ``a,b,c``."""
    return None if value is None else [name.strip() for name in value.split(",")]


def given_columns(value: str | None) -> list[str] | None:
    """Read ``a,b``, or ``none``."""
    if value is None:
        return None
    return [] if value.strip() == "none" else [name.strip() for name in value.split(",")]


def given_balance(value: str | None) -> dict[str, float] | None:
    """Read ``a=0.9,b=0.1``."""
    if value is None:
        return None
    balance = {}
    for part in value.split(","):
        name, sign, share = part.rpartition("=")
        try:
            balance[name.strip()] = float(share)
        except ValueError:
            sign = ""
        if not sign:
            raise Failure(
                f"--class-balance: {part!r} is not a class and its share; expected, for example: ham=0.87,spam=0.13"
            )
    return balance


def given_settings(values: dict[str, Any]) -> dict[str, Any]:
    """Turn what was given of :data:`method_options` into arguments of ``Session``; what was left out stays out."""
    from dataclasses import replace  # noqa: PLC0415

    from lamplighter.engine import LEARNERS  # noqa: PLC0415
    from lamplighter.primitives import PRIMITIVES  # noqa: PLC0415
    from lamplighter.selection import STRATEGIES  # noqa: PLC0415
    from lamplighter.session import Schedule  # noqa: PLC0415
    from lamplighter.votes import Contextualizer  # noqa: PLC0415

    settings = {name: values[name] for name in ("strategy", "learner", "label_model") if values[name] is not None}
    if values["strategy_options"]:
        name = values["strategy"] or "coverage"
        settings["strategy"] = _made(STRATEGIES, "strategy", name, values["strategy_options"], "min_coverage=20")
    if values["learner_options"]:
        name = values["learner"] or "self-training"
        settings["learner"] = _made(LEARNERS, "learner", name, values["learner_options"], "balance=counted")
    if values["batch_size"] is not None:
        settings["schedule"] = Schedule(batch_size=values["batch_size"])
    if values["primitives"] is not None or values["min_df"] is not None:
        primitives = PRIMITIVES[values["primitives"] or "unigrams"]()
        settings["primitives"] = replace(primitives, min_df=values["min_df"] or primitives.min_df)
    if values["radius"] is not None or values["distance"] is not None:
        settings["contextualizer"] = _given_radius(values["radius"], values["distance"] or "cosine", Contextualizer)
    if values["class_balance"] is not None:
        settings["class_balance"] = given_balance(values["class_balance"])
    if values["seed"] is not None:
        settings["random_state"] = values["seed"]
    return settings


def _made(made: Registry[Callable[..., T]], what: str, name: str, options: Sequence[str], example: str) -> T:
    """Make an entry of a registry with options that were given as ``name=value``."""
    from inspect import signature  # noqa: PLC0415

    from lamplighter.exceptions import UnknownNameError  # noqa: PLC0415

    flag, make = f"--{what}-option", made[name]
    known = signature(make).parameters
    if not known:
        raise Failure(f"{flag}: the {what} {name!r} has no options. Leave it out.")
    given: dict[str, Any] = {}
    for option in options:
        key, sign, value = (part.strip() for part in option.partition("="))
        if not sign:
            raise Failure(f"{flag}: {option!r} is no option and its value; expected, for example: {example}")
        if key not in known:
            raise UnknownNameError.from_missing(f"option of {name}", key, known)
        given[key] = _read(value, flag, like=known[key].default)
    return make(**given)


def _read(value: str, flag: str, *, like: object) -> object:
    """Read a value of the kind that an option has by default."""
    if isinstance(like, bool):
        if value not in SWITCH:
            raise Failure(f"{flag}: {value!r} is neither yes nor no.")
        return SWITCH[value]
    return _number(value, flag) if isinstance(like, (int, float)) else value


def _number(value: str, flag: str) -> float:
    """Read a number, a whole one where it is written as one."""
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    raise Failure(f"{flag}: {value!r} is not a number.")


def _given_radius(radius: str | None, metric: str, contextualizer: Any) -> Any:
    if radius == "none":
        return None
    if radius is None:
        return contextualizer(metric=metric)
    try:
        percentile = float(radius)
    except ValueError as error:
        raise Failure(f"--radius: {radius!r} is neither a percentage above 0 and up to 100 nor 'none'.") from error
    return contextualizer(percentile=percentile, metric=metric)
