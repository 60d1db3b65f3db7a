"""Database clients: a statement that only reads is reading; anything else changes a database."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import Parsed, split
from journeyman.gate.analysis.judges.servers import reach
from journeyman.gate.analysis.judges.sql_text import sql_only_reads, strings
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

__all__ = ["judge_sql", "sql_only_reads"]

_SHOWS = frozenset({"--version", "-version", "--help", "-help", "-?", "-V"})
_LISTS = frozenset({"-l", "--list"})
_LOCAL = frozenset({"sqlite3", "litecli", "duckdb"})
_DIALECTS = {"litecli": "sqlite3", "snowsql": "snow"}
_FORMAT = re.compile(r"%[-+ #0-9.*$]*[sbcdiouxXeEfgGaAq]|\\")
"""What ``printf`` would have turned into something else."""


def judge_sql(program: Program, words: Sequence[Word], record: Record) -> None:
    """``psql -c SQL``, ``sqlite3 FILE SQL``, ``echo SQL | mysql``: statements, wherever they are given."""
    parsed = split(words, program.flags)
    if [word.text for word in words] in (["-h"], ["help"]) or (parsed.has(*_SHOWS) and not parsed.unknown):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --help", "read")
        return
    local = program.name in _LOCAL
    texts = _texts(program, parsed)
    why = _why(program, parsed, texts, record)
    database = parsed.rest[:1] if local else []
    if not local:
        why = reach(program, parsed, record) or why
    if why:
        _changes(program, parsed, database, why, record)
        return
    record.add(Effect("read" if local else "network-in", "read", "none", program.name))
    record.subject(program.name, "read")
    if not local:
        record.credentials.update(program.leaf.credentials)
    for word in database:
        record.read(Word(re.sub(r"\?.*|^file:(//)?", "", word.text), word.glob))
    if program.name == "duckdb":
        for text in texts:
            for quoted in strings(text.text):
                if re.search(r"[./*]", quoted):
                    record.read(Word(quoted, "*" in quoted))


def _texts(program: Program, parsed: Parsed) -> list[Word]:
    """Return the statements among the arguments, in any order."""
    where = program.options.get("sql", "").split()
    query = "query" in where and bool(parsed.rest) and parsed.rest[0].text == "query"
    texts = [value for name, value in parsed.values if name in where and (name != "-t" or query)]
    if "word" in where:
        texts += parsed.rest[1:]
    return texts + parsed.rest[1:] if query else texts


def _why(program: Program, parsed: Parsed, texts: Sequence[Word], record: Record) -> str:  # noqa: PLR0911 - cases
    """Return why this is more than reading; "" when it only reads."""
    name = program.name
    if parsed.unknown:
        return f"{name}: {parsed.unknown[0]} is not known to be harmless"
    if not all(program.leaf.accepts(option, value.text) for option, value in parsed.values):
        return f"{name}: an option's value may do more"
    if "query" in program.options.get("sql", "").split() and parsed.rest and parsed.rest[0].text != "query":
        if [word.text for word in parsed.rest] in (["config", "view"], ["config", "get-contexts"]):
            return ""
        return f"{name} {parsed.rest[0].text} is not described"
    if not texts:
        given = record.stdin.text if record.stdin.piped else None
        plain = given if given is not None and not _FORMAT.search(given) else None
        if plain is not None and all(_only_reads(program, parsed, part) for part in _parts(program, plain)):
            return ""
        return "" if parsed.has(*_LISTS) and name == "psql" else f"{name} reads statements from its input"
    if "word" in program.options.get("sql", "").split() and not parsed.rest and name != "duckdb":
        return f"{name} reads statements from its input"
    settings = all(text.text.lstrip().startswith(".") for text in texts)
    if settings and record.stdin.piped and record.stdin.text is None:
        return f"{name} reads statements from its input"
    if not all(text.known and _only_reads(program, parsed, text.text, most=1) for text in texts):
        return "a statement that may change the database"
    return ""


def _parts(program: Program, text: str) -> list[str]:
    """Return what stands on standard input, for SQLite with its lines of settings (``.mode csv``) apart."""
    if program.name not in {"sqlite3", "duckdb"}:
        return [text]
    lines = text.splitlines(keepends=True)
    settings = [line.strip() for line in lines if line.startswith(".")]
    rest = "".join(line for line in lines if not line.startswith("."))
    return [*settings, *([rest] if rest.strip() or not settings else [])]


def _only_reads(program: Program, parsed: Parsed, text: str, most: int = 0) -> bool:
    """Return whether SQL only reads. One argument holds one statement: a second one may have been slipped in."""
    dialect = _DIALECTS.get(program.name, program.name)
    return sql_only_reads(text, dialect, opened_to_read=parsed.has("-readonly"), most=most)


def _changes(program: Program, parsed: Parsed, database: Sequence[Word], why: str, record: Record) -> None:
    record.subject(f"{program.name} {' '.join(sorted(set(parsed.names)))}".strip(), "contained")
    record.identify(program.name)
    if program.name not in _LOCAL:
        record.note("network-out", "external", why)
        return
    record.note("write", "contained", why)
    for word in database:
        if word.text != ":memory:":
            record.write(word)
