"""IPython's escapes and magics: shell text goes to the shell's judge, code to Python's; what is not known asks."""

from __future__ import annotations

import ast
import re
import shlex
import warnings
from collections.abc import Callable

from journeyman.gate.analysis.cells import split_cell
from journeyman.gate.analysis.judges.sql import sql_only_reads
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_bindings import collect
from journeyman.gate.analysis.python_environment import ENVIRONMENT, HARMLESS_VARIABLES
from journeyman.gate.analysis.python_shell import judge_text
from journeyman.gate.analysis.python_values import Values
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.redact import is_secret_name

_READS = names(
    """
    matplotlib pwd who whos who_ls lsmagic magic precision pdoc pdef psource pinfo pinfo2 pfile psearch quickref
    colors xmode pprint page autoawait tb notebook_version autoreload pylab dirs dhist watermark autocall
    automagic doctest_mode pastebin_ subplot_ gui pdb autosave unload_ext_ qtconsole_ version_information
    load_memory
    """
)
_CODE = names(
    """
    time timeit prun memit capture mprun lprun scalene snakeviz pyinstrument debug_ mypy_ ipytest run_pytest
    """
)
_SHELLS = names("bash sh ! sx system zsh")
_ALIASES = names("ls ll lx lk lf ldir cat cp mv rm mkdir rmdir man less more")
_INSTALLERS = names("pip conda mamba uv micromamba pip3")
_EXTENSIONS = names(
    """
    autoreload sql memory_profiler line_profiler watermark tensorboard rpy2.ipython cython Cython nb_black lab_black
    jupyter_black google.colab.data_table snakeviz autotime version_information tikzmagic dotenv_ scalene
    pyinstrument vegafusion itables lux cudf.pandas cuml.accel heat beakerx_magics ipytest matplotlib storemagic_
    sparkmagic_
    """
)
_SHOWN = names("latex markdown MARKDOWN")
_SCRIPT = re.compile(r"<\s*(script|object|embed|form|iframe|meta)|javascript:|\bon\w+\s*=", re.IGNORECASE)
_BRACES = re.compile(r"(?<!\$)\{\{|\}\}|(?<!\$)\{([^{}\n]+)\}|\$([A-Za-z_]\w*)")
_LANGUAGES = names("python python3 py")
Judge = Callable[[str, Record], None]


def judge_cell(code: str, record: Record) -> None:
    """Record the effects of a notebook cell: its Python, its escapes, its magics."""
    pieces = split_cell(code)
    values = _values(pieces[0][1]) if any(language in {"shell", "magic"} for language, _ in pieces) else None
    for language, text in pieces:
        if language == "python":
            record.run_python(text, record)
        elif language == "shell":
            judge_escape(text, record, values)
        elif language == "magic":
            judge_magic(text, record, values)
        else:
            _cell(text, record)


def _values(code: str) -> Values | None:
    """Return what the names of the Python part may be, for the escapes that use them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Values(collect(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def judge_escape(text: str, record: Record, values: Values | None) -> None:
    """``!command``: IPython puts Python values into it before the shell reads it; what they hold may be commands."""
    unknown = False

    def value(found: re.Match[str]) -> str:
        nonlocal unknown
        expression = found[1] or found[2]
        if expression is None:
            return found[0]
        if found[1] and ("," in expression or ".." in expression):  # the shell's braces, unless it is Python, too
            if _evaluated(expression):
                record.run_python(expression, record)
            return found[0]
        if found[2] and expression.isupper() and (values is None or expression not in values.bindings.names):
            return found[0]  # a variable of the environment
        record.run_python(expression, record)
        known = _known(expression, values)
        unknown = unknown or known is None
        return "${PYTHON_VALUE}" if known is None else known

    judge_text(_BRACES.sub(value, text), record, by_code=False)
    if unknown:
        record.unknown("puts a value into a command that is not known before it runs")
        record.subject("! with a value", "contained")


def _evaluated(expression: str) -> bool:
    """Return whether Python would read ``expression``, and call something."""
    try:
        return any(isinstance(each, ast.Call) for each in ast.walk(ast.parse(expression.strip(), mode="eval")))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _judge_braces(text: str, record: Record) -> None:
    """Judge what stands in braces behind any magic: IPython evaluates it first."""
    for found in _BRACES.finditer(text):
        if found[1] and _evaluated(found[1]):
            record.run_python(found[1].strip(), record)


def _known(expression: str, values: Values | None) -> str | None:
    """Return the text of a constant, or of a name that the cell binds once, at its top."""
    if re.fullmatch(r"\s*\d+\s*", expression):
        return expression.strip()
    if values is None or not expression.isidentifier() or expression not in values.bindings.names:
        return None
    values.visible.add(expression)
    return values.constant(ast.Name(expression))


def judge_magic(text: str, record: Record, values: Values | None = None) -> None:
    """``%name rest``."""
    name, _, rest = text.partition(" ")
    rest = rest.strip()
    if name.endswith("?") or rest.endswith("?"):
        return
    _judge_braces(rest, record)
    judge = _LINES.get(name)
    if judge is not None:
        judge(rest, record)
    elif name in _SHELLS or name == "sc":
        judge_escape(rest, record, values)
    elif name in _ALIASES or name in _INSTALLERS:
        judge_escape(f"{'ls' if name in {'ll', 'lx', 'lk', 'lf', 'ldir'} else name} {rest}", record, values)
    elif name in _CODE:
        record.run_python(_code(rest, name), record)
    elif name not in _READS:
        _unknown(name, record)


def _cell(text: str, record: Record) -> None:
    """``%%name rest`` and the body below it."""
    head, _, body = text.partition("\n")
    name, _, rest = head.strip().partition(" ")
    rest = rest.strip()
    _judge_braces(rest, record)
    if name in _SHELLS or (name == "script" and rest.split()[:1] in (["bash"], ["sh"], ["zsh"])):
        judge_text(body, record, by_code=False)
        if rest and name != "script" and rest not in {"-e", "-s", "--no-raise-error"}:
            _unknown(f"{name} with options", record)
    elif name in _CODE:
        judge_cell(body, record)
        if rest and name not in {"capture", "mprun", "lprun"}:
            record.run_python(_code(rest, name), record)
    elif name in {"writefile", "file"}:
        words = [each for each in _words(rest) if each not in {"-a", "--append"}]
        record.write(Word(_home(words[0] if words else "")))
        record.subject("%%writefile", record.level)
    elif name in _LANGUAGES or (name == "script" and rest in _LANGUAGES):
        record.run_python(body, record)
        record.unknown(f"%%{name} runs Python in a process of its own")
        record.subject(f"%%{name}", "contained")
    elif name == "sql":
        _sql(body or rest, record)
    elif name in {"html", "HTML", "svg", "SVG"}:
        if _SCRIPT.search(body):
            _unknown("html with a script", record)
    elif name not in _SHOWN:
        _unknown(f"%{name}", record)


def _unknown(name: str, record: Record) -> None:
    record.note("kernel", "contained", f"the magic {name} is not known to be harmless")
    record.subject(f"%{name}", "contained")


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _home(text: str) -> str:
    from os.path import expanduser

    return expanduser(text)


def _env(rest: str, record: Record) -> None:
    """``%env``, ``%env NAME``, ``%env NAME=value``."""
    name, sign, _ = rest.partition("=")
    if not sign:
        name, sign, _ = rest.partition(" ")
    if not name:
        record.note("secret-read", "floor", "shows the whole environment", "environment")
        record.subject(ENVIRONMENT, "floor")
    elif sign and not name.strip().startswith(HARMLESS_VARIABLES):
        judge_text(f"export {name.strip()}=x", record)
        _unknown("env", record)
    elif is_secret_name(name.strip()):
        record.note("secret-read", "floor", f"shows or sets the secret variable {name.strip()}")
        record.subject("%env", "floor")


def _run(rest: str, record: Record) -> None:
    """``%run script.py``: it runs in the kernel."""
    words = [each for each in _words(rest) if not each.startswith("-")]
    record.execute_file(Word(_home(words[0] if words else "")), "%run")


def _load(rest: str, record: Record) -> None:
    """``%load file`` only fills the cell with text."""
    for each in _words(rest)[-1:]:
        if "://" in each:
            from journeyman.gate.analysis.fetches import record_fetch

            record_fetch("%load", Word(each), record)
        else:
            record.read(Word(_home(each)))


def _extension(rest: str, record: Record) -> None:
    if rest.partition(".")[0] in {"ipy_ext", "journeyman"}:
        record.note("self", "floor", "loads Journeyman from an action")
        record.subject("%load_ext", "floor")
    elif rest not in _EXTENSIONS:
        _unknown(f"load_ext {rest}", record)


def _config(rest: str, record: Record) -> None:
    if (
        not rest.startswith(
            ("InlineBackend", "Completer", "IPCompleter", "SqlMagic", "ZMQInteractiveShell.ast_node", "SQL")
        )
        and rest
    ):
        _unknown("config", record)
    value = rest.partition("=")[2].strip()
    try:
        ast.literal_eval(value or "None")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        _unknown("config", record)  # it is run as code


def _imported(rest: str, record: Record) -> None:
    """``%aimport module``."""
    for each in re.split(r"[\s,]+", rest):
        if each and not each.startswith("-"):
            record.run_python(f"import {each}", record)


def _history(rest: str, record: Record) -> None:
    if {"-f", "-g"} & set(rest.split()):
        _unknown("history", record)


def _sql(text: str, record: Record) -> None:
    statement = re.sub(r"^\s*(\w+\s*<<|--\w+( \S+)?)\s*", "", text).strip()
    if "://" in (statement.split(None, 1) or [""])[0]:
        address, statement = [*statement.split(None, 1), ""][:2]
        if not address.startswith(("sqlite:", "duckdb:")):
            record.contact()
            record.note("network-out", "external", "connects to a database server")
    if statement.strip() and not sql_only_reads(statement):
        record.note("write", "contained", "a statement that may change the database")
        record.subject("%sql", "contained")


_LINES: dict[str, Judge] = {
    "env": _env,
    "set_env": _env,
    "run": _run,
    "load": _load,
    "loadpy": _load,
    "load_ext": _extension,
    "reload_ext": _extension,
    "config": _config,
    "aimport": _imported,
    "history": _history,
    "hist": _history,
    "sql": _sql,
}


def _code(text: str, name: str) -> str:
    """Return a magic's code without its options (``-n 10 -r3``, ``-f function``)."""
    if name in {"mprun", "lprun"}:
        text = re.sub(r"^(\s*-[fm]\s+\S+)+\s*", "", text)
    return (
        re.sub(r"^(\s*-[a-zA-Z](\s?\d+|\s+\w+(?=\s))?)+\s+|^(\s*-[a-zA-Z]+\d*)+\s*$", "", text)
        if text.startswith("-")
        else text
    )
