"""``guard``: put the user's own cells through the gate, where a front end can hold them back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Result, say
from journeyman.errors import UsageError

if TYPE_CHECKING:
    from journeyman.services import Services


def guard(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Switch the guard of this session on or off, or tell which it is. Raises UsageError where nothing can be held."""
    if frontend.guard is None:
        raise UsageError("the guard watches cells in IPython and notebooks; type there: %agent guard on")
    wanted = {"on": True, "off": False}.get(args.state or "")
    on = frontend.guard(wanted)
    if wanted is not None:
        services.journal.record(
            f"guard.{args.state}", f"the guard of this session was switched {args.state} by the user", level="info"
        )
    if not on:
        return say(f"Guard off: your own cells run as ever. Switch it on: {frontend.magic} guard on", guard=False)
    return say(
        "Guard on: your own cells, ! and %%bash are judged before they run; what only reads runs, all else asks.",
        "good",
        guard=True,
    )
