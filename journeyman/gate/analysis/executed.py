"""Code that is known as text: read in its own language, whoever runs it."""

from __future__ import annotations

import re

from journeyman.gate.analysis.calculations import calculation_reads
from journeyman.gate.analysis.foreign import reads_only
from journeyman.gate.analysis.javascript import data_files, reads_files
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

SHELL, SOURCED, PYTHON = "shell", "source", "python"
_SHEBANG = re.compile(r"#!\s*(?:\S*/)?(?:env\s+(?:-S\s+)?)?(?:\S*/)?([A-Za-z]+)")
_ENDINGS = {
    "py": PYTHON,
    "pyw": PYTHON,
    "js": "node",
    "mjs": "node",
    "cjs": "node",
    "pl": "perl",
    "rb": "ruby",
    "sh": SHELL,
}
_POSIX = {"sh", "dash", "ash"}
_BASH = {"bash", "rbash", "gbash"}
_OTHER_SHELLS = {"zsh", "ksh", "fish", "mksh", "ksh93", "pdksh", "yash", "oksh", "csh", "tcsh"}
_EVERYWHERE = re.compile(r"[\w\s./:,@%+|&;'\"-]*\Z")
"""Text that every shell reads alike."""
_NOT_POSIX = re.compile(
    r"\[\[|\(\(|\$'|\$\"|&>|<\(|>\(|<<<|\bfunction\b|\|&|\bselect\b|\$\{[^}]*[/^,@]|>&\s*[^\s\d-]|[?*+@!]\("
)


def judge_code(text: str, language: str, record: Record) -> None:
    """Record what code given as text does; in a language that is not read here it is asked.

    ``language``: ``shell``, ``source`` (in the same shell), ``python``, or the name of a program.
    """
    if language == SHELL or language in _BASH:
        with record.child_shell():
            record.run_text(text, record)
    elif language == SOURCED:
        record.run_text(text, record)
    elif language in _POSIX | _OTHER_SHELLS:
        alike = not _NOT_POSIX.search(text.replace("$((", "")) if language in _POSIX else _EVERYWHERE.match(text)
        if not alike:
            record.refuse(f"{language} may read this text in another way than bash")
        with record.child_shell():
            record.run_text(text, record)
    elif language == PYTHON:
        record.run_python(text, record)
    elif reads_only(text, language):
        read_named(text, language, record)
    else:
        record.note("execute", "contained", f"runs {language or 'some'} code that is not known to be harmless")


def read_named(text: str, language: str, record: Record) -> None:
    """Record the files that harmless code in another language names, and that it may read others."""
    if not (reads_files(text) if language in {"node", "nodejs"} else calculation_reads(text)):
        return
    record.unresolved_read = True
    for name in data_files(text):
        record.read(Word(name))


def judge_content(path: str, language: str, record: Record) -> None:
    """Judge the file ``path`` (absolute) by what the text at hand, or an earlier step, writes into it."""
    written, text = record.content(path)
    if not written:
        return
    if text is None:
        if record.network:
            record.note("execute", "floor", f"runs {path}, which may hold what comes from the network")
        else:
            record.note("execute", "contained", f"runs {path}, which is written before, with content not known yet")
        return
    judge_code(text, language or _language(path, text), record)


def _language(path: str, text: str) -> str:
    found = _SHEBANG.match(text)
    if found:
        name = found[1]
        return PYTHON if name.startswith(("python", "pypy")) else name
    ending = path.rpartition(".")[2] if "." in path.rpartition("/")[2] else ""
    return _ENDINGS.get(ending, SHELL)
