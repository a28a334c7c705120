"""The reference of all commands, written from their own help."""

from __future__ import annotations

import click

from lamplighter.cli.group import lamplighter

__all__ = ["reference"]


def reference() -> str:
    """Give the help of every command as Markdown."""
    parts = [
        "# Command line\n",
        "Written from `--help` by `scripts/schema`; `scripts/check` fails when it is stale.\n",
        _help(lamplighter, "lamplighter"),
    ]
    return "\n".join([*parts, *_commands(lamplighter, click.Context(lamplighter, info_name="lamplighter"), 2)])


def _commands(group: click.Group, context: click.Context, level: int) -> list[str]:
    """Give the commands of a group, and the commands of those that are groups, each under a heading."""
    parts = []
    for name in group.list_commands(context):
        command = group.commands[name]
        parts += [f"{'#' * level} {context.command_path} {name}\n", _help(command, name, context)]
        if isinstance(command, click.Group):
            parts += _commands(command, click.Context(command, info_name=name, parent=context), level + 1)
    return parts


def _help(command: click.Command, name: str, parent: click.Context | None = None) -> str:
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=100,
        max_content_width=100,
        help_option_names=["-h", "--help"],
    )
    return f"```text\n{command.get_help(context)}\n```\n"
