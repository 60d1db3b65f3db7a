"""Methods that show something, or write it where they are told to: ``render``, ``show``, ``draw``, ``output``."""

from __future__ import annotations

import ast
import re

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_context import Context, argument, is_false
from journeyman.gate.analysis.python_receivers import root_of
from journeyman.gate.analysis.python_shapes import PLACE_LIKE, Shape

_GRAPH = re.compile(r"(dot|graph|digraph|graphviz|g|src|source|chart|bar|pie|tree)\d?\Z", re.IGNORECASE)
_SCREENS = names("human rgb_array ansi depth_array rgb_array_list state_pixels")


def _render(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """A graph or a chart is rendered into a file, a template or a game into a text or onto the screen."""
    text = context.values.constant(argument(node, 0, "filename", "path", "outfile"))
    file = any(each.arg in {"filename", "directory", "view", "cleanup", "outfile", "path"} for each in node.keywords)
    graph = _GRAPH.match(root_of(function.value)) and not any(each.arg == "mode" for each in node.keywords)
    if file or (text is not None and text not in _SCREENS) or graph:
        context.unsafe(f"the method {function.attr}", f"{function.attr} may write a file", "write")
    return True


def _show(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``net.show("graph.html")`` writes that file."""
    text = context.values.constant(argument(node, 0, "name"))
    if text is not None and PLACE_LIKE.search(text):
        context.write(argument(node, 0, "name"), "the method show")
    return False


def _view(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """A graph is written into a file and opened; an array's view has no such name."""
    if not node.args and _GRAPH.match(root_of(function.value)):
        context.unsafe("the method view", "view writes a file and opens it", "write")
    return False


def _draws(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``pdf.output("x.pdf")`` and ``graph.draw("x.png")`` write that file."""
    place = argument(node, 0, "name", "path")
    text = context.values.constant(place)
    if text is not None and PLACE_LIKE.search(text):
        context.write(place, f"the method {function.attr}")
    return False


def _add(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """A log is given a file to write."""
    place = argument(node, 0, "sink")
    if (
        place is not None
        and root_of(function.value) in {"logger", "loguru"}
        and context.kinds(place) & {"text", "path"}
    ):
        context.write(place, "logger.add")
    return False


def _pipe(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """A table is piped through a function, a file system is given a path and its content."""
    if node.args and context.kinds(node.args[0]) & {"text", "path"}:
        context.write(node.args[0], "the method pipe")
    return False


def _storage(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    flag = argument(node, 1, "flags")
    if flag is not None and not is_false(flag) and getattr(flag, "attr", "") != "FILE_STORAGE_READ":
        context.write(argument(node, 0, "filename"), "FileStorage")
    return False


DRAWING: dict[str, Shape] = {
    "render": _render,
    "show": _show,
    "view": _view,
    **dict.fromkeys(("output", "draw"), _draws),
    "add": _add,
    "pipe": _pipe,
    "FileStorage": _storage,
}
