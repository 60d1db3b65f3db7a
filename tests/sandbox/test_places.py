"""Which places are hidden, guarded, or lent."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from journeyman.sandbox import ProcessSpec, places


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_only_existing_secret_places_are_named(home: Path):
    (home / ".ssh").mkdir()
    (home / ".config" / "gh").mkdir(parents=True)
    (home / ".netrc").write_text("machine x")
    found = places.hidden_places({})
    assert {home / ".ssh", home / ".config" / "gh", home / ".netrc"} <= set(found)
    assert home / ".aws" not in found


def test_the_private_folders_of_all_workspaces_are_hidden(home: Path):
    state = home / "state" / "journeyman"
    state.mkdir(parents=True)
    (home / ".local" / "state" / "journeyman").mkdir(parents=True)
    found = places.hidden_places({"XDG_STATE_HOME": str(home / "state")})
    assert state in found
    assert home / ".local" / "state" / "journeyman" in found


def test_npm_settings_are_hidden_only_with_a_token(home: Path):
    npmrc = home / ".npmrc"
    npmrc.write_text("registry=https://registry.example/\n")
    assert npmrc not in places.hidden_places({})
    npmrc.write_text("//registry.example/:_authToken=abc\n")
    assert npmrc in places.hidden_places({})


def test_guarded_paths_of_a_workspace_are_those_that_exist(tmp_path: Path):
    assert places.protected_paths(tmp_path) == ()
    (tmp_path / ".git").mkdir()
    (tmp_path / "logs").mkdir()
    assert places.protected_paths(tmp_path) == (tmp_path / ".git", tmp_path / "logs")


def test_our_cache_lies_in_the_users_cache_folder(home: Path):
    assert places.cache_folder({}) == home / ".cache" / "journeyman"
    assert places.cache_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/journeyman")
    assert places.cache_variables(Path("/c"))["PIP_CACHE_DIR"] == "/c/pip"


def test_where_all_private_data_lies(home: Path):
    assert places.private_base({}) == home / ".local/state/journeyman"
    assert places.private_base({"XDG_STATE_HOME": "/s"}) == Path("/s/journeyman")


def test_what_a_process_without_privileges_can_get_to(tmp_path: Path):
    (tmp_path / "open").mkdir()
    (tmp_path / "closed" / "inner").mkdir(parents=True)
    (tmp_path / "closed").chmod(0o600)
    try:
        assert places.reachable(tmp_path / "open")
        assert not places.reachable(tmp_path / "closed" / "inner")
        assert not places.reachable(tmp_path / "missing")
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make folders of others")
def test_what_belongs_to_others_is_out_of_roots_reach_as_well(tmp_path: Path):
    (tmp_path / "theirs").mkdir(mode=0o700)
    (tmp_path / "theirs" / "file").touch()
    os.chown(tmp_path / "theirs", 61234, 61234)
    assert not places.reachable(tmp_path / "theirs" / "file")
    (tmp_path / "theirs").chmod(0o701)
    assert places.reachable(tmp_path / "theirs" / "file")
    os.chown(tmp_path / "theirs", 61234, os.getegid())
    assert not places.reachable(tmp_path / "theirs" / "file")


def test_sockets_that_somebody_listens_on(tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        assert tmp_path / "s" in places.listening_sockets()
        (tmp_path / "s").unlink()
        assert tmp_path / "s" not in places.listening_sockets()


def test_a_socket_that_was_renamed_is_found(tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        (tmp_path / "s").rename(tmp_path / "t")
        assert tmp_path / "t" in places.listening_sockets()


def test_a_socket_with_a_relative_name_is_found(tmp_path: Path):
    code = (
        "import socket; s = socket.socket(socket.AF_UNIX); s.bind('s'); s.listen(); print('ready', flush=True); input()"
    )
    argv = [sys.executable, "-I", "-S", "-c", code]
    with subprocess.Popen(argv, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout and server.stdout.readline() == b"ready\n"
        assert tmp_path / "s" in places.listening_sockets()
        server.communicate(b"\n")


def test_a_cache_is_lent_to_runs_with_the_whole_network(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    spec = ProcessSpec(("true",), home, {})
    assert places.lent_cache(spec) is None
    assert places.lent_cache(replace(spec, network=True, hosts=("example.com",))) is None
    assert places.lent_cache(replace(spec, network=True)) == home / ".cache/journeyman"
    assert (home / ".cache/journeyman").is_dir()


def test_writable_folders_are_resolved(home: Path):
    (home / "a").mkdir()
    (home / "l").symlink_to("a")
    assert places.writable_places(ProcessSpec(("true",), home, {}, (home / "l", home / "a"))) == [str(home / "a")]
