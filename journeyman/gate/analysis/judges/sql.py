"""Database clients: statements that only read, with functions that only compute."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_TEXTS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`")
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_FIRST = names("select show describe desc explain with values summarize pragma use")
_WRITES = re.compile(
    r"\b(insert|update|delete|merge|replace|create|alter|drop|truncate|grant|revoke|call|exec|execute|copy|load|attach|detach|"
    r"vacuum|reindex|into|lock|set|do|handler|install|import|export|outfile|dumpfile|begin|commit|rollback|analyze|for\s+update)\b",
    re.IGNORECASE,
)
_CALL = re.compile(r"\b([A-Za-z_][\w.]*)\s*\(")
_FUNCTIONS = names(
    """
    count sum avg min max coalesce ifnull isnull nullif round floor ceil ceiling abs lower upper length len trim
    ltrim rtrim substr substring concat concat_ws replace cast convert date datetime time strftime julianday now
    current_date current_timestamp getdate date_trunc date_format extract year month day hour row_number rank
    dense_rank lag lead first_value last_value over partition distinct in exists and or not group_concat string_agg
    array_agg json_extract json_array_length version database schema user current_user current_database any all
    union as on where select from join left right values typeof hex quote printf total random to_char to_date
    to_timestamp greatest least split_part unnest generate_series range read_csv read_csv_auto read_parquet
    read_json read_json_auto iif if case when then else using limit having by power sqrt mod sign log exp
    pg_size_pretty pg_database_size pg_relation_size pg_total_relation_size pragma_table_info table_info index_list
    foreign_key_list
    """
)
_PRAGMAS = re.compile(
    r"pragma\s+(\w+\.)?(table_info|table_xinfo|table_list|index_list|index_info|foreign_key_list|database_list|integrity_check|"
    r"quick_check|user_version|schema_version|page_count|page_size|journal_mode|encoding|compile_options|collation_list|"
    r"function_list|freelist_count|show_tables|version)\s*(\([\w\"']*\))?\s*\Z",
    re.IGNORECASE,
)
_DOT = re.compile(
    r"\.(tables|schema|indexes|indices|databases|dbinfo|help|fullschema|show|mode|headers?|version|width|timer|stats|dump)\b"
    r"[^|>]*\Z"
)
_BACKSLASH = re.compile(r"\\(d[a-zA-Z+]*|l\+?|z|conninfo|encoding|sf|sv|x|timing|\?|h|du|dn|dt)(\s+[\w.*\"]+)?\s*\Z")


def judge_sql(program: Program, words: Sequence[Word], record: Record) -> None:
    """``psql -c SQL``, ``sqlite3 FILE SQL``: reading statements read; the rest changes a database."""
    parsed = split(words, program.flags)
    where = program.options.get("sql", "").split()
    texts = [value for name, value in parsed.values if name in where]
    if "word" in where:
        texts += parsed.rest[1:]
    shows = parsed.has("--version", "-version", "--help", "-help", "-l", "--list", "-?", "-V")
    local = program.name in {"sqlite3", "duckdb"}
    why = f"{program.name}: {parsed.unknown[0]} is not known to be harmless" if parsed.unknown else ""
    if not why and not shows:
        if not texts:
            why = f"{program.name} reads statements from its input"
        elif not all(text.known and sql_only_reads(text.text) for text in texts):
            why = "a statement that may change the database"
    if not why:
        record.add(Effect("read" if local else "network-in", "read", "none", program.name))
        record.subject(program.name, "read")
        if local and "word" in where:
            for word in parsed.rest[:1]:
                record.read(word)
        return
    record.subject(f"{program.name} {' '.join(sorted(set(parsed.names)))}".strip(), "contained")
    if local:
        record.note("write", "contained", why)
        for word in parsed.rest[:1]:
            if word.text != ":memory:":
                record.write(word)
    else:
        record.note("network-out", "external", why)


def sql_only_reads(text: str) -> bool:
    """Return whether ``text`` is one statement that reads, and calls only functions that compute."""
    if re.search(r"\\['\"`]|/\*!|#", text):  # escapes and comments that not every database reads alike
        return False
    plain = _COMMENTS.sub(" ", _TEXTS.sub("''", text))
    statements = [piece.strip() for piece in plain.split(";") if piece.strip()]
    for statement in statements:
        if statement.startswith("."):
            if not _DOT.match(statement):
                return False
        elif statement.startswith("\\"):
            if not _BACKSLASH.match(statement):
                return False
        elif not _reads(statement):
            return False
    return len(statements) == 1


def _reads(statement: str) -> bool:
    first = statement.split(None, 1)[0].lower().strip("(")
    if first not in _FIRST:
        return False
    if first == "pragma":
        return bool(_PRAGMAS.match(statement))
    if first == "explain" and re.search(r"\banalyze\b", statement, re.IGNORECASE):
        return False
    if first == "show":
        return not re.search(r"\binto\b", statement, re.IGNORECASE)
    calls = {found.lower().rsplit(".", 1)[-1] for found in _CALL.findall(statement)}
    bare = re.sub(r"\breplace\s*\(", "(", statement, flags=re.IGNORECASE)
    return not _WRITES.search(bare) and calls <= _FUNCTIONS
