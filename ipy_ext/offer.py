"""Offer set-up, in one line, where a workspace has not been set up yet."""

from __future__ import annotations

import json

from journeyman.errors import JourneymanError
from journeyman.workspace import find_workspace


def offer(start: str) -> None:
    """Print one line when the workspace at ``start`` is new; otherwise nothing."""
    if line := offer_line(start):
        print(line)  # noqa: T201 - what loading says belongs into the cell's output


def offer_line(start: str) -> str:
    """Return what to tell a person who loads the extension in ``start``, or ""."""
    try:
        workspace = find_workspace(start)
    except JourneymanError as error:
        return f"Journeyman: {error}"
    try:
        state = json.loads(workspace.state_file.read_bytes())
    except FileNotFoundError:
        state = {}
    except (OSError, ValueError) as error:
        return f"Journeyman: {workspace.state_file} cannot be read ({error}); write it anew with: %agent init"
    if isinstance(state, dict) and state.get("initialized"):
        return ""
    return f"Journeyman is not set up in {workspace.root} yet. Set it up: %agent init   First steps: %agent help"
