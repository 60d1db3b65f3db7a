"""Failures of the TypeScript compiler, by its codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from journeyman.faults.case import Case
from journeyman.faults.tools.typescript_codes import CODES
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice, install

_ERROR = re.compile(
    r"^(?P<path>[^\s(:][^(:\n]{0,300}?)(?:\((?P<line>\d+),(?P<column>\d+)\)|:(?P<line2>\d+):(?P<column2>\d+))(?:: | - )"
    r"error TS(?P<code>\d+): (?P<text>.{1,600})"
)
_BARE = re.compile(r"^error TS(?P<code>\d+): (?P<text>.{1,600})")
_SUGGESTED = re.compile(r"[Dd]id you mean (?:to write |the (?:static|instance) member )?'([^']{1,120})'")
_QUOTED = re.compile(r"'([^']{1,200})'")
_TYPES = {"node": "@types/node", "jest": "@types/jest", "mocha": "@types/mocha", "jquery": "@types/jquery"}
_GLOBALS = {
    **dict.fromkeys(("process", "require", "Buffer", "__dirname", "__filename", "module", "global"), "node"),
    **dict.fromkeys(("describe", "test", "it", "expect", "beforeEach", "afterEach", "jest"), "jest"),
    **dict.fromkeys(("$", "jQuery"), "jquery"),
}

_GLOBAL_CODES = frozenset(("TS2304", "TS2580", "TS2582", "TS2591", "TS2592", "TS2593"))
_NODE_MODULES = frozenset(("fs", "path", "os", "http", "util", "crypto", "events", "stream", "url", "child_process"))


class TypeScript:
    """Reads the compiler's lines; what each code means is data, what it suggests itself comes first."""

    name = "tsc"

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        for number, line in case.holding("error TS"):
            match = _ERROR.match(line) or _BARE.match(line)
            if match:
                return _diagnosis(match, case, number)
        return None


def _diagnosis(match: re.Match[str], case: Case, number: int) -> Diagnosis:
    code, text = f"TS{match['code']}", match["text"].strip()
    found = match.groupdict()
    place = f"{found['path']}:{found.get('line') or found.get('line2')}" if found.get("path") else ""
    problem, advised = CODES.get(code, ("error", ""))
    fixes = [*_suggested(text), *_packages(code, text), *([advice(advised)] if advised else [])]
    if not fixes:
        fixes = [advice("look at the place that is named, and at the types on both sides")]
    known = Diagnosis(f"tsc.{problem}", f"TypeScript: {text} ({code})", "moderate", number, tuple(fixes), where=place)
    return replace(known, severity="critical") if code in {"TS5023", "TS18003", "TS5083"} else known


def _suggested(text: str) -> Sequence[Fix]:
    """Return the compiler's own suggestion."""
    right = _SUGGESTED.search(text)
    return (advice(f"write {right[1]}"),) if right else ()


def _packages(code: str, text: str) -> Sequence[Fix]:
    """Return how to install the package that is missing, or whose types are."""
    if (hint := re.search(r"`(npm i(?:nstall)? --?(?:save-dev|D) @types/[\w./-]{1,80})`", text)) is not None:
        return (install(hint[1]),)
    quoted = _QUOTED.search(text)
    name = quoted[1] if quoted else ""
    if code in _GLOBAL_CODES:
        return (install(f"npm install --save-dev {_TYPES[_GLOBALS[name]]}"),) if name in _GLOBALS else ()
    if not name or name.startswith((".", "/")) or not re.fullmatch(r"@?[\w./-]+", name):
        return ()
    package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
    types = f"@types/{package.lstrip('@').replace('/', '__')}"
    wanted = {
        "TS2688": f"--save-dev {types}",
        "TS7016": f"--save-dev {types}",
        "TS2307": "--save-dev @types/node" if package in _NODE_MODULES else package,
    }
    return (install(f"npm install {wanted[code]}"),) if code in wanted else ()


TYPESCRIPT = TypeScript()
