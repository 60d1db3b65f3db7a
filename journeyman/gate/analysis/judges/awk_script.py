"""awk programs cut into tokens: which files and commands one names, and whether it can be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+|\\\n|\#[^\n]*)|(?P<string>"(?:\\.|[^"\\])*")|(?P<name>[A-Za-z_]\w*)
    |(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|(?P<sign>\|&|\|\||&&|>>|>=|<=|==|!=|!~|\+\+|--|[-+*/%^]=|\*\*|.|\n)""",
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?:\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\\n])*\]|[^/\\\[\n])*/", re.DOTALL)
_OPERAND_ENDS = frozenset({")", "]", "$", "++", "--"})
_STARTS = frozenset({"", "{", "}", ";", "\n", "(", "!", "&&", "||", ",", "=", "?", ":"})
_ENDS = frozenset({"", "}", ";", "\n", ")"})
_KEYWORDS = frozenset({"print", "printf", "return", "in", "else", "do", "getline", "case"})
_NEVER = frozenset({"@", "extension", "ARGV", "SYMTAB", "FUNCTAB"})
_SPECIAL = ("/inet", "|", "-")


@dataclass(slots=True)
class Script:
    """What an awk program does beside computing: files it reads and writes, commands it runs; ``odd``: unknown."""

    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    environment: bool = False
    odd: bool = False


def awk_only_computes(text: str) -> bool:
    """Return whether an awk program has no pipe, output file, ``system``, ``getline`` from elsewhere, or library."""
    return read_awk(text) == Script()


def read_awk(text: str) -> Script:
    """Return what the awk program ``text`` does beside computing."""
    script = Script()
    tokens = _tokens(text)
    if tokens is None:
        return Script(odd=True)
    depth, printing = 0, -1
    for index, sign in enumerate(tokens):
        before, after = _at(tokens, index - 1), _at(tokens, index + 1)
        depth += (sign == "(") - (sign == ")")
        if sign in _NEVER:
            script.odd = True
        elif sign in {"ENVIRON"}:
            named = after == "[" and _at(tokens, index + 2)[:1] == '"' and _at(tokens, index + 3) == "]"
            script.environment = script.environment or not named
        elif sign == "system":
            _command(script, tokens, index + 2, known=after == "(" and _at(tokens, index + 3) == ")")
        elif sign in {"|", "|&"} and after == "getline":
            _command(script, tokens, index - 1, known=_at(tokens, index - 2) in _STARTS)
        elif sign in {"|", "|&"}:
            _command(script, tokens, index + 1, known=printing >= 0 and _at(tokens, index + 2) in _ENDS)
        elif sign == "getline" and before not in {"|", "|&"}:
            _input(script, tokens, index + 1)
        elif sign in {"print", "printf"}:
            printing = depth
        elif sign in {";", "\n", "}", "{"} or (sign == ")" and depth < printing):
            printing = -1
        elif sign in {">", ">>"} and printing >= 0 and depth <= printing:
            _output(script, tokens, index + 1)
    return script


def _tokens(text: str) -> list[str] | None:
    """Return the tokens of an awk program, regular expressions as ``//``; None when it cannot be cut."""
    tokens: list[str] = []
    position = 0
    while position < len(text):
        previous = tokens[-1] if tokens else ""
        if text[position] == "/":
            operand = previous in _OPERAND_ENDS or previous[:1] == '"' or previous == "//"
            operand = operand or (bool(re.match(r"[\w.]", previous)) and previous not in _KEYWORDS)
            found = None if operand else _REGEX.match(text, position)
            if found is None and not operand:
                return None
            if found is not None:
                tokens.append("//")
                position = found.end()
                continue
        match = _TOKEN.match(text, position)
        if match is None or (match["sign"] == '"'):
            return None
        if match["space"] is None:
            tokens.append(match[0])
        position = match.end()
    return tokens


def _at(tokens: Sequence[str], index: int) -> str:
    return tokens[index] if 0 <= index < len(tokens) else ""


def _literal(token: str) -> str | None:
    """Return the text of a string token; None when it is not one, or holds an escape that is not plain."""
    if len(token) < 2 or token[0] != '"' or re.search(r'\\[^"\\/nt]', token):
        return None
    return re.sub(r'\\(["\\/])', r"\1", token[1:-1]).replace("\\n", "\n").replace("\\t", "\t")


def _command(script: Script, tokens: Sequence[str], index: int, *, known: bool) -> None:
    text = _literal(_at(tokens, index))
    if text is None or not known:
        script.odd = True
    elif text not in script.commands:
        script.commands.append(text)


def _input(script: Script, tokens: Sequence[str], index: int) -> None:
    """Record what ``getline`` reads: the next line of the input, or a file."""
    if re.match(r"[A-Za-z_]\w*\Z", _at(tokens, index)) and _at(tokens, index) not in _KEYWORDS:
        index += 1
    if _at(tokens, index) in {"[", "$"}:
        script.odd = True
    if _at(tokens, index) != "<":
        return
    text = _literal(_at(tokens, index + 1))
    if (
        text is None
        or text.startswith(_SPECIAL[:2])
        or _at(tokens, index + 2) not in {*_ENDS, ">", "<", "==", "!=", "&&"}
    ):
        script.odd = True
    elif text != "-":
        script.reads.append(text)


def _output(script: Script, tokens: Sequence[str], index: int) -> None:
    text = _literal(_at(tokens, index))
    if text is None or text.startswith("/inet") or _at(tokens, index + 1) not in _ENDS:
        script.odd = True
    elif text != "-":
        script.writes.append(text)
