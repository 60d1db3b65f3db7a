"""Which places are hidden, guarded, or lent."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyman.sandbox import places


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
