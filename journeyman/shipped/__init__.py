"""Where the files that travel with the package lie: ``configs`` and ``profile``."""

from __future__ import annotations

from pathlib import Path

from journeyman.errors import ConfigError

_HERE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder ``configs`` or ``profile``: inside an installed package, or at the top of a checkout.

    Raises ConfigError when it is in neither place (a damaged installation).
    """
    for parent in (_HERE, _HERE.parent.parent):
        if (parent / name).is_dir():
            return parent / name
    raise ConfigError(f"the folder {name!r} is missing beside {_HERE}; install journeyman again")
