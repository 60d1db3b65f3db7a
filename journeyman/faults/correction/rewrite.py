"""Change one thing in a command line and leave every other character as it was typed."""

from __future__ import annotations

import re
import shlex

from journeyman.faults.case import Case
from journeyman.faults.command import Segment
from journeyman.values import Fix, Safety
from journeyman.values.fault import command

_DANGEROUS = re.compile(
    r"\brm\s+(?:\S+\s+)*?-\w*[rRf]|--force\b(?!-)|\s-D\b|--hard\b|--no-preserve-root|\bclean\s+-\w*f|\bmkfs"
    r"|\bdd\s|--allow-unrelated"
    r"|\bpush\b.*\s-f\b|\bprune\b|\bpurge\b|--delete\b|\bdestroy\b|\bshutdown\b|\breboot\b|\bssh-keygen -R\b"
)
_SAFE = re.compile(
    r"^(?:cd|ls|pwd|cat|less|head|tail|grep|rg|man|which|wc|file|stat|tree|du|df|ps|date|whoami|echo|clear"
    r"|history|top|htop)\b"
    r"(?!.*[;&|>])|^git (?:status|log|diff|show|branch|remote -v|stash list|blame|reflog|fetch)(?:\s+-[av]+"
    r"|\s*$)|\s(?:--help|--version)$"
    r"|^mkdir -p [^;&|]+$|^mkdir -p [^;&|]+ && cd [^;&|]+$|^chmod \+x \S+$"
)


def quote(word: str) -> str:
    """Return ``word`` as it must stand in a command line."""
    if "'" in word and re.fullmatch(r"[\w@%+=:,./~^{}'-]+", word):
        return word.replace("'", "\\'")
    return word if re.fullmatch(r"[\w@%+=:,./~^{}-]+", word) else shlex.quote(word)


def fix(text: str, why: str = "") -> Fix:
    """Return ``text`` as a fix, with the safety that its look suggests."""
    safety: Safety = "dangerous" if _DANGEROUS.search(text) else "safe" if _SAFE.search(text) else "ask"
    return command(text, safety, why)


def segment_of(case: Case, *programs: str) -> Segment | None:
    """Return the last command of the line that runs one of ``programs`` (any, when none is named)."""
    found = [segment for segment in case.segments if not programs or segment.program in programs]
    return found[-1] if found else None


def raw(case: Case, segment: Segment, index: int) -> str:
    """Return a word as it was typed, quotes and all."""
    start, end = segment.spans[index]
    return case.command[start:end]


def replaced(case: Case, segment: Segment, index: int, new: str) -> str:
    """Return the command line with another word at ``index``."""
    start, end = segment.spans[index]
    return case.command[:start] + new + case.command[end:]


def swapped(case: Case, segment: Segment, index: int, old: str, new: str) -> str:
    """Return the command line with ``old`` inside the word at ``index`` replaced by ``new``."""
    text = raw(case, segment, index)
    return replaced(case, segment, index, text.replace(old, new, 1) if old in text else new)


def without(case: Case, segment: Segment, *indices: int) -> str:
    """Return the command line without the words at ``indices``, and without the space before them."""
    text = case.command
    for index in sorted(indices, reverse=True):
        start, end = segment.spans[index]
        text = text[:start] + text[end:].lstrip() if index == 0 else text[: segment.spans[index - 1][1]] + text[end:]
    return text


def inserted(case: Case, segment: Segment, index: int, new: str) -> str:
    """Return the command line with ``new`` after the word at ``index``."""
    end = segment.spans[index][1]
    return f"{case.command[:end]} {new}{case.command[end:]}"


def appended(case: Case, segment: Segment, new: str) -> str:
    """Return the command line with ``new`` after the last word of the segment."""
    return inserted(case, segment, len(segment.words) - 1, new)


def preceded(case: Case, segment: Segment, new: str) -> str:
    """Return the command line with ``new`` (with its own space) where the segment begins."""
    return case.command[: segment.start] + new + case.command[segment.start :]


def as_root(case: Case) -> str:
    """Return the command line run by root; with a redirection or a chain, through a shell."""
    text = case.command.strip()
    if ">" in text or len(case.segments) > 1:
        escaped = re.sub(r'(["\\$`])', r"\\\1", text.replace("sudo ", ""))
        return f'sudo sh -c "{escaped}"'
    return f"sudo {text}"


def parent(path: str) -> str:
    """Return the folder of ``path``; "" when it is the current one."""
    return path.rstrip("/").rpartition("/")[0] if not path.endswith("/") else path.rstrip("/")
