"""Failures of the everyday tools that make, copy, remove and show files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.correction.distance import nearest
from journeyman.faults.correction.rewrite import (
    fix,
    inserted,
    parent,
    preceded,
    quote,
    raw,
    replaced,
    segment_of,
)
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix

Match = re.Match[str]
_MAKERS = (
    "touch",
    "cp",
    "mv",
    "ln",
    "install",
    "tee",
    "tar",
    "curl",
    "wget",
    "dd",
    "unzip",
    "rsync",
    "scp",
    "git",
    "mktemp",
    "truncate",
)
_SYSTEM_FOLDERS = [
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/media",
    "/mnt",
    "/opt",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/srv",
    "/sys",
    "/tmp",  # noqa: S108 - a word to compare with
    "/usr",
    "/var",
    "/usr/bin",
    "/usr/lib",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/lib",
    "/usr/share",
    "/usr/src",
    "/usr/include",
    "/var/log",
    "/var/lib",
    "/var/www",
    "/var/tmp",  # noqa: S108 - a word to compare with
    "/var/cache",
    "/var/run",
    "/etc/nginx",
    "/etc/apache2",
    "/etc/systemd",
    "/etc/ssh",
    "/etc/init.d",
    "/var/log/nginx",
    "/var/www/html",
    "/usr/sbin",
    "/etc/apt",
    "/var/spool",
]


def _with_parents(_: Match, case: Case) -> Sequence[Fix]:
    segment = next((each for each in case.segments if each.program == "mkdir" or "-mkdir" in each.words), None)
    if segment is None:
        return ()
    return (fix(inserted(case, segment, segment.words.index("-mkdir") if "-mkdir" in segment.words else 0, "-p")),)


def _make_parent(match: Match, case: Case) -> Sequence[Fix]:
    """The folder that something should go into is not there yet."""
    path = next(filter(None, match.groups()), "")
    segment = segment_of(case, *_MAKERS) or segment_of(case)
    if segment is None or not path:
        return ()
    folder = parent(path)
    if path.endswith("/") or (segment.program in {"cp", "mv"} and "target" in match.group()):
        folder = path
    folder = folder.rstrip("/")
    return (fix(preceded(case, segment, f"mkdir -p {quote(folder)} && ")),) if folder else ()


def _missing_destination(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "cp", "mv")
    if segment is None or len(segment.words) < 3:
        return ()
    target = segment.words[-1]
    folder = target if target.endswith("/") else parent(target)
    return (fix(preceded(case, segment, f"mkdir -p {quote(folder)} && ")),) if folder else ()


def _redirected(match: Match, case: Case) -> Sequence[Fix]:
    path = match.group(1)
    into = segment_of(case, "tar")
    if into and ("-C", path) in zip(into.words, into.words[1:], strict=False):
        return (fix(preceded(case, into, f"mkdir -p {quote(path)} && ")),)
    if re.search(rf">\s*[\"']?{re.escape(path)}", case.command) and parent(path):
        return (fix(f"mkdir -p {quote(parent(path))} && {case.command.strip()}"),)
    return _near_file(match, case)


def _recursively(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "cp", "rm", "scp", "grep", "egrep", "fgrep", "chmod", "chown", "zip") or segment_of(case)
    if segment is None:
        return ()
    if "hdfs" in segment.program and "-rm" in segment.words:
        return (fix(inserted(case, segment, segment.words.index("-rm"), "-r")),)
    cluster = next((at for at, word in enumerate(segment.words) if at and re.fullmatch(r"-[A-Za-z]+", word)), None)
    if segment.program == "rm" and cluster is not None and "f" in segment.words[cluster]:
        return (fix(replaced(case, segment, cluster, "-r" + segment.words[cluster][1:])),)
    return (fix(inserted(case, segment, 0, "-r")),)


def _list_instead(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "cat", "less", "more", "head", "tail", "nl", "tac", "bat")
    return (fix(replaced(case, segment, 0, "ls")),) if segment else ()


def _near_file(match: Match, case: Case) -> Sequence[Fix]:
    """A file of the workspace, or a well-known folder, that is spelled almost like it."""
    path = next(filter(None, match.groups()), "")
    for segment in case.segments:
        for index, word in enumerate(segment.words):
            if word == path and index:
                best = nearest(path.rstrip("/"), [*case.around.files, *_SYSTEM_FOLDERS])
                return tuple(fix(replaced(case, segment, index, quote(name))) for name in best)
    return ()


def _change_folder(match: Match, case: Case) -> Sequence[Fix]:
    path = match.group(1) or ""
    segment = segment_of(case, "cd", "pushd")
    if segment is None or len(segment.words) < 2:
        return ()
    near = list(_near_file(match, case))
    folder = segment.words[1] or path
    if folder in {"-", "~"} or folder.startswith(("$", "-")):
        return near
    return (*near, fix(preceded(case, segment, f"mkdir -p {raw(case, segment, 1)} && ")))


def _quoted_folder(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "cd")
    if segment is None or len(segment.words) < 3:
        return ()
    if segment.words[1] == "cd":
        return (fix(case.command[: segment.spans[1][0]] + case.command[segment.spans[2][0] :]),)
    start, end = segment.spans[1][0], segment.spans[-1][1]
    return (fix(f'{case.command[:start]}"{" ".join(segment.words[1:])}"{case.command[end:]}'),)


def _not_a_folder(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "cd")
    if segment is None or len(segment.words) < 2:
        return ()
    folder = parent(segment.words[1])
    found = [fix(replaced(case, segment, 1, quote(folder)))] if folder else []
    return (*found, fix(replaced(case, segment, 0, "cat")))


def _remove_tree(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "rmdir")
    return (fix(replaced(case, segment, 0, "rm -r")),) if segment else ()


def _link(match: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "ln")
    if segment is None:
        return ()
    options = next((at for at, word in enumerate(segment.words) if at and word.startswith("-") and "s" in word), None)
    names = [at for at, word in enumerate(segment.words) if at and not word.startswith("-")]
    if "hard link" in match.group():
        return (fix(inserted(case, segment, 0, "-s")),)
    found = []
    if len(names) == 2:
        one, two = raw(case, segment, names[0]), raw(case, segment, names[1])
        swap = replaced(case, segment, names[1], one)
        start, end = segment.spans[names[0]]
        found.append(fix(swap[:start] + two + swap[end:], "the existing file comes first, the new name last"))
    if options is not None:
        found.append(fix(replaced(case, segment, options, segment.words[options] + "f"), "replaces what is there"))
    return tuple(found)


_NAME = r"[‘'`\"]?([^’'\":]+?)[’'\"]?"
FILES = Table(
    "files",
    (
        Rule(
            "files.no_parent_folder",
            ("No such file or directory",),
            re.compile(rf"mkdir: (?:cannot create directory )?{_NAME}: No such file or directory"),
            "the folder that {0} should be made in is not there",
            severity="minor",
            derive=_with_parents,
        ),
        Rule(
            "files.folder_exists",
            ("File exists",),
            re.compile(rf"mkdir: (?:cannot create directory )?{_NAME}: File exists"),
            "there already is a file or folder {0}",
            severity="minor",
            derive=_with_parents,
        ),
        Rule(
            "files.no_parent_folder",
            ("No such file or directory", "is not a directory", "Not a directory"),
            re.compile(
                rf"(?:touch: (?:cannot touch )?{_NAME}|cp: cannot create (?:regular file|directory) {_NAME}|mv:"
                rf" cannot move .+ to {_NAME}"
                rf"|ln: failed to create (?:symbolic|hard) link {_NAME}(?: ->.*)?|(?:tee|truncate): (?:cannot"
                rf" \w+ )?{_NAME}"
                rf"|dd: failed to open {_NAME}|(?:cp|mv|install): target (?:directory )?{_NAME}|(?:cp|mv):"
                rf" rename .+ to (\S+)"
                r"|.*Failed to open the file ([^:]+)): (?:No such file or directory|is not a directory|Not a"
                r" directory)$"
            ),
            "the folder for {0} is not there",
            derive=_make_parent,
        ),
        Rule(
            "files.no_destination",
            ("does not exist", "No such file or directory"),
            re.compile(r"^cp: directory (\S+) does not exist$|^No such file or directory$"),
            "the folder to copy or move into is not there",
            derive=_missing_destination,
        ),
        Rule(
            "files.is_a_directory",
            ("-r not specified", "omitting directory", "s a directory", "not a regular file"),
            re.compile(
                rf"(?:cp: (?:-r not specified; )?omitting directory {_NAME}|cp: ([^:]+) is a directory \(not copied\)"
                rf"|(?:\S*/)?(?:rm|egrep|fgrep|grep|hdfs): (?:cannot remove )?{_NAME}: [iI]s a directory|rm:"
                rf" `?([^':]+)'?: Is a directory|(?:scp: )?([^:]+): not a regular file)\.?$"
            ),
            "{0} is a folder",
            derive=_recursively,
        ),
        Rule(
            "files.is_a_directory",
            ("s a directory",),
            re.compile(
                r"(?:cat|less|more|head|tail|nl|tac|bat|head: error reading|tail: error reading)[:"
                r" ]+[‘'\"]?([^’'\":]+)[’'\"]?:? [iI]s a directory"
            ),
            "{0} is a folder, not a file",
            severity="minor",
            derive=_list_instead,
        ),
        Rule(
            "files.not_empty",
            ("not empty",),
            re.compile(rf"rmdir: (?:failed to remove )?{_NAME}: Directory not empty"),
            "the folder {0} is not empty",
            derive=_remove_tree,
        ),
        Rule(
            "files.cd_not_a_folder",
            ("ot a directory",),
            re.compile(r"cd: (?:not a directory: )?(?:[‘']?([^:’']+)[’']?: Not a directory)?"),
            "this is a file, not a folder: {0}",
            severity="minor",
            derive=_not_a_folder,
        ),
        Rule(
            "files.cd_no_such_folder",
            ("No such file or directory", "no such file or directory", "does not exist", "can't cd to"),
            re.compile(
                r"(?:cd|pushd): (?:no such file or directory: |The directory [‘'\"]|can't cd to"
                r" )?([^:’'\"]+?)(?:[’'\"] does not exist|: No such file or directory)?$"
            ),
            "there is no folder {0}",
            severity="minor",
            derive=_change_folder,
        ),
        Rule(
            "files.cd_too_many_arguments",
            ("too many arguments", "Too many args"),
            re.compile(r"cd: (?:too many arguments)|Too many args for cd|cd: string not in pwd"),
            "cd takes one folder; a name with spaces must be quoted",
            severity="minor",
            derive=_quoted_folder,
        ),
        Rule(
            "files.link_exists",
            ("File exists", "hard link not allowed"),
            re.compile(
                r"ln: (?:failed to create (?:symbolic|hard) link )?[‘'\"]?([^’'\":]+)[’'\"]?: (?:File exists"
                r"|hard link not allowed for directory)"
            ),
            "the link cannot be made: {0}",
            derive=_link,
        ),
        Rule(
            "files.not_found",
            ("No such file or directory", "cannot access", "cannot stat", "cannot open"),
            re.compile(
                r"^(?:\S*/)?(?:ls|cat|less|more|head|tail|cp|mv|rm|stat|file|wc|sort|diff|chmod|chown|touch"
                r"|source|bash|sh|vim|nano|tar|grep|du|find|rmdir|ln|sed|awk|python3?|code)"
                r": (?:line \d+: )?(?:cannot (?:access|stat|open|remove) |can't open (?:file )?)?(?:failed to"
                r" access )?[‘'\"`]?([^’'\":]+)[’'\"]?(?: for reading)?: (?:Cannot \w+: |cannot \w+:"
                r" )?(?:\[Errno 2\] )?No such file or directory"
            ),
            "there is no file or folder {0}",
            derive=_redirected,
        ),
    ),
)
