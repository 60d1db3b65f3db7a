"""Open Interpreter's own switches, overruled: who may run code unasked, and what the model is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from journeyman.errors import JourneymanError
from journeyman_profile import words
from journeyman_profile.asking import Asker
from journeyman_profile.chunks import Chunk
from journeyman_profile.gatekeeper import Gatekeeper

Respond = Callable[[Any], Iterator[Chunk]]


def guard(interpreter: Any, asker: Asker) -> None:
    """Make ``auto_run`` follow the gate, whatever ``-y``, a setting or a chat message says.

    It is False only while a question waits, so that Open Interpreter puts it; all else is settled behind
    ``terminal.run``. ``custom_instructions`` always carries ours, after the user's.
    """
    stock = type(interpreter)
    own = {"custom_instructions": interpreter.custom_instructions or ""}

    def auto_run(self: Any) -> bool:
        return not asker.waiting

    def ignore(self: Any, value: Any) -> None:
        """Take the setting and leave the gate in force."""

    def instructions(self: Any) -> str:
        return f"{own['custom_instructions']}\n\n{words.INSTRUCTIONS}".strip()

    def instruct(self: Any, value: Any) -> None:
        own["custom_instructions"] = value or ""

    interpreter.__class__ = type(
        f"Guarded{stock.__name__}",
        (stock,),
        {"auto_run": property(auto_run, ignore), "custom_instructions": property(instructions, instruct)},
    )


def wrap_respond(respond: Respond, guarded: Any, gatekeeper: Gatekeeper, asker: Asker) -> Respond:
    """Return ``respond`` with a look at each block just before Open Interpreter may ask about it."""

    def responding(interpreter: Any) -> Iterator[Chunk]:
        chunks = respond(interpreter)
        if interpreter is not guarded:
            yield from chunks
            return
        try:
            for chunk in chunks:
                if chunk.get("type") == "confirmation":
                    block = chunk["content"]
                    # A door that fails now fails again when the block is to run, and the model is told there.
                    with suppress(JourneymanError):
                        asker.consider(gatekeeper.action(block["format"], block["content"]))
                    yield chunk
                    asker.close()
                else:
                    yield chunk
        except KeyboardInterrupt:
            # Also because Open Interpreter would send a first and only message again by itself.
            interpreter.messages.append({"role": "user", "type": "message", "content": words.INTERRUPTED})
            raise
        finally:
            asker.forget()
            chunks.close()  # type: ignore[attr-defined]  # a generator: it must see that its reader left

    return responding


def wrap_completions(completions: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Return ``completions`` with a Ctrl-C that ends the answer and not, as in the original, the whole program."""

    def completing(**params: Any) -> Iterator[Any]:
        try:
            yield from completions(**params)
        except SystemExit:
            raise KeyboardInterrupt from None

    return completing


def without_farewell(*args: Any, **options: Any) -> None:
    """Print, but an empty line for the word that the original says when it is about to end the program."""
    print(*(() if args == ("Exiting...",) else args), **options)  # noqa: T201 - it stands for the builtin
