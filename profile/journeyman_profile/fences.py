"""Read code blocks out of a streamed Markdown answer without changing a character of the code.

Open Interpreter's own reader deletes the language's name wherever it stands in the code and loses the pieces in which a
fence begins or ends; what the user approves would then not be what the model wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from journeyman_profile.chunks import Chunk

_FENCE = "```"


class FenceReader:
    """Turns pieces of text into message and code chunks; ``closed`` once the first code block has ended."""

    def __init__(self) -> None:
        self.closed = False
        self._line = ""
        self._shown = 0  # how much of the current line has been passed on as prose
        self._language = ""
        self._break = ""  # between two lines of code: the last one ends without
        self._fence = ""
        self._indent = 0

    def feed(self, text: str) -> Iterator[Chunk]:
        """Yield what ``text`` completes: prose as it comes, code line by line."""
        for part in re.split(r"(?<=\n)", text):
            if self.closed:
                return
            self._line += part
            if self._line.endswith("\n"):
                yield from self._end_line()
            elif not self._fence and not self._may_open():
                yield from self._prose()

    def finish(self) -> Iterator[Chunk]:
        """Yield what is left at the end of the answer; a block that was never closed counts as it stands."""
        if not self.closed:
            yield from self._end_line()

    def _may_open(self) -> bool:
        start = self._line.lstrip()
        return not self._shown and (not start or start.startswith(_FENCE) or _FENCE.startswith(start))

    def _end_line(self) -> Iterator[Chunk]:
        bare = self._line.strip()
        ticks = len(bare) - len(bare.lstrip("`"))
        if self._fence:
            if ticks >= len(self._fence) and ticks == len(bare):
                self.closed = True
            else:
                yield {"type": "code", "format": self._language, "content": self._break + self._code()}
                self._break = "\n"
        elif not self._shown and ticks >= len(_FENCE) and "`" not in bare[ticks:]:
            self._fence = "`" * ticks
            self._indent = len(self._line) - len(self._line.lstrip())
            word = (bare[ticks:].split() or [""])[0]
            # Letters only, as Open Interpreter knows its languages: python3 and {python} are python.
            self._language = "".join(character for character in word if character.isalpha()) or "python"
        else:
            yield from self._prose()
        self._line, self._shown = "", 0

    def _code(self) -> str:
        """Return the line without the indentation that its block has in a list."""
        spaces = len(self._line) - len(self._line.lstrip(" "))
        return self._line[min(spaces, self._indent) :].rstrip("\r\n")

    def _prose(self) -> Iterator[Chunk]:
        if fresh := self._line[self._shown :]:
            yield {"type": "message", "content": fresh}
            self._shown = len(self._line)


def read_answer(pieces: Iterable[str]) -> Iterator[Chunk]:
    """Yield the chunks of a streamed answer up to the end of its first code block."""
    reader = FenceReader()
    for piece in pieces:
        yield from reader.feed(piece)
        if reader.closed:
            return
    yield from reader.finish()


def run_text_llm(llm: Any, params: dict[str, Any]) -> Iterator[Chunk]:
    """Ask a model that calls no tools, as Open Interpreter's function of this name does."""
    if llm.execution_instructions:
        params["messages"][0]["content"] += "\n" + llm.execution_instructions
    yield from read_answer(_contents(llm.completions(**params)))


def _contents(events: Iterable[Any]) -> Iterator[str]:
    for event in events:
        choices = event.get("choices")
        if choices and (content := choices[0]["delta"].get("content")):
            yield content
