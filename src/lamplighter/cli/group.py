"""The command that the others are part of."""

from __future__ import annotations

from typing import Any

import click

from lamplighter import __version__
from lamplighter.exceptions import LamplighterError

__all__ = ["Failure", "lamplighter"]


class Failure(click.ClickException):
    """An error for the person at the terminal: the message, and exit code 2."""

    exit_code = 2


class Group(click.Group):
    """Lists commands in the order in which one needs them, and turns our errors into the terminal's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order in which commands were added."""
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; errors of ours end it with a sentence, not with a traceback."""
        try:
            return super().invoke(ctx)
        except LamplighterError as error:
            raise Failure(str(error)) from error


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="lamplighter")
def lamplighter() -> None:
    """From a file of unlabeled texts to labels and a classifier, in an afternoon.

    Start with:  lamplighter demo
    """
