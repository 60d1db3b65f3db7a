"""Commands that Python code and notebook cells start: the shell's judge reads them, and a little more is asked.

A notebook works on data: starting programs from code, and reading what the system or other programs keep, is no part
of that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

_KEPT = re.compile(r"/(etc|proc|sys|var/(log|lib|spool|run|mail|backups)|run|boot|root)(/|\Z)")
_SHOWN = re.compile(
    r"/(proc/(cpuinfo|meminfo|version|stat|loadavg|uptime|filesystems|self/status)|etc/(os-release|timezone|issue)"
    r"|sys/(class/thermal|devices/system/cpu|fs/cgroup)(/.*)?)\Z"
)
_CACHES = re.compile(r"\.(cache|keras|local/share/nltk_data|nltk_data|matplotlib|ipython/nltk_data)(/|\Z)")
_SHOWS_ALL = frozenset({"env", "printenv"})
"""What a notebook would keep in its output: all variables of the environment."""


def is_kept(path: str, zone: str) -> bool:
    """Return whether ``path`` (absolute) belongs to the system or to a program's own settings."""
    if zone in {"workspace", "temp"}:
        return False
    home = os.path.expanduser("~")
    if path.startswith(home + "/"):
        return path.startswith(home + "/.") and not _CACHES.match(path[len(home) + 1 :])
    return bool(_KEPT.match(path)) and not _SHOWN.match(path)


def judge_text(text: str, record: Record, *, by_code: bool = True) -> None:
    """Judge shell text that runs in a shell of its own: its folder and its variables end with it.

    ``by_code``: Python code starts it. Escapes like ``!ls`` are shell text that a person types; code that computes has
    seldom a reason to start programs, so that always asks.
    """
    with record.subshell(), _watching(record, by_code):
        record.scope.variables = {}
        record.run_text(text, record)


def judge_words(words: Sequence[Word], record: Record) -> None:
    """Judge a program that Python code starts without a shell."""
    with _watching(record, by_code=True):
        record.run(words, record)


@contextmanager
def _watching(record: Record, by_code: bool) -> Iterator[None]:
    seen, subjects = len(record.effects), record.quiet_subjects
    record.quiet_subjects = []
    yield
    found = record.quiet_subjects
    record.quiet_subjects = [*subjects, *(each for each in found if each not in subjects)]
    for effect in record.effects[seen:]:
        if effect.operation == "read" and effect.level == "read" and is_kept(effect.target, effect.zone):
            record.unknown(f"reads {effect.target}, which is the system's or a program's own")
            record.subject("a system file", "contained")
    if by_code:
        record.unknown("starts a program from code")
        record.subject(found[0] if found else "a program", "contained")
    elif any(each.split(" ", 1)[0] in _SHOWS_ALL for each in found):
        record.unknown("shows the whole environment")
        record.subject(found[0], "contained")
