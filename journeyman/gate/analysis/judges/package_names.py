"""Names of packages as their ecosystems compare them, without versions and extras."""

from __future__ import annotations

import re

from journeyman.gate.analysis.record import Record

_ARCHIVES = (".whl", ".tar.gz", ".tgz", ".gem", ".deb")
_NAME = re.compile(r"(?!\.{1,2}(/|$))[@A-Za-z0-9][\w@./+-]*")


def add_package(ecosystem: str, text: str, record: Record) -> None:
    """Add a package by its name alone; a folder or file of the workspace is none, an address stays what it is."""
    text = text.strip().strip("'\"")
    if text[:1] in {".", "/", "~"} or (text.endswith(_ARCHIVES) and "://" not in text):
        return
    name = plain_name(ecosystem, text)
    if name:
        record.packages.add(f"{ecosystem}:{name}")


def plain_name(ecosystem: str, text: str) -> str:  # noqa: PLR0911 - a table of cases
    """Return the name in ``text`` as its ecosystem compares names, without versions and extras."""
    if "://" in text or text.startswith(("git+", "git@")) or re.match(r"(github|gitlab|bitbucket):", text):
        return text.rpartition(" @ ")[2].strip().lower()
    if ecosystem == "pypi":
        head, found, address = text.partition("@")
        if found and "/" in address:
            return address.strip().lower()
        return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~;@ ]", head, maxsplit=1)[0]).lower()
    if ecosystem == "conda":
        return re.split(r"[=<>! ]", text.rpartition("::")[2], maxsplit=1)[0].lower()
    if ecosystem == "apt":
        name = re.split(r"[=:/]", text, maxsplit=1)[0].lower()
        return name if _NAME.fullmatch(name) else ""
    if ecosystem == "packagist":
        return text.partition(":")[0].lower()
    name = text[:1] + text[1:].partition("@")[0]
    return (name.replace("_", "-") if ecosystem == "crates" else name).lower()
