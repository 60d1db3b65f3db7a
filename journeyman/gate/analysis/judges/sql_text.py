"""Does SQL text only read? It is taken apart as the strictest client would; what is unclear does not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from journeyman.gate.analysis.judges.sql_functions import Token, computes
from journeyman.gate.analysis.names import names

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<note>--[^\n]*|/\*.*?\*/)
  | (?P<text>'(?:[^']|'')*')
  | (?P<name>"(?:[^"]|"")*"|`[^`]*`)
  | (?P<dollar>\$(?P<tag>[A-Za-z_]\w*)?\$.*?\$(?P=tag)\$|\$\$.*?\$\$)
  | (?P<number>\d[\w.]*)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>[^\s\w'"`\\])
    """,
    re.VERBOSE | re.DOTALL,
)
_FIRST = names("select show describe desc explain with values summarize pragma table from list help exists")
_NEUTRAL = re.compile(
    r"(?i)(use\s+[\w.\"`\[\]-]+|begin|start\s+transaction|commit|rollback|end)(\s+(read\s+only|transaction|work))*\Z"
)
_MYSQL = frozenset({"mysql", "mariadb"})
_WRITES = names(
    """
    insert update delete merge create alter drop truncate grant revoke call into outfile dumpfile exec execute copy
    attach detach
    """
)
_LOCKS = names("update share key no")
_SERVER = names(
    """
    set declare begin commit rollback save backup restore kill shutdown dbcc bulk waitfor reconfigure deny print go
    openrowset openquery opendatasource writetext updatetext enable disable while throw raiserror revert
    """
)
"""Words that begin another statement where statements need no semicolon between them (Transact-SQL)."""
_CHANGES = names("insert update delete drop alter reindex analyze replace truncate with")
"""Statements that a connection opened for reading refuses."""
_EXPLAINED = names(
    """
    analyze analyse verbose query plan extended format = json tree for using text pipeline syntax ast estimate formatted
    """
)
_HIDDEN = names(
    """
    pg_authid pg_shadow pg_user_mapping pg_user_mappings duckdb_secrets sql_logins pg_largeobject
    authentication_string password_hash
    """
)
_PRAGMAS = re.compile(
    r"(?i)pragma\s+(\w+\s*\.\s*)?(table_info|table_xinfo|table_list|index_list|index_info|index_xinfo|foreign_key_list|"
    r"foreign_key_check|database_list|database_size|integrity_check|quick_check|user_version|schema_version|page_count|"
    r"page_size|journal_mode|encoding|compile_options|collation_list|function_list|module_list|pragma_list|freelist_count|"
    r"show_tables|show_tables_expanded|show_databases|version|platform|storage_info|application_id|auto_vacuum|cache_size|"
    r"foreign_keys|synchronous|locking_mode|data_version|max_page_count|wal_autocheckpoint|stats|functions|collations)"
    r"\s*(\(\s*[\w\"'.]*\s*\))?\Z"
)
_DOT = re.compile(
    r"\.(tables?|schema|indexes|indices|databases|dbinfo|help|fullschema|show|mode|headers?|version|width|timer|stats|dump|"
    r"nullvalue|separator|bail|changes|echo|eqp|explain|print|prompt|limits?|lint|sha3sum|timeout|vfsinfo|vfslist|vfsname|expert|"
    r"exit|quit|maxrows|maxwidth|columns|rows|highlight|large_number_rendering|decimal_sep|thousand_sep|dbtotxt)\b[^|>`\n]*\Z"
)
_BACKSLASH = re.compile(
    r"\\([dl][a-zA-Z+]*|z|conninfo|encoding|s[fv]\+?|x|timing|\?|h|a|t|H|pset|echo|copyright|errverbose)(\s+[^`|\\\n;]*)?\Z"
)
_ENDS = re.compile(r"(?i)\\(g|gx)\s*\Z")


def sql_only_reads(text: str, dialect: str = "", *, opened_to_read: bool = False, most: int = 0) -> bool:
    """Return whether every statement in ``text`` only reads, and calls only functions that compute.

    ``dialect``: the client's name (``mysql``, ``duckdb``, ``sqlcmd``...). ``opened_to_read``: the connection refuses to
    change the database, so that only what reaches elsewhere counts. ``most``: how many statements there may be (0: any
    number).
    """
    stripped = text.strip()
    if stripped.startswith("."):
        return bool(_DOT.match(stripped.rstrip(";").rstrip()))
    if stripped.startswith("\\"):
        return bool(_BACKSLASH.match(stripped.rstrip(";").rstrip()))
    stripped = _ENDS.sub("", stripped.removesuffix(";"))
    try:
        statements = [statement for statement in _statements(stripped, dialect) if statement]
    except ValueError:
        return False
    telling = [statement for statement in statements if not _neutral(statement)]
    if not telling:
        return bool(statements) and dialect not in {"", "duckdb"}
    few = not most or len(statements) <= most
    return few and all(_reads(each, dialect, opened_to_read) for each in telling)


def strings(text: str) -> list[str]:
    """Return the quoted texts in SQL: some databases read a file or an address where a table could stand."""
    found = []
    for match in _TOKEN.finditer(text):
        if match["text"] or (match["name"] and match["name"][0] == '"'):
            quoted = match["text"] or match["name"]
            found.append(quoted[1:-1].replace(quoted[0] * 2, quoted[0]))
    return found


def _statements(text: str, dialect: str) -> Iterator[list[Token]]:
    """Yield statements as tokens. Raises ValueError for what clients may read in more than one way."""
    statement: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ValueError(text[position])
        position = match.end()
        kind, piece = match.lastgroup or "", match[0]
        if kind == "space":
            continue
        if kind == "note":
            _check_note(piece, dialect)
            continue
        if "\\" in piece and (kind != "text" or re.search(r"\\(['\"\\]|\Z)", piece[1:-1])):
            raise ValueError(piece)
        if kind == "dollar" and dialect in _MYSQL:
            raise ValueError(piece)
        if piece == ";":
            yield statement
            statement = []
            continue
        if piece == "#" and dialect in {"", "bq", "clickhouse", *_MYSQL}:
            raise ValueError(piece)
        statement.append(Token("text" if kind == "dollar" else kind, piece.lower() if kind == "word" else piece))
    yield statement


def _check_note(piece: str, dialect: str) -> None:
    """Refuse comments that some databases run, nest, or do not take as such."""
    inside = piece[2:-2]
    if piece.startswith("/*") and (inside[:1] in {"!", "+"} or inside[:2] == "M!" or "/*" in inside):
        raise ValueError(piece)
    if piece.startswith("--") and piece[2:3].strip() and dialect in {"", *_MYSQL}:
        raise ValueError(piece)


def _neutral(statement: Sequence[Token]) -> bool:
    return bool(_NEUTRAL.match(" ".join(token.text for token in statement)))


def _reads(statement: Sequence[Token], dialect: str, opened_to_read: bool) -> bool:  # noqa: PLR0911 - a table of cases
    tokens = list(statement)
    while tokens and tokens[0].text == "(":
        tokens = tokens[1:]
    if not tokens or tokens[0].kind != "word":
        return False
    first = tokens[0].text
    words = [token.text for token in tokens if token.kind == "word"]
    if _HIDDEN.intersection(token.text.strip('"`').lower() for token in tokens if token.kind in {"word", "name"}):
        return False
    if _mentions(tokens, "mysql", "user") or (dialect == "sqlcmd" and _SERVER.intersection(words)):
        return False
    if first == "pragma":
        return bool(_PRAGMAS.match(_joined(tokens)))
    if first == "explain":
        return _explains(tokens[1:], dialect, opened_to_read)
    if not computes(tokens, dialect):
        return False
    if opened_to_read and first in _CHANGES:
        return True
    if first not in _FIRST or (first in {"from", "summarize"} and dialect not in {"", "duckdb"}):
        return False
    if first == "list" and dialect != "cqlsh":
        return False
    return not _changes(tokens)


def _explains(tokens: Sequence[Token], dialect: str, opened_to_read: bool) -> bool:
    """``EXPLAIN`` runs nothing, except with ``ANALYZE``."""
    rest = list(tokens)
    runs = False
    if rest and rest[0].text == "(":
        while rest and rest[0].text != ")":
            runs = runs or rest[0].text in {"analyze", "analyse"}
            rest = rest[1:]
        rest = rest[1:]
    while rest and rest[0].text in _EXPLAINED:
        runs = runs or rest[0].text in {"analyze", "analyse"}
        rest = rest[1:]
    if not rest or rest[0].kind != "word":
        return False
    if runs or dialect == "sqlcmd" or not computes(rest, dialect):
        return _reads(rest, dialect, opened_to_read)
    return rest[0].text in _FIRST | {"insert", "update", "delete", "replace", "merge"}


def _changes(tokens: Sequence[Token]) -> bool:
    """Return whether a statement that begins like a reading one changes or locks something further on."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        before = tokens[index - 1].text if index else ""
        if token.kind != "word" or before == ".":
            continue
        function = following == "(" and token.text in {"insert", "truncate"}
        shown = tokens[0].text == "show" and token.text == "create"
        if token.text in _WRITES and not function and not shown:
            return True
        if (token.text, following) == ("lock", "in") or (token.text == "for" and following in _LOCKS):
            return True
    return False


def _mentions(tokens: Sequence[Token], *path: str) -> bool:
    plain = [token.text.strip('"`').lower() for token in tokens]
    wanted = [path[0], ".", path[1]]
    return any(plain[index : index + 3] == wanted for index in range(len(plain)))


def _joined(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
