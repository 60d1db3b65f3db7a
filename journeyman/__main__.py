"""``python -m journeyman``."""

from __future__ import annotations

import sys

from journeyman.cli import main

if __name__ == "__main__":
    sys.exit(main())
