"""The command line. Each command is a small file: it parses, makes one call into the library, and prints.

The files import the library inside their functions, so that ``lamplighter --help`` is there at once.
"""

from __future__ import annotations

from lamplighter.cli.apply import apply
from lamplighter.cli.bench import bench
from lamplighter.cli.demo import demo
from lamplighter.cli.export import export
from lamplighter.cli.group import lamplighter
from lamplighter.cli.info import info
from lamplighter.cli.label import label
from lamplighter.cli.predict import predict
from lamplighter.cli.reference import reference
from lamplighter.cli.simulate import simulate
from lamplighter.cli.study import study

__all__ = ["lamplighter", "main", "reference"]

for command in (label, demo, info, export, predict, apply, simulate, bench, study):
    lamplighter.add_command(command)

main = lamplighter
