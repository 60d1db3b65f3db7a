"""A name for a failure that stays the same wherever and whenever it comes up again.

One algorithm over cells, shells, tests and builds. Two failures get the same name when one fix would repair both:

- A Python exception: its type, its normalised message, and the innermost frame of the user's own code, by its
  function and its line of source. Neither the file's path nor line numbers count, and the top of a cell, of a script
  and of a test are alike. Names in the message (of a variable, attribute, key, module, type) tell one mistake from
  another and stay; values do not. What the surroundings lack (a module, a file, a server) is the same from anywhere:
  its frames do not count.
- Anything else: the code of its diagnosis and the normalised line that tells why; of a wrapper (make, npm run, a
  failed subprocess) the line of the program inside.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.decisive import decisive
from journeyman.faults.normalise import normalise
from journeyman.faults.python.choose import failure_of
from journeyman.faults.python.identity import identity
from journeyman.faults.python.parse import parse
from journeyman.faults.python.raised import Raised
from journeyman.faults.wrappers import inner_line, is_wrapper
from journeyman.values import Diagnosis

VERSION = 2
"""Goes up whenever the same failure would get another name."""
_FOREIGN = re.compile(r"node_modules|node:|internal/")
_OF_PYTHON = ("python", "pytest", "unknown", "unittest")
_MODULE = re.compile(r"No module named ['\"]?([\w.]+)")
_EVERYWHERE = re.compile(r"\.(port_in_use|no_space|disk_full|command_not_found|unreachable|host_unknown)$")
_ALIKE = {"disk_full": "no_space", "host_unknown": "unreachable"}
_NO_COMMAND = re.compile(r"(?:^|: )([\w.+-]+): (?:command )?not found$|^g?make(?:\[\d+\])?: ([\w.+-]+): No such file")
_ERROR = re.compile(r"^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)\b")
_RULE = re.compile(r"^-{20,}$|^\w+ {2,}Traceback")
_STACK = re.compile(r"^\s+at (?:async )?(?:([\w.$<>]+) )?\(?(?:file://)?([^\s()]+?):\d+:\d+\)?$")


def fingerprint(case: Case, found: Diagnosis | None) -> str:
    """Return the name of the failure: the same for the same cause from a cell, a shell, a test, or a build."""
    return f"{VERSION}-{hashlib.sha256(identity_of(case, found).encode()).hexdigest()[:16]}"


def identity_of(case: Case, found: Diagnosis | None) -> str:
    """Return in words what makes the failure the one it is."""
    tool = found.tool if found else "unknown"
    if found and (shared := _EVERYWHERE.search(found.code)):
        return _shared(_ALIKE.get(shared[1], shared[1]), found)
    chain = failure_of(parse(case.lines, case.text, alone=case.kind != "shell"))
    if tool in _OF_PYTHON or case.kind != "shell" or (found and _inside(found.line, chain)):
        if chain and chain[-1].name != "CalledProcessError":
            return identity(chain)
        if chain:
            return _subprocess(case, found, chain)
        if found and case.code and not case.output.strip():
            source = case.code.split("\n")[(found.line or 1) - 1 : found.line or 1]
            return f"{found.code}|{normalise(''.join(source))}"
    return _line(case, found)


def _inside(line: int | None, chain: Sequence[Raised]) -> bool:
    """Tell whether a line is one of a traceback."""
    if not chain or line is None:
        return False
    first = chain[0].frames[0].number if chain[0].frames else chain[0].number
    return first - 1 <= line <= chain[-1].number + len(chain[-1].details)


def _shared(problem: str, found: Diagnosis) -> str:
    """What is missing in the surroundings, by its name where the summary ends with one."""
    name = found.summary.rpartition(": ")[2] if ": " in found.summary and problem == "command_not_found" else ""
    return f"{problem}|{name}"


def _subprocess(case: Case, found: Diagnosis | None, chain: Sequence[Raised]) -> str:
    """What the command inside printed: before the traceback or in a test's report; else the command itself."""
    if found and found.tool not in _OF_PYTHON:
        return _line(case, found)
    first = chain[0].frames[0].number if chain[0].frames else chain[0].number
    captured = _captured(case)
    inner = inner_line(captured, captured[-1][0]) if captured else None
    if inner is None and not chain[-1].tested:
        inner = inner_line([pair for pair in case.lines if not _RULE.match(pair[1])], first - 1)
    return f"inside|{normalise(inner[1] if inner else chain[-1].message)}|"


def _captured(case: Case) -> list[tuple[int, str]]:
    """Return the lines that a test's report shows as printed by the test."""
    found: list[tuple[int, str]] = []
    inside = False
    for number, line in case.lines:
        if line.startswith(("-----", "=====", "_____")):
            inside = "Captured std" in line
        elif inside and line.strip():
            found.append((number, line))
    return found


def _line(case: Case, found: Diagnosis | None, before: int = 0) -> str:
    """The code of the diagnosis with the line that tells why, a wrapper's left aside."""
    texts = dict(case.lines)
    number = before or (found.line if found and found.line else decisive(case)) or 0
    text = texts.get(number, "")
    wrapped = bool(before) or is_wrapper(text)
    if wrapped and (inner := inner_line(case.lines, number)):
        number, text = inner
    number, text = _thrown(case, number, text)
    if match := _MODULE.search(text):
        return f"module|{match[1].partition('.')[0]}"
    if match := _NO_COMMAND.search(text):
        return f"command_not_found|{match[1] or match[2]}"
    code = found.code if found and not wrapped else "inside"
    return f"{code}|{normalise(text)}|{_stack(case, number)}"


def _thrown(case: Case, number: int, text: str) -> tuple[int, str]:
    """Return the line with the error that a line of source with a mark below it leads to, as node shows it."""
    below = [pair for pair in case.lines if number < pair[0] <= number + 5]
    if any(re.match(r"\s*\^+\s*$", line) for _, line in below[:2]):
        return next(((at, line) for at, line in below if _ERROR.match(line)), (number, text))
    return number, text


def _stack(case: Case, number: int) -> str:
    """The first own frame of a JavaScript stack below a line."""
    for at, line in case.lines:
        own = number < at <= number + 12 and not _FOREIGN.search(line)
        if own and (match := _STACK.match(line)):
            return match[1] or normalise(match[2])
    return ""
