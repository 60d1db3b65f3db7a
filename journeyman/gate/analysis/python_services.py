"""Methods of databases, sessions, repositories and processes: ``execute``, ``get``, ``send``, ``run``, ``push``.

Each judge looks at the arguments and at the receiver's name, and returns whether nothing more needs to be looked at.
"""

from __future__ import annotations

import ast
import re

from journeyman.gate.analysis.judges.sql import sql_only_reads
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_context import URL, Context, argument
from journeyman.gate.analysis.python_evaluated import FORMULAS, judge_evaluated, judge_formula, judge_query
from journeyman.gate.analysis.python_network import judge_get
from journeyman.gate.analysis.python_readers import judge_sql
from journeyman.gate.analysis.python_receivers import CHANNEL, SESSION, is_service, root_of
from journeyman.gate.analysis.python_shapes import Shape
from journeyman.gate.analysis.python_standard import run_shell
from journeyman.gate.analysis.words import HOLE

_REACHES = re.compile(r"@\s*\w+\s*[.(\[]|__|\bimport\b|\bos\.|\bsys\.")
_STATEMENT = re.compile(
    r"\s*(insert|update|delete|drop|create|alter|truncate|replace|merge|grant|copy|attach|call|exec|load|install|vacuum"
    r"|set)\s",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\b(attach|load_extension|writefile|vacuum\s+into|copy|export|install|load)\b|read_\w+\('http", re.IGNORECASE
)
_RUNNERS = names("sp subprocess c app agent runner crew server uvicorn chain tool ssh")
_LOCAL = ("./", "../", "/")


def _execute(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    statement = argument(node, 0, "sql", "statement", "query", "operation")
    if context.kinds(function.value) == {"database"}:
        for value in context.values.text(statement):
            if value.hidden or value.text.lstrip().startswith(HOLE) or _BEYOND.search(value.text):
                context.unsafe("SQL", "a statement that reaches beyond the database in memory, or is not known")
    elif statement is None:
        context.unsafe("the method execute", "execute runs what is not known before it runs", "execute")
    else:
        judge_sql(context, statement, f"the method {function.attr}")
    return True


def _script(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``executescript`` changes a database, but one in memory."""
    return context.kinds(function.value) == {"database"} and _execute(context, node, function)


def _commit(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    if context.kinds(function.value) != {"database"}:
        context.unsafe("the method commit", "commit changes a database or a repository")
    return True


def _query(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``frame.query(text)`` evaluates an expression; only one that reaches beyond the data, or is not known, asks."""
    expression = argument(node, 0, "expr", "query", "sql", "expression")
    if expression is None or isinstance(expression, (ast.Lambda, ast.List, ast.Dict, ast.Attribute, ast.Subscript)):
        return True
    use = f"the method {function.attr}"
    for value in context.values.of(expression):
        known = value.text.replace(HOLE, "x") if value.kind == "text" else ""
        if value.kind in {"memory", "own"}:
            continue
        if value.hidden or _REACHES.search(known) or _STATEMENT.match(known):
            context.unsafe(use, f"{function.attr} evaluates an expression that reaches beyond the data")
        elif not known.strip("x ") and (
            function.attr == "query" or root_of(function.value) in {"pd", "pandas", "df", "ne"}
        ):
            context.unsafe(use, f"{function.attr} evaluates an expression that is not known before it runs")
        elif value.kind == "text":
            judge_query(context, value.text, use)
    return True


def _sql(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    for value in context.values.text(argument(node, 0, "query", "sqlQuery")):
        text = value.text.replace(HOLE, "x")
        if value.hidden or not sql_only_reads(text) or re.search(r"read_\w+\('?https?", text):
            context.unsafe("SQL", "a statement that may change the database or reach a file")
    return True


def _expression(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``sympify(text)`` evaluates the text."""
    for value in [
        found for each in (*node.args, *(word.value for word in node.keywords)) for found in context.values.of(each)
    ]:
        if value.hidden or (value.kind == "text" and _REACHES.search(value.text.replace(HOLE, "x"))):
            context.unsafe(function.attr, f"{function.attr} evaluates an expression that reaches beyond the data")
        elif value.kind == "text":
            judge_evaluated(context, value.text)
    return True


def _formula(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    for value in context.values.of(argument(node, 0, "formula", "formula_like")):
        if value.kind == "text":
            judge_formula(context, value.text)
    return False


def _get(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    place = argument(node, 0, "url")
    if place is None:
        return True
    wanted = any(each.arg in {"headers", "params", "timeout"} for each in node.keywords)
    if any(URL.match(value.text) for value in context.values.text(place)) or (
        wanted and SESSION.match(root_of(function.value))
    ):
        judge_get(context, node, "get")
    return True


def _send(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """A generator is sent plain values, a connection texts."""
    first = node.args[0] if node.args else None
    numeric = isinstance(first, ast.Constant) and not isinstance(first.value, (str, bytes))
    own = context.kinds(function.value) == {"own"}
    if not own and not (numeric and not CHANNEL.match(root_of(function.value))):
        context.external("the method send", "send may send over the network")
    return True


def _run(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    first = argument(node, 0, "command", "cmd", "args")
    texts = isinstance(first, (ast.List, ast.Tuple)) or (first is not None and "text" in context.kinds(first))
    if texts or root_of(function.value) in _RUNNERS:
        context.unsafe(f"the method {function.attr}", f"{function.attr} may run a command or a service", "execute")
        return True
    return not any(each.arg == "shell" for each in node.keywords)


def _push(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """A stack is given one thing; a repository is pushed to a place."""
    if not node.args or is_service(function.value) or len(node.args) + len(node.keywords) > 2:
        context.external("the method push", "push may publish")
    return True


def _put(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    first = context.values.text(node.args[0])[0].text if node.args else ""
    if (
        URL.match(first)
        or first.startswith("/")
        or SESSION.match(root_of(function.value))
        or is_service(function.value)
    ):
        context.external("the method put", "put may send over the network")
    return True


def _request(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``resource.request()`` of a simulation takes nothing, a session's takes an address."""
    return (not node.args and not node.keywords) or _sends(context, node, function)


def _sends(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    context.external(f"the method {function.attr}", f"{function.attr} sends over the network")
    return True


def _perhaps_sends(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    first = context.values.text(node.args[0])[0].text if node.args else ""
    if (
        URL.match(first)
        or first.startswith("/")
        or SESSION.match(root_of(function.value))
        or is_service(function.value)
    ):
        return _sends(context, node, function)
    return True


def _bind(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """An event is bound to a function, a socket to an address."""
    if any(isinstance(each, ast.Tuple) for each in node.args) or CHANNEL.match(root_of(function.value)):
        context.external("the method bind", "waits for connections")
    return True


def _connect(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """A signal is connected to a function, a client to a host."""
    handler = len(node.args) == 2 and isinstance(node.args[1], (ast.Name, ast.Attribute, ast.Lambda))
    signal = handler and not CHANNEL.match(root_of(function.value))
    named = CHANNEL.match(root_of(function.value)) is not None and bool(node.args)
    named = named or any(
        each.arg in {"host", "hostname", "user", "password", "username", "dsn", "port"} for each in node.keywords
    )
    for each in node.args[:1]:
        if isinstance(each, ast.Tuple) or ("text" in context.kinds(each) and not signal):
            named = True
    if named:
        context.external("the method connect", "connects over the network")
    return True


def _system(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    if node.args:
        run_shell(context, node.args[0], f"the method {function.attr}")
        context.unsafe(f"the method {function.attr}", f"{function.attr} runs a command", "execute")
    return True


def _pretrained(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    texts = [value.text for value in context.values.text(argument(node, 0, "pretrained_model_name_or_path"))]
    if not all(text.startswith(_LOCAL) for text in texts):
        context.external("the method from_pretrained", "brings a model from the network")
    elif any(each.arg == "trust_remote_code" for each in node.keywords):
        context.unsafe("trust_remote_code", "runs code that comes with a model", "execute")
    return True


def _model(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """A model by its name alone is brought from the network; scikit-learn's ``pipeline`` takes no text."""
    place = argument(node, 1 if function.attr == "pipeline" else 0, "model", "model_name_or_path")
    named = node.args and "text" in context.kinds(node.args[0])
    if named and not all(value.text.startswith(_LOCAL) for value in context.values.text(place)):
        context.external(function.attr, "brings a model from the network")
    return True


SERVICES: dict[str, Shape] = {
    **dict.fromkeys(("execute", "executemany"), _execute),
    "executescript": _script,
    "commit": _commit,
    **dict.fromkeys(("query", "eval", "evaluate"), _query),
    **dict.fromkeys(("sql", "sqldf"), _sql),
    **dict.fromkeys(("sympify", "parse_expr", "lambdify", "aes", "simplify", "nsimplify"), _expression),
    **dict.fromkeys(FORMULAS, _formula),
    "get": _get,
    "send": _send,
    **dict.fromkeys(("run", "call", "check_output", "check_call", "Popen"), _run),
    "push": _push,
    "put": _put,
    "request": _request,
    **dict.fromkeys(("post", "login"), _sends),
    **dict.fromkeys(("patch", "options"), _perhaps_sends),
    "bind": _bind,
    "connect": _connect,
    **dict.fromkeys(("system", "getoutput", "popen"), _system),
    "from_pretrained": _pretrained,
    **dict.fromkeys(("pipeline", "SentenceTransformer", "CrossEncoder"), _model),
}
