"""Database clients: each line is a command and the level it must have; statements apart from their client below."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate.analysis.judges.nosql import mongo_only_reads
from journeyman.gate.analysis.judges.sql import sql_only_reads
from journeyman.gate.analysis.judges.sql_text import strings
from journeyman.values import Prediction
from journeyman.workspace import Workspace

Shell = Callable[[str], Prediction]

TABLE = """
    read       psql -h db -U me app -c 'SELECT 1' 2>&1 | head
    read       psql -c 'SELECT 1;' -c '\\dt'
    read       echo 'SELECT count(*) FROM t' | psql app
    read       psql app <<< 'SELECT 1'
    external   echo 'DROP TABLE t' | psql app
    external   printf "SELECT '%s drop table t;--' '" "';" | psql app
    external   cat x.sql | psql app
    external   psql app < x.sql
    external   psql -c "SELECT $X"
    external   psql -v x=1 -c 'SELECT 1'
    external   psql -c 'SELECT 1' -o out
    read       psql -l
    read       psql --help
    external   mysql -h db shop
    read       mysql -psecret shop -e 'SELECT 1'
    external   mysql shop -e 'SELECT 1; SELECT 2'
    read       echo 'SELECT 1; SELECT 2' | mysql shop
    external   mysql shop -e 'SELECT 1; SELECT 2; DELETE FROM t'
    read       sqlite3 a.db '.mode csv' 'SELECT * FROM t'
    read       sqlite3 -readonly a.db 'DELETE FROM t'
    contained  sqlite3 -readonly a.db 'ATTACH "b.db" AS b'
    contained  sqlite3 -readonly a.db "VACUUM INTO 'b.db'"
    contained  sqlite3 -safe a.db 'DELETE FROM t'
    contained  cat x.sql | sqlite3 a.db .tables
    read       sqlite3 'file:a.db?mode=ro' 'SELECT 1'
    floor      sqlite3 /etc/x.db 'DELETE FROM t'
    floor      sqlite3 ~/.ssh/id_rsa 'SELECT 1'
    read       duckdb -c "SELECT * FROM 'a.csv'"
    floor      duckdb -c "SELECT * FROM read_csv('.env')"
    contained  duckdb -c "SELECT * FROM 'https://example.com/x.csv'"
    contained  duckdb -c "SELECT * FROM read_parquet('s3://b/x')"
    read       duckdb -c "SELECT * FROM t WHERE url IN ('https://a', 'https://b')"
    contained  duckdb -readonly a.db "COPY t TO 'x.csv'"
    read       sqlcmd query 'SELECT 1'
    read       sqlcmd config view
    external   sqlcmd config cs
    external   sqlcmd -t 30
    external   sqlcmd -Q 'SELECT 1 DROP TABLE t'
    external   sqlcmd -Q 'SELECT 1 SET x 1'
    read       redis-cli get a
    external   redis-cli get $KEY
    external   redis-cli --odd get a
    floor      redis-cli config get '*'
    read       mongosh --version
    external   mongosh --eval "$X"
    external   mongosh --odd
    external   mongosh app script.js
    read       docker exec db psql -c 'SELECT 1'
    external   docker exec db psql -c 'DROP TABLE t'
"""
ROWS = [line.split(None, 1) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("level", "text"), ROWS, ids=[text for _, text in ROWS])
def test_each_command_has_its_level(shell: Shell, level: str, text: str) -> None:
    prediction = shell(text)
    assert prediction.level == level, prediction.effects


def test_a_reading_client_tells_where_its_log_in_lies(shell: Shell) -> None:
    prediction = shell("psql -c 'SELECT 1'")
    assert ".pgpass" in prediction.credentials
    assert prediction.network
    assert prediction.hosts is None
    assert not shell("sqlite3 a.db 'SELECT 1'").network


READING = """
    select a, b from t where c like '%x%' order by a desc limit 5 offset 10
    select count(*) filter (where a > 1) over (partition by b) from t
    select distinct on (a) a, b::numeric(10, 2) from t
    with a as (select 1), b(x, y) as (select 2, 3) select * from a join b on true
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 9) select * from n
    select * from unnest(array[1, 2]) with ordinality as x(a, b)
    select cast(a as varchar(10)), row_number() over (order by a) from t
    select json_agg(x), jsonb_build_object('a', 1), st_distance(a, b) from t
    explain delete from t
    explain (analyze, buffers) select * from t
    explain analyze verbose select 1
    describe t
    show create table t
    values (1), (2)
    table t
    (select 1) union (select 2)
    begin; select 1; commit
    use shop; select 1
    select 1; select 2; show tables
    select 1 -- it's fine
    select "insert" from t
    select $$drop table t$$
    pragma main.table_info('t')
    select truncate(1.5, 1), insert('a', 1, 1, 'b')
    \\x
    \\pset format csv
    .headers on
    .dump
    select 1 \\gx
    from t select a
    summarize t
"""

CHANGING = """
    insert into t values (1)
    select 1; select 2; drop table t
    drop table t; select 1
    select 1; pragma user_version = 3
    select * into u from t
    select * from t for update
    select * from t for no key update
    select * from t lock in share mode
    with a as (update t set x = 1 returning *) select * from a
    explain analyze delete from t
    explain (analyze) insert into t values (1)
    select f(1)
    select "f"(1)
    select public.f(1)
    select pg_sleep(1)
    select set_config('a', 'b', false)
    select nextval('s')
    select lo_import('/etc/passwd')
    select json_execute_serialized_sql('x')
    select * from pg_authid
    select * from mysql.user
    select authentication_string from u
    select 1 \\gexec
    select 1 \\g |sh
    \\! ls
    \\copy t to x
    \\echo `ls`
    \\d t | sh
    .once x
    .read x
    .open x
    .mode csv | sh
    /*! drop table t */
    /* a /* b */ */ drop table t */ select 1
    select 1 --1; drop table t
    select 1 # x
    select 'a\\'; drop table t; --'
    select 'unfinished
    select "unfinished
    do $$ begin end $$
    call f()
    copy t to program 'sh'
    set role x
    listen x
    vacuum
    begin
    ;
    list x
    explain
    pragma foreign_keys = on
    install httpfs
    table f()
"""


@pytest.mark.parametrize("text", [line.strip() for line in READING.strip().splitlines()])
def test_statements_that_read(text: str) -> None:
    assert sql_only_reads(text)


@pytest.mark.parametrize("text", [line.strip() for line in CHANGING.strip().splitlines()])
def test_statements_that_may_do_more(text: str) -> None:
    assert not sql_only_reads(text)


@pytest.mark.parametrize(
    ("text", "dialect", "reads"),
    [
        ("select 1 --1", "psql", True),
        ("select 1 --1", "mysql", False),
        ("select $$x$$", "mysql", False),
        ("select a # b from t", "psql", True),
        ("from t", "psql", False),
        ("list roles", "cqlsh", True),
        ("select 1 exec xp_cmdshell 'dir'", "sqlcmd", False),
        ("explain select 1 drop table t", "sqlcmd", False),
        ("use shop", "mysql", True),
    ],
)
def test_clients_differ(text: str, dialect: str, reads: bool) -> None:
    assert sql_only_reads(text, dialect) is reads


def test_quoted_texts_are_found() -> None:
    assert strings("""select * from 'a.csv' where b = 'it''s' and "c" = 1""") == ["a.csv", "it's", "c"]


@pytest.mark.parametrize(
    "code",
    [
        "db.users.find({a: 1}, {b: 1}).sort({c: -1}).limit(5)",
        "db.getSiblingDB('x').users.countDocuments({name: /^a/i})",
        "db.t.aggregate([{$match: {a: {$gt: 1}}}, {$group: {_id: '$b', n: {$sum: 1}}}]).toArray()",
        "show collections",
        "use app",
        "db",
        "rs.status()",
        "JSON.stringify(db.t.findOne({_id: ObjectId('x')}))",
        "db.t.find({text: 'deleteMany()'});",
    ],
)
def test_code_for_mongo_that_reads(code: str) -> None:
    assert mongo_only_reads(code)


@pytest.mark.parametrize(
    "code",
    [
        "db.t.drop()",
        "db.t['drop']()",
        "db.t.find().forEach(x => db.u.insert(x))",
        "db.t.aggregate([{$merge: 'u'}])",
        "db.t.find({$where: 'x'})",
        "db.runCommand({dropDatabase: 1})",
        "require('fs').readFileSync('x')",
        "x = db.t.drop; x()",
        "db.t.find(); db.t.drop()",
        "db.t.find(`${db.t.drop()}`)",
        "process.exit()",
        "db.t.find().map(db.u.drop)",
        "load('x.js')",
    ],
)
def test_code_for_mongo_that_may_do_more(code: str) -> None:
    assert not mongo_only_reads(code)


def test_the_database_that_is_named_is_what_is_written(shell: Shell, workspace: Workspace) -> None:
    found = shell("sqlite3 sub/a.db 'DELETE FROM t'").effects
    paths = {effect.target for effect in found if effect.operation == "write"}
    assert str(workspace.root / "sub" / "a.db") in paths
