"""Which paths hold secrets, by their names: reading one is always asked."""

from __future__ import annotations

import fnmatch
import os
import re

from journeyman.gate.analysis.secret_names import FILES, FOLDERS, HARMLESS

_KEPT = re.compile(r"(^|/)\.?secrets?/([^/]+/)*[^/]+\.(json|ya?ml|toml|txt|ini|conf|enc|properties)\Z")
"""Data in a folder that is called ``secrets``."""
_PROC = re.compile(r"^/proc/([^/]+|[^/]+/task/[^/]+)/(environ|mem|maps|cmdline|fd|root|cwd|auxv)(/|$)|^/proc/kcore$")
_FILE = re.compile("|".join(fnmatch.translate(pattern) for pattern in FILES), re.IGNORECASE)
_HARMLESS_FILE = re.compile("|".join(fnmatch.translate(pattern) for pattern in HARMLESS), re.IGNORECASE)
_FOLDER = re.compile("(^|/)(" + "|".join(re.escape(folder) for folder in FOLDERS) + ")(/|$)")
_PLAIN_NAMES = (
    *(name for name in FILES if "*" not in name),
    *(".env.local", "id_rsa", "id_ed25519", "key.pem", "client_secret.json", "secrets.json", "service-account.json"),
)

_TELLING = 3
"""A glob that begins with a star says something from this many literal characters on, its ending apart."""
_DATA = re.compile(r"\.(json|ya?ml|toml|xml|txt|ini|cfg|conf|config|properties|php|db|sqlite|csv)\Z", re.IGNORECASE)
"""Endings of ordinary data: ``*.json`` is not after the one secret that ends so; what it matches is looked at."""


def is_secret(path: str) -> bool:
    """Return whether ``path`` (text or resolved, ``/`` separated) names something secret.

    A glob is secret when it could match a well-known name; one that says next to nothing (``*``) is not.
    """
    name = path.rsplit("/", 1)[-1]
    if _HARMLESS_FILE.match(name) and not name.lower().endswith("-key.pem"):
        return False
    if _FILE.match(name) or _FOLDER.search(path) or _PROC.match(path) or _KEPT.search(path):
        return True
    return any(sign in name for sign in "*?[") and _could_match(name)


def holds_secrets(folder: str) -> bool:
    """Return whether reading everything below ``folder`` (absolute, normal) reads secrets: a home, what is above it,
    a place of secrets, or a home's folder that holds one (``~/.config``).
    """
    home = os.path.expanduser("~").rstrip("/") or "/root"
    if is_secret(folder) or folder in {"/", "/proc", "/root"} or (home + "/").startswith(folder + "/"):
        return True
    if os.path.dirname(folder) in {"/home", "/Users"}:
        return True
    below = folder.removeprefix(home + "/") + "/"
    return below[:1] == "." and any(place.startswith(below) for place in FOLDERS)


def _could_match(pattern: str) -> bool:
    if len(_DATA.sub("", pattern).strip("*?")) < _TELLING and pattern[:1] == "*":
        return False
    match = re.compile(fnmatch.translate(pattern)).match
    # A shell's star does not stand for a leading dot.
    return any(match(name) for name in _PLAIN_NAMES if pattern[:1] != "*" or name[:1] != ".")


def may_find_secret(pattern: str) -> bool:
    """Return whether a pattern of ``find``, where a star stands for a leading dot too, is after a known secret."""
    name = pattern.rsplit("/", 1)[-1]
    if len(_DATA.sub("", name).strip("*?")) < _TELLING:
        return False
    match = re.compile(fnmatch.translate(name)).match
    return any(match(name) for name in _PLAIN_NAMES)


def mentions_secret(text: str) -> bool:
    """Return whether any word of ``text`` looks like the path of a secret."""
    return any(is_secret(word) for word in re.split(r"[\s'\"=:,;()<>|&`]+", text) if word)
