"""Programs that run the project's own code: bound to the files that say what they run."""

from __future__ import annotations

import os
from collections.abc import Sequence

from journeyman.gate.analysis.digests import digest_file, digest_tree
from journeyman.gate.analysis.flags import make_flags, split
from journeyman.gate.analysis.judges.interpreters import TEST_FILES
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")


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
