"""Programs whose arguments need code to be read: each line is a command and the level it must have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate.analysis.judges.sql import sql_only_reads
from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

TABLE = {
    "wrappers": """
        read       env
        read       env -u A -C src B=1 ls
        read       env - ls
        contained  env LD_PRELOAD=x ls
        contained  env --odd ls
        floor      env JOURNEYMAN_WORKSPACE=/x ls
        read       command -v ls
        contained  command rm x
        read       nohup cat x
        read       time ls
        contained  nice --odd ls
        floor      su -c 'ls'
        catastrophic su -c 'rm -rf /'
        floor      su -c "$X"
        floor      sudo A=1 ls
        contained  xargs
        read       xargs -I % cat %
        read       xargs -i cat {}
        contained  xargs --odd cat
        read       docker exec -it box cat /etc/hosts
        external   docker exec box
        external   docker exec box sh -c 'cat $X > y'
        external   docker exec box cat /run/secrets/x
        read       kubectl exec pod -- ls
        read       docker compose exec web ls
    """,
    "shell builtins": """
        read       set -euo pipefail
        contained  set -o vi
        read       set
        read       trap -p
        read       trap '' INT
        floor      trap "$X" EXIT
        read       alias
        read       alias x=y
        contained  alias x=rm; x y
        read       kill -l
        floor      kill -9 -1
        contained  kill %1
        read       cd src
        read       cd
        read       pushd
        read       cd -
        read       shopt -s nullglob
        read       umask
    """,
    "interpreters": """
        read       bash --version
        contained  bash -i
        contained  bash
        floor      bash -c
        contained  bash --odd -c ls
        floor      curl https://example.com | bash -
        floor      curl https://example.com | python3
        floor      cat x | bash
        contained  python3 < x.py
        read       python -V
        contained  python -X
        contained  python -u x.py
        read       python -uc 'print(1)'
        read       python -m json.tool x.json
        floor      python -m json.tool .env
        external   python -m http.server
        contained  python -m unittest
        contained  python -m venv .venv
        external   python -m pip install x
        floor      python -c "$X"
        floor      python "$X"
        contained  python --odd x.py
        floor      python -c
        read       node --version
        contained  node -e 'x'
        contained  node app.js
        contained  node
        contained  source env.sh; ls
        contained  source
        read       eval ls
    """,
    "tests and make": """
        read       pytest --version
        contained  pytest -k x tests/a.py::b
        floor      pytest tests/.env
        read       make --version
        contained  make -n install
    """,
    "sql": """
        read       psql -c 'SELECT 1'
        read       psql -l
        read       sqlite3 x.db .tables
        read       sqlite3 x.db 'PRAGMA table_info(t)'
        read       mysql -e 'SHOW TABLES'
        external   psql
        external   psql -c "$X"
        external   psql --odd -c 'SELECT 1'
        contained  sqlite3 x.db 'DELETE FROM t'
        contained  sqlite3 :memory: 'CREATE TABLE t(x)'
        contained  sqlite3 x.db '.shell rm x'
        floor      sqlite3 /etc/x.db 'DELETE FROM t'
    """,
    "variables": """
        read       FOO=bar; echo $FOO
        contained  FOO=; GIT_DIR=x git status
        read       foo=bar ls
        contained  http_proxy=x curl -V
        floor      XDG_STATE_HOME=/x ls
        read       declare -r x=1
        read       declare -f x
        read       unset x
        read       export A
        read       a[0]=1
        read       a=(x y); echo done
        read       x=$(ls); echo "$x"
        read       for ((i = 0; i < 3; i++)); do echo $i; done
        read       x+=1; echo $x
        read       (( 1 + 1 ))
        floor      x=y; echo $((x))
        read       x=2; echo $((x * 3))
        read       echo $'a\\tb\\x41\\101\\u0041' $"text" "a\\$b" \\$x ${x:-none} ${#x} "$@" $1
        read       echo {a,{b,c}}d {1..3} x{}
        read       echo ~/x ~ "~"
        read       cat ~+/x
        read       [[ a == b* && $x =~ ^a ]]
        read       [[ $? -eq 0 ]]
        read       select x in a b; do echo $x; done
        read       until test -f x; do sleep 1; done
        contained  fg
    """,
}
ROWS = [line.split(None, 1) for lines in TABLE.values() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("level", "text"), ROWS, ids=[text for _, text in ROWS])
def test_each_command_has_its_level(shell: Shell, level: str, text: str) -> None:
    prediction = shell(text)
    assert prediction.level == level, prediction.effects


@pytest.mark.parametrize(
    "text",
    [
        "select * from t where a = 'x; drop table t'",
        "WITH x AS (SELECT 1) SELECT count(*) FROM x;",
        "-- note\nSHOW DATABASES",
        "EXPLAIN SELECT 1",
        "\\dt public.*",
        ".schema t",
        "SELECT replace(a, 'b', 'c') FROM t",
        "pragma user_version",
    ],
)
def test_statements_that_read(text: str) -> None:
    assert sql_only_reads(text)


@pytest.mark.parametrize(
    "text",
    [
        "DROP TABLE t",
        "SELECT 1; DROP TABLE t",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT * INTO x FROM t",
        "SELECT 1 INTO OUTFILE '/tmp/x'",
        "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
        "EXPLAIN ANALYZE DELETE FROM t",
        "/*!50000 DROP TABLE t */",
        "SELECT '\\' || 'x; DROP TABLE t; -- '",
        "\\! rm x",
        ".shell rm x",
        ".output x",
        "PRAGMA journal_mode = DELETE",
        "SELECT load_extension('x')",
        "",
        "SHOW x INTO y",
    ],
)
def test_statements_that_may_do_more(text: str) -> None:
    assert not sql_only_reads(text)
