"""Files of the current folder that stand in the place of Python's own modules: ``python -c`` and ``-m`` import them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from journeyman.gate.analysis.digests import digest_file
from journeyman.gate.analysis.record import Record
from journeyman.values import Effect

_NEVER_IMPORTED = frozenset({"test", "this", "antigravity", "idlelib", "turtledemo", "lib2to3"})
"""Modules that no other one imports."""
_MOST = 4_000


def judge_shadows(module: str, record: Record) -> None:
    """Record that Python would run a file of the current folder for ``module``, or for one of its own modules."""
    for cwd in record.cwds:
        for name, path in _modules(cwd, record):
            own = name in sys.stdlib_module_names and name not in _NEVER_IMPORTED
            if own or name == module.partition(".")[0]:
                record.digests[path] = digest_file(path, record.overlay)
                why = f"python takes {os.path.basename(path)} of the project for the module {name}"
                record.add(Effect("execute", "contained", "workspace", path, why))
                record.subject(f"python with its own {name}", "contained")


def _modules(folder: str, record: Record) -> Iterator[tuple[str, str]]:
    """Yield the names and files of the modules that ``folder`` holds, now or by then."""
    planned = {path for path in (*record.overlay, *record.written) if os.path.dirname(path) == folder}
    try:
        found = {os.path.join(folder, name) for name in os.listdir(folder)[:_MOST]}
    except OSError:
        found = set()
    for path in sorted(planned | found):
        name, ending = os.path.splitext(os.path.basename(path))
        if ending in {".py", ".so", ".pyc"}:
            yield name.partition(".")[0], path
        elif not ending and os.path.isfile(os.path.join(path, "__init__.py")):
            yield name, path
