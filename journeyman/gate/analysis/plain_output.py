"""Commands that print names of a fixed form (hashes, dates, ids): what they print is never an option."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.words import Word

_REVISION = r"[\w./@{}^~:+][\w./@{}^~:+-]*"
_GIT = {
    "rev-parse": rf"{_REVISION}|--short(=\d+)?|--verify|--abbrev-ref|--symbolic-full-name|-q|--quiet",
    "merge-base": rf"{_REVISION}|-a|--all|--fork-point|--octopus",
    "rev-list": rf"{_REVISION}|-n\d*|-\d+|--max-count=\d+|--max-parents=\d|--all|--reverse|--no-merges|--merges|--tags"
    r"|--first-parent|--skip=\d+|--(since|until|after|before|author|grep)=.*|--branches|--|--abbrev-commit",
    "log": rf"{_REVISION}|-n\d*|-\d+|--max-count=\d+|--(pretty|format)=(format:|tformat:)?['\"]?%[hH]['\"]?|--all"
    r"|--reverse|--no-merges|--merges|--first-parent|--(since|until|after|before|author|grep)=.*|--skip=\d+|--no-patch|-s",
    "describe": rf"{_REVISION}|--tags|--always|--dirty|--long|--all|--abbrev=\d+|--exact-match|--contains",
    "branch": r"--show-current",
    "symbolic-ref": rf"{_REVISION}|--short|-q",
}
"""Sub-commands of git whose words all look like this print hashes and names of references, one a line."""
_HASHES = re.compile(r"--(pretty|format)=")
_FILTERS = names("head tail sort uniq tac")
_COUNT = re.compile(r"-?\d+|-n\d*|-r|-u|-V")
_CONTAINERS = names("docker podman nerdctl")
_DATE = re.compile(r"\+(%[YmdHMSsFTjuyGV][-_.:T]?)+")
_PLAIN = {
    "whoami": r"(?!)",
    "hostname": r"-s|-f",
    "nproc": r"--all",
    "id": r"-[ugn]{1,2}",
    "uname": r"-[smnrp]",
}


def prints_names(words: Sequence[Word], piped: bool) -> bool:
    """Return whether a command prints nothing but such names. ``piped``: its input is such names already."""
    if not words or not all(word.known and not word.glob for word in words):
        return False
    name = os.path.basename(words[0].text)
    texts = [word.text for word in words[1:]]
    if name in _FILTERS:
        return piped and all(_COUNT.fullmatch(text) for text in texts)
    if name == "git":
        return _git(texts)
    if name in _CONTAINERS:
        plain = texts[:1] in (["ps"], ["images"]) or texts[:2] in (["container", "ls"], ["image", "ls"])
        quiet = any(re.fullmatch(r"-a?q|-qa|--quiet", text) for text in texts)
        return plain and quiet and not any(text.startswith("--format") for text in texts)
    if name == "date":
        return bool(texts) and _DATE.fullmatch(texts[-1]) is not None and all(text == "-u" for text in texts[:-1])
    return name in _PLAIN and all(re.fullmatch(_PLAIN[name], text) for text in texts)


def prints_number(words: Sequence[Word]) -> bool:
    """Return whether a command prints one number: the seconds since 1970, or a part of the date."""
    return [word.text for word in words] in (["date", "+%s"], ["date", "-u", "+%s"], ["date", "+%Y"])


def _git(texts: list[str]) -> bool:
    while texts and texts[0] in {"--no-pager", "-P"}:
        texts = texts[1:]
    if texts[:1] == ["-C"]:
        texts = texts[2:]
    allowed = _GIT.get(texts[0], "") if texts else ""
    if not allowed or not all(re.fullmatch(allowed, text) for text in texts[1:]):
        return False
    return texts[0] not in {"log", "branch"} or any(_HASHES.match(text) or text == "--show-current" for text in texts)
