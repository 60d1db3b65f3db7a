"""``gate`` and ``hook``: judge without running, for other programs. They need no store and create nothing."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from journeyman.commands.parse import HelpAsked, parse_words
from journeyman.commands.registry import VERBS
from journeyman.errors import JourneymanError, UsageError

if TYPE_CHECKING:
    from journeyman.hooks.judge import Judge
    from journeyman.values import Decision

_ENDS = {"allow": 0, "ask": 3, "deny": 4}


def main(words: Sequence[str]) -> int:
    """Carry out ``gate ...`` or ``hook ...`` and return the exit code (2 for a wrong call)."""
    try:
        args = parse_words(VERBS[words[0]], words[1:], "journeyman")
        if sys.stdin is None or sys.stdout is None:
            raise UsageError(f"standard {'input' if sys.stdin is None else 'output'} is closed")
        return _gate(args) if words[0] == "gate" else _hook(args)
    except HelpAsked as asked:
        sys.stdout.write(str(asked))
        return 0
    except JourneymanError as error:
        return _failed(words[0], str(error))


def _failed(verb: str, why: str) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"journeyman {verb}: {why}\n")
    return 2


def _gate(args: argparse.Namespace) -> int:
    if args.jsonl:
        if args.command or args.python:
            raise UsageError("--jsonl reads its commands from standard input; give no command and no --python with it")
        from journeyman.hooks.lines import LineJudge, judge_lines

        base = os.path.realpath(args.workspace or os.getcwd())
        kept = _judge(args, base) if args.workspace else None
        judge = LineJudge(lambda folder: kept or _judge(args, folder), base)
        judge_lines(sys.stdin.buffer, judge, sys.stdout.write, sys.stdout.flush)
        return 0
    if len(args.command) > 1:
        raise UsageError("one command at a time, in quotes: journeyman gate 'git status'")
    text = args.command[0] if args.command else _standard_input()
    judged = _judge(args, os.getcwd())
    decision = judged.cell(text) if args.python else judged.command(text)
    sys.stdout.write(_shown(decision, as_json=args.json) + "\n")
    sys.stdout.flush()
    return _ENDS[decision.verdict] if args.exit_code else 0


def _judge(args: argparse.Namespace, folder: str) -> Judge:
    from journeyman.hooks.judge import fresh_judge, workspace_judge

    policy = Path(args.policy) if args.policy else None
    return workspace_judge(args.workspace, policy) if args.workspace else fresh_judge(folder, policy)


def _standard_input() -> str:
    if sys.stdin.isatty():
        raise UsageError("give a command in quotes, or write one to standard input")
    text = sys.stdin.buffer.read()
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise UsageError("standard input is not UTF-8 text") from None


def _shown(decision: Decision, *, as_json: bool) -> str:
    if as_json:
        from journeyman.hooks.judge import as_json as plain

        return json.dumps(plain(decision))
    why = "; ".join(decision.reasons) or "it only reads"
    line = f"{decision.verdict} ({decision.level}): {why}"
    encoding = sys.stdout.encoding or "utf-8"
    return " ".join(line.split()).encode(encoding, errors="replace").decode(encoding)


def _hook(args: argparse.Namespace) -> int:
    from journeyman.hooks.install import AGENTS

    known = ", ".join(AGENTS)
    if args.what == "install":
        if args.agent not in AGENTS:
            raise UsageError(f"hook install takes an agent: {known}")
        return _install(args)
    if args.what not in AGENTS or args.agent:
        raise UsageError(
            f"hook takes an agent ({known}), or install and an agent; docs/guide/hooks.md tells how to set it up"
        )
    from journeyman.hooks.answering import Setup, answer

    setup = Setup(args.what, args.workspace, Path(args.policy) if args.policy else None, args.questions == "defer")
    found = answer(setup, sys.stdin.buffer.read())
    if found.output:
        sys.stdout.write(json.dumps(found.output) + "\n")
        sys.stdout.flush()
    if found.message:
        sys.stderr.write(found.message.encode("ascii", "backslashreplace").decode() + "\n")
    return found.exit_code


def _install(args: argparse.Namespace) -> int:
    from journeyman.hooks.install import AGENTS, entry, merged, read_settings, settings_file, write_settings

    path = settings_file(args.agent, Path(args.project) if args.project else None)
    if not args.write:
        text = json.dumps(entry(args.agent, strict=args.strict), indent=2)
        sys.stdout.write(f"{text}\n")
        again = ["journeyman", "hook", "install", args.agent, *(["--project", args.project] if args.project else [])]
        again += ["--strict"] if args.strict else []
        sys.stderr.write(f"Put this into {path}, or: {shlex.join([*again, '--write'])}\n")
        return 0
    changed = merged(read_settings(path), args.agent, strict=args.strict)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(f"--write asks first, on a terminal; without one put in by hand what it prints ({path})")
    if input(f"Write our hook into {path}? [y/N] ").strip().lower() not in ("y", "yes"):
        sys.stdout.write("Nothing was written.\n")
        return 1
    write_settings(path, changed)
    sys.stdout.write(f"Written. {AGENTS[args.agent].then}\n")
    return 0
