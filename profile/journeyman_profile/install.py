"""Put the door, the questions and ``%agent`` into a running Open Interpreter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from journeyman.errors import JourneymanError
from journeyman.values import new_id
from journeyman.workspace import Workspace, find_workspace
from journeyman_profile import words
from journeyman_profile.asking import Asker, terminal_is_there
from journeyman_profile.door import Door, Executors
from journeyman_profile.fences import run_text_llm
from journeyman_profile.gatekeeper import Gatekeeper
from journeyman_profile.kernel_api import extend
from journeyman_profile.languages import Languages
from journeyman_profile.quiet import quiet
from journeyman_profile.screen import wrap_help, wrap_input, wrap_magic
from journeyman_profile.session import guard, without_farewell, wrap_completions, wrap_respond

OpenDoor = Callable[[Workspace, Executors, str], Door]
"""Opens the door of a workspace for a session, with the executors that it offers."""


def install(interpreter: Any, open_door: OpenDoor | None = None) -> None:
    """Guard ``interpreter`` and every other one of this process; harmless when done twice.

    Raises SystemExit with one line when the workspace cannot be opened: nothing may run ungated.
    """
    if getattr(interpreter.computer.terminal, "gatekeeper", None):
        return
    try:
        _install(interpreter, open_door or _open_services)
    except JourneymanError as error:
        raise SystemExit(f"journeyman: {error}") from None


def _install(interpreter: Any, open_door: OpenDoor) -> None:
    terminal = interpreter.computer.terminal
    workspace = find_workspace()
    session = new_id("s")
    languages = Languages(terminal, session)
    door = open_door(workspace, {"oi.code": languages.execute}, session)
    asker = Asker(door, terminal_is_there(interpreter))
    gatekeeper = Gatekeeper(
        door,
        languages,
        asker,
        proposer=lambda: f"model:{interpreter.llm.model}",
        session=session,
        cwd=_relative(workspace),
    )
    terminal.run = gatekeeper.run
    terminal.gatekeeper = gatekeeper
    quiet(interpreter)
    guard(interpreter, asker)
    interpreter.llm.completions = wrap_completions(interpreter.llm.completions)
    _patch_modules(interpreter, gatekeeper, asker, door)
    _guard_default(interpreter, gatekeeper)
    if not door.initialized():
        print(words.OFFER, file=sys.stderr)  # noqa: T201 - one line for the user; standard output stays the model's


def _patch_modules(interpreter: Any, gatekeeper: Gatekeeper, asker: Asker, door: Door) -> None:
    from interpreter.core import core
    from interpreter.core.computer.terminal import terminal as terminal_module
    from interpreter.core.llm import llm
    from interpreter.terminal_interface import magic_commands, start_terminal_interface
    from interpreter.terminal_interface import terminal_interface as screen

    core.respond = wrap_respond(core.respond, interpreter, gatekeeper, asker)
    screen.input = wrap_input(getattr(screen, "input", input), asker)
    screen.handle_magic_command = wrap_magic(screen.handle_magic_command, door)
    magic_commands.handle_help = wrap_help(magic_commands.handle_help)
    llm.run_text_llm = run_text_llm
    llm.print = without_farewell
    # It invites to send conversations away, and asks about it even where nobody can answer.
    start_terminal_interface.contribute_conversation_launch_logic = lambda interpreter: None
    extend(terminal_module)


def _guard_default(interpreter: Any, gatekeeper: Gatekeeper) -> None:
    """Gate the interpreter that its package makes on import, which is another one in server mode."""
    import interpreter as package

    if package.interpreter is not interpreter:
        package.interpreter.computer.terminal.run = gatekeeper.run


def _relative(workspace: Workspace) -> str:
    here = Path(os.path.realpath(os.getcwd()))
    return here.relative_to(workspace.root).as_posix() if here.is_relative_to(workspace.root) else "."


def _open_services(workspace: Workspace, executors: Executors, session: str) -> Door:
    from journeyman_profile.service_door import open_service_door

    return open_service_door(workspace, executors, session)
