"""What trust is kept for: a readable signature, and the basis under which it was earned."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from journeyman.values import Effect, Level, content_hash

ANALYSER_VERSION = 1
"""Raised whenever the same action may be read differently than before: credit does not outlive its reading."""

PROGRAM = "program:"
"""Prefix of the digests that name a program's file (path, size, mtime) instead of a script's content."""

SCRIPT = "script:"
"""Prefix of the digests of workspace files that are themselves the program that runs (``./tool``, ``bash x.sh``)."""

_OPEN_LEVELS = frozenset({"kernel", "external"})
"""What runs without a sandbox, or with the network."""


@lru_cache(maxsize=4096)
def signature(kind: str, subject: str, effects: tuple[Effect, ...], hosts: tuple[str, ...] = ()) -> str:
    """Return ``vN|kind|subject|operations by level|places``, for example
    ``v1|shell.run|git commit|write:contained|workspace``.

    Reading says nothing beside other effects, so only the worst levels' operations appear then. Places are zones and,
    for what may send something over the network, also the zones that it reads, and the ``hosts`` that it would reach
    (``@api.example``), where they are known: what was proven with one host says nothing about another.
    """
    above = [effect for effect in effects if effect.level != "read"] or list(effects)
    what = sorted({f"{effect.operation}:{effect.level}" for effect in above})
    sends = any(effect.level == "external" and effect.operation in ("network-in", "network-out") for effect in above)
    where: list[str] = sorted({effect.zone for effect in (effects if sends else above) if effect.zone != "none"})
    if sends:
        where += sorted(f"@{host}" for host in hosts)
    return f"v{ANALYSER_VERSION}|{kind}|{subject}|{'+'.join(what) or 'nothing'}|{'+'.join(where) or 'none'}"


def subject_of(text: str) -> str:
    """Return the subject inside a signature ("" when it is not one)."""
    parts = text.split("|")
    return "|".join(parts[2:-2]) if len(parts) >= 5 else ""


def scripts(digests: Mapping[str, str]) -> Mapping[str, str]:
    """Return the digests of local scripts and configuration alone: what an approval binds.

    The identity of programs is left to trust: a plan that makes an environment and then runs a program of it can only
    be approved ahead of time if the program's file, which is not there yet, plays no part.
    """
    if not any(name.startswith((PROGRAM, SCRIPT)) for name in digests):
        return digests
    return {name: digest for name, digest in digests.items() if not name.startswith((PROGRAM, SCRIPT))}


def counted(level: Level, digests: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the digests that credit is earned under.

    In the sandbox and without network these are the files of the programs, and the scripts that are programs
    themselves: what a test or a makefile runs changes with every edit, and is held by the sandbox. What runs in a live
    kernel or with the network is held by nothing, so there every file counts that says what it does.
    """
    kept = (PROGRAM, SCRIPT)
    return tuple(sorted(item for item in digests.items() if level in _OPEN_LEVELS or item[0].startswith(kept)))


def basis(rule: str, threshold: float | None, level: Level, digests: Mapping[str, str]) -> str:
    """Return the hash of what credit is earned under: the rule that matched, the threshold, the files that count."""
    return _basis(rule, threshold, counted(level, digests))


@lru_cache(maxsize=1024)
def _basis(rule: str, threshold: float | None, programs: tuple[tuple[str, str], ...]) -> str:
    return content_hash([ANALYSER_VERSION, rule, threshold, [list(item) for item in programs]])[:16]
