"""Interpreters: code in an argument is judged, a script is bound to its content, standard input is what came before."""

from __future__ import annotations

import os
from collections.abc import Sequence

from journeyman.gate.analysis.digests import digest_tree
from journeyman.gate.analysis.flags import Parsed, split
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

SHELL, PYTHON = "shell", "python"

TEST_FILES = ("*.py", "*.toml", "*.cfg", "*.ini")
"""What a test run of a Python project executes or is steered by."""

_READING_MODULES = names("json.tool this platform sysconfig site tokenize ast dis calendar")
_NETWORK_MODULES = frozenset({"http.server", "ensurepip", "smtplib", "ftplib", "telnetlib", "webbrowser"})


def judge_shell(program: Program, words: Sequence[Word], record: Record) -> None:
    """``bash -c TEXT``, ``bash FILE``, ``... | bash``."""
    parsed = split(words, program.flags)
    # -c takes the next word as text, wherever the other letters of its cluster stand
    if parsed.has("-c"):
        if parsed.unknown:
            record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
        text = parsed.rest[0] if parsed.rest else None
        if text is None or not text.known:
            record.note("unknown", "floor", f"{program.name} -c with text that is not known before it runs")
            record.subject(f"{program.name} -c", "floor")
            return
        record.run_text(text.text, record)
        return
    if parsed.has("--version", "--help"):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --version", "read")
        return
    if parsed.rest:
        _script(program, parsed, record)
    else:
        _standard_input(program, record, language=SHELL)


def _script(program: Program, parsed: Parsed, record: Record) -> None:
    script = parsed.rest[0]
    if record.stdin.network and script.text in {"-", "/dev/stdin"}:
        _standard_input(program, record, language=SHELL)
        return
    record.execute_file(script, program.name)
    _follow(script, program.options.get("judge") == "shell", record)


def _follow(script: Word, shell: bool, record: Record) -> None:
    """Judge a script that an earlier step writes: its text is known before it exists."""
    if not script.known:
        return
    for cwd in list(record.cwds):
        text = record.overlay.get(os.path.normpath(os.path.join(cwd, script.text)))
        if text is not None:
            (record.run_text if shell else record.run_python)(text, record)


def _standard_input(program: Program, record: Record, *, language: str) -> None:
    """Judge an interpreter that runs what it is sent."""
    source = record.stdin
    record.subject(f"{program.name} < input", "contained")
    if source.network:
        record.note("execute", "floor", f"{program.name} runs what was fetched from the network")
    elif source.text is not None:
        (record.run_text if language == SHELL else record.run_python)(source.text, record)
        record.unknown(f"{program.name} runs its standard input")
    else:
        record.note("execute", "contained", f"{program.name} runs its standard input")
    record.identify(program.name)


def judge_python_program(program: Program, words: Sequence[Word], record: Record) -> None:
    """``python -c CODE``, ``python -m MODULE``, ``python FILE``."""
    head, found = _python_head(words)
    parsed = split(head, program.flags)
    if parsed.has("-V", "--version", "-VV", "-h", "--help") and found is None and not parsed.unknown:
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --version", "read")
        return
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
    option, value, rest = found or ("", None, [])
    record.identify(program.name)
    if option == "-c" and value is not None and value.known:
        record.subject(f"{program.name} -c", "contained")
        record.run_python(value.text, record)
    elif option == "-m" and value is not None and value.known:
        _module(program, value.text, rest, record)
    elif option == "file" and value is not None and value.text != "-":
        record.execute_file(value, program.name)
        _follow(value, False, record)
    elif option == "file" or not option:
        _standard_input(program, record, language=PYTHON)
    else:
        record.note("unknown", "floor", f"{program.name} runs code that is not known before it runs")
        record.subject(f"{program.name} {option}", "floor")


def _python_head(words: Sequence[Word]) -> tuple[list[Word], tuple[str, Word | None, list[Word]] | None]:
    """Return python's own options, and what it runs: (``-c``, ``-m`` or ``file``, its value, the words after it)."""
    index = 0
    while index < len(words):
        text = words[index].text
        if text[:1] != "-" or text == "-":
            return list(words[:index]), ("file", words[index], list(words[index + 1 :]))
        for option in ("-c", "-m"):
            if text.startswith("--") or option[1] not in text:
                continue
            before, _, attached = text[1:].partition(option[1])
            if before and not set(before) <= set("bBdEhiIOPqsSuvVx"):
                continue
            head = [*words[:index], *([Word("-" + before)] if before else [])]
            if attached:
                return head, (option, Word(attached), list(words[index + 1 :]))
            value = words[index + 1] if index + 1 < len(words) else None
            return head, (option, value, list(words[index + 2 :]))
        index += 2 if text in {"-W", "-X"} else 1
    return list(words), None


def _module(program: Program, module: str, rest: Sequence[Word], record: Record) -> None:
    if module.partition(".")[0] in {"journeyman", "ipy_ext"}:
        record.run([Word("journeyman"), *rest], record)
        return
    if module in {"pip", "pytest", "ruff", "mypy", "black", "isort", "pip_audit", "coverage", "uv", "flake8", "pylint"}:
        record.run([Word(module), *rest], record)
        return
    record.subject(f"{program.name} -m {module}", "contained")
    if module in _READING_MODULES and len(rest) <= 1:
        record.add(Effect("read", "read", "none", module))
        record.quiet_subjects.append(f"{program.name} -m {module}")
        record.subjects.remove(f"{program.name} -m {module}")
        for word in rest:
            record.read(word)
    elif module in _NETWORK_MODULES:
        record.note("network-out", "external", f"the module {module} uses the network")
    else:
        record.note("execute", "contained", f"runs the module {module}")
        if module in {"unittest", "doctest"}:
            record.digests["tree:tests"] = digest_tree(record.workspace, TEST_FILES, record.overlay)


def judge_interpreter(program: Program, words: Sequence[Word], record: Record) -> None:
    """Other languages: showing a version reads; code and scripts stay inside the sandbox, and are asked."""
    texts = [word.text for word in words]
    versions = set(program.options.get("versions", "--version").split())
    if texts and all(text in versions for text in texts):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} {texts[0]}", "read")
        return
    parsed = split(words, program.flags)
    record.identify(program.name)
    codes = [value for name, value in parsed.values if name in program.options.get("code", "").split()]
    if codes:
        record.subject(f"{program.name} with code", "contained")
        record.note("execute", "contained", f"{program.name} runs code given as text")
    elif parsed.rest:
        record.execute_file(parsed.rest[0], program.name)
    else:
        _standard_input(program, record, language=PYTHON)


def judge_eval(program: Program, words: Sequence[Word], record: Record) -> None:
    """``eval WORDS``: the words joined are shell text."""
    if not all(word.known for word in words):
        record.note("unknown", "floor", "eval of text that is not known before it runs")
        record.subject("eval", "floor")
        return
    record.run_text(" ".join(word.text for word in words), record)


def judge_source(program: Program, words: Sequence[Word], record: Record) -> None:
    """``source FILE``: it runs in the same shell, and may change what every later word means."""
    if not words:
        record.unknown("source without a file")
        return
    record.execute_file(words[0], "source")
    record.environment_tainted = True
    _follow(words[0], True, record)
