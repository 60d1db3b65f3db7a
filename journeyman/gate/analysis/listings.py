"""Commands that print the names of files: whether a line, or a word of it, may look like an option."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from journeyman.gate.analysis.globs import matches
from journeyman.gate.analysis.literals import LISTED
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.words import Word

_MOST = 40
_DASHED = re.compile(r"(^|\s)-")
_LS = re.compile(r"-[1dtrSAaUpFR]+")
_OTHER_OUTPUT = names("-printf -fprintf -fprint -fprint0 -fls -ls -exec -execdir -ok -okdir -delete -files0-from")
_SEARCHES = names("grep egrep fgrep rg ag")
_SEARCH_VALUES = names("-e -g -t -T --glob --type")
_SEARCH_OPTIONS = re.compile(
    r"-[rRinlLEFwPHhsSuUc]+|--(include|exclude|exclude-dir|glob|type|color|sort)=.*|--(hidden|no-ignore|no-messages)"
    r"|--files(-with(out)?-match(es)?)?|--(ignore-case|recursive|word-regexp|fixed-strings|smart-case)"
)
_FILES = re.compile(r"-[a-zA-Z]*[lL][a-zA-Z]*|--files-with(out)?-match(es)?|--files")


def lists_files(name: str, words: Sequence[Word], folder: str | None) -> str:
    """Return LISTED when no line of what is printed can be an option, of ``ls`` no word either; "" when one may.

    ``find`` and ``grep -l`` print what they were given in front of each name; names in the current ``folder`` are
    looked at now, as those that a pattern stands for are.
    """
    texts = [word.text for word in words]
    if name == "find":
        return "" if _OTHER_OUTPUT.intersection(texts) or any(word.glob for word in words) else LISTED
    if name == "ls":
        return LISTED if _plain_ls(words, folder) else ""
    if name == "git" and texts[:1] == ["ls-files"]:
        plain = all(
            re.fullmatch(r"[\w./*:!][\w./*:!-]*|--others|--exclude-standard|-co?|-m|--", each) for each in texts[1:]
        )
        return LISTED if plain and _clean(folder) else ""
    if name in _SEARCHES:
        return LISTED if _search(name, texts, folder) else ""
    return ""


def _search(name: str, texts: Sequence[str], folder: str | None) -> bool:
    """Return whether ``grep -l`` or ``rg --files`` prints names that begin as they should."""
    options = [text for text in texts if text[:1] == "-" and text not in _SEARCH_VALUES]
    known = all(_SEARCH_OPTIONS.fullmatch(text) and not (name == "rg" and re.match(r"-\w*r", text)) for text in options)
    if not known or not any(_FILES.fullmatch(text) for text in options):
        return False
    places: list[str] = []
    skip = False
    for text in texts:
        if skip:
            skip = False
        elif text[:1] == "-":
            skip = text in _SEARCH_VALUES
        else:
            places.append(text)
    whole = "--files" in texts or "-e" in texts
    places = places if whole else places[1:]
    return bool(places) or _clean(folder)


def _plain_ls(words: Sequence[Word], folder: str | None) -> bool:
    """Return whether ``ls`` lists names that were looked at, none of which is like an option."""
    if folder is None:
        return False
    asked = [word for word in words if not _LS.fullmatch(word.text)]
    if any(word.text[:1] in {"-", "~"} for word in asked) or any(
        word.text[:1] == "-" and "R" in word.text for word in words
    ):
        return False
    shown = [path for word in asked for path in matches(word.text, folder) or ()] if asked else [folder]
    if len(shown) > _MOST or any(matches(word.text, folder) is None for word in asked):
        return False
    names_shown = [os.path.basename(path) for path in shown]
    return not any(_DASHED.search(each) for each in names_shown) and all(_clean(path) for path in shown)


def _clean(folder: str | None) -> bool:
    """Return whether no name in ``folder`` has a word that begins like an option."""
    if folder is None:
        return False
    found = matches("*", folder) if os.path.isdir(folder) else []
    hidden = matches(".*", folder) if os.path.isdir(folder) else []
    return (
        found is not None
        and hidden is not None
        and not any(_DASHED.search(os.path.basename(path)) for path in (*found, *hidden))
    )
