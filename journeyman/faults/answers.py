"""Non-zero exit codes that are an answer, not a failure: nothing found, not the same, no such thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case, Lines
from journeyman.faults.command import Segment, deciders, expanded
from journeyman.faults.complaint import own_complaint
from journeyman.faults.masked import fails_visibly
from journeyman.faults.viewers import SAY_SO

_ONE = frozenset({1})
_CODES: dict[str, frozenset[int]] = {
    **dict.fromkeys(("grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "ugrep", "pgrep", "pidof", "pkill"), _ONE),
    **dict.fromkeys(
        ("diff", "cmp", "colordiff", "sdiff", "diff3", "comm", "zdiff", "zcmp", "findstr", "fc", "where"), _ONE
    ),
    **dict.fromkeys(
        ("test", "[", "[[", "((", "expr", "let", "which", "type", "hash", "lsof", "fuser", "locate", "tty"), _ONE
    ),
    **dict.fromkeys(
        ("read", "ischroot", "-v", "-V", "ldd", "groups", "whereis", "getopts", "pgrep", "mesg", "look"), _ONE
    ),
    **dict.fromkeys(("whatis", "apropos"), frozenset({1, 16})),
    "fzf": frozenset({1, 130}),
    "getent": frozenset({2}),
    "mountpoint": frozenset({1, 32}),
    "pg_isready": frozenset({1, 2}),
    "checkupdates": frozenset({2}),
    "unzip": _ONE,
    "robocopy": frozenset(range(1, 8)),
    "dialog": frozenset({1, 255}),
    "zenity": _ONE,
    "whiptail": frozenset({1, 255}),
}
_WITH_WORD: dict[str, tuple[tuple[frozenset[str], frozenset[int]], ...]] = {
    "systemctl": (
        (frozenset(("is-active", "is-enabled", "is-failed", "is-system-running")), frozenset({1, 3, 4})),
        (frozenset(("status",)), frozenset({3})),
    ),
    "service": ((frozenset(("status",)), frozenset({3})),),
    "make": ((frozenset(("-q", "--question")), _ONE),),
    "npm": ((frozenset(("outdated", "ls", "list")), _ONE),),
    "pnpm": ((frozenset(("outdated",)), _ONE),),
    "yarn": ((frozenset(("outdated",)), _ONE),),
    "composer": ((frozenset(("outdated",)), _ONE),),
    "bundle": ((frozenset(("outdated",)), _ONE),),
    "brew": ((frozenset(("outdated",)), _ONE),),
    "terraform": ((frozenset(("-detailed-exitcode", "--detailed-exitcode")), frozenset({2})),),
    "tofu": ((frozenset(("-detailed-exitcode", "--detailed-exitcode")), frozenset({2})),),
    "helm": ((frozenset(("--detailed-exitcode",)), frozenset({2})),),
    "kubectl": ((frozenset(("diff",)), _ONE),),
    "dnf": ((frozenset(("check-update",)), frozenset({100})),),
    "yum": ((frozenset(("check-update",)), frozenset({100})),),
    "rpm": ((frozenset(("-q", "-qa", "-V", "--verify", "--query")), _ONE),),
    "pacman": ((frozenset(("-Qu", "-Qdt", "-Qtdq", "-Qdtq", "-Qm")), _ONE),),
    "hg": ((frozenset(("grep", "incoming", "outgoing", "in", "out")), _ONE),),
    "crontab": ((frozenset(("-l",)), _ONE),),
    "ssh-keygen": ((frozenset(("-F",)), _ONE),),
    "ssh-add": ((frozenset(("-l", "-L")), _ONE),),
    "jq": ((frozenset(("-e", "--exit-status")), frozenset({1, 4})),),
    "yq": ((frozenset(("-e", "--exit-status")), _ONE),),
    "nc": ((frozenset(("-z", "-zv", "-vz")), _ONE),),
    "man": ((frozenset(("-k", "-f")), frozenset({1, 16})),),
    "tar": ((frozenset(("-d", "--diff", "--compare")), _ONE),),
    "kill": ((frozenset(("-0",)), _ONE),),
    "find": ((frozenset(("grep", "egrep", "rg", "diff", "cmp")), _ONE),),
    "cmake": ((frozenset(("compare_files",)), _ONE),),
}
_GIT: dict[str, tuple[tuple[str, ...], frozenset[int]]] = {
    "grep": ((), _ONE),
    "diff": (("--exit-code", "--quiet", "--no-index"), _ONE),
    "diff-index": (("--exit-code", "--quiet"), _ONE),
    "diff-files": (("--exit-code", "--quiet"), _ONE),
    "diff-tree": (("--exit-code", "--quiet"), _ONE),
    "merge-base": ((), _ONE),
    "show-ref": ((), _ONE),
    "rev-parse": (("-q", "--quiet"), _ONE),
    "symbolic-ref": (("-q", "--quiet"), _ONE),
    "config": ((), _ONE),
    "check-ignore": ((), _ONE),
    "cat-file": (("-e",), _ONE),
    "ls-remote": (("--exit-code",), frozenset({2})),
    "ls-files": (("--error-unmatch",), _ONE),
    "var": ((), _ONE),
}
_ENDLESS = frozenset(
    ("tail", "ping", "watch", "yes", "sleep", "top", "htop", "journalctl", "nc", "tcpdump", "inotifywait")
)
_READERS = frozenset(("head", "grep", "egrep", "rg", "less", "more", "sed", "awk", "read", "fzf"))
_COMPLAINTS = (
    "Traceback (most recent",
    "command not found",
    "fatal:",
    "rror:",
    "No such file",
    "ermission denied",
    "invalid",
)
_GREETED = re.compile(r"successfully authenticated|[Yy]ou've successfully|Welcome to GitLab|logged in as")
_DENIED = re.compile(r"^(?:find|du|ls|grep|rg): .{1,400}[Pp]ermission denied$")
_PIPE_CLOSED = 141
_TIMED_OUT = 124


def is_answer(case: Case) -> bool:
    """Tell whether the exit code, which is not 0, is an answer of the command that it comes from."""
    code = case.exit_code or 0
    found = expanded(case.segments)
    if case.has_open_quote or not found:
        return False
    if code == _PIPE_CLOSED:
        return any(segment.operator == "|" and segment.program in _READERS for segment in found)
    if code == _TIMED_OUT:
        return _meant_to_time_out(found)
    return _answered(case, found, code) or _partly_walked(found, case.lines) or _told(found, case)


def _answered(case: Case, found: Sequence[Segment], code: int) -> bool:
    answering = [segment for segment in deciders(found) if _answers(segment, code)]
    if not answering:
        return False
    if any(segment.program in SAY_SO for segment in answering):
        return not fails_visibly(case)
    if own_complaint(case.lines, {segment.program for segment in answering}, case.command) is not None:
        return False
    tail = [line for _, line in case.lines[-50:] if _own(line)]
    searched = all(segment.program not in {"test", "[", "[[", "(("} for segment in answering) and len(found) == len(
        answering
    )
    if any(complaint in line for line in tail for complaint in _COMPLAINTS):
        return False
    return searched or not fails_visibly(case)


def _own(line: str) -> bool:
    """Tell a program's own complaint from a line that it found in a file: the latter is led by a path or number."""
    return not line[:1].isdigit() and not line.startswith(("<", ">", "+", "-", "@@", " "))


def _answers(segment: Segment, code: int) -> bool:
    words, program = segment.words, segment.program
    if program == "git":
        flags, codes = _GIT.get(segment.subcommand, ((), frozenset[int]()))
        return code in codes and (not flags or any(flag in words for flag in flags))
    if segment.is_condition and "!" in segment.before and code == 1:
        return True
    if code == 5 and program in {"pytest", "py.test"}:
        return not any(not word.startswith("-") for word in words[1:])
    if code == 123 and "xargs" in segment.before:
        code = 1
    if code in _CODES.get(program, ()):
        return True
    return any(code in codes and wanted & set(words) for wanted, codes in _WITH_WORD.get(program, ()))


def _meant_to_time_out(found: Sequence[Segment]) -> bool:
    """``timeout 5 tail -f log``: the limit is how such a program ends."""
    limited = [segment for segment in found if "timeout" in segment.before]
    return bool(limited) and all(
        segment.program in _ENDLESS
        and (segment.program != "tail" or any("f" in word.lower() for word in segment.words[1:]))
        for segment in limited
    )


def _partly_walked(found: Sequence[Segment], lines: Lines) -> bool:
    """``find``, ``du``, ``grep -r``: results, and places that could not be read."""
    last = deciders(found)[-1:]
    if not last or last[0].program not in {"find", "du", "grep", "ls"}:
        return False
    said = [line for _, line in lines if line.strip()]
    denied = [line for line in said if _DENIED.match(line)]
    return (
        bool(denied)
        and len(said) > len(denied)
        and not any(line.startswith(f"{last[0].program}: ") for line in said if line not in denied)
    )


def _told(found: Sequence[Segment], case: Case) -> bool:
    """``ssh -T git@HOST`` greets and ends with 1; asking a program for help ends as it likes."""
    last = found[-1]
    if last.program == "ssh" and "-T" in last.words and _GREETED.search(case.text):
        return True
    asked = last.words[-1:] in (("--help",), ("-h",), ("help",), ("-help",)) and len(found) == 1
    return (
        asked
        and "usage" in case.text[:2000].lower()
        and not re.search(r"unknown|unrecogni|invalid|illegal", case.text[:2000])
    )
