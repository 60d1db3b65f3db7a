from __future__ import annotations

import os
from pathlib import Path

import pytest

from journeyman.gate.analysis import place, read_effect, write_effect
from journeyman.gate.analysis.secrets import is_secret, mentions_secret
from journeyman.workspace import Workspace


@pytest.mark.parametrize(
    ("path", "zone"),
    [
        ("a.txt", "workspace"),
        ("sub/../a.txt", "workspace"),
        ("/etc/hosts", "system"),
        ("/", "system"),
        ("/tmp/x", "temp"),
        ("/dev/sda", "device"),
        ("/home/somebody/x", "home"),
        ("/data/x", "outside"),
    ],
)
def test_where_a_path_lies(workspace: Workspace, path: str, zone: str) -> None:
    assert place(path, str(workspace.root), workspace).zone == zone


def test_home_and_what_leads_out_of_the_workspace(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/people/ada")
    cwd = str(workspace.root)
    assert place("/srv/people/ada/x", cwd, workspace).zone == "home"
    (workspace.root / "out").symlink_to("/etc")
    assert place("out/hosts", cwd, workspace).zone == "system"
    assert place("../" * 20 + "etc/hosts", cwd, workspace).zone == "system"
    assert write_effect("/srv/people/ada", cwd, workspace, delete=True, recursive=True).level == "catastrophic"
    assert write_effect("/srv/people/ada/x", cwd, workspace, delete=True, recursive=True).level == "floor"


@pytest.mark.parametrize(
    ("path", "protection"),
    [
        (".git/config", "git"),
        ("vendor/lib/.git", "git"),
        ("session_state.json", "own"),
        ("logs/activity.log", "own"),
        ("configs/policy.yaml", "own"),
        ("src/.github/x", ""),
        ("sub/logs/x", ""),
    ],
)
def test_what_is_protected_inside(workspace: Workspace, path: str, protection: str) -> None:
    assert place(path, str(workspace.root), workspace).protection == protection
    effect = write_effect(path, str(workspace.root), workspace)
    assert (effect.level, effect.operation) == (("floor", "self") if protection else ("contained", "write"))


def test_the_users_own_configuration_is_private(workspace: Workspace) -> None:
    path = os.path.expanduser("~/.config/journeyman/policy.yaml")
    assert write_effect(path, "/", workspace).level == "catastrophic"
    assert write_effect(os.path.dirname(path), "/", workspace, delete=True).level == "catastrophic"


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("/dev/null", "read"),
        ("/dev/stdout", "read"),
        ("/dev/fd/3", "read"),
        ("/dev/shm/x", "contained"),
        ("/dev/sda", "catastrophic"),
        ("/dev/tcp/host/80", "external"),
    ],
)
def test_writing_devices(workspace: Workspace, path: str, level: str) -> None:
    assert write_effect(path, "/", workspace).level == level


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("/dev/urandom", "read"),
        ("/dev/fd/63", "read"),
        ("/dev/sda", "floor"),
        ("/dev/udp/host/53", "external"),
        ("README.md", "read"),
        ("/etc/hosts", "read"),
        ("/etc/shadow", "floor"),
        (".env", "floor"),
    ],
)
def test_reading(workspace: Workspace, path: str, level: str) -> None:
    assert read_effect(path, str(workspace.root), workspace).level == level


def test_looking_at_names_is_not_reading_a_secret(workspace: Workspace) -> None:
    assert read_effect(".env", str(workspace.root), workspace, names_only=True).level == "read"
    assert read_effect(str(workspace.private), "/", workspace, names_only=True).level == "floor"


@pytest.mark.parametrize(
    ("path", "level"),
    [("*", "contained"), ("./*", "contained"), ("/*", "catastrophic"), (".", "floor"), ("..", "floor")],
)
def test_deleting_everything_below(workspace: Workspace, path: str, level: str) -> None:
    assert write_effect(path, str(workspace.root), workspace, delete=True, recursive=True).level in (
        level,
        "catastrophic",
    )


SECRET = [
    ".env",
    "app/.env.production",
    "prod.env",
    "~/.ssh/id_rsa",
    "id_ed25519",
    "server.pem",
    "private.key",
    ".netrc",
    "/root/.aws/credentials",
    "/proc/self/environ",
    "/proc/1/mem",
    "/run/secrets/db",
    ".bash_history",
    "secrets.yaml",
    ".e*",
    "*secret*.json",
    "id_?sa",
    "/etc/shadow",
    ".ENV",
]
PLAIN = [
    ".env.example",
    "id_rsa.pub",
    "README.md",
    "environment.py",
    "*",
    "*.py",
    "key.py",
    "ca.pem",
    "cert.pem",
    ".key",
    "*.json",
    "data/*.conf",
]


@pytest.mark.parametrize("path", SECRET)
def test_secrets_are_known_by_name(path: str) -> None:
    assert is_secret(path)


@pytest.mark.parametrize("path", PLAIN)
def test_plain_names_are_not_secrets(path: str) -> None:
    assert not is_secret(path)


def test_secrets_are_found_inside_text() -> None:
    assert mentions_secret("--file=.env,x")
    assert not mentions_secret("a plain text about keys")


def test_a_glob_counts_where_it_expands(workspace: Workspace, tmp_path: Path) -> None:
    assert write_effect("/etc/*.conf", "/", workspace).level == "floor"
    assert write_effect(f"{tmp_path}/x*", "/", workspace).level == "contained"
