"""Failures of the everyday tools that search, edit, pack and stop: sed, grep, find, tar, kill."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.correction.rewrite import appended, fix, inserted, raw, replaced, segment_of
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix

Match = re.Match[str]


def _closed_sed(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "sed")
    if segment is None:
        return ()
    text = case.command
    for index in range(len(segment.words) - 1, 0, -1):
        word = segment.words[index]
        if match := re.search(r"^(?:-\w*e|--expression=)?(?:\d+|\$|/[^/]*/)?[sy]([^\w\s\\])", word):
            mark = match.group(1)
            if len(re.findall(rf"(?<!\\){re.escape(mark)}", word)) == 2:
                start, end = segment.spans[index]
                typed = text[start:end]
                new = typed[:-1] + mark + typed[-1] if typed[-1] in "'\"" else typed + mark
                text = text[:start] + new + text[end:]
    return (fix(text),) if text != case.command else ()


def _in_place(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "sed")
    if segment is None or "-i" not in segment.words:
        return ()
    return (fix(inserted(case, segment, segment.words.index("-i"), "''")),)


def _literally(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "grep", "egrep", "rg", "ag", "ack", "git")
    if segment is None:
        return ()
    flag = "-Q" if segment.program in {"ag", "ack"} else "-F"
    return (fix(inserted(case, segment, 1 if segment.program == "git" else 0, flag)),)


def _quoted_pattern(match: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "find")
    if segment is None:
        return ()
    for index, word in enumerate(segment.words[:-1]):
        typed = raw(case, segment, index + 1)
        if word in {"-name", "-iname", "-path"} and re.search(r"[*?\[]", typed) and typed[0] not in "'\"":
            return (fix(replaced(case, segment, index + 1, f"'{typed}'")),)
    word = match.group(1) or ""
    if (
        word in segment.words
        and segment.words.index(word) == len(segment.words) - 1
        and len(segment.words) > 2
        and "/" not in word
    ):
        return (fix(appended(case, segment, "")),) if not word else ()
    return ()


def _ended_exec(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "find")
    if segment is None:
        return ()
    if segment.words[-1] == ";" or case.command.rstrip().endswith(";"):
        return (fix(case.command.rstrip().rstrip(";").rstrip() + " \\;"),)
    return (fix(appended(case, segment, "\\;")),)


def _plain_tar(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "tar")
    if segment is None or len(segment.words) < 2:
        return ()
    bare = re.sub(r"[zjJ]", "", segment.words[1])
    return (fix(replaced(case, segment, 1, bare)),) if bare != segment.words[1] else ()


def _archive_first(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "tar")
    if segment is None:
        return ()
    options = segment.words[1] if len(segment.words) > 1 else ""
    if "f" in options and not options.endswith("f") and not options.startswith("--"):
        return (fix(replaced(case, segment, 1, options.replace("f", "") + "f")),)
    return ()


def _by_name(match: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "kill")
    return (fix(replaced(case, segment, 0, "pkill")),) if segment else ()


TEXT_TOOLS = Table(
    "text_tools",
    (
        Rule(
            "sed.unterminated",
            ("unterminated `s' command", "unterminated `y' command", "unterminated substitute"),
            re.compile(r"unterminated (?:`[sy]' command|substitute (?:pattern|in regular expression))"),
            "the s command of sed lacks its last separator",
            severity="minor",
            derive=_closed_sed,
        ),
        Rule(
            "sed.in_place_suffix",
            ("invalid command code", "extra characters at the end", "undefined label", "bad flag in substitute"),
            re.compile(r"^sed: 1: .*(?:invalid command code|extra characters|undefined label)"),
            "this sed wants a suffix after -i (an empty one keeps no copy)",
            severity="minor",
            derive=_in_place,
        ),
        Rule(
            "grep.bad_pattern",
            (
                "nmatched",
                "nvalid regular expression",
                "regex parse error",
                "Bad regex",
                "Invalid preceding",
                "railing backslash",
                "nvalid range",
                "nvalid back reference",
                "repetition-operator operand",
            ),
            re.compile(
                r"(?:grep|fatal|ERR|rg|ag|ack).{0,80}(?:Unmatched|Invalid|Bad regex|Trailing"
                r"|repetition-operator)|^regex parse error"
            ),
            "the search pattern is no valid regular expression; it may be meant literally",
            severity="minor",
            derive=_literally,
        ),
        Rule(
            "find.unquoted_pattern",
            ("paths must precede expression", "possible unquoted pattern"),
            re.compile(r"find: paths must precede expression:? ?[`‘']?([^'’]*)"),
            "the shell expanded a pattern that find should get",
            severity="minor",
            derive=_quoted_pattern,
        ),
        Rule(
            "find.exec_not_ended",
            ("missing argument to `-exec", 'no terminating ";"', "missing argument to ‘-exec"),
            re.compile(r"missing argument to [`‘]-exec|no terminating \";\""),
            "the command after -exec must end with \\; or +",
            severity="minor",
            derive=_ended_exec,
        ),
        Rule(
            "tar.wrong_compression",
            ("not in gzip format", "not a bzip2 file", "File format not recognized"),
            re.compile(r"not in gzip format|not a bzip2 file|xz: .*File format not recognized"),
            "the archive is not packed the way that the option says",
            derive=_plain_tar,
        ),
        Rule(
            "tar.no_archive_name",
            ("owardly refusing", "Refusing to read archive", "Old option"),
            re.compile(r"tar: (?:Cowardly refusing|Refusing to read archive|Old option)"),
            "tar takes the word right behind f as the archive",
            derive=_archive_first,
        ),
        Rule(
            "kill.not_a_number",
            ("arguments must be process or job IDs", "illegal pid", "failed to parse argument", "llegal process id"),
            re.compile(
                r"kill: .*(?:arguments must be process or job IDs|illegal pid|failed to parse argument"
                r"|[Ii]llegal process id)"
            ),
            "kill takes numbers of processes, not names",
            severity="minor",
            derive=_by_name,
        ),
    ),
)
