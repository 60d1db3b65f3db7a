"""``http`` (HTTPie, xh): its words are a method, an address, and items that are sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import Parsed, split
from journeyman.gate.analysis.judges.requests import METHODS, fetch, refuse
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

_ITEM = re.compile(r"(?:[^\\:=@]|\\.)*?(==|:=@|=@|:=|@|=|:)")


def judge_httpie(program: Program, words: Sequence[Word], record: Record) -> None:
    """``http [METHOD] ADDRESS [ITEM...]``: items make it a query, a header, or something that is sent."""
    parsed = split(words, program.flags)
    rest = list(parsed.rest)
    method = rest.pop(0).text.upper() if rest and re.fullmatch(r"[A-Za-z]+", rest[0].text) and len(rest) > 1 else "GET"
    address, items = rest[:1], rest[1:]
    if address and address[0].text.startswith(":"):
        address = [Word("localhost" + ("" if address[0].text.startswith(":/") else ":") + address[0].text[1:])]
    kinds = [found[1] if (found := _ITEM.match(item.text)) else "?" for item in items]
    why = ""
    if parsed.unknown:
        why = f"{program.name}: {parsed.unknown[0]} may send or save something"
    elif method not in METHODS:
        why = f"{program.name} sends a {method}"
    elif any(kind not in {":", "=="} for kind in kinds):
        why = f"{program.name} sends data"
    elif record.stdin.piped and not parsed.has("--ignore-stdin", "-I"):
        why = f"{program.name} sends its standard input"
    if why:
        refuse(program, parsed, address, why, record)
        return
    headers = [("-H", item) for item, kind in zip(items, kinds, strict=True) if kind == ":"]
    query = "an address with a query" if "==" in kinds else ""
    fetch(program, Parsed(parsed.names, [*parsed.values, *headers], rest), address, record, query)
