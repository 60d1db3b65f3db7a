"""Methods that are handed over instead of called, and arguments that come out of a mapping."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.python_names import BARE
from journeyman.gate.analysis.python_receivers import SESSION, is_service, root_of
from journeyman.gate.analysis.python_texts import MANY
from journeyman.gate.analysis.words import HOLE

_OF_PATHS = names("rename replace open copy move")
_OF_SESSIONS = names("post put patch delete request send get head options")
_OF_DATABASES = names("execute executemany")


def judge_handed(context: Context, node: ast.Attribute) -> None:
    """Judge ``thing.method`` taken as a value: it may be called later, where its name is not seen."""
    name = node.attr
    kinds = context.kinds(node.value)
    acts = (
        (name in _OF_DATABASES and kinds != {"database"})
        or (name in _OF_PATHS and "path" in kinds)
        or (name in _OF_SESSIONS and "session" in kinds)
        or (name in {"post", "put", "patch"} and (is_service(node.value) or SESSION.match(root_of(node.value))))
    )
    if acts and not kinds <= {"own"}:
        context.unsafe(name, f"hands over {name}, which can act")


def methods_of(context: Context, name: str) -> Iterator[ast.Attribute]:
    """Yield the methods that ``name`` is another name of (``move = thing.rename``)."""
    sources = context.values.bindings.names.get(name, [])
    if len(sources) > MANY:
        if any(isinstance(each.node, ast.Attribute) and each.node.attr in BARE for each in sources):
            context.unsafe(name, f"calls {name}, which has too many meanings")
        return
    for source in sources:
        if isinstance(source.node, ast.Attribute) and not context.members(source.node):
            yield source.node
        elif isinstance(source.node, ast.Call):
            yield from taken(context, source.node)


def taken(context: Context, node: ast.expr) -> Iterator[ast.Attribute]:
    """Yield the methods that ``getattr(thing, "name")`` may be, as far as the name is known."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr" and len(node.args) > 1:
        for value in context.values.of(node.args[1]):
            if value.kind == "text" and HOLE not in value.text and value.text.isidentifier():
                yield ast.Attribute(node.args[0], value.text)


def bases_of(context: Context, name: str) -> Iterator[ast.expr]:
    """Yield what the code's own class ``name`` inherits from and is not the code's own, but for errors."""
    bindings = context.values.bindings
    line = bindings.line(name)
    for base in [base for each in line for base in bindings.parents[each].values()]:
        last = base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
        own = isinstance(base, ast.Name) and last in line and context.values.own(last)
        if last and not own and last != "Dataset" and not last.endswith(("Error", "Exception", "Warning")):
            yield base


def spread(context: Context, node: ast.Call) -> ast.Call:
    """Return the call with the keywords that ``**options`` stands for, as far as they are known."""
    if not any(each.arg is None for each in node.keywords):
        return node
    keywords: list[ast.keyword] = []
    for each in node.keywords:
        found = None if each.arg is not None else _keywords(context, each.value)
        if found is None:
            keywords.append(each)
        else:
            keywords += found
            if isinstance(each.value, ast.Name) and each.value.id not in context.values.visible:
                keywords.append(each)
    return ast.copy_location(ast.Call(node.func, node.args, keywords), node)


def _keywords(context: Context, node: ast.expr) -> list[ast.keyword] | None:
    if isinstance(node, ast.Dict):
        texts = [context.values.constant(key) if key is not None else None for key in node.keys]
        known = [ast.keyword(text, value) for text, value in zip(texts, node.values, strict=True) if text]
        return known if len(known) == len(texts) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict" and not node.args:
        return list(node.keywords) if all(each.arg for each in node.keywords) else None
    sources = context.values.bindings.names.get(node.id, []) if isinstance(node, ast.Name) else []
    if len(sources) == 1 and isinstance(sources[0].node, (ast.Dict, ast.Call)):
        return _keywords(context, sources[0].node)
    return None
