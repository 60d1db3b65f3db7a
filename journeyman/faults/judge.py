"""Decide whether a command failed, from its exit code, its programs and its output together."""

from __future__ import annotations

from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.command import Segment, deciders
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.masked import failure_line
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_BENIGN: dict[str, frozenset[int]] = {
    **dict.fromkeys(("grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "ugrep", "pgrep", "pidof"), frozenset({1})),
    **dict.fromkeys(("diff", "cmp", "colordiff", "sdiff", "diff3", "comm"), frozenset({1})),
    **dict.fromkeys(("test", "[", "[[", "expr", "which", "type", "hash", "lsof"), frozenset({1})),
    "systemctl": frozenset({3}),
}
_BENIGN_GIT = {
    "grep": (),
    "diff": ("--exit-code", "--quiet", "--no-index", "--check"),
    "merge-base": ("--is-ancestor",),
    "show-ref": ("--verify", "-q", "--quiet"),
    "rev-parse": ("-q", "--quiet"),
    "config": ("--get", "--get-all", "--get-regexp"),
    "check-ignore": (),
    "ls-remote": ("--exit-code",),
}
_VIEWERS = frozenset(
    (
        *("cat", "tac", "nl", "less", "more", "head", "tail", "bat", "sed", "awk", "cut", "sort", "uniq", "wc", "tr"),
        *("grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "find", "ls", "tree", "stat", "file", "strings", "xxd"),
        *("echo", "printf", "jq", "yq", "diff", "cmp", "column", "tee", "cd", "pwd", "true", ":", "history"),
        *("journalctl", "dmesg", "zcat", "test", "[", "[["),
    )
)
_GIT_VIEWS = frozenset(("log", "show", "diff", "blame", "grep", "cat-file", "reflog", "shortlog", "stash"))
_EXCUSES = frozenset(("true", ":", "echo", "printf", "exit", "cat", "tee"))
_COMPLAINTS = ("Traceback (most recent", "command not found", "fatal:", "rror:", "No such file", "ermission denied")


def judge(kind: str, command: str, exit_code: int | None, output: str) -> tuple[bool, Diagnosis | None]:
    """Return whether ``command`` failed, and why where that is known. ``kind`` is the action's kind."""
    case = Case("python" if kind == "python.run" else "shell", command, exit_code, output)
    if not failed(case, answers=kind == "shell.run"):
        return False, None
    return True, diagnose(case)


def failed(case: Case, *, answers: bool = True) -> bool:
    """Tell whether a run failed.

    An exit code of 0 does not hide what only a failing run prints; a non-zero one of ``grep``, ``diff`` and the like
    is an answer (unless ``answers`` is False), if they did not complain.
    """
    if case.exit_code == 0:
        return case.kind != "python" and _masked(case)
    return not (case.exit_code is not None and answers and _benign(case.segments, case.exit_code, case.text))


def timed_out(seconds: float | None) -> Diagnosis:
    """Return the diagnosis of a process that was ended at its wall limit."""
    limit = "its time limit" if seconds is None else f"{seconds:g} s"
    fixes = (
        advice("give it more time (timeout)"),
        advice("run it in the background (process.start) if it is meant to stay"),
    )
    return Diagnosis("process.timeout", f"it did not finish within {limit}", "moderate", None, fixes)


def _benign(found: Sequence[Segment], exit_code: int, text: str) -> bool:
    deciding = deciders(found)
    if not any(_answers(segment, exit_code) for segment in deciding):
        return False
    return not any(complaint in line for line in text.splitlines()[-50:] for complaint in _COMPLAINTS if _own(line))


def _own(line: str) -> bool:
    """Tell a program's own complaint from a line that it found in a file: the latter is led by a path or number."""
    return not line[:1].isdigit() and not line.startswith(("<", ">", "+", "-", "@@"))


def _answers(segment: Segment, exit_code: int) -> bool:
    words, program = segment.words, segment.program
    if program == "git" and exit_code == 1:
        flags = _BENIGN_GIT.get(segment.subcommand)
        return flags is not None and (not flags or any(flag in words for flag in flags))
    if program in {"command", "-v"}:
        return exit_code == 1
    if exit_code == 5 and (program in {"pytest", "py.test"} or words[1:3] == ("-m", "pytest")):
        return not any(not word.startswith("-") for word in words[1 if "pytest" in program else 3 :])
    return exit_code in _BENIGN.get(program, ())


def _masked(case: Case) -> bool:
    found = case.segments
    if found and all(_views(segment) for segment in found):
        return False
    if any(segment.operator == "||" and segment.program not in _EXCUSES for segment in found):
        return False  # what failed was handled by another command
    return failure_line(case.lines, case.text) is not None


def _views(segment: Segment) -> bool:
    if segment.program == "git":
        return segment.subcommand in _GIT_VIEWS
    return segment.program in _VIEWERS
