"""Builtins that lead anywhere: ``eval``, ``getattr``, ``setattr``, ``__import__``, ``type`` of three arguments."""

from __future__ import annotations

import ast

from journeyman.gate.analysis.python_attributes import judge_name
from journeyman.gate.analysis.python_bindings import Element
from journeyman.gate.analysis.python_context import Context, scattered
from journeyman.gate.analysis.python_imports import check_member, judge_dynamic_import
from journeyman.gate.analysis.python_libraries import known_library
from journeyman.gate.analysis.python_methods import judge_call_by_name
from journeyman.gate.analysis.python_names import BARE
from journeyman.gate.analysis.python_standard import IMPORTS, JUDGES
from journeyman.gate.analysis.words import HOLE


def judge_builtin(context: Context, node: ast.Call, name: str) -> None:
    """Judge calling the builtin ``name``, one of those that lead anywhere."""
    if name in JUDGES:
        JUDGES[name](context, node, name)
    elif name in IMPORTS:
        judge_dynamic_import(context, node, name)
    elif name == "getattr":
        _getattr(context, node)
    elif name in {"setattr", "delattr"}:
        _setattr(context, node, name)
    elif name == "vars":
        if not node.args or any(each.kind in {"module", "member"} for each in context.values.of(node.args[0])):
            context.unsafe("vars", "vars() gives access to all names")
    elif name == "type":
        if len(node.args) > 1 or scattered(node):
            context.unsafe("type", "makes a class at run time")
    else:
        context.unsafe(name, f"uses {name}")


def _getattr(context: Context, node: ast.Call) -> None:
    """Judge ``getattr(thing, name)``: of a known name it is that attribute."""
    if len(node.args) < 2 or scattered(node):
        context.unsafe("getattr", "takes an attribute that is not known before it runs")
        return
    bases = context.members(node.args[0])
    libraries = bool(bases) and all(known_library(each.text) for each in bases)
    for value in context.values.of(node.args[1]):
        if value.kind == "text" and HOLE not in value.text and not value.hidden:
            if judge_name(context, value.text, handed=True):
                for base in bases:
                    check_member(context, f"{base.text}.{value.text}")
        elif value.hidden:
            context.floor("getattr", "takes an attribute whose name is put together at run time")
        elif bases and not libraries:
            context.floor("getattr", f"takes an attribute of {bases[0].text} that is not known before it runs")
        elif (
            not bases
            and not context.values.only(node.args[0], "own", "memory", "text")
            and not _listed(context, node.args[1])
        ):
            context.unsafe("getattr", "takes an attribute that is not known before it runs")


def _listed(context: Context, name: ast.expr) -> bool:
    """Return whether ``name`` runs over ``dir(thing)``: then attributes are looked at, one by one."""
    sources = context.values.bindings.names.get(name.id, []) if isinstance(name, ast.Name) else []
    inner = [each.node.node for each in sources if isinstance(each.node, Element)]
    return bool(inner) and all(
        "dir" in {node.id for node in ast.walk(each) if isinstance(node, ast.Name)}
        for each in inner
        if isinstance(each, ast.expr)
    )


def judge_unknown_attribute(context: Context, node: ast.Call) -> None:
    """Judge ``getattr(thing, name)(...)`` where the name or the thing is not known."""
    if len(node.args) < 2:
        return
    known = all(value.kind == "text" and HOLE not in value.text for value in context.values.of(node.args[1]))
    harmless = context.values.only(node.args[0], "own", "memory", "text")
    if known:
        for value in context.values.of(node.args[1]):
            judge_call_by_name(context, node, value.text)
            if value.text in BARE:
                context.unsafe(value.text, f"calls {value.text}, which can act when it is what its name says")
        return
    bases = context.members(node.args[0])
    if not harmless and not (bases and all(known_library(each.text) for each in bases)):
        context.unsafe("getattr", "calls an attribute that is not known before it runs")


def _setattr(context: Context, node: ast.Call, name: str) -> None:
    if len(node.args) < 2 or scattered(node):
        context.unsafe(name)
        return
    for base in context.members(node.args[0]):
        if not known_library(base.text):
            context.unsafe(f"{name} {base.text}", f"changes {base.text}")
    text = context.values.constant(node.args[1])
    if text is not None:
        judge_name(context, text, handed=True)
    elif not {"own", "unknown"} & context.kinds(node.args[0]):
        context.unsafe(name, f"{name} of a name that is not known before it runs")
