"""What well-known functions return: paths, opened files, containers, sessions."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable
from typing import Protocol

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_texts import (
    FILE,
    MANY,
    MEMORY,
    SOME_TEXT,
    UNKNOWN,
    Kind,
    Value,
    attribute_of,
    below,
    expand,
)
from journeyman.gate.analysis.words import HOLE


class Reader(Protocol):
    """Tells what expressions may be."""

    def of(self, node: ast.expr | None) -> tuple[Value, ...]:
        """Return what ``node`` may be."""
        ...

    def text(self, node: ast.expr | None) -> tuple[Value, ...]:
        """Return ``node`` as texts."""
        ...

    def constant(self, node: ast.expr | None) -> str | None:
        """Return the one text that ``node`` is."""
        ...


Maker = Callable[[Reader, ast.Call], Iterable[Value]]

BARE = {
    "Path": "pathlib.Path",
    "PurePath": "pathlib.Path",
    "deque": "collections.deque",
    "StringIO": "io.StringIO",
    "BytesIO": "io.BytesIO",
    "defaultdict": "collections.defaultdict",
    "Counter": "collections.Counter",
    "OrderedDict": "collections.OrderedDict",
    "Queue": "queue.Queue",
    "urlopen": "urllib.request.urlopen",
    "urlretrieve": "urllib.request.urlretrieve",
    "rmtree": "shutil.rmtree",
    "Popen": "subprocess.Popen",
    "check_output": "subprocess.check_output",
    "getoutput": "subprocess.getoutput",
    "environ": "os.environ",
    "getenv": "os.getenv",
    "partial": "functools.partial",
    "methodcaller": "operator.methodcaller",
    "attrgetter": "operator.attrgetter",
}
"""Names that notebooks import from modules in earlier cells."""

_CONTAINERS = names(
    """
    list dict set frozenset tuple bytearray collections.deque collections.defaultdict collections.Counter
    collections.OrderedDict collections.ChainMap io.StringIO io.BytesIO queue.Queue queue.LifoQueue queue.PriorityQueue
    queue.SimpleQueue multiprocessing.Queue asyncio.Queue threading.Lock threading.RLock threading.Event random.Random
    int float bool complex len sum abs round csv.writer csv.DictWriter
    """
)
_PATHS = names(
    """
    pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.PurePosixPath pathlib.WindowsPath pathlib.PureWindowsPath
    """
)
_SESSIONS = names("requests.Session requests.session httpx.Client httpx.AsyncClient aiohttp.ClientSession")
_UNCHANGED = names(
    """
    os.path.abspath os.path.realpath os.path.normpath os.fspath str os.path.expandvars bytes os.fsencode
    os.path.normcase
    """
)
_HIDING = names(
    """
    base64.b64decode base64.b32decode base64.b16decode base64.b85decode base64.a85decode base64.decodebytes chr
    base64.urlsafe_b64decode binascii.unhexlify binascii.a2b_base64 codecs.decode zlib.decompress bytes.fromhex
    gzip.decompress bz2.decompress lzma.decompress binascii.a2b_hex base64.standard_b64decode
    """
)
_OPENERS = names("open io.open gzip.open bz2.open lzma.open codecs.open zipfile.ZipFile tarfile.open gzip.GzipFile")
_SHELLS = names("get_ipython IPython.get_ipython IPython.core.getipython.get_ipython")


def made_by(name: str, values: Reader, node: ast.Call) -> Iterable[Value]:
    """Return what calling ``name`` (a builtin, or a module's member, dotted) may give."""
    maker = _MAKERS.get(name)
    if maker is not None:
        return maker(values, node)
    if name in _UNCHANGED:
        return values.of(node.args[0]) if node.args else (UNKNOWN,)
    return (_KINDS.get(name, UNKNOWN),)


def _put_together(values: Reader, node: ast.Call, kind: Kind) -> list[Value]:
    found = [Value(kind, each.text, each.hidden) for each in values.text(node.args[0])] if node.args else []
    for part in node.args[1:]:
        found = [below(a, b) for a in found for b in values.text(part)][:MANY]
    return [Value(kind, each.text, each.hidden) for each in found] or [Value(kind, ".")]


def _path(values: Reader, node: ast.Call) -> Iterable[Value]:
    return _put_together(values, node, "path")


def _text(values: Reader, node: ast.Call) -> Iterable[Value]:
    return _put_together(values, node, "text")


def _home(values: Reader, node: ast.Call) -> Iterable[Value]:
    return (Value("path", os.path.expanduser("~")),)


def _here(values: Reader, node: ast.Call) -> Iterable[Value]:
    return (Value("path", "."),)


def _expanded(values: Reader, node: ast.Call) -> Iterable[Value]:
    found = values.text(node.args[0]) if node.args else (UNKNOWN,)
    return [Value(each.kind, expand(each.text), each.hidden) for each in found]


def _parent(values: Reader, node: ast.Call) -> Iterable[Value]:
    return [attribute_of(each, "parent") for each in (values.text(node.args[0]) if node.args else ())]


def _variable(values: Reader, node: ast.Call) -> Iterable[Value]:
    if node.args and values.constant(node.args[0]) == "HOME":
        return (Value("text", os.path.expanduser("~")),)
    return (SOME_TEXT, *(values.text(node.args[1]) if len(node.args) > 1 else ()))


def _connected(values: Reader, node: ast.Call) -> Iterable[Value]:
    where = node.args[0] if node.args else next((each.value for each in node.keywords if each.arg == "database"), None)
    memory = where is None or values.constant(where) in {":memory:", ""}
    return (Value("database") if memory else UNKNOWN,)


_KINDS: dict[str, Value] = {
    **dict.fromkeys(_CONTAINERS, MEMORY),
    **dict.fromkeys(_SESSIONS, Value("session")),
    **dict.fromkeys(_HIDING, Value("text", HOLE, True)),
    **dict.fromkeys(_OPENERS, FILE),
    **dict.fromkeys(_SHELLS, Value("shell")),
}
_MAKERS: dict[str, Maker] = {
    **dict.fromkeys(_PATHS, _path),
    "pathlib.Path.home": _home,
    "pathlib.Path.cwd": _here,
    "os.getcwd": _here,
    "os.path.join": _text,
    "os.path.expanduser": _expanded,
    "os.path.dirname": _parent,
    "os.getenv": _variable,
    "os.environ.get": _variable,
    "sqlite3.connect": _connected,
    "duckdb.connect": _connected,
}
