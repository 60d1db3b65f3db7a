"""Functions of databases that only compute: any other call may write, sleep, reach a file or another server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from journeyman.gate.analysis.names import names

_KNOWN = names(
    """
    count sum avg min max total coalesce ifnull isnull nullif nvl nvl2 decode round floor ceil ceiling trunc truncate
    abs sign mod power pow sqrt cbrt exp ln log log2 log10 pi degrees radians sin cos tan asin acos atan atan2 random
    rand newid uuid gen_random_uuid greatest least width_bucket div
    lower upper initcap length len char_length character_length octet_length bit_length datalength trim ltrim rtrim
    btrim lpad rpad left right substr substring mid locate position instr strpos charindex patindex reverse repeat
    replicate space concat concat_ws replace translate insert ascii chr char nchar unicode format hex unhex md5 sha1
    sha2 sha256 sha512 soundex levenshtein split_part string_to_array string_split quote quote_ident quote_literal
    overlay starts_with startswith ends_with endswith contains like glob printf typeof cast convert try_cast
    try_convert safe_cast parse try_parse to_char to_date to_timestamp to_number field elt find_in_set format_number
    date time datetime timestamp julianday strftime strptime now curdate curtime sysdate getdate getutcdate
    sysdatetime current_date current_time current_timestamp localtime localtimestamp utc_timestamp year quarter month
    week day hour minute second microsecond dayofweek dayofmonth dayofyear weekday dayname monthname extract
    adddate subdate datediff datepart datename dateadd datefromparts eomonth last_day makedate maketime from_unixtime
    unix_timestamp age timediff timestampdiff timestampadd clock_timestamp statement_timestamp today yesterday
    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
    group_concat listagg string_agg array_agg any_value grouping median mode stddev variance corr first last arg_min
    arg_max argmin argmax histogram quantile unique uniq uniqexact topk grouparray groupuniqarray sumif countif avgif
    version database schema user current_user session_user system_user current_database current_schema current_role
    current_catalog current_setting current_version current_warehouse inet_server_addr inet_server_port pg_backend_pid
    changes last_insert_rowid sqlite_version sqlite_source_id connection_id found_rows row_count db_name object_id
    object_name schema_name type_name col_name db_id suser_name suser_sname user_name host_name serverproperty
    databasepropertyex objectproperty columnproperty has_dbaccess is_member object_definition scope_identity hasall
    iif if case choose ifelse multiif unnest generate_series generate_subscripts range flatten explode row struct map
    coalesce_agg array cardinality element_at array_length list unpack json jsonb json_each json_tree
    pg_typeof pg_size_pretty pg_table_size pg_indexes_size pg_relation_size pg_total_relation_size pg_database_size
    pg_tablespace_size pg_is_in_recovery pg_postmaster_start_time pg_conf_load_time pg_blocking_pids pg_column_size
    pg_encoding_to_char pg_table_is_visible pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_current_wal_lsn
    pg_last_xact_replay_timestamp pg_wal_lsn_diff format_type obj_description col_description shobj_description
    to_regclass to_regtype oid regclass to_tsvector to_tsquery plainto_tsquery ts_rank ts_headline similarity
    pragma_table_info pragma_table_list pragma_index_list pragma_index_info pragma_foreign_key_list
    pragma_database_list pragma_function_list pragma_compile_options pragma_table_xinfo table_info index_list
    foreign_key_list duckdb_tables duckdb_columns duckdb_schemas duckdb_views duckdb_indexes duckdb_functions
    duckdb_settings duckdb_types duckdb_constraints duckdb_extensions duckdb_databases duckdb_keywords
    read_csv read_csv_auto read_parquet read_json read_json_auto read_json_objects read_ndjson read_text
    parquet_scan parquet_schema parquet_metadata sniff_csv
    numbers zeros formatreadablesize formatreadablequantity tostring toint32 toint64 touint32 touint64 todate
    todatetime tostartofhour tostartofday tostartofmonth tostartofminute toyyyymm hostname
    bm25 snippet highlight rank_bm25 token writetime ttl
    """
)
_FAMILIES = re.compile(
    r"(json|jsonb|array|list|str|string|date|datetime|time|timestamp|to|regexp|is|approx|percentile|stddev|var|covar|bit|bool|"
    r"regr|map|struct|make|parse|encode|decode|num|row|unix|add|try|safe|format)_(?!.*(exec|write|load|query|lob))\w+"
    r"|has_\w+_privilege|pg_get_(?!.*(lock|notif))\w+|pg_stat_get_\w+"
    r"|st_(as|geom|make|point|x|y|z|distance|dwithin|within|contains|intersects?|area|length|buffer|transform|setsrid|srid|"
    r"centroid|envelope|union|collect|extent|isvalid|npoints|simplify|numpoints|covers|overlaps|touches)\w*"
)
_CLAUSES = names(
    """
    in exists and or not as on using values over filter from join select where group by having order limit offset
    when then else case any all some union except intersect distinct within partition rows between like ilike is with
    materialized lateral bernoulli interval top returning sets rollup cube grouping set unpivot pivot for of columns
    include exclude apply sample tablesample window recursive array natural inner left right full cross outer qualify
    varchar nvarchar char nchar character varying text decimal numeric float double int integer bigint smallint tinyint
    number binary varbinary bit timestamp timestamptz time datetime datetime2 enum precision zone explain analyze show
    with_ties percent ignore respect nulls ordinality escape similar collate against match end if
    """
)
_FILES = names(
    """
    read_csv read_csv_auto read_parquet read_json read_json_auto read_json_objects read_ndjson read_text parquet_scan
    sniff_csv
    """
)
_ADDRESS = re.compile(r"""['"]\s*[A-Za-z][\w+.-]*:/?/""")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: word, name (quoted), text, number or sign. Words are in lower case."""

    kind: str
    text: str


def computes(tokens: Sequence[Token], dialect: str) -> bool:
    """Return whether every call among ``tokens`` is of a function that only computes."""
    own = _declared(tokens)
    for index, token in enumerate(tokens[:-1]):
        if token.kind not in {"word", "name"} or tokens[index + 1].text != "(":
            continue
        name = token.text.strip('"`').lower()
        before = tokens[index - 1].text if index else ""
        if token.kind == "word" and name in _CLAUSES:
            continue
        if name in own or before == "as" or (before == ")" and token.kind == "word"):
            continue
        if before == "table" or (name not in _KNOWN and not _FAMILIES.fullmatch(name)):
            return False
    return not _reaches(tokens)


def _declared(tokens: Sequence[Token]) -> set[str]:
    """Return names of common table expressions: ``WITH name (a, b) AS (...)``."""
    if not any(token.text == "with" for token in tokens[:3]):
        return set()
    found = set()
    for index, token in enumerate(tokens):
        if token.kind in {"word", "name"} and index and tokens[index - 1].text in {"with", ",", "recursive"}:
            end = index + 1
            while end < len(tokens) and tokens[end].text != ")":
                end += 1
            if end + 2 < len(tokens) and tokens[end + 1].text == "as" and tokens[end + 2].text == "(":
                found.add(token.text.strip('"`').lower())
    return found


def _reaches(tokens: Sequence[Token]) -> bool:
    """Return whether a quoted address stands where it would be fetched."""
    everywhere = any(token.text in _FILES for token in tokens)
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if token.kind not in {"text", "name"} or not _ADDRESS.match(token.text):
            continue
        before = tokens[index - 1].text if index else ""
        if everywhere or before in {"from", "join"} or (before == "," and depth == 0):
            return True
    return False
