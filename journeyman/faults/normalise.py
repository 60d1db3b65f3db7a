"""Leave out of a message what changes from one run to the next, and keep what names the cause."""

from __future__ import annotations

import re

_LONGEST = 1000
_QUOTES = str.maketrans({"‘": "'", "’": "'", "`": "'", '"': "'", "“": "'", "”": "'"})
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[a-z])'(?=[a-z]\b)"), ""),
    (re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]"), ""),
    (re.compile(r"\b([a-z]{2,8})://(?:[^\s/'@]{1,80}@)?([\w.-]{1,100})(?::\d+)?[^\s'\")\]>]{0,300}"), r"\1://\2"),
    (re.compile(r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"), "<id>"),
    (re.compile(r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"), "<date>"),
    (re.compile(r"\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b"), "<date>"),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b"), "<address>"),
    (re.compile(r"\blocalhost:\d+\b"), "<address>"),
    (re.compile(r"\b0x[0-9a-fA-F]+\b"), "<id>"),
    (re.compile(r"<([\w. ]{1,80}) (?:object )?at <id>>"), r"<\1>"),
    (re.compile(r"\b(?=[0-9a-f]{0,39}\d)(?=[0-9a-f]{0,39}[a-f])[0-9a-f]{7,64}\b"), "<id>"),
    (
        re.compile(
            r"(?<![\w/.])(?:[A-Za-z]:|~|\.{1,2})?(?:[/\\][\w.@+ -]{1,100}(?=[/\\])){0,40}[/\\]([\w.@+-]{1,100})"
        ),
        r"\1",
    ),
    (re.compile(r"(?<![\w/.@-])(?:[\w.+-]{1,80}/){1,20}([\w+-]{1,80}\.\w{1,5})\b"), r"\1"),
    (re.compile(r"\btmp[a-z0-9_]{5,12}\b|\bpytest-of-\w+\b|\b[a-z]+[-_.]?tmp[-_.]?\w*\b"), "<tmp>"),
    (re.compile(r"\b\d+(?:\.\d+)?\s?(?:ms|s|sec|secs|seconds?|min|minutes?|h|[kMG]i?B|bytes)\b"), "#"),
    (re.compile(r"\bpid[ =:]+\d+"), "pid #"),
    (re.compile(r"[+-]?\d+(?:[.,_]\d+)*(?:[eE][+-]?\d+)?"), "#"),
    (re.compile(r"(?:#[,:x]? ?){2,}"), "#"),
    (re.compile(r"\s+"), " "),
)
_QUOTED = re.compile(r"'([^']{0,200})'")
_NAME = re.compile(r"[@A-Za-z_#<][\w@#./<>$:-]{0,80}$")


def normalise(text: str, *, keep_names: bool = True) -> str:
    """Return ``text`` without numbers, paths (their last part stays), addresses, ids, dates, durations.

    Of what stands in quotes a single word stays, for it is the name of something, unless ``keep_names`` is False; a
    value does not.
    """
    found = text[:_LONGEST].translate(_QUOTES)
    for pattern, new in _STEPS:
        found = pattern.sub(new, found)
    if not keep_names:
        return _QUOTED.sub("'*'", found).strip()
    return _QUOTED.sub(lambda match: match[0] if _NAME.match(match[1]) else "'*'", found).strip()
