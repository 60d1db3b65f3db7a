"""Failures of the shell itself: permissions, scripts that cannot be executed, quotes, spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.correction.distance import nearest
from journeyman.faults.correction.known_programs import PROGRAMS
from journeyman.faults.correction.rewrite import as_root, fix, quote, raw, replaced, segment_of
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice

Match = re.Match[str]
_PLACES = ("/etc", "/usr", "/var", "/opt", "/root", "/lib", "/bin", "/sbin", "/boot", "/srv", "/sys", "/proc", "/dev")
_ROOTS_TOOLS = frozenset(
    (
        *(
            "apt",
            "apt-get",
            "dpkg",
            "dnf",
            "yum",
            "pacman",
            "zypper",
            "apk",
            "snap",
            "systemctl",
            "service",
            "mount",
            "umount",
        ),
        *(
            "useradd",
            "userdel",
            "usermod",
            "groupadd",
            "passwd",
            "chown",
            "ufw",
            "iptables",
            "modprobe",
            "sysctl",
            "dmesg",
        ),
        *(
            "docker",
            "docker-compose",
            "fdisk",
            "mkfs",
            "visudo",
            "reboot",
            "shutdown",
            "hostnamectl",
            "timedatectl",
            "nginx",
        ),
        *(
            "port",
            "tcpdump",
            "chroot",
            "swapon",
            "swapoff",
            "blkid",
            "update-alternatives",
            "a2ensite",
            "certbot",
            "insmod",
        ),
    )
)


def _executable(_: Match, case: Case) -> Sequence[Fix]:
    segment = next((each for each in case.segments if "/" in each.words[0]), None)
    if segment is None:
        return ()
    path = segment.words[0]
    if path.endswith("/"):
        return (fix(f"cd {path}"),)
    if path.rstrip("/").endswith("activate"):
        return (fix(replaced(case, segment, 0, f"source {path}")),)
    bare = path.removeprefix("./")
    return (fix(f"chmod +x {quote(bare)} && {case.command.strip()}"),)


def _enter(_: Match, case: Case) -> Sequence[Fix]:
    segment = case.segments[0] if case.segments else None
    return (fix(f"cd {raw(case, segment, 0)}"),) if segment and len(segment.words) == 1 else ()


def _sudo(match: Match, case: Case) -> Sequence[Fix]:
    """Only where root is what is missing: a system's tool, or a place that belongs to the system."""
    if not case.command.strip() or case.command.lstrip().startswith("sudo "):
        return ()
    told = re.search(
        r"superuser|as root|be root|are you root|[Rr]oot privileges|not root|unless you are root|requires root|sudo",
        match.group(),
    )
    tools = any(segment.program in _ROOTS_TOOLS for segment in case.segments)
    line = match.string
    places = any(place + "/" in case.command or place in line for place in _PLACES)
    first = (fix(as_root(case)),)
    if told or tools or places:
        return first
    return (*_own_it(case), *first)


def _own_it(case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "pip", "pip3")
    return (
        (fix(case.command.replace("install", "install --user", 1)),) if segment and "install" in segment.words else ()
    )


def _line_ends(_: Match, case: Case) -> Sequence[Fix]:
    segment = next((each for each in case.segments if "/" in each.words[0] or each.program in {"bash", "sh"}), None)
    if segment is None:
        return ()
    path = segment.words[0] if "/" in segment.words[0] else segment.words[-1]
    return (fix(f"sed -i 's/\\r$//' {quote(path)} && {case.command.strip()}", "takes the Windows line ends away"),)


def _interpreter(match: Match, case: Case) -> Sequence[Fix]:
    segment = next((each for each in case.segments if each.words[0].startswith(("./", "/", "../"))), None)
    if segment is None:
        return ()
    ending = segment.words[0].rpartition(".")[2]
    program = {"py": "python3", "js": "node", "rb": "ruby", "pl": "perl", "sh": "bash"}.get(ending, "")
    if not program:
        program = "python3" if match.group(1) in {"import", "from", "def", "print"} else ""
    return (fix(replaced(case, segment, 0, f"{program} {segment.words[0]}")),) if program else ()


def _closed_quote(_: Match, case: Case) -> Sequence[Fix]:
    """A quote that is closed by the other sign is closed by its own; one that is never closed is closed at the end."""
    text = case.command.rstrip()
    if not case.has_open_quote:
        return ()
    one, two = text.count("'"), text.count('"')
    if one == 1 and two == 1:
        return (fix(text.replace("'", '"')),)
    if one % 2 and not two:
        if re.search(r"\w'\w", text) and one == 1:
            return (fix(re.sub(r"(\S*\w'\w\S*)", r'"\1"', text, count=1)), fix(text + "'"))
        return (fix(text + "'"),)
    if two % 2 and not one % 2:
        return (fix(text + '"'),)
    return (fix(text + ("'" if one % 2 else '"')),)


def _quoted_glob(match: Match, case: Case) -> Sequence[Fix]:
    pattern = match.group(1)
    for segment in case.segments:
        for index in range(1, len(segment.words)):
            if segment.words[index] == pattern or raw(case, segment, index) == pattern:
                return (fix(replaced(case, segment, index, f"'{pattern}'")),)
    return ()


def _joined_assignment(match: Match, case: Case) -> Sequence[Fix]:
    text = re.sub(r"(\b[A-Za-z_]\w*) ?= ?(?=\S)", r"\1=", case.command, count=1)
    return (fix(text.strip()),) if text != case.command and match else ()


def _spaced_bracket(_: Match, case: Case) -> Sequence[Fix]:
    text = re.sub(r"(\[{1,2})(?=[^\s\[])", r"\1 ", case.command)
    text = re.sub(r"(?<=[^\s\]])(\]{1,2})", r" \1", text)
    return (fix(text),) if text != case.command else ()


def _dot(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "source")
    return (fix(replaced(case, segment, 0, ".")),) if segment else ()


def _with_bash(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "sh", "dash")
    return (fix(replaced(case, segment, 0, "bash")),) if segment else ()


def _no_history(_: Match, case: Case) -> Sequence[Fix]:
    text = case.command
    return (
        (fix(text.replace('"', "'")),) if text.count('"') == 2 and "'" not in text else (fix(text.replace("!", "\\!")),)
    )


def _manual(match: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "man")
    if segment is None:
        return ()
    word = segment.words[-1]
    if len(segment.words) == 3 and segment.words[1].isdigit():
        others = [number for number in ("3", "2", "1") if number != segment.words[1]]
        return tuple(fix(replaced(case, segment, 1, number)) for number in others[:1]) + (fix(f"{word} --help"),)
    near = nearest(word, PROGRAMS) if word not in PROGRAMS else []
    return (*(fix(replaced(case, segment, len(segment.words) - 1, name)) for name in near), fix(f"{word} --help"))


def _web(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "open", "xdg-open", "gnome-open", "kde-open")
    if segment is None or len(segment.words) < 2:
        return ()
    target = segment.words[-1]
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", target) and not re.search(
        r"\.(?:txt|md|pdf|png|jpg|py|html?)$", target
    ):
        return (fix(replaced(case, segment, len(segment.words) - 1, f"http://{target}")),)
    return ()


SHELL_SCRIPTS = Table(
    "shell_scripts",
    (
        Rule(
            "shell.not_executable",
            ("ermission denied",),
            re.compile(
                r"^(?:-?(?:ba|z|k|da|fi)?sh|sudo|env|make|exec|fish)?:? ?(?:line \d+: |\d+: )?(?:permission"
                r" denied: )?[‘']?((?:\.{0,2}/)?[^\s:]{0,300}[/.][^\s:’']{0,300})[’']?(?:: command not found)?:?"
                r" ?(?:[Pp]ermission denied)?$"
            ),
            "the file may not be executed: {0}",
            severity="minor",
            derive=_executable,
            only_with_fix=True,
        ),
        Rule(
            "shell.is_a_directory",
            ("s a directory",),
            re.compile(r"^(?:-?(?:ba|z|k|da|fi)?sh): (?:line \d+: |\d+: )?([^:]+): [Ii]s a directory$"),
            "{0} is a folder, not a program",
            severity="minor",
            derive=_enter,
        ),
        Rule(
            "shell.windows_line_ends",
            ("^M", "\\r'", "$'\\r'"),
            re.compile(r"\^M: bad interpreter|bad interpreter.*\^M|\$'.*\\r'|\\r': command not found"),
            "the script has Windows line ends",
            severity="minor",
            derive=_line_ends,
        ),
        Rule(
            "shell.no_interpreter",
            ("command not found", "syntax error near", "not found", "Exec format error"),
            re.compile(
                r"^(?:\.{0,2}/)\S+: (?:line )?\d+: (import|from|def|print|const|let|require|use|syntax error"
                r" near unexpected token)\b|Exec format error"
            ),
            "the script does not say which program runs it",
            severity="minor",
            derive=_interpreter,
        ),
        Rule(
            "shell.open_quote",
            (
                "unexpected EOF while looking for matching",
                "nterminated quoted string",
                "unmatched",
                "Unmatched",
                "nexpected end of string",
            ),
            re.compile(
                r"unexpected EOF while looking for matching|[Uu]nterminated quoted string|^zsh: unmatched"
                r"|^Unmatched |Unexpected end of string"
            ),
            "a quote is never closed",
            severity="minor",
            derive=_closed_quote,
        ),
        Rule(
            "shell.no_glob_match",
            ("no matches found",),
            re.compile(r"zsh: no matches found: (\S+)"),
            "the shell takes signs of {0} for a pattern",
            severity="minor",
            derive=_quoted_glob,
        ),
        Rule(
            "shell.spaces_around_equals",
            ("not a valid identifier", "bad assignment", "not valid in this context"),
            re.compile(
                r"(?:export|declare|local|readonly|alias)?: ?`?=?'?.*(?:not a valid identifier|bad assignment"
                r"|not valid in this context)"
            ),
            "an assignment has no spaces around its =",
            severity="minor",
            derive=_joined_assignment,
        ),
        Rule(
            "shell.bracket_without_space",
            ("missing `]'", "[", "missing ]"),
            re.compile(r"\[: missing `?\]|(?:line \d+: |: )(\[{1,2}\S+): (?:command )?not found"),
            "[ is a program: it needs spaces around it",
            severity="minor",
            derive=_spaced_bracket,
        ),
        Rule(
            "shell.no_source",
            ("source: not found",),
            re.compile(r"source: not found"),
            "this shell has no source; it is called .",
            severity="minor",
            derive=_dot,
        ),
        Rule(
            "shell.needs_bash",
            (
                'Syntax error: "(" unexpected',
                "[[: not found",
                "Bad substitution",
                "Syntax error: redirection unexpected",
            ),
            re.compile(r'Syntax error: "\(" unexpected|\[\[: not found|Bad substitution|redirection unexpected'),
            "the script is written for bash",
            severity="minor",
            derive=_with_bash,
        ),
        Rule(
            "shell.history_expanded",
            ("event not found",),
            re.compile(r"event not found"),
            "the shell takes ! for an entry of its history",
            severity="minor",
            derive=_no_history,
        ),
        Rule(
            "shell.no_manual",
            ("No manual entry", "nothing appropriate"),
            re.compile(r"No manual entry for (\S+)"),
            "there is no manual page for {0}",
            severity="minor",
            derive=_manual,
        ),
        Rule(
            "shell.not_a_file_to_open",
            ("does not exist",),
            re.compile(r"^(?:The file |gvfs-open: |xdg-open: file )?[‘'`]?(\S+?)[’']? does not exist"),
            "there is no file {0}; an address needs http:// in front",
            severity="minor",
            derive=_web,
        ),
        Rule(
            "shell.argument_list_too_long",
            ("rgument list too long",),
            re.compile(r"[Aa]rgument list too long"),
            "the pattern stands for more files than one command takes",
            (advice("let find hand them over: find . -name 'PATTERN' -exec ... {{}} +"),),
        ),
    ),
)

SHELL = Table(
    "shell",
    (
        Rule(
            "shell.needs_root",
            ("superuser", "root", "uthentication", "ccess denied", "nsufficient priv"),
            re.compile(
                r"^.*(?:superuser privilege|must be (?:run )?(?:as )?root|(?:run|be) (?:\w+ )?as root|are you"
                r" root|[Rr]oot privileges|need to be root|not root"
                r"|unless you are root|only root can|requires root|be root|[Aa]uthentication (?:is )?required"
                r"|superuser|Access denied|[Ii]nsufficient privileges?).*"
            ),
            "this needs the rights of root",
            derive=_sudo,
        ),
        Rule(
            "shell.permission_denied",
            ("ermission denied", "EACCES", "peration not permitted"),
            re.compile(r"^.*(?:[Pp]ermission denied(?! \()|EACCES|[Oo]peration not permitted).*"),
            "permission was denied",
            (advice("check owner and mode of the file"), advice("write inside the workspace")),
            derive=_sudo,
        ),
    ),
)
