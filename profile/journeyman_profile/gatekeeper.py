"""What stands in the place of Open Interpreter's ``computer.terminal.run``: every block goes through the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from journeyman.errors import JourneymanError
from journeyman.values import Action, Origin, Outcome
from journeyman_profile import words
from journeyman_profile.asking import Asker, Read, Settled
from journeyman_profile.chunks import Chunk, console, echoed, is_output, merged
from journeyman_profile.door import Door
from journeyman_profile.job import Job
from journeyman_profile.languages import Languages


class Gatekeeper:
    """Turns blocks into actions, has them decided, answered and run, and reports to the model.

    ``proposer`` tells which model speaks now; ``session`` names this process for actions that only it can run;
    ``cwd`` is Open Interpreter's folder relative to the workspace.
    """

    def __init__(
        self,
        door: Door,
        languages: Languages,
        asker: Asker,
        proposer: Callable[[], str],
        session: str,
        cwd: str = ".",
        read: Read = input,
    ) -> None:
        self._door = door
        self._languages = languages
        self._asker = asker
        self._proposer = proposer
        self._session = session
        self._cwd = cwd
        self._read = read

    def action(self, language: str, code: str) -> Action:
        """Return the action that a block is: ``shell.run`` in our sandbox, or ``oi.code`` in its own process."""
        name = self._languages.name(language) or language
        if name == "shell":
            return Action("shell.run", {"command": code}, self._cwd, origin=Origin(self._proposer(), "interpreter"))
        origin = Origin(self._proposer(), "interpreter", self._session)
        return Action("oi.code", {"language": name, "code": code}, self._cwd, origin=origin)

    def run(self, language: str, code: str, stream: bool = False, display: bool = False) -> Any:
        """Run a block as Open Interpreter's own ``terminal.run`` would: an iterator of chunks, or a list of them."""
        if self._languages.nested:
            return self._languages.original(language, code, stream=stream, display=display)
        chunks = self._chunks(language, code)
        if display:
            chunks = echoed(chunks)
        return chunks if stream else merged(chunks)

    def _chunks(self, language: str, code: str) -> Iterator[Chunk]:
        if not self._languages.name(language):
            yield console(f"NOT RUN: `{language}` is not a language that can run here.\n")
            return
        try:
            settled = self._asker.settle(self.action(language, code), self._read)
            job = Job(lambda put: self._work(settled, put), lambda hard: self._interrupt(settled.action, hard))
            yield from job.chunks()
            outcome = job.outcome
        except JourneymanError as error:
            yield console(f"NOT RUN: {error}\n")
            return
        ending = self._door.redact(words.ending(outcome))
        if ending:
            yield console(ending)

    def _work(self, settled: Settled, put: Callable[[Chunk], None]) -> Outcome:
        """Carry an action out on the job's thread. Pictures and line markers of ``oi.code`` come through ``put``."""
        action = settled.action
        if settled.outcome:
            put(console(settled.outcome.output))
            return settled.outcome
        with self._languages.streaming(action.id, lambda chunk: put(self._clean(chunk))):

            def emit(text: str) -> None:
                if action.kind != "oi.code":
                    put(console(text))

            if settled.answer:
                return self._door.answer(settled.approval_id, settled.answer, emit)
            return self._door.do(action, emit)

    def _clean(self, chunk: Chunk) -> Chunk:
        return {**chunk, "content": self._door.redact(chunk["content"])} if is_output(chunk) else chunk

    def _interrupt(self, action: Action, hard: bool) -> bool:
        if action.kind == "oi.code":
            return self._languages.interrupt(action, hard)
        self._door.interrupt(action.id)
        return True
