"""Short programs in JavaScript: judged by an allowlist of what they may name, so that they only compute, read, print.

A value of the program's own may have any property but those that lead to code (``constructor``); what Node gives
(``process``, ``fs``) only those listed here, and it is never handed on under another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from journeyman.gate.analysis.names import names

_TOKEN = re.compile(
    r"""
    (?P<space>\s+ | //[^\n]* | /\*.*?\*/)
    | (?P<number>\d[\d_.]*(?:[eE][-+]?\d+)?n?)
    | (?P<text>'(?:[^'\\\n]|\\[^ux\n])*' | "(?:[^"\\\n]|\\[^ux\n])*")
    | (?P<template>`(?:[^`\\$]|\\[^ux]|\$(?!\{)|\$\{[^`{}'"]*\})*`)
    | (?P<word>[A-Za-z_$][\w$]*)
    | (?P<sign>=> | \.\.\. | \?\. | [-+*%=<>!&|?:;,.(){}\[\]~^])
    """,
    re.DOTALL | re.VERBOSE,
)
_UNSURE = re.compile("[\r\u2028\u2029]|<!--|-->")
"""Where a line, or a comment, ends for JavaScript alone."""
_KEYWORDS = names(
    """
    const let var if else for while do of in true false null undefined NaN Infinity typeof new return function break
    continue default switch case try catch finally throw instanceof
    """
)
_GIVEN: dict[str, frozenset[str]] = {
    "console": names("log error info table warn dir"),
    "JSON": names("stringify parse"),
    "Math": names("PI E abs ceil floor round max min pow sqrt random trunc sign log log2 log10 hypot"),
    "process": names(
        "version versions platform arch release uptime memoryUsage cpuUsage hrtime argv execPath pid title cwd"
    ),
    "Object": names("keys values entries assign freeze fromEntries"),
    "Array": names("isArray from of"),
    "Number": names("isInteger isFinite isNaN parseFloat MAX_SAFE_INTEGER EPSILON"),
    "String": names("fromCodePoint"),
    "Date": names("now parse UTC"),
    **dict.fromkeys(names("Boolean BigInt Map Set Intl"), frozenset[str]()),
}
_FUNCTIONS = names(
    "parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent Number String Boolean BigInt"
)
_MADE = names("Date Map Set Array Intl")
_MODULES: dict[str, frozenset[str]] = {
    "fs": names("readFileSync existsSync readdirSync statSync lstatSync realpathSync"),
    "path": names("join basename dirname extname resolve relative normalize sep parse isAbsolute"),
    "os": names(
        "cpus totalmem freemem hostname homedir tmpdir EOL platform arch release type uptime loadavg version machine"
    ),
    "url": names("parse format fileURLToPath pathToFileURL"),
    "util": names("inspect format"),
}
_REFUSED = names(
    """
    constructor prototype __proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ caller callee
    arguments eval Function import globalThis global this require module exports fetch WebAssembly
    """
)
_OPTIONS = names("encoding withFileTypes recursive")
_DATA = re.compile(r"\.\.?/[\w./-]*\.json")
Token = tuple[str, str]
_EDGE: Token = ("", "")
_MODULE = "__module_"
"""How a required module is written while the program is looked at."""


def javascript_only_reads(text: str) -> bool:
    """Return whether a program in JavaScript can do no more than compute, read files and print."""
    found = None if _MODULE in text or _UNSURE.search(text) else _tokens(text)
    if found is None:
        return False
    tokens = [_EDGE, _EDGE, _EDGE, *_with_modules(found), _EDGE, _EDGE, _EDGE]
    modules, taken = _modules(tokens)
    if taken is None:
        return False
    own = _declared(tokens) - modules.keys()
    return all(_harmless(tokens, at, own, taken, modules) for at in range(3, len(tokens) - 3))


def reads_files(text: str) -> bool:
    """Return whether a program in JavaScript may read files."""
    return "require(" in text or re.search(r"\bimport\b", text) is not None


def data_files(text: str) -> Iterator[str]:
    """Yield the texts in a program that may be names of files."""
    for quoted in re.findall(r"'([^'\\\n]*)'|\"([^\"\\\n]*)\"|`([^`\\$]*)`", text):
        found = "".join(quoted)
        if re.search(r"[./]", found) and not re.search(r"\s", found):
            yield found


def _tokens(text: str) -> list[Token] | None:
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return None
        if match.lastgroup == "template":
            found += [("sign", "("), ("text", "''")]
            for each in re.findall(r"\$\{([^`{}]*)\}", match[0]):
                inner = _tokens(each)
                if inner is None:
                    return None
                found += [("sign", "+"), ("sign", "("), *inner, ("sign", ")")]
            found.append(("sign", ")"))
        elif match.lastgroup != "space":
            found.append((str(match.lastgroup), match[0]))
        position = match.end()
    return found


def _with_modules(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with modules that are known, and files of data, in the place of what asks for them."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        words = [word for _, word in tokens[at : at + 4]]
        name = words[2][1:-1].removeprefix("node:") if len(words) == 4 else ""
        if words[:2] == ["require", "("] and words[3:] == [")"] and name in _MODULES:
            found.append(("word", _MODULE + name))
            at += 4
        elif words[:2] == ["require", "("] and words[3:] == [")"] and _DATA.fullmatch(name):
            found += [("sign", "("), ("sign", "{"), ("sign", "}"), ("sign", ")")]
            at += 4
        elif words[:1] == ["import"]:
            end = next((each for each in range(at, len(tokens)) if tokens[each][1] == "from"), at)
            name = tokens[end + 1][1][1:-1].removeprefix("node:") if at < end < len(tokens) - 1 else ""
            given = [each for each in tokens[at + 1 : end] if each[1] not in {"*", "as"}]
            if name not in _MODULES or any(each[1] == "default" for each in given):
                return [("word", "import")]
            found += [("word", "const"), *given, ("sign", "="), ("word", _MODULE + name)]
            at = end + 2
        else:
            found.append(tokens[at])
            at += 1
    return found


def _modules(tokens: Sequence[Token]) -> tuple[dict[str, str], frozenset[str] | None]:
    """Return the names of modules (``const fs = require('fs')``), and the functions taken out of them by name.

    The latter are None when one of them may do more than read.
    """
    modules: dict[str, str] = {}
    taken: set[str] = set()
    for at, (_, word) in enumerate(tokens):
        if not word.startswith(_MODULE):
            continue
        modules[word] = word.removeprefix(_MODULE)
        if tokens[at - 1][1] != "=":
            continue
        if tokens[at - 2][0] == "word":
            modules[tokens[at - 2][1]] = modules[word]
        if tokens[at - 2][1] == "}":
            start = at - 2
            while tokens[start][1] not in {"{", ""}:
                start -= 1
            given = {each for kind, each in tokens[start : at - 2] if kind == "word"}
            if not given <= _MODULES[modules[word]] or tokens[start - 1][1] not in {"const", "let", "var"}:
                return modules, None
            taken |= given
    return modules, frozenset(taken)


def _declared(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the names that the program gives to its own values and parameters."""
    found: set[str] = set()
    for at in range(3, len(tokens) - 3):
        (kind, word), before, after = tokens[at], tokens[at - 1][1], tokens[at + 1][1]
        if kind != "word" or before in {".", "?."}:
            continue
        if before in {"const", "let", "var", "function"} or after == "=>" or _in_brackets(tokens, at):
            found.add(word)
    return frozenset(found) - _REFUSED - _GIVEN.keys() - _KEYWORDS - _FUNCTIONS


def _in_brackets(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word stands in ``(a, b) =>``, ``function f(a, b)`` or ``const [a, b] =``, ``const {a, b} =``."""
    start, end = at, at
    while tokens[start][0] == "word" or tokens[start][1] == ",":
        start -= 1
    while tokens[end][0] == "word" or tokens[end][1] == ",":
        end += 1
    opened, closed, before, after = tokens[start][1], tokens[end][1], tokens[start - 1][1], tokens[end + 1][1]
    if (opened, closed) == ("(", ")"):
        return after == "=>" or before == "catch" or "function" in {before, tokens[start - 2][1]}
    return (opened, closed) in {("[", "]"), ("{", "}")} and (
        before in {"const", "let", "var"} or (before == "(" and tokens[end + 2][1] == "=>")
    )


def _harmless(  # noqa: PLR0911 - a table of cases
    tokens: Sequence[Token], at: int, own: frozenset[str], taken: frozenset[str], modules: dict[str, str]
) -> bool:
    """Return whether one token may stand where it stands."""
    kind, word = tokens[at]
    before, after = tokens[at - 1][1], tokens[at + 1][1]
    if word == "[":
        return _plain_index(tokens, at)
    if kind != "word":
        return True
    if word in _REFUSED or (word in _MODULES["fs"] and not _plain_call(tokens, at)):
        return False
    if before in {".", "?."}:
        base = tokens[at - 2][1]
        of_own = tokens[at - 3][1] in {".", "?."}
        listed = None if of_own else _GIVEN.get(base, _MODULES.get(modules.get(base, "")))
        return listed is None or word in listed
    if word in modules:
        bound = before in {"const", "let", "var"} or (word.startswith(_MODULE) and before == "=")
        return bound or after in {".", "?."}
    if word in _GIVEN:
        made = before == "new" and word in _MADE
        return after == "." or word in _FUNCTIONS or (made and after == "(") or _is_key(before, after)
    return word in _KEYWORDS | _FUNCTIONS | own | taken or _is_key(before, after)


def _is_key(before: str, after: str) -> bool:
    return before in {"{", ","} and after == ":"


def _plain_index(tokens: Sequence[Token], at: int) -> bool:
    """Return whether ``[`` begins a list, or takes an element by a number, or by a text unlike any built-in name."""
    kind, before = tokens[at - 1]
    if before == "}" or (before in {"{", ","} and tokens[_closing(tokens, at) + 1][1] in {":", "("}):
        return False  # a key that is put together could be any
    indexed = (kind == "word" and before not in _KEYWORDS) or kind == "text" or before in {")", "]"}
    if not indexed:
        return True
    inner = tokens[at + 1]
    alone = tokens[at + 2][1] == "]"
    base = before not in _GIVEN and not before.startswith(_MODULE)
    return alone and base and (inner[0] == "number" or (inner[0] == "text" and not inner[1][1:-1].isidentifier()))


def _plain_call(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a function of ``fs`` is only taken by name, or called with options that say nothing but how."""
    if tokens[at + 1][1] != "(":
        return tokens[at + 1][1] in {",", "}"} and tokens[at - 1][1] in {",", "{"}
    end, depth, comma = _closing(tokens, at + 1), 0, 0
    for position in range(at + 2, end):
        word = tokens[position][1]
        if depth == 0 and word == "...":
            return False
        if depth == 0 and word == "," and not comma:
            comma = position
        depth += (word in {"(", "[", "{"}) - (word in {")", "]", "}"})
    given = range(comma + 1, end) if comma else range(0)
    if len(given) == 1:
        return tokens[comma + 1][0] == "text"
    keys = {tokens[each][1] for each in given if tokens[each][0] == "word" or tokens[each + 1][1] == ":"}
    return keys <= _OPTIONS | {"true", "false"} and (not given or tokens[comma + 1][1] == "{")


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Return where the bracket that opens at ``at`` closes."""
    depth = 0
    for position in range(at, len(tokens) - 1):
        word = tokens[position][1]
        depth += (word in {"(", "[", "{"}) - (word in {")", "]", "}"})
        if depth == 0:
            return position
    return len(tokens) - 2
