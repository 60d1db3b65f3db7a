"""Functions of the standard library (and a few like them) that are judged by their arguments."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_attributes import judge_name
from journeyman.gate.analysis.python_context import Context, argument, is_false, mode_of, only_reads, scattered
from journeyman.gate.analysis.python_environment import read_variable
from journeyman.gate.analysis.python_libraries import known_library
from journeyman.gate.analysis.python_shell import judge_text, judge_words
from journeyman.gate.analysis.record import Stdin
from journeyman.gate.analysis.words import HOLE, Word

Judge = Callable[[Context, ast.Call, str], None]
"""Judges one call of the function with this dotted name."""

_RUN_KEYWORDS = names(
    """
    shell check capture_output text stdout stderr timeout universal_newlines encoding errors bufsize close_fds input
    stdin args
    """
)


def judge_open(context: Context, node: ast.Call, name: str) -> None:
    """``open(path, mode)``."""
    path = argument(node, 0, "file", "filename", "name")
    mode = mode_of(node, 1)
    if any(each.arg == "opener" for each in node.keywords) or len(node.args) > 7 or scattered(node):
        mode = None
    if only_reads(mode):
        context.read(path, name)
        return
    if mode is None:
        context.unsafe(name, "opens a file in a mode that is not known")
    context.write(path, f"{name} for writing")


def _delete(context: Context, node: ast.Call, name: str) -> None:
    context.write(argument(node, 0, "path", "name"), name, delete=True, recursive=name == "shutil.rmtree")


def _move(context: Context, node: ast.Call, name: str) -> None:
    context.write(argument(node, 0, "src", "old"), name, delete=True)
    context.write(argument(node, 1, "dst", "new"), name)


def _copy(context: Context, node: ast.Call, name: str) -> None:
    context.read(argument(node, 0, "src"), name)
    context.write(argument(node, 1, "dst"), name)


def _write(context: Context, node: ast.Call, name: str) -> None:
    context.write(argument(node, 0, "path", "name", "fname", "base_name"), name)


def _write_second(context: Context, node: ast.Call, name: str) -> None:
    context.write(argument(node, 1, "dst", "filename", "f", "file"), name)


def _scratch(context: Context, node: ast.Call, name: str) -> None:
    context.unsafe(name, f"{name} makes a temporary file", "write")


def _process(context: Context, node: ast.Call, name: str) -> None:
    context.unsafe(name, f"{name} starts or ends processes", "process")


def _privilege(context: Context, node: ast.Call, name: str) -> None:
    context.floor(name, f"{name} changes whose rights the process has", "privilege")


def _folder(context: Context, node: ast.Call, name: str) -> None:
    for word in context.words(argument(node, 0, "path")):
        context.record.change_folder(word)
    context.unsafe(name, "changes the current folder", "kernel")


def _look(context: Context, node: ast.Call, name: str) -> None:
    where = argument(node, 0, "path", "top", "pathname")
    context.read(where, name, names_only=True)
    if name in {"os.walk", "os.fwalk"} and any(
        each.text in {"/", os.path.expanduser("~")} for each in context.words(where)
    ):
        context.record.secret_words = True  # whatever is read of it may be one


def _read(context: Context, node: ast.Call, name: str) -> None:
    context.read(argument(node, 0, "filename", "source", "file", "database"), name)


def _shell(context: Context, node: ast.Call, name: str) -> None:
    run_shell(context, argument(node, 0, "command", "cmd"), name)


def run_shell(context: Context, command: ast.expr | None, name: str) -> None:
    """Judge ``command`` as shell text."""
    context.uses.append(name)
    for each in context.values.text(command):
        text = each.text
        if HOLE in text or each.hidden:
            context.floor(name, f"{name} runs a command that is not wholly known before it runs")
        if text.strip(HOLE).strip() and not text.startswith(HOLE):
            judge_text(text.replace(HOLE, "${UNKNOWN}"), context.record)


def _command(context: Context, node: ast.Call, name: str) -> None:
    """``subprocess.run([...])`` and its like."""
    command = argument(node, 0, "args")
    shell = argument(node, 99, "shell")
    through = (isinstance(shell, ast.Constant) and bool(shell.value)) or name.endswith(("getoutput", "getstatusoutput"))
    odd = sorted({str(each.arg) for each in node.keywords} - _RUN_KEYWORDS)
    if odd or scattered(node) or len(node.args) > 2 or (shell is not None and not isinstance(shell, ast.Constant)):
        context.unsafe(name, f"{name} with {odd[0] if odd else 'arguments'} that may change what runs", "execute")
    outer = context.record.stdin
    if any(each.arg in {"input", "stdin"} for each in node.keywords):
        given = argument(node, 99, "input", "stdin")
        context.record.stdin = Stdin(True, context.values.constant(given))
    if through:
        run_shell(context, command, name)
    else:
        _run_words(context, command, name)
    context.record.stdin = outer


def _run_words(context: Context, command: ast.expr | None, name: str) -> None:
    context.uses.append(name)
    listed = _list_of(context, command)
    if listed is None:
        text = context.values.constant(command)
        if text is None:
            context.floor(name, f"{name} runs a command that is not known before it runs")
        elif " " in text.strip():
            judge_text(text, context.record)
        else:
            judge_words([Word(text)], context.record)
        return
    found = [_word(context, each) for each in listed]
    if not found or not found[0].known or found[0].text == "":
        context.floor(name, f"{name} runs a program that is not known before it runs")
        return
    judge_words(found, context.record)


def _list_of(context: Context, command: ast.expr | None) -> list[ast.expr] | None:
    if isinstance(command, (ast.List, ast.Tuple)):
        return list(command.elts)
    if isinstance(command, ast.Name):
        sources = context.values.bindings.names.get(command.id, [])
        if len(sources) == 1 and isinstance(sources[0].node, (ast.List, ast.Tuple)):
            return list(sources[0].node.elts)
    if isinstance(command, ast.Call) and isinstance(command.func, ast.Attribute) and command.func.attr == "split":
        text = context.values.constant(command.func.value)
        if text is not None and not command.args:
            return [ast.Constant(each) for each in text.split()]
    return None


def _word(context: Context, node: ast.expr) -> Word:
    if any(each.text == "sys.executable" for each in context.members(node)):
        return Word("python3")
    texts = context.values.text(node)
    if isinstance(node, ast.Starred) or len(texts) != 1 or texts[0].hidden:
        return Word(HOLE)
    return Word(texts[0].text)


def _variable(context: Context, node: ast.Call, name: str) -> None:
    read_variable(context, argument(node, 0, "key"))


def _unpickles(context: Context, node: ast.Call, name: str) -> None:
    context.unsafe(name, f"{name} may run code from what it reads", "execute")
    context.read(argument(node, 0, "file", "filename", "f"), name)


def _yaml(context: Context, node: ast.Call, name: str) -> None:
    loader = argument(node, 1, "Loader")
    if not (
        isinstance(loader, (ast.Name, ast.Attribute))
        and (loader.id if isinstance(loader, ast.Name) else loader.attr) in _SAFE_YAML
    ):
        context.unsafe(name, f"{name} may run code from what it reads", "execute")


_SAFE_YAML = names("SafeLoader CSafeLoader BaseLoader FullLoader")


def _reload(context: Context, node: ast.Call, name: str) -> None:
    found = context.members(node.args[0]) if node.args else []
    if not found or not all(known_library(each.text) for each in found):
        context.unsafe(name, "runs a module again", "execute")


def _log(context: Context, node: ast.Call, name: str) -> None:
    if any(each.arg in {"filename", None} for each in node.keywords):
        context.write(argument(node, 99, "filename"), name)


def _timed(context: Context, node: ast.Call, name: str) -> None:
    """``timeit.timeit(stmt, setup)``: texts are code."""
    for each in (argument(node, 0, "stmt", "statement"), argument(node, 1, "setup")):
        if isinstance(each, ast.Lambda) or each is None:
            continue
        text = context.values.constant(each)
        if text is not None:
            context.record.run_python(text, context.record)
        elif not isinstance(each, ast.Name) or "own" not in context.kinds(each):
            context.unsafe(name, f"{name} runs code that is not known before it runs", "execute")


def _profiled(context: Context, node: ast.Call, name: str) -> None:
    """``cProfile.run(stmt)``: a text is code; with a file name it writes."""
    if len(node.args) > 1 or any(word.arg in {None, "filename"} for word in node.keywords):
        context.unsafe(name, f"{name} writes a file", "write")
    _timed(context, node, name)


def _code(context: Context, node: ast.Call, name: str) -> None:
    """``eval``, ``exec``, ``compile``: of a known text they are that text, and ask all the same: why hide it."""
    context.record.unknown(f"{name} runs a text as code")
    text = context.values.constant(argument(node, 0, "source"))
    if text is None:
        context.floor(name, f"{name} runs code that is not known before it runs")
    else:
        context.record.run_python(text, context.record)


def _getter(context: Context, node: ast.Call, name: str) -> None:
    for each in node.args:
        text = context.values.constant(each)
        if text is None:
            context.unsafe(name, f"{name} of a name that is not known before it runs")
            continue
        for part in text.split("."):
            judge_name(context, part, handed=True)


def judge_tests(context: Context, node: ast.Call, name: str) -> None:
    """``unittest.main()``: by a module's or a function's dotted name it imports and calls anything."""
    module = argument(node, 0, "module")
    given = argument(node, 2, "argv")
    words = given.elts[1:] if isinstance(given, (ast.List, ast.Tuple)) else [] if given is None else [given]
    texts = [context.values.constant(each) for each in words]
    named = [text for text in texts if text is None or not (text.startswith("-") or context.values.own(text))]
    main = module is None or is_false(module) or context.values.constant(module) == "__main__"
    if named or not main or scattered(node):
        context.unsafe(name, f"{name} imports and runs what it is told by name", "execute")


def _table(judge: Judge, module: str, members: str) -> dict[str, Judge]:
    return dict.fromkeys((f"{module}.{name}" for name in members.split()), judge)


JUDGES: dict[str, Judge] = {
    "open": judge_open,
    **_table(judge_open, "io", "open"),
    **_table(judge_open, "codecs", "open"),
    **_table(judge_open, "gzip", "open GzipFile"),
    **_table(judge_open, "bz2", "open"),
    **_table(judge_open, "lzma", "open"),
    **_table(judge_open, "tarfile", "open TarFile"),
    **_table(judge_open, "zipfile", "ZipFile"),
    **_table(judge_open, "wave", "open"),
    **_table(judge_tests, "unittest", "main"),
    **_table(_delete, "os", "remove unlink rmdir removedirs"),
    **_table(_delete, "shutil", "rmtree"),
    **_table(_move, "os", "rename replace renames"),
    **_table(_move, "shutil", "move"),
    **_table(_copy, "shutil", "copy copy2 copyfile copytree copymode copystat"),
    **_table(_write, "os", "mkdir makedirs truncate utime mkfifo mknod open chmod chown lchown lchmod setxattr"),
    **_table(_write, "shutil", "make_archive chown"),
    **_table(_write_second, "shutil", "unpack_archive"),
    **_table(_write, "shelve", "open"),
    **_table(_copy, "os", "link symlink"),
    **_table(
        _scratch,
        "tempfile",
        "NamedTemporaryFile TemporaryDirectory TemporaryFile mkstemp mkdtemp SpooledTemporaryFile",
    ),
    **_table(_process, "os", "kill killpg fork forkpty abort _exit wait waitpid nice setsid"),
    **_table(_privilege, "os", "setuid setgid seteuid setegid setreuid setgroups chroot"),
    **_table(_folder, "os", "chdir fchdir"),
    **_table(_shell, "os", "system popen"),
    **_table(_command, "subprocess", "run call check_call check_output Popen getoutput getstatusoutput"),
    **_table(_variable, "os", "getenv environ.get"),
    **_table(_look, "os", "listdir scandir walk stat lstat fwalk"),
    **_table(_look, "glob", "glob iglob"),
    **_table(_read, "sqlite3", "connect"),
    **_table(_unpickles, "pickle", "load loads Unpickler"),
    **_table(_unpickles, "_pickle", "load loads Unpickler"),
    **_table(_unpickles, "cPickle", "load loads Unpickler"),
    **_table(_unpickles, "dill", "load loads Unpickler"),
    **_table(_unpickles, "cloudpickle", "load loads"),
    **_table(_unpickles, "marshal", "load loads"),
    **_table(_unpickles, "jsonpickle", "decode loads"),
    **_table(_unpickles, "joblib", "load"),
    **_table(_yaml, "yaml", "load load_all"),
    **_table(_write_second, "joblib", "dump"),
    **_table(_reload, "importlib", "reload"),
    **_table(_log, "logging", "basicConfig"),
    **_table(_timed, "timeit", "timeit repeat Timer"),
    **_table(_profiled, "cProfile", "run"),
    **_table(_getter, "operator", "attrgetter"),
    **dict.fromkeys(("eval", "exec", "compile"), _code),
}
IMPORTS = names("importlib.import_module __import__")
"""Functions that import: judged in :mod:`journeyman.gate.analysis.python_imports`."""

EXTRA = {
    "pickle": names("dump dumps HIGHEST_PROTOCOL DEFAULT_PROTOCOL PicklingError UnpicklingError PickleError"),
    "cPickle": names("dump dumps HIGHEST_PROTOCOL"),
    "dill": names("dump dumps"),
    "cloudpickle": names("dump dumps"),
    "joblib": names("Parallel delayed cpu_count effective_n_jobs parallel_backend hash parallel_config"),
    "yaml": names(
        """
        safe_load safe_dump dump safe_load_all SafeLoader CSafeLoader FullLoader YAMLError SafeDumper Dumper
        BaseLoader
        """
    ),
}
"""What else may be used from modules that hold such functions, and have no list of their own."""
