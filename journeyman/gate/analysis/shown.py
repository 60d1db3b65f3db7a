"""What a command would show of the environment: all of it, or one secret (``echo $API_KEY``, ``jq env.API_KEY``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.redact import is_secret_name
from journeyman.values import Effect

_REFERENCE = re.compile(r"\$\{?!?([A-Za-z_]\w*)(?![\w+]|:\+)")
"""A variable's value, not its length and not only whether it is set."""
_PREFIX = re.compile(r"\$\{!\w+(\[)?[@*]")
"""Names of variables, or the indices of one."""
_PRINTING = frozenset({"echo", "printf", "print"})
_TESTING = frozenset({"test", "[", ":", "true", "false"})
"""What looks at its words and never shows them."""
_LOOKUP = re.compile(r"(?:\benv\.|\$ENV\.|\$ENV\[\s*.|\bENVIRON\[\s*.|\b(?:str)?env\(\s*)(\w+)")
"""How filters name a variable of the environment."""
_WHOLE = re.compile(r"(?:(?<![\w.$\"'])env|\$ENV)\b(?!\s*[(:]|\.[A-Za-z_]|\s*\[\s*[\"'])")
"""How they name all of it."""
_FILTERS = frozenset({"jq", "gojq", "jaq", "yq", "awk", "gawk", "mawk", "nawk"})
_LISTING: Mapping[str, tuple[str, ...]] = {
    "systemctl": ("show-environment",),
    "launchctl": ("export",),
    "cmake": ("-E", "environment"),
    "tmux": ("show-environment",),
}
"""Sub-commands that list the environment: all of these words stand there."""


def judge_shown(words: Sequence[Word], text: str, record: Record) -> None:
    """Record that ``words`` (as they stand in ``text``) print a secret variable that the text itself did not set."""
    program = words[0].text if words else ""
    if "$" in text and any(word.text in _PRINTING for word in words):
        names = _REFERENCE.findall(text)
    elif program in _FILTERS:
        names = _LOOKUP.findall(text)
    else:
        names = []
        if program not in _TESTING:
            judge_references(text, record)
    judge_names(names, record)


def judge_references(text: str, record: Record) -> None:
    """Record that ``text`` hands on a secret variable of an environment that secrets were not taken out of."""
    if not record.open_environment or "$" not in text:
        return
    for name in _REFERENCE.findall(text):
        if is_secret_name(name) and name not in record.scope.variables:
            # not a secret that is read: a client that gets its own token so does not send it away
            record.note("read", "floor", f"hands on the secret variable {name}")
    if "${!" in text and not _PREFIX.search(text):
        record.note("secret-read", "floor", "shows a variable whose name is not known before it runs")


def judge_names(names: Sequence[str], record: Record) -> None:
    """Record that variables are shown, where their names are those of secrets and the text did not set them."""
    for name in names:
        if is_secret_name(name) and name not in record.scope.variables:
            record.note("secret-read", "floor", f"shows the secret variable {name}")


def judge_listing(program: str, words: Sequence[Word], record: Record) -> None:
    """Record that a program lists the environment, or shows the variables that its words name."""
    texts = [word.text for word in words]
    whole = False
    if program == "printenv":
        names = [text for text in texts if text[:1] != "-"]
        whole = not names
        judge_names(names, record)
    elif program == "envsubst":
        whole = not {"-v", "--variables"}.intersection(texts)
    elif program in {"jq", "yq"}:
        whole = any(_WHOLE.search(text) for text in texts if text[:1] != "-")
    elif program in _LISTING:
        whole = all(text in texts for text in _LISTING[program])
    if whole:
        record.add(Effect("read", "read", "none", "environment"))
