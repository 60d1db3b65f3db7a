"""Answers as IPython displays them, once."""

from __future__ import annotations

import json
from typing import Any

from journeyman.commands.result import Result


class Answer:
    """A result at a prompt: shown in colours when the cell ends, unless it was shown already."""

    def __init__(self, result: Result, *, shown: bool = False, as_json: bool = False) -> None:
        self.result = result
        self._shown = shown
        self._as_json = as_json

    def show(self) -> None:
        """Print it now; the end of the cell does not print it again."""
        from journeyman.commands.terminal import show

        show(self.result, self._as_json)
        self._shown = True

    @property
    def data(self) -> Any:
        """The result as JSON values."""
        return self.result.data

    @property
    def exit_code(self) -> int:
        """0 done, 1 failed, 2 usage, 3 pending approval, 4 denied."""
        return self.result.exit_code

    def _ipython_display_(self) -> None:
        if not self._shown:
            if "\n" in self.result.text:
                print()  # noqa: T201 - IPython has written "Out[n]: " already
            self.show()
        self._shown = False

    def __repr__(self) -> str:
        return self.result.text


class JsonAnswer:
    """A result shown as JSON text."""

    def __init__(self, result: Any) -> None:
        self.result = result

    def __repr__(self) -> str:
        found = getattr(self.result, "result", self.result)
        told = {"exit_code": found.exit_code, **found.data}
        return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)
