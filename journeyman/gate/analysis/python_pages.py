"""What is shown in a notebook: scripts in it run in the user's browser."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.words import HOLE

_SCRIPT = re.compile(
    r"<\s*(script|object|embed|form|meta)|javascript:|\bon\w+\s*=|fetch\s*\(|XMLHttpRequest|import\s*\(", re.IGNORECASE
)
_FETCHES = re.compile(r"(src|href|url)\s*[=(]\s*['\"]?\s*(https?:)?//[^'\">]*" + HOLE, re.IGNORECASE)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*//[^)]*" + HOLE)
_PAGES = names("HTML display_html Html SVG raw_html")


def judge_page(context: Context, node: ast.Call, name: str) -> None:
    """``HTML(page)``: what is shown in the notebook runs its scripts in the user's browser."""
    if name in {"display", "publish_display_data", "update_display"}:
        for text in _inner_texts(node):
            if _SCRIPT.search(text):
                context.unsafe(name, "shows a page with a script", "execute")
    elif name in {"Javascript", "display_javascript"}:
        context.unsafe(name, "runs a script in the browser", "execute")
    elif name in _PAGES or name == "Markdown":
        shown = [*node.args[:1], *(word.value for word in node.keywords if word.arg in {"value", "data"})]
        for value in [value for each in shown for value in context.values.of(each) if value.kind == "text"]:
            script = name != "Markdown" and _SCRIPT.search(value.text)
            if script or _FETCHES.search(value.text) or _PICTURE.search(value.text):
                context.unsafe(name, "shows a page with a script, or with an address that carries text", "execute")


def judge_shown(context: Context, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Judge ``_repr_html_`` and its like: what they return is shown in the notebook, and its scripts run."""
    script = node.name in {"_repr_html_", "_repr_svg_", "_repr_markdown_", "_repr_mimebundle_"}
    if node.name == "_repr_javascript_" or (script and any(_SCRIPT.search(text) for text in _inner_texts(node))):
        context.unsafe(node.name, "shows a page with a script", "execute")


def _inner_texts(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
