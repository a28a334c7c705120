"""What every route asks for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from lamplighter.server.workbench import Workbench

__all__ = ["Bench"]


def _workbench(request: Request) -> Workbench:
    workbench: Workbench = request.app.state.workbench
    return workbench


Bench = Annotated[Workbench, Depends(_workbench)]
"""The workbench of the application."""
