"""The command ``$name``: reads its arguments, prints, and says by its exit code how it went."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def greeting(who: str, *, shout: bool = False) -> str:
    """Return the line that greets ``who``."""
    line = f"Hello, {who}!"
    return line.upper() if shout else line


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's arguments."""
    parser = argparse.ArgumentParser(prog=$name_py, description="Greet someone.")
    parser.add_argument("who", nargs="?", default="world", help="whom to greet (default: %(default)s)")
    parser.add_argument("--shout", action="store_true", help="in capitals")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with ``argv`` (default: the process's own) and return its exit code."""
    options = build_parser().parse_args(argv)
    print(greeting(options.who, shout=options.shout))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
