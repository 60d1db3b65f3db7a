"""Sessions of ``requests``, ``httpx`` and ``aiohttp``: what they send, and what they are given to send along."""

from __future__ import annotations

import ast

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.python_network import judge_get, plain_headers

_PLAIN = names("verify max_redirects trust_env stream timeout follow_redirects")


def judge_setting(context: Context, target: ast.expr, value: ast.expr) -> None:
    """Judge ``session.headers["x"] = value``, ``session.params = value``: it travels with later requests."""
    key = target.slice if isinstance(target, ast.Subscript) else None
    kept = target.value if isinstance(target, ast.Subscript) else target
    if not isinstance(kept, ast.Attribute) or "session" not in context.kinds(kept.value) or kept.attr in _PLAIN:
        return
    given = value if key is None else ast.Dict([key], [value])
    if kept.attr != "headers" or not plain_headers(context, given):
        context.external(f"session.{kept.attr}", f"gives a session {kept.attr} that travel with its requests")


def judge_travelling(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """Judge ``session.headers.update({...})`` and its like; return whether it is one."""
    kept = function.value
    if not isinstance(kept, ast.Attribute) or "session" not in context.kinds(kept.value):
        return False
    reads = function.attr in {"get", "items", "keys", "values", "copy", "pop", "clear", "get_dict"}
    plain = kept.attr == "headers" and function.attr == "update" and len(node.args) == 1 and not node.keywords
    if not reads and not (plain and plain_headers(context, node.args[0])):
        context.external(f"session.{kept.attr}", f"gives a session {kept.attr} that travel with its requests")
    return True


def judge_session(context: Context, node: ast.Call, method: str) -> None:
    """Judge a method of a session of ``requests``, ``httpx`` or ``aiohttp``."""
    if method in {"get", "head", "options", "stream"}:
        judge_get(context, node, f"session.{method}")
    elif method not in {"close", "mount", "aclose", "update", "raise_for_status"}:
        context.external(f"session.{method}", f"session.{method} sends over the network")
