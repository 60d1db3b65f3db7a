"""Programs that show what stands elsewhere: what their output says, did not happen in this run."""

from __future__ import annotations

from journeyman.faults.command import Segment

_VIEWERS = frozenset(
    (
        *(
            "cat",
            "tac",
            "nl",
            "less",
            "more",
            "most",
            "head",
            "tail",
            "bat",
            "batcat",
            "sed",
            "awk",
            "gawk",
            "cut",
            "sort",
        ),
        *("uniq", "wc", "tr", "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "find", "fd", "ls", "tree", "stat"),
        *(
            "file",
            "strings",
            "xxd",
            "od",
            "hexdump",
            "echo",
            "printf",
            "jq",
            "yq",
            "diff",
            "cmp",
            "colordiff",
            "column",
        ),
        *(
            "tee",
            "cd",
            "pwd",
            "true",
            "false",
            ":",
            "history",
            "journalctl",
            "dmesg",
            "zcat",
            "xzcat",
            "test",
            "[",
            "[[",
        ),
        *("fold", "fmt", "rev", "paste", "join", "comm", "man", "info", "tldr", "apropos", "whatis", "date", "sleep"),
        *(
            "which",
            "type",
            "exit",
            "set",
            "export",
            "unset",
            "env",
            "printenv",
            "id",
            "whoami",
            "uname",
            "hostname",
            "du",
        ),
        *("df", "ps", "clear", "wait", "read", "local", "shift", "return", "pushd", "popd", "basename", "dirname"),
        *(
            "realpath",
            "readlink",
            "seq",
            "yes",
            "cal",
            "uptime",
            "free",
            "lsof",
            "ss",
            "md5sum",
            "sha256sum",
            "sha1sum",
        ),
    )
)
_GIT_VIEWS = frozenset(
    ("log", "show", "diff", "blame", "grep", "cat-file", "reflog", "shortlog", "whatchanged", "annotate", "help")
)
_LOGS = frozenset(("docker", "kubectl", "podman", "docker-compose", "oc", "heroku", "nerdctl"))
SAY_SO = frozenset(
    (
        "-v",
        "-V",
        "which",
        "type",
        "hash",
        "kill",
        "crontab",
        "whatis",
        "apropos",
        "man",
        "ldd",
        "rpm",
        "ssh-add",
        "lsof",
    )
)
"""Programs that say in words what their exit code answers."""
_HELP = frozenset(("--help", "-h", "help", "--version", "-help"))


def shows(segment: Segment) -> bool:
    """Tell whether a command only shows text: files, history, logs, help."""
    program, words = segment.program, segment.words
    if program == "git":
        return segment.subcommand in _GIT_VIEWS or (
            segment.subcommand == "stash" and words[-1:] in (("list",), ("show",))
        )
    if program in _LOGS and "logs" in words[1:4]:
        return True
    if program in {"gh", "glab"} and any(word in {"view", "list", "search"} for word in words[1:4]):
        return True
    if program == "-v" or (len(words) > 1 and words[-1] in _HELP):
        return True
    return program in _VIEWERS and not (program == "find" and {"-exec", "-execdir", "-ok"} & set(words))
