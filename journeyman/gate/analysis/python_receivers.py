"""What a method is called on, by its name."""

from __future__ import annotations

import ast
import re

from journeyman.gate.analysis.python_names import SERVICE

SESSION = re.compile(r"(s|ses|sess|session|client|http|http_client|requests?|req|async_client|cl)\Z")
CHANNEL = re.compile(r"(sock|socket|s|ws|conn|client|server|channel|producer|smtp|port|ser|writer)\d?\Z")


def root_of(node: ast.expr) -> str:
    """Return the name that a chain of attributes, calls and indexes begins with, or a service's within it."""
    if isinstance(node, ast.Attribute) and SERVICE.match(node.attr):
        return node.attr
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def is_service(node: ast.expr) -> bool:
    """Return whether a receiver's name says that it is a service."""
    return SERVICE.match(root_of(node)) is not None
