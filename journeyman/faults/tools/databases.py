"""Failures of database clients: psql, mysql, sqlite3, redis, mongo."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command


def _hinted(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for _, line in case.holding("HINT: "):
        if hint := re.search(r'Perhaps you meant to reference the \w+ "(?:\w+\.)?(\w{1,60})"', line):
            return (*reworded(case, match[1], hint[1]), advice(f"it is called {hint[1]}"))[:1]
    return ()


DATABASES = Table(
    "databases",
    (
        Rule(
            "database.refused",
            (
                "onnection refused",
                "Can't connect to",
                "could not connect to server",
                "Could not connect to Redis",
                "ECONNREFUSED",
                "connection to server",
            ),
            re.compile(
                r"(?:psql|pg_\w+|psycopg2?|sqlalchemy)\S{0,60}: .{0,200}(?:[Cc]onnection refused|could not connect)"
                r"|connection to server .{1,200} failed: (?:Connection refused|No such file)|Could not connect to Redis at (\S{1,80})"
                r"|ERROR 200[23] \(HY000\): Can't connect|Is the server running (?:on that host|locally)|Can't connect to (?:local )?(?:MySQL|server)"
                r"|MongoNetworkError: .{0,200}ECONNREFUSED|MongoServerSelectionError"
            ),
            "the database does not answer: no server listens there",
            (
                advice("start the server; check host and port"),
                command("docker compose up -d", "ask", "where the project starts it so"),
            ),
        ),
        Rule(
            "database.authentication",
            (
                "authentication failed",
                "Access denied for user",
                "NOAUTH",
                "WRONGPASS",
                "no password supplied",
                "Authentication failed",
            ),
            re.compile(
                r"authentication failed for user \"([^\"]{1,80})\"|Access denied for user '([^']{0,80})'|NOAUTH|WRONGPASS|no password supplied"
                r"|Peer authentication failed|MongoServerError: Authentication failed"
            ),
            "the database does not accept the user or the password: {0}",
            (
                advice(
                    "check user and password (PGPASSWORD, -p); peer authentication wants the system's user of that name, or -h localhost"
                ),
            ),
        ),
        Rule(
            "database.no_database",
            ("does not exist", "Unknown database"),
            re.compile(r"database \"([^\"]{1,80})\" does not exist|Unknown database '([^']{1,80})'"),
            "there is no database {0}",
            (command("createdb {0}", "ask"), command("psql -l", "ask", "lists the databases")),
        ),
        Rule(
            "database.no_role",
            ('role "',),
            re.compile(r"role \"([^\"]{1,80})\" does not exist"),
            "there is no database user {0}",
            (command("createuser {0}", "ask"), advice("or name another with -U")),
        ),
        Rule(
            "database.no_table",
            ('relation "', "no such table", "doesn't exist"),
            re.compile(
                r"relation \"([^\"]{1,120})\" does not exist|no such table: ([\w.]{1,120})|Table '([^']{1,120})' doesn't exist"
            ),
            "there is no table {0}",
            (advice("run the migrations, or check the name, the schema and the database"),),
            derive=_hinted,
        ),
        Rule(
            "database.no_column",
            ("column ", "no such column", "Unknown column"),
            re.compile(
                r"ERROR: {1,2}column \"?([\w.]{1,100})\"? does not exist|no such column: ([\w.]{1,100})|Unknown column '([^']{1,100})'"
            ),
            "there is no column {0}",
            (advice("check its spelling; text stands in single quotes"),),
            derive=_hinted,
        ),
        Rule(
            "database.syntax_error",
            ("yntax error", "error in your SQL syntax"),
            re.compile(
                r"ERROR: {1,2}(syntax error at .{1,150})|near \"([^\"]{1,80})\": syntax error|error in your SQL syntax.{0,80}near '(.{0,80})"
            ),
            "the statement is not valid SQL: {0}",
            (advice("look at the place that is named, and before it"),),
        ),
        Rule(
            "database.constraint",
            ("violates", "constraint failed", "Duplicate entry"),
            re.compile(
                r"violates (.{1,40} constraint \"[^\"]{1,100}\")|\b([A-Z][A-Z ]{1,30} constraint failed: [\w., ]{1,100})|(Duplicate entry '[^']{1,100}')"
            ),
            "the data breaks a rule of the database: {0}",
            (advice("correct the data, or the order in which it is written"),),
        ),
        Rule(
            "database.locked",
            ("database is locked", "deadlock detected", "Lock wait timeout"),
            re.compile(r"database is locked|deadlock detected|Lock wait timeout"),
            "another connection holds the data",
            (advice("end the other transaction, then try again"),),
        ),
        Rule(
            "database.damaged",
            ("file is not a database", "disk image is malformed", "unable to open database"),
            re.compile(
                r"file is not a database|disk image is malformed|unable to open database(?: file)?:? ?\"?([^\"]{0,200})"
            ),
            "the database file cannot be opened, or is damaged: {0}",
            (advice("check its path; bring a copy back if it is damaged"),),
        ),
        Rule(
            "database.too_many_connections",
            ("too many clients", "Too many connections", "remaining connection slots"),
            re.compile(r"too many clients|Too many connections|remaining connection slots"),
            "the database takes no more connections",
            (advice("close connections that are not used, or use a pool"),),
        ),
    ),
    (
        *(
            "refused",
            "connect",
            "authentication",
            "Access denied",
            "NOAUTH",
            "WRONGPASS",
            "password",
            "does not exist",
            "database",
            "table",
        ),
        *(
            "doesn't exist",
            "column",
            "yntax",
            "constraint",
            "Duplicate entry",
            "deadlock",
            "Lock wait",
            "too many",
            "Too many",
            "slots",
            "Mongo",
        ),
    ),
)
