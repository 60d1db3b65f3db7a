"""Start of the Landlock variant's launcher: ``python -I -S launcher.py ORDER... -- ARGV``.

It loads the rest without the package's own start, which would cost several times as much: compiled modules, no more of
them than are needed. Only the standard library is used.
"""

from __future__ import annotations

import os
import sys


def _stub(name: str, folder: str) -> None:
    package = type(sys)(name)
    package.__path__ = [folder]
    sys.modules[name] = package


if __name__ == "__main__":
    _here = os.path.dirname(os.path.realpath(__file__))
    _stub("journeyman.sandbox.landlock", _here)
    _stub("journeyman.sandbox", os.path.dirname(_here))
    _stub("journeyman", os.path.dirname(os.path.dirname(_here)))
    from journeyman.sandbox.landlock.confine import main

    main(sys.argv[1:])
