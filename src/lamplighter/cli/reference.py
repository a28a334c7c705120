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
    context = click.Context(lamplighter, info_name="lamplighter")
    for name in lamplighter.list_commands(context):
        parts += [f"## lamplighter {name}\n", _help(lamplighter.commands[name], name, context)]
    return "\n".join(parts)


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
