"""Programs that run the project's own code: bound to the files that say what they run."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from journeyman.gate.analysis.digests import digest_file, digest_tree, without_waiting
from journeyman.gate.analysis.flags import make_flags, split
from journeyman.gate.analysis.judges.interpreters import TEST_FILES
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_CONFIGURED = {
    "mypy": ("mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg"),
    "dmypy": (),
    "flake8": (".flake8", "setup.cfg", "tox.ini"),
    "prettier": (
        ".prettierrc",
        *(f".prettierrc.{end}" for end in ("json", "json5", "yaml", "yml", "toml", "js", "cjs", "mjs", "ts")),
        *(f"prettier.config.{end}" for end in ("js", "cjs", "mjs", "ts")),
        "package.json",
    ),
    "pylint": ("pylintrc", ".pylintrc", "pylintrc.toml", ".pylintrc.toml", "pyproject.toml", "setup.cfg", "tox.ini"),
}
_LOADS = re.compile(
    r"(?m)^\s*(plugins|python_executable|\w+_report|junit_xml|install_types|load[-_]plugins|init[-_]hook|extension|report|paths|"
    r"output|output[-_]file|enable[-_]extensions)\s*=|local-plugins|custom_typeshed_dir|mypy_path|[\"']?plugins[\"']?\s*:"
)
_CODE = (".js", ".cjs", ".mjs", ".ts")
"""Settings by which a linter loads code of the project, or writes a file."""


def judge_tests(program: Program, words: Sequence[Word], record: Record) -> None:
    """``pytest`` and its like run the project's tests: bound to its code and configuration."""
    parsed = split(words, make_flags("any -m: -k: -p: -n: -c: -o: -W: -r:"))
    if parsed.has("--version", "-V") and not parsed.rest:
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --version", "read")
        return
    names = sorted(name for name in set(parsed.names) if name not in {"-q", "-v", "-s", "-x"})
    record.subject(" ".join([program.name, *names]), "contained")
    record.identify(program.name)
    record.digests["tree:tests"] = digest_tree(record.workspace, TEST_FILES, record.overlay)
    record.add(Effect("execute", "contained", "workspace", program.name, f"{program.name} runs the project's own code"))
    for word in parsed.rest:
        if word.known and "/" in word.text:
            before = len(record.effects)
            record.read(Word(word.text.partition("::")[0]))
            record.effects[before:] = [effect for effect in record.effects[before:] if effect.level != "read"]


def judge_make(program: Program, words: Sequence[Word], record: Record) -> None:
    """``make TARGET``: bound to the makefile; even ``-n`` runs what it asks the shell for."""
    parsed = split(words, program.flags)
    if parsed.has("-v", "--version", "-h", "--help"):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --version", "read")
        return
    named = parsed.value("-f", "--file")
    folder = parsed.value("-C", "--directory")
    if (named is not None and not named.known) or (folder is not None and not folder.known):
        record.note("execute", "floor", "runs a makefile that is not known before it runs")
    for cwd in record.cwds:
        base = os.path.join(cwd, folder.text) if folder is not None else cwd
        for name in (named.text,) if named is not None else _MAKEFILES:
            path = os.path.join(base, name)
            if os.path.exists(path) or path in record.overlay:
                record.digests[path] = digest_file(path, record.overlay)
                break
    targets = [word.text for word in parsed.rest if word.known and "=" not in word.text]
    record.subject(" ".join([program.name, *sorted(set(parsed.names)), *targets[:3]]), "contained")
    record.identify(program.name)
    record.add(Effect("execute", "contained", "workspace", program.name, "make runs the project's own commands"))


def judge_linter(program: Program, words: Sequence[Word], record: Record) -> None:
    """``mypy``, ``flake8``, ``pylint``, ``prettier``: reading, unless a setting of the project loads code."""
    parsed = split(words, program.flags)
    why = f"{program.name}: {parsed.unknown[0]} is not known to be harmless" if parsed.unknown else ""
    if program.name == "dmypy":
        why = "dmypy leaves a process behind"
    elif not why and program.leaf.needs and not parsed.has(*program.leaf.needs):
        why = f"{program.name} without {' or '.join(sorted(program.leaf.needs)[:3])} changes something"
    for path in _settings(program.name, record):
        record.digests[path] = digest_file(path, record.overlay)
        if not why and (path.endswith(_CODE) or _LOADS.search(_text(path, record))):
            why = f"{program.name} is told by {os.path.basename(path)} to load code or to write"
    if why:
        record.subject(" ".join([program.name, *sorted(set(parsed.names))[:8]]), "contained")
        record.identify(program.name)
        record.add(Effect("execute", "contained", "workspace", program.name, why))
        return
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")
    for word in parsed.rest:
        record.read(word, names_only=True)


def _settings(name: str, record: Record) -> list[str]:
    """Return the files that steer a linter: beside the current folder, and above it within the workspace."""
    found = []
    root = str(record.workspace.root)
    for cwd in record.cwds:
        folder = cwd
        while True:
            for file in _CONFIGURED.get(name, ()):
                path = os.path.join(folder, file)
                if path in record.overlay or os.path.exists(path):
                    found.append(path)
            if folder == root or os.path.dirname(folder) == folder or not folder.startswith(root):
                break
            folder = os.path.dirname(folder)
    return found


def _text(path: str, record: Record) -> str:
    if path in record.overlay:
        return record.overlay[path]
    try:
        with open(path, encoding="utf-8", errors="replace", opener=without_waiting) as file:
            return file.read(200_000)
    except OSError:
        return "plugins="
