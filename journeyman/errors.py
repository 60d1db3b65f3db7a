"""Every error that Journeyman raises on purpose.

    JourneymanError                exit code
    ├── UsageError                 2   the user's mistake: unknown verb, bad argument
    │   └── NotFound               2   no such action, plan, approval or checkpoint
    ├── ConfigError                2   a configuration file with an unknown key or a wrong type
    ├── PlanError                  1   no plan could be made; says why and what would help
    ├── PathError                  4   a path that leaves the workspace
    ├── KindError                  1   an action that could not be carried out
    ├── UndoError                  1   nothing to undo, or not restorable
    │   └── UndoConflict           1   the files changed since; names them
    ├── SandboxError               1   a sandbox that did not start
    └── StoreError                 1   a store that cannot be read or written

The message of each is one line for a person: what was wrong, and what is allowed. Front ends print it; only the
outer boundary (``journeyman.commands.boundary``) maps errors to exit codes.
"""

from __future__ import annotations


class JourneymanError(Exception):
    """The root: an expected failure with a message for people."""

    exit_code = 1


class UsageError(JourneymanError):
    """The user asked for something that does not exist or makes no sense."""

    exit_code = 2


class NotFound(UsageError):
    """No record has the given id."""


class ConfigError(JourneymanError):
    """A configuration file is not as it must be; the message names file, key and what is allowed."""

    exit_code = 2


class PlanError(JourneymanError):
    """No plan could be made for a goal."""


class PathError(JourneymanError):
    """A path resolves to a place outside the workspace."""

    exit_code = 4


class KindError(JourneymanError):
    """An action could not be carried out."""


class UndoError(JourneymanError):
    """Nothing to undo or redo, or the change is not restorable."""


class UndoConflict(UndoError):
    """Files changed since; ``paths`` names them (workspace-relative)."""

    def __init__(self, message: str, paths: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.paths = paths


class SandboxError(JourneymanError):
    """The sandbox could not be started."""


class StoreError(JourneymanError):
    """The store cannot be read or written."""
