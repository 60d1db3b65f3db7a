"""What the user sees and types at Open Interpreter's prompt: our question, and ``%agent``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journeyman_profile import words
from journeyman_profile.asking import Asker, Read
from journeyman_profile.door import Door

Magic = Callable[[Any, str], None]
_MODEL_SHOULD_KNOW = frozenset({"approve", "reject", "undo", "redo", "run", "next", "resume"})
"""Verbs that change the world or answer the model: their result becomes part of the conversation."""


def wrap_input(read: Read, asker: Asker) -> Read:
    """Return ``read`` with our question in the place of Open Interpreter's own."""

    def reading(prompt: str = "") -> str:
        if asker.waiting and "run this code" in prompt:
            return asker.ask(read)
        return read(prompt)

    return reading


def wrap_magic(handle: Magic, door: Door) -> Magic:
    """Return ``handle_magic_command`` with ``%agent`` added."""

    def handling(interpreter: Any, line: str) -> None:
        word, _, rest = line.strip().partition(" ")
        try:
            if word == "%agent":
                _run_verb(interpreter, door, rest.strip() or "help")
            else:
                handle(interpreter, line)
        except KeyboardInterrupt:
            # Here it would end the program.
            print("\nInterrupted.", flush=True)  # noqa: T201 - the user pressed Ctrl-C at the prompt

    return handling


def _run_verb(interpreter: Any, door: Door, verb: str) -> None:
    text = door.verb(verb)
    print(text, flush=True)  # noqa: T201 - the user asked for it at the prompt
    if verb.split(maxsplit=1)[0] in _MODEL_SHOULD_KNOW:
        said = f"[I typed `%agent {verb}`; Journeyman answered:]\n{door.redact(text)}"
        interpreter.messages.append({"role": "user", "type": "message", "content": said})


def wrap_help(show: Magic) -> Magic:
    """Return ``handle_help`` with our line after its own."""

    def helping(interpreter: Any, arguments: str) -> None:
        show(interpreter, arguments)
        interpreter.display_message(words.HELP)

    return helping
