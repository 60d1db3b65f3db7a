"""Calls on things whose making is not seen: judged by the name, by the arguments and by the receiver's name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_attributes import judge_name, speaks_of_acting
from journeyman.gate.analysis.python_context import URL, Context, argument, is_false
from journeyman.gate.analysis.python_drawing import DRAWING
from journeyman.gate.analysis.python_evaluated import FORMULAS
from journeyman.gate.analysis.python_names import (
    METHODS,
    OPENS,
    READS,
    SERVICE,
    SERVICE_READS,
    UNPICKLES,
    WRITER,
    WRITES_TO,
)
from journeyman.gate.analysis.python_network import brings
from journeyman.gate.analysis.python_pages import judge_page
from journeyman.gate.analysis.python_readers import judge_opener, judge_reader
from journeyman.gate.analysis.python_receivers import root_of
from journeyman.gate.analysis.python_services import SERVICES
from journeyman.gate.analysis.python_shapes import SHAPES
from journeyman.gate.analysis.python_texts import Value
from journeyman.gate.analysis.secrets import is_secret

_BY_ARGUMENTS = {**SHAPES, **DRAWING, **SERVICES}
_BRINGING = names("download push_to_hub trust_remote_code allow_dangerous_deserialization")
_CARRIES = names("data json files body payload params headers auth content")
_MODES = names("w wb a ab wt at w+ wb+ r+ rb+ a+ ab+ xb")
_WEIGHTS = frozenset({True, "imagenet", "DEFAULT"})
_TEXTUAL = names(
    """
    print display Markdown HTML format replace split rsplit startswith endswith len repr append set_title set_xlabel
    set_ylabel title text annotate info debug warning error suptitle urlparse urlsplit urljoin quote unquote
    partition match search findall sub compile fullmatch finditer isinstance extend insert str contains count find
    index strip lstrip rstrip join update get setdefault add dict Latex Math removeprefix link_button head
    BeautifulSoup assertEqual figtext Exception ValueError RuntimeError Namespace URIRef loads dumps from_string
    parse register_namespace
    """
)
"""Calls to which an address is a text like any other."""


def judge_method(context: Context, node: ast.Call, function: ast.Attribute, *, library: str = "") -> None:
    """Judge calling ``function``; ``library`` is the dotted name when it belongs to a module of other people's."""
    name = function.attr
    if not judge_name(context, name, handed=False, of=library):
        return
    judge = _BY_ARGUMENTS.get(name)
    if judge is not None and judge(context, node, function):
        return
    judge_call_by_name(context, node, name, library)
    receiver = root_of(function.value)
    serves = not library and not SERVICE_READS.match(name) and SERVICE.match(receiver)
    if serves and context.kinds(function.value) != {"own"}:
        context.unsafe(f"{receiver}.{name}", f"asks {receiver}, which looks like a service, for {name}")


_BARE = FORMULAS | names("SentenceTransformer CrossEncoder sympify parse_expr lambdify aes pipeline")


def judge_bare(context: Context, node: ast.Call, name: str) -> None:
    """Judge calling a function that only an earlier cell knows."""
    if name in _BARE:
        _BY_ARGUMENTS[name](context, node, ast.Attribute(ast.Name(""), name))
    judge_call_by_name(context, node, name)


def judge_call_by_name(context: Context, node: ast.Call, name: str, library: str = "") -> None:
    """Judge a call of something unknown (or of a library's) by its name and by its arguments."""
    if (library or name != "load_dataset") and brings(context, node, name, library):
        return
    if name in METHODS or speaks_of_acting(name):
        context.unsafe(f"the method {name}", f"calls {library or name}, which can act")
    elif name in UNPICKLES:
        context.unsafe(name, f"{name} may run code from what it reads", "execute")
    elif WRITER.match(name):
        context.write(argument(node, 0, "path", "filename", "filepath", "log_dir", "to_file"), name)
    elif name in OPENS and (library or node.args):
        judge_opener(context, node, name, library or name)
    elif READS.match(name) and (node.args or node.keywords):
        judge_reader(context, node, name)
    elif (
        len(node.args) > 1 and context.values.constant(node.args[1]) in _MODES and "text" in context.kinds(node.args[0])
    ):
        context.write(node.args[0], name)
    judge_page(context, node, name)
    _keywords(context, node, name)
    if name not in _TEXTUAL and not READS.match(name):
        _arguments(context, node, name)


def _keywords(context: Context, node: ast.Call, name: str) -> None:
    for each in node.keywords:
        constant = each.value.value if isinstance(each.value, ast.Constant) else None
        if each.arg in WRITES_TO and not is_false(each.value) and not context.values.only(each.value, "memory"):
            context.write(each.value, f"{name} {each.arg}")
        elif each.arg in _BRINGING and not is_false(each.value):
            context.external(f"{name} {each.arg}", f"{name} with {each.arg} reaches the network")
        elif each.arg in {"pretrained", "weights"} and isinstance(constant, (bool, str)) and constant in _WEIGHTS:
            context.visits(name, "download.pytorch.org", "storage.googleapis.com")
        elif each.arg in {"save", "shell"} and constant is True:
            context.unsafe(f"{name} {each.arg}", f"{name} with {each.arg}=True acts")


def _arguments(context: Context, node: ast.Call, name: str) -> None:
    """Judge texts handed to something unknown: an address is fetched, a secret's path is read."""
    why = "a request that carries something" if any(word.arg in _CARRIES for word in node.keywords) else ""
    for each, value in _texts(context, node):
        text = value.text
        if URL.match(text) and len(text) < 2000 and not text.lower().startswith(("sqlite:", "duckdb:")):
            context.fetch(each, name, why)
        elif (value.kind == "path" or ("/" in text and "\n" not in text)) and is_secret(text):
            context.read(each, name)


def _texts(context: Context, node: ast.Call) -> Iterator[tuple[ast.expr, Value]]:
    for each in [*node.args, *(word.value for word in node.keywords)]:
        if isinstance(each, (ast.Constant, ast.JoinedStr, ast.Name, ast.BinOp, ast.Call)):
            for value in context.values.of(each):
                if value.kind in {"text", "path"}:
                    yield each, value
