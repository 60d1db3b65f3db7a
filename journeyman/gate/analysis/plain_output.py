"""Commands that print names (hashes, dates, ids, files): what they print is never an option."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from journeyman.gate.analysis.listings import lists_files
from journeyman.gate.analysis.literals import NAMED, SERVED
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
    "branch": rf"{_REVISION}|--show-current|-[arl]|--all|--remotes|--list|--(no-)?merged|--sort=-?\w+"
    r"|--format=%\((refname(:short)?|objectname(:short)?)\)",
    "symbolic-ref": rf"{_REVISION}|--short|-q",
}
"""Sub-commands of git whose words all look like this print hashes and names of references, one a line."""
_HASHES = re.compile(r"--(pretty|format)=|--show-current")
_FILTERS = names("head tail sort uniq tac")
_COUNT = re.compile(r"-?\d+|-n\d*|-r|-u|-V")
_GREP = re.compile(r"-[vEFPiwx]+|[\w./:@^$|*+?()\[\]\\-]+")
_FIELD = re.compile(r"-d[/: ]|-f\d+|-d|-f|[/:]|\d+")
_CONTAINERS = names("docker podman nerdctl")
_DATE = re.compile(r"\+(%[YmdHMSsFTjuyGV][-_.:T]?)+")
_COLUMN = re.compile(r" *\{ *print +\$(\d) *\} *")
_PLAIN = {
    "whoami": r"(?!)",
    "hostname": r"-s|-f",
    "nproc": r"--all",
    "id": r"-[ugn]{1,2}",
    "uname": r"-[smnrp]",
    "pgrep": r"-[fnox]|[\w./ -]+",
    "pidof": r"[\w.-]+",
    "which": r"-a|[\w.+-]+",
}
TABLE = SERVED + "table"
"""A table of a service whose first column holds names."""
PROCESSES = NAMED + "table"
"""The table of ``ps``: the first two columns are users and numbers."""


def prints_names(words: Sequence[Word], piped: str, folder: str | None) -> str:  # noqa: PLR0911 - a table of cases
    """Return which kind of names a command prints, line by line: NAMED, SERVED, LISTED; "" when it may be other text.

    ``piped``: what its input is; ``folder``: where it runs, when that is known.
    """
    if not words or not all(word.known for word in words):
        return ""
    name = os.path.basename(words[0].text)
    texts = [word.text for word in words[1:]]
    listed = lists_files(name, words[1:], folder)
    if listed or any(word.glob for word in words):
        return listed
    if piped and (name in _FILTERS or name in {"grep", "cut", "awk"}):
        return _filtered(name, texts, piped)
    if name == "git":
        return NAMED if _git(texts) else ""
    if name in _CONTAINERS:
        return _containers(texts)
    if name in {"kubectl", "oc"} and texts[:1] == ["get"]:
        shown = " ".join(texts)
        plain = re.search(r" (-o|--output)[ =]?name( |$)", shown)
        return SERVED if plain else "" if re.search(r" (-o|--output|--template)", shown) else TABLE
    if name == "ps":
        return PROCESSES if all(re.fullmatch(r"-?(aux|ef|axu|auxw+)", text) for text in texts) and texts else ""
    if name == "date":
        dated = bool(texts) and _DATE.fullmatch(texts[-1]) is not None and all(text == "-u" for text in texts[:-1])
        return SERVED if dated else ""
    if name == "command":
        return NAMED if texts[:1] == ["-v"] and len(texts) == 2 else ""
    return NAMED if name in _PLAIN and all(re.fullmatch(_PLAIN[name], text) for text in texts) else ""


def _filtered(name: str, texts: list[str], piped: str) -> str:
    """Return what comes out of a filter: lines as they are, or the first part of each."""
    if name in _FILTERS:
        return piped if all(_COUNT.fullmatch(text) for text in texts) else ""
    if name == "grep":
        plain = all(_GREP.fullmatch(text) for text in texts) and sum(text[:1] != "-" for text in texts) == 1
        return piped if plain else ""
    if name == "cut":
        return SERVED if piped == SERVED and all(_FIELD.fullmatch(text) for text in texts) else ""
    column = _COLUMN.fullmatch(texts[0]) if len(texts) == 1 else None
    if column is None or piped not in {TABLE, PROCESSES}:
        return ""
    if piped == TABLE:
        return SERVED if column[1] == "1" else ""
    return NAMED if column[1] in "12" else ""


def _containers(texts: list[str]) -> str:
    """``docker ps -q`` and ``docker ps --format '{{.Names}}'`` print names; without a form of its own, a table."""
    shown = " ".join(texts)
    if not re.match(r"(ps|images|(container|image|network|volume) ls)\b", shown):
        return ""
    form = re.search(r" --format[ =](\S+)", shown)
    if form is not None:
        return SERVED if form[1] in {"{{.Names}}", "{{.Name}}", "{{.ID}}"} else ""
    return SERVED if re.search(r" (-a?q|-qa|--quiet)( |$)", shown) else TABLE


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
    return texts[0] not in {"log", "branch"} or any(_HASHES.match(text) for text in texts)
