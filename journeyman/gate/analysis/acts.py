"""Acts: what a command does outside of the sandbox, in its own words, since trust in one says nothing about another.

``git push origin main`` and ``git push elsewhere main`` are the same program with the same effects. What is held by the
sandbox and undone by a checkpoint may share a name; what reaches other machines may not.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from journeyman.gate.analysis.addresses import looks_random
from journeyman.gate.analysis.destinations import destinations
from journeyman.gate.analysis.literals import filled
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.steering import bind_input, bind_steering
from journeyman.gate.analysis.words import Word
from journeyman.redact import redact
from journeyman.values import Effect, content_hash

_LONGEST = 100
_SHOWN = re.compile(r"(?![-+#])[\w./:@=,%~^<>*+-]{1,60}\Z|-{0,2}\Z|--?[A-Za-z][\w-]{0,30}(=[\w./:@,%~^+-]{1,60})?\Z")
"""Words that a signature may hold as they are; others appear as a digest."""
_ATTACHED = re.compile(r"-[A-Za-z0-9]{3,}\Z")
"""An option with its value, perhaps a password (``-pSECRET``)."""
_HIDES = frozenset({"-p", "-u"})
"""Options that hold a password or a user in some programs."""
_LOGS_IN = names("-a --auth --user --userpass")
"""Options that may hold a user with a password behind a colon."""
_WITH_USER = re.compile(r"[^/@\s]*:[^/@\s]+@")
_FORGES = frozenset({"gh", "glab", "tea", "hub"})
_TALK = names("--title --body --notes --message --description --subject")
_TALK_SHORT = names("-t -b")
"""Options of forges whose value is text for people, and no part of the act. Short ones mean it with some verbs."""
_TALKERS = names("pr mr issue release discussion")
_TELLS = names("create edit comment review")


def record_act(words: Sequence[Word], record: Record, since: int) -> None:
    """Record that the command ``words`` (program first) acts outside, and what it acts with.

    ``since``: how many subjects there were before the command; the act takes the place of those it added.
    """
    program = words[0].text.rpartition("/")[2]
    for host in destinations(program, words[1:]):
        record.add(Effect("network-out", "external", "none", host, f"reaches {host}"))
    record.vague = record.vague or not all(word.known and not word.glob for word in words)
    bind_steering(program, words[1:], record)
    if record.stdin.piped or record.stdin.text is not None or record.stdin.file is not None:
        record.vague = True
    if record.vague:
        bind_input(record)
    record.subjects[since:] = [each for each in record.subjects[since:] if each.partition(" ")[0] != program]
    act = act_of(program, [filled(word.text, "?") for word in words[1:]]) + _place(record)
    if act not in record.acts:
        record.acts.append(act)


def _place(record: Record) -> str:
    """Return where the command runs, when that is not the workspace's own folder: what is meant depends on it."""
    root = str(record.workspace.root)
    folders = [os.path.relpath(each, root) for each in record.cwds if each != root]
    if record.cwd_unknown:
        return " (in ?)"
    if not folders:
        return ""
    text = "+".join(folders)
    return f" (in {text})" if _SHOWN.fullmatch(text) else f" (in #{_digest(text)})"


def act_of(program: str, words: Sequence[str]) -> str:
    """Return a name for ``program`` with ``words`` that differs wherever they do, and that holds no secret."""
    kept = _without_talk(program, words)
    line = " ".join([program, *kept])
    if redact(line) != line:  # which of the words it is may depend on the one before
        return f"{program} {' '.join(word for word in kept[:2] if word.isalpha())}".rstrip() + f" #{_digest(line)}"
    shown = [program]
    for before, word in zip(["", *kept], kept, strict=False):
        plain = _SHOWN.fullmatch(word) and not _ATTACHED.fullmatch(word) and not _WITH_USER.search(word)
        hides = (before in _HIDES and not word.isdigit()) or (before in _LOGS_IN and ":" in word)
        shown.append(word if plain and not hides and not looks_random(word) else f"#{_digest(word)}")
    text = " ".join(shown)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 18].rpartition(' ')[0]} #{_digest(line)}"


def _without_talk(program: str, words: Sequence[str]) -> list[str]:
    if program not in _FORGES or not _TALKERS.intersection(words[:1]):
        return list(words)
    talk = _TALK | (_TALK_SHORT if _TELLS.intersection(words[1:2]) else frozenset())
    kept: list[str] = []
    skip = False
    for word in words:
        name, equals, _ = word.partition("=")
        if not skip:
            kept.append(name if name in talk else word)
        skip = not skip and name in talk and not equals
    return kept


def _digest(text: str) -> str:
    return content_hash(text)[:16]  # nobody must find another text with the same digest
