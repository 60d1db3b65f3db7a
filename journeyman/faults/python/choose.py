"""Which of several exceptions in a text is the failure."""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from journeyman.faults.python.parse import chain_of
from journeyman.faults.python.raised import Raised

_WRAPPERS = frozenset(
    (
        "ExceptionGroup",
        "BaseExceptionGroup",
        "PapermillExecutionError",
        "CellExecutionError",
        "RemoteTraceback",
    )
)


def failure_of(found: Sequence[Raised]) -> tuple[Raised, ...]:
    """Return the exceptions that belong to the failure, the first cause first, the one that came out last.

    Of several independent tracebacks the last counts: the earlier ones were caught and logged. In a report of tests
    it is the first, as in a group of exceptions it is the first one inside.
    """
    if not found:
        return ()
    if found[0].tested or any(raised.depth for raised in found):
        first = next(
            (i for i, raised in enumerate(found) if raised.name not in {"ExceptionGroup", "BaseExceptionGroup"}), 0
        )
        last = first
        while last + 1 < len(found) and found[last + 1].relation and not found[last + 1].depth > found[first].depth:
            last += 1
        return tuple(chain_of(found, last))
    return tuple(chain_of(found, len(found) - 1))


def in_order_of_telling(chain: Sequence[Raised]) -> list[Raised]:
    """Return the exceptions of a chain, the one that tells most first: what came out, then what it was raised from.

    What an exception came up beside, not from, counts only when it is one of the program's own, which tells little.
    """
    out = chain[-1]
    causes: list[Raised] = []
    later = out
    for raised in reversed(chain[:-1]):
        if later.relation == "context" and hasattr(builtins, later.name):
            break
        causes.append(raised)
        later = raised
    return [*causes, out] if out.name in _WRAPPERS and causes else [out, *causes]
