"""What the store does with its file: several processes, damage, migrations, rights, secrets."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from journeyman.errors import StoreError
from journeyman.store import open_store
from journeyman.store.owner import is_gone, this_owner
from journeyman.store.sqlite.connection import Connection
from journeyman.values import Action, Decision, Event, Outcome

ROWS = 10_000
WRITER = """
import sys
from dataclasses import replace
from journeyman.store import open_store
store = open_store(sys.argv[1])
for _ in range(int(sys.argv[2])):
    store.update_evidence(("counter", "user", "k"), lambda e: replace(e, confirmed=e.confirmed + 1))
store.close()
"""


def test_two_processes_read_then_write_without_a_lost_row(tmp_path):
    path = tmp_path / "store.sqlite3"
    command = [sys.executable, "-c", WRITER, str(path), str(ROWS)]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    errors = [writer.communicate(timeout=300)[1] for writer in writers]
    assert errors == ["", ""]
    assert open_store(path).evidence("counter", "user").confirmed == 2 * ROWS


def test_two_processes_keep_one_chain(tmp_path):
    path = tmp_path / "store.sqlite3"
    code = (
        "import sys; from journeyman.store import open_store; from journeyman.values import Event\n"
        "store = open_store(sys.argv[1])\n"
        "for n in range(1000): store.append(Event('x', float(n), 'm'))"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(2)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    store = open_store(path)
    assert len(store.events()) == 2000
    assert store.verify_chain() == 0


@pytest.mark.parametrize("content", [b"this is not a database at all, only some text " * 20, os.urandom(9000)])
def test_a_corrupt_file_is_moved_aside_and_told(tmp_path, content):
    path = tmp_path / "store.sqlite3"
    path.write_bytes(content)
    store = open_store(path)
    assert "moved to" in store.notice
    kept = [found for found in tmp_path.iterdir() if "corrupt" in found.name]
    assert [found.read_bytes() for found in kept] == [content]
    assert kept[0].name in store.notice
    store.put("works", True)
    assert store.get("works")


def test_damage_that_shows_later_is_one_clear_error(tmp_path):
    path = tmp_path / "store.sqlite3"
    store = open_store(path)
    for _ in range(200):
        store.append(Event("x", 1.0, "m" * 2000))
    store.close()
    data = bytearray(path.read_bytes())
    for page in range(120, 180):
        data[page * 4096 : page * 4096 + 4096] = b"\xff" * 4096
    path.write_bytes(bytes(data))
    store = open_store(path)
    with pytest.raises(StoreError, match="damaged"):
        store.events()


def test_a_store_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "store.sqlite3"
    open_store(path).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version=99")
    raw.close()
    with pytest.raises(StoreError, match="newer"):
        open_store(path)
    assert [found.name for found in tmp_path.iterdir() if "corrupt" in found.name] == []


def test_an_older_schema_is_migrated_with_its_rows(tmp_path):
    from journeyman.store.sqlite.schema import MIGRATIONS

    path = str(tmp_path / "store.sqlite3")
    first = Connection(path)
    with first.write() as raw:
        raw.execute("INSERT INTO single_values VALUES ('kept', '1')")
    first.close()
    second = Connection(path, (*MIGRATIONS, "ALTER TABLE plans ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';\n"))
    assert second.row("SELECT value FROM single_values WHERE name='kept'") == ("1",)
    assert second.rows("SELECT colour FROM plans") == []
    assert second.row("PRAGMA user_version") == (len(MIGRATIONS) + 1,)


def test_evidence_of_an_older_store_keeps_its_clean_runs(tmp_path):
    from journeyman.store.sqlite.schema import MIGRATIONS

    path = str(tmp_path / "store.sqlite3")
    first = Connection(path, MIGRATIONS[:1])
    with first.write() as raw:
        raw.execute("INSERT INTO evidence VALUES ('s', 'user', 'shell.run', 3, 3, 0, 5, 0, 2, 1, 1, NULL, 'b')")
    first.close()
    opened = open_store(path)
    (found,) = opened.evidences()
    opened.close()
    assert (found.clean, found.confirmed, found.basis) == (5, 5, "b")


def test_a_failing_migration_changes_nothing(tmp_path):
    from journeyman.store.sqlite.schema import MIGRATIONS

    path = str(tmp_path / "store.sqlite3")
    Connection(path).close()
    with pytest.raises(StoreError):
        Connection(path, (*MIGRATIONS, "CREATE TABLE extra (a);\nCREATE TABLE plans (a);\n"))
    again = Connection(path)
    assert again.row("PRAGMA user_version") == (len(MIGRATIONS),)
    assert again.row("SELECT name FROM sqlite_master WHERE name='extra'") is None


def test_only_the_owner_may_read_the_file(tmp_path):
    open_store(tmp_path / "store.sqlite3")
    assert (tmp_path / "store.sqlite3").stat().st_mode & 0o777 == 0o600


def test_scrubbed_payloads_are_gone_from_the_files(tmp_path):
    path = tmp_path / "store.sqlite3"
    store = open_store(path)
    secret = "hunter2-" + "x" * 40
    action = Action("noop", {"text": secret})
    decision = Decision(action.id, "allow", "read", "s")
    store.begin_action(action, decision, 1.0, "me")
    assert any(secret.encode() in found.read_bytes() for found in tmp_path.iterdir())
    clean = Action("noop", {"text": "-"}, id=action.id)
    store.finish_action(Outcome(action.id, "done", ""), Event("x", 1.0), scrubbed=clean)
    assert not any(secret.encode() in found.read_bytes() for found in tmp_path.iterdir())


def test_a_folder_instead_of_a_file_is_one_clear_error(tmp_path):
    (tmp_path / "store.sqlite3").mkdir()
    with pytest.raises(StoreError, match="cannot open"):
        open_store(tmp_path / "store.sqlite3")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_writes_through_a_connection_of_its_own(tmp_path):
    store = open_store(tmp_path / "store.sqlite3")
    store.put("parent", 1)
    pid = os.fork()
    if pid == 0:
        store.put("child", 2)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    assert (store.get("parent"), store.get("child")) == (1, 2)


def test_a_write_of_another_connection_is_seen(tmp_path):
    one, two = open_store(tmp_path / "s"), open_store(tmp_path / "s")
    before = one.change_counter()
    two.put("x", 1)
    assert one.change_counter() != before


def test_an_owner_is_gone_when_its_process_has_ended(tmp_path: Path):
    code = "from journeyman.store.owner import this_owner; print(this_owner())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert is_gone(ended)
    assert not is_gone(this_owner())
    assert not is_gone("elsewhere:1:2"), "another host's processes cannot be seen"
    host, pid, start = this_owner().rsplit(":", 2)
    assert is_gone(f"{host}:{pid}:{int(start) + 1}"), "a reused pid is another process"
    assert not is_gone("nonsense")
