"""The shell command ``journeyman``: the verbs, their exit codes, and JSON on request.

Exit codes: 0 done, 1 failed, 2 usage, 3 pending approval, 4 denied.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from journeyman.errors import JourneymanError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code; called without arguments by the console script."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in ("--version", "-V"):
        from journeyman import __version__

        _write(f"journeyman {__version__}")
        return 0
    if not words or words[0] in ("-h", "--help"):
        words = ["help"]
    if words[0] == "interpreter":
        from journeyman.interpreter_launch import launch

        return launch(words[1:])
    if words[0] == "demo":
        from journeyman.commands.demo import main as demo

        return demo(words[1:])
    try:
        code = _ALONE.get(words[0], _verb)(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()  # the reader (`| head`) has seen enough
        return 1
    except OSError as error:
        if words[0] not in _ALONE:
            raise
        _forget_output()
        sys.stderr.write(f"journeyman {words[0]}: {error.strerror or error}\n")
        return 2
    return code


def _forget_output() -> None:
    """Drop what could not be written; Python would try, and complain, once more when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _verb(words: list[str]) -> int:
    from journeyman.commands.boundary import failure, run_words
    from journeyman.commands.terminal import show, terminal_frontend
    from journeyman.services import open_services

    as_json = "--json" in words
    try:
        services = open_services()
    except JourneymanError as error:
        return show(failure(error), as_json)
    try:
        return show(run_words(services, terminal_frontend(as_json), words), as_json)
    except KeyboardInterrupt:
        _write("stopped")
        return 130
    finally:
        services.close()


def _gate(words: list[str]) -> int:
    from journeyman.commands.judging import main as judge

    return judge(words)


def _hook(words: list[str]) -> int:
    """Answer another agent's hook. An agent takes every end but 0 and 2 for a hook that failed, and goes on."""
    try:
        return _gate(words)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - with a traceback and exit code 1 the agent would run what was not judged
        sys.stderr.write(f"journeyman hook: it could not be judged: {type(error).__name__}: {error}\n")
        return 2


def _diagnose(words: list[str]) -> int:
    from journeyman.commands.diagnosing import main as diagnose

    return diagnose(words)


_ALONE = {"hook": _hook, "gate": _gate, "diagnose": _diagnose}
"""Verbs that need no store and create nothing."""


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
