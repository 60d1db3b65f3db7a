"""What Journeyman's Open Interpreter profile does; the profile file itself only calls :func:`install`."""

from __future__ import annotations

from typing import Any

__all__ = ["install"]


def install(interpreter: Any) -> None:
    """Put every block that ``interpreter`` would run behind Journeyman's door.

    Raises SystemExit with one line when that is not possible: Open Interpreter must not start ungated.
    """
    from journeyman_profile.install import install as install_on

    install_on(interpreter)
