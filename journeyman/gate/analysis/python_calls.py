"""Calls: of builtins, of a module's members, of methods, of names that only an earlier cell knows."""

from __future__ import annotations

import ast
import io
from collections import Counter, OrderedDict, deque

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_attributes import judge_name
from journeyman.gate.analysis.python_builtins import judge_builtin, judge_unknown_attribute
from journeyman.gate.analysis.python_context import Context, argument, mode_of, only_reads
from journeyman.gate.analysis.python_handed import bases_of, methods_of, taken
from journeyman.gate.analysis.python_imports import check_member, judge_dynamic_import
from journeyman.gate.analysis.python_libraries import LIBRARIES, NETWORK
from journeyman.gate.analysis.python_magics import judge_cell
from journeyman.gate.analysis.python_methods import judge_bare, judge_call_by_name, judge_method
from journeyman.gate.analysis.python_modules import NETWORK_STANDARD
from journeyman.gate.analysis.python_names import ACTING, BARE, BUILTINS_THAT_ACT, SHOWS
from journeyman.gate.analysis.python_network import judge_network_call
from journeyman.gate.analysis.python_pages import judge_page
from journeyman.gate.analysis.python_sessions import judge_session, judge_travelling
from journeyman.gate.analysis.python_standard import IMPORTS, JUDGES, run_shell
from journeyman.gate.analysis.python_system import judge_search_path, judge_stream
from journeyman.gate.analysis.python_texts import Value

_PATH_WRITES = names("write_text write_bytes mkdir touch chmod lchmod symlink_to hardlink_to link_to")
_PATH_READS = names("read_text read_bytes iterdir glob rglob walk stat lstat owner group")
_LOCAL_DATABASES = ("sqlite:", "duckdb:")


def judge_call(context: Context, node: ast.Call) -> None:
    """Judge one call. Its arguments are visited by the caller."""
    function = node.func
    if isinstance(function, ast.Name):
        _call_name(context, node, function.id)
    elif isinstance(function, ast.Attribute):
        if not judge_travelling(context, node, function):
            _call_attribute(context, node, function)
    else:
        found = context.members(function)
        for each in found:
            _call_member(context, node, each.text, None)
        key = context.values.constant(function.slice) if isinstance(function, ast.Subscript) else None
        if key is not None and (key in BARE or key in BUILTINS_THAT_ACT or f"os.{key}" in JUDGES):
            context.floor(f"[{key!r}]", f"calls {key}, taken from a mapping")
        elif isinstance(function, ast.Call) and getattr(function.func, "id", "") == "getattr" and not found:
            judge_unknown_attribute(context, function)
            for method in taken(context, function):
                _call_attribute(context, ast.Call(method, node.args, node.keywords), method)


def _call_name(context: Context, node: ast.Call, name: str) -> None:
    if context.values.own(name):
        _construct(context, node, name)
        return
    if name not in context.values.visible and (name in BUILTINS_THAT_ACT or name == "type"):
        judge_builtin(context, node, name)
        return
    judged = False
    for each in context.values.named(name):
        if each.kind == "member":
            _call_member(context, node, each.text, None)
            judged = True
        elif each.kind == "module":
            judged = True  # a name shared by a module, called: an error at worst
    if name == "display":
        judge_page(context, node, name)
    for method in methods_of(context, name):
        _call_attribute(context, node, method)
    if not judged and name not in _PLAIN:
        if name in BARE:
            context.unsafe(name, f"calls {name}, which can act when it is what its name says")
        judge_bare(context, node, name)


def _construct(context: Context, node: ast.Call, owner: str) -> None:
    """Judge making one of the code's own classes as making what it inherits from (``class Log(FileHandler)``)."""
    for base in bases_of(context, owner):
        judge_call(context, ast.Call(base, node.args, node.keywords))


def _initialise(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """Judge ``super().__init__(...)`` and ``Base.__init__(self, ...)``; return whether it is one."""
    receiver = function.value
    if isinstance(receiver, ast.Call) and getattr(receiver.func, "id", "") == "super":
        if context.values.around:
            _construct(context, node, context.values.around[-1])
        return True
    last = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
    if not last[:1].isupper():
        context.unsafe("__init__", "makes a thing anew that is there already")
    elif node.args:
        judge_call(context, ast.Call(receiver, node.args[1:], node.keywords))
    return True


def _call_attribute(context: Context, node: ast.Call, function: ast.Attribute) -> None:
    seen: set[str] = set()
    if function.attr == "__init__" and _initialise(context, node, function):
        return
    for base in context.values.of(function.value):
        if base.kind in {"module", "member"}:
            _call_member(context, node, f"{base.text}.{function.attr}", function)
        elif base.kind == "shell":
            _call_shell(context, node, function.attr)
        elif base.kind == "session":
            judge_session(context, node, function.attr)
        elif base.kind == "path":
            _call_path(context, node, function)
        elif base.kind == "own" and (context.values.defines(base, function.attr) or function.attr == "__class__"):
            continue
        elif base.kind in {"file", "memory", "text"}:
            _call_container(context, node, function, base)
        elif base.kind not in seen:
            judge_method(context, node, function)
        seen.add(base.kind)


def _call_container(context: Context, node: ast.Call, function: ast.Attribute, base: Value) -> None:
    """Judge a method of a text, a container, or a file that the code opened: writing there was judged before."""
    if base.kind == "file" and function.attr not in _OF_FILES:
        context.unsafe(f"the method {function.attr}", f"{function.attr} of a file or an archive can act", "write")
    if function.attr in {"format", "format_map"} or (base.kind != "file" and function.attr not in _CONTAINED):
        judge_method(context, node, function)


def _call_path(context: Context, node: ast.Call, function: ast.Attribute) -> None:
    name = function.attr
    path = function.value
    if name in {"unlink", "rmdir"}:
        context.write(path, f"Path.{name}", delete=True)
    elif name in {"rename", "replace"} and len(node.args) + len(node.keywords) == 1:
        context.write(path, f"Path.{name}", delete=True)
        context.write(argument(node, 0, "target"), f"Path.{name}")
    elif name in _PATH_WRITES:
        context.write(path, f"Path.{name}")
    elif name == "open":
        mode = mode_of(node, 0)
        if only_reads(mode) and not any(each.arg == "opener" for each in node.keywords):
            context.read(path, "Path.open")
        else:
            context.write(path, "Path.open for writing")
    elif name in _PATH_READS:
        context.read(path, f"Path.{name}", names_only=name not in {"read_text", "read_bytes"})
    elif judge_name(context, name, handed=False) and name in {
        "rmtree",
        "remove",
        "copy",
        "move",
        "copy_into",
        "move_into",
    }:
        context.unsafe(f"Path.{name}")


def _call_shell(context: Context, node: ast.Call, name: str) -> None:
    """Judge a method of IPython's shell."""
    texts = [context.values.constant(each) for each in node.args]
    if (
        name
        in {"system", "getoutput", "getoutputs", "getpoutput", "run_line_magic", "magic", "run_cell_magic", "run_cell"}
        and None not in texts
        and texts
    ):
        words = [str(each) for each in texts]
        code = {
            "run_line_magic": "%" + " ".join(words),
            "magic": "%" + words[0],
            "run_cell_magic": "%%" + " ".join(words[:2]) + "\n" + "".join(words[2:]),
            "run_cell": words[0],
        }.get(name)
        if code is None:
            run_shell(context, node.args[0], f"get_ipython().{name}")
        else:
            judge_cell(code, context.record)
            context.uses.append(f"get_ipython().{name}")
    elif (
        name in {"run_line_magic", "magic"}
        and texts
        and str(texts[0]).split(" ")[0] in {"matplotlib", "config", "time"}
    ):
        return
    else:
        context.floor(
            f"get_ipython().{name}", f"asks IPython for {name} of what is not known before it runs", "unknown"
        )


def _call_member(context: Context, node: ast.Call, full: str, function: ast.Attribute | None) -> None:
    """Judge calling ``full``, a member of a module (dotted)."""
    top, _, member = full.partition(".")
    judge = JUDGES.get(full) or _MEMBERS.get(full)
    if judge is not None:
        judge(context, node, full)
    elif full in IMPORTS:
        judge_dynamic_import(context, node, full)
    elif full.startswith("sys.path."):
        judge_search_path(context, node, member)
    elif full.startswith(("sys.stdout.", "sys.stderr.", "sys.stdin.", "os.environ.")):
        judge_stream(context, node, full)
    elif top in NETWORK or top in NETWORK_STANDARD or full.startswith("urllib.request."):
        judge_network_call(context, node, full)
    elif full in ACTING:
        context.unsafe(full, f"calls {full}, which can act", "execute")
    elif top in LIBRARIES:
        if check_member(context, full.rpartition(".")[0]):
            last = full.rpartition(".")[2]
            attribute = function or ast.Attribute(ast.Name(full.rpartition(".")[0]), last)
            judge_method(context, node, attribute, library=full)
    elif check_member(context, full) and full.count(".") > 1:
        judge_call_by_name(context, node, full.rpartition(".")[2])
        _unbound(context, node, full.split("."))


def _partial(context: Context, node: ast.Call, full: str) -> None:
    """Judge ``partial(function, ...)`` as a call of that function."""
    if node.args and isinstance(node.args[0], (ast.Name, ast.Attribute)):
        judge_call(context, ast.Call(node.args[0], node.args[1:], node.keywords))


def _method_called(context: Context, node: ast.Call, full: str) -> None:
    """Judge ``methodcaller("name", ...)`` as a call of that method of something unknown."""
    name = context.values.constant(node.args[0]) if node.args else None
    if name is None:
        context.unsafe(full, f"{full} of a name that is not known before it runs")
    elif judge_name(context, name, handed=True):
        method = ast.Attribute(ast.Name("path"), name)
        _call_attribute(context, ast.Call(method, node.args[1:], node.keywords), method)


def _unbound(context: Context, node: ast.Call, parts: list[str]) -> None:
    """Judge ``Class.method(thing, ...)`` as ``thing.method(...)``."""
    if not parts[-2][:1].isupper() or not node.args or isinstance(node.args[0], ast.Starred):
        return
    thing = node.args[0]
    if parts[0] == "pathlib":
        thing = ast.Call(ast.Attribute(ast.Name("pathlib"), "Path"), [thing], [])
    method = ast.Attribute(thing, parts[-1])
    _call_attribute(context, ast.Call(method, node.args[1:], node.keywords), method)


def _engine(context: Context, node: ast.Call, full: str) -> None:
    address = context.values.text(argument(node, 0, "url"))
    if not all(each.text.startswith(_LOCAL_DATABASES) for each in address):
        context.external("create_engine", "connects to a database server")


_MEMBERS = {
    "functools.partial": _partial,
    "operator.methodcaller": _method_called,
    "sqlalchemy.create_engine": _engine,
}
_OF_FILES = names(
    """
    read readline readlines read1 readinto peek seek tell close flush write writelines fileno isatty readable writable
    seekable open namelist infolist getinfo printdir testzip getnames getmembers getmember extractfile next list name
    detach reconfigure getnchannels getframerate getnframes getsampwidth readframes getparams rewind getvalue
    """
)
_CONTAINED = frozenset(
    name
    for kind in (
        list,
        dict,
        set,
        tuple,
        str,
        bytes,
        bytearray,
        deque,
        OrderedDict,
        Counter,
        io.StringIO,
        io.BytesIO,
        int,
        float,
    )
    for name in dir(kind)
    if not name.startswith("__")
) | names(
    """
    put get get_nowait put_nowait task_done qsize empty full writerow writerows writeheader acquire release wait set
    is_set
    """
)
"""Methods of plain containers, texts and numbers: they change nothing but memory."""

_PLAIN = SHOWS - {"Markdown"} | names(
    """
    Path PurePath deque defaultdict Counter StringIO BytesIO OrderedDict super sorted sum min max
    """
)
