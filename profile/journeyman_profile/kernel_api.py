"""The ``computer`` object inside Open Interpreter's Python kernel: an interpreter of its own, gated like the first."""

from __future__ import annotations

import sys
from typing import Any

from journeyman.shipped import shipped


def extend(terminal_module: Any) -> None:
    """Append our installation to the code that Open Interpreter runs when it imports that API into the kernel.

    The names are taken away until it is guarded: when that fails, the model is told and has no ``computer``. Without a
    terminal nobody can answer there; what needs approval stays pending, and the model reads why.
    """
    if "journeyman_profile" not in terminal_module.import_computer_api_code:
        terminal_module.import_computer_api_code += f"""

del interpreter, computer
import sys
sys.path.extend(path for path in {_search_path()!r} if path not in sys.path)
import journeyman.shipped, journeyman_profile
import interpreter as interpreter_package
journeyman_profile.install(interpreter_package.interpreter)
interpreter = interpreter_package.interpreter
computer = interpreter.computer
"""


def _search_path() -> list[str]:
    import journeyman

    package = journeyman.__file__ or ""
    return [package.rsplit("journeyman", 1)[0].rstrip("/\\") or sys.prefix, str(shipped("profile"))]
