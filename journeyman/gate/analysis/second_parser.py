"""A second opinion on shell text, where the first parser is known to be wrong: shfmt, if it is installed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from journeyman.values import Json

MAX_LENGTH = 4_000
"""Longer text is not sent: a pipe must hold it, and its tree would take too long to write and to read."""
_SECONDS = 2.0
_KEPT = 128


class SecondParser(Protocol):
    """Parses bash text into shfmt's typed syntax tree."""

    def tree(self, text: str) -> Mapping[str, Json] | None:
        """Return the tree, or None when there is no parser or the text has an error. Raises nothing."""
        ...


@dataclass(frozen=True, slots=True)
class NoSecondParser:
    """None is installed: what is doubtful stays doubtful."""

    def tree(self, text: str) -> Mapping[str, Json] | None:
        """Return None."""
        return None


@dataclass(frozen=True, slots=True)
class RememberedTrees:
    """The in-memory twin: answers from trees given beforehand."""

    trees: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)

    def tree(self, text: str) -> Mapping[str, Json] | None:
        """Return the tree remembered for ``text``."""
        return self.trees.get(text)


@dataclass(frozen=True, slots=True)
class Shfmt:
    """Runs ``shfmt`` by its absolute path, in an empty environment; it only parses, and answers are remembered."""

    path: str
    _known: dict[str, Mapping[str, Json] | None] = field(default_factory=dict)

    def tree(self, text: str) -> Mapping[str, Json] | None:
        """Return shfmt's tree of ``text``; offsets count bytes."""
        if len(text) > MAX_LENGTH:
            return None
        if text not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[text] = self._run(text)
        return self._known[text]

    def _run(self, text: str) -> Mapping[str, Json] | None:
        import subprocess

        command = [self.path, "-ln", "bash", "--to-json"]
        source, sink = os.pipe()
        try:
            os.write(sink, text.encode("utf-8", "replace"))  # short enough for the pipe to hold it
            os.close(sink)
            done = subprocess.run(
                command,
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                env={"GOMAXPROCS": "1", "GOGC": "off"},  # it starts in less than two thirds of the time
                cwd="/",
                check=False,
            )
            found = json.loads(done.stdout) if done.returncode == 0 else None
        except (OSError, ValueError, subprocess.TimeoutExpired, RecursionError):
            return None
        finally:
            os.close(source)
        return found if isinstance(found, dict) else None


@cache
def installed_parser(root: str) -> SecondParser:
    """Return shfmt beside this Python or in a system folder; one that lies in the workspace ``root`` does not count.

    Actions can write in the workspace, so its programs cannot say what is safe. It is looked for once.
    """
    for folder in (Path(sys.executable).parent, Path(sys.prefix) / "bin", Path("/usr/bin"), Path("/usr/local/bin")):
        path = folder / "shfmt"
        resolved = os.path.realpath(path)
        inside = any(each.startswith(root.rstrip("/") + "/") for each in (resolved, str(path)))
        if not inside and os.access(resolved, os.X_OK) and os.path.isfile(resolved):
            return Shfmt(resolved)
    return NoSecondParser()
