"""All explainers, and the order in which they are asked: what knows a library before what knows the language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.causes import (
    arrays,
    asserts,
    attributes,
    calls,
    conversions,
    files,
    imports,
    limits,
    lookups,
    names,
    network,
    numbers,
    operands,
    services,
    tables,
    tasks,
    texts,
    values,
)

FAMILIES = (
    tasks,
    services,
    arrays,
    tables,
    imports,
    names,
    attributes,
    texts,
    network,
    files,
    calls,
    operands,
    conversions,
    values,
    lookups,
    numbers,
    limits,
    asserts,
)


@lru_cache(maxsize=1)
def explainers() -> dict[str, list[Explainer]]:
    """Return the explainers of each exception, by its name without the module."""
    found: dict[str, list[Explainer]] = {}
    for names_, explainer in _rows():
        for name in names_.split():
            found.setdefault(name, []).append(explainer)
    return found


def _rows() -> Iterator[tuple[str, Explainer]]:
    for family in FAMILIES:
        for row in family.CAUSES:
            yield (row.names, row.explain) if isinstance(row, Cause) else row
