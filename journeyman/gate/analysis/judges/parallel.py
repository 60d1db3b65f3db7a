"""``parallel``: its command is judged, once for each input that is known, else with an unknown one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect

_SOURCES = frozenset({":::", "::::", ":::+", "::::+"})
_MARK = re.compile(r"\{[+]?\d*[./#%]*\}|\{\+?(##|[/.%]+\.?)\}")
_PLAIN = re.compile(r"[A-Za-z0-9_./=:,@%+^{}-]+\Z")
_MAX_JOBS = 20


def judge_parallel(program: Program, words: Sequence[Word], record: Record) -> None:
    """``parallel CMD ::: A B``: the command is shell text, once for each known input, else with an unknown one."""
    end = next((index for index, word in enumerate(words) if word.text in _SOURCES), len(words))
    parsed = split(words[:end], program.flags)
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
        record.subject(program.name, "contained")
    command, inputs = parsed.rest, words[end + 1 :]
    mark = parsed.value("-I")
    code = any("{=" in word.text for word in (*command, *(value for _, value in parsed.values)))
    if mark is not None or code:
        record.unknown("parallel with marks that it reads in another way")
        record.subject(program.name, "contained")
    if parsed.has("--version", "--citation", "--bibtex", "--dry-run", "--dryrun"):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --dry-run", "read")
        return
    if not command:
        record.unknown(f"{program.name} runs each line that it reads")
        record.subject(program.name, "contained")
        return
    known = bool(inputs) and len(inputs) <= _MAX_JOBS and all(word.known and not word.glob for word in inputs)
    if known and words[end].text == ":::" and not any(word.text in _SOURCES for word in inputs):
        for each in inputs:
            _run_with(command, each.text, record)
    else:
        _run_with(command, HOLE, record)


def _run_with(command: Sequence[Word], given: str, record: Record) -> None:
    """Judge ``command`` with ``given`` in place of its marks, or after it: plain words as they are, else as text."""
    pieces = [word.text for word in command]
    if len(pieces) == 1 and _PLAIN.match(pieces[0].replace(" ", "")):
        pieces = pieces[0].split()
    if not any(_MARK.search(piece) for piece in pieces):
        pieces.append("{}")
    if all(_PLAIN.match(piece) for piece in pieces):
        record.run([Word(_MARK.sub(lambda _: given, piece)) for piece in pieces], record)
        return
    quoted = shlex.quote(given)
    if given == HOLE:
        record.unknown("parallel runs text that is not known before it runs")
        record.subject("parallel", "contained")
        quoted = "./unknown"
    if any(HOLE in piece for piece in pieces):
        record.note("unknown", "floor", "parallel runs text that is not known before it runs")
        return
    record.later(_MARK.sub(lambda _: quoted, " ".join(pieces)))
