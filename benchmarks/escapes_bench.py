"""Sandbox escapes, tried in each sandbox, as root and as an ordinary user, also where namespaces are denied."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.sandbox.escapes.catalogue import measure

if __name__ == "__main__":
    rows = measure()
    counts = Counter((row["variant"], row["user"], row["denied"], row["result"]) for row in rows)
    for (variant, user, denied, result), count in sorted(counts.items()):
        print(f"{variant:10} {user:8} {'without ' + denied if denied else '':18} {result:8} {count}")
    for row in rows:
        if row["result"] != "held":
            print(row["name"], row["variant"], row["user"], row["denied"], row["why"][:150])
