"""Read the exceptions out of a text: plain tracebacks, IPython's, pytest's, and those inside of logs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from journeyman.faults.case import Lines
from journeyman.faults.python.prefixes import HEADER, bare
from journeyman.faults.python.raised import Frame, Raised, Relation

_NAME = r"((?:[A-Za-z_]\w{0,80}\.|<locals>\.){0,12})([A-Za-z_]\w{0,80})"
_EXCEPTION = re.compile(rf"^{_NAME}(?:: ?(.*))?$")
_FRAME = re.compile(r'^\s{0,8}File "([^"]{1,1000})", line (\d+)(?:, in (.{1,200}))?\s*$')
_CELL = re.compile(
    r"^(?P<syntax> {0,6})(?:Cell In ?\[(?P<cell>\d+)\](?:, line (?P<line>\d+))?|Input In \[(?P<input>\d+)\]"
    r"|File (?P<file>[~/\w<][^\s:]{0,400}):(?P<at>\d+)|(?P<old>(?:~|/|<ipython-input)[^\s:]{1,400}))"
    r"(?:,? in (?P<function>[\w.<>]+(?: line: \d+>)?)(?:\(.*)?)?(?:, line (?P<late>\d+))?:?$"
)
_ARROW = re.compile(r"^-{2,8}> (\d+) ?(.*)$")
_LOCATION = re.compile(r"^([^\s:]{1,300}\.py|<[^>\s]{1,80}>):(\d+): ?(?:in (\S+)|([A-Za-z_][\w.]*))?$")
_PYTEST_DEF = re.compile(r"^    (?:async )?def (\w+)\(")
_PYTEST_LINE = re.compile(r"^>\s{1,60}(\S.*)$")
_SUMMARY = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?:::(\S+))? - (.*)$")
_MARKS = re.compile(r"^\s{2,}[~^]{1,400}[\s~^]{0,400}$")
_RELATIONS: tuple[tuple[str, Relation], ...] = (
    ("During handling of the above exception", "context"),
    ("The above exception was the direct cause", "cause"),
)
_DETAILS = 20


def parse(lines: Lines, text: str, *, alone: bool = False) -> list[Raised]:
    """Return the exceptions in the order of the text.

    ``alone``: the text is known to be a traceback, perhaps only the last lines of one.
    """
    if not alone and not any(sign in text for sign in (HEADER, 'File "', "Cell In", "\nE   ", "Input In [", " - ")):
        return []
    reader = _Reader(alone=alone)
    for number, line, depth in bare(lines, text):
        reader.read(number, line, depth)
    reader.end_message()
    return reader.found or reader.summarised


@dataclass(slots=True)
class _Open:
    """A frame whose source has not been read yet."""

    path: str
    line: int
    function: str
    source: str
    number: int
    column: int | None = None

    def close(self) -> Frame:
        """Return the frame as it was read."""
        return Frame(self.path, self.line, self.function, self.source, self.number, self.column)


@dataclass
class _Reader:
    """What has been read so far of the traceback that is being read."""

    alone: bool = False
    found: list[Raised] = field(default_factory=list)
    summarised: list[Raised] = field(default_factory=list)
    frames: list[_Open] = field(default_factory=list)
    relation: Relation = ""
    started: bool = False
    details: list[str] | None = None
    pending: str = ""
    function: str = ""

    def read(self, number: int, line: str, depth: int) -> None:
        """Take in the next line."""
        tested = line.startswith(("E   ", "E\t"))
        if tested:
            rest = line[1:].lstrip()
            line, self.started = rest if _EXCEPTION.match(rest) else line[4:], True
        if self._header(line) or self._frame(number, line) or self._pytest(number, line, tested=tested):
            return
        if self.details is not None and (not line.strip() or len(self.details) >= _DETAILS or self._ends(line)):
            self.end_message()
        if self.details is None and self._exception(number, line, depth, tested=tested):
            return
        if self.details is not None:
            self.details.append(line)
        else:
            self._source(line)

    def end_message(self) -> None:
        """The message of the last exception is complete."""
        if self.details and self.found:
            self.found[-1] = replace(self.found[-1], details=tuple(self.details))
        self.details = None

    @staticmethod
    def _ends(line: str) -> bool:
        return line.startswith(("=====", "_____", "-----"))

    def _header(self, line: str) -> bool:
        if line[:1] in {" ", ""}:
            return False
        if HEADER in line[:120] or line.startswith("Traceback:"):
            self.end_message()
            self.started, self.frames, self.pending = True, [], ""
            return True
        for sentence, relation in _RELATIONS:
            if line.startswith(sentence):
                self.end_message()
                self.relation, self.started = relation, True
                return True
        return False

    def _frame(self, number: int, line: str) -> bool:
        if match := _FRAME.match(line):
            frame = _Open(match[1], int(match[2]), match[3] or "", "", number)
        elif (
            line.lstrip().startswith(("Cell In", "Input In", "File ", "<ipython", "~", "/"))
            and (match := _CELL.match(line))
            and (not match["old"] or match["function"])
        ):
            at = match["line"] or match["at"] or match["late"] or "0"
            cell = match["cell"] or match["input"]
            path = f"Cell In[{cell}]" if cell else match["file"] or match["old"]
            function = "" if match["syntax"] and not match["function"] else match["function"] or "<module>"
            frame = _Open(path, int(at), "<module>" if "cell line" in function else function, "", number)
        else:
            return False
        self.end_message()
        self.started = True
        self.frames.append(frame)
        return True

    def _pytest(self, number: int, line: str, *, tested: bool) -> bool:
        if line.startswith(("FAILED ", "ERROR ")) and (match := _SUMMARY.match(line)):
            self.end_message()
            self._summary(match, number)
            return True
        if line.startswith(">") and (match := _PYTEST_LINE.match(line)):
            self.pending, self.started = match[1], True
            return True
        if match := _PYTEST_DEF.match(line):
            self.function = match[1]
        if tested and line.lstrip().startswith("assert ") and self.details is None:
            self._add(Raised("AssertionError", "", line.strip(), number, tested=True))
            return True
        if line[:1].isspace() or not (match := _LOCATION.match(line)):
            return False
        if match[4] and self.found and self.found[-1].tested:
            self.end_message()
            self._locate(match)
        else:
            self.end_message()
            self.frames.append(_Open(match[1], int(match[2]), match[3] or self.function, self.pending, number))
            self.started = True
        self.pending = ""
        return True

    def _summary(self, match: re.Match[str], number: int) -> None:
        exception = _EXCEPTION.match(match[3])
        name, message = (exception[2], exception[3] or "") if exception else ("AssertionError", match[3])
        frame = Frame(match[1], 0, match[2] or "<module>", "", number)
        module = exception[1].rstrip(".") if exception else ""
        self.summarised.append(Raised(name, module, message, number, (frame,), tested=True))

    def _locate(self, match: re.Match[str]) -> None:
        """Pytest tells the place of an exception after it."""
        last = self.found[-1]
        if last.is_syntax:
            return
        source = last.frames[-1].source if last.frames and not last.frames[-1].path else self.pending
        outer = last.frames[:-1] if last.frames and not last.frames[-1].path else last.frames
        frame = Frame(match[1], int(match[2]), self.function, source, last.number)
        self.found[-1] = replace(last, frames=(*outer, frame))

    def _exception(self, number: int, line: str, depth: int, *, tested: bool) -> bool:
        if not (self.started or self.alone) or line[:1].isspace() or not (match := _EXCEPTION.match(line)):
            return False
        module, name, message = match[1].rstrip("."), match[2], match[3] or ""
        if not (name[0].isupper() or module) or (not self.started and not _sounds_like_one(name)):
            return False
        self._add(Raised(name, module, message.rstrip(), number, depth=depth, tested=tested))
        self.details = []
        return True

    def _add(self, raised: Raised) -> None:
        if self.pending:
            self.frames.append(_Open("", 0, self.function, self.pending, raised.number))
        self.found.append(replace(raised, frames=tuple(frame.close() for frame in self.frames), relation=self.relation))
        self.frames, self.started, self.relation, self.pending = [], False, "", ""

    def _source(self, line: str) -> None:
        """Take in a line of source, or the marks below it."""
        if not self.frames:
            return
        last = self.frames[-1]
        if line.startswith("--") and (match := _ARROW.match(line)):
            last.source, last.line = match[2].strip(), last.line or int(match[1])
        elif "^" in line and last.source and _MARKS.match(line):
            last.column = line.index("^")
        elif line.startswith("    ") and not last.source and not line.strip().isdigit():
            last.source = line[4:] if not last.function else line.strip()


def _sounds_like_one(name: str) -> bool:
    return name.endswith(("Error", "Exception", "Warning", "Exit", "Interrupt", "StopIteration", "NotFound"))


def chain_of(found: Sequence[Raised], at: int) -> list[Raised]:
    """Return the exceptions that led to the one at ``at`` and it itself, the first cause first."""
    start = at
    while start > 0 and found[start].relation:
        start -= 1
    return list(found[start : at + 1])
