"""Links to files, as far as the place allows: JupyterLab opens files below its root folder, in a tab of its own."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links from absolute paths.

    ``root`` is the server's folder ("" when unknown) and ``base`` its URL path; ``cwd`` is what relative links of a
    saved notebook start from.
    """

    cwd: str
    root: str = ""
    base: str = "/"

    def live(self, path: str, text: str) -> str:
        """Return HTML for a link inside a widget; only the text where the server does not show ``path``."""
        shown = escape(text)
        relative = os.path.relpath(path, self.root) if self.root else ".."
        if relative == ".." or relative.startswith("../"):
            return f"<span class='jm-path'>{shown}</span>"
        arguments = escape(json.dumps({"path": relative}))
        href = escape(self.base + "files/" + quote(relative))
        return (
            f"<a class='jm-path' href=\"{href}\" target='_blank' rel='noopener' "
            f"data-commandlinker-command='docmanager:open' data-commandlinker-args=\"{arguments}\">{shown}</a>"
        )

    def saved(self, path: str, text: str) -> str:
        """Return HTML for a link inside a notebook's output: relative to the notebook, as they resolve there."""
        relative = os.path.relpath(path, self.cwd)
        return f'<a href="{escape(quote(relative))}">{escape(text)}</a>'


def find_links(shell: Any, cwd: str) -> Links:
    """Return the links of this kernel; the server that started it says in its runtime file which folder it shows."""
    app = getattr(getattr(shell, "kernel", None), "parent", None)
    runtime = os.path.dirname(str(getattr(app, "abs_connection_file", "") or ""))
    server = os.environ.get("JPY_PARENT_PID", "")
    if not runtime or not server.isdigit():
        return Links(cwd)
    try:
        with open(os.path.join(runtime, f"jpserver-{server}.json"), encoding="utf-8") as file:
            told = json.load(file)
        return Links(cwd, os.path.realpath(told["root_dir"]), str(told.get("base_url", "/")))
    except (OSError, ValueError, KeyError, TypeError):  # another kind of server: paths are shown as text
        return Links(cwd)
