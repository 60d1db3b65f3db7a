"""What experience says about one kind of effect: the numbers that trust is computed from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """Experience with one signature from one origin.

    ``successes`` and ``failures`` are decayed weights as of ``updated`` (Unix seconds); trust is computed from them
    alone. The counters are whole numbers for people and never decay: ``confirmed`` and ``rejected`` by a person,
    ``unasked`` runs that trust or policy allowed, ``failed`` runs, ``undone`` successes, ``clean`` runs (verified
    successes that were not undone). ``basis`` is the hash of what the credit was earned under (rule, threshold, program
    file); another basis starts from nothing.
    """

    signature: str
    origin: str
    kind: str
    successes: float = 0.0
    failures: float = 0.0
    updated: float = 0.0
    confirmed: int = 0
    rejected: int = 0
    unasked: int = 0
    failed: int = 0
    undone: int = 0
    last_failure: float | None = None
    basis: str = ""
    clean: int = 0
