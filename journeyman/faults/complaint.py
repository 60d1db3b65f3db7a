"""Lines in which a program of the command complains about its own work, and lines that call themselves errors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from journeyman.faults.case import Lines

_NAMED = re.compile(r"^(?:\S{0,200}/)?([\w.+-]{1,40}|\[): (.{1,1000})")
_BY_SHELL = re.compile(r"^\S{1,200}: (?:-c: )?(?:line )?\d+: (.{1,1000})")
_SHELL_ITSELF = re.compile(r"^-?(?:ba|da|z|k|fi)?sh: (.{1,1000})")
_PHRASES = re.compile(
    r"No such (?:file|process|device|user|group)|[Pp]ermission denied|\b[Cc]annot |\bcan't "
    r"|[Ii]s a directory|Not a directory"
    r"|File exists|not permitted|not found|not recognized|(?:invalid|unrecogni[sz]ed|illegal|unknown|bad|ambiguous) "
    r"|missing |Read-only file system|No space left|Invalid |not empty|[Ff]ailed|[Tt]oo many"
    r"|unbound |syntax error|extra operand"
    r"|same file|omitting directory|requires an argument|expected|[Uu]nexpected|unterminated"
    r"|[Uu]nmatched|Connection refused"
    r"|unable to|[Ee]rror|not a |does not exist|must |out of range|by zero|already exists|unsupported|denied|not in "
)
_GENERIC = re.compile(
    r"^(?:\S{1,40}: )?(?:fatal error|fatal|[Ee]rror|ERROR|FATAL|Fatal error"
    r"|Error running \w+)(?:\[[\w-]{1,40}\])?[:!] {0,2}\S"
    r"|^\S{1,60}: (?:error|ERROR|fatal): |^(?:✖|✘|×|❌) (?!.{0,40}\(0 errors)\S"
    r"|^(?:Could not|Unable to|Cannot|Can't|Failed to) \w|^\w*(?:Error|Exception): \S"
)
_SIGNS = ("✖", "✘", "×", "❌", "Could not ", "Unable to ", "Cannot ", "Can't ", "Failed to ")
_HARMLESS = (
    "Broken pipe",
    "(ignored)",
    "Pipe to stdout was broken",
    "write error",
    "warning:",
    "Warning:",
    "resolver does not currently",
)
_QUIET_NAMES = {
    "ag": re.compile(r"^ERR: "),
    "jq": re.compile(r"^parse error: .{1,300} at (?:line|EOF)"),
    "git": re.compile(r"^fatal: "),
}
"""Programs that do not name themselves when they complain."""
_COMMITS = re.compile(r"\bgit\b.{0,80} commit\b")
_NOTHING = ("nothing to commit", "no changes added to commit", "nothing added to commit")
_FORMATTED = re.compile(r"--(?:format|pretty)|\b(?:show|cat-file|grep)\b")
_WALKERS = frozenset(("find", "grep", "egrep", "fgrep", "du", "ls", "tree", "rg", "bfs", "fd", "updatedb", "locate"))
_COREUTILS = frozenset(
    (
        *(
            "rm",
            "cp",
            "mv",
            "mkdir",
            "rmdir",
            "cat",
            "ls",
            "ln",
            "touch",
            "chmod",
            "chown",
            "chgrp",
            "install",
            "tar",
            "gzip",
        ),
        *(
            "gunzip",
            "unzip",
            "zip",
            "sed",
            "awk",
            "sort",
            "head",
            "tail",
            "wc",
            "cut",
            "tee",
            "dd",
            "stat",
            "readlink",
            "find",
        ),
        *(
            "grep",
            "diff",
            "patch",
            "xargs",
            "source",
            "kill",
            "mount",
            "umount",
            "rsync",
            "scp",
            "sudo",
            "curl",
            "wget",
        ),
    )
)


def own_complaint(lines: Lines, programs: Iterable[str], command: str, *, scripted: bool = False) -> int | None:
    """Return the first line in which one of ``programs``, or the shell, says that it could not do its work.

    With ``scripted`` the everyday tools count, too: a script calls them unseen.
    """
    names = set(programs) | (_COREUTILS if scripted else frozenset())
    if _COMMITS.search(command) and "status" not in command:
        unmade = next((number for number, line in lines if line.startswith(_NOTHING)), None)
        if unmade is not None:
            return unmade
    unnamed = [pattern for name, pattern in _QUIET_NAMES.items() if name in names and not _FORMATTED.search(command)]
    for number, line in lines:
        if ": " not in line or any(sign in line for sign in _HARMLESS):
            continue
        if any(pattern.match(line) for pattern in unnamed):
            return number
        if (match := _NAMED.match(line)) and match.group(1) in names:
            if _PHRASES.search(match.group(2)) and not _walked(match.group(1), line):
                return number
        elif match := _BY_SHELL.match(line) or _SHELL_ITSELF.match(line):
            said = match.group(1)
            if _PHRASES.search(said) and (scripted or "-c: " in line or said.partition(":")[0].strip() in command):
                return number
    return None


def generic_error(lines: Lines) -> int | None:
    """Return the last line that calls itself an error."""
    for number, line in reversed(lines):
        if (
            "rror" in line
            or "ERROR" in line
            or "atal" in line
            or "FATAL" in line
            or "xception" in line
            or line.startswith(_SIGNS)
        ):
            bare = line.strip()
            if bare and _GENERIC.match(bare) and not any(sign in line for sign in _HARMLESS):
                return number
    return None


def _walked(program: str, line: str) -> bool:
    """A walk over a tree goes on past what it may not read."""
    return program in _WALKERS and line.endswith("ermission denied")
