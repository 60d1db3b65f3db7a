"""``fd`` and ``fzf``: they pick names, and can run commands on what they picked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.secrets import is_secret
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect

_RUNS = frozenset({"-x", "--exec", "-X", "--exec-batch"})
_ACTION = re.compile(r"([a-z-]+)(?:\((.*)\)|:(.*))?\Z", re.DOTALL)
_TEXT_ACTIONS = names(
    """
    reload reload-sync preview transform-header transform-prompt transform-query transform-preview-label
    transform-border-label transform-footer change-preview
    """
)
_PLAIN_WITH_TEXT = names(
    """
    put change-prompt change-query change-header print pos change-preview-window change-border-label
    change-preview-label change-multi change-nth change-footer search toggle-bind rebind unbind
    """
)
_NEVER = frozenset({"execute", "execute-silent", "execute-multi", "become", "transform"})


def judge_fd(program: Program, words: Sequence[Word], record: Record) -> None:
    """``fd PATTERN``, and ``fd -x CMD``, whose command is judged."""
    position = next((index for index, word in enumerate(words) if word.text in _RUNS), len(words))
    parsed = split(words[:position], program.flags)
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
    for word in parsed.rest[1:]:
        record.read(word, names_only=True)
    for word in words[:position]:
        if word.text.startswith(("--exec=", "--exec-batch=")) or re.match(r"-[a-zA-Z0-9]*[xX]", word.text):
            record.unknown("fd runs a command that is hidden in an option")
    if words[position + 1 :] and any(is_secret(word.text) for word in words[:position]):
        record.note("secret-read", "floor", "fd runs a command on files that hold secrets")
    command = [Word(word.text.replace("{}", HOLE)) for word in words[position + 1 :] if word.text != ";"]
    if command:
        if not any(HOLE in word.text for word in command):
            command.append(Word("./" + HOLE))
        record.run(command, record)


def judge_fzf(program: Program, words: Sequence[Word], record: Record) -> None:
    """``fzf``: previews and reloads are judged as shell text; actions that run something else are asked."""
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")
    index = 0
    while index < len(words):
        name, equals, value = words[index].text.partition("=")
        if HOLE in name:
            record.unknown("fzf with an option that is not known before it runs")
        index += 1
        if name in {"--bind", "--preview", "--become", "--execute"}:
            if not equals:
                value = words[index].text if index < len(words) else HOLE
                index += 1
            if name == "--preview":
                _text(value, record)
            elif name == "--bind":
                _bindings(value, record)
            else:
                record.unknown(f"fzf {name} runs a command")
        elif name == "--history":
            if not equals:
                value = words[index].text if index < len(words) else HOLE
                index += 1
            record.write(Word(value))
        elif name.startswith(("--listen", "--with-shell")):
            record.unknown(f"fzf {name} is not known to be harmless")


def _bindings(text: str, record: Record) -> None:
    for binding in re.split(r",(?![^()]*\))", text):
        _, _, actions = binding.partition(":")
        if re.match(r"[a-z-]+:", actions) and not re.match(r"[a-z-]+\(", actions):
            pieces = [actions]
        else:
            pieces = re.split(r"\+(?![^()]*\))", actions)
        for action in pieces:
            found = _ACTION.match(action)
            name = found[1] if found else ""
            argument = (found[2] or found[3]) if found else None
            if found and argument is None and name not in _NEVER:
                continue
            if name in _TEXT_ACTIONS and argument is not None:
                _text(argument, record)
            elif name not in _PLAIN_WITH_TEXT:
                record.unknown(f"fzf runs something on {name or 'a key'}")


def _text(text: str, record: Record) -> None:
    if HOLE in text:
        record.unknown("fzf runs a command that is not known before it runs")
        return
    record.run_text(re.sub(r"\{[+sf]*\d*[-.\d]*q?\}", "./picked", text), record)
